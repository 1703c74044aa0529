/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-outside-holders.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-sandbox.h"

#define PROGRAM     "drivemap-last-look"
#define ANSWER_TYPE "aaa{sv}"

static GStrv
make_arguments (const DmHolderTarget *targets,
                gsize n_targets)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();

  g_strv_builder_add (arguments, "scan");
  for (gsize i = 0; i < n_targets; i++)
    {
      g_autofree char *backend = g_strdup_printf ("%d", (int) targets[i].backend);

      g_strv_builder_add_many (arguments, targets[i].path != NULL ? targets[i].path : "", backend, NULL);
    }

  return g_strv_builder_end (arguments);
}

static char *
run (const char *const *argv,
     GError **error)
{
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
  g_autofree char *answer = NULL;
  g_autofree char *complaint = NULL;

  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &answer, &complaint, error))
    return NULL;

  if (!g_subprocess_get_successful (process))
    {
      g_debug ("%s: %s", argv[0], complaint);
      g_set_error_literal (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
                           _ ("Drivemap runs in a sandbox and could not look outside for open files."));
      return NULL;
    }

  return g_steal_pointer (&answer);
}

static GPtrArray *
read_answer (const char *text,
             gsize n_targets,
             GError **error)
{
  g_autoptr (GVariant) answer = g_variant_parse (G_VARIANT_TYPE (ANSWER_TYPE), text, NULL, NULL, error);
  GPtrArray *lists;

  if (answer == NULL)
    return NULL;

  if (g_variant_n_children (answer) != n_targets)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The answer is of another length.");
      return NULL;
    }

  lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  for (gsize i = 0; i < n_targets; i++)
    {
      g_autoptr (GVariant) list = g_variant_get_child_value (answer, i);

      g_ptr_array_add (lists, dm_holder_list_from_variant (list));
    }

  return lists;
}

GPtrArray *
dm_outside_holders_scan (const DmHolderTarget *targets,
                         gsize n_targets,
                         GError **error)
{
  g_auto (GStrv) arguments = make_arguments (targets, n_targets);
  g_auto (GStrv) argv = dm_sandbox_helper_argv (PROGRAM, (const char *const *) arguments, error);
  g_autofree char *answer = argv != NULL ? run ((const char *const *) argv, error) : NULL;

  return answer != NULL ? read_answer (answer, n_targets, error) : NULL;
}
