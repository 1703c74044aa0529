/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "storm-model.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const StormSetup *setup;
  const StormResult *result;
} StormCurve;

/* A PNG: above, for each curve, the sign-ins that arrive each second; below,
 * how many drives are back. At most four curves. */
gboolean storm_draw (const char *path,
                     const StormCurve *curves,
                     guint n_curves,
                     GError **error);

G_END_DECLS
