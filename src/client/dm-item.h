/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-dbus.h"
#include "dm-drive-settings.h"
#include "dm-enums.h"
#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmItem:
 *
 * One row of what a person sees: a drive, or a connection's deviceless use.
 * Its properties follow the service's object: "local", "remote", "uri",
 * "path", "provider", "origin", "user", "domain", "managed-file", "status",
 * "reason" (strings, NULL where there is none), "since" (uint64), "remembered",
 * "awaited" (boolean), "settings" (variant, as the service gives it),
 * "use-count", "open-count" (uint), "space-total", "space-free" (uint64, bytes),
 * "server-name", "server-comment", "server-version" (strings, the first two as the
 * server wrote them), "response-times" (variant, au, as the service gives it),
 * "object-path" (string). "status" is the API's word, dm_item_get_status () the
 * enumeration.
 */
#define DM_TYPE_ITEM (dm_item_get_type ())
G_DECLARE_FINAL_TYPE (DmItem, dm_item, DM, ITEM, GObject)

/* The interfaces may be proxies or, in tests, skeletons. */
DmItem *dm_item_new_for_drive (DmDbusDrive *drive, const char *object_path);
DmItem *dm_item_new_for_connection (DmDbusConnection *connection, const char *object_path);

const char *dm_item_get_object_path (DmItem *self);
const char *dm_item_get_local (DmItem *self);  /* nullable: deviceless */
const char *dm_item_get_remote (DmItem *self); /* nullable, as all below */
const char *dm_item_get_uri (DmItem *self);
const char *dm_item_get_path (DmItem *self);
const char *dm_item_get_provider (DmItem *self);
const char *dm_item_get_origin (DmItem *self);
const char *dm_item_get_user (DmItem *self);
const char *dm_item_get_domain (DmItem *self);

/* (transfer full) (nullable): where it is and as whom; NULL where nobody signs in. */
DmLocation *dm_item_dup_login (DmItem *self);

const char *dm_item_get_reason (DmItem *self);
DmStatus dm_item_get_status (DmItem *self);
guint64 dm_item_get_since (DmItem *self); /* 0: not known */
gboolean dm_item_is_remembered (DmItem *self);

/* Not connected, but it is to be, by itself, as soon as it can be. */
gboolean dm_item_is_awaited (DmItem *self);

/* (nullable): an administrator has set it up, in that file: it can be connected
 * and disconnected, but not renamed or forgotten. */
const char *dm_item_get_managed_file (DmItem *self);

const DmDriveSettings *dm_item_get_settings (DmItem *self); /* never NULL */
guint dm_item_get_use_count (DmItem *self);
guint dm_item_get_open_count (DmItem *self);           /* 0: also where it is not known */
gboolean dm_item_is_open_count_known (DmItem *self);

/* Bytes on the server. A total of 0: not known, and then the free space is not
 * known either. */
guint64 dm_item_get_space_total (DmItem *self);
guint64 dm_item_get_space_free (DmItem *self);

/* What the server says that it is: (nullable); the comment and the name are its own
 * words, the version ours. */
const char *dm_item_get_server_name (DmItem *self);
const char *dm_item_get_server_comment (DmItem *self);
const char *dm_item_get_server_version (DmItem *self);

/* How long the server took to answer, in microseconds, the oldest first; or
 * DM_RESPONSE_NONE (dm-response-ring.h). */
const guint32 *dm_item_get_response_times (DmItem *self, gsize *n);

/* What Cancel () and GetHolders () know it by: the local name, else the URI. */
const char *dm_item_get_name (DmItem *self);

gboolean dm_item_is_drive (DmItem *self);

/* For a drive the object of the connection that carries it, or NULL. */
const char *dm_item_get_connection_path (DmItem *self);

/* A drive without a connection, and none is being made: it can be connected, or
 * forgotten. */
gboolean dm_item_is_offline (DmItem *self);

/* Whether it is a row: every drive is; a connection only if it is used without
 * a local name, or has no drives (it drains). */
gboolean dm_item_is_listed (DmItem *self);

/* A drive's origin is its connection's; DmClient sets it. */
void dm_item_set_origin (DmItem *self, const char *origin);

/* For sorting: drives by name, then what has none by remote. A GCompareFunc of
 * two DmItems and a GCompareDataFunc alike. */
int dm_item_compare (gconstpointer a, gconstpointer b, gpointer unused);

G_END_DECLS
