/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-identity-words.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define SV_TYPE_DOMAIN_CTRL    0x00000008
#define SV_TYPE_DOMAIN_BAKCTRL 0x00000010
#define SV_TYPE_SERVER_UNIX    0x00000800
#define SV_TYPE_SERVER_NT      0x00008000

/* A Windows that is for servers. */
#define SERVER_TYPES (SV_TYPE_DOMAIN_CTRL | SV_TYPE_DOMAIN_BAKCTRL | SV_TYPE_SERVER_NT)

#define SAMBA "Samba "

static const struct
{
  guint32 major;
  guint32 minor;
  const char *server;
  const char *other;
} versions[] = {
  { 10, 0, N_ ("Windows Server 2016 or later"), N_ ("Windows 10 or later") },
  { 6, 3, "Windows Server 2012 R2", "Windows 8.1" },
  { 6, 2, "Windows Server 2012", "Windows 8" },
  { 6, 1, "Windows Server 2008 R2", "Windows 7" },
  { 6, 0, "Windows Server 2008", "Windows Vista" },
  { 5, 2, "Windows Server 2003", "Windows XP" },
  { 5, 1, "Windows Server 2003", "Windows XP" },
  { 5, 0, "Windows 2000 Server", "Windows 2000" },
};

/* "Samba 4.17.12", whatever the distribution has put behind it; NULL: the comment
 * does not say. */
static char *
find_samba (const char *comment)
{
  const char *start = strstr (comment, SAMBA);
  gsize length = start != NULL ? strspn (start + strlen (SAMBA), "0123456789.") : 0;

  while (length > 0 && start[strlen (SAMBA) + length - 1] == '.')
    length--;

  return length > 0 ? g_strndup (start, strlen (SAMBA) + length) : NULL;
}

static char *
name_windows (guint32 major,
              guint32 minor,
              gboolean is_server)
{
  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    if (versions[i].major == major && versions[i].minor == minor)
      return g_strdup (_ (is_server ? versions[i].server : versions[i].other));

  return g_strdup_printf ("Windows %u.%u", major, minor);
}

char *
dm_identity_to_words (guint32 major,
                      guint32 minor,
                      guint32 type,
                      const char *comment)
{
  char *samba = find_samba (comment);

  if (samba != NULL)
    return samba;
  if (type & SV_TYPE_SERVER_UNIX)
    return g_strdup ("Samba");

  return name_windows (major, minor, (type & SERVER_TYPES) != 0);
}
