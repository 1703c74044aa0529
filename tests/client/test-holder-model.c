/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-holder-model.h"
#include "dm-names.h"
#include "fake-service.h"

typedef struct
{
  FakeService service; /* first, for its conditions */

  DmDbusConnection *connection;
  DmDbusDrive *drive; /* Z: */
  DmDbusDrive *other; /* Y: */
  DmWatch *watch;
  DmHolderModel *model;
  GString *events; /* "position-removed+added " for each items-changed */
  guint n_wanted;
} Fixture;

static void
on_items_changed_cb (GListModel *model,
                     guint position,
                     guint n_removed,
                     guint n_added,
                     Fixture *f)
{
  g_string_append_printf (f->events, "%u-%u+%u ", position, n_removed, n_added);
}

static void
set_up (Fixture *f,
        gconstpointer data)
{
  fake_service_set_up (&f->service, data);
  fake_service_start (&f->service);
  f->connection = fake_service_add_connection (&f->service, FALSE);
  f->drive = fake_service_add_drive (&f->service, "Z:", DM_OBJECT_CONNECTIONS "/c");
  f->other = fake_service_add_drive (&f->service, "Y:", "/");
  dm_dbus_drive_set_open_count (f->drive, 4);
  fake_service_open_client (&f->service);

  f->events = g_string_new (NULL);
  f->watch = dm_watch_new (f->service.client);
  f->model = dm_holder_model_new (f->service.client, f->watch);
  g_signal_connect (f->model, "items-changed", G_CALLBACK (on_items_changed_cb), f);
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  g_assert_finalize_object (f->model);
  g_assert_finalize_object (f->watch);
  g_clear_object (&f->connection);
  g_clear_object (&f->drive);
  g_clear_object (&f->other);
  g_string_free (f->events, TRUE);
  fake_service_tear_down (&f->service, data);
}

static void
add_holder (Fixture *f,
            int pid,
            DmHolderKind kind,
            const char *program,
            const char *path)
{
  DmHolder *holder = dm_holder_new (pid, kind, kind == DM_HOLDER_STREAM ? DM_HOLDER_SOURCE_STREAM : DM_HOLDER_SOURCE_PROC);

  holder->program = g_strdup (program);
  holder->path = g_strdup (path);
  g_ptr_array_add (f->service.holders, holder);
}

static void
clear_holders (Fixture *f)
{
  g_ptr_array_set_size (f->service.holders, 0);
}

static DmItem *
find (Fixture *f,
      const char *local)
{
  return dm_client_find_drive (f->service.client, local);
}

static char *
describe (Fixture *f)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (f->model)); i++)
    {
      g_autoptr (DmHolderItem) row = g_list_model_get_item (G_LIST_MODEL (f->model), i);
      const DmHolder *holder = dm_holder_item_get_holder (row);

      g_string_append_printf (text, "%s:%s ", holder->program, holder->path);
    }

  return g_string_free (text, FALSE);
}

static gboolean
has_asked (FakeService *f)
{
  return f->n_get_holders >= ((Fixture *) f)->n_wanted;
}

/* Refreshes and waits for the answer. */
static void
refresh (Fixture *f)
{
  g_string_truncate (f->events, 0);
  f->n_wanted = f->service.n_get_holders + 1;
  dm_holder_model_refresh (f->model);
  wait_until (&f->service, has_asked);
  wait_ms (50);
}

static void
set_item (Fixture *f,
          const char *local)
{
  f->n_wanted = f->service.n_get_holders + 1;
  dm_holder_model_set_item (f->model, find (f, local));
  wait_until (&f->service, has_asked);
  wait_ms (50);
}

