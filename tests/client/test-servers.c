/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-client-servers.h"
#include "dm-error.h"
#include "dm-holder-item.h"
#include "fake-service.h"

/* What the service is asked, and how it answers. */
typedef struct
{
  FakeService base;
  GDBusMethodInvocation *waiting;
  char *name;
  GVariant *options;
  GVariant *closed; /* what CloseServerFile () was given */
} Fixture;

static void
keep_question (Fixture *f,
               GDBusMethodInvocation *invocation,
               const char *name,
               GVariant *options)
{
  f->waiting = invocation;
  g_free (f->name);
  f->name = g_strdup (name);
  g_clear_pointer (&f->options, g_variant_unref);
  f->options = g_variant_ref (options);
}

static gboolean
on_browse_called_cb (Fixture *f,
                     GDBusMethodInvocation *invocation,
                     const char *server,
                     GVariant *options)
{
  keep_question (f, invocation, server, options);

  return TRUE;
}

static gboolean
on_diagnose_called_cb (Fixture *f,
                       GDBusMethodInvocation *invocation,
                       const char *remote,
                       GVariant *options)
{
  keep_question (f, invocation, remote, options);

  return TRUE;
}

static gboolean
on_get_holders_called_cb (Fixture *f,
                          GDBusMethodInvocation *invocation,
                          const char *name,
                          GVariant *options)
{
  keep_question (f, NULL, name, options);
  dm_dbus_manager_complete_get_holders (f->base.manager, invocation, dm_holder_list_to_variant (f->base.holders));

  return TRUE;
}

static gboolean
on_close_called_cb (Fixture *f,
                    GDBusMethodInvocation *invocation,
                    const char *name,
                    guint id,
                    const char *path,
                    const char *user,
                    GVariant *options)
{
  keep_question (f, NULL, name, options);
  f->closed = g_variant_ref_sink (g_variant_new ("(uss)", id, path, user));
  dm_dbus_manager_complete_close_server_file (f->base.manager, invocation);

  return TRUE;
}

static gboolean
on_cancel_operation_called_cb (Fixture *f,
                               GDBusMethodInvocation *invocation,
                               const char *operation)
{
  const char *asked = NULL;

  g_assert_true (g_variant_lookup (f->options, "operation", "&s", &asked));
  g_assert_cmpstr (operation, ==, asked);
  g_dbus_method_invocation_return_error (g_steal_pointer (&f->waiting), DM_ERROR, DM_ERROR_CANCELLED, "Cancelled.");
  dm_dbus_manager_complete_cancel_operation (f->base.manager, invocation);

  return TRUE;
}

static void
set_up (Fixture *f,
        gconstpointer data)
{
  fake_service_set_up (&f->base, NULL);
  fake_service_start (&f->base);
  dm_dbus_manager_set_version (f->base.manager, 4);
  /* The fake service's own answers make way. */
  g_signal_handlers_disconnect_by_data (f->base.manager, &f->base);
  g_signal_connect_swapped (f->base.manager, "handle-browse", G_CALLBACK (on_browse_called_cb), f);
  g_signal_connect_swapped (f->base.manager, "handle-diagnose", G_CALLBACK (on_diagnose_called_cb), f);
  g_signal_connect_swapped (f->base.manager, "handle-get-holders", G_CALLBACK (on_get_holders_called_cb), f);
  g_signal_connect_swapped (f->base.manager, "handle-close-server-file", G_CALLBACK (on_close_called_cb), f);
  g_signal_connect_swapped (f->base.manager, "handle-cancel-operation",
                            G_CALLBACK (on_cancel_operation_called_cb), f);
}

static void
tear_down (Fixture *f,
           gconstpointer data)
{
  g_clear_pointer (&f->name, g_free);
  g_clear_pointer (&f->options, g_variant_unref);
  g_clear_pointer (&f->closed, g_variant_unref);
  fake_service_tear_down (&f->base, NULL);
}

static gboolean
is_waiting (FakeService *base)
{
  return ((Fixture *) base)->waiting != NULL;
}

static void
tell (Fixture *f,
      const char *operation,
      const char *entries)
{
  const char *asked = NULL;

  g_assert_true (g_variant_lookup (f->options, "operation", "&s", &asked));
  dm_dbus_manager_emit_found (f->base.manager, operation != NULL ? operation : asked,
                              g_variant_new_parsed (entries));
}

static GListStore *found_list;
static guint wanted_found;

static gboolean
has_found (FakeService *base)
{
  return g_list_model_get_n_items (G_LIST_MODEL (found_list)) == wanted_found;
}

static void
wait_for_found (Fixture *f,
                GListStore *found,
                guint n)
{
  found_list = found;
  wanted_found = n;
  wait_until (&f->base, has_found);
}

static void
assert_names (GListStore *found,
              const char *names)
{
  GString *text = g_string_new (NULL);
  g_autofree char *joined = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (found)); i++)
    {
      g_autoptr (DmPlace) place = g_list_model_get_item (G_LIST_MODEL (found), i);

      g_string_append_printf (text, "%s ", dm_place_get_name (place));
    }
  joined = g_string_free (text, FALSE);
  g_assert_cmpstr (joined, ==, names);
}

