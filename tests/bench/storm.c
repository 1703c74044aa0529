/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a file server goes through when it returns after a power cut and a whole
 * company wants its drives back.
 *
 *   BUILD/tests/bench/storm [--picture=FILE.png] [--seed=N] [--desktops=N] …
 *
 * Ours is the real DmRetryPlan, on a virtual clock; beside it what others do:
 * the same back-off without chance, and a try every 30 seconds. All probe first
 * (a TCP connection, at most 2 s), then sign in, and give up after 20 s as GVfs
 * does. The server takes sign-ins first come, first served.
 *
 *   peak, mean  sign-ins that arrive each second, from the server's return to
 *               the last drive's
 *   probes      the most TCP probes in a second
 *   given up    sign-ins that were not answered in time
 *   50, 95, …   seconds from the server's return until so many drives are back
 *   95 if dear  the same as 95 when the server notices only after the work that
 *               nobody waits for a sign-in any longer
 *
 * --outage=0 is a server that drops all sessions and takes them at once again.
 * With --network it is the network that was away: all desktops see it come back
 * within the same second, and the outage is what the server needs from then on. */

#include "storm-picture.h"

#include <stdlib.h>

typedef struct
{
  const char *name;
  StormPolicy policy;
  StormOrder order;
  gboolean is_drawn;
} Row;

static const Row rows[] = {
  { "Drivemap", STORM_DRIVEMAP, STORM_SCOUT, TRUE },
  { "Drivemap, all drives at once", STORM_DRIVEMAP, STORM_PARALLEL, FALSE },
  { "Drivemap, one drive at a time", STORM_DRIVEMAP, STORM_SERIAL, FALSE },
  { "Back-off without chance", STORM_EXPONENTIAL, STORM_PARALLEL, TRUE },
  { "Every 30 s", STORM_FIXED, STORM_PARALLEL, TRUE },
};

typedef struct
{
  int seed;
  int desktops;
  int drives;
  int capacity;
  int outage;
  gboolean is_network;
  char *picture; /* owned */
} Arguments;

static gboolean
parse_arguments (Arguments *self,
                 int *argc,
                 char ***argv,
                 GError **error)
{
  const GOptionEntry entries[] = {
    { "picture", 'p', 0, G_OPTION_ARG_FILENAME, &self->picture, "Draw it, as PNG", "FILE" },
    { "seed", 's', 0, G_OPTION_ARG_INT, &self->seed, "Seed of all chance; 1", "N" },
    { "desktops", 'd', 0, G_OPTION_ARG_INT, &self->desktops, "Number of desktops; 10000", "N" },
    { "drives", 0, 0, G_OPTION_ARG_INT, &self->drives, "Drives of each; 3", "N" },
    { "capacity", 'c', 0, G_OPTION_ARG_INT, &self->capacity, "Sign-ins a second the server can do; 200", "N" },
    { "outage", 'o', 0, G_OPTION_ARG_INT, &self->outage, "Seconds until the server is back; 600", "N" },
    { "network", 'n', 0, G_OPTION_ARG_NONE, &self->is_network, "All see their network come back at its start", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (self->desktops > 0 && self->desktops <= 1000000 && self->drives > 0 && self->drives <= 100 &&
      self->capacity > 0 && self->outage >= 0 && self->outage <= 30 * 24 * 3600)
    return TRUE;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "A number is out of range.");
  return FALSE;
}

static void
print_seconds (guint ms)
{
  if (ms == 0)
    g_print (" %9s", "> 1 h");
  else
    g_print (" %9.1f", ms / 1000.0);
}

static void
print_row (const char *name,
           const StormResult *result,
           const StormResult *dear)
{
  g_print ("%-30s %7.0f %7.0f %9.1f %7.0f %9u", name, result->peak, result->mean, result->peak / result->mean,
           result->probe_peak, result->timeouts);
  print_seconds (result->reached_50);
  print_seconds (result->reached_95);
  print_seconds (result->reached_100);
  print_seconds (dear->reached_95);
  g_print ("\n");
}

static void
print_heading (const Arguments *self)
{
  g_print ("%d desktops with %d drives each, server away for %d s, %d sign-ins a second, seed %d.\n",
           self->desktops, self->drives, self->outage, self->capacity, self->seed);
  g_print ("All drives take %.1f s if the server is never idle.\n\n",
           (double) self->desktops * self->drives / self->capacity);
  g_print ("%-30s %7s %7s %9s %7s %9s %9s %9s %9s %9s\n", "", "peak/s", "mean/s", "peak/mean", "probes",
           "given up", "50 % s", "95 % s", "100 % s", "if dear s");
}

static StormSetup
make_setup (const Arguments *self,
            const Row *row,
            double waste)
{
  return (StormSetup){
    .policy = row->policy,
    .order = row->order,
    .cause = self->is_network ? STORM_NETWORK : STORM_LOST,
    .seed = (guint32) self->seed,
    .desktops = (guint) self->desktops,
    .drives = (guint) self->drives,
    .capacity = (guint) self->capacity,
    .outage = (guint) self->outage,
    .waste = waste,
  };
}

static gboolean
run (const Arguments *self,
     GError **error)
{
  StormSetup setups[G_N_ELEMENTS (rows)];
  StormResult *results[G_N_ELEMENTS (rows)];
  StormCurve curves[G_N_ELEMENTS (rows)];
  guint n_curves = 0;
  gboolean success;

  print_heading (self);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      StormSetup dear_setup = make_setup (self, &rows[i], 1);
      g_autoptr (StormResult) dear = storm_run (&dear_setup);

      setups[i] = make_setup (self, &rows[i], 0);
      results[i] = storm_run (&setups[i]);
      print_row (rows[i].name, results[i], dear);
      if (rows[i].is_drawn)
        curves[n_curves++] = (StormCurve){ rows[i].name, &setups[i], results[i] };
    }
  success = self->picture == NULL || storm_draw (self->picture, curves, n_curves, error);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    storm_result_free (results[i]);
  return success;
}

int
main (int argc,
      char **argv)
{
  Arguments arguments = { 1, 10000, 3, 200, 600, FALSE, NULL };
  g_autoptr (GError) error = NULL;

  if (!parse_arguments (&arguments, &argc, &argv, &error) || !run (&arguments, &error))
    {
      g_printerr ("storm: %s\n", error->message);
      return EXIT_FAILURE;
    }

  g_free (arguments.picture);
  return EXIT_SUCCESS;
}
