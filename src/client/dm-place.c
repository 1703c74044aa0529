/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-place.h"

#include "dm-dict.h"

struct _DmPlace
{
  GObject parent_instance;

  /* Owned */
  char *name;
  char *remote;
  char *comment;
  char *local;
  char *type;   /* of a share */
  char *source; /* of a server */

  gboolean is_server;
  gboolean is_hidden;
};

G_DEFINE_FINAL_TYPE (DmPlace, dm_place, G_TYPE_OBJECT)

static void
dm_place_finalize (GObject *object)
{
  DmPlace *self = DM_PLACE (object);

  g_free (self->name);
  g_free (self->remote);
  g_free (self->comment);
  g_free (self->local);
  g_free (self->type);
  g_free (self->source);

  G_OBJECT_CLASS (dm_place_parent_class)->finalize (object);
}

static void
dm_place_class_init (DmPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_place_finalize;
}

static void
dm_place_init (DmPlace *self)
{
}

DmPlace *
dm_place_new (GVariant *dict)
{
  g_auto (GVariantDict) values = G_VARIANT_DICT_INIT (dict);
  DmPlace *self = g_object_new (DM_TYPE_PLACE, NULL);

  self->is_server = g_variant_dict_contains (&values, "uri");
  self->name = dm_dict_dup_text (&values, "name");
  self->remote = dm_dict_dup_nonempty (&values, self->is_server ? "uri" : "remote");
  self->comment = dm_dict_dup_text (&values, "comment");
  self->local = dm_dict_dup_nonempty (&values, "local");
  self->type = dm_dict_dup_text (&values, "type");
  self->source = dm_dict_dup_text (&values, "source");
  g_variant_dict_lookup (&values, "hidden", "b", &self->is_hidden);

  return self;
}

const char *
dm_place_get_name (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), NULL);

  return self->name;
}

const char *
dm_place_get_remote (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), NULL);

  return self->remote;
}

const char *
dm_place_get_comment (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), NULL);

  return self->comment;
}

const char *
dm_place_get_local (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), NULL);

  return self->local;
}

gboolean
dm_place_is_server (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), FALSE);

  return self->is_server;
}

gboolean
dm_place_is_hidden (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), FALSE);

  return self->is_hidden;
}

gboolean
dm_place_is_disk (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), FALSE);

  return g_str_equal (self->type, "disk");
}

gboolean
dm_place_is_printer (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), FALSE);

  return g_str_equal (self->type, "printer");
}

gboolean
dm_place_is_announced (DmPlace *self)
{
  g_return_val_if_fail (DM_IS_PLACE (self), FALSE);

  return g_str_equal (self->source, "network");
}

gboolean
dm_place_is_same (DmPlace *self,
                  DmPlace *other)
{
  g_return_val_if_fail (DM_IS_PLACE (self), FALSE);
  g_return_val_if_fail (DM_IS_PLACE (other), FALSE);

  return self->is_server == other->is_server &&
         g_str_equal (self->name, other->name) &&
         (!self->is_server || g_strcmp0 (self->remote, other->remote) == 0);
}
