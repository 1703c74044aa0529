/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): what a server is, from what it says of itself: "Samba 4.17.12",
 * "Windows Server 2016 or later". Windows has said 10.0 ever since version 10, and
 * Samba claims to be one, with its own version at most in the comment. @type:
 * SV_TYPE_…, [MS-SRVS] 2.2.2.7. */
char *dm_identity_to_words (guint32 major, guint32 minor, guint32 type, const char *comment);

G_END_DECLS
