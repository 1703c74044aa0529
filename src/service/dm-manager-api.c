/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-manager-api.h"

#include "dm-call.h"
#include "dm-error.h"
#include "dm-manager-api-private.h"
#include "dm-names.h"
#include "dm-sandbox.h"

enum
{
  CALLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmManagerApi, dm_manager_api, G_TYPE_OBJECT)

static void
show_profile_error (DmManagerApi *self)
{
  const GError *error = dm_drive_store_get_error (dm_manager_get_drive_store (self->manager));

  dm_dbus_manager_set_profile_code (self->skeleton, error != NULL ? dm_error_to_win32 (error) : 0);
  dm_dbus_manager_set_profile_error (self->skeleton, error != NULL ? error->message : "");
}

static void
show_managed_problems (DmManagerApi *self)
{
  dm_dbus_manager_set_managed_problems (self->skeleton, dm_manager_get_managed_problems (self->manager));
}

static void
dm_manager_api_finalize (GObject *object)
{
  DmManagerApi *self = DM_MANAGER_API (object);

  g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));
  g_clear_object (&self->skeleton);
  g_clear_object (&self->bookmarks);
  g_clear_object (&self->reconnector);
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
  self->operations = dm_call_registry_new ();
  self->last_error = dm_last_error_new ();
  self->skeleton = dm_dbus_manager_skeleton_new ();
  g_object_set (self->skeleton, "version", 8, "sees-programs", dm_sandbox_sees_programs (), NULL);
  dm_manager_api_add_connect_handlers (self);
  dm_manager_api_add_cancel_handlers (self);
  dm_manager_api_add_diagnose_handlers (self);
  dm_manager_api_add_managed_handlers (self);
  dm_manager_api_add_profile_handlers (self);
  dm_manager_api_add_reconnect_handlers (self);
  dm_manager_api_add_server_file_handlers (self);
  dm_manager_api_add_watch_handlers (self);
  dm_manager_api_add_win32_handlers (self);
}

DmManagerApi *
dm_manager_api_new (DmManager *manager,
                    DmReconnector *reconnector)
{
  DmManagerApi *self;

  g_return_val_if_fail (DM_IS_MANAGER (manager), NULL);

  self = g_object_new (DM_TYPE_MANAGER_API, NULL);
  self->manager = g_object_ref (manager);
  self->reconnector = g_object_ref (reconnector);
  dm_manager_api_add_bookmark_handlers (self);
  g_signal_connect_object (dm_manager_get_drive_store (manager), "changed",
                           G_CALLBACK (show_profile_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "changed", G_CALLBACK (show_managed_problems), self, G_CONNECT_SWAPPED);

  return self;
}

gboolean
dm_manager_api_export (DmManagerApi *self,
                       GDBusConnection *bus,
                       GError **error)
{
  g_return_val_if_fail (DM_IS_MANAGER_API (self), FALSE);

  show_profile_error (self);
  show_managed_problems (self);

  return g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton),
                                           bus, DM_OBJECT_ROOT, error);
}

void
dm_manager_api_emit_called (DmManagerApi *self)
{
  g_signal_emit (self, signals[CALLED], 0);
}

void
dm_manager_api_add_handler (DmManagerApi *self,
                            const char *signal,
                            GCallback handler)
{
  g_signal_connect_object (self->skeleton, signal, handler, self, G_CONNECT_SWAPPED);
}
