/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmStepResult:
 * @DM_STEP_RESULT_GOOD: as it should be.
 * @DM_STEP_RESULT_BAD: here it fails.
 * @DM_STEP_RESULT_SKIPPED: not tried, as an earlier step was bad.
 * @DM_STEP_RESULT_UNKNOWN: it cannot be found out.
 *
 * What came of a step.
 */
typedef enum
{
  DM_STEP_RESULT_GOOD,
  DM_STEP_RESULT_BAD,
  DM_STEP_RESULT_SKIPPED,
  DM_STEP_RESULT_UNKNOWN,
} DmStepResult;

/* The API's word: "good", "bad", … */
const char *dm_step_result_to_string (DmStepResult result);

/**
 * DmStep:
 *
 * One step of a diagnosis: see Manager.Diagnose (). Immutable.
 */
#define DM_TYPE_STEP (dm_step_get_type ())
G_DECLARE_FINAL_TYPE (DmStep, dm_step, DM, STEP, GObject)

/* @dict: a{sv}, as Diagnose () gives it. A result that is not known is UNKNOWN. */
DmStep *dm_step_new (GVariant *dict);

const char *dm_step_get_step (DmStep *self);  /* "name", "address", … */
const char *dm_step_get_title (DmStep *self); /* translated: "Name", "Address", … */
DmStepResult dm_step_get_result (DmStep *self);
guint64 dm_step_get_elapsed_ms (DmStep *self);
const char *dm_step_get_text (DmStep *self);
const char *dm_step_get_advice (DmStep *self); /* "" if none */

/* To a person, translated: "OK", "Failed", "Not tried", "Not known", and "Warning"
 * where it is not known, but something may be done about it. */
const char *dm_step_get_result_words (DmStep *self);
gboolean dm_step_is_warning (DmStep *self);

/* (transfer full): "12 ms", "5.0 s"; "" for what was not tried, or took none. */
char *dm_step_dup_elapsed_words (DmStep *self);

/* All that the service may tell of, in its order, to be shown before it does; ended by
 * NULL. */
const char *const *dm_step_get_names (void);

/* dm_step_get_title () of a step that is only known by its name. */
const char *dm_step_name_to_title (const char *name);

/* "Not tried", for the same. */
const char *dm_step_get_not_tried_words (void);

G_END_DECLS
