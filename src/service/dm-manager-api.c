/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-manager-api.h"

#include <glib/gi18n-lib.h>

#include "dm-call.h"
#include "dm-connect-job.h"
#include "dm-disconnect-job.h"
#include "dm-error.h"
#include "dm-holders.h"
#include "dm-last-error.h"
#include "dm-local-name.h"
#include "dm-names.h"
#include "dm-stream-holders.h"
#include "dm-win32-use.h"

struct _DmManagerApi
{
  GObject parent_instance;

  /* Owned */
  DmManager *manager;
  DmDbusManager *skeleton;
  GHashTable *operations; /* the registry of named calls */
  DmLastError *last_error;
};

enum
{
  CALLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmManagerApi, dm_manager_api, G_TYPE_OBJECT)

static const DmCallOption no_options[] = { { NULL } };

/* A call, and what its answer needs. */
typedef struct
{
  DmManagerApi *api;
  DmCall *call;
  char *provider; /* nullable: of the place it is about */
} Request;

static void
request_free (Request *self)
{
  g_object_unref (self->api);
  dm_call_free (self->call);
  g_free (self->provider);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static Request *
request_new (DmManagerApi *self,
             GDBusMethodInvocation *invocation,
             GVariant *options,
             const DmCallOption *known)
{
  DmCall *call = dm_call_new (self->operations, invocation, options, known);
  Request *request;

  g_signal_emit (self, signals[CALLED], 0);
  if (call == NULL)
    return NULL;

  request = g_new0 (Request, 1);
  request->api = g_object_ref (self);
  request->call = call;

  return request;
}

static void
request_fail (Request *self,
              GError *error)
{
  GDBusMethodInvocation *invocation = self->call->invocation;

  dm_last_error_note (self->api->last_error,
                      g_dbus_method_invocation_get_connection (invocation),
                      g_dbus_method_invocation_get_sender (invocation),
                      error, self->provider);
  dm_call_return_error (self->call, error);
}

/* The location of @remote as the options' user. */
static DmLocation *
parse_location (Request *request,
                const char *remote,
                GError **error)
{
  g_autoptr (DmLocation) location = dm_location_parse (remote, error);
  const char *user = dm_call_get_string (request->call, "user");
  const char *domain = dm_call_get_string (request->call, "domain");
  const char *named;

  if (location == NULL)
    return NULL;

  request->provider = g_strdup (dm_location_get_provider (location));
  if (user == NULL && domain == NULL)
    return g_steal_pointer (&location);

  named = dm_location_get_user (location);
  if (named != NULL && user != NULL && !g_str_equal (named, user))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                   _ ("The location names the user %s, the option the user %s. Give only one."), named, user);
      return NULL;
    }

  return dm_location_dup_with_user (location, domain, user != NULL ? user : named);
}

/* Map, Connect */

static const DmCallOption map_options[] = {
  { "remember", G_VARIANT_TYPE_BOOLEAN },
  { "user", G_VARIANT_TYPE_STRING },
  { "domain", G_VARIANT_TYPE_STRING },
  { NULL }
};

static const DmCallOption connect_options[] = {
  { "user", G_VARIANT_TYPE_STRING },
  { "domain", G_VARIANT_TYPE_STRING },
  { NULL }
};

static void
connect_job_cb (GObject *object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dm_connect_job_finish (result, &error);

  dm_manager_flush (request->api->manager);

  /* Both methods answer with one object path. */
  if (path != NULL)
    g_dbus_method_invocation_return_value (g_steal_pointer (&request->call->invocation),
                                           g_variant_new ("(o)", path));
  else
    request_fail (request, g_steal_pointer (&error));
}

static void
start_connect_job (Request *request,
                   const char *local,
                   DmLocation *location,
                   gboolean remember)
{
  dm_call_watch_caller (request->call);
  dm_connect_job_async (request->api->manager, local, location, remember,
                        request->call->cancellable, connect_job_cb, request);
}

static gboolean
is_taken (const char *local,
          gpointer user_data)
{
  return dm_manager_find_drive (DM_MANAGER (user_data), local) != NULL;
}

