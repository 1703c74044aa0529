/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In place of a time: there was no answer. */
#define DM_RESPONSE_NONE G_MAXUINT32

/* No more than this are kept, and none for longer, in ms. */
#define DM_RESPONSE_RING_SIZE    30
#define DM_RESPONSE_RING_MAX_AGE (5 * 60 * 1000)

/**
 * DmResponseRing:
 *
 * The last times, in microseconds, that somebody took to answer. It knows no
 * clock: the caller's is in ms, and must not go back.
 */
typedef struct _DmResponseRing DmResponseRing;

DmResponseRing *dm_response_ring_new (void);
void dm_response_ring_free (DmResponseRing *self);

/* @response: in microseconds, or DM_RESPONSE_NONE. What is too old goes. */
void dm_response_ring_add (DmResponseRing *self, gint64 now, guint32 response);

gboolean dm_response_ring_is_empty (DmResponseRing *self);

/* TRUE when something was too old, and has gone. */
gboolean dm_response_ring_expire (DmResponseRing *self, gint64 now);

/* (transfer floating): "au", the oldest first. */
GVariant *dm_response_ring_to_variant (DmResponseRing *self);

/**
 * DmResponseSummary:
 * @n: how many times there are.
 * @n_lost: how many of them are none.
 * @last: the newest, or DM_RESPONSE_NONE.
 * @longest: of those that are some; 0 where none is.
 */
typedef struct
{
  gsize n;
  gsize n_lost;
  guint32 last;
  guint32 longest;
} DmResponseSummary;

/* What is to be said of @responses, the oldest first. */
DmResponseSummary dm_response_summarize (const guint32 *responses, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmResponseRing, dm_response_ring_free)

G_END_DECLS
