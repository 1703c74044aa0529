/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmTurns:
 *
 * Lets only so many do something at a time; the others wait for their turn,
 * first come, first served.
 */
typedef struct _DmTurns DmTurns;

typedef void (*DmTurnFunc) (gpointer data);

DmTurns *dm_turns_new (guint max);
void dm_turns_free (DmTurns *self);

/* Calls @func when it is its turn, perhaps at once. Every turn has to be given
 * back. */
void dm_turns_take (DmTurns *self, DmTurnFunc func, gpointer data);
void dm_turns_give_back (DmTurns *self);

G_END_DECLS