static char *
choose_local (DmManagerApi *self,
              const char *local,
              GError **error)
{
  char *chosen;

  if (!g_str_equal (local, "*"))
    return dm_local_name_normalize (local, error);

  chosen = dm_local_name_next_free (is_taken, self->manager);
  if (chosen == NULL)
    g_set_error_literal (error, DM_ERROR, DM_ERROR_ALREADY_ASSIGNED,
                         _ ("All drive letters are taken. Use a name, or disconnect a drive."));

  return chosen;
}

static gboolean
handle_map (DmManagerApi *self,
            GDBusMethodInvocation *invocation,
            const char *local,
            const char *remote,
            GVariant *options)
{
  Request *request = request_new (self, invocation, options, map_options);
  g_autoptr (DmLocation) location = NULL;
  g_autofree char *name = NULL;
  GError *error = NULL;

  if (request == NULL)
    return TRUE;

  name = choose_local (self, local, &error);
  location = name != NULL ? parse_location (request, remote, &error) : NULL;
  if (location == NULL)
    {
      request_fail (request, error);
      request_free (request);
      return TRUE;
    }

  start_connect_job (request, name, location, dm_call_get_boolean (request->call, "remember", TRUE));

  return TRUE;
}

/* Answers when @name is a local name; FALSE: it is a location. */
static gboolean
connect_drive (Request *request,
               const char *name)
{
  g_autofree char *local = NULL;
  g_autoptr (DmLocation) location = NULL;
  GError *error = NULL;
  DmDrive *drive;

  if (!dm_local_name_looks_like (name))
    return FALSE;

  local = dm_local_name_normalize (name, &error);
  drive = local != NULL ? dm_manager_find_drive (request->api->manager, local) : NULL;
  if (drive == NULL)
    {
      if (error == NULL)
        error = g_error_new (DM_ERROR, DM_ERROR_NOT_CONNECTED,
                             _ ("There is no drive %s. Map it first."), local);
      request_fail (request, error);
      request_free (request);
      return TRUE;
    }

  if (dm_drive_get_connection (drive) != NULL)
    {
      g_dbus_method_invocation_return_value (g_steal_pointer (&request->call->invocation),
                                             g_variant_new ("(o)", dm_drive_get_object_path (drive)));
      request_free (request);
      return TRUE;
    }

  location = dm_location_ref (dm_drive_get_location (drive));
  request->provider = g_strdup (dm_location_get_provider (location));
  start_connect_job (request, local, location, FALSE);

  return TRUE;
}

static gboolean
handle_connect (DmManagerApi *self,
                GDBusMethodInvocation *invocation,
                const char *remote,
                GVariant *options)
{
  Request *request = request_new (self, invocation, options, connect_options);
  g_autoptr (DmLocation) location = NULL;
  GError *error = NULL;

  if (request == NULL || connect_drive (request, remote))
    return TRUE;

  location = parse_location (request, remote, &error);
  if (location == NULL)
    {
      request_fail (request, error);
      request_free (request);
      return TRUE;
    }

  start_connect_job (request, NULL, location, FALSE);

  return TRUE;
}

/* Cancel */

static const DmCallOption cancel_options[] = {
  { "update-profile", G_VARIANT_TYPE_BOOLEAN },
  { NULL }
};

static void
note_provider (Request *request,
               const char *name)
{
  DmConnection *connection = dm_manager_lookup_connection (request->api->manager, name, NULL);
  DmMount *mount = connection != NULL ? dm_connection_get_mount (connection) : NULL;

  if (mount != NULL && mount->location != NULL)
    request->provider = g_strdup (dm_location_get_provider (mount->location));
}

static GVariant *
describe_outcome (const DmDisconnectOutcome *outcome,
                  DmLevel level)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "result", "s", dm_result_to_string (outcome->result));
  g_variant_dict_insert (&dict, "level", "s", dm_level_to_string (level));
  g_variant_dict_insert (&dict, "elapsed-ms", "t", outcome->elapsed_ms);
  g_variant_dict_insert (&dict, "ended-backend", "b", outcome->ended_backend);

  return g_variant_dict_end (&dict);
}

static DmLevel
get_level_argument (GDBusMethodInvocation *invocation)
{
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);
  const char *text;
  DmLevel level = DM_LEVEL_NONE;

  g_variant_get_child (parameters, 1, "&s", &text);
  dm_level_from_string (text, &level, NULL);

  return level;
}

