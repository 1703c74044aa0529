/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drive-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"

#define MAX_ENTRIES        16
#define MAX_NETWORK_LENGTH 128
#define MAX_PROFILE_LENGTH 32
#define MAC_LENGTH         17

/* How much of something wrong is repeated. */
#define MAX_SHOWN 200

/* What a list has the names of. */
typedef enum
{
  NAME_NETWORK,
  NAME_PROFILE,
} NameKind;

static const char *const keys[] = { "IdleMinutes", "Networks", "Wake", "Profiles", "AskServer", NULL };

static void
set_invalid (GError **error,
             const char *text,
             const char *problem)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *shown = g_utf8_strlen (valid, -1) > MAX_SHOWN ? g_utf8_substring (valid, 0, MAX_SHOWN) : g_strdup (valid);

  g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
               /* Translators: first what was given, then what is wrong with it */
               _ ("“%s” cannot be used here: %s"), shown, problem);
}

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
          type == G_UNICODE_PARAGRAPH_SEPARATOR)
        return TRUE;
    }

  return FALSE;
}

static const char *
find_length_problem (const char *name,
                     NameKind kind)
{
  glong length = g_utf8_strlen (name, -1);

  if (kind == NAME_NETWORK && length > MAX_NETWORK_LENGTH)
    return _ ("the name of a network has at most 128 characters");
  if (kind == NAME_PROFILE && length > MAX_PROFILE_LENGTH)
    return _ ("the name of a profile has at most 32 characters");

  return NULL;
}

/* Profiles are typed in one line, with these between them. */
static gboolean
has_separator (const char *name)
{
  return strpbrk (name, ",;") != NULL || strstr (name, "،") != NULL;
}

/* What is wrong with one name of a list, or NULL. */
static const char *
find_name_problem (const char *name,
                   NameKind kind)
{
  if (!g_utf8_validate (name, -1, NULL))
    return _ ("it is not valid UTF-8");
  if (*name == '\0')
    return _ ("a name is empty");
  if (has_control (name))
    return _ ("a name has no control characters in it");
  if (kind == NAME_PROFILE && has_separator (name))
    return _ ("the name of a profile has no comma and no semicolon in it");

  return find_length_problem (name, kind);
}

/* What is at the ends of a network's name is its own; of a profile's it is what
 * stood behind a comma. */
static char *
dup_name (const char *name,
          NameKind kind)
{
  char *copy = g_strdup (name);

  return kind == NAME_PROFILE ? g_strstrip (copy) : copy;
}

static gboolean
take_list (char ***field,
           const char *const *names,
           NameKind kind,
           GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = dup_name (names[i], kind);
      const char *problem = find_name_problem (name, kind);

      if (problem == NULL && list->len == MAX_ENTRIES)
        problem = _ ("there are more than 16 names");
      if (problem != NULL)
        {
          set_invalid (error, name, problem);
          return FALSE;
        }
      if (!g_ptr_array_find_with_equal_func (list, name, g_str_equal, NULL))
        g_ptr_array_add (list, g_steal_pointer (&name));
    }

  g_ptr_array_add (list, NULL);
  g_strfreev (*field);
  *field = (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);

  return TRUE;
}

static gboolean
is_mac (const char *text)
{
  if (strlen (text) != MAC_LENGTH)
    return FALSE;

  for (guint i = 0; i < MAC_LENGTH; i++)
    if (i % 3 == 2 ? text[i] != ':' : !g_ascii_isxdigit (text[i]))
      return FALSE;

  /* Of one machine: not a group's, and not the empty one. */
  return (g_ascii_xdigit_value (text[1]) & 1) == 0 && !g_str_equal (text, "00:00:00:00:00:00");
}

static gboolean
take_wake (DmDriveSettings *self,
           const char *text,
           GError **error)
{
  g_autofree char *mac = g_strdelimit (g_ascii_strdown (text, -1), "-", ':');

  if (*mac != '\0' && !is_mac (mac))
    {
      set_invalid (error, text, _ ("the hardware address of a server is written aa:bb:cc:dd:ee:ff"));
      return FALSE;
    }

  g_free (self->wake);
  self->wake = *mac != '\0' ? g_steal_pointer (&mac) : NULL;

  return TRUE;
}

static gboolean
take_idle (DmDriveSettings *self,
           const char *text,
           GError **error)
{
  guint64 minutes;

  if (!g_ascii_string_to_unsigned (text, 10, 0, DM_DRIVE_SETTINGS_MAX_IDLE, &minutes, NULL))
    {
      set_invalid (error, text, _ ("the minutes without use are a number from 0 to 10080"));
      return FALSE;
    }

  self->idle_minutes = (guint) minutes;

  return TRUE;
}

static gboolean
take_ask_server (DmDriveSettings *self,
                 const char *text,
                 GError **error)
{
  if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
    {
      set_invalid (error, text, _ ("whether the server is asked is “true” or “false”"));
      return FALSE;
    }

  self->ask_server = g_str_equal (text, "true");

  return TRUE;
}

static gboolean
take_raw_list (char ***field,
               const char *key,
               const char *value,
               NameKind kind,
               GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) names = NULL;
  const char *const none[] = { NULL };

  /* Not ours to take apart: escapes and separators are a key file's own. */
  g_key_file_set_value (file, "drive", key, value);
  names = g_key_file_get_string_list (file, "drive", key, NULL, NULL);
  if (names == NULL && *value != '\0')
    {
      set_invalid (error, value, _ ("a backslash is followed by s, n, t, r, ; or another backslash"));
      return FALSE;
    }

  return take_list (field, names != NULL ? (const char *const *) names : none, kind, error);
}

