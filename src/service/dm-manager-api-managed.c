/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* CheckManaged. */

#include "config.h"

#include "dm-manager-api-private.h"

#include <string.h>

#include "dm-managed-snapshot.h"

static const char *
get_action_word (DmManagedAction action)
{
  switch (action)
    {
    case DM_MANAGED_CREATE:
      return "create";
    case DM_MANAGED_DELETE:
      return "delete";
    case DM_MANAGED_KEEP:
    default:
      return "keep";
    }
}

static GVariant *
describe_drive (const DmManagedDrive *drive)
{
  g_autofree char *remote = drive->location != NULL ? dm_location_to_remote (drive->location) : NULL;
  g_autofree char *uri = drive->location != NULL ? dm_location_to_uri (drive->location) : NULL;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "local", "s", drive->local);
  g_variant_dict_insert (&dict, "from", "b", drive->is_from);
  g_variant_dict_insert (&dict, "action", "s", get_action_word (drive->action));
  if (remote != NULL)
    g_variant_dict_insert (&dict, "remote", "s", remote);
  if (uri != NULL)
    g_variant_dict_insert (&dict, "uri", "s", uri);
  if (drive->label != NULL)
    g_variant_dict_insert (&dict, "label", "s", drive->label);

  return g_variant_dict_end (&dict);
}

/* It asks for the user's groups. */
static void
check_in_thread (GTask *task,
                 gpointer source,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  GVariant *parameters = task_data;
  g_autoptr (GVariant) content = g_variant_get_child_value (parameters, 1);
  g_autofree char *text = NULL;
  const char *file;
  gconstpointer bytes;
  gsize length;

  /* A text ends with a NUL, and bytes of the bus do not. */
  g_variant_get_child (parameters, 0, "&s", &file);
  bytes = g_variant_get_fixed_array (content, &length, 1);
  text = g_malloc0 (length + 1);
  if (length > 0)
    memcpy (text, bytes, length);
  g_task_return_pointer (task, dm_managed_snapshot_check (file, text, length),
                         (GDestroyNotify) dm_managed_snapshot_free);
}

static void
check_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (DmRequest) request = user_data;
  g_autoptr (DmManagedSnapshot) found = g_task_propagate_pointer (G_TASK (result), NULL);
  GVariantBuilder drives;

  g_variant_builder_init (&drives, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < found->drives->len; i++)
    g_variant_builder_add_value (&drives, describe_drive (found->drives->pdata[i]));
  g_ptr_array_add (found->problems, NULL);

  dm_dbus_manager_complete_check_managed (request->api->skeleton,
                                          g_steal_pointer (&request->call->invocation),
                                          g_variant_builder_end (&drives),
                                          (const char *const *) found->problems->pdata);
}

/* The content may have any bytes, so it is not taken as the string that the
 * generated code makes of it. */
static gboolean
handle_check_managed (DmManagerApi *self,
                      GDBusMethodInvocation *invocation,
                      const char *file,
                      const char *unused,
                      GVariant *options)
{
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);
  DmRequest *request = dm_request_new (self, invocation, options, dm_request_no_options);
  g_autoptr (GTask) task = NULL;

  if (request == NULL)
    return TRUE;

  task = g_task_new (NULL, NULL, check_cb, request);
  g_task_set_source_tag (task, handle_check_managed);
  g_task_set_task_data (task, g_variant_ref (parameters), (GDestroyNotify) g_variant_unref);
  g_task_run_in_thread (task, check_in_thread);

  return TRUE;
}

void
dm_manager_api_add_managed_handlers (DmManagerApi *self)
{
  dm_manager_api_add_handler (self, "handle-check-managed", G_CALLBACK (handle_check_managed));
}
