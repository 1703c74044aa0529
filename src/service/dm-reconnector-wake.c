/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Waking servers that sleep, for the drives that are set to. */

#include "config.h"

#include "dm-reconnector-private.h"

#include "dm-wake-on-lan.h"

/* Once somebody has asked for its drives a server is woken at most so often, and
 * only for so long: what is switched off must not be told for ever. */
#define MAX_WAKES 3
#define WAKING    (2 * G_TIME_SPAN_MINUTE)

/* (nullable) (transfer full): the server's hardware address, as one of the drives
 * that wait for it has it. */
static char *
find_address (Server *server)
{
  g_autoptr (GPtrArray) drives = dm_reconnector_list_drives (server);

  for (guint i = 0; i < drives->len; i++)
    if (dm_reconnector_is_awaited (server->owner, drives->pdata[i]) &&
        dm_drive_get_settings (drives->pdata[i])->wake != NULL)
      return g_strdup (dm_drive_get_settings (drives->pdata[i])->wake);

  return NULL;
}

void
dm_reconnector_start_waking (Server *server)
{
  server->waking_until = g_get_monotonic_time () + WAKING;
  server->n_wakes = 0;
}

void
dm_reconnector_start_waking_all (DmReconnector *self)
{
  GHashTableIter iter;
  gpointer server;

  g_hash_table_iter_init (&iter, self->servers);
  while (g_hash_table_iter_next (&iter, NULL, &server))
    dm_reconnector_start_waking (server);
}

void
dm_reconnector_wake (Server *server)
{
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  if (server->n_wakes >= MAX_WAKES || g_get_monotonic_time () >= server->waking_until)
    return;

  address = find_address (server);
  if (address == NULL)
    return;

  server->n_wakes++;
  if (!dm_wake_on_lan_send (address, DM_WAKE_ON_LAN_PORT, &error))
    g_debug ("%s is not woken: %s", server->key, error->message);
}
