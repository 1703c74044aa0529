/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-trouble-notice.h"

#include <glib/gi18n-lib.h>

#include "dm-names.h"
#include "dm-notifier.h"

/* Seconds in which a server may come back without a word. */
#define PATIENCE 60

/* Seconds after which it is not known any more whether it is away. In the first
 * minute after what a person did, it is asked more often than that; one that all
 * have lost together may not be asked for three minutes. */
#define KNOWN 45

/* How many names are said. */
#define MAX_NAMES 5

#define ACTION_OPEN  "default"
#define ACTION_RETRY "retry"
#define ACTION_SHOW  "show"

/* What is wrong with one server. */
typedef struct
{
  DmTroubleNotice *owner; /* borrowed */
  char *key;
  char *id; /* the notification's */
  char *server;
  char *reason;
  GStrv locals;

  gint64 heard; /* monotonic: when it was last said to be silent */
  guint timeout_id;
  gboolean is_due; /* to be shown when it is silent still */
  gboolean is_password;
  gboolean is_outdated; /* has changed since it was shown */
  gboolean is_shown;
} Trouble;

struct _DmTroubleNotice
{
  GObject parent_instance;

  /* Owned */
  GDBusConnection *bus;
  DmNotifier *notifier;
  GHashTable *troubles; /* id → Trouble */
};

enum
{
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmTroubleNotice, dm_trouble_notice, G_TYPE_OBJECT)

static void
trouble_free (Trouble *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->is_shown)
    dm_notifier_withdraw (self->owner->notifier, self->id);
  g_free (self->key);
  g_free (self->id);
  g_free (self->server);
  g_free (self->reason);
  g_strfreev (self->locals);
  g_free (self);
}

static char *
create_id (const char *key,
           gboolean is_password)
{
  return g_strconcat (is_password ? "password:" : "server:", key, NULL);
}

/* The names, and how many more. */
static char *
join_locals (char **locals)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = g_strv_length (locals);

  for (guint i = 0; i < n && i < MAX_NAMES; i++)
    {
      if (i > 0)
        g_string_append (names, _ (", "));
      g_string_append_printf (names, "\u2068%s\u2069", locals[i]);
    }
  if (n > MAX_NAMES)
    g_string_append_printf (names, g_dngettext (NULL, " and %u more", " and %u more", n - MAX_NAMES), n - MAX_NAMES);

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
show_silent (Trouble *trouble)
{
  const char *actions[] = { ACTION_OPEN, _ ("Open Drivemap"), ACTION_RETRY, _ ("Try Again"),
                            ACTION_SHOW, _ ("Open Drivemap"), NULL };
  g_autofree char *names = join_locals (trouble->locals);
  g_autofree char *title = g_strdup_printf (_ ("“%s” cannot be reached"), trouble->server);
  g_autofree char *body = g_strdup_printf (ngettext ("%s is not connected. %s",
                                                     "%s are not connected. %s",
                                                     g_strv_length (trouble->locals)),
                                           names, trouble->reason);

  dm_notifier_send (trouble->owner->notifier, trouble->id, title, body, actions);
  trouble->is_shown = TRUE;
}

static void
show_password (Trouble *trouble)
{
  const char *actions[] = { ACTION_OPEN, _ ("Enter Password"), ACTION_SHOW, _ ("Enter Password"), NULL };
  g_autofree char *names = join_locals (trouble->locals);
  g_autofree char *title = g_strdup_printf (_ ("“%s” asks for a password"), trouble->server);
  g_autofree char *body = g_strdup_printf (ngettext ("%s is not connected: there is no saved password that works.",
                                                     "%s are not connected: there is no saved password that works.",
                                                     g_strv_length (trouble->locals)),
                                           names);

  dm_notifier_send (trouble->owner->notifier, trouble->id, title, body, actions);
  trouble->is_outdated = FALSE;
  trouble->is_shown = TRUE;
}

static gboolean
on_timeout_cb (gpointer user_data)
{
  Trouble *trouble = user_data;

  trouble->timeout_id = 0;
  trouble->is_due = g_get_monotonic_time () - trouble->heard > KNOWN * G_USEC_PER_SEC;
  if (!trouble->is_due)
    show_silent (trouble);

  return G_SOURCE_REMOVE;
}

