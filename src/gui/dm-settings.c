/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-settings.h"

#include "dm-names.h"

#define MIN_WIDTH  360
#define MIN_HEIGHT 294

/* As in the schema; tests/install compares them. */
static const struct
{
  const char *key;
  const char *value;
} defaults[] = {
  { DM_SETTINGS_START_AT_SIGN_IN, "false" },
  { DM_SETTINGS_ALWAYS_CONFIRM, "false" },
  { DM_SETTINGS_PREFER_LABEL, "false" },
  { DM_SETTINGS_WINDOW_SIZE, "(960, 640)" },
  { DM_SETTINGS_WINDOW_MAXIMIZED, "false" },
};

static gboolean
is_complete (GSettingsSchema *schema)
{
  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (!g_settings_schema_has_key (schema, defaults[i].key))
      return FALSE;

  return TRUE;
}

/* (transfer full) (nullable) */
static GSettings *
try_source (GSettingsSchemaSource *source)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, DM_APP_ID, TRUE);
  if (schema == NULL || !is_complete (schema))
    return NULL;

  return g_settings_new_full (schema, NULL, NULL);
}

/* The default source sees XDG_DATA_DIRS only; our prefix need not be there. */
static GSettings *
make_settings (void)
{
  GSettingsSchemaSource *parent = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) installed = NULL;
  GSettings *settings = try_source (parent);

  if (settings != NULL)
    return settings;
  installed = g_settings_schema_source_new_from_directory (DM_SCHEMADIR, parent, TRUE, NULL);
  settings = try_source (installed);
  if (settings == NULL)
    g_info ("The schema of the settings is not installed; the defaults are used.");

  return settings;
}

/* Where there is no schema: key → GVariant. The keys are those of the table above:
 * what is inserted later only replaces the value. */
static GHashTable *
get_fallback (void)
{
  static GHashTable *values;

  if (values != NULL)
    return values;
  values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_variant_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    g_hash_table_insert (values, (gpointer) defaults[i].key,
                         g_variant_parse (NULL, defaults[i].value, NULL, NULL, NULL));

  return values;
}

/* (transfer full) */
static GVariant *
get_value (const char *key)
{
  GSettings *settings = dm_settings_get_default ();
  GVariant *value = settings == NULL ? g_hash_table_lookup (get_fallback (), key) : NULL;

  if (settings != NULL)
    return g_settings_get_value (settings, key);
  g_return_val_if_fail (value != NULL, NULL);

  return g_variant_ref (value);
}

/* Takes a floating @value. */
static void
set_value (const char *key,
           GVariant *value)
{
  GSettings *settings = dm_settings_get_default ();
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);

  if (settings != NULL)
    g_settings_set_value (settings, key, owned);
  else if (g_hash_table_contains (get_fallback (), key))
    g_hash_table_insert (get_fallback (), (gpointer) key, g_steal_pointer (&owned));
}

GSettings *
dm_settings_get_default (void)
{
  static GSettings *settings;
  static gboolean tried;

  if (!tried)
    settings = make_settings ();
  tried = TRUE;

  return settings;
}

gboolean
dm_settings_get_boolean (const char *key)
{
  g_autoptr (GVariant) value = get_value (key);

  return value != NULL && g_variant_get_boolean (value);
}

void
dm_settings_get_window_size (int *width,
                             int *height)
{
  g_autoptr (GVariant) value = get_value (DM_SETTINGS_WINDOW_SIZE);

  g_variant_get (value, "(ii)", width, height);
  *width = MAX (*width, MIN_WIDTH);
  *height = MAX (*height, MIN_HEIGHT);
}

gboolean
dm_settings_is_chosen (const char *key)
{
  GSettings *settings = dm_settings_get_default ();
  g_autoptr (GVariant) value = settings != NULL ? g_settings_get_user_value (settings, key) : NULL;

  return settings == NULL || value != NULL;
}

void
dm_settings_set_boolean (const char *key,
                         gboolean value)
{
  set_value (key, g_variant_new_boolean (value));
}

void
dm_settings_set_window_size (int width,
                             int height)
{
  set_value (DM_SETTINGS_WINDOW_SIZE, g_variant_new ("(ii)", width, height));
}

void
dm_settings_bind (const char *key,
                  gpointer object,
                  const char *property,
                  GSettingsBindFlags flags)
{
  GSettings *settings = dm_settings_get_default ();

  if (settings != NULL)
    g_settings_bind (settings, key, object, property, flags);
  else if (!(flags & G_SETTINGS_BIND_SET) || (flags & G_SETTINGS_BIND_GET))
    g_object_set (object, property, dm_settings_get_boolean (key), NULL);
}
