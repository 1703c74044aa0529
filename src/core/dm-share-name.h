/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A server may call a share almost anything: “..”, or with a control character in
 * it. Such a name is written in one way only, with percent signs in a URI: as it
 * stands it would be another place, or play tricks on a terminal. */

/* All take valid UTF-8. */

/* Whether @name can be written as it stands: not “.” or “..”, and without control
 * characters. */
gboolean dm_share_name_is_plain (const char *name);

/* For a URI: “100%25”, “%2E%2E”, “bell%07”. */
char *dm_share_name_escape (const char *name);

/* For a sentence: @name as it stands if it is plain, else as in a URI. */
char *dm_share_name_to_text (const char *name);

G_END_DECLS
