/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-addresses.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

static gboolean
is_up (const struct ifaddrs *interface)
{
  const guint wanted = IFF_UP | IFF_RUNNING;

  return interface->ifa_addr != NULL && (interface->ifa_flags & IFF_LOOPBACK) == 0 &&
         (interface->ifa_flags & wanted) == wanted;
}

/* NULL when it is not one that counts. */
static char *
describe (const struct ifaddrs *interface)
{
  const struct sockaddr_in *four = (const struct sockaddr_in *) (const void *) interface->ifa_addr;
  const struct sockaddr_in6 *six = (const struct sockaddr_in6 *) (const void *) interface->ifa_addr;
  char text[INET6_ADDRSTRLEN] = "";

  if (interface->ifa_addr->sa_family == AF_INET)
    inet_ntop (AF_INET, &four->sin_addr, text, sizeof text);
  else if (interface->ifa_addr->sa_family == AF_INET6 && !IN6_IS_ADDR_LINKLOCAL (&six->sin6_addr))
    inet_ntop (AF_INET6, &six->sin6_addr, text, sizeof text);

  return *text != '\0' ? g_strdup_printf ("%s %s", interface->ifa_name, text) : NULL;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

char *
dm_addresses_describe (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  struct ifaddrs *interfaces = NULL;

  if (getifaddrs (&interfaces) != 0)
    return NULL;

  for (struct ifaddrs *each = interfaces; each != NULL; each = each->ifa_next)
    {
      char *line = is_up (each) ? describe (each) : NULL;

      if (line != NULL)
        g_ptr_array_add (lines, line);
    }
  freeifaddrs (interfaces);

  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}
