/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-browse-servers-job.h"

#include "dm-network-servers.h"
#include "dm-saved-servers.h"

/* For how long announcements are listened to, in ms: those who answer a query at
 * all do so within a second or two. */
#define LISTEN_MS 3000

typedef struct
{
  /* Owned */
  GPtrArray *entries; /* GVariant */
  GHashTable *keys;   /* of servers, a set */

  /* Values */
  DmFoundFunc found;
  gpointer found_data;
  guint n_waiting;
} BrowseJob;

static void
browse_job_free (BrowseJob *self)
{
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->keys);
  g_free (self);
}

static GVariant *
create_list (GVariant *const *entries,
             gsize n_entries)
{
  return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARDICT, entries, n_entries));
}

static GVariant *
create_entry (DmLocation *server,
              const char *name,
              gboolean announced)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *uri = dm_location_to_server_uri (server);

  g_variant_dict_insert (&dict, "name", "s", name);
  g_variant_dict_insert (&dict, "uri", "s", uri);
  g_variant_dict_insert (&dict, "source", "s", announced ? "network" : "known");

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* Each once, as it was found first: what was told is not taken back. */
static void
take_server (BrowseJob *self,
             DmLocation *server,
             const char *name,
             gboolean announced)
{
  g_autoptr (GVariant) list = NULL;
  GVariant *entry;

  if (!g_hash_table_add (self->keys, dm_location_to_server_key (server)))
    return;

  entry = create_entry (server, name, announced);
  g_ptr_array_add (self->entries, entry);
  list = create_list (&entry, 1);
  if (self->found != NULL)
    self->found (list, self->found_data);
}

static void
take_known (BrowseJob *self,
            DmLocation *location)
{
  if (location != NULL && g_str_equal (dm_location_get_provider (location), "smb"))
    take_server (self, location, dm_location_get_server (location), FALSE);
}

static void
take_used (BrowseJob *self,
           DmManager *manager)
{
  GPtrArray *connections = dm_manager_get_connections (manager);
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (manager);

  for (guint i = 0; i < drives->len; i++)
    take_known (self, dm_drive_get_location (drives->pdata[i]));
  for (guint i = 0; i < connections->len; i++)
    take_known (self, dm_connection_get_mount (connections->pdata[i])->location);
}

static void
end_one (GTask *task)
{
  BrowseJob *job = g_task_get_task_data (task);

  if (--job->n_waiting > 0 || g_task_return_error_if_cancelled (task))
    return;

  g_task_return_pointer (task, create_list ((GVariant *const *) job->entries->pdata, job->entries->len),
                         (GDestroyNotify) g_variant_unref);
}

static void
on_server_announced_cb (DmLocation *server,
                        const char *name,
                        gpointer user_data)
{
  take_server (user_data, server, name, TRUE);
}

static void
announced_cb (GObject *object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  dm_network_servers_find_finish (result, NULL);
  end_one (task);
}

static void
saved_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) servers = dm_saved_servers_list_finish (result, NULL);

  for (guint i = 0; servers != NULL && i < servers->len; i++)
    take_known (g_task_get_task_data (task), servers->pdata[i]);
  end_one (task);
}

void
dm_browse_servers_job_async (DmManager *manager,
                             DmFoundFunc found,
                             gpointer found_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  BrowseJob *job;

  g_return_if_fail (DM_IS_MANAGER (manager));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_browse_servers_job_async);
  job = g_new0 (BrowseJob, 1);
  job->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  job->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  job->found = found;
  job->found_data = found_data;
  job->n_waiting = 2;
  g_task_set_task_data (task, job, (GDestroyNotify) browse_job_free);

  take_used (job, manager);
  dm_saved_servers_list_async (cancellable, saved_cb, g_object_ref (task));
  dm_network_servers_find_async (LISTEN_MS, on_server_announced_cb, job, cancellable,
                                 announced_cb, g_object_ref (task));
}

GVariant *
dm_browse_servers_job_finish (GAsyncResult *result,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
