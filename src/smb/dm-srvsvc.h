/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A call's arguments and its answer, as they travel inside DCE/RPC (dm-rpc.h) to
 * the interface srvsvc, [MS-SRVS]. No network here: bytes in, bytes out. */

/* opnums */
#define DM_SRVSVC_NET_SHARE_ENUM      15
#define DM_SRVSVC_NET_FILE_ENUM       9
#define DM_SRVSVC_NET_FILE_CLOSE      11
#define DM_SRVSVC_NET_SERVER_GET_INFO 21

#define DM_SRVSVC_ACCESS_DENIED 5 /* ERROR_ACCESS_DENIED, [MS-ERREF] 2.2 */

/* An answer with more is not taken from a server. */
#define DM_SRVSVC_MAX_FILES  100000
#define DM_SRVSVC_MAX_SHARES 10000

/**
 * DmServerFile:
 * @id: the server's; Samba counts it modulo 32,768, so it is not unique, and a
 *   NetFileClose () closes all that have it.
 * @permissions: PERM_FILE_READ 1, PERM_FILE_WRITE 2, PERM_FILE_CREATE 4.
 * @n_locks: byte-range locks.
 * @path: on the server, "C:\srv\team\a.txt"; may be empty.
 * @user: who opened it; may be empty.
 *
 * FILE_INFO_3.
 */
typedef struct
{
  guint32 id;
  guint32 permissions;
  guint32 n_locks;
  char *path;
  char *user;
} DmServerFile;

void dm_server_file_free (DmServerFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmServerFile, dm_server_file_free)

/**
 * DmServerShare:
 * @name: as the server writes it.
 * @type: STYPE_DISKTREE 0, _PRINTQ 1, _DEVICE 2, _IPC 3, without the flags.
 * @is_special: STYPE_SPECIAL: an administrative share.
 * @comment: may be empty.
 * @path: (nullable): on the server; level 2 only.
 *
 * SHARE_INFO_1 or SHARE_INFO_2.
 */
typedef struct
{
  char *name;
  guint32 type;
  gboolean is_special;
  char *comment;
  char *path;
} DmServerShare;

void dm_server_share_free (DmServerShare *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmServerShare, dm_server_share_free)

/**
 * DmServerInfo:
 * @major, @minor: the version of Windows that it is, or claims to be.
 * @type: SV_TYPE_…, [MS-SRVS] 2.2.2.7.
 * @name: what it calls itself; may be empty.
 * @comment: may be empty.
 *
 * SERVER_INFO_101.
 */
typedef struct
{
  guint32 major;
  guint32 minor;
  guint32 type;
  char *name;
  char *comment;
} DmServerInfo;

void dm_server_info_free (DmServerInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmServerInfo, dm_server_info_free)

/* The arguments. @server: as it is called, without backslashes. */
GBytes *dm_srvsvc_write_file_enum (const char *server);                 /* level 3 */
GBytes *dm_srvsvc_write_share_enum (const char *server, guint32 level); /* 1 or 2 */
GBytes *dm_srvsvc_write_file_close (const char *server, guint32 id);
GBytes *dm_srvsvc_write_server_get_info (const char *server); /* level 101 */

/* The answers. @code: the Win32 code (WERROR) that the server ended with; with one
 * other than 0 the list is empty and no error is set. (transfer full): of
 * DmServerFile / DmServerShare; NULL with G_IO_ERROR_INVALID_DATA: not such an
 * answer. What stands behind it is not looked at, as some pad. */
GPtrArray *dm_srvsvc_read_file_enum (GBytes *answer, guint32 *code, GError **error);
GPtrArray *dm_srvsvc_read_share_enum (GBytes *answer, guint32 level, guint32 *code, GError **error);
gboolean dm_srvsvc_read_file_close (GBytes *answer, guint32 *code, GError **error);

/* (transfer full): NULL with no error when @code is not 0. */
DmServerInfo *dm_srvsvc_read_server_get_info (GBytes *answer, guint32 *code, GError **error);

G_END_DECLS
