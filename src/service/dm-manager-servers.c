/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What connections show of their server. */

#include "config.h"

#include "dm-manager-private.h"

static gboolean
is_on_server (DmConnection *connection,
              const char *key)
{
  DmMount *mount = dm_connection_get_mount (connection);
  g_autofree char *own = mount->location != NULL ? dm_location_to_server_key (mount->location) : NULL;

  return g_strcmp0 (own, key) == 0;
}

void
dm_manager_show_responses (DmManager *self,
                           const char *server_key,
                           GVariant *responses,
                           gboolean answers)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (responses);

  g_return_if_fail (DM_IS_MANAGER (self));

  for (guint i = 0; i < self->connections->len; i++)
    {
      DmConnection *connection = self->connections->pdata[i];

      if (!is_on_server (connection, server_key))
        continue;
      dm_connection_set_responses (connection, owned);
      if (answers)
        dm_identity_watch_look (self->identities, connection);
    }

  dm_manager_show_counts (self);
}
