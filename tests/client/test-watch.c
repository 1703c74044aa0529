/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "dm-watch.h"
#include "fake-service.h"

typedef struct
{
  FakeService service; /* first, for its conditions */

  DmWatch *watch;
  guint n_looked;
  guint n_wanted;
} Fixture;

static void
on_watch_looked_cb (Fixture *f)
{
  f->n_looked++;
}

static void
open_watch (Fixture *f)
{
  fake_service_open_client (&f->service);
  f->watch = dm_watch_new (f->service.client);
  g_signal_connect_swapped (f->watch, "looked", G_CALLBACK (on_watch_looked_cb), f);
}

static void
set_up (Fixture *f,
        gconstpointer data)
{
  fake_service_set_up (&f->service, data);
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  g_assert_finalize_object (f->watch);
  fake_service_tear_down (&f->service, data);
}

static gboolean
has_looked (FakeService *f)
{
  return ((Fixture *) f)->n_looked >= ((Fixture *) f)->n_wanted;
}

static void
wait_for_looks (Fixture *f,
                guint n_wanted)
{
  f->n_wanted = n_wanted;
  wait_until (&f->service, has_looked);
}

static gboolean
has_held_refresh (FakeService *f)
{
  return f->held_refresh != NULL;
}

static gboolean
has_problem (FakeService *f)
{
  return dm_watch_get_problem (((Fixture *) f)->watch) != NULL;
}

static gboolean
has_no_problem (FakeService *f)
{
  return dm_watch_get_problem (((Fixture *) f)->watch) == NULL;
}

static void
release_refresh (Fixture *f)
{
  f->service.hold_refresh = FALSE;
  dm_dbus_manager_complete_refresh (f->service.manager, g_steal_pointer (&f->service.held_refresh));
}

static void
test_activity (Fixture *f,
               gconstpointer data)
{
  gint64 first;

  fake_service_start (&f->service);
  open_watch (f);
  wait_ms (100);
  g_assert_false (dm_watch_get_active (f->watch));
  g_assert_cmpuint (f->service.n_refreshes, ==, 0);

  dm_watch_set_active (f->watch, TRUE);
  wait_for_looks (f, 1);
  first = g_get_monotonic_time ();
  wait_for_looks (f, 2);
  g_assert_cmpint (g_get_monotonic_time () - first, >=, 900 * 1000);

  g_object_set (f->watch, "active", FALSE, NULL);
  wait_ms (1300);
  g_assert_cmpuint (f->service.n_refreshes, ==, 2);

  dm_watch_look_now (f->watch);
  wait_for_looks (f, 3);
  wait_ms (1300);
  g_assert_cmpuint (f->service.n_refreshes, ==, 3);

  /* Servers are asked when somebody says so, not when we look by ourselves. */
  g_assert_cmpuint (f->service.n_probes, ==, 0);
  dm_watch_probe_now (f->watch);
  wait_for_looks (f, 4);
  g_assert_cmpuint (f->service.n_probes, ==, 1);
}

static void
test_one_at_a_time (Fixture *f,
                    gconstpointer data)
{
  fake_service_start (&f->service);
  f->service.hold_refresh = TRUE;
  open_watch (f);

  dm_watch_look_now (f->watch);
  wait_until (&f->service, has_held_refresh);
  dm_watch_look_now (f->watch);
  dm_watch_set_active (f->watch, TRUE);
  dm_watch_probe_now (f->watch);
  dm_watch_look_now (f->watch);
  wait_ms (200);
  g_assert_cmpuint (f->service.n_refreshes, ==, 1);

  /* Whoever asked meanwhile gets one more, at once. */
  release_refresh (f);
  wait_for_looks (f, 2);
  wait_ms (200);
  g_assert_cmpuint (f->service.n_refreshes, ==, 2);
  g_assert_cmpuint (f->service.n_probes, ==, 1);
  dm_watch_set_active (f->watch, FALSE);
}

static void
test_costly (Fixture *f,
             gconstpointer data)
{
  fake_service_start (&f->service);
  f->service.hold_refresh = TRUE;
  open_watch (f);

  dm_watch_set_active (f->watch, TRUE);
  wait_until (&f->service, has_held_refresh);
  wait_ms (300);
  release_refresh (f);
  wait_for_looks (f, 1);
  wait_ms (2500);
  g_assert_cmpuint (f->n_looked, ==, 1);
  wait_for_looks (f, 2);
}

