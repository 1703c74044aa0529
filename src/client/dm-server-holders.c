/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-holders.h"

#include "dm-client-servers.h"
#include "dm-error.h"

/* Each question is a login on the server. */
#define INTERVAL_US (30 * G_USEC_PER_SEC)

struct _DmServerHolders
{
  GObject parent_instance;

  /* Owned */
  DmClient *client;
  DmWatch *watch;
  DmItem *item; /* nullable */
  GPtrArray *list;
  GError *error;          /* nullable */
  GCancellable *question; /* nullable: of the one under way */

  gint64 next; /* when it may be asked by itself again, monotonic */
  guint64 answered;
  gboolean is_wanted; /* somebody waits for the answer */
  gboolean was_able;  /* what can_ask () said last */
  gboolean was_automatic;
};

/* A question, and who put it. */
typedef struct
{
  DmServerHolders *asker;
  GCancellable *question;
} Asking;

enum
{
  PROP_0,
  PROP_ITEM,
  N_PROPS,
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmServerHolders, dm_server_holders, G_TYPE_OBJECT)

static void
asking_free (Asking *self)
{
  g_object_unref (self->asker);
  g_object_unref (self->question);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
emit_changed (DmServerHolders *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- asking --- */

static void
stop_asking (DmServerHolders *self)
{
  g_cancellable_cancel (self->question);
  g_clear_object (&self->question);
  self->is_wanted = FALSE;
}

static void
take_answer (DmServerHolders *self,
             GPtrArray *holders)
{
  g_ptr_array_set_size (self->list, 0);
  g_clear_error (&self->error);
  self->answered = (guint64) (g_get_real_time () / G_USEC_PER_SEC);

  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = holders->pdata[i];

      if (holder->source == DM_HOLDER_SOURCE_SERVER)
        g_ptr_array_add (self->list, dm_holder_copy (holder));
    }
}

/* What will not be different in half a minute. */
static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, DM_ERROR, DM_ERROR_ACCESS_DENIED) ||
         g_error_matches (error, DM_ERROR, DM_ERROR_LOGON_FAILURE) ||
         g_error_matches (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED);
}

static void
take_refusal (DmServerHolders *self,
              const GError *error)
{
  g_ptr_array_set_size (self->list, 0);
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  self->answered = 0;
  if (is_final (error))
    self->next = G_MAXINT64;
}

static void
on_answered_cb (GObject *source,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  DmServerHolders *self = asking->asker;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) holders = dm_client_get_server_holders_finish (DM_CLIENT (source), result, &error);

  /* Nobody wants to know any more. */
  if (self->question != asking->question)
    return;

  stop_asking (self);
  self->next = g_get_monotonic_time () + INTERVAL_US;
  if (holders != NULL)
    take_answer (self, holders);
  else
    take_refusal (self, error);
  emit_changed (self);
}

static void
ask (DmServerHolders *self)
{
  Asking *asking;

  if (self->question != NULL)
    return;

  self->question = g_cancellable_new ();
  asking = g_new0 (Asking, 1);
  asking->asker = g_object_ref (self);
  asking->question = g_object_ref (self->question);
  dm_client_get_server_holders_async (self->client, dm_item_get_name (self->item), self->question,
                                      on_answered_cb, asking);
}

static void
start_over (DmServerHolders *self)
{
  stop_asking (self);
  g_ptr_array_set_size (self->list, 0);
  g_clear_error (&self->error);
  self->answered = 0;
  self->next = 0;
  self->was_able = dm_server_holders_can_ask (self);
  self->was_automatic = dm_server_holders_is_automatic (self);
  emit_changed (self);
}

/* --- callbacks --- */

/* This comes a second after an item was set, or later: so who only passes by on
 * the way to another asks nobody. */
static void
on_watch_looked_cb (DmServerHolders *self)
{
  if (dm_server_holders_is_automatic (self) && g_get_monotonic_time () >= self->next)
    ask (self);
}

static void
on_watch_probing_cb (DmServerHolders *self)
{
  self->next = 0;
}

static void
on_item_notified_cb (DmServerHolders *self)
{
  if (dm_server_holders_can_ask (self) != self->was_able ||
      dm_server_holders_is_automatic (self) != self->was_automatic)
    start_over (self);
}

/* --- GObject --- */