static char *
format_list (const char *key,
             char **names)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (names[0] == NULL)
    return NULL;
  g_key_file_set_string_list (file, "drive", key, (const char *const *) names, g_strv_length (names));

  return g_key_file_get_value (file, "drive", key, NULL);
}

static gboolean
take_names (char ***field,
            GVariant *value,
            NameKind kind,
            GError **error)
{
  g_autofree const char **names = g_variant_get_strv (value, NULL);

  return take_list (field, names, kind, error);
}

static gboolean
take_entry (DmDriveSettings *self,
            const char *key,
            GVariant *value,
            GError **error)
{
  g_autofree char *number = NULL;

  if (g_str_equal (key, "idle-minutes") && g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    {
      number = g_strdup_printf ("%u", g_variant_get_uint32 (value));
      return take_idle (self, number, error);
    }
  if (g_str_equal (key, "networks") && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    return take_names (&self->networks, value, NAME_NETWORK, error);
  if (g_str_equal (key, "wake") && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return take_wake (self, g_variant_get_string (value, NULL), error);
  if (g_str_equal (key, "profiles") && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    return take_names (&self->profiles, value, NAME_PROFILE, error);
  if (g_str_equal (key, "ask-server") && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    {
      self->ask_server = g_variant_get_boolean (value);
      return TRUE;
    }

  g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
               /* Translators: a name, then a type of D-Bus. */
               _ ("There is no setting “%s” of type “%s”."), key, g_variant_get_type_string (value));

  return FALSE;
}

DmDriveSettings *
dm_drive_settings_new (void)
{
  DmDriveSettings *self = g_new0 (DmDriveSettings, 1);

  self->networks = g_new0 (char *, 1);
  self->profiles = g_new0 (char *, 1);

  return self;
}

DmDriveSettings *
dm_drive_settings_copy (const DmDriveSettings *self)
{
  DmDriveSettings *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (DmDriveSettings, 1);
  copy->idle_minutes = self->idle_minutes;
  copy->networks = g_strdupv (self->networks);
  copy->wake = g_strdup (self->wake);
  copy->profiles = g_strdupv (self->profiles);
  copy->ask_server = self->ask_server;

  return copy;
}

void
dm_drive_settings_free (DmDriveSettings *self)
{
  g_strfreev (self->networks);
  g_free (self->wake);
  g_strfreev (self->profiles);
  g_free (self);
}

gboolean
dm_drive_settings_equal (const DmDriveSettings *self,
                         const DmDriveSettings *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return self->idle_minutes == other->idle_minutes &&
         g_strv_equal ((const char *const *) self->networks, (const char *const *) other->networks) &&
         g_strcmp0 (self->wake, other->wake) == 0 &&
         g_strv_equal ((const char *const *) self->profiles, (const char *const *) other->profiles) &&
         self->ask_server == other->ask_server;
}

DmDriveSettings *
dm_drive_settings_from_variant (GVariant *variant,
                                GError **error)
{
  g_autoptr (DmDriveSettings) self = dm_drive_settings_new ();
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_return_val_if_fail (g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT), NULL);

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_autoptr (GVariant) owned = value;

      if (!take_entry (self, key, owned, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

GVariant *
dm_drive_settings_to_variant (const DmDriveSettings *self)
{
  GVariantBuilder builder;

  g_return_val_if_fail (self != NULL, NULL);

  /* Always in this order, so that equal settings are equal variants. */
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  if (self->idle_minutes != 0)
    g_variant_builder_add (&builder, "{sv}", "idle-minutes", g_variant_new_uint32 (self->idle_minutes));
  if (self->networks[0] != NULL)
    g_variant_builder_add (&builder, "{sv}", "networks",
                           g_variant_new_strv ((const char *const *) self->networks, -1));
  if (self->wake != NULL)
    g_variant_builder_add (&builder, "{sv}", "wake", g_variant_new_string (self->wake));
  if (self->profiles[0] != NULL)
    g_variant_builder_add (&builder, "{sv}", "profiles",
                           g_variant_new_strv ((const char *const *) self->profiles, -1));
  if (self->ask_server)
    g_variant_builder_add (&builder, "{sv}", "ask-server", g_variant_new_boolean (TRUE));

  return g_variant_builder_end (&builder);
}

const char *const *
dm_drive_settings_get_keys (void)
{
  return keys;
}

char *
dm_drive_settings_format_key (const DmDriveSettings *self,
                              const char *key)
{
  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  if (g_str_equal (key, "IdleMinutes"))
    return self->idle_minutes != 0 ? g_strdup_printf ("%u", self->idle_minutes) : NULL;
  if (g_str_equal (key, "Networks"))
    return format_list (key, self->networks);
  if (g_str_equal (key, "Wake"))
    return g_strdup (self->wake);
  if (g_str_equal (key, "Profiles"))
    return format_list (key, self->profiles);
  if (g_str_equal (key, "AskServer"))
    return self->ask_server ? g_strdup ("true") : NULL;

  g_return_val_if_reached (NULL);
}

gboolean
dm_drive_settings_parse_key (DmDriveSettings *self,
                             const char *key,
                             const char *value,
                             GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL && value != NULL, FALSE);

  if (g_str_equal (key, "IdleMinutes"))
    return take_idle (self, value, error);
  if (g_str_equal (key, "Networks"))
    return take_raw_list (&self->networks, key, value, NAME_NETWORK, error);
  if (g_str_equal (key, "Wake"))
    return take_wake (self, value, error);
  if (g_str_equal (key, "Profiles"))
    return take_raw_list (&self->profiles, key, value, NAME_PROFILE, error);
  if (g_str_equal (key, "AskServer"))
    return take_ask_server (self, value, error);

  g_return_val_if_reached (FALSE);
}
