/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-known-drive.h"

#include "dm-names.h"

/* What decides whether a connection is shown comes in two properties. */
typedef struct
{
  DmKnownDrive known;
  gboolean is_deviceless;
  gboolean has_drives;
} Private;

static gboolean
update_text (char **text,
             GVariant *value)
{
  const char *given = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_get_string (value, NULL) : *text;
  const char *wanted = given != NULL && *given != '\0' ? given : NULL;

  if (g_strcmp0 (*text, wanted) == 0)
    return FALSE;

  g_free (*text);
  *text = g_strdup (wanted);

  return TRUE;
}

static gboolean
update_location (DmLocation **location,
                 GVariant *value)
{
  const char *uri = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_get_string (value, NULL) : "";
  g_autoptr (DmLocation) wanted = dm_location_parse (uri, NULL);

  if (wanted == *location || (wanted != NULL && *location != NULL && dm_location_equal (wanted, *location)))
    return FALSE;

  g_clear_pointer (location, dm_location_unref);
  *location = g_steal_pointer (&wanted);

  return TRUE;
}

static gboolean
update_flag (gboolean *flag,
             gboolean wanted)
{
  gboolean differs = !*flag != !wanted;

  *flag = wanted;

  return differs;
}

static gboolean
update_count (guint *count,
              GVariant *value)
{
  guint given = g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32) ? g_variant_get_uint32 (value) : *count;
  guint wanted = given != DM_OPEN_COUNT_UNKNOWN ? given : 0;
  gboolean differs = *count != wanted;

  *count = wanted;

  return differs;
}

static gboolean
update_connected (DmKnownDrive *known,
                  GVariant *value)
{
  gboolean is_path = g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH);

  return update_flag (&known->is_connected, is_path && !g_str_equal (g_variant_get_string (value, NULL), "/"));
}

static void
note_use (Private *self,
          const char *key,
          GVariant *value)
{
  if (g_str_equal (key, "Deviceless"))
    self->is_deviceless = g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
  else
    self->has_drives = g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH_ARRAY) && g_variant_n_children (value) > 0;
}

static gboolean
update_shown (Private *self)
{
  return update_flag (&self->known.is_shown, self->known.local != NULL || self->is_deviceless || !self->has_drives);
}

static gboolean
update_property (Private *self,
                 const char *key,
                 GVariant *value)
{
  DmKnownDrive *known = &self->known;

  if (g_str_equal (key, "Local"))
    return update_text (&known->local, value);
  if (g_str_equal (key, "Path"))
    return update_text (&known->path, value);
  if (g_str_equal (key, "Uri"))
    return update_location (&known->location, value);
  if (g_str_equal (key, "OpenCount"))
    return update_count (&known->open_count, value);
  if (g_str_equal (key, "Connection"))
    return update_connected (known, value);
  if (g_str_equal (key, "Deviceless") || g_str_equal (key, "Drives"))
    note_use (self, key, value);

  return FALSE;
}

DmKnownDrive *
dm_known_drive_new (void)
{
  Private *self = g_new0 (Private, 1);

  /* Of a drive there is a property that says otherwise. */
  self->known.is_connected = TRUE;

  return &self->known;
}

void
dm_known_drive_free (DmKnownDrive *self)
{
  g_free (self->local);
  g_free (self->path);
  g_clear_pointer (&self->location, dm_location_unref);
  g_free (self);
}

gboolean
dm_known_drive_update (DmKnownDrive *self,
                       GVariant *properties)
{
  GVariantIter iter;
  const char *key;
  GVariant *value;
  gboolean differs = FALSE;

  g_return_val_if_fail (g_variant_is_of_type (properties, G_VARIANT_TYPE_VARDICT), FALSE);

  g_variant_iter_init (&iter, properties);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      differs |= update_property ((Private *) self, key, value);
      g_variant_unref (value);
    }

  return update_shown ((Private *) self) || differs;
}

char *
dm_known_drive_dup_name (DmKnownDrive *self)
{
  if (self->local != NULL)
    return g_strdup (self->local);
  if (self->location != NULL)
    return dm_location_to_uri (self->location);

  return g_strdup (self->path);
}