static void
dm_server_holders_dispose (GObject *object)
{
  stop_asking (DM_SERVER_HOLDERS (object));

  G_OBJECT_CLASS (dm_server_holders_parent_class)->dispose (object);
}

static void
dm_server_holders_finalize (GObject *object)
{
  DmServerHolders *self = DM_SERVER_HOLDERS (object);

  g_clear_object (&self->item);
  g_clear_object (&self->watch);
  g_clear_object (&self->client);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->list);

  G_OBJECT_CLASS (dm_server_holders_parent_class)->finalize (object);
}

static void
dm_server_holders_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    g_value_set_object (value, DM_SERVER_HOLDERS (object)->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_server_holders_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    dm_server_holders_set_item (DM_SERVER_HOLDERS (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_server_holders_class_init (DmServerHoldersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = dm_server_holders_dispose;
  object_class->finalize = dm_server_holders_finalize;
  object_class->get_property = dm_server_holders_get_property;
  object_class->set_property = dm_server_holders_set_property;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, DM_TYPE_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_SERVER_HOLDERS, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_server_holders_init (DmServerHolders *self)
{
  self->list = dm_holder_list_new ();
}

DmServerHolders *
dm_server_holders_new (DmClient *client,
                       DmWatch *watch)
{
  DmServerHolders *self;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);
  g_return_val_if_fail (DM_IS_WATCH (watch), NULL);

  self = g_object_new (DM_TYPE_SERVER_HOLDERS, NULL);
  self->client = g_object_ref (client);
  self->watch = g_object_ref (watch);
  g_signal_connect_object (watch, "looked", G_CALLBACK (on_watch_looked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (watch, "probing", G_CALLBACK (on_watch_probing_cb), self, G_CONNECT_SWAPPED);

  return self;
}

DmClient *
dm_server_holders_get_client (DmServerHolders *self)
{
  g_return_val_if_fail (DM_IS_SERVER_HOLDERS (self), NULL);

  return self->client;
}

DmItem *
dm_server_holders_get_item (DmServerHolders *self)
{
  g_return_val_if_fail (DM_IS_SERVER_HOLDERS (self), NULL);

  return self->item;
}

void
dm_server_holders_set_item (DmServerHolders *self,
                            DmItem *item)
{
  g_return_if_fail (DM_IS_SERVER_HOLDERS (self));
  g_return_if_fail (item == NULL || DM_IS_ITEM (item));

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify", G_CALLBACK (on_item_notified_cb), self, G_CONNECT_SWAPPED);

  start_over (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

gboolean
dm_server_holders_can_ask (DmServerHolders *self)
{
  g_return_val_if_fail (DM_IS_SERVER_HOLDERS (self), FALSE);

  return self->item != NULL && dm_item_get_status (self->item) == DM_STATUS_OK &&
         (!dm_item_is_drive (self->item) || dm_item_get_connection_path (self->item) != NULL) &&
         g_strcmp0 (dm_item_get_provider (self->item), "smb") == 0;
}

gboolean
dm_server_holders_is_automatic (DmServerHolders *self)
{
  return dm_server_holders_can_ask (self) && dm_item_is_drive (self->item) &&
         dm_item_get_settings (self->item)->ask_server;
}

void
dm_server_holders_ask (DmServerHolders *self)
{
  if (!dm_server_holders_can_ask (self))
    return;

  /* One that was put before may be answered with what was so before. */
  if (!self->is_wanted)
    stop_asking (self);
  self->is_wanted = TRUE;
  ask (self);
  emit_changed (self);
}

gboolean
dm_server_holders_is_asking (DmServerHolders *self)
{
  g_return_val_if_fail (DM_IS_SERVER_HOLDERS (self), FALSE);

  return self->is_wanted;
}

guint64
dm_server_holders_get_answered (DmServerHolders *self)
{
  g_return_val_if_fail (DM_IS_SERVER_HOLDERS (self), 0);

  return self->answered;
}

const GError *
dm_server_holders_get_error (DmServerHolders *self)
{
  g_return_val_if_fail (DM_IS_SERVER_HOLDERS (self), NULL);

  return self->error;
}

GPtrArray *
dm_server_holders_get_list (DmServerHolders *self)
{
  g_return_val_if_fail (DM_IS_SERVER_HOLDERS (self), NULL);

  return self->list;
}
