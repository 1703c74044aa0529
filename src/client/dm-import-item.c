/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import-item.h"

enum
{
  PROP_0,
  PROP_LOCAL,
  PROP_CHOSEN,
  PROP_STATE,
  PROP_ERROR,
  N_PROPS,
};

struct _DmImportItem
{
  GObject parent_instance;

  /* Owned */
  DmImportEntry *entry;
  char *local;
  char *known; /* nullable */
  char *error; /* nullable */

  DmImportState state;
  gboolean chosen;
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmImportItem, dm_import_item, G_TYPE_OBJECT)

static void
dm_import_item_finalize (GObject *object)
{
  DmImportItem *self = DM_IMPORT_ITEM (object);

  g_clear_pointer (&self->entry, dm_import_entry_free);
  g_free (self->local);
  g_free (self->known);
  g_free (self->error);

  G_OBJECT_CLASS (dm_import_item_parent_class)->finalize (object);
}

static void
dm_import_item_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  DmImportItem *self = DM_IMPORT_ITEM (object);

  switch (prop_id)
    {
    case PROP_LOCAL:
      g_value_set_string (value, self->local);
      break;
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_import_item_set_property (GObject *object,
                             guint prop_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  DmImportItem *self = DM_IMPORT_ITEM (object);

  switch (prop_id)
    {
    case PROP_LOCAL:
      dm_import_item_set_local (self, g_value_get_string (value));
      break;
    case PROP_CHOSEN:
      dm_import_item_set_chosen (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_import_item_class_init (DmImportItemClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dm_import_item_finalize;
  object_class->get_property = dm_import_item_get_property;
  object_class->set_property = dm_import_item_set_property;

  properties[PROP_LOCAL] = g_param_spec_string ("local", NULL, NULL, NULL, writable);
  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, writable);
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, DM_IMPORT_CONNECTED, DM_IMPORT_FOUND, readable);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dm_import_item_init (DmImportItem *self)
{
}

DmImportItem *
dm_import_item_new (DmImportEntry *entry,
                    const char *local,
                    const char *known)
{
  DmImportItem *self;

  g_return_val_if_fail (entry != NULL, NULL);
  g_return_val_if_fail (local != NULL, NULL);

  self = g_object_new (DM_TYPE_IMPORT_ITEM, NULL);
  self->entry = entry;
  self->local = g_strdup (local);
  self->known = g_strdup (known);
  self->chosen = entry->location != NULL && known == NULL;

  return self;
}

const DmImportEntry *
dm_import_item_get_entry (DmImportItem *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_ITEM (self), NULL);

  return self->entry;
}

void
dm_import_item_adopt_settings (DmImportItem *self,
                               DmImportItem *other)
{
  g_return_if_fail (DM_IS_IMPORT_ITEM (self) && DM_IS_IMPORT_ITEM (other));

  dm_import_entry_adopt_settings (self->entry, other->entry);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

gboolean
dm_import_item_is_usable (DmImportItem *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_ITEM (self), FALSE);

  return self->entry->location != NULL;
}

const char *
dm_import_item_get_known (DmImportItem *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_ITEM (self), NULL);

  return self->known;
}

const char *
dm_import_item_get_local (DmImportItem *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_ITEM (self), NULL);

  return self->local;
}

void
dm_import_item_set_local (DmImportItem *self,
                          const char *local)
{
  g_return_if_fail (DM_IS_IMPORT_ITEM (self));
  g_return_if_fail (local != NULL);

  if (g_str_equal (self->local, local))
    return;

  g_free (self->local);
  self->local = g_strdup (local);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCAL]);
}

gboolean
dm_import_item_get_chosen (DmImportItem *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_ITEM (self), FALSE);

  return self->chosen;
}

void
dm_import_item_set_chosen (DmImportItem *self,
                           gboolean chosen)
{
  g_return_if_fail (DM_IS_IMPORT_ITEM (self));

  chosen = chosen && self->entry->location != NULL;
  if (self->chosen == chosen)
    return;

  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

DmImportState
dm_import_item_get_state (DmImportItem *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_ITEM (self), DM_IMPORT_FAILED);

  return self->state;
}

const char *
dm_import_item_get_error (DmImportItem *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_ITEM (self), NULL);

  return self->error;
}

void
dm_import_item_set_state (DmImportItem *self,
                          DmImportState state,
                          const char *error)
{
  g_return_if_fail (DM_IS_IMPORT_ITEM (self));

  g_free (self->error);
  self->error = g_strdup (error);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}
