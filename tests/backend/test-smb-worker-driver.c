/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For test_smb_worker.py: several dm_smb_worker_run_async () at the same time.
 * On standard input an `aa{sv}` in text, one for each; on standard output another,
 * with what came of them. */

#include "dm-smb-worker.h"

#include <stdio.h>

typedef struct
{
  DmSmbRequest *request;     /* owned */
  GCancellable *cancellable; /* owned */
  GVariant *outcome;         /* owned */
  gint64 started;
  guint deadline;
} Question;

static GMainLoop *loop;
static guint n_running;

static char *
get_text (GVariant *dict, const char *key)
{
  char *text = NULL;

  g_variant_lookup (dict, key, "s", &text);
  return text;
}

static DmSmbRequest *
make_request (GVariant *dict)
{
  DmSmbRequest *request = dm_smb_request_new (DM_SMB_OPERATION_CHECK, "", 0);
  g_autofree char *password = get_text (dict, "password");
  guint32 operation = DM_SMB_OPERATION_CHECK;

  g_free (request->server);
  request->server = get_text (dict, "server");
  request->share = get_text (dict, "share");
  request->path = get_text (dict, "path");
  request->user = get_text (dict, "user");
  request->domain = get_text (dict, "domain");
  request->file_path = get_text (dict, "file-path");
  request->file_user = get_text (dict, "file-user");
  g_variant_lookup (dict, "operation", "u", &operation);
  g_variant_lookup (dict, "port", "q", &request->port);
  g_variant_lookup (dict, "kerberos", "b", &request->kerberos);
  g_variant_lookup (dict, "timeout", "u", &request->timeout);
  g_variant_lookup (dict, "file-id", "u", &request->file_id);
  request->operation = (DmSmbOperation) operation;
  if (password != NULL)
    dm_smb_request_set_password (request, password);
  return request;
}

static GVariant *
describe (Question *question, DmSmbAnswer *answer, GError *error)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GError) words = NULL;

  g_variant_dict_insert (&dict, "ms", "x", (g_get_monotonic_time () - question->started) / 1000);
  if (answer == NULL)
    {
      g_variant_dict_insert (&dict, "error", "s", error->message);
      return g_variant_ref_sink (g_variant_dict_end (&dict));
    }

  g_variant_dict_insert (&dict, "failure", "u", answer->failure);
  g_variant_dict_insert (&dict, "code", "u", answer->code);
  g_variant_dict_insert_value (&dict, "entries", answer->entries);
  if (dm_smb_answer_to_error (answer, question->request, &words))
    g_variant_dict_insert (&dict, "message", "s", words->message);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static void
worker_run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DmSmbAnswer) answer = dm_smb_worker_run_finish (result, &error);

  question->outcome = describe (question, answer, error);
  if (--n_running == 0)
    g_main_loop_quit (loop);
}

static gboolean
on_time_to_cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
ask (Question *question, GVariant *dict)
{
  guint32 cancel_after = 0;

  question->request = make_request (dict);
  question->cancellable = g_cancellable_new ();
  question->deadline = 20000;
  question->started = g_get_monotonic_time ();
  g_variant_lookup (dict, "deadline", "u", &question->deadline);
  if (g_variant_lookup (dict, "cancel-after", "u", &cancel_after))
    g_timeout_add (cancel_after, on_time_to_cancel_cb, question->cancellable);
  n_running++;
  dm_smb_worker_run_async (question->request, question->deadline, question->cancellable, worker_run_cb, question);
}

static void
print_outcomes (Question *questions, gsize n)
{
  GVariantBuilder builder;
  g_autoptr (GVariant) all = NULL;
  g_autofree char *text = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; i < n; i++)
    g_variant_builder_add_value (&builder, questions[i].outcome);
  all = g_variant_ref_sink (g_variant_builder_end (&builder));
  text = g_variant_print (all, TRUE);
  /* As it is, whatever the locale. */
  puts (text);
}

static void
question_clear (Question *question)
{
  dm_smb_request_free (question->request);
  g_object_unref (question->cancellable);
  g_variant_unref (question->outcome);
}

static char *
read_input (void)
{
  GString *text = g_string_new (NULL);
  int c;

  while ((c = getchar ()) != EOF)
    g_string_append_c (text, (char) c);
  return g_string_free (text, FALSE);
}

int
main (void)
{
  g_autofree char *text = read_input ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) dicts = g_variant_parse (G_VARIANT_TYPE ("aa{sv}"), text, NULL, NULL, &error);
  g_autofree Question *questions = NULL;
  gsize n;

  g_assert_no_error (error);
  n = g_variant_n_children (dicts);
  questions = g_new0 (Question, n);
  loop = g_main_loop_new (NULL, FALSE);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) dict = g_variant_get_child_value (dicts, i);

      ask (&questions[i], dict);
    }

  g_main_loop_run (loop);
  print_outcomes (questions, n);
  for (gsize i = 0; i < n; i++)
    question_clear (&questions[i]);
  g_main_loop_unref (loop);
  return 0;
}
