/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-browse-shares-job.h"

#include "dm-error.h"
#include "dm-smb-question.h"

typedef struct
{
  DmManager *manager;
  DmLocation *server;
  gboolean hidden;
} BrowseJob;

static void
browse_job_free (BrowseJob *self)
{
  g_object_unref (self->manager);
  dm_location_unref (self->server);
  g_free (self);
}

static gboolean
is_same_letter (gunichar a,
                gunichar b)
{
  return g_unichar_toupper (a) == g_unichar_toupper (b) || g_unichar_tolower (a) == g_unichar_tolower (b);
}

/* Folding may write one letter as two ("ß"), which no server takes for the same. */
static gboolean
is_same_name (const char *a,
              const char *b)
{
  while (*a != '\0' && *b != '\0' && is_same_letter (g_utf8_get_char (a), g_utf8_get_char (b)))
    {
      a = g_utf8_next_char (a);
      b = g_utf8_next_char (b);
    }

  return *a == '\0' && *b == '\0';
}

/* (nullable): NULL if there is no way to write it down, or to find it again. */
static DmLocation *
create_location (BrowseJob *self,
                 const char *name)
{
  g_autoptr (DmLocation) location = dm_location_new ("smb", NULL, NULL, dm_location_get_server (self->server),
                                                     dm_location_get_port (self->server), name, NULL, NULL);
  g_autofree char *remote = location != NULL ? dm_location_to_remote (location) : NULL;
  g_autoptr (DmLocation) again = remote != NULL ? dm_location_parse (remote, NULL) : NULL;

  if (again == NULL || !dm_location_equal (location, again) ||
      !is_same_name (dm_location_get_share (location), name))
    return NULL;

  return g_steal_pointer (&location);
}

static gboolean
is_on (DmDrive *drive,
       DmLocation *share)
{
  g_autofree char *key = dm_location_to_server_key (share);

  return g_str_equal (dm_drive_get_server_key (drive), key) &&
         g_strcmp0 (dm_location_get_share (dm_drive_get_location (drive)), dm_location_get_share (share)) == 0;
}

/* (nullable): of several that which is connected. */
static DmDrive *
find_drive (GPtrArray *drives,
            DmLocation *share)
{
  DmDrive *found = NULL;

  for (guint i = 0; i < drives->len; i++)
    if (is_on (drives->pdata[i], share) && (found == NULL || dm_drive_get_connection (found) == NULL))
      found = drives->pdata[i];

  return found;
}

static void
add_place (BrowseJob *self,
           GVariantDict *dict,
           const char *name,
           GPtrArray *drives)
{
  g_autoptr (DmLocation) location = create_location (self, name);
  g_autofree char *remote = location != NULL ? dm_location_to_remote (location) : NULL;
  DmDrive *drive = location != NULL ? find_drive (drives, location) : NULL;

  if (remote != NULL)
    g_variant_dict_insert (dict, "remote", "s", remote);
  if (drive != NULL)
    g_variant_dict_insert (dict, "local", "s", dm_drive_get_local (drive));
}

/* (nullable): NULL: nothing that was asked for. */
static GVariant *
convert_share (BrowseJob *self,
               GVariant *share,
               GPtrArray *drives)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  const char *name = "", *type = "", *comment = "";
  gboolean special = FALSE, is_hidden;

  g_variant_lookup (share, "name", "&s", &name);
  g_variant_lookup (share, "type", "&s", &type);
  g_variant_lookup (share, "comment", "&s", &comment);
  g_variant_lookup (share, "special", "b", &special);
  is_hidden = special || g_str_equal (type, "ipc") || g_str_has_suffix (name, "$");
  if (*name == '\0' || (is_hidden && !self->hidden))
    return NULL;

  g_variant_dict_insert (&dict, "name", "s", name);
  g_variant_dict_insert (&dict, "type", "s", g_str_equal (type, "ipc") ? "other" : type);
  g_variant_dict_insert (&dict, "comment", "s", comment);
  g_variant_dict_insert (&dict, "hidden", "b", is_hidden);
  if (g_str_equal (type, "disk"))
    add_place (self, &dict, name, drives);

  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static int
compare_shares (gconstpointer a,
                gconstpointer b)
{
  const char *name = "", *other = "";
  g_autofree char *key = NULL;
  g_autofree char *other_key = NULL;
  int order;

  g_variant_lookup (*(GVariant *const *) a, "name", "&s", &name);
  g_variant_lookup (*(GVariant *const *) b, "name", "&s", &other);
  key = g_utf8_collate_key_for_filename (name, -1);
  other_key = g_utf8_collate_key_for_filename (other, -1);
  order = strcmp (key, other_key);

  return order != 0 ? order : strcmp (name, other);
}

static GVariant *
convert_shares (BrowseJob *self,
                GVariant *shares)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives (self->manager);
  g_autoptr (GPtrArray) converted = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  for (gsize i = 0; i < g_variant_n_children (shares); i++)
    {
      g_autoptr (GVariant) share = g_variant_get_child_value (shares, i);
      GVariant *entry = convert_share (self, share, drives);

      if (entry != NULL)
        g_ptr_array_add (converted, entry);
    }
  g_ptr_array_sort (converted, compare_shares);

  return g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARDICT, (GVariant *const *) converted->pdata,
                                                  converted->len));
}

static void
ask_cb (GObject *object,
        GAsyncResult *result,
        gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (DmSmbAnswer) answer = dm_smb_question_ask_finish (result, &error);

  if (answer != NULL && dm_smb_question_to_error (result, answer, &error) &&
      answer->failure == DM_SMB_FAILURE_PROTOCOL)
    error->code = DM_ERROR_NOT_SUPPORTED;

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, convert_shares (g_task_get_task_data (task), answer->entries),
                           (GDestroyNotify) g_variant_unref);
}

void
dm_browse_shares_job_async (DmManager *manager,
                            DmLocation *server,
                            gboolean hidden,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  BrowseJob *job;

  g_return_if_fail (DM_IS_MANAGER (manager));
  g_return_if_fail (server != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_browse_shares_job_async);
  job = g_new0 (BrowseJob, 1);
  job->manager = g_object_ref (manager);
  job->server = dm_location_ref (server);
  job->hidden = hidden;
  g_task_set_task_data (task, job, (GDestroyNotify) browse_job_free);

  dm_smb_question_ask_async (dm_smb_question_new (DM_SMB_OPERATION_SHARES, server), server,
                             DM_SMB_WORKER_DEADLINE, cancellable, ask_cb, task);
}

GVariant *
dm_browse_shares_job_finish (GAsyncResult *result,
                             GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
