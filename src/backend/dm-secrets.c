/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-secrets.h"

#include "dm-deadline.h"
#include "dm-secret-service.h"

#include <libsecret/secret.h>

typedef struct
{
  DmLocation *location;
  GHashTable *wanted; /* what GVfs would ask for */
  DmDeadline *deadline;
} Lookup;

/**
 * Candidate:
 *
 * An item of the secret service for the server.
 */
typedef struct
{
  SecretItem *item;
  GHashTable *attributes;
} Candidate;

static void
lookup_free (Lookup *self)
{
  dm_location_unref (self->location);
  g_hash_table_unref (self->wanted);
  dm_deadline_free (self->deadline);
  g_free (self);
}

static Candidate *
candidate_new (SecretItem *item)
{
  Candidate *self = g_new0 (Candidate, 1);

  self->item = g_object_ref (item);
  self->attributes = secret_item_get_attributes (item);
  return self;
}

static void
candidate_free (Candidate *self)
{
  g_object_unref (self->item);
  g_hash_table_unref (self->attributes);
  g_free (self);
}

static void
free_items (GList *items)
{
  g_list_free_full (items, g_object_unref);
}

static gboolean
has_port (Candidate *self, DmLocation *location)
{
  const char *text = g_hash_table_lookup (self->attributes, "port");
  guint64 port;

  if (text == NULL)
    return dm_location_get_port (location) == 0;
  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL) &&
         port == dm_location_get_effective_port (location);
}

/* Domains are names of Windows, which knows no case. */
static gboolean
has_domain (Candidate *self, DmLocation *location)
{
  const char *wanted = dm_location_get_domain (location);
  const char *domain = g_hash_table_lookup (self->attributes, "domain");

  return wanted == NULL || domain == NULL || *domain == '\0' ||
         g_ascii_strcasecmp (wanted, domain) == 0;
}

static gboolean
has_user (Candidate *self, DmLocation *location)
{
  const char *wanted = dm_location_get_user (location);
  const char *user = g_hash_table_lookup (self->attributes, "user");

  if (user == NULL || *user == '\0')
    return FALSE;
  return wanted == NULL || g_str_equal (wanted, user);
}

static gboolean
fits (Candidate *self, DmLocation *location)
{
  return has_port (self, location) && has_domain (self, location) &&
         has_user (self, location);
}

/* How the secret service compares: every wanted attribute, no matter what
 * else the item has. */
static gboolean
has_all (Candidate *self, GHashTable *wanted)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (g_strcmp0 (g_hash_table_lookup (self->attributes, key), value) != 0)
        return FALSE;
    }

  return TRUE;
}

static int
compare_modified (Candidate *a, Candidate *b)
{
  guint64 one = secret_item_get_modified (a->item);
  guint64 other = secret_item_get_modified (b->item);

  return (one < other) - (one > other);
}

/* The item that GVfs takes: of those it finds the one with the fewest
 * attributes, of these the one most recently changed. */
static Candidate *
find_gvfs_choice (GPtrArray *candidates, GHashTable *wanted)
{
  Candidate *best = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *one = g_ptr_array_index (candidates, i);
      int order;

      if (!has_all (one, wanted))
        continue;
      order = best == NULL ? -1
                           : (int) g_hash_table_size (one->attributes) -
                               (int) g_hash_table_size (best->attributes);
      if (order < 0 || (order == 0 && compare_modified (one, best) < 0))
        best = one;
    }

  return best;
}

/* The most recently changed one that fits, and is or is not locked. */
static Candidate *
find_newest (GPtrArray *candidates, DmLocation *location, gboolean locked)
{
  Candidate *best = NULL;

  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *one = g_ptr_array_index (candidates, i);

      if (!fits (one, location) || secret_item_get_locked (one->item) != locked)
        continue;
      if (best == NULL || compare_modified (one, best) < 0)
        best = one;
    }

  return best;
}

