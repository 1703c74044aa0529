/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-keyring-watch.h"

#include "dm-secret-service.h"

#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

/* What lasts for the session only: never locked, never with what was saved. */
#define SESSION_COLLECTION DM_SECRET_SERVICE_PATH "/collection/session"

struct _DmKeyringWatch
{
  GObject parent_instance;

  /* Owned */
  GDBusConnection *connection;
  GHashTable *collections;   /* path → whether it is locked, as far as known */
  GCancellable *cancellable; /* of what the present owner was asked; or NULL */

  guint name_id;
  guint service_id;
  guint properties_id;

  gboolean was_absent; /* the secret service, once */
};

enum
{
  UNLOCKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmKeyringWatch, dm_keyring_watch, G_TYPE_OBJECT)

typedef struct
{
  /* Owned */
  DmKeyringWatch *watch;
  char *path;

  gboolean is_first; /* what it says is where we start from */
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->watch);
  g_free (self->path);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* The collection is so. One that was not known counts as locked. */
static void
take_locked (DmKeyringWatch *self,
             const char *path,
             gboolean is_locked,
             gboolean is_first)
{
  gpointer known;
  gboolean was_locked = !is_first;

  if (g_str_equal (path, SESSION_COLLECTION))
    return;

  if (g_hash_table_lookup_extended (self->collections, path, NULL, &known))
    was_locked = GPOINTER_TO_INT (known);
  g_hash_table_replace (self->collections, g_strdup (path), GINT_TO_POINTER (is_locked));
  if (was_locked && !is_locked)
    g_signal_emit (self, signals[UNLOCKED], 0);
}

static void
call (DmKeyringWatch *self,
      const char *path,
      const char *interface,
      const char *property,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_dbus_connection_call (self->connection, DM_SECRET_SERVICE_NAME, path, PROPERTIES_INTERFACE, "Get",
                          g_variant_new ("(ss)", interface, property), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable,
                          callback, user_data);
}

static void
get_locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) locked = NULL;
  g_autoptr (GError) error = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply == NULL)
    {
      g_debug ("%s: %s", question->path, error->message);
      return;
    }

  g_variant_get (reply, "(v)", &locked);
  if (g_variant_is_of_type (locked, G_VARIANT_TYPE_BOOLEAN))
    take_locked (question->watch, question->path, g_variant_get_boolean (locked), question->is_first);
}

static void
ask_collection (DmKeyringWatch *self,
                const char *path,
                gboolean is_first)
{
  Question *question;

  if (g_str_equal (path, SESSION_COLLECTION))
    return;

  question = g_new0 (Question, 1);
  question->watch = g_object_ref (self);
  question->path = g_strdup (path);
  question->is_first = is_first;
  call (self, path, COLLECTION_INTERFACE, "Locked", get_locked_cb, question);
}

static void
get_collections_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DmKeyringWatch) self = user_data;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree const char **paths = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply == NULL)
    {
      g_debug ("The keyrings are not known: %s", error->message);
      return;
    }

  g_variant_get (reply, "(v)", &value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH_ARRAY))
    return;

  paths = g_variant_get_objv (value, NULL);
  for (guint i = 0; paths[i] != NULL; i++)
    ask_collection (self, paths[i], !self->was_absent);
}

static void
on_name_appeared_cb (GDBusConnection *connection,
                     const char *name,
                     const char *owner,
                     gpointer user_data)
{
  DmKeyringWatch *self = DM_KEYRING_WATCH (user_data);

  self->cancellable = g_cancellable_new ();
  call (self, DM_SECRET_SERVICE_PATH, DM_SECRET_SERVICE_INTERFACE, "Collections", get_collections_cb, g_object_ref (self));
}

static void
on_name_vanished_cb (GDBusConnection *connection,
                     const char *name,
                     gpointer user_data)
{
  DmKeyringWatch *self = DM_KEYRING_WATCH (user_data);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_remove_all (self->collections);
  self->was_absent = TRUE;
}

/* gnome-keyring tells with the new value (and before that by CollectionChanged,
 * when the value is still the old one). */
static void
on_properties_changed_cb (GDBusConnection *connection,
                          const char *sender,
                          const char *path,
                          const char *interface,
                          const char *signal,
                          GVariant *parameters,
                          gpointer user_data)
{
  DmKeyringWatch *self = DM_KEYRING_WATCH (user_data);
  g_autoptr (GVariant) changed = NULL;
  g_autofree const char **invalidated = NULL;
  gboolean is_locked;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;

  g_variant_get (parameters, "(&s@a{sv}^a&s)", NULL, &changed, &invalidated);
  if (g_variant_lookup (changed, "Locked", "b", &is_locked))
    take_locked (self, path, is_locked, FALSE);
  else if (g_strv_contains (invalidated, "Locked"))
    ask_collection (self, path, FALSE);
}

/* CollectionCreated, CollectionChanged, CollectionDeleted. */
static void
on_service_signal_cb (GDBusConnection *connection,
                      const char *sender,
                      const char *path,
                      const char *interface,
                      const char *signal,
                      GVariant *parameters,
                      gpointer user_data)
{
  DmKeyringWatch *self = DM_KEYRING_WATCH (user_data);
  const char *collection;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(o)")))
    return;

  g_variant_get (parameters, "(&o)", &collection);
  if (g_str_equal (signal, "CollectionDeleted"))
    g_hash_table_remove (self->collections, collection);
  else
    ask_collection (self, collection, FALSE);
}

static void
dm_keyring_watch_dispose (GObject *object)
{
  DmKeyringWatch *self = DM_KEYRING_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->name_id, g_bus_unwatch_name);
  if (self->service_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->service_id);
  if (self->properties_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->properties_id);
  self->service_id = self->properties_id = 0;

  G_OBJECT_CLASS (dm_keyring_watch_parent_class)->dispose (object);
}

static void
dm_keyring_watch_finalize (GObject *object)
{
  DmKeyringWatch *self = DM_KEYRING_WATCH (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->collections, g_hash_table_unref);

  G_OBJECT_CLASS (dm_keyring_watch_parent_class)->finalize (object);
}

static void
dm_keyring_watch_class_init (DmKeyringWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dm_keyring_watch_dispose;
  object_class->finalize = dm_keyring_watch_finalize;

  signals[UNLOCKED] = g_signal_new ("unlocked", DM_TYPE_KEYRING_WATCH, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_keyring_watch_init (DmKeyringWatch *self)
{
  self->collections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

DmKeyringWatch *
dm_keyring_watch_new (GDBusConnection *connection)
{
  DmKeyringWatch *self = g_object_new (DM_TYPE_KEYRING_WATCH, NULL);

  self->connection = g_object_ref (connection);
  self->properties_id =
    g_dbus_connection_signal_subscribe (connection, DM_SECRET_SERVICE_NAME, PROPERTIES_INTERFACE,
                                        "PropertiesChanged", NULL, COLLECTION_INTERFACE,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_properties_changed_cb, self, NULL);
  self->service_id =
    g_dbus_connection_signal_subscribe (connection, DM_SECRET_SERVICE_NAME, DM_SECRET_SERVICE_INTERFACE, NULL,
                                        DM_SECRET_SERVICE_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        on_service_signal_cb, self, NULL);
  self->name_id =
    g_bus_watch_name_on_connection (connection, DM_SECRET_SERVICE_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                    on_name_appeared_cb, on_name_vanished_cb, self, NULL);

  return self;
}
