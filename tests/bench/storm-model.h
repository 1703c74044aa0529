/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  STORM_DRIVEMAP,    /* the real DmRetryPlan */
  STORM_EXPONENTIAL, /* the same delays at their most, without chance */
  STORM_FIXED,       /* every 30 s since the loss */
} StormPolicy;

typedef enum
{
  STORM_SCOUT,    /* one drive; when it is there, all others at once */
  STORM_PARALLEL, /* all drives at once */
  STORM_SERIAL,   /* one after the other */
} StormOrder;

typedef enum
{
  STORM_LOST,    /* the server went: all sessions broke off in the same second */
  STORM_NETWORK, /* the network did, and all desktops see it come back in the same
                  * second; nobody is connected */
} StormCause;

typedef struct
{
  StormPolicy policy;
  StormOrder order;
  StormCause cause;
  guint32 seed;
  guint desktops;
  guint drives;   /* of each desktop */
  guint capacity; /* sign-ins a second */
  guint outage;   /* seconds since then until the server is there */
  double waste;   /* what a sign-in that was given up costs the server, as a
                   * share of one that was not */
} StormSetup;

typedef struct
{
  /* Owned: guint of each second since the loss */
  GArray *requests;  /* sign-ins that arrived */
  GArray *probes;    /* TCP connections opened and closed */
  GArray *connected; /* drives there at its end */

  guint timeouts;
  guint reached_50; /* ms after the server's return */
  guint reached_95;
  guint reached_100;
  guint least; /* ms: what the server needs for all if it is never idle */

  /* Sign-ins a second, from the server's return to the last drive's. */
  double peak;
  double mean;
  double probe_peak;
} StormResult;

/* A power cut of a file server that many desktops use, on a virtual clock. The
 * same setup gives the same result. */
StormResult *storm_run (const StormSetup *setup);
void storm_result_free (StormResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StormResult, storm_result_free)

G_END_DECLS
