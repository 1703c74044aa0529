/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-client.h"

#include "dm-client-call.h"
#include "dm-client-private.h"
#include "dm-holder.h"

/* A connect may wait for a slow server and for the user, a cancel for GVfs. */
#define NO_TIMEOUT      G_MAXINT
#define DEFAULT_TIMEOUT -1

static char *
finish_object (GAsyncResult *result,
               GError **error)
{
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  char *path = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(o)", &path);

  return path;
}

static void
read_cancel_result (GVariant *dict,
                    DmCancelResult *cancelled)
{
  g_auto (GVariantDict) values = G_VARIANT_DICT_INIT (dict);
  const char *result = NULL;
  const char *level = NULL;

  *cancelled = (DmCancelResult){ .result = DM_RESULT_DISCONNECTED };
  if (g_variant_dict_lookup (&values, "result", "&s", &result))
    dm_result_from_string (result, &cancelled->result, NULL);
  if (g_variant_dict_lookup (&values, "level", "&s", &level))
    dm_level_from_string (level, &cancelled->level, NULL);
  g_variant_dict_lookup (&values, "elapsed-ms", "t", &cancelled->elapsed_ms);
  g_variant_dict_lookup (&values, "ended-backend", "b", &cancelled->ended_backend);
}

/* Of a method that gives nothing but its success. */
static gboolean
finish_nothing (GAsyncResult *result,
                GError **error)
{
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);

  return reply != NULL;
}

static char *
dup_nonempty (const char *text)
{
  return *text != '\0' ? g_strdup (text) : NULL;
}

void
dm_client_map_async (DmClient *self,
                     const char *local,
                     const char *remote,
                     const char *domain,
                     const char *user,
                     gboolean remember,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  dm_client_call_add_login (&options, domain, user);
  g_variant_dict_insert (&options, "remember", "b", remember);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "Map",
                        g_variant_new ("(ss@a{sv})", local, remote, g_variant_dict_end (&options)),
                        NO_TIMEOUT);
}

char *
dm_client_map_finish (DmClient *self,
                      GAsyncResult *result,
                      GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return finish_object (result, error);
}

void
dm_client_connect_async (DmClient *self,
                         const char *remote,
                         const char *domain,
                         const char *user,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  dm_client_call_add_login (&options, domain, user);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "Connect",
                        g_variant_new ("(s@a{sv})", remote, g_variant_dict_end (&options)),
                        NO_TIMEOUT);
}

char *
dm_client_connect_finish (DmClient *self,
                          GAsyncResult *result,
                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return finish_object (result, error);
}

void
dm_client_cancel_async (DmClient *self,
                        const char *name,
                        DmLevel level,
                        gboolean update_profile,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  g_variant_dict_insert (&options, "update-profile", "b", update_profile);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "Cancel",
                        g_variant_new ("(ss@a{sv})", name, dm_level_to_string (level),
                                       g_variant_dict_end (&options)),
                        NO_TIMEOUT);
}

gboolean
dm_client_cancel_finish (DmClient *self,
                         GAsyncResult *result,
                         DmCancelResult *cancelled,
                         GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) dict = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return FALSE;

  dict = g_variant_get_child_value (reply, 0);
  if (cancelled != NULL)
    read_cancel_result (dict, cancelled);

  return TRUE;
}

void
dm_client_get_holders_async (DmClient *self,
                             const char *name,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "GetHolders",
                        g_variant_new ("(s@a{sv})", name, g_variant_dict_end (&options)),
                        DEFAULT_TIMEOUT);
}

GPtrArray *
dm_client_get_holders_finish (DmClient *self,
                              GAsyncResult *result,
                              GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) holders = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return NULL;

  holders = g_variant_get_child_value (reply, 0);

  return dm_holder_list_from_variant (holders);
}

void
dm_client_refresh_async (DmClient *self,
                         DmRefreshFlags flags,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  g_variant_dict_insert (&options, "scan", "b", (flags & DM_REFRESH_SCAN) != 0);
  if (flags & DM_REFRESH_PROBE)
    g_variant_dict_insert (&options, "probe", "b", TRUE);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "Refresh",
                        g_variant_new ("(@a{sv})", g_variant_dict_end (&options)),
                        DEFAULT_TIMEOUT);
}

gboolean
dm_client_refresh_finish (DmClient *self,
                          GAsyncResult *result,
                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return finish_nothing (result, error);
}

void
dm_client_rename_async (DmClient *self,
                        const char *local,
                        const char *new_local,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "Rename",
                        g_variant_new ("(ss@a{sv})", local, new_local, g_variant_dict_end (&options)),
                        DEFAULT_TIMEOUT);
}

char *
dm_client_rename_finish (DmClient *self,
                         GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return finish_object (result, error);
}

void
dm_client_set_remembered_async (DmClient *self,
                                const char *local,
                                gboolean remembered,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "SetRemembered",
                        g_variant_new ("(sb@a{sv})", local, remembered, g_variant_dict_end (&options)),
                        DEFAULT_TIMEOUT);
}

gboolean
dm_client_set_remembered_finish (DmClient *self,
                                 GAsyncResult *result,
                                 GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return finish_nothing (result, error);
}

void
dm_client_set_drive_settings_async (DmClient *self,
                                    const char *local,
                                    const DmDriveSettings *settings,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task;
  GVariantDict options;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_init_options (task, &options);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "SetDriveSettings",
                        g_variant_new ("(s@a{sv}@a{sv})", local, dm_drive_settings_to_variant (settings),
                                       g_variant_dict_end (&options)),
                        DEFAULT_TIMEOUT);
}

gboolean
dm_client_set_drive_settings_finish (DmClient *self,
                                     GAsyncResult *result,
                                     GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return finish_nothing (result, error);
}

void
dm_client_get_last_error_async (DmClient *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = dm_client_call_new (self, cancellable, callback, user_data);
  dm_client_call_start (task, G_DBUS_PROXY (dm_client_get_manager (self)), "LastError",
                        g_variant_new ("()"), DEFAULT_TIMEOUT);
}

gboolean
dm_client_get_last_error_finish (DmClient *self,
                                 GAsyncResult *result,
                                 guint *code,
                                 char **text,
                                 char **provider,
                                 GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  const char *reply_text;
  const char *reply_provider;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  reply = g_task_propagate_pointer (G_TASK (result), error);
  if (reply == NULL)
    return FALSE;

  g_variant_get (reply, "(u&s&s)", code, &reply_text, &reply_provider);
  *text = dup_nonempty (reply_text);
  *provider = dup_nonempty (reply_provider);

  return TRUE;
}
