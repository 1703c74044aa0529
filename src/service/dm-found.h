/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a job tells what it finds while it goes on. @entries: `aa{sv}`, more of what it
 * will return; borrowed. */
typedef void (*DmFoundFunc) (GVariant *entries, gpointer user_data);

G_END_DECLS