static void
disconnect_job_cb (GObject *object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_auto (DmDisconnectOutcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  DmLevel level = get_level_argument (request->call->invocation);

  dm_manager_flush (request->api->manager);
  if (dm_disconnect_job_finish (result, &outcome, &error))
    dm_dbus_manager_complete_cancel (request->api->skeleton,
                                     g_steal_pointer (&request->call->invocation),
                                     describe_outcome (&outcome, level));
  else
    request_fail (request, g_steal_pointer (&error));
}

static gboolean
handle_cancel (DmManagerApi *self,
               GDBusMethodInvocation *invocation,
               const char *name,
               const char *level_name,
               GVariant *options)
{
  Request *request = request_new (self, invocation, options, cancel_options);
  GError *error = NULL;
  DmLevel level;

  if (request == NULL)
    return TRUE;

  if (!dm_level_from_string (level_name, &level, &error))
    {
      request_fail (request, error);
      request_free (request);
      return TRUE;
    }

  note_provider (request, name);
  dm_disconnect_job_async (self->manager, name, level,
                           dm_call_get_boolean (request->call, "update-profile", FALSE),
                           request->call->cancellable, disconnect_job_cb, request);

  return TRUE;
}

static gboolean
handle_cancel_operation (DmManagerApi *self,
                         GDBusMethodInvocation *invocation,
                         const char *operation)
{
  const char *sender = g_dbus_method_invocation_get_sender (invocation);

  g_signal_emit (self, signals[CALLED], 0);
  if (dm_call_registry_cancel (self->operations, sender, operation))
    dm_dbus_manager_complete_cancel_operation (self->skeleton, invocation);
  else
    g_dbus_method_invocation_return_error (invocation, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                                           _ ("You have no operation “%s” under way."), operation);

  return TRUE;
}

/* The calls of Windows */

/* Windows has one code for all that is no name of a connection, be it well
 * written or not. */
static guint
get_win32_code (const GError *error)
{
  guint code = dm_error_to_win32 (error);

  switch (code)
    {
    case DM_ERROR_BAD_DEVICE:
    case DM_ERROR_BAD_NET_NAME:
    case DM_ERROR_NO_NET_OR_BAD_PATH:
      return DM_ERROR_NOT_CONNECTED;
    default:
      return code;
    }
}

static void
win32_job_cb (GObject *object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_auto (DmDisconnectOutcome) outcome = { 0 };
  g_autoptr (GError) error = NULL;
  GDBusMethodInvocation *invocation = g_steal_pointer (&request->call->invocation);

  dm_disconnect_job_finish (result, &outcome, &error);
  dm_manager_flush (request->api->manager);
  dm_last_error_note (request->api->last_error,
                      g_dbus_method_invocation_get_connection (invocation),
                      g_dbus_method_invocation_get_sender (invocation),
                      error, request->provider);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(u)", get_win32_code (error)));
}

static gboolean
start_win32_job (DmManagerApi *self,
                 GDBusMethodInvocation *invocation,
                 const char *name,
                 const DmWin32Use *use,
                 guint code)
{
  g_autoptr (GVariant) options = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  Request *request;

  if (code != 0)
    {
      g_signal_emit (self, signals[CALLED], 0);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", code));
      return TRUE;
    }

  request = request_new (self, invocation, options, no_options);
  note_provider (request, name);
  dm_disconnect_job_async (self->manager, name, use->level, use->update_profile,
                           request->call->cancellable, win32_job_cb, request);

  return TRUE;
}

/* NetUseDel () knows SMB only; whatever else a drive leads to is not there. */
static gboolean
is_foreign (DmManagerApi *self,
            const char *name)
{
  DmConnection *connection = dm_manager_lookup_connection (self->manager, name, NULL);
  DmMount *mount = connection != NULL ? dm_connection_get_mount (connection) : NULL;

  return mount != NULL && mount->location != NULL &&
         !g_str_equal (dm_location_get_provider (mount->location), "smb");
}

static gboolean
handle_net_use_del (DmManagerApi *self,
                    GDBusMethodInvocation *invocation,
                    const char *server,
                    const char *name,
                    guint level)
{
  DmWin32Use use = { 0 };
  guint code = dm_win32_use_from_net_use_del (server, name, level, &use);

  if (code == 0 && is_foreign (self, name))
    code = DM_ERROR_NOT_CONNECTED;

  return start_win32_job (self, invocation, name, &use, code);
}

static gboolean
handle_wnet_cancel_connection (DmManagerApi *self,
                               GDBusMethodInvocation *invocation,
                               const char *name,
                               gboolean force)
{
  DmWin32Use use = { 0 };
  guint code = dm_win32_use_from_cancel_connection (name, force, &use);

  return start_win32_job (self, invocation, name, &use, code);
}

static gboolean
handle_wnet_cancel_connection2 (DmManagerApi *self,
                                GDBusMethodInvocation *invocation,
                                const char *name,
                                guint flags,
                                gboolean force)
{
  DmWin32Use use = { 0 };
  guint code = dm_win32_use_from_cancel_connection2 (name, flags, force, &use);

  return start_win32_job (self, invocation, name, &use, code);
}

static gboolean
handle_last_error (DmManagerApi *self,
                   GDBusMethodInvocation *invocation)
{
  const char *text, *provider;
  guint code;

  g_signal_emit (self, signals[CALLED], 0);
  dm_last_error_get (self->last_error, g_dbus_method_invocation_get_sender (invocation),
                     &code, &text, &provider);
  dm_dbus_manager_complete_last_error (self->skeleton, invocation, code, text, provider);

  return TRUE;
}

/* Holders */

static DmHolderTarget
get_target (DmConnection *connection)
{
  return (DmHolderTarget){
    .path = dm_connection_get_mount (connection)->path,
    .backend = dm_connection_get_backend (connection),
  };
}

static void
scan_one_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lists = dm_holders_scan_finish (result, &error);

  if (lists != NULL)
    dm_dbus_manager_complete_get_holders (request->api->skeleton,
                                          g_steal_pointer (&request->call->invocation),
                                          dm_holder_list_to_variant (lists->pdata[0]));
  else
    request_fail (request, g_steal_pointer (&error));
}

