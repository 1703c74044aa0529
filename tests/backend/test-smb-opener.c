/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* For testbed/smb_opener.py: a client that keeps files open until its standard input
 * ends. Usage: USER FOLDER (a URL). The first line of its input is the password: then it
 * opens `first`. The second has two numbers: it opens `other` so many times and closes
 * it again; then so many of `file-0`, `file-1`, … Says "ready" each time. */

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <libsmbclient.h>
#include <stdio.h>
#include <unistd.h>

static const char *user;
static char password[256];

static void
on_login_wanted_cb (SMBCCTX *context,
                    const char *server,
                    const char *share,
                    char *workgroup,
                    int workgroup_size,
                    char *name,
                    int name_size,
                    char *secret,
                    int secret_size)
{
  g_strlcpy (name, user, (gsize) name_size);
  g_strlcpy (secret, password, (gsize) secret_size);
}

static SMBCFILE *
open_file (SMBCCTX *context, const char *folder, const char *name)
{
  g_autofree char *url = g_strdup_printf ("%s/%s", folder, name);
  SMBCFILE *file = smbc_getFunctionOpen (context) (context, url, O_RDONLY, 0);

  if (file == NULL)
    g_error ("%s: %s", url, g_strerror (errno));
  return file;
}

static void
open_more (SMBCCTX *context, const char *folder, int churn, int count)
{
  for (int i = 0; i < churn; i++)
    smbc_getFunctionClose (context) (context, open_file (context, folder, "other"));
  for (int i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("file-%d", i);

      open_file (context, folder, name);
    }
}

static void
say_ready (void)
{
  puts ("ready");
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  SMBCCTX *context = smbc_new_context ();
  int churn, count;

  if (argc != 3 || fgets (password, sizeof password, stdin) == NULL)
    return 1;
  g_strchomp (password);
  user = argv[1];
  smbc_setFunctionAuthDataWithContext (context, on_login_wanted_cb);
  smbc_init_context (context);
  open_file (context, argv[2], "first");
  say_ready ();

  if (scanf ("%d %d", &churn, &count) == 2)
    {
      open_more (context, argv[2], churn, count);
      say_ready ();
    }
  while (getchar () != EOF)
    ;
  /* The files are not closed, as when a client dies. */
  _exit (0);
}
