/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-sleep-watch.h"

#define LOGIN_NAME      "org.freedesktop.login1"
#define LOGIN_PATH      "/org/freedesktop/login1"
#define LOGIN_INTERFACE "org.freedesktop.login1.Manager"

struct _DmSleepWatch
{
  GObject parent_instance;

  /* Owned */
  GCancellable *cancellable;
  GDBusConnection *connection; /* NULL: not yet, or there is no system bus */

  guint signal_id;
};

enum
{
  SLEEPING,
  RESUMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmSleepWatch, dm_sleep_watch, G_TYPE_OBJECT)

static void
on_prepare_for_sleep_cb (GDBusConnection *connection,
                         const char *sender,
                         const char *path,
                         const char *interface,
                         const char *signal,
                         GVariant *parameters,
                         gpointer user_data)
{
  gboolean begins;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &begins);
  g_signal_emit (user_data, signals[begins ? SLEEPING : RESUMED], 0);
}

static void
bus_get_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);
  DmSleepWatch *self;

  if (connection == NULL)
    {
      g_debug ("Sleep is not noticed: %s", error->message);
      return;
    }

  /* The system's bus may go; a service of the session stays. */
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  self = DM_SLEEP_WATCH (user_data);
  self->connection = g_steal_pointer (&connection);
  self->signal_id = g_dbus_connection_signal_subscribe (self->connection, LOGIN_NAME, LOGIN_INTERFACE,
                                                        "PrepareForSleep", LOGIN_PATH, NULL,
                                                        G_DBUS_SIGNAL_FLAGS_NONE,
                                                        on_prepare_for_sleep_cb, self, NULL);
}

static void
dm_sleep_watch_dispose (GObject *object)
{
  DmSleepWatch *self = DM_SLEEP_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  if (self->signal_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->signal_id);
  self->signal_id = 0;

  G_OBJECT_CLASS (dm_sleep_watch_parent_class)->dispose (object);
}

static void
dm_sleep_watch_finalize (GObject *object)
{
  DmSleepWatch *self = DM_SLEEP_WATCH (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (dm_sleep_watch_parent_class)->finalize (object);
}

static void
dm_sleep_watch_class_init (DmSleepWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dm_sleep_watch_dispose;
  object_class->finalize = dm_sleep_watch_finalize;

  signals[SLEEPING] = g_signal_new ("sleeping", DM_TYPE_SLEEP_WATCH, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESUMED] = g_signal_new ("resumed", DM_TYPE_SLEEP_WATCH, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_sleep_watch_init (DmSleepWatch *self)
{
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, bus_get_cb, self);
}

DmSleepWatch *
dm_sleep_watch_new (void)
{
  return g_object_new (DM_TYPE_SLEEP_WATCH, NULL);
}