/* As they come; another's are not ours; what was not told of before comes at the end,
 * and nothing twice. */
static void
test_browse (Fixture *f,
             gconstpointer data)
{
  g_autoptr (GListStore) found = g_list_store_new (DM_TYPE_PLACE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (GVariant) stale = g_variant_ref_sink (g_variant_new_parsed ("{'name': <'stale'>}"));
  g_autoptr (DmPlace) old = dm_place_new (stale);
  g_autoptr (GError) error = NULL;
  gboolean hidden = FALSE;
  const char *user = NULL;

  fake_service_open_client (&f->base);
  g_list_store_append (found, old);
  dm_client_browse_async (f->base.client, "nas", "", "ann", TRUE, found, NULL, keep_result_cb, &result);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found)), ==, 0);
  wait_until (&f->base, is_waiting);
  g_assert_cmpstr (f->name, ==, "nas");
  g_assert_true (g_variant_lookup (f->options, "hidden", "b", &hidden) && hidden);
  g_assert_true (g_variant_lookup (f->options, "user", "&s", &user));
  g_assert_cmpstr (user, ==, "ann");
  g_assert_false (g_variant_lookup (f->options, "domain", "&s", &user));

  tell (f, "another", "[{'name': <'foreign'>}]");
  tell (f, NULL, "[{'name': <'b'>, 'type': <'disk'>}]");
  wait_for_found (f, found, 1);
  tell (f, NULL, "[{'name': <'a'>, 'type': <'disk'>}, {'name': <'p'>, 'type': <'printer'>}]");
  wait_for_found (f, found, 3);
  g_assert_null (result);

  dm_dbus_manager_complete_browse (
    f->base.manager, g_steal_pointer (&f->waiting),
    g_variant_new_parsed ("[{'name': <'a'>}, {'name': <'b'>}, {'name': <'late'>}, {'name': <'p'>}]"));
  places = dm_client_browse_finish (f->base.client, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (places->len, ==, 4);
  assert_names (found, "b a p late ");

  /* What comes after the end is not of this call any more. */
  tell (f, NULL, "[{'name': <'ghost'>}]");
  wait_ms (50);
  assert_names (found, "b a p late ");
}

