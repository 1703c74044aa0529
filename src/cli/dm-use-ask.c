/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-use.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "dm-cli-table.h"

static gboolean
on_input_readable_cb (int fd,
                      GIOCondition condition,
                      gpointer user_data)
{
  gboolean *is_readable = user_data;

  *is_readable = TRUE;

  return G_SOURCE_REMOVE;
}

/* A byte, or FALSE at the end. Waits in the main loop, so that Ctrl+C is seen. */
static gboolean
read_byte (DmCli *cli,
           char *byte)
{
  gboolean is_readable = FALSE;
  guint source = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input_readable_cb, &is_readable);

  while (!is_readable && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!is_readable)
    g_source_remove (source);

  return is_readable && read (STDIN_FILENO, byte, 1) == 1;
}

/* (nullable): a line, of which nobody needs more than the beginning; NULL at the end.
 * A byte at a time: what follows is for the next question. */
static char *
read_line (DmCli *cli)
{
  GString *line = g_string_new (NULL);
  gboolean has_read = FALSE;
  char byte;

  while (read_byte (cli, &byte))
    {
      has_read = TRUE;
      if (byte == '\n')
        break;
      if (line->len < 100)
        g_string_append_c (line, byte);
    }

  return g_string_free (line, !has_read);
}

static gboolean
is_yes (const char *line)
{
  g_autofree char *valid = g_utf8_make_valid (line, -1);
  g_autofree char *folded = g_utf8_casefold (g_strstrip (valid), -1);

  /* Translators: the first letter of “yes”, as an answer to “[y/N]”. */
  return *folded == 'y' || g_str_has_prefix (folded, C_ ("answer", "y"));
}

DmUseChoice
dm_use_ask (DmCli *cli,
            const char *question,
            DmUseChoice answer)
{
  g_autofree char *line = NULL;

  if (answer != DM_USE_UNSAID)
    return answer;

  g_print ("%s ", question);
  fflush (stdout);
  line = read_line (cli);
  if (line == NULL || !isatty (STDIN_FILENO))
    g_print ("\n");
  if (line == NULL)
    return DM_USE_UNSAID;

  return is_yes (line) ? DM_USE_YES : DM_USE_NO;
}
