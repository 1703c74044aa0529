/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-json.h"

static void
append_quoted (GString *text,
               const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);

  g_string_append_c (text, '"');
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c == '"' || c == '\\')
        g_string_append_printf (text, "\\%c", (char) c);
      else if (c == '\n')
        g_string_append (text, "\\n");
      else if (c == '\t')
        g_string_append (text, "\\t");
      else if (g_unichar_iscntrl (c))
        g_string_append_printf (text, "\\u%04x", c);
      else
        g_string_append_unichar (text, c);
    }
  g_string_append_c (text, '"');
}

static void
start_value (DmCliJson *self,
             const char *name)
{
  const gboolean on_own_line = self->lines && self->depth == 1 && name == NULL;

  if (!self->is_first)
    g_string_append (self->text, on_own_line ? "," : ", ");
  if (on_own_line)
    g_string_append_c (self->text, '\n');
  self->is_first = FALSE;

  if (name == NULL)
    return;
  append_quoted (self->text, name);
  g_string_append (self->text, ": ");
}

void
dm_cli_json_init (DmCliJson *self,
                  gboolean lines)
{
  self->text = g_string_new (NULL);
  self->lines = lines;
  self->depth = 0;
  self->is_first = TRUE;
}

char *
dm_cli_json_end (DmCliJson *self)
{
  g_string_append_c (self->text, '\n');

  return g_string_free (g_steal_pointer (&self->text), FALSE);
}

char *
dm_cli_json_from_array (GPtrArray *items,
                        gboolean lines,
                        DmCliJsonFunc add)
{
  DmCliJson self;

  dm_cli_json_init (&self, lines);
  dm_cli_json_begin (&self, NULL, '[');
  for (guint i = 0; i < items->len; i++)
    add (&self, items->pdata[i]);
  dm_cli_json_close (&self, ']');

  return dm_cli_json_end (&self);
}

void
dm_cli_json_begin (DmCliJson *self,
                   const char *name,
                   char bracket)
{
  start_value (self, name);
  g_string_append_c (self->text, bracket);
  self->depth++;
  self->is_first = TRUE;
}

void
dm_cli_json_close (DmCliJson *self,
                   char bracket)
{
  self->depth--;
  if (self->lines && self->depth == 0 && bracket == ']' && !self->is_first)
    g_string_append_c (self->text, '\n');
  g_string_append_c (self->text, bracket);
  self->is_first = FALSE;
}

void
dm_cli_json_add_string (DmCliJson *self,
                        const char *name,
                        const char *value)
{
  start_value (self, name);
  if (value != NULL)
    append_quoted (self->text, value);
  else
    g_string_append (self->text, "null");
}

void
dm_cli_json_add_uint (DmCliJson *self,
                      const char *name,
                      guint64 value)
{
  start_value (self, name);
  g_string_append_printf (self->text, "%" G_GUINT64_FORMAT, value);
}

void
dm_cli_json_add_boolean (DmCliJson *self,
                         const char *name,
                         gboolean value)
{
  start_value (self, name);
  g_string_append (self->text, value ? "true" : "false");
}

void
dm_cli_json_add_null (DmCliJson *self,
                      const char *name)
{
  dm_cli_json_add_string (self, name, NULL);
}
