/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-confine.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "dm-smb-answer.h"

/* All that the first version of Landlock knows: from EXECUTE to MAKE_SYM. */
#define EVERY_ACCESS (((guint64) LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

/* Name services and Kerberos load modules, and have their files all over these; in a
 * Flatpak libsmbclient is in /app. */
static const char *const readable[] = {
  "/app",
  "/bin",
  "/dev",
  "/etc",
  "/lib",
  "/lib64",
  "/nix/store",
  "/proc",
  "/run",
  "/sys",
  "/usr",
  "/var/cache",
  "/var/lib",
};

static gboolean
silence_output (void)
{
  int null = open ("/dev/null", O_RDWR | O_CLOEXEC);

  return null >= 0 &&
         dup2 (null, STDOUT_FILENO) >= 0 &&
         dup2 (null, STDERR_FILENO) >= 0;
}

static void
allow_reading (int ruleset, const char *path)
{
  struct landlock_path_beneath_attr rule = {
    .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
    .parent_fd = open (path, O_PATH | O_CLOEXEC),
  };

  if (rule.parent_fd < 0)
    return;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
  (void) syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close (rule.parent_fd);
}

/* The user's tickets, where they are in a file. */
static void
allow_tickets (int ruleset)
{
  const char *name = g_getenv ("KRB5CCNAME");
  g_autofree char *usual = g_strdup_printf ("/tmp/krb5cc_%u", (guint) getuid ());
  const char *path = name != NULL ? strchr (name, '/') : usual;

  if (path != NULL)
    allow_reading (ruleset, path);
}

static void
forbid_files (void)
{
  struct landlock_ruleset_attr attr = { .handled_access_fs = EVERY_ACCESS };
  int ruleset = (int) syscall (SYS_landlock_create_ruleset, &attr, sizeof attr, 0);

  /* A kernel without it: then that line of defence is missing. */
  if (ruleset < 0)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    allow_reading (ruleset, readable[i]);
  allow_tickets (ruleset);
  (void) syscall (SYS_landlock_restrict_self, ruleset, 0);
  close (ruleset);
}

static void
forbid_looking (void)
{
  const struct rlimit none = { 0, 0 };

  (void) setrlimit (RLIMIT_CORE, &none);
  (void) prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}

gboolean
dm_smb_confine (void)
{
  if (fcntl (DM_SMB_ANSWER_FD, F_SETFD, FD_CLOEXEC) < 0)
    return FALSE;
  if (!silence_output ())
    return FALSE;

  forbid_looking ();
  (void) prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
    forbid_files ();
  return TRUE;
}
