/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-notifier.h"

#include "dm-names.h"
#include "dm-sandbox.h"

#define SERVER_NAME "org.freedesktop.Notifications"
#define SERVER_PATH "/org/freedesktop/Notifications"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Notification"

#define DEFAULT_ACTION "default"

/* One notification; kept from its first send until it is closed. */
typedef struct
{
  /* Owned */
  char *id;
  char *title;
  char *body;
  GStrv actions; /* name, label, … */
  char *token;   /* nullable: given by the server for the next action */

  guint32 number;       /* the server's; 0: none yet */
  gboolean is_sending;  /* the server has not answered */
  gboolean is_outdated; /* has changed since it was sent */
  gboolean is_unwanted; /* to be withdrawn */
} Notice;

struct _DmNotifier
{
  GObject parent_instance;

  /* Owned */
  GDBusConnection *connection;
  GCancellable *cancellable;
  GHashTable *notices; /* id → Notice; the server's only, not the portal's */

  guint name_id;
  guint signal_id;

  gboolean is_sandboxed;
  gboolean is_asking; /* what the server can do */
  gboolean is_known;  /* that */
  gboolean has_body_markup;
};

enum
{
  ACTION,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmNotifier, dm_notifier, G_TYPE_OBJECT)

static void send_notice (DmNotifier *self, Notice *notice);

static void
notice_free (gpointer data)
{
  Notice *self = data;

  g_free (self->id);
  g_free (self->title);
  g_free (self->body);
  g_strfreev (self->actions);
  g_free (self->token);
  g_free (self);
}

/* Control characters (a line's end is none), and those that turn the direction
 * of what follows: a name must not change how the rest reads. */
static gboolean
is_unwelcome (gunichar character)
{
  return (g_unichar_iscntrl (character) && character != '\n') ||
         (character >= 0x202a && character <= 0x202e);
}

static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) cleaned = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    if (!is_unwelcome (g_utf8_get_char (at)))
      g_string_append_unichar (cleaned, g_utf8_get_char (at));

  return g_string_free (g_steal_pointer (&cleaned), FALSE);
}

static GStrv
clean_all (const char *const *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (; texts != NULL && texts[0] != NULL && texts[1] != NULL; texts += 2)
    {
      g_autofree char *label = clean (texts[1]);

      g_strv_builder_add (builder, texts[0]);
      g_strv_builder_add (builder, label);
    }

  return g_strv_builder_end (builder);
}

/* The notification server */

static Notice *
find_by_number (DmNotifier *self, guint32 number)
{
  GHashTableIter iter;
  gpointer notice;

  g_hash_table_iter_init (&iter, self->notices);
  while (number != 0 && g_hash_table_iter_next (&iter, NULL, &notice))
    if (((Notice *) notice)->number == number)
      return notice;

  return NULL;
}

static void
close_notice (DmNotifier *self, guint32 number)
{
  g_dbus_connection_call (self->connection, SERVER_NAME, SERVER_PATH, SERVER_NAME,
                          "CloseNotification", g_variant_new ("(u)", number), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static GVariant *
make_hints (void)
{
  g_auto (GVariantDict) hints = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&hints, "desktop-entry", "s", DM_APP_ID);
  g_variant_dict_insert (&hints, "urgency", "y", 1);

  return g_variant_dict_end (&hints);
}

static GVariant *
make_arguments (DmNotifier *self, Notice *notice)
{
  g_autofree char *body = self->has_body_markup ? g_markup_escape_text (notice->body, -1)
                                                : g_strdup (notice->body);

  return g_variant_new ("(susss^as@a{sv}i)", "Drivemap", notice->number, DM_APP_ID,
                        notice->title, body, notice->actions, make_hints (), -1);
}

typedef struct
{
  DmNotifier *notifier; /* owned */
  char *id;             /* owned */
} Sending;

static void
sending_free (Sending *self)
{
  g_object_unref (self->notifier);
  g_free (self->id);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

/* The server has shown @notice; what was asked for meanwhile comes now. */
static void
go_on (DmNotifier *self, Notice *notice)
{
  notice->is_sending = FALSE;
  if (notice->is_unwanted)
    {
      close_notice (self, notice->number);
      g_hash_table_remove (self->notices, notice->id);
    }
  else if (notice->is_outdated)
    send_notice (self, notice);
}

static void
notify_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Sending) sending = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  DmNotifier *self = sending->notifier;
  Notice *notice;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  notice = g_hash_table_lookup (self->notices, sending->id);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      notice == NULL || !notice->is_sending)
    return;

  if (reply == NULL)
    {
      g_debug ("Nobody shows the notification %s: %s", sending->id, error->message);
      g_hash_table_remove (self->notices, sending->id);
      return;
    }

  g_variant_get (reply, "(u)", &notice->number);
  go_on (self, notice);
}

