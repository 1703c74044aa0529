/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-autostart.h"

#include "dm-autostart-entry.h"
#include "dm-background-portal.h"
#include "dm-portal.h"
#include "dm-settings.h"

static void
set_in_thread (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (dm_autostart_entry_set (GPOINTER_TO_INT (task_data), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
upgrade_in_thread (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  dm_autostart_entry_upgrade ();
  g_task_return_boolean (task, TRUE);
}

static void
look_in_thread (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  g_task_return_boolean (task, dm_autostart_entry_is_system_wide ());
}

static void
on_portal_answered_cb (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (dm_background_portal_set_autostart_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
get_in_thread (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  gboolean enabled;
  GError *error = NULL;

  if (dm_autostart_entry_get (&enabled, &error))
    g_task_return_boolean (task, enabled);
  else
    g_task_return_error (task, error);
}

void
dm_autostart_set_async (gboolean enabled,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  const char *const command[] = { DM_AUTOSTART_PROGRAM, DM_AUTOSTART_ARGUMENTS, NULL };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dm_autostart_set_async);
  g_task_set_task_data (task, GINT_TO_POINTER (enabled), NULL);
  if (dm_portal_is_needed ())
    dm_background_portal_set_autostart_async (enabled, command, cancellable, on_portal_answered_cb, g_object_ref (task));
  else
    g_task_run_in_thread (task, set_in_thread);
}

gboolean
dm_autostart_set_finish (GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dm_autostart_set_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
dm_autostart_get_async (GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, dm_autostart_get_async);
  if (dm_portal_is_needed ())
    g_task_return_boolean (task, dm_settings_get_boolean (DM_SETTINGS_START_AT_SIGN_IN));
  else
    g_task_run_in_thread (task, get_in_thread);
}

gboolean
dm_autostart_get_finish (GAsyncResult *result,
                         gboolean *enabled,
                         GError **error)
{
  GError *reason = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, dm_autostart_get_async), FALSE);

  *enabled = g_task_propagate_boolean (G_TASK (result), &reason);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, reason);

  return FALSE;
}

static void
on_turned_on_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (dm_autostart_set_finish (result, &error))
    dm_settings_set_boolean (DM_SETTINGS_START_AT_SIGN_IN, TRUE);
  else
    g_warning ("Starting at sign-in could not be turned on: %s", error->message);
}

/* A system-wide entry needs no help; if it is turned off, somebody meant it. */
static void
on_looked_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    dm_autostart_set_async (TRUE, NULL, on_turned_on_cb, NULL);
}

void
dm_autostart_turn_on_once (void)
{
  g_autoptr (GTask) task = NULL;

  if (dm_settings_is_chosen (DM_SETTINGS_START_AT_SIGN_IN))
    return;
  if (dm_portal_is_needed ())
    {
      dm_autostart_set_async (TRUE, NULL, on_turned_on_cb, NULL);
      return;
    }
  task = g_task_new (NULL, NULL, on_looked_cb, NULL);
  g_task_set_source_tag (task, dm_autostart_turn_on_once);
  g_task_run_in_thread (task, look_in_thread);
}

void
dm_autostart_upgrade (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, dm_autostart_upgrade);
  if (!dm_portal_is_needed ())
    g_task_run_in_thread (task, upgrade_in_thread);
}
