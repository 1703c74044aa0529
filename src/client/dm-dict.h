/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts in the dictionaries that the service sends. */

/* "" if it is not there, or is no text. */
char *dm_dict_dup_text (GVariantDict *dict, const char *key);

/* (nullable): the same, NULL if it is empty. */
char *dm_dict_dup_nonempty (GVariantDict *dict, const char *key);

G_END_DECLS