static void
send_notice (DmNotifier *self, Notice *notice)
{
  Sending *sending = g_new0 (Sending, 1);

  sending->notifier = g_object_ref (self);
  sending->id = g_strdup (notice->id);
  notice->is_sending = TRUE;
  notice->is_outdated = FALSE;
  g_dbus_connection_call (self->connection, SERVER_NAME, SERVER_PATH, SERVER_NAME, "Notify",
                          make_arguments (self, notice), G_VARIANT_TYPE ("(u)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable, notify_cb, sending);
}

static void
send_all (DmNotifier *self)
{
  GHashTableIter iter;
  gpointer notice;

  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, NULL, &notice))
    if (((Notice *) notice)->is_outdated && !((Notice *) notice)->is_sending)
      send_notice (self, notice);
}

static void
get_capabilities_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DmNotifier) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autofree const char **capabilities = NULL;

  reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->is_asking = FALSE;
  if (reply == NULL)
    {
      g_debug ("Nobody shows notifications: %s", error->message);
      g_hash_table_remove_all (self->notices);
      return;
    }

  g_variant_get (reply, "(^a&s)", &capabilities);
  self->has_body_markup = g_strv_contains (capabilities, "body-markup");
  self->is_known = TRUE;
  send_all (self);
}

/* Starts the server where that is how it is started. */
static void
ask_server (DmNotifier *self)
{
  if (self->is_asking)
    return;

  self->is_asking = TRUE;
  g_dbus_connection_call (self->connection, SERVER_NAME, SERVER_PATH, SERVER_NAME,
                          "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                          get_capabilities_cb, g_object_ref (self));
}

static void
emit_action (DmNotifier *self, const char *id, const char *action, const char *token)
{
  g_signal_emit (self, signals[ACTION], 0, id, action, token);
}

static void
take_action (DmNotifier *self, Notice *notice, const char *action)
{
  g_autofree char *id = g_strdup (notice->id);
  g_autofree char *token = g_steal_pointer (&notice->token);

  emit_action (self, id, action, token);
}

/* ActionInvoked, ActivationToken and NotificationClosed; all programs'. */
static void
on_server_signal_cb (GDBusConnection *connection,
                     const char *sender,
                     const char *path,
                     const char *interface,
                     const char *signal,
                     GVariant *parameters,
                     gpointer user_data)
{
  DmNotifier *self = DM_NOTIFIER (user_data);
  gboolean has_text = g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"));
  const char *text = NULL;
  guint32 number = 0;
  Notice *notice;

  if (has_text)
    g_variant_get (parameters, "(u&s)", &number, &text);
  else if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)")))
    g_variant_get (parameters, "(uu)", &number, NULL);

  notice = find_by_number (self, number);
  if (notice == NULL)
    return;

  if (has_text && g_str_equal (signal, "ActionInvoked"))
    take_action (self, notice, text);
  else if (has_text && g_str_equal (signal, "ActivationToken"))
    {
      g_free (notice->token);
      notice->token = g_strdup (text);
    }
  else if (g_str_equal (signal, "NotificationClosed") && !notice->is_sending)
    g_hash_table_remove (self->notices, notice->id);
}

