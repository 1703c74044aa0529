/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-item-words.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-local-name.h"
#include "dm-words.h"

/* The share, or the last folder of the address. */
static char *
dup_last_part (const char *remote)
{
  g_auto (GStrv) parts = g_strsplit_set (remote, "/\\", -1);

  for (guint i = g_strv_length (parts); i > 0; i--)
    if (*parts[i - 1] != '\0')
      return g_strdup (parts[i - 1]);

  return g_strdup (remote);
}

/* A letter alone tells little: the share goes with it. */
char *
dm_item_dup_title (DmItem *item)
{
  const char *local = dm_item_get_local (item);
  const char *remote = dm_item_get_remote (item);
  g_autofree char *part = remote != NULL ? dup_last_part (remote) : g_strdup ("");

  if (local == NULL)
    return g_strdup (remote);
  if (!dm_local_name_is_letter (local) || *part == '\0')
    return g_strdup (local);

  return g_strdup_printf ("%s %s", local, part);
}

static char *
dup_user (DmItem *item)
{
  const char *user = dm_item_get_user (item);
  const char *domain = dm_item_get_domain (item);

  if (user == NULL)
    return NULL;

  return domain != NULL ? g_strdup_printf ("%s\\%s", domain, user) : g_strdup (user);
}

char *
dm_item_dup_place (DmItem *item)
{
  g_autofree char *user = dup_user (item);

  if (dm_item_is_drive (item))
    return user != NULL ? g_strdup_printf ("%s  ·  %s", dm_item_get_remote (item), user)
                        : g_strdup (dm_item_get_remote (item));
  if (user != NULL)
    return g_steal_pointer (&user);
  if (g_strcmp0 (dm_item_get_origin (item), "kernel") == 0)
    return g_strdup (dm_item_get_path (item));

  return g_strdup (_ ("without a user name"));
}

static char *
dup_open_files (guint count)
{
  return g_strdup_printf (ngettext ("%u file open", "%u files open", count), count);
}

/* Waiting for its server to answer. */
static char *
dup_awaited (const char *reason)
{
  if (reason == NULL)
    return g_strdup (_ ("Comes back by itself."));

  /* Translators: then the reason that it is not connected, a sentence */
  return g_strdup_printf (_ ("Comes back by itself. %s"), reason);
}

/* Since when its server does not answer. */
static char *
dup_lost (DmItem *item,
          const char *reason)
{
  g_autofree char *since = dm_dup_since_words (dm_item_get_since (item));

  return since != NULL ? g_strdup_printf ("%s  ·  %s", reason, since) : g_strdup (reason);
}

char *
dm_item_dup_summary (DmItem *item)
{
  const char *reason = dm_item_get_reason (item);
  guint count = dm_item_get_open_count (item);

  if (dm_item_get_status (item) == DM_STATUS_DRAINING && count > 0)
    return g_strdup_printf (ngettext ("%u file still open", "%u files still open", count), count);
  if (dm_item_is_awaited (item) && dm_item_is_offline (item))
    return dup_awaited (reason);
  if (dm_item_get_status (item) == DM_STATUS_DISCONNECTED && reason != NULL)
    return dup_lost (item, reason);
  if (dm_item_get_status (item) != DM_STATUS_OK && reason != NULL)
    return g_strdup (reason);
  if (count > 0)
    return dup_open_files (count);

  return g_strdup ("");
}

char *
dm_item_dup_free_space (DmItem *item)
{
  g_autofree char *size = NULL;

  if (dm_item_get_fullness (item) < 0)
    return g_strdup ("");
  size = g_format_size (dm_item_get_space_free (item));

  return g_strdup_printf (_ ("%s free"), size);
}

char *
dm_item_dup_sentence (DmItem *item)
{
  g_autofree char *title = dm_item_dup_title (item);
  g_autofree char *place = dm_item_dup_place (item);
  g_autofree char *unused = dm_item_dup_free_space (item);
  g_autofree char *summary = dm_item_dup_summary (item);
  const char *managed = dm_item_get_managed_file (item) != NULL ? C_ ("drive", "Managed") : "";
  const char *parts[] = { title, dm_status_to_words (dm_item_get_status (item)), place, managed, unused, summary };
  GString *sentence = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (sentence, "%s%s", sentence->len > 0 ? ", " : "", parts[i]);

  return g_string_free (sentence, FALSE);
}

char *
dm_item_dup_managed_words (DmItem *item)
{
  const char *file = dm_item_get_managed_file (item);
  g_autofree char *shown = file != NULL ? dm_bidi_isolate (file) : NULL;

  return shown != NULL ? g_strdup_printf (_ ("Your administrator has set up this drive, in %s"), shown) : NULL;
}

static void
append_part (GString *text,
             char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "  ·  " : "", part);
  g_free (part);
}

char *
dm_dup_settings_words (const DmDriveSettings *settings)
{
  const char *separator = C_ ("list", ", ");
  g_autofree char *networks = g_strjoinv (separator, settings->networks);
  g_autofree char *profiles = g_strjoinv (separator, settings->profiles);
  guint minutes = settings->idle_minutes;
  GString *text = g_string_new (NULL);

  if (*networks != '\0')
    append_part (text, g_strdup_printf (_ ("Only in %s"), networks));
  if (minutes > 0)
    append_part (text, g_strdup_printf (ngettext ("Disconnects after %u minute without use",
                                                  "Disconnects after %u minutes without use", minutes),
                                        minutes));
  if (settings->wake != NULL)
    append_part (text, g_strdup (_ ("Wakes its server")));
  if (*profiles != '\0')
    append_part (text, g_strdup_printf (_ ("Profiles: %s"), profiles));
  if (settings->ask_server)
    append_part (text, g_strdup (_ ("Asks the server who has files open")));

  return g_string_free (text, FALSE);
}

double
dm_item_get_fullness (DmItem *item)
{
  guint64 total = dm_item_get_space_total (item);

  if (total == 0 || dm_item_get_status (item) != DM_STATUS_OK)
    return -1;

  return 1 - (double) MIN (dm_item_get_space_free (item), total) / (double) total;
}

static gboolean
is_same_day (GDateTime *a,
             GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

char *
dm_dup_since_words (guint64 since)
{
  g_autofree char *time = dm_dup_time_words (since);

  return time != NULL ? g_strdup_printf (_ ("since %s"), time) : NULL;
}

char *
dm_dup_time_words (guint64 time)
{
  g_autoptr (GDateTime) then = time > 0 ? g_date_time_new_from_unix_local ((gint64) time) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (then == NULL)
    return NULL;

  /* Translators: a time of today, and a day, for strftime (). */
  return g_strstrip (g_date_time_format (then, is_same_day (then, now) ? C_ ("time", "%H:%M") : C_ ("day", "%e %B")));
}
