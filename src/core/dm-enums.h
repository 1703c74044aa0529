/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Enumerations travel as strings on D-Bus and in JSON; each has a pair
 * dm_<enum>_to_string () (never NULL) and dm_<enum>_from_string ()
 * (DM_ERROR_INVALID_PARAMETER, DM_ERROR_INVALID_LEVEL for a level). */

/**
 * DmLevel:
 * @DM_LEVEL_NONE: "none", USE_NOFORCE: refuse while anything is open.
 * @DM_LEVEL_FORCE: "force", USE_FORCE: succeed, let open files finish.
 * @DM_LEVEL_LOTS_OF_FORCE: "lots-of-force", USE_LOTS_OF_FORCE: close now.
 *
 * The force levels of NetUseDel (); the values are Win32's.
 */
typedef enum
{
  DM_LEVEL_NONE = 0,
  DM_LEVEL_FORCE = 1,
  DM_LEVEL_LOTS_OF_FORCE = 2,
} DmLevel;

/**
 * DmStatus:
 * @DM_STATUS_OK: "ok", connected.
 * @DM_STATUS_CONNECTING: "connecting", being made.
 * @DM_STATUS_RECONNECTING: "reconnecting", being made again.
 * @DM_STATUS_DISCONNECTED: "disconnected", the session with the server is lost.
 * @DM_STATUS_UNAVAILABLE: "unavailable", remembered but not connected.
 * @DM_STATUS_ERROR: "error", the last attempt failed; the reason says why.
 * @DM_STATUS_DRAINING: "draining", gone for the user, open files finish.
 * @DM_STATUS_NEEDS_PASSWORD: "needs-password", waits for a credential.
 * @DM_STATUS_PAUSED: "paused", reserved.
 */
typedef enum
{
  DM_STATUS_OK,
  DM_STATUS_CONNECTING,
  DM_STATUS_RECONNECTING,
  DM_STATUS_DISCONNECTED,
  DM_STATUS_UNAVAILABLE,
  DM_STATUS_ERROR,
  DM_STATUS_DRAINING,
  DM_STATUS_NEEDS_PASSWORD,
  DM_STATUS_PAUSED,
} DmStatus;

/**
 * DmOrigin:
 * @DM_ORIGIN_GVFS: "gvfs", a GVfs mount of this session.
 * @DM_ORIGIN_KERNEL: "kernel", a network file system in mountinfo.
 */
typedef enum
{
  DM_ORIGIN_GVFS,
  DM_ORIGIN_KERNEL,
} DmOrigin;

/**
 * DmHolderKind:
 * @DM_HOLDER_FILE: "file", an open regular file.
 * @DM_HOLDER_DIRECTORY: "directory", an open directory.
 * @DM_HOLDER_CWD: "cwd", a working directory.
 * @DM_HOLDER_ROOT: "root", a root directory.
 * @DM_HOLDER_MAPPED: "mapped", a mapped file whose descriptor may be closed.
 * @DM_HOLDER_STREAM: "stream", an open GIO stream, file name not known.
 * @DM_HOLDER_SERVER: "server", open on the server.
 */
typedef enum
{
  DM_HOLDER_FILE,
  DM_HOLDER_DIRECTORY,
  DM_HOLDER_CWD,
  DM_HOLDER_ROOT,
  DM_HOLDER_MAPPED,
  DM_HOLDER_STREAM,
  DM_HOLDER_SERVER,
} DmHolderKind;

/**
 * DmHolderMode:
 * @DM_HOLDER_MODE_UNKNOWN: "" (not known, or meaningless as for a cwd).
 * @DM_HOLDER_MODE_READ: "r".
 * @DM_HOLDER_MODE_WRITE: "w".
 * @DM_HOLDER_MODE_READ_WRITE: "rw".
 */
typedef enum
{
  DM_HOLDER_MODE_UNKNOWN,
  DM_HOLDER_MODE_READ,
  DM_HOLDER_MODE_WRITE,
  DM_HOLDER_MODE_READ_WRITE,
} DmHolderMode;

/**
 * DmHolderSource:
 * @DM_HOLDER_SOURCE_PROC: "proc", seen in /proc.
 * @DM_HOLDER_SOURCE_STREAM: "stream", seen as a socket to the backend.
 * @DM_HOLDER_SOURCE_SERVER: "server", told by the server.
 */
typedef enum
{
  DM_HOLDER_SOURCE_PROC,
  DM_HOLDER_SOURCE_STREAM,
  DM_HOLDER_SOURCE_SERVER,
} DmHolderSource;

/**
 * DmResult:
 * @DM_RESULT_DISCONNECTED: "disconnected", the connection is down.
 * @DM_RESULT_DRAINING: "draining", gone for the user, open files finish.
 * @DM_RESULT_RELEASED: "released", only this use is gone, others keep it up.
 *
 * What a successful cancel came to.
 */
typedef enum
{
  DM_RESULT_DISCONNECTED,
  DM_RESULT_DRAINING,
  DM_RESULT_RELEASED,
} DmResult;

const char *dm_level_to_string (DmLevel level);
gboolean dm_level_from_string (const char *string, DmLevel *level, GError **error);

const char *dm_status_to_string (DmStatus status);
gboolean dm_status_from_string (const char *string, DmStatus *status, GError **error);

const char *dm_origin_to_string (DmOrigin origin);
gboolean dm_origin_from_string (const char *string, DmOrigin *origin, GError **error);

const char *dm_holder_kind_to_string (DmHolderKind kind);
gboolean dm_holder_kind_from_string (const char *string, DmHolderKind *kind, GError **error);

const char *dm_holder_mode_to_string (DmHolderMode mode);
gboolean dm_holder_mode_from_string (const char *string, DmHolderMode *mode, GError **error);

const char *dm_holder_source_to_string (DmHolderSource source);
gboolean dm_holder_source_from_string (const char *string, DmHolderSource *source, GError **error);

const char *dm_result_to_string (DmResult result);
gboolean dm_result_from_string (const char *string, DmResult *result, GError **error);

G_END_DECLS
