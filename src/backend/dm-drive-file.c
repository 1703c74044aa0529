/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-drive-file.h"

#include "dm-error.h"
#include "dm-local-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEY_REMOTE "Remote"

typedef enum
{
  LINE_EMPTY, /* or a comment */
  LINE_GROUP,
  LINE_KEY,
  LINE_BAD,
} LineKind;

/* One line, taken apart; the strings are NULL where they do not apply. */
typedef struct
{
  LineKind kind;
  char *name; /* of the group or the key */
  char *value;
} Line;

typedef struct
{
  const char *file;
  GPtrArray *drives;
  /* The group being read: */
  char *group;
  char *local;
  guint group_line;
  gboolean has_remote;
  DmDriveSettings *settings; /* its own, until end_group () */
  GPtrArray *seen;           /* the settings' keys there, borrowed */
} Parser;

static void
clear_line (Line *self)
{
  g_free (self->name);
  g_free (self->value);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, clear_line)

static void
clear_parser (Parser *self)
{
  g_clear_pointer (&self->drives, g_ptr_array_unref);
  g_free (self->group);
  g_free (self->local);
  g_clear_pointer (&self->settings, dm_drive_settings_free);
  g_clear_pointer (&self->seen, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, clear_parser)

static Line
read_line (const char *text)
{
  g_autofree char *line = g_strstrip (g_strdup (text));
  gsize length = strlen (line);
  const char *equals;

  if (length == 0 || *line == '#')
    return (Line){ .kind = LINE_EMPTY };

  if (*line == '[')
    {
      const char *end = strchr (line, ']');

      if (end == NULL || end[1] != '\0' || end == line + 1)
        return (Line){ .kind = LINE_BAD };
      return (Line){ .kind = LINE_GROUP, .name = g_strndup (line + 1, length - 2) };
    }

  equals = strchr (line, '=');
  if (equals == NULL || equals == line)
    return (Line){ .kind = LINE_BAD };
  return (Line){
    .kind = LINE_KEY,
    .name = g_strchomp (g_strndup (line, equals - line)),
    .value = g_strdup (g_strchug ((char *) equals + 1)),
  };
}

static char *
escape_group (const char *local)
{
  g_autoptr (GString) group = g_string_new (local);

  g_string_replace (group, "%", "%25", 0);
  g_string_replace (group, "[", "%5B", 0);
  g_string_replace (group, "]", "%5D", 0);
  return g_string_free (g_steal_pointer (&group), FALSE);
}

/* The local name that @group stands for; @error as dm_local_name_normalize (). */
static char *
read_group (const char *group, GError **error)
{
  g_autofree char *name = g_uri_unescape_string (group, NULL);

  if (name == NULL)
    {
      g_set_error_literal (error, DM_ERROR, DM_ERROR_BAD_DEVICE,
                           _ ("a percent sign must be written %25"));
      return NULL;
    }

  return dm_local_name_normalize (name, error);
}

static const DmStoredDrive *
find_drive (GPtrArray *drives, const char *local)
{
  for (guint i = 0; i < drives->len; i++)
    {
      const DmStoredDrive *drive = g_ptr_array_index (drives, i);

      if (g_str_equal (drive->local, local))
        return drive;
    }

  return NULL;
}

static int
compare_drives (gconstpointer a, gconstpointer b)
{
  const DmStoredDrive *one = *(DmStoredDrive *const *) a;
  const DmStoredDrive *other = *(DmStoredDrive *const *) b;

  return dm_local_name_compare (one->local, other->local);
}

static gboolean
fail_line (Parser *self, guint line, const char *why, GError **error)
{
  g_set_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE,
               /* Translators: file, line number, what is wrong. */
               _ ("%s, line %u: %s. Correct it, then try again."),
               self->file, line, why);
  return FALSE;
}

static gboolean
fail_group (Parser *self, guint line, const char *why, GError **error)
{
  g_set_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE,
               /* Translators: file, line number, group name, what is wrong. */
               _ ("%s, line %u, group [%s]: %s. Correct it, then try again."),
               self->file, line, self->group, why);
  return FALSE;
}

static gboolean
end_group (Parser *self, GError **error)
{
  if (self->group != NULL && !self->has_remote)
    return fail_group (self, self->group_line,
                       _ ("there is no “Remote=” line"), error);

  if (self->group != NULL)
    {
      /* The last one: its group has just ended. */
      DmStoredDrive *drive = g_ptr_array_index (self->drives, self->drives->len - 1);

      drive->settings = g_steal_pointer (&self->settings);
    }
  g_clear_pointer (&self->group, g_free);
  g_clear_pointer (&self->local, g_free);
  return TRUE;
}

