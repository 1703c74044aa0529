/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-smb-request.h"

G_BEGIN_DECLS

/* (transfer full): what libsmbclient calls a place on the request's server. The
 * port is always in it, since without one the server's port 139 is tried as well.
 * Every byte that could mean something is escaped; that way an IPv6 address gets
 * through, too, for which it has no form of its own.
 * @share: (nullable)
 * @path: (nullable): below it, "a/b". */
char *dm_smb_url_new (const DmSmbRequest *request, const char *share, const char *path);

G_END_DECLS