static void
test_rows (Fixture *f,
           gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (DmHolderItem) row = NULL;
  g_autoptr (DmHolderItem) same = NULL;
  g_autofree char *mode = NULL;

  g_assert_true (dm_holder_model_is_complete (f->model));
  add_holder (f, 7, DM_HOLDER_CWD, "bash", "/z");
  add_holder (f, 8, DM_HOLDER_FILE, "writer", "/z/b");
  add_holder (f, 8, DM_HOLDER_FILE, "writer", "/z/a");
  add_holder (f, 9, DM_HOLDER_STREAM, "player", NULL);
  dm_holder_model_set_item (f->model, find (f, "Z:"));
  g_assert_false (dm_holder_model_is_complete (f->model));
  set_item (f, "Z:");

  g_assert_true (dm_holder_model_is_complete (f->model));
  g_assert_cmpuint (dm_holder_model_get_n_files (f->model), ==, 3);
  g_assert_cmpstr (f->events->str, ==, "0-0+4 ");
  first = describe (f);
  g_assert_cmpstr (first, ==, "player:(null) writer:/z/a writer:/z/b bash:/z ");

  /* Nothing new is nothing new. */
  refresh (f);
  g_assert_cmpstr (f->events->str, ==, "");

  /* One goes, two come, one is learnt more of. */
  row = g_list_model_get_item (G_LIST_MODEL (f->model), 2);
  clear_holders (f);
  add_holder (f, 7, DM_HOLDER_CWD, "bash", "/z");
  add_holder (f, 8, DM_HOLDER_FILE, "writer", "/z/b");
  add_holder (f, 9, DM_HOLDER_STREAM, "player", NULL);
  add_holder (f, 1, DM_HOLDER_FILE, "archiver", "/z/c");
  add_holder (f, 1, DM_HOLDER_DIRECTORY, "zoo", "/z/d");
  ((DmHolder *) g_ptr_array_index (f->service.holders, 1))->mode = DM_HOLDER_MODE_WRITE;
  refresh (f);
  second = describe (f);
  g_assert_cmpstr (second, ==, "archiver:/z/c player:(null) writer:/z/b bash:/z zoo:/z/d ");
  g_assert_cmpstr (f->events->str, ==, "1-1+0 0-0+1 4-0+1 ");
  same = g_list_model_get_item (G_LIST_MODEL (f->model), 2);
  g_assert_true (row == same);
  g_object_get (same, "mode", &mode, NULL);
  g_assert_cmpstr (mode, ==, "w");
  g_assert_cmpuint (dm_holder_model_get_n_files (f->model), ==, 3);
}

static void
test_twins (Fixture *f,
            gconstpointer data)
{
  g_autoptr (DmHolderItem) first = NULL;
  g_autoptr (DmHolderItem) other = NULL;

  add_holder (f, 9, DM_HOLDER_STREAM, "player", NULL);
  add_holder (f, 9, DM_HOLDER_STREAM, "player", NULL);
  set_item (f, "Z:");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->model)), ==, 2);
  first = g_list_model_get_item (G_LIST_MODEL (f->model), 0);
  other = g_list_model_get_item (G_LIST_MODEL (f->model), 1);
  g_assert_true (first != other);

  g_ptr_array_set_size (f->service.holders, 1);
  refresh (f);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->model)), ==, 1);
  g_assert_cmpuint (f->events->len, ==, strlen ("0-1+0 "));
}

static gboolean
has_rows (FakeService *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (((Fixture *) f)->model)) == ((Fixture *) f)->n_wanted;
}

static void
test_many (Fixture *f,
           gconstpointer data)
{
  /* Every third goes, and comes back. */
  for (int round = 0; round < 3; round++)
    {
      guint n_wanted = 0;

      clear_holders (f);
      for (int i = 0; i < 1000; i++)
        {
          g_autofree char *path = g_strdup_printf ("/z/%d", i);

          if (round == 1 && i % 3 == 0)
            continue;
          add_holder (f, 100 + i % 7, DM_HOLDER_FILE, "many", path);
          n_wanted++;
        }
      if (round == 0)
        set_item (f, "Z:");
      else
        refresh (f);
      f->n_wanted = n_wanted;
      wait_until (&f->service, has_rows);
    }

  for (guint i = 1; i < 1000; i++)
    {
      g_autoptr (DmHolderItem) one = g_list_model_get_item (G_LIST_MODEL (f->model), i - 1);
      g_autoptr (DmHolderItem) next = g_list_model_get_item (G_LIST_MODEL (f->model), i);

      g_assert_cmpint (g_utf8_collate (dm_holder_item_get_holder (one)->path,
                                       dm_holder_item_get_holder (next)->path),
                       <, 0);
    }
}

static void
test_not_connected (Fixture *f,
                    gconstpointer data)
{
  dm_holder_model_set_item (f->model, find (f, "Y:"));
  dm_holder_model_refresh (f->model);
  g_assert_true (dm_holder_model_is_complete (f->model));
  wait_ms (100);
  g_assert_cmpuint (f->service.n_get_holders, ==, 0);

  /* It comes and goes. */
  add_holder (f, 8, DM_HOLDER_FILE, "writer", "/y/b");
  f->n_wanted = 1;
  g_object_set (f->other, "connection", DM_OBJECT_CONNECTIONS "/c", "use-count", 1, NULL);
  wait_until (&f->service, has_asked);
  wait_ms (50);
  g_assert_cmpuint (dm_holder_model_get_n_files (f->model), ==, 1);
  g_object_set (f->other, "connection", "/", "use-count", 0, NULL);
  wait_ms (100);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->model)), ==, 0);
  g_assert_cmpuint (dm_holder_model_get_n_files (f->model), ==, 0);
  g_assert_true (dm_holder_model_is_complete (f->model));
}

