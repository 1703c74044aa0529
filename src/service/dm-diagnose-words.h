/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-location.h"

G_BEGIN_DECLS

/**
 * DmDiagnosis:
 *
 * What can come of a step of a diagnosis, as far as it is told in words.
 */
typedef enum
{
  DM_DIAGNOSIS_NOT_NEEDED, /* an address instead of a name */
  DM_DIAGNOSIS_NAME_FOUND,
  DM_DIAGNOSIS_NAME_UNKNOWN,
  DM_DIAGNOSIS_NAME_ONLY_SSH, /* DNS does not know it: ~/.ssh/config may */
  DM_DIAGNOSIS_NO_NAME_SERVER,
  DM_DIAGNOSIS_NO_NETWORK,

  DM_DIAGNOSIS_ADDRESS_ANSWERS,
  DM_DIAGNOSIS_ADDRESS_SILENT,
  DM_DIAGNOSIS_ADDRESS_UNREACHABLE,

  DM_DIAGNOSIS_PORT_OPEN,
  DM_DIAGNOSIS_PORT_CLOSED,

  DM_DIAGNOSIS_PROTOCOL_SPOKEN,
  DM_DIAGNOSIS_PROTOCOL_SILENT,
  DM_DIAGNOSIS_PROTOCOL_CLOSED,
  DM_DIAGNOSIS_PROTOCOL_OLD,
  DM_DIAGNOSIS_PROTOCOL_UNKNOWN,

  DM_DIAGNOSIS_LOGIN_GOOD,
  DM_DIAGNOSIS_LOGIN_GUEST,  /* good, as such */
  DM_DIAGNOSIS_LOGIN_TICKET, /* good, with one or as a guest */
  DM_DIAGNOSIS_LOGIN_REFUSED,
  DM_DIAGNOSIS_LOGIN_NO_PASSWORD,
  DM_DIAGNOSIS_LOGIN_NO_GUEST,
  DM_DIAGNOSIS_LOGIN_LOCKED,
  DM_DIAGNOSIS_LOGIN_EXPIRED,
  DM_DIAGNOSIS_LOGIN_TOO_LONG,
  DM_DIAGNOSIS_LOGIN_SILENT,
  DM_DIAGNOSIS_LOGIN_UNKNOWN,

  DM_DIAGNOSIS_SHARE_GOOD,
  DM_DIAGNOSIS_SHARE_MISSING,
  DM_DIAGNOSIS_SHARE_NO_RIGHTS,
  DM_DIAGNOSIS_SHARE_NO_GUEST,
  DM_DIAGNOSIS_SHARE_NO_TICKET,
  DM_DIAGNOSIS_SHARE_UNKNOWN,

  DM_DIAGNOSIS_PATH_GOOD,
  DM_DIAGNOSIS_PATH_NONE, /* the share itself is meant */
  DM_DIAGNOSIS_PATH_MISSING,
  DM_DIAGNOSIS_PATH_FILE,
  DM_DIAGNOSIS_PATH_NO_RIGHTS,
  DM_DIAGNOSIS_PATH_NO_GUEST,
  DM_DIAGNOSIS_PATH_UNKNOWN,

  DM_DIAGNOSIS_UNKNOWN,
  DM_DIAGNOSIS_SKIPPED,
} DmDiagnosis;

/* (transfer full): a sentence; @detail: (nullable): the address, or the user. */
char *dm_diagnosis_to_text (DmDiagnosis self, DmLocation *location, const char *detail);

/* What to do, a sentence; "" where there is nothing to do. Static. */
const char *dm_diagnosis_to_advice (DmDiagnosis self);

/* "good", "bad", "skipped" or "unknown". */
const char *dm_diagnosis_to_result (DmDiagnosis self);

G_END_DECLS
