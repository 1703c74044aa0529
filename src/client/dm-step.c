/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-step.h"

#include <glib/gi18n-lib.h>

#include "dm-dict.h"

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

static const char *const names[] = { "name", "address", "port", "protocol", "login", "share", "path", NULL };

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

DmStep *
dm_step_new (GVariant *dict)
{
  g_auto (GVariantDict) values = G_VARIANT_DICT_INIT (dict);
  DmStep *self = g_object_new (DM_TYPE_STEP, NULL);

  self->step = dm_dict_dup_text (&values, "step");
  self->text = dm_dict_dup_text (&values, "text");
  self->advice = dm_dict_dup_text (&values, "advice");
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

  return dm_step_name_to_title (self->step);
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

gboolean
dm_step_is_warning (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), FALSE);

  return self->result == DM_STEP_RESULT_UNKNOWN && *self->advice != '\0';
}

const char *
dm_step_get_result_words (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), NULL);

  switch (self->result)
    {
    case DM_STEP_RESULT_GOOD:
      return C_ ("step", "OK");
    case DM_STEP_RESULT_BAD:
      return C_ ("step", "Failed");
    case DM_STEP_RESULT_SKIPPED:
      return dm_step_get_not_tried_words ();
    case DM_STEP_RESULT_UNKNOWN:
    default:
      return dm_step_is_warning (self) ? C_ ("step", "Warning") : C_ ("step", "Not known");
    }
}

char *
dm_step_dup_elapsed_words (DmStep *self)
{
  g_return_val_if_fail (DM_IS_STEP (self), NULL);

  if (self->result == DM_STEP_RESULT_SKIPPED || (self->result == DM_STEP_RESULT_UNKNOWN && self->elapsed_ms == 0))
    return g_strdup ("");
  if (self->elapsed_ms < 1000)
    return g_strdup_printf (_ ("%u ms"), (guint) self->elapsed_ms);

  return g_strdup_printf (_ ("%.1f s"), (double) self->elapsed_ms / 1000);
}

const char *const *
dm_step_get_names (void)
{
  return names;
}

const char *
dm_step_name_to_title (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].step, name))
      return g_dpgettext2 (GETTEXT_PACKAGE, "step", titles[i].title);

  return name;
}

const char *
dm_step_get_not_tried_words (void)
{
  return C_ ("step", "Not tried");
}
