/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-network-names.h"

#define NM_NAME              "org.freedesktop.NetworkManager"
#define NM_PATH              "/org/freedesktop/NetworkManager"
#define NM_INTERFACE         "org.freedesktop.NetworkManager"
#define ACTIVE_INTERFACE     "org.freedesktop.NetworkManager.Connection.Active"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

/* NM_ACTIVE_CONNECTION_STATE_ACTIVATED */
#define STATE_ACTIVATED 2

struct _DmNetworkNames
{
  GObject parent_instance;

  /* Owned */
  GCancellable *bus_cancellable;
  GDBusConnection *connection; /* NULL: not yet, or there is no system bus */
  GCancellable *cancellable;   /* of the round that is under way */
  GStrv names;                 /* NULL: not known */
  GPtrArray *found;            /* in this round, so far; or NULL */

  guint name_id;
  guint manager_id;
  guint active_id;
  guint n_awaited; /* answers in this round */

  gboolean has_asked;  /* for the first time: there is an answer, or nobody to give one */
  gboolean is_awaited; /* somebody was told that it has not */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmNetworkNames, dm_network_names, G_TYPE_OBJECT)

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* There will be no names, or none for now. */
static void
give_up (DmNetworkNames *self)
{
  gboolean is_news = !self->has_asked && self->is_awaited;

  self->has_asked = TRUE;
  if (is_news)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* @names: (nullable) (transfer full) */
static void
take_names (DmNetworkNames *self, GStrv names)
{
  g_auto (GStrv) old = g_steal_pointer (&self->names);
  gboolean is_same = old != NULL && names != NULL
                       ? g_strv_equal ((const char *const *) old, (const char *const *) names)
                       : old == names;

  self->names = names;
  self->has_asked = TRUE;
  if (!is_same)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
end_round (DmNetworkNames *self)
{
  g_autoptr (GPtrArray) found = g_steal_pointer (&self->found);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_sort (found, compare_names);
  for (guint i = 0; i < found->len; i++)
    if (i == 0 || !g_str_equal (found->pdata[i], found->pdata[i - 1]))
      g_ptr_array_add (names, g_strdup (found->pdata[i]));
  g_ptr_array_add (names, NULL);

  take_names (self, (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE));
}

static void
take_active (DmNetworkNames *self, GVariant *properties)
{
  const char *id = NULL, *type = NULL;
  guint state = 0;

  g_variant_lookup (properties, "Id", "&s", &id);
  g_variant_lookup (properties, "Type", "&s", &type);
  g_variant_lookup (properties, "State", "u", &state);

  if (id != NULL && state == STATE_ACTIVATED && g_strcmp0 (type, "loopback") != 0)
    g_ptr_array_add (self->found, g_strdup (id));
}

static void
get_active_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DmNetworkNames) self = user_data;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) properties = NULL;
  g_autoptr (GError) error = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* One that has gone meanwhile is not active. */
  if (reply != NULL)
    {
      g_variant_get (reply, "(@a{sv})", &properties);
      take_active (self, properties);
    }
  if (--self->n_awaited == 0)
    end_round (self);
}

static void
ask_active (DmNetworkNames *self, const char *path)
{
  self->n_awaited++;
  g_dbus_connection_call (self->connection, NM_NAME, path, PROPERTIES_INTERFACE, "GetAll",
                          g_variant_new ("(s)", ACTIVE_INTERFACE), G_VARIANT_TYPE ("(a{sv})"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable,
                          get_active_cb, g_object_ref (self));
}

static void
get_actives_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DmNetworkNames) self = user_data;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree const char **paths = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH_ARRAY))
    {
      g_debug ("The networks' names are not known: %s", error != NULL ? error->message : "no list");
      give_up (self);
      return;
    }

  paths = g_variant_get_objv (value, NULL);
  self->found = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; paths[i] != NULL; i++)
    ask_active (self, paths[i]);
  if (self->n_awaited == 0)
    end_round (self);
}

static void
stop_round (DmNetworkNames *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->n_awaited = 0;
}

/* Anew from the start: what the round under way has heard may be out of date. */
static void
start_round (DmNetworkNames *self)
{
  stop_round (self);
  self->cancellable = g_cancellable_new ();
  g_dbus_connection_call (self->connection, NM_NAME, NM_PATH, PROPERTIES_INTERFACE, "Get",
                          g_variant_new ("(ss)", NM_INTERFACE, "ActiveConnections"),
                          G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          self->cancellable, get_actives_cb, g_object_ref (self));
}

