/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmPlace:
 *
 * A server, or a share of one, that was found: see Manager.Browse (). Immutable.
 * Its texts are as the server wrote them, though valid UTF-8: escape them.
 */
#define DM_TYPE_PLACE (dm_place_get_type ())
G_DECLARE_FINAL_TYPE (DmPlace, dm_place, DM, PLACE, GObject)

/* @dict: a{sv}, as Browse () gives it. What a newer service adds is left out. */
DmPlace *dm_place_new (GVariant *dict);

const char *dm_place_get_name (DmPlace *self);

/* Of a share: for Map (); NULL: it cannot be mapped. Of a server: its URI, for
 * Browse (). */
const char *dm_place_get_remote (DmPlace *self);  /* nullable */
const char *dm_place_get_comment (DmPlace *self); /* "" if none */
const char *dm_place_get_local (DmPlace *self);   /* nullable: the drive on it */
gboolean dm_place_is_server (DmPlace *self);
gboolean dm_place_is_hidden (DmPlace *self);
gboolean dm_place_is_disk (DmPlace *self); /* neither a printer nor anything else */
gboolean dm_place_is_printer (DmPlace *self);

/* Of a server: whether the network announced it; else it was used before. */
gboolean dm_place_is_announced (DmPlace *self);

/* Whether both are the same server, or the same share of one server. */
gboolean dm_place_is_same (DmPlace *self, DmPlace *other);

G_END_DECLS
