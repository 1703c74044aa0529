/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-table.h"

#include <string.h>

#define GAP       2
#define MIN_WIDTH 12

typedef struct
{
  char *text;
  DmCliStyle style;
} Cell;

struct _DmCliTable
{
  const DmCliColumn *columns;
  guint n_columns;
  GArray *cells;
};

static const char *const escapes[] = {
  [DM_CLI_STYLE_PLAIN] = NULL,
  [DM_CLI_STYLE_GOOD] = "\033[32m",
  [DM_CLI_STYLE_BUSY] = "\033[33m",
  [DM_CLI_STYLE_BAD] = "\033[31m",
  [DM_CLI_STYLE_FAINT] = "\033[2m",
  [DM_CLI_STYLE_HEADER] = "\033[1m",
};

static void
clear_cell (gpointer data)
{
  Cell *cell = data;

  g_free (cell->text);
}

static guint
char_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;

  return g_unichar_iswide (c) ? 2 : 1;
}

static gboolean
is_confusing (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x061c || c == 0x2028 || c == 0x2029 ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x00ad || c == 0x180e ||
         (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

static const Cell *
get_cell (DmCliTable *self,
          guint row,
          guint column)
{
  return &g_array_index (self->cells, Cell, row * self->n_columns + column);
}

static guint
get_n_rows (DmCliTable *self)
{
  return self->cells->len / self->n_columns;
}

static guint
measure_column (DmCliTable *self,
                guint column)
{
  guint width = dm_cli_text_width (self->columns[column].title);

  for (guint row = 0; row < get_n_rows (self); row++)
    width = MAX (width, dm_cli_text_width (get_cell (self, row, column)->text));

  return width;
}

static int
find_widest_shrinkable (DmCliTable *self,
                        const guint *widths)
{
  int widest = -1;

  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].shrinks && widths[i] > MIN_WIDTH &&
        (widest < 0 || widths[i] > widths[widest]))
      widest = (int) i;

  return widest;
}

static void
fit_widths (DmCliTable *self,
            guint *widths,
            guint max_width)
{
  guint total = GAP * (self->n_columns - 1);

  for (guint i = 0; i < self->n_columns; i++)
    total += widths[i];

  for (; total > max_width; total--)
    {
      int widest = find_widest_shrinkable (self, widths);

      if (widest < 0)
        return;
      widths[widest]--;
    }
}

static void
append_cell (GString *out,
             const char *text,
             guint width,
             gboolean is_number,
             gboolean is_last,
             const char *escape)
{
  g_autofree char *cut = dm_cli_text_truncate (text, width);
  guint padding = width - MIN (width, dm_cli_text_width (cut));

  if (is_number)
    g_string_append_printf (out, "%*s", (int) padding, "");
  if (escape != NULL)
    g_string_append (out, escape);
  g_string_append (out, cut);
  if (escape != NULL)
    g_string_append (out, "\033[0m");
  if (!is_number && !is_last)
    g_string_append_printf (out, "%*s", (int) padding, "");
  if (!is_last)
    g_string_append_printf (out, "%*s", GAP, "");
}

static void
append_row (DmCliTable *self,
            GString *out,
            int row,
            const guint *widths,
            gboolean colors)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      const Cell *cell = row >= 0 ? get_cell (self, (guint) row, i) : NULL;
      const char *text = cell != NULL ? cell->text : self->columns[i].title;
      DmCliStyle style = cell != NULL ? cell->style : DM_CLI_STYLE_HEADER;

      append_cell (out, text, widths[i], self->columns[i].is_number,
                   i + 1 == self->n_columns, colors ? escapes[style] : NULL);
    }
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, '\n');
}

DmCliTable *
dm_cli_table_new (const DmCliColumn *columns,
                  guint n_columns)
{
  DmCliTable *self = g_new0 (DmCliTable, 1);

  self->columns = columns;
  self->n_columns = n_columns;
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_array_set_clear_func (self->cells, clear_cell);

  return self;
}

void
dm_cli_table_free (DmCliTable *self)
{
  g_array_unref (self->cells);
  g_free (self);
}

void
dm_cli_table_add (DmCliTable *self,
                  const char *text,
                  DmCliStyle style)
{
  Cell cell = { dm_cli_text_sanitize (text != NULL ? text : ""), style };

  g_array_append_val (self->cells, cell);
}

char *
dm_cli_table_render (DmCliTable *self,
                     guint max_width,
                     gboolean colors)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    widths[i] = measure_column (self, i);
  if (max_width > 0)
    fit_widths (self, widths, max_width);

  append_row (self, out, -1, widths, colors);
  for (guint row = 0; row < get_n_rows (self); row++)
    append_row (self, out, (int) row, widths, colors);

  return g_string_free (out, FALSE);
}

guint
dm_cli_text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += char_width (g_utf8_get_char (p));

  return width;
}

char *
dm_cli_text_sanitize (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (clean, is_confusing (c) ? 0xfffd : c);
    }

  return g_string_free (clean, FALSE);
}

char *
dm_cli_text_pad (const char *text,
                 guint width)
{
  g_autofree char *clean = dm_cli_text_sanitize (text);
  guint used = MIN (width, dm_cli_text_width (clean));

  return g_strdup_printf ("%s%*s", clean, (int) (width - used + GAP), "");
}

char *
dm_cli_text_truncate (const char *text,
                      guint width)
{
  const char *p = text;
  guint used = 0;

  if (dm_cli_text_width (text) <= width)
    return g_strdup (text);
  if (width == 0)
    return g_strdup ("");

  while (used + char_width (g_utf8_get_char (p)) <= width - 1)
    {
      used += char_width (g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }

  return g_strdup_printf ("%.*s…", (int) (p - text), text);
}
