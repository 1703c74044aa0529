/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The formats that are key files: Gigolo's bookmarks and our own drives. Read
 * line by line, so that each place can be told with its line, and so that a
 * mistake in one group does not lose the others. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-import-private.h"
#include "dm-local-name.h"

/* A group that is complete: its keys and values, as they stand there. */
typedef void (*TakeGroup) (DmImportList *list, guint line, const char *name, GHashTable *keys);

typedef struct
{
  DmImportList *list;
  TakeGroup take;

  /* Owned: the group being read */
  char *name; /* nullable: none yet */
  GHashTable *keys;

  guint line; /* its own */
} Reader;

static void
clear_reader (Reader *self)
{
  g_free (self->name);
  g_clear_pointer (&self->keys, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, clear_reader)

static void
end_group (Reader *self)
{
  if (self->name != NULL)
    self->take (self->list, self->line, self->name, self->keys);
  g_clear_pointer (&self->name, g_free);
  g_hash_table_remove_all (self->keys);
}

static void
take_key_line (Reader *self,
               guint number,
               char *line)
{
  char *equals = strchr (line, '=');
  gsize length = strlen (line);

  if (length > DM_IMPORT_MAX_LINE)
    dm_import_list_add_location (self->list, number, NULL, NULL, NULL, _ ("This line is too long. It was left out."));
  else if (*line == '[' && line[length - 1] == ']' && length > 2)
    {
      end_group (self);
      self->name = g_strndup (line + 1, length - 2);
      self->line = number;
    }
  else if (equals == NULL || equals == line || self->name == NULL)
    dm_import_list_add_location (self->list, number, line, NULL, NULL, _ ("This is no group, no key and no comment."));
  else
    {
      *equals = '\0';
      g_hash_table_replace (self->keys, g_strchomp (line), g_strchug (equals + 1));
    }
}

static void
for_each_group (DmImportList *list,
                char *text,
                TakeGroup take)
{
  g_auto (Reader) reader = { .list = list, .take = take };
  char *line = text;

  reader.keys = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint number = 1; line != NULL && *line != '\0'; number++)
    {
      char *newline = strchr (line, '\n');

      if (newline != NULL)
        *newline++ = '\0';
      if (!dm_import_list_has_room (list, number))
        return;
      if (*g_strstrip (line) != '\0' && *line != '#')
        take_key_line (&reader, number, line);
      line = newline;
    }
  end_group (&reader);
}

/* Gigolo */

/* Undoes what GKeyFile escapes in a string. NULL: there is none. */
static char *
dup_value (GHashTable *keys,
           const char *key)
{
  const char *value = g_hash_table_lookup (keys, key);
  g_autoptr (GString) plain = NULL;

  if (value == NULL || *value == '\0')
    return NULL;

  plain = g_string_new (NULL);
  for (const char *p = value; *p != '\0'; p++)
    {
      static const char escapes[] = "sntr\\";
      static const char plains[] = " \n\t\r\\";
      const char *escape = p[0] == '\\' && p[1] != '\0' ? strchr (escapes, p[1]) : NULL;

      g_string_append_c (plain, escape != NULL ? plains[escape - escapes] : *p);
      if (escape != NULL)
        p++;
    }

  return g_strdup (plain->str);
}

static guint16
get_port (GHashTable *keys)
{
  const char *value = g_hash_table_lookup (keys, "port");
  guint64 port = 0;

  if (value != NULL)
    g_ascii_string_to_unsigned (value, 10, 1, G_MAXUINT16, &port, NULL);

  return (guint16) port;
}

/* The path below host or share: WebDAV's own, then the folder that it opens. A
 * folder in the home of a user who is known to the server alone is none we could
 * name. */
static char *
dup_path (GHashTable *keys,
          const char **note)
{
  g_autofree char *path = dup_value (keys, "path");
  g_autofree char *folder = dup_value (keys, "folder");

  if (folder != NULL && *folder == '~')
    {
      *note = _ ("Its folder in the home folder was left out.");
      g_clear_pointer (&folder, g_free);
    }

  return g_build_path ("/", path != NULL ? path : "", folder, NULL);
}

static char *
build_shown (const char *scheme,
             const char *host,
             const char *share)
{
  return g_strconcat (scheme, "://", host, "/", share, NULL);
}

/* "[::1]" is how Gigolo writes it, we want "::1". */
static char *
strip_brackets (char *host)
{
  gsize length = strlen (host);

  if (length < 2 || host[0] != '[' || host[length - 1] != ']')
    return host;

  host[length - 1] = '\0';
  return host + 1;
}

