/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-enums.h"
#include "dm-item.h"

G_BEGIN_DECLS

/**
 * DmClient:
 *
 * The service as its users see it: a GListModel of DmItem, one for each drive
 * and for each connection used without a local name, in no special order (see
 * dm_item_compare ()), and the verbs. Lives in the main context that opened it.
 *
 * Property "has-owner": whether the service runs. While it does not, the list
 * is empty; the next verb starts it again and the list refills. Signal
 * "changed": the list, an item in it or the profile error changed.
 *
 * Errors are always DM_ERROR. Cancelling a verb's GCancellable cancels the
 * operation in the service; the verb still ends only when the service says
 * so: with DM_ERROR_CANCELLED, or as it was when it was too late.
 */
#define DM_TYPE_CLIENT (dm_client_get_type ())
G_DECLARE_FINAL_TYPE (DmClient, dm_client, DM, CLIENT, GObject)

DmClient *dm_client_new (void);

/* Meets the service on the session bus, starting it. When it cannot be started
 * this still succeeds, without an owner; the verbs then say why. */
void dm_client_open_async (DmClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_client_open_finish (DmClient *self, GAsyncResult *result, GError **error);

GDBusConnection *dm_client_get_bus (DmClient *self); /* nullable: not open */
gboolean dm_client_has_owner (DmClient *self);

/* Whether it has met the service, so that verbs can be used; "changed" says when. */
gboolean dm_client_is_open (DmClient *self);
guint dm_client_get_interface_version (DmClient *self); /* 0: not known */

/* (transfer full) (nullable): what is wrong with the file of the remembered
 * drives, as the service last read it. */
GError *dm_client_dup_profile_error (DmClient *self);

/* Whether the service can see who has what open; FALSE in some sandboxes. */
gboolean dm_client_sees_programs (DmClient *self);

/* What of the administrator's drives is not honoured: whole sentences. */
const char *const *dm_client_get_managed_problems (DmClient *self);

/* Whether drives are among the file managers' bookmarks. FALSE: nor if it is not known. */
gboolean dm_client_get_bookmarks (DmClient *self);

/* Manager.SetBookmarks (). */
void dm_client_set_bookmarks_async (DmClient *self, gboolean bookmarks, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_client_set_bookmarks_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.CheckManaged (): (transfer full): (aa{sv}as). */
void dm_client_check_managed_async (DmClient *self, const char *file, GBytes *content, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GVariant *dm_client_check_managed_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Every mounted connection, listed or not, and the holders on them. */
guint dm_client_get_n_connections (DmClient *self);
guint dm_client_get_open_count (DmClient *self);

/* (transfer none) (nullable): by its object's path. Connections that are no row
 * of the list are found too. */
DmItem *dm_client_find (DmClient *self, const char *object_path);

/* (transfer none) (nullable): by its local name, in any case. */
DmItem *dm_client_find_drive (DmClient *self, const char *local);

/* Manager.Map (): @user and @domain may be NULL. Gives the drive's path. */
void dm_client_map_async (DmClient *self, const char *local, const char *remote, const char *domain, const char *user, gboolean remember, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *dm_client_map_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.Connect (): gives the object's path. */
void dm_client_connect_async (DmClient *self, const char *remote, const char *domain, const char *user, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *dm_client_connect_finish (DmClient *self, GAsyncResult *result, GError **error);

/**
 * DmCancelResult:
 * @result: what it came to.
 * @level: the level asked for.
 * @elapsed_ms: how long it took.
 * @ended_backend: whether the mount's backend had to be ended.
 */
typedef struct
{
  DmResult result;
  DmLevel level;
  guint64 elapsed_ms;
  gboolean ended_backend;
} DmCancelResult;

/* Manager.Cancel (). */
void dm_client_cancel_async (DmClient *self, const char *name, DmLevel level, gboolean update_profile, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_client_cancel_finish (DmClient *self, GAsyncResult *result, DmCancelResult *cancelled, GError **error);

/* Manager.GetHolders (): (transfer full): DmHolder. */
void dm_client_get_holders_async (DmClient *self, const char *name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *dm_client_get_holders_finish (DmClient *self, GAsyncResult *result, GError **error);

/**
 * DmRefreshFlags:
 * @DM_REFRESH_STREAMS: count streams only.
 * @DM_REFRESH_SCAN: all holders, not only streams; and the space, which shows on
 *   the items a little later.
 * @DM_REFRESH_PROBE: ask every server now whether it answers, which shows a little
 *   later, too.
 */
typedef enum
{
  DM_REFRESH_STREAMS = 0,
  DM_REFRESH_SCAN = 1 << 0,
  DM_REFRESH_PROBE = 1 << 1,
} DmRefreshFlags;

/* Manager.Refresh (). */
void dm_client_refresh_async (DmClient *self, DmRefreshFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_client_refresh_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.Rename (): @local is known as @new_local from then on, connected or
 * only remembered; open files are not disturbed. Gives the drive's new path: its
 * old item goes from the list and another comes. */
void dm_client_rename_async (DmClient *self, const char *local, const char *new_local, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *dm_client_rename_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.SetRemembered (): whether @local comes back at sign-in. Nothing is
 * disconnected; a drive that is neither remembered nor connected goes from the
 * list. */
void dm_client_set_remembered_async (DmClient *self, const char *local, gboolean remembered, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_client_set_remembered_finish (DmClient *self, GAsyncResult *result, GError **error);

/**
 * DmReconnectResult:
 * @local: the drive.
 * @status: what it is now.
 * @reason: (nullable): why.
 */
typedef struct
{
  char *local;
  DmStatus status;
  char *reason;
} DmReconnectResult;

void dm_reconnect_result_free (DmReconnectResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmReconnectResult, dm_reconnect_result_free)

/* Manager.Reconnect (): every remembered drive, or those with @profile (nullable).
 * @session: (nullable): on behalf of that login session (empty: it has no name),
 * which begins, not of the user. Gives
 * (transfer full) an array of DmReconnectResult: the drives that were tried. */
void dm_client_reconnect_async (DmClient *self, const char *session, const char *profile, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *dm_client_reconnect_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.SetDriveSettings (): replaces all that was chosen for the remembered drive
 * @local. */
void dm_client_set_drive_settings_async (DmClient *self, const char *local, const DmDriveSettings *settings, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_client_set_drive_settings_finish (DmClient *self, GAsyncResult *result, GError **error);

/* Manager.LastError (): @text and @provider are NULL where there was none. */
void dm_client_get_last_error_async (DmClient *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean dm_client_get_last_error_finish (DmClient *self, GAsyncResult *result, guint *code, char **text, char **provider, GError **error);

G_END_DECLS
