/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-item.h"

G_BEGIN_DECLS

/* What the window says of an item, translated. */

/* "Z: projects", "Music"; for a connection its remote. */
char *dm_item_dup_title (DmItem *item);

/* The second line: where it is, and as whom. */
char *dm_item_dup_place (DmItem *item);

/* What matters now: the reason it is not connected, or open files; "" if
 * nothing is to say. */
char *dm_item_dup_summary (DmItem *item);

/* "212 GB free"; "" if it is not known. */
char *dm_item_dup_free_space (DmItem *item);

/* All of it in one sentence, for a screen reader. */
char *dm_item_dup_sentence (DmItem *item);

/* (nullable): that an administrator has set it up, and where; NULL: nobody has. */
char *dm_item_dup_managed_words (DmItem *item);

/* What was chosen for a drive; "" if all is default. */
char *dm_dup_settings_words (const DmDriveSettings *settings);

/* How full it is, 0 to 1; -1: not known. */
double dm_item_get_fullness (DmItem *item);

/* Since when, for a person: "since 10:42", "since 3 November"; NULL: not known. */
char *dm_dup_since_words (guint64 since);

/* (transfer full) (nullable): the same without "since". */
char *dm_dup_time_words (guint64 time);

G_END_DECLS
