/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-locked-memory.h"
#include "dm-smb-confine.h"
#include "dm-smb-work.h"

#include <errno.h>
#include <unistd.h>

/* One request on standard input, one answer on descriptor 3, no arguments. */

/* NULL: it does not end, or there is none. */
static DmSmbRequest *
read_request (void)
{
  char *memory = dm_locked_memory_new (DM_SMB_REQUEST_MAX);
  gsize size = 0;
  ssize_t more;
  g_autoptr (GBytes) bytes = NULL;

  do
    {
      more = read (STDIN_FILENO, memory + size, DM_SMB_REQUEST_MAX - size);
      size += more > 0 ? (gsize) more : 0;
    }
  while (size < DM_SMB_REQUEST_MAX && (more > 0 || (more < 0 && errno == EINTR)));

  bytes = dm_locked_memory_to_bytes (memory, size);
  return more == 0 ? dm_smb_request_read (bytes, NULL) : NULL;
}

static gboolean
write_answer (DmSmbAnswer *answer)
{
  g_autoptr (GBytes) bytes = dm_smb_answer_write (answer);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      ssize_t written = write (DM_SMB_ANSWER_FD, data, size);

      if (written < 0 && errno != EINTR)
        return FALSE;
      data += written > 0 ? written : 0;
      size -= written > 0 ? (gsize) written : 0;
    }

  return TRUE;
}

static gboolean
run (void)
{
  g_autoptr (DmSmbRequest) request = read_request ();
  g_autoptr (DmSmbAnswer) answer = NULL;

  if (request == NULL)
    return FALSE;
  answer = dm_smb_work_run (request);
  dm_smb_request_set_password (request, NULL);
  return write_answer (answer);
}

int
main (void)
{
  if (!dm_smb_confine ())
    return 1;

  /* Not exit (): what libsmbclient tidies up may wait for a dead server. */
  _exit (run () ? 0 : 1);
}
