/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-sign-in.h"

G_BEGIN_DECLS

/* What DmBrowseDialog says, translated. */

/* The server's name, and its port where that is not the default, isolated. */
char *dm_browse_dup_server (DmSignIn *sign_in);

/* A few words above what an error says. */
const char *dm_browse_get_error_title (const GError *error);

/* Why there is nothing, and what to do. @sign_in: (nullable): to the server without
 * shares; NULL: there are no servers, and @hints (nullable) say why none was heard. */
char *dm_browse_dup_none_found (DmSignIn *sign_in, const char *hints);

G_END_DECLS
