/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-managed-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-drive-file.h"

typedef struct
{
  const char *file;
  const DmUserFacts *facts;
  GPtrArray *problems;
  char **lines;
  guint group; /* the line of the group that is being read */
} Editor;

/* (transfer full) (nullable): the value if @line is a Remote=. */
static char *
read_remote (const char *line)
{
  const char *equals = strchr (line, '=');
  g_autofree char *key = equals != NULL ? g_strndup (line, equals - line) : NULL;

  if (key == NULL || !g_str_equal (g_strstrip (key), "Remote"))
    return NULL;

  return g_strstrip (g_strdup (equals + 1));
}

static gboolean
is_group (const char *line)
{
  return line[strspn (line, " \t")] == '[';
}

static void
clear_line (Editor *self,
            guint i)
{
  g_free (self->lines[i]);
  self->lines[i] = g_strdup ("");
}

/* Takes the group out, so that all others keep their lines. */
static void
leave_out (Editor *self,
           guint line,
           const char *why)
{
  g_autofree char *group = g_strstrip (g_strdup (self->lines[self->group]));
  g_autofree char *text = NULL;

  /* Translators: file, line number, group name such as [Z:], what is wrong. */
  text = g_strdup_printf (_ ("%s, line %u, group %s: %s. This drive is left out."),
                          self->file, line + 1, group, why);
  g_ptr_array_add (self->problems, dm_managed_drive_clean_text (text));

  clear_line (self, self->group);
  for (guint i = self->group + 1; self->lines[i] != NULL && !is_group (self->lines[i]); i++)
    clear_line (self, i);
}

static void
put_in_variables (Editor *self,
                  guint line,
                  const char *remote)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DmLocation) location = dm_managed_drive_parse_remote (remote, self->facts, &error);
  g_autofree char *uri = NULL;

  if (location == NULL)
    {
      leave_out (self, line, error->message);
      return;
    }

  uri = dm_location_to_uri (location);
  g_free (self->lines[line]);
  self->lines[line] = g_strconcat ("Remote=", uri, NULL);
}

/* (transfer full): @text with addresses that say where they lead. */
static char *
prepare (const char *text,
         const char *file,
         const DmUserFacts *facts,
         GPtrArray *problems)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Editor self = { .file = file, .facts = facts, .problems = problems, .lines = lines };
  gboolean in_group = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *remote = NULL;

      if (is_group (lines[i]))
        {
          self.group = i;
          in_group = TRUE;
          continue;
        }

      remote = in_group ? read_remote (lines[i]) : NULL;
      if (remote != NULL)
        put_in_variables (&self, i, remote);
    }

  return g_strjoinv ("\n", lines);
}

static DmManagedDrive *
create_drive (const DmStoredDrive *stored,
              const char *file)
{
  DmManagedDrive *drive = g_new0 (DmManagedDrive, 1);

  drive->action = DM_MANAGED_KEEP;
  drive->local = g_strdup (stored->local);
  drive->location = dm_location_ref (stored->location);
  drive->file = g_strdup (file);

  return drive;
}

GPtrArray *
dm_managed_file_parse (const char *text,
                       gsize length,
                       const char *file,
                       const DmUserFacts *facts,
                       GPtrArray *problems,
                       GError **error)
{
  g_autoptr (GPtrArray) stored = NULL;
  g_autofree char *prepared = NULL;
  GPtrArray *drives;

  if (g_utf8_validate (text, (gssize) length, NULL))
    prepared = prepare (text, file, facts, problems);

  stored = dm_drive_file_parse (prepared != NULL ? prepared : text,
                                prepared != NULL ? strlen (prepared) : length, file, error);
  if (stored == NULL)
    return NULL;

  drives = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_managed_drive_free);
  for (guint i = 0; i < stored->len; i++)
    g_ptr_array_add (drives, create_drive (stored->pdata[i], file));

  return drives;
}
