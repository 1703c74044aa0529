/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-holder-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "dm-bidi.h"
#include "dm-item-words.h"
#include "dm-program-info.h"
#include "dm-words.h"

#define REPLACEMENT 0xfffd
#define ELLIPSIS    "…"

static gboolean
is_showable (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
    return FALSE;

  /* Marks, embeddings, overrides and isolates of direction. */
  return c != 0x061c && c != 0x200e && c != 0x200f &&
         !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

static char *
dup_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (clean, is_showable (c) ? c : REPLACEMENT);
    }

  return g_string_free (clean, FALSE);
}

static char *
dup_cut (const char *text,
         guint max_chars)
{
  glong length = g_utf8_strlen (text, -1);
  glong head = max_chars / 2;
  glong tail = (glong) max_chars - head - 1;
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  if (length <= (glong) max_chars)
    return g_strdup (text);

  start = g_utf8_substring (text, 0, head);
  end = g_utf8_substring (text, length - tail, length);

  return g_strconcat (start, ELLIPSIS, end, NULL);
}

/* The blocks of Unicode for scripts that run from right to left. */
static gboolean
has_right_to_left (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfeff) || (c >= 0x10800 && c <= 0x10fff) ||
          (c >= 0x1e800 && c <= 0x1efff))
        return TRUE;
    }

  return FALSE;
}

char *
dm_dup_quotable (const char *text,
                 guint max_chars)
{
  gboolean is_left_to_right = gtk_widget_get_default_direction () != GTK_TEXT_DIR_RTL;
  g_autofree char *clean = dup_clean (text);
  g_autofree char *cut = dup_cut (clean, max_chars);
  g_autofree char *isolated = NULL;

  if (is_left_to_right && !has_right_to_left (cut))
    return g_steal_pointer (&cut);

  /* The mark says how the sentence itself runs: Pango goes by its first letter,
   * which may be within the isolation. */
  isolated = dm_bidi_isolate (cut);

  return g_strconcat (is_left_to_right ? "\u200e" : "\u200f", isolated, NULL);
}

/* GVfs shows each mount as one folder in …/gvfs. */
static const char *
find_below_mount (const char *path)
{
  const char *mounts = strstr (path, "/gvfs/");
  const char *rest = mounts != NULL ? strchr (mounts + strlen ("/gvfs/"), '/') : NULL;

  if (mounts == NULL)
    return path;

  return rest != NULL ? rest + 1 : "";
}

char *
dm_holder_dup_shown_path (DmHolderItem *item)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);
  const char *path = holder->path != NULL ? find_below_mount (holder->path) : NULL;

  if (path == NULL)
    return NULL;

  return *path != '\0' ? dup_clean (path) : g_strdup (_ ("The whole drive"));
}

char *
dm_holder_dup_title (DmHolderItem *item)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);
  const char *path = holder->path != NULL ? find_below_mount (holder->path) : NULL;
  g_autofree char *name = NULL;

  if (path == NULL)
    return g_strdup (_ ("Name not known"));
  if (*path == '\0')
    return g_strdup (_ ("The whole drive"));

  name = g_path_get_basename (path);

  return dup_clean (name);
}

GAppInfo *
dm_holder_get_app (DmHolderItem *item)
{
  static GQuark quark;
  const DmHolder *holder = dm_holder_item_get_holder (item);
  gpointer known;

  if (quark == 0)
    quark = g_quark_from_static_string ("dm-holder-app");

  /* The item itself stands for "looked, and there is none". */
  known = g_object_get_qdata (G_OBJECT (item), quark);
  if (known == NULL)
    {
      GAppInfo *app = holder->pid > 0 ? dm_program_info_find (holder->pid, holder->program) : NULL;

      known = app != NULL ? (gpointer) app : (gpointer) item;
      g_object_set_qdata_full (G_OBJECT (item), quark, known, app != NULL ? g_object_unref : NULL);
    }

  return known != item ? known : NULL;
}

char *
dm_holder_dup_program_name (DmHolderItem *item)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);
  g_autofree char *name = NULL;

  if (holder->source == DM_HOLDER_SOURCE_SERVER)
    return dup_clean (holder->user != NULL && *holder->user != '\0' ? holder->user : _ ("Another user"));
  if (holder->program == NULL)
    return g_strdup (_ ("A program that is not known"));

  name = dm_program_info_dup_name (dm_holder_get_app (item), holder->program);

  return dup_clean (name);
}

GIcon *
dm_holder_dup_icon (DmHolderItem *item)
{
  if (dm_holder_item_get_holder (item)->source == DM_HOLDER_SOURCE_SERVER)
    return g_themed_icon_new ("network-server");

  return dm_program_info_dup_icon (dm_holder_get_app (item));
}

const char *
dm_holder_get_kind_words (DmHolderItem *item)
{
  switch (dm_holder_item_get_holder (item)->kind)
    {
    case DM_HOLDER_DIRECTORY:
      return _ ("a folder");
    case DM_HOLDER_CWD:
      return _ ("its working folder");
    case DM_HOLDER_ROOT:
      return _ ("its root folder");
    case DM_HOLDER_MAPPED:
      return _ ("mapped into memory");
    case DM_HOLDER_STREAM:
      return _ ("opened through GIO");
    case DM_HOLDER_FILE:
    case DM_HOLDER_SERVER:
    default:
      return NULL;
    }
}

char *
dm_holder_dup_use (DmHolderItem *item)
{
  const char *mode = dm_holder_mode_to_words (dm_holder_item_get_holder (item)->mode);
  const char *kind = dm_holder_get_kind_words (item);

  /* How a folder is open says nothing. */
  if (!dm_holder_is_file (dm_holder_item_get_holder (item)))
    mode = NULL;
  if (mode != NULL && kind != NULL)
    return g_strdup_printf ("%s · %s", mode, kind);
  if (mode != NULL)
    return g_strdup (mode);

  return g_strdup (kind != NULL ? kind : "");
}

/* It does not tell since when; in which folder, as there may be several of the name. */
static char *
dup_server_origin (DmHolderItem *item)
{
  g_autofree char *path = dm_holder_dup_shown_path (item);
  g_autofree char *title = dm_holder_dup_title (item);
  g_autofree char *shown = NULL;

  if (path == NULL || g_str_equal (path, title))
    return g_strdup (_ ("on the server"));

  shown = dm_bidi_isolate (path);

  return g_strdup_printf ("%s · %s", _ ("on the server"), shown);
}

char *
dm_holder_dup_origin (DmHolderItem *item)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);
  g_autofree char *since = NULL;
  g_autoptr (GString) text = NULL;

  if (holder->source == DM_HOLDER_SOURCE_SERVER)
    return dup_server_origin (item);

  since = dm_dup_since_words (dm_holder_item_get_since (item));
  text = g_string_new (since);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", _ ("this computer"));
  if (holder->pid > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _ ("process %d"), holder->pid);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
