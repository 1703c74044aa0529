/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-holder.h"

#include "dm-error.h"

static void
add_string (GVariantDict *dict,
            const char *key,
            const char *value)
{
  if (value != NULL)
    {
      /* File names are bytes, D-Bus strings are not. */
      g_autofree char *valid = g_utf8_make_valid (value, -1);

      g_variant_dict_insert (dict, key, "s", valid);
    }
}

static GVariant *
to_variant (const DmHolder *self)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&dict, "pid", "u", (guint32) self->pid);
  add_string (&dict, "program", self->program);
  add_string (&dict, "kind", dm_holder_kind_to_string (self->kind));
  add_string (&dict, "path", self->path);
  if (self->mode != DM_HOLDER_MODE_UNKNOWN)
    add_string (&dict, "mode", dm_holder_mode_to_string (self->mode));
  add_string (&dict, "user", self->user);
  add_string (&dict, "source", dm_holder_source_to_string (self->source));
  add_string (&dict, "note", self->note);
  add_string (&dict, "server-path", self->server_path);
  if (self->server_path != NULL)
    g_variant_dict_insert (&dict, "id", "u", self->id);
  return g_variant_dict_end (&dict);
}

/* What a newer service may say and we do not know is taken for the gravest:
 * an open file. */
static void
read_enums (DmHolder *self,
            GVariantDict *dict)
{
  const char *string;

  if (g_variant_dict_lookup (dict, "kind", "&s", &string))
    dm_holder_kind_from_string (string, &self->kind, NULL);
  if (g_variant_dict_lookup (dict, "mode", "&s", &string))
    dm_holder_mode_from_string (string, &self->mode, NULL);
  if (g_variant_dict_lookup (dict, "source", "&s", &string))
    dm_holder_source_from_string (string, &self->source, NULL);
}

static DmHolder *
from_variant (GVariant *variant)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (variant);
  g_autoptr (DmHolder) self = dm_holder_new (0, DM_HOLDER_FILE, DM_HOLDER_SOURCE_PROC);
  guint32 pid;

  if (g_variant_dict_lookup (&dict, "pid", "u", &pid) && pid <= G_MAXINT)
    self->pid = (int) pid;
  read_enums (self, &dict);
  g_variant_dict_lookup (&dict, "program", "s", &self->program);
  g_variant_dict_lookup (&dict, "path", "s", &self->path);
  g_variant_dict_lookup (&dict, "user", "s", &self->user);
  g_variant_dict_lookup (&dict, "note", "s", &self->note);
  if (g_variant_dict_lookup (&dict, "id", "u", &self->id))
    g_variant_dict_lookup (&dict, "server-path", "s", &self->server_path);
  return g_steal_pointer (&self);
}

DmHolder *
dm_holder_new (gint pid,
               DmHolderKind kind,
               DmHolderSource source)
{
  DmHolder *self;

  g_return_val_if_fail (pid >= 0, NULL);

  self = g_new0 (DmHolder, 1);
  self->pid = pid;
  self->kind = kind;
  self->source = source;
  return self;
}

DmHolder *
dm_holder_copy (const DmHolder *self)
{
  DmHolder *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (DmHolder, 1);
  *copy = *self;
  copy->program = g_strdup (self->program);
  copy->path = g_strdup (self->path);
  copy->user = g_strdup (self->user);
  copy->note = g_strdup (self->note);
  copy->server_path = g_strdup (self->server_path);
  return copy;
}

void
dm_holder_free (DmHolder *self)
{
  if (self == NULL)
    return;

  g_free (self->program);
  g_free (self->path);
  g_free (self->user);
  g_free (self->note);
  g_free (self->server_path);
  g_free (self);
}

gboolean
dm_holder_is_file (const DmHolder *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  switch (self->kind)
    {
    case DM_HOLDER_DIRECTORY:
    case DM_HOLDER_CWD:
    case DM_HOLDER_ROOT:
      return FALSE;
    case DM_HOLDER_FILE:
    case DM_HOLDER_MAPPED:
    case DM_HOLDER_STREAM:
    case DM_HOLDER_SERVER:
    default:
      return TRUE;
    }
}

GPtrArray *
dm_holder_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dm_holder_free);
}

int
dm_holder_list_get_error_code (GPtrArray *holders)
{
  g_return_val_if_fail (holders != NULL, 0);

  for (guint i = 0; i < holders->len; i++)
    {
      if (dm_holder_is_file (g_ptr_array_index (holders, i)))
        return DM_ERROR_OPEN_FILES;
    }

  return holders->len > 0 ? DM_ERROR_DEVICE_IN_USE : 0;
}

GVariant *
dm_holder_list_to_variant (GPtrArray *holders)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  g_return_val_if_fail (holders != NULL, NULL);

  for (guint i = 0; i < holders->len; i++)
    g_variant_builder_add_value (&builder, to_variant (g_ptr_array_index (holders, i)));

  return g_variant_builder_end (&builder);
}

GPtrArray *
dm_holder_list_from_variant (GVariant *variant)
{
  g_autoptr (GPtrArray) holders = dm_holder_list_new ();

  g_return_val_if_fail (variant != NULL, NULL);
  g_return_val_if_fail (g_variant_is_of_type (variant, G_VARIANT_TYPE ("aa{sv}")), NULL);

  for (gsize i = 0; i < g_variant_n_children (variant); i++)
    {
      g_autoptr (GVariant) child = g_variant_get_child_value (variant, i);

      g_ptr_array_add (holders, from_variant (child));
    }

  return g_steal_pointer (&holders);
}