static void
test_problem (Fixture *f,
              gconstpointer data)
{
  open_watch (f);
  dm_watch_set_active (f->watch, TRUE);
  wait_until (&f->service, has_problem);
  g_assert_nonnull (strstr (dm_watch_get_problem (f->watch), "could not be started"));
  g_assert_cmpuint (f->n_looked, ==, 0);

  fake_service_start (&f->service);
  wait_until (&f->service, has_no_problem);
  wait_for_looks (f, 1);

  fake_service_stop (&f->service);
  wait_until (&f->service, has_problem);
  fake_service_start (&f->service);
  wait_until (&f->service, has_no_problem);
  wait_for_looks (f, 3);
}

static void
test_late (Fixture *f,
           gconstpointer data)
{
  fake_service_start (&f->service);
  f->service.hold_refresh = TRUE;
  open_watch (f);

  dm_watch_set_active (f->watch, TRUE);
  wait_ms (4000);
  g_assert_null (dm_watch_get_problem (f->watch));
  wait_until (&f->service, has_problem);
  g_assert_nonnull (strstr (dm_watch_get_problem (f->watch), "does not answer"));

  release_refresh (f);
  wait_for_looks (f, 1);
  g_assert_null (dm_watch_get_problem (f->watch));
}

/* --- a service that ends as soon as it is started, and counts that --- */

static void
write_service (const char *folder)
{
  g_autofree char *script = g_build_filename (folder, "start", NULL);
  g_autofree char *file = g_build_filename (folder, "drivemap.service", NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\necho >> %s/starts\nexit 1\n", folder);
  g_autofree char *service =
    g_strdup_printf ("[D-BUS Service]\nName=io.github.drivemap.Drivemap.Service\nExec=%s\n", script);

  g_assert_true (g_file_set_contents (script, text, -1, NULL));
  g_assert_cmpint (g_chmod (script, 0755), ==, 0);
  g_assert_true (g_file_set_contents (file, service, -1, NULL));
}

static void
remove_service (const char *folder)
{
  const char *const names[] = { "start", "starts", "drivemap.service" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static gsize
count_starts (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "starts", NULL);
  g_autofree char *text = NULL;
  gsize length = 0;

  /* A line of nothing each; no file before the first. */
  return g_file_get_contents (path, &text, &length, NULL) ? length : 0;
}

static gboolean
has_no_owner (FakeService *f)
{
  return !dm_client_has_owner (f->client);
}

static void
test_retries (Fixture *f,
              gconstpointer data)
{
  fake_service_start (&f->service);
  open_watch (f);
  fake_service_stop (&f->service);
  wait_until (&f->service, has_no_owner);

  /* At 0, 1, 3 and 7 seconds. */
  dm_watch_set_active (f->watch, TRUE);
  wait_ms (5000);
  g_assert_cmpuint (count_starts (data), ==, 3);
  g_assert_nonnull (strstr (dm_watch_get_problem (f->watch), "could not be started"));

  /* Nobody looks, nothing happens. */
  dm_watch_set_active (f->watch, FALSE);
  wait_ms (3000);
  g_assert_cmpuint (count_starts (data), ==, 3);
}

int
main (int argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("drivemap-watch-XXXXXX", NULL);
  int status;

  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);
  write_service (folder);

  g_test_add ("/watch/activity", Fixture, NULL, set_up, test_activity, tear_down);
  g_test_add ("/watch/one-at-a-time", Fixture, NULL, set_up, test_one_at_a_time, tear_down);
  g_test_add ("/watch/costly", Fixture, NULL, set_up, test_costly, tear_down);
  g_test_add ("/watch/problem", Fixture, NULL, set_up, test_problem, tear_down);
  g_test_add ("/watch/late", Fixture, NULL, set_up, test_late, tear_down);
  g_test_add ("/watch/retries", Fixture, folder, set_up, test_retries, tear_down);

  status = g_test_run ();
  remove_service (folder);

  return status;
}