static gboolean
handle_get_holders (DmManagerApi *self,
                    GDBusMethodInvocation *invocation,
                    const char *name,
                    GVariant *options)
{
  Request *request = request_new (self, invocation, options, no_options);
  GError *error = NULL;
  DmConnection *connection;
  DmHolderTarget target;

  if (request == NULL)
    return TRUE;

  connection = dm_manager_lookup_connection (self->manager, name, &error);
  if (connection == NULL)
    {
      request_fail (request, error);
      request_free (request);
      return TRUE;
    }

  target = get_target (connection);
  dm_holders_scan_async (&target, 1, request->call->cancellable, scan_one_cb, request);

  return TRUE;
}

/* Refresh */

static const DmCallOption refresh_options[] = {
  { "scan", G_VARIANT_TYPE_BOOLEAN },
  { NULL }
};

static void
finish_refresh (Request *request)
{
  dm_manager_show_open_counts (request->api->manager);
  dm_manager_flush (request->api->manager);
  dm_dbus_manager_complete_refresh (request->api->skeleton,
                                    g_steal_pointer (&request->call->invocation));
}

/* A scan of all, and the connections it was for. */
typedef struct
{
  Request *request;
  GPtrArray *connections;
} Refresh;

static void
scan_all_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autofree Refresh *refresh = user_data;
  g_autoptr (Request) request = refresh->request;
  g_autoptr (GPtrArray) connections = refresh->connections;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lists = dm_holders_scan_finish (result, &error);

  if (lists == NULL)
    {
      request_fail (request, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < connections->len; i++)
    dm_connection_set_open_count (connections->pdata[i], ((GPtrArray *) lists->pdata[i])->len);
  finish_refresh (request);
}

static void
scan_all (Request *request)
{
  GPtrArray *connections = dm_manager_get_connections (request->api->manager);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (DmHolderTarget));
  Refresh *refresh = g_new0 (Refresh, 1);

  refresh->request = request;
  refresh->connections = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < connections->len; i++)
    {
      DmHolderTarget target = get_target (connections->pdata[i]);

      g_array_append_val (targets, target);
      g_ptr_array_add (refresh->connections, g_object_ref (connections->pdata[i]));
    }

  dm_holders_scan_async ((gpointer) targets->data, targets->len,
                         request->call->cancellable, scan_all_cb, refresh);
}

