/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-holder-model.h"

G_BEGIN_DECLS

/* What is said before a disconnect, translated; all (transfer full). */

/* "Z: projects", "Music", "\\server\share": for a heading. */
char *dm_disconnect_dup_name (DmItem *item);

/* "Z:", "Music", "\\server\share": for a sentence. */
char *dm_disconnect_dup_short_name (DmItem *item);

/* "\\server\share stays connected for Y:." */
char *dm_disconnect_dup_shared_text (DmClient *client, DmItem *item);

/* "2 files are still open. …", "Terminal is working in a folder …". */
char *dm_disconnect_dup_use_text (DmHolderModel *holders);

/* "fileserver does not answer. Waiting will not help." */
char *dm_disconnect_dup_no_answer_text (DmItem *item);

/* What either choice means for @item and for the programs. */
char *dm_disconnect_dup_wait_text (DmItem *item, DmHolderModel *holders, gboolean is_without_answer);
char *dm_disconnect_dup_now_text (DmHolderModel *holders);

/* "A", "A and B", "A, B, C and 2 other programs"; "" for none. */
char *dm_disconnect_dup_program_list (GPtrArray *names);

G_END_DECLS
