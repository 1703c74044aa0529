/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-step.h"

G_BEGIN_DECLS

/* What is said of a whole diagnosis. */

/* (transfer full): how it ended, in one sentence. @steps: DmStep. */
char *dm_diagnose_report_dup_summary (GListModel *steps);

/* (transfer full): all of it as a text that can be mailed to somebody who may help:
 * no secret is in it. @title, @place: what was checked. */
char *dm_diagnose_report_dup (const char *title, const char *place, GListModel *steps);

/* (transfer full) (nullable): the step that failed. */
DmStep *dm_diagnose_report_find_bad (GListModel *steps);

G_END_DECLS