static void
take_gigolo (DmImportList *list,
             guint line,
             const char *name,
             GHashTable *keys)
{
  g_autofree char *scheme = dup_value (keys, "scheme");
  g_autofree char *host = dup_value (keys, "host");
  g_autofree char *user = dup_value (keys, "user");
  g_autofree char *domain = dup_value (keys, "domain");
  g_autofree char *share = dup_value (keys, "share");
  g_autofree char *shown = NULL;
  g_autofree char *path = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (DmLocation) location = NULL;
  g_autoptr (GError) error = NULL;
  const char *note = NULL;

  if (scheme == NULL || host == NULL)
    {
      dm_import_list_add_location (list, line, name, NULL, name, _ ("This bookmark names no server."));
      return;
    }

  shown = build_shown (scheme, host, share);
  path = dup_path (keys, &note);
  location = dm_location_new (g_str_equal (scheme, "ssh") ? "sftp" : scheme, domain, user, strip_brackets (host),
                              get_port (keys), share, path, &error);
  if (location == NULL)
    {
      g_autofree char *clean = dm_import_clean_text (shown);

      reason = g_strdup_printf (_ ("“%s”: %s"), clean, error->message);
    }
  dm_import_list_add_location (list, line, shown, location, name, location != NULL ? note : reason);
}

/* Drives */

static void
add_note (GString *notes,
          const char *note)
{
  g_string_append_printf (notes, "%s%s", notes->len > 0 ? " " : "", note);
}

/* What is set there; what cannot be is left out, and said in @notes. */
static DmDriveSettings *
read_settings (GHashTable *keys,
               GString *notes)
{
  g_autoptr (DmDriveSettings) settings = dm_drive_settings_new ();

  for (const char *const *key = dm_drive_settings_get_keys (); *key != NULL; key++)
    {
      const char *value = g_hash_table_lookup (keys, *key);
      g_autoptr (GError) error = NULL;
      g_autofree char *clean = NULL;
      g_autofree char *note = NULL;

      if (value == NULL || dm_drive_settings_parse_key (settings, *key, value, &error))
        continue;
      clean = dm_import_clean_sentence (error->message);
      /* Translators: a key of a file such as “Wake”, then what is wrong with it */
      note = g_strdup_printf (_ ("“%s=” was left out. %s."), *key, clean);
      add_note (notes, note);
    }

  return g_steal_pointer (&settings);
}

static gboolean
is_known_key (const char *key)
{
  return g_str_equal (key, "Remote") || g_strv_contains (dm_drive_settings_get_keys (), key);
}

/* The values are not repeated: they may be anything. */
static void
note_unknown_keys (GHashTable *keys,
                   GString *notes)
{
  g_autofree char *note = NULL;
  g_autofree char *clean = NULL;
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!is_known_key (key) && n++ == 0)
      clean = dm_import_clean_text (key);
  if (n == 0)
    return;

  note = n == 1 ? g_strdup_printf (_ ("“%s=” was left out. It is no setting of a drive."), clean)
                : g_strdup_printf (ngettext ("%u line was left out. It is no setting of a drive.",
                                             "%u lines were left out. They are no settings of a drive.", n),
                                   n);
  add_note (notes, note);
}

/* Adds to what is said of @entry already; settings are there only if one is chosen. */
static void
take_settings (DmImportEntry *entry,
               GHashTable *keys)
{
  g_autoptr (GString) notes = g_string_new (entry->reason);
  g_autoptr (DmDriveSettings) none = dm_drive_settings_new ();
  g_autoptr (DmDriveSettings) settings = read_settings (keys, notes);

  note_unknown_keys (keys, notes);
  if (!dm_drive_settings_equal (settings, none))
    entry->settings = g_steal_pointer (&settings);
  if (notes->len > 0)
    {
      g_free (entry->reason);
      entry->reason = g_strdup (notes->str);
    }
}

static void
take_drive (DmImportList *list,
            guint line,
            const char *name,
            GHashTable *keys)
{
  const char *remote = g_hash_table_lookup (keys, "Remote");
  g_autofree char *local = g_uri_unescape_string (name, NULL);
  g_autofree char *valid = NULL;
  const char *note = NULL;
  DmImportEntry *entry;

  if (remote == NULL)
    {
      dm_import_list_add_location (list, line, name, NULL, name, _ ("There is no “Remote=” line in this group."));
      return;
    }

  valid = local != NULL ? dm_local_name_normalize (local, NULL) : NULL;
  if (valid == NULL)
    note = _ ("Its name was changed: it could not be that of a drive.");
  entry = dm_import_list_add (list, line, remote, valid != NULL ? valid : name, note);
  if (entry != NULL && entry->location != NULL)
    take_settings (entry, keys);
}

void
dm_import_read_gigolo (DmImportList *list,
                       char *text)
{
  for_each_group (list, text, take_gigolo);
}

void
dm_import_read_drives (DmImportList *list,
                       char *text)
{
  for_each_group (list, text, take_drive);
}
