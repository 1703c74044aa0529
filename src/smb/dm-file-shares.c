/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-file-shares.h"

#include "dm-server-path.h"
#include "dm-srvsvc.h"

#define STYPE_DISKTREE 0

typedef struct
{
  /* Owned */
  char *name;
  char *folded_name;
  DmServerPath *folder; /* (nullable): a share without files */
} Share;

struct _DmFileShares
{
  GPtrArray *shares; /* owned: of Share */
};

static void
share_free (Share *self)
{
  g_free (self->name);
  g_free (self->folded_name);
  g_clear_pointer (&self->folder, dm_server_path_free);
  g_free (self);
}

/* The pipes have a path as well, which means nothing. */
static Share *
share_new (const DmServerShare *found)
{
  Share *self = g_new0 (Share, 1);

  self->name = g_strdup (found->name);
  self->folded_name = g_utf8_casefold (found->name, -1);
  if (found->type == STYPE_DISKTREE && found->path != NULL && *found->path != '\0')
    self->folder = dm_server_path_new (found->path);
  return self;
}

static guint
get_depth (const Share *share)
{
  return share->folder != NULL ? dm_server_path_get_depth (share->folder) : 0;
}

static DmServerPathMatch
match_share (const Share *share, const DmServerPath *path)
{
  return share->folder != NULL ? dm_server_path_match (path, share->folder) : DM_SERVER_PATH_ELSEWHERE;
}

/* A server may write the same folder in two ways, or have two that differ in case:
 * then the one that is written alike is meant. */
static gboolean
has_better (DmFileShares *self, const DmServerPath *path, DmServerPathMatch match, guint depth)
{
  for (guint i = 0; match != DM_SERVER_PATH_SAME && i < self->shares->len; i++)
    {
      const Share *share = g_ptr_array_index (self->shares, i);

      if (get_depth (share) == depth && match_share (share, path) > match)
        return TRUE;
    }

  return FALSE;
}

static const Share *
find_innermost (DmFileShares *self, const DmServerPath *path)
{
  const Share *best = NULL;
  DmServerPathMatch best_match = DM_SERVER_PATH_ELSEWHERE;

  for (guint i = 0; i < self->shares->len; i++)
    {
      const Share *share = g_ptr_array_index (self->shares, i);
      DmServerPathMatch match = match_share (share, path);

      if (match == DM_SERVER_PATH_ELSEWHERE)
        continue;
      if (best != NULL && get_depth (share) < get_depth (best))
        continue;
      if (best != NULL && get_depth (share) == get_depth (best) && match <= best_match)
        continue;
      best = share;
      best_match = match;
    }

  return best;
}

static const Share *
find_by_name (DmFileShares *self, const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  for (guint i = 0; i < self->shares->len; i++)
    {
      const Share *share = g_ptr_array_index (self->shares, i);

      if (g_str_equal (share->folded_name, folded))
        return share;
    }

  return NULL;
}

static const Share *
find_wanted (DmFileShares *self, const DmServerPath *path, const char *wanted)
{
  const Share *share = find_by_name (self, wanted);
  DmServerPathMatch match = share != NULL ? match_share (share, path) : DM_SERVER_PATH_ELSEWHERE;

  if (match == DM_SERVER_PATH_ELSEWHERE || has_better (self, path, match, get_depth (share)))
    return NULL;
  return share;
}

DmFileShares *
dm_file_shares_new (GPtrArray *shares)
{
  DmFileShares *self = g_new0 (DmFileShares, 1);

  self->shares = g_ptr_array_new_with_free_func ((GDestroyNotify) share_free);
  for (guint i = 0; i < shares->len; i++)
    g_ptr_array_add (self->shares, share_new (g_ptr_array_index (shares, i)));
  return self;
}

void
dm_file_shares_free (DmFileShares *self)
{
  g_ptr_array_unref (self->shares);
  g_free (self);
}

gboolean
dm_file_shares_has (DmFileShares *self, const char *name)
{
  return find_by_name (self, name) != NULL;
}

const char *
dm_file_shares_find (DmFileShares *self, const char *server_path, const char *wanted, char **path)
{
  g_autoptr (DmServerPath) whole = dm_server_path_new (server_path);
  const Share *share = wanted != NULL ? find_wanted (self, whole, wanted) : find_innermost (self, whole);

  *path = share != NULL ? dm_server_path_dup_rest (whole, get_depth (share)) : NULL;
  return share != NULL ? share->name : NULL;
}
