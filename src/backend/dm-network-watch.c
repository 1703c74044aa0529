/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-network-watch.h"

#include "dm-addresses.h"
#include "dm-network-names.h"
#include "dm-route-watch.h"

/* From the first change of a burst to our word of it, in ms. */
#define DELAY 1000

struct _DmNetworkWatch
{
  GObject parent_instance;

  /* Owned */
  DmRouteWatch *routes;
  DmNetworkNames *names;

  guint delay_id;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmNetworkWatch, dm_network_watch, G_TYPE_OBJECT)

static gboolean
on_delay_passed_cb (gpointer user_data)
{
  DmNetworkWatch *self = DM_NETWORK_WATCH (user_data);

  self->delay_id = 0;
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
on_part_changed_cb (DmNetworkWatch *self)
{
  if (self->delay_id == 0)
    self->delay_id = g_timeout_add (DELAY, on_delay_passed_cb, self);
}

static void
dm_network_watch_dispose (GObject *object)
{
  DmNetworkWatch *self = DM_NETWORK_WATCH (object);

  g_clear_handle_id (&self->delay_id, g_source_remove);
  g_clear_object (&self->routes);
  g_clear_object (&self->names);

  G_OBJECT_CLASS (dm_network_watch_parent_class)->dispose (object);
}

static void
dm_network_watch_class_init (DmNetworkWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_network_watch_dispose;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_NETWORK_WATCH, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_network_watch_init (DmNetworkWatch *self)
{
  self->routes = dm_route_watch_new ();
  self->names = dm_network_names_new ();
  g_signal_connect_object (self->routes, "changed", G_CALLBACK (on_part_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->names, "changed", G_CALLBACK (on_part_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

DmNetworkWatch *
dm_network_watch_new (void)
{
  return g_object_new (DM_TYPE_NETWORK_WATCH, NULL);
}

gboolean
dm_network_watch_is_available (DmNetworkWatch *self)
{
  g_autofree char *addresses = NULL;

  g_return_val_if_fail (DM_IS_NETWORK_WATCH (self), FALSE);

  addresses = dm_addresses_describe ();
  return addresses == NULL || *addresses != '\0';
}

GStrv
dm_network_watch_dup_names (DmNetworkWatch *self)
{
  g_return_val_if_fail (DM_IS_NETWORK_WATCH (self), NULL);

  return dm_network_names_dup (self->names);
}

gboolean
dm_network_watch_has_asked (DmNetworkWatch *self)
{
  g_return_val_if_fail (DM_IS_NETWORK_WATCH (self), TRUE);

  return dm_network_names_has_asked (self->names);
}