/* Another server knows nothing of the former one's numbers: with such a number
 * we might take away another program's notification. */
static void
on_server_vanished_cb (GDBusConnection *connection,
                       const char *name,
                       gpointer user_data)
{
  DmNotifier *self = DM_NOTIFIER (user_data);

  if (!self->is_known)
    return;

  self->is_known = FALSE;
  g_hash_table_remove_all (self->notices);
}

static void
listen_to_server (DmNotifier *self)
{
  if (self->signal_id != 0)
    return;

  self->signal_id =
    g_dbus_connection_signal_subscribe (self->connection, SERVER_NAME, SERVER_NAME, NULL,
                                        SERVER_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        on_server_signal_cb, self, NULL);
  self->name_id =
    g_bus_watch_name_on_connection (self->connection, SERVER_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                    NULL, on_server_vanished_cb, self, NULL);
}

static Notice *
ensure_notice (DmNotifier *self, const char *id)
{
  Notice *notice = g_hash_table_lookup (self->notices, id);

  if (notice == NULL)
    {
      notice = g_new0 (Notice, 1);
      notice->id = g_strdup (id);
      g_hash_table_insert (self->notices, notice->id, notice);
    }

  return notice;
}

static void
send_to_server (DmNotifier *self,
                const char *id,
                const char *title,
                const char *body,
                const char *const *actions)
{
  Notice *notice = ensure_notice (self, id);

  g_free (notice->title);
  g_free (notice->body);
  g_strfreev (notice->actions);
  notice->title = clean (title);
  notice->body = clean (body);
  notice->actions = clean_all (actions);
  notice->is_outdated = TRUE;
  notice->is_unwanted = FALSE;

  listen_to_server (self);
  if (!self->is_known)
    ask_server (self);
  else if (!notice->is_sending)
    send_notice (self, notice);
}

static void
withdraw_from_server (DmNotifier *self, const char *id)
{
  Notice *notice = g_hash_table_lookup (self->notices, id);

  if (notice == NULL)
    return;

  if (notice->is_sending)
    {
      notice->is_unwanted = TRUE;
      return;
    }

  if (notice->number != 0)
    close_notice (self, notice->number);
  g_hash_table_remove (self->notices, id);
}

/* The portal */

static void
on_portal_action_cb (GDBusConnection *connection,
                     const char *sender,
                     const char *path,
                     const char *interface,
                     const char *signal,
                     GVariant *parameters,
                     gpointer user_data)
{
  const char *id, *action;
  g_autofree char *token = NULL;
  g_autoptr (GVariant) values = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssav)")))
    return;

  /* Later portals add what the platform knows as a dictionary. */
  g_variant_get (parameters, "(&s&s@av)", &id, &action, &values);
  for (gsize i = 0; i < g_variant_n_children (values) && token == NULL; i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (values, i);
      g_autoptr (GVariant) value = g_variant_get_variant (boxed);

      if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
        g_variant_lookup (value, "activation-token", "s", &token);
    }

  emit_action (DM_NOTIFIER (user_data), id, action, token);
}

static void
listen_to_portal (DmNotifier *self)
{
  if (self->signal_id == 0)
    self->signal_id =
      g_dbus_connection_signal_subscribe (self->connection, PORTAL_NAME, PORTAL_INTERFACE,
                                          "ActionInvoked", PORTAL_PATH, NULL,
                                          G_DBUS_SIGNAL_FLAGS_NONE, on_portal_action_cb, self, NULL);
}

