/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DmResponseChart:
 *
 * A bar for each time that a server took to answer, the newest at the end of the
 * line; one that it did not is a dashed one of the whole height.
 */
#define DM_TYPE_RESPONSE_CHART (dm_response_chart_get_type ())
G_DECLARE_FINAL_TYPE (DmResponseChart, dm_response_chart, DM, RESPONSE_CHART, GtkWidget)

/* @times: see dm_item_get_response_times (). @words: what they mean, for those who do
 * not see it. */
void dm_response_chart_set_times (DmResponseChart *self,
                                  const guint32 *times,
                                  gsize n,
                                  const char *words);

G_END_DECLS
