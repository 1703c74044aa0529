/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-turns.h"

static GString *called;

static void
note_cb (gpointer data)
{
  g_string_append (called, data);
}

static void
test_first_come_first_served (void)
{
  DmTurns *turns = dm_turns_new (2);

  called = g_string_new (NULL);
  dm_turns_take (turns, note_cb, (gpointer) "a");
  dm_turns_take (turns, note_cb, (gpointer) "b");
  g_assert_cmpstr (called->str, ==, "ab");

  dm_turns_take (turns, note_cb, (gpointer) "c");
  dm_turns_take (turns, note_cb, (gpointer) "d");
  g_assert_cmpstr (called->str, ==, "ab");

  dm_turns_give_back (turns);
  g_assert_cmpstr (called->str, ==, "abc");
  dm_turns_give_back (turns);
  g_assert_cmpstr (called->str, ==, "abcd");

  dm_turns_free (turns);
  g_string_free (called, TRUE);
}

static void
test_given_back_turns_are_free (void)
{
  DmTurns *turns = dm_turns_new (1);

  called = g_string_new (NULL);
  for (guint i = 0; i < 3; i++)
    {
      dm_turns_take (turns, note_cb, (gpointer) "x");
      g_assert_cmpuint (called->len, ==, i + 1);
      dm_turns_give_back (turns);
    }

  dm_turns_free (turns);
  g_string_free (called, TRUE);
}

static void
test_freed_while_somebody_waits (void)
{
  DmTurns *turns = dm_turns_new (1);

  called = g_string_new (NULL);
  dm_turns_take (turns, note_cb, (gpointer) "a");
  dm_turns_take (turns, note_cb, (gpointer) "never");
  dm_turns_free (turns);
  g_assert_cmpstr (called->str, ==, "a");
  g_string_free (called, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/turns/first-come-first-served", test_first_come_first_served);
  g_test_add_func ("/turns/given-back-turns-are-free", test_given_back_turns_are_free);
  g_test_add_func ("/turns/freed-while-somebody-waits", test_freed_while_somebody_waits);

  return g_test_run ();
}