static GVariant *
make_buttons (const char *const *actions)
{
  GVariantBuilder buttons;

  g_variant_builder_init (&buttons, G_VARIANT_TYPE ("aa{sv}"));
  for (; *actions != NULL; actions += 2)
    {
      if (g_str_equal (actions[0], DEFAULT_ACTION))
        continue;

      g_variant_builder_open (&buttons, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&buttons, "{sv}", "action", g_variant_new_string (actions[0]));
      g_variant_builder_add (&buttons, "{sv}", "label", g_variant_new_string (actions[1]));
      g_variant_builder_close (&buttons);
    }

  return g_variant_builder_end (&buttons);
}

/* Its texts are no markup. */
static GVariant *
make_portal_notification (const char *title,
                          const char *body,
                          const char *const *actions)
{
  g_auto (GVariantDict) notification = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *clean_title = clean (title);
  g_autofree char *clean_body = clean (body);
  g_auto (GStrv) clean_actions = clean_all (actions);

  g_variant_dict_insert (&notification, "title", "s", clean_title);
  g_variant_dict_insert (&notification, "body", "s", clean_body);
  g_variant_dict_insert (&notification, "priority", "s", "normal");
  g_variant_dict_insert (&notification, "icon", "(sv)", "themed",
                         g_variant_new_strv ((const char *const[]){ DM_APP_ID }, 1));
  g_variant_dict_insert_value (&notification, "buttons",
                               make_buttons ((const char *const *) clean_actions));
  for (guint i = 0; clean_actions[i] != NULL; i += 2)
    if (g_str_equal (clean_actions[i], DEFAULT_ACTION))
      g_variant_dict_insert (&notification, "default-action", "s", DEFAULT_ACTION);

  return g_variant_dict_end (&notification);
}

static void
call_portal (DmNotifier *self, const char *method, GVariant *arguments)
{
  g_dbus_connection_call (self->connection, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, method,
                          arguments, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
dm_notifier_dispose (GObject *object)
{
  DmNotifier *self = DM_NOTIFIER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->name_id, g_bus_unwatch_name);
  if (self->signal_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->signal_id);
  self->signal_id = 0;

  G_OBJECT_CLASS (dm_notifier_parent_class)->dispose (object);
}

static void
dm_notifier_finalize (GObject *object)
{
  DmNotifier *self = DM_NOTIFIER (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->notices, g_hash_table_unref);

  G_OBJECT_CLASS (dm_notifier_parent_class)->finalize (object);
}

static void
dm_notifier_class_init (DmNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dm_notifier_dispose;
  object_class->finalize = dm_notifier_finalize;

  signals[ACTION] = g_signal_new ("action", DM_TYPE_NOTIFIER, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE,
                                  3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
dm_notifier_init (DmNotifier *self)
{
  self->cancellable = g_cancellable_new ();
  self->notices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, notice_free);
  self->is_sandboxed = dm_sandbox_is_inside ();
}

DmNotifier *
dm_notifier_new (GDBusConnection *connection)
{
  DmNotifier *self = g_object_new (DM_TYPE_NOTIFIER, NULL);

  self->connection = g_object_ref (connection);

  return self;
}

void
dm_notifier_set_sandboxed (DmNotifier *self, gboolean is_sandboxed)
{
  g_return_if_fail (DM_IS_NOTIFIER (self));

  self->is_sandboxed = is_sandboxed;
}

void
dm_notifier_send (DmNotifier *self,
                  const char *id,
                  const char *title,
                  const char *body,
                  const char *const *actions)
{
  g_return_if_fail (DM_IS_NOTIFIER (self));

  if (!self->is_sandboxed)
    {
      send_to_server (self, id, title, body, actions);
      return;
    }

  listen_to_portal (self);
  call_portal (self, "AddNotification",
               g_variant_new ("(s@a{sv})", id, make_portal_notification (title, body, actions)));
}

void
dm_notifier_withdraw (DmNotifier *self, const char *id)
{
  g_return_if_fail (DM_IS_NOTIFIER (self));

  if (!self->is_sandboxed)
    withdraw_from_server (self, id);
  else if (self->signal_id != 0)
    call_portal (self, "RemoveNotification", g_variant_new ("(s)", id));
}
