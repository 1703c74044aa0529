/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-identity-watch.h"

#include "dm-identity-words.h"
#include "dm-smb-question.h"

/* How long a server may take, in ms. */
#define DEADLINE 5000

/* When one that could not tell is asked again, in microseconds: twice as late each
 * time. The first question has Samba start a program, which may take it too long. */
#define FIRST_RETRY (15 * G_TIME_SPAN_SECOND)
#define LAST_RETRY  (5 * G_TIME_SPAN_MINUTE)

/* How many may be asked at once: each takes a process. The others have time until
 * the next look. */
#define MAX_QUESTIONS 4

typedef struct
{
  /* Owned */
  GHashTable *connections;   /* DmConnection, a set */
  GCancellable *cancellable; /* (nullable): of the question that is out */
  char *name;                /* (nullable), as those below: not known */
  char *comment;
  char *version;

  gint64 next;  /* monotonic: not to be asked before */
  gint64 retry; /* how long it was left alone the last time; 0: it was not */
} Server;

/* A question, which may outlive the server that it is about. */
typedef struct
{
  /* Owned */
  DmIdentityWatch *watch;
  GCancellable *cancellable;
  char *key;
} Question;

struct _DmIdentityWatch
{
  GObject parent_instance;

  /* Owned */
  GHashTable *servers; /* key → Server */

  guint n_questions;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmIdentityWatch, dm_identity_watch, G_TYPE_OBJECT)

static void
server_free (gpointer data)
{
  Server *self = data;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->connections);
  g_free (self->name);
  g_free (self->comment);
  g_free (self->version);
  g_free (self);
}

static void
question_free (Question *self)
{
  g_object_unref (self->watch);
  g_object_unref (self->cancellable);
  g_free (self->key);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* (nullable): what the connection's server is known by; NULL: it cannot be asked as
 * the one who is signed in. */
static char *
dup_key (DmConnection *connection)
{
  DmMount *mount = dm_connection_get_mount (connection);

  if (mount->origin != DM_ORIGIN_GVFS || mount->location == NULL ||
      !g_str_equal (dm_location_get_provider (mount->location), "smb"))
    return NULL;

  return dm_location_to_server_key (mount->location);
}

static void
show (Server *server,
      DmConnection *connection)
{
  if (server->name != NULL)
    dm_connection_set_server (connection, server->name, server->comment, server->version);
}

static void
show_all (Server *server)
{
  GHashTableIter iter;
  gpointer connection;

  g_hash_table_iter_init (&iter, server->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    show (server, connection);
}

static void
take_entry (Server *server,
            GVariant *entry)
{
  const char *name = "", *comment = "";
  guint32 major = 0, minor = 0, type = 0;

  g_variant_lookup (entry, "name", "&s", &name);
  g_variant_lookup (entry, "comment", "&s", &comment);
  g_variant_lookup (entry, "major", "u", &major);
  g_variant_lookup (entry, "minor", "u", &minor);
  g_variant_lookup (entry, "type", "u", &type);

  server->name = g_strdup (name);
  server->comment = g_strdup (comment);
  server->version = dm_identity_to_words (major, minor, type, comment);
}

/* A silence may end, and so may a failure; but a login is not tried again and again
 * until the account is locked. */
static void
take_answer (Server *server,
             DmSmbAnswer *answer,
             const GError *error)
{
  if (answer == NULL || (answer->failure != DM_SMB_FAILURE_NONE && answer->failure != DM_SMB_FAILURE_LOGIN))
    {
      g_debug ("A server is not known: %s", error != NULL ? error->message : "it does not tell");
      server->retry = CLAMP (2 * server->retry, FIRST_RETRY, LAST_RETRY);
      server->next = g_get_monotonic_time () + server->retry;
      return;
    }

  server->next = G_MAXINT64;
  if (answer->failure == DM_SMB_FAILURE_NONE && g_variant_n_children (answer->entries) == 1)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (answer->entries, 0);

      take_entry (server, entry);
    }
}

static void
ask_cb (GObject *object,
        GAsyncResult *result,
        gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DmSmbAnswer) answer = dm_smb_question_ask_finish (result, &error);
  DmIdentityWatch *self = question->watch;
  Server *server = g_hash_table_lookup (self->servers, question->key);

  self->n_questions--;
  if (server == NULL || server->cancellable != question->cancellable)
    return;

  g_clear_object (&server->cancellable);
  take_answer (server, answer, error);
  show_all (server);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ask (DmIdentityWatch *self,
     const char *key,
     Server *server,
     DmLocation *location)
{
  Question *question = g_new0 (Question, 1);

  server->cancellable = g_cancellable_new ();
  question->watch = g_object_ref (self);
  question->cancellable = g_object_ref (server->cancellable);
  question->key = g_strdup (key);
  self->n_questions++;
  dm_smb_question_ask_quietly_async (dm_smb_question_new (DM_SMB_OPERATION_IDENTIFY, location), location,
                                     DEADLINE, server->cancellable, ask_cb, question);
}

static Server *
ensure_server (DmIdentityWatch *self,
               const char *key)
{
  Server *server = g_hash_table_lookup (self->servers, key);

  if (server == NULL)
    {
      server = g_new0 (Server, 1);
      server->connections = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
      g_hash_table_insert (self->servers, g_strdup (key), server);
    }

  return server;
}

static void
dm_identity_watch_dispose (GObject *object)
{
  g_hash_table_remove_all (DM_IDENTITY_WATCH (object)->servers);

  G_OBJECT_CLASS (dm_identity_watch_parent_class)->dispose (object);
}

static void
dm_identity_watch_finalize (GObject *object)
{
  g_hash_table_unref (DM_IDENTITY_WATCH (object)->servers);

  G_OBJECT_CLASS (dm_identity_watch_parent_class)->finalize (object);
}

static void
dm_identity_watch_class_init (DmIdentityWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_identity_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_identity_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_IDENTITY_WATCH, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_identity_watch_init (DmIdentityWatch *self)
{
  self->servers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, server_free);
}

DmIdentityWatch *
dm_identity_watch_new (void)
{
  return g_object_new (DM_TYPE_IDENTITY_WATCH, NULL);
}

void
dm_identity_watch_look (DmIdentityWatch *self,
                        DmConnection *connection)
{
  g_autofree char *key = NULL;
  Server *server;

  g_return_if_fail (DM_IS_IDENTITY_WATCH (self));

  key = dup_key (connection);
  if (key == NULL || dm_connection_get_gone (connection) || dm_connection_get_draining (connection))
    return;

  server = ensure_server (self, key);
  if (!g_hash_table_contains (server->connections, connection))
    g_hash_table_add (server->connections, g_object_ref (connection));
  show (server, connection);
  if (server->cancellable == NULL && self->n_questions < MAX_QUESTIONS && g_get_monotonic_time () >= server->next)
    ask (self, key, server, dm_connection_get_mount (connection)->location);
}

void
dm_identity_watch_drop (DmIdentityWatch *self,
                        DmConnection *connection)
{
  g_autofree char *key = NULL;
  Server *server;

  g_return_if_fail (DM_IS_IDENTITY_WATCH (self));

  key = dup_key (connection);
  server = key != NULL ? g_hash_table_lookup (self->servers, key) : NULL;
  if (server == NULL)
    return;

  g_hash_table_remove (server->connections, connection);
  if (g_hash_table_size (server->connections) == 0)
    g_hash_table_remove (self->servers, key);
}
