/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What "net use" says, by the numbers that Windows has for it; those from 10000 on
 * are our own, for texts whose number is not known. */
typedef enum
{
  DM_USE_MESSAGE_DONE = 3500,
  DM_USE_MESSAGE_SYSTEM_ERROR = 3502,
  DM_USE_MESSAGE_BAD_VALUE = 3505,
  DM_USE_MESSAGE_UNKNOWN_OPTION = 3506,
  DM_USE_MESSAGE_HAVE_CONNECTIONS = 3670,
  DM_USE_MESSAGE_WILL_CANCEL = 3671,
  DM_USE_MESSAGE_REMEMBERED = 3676,
  DM_USE_MESSAGE_NOT_REMEMBERED = 3677,
  DM_USE_MESSAGE_NO_ENTRIES = 3683,
  DM_USE_MESSAGE_FILES_OPEN = 3691,
  DM_USE_MESSAGE_HAS_REMEMBERED = 3695,
  DM_USE_MESSAGE_NOW_CONNECTED = 3919,

  DM_USE_MESSAGE_DELETED = 10000,
  DM_USE_MESSAGE_ASK_FORCE,
  DM_USE_MESSAGE_ASK_CONTINUE,
  DM_USE_MESSAGE_ASK_OVERWRITE,
  DM_USE_MESSAGE_NO_ANSWER,
  DM_USE_MESSAGE_FILES_UNKNOWN,
  DM_USE_MESSAGE_TYPE_PASSWORD,
  DM_USE_MESSAGE_INVALID_LOGIN,
  DM_USE_MESSAGE_ENTER_USER,
  DM_USE_MESSAGE_ENTER_PASSWORD,
  DM_USE_MESSAGE_LOCAL_NAME,
  DM_USE_MESSAGE_REMOTE_NAME,
  DM_USE_MESSAGE_RESOURCE_TYPE,
  DM_USE_MESSAGE_STATUS,
  DM_USE_MESSAGE_N_OPENS,
  DM_USE_MESSAGE_N_CONNECTIONS,
  DM_USE_MESSAGE_DISK,
  DM_USE_MESSAGE_COLUMN_STATUS,
  DM_USE_MESSAGE_COLUMN_LOCAL,
  DM_USE_MESSAGE_COLUMN_REMOTE,
  DM_USE_MESSAGE_COLUMN_NETWORK,
} DmUseMessage;

/* The text of a DmUseMessage or of a system error (a DmError), translated; NULL if
 * it has none. */
const char *dm_use_message_get (guint number);

/* (transfer full): the same with @first in place of %1 and @second of %2. */
char *dm_use_message_format (guint number, const char *first, const char *second);

/* (transfer full): as net.exe writes it: "System error 53 has occurred.", an empty
 * line, what the number means, and what happened here. */
char *dm_use_error_to_text (const GError *error);

G_END_DECLS