static void
count_streams (DmManager *manager)
{
  GPtrArray *connections = dm_manager_get_connections (manager);
  g_autofree pid_t *backends = g_new0 (pid_t, connections->len + 1);
  g_autoptr (GArray) streams = NULL;

  for (guint i = 0; i < connections->len; i++)
    backends[i] = dm_connection_get_backend (connections->pdata[i]);

  streams = dm_stream_holders_list (backends, connections->len, NULL);
  for (guint i = 0; streams != NULL && i < connections->len; i++)
    {
      guint count = 0;

      for (guint j = 0; j < streams->len; j++)
        if (backends[i] != 0 && g_array_index (streams, DmStream, j).backend == backends[i])
          count++;
      dm_connection_set_open_count (connections->pdata[i], count);
    }
}

static gboolean
handle_refresh (DmManagerApi *self,
                GDBusMethodInvocation *invocation,
                GVariant *options)
{
  Request *request = request_new (self, invocation, options, refresh_options);

  if (request == NULL)
    return TRUE;

  if (dm_call_get_boolean (request->call, "scan", FALSE) &&
      dm_manager_get_connections (self->manager)->len > 0)
    {
      scan_all (request);
      return TRUE;
    }

  count_streams (self->manager);
  finish_refresh (request);
  request_free (request);

  return TRUE;
}

/* The profile */

static void
show_profile_error (DmManagerApi *self)
{
  const GError *error = dm_drive_store_get_error (dm_manager_get_drive_store (self->manager));

  dm_dbus_manager_set_profile_code (self->skeleton, error != NULL ? dm_error_to_win32 (error) : 0);
  dm_dbus_manager_set_profile_error (self->skeleton, error != NULL ? error->message : "");
}

/* The object */

static void
dm_manager_api_finalize (GObject *object)
{
  DmManagerApi *self = DM_MANAGER_API (object);

  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_object (&self->manager);
  g_clear_object (&self->last_error);
  g_clear_pointer (&self->operations, g_hash_table_unref);

  G_OBJECT_CLASS (dm_manager_api_parent_class)->finalize (object);
}

static void
dm_manager_api_class_init (DmManagerApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_manager_api_finalize;

  signals[CALLED] = g_signal_new ("called", DM_TYPE_MANAGER_API, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dm_manager_api_init (DmManagerApi *self)
{
  static const struct
  {
    const char *signal;
    GCallback handler;
  } handlers[] = {
    { "handle-map", G_CALLBACK (handle_map) },
    { "handle-connect", G_CALLBACK (handle_connect) },
    { "handle-cancel", G_CALLBACK (handle_cancel) },
    { "handle-cancel-operation", G_CALLBACK (handle_cancel_operation) },
    { "handle-net-use-del", G_CALLBACK (handle_net_use_del) },
    { "handle-wnet-cancel-connection", G_CALLBACK (handle_wnet_cancel_connection) },
    { "handle-wnet-cancel-connection2", G_CALLBACK (handle_wnet_cancel_connection2) },
    { "handle-last-error", G_CALLBACK (handle_last_error) },
    { "handle-get-holders", G_CALLBACK (handle_get_holders) },
    { "handle-refresh", G_CALLBACK (handle_refresh) },
  };

  self->operations = dm_call_registry_new ();
  self->last_error = dm_last_error_new ();
  self->skeleton = dm_dbus_manager_skeleton_new ();
  g_object_set (self->skeleton, "version", 1, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_connect_object (self->skeleton, handlers[i].signal, handlers[i].handler,
                             self, G_CONNECT_SWAPPED);
}

DmManagerApi *
dm_manager_api_new (DmManager *manager)
{
  DmManagerApi *self;

  g_return_val_if_fail (DM_IS_MANAGER (manager), NULL);

  self = g_object_new (DM_TYPE_MANAGER_API, NULL);
  self->manager = g_object_ref (manager);
  g_signal_connect_object (dm_manager_get_drive_store (manager), "changed",
                           G_CALLBACK (show_profile_error), self, G_CONNECT_SWAPPED);

  return self;
}

gboolean
dm_manager_api_export (DmManagerApi *self,
                       GDBusConnection *bus,
                       GError **error)
{
  g_return_val_if_fail (DM_IS_MANAGER_API (self), FALSE);

  show_profile_error (self);

  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton),
                                           bus, DM_OBJECT_ROOT, error);
}
