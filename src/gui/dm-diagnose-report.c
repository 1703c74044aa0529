/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-diagnose-report.h"

#include <glib/gi18n-lib.h>

static gboolean
is_bad (DmStep *step)
{
  return dm_step_get_result (step) == DM_STEP_RESULT_BAD;
}

static gboolean
is_unknown (DmStep *step)
{
  return dm_step_get_result (step) == DM_STEP_RESULT_UNKNOWN;
}

/* (transfer full) (nullable) */
static DmStep *
find_first (GListModel *steps,
            gboolean (*fits) (DmStep *step))
{
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (DmStep) step = g_list_model_get_item (steps, i);

      if (fits (step))
        return g_steal_pointer (&step);
    }

  return NULL;
}

static void
append_step (GString *report,
             DmStep *step)
{
  g_autofree char *elapsed = dm_step_dup_elapsed_words (step);

  g_string_append_printf (report, "%s: %s", dm_step_get_title (step), dm_step_get_result_words (step));
  if (*elapsed != '\0')
    g_string_append_printf (report, ", %s", elapsed);
  g_string_append_c (report, '\n');
  if (dm_step_get_result (step) != DM_STEP_RESULT_SKIPPED)
    g_string_append_printf (report, "    %s\n", dm_step_get_text (step));
  if (*dm_step_get_advice (step) != '\0')
    g_string_append_printf (report, "    %s\n", dm_step_get_advice (step));
}

/* With what else somebody who is to help would ask for. */
static void
append_heading (GString *report,
                const char *title,
                const char *place)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%F %R");

  /* Translators: a drive or a place */
  g_string_append_printf (report, _ ("Connection check of %s"), title);
  g_string_append_c (report, '\n');
  if (!g_str_equal (title, place))
    g_string_append_printf (report, "%s\n", place);
  g_string_append_printf (report, "%s, Drivemap %s\n\n", time, DM_VERSION);
}

char *
dm_diagnose_report_dup_summary (GListModel *steps)
{
  g_autoptr (DmStep) bad = NULL;
  g_autoptr (DmStep) warning = NULL;
  g_autoptr (DmStep) unknown = NULL;

  g_return_val_if_fail (G_IS_LIST_MODEL (steps), NULL);

  if (g_list_model_get_n_items (steps) == 0)
    return g_strdup (_ ("Nothing could be checked."));

  bad = find_first (steps, is_bad);
  if (bad != NULL)
    return g_strdup (dm_step_get_text (bad));
  warning = find_first (steps, dm_step_is_warning);
  if (warning != NULL)
    return g_strdup (dm_step_get_text (warning));
  unknown = find_first (steps, is_unknown);
  if (unknown != NULL)
    return g_strdup (_ ("Nothing is wrong so far; the rest shows only when it is connected."));

  return g_strdup (_ ("Nothing is wrong on the way there."));
}

char *
dm_diagnose_report_dup (const char *title,
                        const char *place,
                        GListModel *steps)
{
  GString *report;
  g_autofree char *summary = NULL;

  g_return_val_if_fail (title != NULL && place != NULL, NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (steps), NULL);

  report = g_string_new (NULL);
  summary = dm_diagnose_report_dup_summary (steps);
  append_heading (report, title, place);
  g_string_append_printf (report, "%s\n\n", summary);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (DmStep) step = g_list_model_get_item (steps, i);

      append_step (report, step);
    }

  return g_string_free (report, FALSE);
}

DmStep *
dm_diagnose_report_find_bad (GListModel *steps)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (steps), NULL);

  return find_first (steps, is_bad);
}
