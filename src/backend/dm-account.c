/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-account.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

/* A group with tens of thousands of members needs that much. */
#define MAX_ENTRY  (1024 * 1024)
#define MAX_GROUPS 4096

/* (transfer full) (nullable). */
static char *
read_group_name (gid_t gid,
                 char *buffer)
{
  struct group entry;
  struct group *found = NULL;

  if (getgrgid_r (gid, &entry, buffer, MAX_ENTRY, &found) != 0 || found == NULL)
    return NULL;

  return g_utf8_make_valid (found->gr_name, -1);
}

static char **
read_names (const gid_t *gids,
            int n)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autofree char *buffer = g_malloc (MAX_ENTRY);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = read_group_name (gids[i], buffer);

      if (name != NULL)
        g_strv_builder_add (names, name);
    }

  return g_strv_builder_end (names);
}

DmUserFacts *
dm_account_read_facts (void)
{
  g_autofree char *name = g_utf8_make_valid (g_get_user_name (), -1);
  g_autofree char *host = g_utf8_make_valid (g_get_host_name (), -1);

  return dm_user_facts_new (name, host);
}

void
dm_account_read_groups (DmUserFacts *facts)
{
  g_autofree gid_t *gids = g_new0 (gid_t, MAX_GROUPS);
  int n = MAX_GROUPS;

  if (facts->groups == NULL && getgrouplist (g_get_user_name (), getgid (), gids, &n) >= 0)
    facts->groups = read_names (gids, n);
}
