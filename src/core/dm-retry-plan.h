/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The next attempt is never further away than this (ms), whatever failed. */
#define DM_RETRY_PLAN_MAX_DELAY (180 * 1000)

/**
 * DmRetryReason:
 * @DM_RETRY_REASON_TRIED: somebody tried it, in vain.
 * @DM_RETRY_REASON_SIGN_IN: the user signed in to the desktop.
 * @DM_RETRY_REASON_NETWORK: a network appeared or changed.
 * @DM_RETRY_REASON_RESUME: the computer woke up.
 * @DM_RETRY_REASON_KEYRING: the passwords can be read now.
 * @DM_RETRY_REASON_USER: somebody asked for it and waits.
 *
 * Why it is worth trying a server now.
 */
typedef enum
{
  DM_RETRY_REASON_TRIED,
  DM_RETRY_REASON_SIGN_IN,
  DM_RETRY_REASON_NETWORK,
  DM_RETRY_REASON_RESUME,
  DM_RETRY_REASON_KEYRING,
  DM_RETRY_REASON_USER,
} DmRetryReason;

/**
 * DmRetryPlan:
 *
 * When to try one server again, for all drives on it: exponential back-off
 * with so much chance in it that the desktops of a whole company, which lose
 * their server in the same moment, do not come back in the same moment.
 *
 * No desktop can know how many others wait, so what happened tells them apart.
 * After what a person did, or what happened to this computer's own network, few
 * are in step: the first tries follow each other fast. A server that is lost by
 * itself is lost to all, also to those who have it back at once: from the first
 * try on, each comes at any moment of DM_RETRY_PLAN_MAX_DELAY. That costs who has
 * a server alone a minute on average, if they do nothing; who opens the drive or
 * looks at it does not wait.
 *
 * It has no clock and no timer. Times are ms on any clock that never goes
 * back, 0 or more. Ask for dm_retry_plan_get_next () after each call, and
 * when that time has come: dm_retry_plan_start (), one attempt, then exactly
 * one of dm_retry_plan_fail (), _fail_shared () and _succeed ().
 */
typedef struct _DmRetryPlan DmRetryPlan;

/* @seed: chance; g_random_int () outside of tests. Nothing is planned. */
DmRetryPlan *dm_retry_plan_new (guint32 seed);
void dm_retry_plan_free (DmRetryPlan *self);

/* Plans an attempt for @reason; never later than what is planned already.
 *
 * USER: at once, and the back-off starts anew. SIGN_IN and KEYRING: at once,
 * NETWORK and RESUME: within a few seconds, and the back-off starts anew; but
 * three of these in a row, then one a minute, are all that count: the next
 * must wait for its minute, and does not start the back-off anew. TRIED: as
 * after a first failure, and held to the same measure.
 *
 * While an attempt runs, the request is kept for the case that it fails. */
void dm_retry_plan_request (DmRetryPlan *self, gint64 now, DmRetryReason reason);

/* An attempt starts. What was planned is done with. */
void dm_retry_plan_start (DmRetryPlan *self);

/* The attempt failed, or brought back only a part of the drives: plans the
 * next one. Does nothing if no attempt runs: after dm_retry_plan_clear () there
 * is nothing to try again. */
void dm_retry_plan_fail (DmRetryPlan *self, gint64 now);

/* The same when many others most likely wait as we do, so that the next attempt
 * is at any moment of a whole DM_RETRY_PLAN_MAX_DELAY: the server has just been
 * lost though nothing happened here; or it is there (the probe came through) but
 * too busy to answer a sign-in in time. */
void dm_retry_plan_fail_shared (DmRetryPlan *self, gint64 now);

/* The attempt brought back all that was wanted. */
void dm_retry_plan_succeed (DmRetryPlan *self);

/* Nothing is wanted of the server any longer. */
void dm_retry_plan_clear (DmRetryPlan *self);

/* When to start the next attempt, which may be in the past: now then.
 * -1: nothing is planned, or an attempt runs. */
gint64 dm_retry_plan_get_next (DmRetryPlan *self);

/* How many attempts failed since the back-off last started anew. */
guint dm_retry_plan_get_failures (DmRetryPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmRetryPlan, dm_retry_plan_free)

G_END_DECLS
