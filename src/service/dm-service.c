/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-service.h"

#include <stdlib.h>

#include <glib-unix.h>

#include "dm-idle-watch.h"
#include "dm-manager-api.h"
#include "dm-names.h"
#include "dm-reconnector.h"

/* Seconds without a drive or a call before it leaves. */
#define IDLE_SECONDS 30

struct _DmService
{
  GObject parent_instance;

  /* Owned */
  GMainLoop *loop;
  GDBusConnection *bus;
  DmManager *manager;
  DmManagerApi *api;
  DmReconnector *reconnector; /* since the manager is open */
  DmIdleWatch *idle_watch;    /* so, too */

  guint name_id;
  guint idle_id;
  int status;
};

G_DEFINE_FINAL_TYPE (DmService, dm_service, G_TYPE_OBJECT)

static void
quit (DmService *self,
      int status)
{
  self->status = status;
  g_main_loop_quit (self->loop);
}

/* Leaving when idle */

static gboolean
on_idle_timeout_cb (gpointer user_data)
{
  DmService *self = DM_SERVICE (user_data);

  self->idle_id = 0;
  quit (self, EXIT_SUCCESS);

  return G_SOURCE_REMOVE;
}

/* The one timer, and only while there is nothing to stay for. What others
 * mount meanwhile does not start it anew. */
static void
update_idle (DmService *self)
{
  if (!dm_manager_is_idle (self->manager) || !dm_reconnector_is_idle (self->reconnector))
    g_clear_handle_id (&self->idle_id, g_source_remove);
  else if (self->idle_id == 0)
    self->idle_id = g_timeout_add_seconds (IDLE_SECONDS, on_idle_timeout_cb, self);
}

static void
restart_idle (DmService *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  update_idle (self);
}

/* Starting */

static void
on_name_lost_cb (GDBusConnection *bus,
                 const char *name,
                 gpointer user_data)
{
  DmService *self = DM_SERVICE (user_data);

  g_message ("The name %s belongs to another service, or the bus has gone", name);
  quit (self, EXIT_FAILURE);
}

static void
open_manager_cb (GObject *object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (DmService) self = user_data;
  g_autoptr (GError) error = NULL;

  if (dm_manager_open_finish (DM_MANAGER (object), result, &error))
    {
      self->reconnector = dm_reconnector_new (self->manager, self->bus);
      self->idle_watch = dm_idle_watch_new (self->manager);
      self->api = dm_manager_api_new (self->manager, self->reconnector);
    }
  if (self->api == NULL || !dm_manager_api_export (self->api, self->bus, &error))
    {
      g_critical ("The service cannot start: %s", error->message);
      quit (self, EXIT_FAILURE);
      return;
    }

  /* Only now: whoever sees the name finds everything in its place. */
  self->name_id = g_bus_own_name_on_connection (self->bus, DM_BUS_NAME,
                                                G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE,
                                                NULL, on_name_lost_cb, self, NULL);
  g_signal_connect_object (self->manager, "changed", G_CALLBACK (update_idle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reconnector, "changed", G_CALLBACK (update_idle), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->api, "called", G_CALLBACK (restart_idle), self, G_CONNECT_SWAPPED);
  update_idle (self);
}

static gboolean
on_signal_cb (gpointer user_data)
{
  quit (DM_SERVICE (user_data), EXIT_SUCCESS);

  return G_SOURCE_CONTINUE;
}

static void
dm_service_finalize (GObject *object)
{
  DmService *self = DM_SERVICE (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_handle_id (&self->name_id, g_bus_unown_name);
  g_clear_object (&self->api);
  g_clear_object (&self->idle_watch);
  g_clear_object (&self->reconnector);
  g_clear_object (&self->manager);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->loop, g_main_loop_unref);

  G_OBJECT_CLASS (dm_service_parent_class)->finalize (object);
}

static void
dm_service_class_init (DmServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_service_finalize;
}

static void
dm_service_init (DmService *self)
{
  self->loop = g_main_loop_new (NULL, FALSE);
}

DmService *
dm_service_new (void)
{
  return g_object_new (DM_TYPE_SERVICE, NULL);
}

int
dm_service_run (DmService *self)
{
  g_autoptr (GError) error = NULL;
  guint term_id, int_id;

  g_return_val_if_fail (DM_IS_SERVICE (self), EXIT_FAILURE);

  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (self->bus == NULL)
    {
      g_critical ("There is no session bus: %s", error->message);
      return EXIT_FAILURE;
    }

  self->manager = dm_manager_new (self->bus);
  term_id = g_unix_signal_add (SIGTERM, on_signal_cb, self);
  int_id = g_unix_signal_add (SIGINT, on_signal_cb, self);

  dm_manager_open_async (self->manager, open_manager_cb, g_object_ref (self));
  g_main_loop_run (self->loop);

  g_source_remove (term_id);
  g_source_remove (int_id);

  return self->status;
}
