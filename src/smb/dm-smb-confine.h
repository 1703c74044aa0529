/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What this process gives up before it talks to anybody: its standard output and
 * error, core dumps and debuggers, new privileges, a life longer than its
 * parent's; and, where the kernel has Landlock, all files but those that names,
 * Kerberos and Samba are configured by. FALSE: there is nowhere to answer to. */
gboolean dm_smb_confine (void);

G_END_DECLS
