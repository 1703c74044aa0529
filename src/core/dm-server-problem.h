/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmServerProblem:
 * @DM_SERVER_PROBLEM_UNKNOWN: no name server knows it.
 * @DM_SERVER_PROBLEM_NO_NAME_SERVER: none answers.
 * @DM_SERVER_PROBLEM_NOT_FOUND_IN_TIME: the same, as far as the deadline tells.
 * @DM_SERVER_PROBLEM_NO_NETWORK: no way to its network.
 * @DM_SERVER_PROBLEM_SILENT: no connection in time.
 * @DM_SERVER_PROBLEM_NOT_IN_TIME: no answer in time, at whatever stage.
 * @DM_SERVER_PROBLEM_REFUSES: nobody listens on the port.
 * @DM_SERVER_PROBLEM_WORDLESS: it accepts connections, and says nothing.
 * @DM_SERVER_PROBLEM_CLOSES: it ends them, and says nothing.
 * @DM_SERVER_PROBLEM_NO_COMMON_SMB: no version of SMB that both speak.
 *
 * Why a server cannot be talked to.
 */
typedef enum
{
  DM_SERVER_PROBLEM_UNKNOWN,
  DM_SERVER_PROBLEM_NO_NAME_SERVER,
  DM_SERVER_PROBLEM_NOT_FOUND_IN_TIME,
  DM_SERVER_PROBLEM_NO_NETWORK,
  DM_SERVER_PROBLEM_SILENT,
  DM_SERVER_PROBLEM_NOT_IN_TIME,
  DM_SERVER_PROBLEM_REFUSES,
  DM_SERVER_PROBLEM_WORDLESS,
  DM_SERVER_PROBLEM_CLOSES,
  DM_SERVER_PROBLEM_NO_COMMON_SMB,
} DmServerProblem;

/* (transfer full): DM_ERROR_NO_NETWORK or DM_ERROR_BAD_NET_PATH, in words for a person:
 * what is wrong, and what to do. */
GError *dm_server_problem_to_error (DmServerProblem self, const char *server, guint port);

G_END_DECLS
