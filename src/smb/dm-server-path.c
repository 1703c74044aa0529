/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-path.h"

struct _DmServerPath
{
  /* Owned */
  GStrv parts;
  GStrv folded; /* the same, without upper and lower case */

  guint depth;
};

/* Without what is between two separators, or behind the last. */
static GStrv
split (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, "\\/", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*parts[i] != '\0')
        g_strv_builder_add (kept, parts[i]);
    }

  return g_strv_builder_end (kept);
}

static GStrv
fold (const GStrv parts)
{
  GStrv folded = g_new0 (char *, g_strv_length (parts) + 1);

  for (guint i = 0; parts[i] != NULL; i++)
    folded[i] = g_utf8_casefold (parts[i], -1);
  return folded;
}

static gboolean
begins_with (const GStrv parts, const GStrv beginning, guint depth)
{
  for (guint i = 0; i < depth; i++)
    {
      if (!g_str_equal (parts[i], beginning[i]))
        return FALSE;
    }

  return TRUE;
}

DmServerPath *
dm_server_path_new (const char *text)
{
  DmServerPath *self = g_new0 (DmServerPath, 1);

  self->parts = split (text);
  self->folded = fold (self->parts);
  self->depth = g_strv_length (self->parts);
  return self;
}

void
dm_server_path_free (DmServerPath *self)
{
  g_strfreev (self->parts);
  g_strfreev (self->folded);
  g_free (self);
}

guint
dm_server_path_get_depth (const DmServerPath *self)
{
  return self->depth;
}

DmServerPathMatch
dm_server_path_match (const DmServerPath *self, const DmServerPath *folder)
{
  if (folder->depth == 0 || folder->depth > self->depth)
    return DM_SERVER_PATH_ELSEWHERE;
  if (!begins_with (self->folded, folder->folded, folder->depth))
    return DM_SERVER_PATH_ELSEWHERE;

  return begins_with (self->parts, folder->parts, folder->depth) ? DM_SERVER_PATH_SAME : DM_SERVER_PATH_SAME_LETTERS;
}

char *
dm_server_path_dup_rest (const DmServerPath *self, guint depth)
{
  return g_strjoinv ("/", self->parts + MIN (depth, self->depth));
}