/* Whether a PropertiesChanged names one of @names. */
static gboolean
tells_of (GVariant *parameters, const char *const *names)
{
  g_autoptr (GVariant) changed = NULL;
  g_autofree const char **invalidated = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return FALSE;

  g_variant_get (parameters, "(&s@a{sv}^a&s)", NULL, &changed, &invalidated);
  for (; *names != NULL; names++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (changed, *names, NULL);

      if (value != NULL || g_strv_contains (invalidated, *names))
        return TRUE;
    }

  return FALSE;
}

static void
on_properties_changed_cb (GDBusConnection *connection,
                          const char *sender,
                          const char *path,
                          const char *interface,
                          const char *signal,
                          GVariant *parameters,
                          gpointer user_data)
{
  static const char *const interesting[] = { "ActiveConnections", "Id", "State", "Type", NULL };
  static const char *const of_manager[] = { "ActiveConnections", NULL };

  if (tells_of (parameters, g_str_equal (path, NM_PATH) ? of_manager : interesting))
    start_round (DM_NETWORK_NAMES (user_data));
}

static void
on_name_appeared_cb (GDBusConnection *connection,
                     const char *name,
                     const char *owner,
                     gpointer user_data)
{
  start_round (DM_NETWORK_NAMES (user_data));
}

static void
on_name_vanished_cb (GDBusConnection *connection,
                     const char *name,
                     gpointer user_data)
{
  DmNetworkNames *self = DM_NETWORK_NAMES (user_data);

  stop_round (self);
  give_up (self);
  take_names (self, NULL);
}

static guint
subscribe (DmNetworkNames *self, const char *path, const char *interface)
{
  return g_dbus_connection_signal_subscribe (self->connection, NM_NAME, PROPERTIES_INTERFACE,
                                             "PropertiesChanged", path, interface,
                                             G_DBUS_SIGNAL_FLAGS_NONE, on_properties_changed_cb,
                                             self, NULL);
}

static void
bus_get_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);
  DmNetworkNames *self;

  if (connection == NULL)
    {
      g_debug ("The networks' names are not known: %s", error->message);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        give_up (DM_NETWORK_NAMES (user_data));
      return;
    }

  /* The system's bus may go; a service of the session stays. */
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  self = DM_NETWORK_NAMES (user_data);
  self->connection = g_steal_pointer (&connection);
  self->manager_id = subscribe (self, NM_PATH, NM_INTERFACE);
  self->active_id = subscribe (self, NULL, ACTIVE_INTERFACE);
  self->name_id = g_bus_watch_name_on_connection (self->connection, NM_NAME,
                                                  G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                  on_name_appeared_cb, on_name_vanished_cb,
                                                  self, NULL);
}

static void
dm_network_names_dispose (GObject *object)
{
  DmNetworkNames *self = DM_NETWORK_NAMES (object);

  g_cancellable_cancel (self->bus_cancellable);
  stop_round (self);
  g_clear_handle_id (&self->name_id, g_bus_unwatch_name);
  if (self->manager_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->manager_id);
  if (self->active_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->active_id);
  self->manager_id = self->active_id = 0;

  G_OBJECT_CLASS (dm_network_names_parent_class)->dispose (object);
}

static void
dm_network_names_finalize (GObject *object)
{
  DmNetworkNames *self = DM_NETWORK_NAMES (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->bus_cancellable);
  g_clear_pointer (&self->names, g_strfreev);

  G_OBJECT_CLASS (dm_network_names_parent_class)->finalize (object);
}

static void
dm_network_names_class_init (DmNetworkNamesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dm_network_names_dispose;
  object_class->finalize = dm_network_names_finalize;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_NETWORK_NAMES, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_network_names_init (DmNetworkNames *self)
{
  self->bus_cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SYSTEM, self->bus_cancellable, bus_get_cb, self);
}

DmNetworkNames *
dm_network_names_new (void)
{
  return g_object_new (DM_TYPE_NETWORK_NAMES, NULL);
}

GStrv
dm_network_names_dup (DmNetworkNames *self)
{
  g_return_val_if_fail (DM_IS_NETWORK_NAMES (self), NULL);

  return g_strdupv (self->names);
}

gboolean
dm_network_names_has_asked (DmNetworkNames *self)
{
  g_return_val_if_fail (DM_IS_NETWORK_NAMES (self), TRUE);

  self->is_awaited |= !self->has_asked;

  return self->has_asked;
}