static gboolean
begin_group (Parser *self, const char *group, guint line, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (!end_group (self, error))
    return FALSE;

  self->group = g_strdup (group);
  self->group_line = line;
  self->has_remote = FALSE;
  self->settings = dm_drive_settings_new ();
  g_ptr_array_set_size (self->seen, 0);
  self->local = read_group (group, &reason);
  if (self->local == NULL)
    return fail_group (self, line, reason->message, error);
  if (find_drive (self->drives, self->local) != NULL)
    return fail_group (self, line, _ ("this drive is there twice"), error);
  return TRUE;
}

static gboolean
add_remote (Parser *self, const char *value, guint line, GError **error)
{
  g_autoptr (DmLocation) location = NULL;
  g_autoptr (GError) reason = NULL;
  DmStoredDrive *drive;

  if (self->has_remote)
    return fail_group (self, line, _ ("“Remote=” is there twice"), error);

  location = dm_location_parse (value, &reason);
  if (location == NULL)
    return fail_group (self, line, reason->message, error);

  drive = g_new0 (DmStoredDrive, 1);
  drive->local = g_strdup (self->local);
  drive->location = g_steal_pointer (&location);
  g_ptr_array_add (self->drives, drive);
  self->has_remote = TRUE;
  return TRUE;
}

/* The same as a string that stays, or NULL: not one of the settings. */
static const char *
find_setting (const char *key)
{
  const char *const *keys = dm_drive_settings_get_keys ();

  while (*keys != NULL && !g_str_equal (*keys, key))
    keys++;
  return *keys;
}

static gboolean
add_setting (Parser *self, const char *key, const char *value, guint line, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *why = NULL;

  if (g_ptr_array_find (self->seen, key, NULL))
    why = g_strdup_printf (_ ("“%s=” is there twice"), key);
  else if (!dm_drive_settings_parse_key (self->settings, key, value, &reason))
    why = g_strdup_printf ("“%s=”: %s", key, reason->message);
  g_ptr_array_add (self->seen, (char *) key);
  return why == NULL || fail_group (self, line, why, error);
}

static gboolean
take_key (Parser *self, const Line *line, guint number, GError **error)
{
  const char *setting = find_setting (line->name);

  if (self->group == NULL)
    return fail_line (self, number,
                      _ ("a group such as [Z:] must come first"), error);
  if (g_str_equal (line->name, KEY_REMOTE))
    return add_remote (self, line->value, number, error);
  return setting == NULL || add_setting (self, setting, line->value, number, error);
}

static gboolean
take_line (Parser *self, const char *text, guint number, GError **error)
{
  g_auto (Line) line = read_line (text);

  switch (line.kind)
    {
    case LINE_GROUP:
      return begin_group (self, line.name, number, error);
    case LINE_KEY:
      return take_key (self, &line, number, error);
    case LINE_BAD:
      return fail_line (self, number,
                        _ ("this is no group, no key and no comment"), error);
    case LINE_EMPTY:
    default:
      return TRUE;
    }
}

static guint
count_lines (const char *text, gsize length)
{
  guint n = 1;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n;
}

static gboolean
line_names (const char *text, const char *local)
{
  g_auto (Line) line = read_line (text);
  g_autofree char *name = NULL;

  if (line.kind != LINE_GROUP)
    return FALSE;
  name = read_group (line.name, NULL);
  return g_strcmp0 (name, local) == 0;
}

static gboolean
line_is (const char *text, LineKind kind)
{
  g_auto (Line) line = read_line (text);

  return line.kind == kind;
}

static gboolean
line_is_key (const char *text, const char *key)
{
  g_auto (Line) line = read_line (text);

  return line.kind == LINE_KEY && g_str_equal (line.name, key);
}

static gboolean
line_is_setting (const char *text)
{
  g_auto (Line) line = read_line (text);

  return line.kind == LINE_KEY && find_setting (line.name) != NULL;
}

/* The group of @local in @lines is [*begin, *end); comments and empty lines
 * above the next group belong to that one. */
static gboolean
find_group (char **lines, const char *local, guint *begin, guint *end)
{
  guint i = 0;

  while (lines[i] != NULL && !line_names (lines[i], local))
    i++;
  if (lines[i] == NULL)
    return FALSE;

  *begin = i++;
  while (lines[i] != NULL && !line_is (lines[i], LINE_GROUP))
    i++;
  while (line_is (lines[i - 1], LINE_EMPTY))
    i--;
  *end = i;
  return TRUE;
}

