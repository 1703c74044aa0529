/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-problem.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"

static char *
describe_name (DmServerProblem self,
               const char *server)
{
  if (self == DM_SERVER_PROBLEM_NO_NAME_SERVER)
    return g_strdup_printf (_ ("The name of server “%s” cannot be looked up: no "
                               "name server answers. Check the network."),
                            server);
  if (self == DM_SERVER_PROBLEM_NOT_FOUND_IN_TIME)
    return g_strdup_printf (_ ("The address of server “%s” was not found in time: "
                               "no name server answers. Check the network, or use "
                               "the server's IP address."),
                            server);

  return g_strdup_printf (_ ("There is no server “%s”. Check the spelling, or use "
                             "its full name or IP address."),
                          server);
}

static char *
describe_way (DmServerProblem self,
              const char *server,
              guint port)
{
  if (self == DM_SERVER_PROBLEM_NO_NETWORK)
    return g_strdup_printf (_ ("The network of server “%s” cannot be reached. "
                               "Check that this computer is connected."),
                            server);
  if (self == DM_SERVER_PROBLEM_SILENT)
    return g_strdup_printf (_ ("The server “%s” does not answer on port %u. Check "
                               "that it is switched on and that you are in its "
                               "network (or its VPN)."),
                            server, port);
  if (self == DM_SERVER_PROBLEM_NOT_IN_TIME)
    return g_strdup_printf (_ ("The server “%s” did not answer in time on port %u. "
                               "Check that it is switched on and that you are in its "
                               "network (or its VPN), or try again later."),
                            server, port);

  return g_strdup_printf (_ ("The server “%s” refuses connections on port %u. Check "
                             "that it shares files this way, and the port."),
                          server, port);
}

static char *
describe_talk (DmServerProblem self,
               const char *server,
               guint port)
{
  if (self == DM_SERVER_PROBLEM_WORDLESS)
    return g_strdup_printf (_ ("The server “%s” accepts connections but does not "
                               "answer. It may be overloaded, or have stopped: try "
                               "again later, or restart it."),
                            server);
  if (self == DM_SERVER_PROBLEM_CLOSES)
    return g_strdup_printf (_ ("The server “%s” ends connections on port %u without "
                               "an answer. Check that it shares files this way, and "
                               "that it is not out of order."),
                            server, port);

  return g_strdup_printf (_ ("The server “%s” and this computer have no version of "
                             "SMB in common on port %u. Perhaps it only speaks SMB 1: "
                             "ask its administrator to enable SMB 2 or later."),
                          server, port);
}

static char *
describe (DmServerProblem self,
          const char *server,
          guint port)
{
  switch (self)
    {
    case DM_SERVER_PROBLEM_UNKNOWN:
    case DM_SERVER_PROBLEM_NO_NAME_SERVER:
    case DM_SERVER_PROBLEM_NOT_FOUND_IN_TIME:
      return describe_name (self, server);
    case DM_SERVER_PROBLEM_NO_NETWORK:
    case DM_SERVER_PROBLEM_SILENT:
    case DM_SERVER_PROBLEM_NOT_IN_TIME:
    case DM_SERVER_PROBLEM_REFUSES:
      return describe_way (self, server, port);
    case DM_SERVER_PROBLEM_WORDLESS:
    case DM_SERVER_PROBLEM_CLOSES:
    case DM_SERVER_PROBLEM_NO_COMMON_SMB:
    default:
      return describe_talk (self, server, port);
    }
}

GError *
dm_server_problem_to_error (DmServerProblem self,
                            const char *server,
                            guint port)
{
  gboolean is_network = self == DM_SERVER_PROBLEM_NO_NAME_SERVER || self == DM_SERVER_PROBLEM_NO_NETWORK;
  g_autofree char *message = NULL;

  g_return_val_if_fail (server != NULL, NULL);

  message = describe (self, server, port);

  return g_error_new_literal (DM_ERROR, is_network ? DM_ERROR_NO_NETWORK : DM_ERROR_BAD_NET_PATH, message);
}
