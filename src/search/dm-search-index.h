/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"

G_BEGIN_DECLS

/* DmSearchIndex:
 *
 * The drives and connections as org.gnome.Shell.SearchProvider2 and
 * org.kde.krunner1 ask for them.
 */
typedef struct _DmSearchIndex DmSearchIndex;

DmSearchIndex *dm_search_index_new (DmClient *client);
void dm_search_index_free (DmSearchIndex *self);

/* (transfer full): the identifiers of all that have every one of @terms in their
 * name, location, user or status; drives first. */
char **dm_search_index_find (DmSearchIndex *self, const char *const *terms);

/* (transfer floating): aa{sv}, what is to be shown of each; what has gone since is
 * left out. */
GVariant *dm_search_index_describe (DmSearchIndex *self, const char *const *identifiers);

/* (transfer floating): a(sssuda{sv}), what org.kde.krunner1 is to show for @query. */
GVariant *dm_search_index_match (DmSearchIndex *self, const char *query);

/* (transfer none) (nullable): what was found under this identifier. */
DmItem *dm_search_index_get (DmSearchIndex *self, const char *identifier);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmSearchIndex, dm_search_index_free)

G_END_DECLS
