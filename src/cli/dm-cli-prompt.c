/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-cli-prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "dm-cli-table.h"
#include "dm-error.h"

#define MAX_LINE 1024

static char *
take_line (char *buffer,
           gsize length)
{
  char *line;

  while (length > 0 && (buffer[length - 1] == '\n' || buffer[length - 1] == '\r'))
    length--;
  line = g_strndup (buffer, length);
  explicit_bzero (buffer, MAX_LINE);

  return line;
}

static gboolean
check_password (const char *password,
                GError **error)
{
  if (*password == '\0')
    {
      g_set_error_literal (error, DM_ERROR, DM_ERROR_INVALID_PASSWORD,
                           _ ("The password is empty. Enter the password of your account on the server."));
      return FALSE;
    }
  if (!g_utf8_validate (password, -1, NULL))
    {
      g_set_error_literal (error, DM_ERROR, DM_ERROR_INVALID_PASSWORD,
                           _ ("The password is not valid UTF-8 text. Send it as UTF-8."));
      return FALSE;
    }

  return TRUE;
}

static char *
take_password (char *buffer,
               gsize length,
               GError **error)
{
  char *password = take_line (buffer, length);

  if (check_password (password, error))
    return password;
  dm_cli_password_free (password);

  return NULL;
}

static int
open_terminal (GError **error)
{
  int fd = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
    g_set_error (error, DM_ERROR, DM_ERROR_LOGON_FAILURE,
                 _ ("There is no terminal to ask for the password (%s). Use --password-stdin."),
                 g_strerror (errno));

  return fd;
}

static gboolean
on_terminal_readable_cb (int fd,
                         GIOCondition condition,
                         gpointer user_data)
{
  gboolean *is_readable = user_data;

  *is_readable = TRUE;

  return G_SOURCE_REMOVE;
}

/* Waits in the main loop, so that Ctrl+C is seen. */
static gssize
read_terminal (DmCli *cli,
               int fd,
               char *buffer,
               GError **error)
{
  gboolean is_readable = FALSE;
  guint source = g_unix_fd_add (fd, G_IO_IN | G_IO_HUP, on_terminal_readable_cb, &is_readable);
  gssize length = -1;

  while (!is_readable && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);

  if (is_readable)
    length = read (fd, buffer, MAX_LINE - 1);
  else
    g_source_remove (source);

  /* End of file (Ctrl+D) is a No, too. */
  if (length <= 0)
    g_set_error_literal (error, DM_ERROR, DM_ERROR_CANCELLED, _ ("The operation was cancelled."));

  return length > 0 ? length : -1;
}

static void
write_terminal (int fd,
                const char *text)
{
  g_autofree char *clean = dm_cli_text_sanitize (text);

  if (write (fd, clean, strlen (clean)) < 0)
    g_debug ("Cannot write to the terminal: %s", g_strerror (errno));
}

static gssize
read_hidden (DmCli *cli,
             int fd,
             char *buffer,
             GError **error)
{
  struct termios shown, hidden;
  gssize length;

  if (tcgetattr (fd, &shown) < 0)
    {
      g_set_error (error, DM_ERROR, DM_ERROR_LOGON_FAILURE,
                   _ ("The terminal cannot hide a password (%s). Use --password-stdin."),
                   g_strerror (errno));
      return -1;
    }

  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) (ECHO | ECHONL);
  tcsetattr (fd, TCSAFLUSH, &hidden);
  length = read_terminal (cli, fd, buffer, error);
  tcsetattr (fd, TCSAFLUSH, &shown);
  if (write (fd, "\n", 1) < 0)
    g_debug ("Cannot write to the terminal: %s", g_strerror (errno));

  return length;
}

void
dm_cli_password_free (char *password)
{
  if (password == NULL)
    return;

  explicit_bzero (password, strlen (password));
  g_free (password);
}

gboolean
dm_cli_can_prompt (void)
{
  return isatty (STDIN_FILENO);
}

char *
dm_cli_prompt_text (DmCli *cli,
                    const char *question,
                    const char *fallback,
                    GError **error)
{
  char buffer[MAX_LINE];
  g_autofree char *answer = NULL;
  int fd = open_terminal (error);
  gssize length;

  if (fd < 0)
    return NULL;

  write_terminal (fd, question);
  length = read_terminal (cli, fd, buffer, error);
  close (fd);
  if (length < 0)
    return NULL;

  answer = take_line (buffer, (gsize) length);
  g_strstrip (answer);

  return g_strdup (*answer != '\0' ? answer : fallback);
}

gboolean
dm_cli_prompt_yes (DmCli *cli,
                   const char *question,
                   gboolean *is_yes,
                   GError **error)
{
  g_autofree char *answer = dm_cli_prompt_text (cli, question, "n", error);
  g_autofree char *folded = answer != NULL ? g_utf8_casefold (answer, -1) : NULL;

  /* Translators: the first letter of “yes”, as an answer to “[y/N]”. */
  *is_yes = folded != NULL && (*folded == 'y' || g_str_has_prefix (folded, C_ ("answer", "y")));

  return answer != NULL;
}

char *
dm_cli_prompt_password (DmCli *cli,
                        const char *question,
                        GError **error)
{
  char buffer[MAX_LINE];
  int fd = open_terminal (error);
  gssize length;

  if (fd < 0)
    return NULL;

  write_terminal (fd, question);
  length = read_hidden (cli, fd, buffer, error);
  close (fd);
  if (length < 0)
    return NULL;

  return take_password (buffer, (gsize) length, error);
}

char *
dm_cli_read_password (GError **error)
{
  char buffer[MAX_LINE];
  gsize length = 0;

  /* A byte at a time: what follows the line is not ours. */
  while (length < MAX_LINE - 1)
    {
      gssize n = read (STDIN_FILENO, buffer + length, 1);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0 || buffer[length] == '\n')
        break;
      length++;
    }

  return take_password (buffer, length, error);
}
