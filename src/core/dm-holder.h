/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-enums.h"

G_BEGIN_DECLS

/**
 * DmHolder:
 * @pid: the process, in the reader's pid namespace; 0 when not known.
 * @program: (nullable): its name, from /proc/PID/exe or comm, without path.
 * @kind: what it holds.
 * @path: (nullable): the held path as the process sees it; NULL: not known.
 * @mode: how it is open.
 * @user: (nullable): the user's name.
 * @source: who says so.
 * @note: (nullable): why something is not known, or what is special, in words.
 * @server_path: (nullable): what the server calls the file; NULL: the server did not
 *   tell of it, and then there is no @id either.
 * @id: the server's number for it, which alone may name two.
 *
 * One process keeping one thing on a connection open. A plain value.
 */
typedef struct
{
  gint pid;
  char *program;
  DmHolderKind kind;
  char *path;
  DmHolderMode mode;
  char *user;
  DmHolderSource source;
  char *note;
  char *server_path;
  guint32 id;
} DmHolder;

DmHolder *dm_holder_new (gint pid, DmHolderKind kind, DmHolderSource source);
DmHolder *dm_holder_copy (const DmHolder *self);
void dm_holder_free (DmHolder *self);

/* Whether this is (or may be) an open file: `file`, `mapped`, `stream` and
 * `server`; the others are directories, for which Windows has its own code. */
gboolean dm_holder_is_file (const DmHolder *self);

/* A GPtrArray with dm_holder_free () as its element's free function. */
GPtrArray *dm_holder_list_new (void);

/* The code that refuses @holders at level none: DM_ERROR_OPEN_FILES if any is
 * a file, DM_ERROR_DEVICE_IN_USE if all are directories; 0 when empty. */
int dm_holder_list_get_error_code (GPtrArray *holders);

/* `aa{sv}` with the keys of `drivemapctl files --json`: pid (u), program,
 * kind, path, mode, user, source, note (s), id (u), server-path (s); left out when
 * not known. */
GVariant *dm_holder_list_to_variant (GPtrArray *holders); /* floating */
GPtrArray *dm_holder_list_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmHolder, dm_holder_free)

G_END_DECLS