/* The window of Drivemap, started where it is not there, at the drive. */
static void
open_window (DmTroubleNotice *self,
             const char *local,
             const char *token)
{
  g_auto (GVariantDict) platform = G_VARIANT_DICT_INIT (NULL);
  GVariantBuilder parameters;

  if (token != NULL)
    g_variant_dict_insert (&platform, "activation-token", "s", token);
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", g_variant_new_string (local));
  g_dbus_connection_call (self->bus, DM_APP_ID, DM_OBJECT_ROOT, "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(sav@a{sv})", "show", &parameters, g_variant_dict_end (&platform)),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
on_action_cb (DmTroubleNotice *self,
              const char *id,
              const char *action,
              const char *token)
{
  Trouble *trouble = g_hash_table_lookup (self->troubles, id);

  if (trouble == NULL)
    return;

  /* A choice takes the notification away. */
  trouble->is_shown = FALSE;
  if (g_str_equal (action, ACTION_RETRY))
    {
      trouble->timeout_id = trouble->timeout_id != 0 ? trouble->timeout_id
                                                     : g_timeout_add_seconds (PATIENCE, on_timeout_cb, trouble);
      g_signal_emit (self, signals[RETRY], 0, trouble->key);
    }
  else
    {
      open_window (self, trouble->locals[0], token);
    }
}

static void
dm_trouble_notice_dispose (GObject *object)
{
  DmTroubleNotice *self = DM_TROUBLE_NOTICE (object);

  g_hash_table_remove_all (self->troubles);
  g_clear_object (&self->notifier);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (dm_trouble_notice_parent_class)->dispose (object);
}

static void
dm_trouble_notice_finalize (GObject *object)
{
  DmTroubleNotice *self = DM_TROUBLE_NOTICE (object);

  g_clear_pointer (&self->troubles, g_hash_table_unref);

  G_OBJECT_CLASS (dm_trouble_notice_parent_class)->finalize (object);
}

static void
dm_trouble_notice_class_init (DmTroubleNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_trouble_notice_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_trouble_notice_finalize;

  signals[RETRY] = g_signal_new ("retry", DM_TYPE_TROUBLE_NOTICE, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dm_trouble_notice_init (DmTroubleNotice *self)
{
  self->troubles = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) trouble_free);
}

DmTroubleNotice *
dm_trouble_notice_new (GDBusConnection *bus)
{
  DmTroubleNotice *self;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (bus), NULL);

  self = g_object_new (DM_TYPE_TROUBLE_NOTICE, NULL);
  self->bus = g_object_ref (bus);
  self->notifier = dm_notifier_new (bus);
  g_signal_connect_object (self->notifier, "action", G_CALLBACK (on_action_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/* (nullable): the trouble of that kind; made where it is not there. */
static Trouble *
ensure_trouble (DmTroubleNotice *self,
                const char *key,
                const char *server,
                gboolean is_password)
{
  g_autofree char *id = create_id (key, is_password);
  Trouble *trouble = g_hash_table_lookup (self->troubles, id);

  if (trouble != NULL)
    return trouble;

  trouble = g_new0 (Trouble, 1);
  trouble->owner = self;
  trouble->key = g_strdup (key);
  trouble->id = g_steal_pointer (&id);
  trouble->server = g_strdup (server);
  trouble->is_password = is_password;
  trouble->locals = g_new0 (char *, 1);
  g_hash_table_insert (self->troubles, trouble->id, trouble);

  return trouble;
}

void
dm_trouble_notice_set_silent (DmTroubleNotice *self,
                              const char *key,
                              const char *server,
                              const char *const *locals,
                              const char *reason)
{
  Trouble *trouble;

  g_return_if_fail (DM_IS_TROUBLE_NOTICE (self));

  if (locals[0] == NULL)
    return;

  trouble = ensure_trouble (self, key, server, FALSE);
  if (trouble->reason == NULL)
    trouble->timeout_id = g_timeout_add_seconds (PATIENCE, on_timeout_cb, trouble);
  g_free (trouble->reason);
  trouble->reason = g_strdup (reason);
  g_strfreev (trouble->locals);
  trouble->locals = g_strdupv ((char **) locals);
  trouble->heard = g_get_monotonic_time ();
  if (trouble->is_due)
    show_silent (trouble);
  trouble->is_due = FALSE;
}

void
dm_trouble_notice_set_password (DmTroubleNotice *self,
                                const char *key,
                                const char *server,
                                const char *local)
{
  Trouble *trouble;
  guint n;

  g_return_if_fail (DM_IS_TROUBLE_NOTICE (self));

  trouble = ensure_trouble (self, key, server, TRUE);
  if (g_strv_contains ((const char *const *) trouble->locals, local))
    return;

  n = g_strv_length (trouble->locals);
  trouble->locals = g_renew (char *, trouble->locals, n + 2);
  trouble->locals[n] = g_strdup (local);
  trouble->locals[n + 1] = NULL;
  trouble->is_outdated = TRUE;
}

void
dm_trouble_notice_show_password (DmTroubleNotice *self,
                                 const char *key)
{
  g_autofree char *id = create_id (key, TRUE);
  Trouble *trouble;

  g_return_if_fail (DM_IS_TROUBLE_NOTICE (self));

  trouble = g_hash_table_lookup (self->troubles, id);
  if (trouble != NULL && trouble->is_outdated)
    show_password (trouble);
}

static void
clear (DmTroubleNotice *self,
       const char *key,
       gboolean is_password)
{
  g_autofree char *id = create_id (key, is_password);

  g_hash_table_remove (self->troubles, id);
}

void
dm_trouble_notice_clear_silent (DmTroubleNotice *self,
                                const char *key)
{
  g_return_if_fail (DM_IS_TROUBLE_NOTICE (self));

  clear (self, key, FALSE);
}

void
dm_trouble_notice_clear_password (DmTroubleNotice *self,
                                  const char *key)
{
  g_return_if_fail (DM_IS_TROUBLE_NOTICE (self));

  clear (self, key, TRUE);
}

void
dm_trouble_notice_clear (DmTroubleNotice *self,
                         const char *key)
{
  dm_trouble_notice_clear_silent (self, key);
  dm_trouble_notice_clear_password (self, key);
}

gboolean
dm_trouble_notice_is_shown (DmTroubleNotice *self)
{
  GHashTableIter iter;
  gpointer trouble;

  g_return_val_if_fail (DM_IS_TROUBLE_NOTICE (self), FALSE);

  g_hash_table_iter_init (&iter, self->troubles);
  while (g_hash_table_iter_next (&iter, NULL, &trouble))
    if (((Trouble *) trouble)->is_shown)
      return TRUE;

  return FALSE;
}
