/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <sys/resource.h>

#include <glib/gi18n.h>

#include "dm-service.h"

int
main (int argc,
      char *argv[])
{
  g_autoptr (DmService) service = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, DM_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* Passwords pass through: no core dump. */
  setrlimit (RLIMIT_CORE, &(struct rlimit){ 0, 0 });

  /* Local volumes are not ours: their monitors need not be started for us. */
  g_setenv ("GVFS_REMOTE_VOLUME_MONITOR_IGNORE", "1", TRUE);
  g_set_prgname ("drivemap-service");

  service = dm_service_new ();

  return dm_service_run (service);
}