static void
test_browse_fails (Fixture *f,
                   gconstpointer data)
{
  g_autoptr (GListStore) found = g_list_store_new (DM_TYPE_PLACE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake_service_open_client (&f->base);
  dm_client_browse_async (f->base.client, NULL, NULL, NULL, FALSE, found, NULL, keep_result_cb, &result);
  wait_until (&f->base, is_waiting);
  g_assert_cmpstr (f->name, ==, "");
  g_assert_cmpuint (g_variant_n_children (f->options), ==, 1);
  tell (f, NULL, "[{'name': <'nas'>, 'uri': <'smb://nas/'>, 'source': <'known'>}]");
  g_dbus_method_invocation_return_error (g_steal_pointer (&f->waiting), DM_ERROR, DM_ERROR_BAD_NET_PATH, "Gone.");
  g_assert_null (dm_client_browse_finish (f->base.client, wait_for (&result), &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_BAD_NET_PATH);
  g_assert_cmpstr (error->message, ==, "Gone.");
  assert_names (found, "nas ");
}

static void
test_cancelled (Fixture *f,
                gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fake_service_open_client (&f->base);
  dm_client_browse_async (f->base.client, "nas", NULL, NULL, FALSE, NULL, cancellable, keep_result_cb, &result);
  wait_until (&f->base, is_waiting);
  g_cancellable_cancel (cancellable);
  g_assert_null (dm_client_browse_finish (f->base.client, wait_for (&result), &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_CANCELLED);
}

static void
test_diagnose (Fixture *f,
               gconstpointer data)
{
  g_autoptr (GListStore) found = g_list_store_new (DM_TYPE_STEP);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (DmStep) step = NULL;
  g_autoptr (GError) error = NULL;

  fake_service_open_client (&f->base);
  dm_client_diagnose_async (f->base.client, "Z:", NULL, NULL, found, NULL, keep_result_cb, &result);
  wait_until (&f->base, is_waiting);
  g_assert_cmpstr (f->name, ==, "Z:");
  tell (f, NULL, "[{'step': <'name'>, 'result': <'good'>, 'elapsed-ms': <uint64 3>, 'text': <'x'>, 'advice': <'y'>}]");
  wait_for_found (f, found, 1);
  step = g_list_model_get_item (G_LIST_MODEL (found), 0);
  g_assert_cmpstr (dm_step_get_step (step), ==, "name");
  g_assert_cmpstr (dm_step_get_title (step), ==, "Name");
  g_assert_cmpint (dm_step_get_result (step), ==, DM_STEP_RESULT_GOOD);
  g_assert_cmpuint (dm_step_get_elapsed_ms (step), ==, 3);
  g_assert_cmpstr (dm_step_get_text (step), ==, "x");
  g_assert_cmpstr (dm_step_get_advice (step), ==, "y");

  dm_dbus_manager_complete_diagnose (
    f->base.manager, g_steal_pointer (&f->waiting),
    g_variant_new_parsed ("[{'step': <'name'>, 'result': <'good'>}, {'step': <'address'>, 'result': <'bad'>}]"));
  steps = dm_client_diagnose_finish (f->base.client, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (steps->len, ==, 2);
  g_assert_cmpint (dm_step_get_result (steps->pdata[1]), ==, DM_STEP_RESULT_BAD);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (found)), ==, 2);
}

static void
test_server_files (Fixture *f,
                   gconstpointer data)
{
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *printed = NULL;
  DmHolder *holder = dm_holder_new (0, DM_HOLDER_SERVER, DM_HOLDER_SOURCE_SERVER);
  gboolean server = FALSE;

  holder->server_path = g_strdup ("C:\\srv\\a");
  holder->user = g_strdup ("ann");
  holder->id = 7;
  g_ptr_array_add (f->base.holders, holder);
  fake_service_open_client (&f->base);

  dm_client_get_server_holders_async (f->base.client, "Z:", NULL, keep_result_cb, &listed);
  holders = dm_client_get_server_holders_finish (f->base.client, wait_for (&listed), &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_lookup (f->options, "server", "b", &server) && server);
  g_assert_cmpuint (holders->len, ==, 1);

  dm_client_close_server_file_async (f->base.client, "Z:", holders->pdata[0], NULL, keep_result_cb, &closed);
  g_assert_true (dm_client_close_server_file_finish (f->base.client, wait_for (&closed), &error));
  g_assert_no_error (error);
  printed = g_variant_print (f->closed, FALSE);
  g_assert_cmpstr (printed, ==, "(7, 'C:\\\\srv\\\\a', 'ann')");
}

static gboolean
has_old_version (FakeService *base)
{
  return dm_client_get_interface_version (base->client) == 3;
}

static void
test_old_service (Fixture *f,
                  gconstpointer data)
{
  g_autoptr (GListStore) found = g_list_store_new (DM_TYPE_PLACE);
  g_autoptr (GAsyncResult) browsed = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GError) error = NULL;

  dm_dbus_manager_set_version (f->base.manager, 3);
  fake_service_open_client (&f->base);
  wait_until (&f->base, has_old_version);

  dm_client_browse_async (f->base.client, NULL, NULL, NULL, FALSE, found, NULL, keep_result_cb, &browsed);
  g_assert_null (dm_client_browse_finish (f->base.client, wait_for (&browsed), &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED);
  g_clear_error (&error);

  dm_client_get_server_holders_async (f->base.client, "Z:", NULL, keep_result_cb, &listed);
  g_assert_null (dm_client_get_server_holders_finish (f->base.client, wait_for (&listed), &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED);
  g_assert_null (f->options);
}

static void
test_same (void)
{
  const struct
  {
    const char *a;
    const char *b;
    gboolean is_same;
  } cases[] = {
    { "{'name': <'a'>, 'type': <'disk'>}", "{'name': <'a'>, 'comment': <'x'>}", TRUE },
    { "{'name': <'a'>}", "{'name': <'A'>}", FALSE },
    { "{'name': <'a'>}", "{'name': <'a'>, 'uri': <'smb://a/'>}", FALSE },
    { "{'name': <'a'>, 'uri': <'smb://b/'>}", "{'name': <'a'>, 'uri': <'smb://a/'>}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) a = g_variant_ref_sink (g_variant_new_parsed (cases[i].a));
      g_autoptr (GVariant) b = g_variant_ref_sink (g_variant_new_parsed (cases[i].b));
      g_autoptr (DmPlace) place = dm_place_new (a);
      g_autoptr (DmPlace) other = dm_place_new (b);

      g_assert_cmpint (dm_place_is_same (place, other), ==, cases[i].is_same);
      g_assert_cmpint (dm_place_is_same (other, place), ==, cases[i].is_same);
    }
}

/* Two files that others have open may differ in nothing but their numbers. */
static void
test_same_holder (void)
{
  g_autoptr (DmHolder) holder = dm_holder_new (0, DM_HOLDER_SERVER, DM_HOLDER_SOURCE_SERVER);
  g_autoptr (DmHolder) other = NULL;
  g_autoptr (DmHolderItem) item = NULL;

  holder->server_path = g_strdup ("C:\\a");
  holder->id = 7;
  other = dm_holder_copy (holder);
  item = dm_holder_item_new (holder, 1);
  g_assert_true (dm_holder_item_is_same (item, other));
  other->id = 9;
  g_assert_false (dm_holder_item_is_same (item, other));
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/servers/browse", test_browse);
  ADD ("/servers/browse/fails", test_browse_fails);
  ADD ("/servers/browse/cancelled", test_cancelled);
  ADD ("/servers/diagnose", test_diagnose);
  ADD ("/servers/files", test_server_files);
  ADD ("/servers/old-service", test_old_service);
  g_test_add_func ("/servers/same", test_same);
  g_test_add_func ("/servers/same-holder", test_same_holder);

  return g_test_run ();
}
