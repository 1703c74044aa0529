/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-bookmarks.h"

#include <string.h>

#include "dm-local-name.h"

/* One change of the file. */
typedef struct
{
  /* Borrowed */
  const char *const *ours;
  const char *const *wanted;
  GPtrArray *pending; /* of those wanted: not in the file yet */

  GString *text;
  GStrvBuilder *new_ours;
} Edit;

/* What is in a sidebar must not turn it around or end its line. */
static gboolean
can_be_shown (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isprint (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

/* (nullable): the folder that it is about, as people say it. */
static const char *
get_folder_name (DmLocation *location)
{
  const char *path = dm_location_get_path (location);
  const char *slash = strrchr (path, '/');

  if (slash != NULL)
    return slash + 1;

  return *path != '\0' ? path : dm_location_get_share (location);
}

char *
dm_bookmarks_create_line (const char *local,
                          DmLocation *location)
{
  g_autofree char *uri = dm_location_to_uri (location);
  const char *folder = get_folder_name (location);

  if (dm_local_name_is_letter (local) && folder != NULL && can_be_shown (folder))
    return g_strdup_printf ("%s %s (%s)", uri, folder, local);

  return g_strdup_printf ("%s %s", uri, local);
}

/* --- places --- */

static DmLocation *
parse_place (const char *line)
{
  g_autofree char *uri = g_strndup (line, strcspn (line, " "));

  return dm_location_parse (uri, NULL);
}

static gboolean
is_same_place (const char *a,
               const char *b)
{
  g_autoptr (DmLocation) one = parse_place (a);
  g_autoptr (DmLocation) other = parse_place (b);

  return one != NULL && other != NULL && dm_location_equal (one, other);
}

/* (nullable) */
static const char *
take_pending (Edit *self,
              const char *line)
{
  for (guint i = 0; i < self->pending->len; i++)
    if (is_same_place (self->pending->pdata[i], line))
      return g_ptr_array_remove_index (self->pending, i);

  return NULL;
}

/* --- lines --- */

static void
append_line (Edit *self,
             const char *line)
{
  g_string_append (self->text, line);
  g_string_append_c (self->text, '\n');
}

static void
add_ours (Edit *self,
          const char *line)
{
  append_line (self, line);
  g_strv_builder_add (self->new_ours, line);
}

/* A drive that is called otherwise now keeps its place in the list. */
static void
edit_line (Edit *self,
           const char *line)
{
  const char *same_place;

  if (!g_strv_contains (self->ours, line))
    {
      append_line (self, line);
      take_pending (self, line);
      return;
    }
  if (g_strv_contains (self->wanted, line))
    {
      append_line (self, line);
      return;
    }
  same_place = take_pending (self, line);
  if (same_place != NULL)
    add_ours (self, same_place);
}

/* Also what the user has removed: that it was there once is not forgotten. */
static void
begin (Edit *self)
{
  for (guint i = 0; self->ours[i] != NULL; i++)
    if (g_strv_contains (self->wanted, self->ours[i]))
      g_strv_builder_add (self->new_ours, self->ours[i]);

  for (guint i = 0; self->wanted[i] != NULL; i++)
    if (!g_strv_contains (self->ours, self->wanted[i]))
      g_ptr_array_add (self->pending, (gpointer) self->wanted[i]);
}

static void
edit_lines (Edit *self,
            const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i + 1] != NULL || *lines[i] != '\0')
      edit_line (self, lines[i]);
}

char *
dm_bookmarks_edit (const char *text,
                   const char *const *ours,
                   const char *const *wanted,
                   GStrv *new_ours)
{
  g_autoptr (GPtrArray) pending = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  Edit self = {
    .ours = ours,
    .wanted = wanted,
    .pending = pending,
    .text = g_string_new (NULL),
    .new_ours = builder,
  };

  begin (&self);
  edit_lines (&self, text != NULL ? text : "");
  for (guint i = 0; i < pending->len; i++)
    add_ours (&self, pending->pdata[i]);
  *new_ours = g_strv_builder_end (builder);

  return g_string_free (self.text, FALSE);
}