/* (nullable): NULL if the item holds no text. */
static DmCredential *
build_credential (Candidate *candidate)
{
  SecretValue *value = secret_item_get_secret (candidate->item);
  const char *domain = g_hash_table_lookup (candidate->attributes, "domain");
  DmCredential *self;
  char *password;

  if (value == NULL)
    return NULL;
  /* The item has a reference too, so this is a copy in secure memory. */
  password = secret_value_unref_to_password (value, NULL);
  if (password == NULL)
    return NULL;

  self = g_new0 (DmCredential, 1);
  self->user = g_strdup (g_hash_table_lookup (candidate->attributes, "user"));
  self->domain = domain != NULL && *domain != '\0' ? g_strdup (domain) : NULL;
  self->password = password;
  return self;
}

static GPtrArray *
build_candidates (GList *items)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) candidate_free);

  for (GList *l = items; l != NULL; l = l->next)
    g_ptr_array_add (candidates, candidate_new (l->data));
  return candidates;
}

static void
return_best (GTask *task, GList *items)
{
  Lookup *lookup = g_task_get_task_data (task);
  g_autoptr (GPtrArray) candidates = build_candidates (items);
  Candidate *best = find_newest (candidates, lookup->location, FALSE);
  DmCredential *credential = best != NULL ? build_credential (best) : NULL;

  if (credential == NULL && find_newest (candidates, lookup->location, TRUE) != NULL)
    {
      g_task_return_error (task, dm_secret_service_create_locked_error (dm_location_get_server (lookup->location)));
      return;
    }

  if (credential != NULL)
    credential->exact = best == find_gvfs_choice (candidates, lookup->wanted);
  g_task_return_pointer (task, credential, (GDestroyNotify) dm_credential_free);
}

/* Whatever is wrong with the secret service: then there is no password in it
 * for us, and the user is asked. */
static void
return_none (GTask *task, const GError *error)
{
  g_debug ("No use of the secret service: %s", error->message);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, NULL, NULL);
}

static void
on_items_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GList *items;

  items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);
  if (error != NULL)
    return_none (task, error);
  else
    return_best (task, items);
  free_items (items);
}

static void
on_service_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (GHashTable) query = NULL;
  g_autoptr (GError) error = NULL;
  Lookup *lookup = g_task_get_task_data (task);

  service = secret_service_get_finish (result, &error);
  if (service == NULL)
    {
      return_none (task, error);
      return;
    }

  /* Only these two: the rest is compared here, less strictly. */
  query = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (query, (gpointer) "server",
                       g_hash_table_lookup (lookup->wanted, "server"));
  g_hash_table_insert (query, (gpointer) "protocol",
                       g_hash_table_lookup (lookup->wanted, "protocol"));
  secret_service_search (service, SECRET_SCHEMA_COMPAT_NETWORK, query,
                         SECRET_SEARCH_ALL | SECRET_SEARCH_LOAD_SECRETS,
                         dm_deadline_get_cancellable (lookup->deadline),
                         on_items_found_cb, g_steal_pointer (&task));
}

void
dm_credential_free (DmCredential *self)
{
  g_free (self->user);
  g_free (self->domain);
  secret_password_free (self->password);
  g_free (self);
}

void
dm_secrets_lookup_async (DmLocation *location, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Lookup *lookup = g_new0 (Lookup, 1);

  g_return_if_fail (location != NULL);

  lookup->location = dm_location_ref (location);
  lookup->wanted = dm_location_to_secret_attributes (location);
  lookup->deadline = dm_deadline_new (DM_SECRET_SERVICE_DEADLINE_MS, cancellable);
  g_task_set_source_tag (task, dm_secrets_lookup_async);
  g_task_set_task_data (task, lookup, (GDestroyNotify) lookup_free);

  /* With a session at once, so that passwords cross the bus encrypted. */
  secret_service_get (SECRET_SERVICE_OPEN_SESSION,
                      dm_deadline_get_cancellable (lookup->deadline),
                      on_service_got_cb, g_steal_pointer (&task));
}

DmCredential *
dm_secrets_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
