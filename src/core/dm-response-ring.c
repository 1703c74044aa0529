/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-response-ring.h"

struct _DmResponseRing
{
  guint32 responses[DM_RESPONSE_RING_SIZE];
  gint64 times[DM_RESPONSE_RING_SIZE];
  guint first; /* the oldest */
  guint length;
};

static guint
find_index (const DmResponseRing *self,
            guint i)
{
  return (self->first + i) % DM_RESPONSE_RING_SIZE;
}

static void
drop_first (DmResponseRing *self)
{
  self->first = find_index (self, 1);
  self->length--;
}

DmResponseRing *
dm_response_ring_new (void)
{
  return g_new0 (DmResponseRing, 1);
}

void
dm_response_ring_free (DmResponseRing *self)
{
  g_free (self);
}

void
dm_response_ring_add (DmResponseRing *self,
                      gint64 now,
                      guint32 response)
{
  guint end;

  dm_response_ring_expire (self, now);
  if (self->length == DM_RESPONSE_RING_SIZE)
    drop_first (self);

  end = find_index (self, self->length++);
  self->responses[end] = response;
  self->times[end] = now;
}

gboolean
dm_response_ring_is_empty (DmResponseRing *self)
{
  return self->length == 0;
}

gboolean
dm_response_ring_expire (DmResponseRing *self,
                         gint64 now)
{
  guint length = self->length;

  while (self->length > 0 && now - self->times[self->first] > DM_RESPONSE_RING_MAX_AGE)
    drop_first (self);

  return self->length < length;
}

GVariant *
dm_response_ring_to_variant (DmResponseRing *self)
{
  guint32 responses[DM_RESPONSE_RING_SIZE] = { 0 };

  for (guint i = 0; i < self->length; i++)
    responses[i] = self->responses[find_index (self, i)];

  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, responses, self->length, sizeof *responses);
}

DmResponseSummary
dm_response_summarize (const guint32 *responses,
                       gsize n)
{
  DmResponseSummary summary = { .n = n, .last = n > 0 ? responses[n - 1] : DM_RESPONSE_NONE };

  for (gsize i = 0; i < n; i++)
    if (responses[i] == DM_RESPONSE_NONE)
      summary.n_lost++;
    else
      summary.longest = MAX (summary.longest, responses[i]);

  return summary;
}
