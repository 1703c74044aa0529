/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-words.h"

#include <glib/gi18n-lib.h>

#include "dm-response-ring.h"

#define MINUTES (DM_RESPONSE_RING_MAX_AGE / 60000)

/* (transfer full): of a time in microseconds. */
static char *
dup_time_words (guint32 time)
{
  if (time < 9950)
    return g_strdup_printf (_ ("%.1f ms"), MAX (time, 100) / 1e3);
  if (time < 999500)
    return g_strdup_printf (_ ("%.0f ms"), time / 1e3);

  return g_strdup_printf (_ ("%.1f s"), time / 1e6);
}

static char *
describe_silence (const DmResponseSummary *summary)
{
  g_autofree char *longest = dup_time_words (summary->longest);

  if (summary->n_lost == summary->n)
    return g_strdup (_ ("No answer"));

  return g_strdup_printf (ngettext ("No answer now, at most %s in the last %u minute",
                                    "No answer now, at most %s in the last %u minutes", MINUTES),
                          longest, MINUTES);
}

const char *
dm_status_to_words (DmStatus status)
{
  switch (status)
    {
    case DM_STATUS_OK:
      return _ ("Connected");
    case DM_STATUS_CONNECTING:
      return _ ("Connecting");
    case DM_STATUS_RECONNECTING:
      return _ ("Reconnecting");
    case DM_STATUS_DISCONNECTED:
      return _ ("Connection lost");
    case DM_STATUS_UNAVAILABLE:
      return _ ("Not available");
    case DM_STATUS_DRAINING:
      return _ ("Disconnecting");
    case DM_STATUS_NEEDS_PASSWORD:
      return _ ("Needs password");
    case DM_STATUS_PAUSED:
      return _ ("Paused");
    case DM_STATUS_ERROR:
    default:
      return _ ("Error");
    }
}

const char *
dm_holder_mode_to_words (DmHolderMode mode)
{
  switch (mode)
    {
    case DM_HOLDER_MODE_READ:
      return _ ("read");
    case DM_HOLDER_MODE_WRITE:
      return _ ("write");
    case DM_HOLDER_MODE_READ_WRITE:
      return _ ("read, write");
    case DM_HOLDER_MODE_UNKNOWN:
    default:
      return NULL;
    }
}

char *
dm_login_kept_to_words (DmLoginKept kept,
                        const char *keyring)
{
  switch (kept)
    {
    case DM_LOGIN_KEPT_PERMANENT:
      return keyring != NULL ? g_strdup_printf (_ ("Password in the keyring “%s”"), keyring)
                             : g_strdup (_ ("Password in the keyring"));
    case DM_LOGIN_KEPT_LOCKED:
      return keyring != NULL ? g_strdup_printf (_ ("Password in the keyring “%s”, which is locked"), keyring)
                             : g_strdup (_ ("Password in a keyring that is locked"));
    case DM_LOGIN_KEPT_SESSION:
      return g_strdup (_ ("Password kept until you sign out"));
    case DM_LOGIN_KEPT_NOWHERE:
      return g_strdup (_ ("No password is kept"));
    case DM_LOGIN_KEPT_UNKNOWN:
    default:
      return g_strdup (_ ("There is no keyring to keep a password in"));
    }
}

char *
dm_response_times_to_words (const guint32 *times,
                            gsize n)
{
  DmResponseSummary summary = dm_response_summarize (times, n);
  g_autofree char *last = dup_time_words (summary.last);
  g_autofree char *longest = dup_time_words (summary.longest);

  if (n == 0)
    return NULL;
  if (summary.last == DM_RESPONSE_NONE)
    return describe_silence (&summary);
  if (n == 1)
    return g_strdup_printf (_ ("%s now"), last);
  if (summary.n_lost > 0)
    return g_strdup_printf (ngettext ("%s now, at most %s; %u question unanswered",
                                      "%s now, at most %s; %u questions unanswered", (gulong) summary.n_lost),
                            last, longest, (guint) summary.n_lost);

  return g_strdup_printf (ngettext ("%s now, at most %s in the last %u minute",
                                    "%s now, at most %s in the last %u minutes", MINUTES),
                          last, longest, MINUTES);
}