static char *
append_group (const char *text, const char *local, const char *remote)
{
  g_autofree char *group = escape_group (local);
  g_autoptr (GString) out = g_string_new (text);

  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  if (out->len > 0 && !g_str_has_suffix (out->str, "\n\n"))
    g_string_append_c (out, '\n');
  g_string_append_printf (out, "[%s]\n" KEY_REMOTE "=%s\n", group, remote);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
replace_remote (char **lines, guint begin, guint end, const char *remote)
{
  for (guint i = begin + 1; i < end; i++)
    {
      const char *ending = g_str_has_suffix (lines[i], "\r") ? "\r" : "";

      if (!line_is_key (lines[i], KEY_REMOTE))
        continue;
      g_free (lines[i]);
      lines[i] = g_strconcat (KEY_REMOTE "=", remote, ending, NULL);
    }
}

/* Joins @lines without [begin, end) and without the gap that this would
 * leave. */
static char *
join_without (char **lines, guint begin, guint end)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (lines[end] != NULL && *lines[end] == '\0' &&
      (lines[end + 1] != NULL || begin == 0))
    end++;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i < begin || i >= end)
        g_ptr_array_add (kept, lines[i]);
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("\n", (char **) kept->pdata);
}

static void
append_settings (GPtrArray *lines, const DmDriveSettings *settings, const char *ending)
{
  for (const char *const *key = dm_drive_settings_get_keys (); *key != NULL; key++)
    {
      g_autofree char *value = dm_drive_settings_format_key (settings, *key);

      if (value != NULL)
        g_ptr_array_add (lines, g_strconcat (*key, "=", value, ending, NULL));
    }
}

/* The settings stand together, where the first of them was; else after Remote. */
static char *
join_with_settings (char **lines, guint begin, guint end, const DmDriveSettings *settings)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  gboolean has_old = FALSE, done = FALSE;

  for (guint i = begin + 1; i < end; i++)
    has_old |= line_is_setting (lines[i]);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean is_here = i > begin && i < end;
      gboolean is_old = is_here && line_is_setting (lines[i]);
      const char *ending = g_str_has_suffix (lines[i], "\r") ? "\r" : "";

      if (!is_old)
        g_ptr_array_add (kept, g_strdup (lines[i]));
      if (done || !is_here || !(has_old ? is_old : line_is_key (lines[i], KEY_REMOTE)))
        continue;
      append_settings (kept, settings, ending);
      done = TRUE;
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("\n", (char **) kept->pdata);
}

GPtrArray *
dm_drive_file_parse (const char *text, gsize length, const char *name, GError **error)
{
  g_auto (Parser) parser = { .file = name };
  g_auto (GStrv) lines = NULL;
  const char *invalid;

  parser.drives = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_stored_drive_free);
  parser.seen = g_ptr_array_new ();
  if (!g_utf8_validate (text, length, &invalid))
    {
      fail_line (&parser, count_lines (text, invalid - text),
                 _ ("this is not UTF-8 text"), error);
      return NULL;
    }

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!take_line (&parser, lines[i], i + 1, error))
        return NULL;
    }
  if (!end_group (&parser, error))
    return NULL;

  g_ptr_array_sort (parser.drives, compare_drives);
  return g_steal_pointer (&parser.drives);
}

char *
dm_drive_file_edit (const char *text, const char *local, DmLocation *location)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *remote = location != NULL ? dm_location_to_uri (location) : NULL;
  guint begin, end;

  if (!find_group (lines, local, &begin, &end))
    return remote != NULL ? append_group (text, local, remote) : g_strdup (text);
  if (remote == NULL)
    return join_without (lines, begin, end);

  replace_remote (lines, begin, end, remote);
  return g_strjoinv ("\n", lines);
}

char *
dm_drive_file_rename (const char *text, const char *local, const char *new_local)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *group = escape_group (new_local);
  const char *ending;
  guint begin, end;

  if (!find_group (lines, local, &begin, &end))
    return g_strdup (text);

  ending = g_str_has_suffix (lines[begin], "\r") ? "\r" : "";
  g_free (lines[begin]);
  lines[begin] = g_strconcat ("[", group, "]", ending, NULL);
  return g_strjoinv ("\n", lines);
}

char *
dm_drive_file_set_settings (const char *text, const char *local, const DmDriveSettings *settings)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint begin, end;

  if (!find_group (lines, local, &begin, &end))
    return g_strdup (text);
  return join_with_settings (lines, begin, end, settings);
}
