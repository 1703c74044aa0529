/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Another process with a store of the same file, run by test_profile_safety.py:
 * test-drive-store-driver FILE PREFIX COUNT remembers COUNT drives, forgets every
 * other one, and renames one in four. */

#include "dm-drive-store.h"

#include "test-async.h"

static void
remember (DmDriveStore *store, const char *local)
{
  g_autoptr (DmLocation) location = dm_location_parse ("smb://127.0.0.1:1/other", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dm_drive_store_remember_async (store, local, location, NULL, take_result_cb, &result);
  if (!dm_drive_store_remember_finish (store, wait_for_result (&result), &error))
    g_error ("remembering %s: %s", local, error->message);
}

static void
forget (DmDriveStore *store, const char *local)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dm_drive_store_forget_async (store, local, NULL, take_result_cb, &result);
  if (!dm_drive_store_forget_finish (store, wait_for_result (&result), &error))
    g_error ("forgetting %s: %s", local, error->message);
}

static void
rename_drive (DmDriveStore *store, const char *local)
{
  g_autofree char *new_local = g_strconcat (local, " new", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dm_drive_store_rename_async (store, local, new_local, NULL, take_result_cb, &result);
  if (!dm_drive_store_rename_finish (store, wait_for_result (&result), &error))
    g_error ("renaming %s: %s", local, error->message);
}

int
main (int argc, char *argv[])
{
  g_autoptr (DmDriveStore) store = dm_drive_store_new (argv[1]);
  int count = atoi (argv[3]);

  for (int i = 0; i < count; i++)
    {
      g_autofree char *local = g_strdup_printf ("%s %02d", argv[2], i);

      remember (store, local);
      if (i % 2 == 1)
        forget (store, local);
      else if (i % 4 == 0)
        rename_drive (store, local);
    }

  return 0;
}
