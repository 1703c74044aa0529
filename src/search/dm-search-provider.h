/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* DmSearchProvider:
 *
 * A program without a window that GNOME Shell starts to search in: it answers, and
 * ends when it has not been asked for a while.
 */
#define DM_TYPE_SEARCH_PROVIDER (dm_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (DmSearchProvider, dm_search_provider, DM, SEARCH_PROVIDER, GApplication)

DmSearchProvider *dm_search_provider_new (void);

G_END_DECLS
