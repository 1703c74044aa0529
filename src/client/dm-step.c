/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-step.h"

#include <glib/gi18n-lib.h>

struct _DmStep
{
  GObject parent_instance;

  /* Owned */
  char *step;
  char *text;
  char *advice;

  DmStepResult result;
  guint64 elapsed_ms;
};

static const char *const results[] = {
  [DM_STEP_RESULT_GOOD] = "good",
  [DM_STEP_RESULT_BAD] = "bad",
  [DM_STEP_RESULT_SKIPPED] = "skipped",
  [DM_STEP_RESULT_UNKNOWN] = "unknown",
};

static const struct
{
  const char *step;
  const char *title;
} titles[] = {
  { "name", NC_ ("step", "Name") },
  { "address", NC_ ("step", "Address") },
  { "port", NC_ ("step", "Port") },
  { "protocol", NC_ ("step", "Protocol") },
  { "login", NC_ ("step", "Login") },
  { "share", NC_ ("step", "Share") },
  { "path", NC_ ("step", "Folder") },
};

G_DEFINE_FINAL_TYPE (DmStep, dm_step, G_TYPE_OBJECT)

static char *
dup_text (GVariantDict *dict,
          const char *key)
{
  const char *text = "";

  g_variant_dict_lookup (dict, key, "&s", &text);

  return g_strdup (text);
}

static DmStepResult
read_result (GVariantDict *dict)
{
  const char *text = "";

  g_variant_dict_lookup (dict, "result", "&s", &text);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    if (g_str_equal (text, results[i]))
      return (DmStepResult) i;

  return DM_STEP_RESULT_UNKNOWN;
}

static void
dm_step_finalize (GObject *object)
{
  DmStep *self = DM_STEP (object);

  g_free (self->step);
  g_free (self->text);
  g_free (self->advice);

  G_OBJECT_CLASS (dm_step_parent_class)->finalize (object);
}

static void
dm_step_class_init (DmStepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_step_finalize;
}

static void
dm_step_init (DmStep *self)
{
}

const char *
dm_step_result_to_string (DmStepResult result)
{
  g_return_val_if_fail (result < G_N_ELEMENTS (results), NULL);

  return results[result];
}

const char *
dm_step_result_to_words (DmStepResult result)
{
  switch (result)
    {
    case DM_STEP_RESULT_GOOD:
      return C_ ("step", "Good");
    case DM_STEP_RESULT_BAD:
      return C_ ("step", "Bad");
    case DM_STEP_RESULT_SKIPPED:
      return C_ ("step", "Skipped");
    case DM_STEP_RESULT_UNKNOWN:
    default:
      return C_ ("step", "Not known");
    }
}

DmStep *
dm_step_new (GVariant *dict)
{
  g_auto (GVariantDict) values = G_VARIANT_DICT_INIT (dict);
  DmStep *self = g_object_new (DM_TYPE_STEP, NULL);

  self->step = dup_text (&values, "step");
  self->text = dup_text (&values, "text");
  self->advice = dup_text (&values, "advice");
  self->result = read_result (&values);
  g_variant_dict_lookup (&values, "elapsed-ms", "t", &self->elapsed_ms);

  return self;
}

const char *
dm_step_get_step (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), NULL);

  return self->step;
}

const char *
dm_step_get_title (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].step, self->step))
      return g_dpgettext2 (GETTEXT_PACKAGE, "step", titles[i].title);

  return self->step;
}

DmStepResult
dm_step_get_result (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), DM_STEP_RESULT_UNKNOWN);

  return self->result;
}

guint64
dm_step_get_elapsed_ms (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), 0);

  return self->elapsed_ms;
}

const char *
dm_step_get_text (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), NULL);

  return self->text;
}

const char *
dm_step_get_advice (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), NULL);

  return self->advice;
}
