/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include "dm-holder-item.h"

G_BEGIN_DECLS

/* What the window says of a holder, translated. What a file or a program calls
 * itself is shown without control and direction characters. */

/* (transfer full): @text so that it can stand inside a sentence whatever its
 * direction: cleaned, cut in the middle to @max_chars, isolated if need be. */
char *dm_dup_quotable (const char *text, guint max_chars);

/* (transfer full): "budget.ods", "Name not known", "The whole drive". */
char *dm_holder_dup_title (DmHolderItem *item);

/* (transfer full) (nullable): below the share: "reports/budget.ods". */
char *dm_holder_dup_shown_path (DmHolderItem *item);

/* (transfer none) (nullable): the application, looked up once for each item. */
GAppInfo *dm_holder_get_app (DmHolderItem *item);

/* (transfer full): "LibreOffice Calc", "report-writer"; of what only the server
 * tells, the user: "joe". */
char *dm_holder_dup_program_name (DmHolderItem *item);

/* (transfer full): the application's, the server's, or a generic one. */
GIcon *dm_holder_dup_icon (DmHolderItem *item);

/* (nullable): what it is if not a plain open file: "a folder", "mapped into
 * memory", "opened through GIO". */
const char *dm_holder_get_kind_words (DmHolderItem *item);

/* (transfer full): "read, write", or what else it is; "" if nothing is to say. */
char *dm_holder_dup_use (DmHolderItem *item);

/* (transfer full): "since 10:42 · this computer · process 1234", "on the server ·
 * reports/budget.ods". */
char *dm_holder_dup_origin (DmHolderItem *item);

G_END_DECLS
