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

/* The same to a person, translated. */
const char *dm_step_result_to_words (DmStepResult result);

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

G_END_DECLS