static void
test_errors (Fixture *f,
             gconstpointer data)
{
  f->service.holders_code = DM_ERROR_EXTENDED_ERROR;
  set_item (f, "Z:");
  g_assert_false (dm_holder_model_is_complete (f->model));
  g_assert_cmpstr (dm_holder_model_get_error (f->model), ==, "No holders.");

  f->service.holders_code = 0;
  add_holder (f, 8, DM_HOLDER_FILE, "writer", "/z/b");
  refresh (f);
  g_assert_true (dm_holder_model_is_complete (f->model));
  g_assert_null (dm_holder_model_get_error (f->model));

  /* What was known is still shown, with the error. */
  f->service.holders_code = DM_ERROR_EXTENDED_ERROR;
  refresh (f);
  g_assert_nonnull (dm_holder_model_get_error (f->model));
  g_assert_cmpuint (dm_holder_model_get_n_files (f->model), ==, 1);

  f->service.holders_code = DM_ERROR_NOT_CONNECTED;
  refresh (f);
  g_assert_null (dm_holder_model_get_error (f->model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->model)), ==, 0);
  g_assert_true (dm_holder_model_is_complete (f->model));
}

static gboolean
has_held_holders (FakeService *f)
{
  return f->held_holders != NULL;
}

static void
answer_held (Fixture *f)
{
  dm_dbus_manager_complete_get_holders (f->service.manager, g_steal_pointer (&f->service.held_holders),
                                        dm_holder_list_to_variant (f->service.holders));
  wait_ms (50);
}

static void
test_stale (Fixture *f,
            gconstpointer data)
{
  g_object_set (f->other, "connection", DM_OBJECT_CONNECTIONS "/c", "use-count", 1, NULL);
  wait_ms (50);
  f->service.hold_holders = TRUE;

  dm_holder_model_set_item (f->model, find (f, "Z:"));
  wait_until (&f->service, has_held_holders);
  dm_holder_model_set_item (f->model, find (f, "Y:"));
  dm_holder_model_refresh (f->model);
  wait_ms (50);
  g_assert_cmpuint (f->service.n_get_holders, ==, 1);

  /* The answer for Z: is for nobody, then Y: is asked, once. */
  add_holder (f, 8, DM_HOLDER_FILE, "writer", "/z/b");
  answer_held (f);
  g_assert_false (dm_holder_model_is_complete (f->model));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->model)), ==, 0);
  wait_until (&f->service, has_held_holders);
  g_assert_cmpstr (f->service.held_name, ==, "Y:");
  clear_holders (f);
  answer_held (f);
  g_assert_true (dm_holder_model_is_complete (f->model));
  g_assert_cmpuint (f->service.n_get_holders, ==, 2);
}

static gboolean
has_refreshed (FakeService *f)
{
  return f->n_refreshes >= ((Fixture *) f)->n_wanted;
}

static void
look (Fixture *f)
{
  f->n_wanted = f->service.n_refreshes + 1;
  dm_watch_look_now (f->watch);
  wait_until (&f->service, has_refreshed);
  wait_ms (50);
}

static void
test_watch (Fixture *f,
            gconstpointer data)
{
  set_item (f, "Z:");
  look (f);
  g_assert_cmpuint (f->service.n_get_holders, ==, 2);

  /* Nothing is open, says the look: who then? */
  dm_dbus_drive_set_open_count (f->drive, 0);
  wait_ms (50);
  look (f);
  g_assert_cmpuint (f->service.n_get_holders, ==, 2);

  dm_dbus_drive_set_open_count (f->drive, 1);
  add_holder (f, 8, DM_HOLDER_FILE, "writer", "/z/b");
  wait_ms (50);
  look (f);
  g_assert_cmpuint (f->service.n_get_holders, ==, 3);
  g_assert_cmpuint (dm_holder_model_get_n_files (f->model), ==, 1);

  dm_holder_model_set_item (f->model, NULL);
  g_assert_cmpuint (dm_holder_model_get_n_files (f->model), ==, 0);
  look (f);
  g_assert_cmpuint (f->service.n_get_holders, ==, 3);
}

int
main (int argc,
      char **argv)
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/holder-model/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/holder-model/twins", Fixture, NULL, set_up, test_twins, tear_down);
  g_test_add ("/holder-model/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/holder-model/not-connected", Fixture, NULL, set_up, test_not_connected, tear_down);
  g_test_add ("/holder-model/errors", Fixture, NULL, set_up, test_errors, tear_down);
  g_test_add ("/holder-model/stale", Fixture, NULL, set_up, test_stale, tear_down);
  g_test_add ("/holder-model/watch", Fixture, NULL, set_up, test_watch, tear_down);

  return g_test_run ();
}
