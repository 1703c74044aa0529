/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-network-list.h"

#define NM_NAME              "org.freedesktop.NetworkManager"
#define NM_PATH              "/org/freedesktop/NetworkManager"
#define ACTIVE_INTERFACE     NM_NAME ".Connection.Active"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

#define STATE_ACTIVATED 2
#define TIMEOUT         5000 /* ms: somebody waits for it */

typedef struct
{
  /* Owned */
  GPtrArray *names; /* char * */

  guint n_awaited;
} List;

static void
list_free (List *self)
{
  g_ptr_array_unref (self->names);
  g_free (self);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

static void
end (GTask *task)
{
  List *self = g_task_get_task_data (task);

  g_ptr_array_sort (self->names, compare_names);
  g_ptr_array_add (self->names, NULL);
  g_task_return_pointer (task, g_strdupv ((char **) self->names->pdata), (GDestroyNotify) g_strfreev);
}

static void
take_active (List *self,
             GVariant *properties)
{
  const char *id = NULL, *type = NULL;
  guint state = 0;

  g_variant_lookup (properties, "Id", "&s", &id);
  g_variant_lookup (properties, "Type", "&s", &type);
  g_variant_lookup (properties, "State", "u", &state);
  if (id != NULL && state == STATE_ACTIVATED && g_strcmp0 (type, "loopback") != 0 &&
      !g_ptr_array_find_with_equal_func (self->names, id, g_str_equal, NULL))
    g_ptr_array_add (self->names, g_strdup (id));
}

static void
on_active_got_cb (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  List *self = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) properties = NULL;

  /* One that has gone meanwhile is not active. */
  if (reply != NULL)
    {
      g_variant_get (reply, "(@a{sv})", &properties);
      take_active (self, properties);
    }
  if (--self->n_awaited == 0)
    end (task);
}

static void
ask_active (GTask *task,
            GDBusConnection *bus,
            const char *path)
{
  List *self = g_task_get_task_data (task);

  self->n_awaited++;
  g_dbus_connection_call (bus, NM_NAME, path, PROPERTIES_INTERFACE, "GetAll",
                          g_variant_new ("(s)", ACTIVE_INTERFACE), G_VARIANT_TYPE ("(a{sv})"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT, g_task_get_cancellable (task),
                          on_active_got_cb, g_object_ref (task));
}

static void
on_actives_got_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  List *self = g_task_get_task_data (task);
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) value = NULL;
  g_autofree const char **paths = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH_ARRAY))
    paths = g_variant_get_objv (value, NULL);
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    ask_active (task, G_DBUS_CONNECTION (source), paths[i]);
  if (self->n_awaited == 0)
    end (task);
}

static void
on_bus_got_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    end (task);
  else
    g_dbus_connection_call (bus, NM_NAME, NM_PATH, PROPERTIES_INTERFACE, "Get",
                            g_variant_new ("(ss)", NM_NAME, "ActiveConnections"), G_VARIANT_TYPE ("(v)"),
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT, g_task_get_cancellable (task),
                            on_actives_got_cb, g_object_ref (task));
}

void
dm_network_list_async (GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  List *self = g_new0 (List, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  g_task_set_source_tag (task, dm_network_list_async);
  g_task_set_task_data (task, self, (GDestroyNotify) list_free);
  g_bus_get (G_BUS_TYPE_SYSTEM, cancellable, on_bus_got_cb, g_object_ref (task));
}

GStrv
dm_network_list_finish (GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
