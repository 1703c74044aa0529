/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-holder-item.h"

enum
{
  PROP_0,
  PROP_PID,
  PROP_PROGRAM,
  PROP_PATH,
  PROP_USER,
  PROP_NOTE,
  PROP_KIND,
  PROP_MODE,
  PROP_SOURCE,
  PROP_SINCE,
  N_PROPS,
};

struct _DmHolderItem
{
  GObject parent_instance;

  /* Owned */
  DmHolder *holder;

  guint64 since;
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmHolderItem, dm_holder_item, G_TYPE_OBJECT)

static void
dm_holder_item_finalize (GObject *object)
{
  DmHolderItem *self = DM_HOLDER_ITEM (object);

  g_clear_pointer (&self->holder, dm_holder_free);

  G_OBJECT_CLASS (dm_holder_item_parent_class)->finalize (object);
}

static void
dm_holder_item_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  DmHolderItem *self = DM_HOLDER_ITEM (object);

  switch (prop_id)
    {
    case PROP_PID:
      g_value_set_int (value, self->holder->pid);
      break;
    case PROP_PROGRAM:
      g_value_set_string (value, self->holder->program);
      break;
    case PROP_PATH:
      g_value_set_string (value, self->holder->path);
      break;
    case PROP_USER:
      g_value_set_string (value, self->holder->user);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->holder->note);
      break;
    case PROP_KIND:
      g_value_set_static_string (value, dm_holder_kind_to_string (self->holder->kind));
      break;
    case PROP_MODE:
      g_value_set_static_string (value, dm_holder_mode_to_string (self->holder->mode));
      break;
    case PROP_SOURCE:
      g_value_set_static_string (value, dm_holder_source_to_string (self->holder->source));
      break;
    case PROP_SINCE:
      g_value_set_uint64 (value, self->since);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_holder_item_class_init (DmHolderItemClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dm_holder_item_finalize;
  object_class->get_property = dm_holder_item_get_property;

  properties[PROP_PID] = g_param_spec_int ("pid", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_PROGRAM] = g_param_spec_string ("program", NULL, NULL, NULL, flags);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  properties[PROP_USER] = g_param_spec_string ("user", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_MODE] = g_param_spec_string ("mode", NULL, NULL, NULL, flags);
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, NULL, flags);
  properties[PROP_SINCE] =
    g_param_spec_uint64 ("since", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dm_holder_item_init (DmHolderItem *self)
{
}

DmHolderItem *
dm_holder_item_new (const DmHolder *holder,
                    guint64 since)
{
  DmHolderItem *self;

  g_return_val_if_fail (holder != NULL, NULL);

  self = g_object_new (DM_TYPE_HOLDER_ITEM, NULL);
  self->holder = dm_holder_copy (holder);
  self->since = since;

  return self;
}

const DmHolder *
dm_holder_item_get_holder (DmHolderItem *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_ITEM (self), NULL);

  return self->holder;
}

guint64
dm_holder_item_get_since (DmHolderItem *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_ITEM (self), 0);

  return self->since;
}

gboolean
dm_holder_item_is_same (DmHolderItem *self,
                        const DmHolder *holder)
{
  g_return_val_if_fail (DM_IS_HOLDER_ITEM (self), FALSE);
  g_return_val_if_fail (holder != NULL, FALSE);

  return self->holder->pid == holder->pid &&
         self->holder->kind == holder->kind &&
         self->holder->source == holder->source &&
         self->holder->id == holder->id &&
         g_strcmp0 (self->holder->server_path, holder->server_path) == 0 &&
         g_strcmp0 (self->holder->path, holder->path) == 0 &&
         g_strcmp0 (self->holder->program, holder->program) == 0 &&
         g_strcmp0 (self->holder->user, holder->user) == 0;
}

void
dm_holder_item_update (DmHolderItem *self,
                       const DmHolder *holder)
{
  g_return_if_fail (DM_IS_HOLDER_ITEM (self));
  g_return_if_fail (dm_holder_item_is_same (self, holder));

  if (self->holder->mode != holder->mode)
    {
      self->holder->mode = holder->mode;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
    }
  if (g_strcmp0 (self->holder->note, holder->note) != 0)
    {
      g_free (self->holder->note);
      self->holder->note = g_strdup (holder->note);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
    }
}
