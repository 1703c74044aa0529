/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text to stand in a sentence of any direction of writing without turning it
 * around: between U+2068 and U+2069, its own format characters shown. */
char *dm_bidi_isolate (const char *text);

G_END_DECLS
