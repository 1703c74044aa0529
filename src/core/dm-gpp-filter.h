/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-user-facts.h"

G_BEGIN_DECLS

/**
 * DmGppVerdict:
 *
 * Whether a preference is for this user on this computer.
 */
typedef enum
{
  DM_GPP_NO,
  DM_GPP_YES,
  DM_GPP_UNKNOWN,
} DmGppVerdict;

/**
 * DmGppFilter:
 *
 * One targeting item of a Group Policy preference (MS-GPPREF 2.2.1.22), or a
 * collection of them. FilterUser (by name), FilterGroup (of the user, by name)
 * and FilterComputer are decided; all others are unknown.
 */
typedef struct _DmGppFilter DmGppFilter;

/* @element: "FilterUser", …; "Filters" and "FilterCollection" are collections. */
DmGppFilter *dm_gpp_filter_new (const char *element, const char *const *names, const char *const *values);
void dm_gpp_filter_free (DmGppFilter *self);

gboolean dm_gpp_filter_is_collection (const DmGppFilter *self);

/* Takes over @child. */
void dm_gpp_filter_add (DmGppFilter *self, DmGppFilter *child);

/* Whether it asks for the user's groups. */
gboolean dm_gpp_filter_needs_groups (const DmGppFilter *self);

/* The items one after the other, as Windows does: an unknown one counts only
 * where it would make a difference. @why: (nullable): with DM_GPP_UNKNOWN, what
 * cannot be decided, part of a sentence. */
DmGppVerdict dm_gpp_filter_decide (const DmGppFilter *self, const DmUserFacts *facts, char **why);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmGppFilter, dm_gpp_filter_free)

G_END_DECLS
