/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-turns.h"

typedef struct
{
  DmTurnFunc func;
  gpointer data;
} Waiter;

struct _DmTurns
{
  GQueue waiting; /* Waiter */
  guint left;
};

DmTurns *
dm_turns_new (guint max)
{
  DmTurns *self = g_new0 (DmTurns, 1);

  g_queue_init (&self->waiting);
  self->left = max;

  return self;
}

void
dm_turns_free (DmTurns *self)
{
  g_queue_clear_full (&self->waiting, g_free);
  g_free (self);
}

void
dm_turns_take (DmTurns *self,
               DmTurnFunc func,
               gpointer data)
{
  Waiter *waiter;

  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  if (self->left > 0)
    {
      self->left--;
      func (data);
      return;
    }

  waiter = g_new0 (Waiter, 1);
  waiter->func = func;
  waiter->data = data;
  g_queue_push_tail (&self->waiting, waiter);
}

void
dm_turns_give_back (DmTurns *self)
{
  g_autofree Waiter *next = NULL;

  g_return_if_fail (self != NULL);

  next = g_queue_pop_head (&self->waiting);
  if (next != NULL)
    next->func (next->data);
  else
    self->left++;
}
