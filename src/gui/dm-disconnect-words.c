/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-disconnect-words.h"

#include <glib/gi18n-lib.h>

#include "dm-holder-words.h"
#include "dm-item-words.h"
#include "dm-location.h"

#define MAX_NAMED   3
#define MAX_NAME    40
#define MAX_HEADING 48

/* --- names --- */

char *
dm_disconnect_dup_short_name (DmItem *item)
{
  const char *local = dm_item_get_local (item);

  return dm_dup_quotable (local != NULL ? local : dm_item_get_remote (item), MAX_HEADING);
}

char *
dm_disconnect_dup_name (DmItem *item)
{
  g_autofree char *title = dm_item_dup_title (item);

  return dm_dup_quotable (title, MAX_HEADING);
}

/* --- who --- */

typedef enum
{
  WHO_HAS_FILES,
  WHO_WRITES,
  WHO_HAS_FOLDERS,
} Who;

static gboolean
is_meant (DmHolderItem *item,
          Who who)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);
  gboolean is_file = dm_holder_is_file (holder);

  switch (who)
    {
    case WHO_HAS_FILES:
      return is_file;
    case WHO_WRITES:
      /* What is not known may be writing. */
      return is_file && holder->mode != DM_HOLDER_MODE_READ && holder->kind != DM_HOLDER_MAPPED;
    case WHO_HAS_FOLDERS:
    default:
      return !is_file;
    }
}

/* (transfer full): each program once. */
static GPtrArray *
list_programs (DmHolderModel *holders,
               Who who)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (holders)); i++)
    {
      g_autoptr (DmHolderItem) item = g_list_model_get_item (G_LIST_MODEL (holders), i);
      g_autofree char *name = is_meant (item, who) ? dm_holder_dup_program_name (item) : NULL;

      if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }

  return names;
}

static char *
join_names (GPtrArray *names,
            guint n_names)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_names; i++)
    {
      g_autofree char *name = dm_dup_quotable (g_ptr_array_index (names, i), MAX_NAME);

      /* Translators: between the names of a list, and before its last. */
      if (i > 0)
        g_string_append (text, i + 1 < names->len ? C_ ("list", ", ") : C_ ("list", " and "));
      g_string_append (text, name);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
dm_disconnect_dup_program_list (GPtrArray *names)
{
  guint n_others = names->len > MAX_NAMED ? names->len - MAX_NAMED : 0;
  g_autofree char *first = join_names (names, names->len - n_others);

  if (n_others == 0)
    return g_steal_pointer (&first);

  /* Translators: %s is a list of names, such as "Writer, Calc, Draw". */
  return g_strdup_printf (ngettext ("%s and %u other program", "%s and %u other programs", n_others),
                          first, n_others);
}

/* --- sentences --- */

static gboolean
has_only_folders (DmHolderModel *holders)
{
  return g_list_model_get_n_items (G_LIST_MODEL (holders)) > 0 && dm_holder_model_get_n_files (holders) == 0;
}

/* Who else keeps the connection of @item up. */
static GPtrArray *
list_other_uses (DmClient *client,
                 DmItem *item)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *path = dm_item_is_drive (item) ? dm_item_get_connection_path (item) : dm_item_get_object_path (item);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client)); i++)
    {
      g_autoptr (DmItem) other = g_list_model_get_item (G_LIST_MODEL (client), i);

      if (other != item && dm_item_is_drive (other) && g_strcmp0 (dm_item_get_connection_path (other), path) == 0)
        g_ptr_array_add (names, g_strdup (dm_item_get_local (other)));
    }

  return names;
}

char *
dm_disconnect_dup_shared_text (DmClient *client,
                               DmItem *item)
{
  g_autoptr (GPtrArray) names = list_other_uses (client, item);
  g_autofree char *others = join_names (names, names->len);
  g_autofree char *remote = dm_dup_quotable (dm_item_get_remote (item), MAX_HEADING);
  g_autofree char *name = dm_disconnect_dup_short_name (item);

  if (names->len == 0)
    return g_strdup_printf (_ ("%s goes away. %s itself stays connected: it is also in use without a drive. No open file is affected."),
                            name, remote);
  if (!dm_item_is_drive (item))
    return g_strdup_printf (_ ("%s stays connected for %s. No open file is affected."), remote, others);

  return g_strdup_printf (_ ("%s goes away. %s stays connected for %s. No open file is affected."), name, remote, others);
}

static char *
dup_folder_text (DmHolderModel *holders)
{
  g_autoptr (GPtrArray) names = list_programs (holders, WHO_HAS_FOLDERS);
  g_autofree char *programs = dm_disconnect_dup_program_list (names);

  return g_strdup_printf (ngettext ("%s is working in a folder of this drive. Nothing would be lost.",
                                    "%s are working in folders of this drive. Nothing would be lost.", names->len),
                          programs);
}

char *
dm_disconnect_dup_use_text (DmHolderModel *holders)
{
  guint n_files = dm_holder_model_get_n_files (holders);

  if (has_only_folders (holders))
    return dup_folder_text (holders);

  return g_strdup_printf (ngettext ("%u file is still open. Changes that are not saved would be lost if it is closed now.",
                                    "%u files are still open. Changes that are not saved would be lost if they are closed now.",
                                    n_files),
                          n_files);
}

char *
dm_disconnect_dup_no_answer_text (DmItem *item)
{
  const char *uri = dm_item_get_uri (item);
  g_autoptr (DmLocation) location = uri != NULL ? dm_location_parse (uri, NULL) : NULL;
  g_autofree char *server = dm_dup_quotable (location != NULL ? dm_location_get_server (location) : dm_item_get_name (item), MAX_NAME);

  return g_strdup_printf (_ ("%s does not answer. Waiting will not help."), server);
}

char *
dm_disconnect_dup_wait_text (DmItem *item,
                             DmHolderModel *holders,
                             gboolean is_without_answer)
{
  g_autofree char *name = dm_disconnect_dup_short_name (item);

  if (is_without_answer)
    return g_strdup_printf (_ ("%s goes away now; the programs go on waiting for the server."), name);
  if (dm_item_get_status (item) == DM_STATUS_DRAINING)
    return g_strdup (_ ("It is waiting for that already; the programs can finish and save."));
  if (has_only_folders (holders))
    return g_strdup_printf (_ ("%s goes away now; the programs can go on."), name);

  return g_strdup_printf (_ ("%s goes away now; the programs can finish and save."), name);
}

char *
dm_disconnect_dup_now_text (DmHolderModel *holders)
{
  g_autoptr (GPtrArray) writers = list_programs (holders, WHO_WRITES);
  g_autoptr (GPtrArray) readers = list_programs (holders, WHO_HAS_FILES);
  g_autofree char *programs = dm_disconnect_dup_program_list (writers->len > 0 ? writers : readers);

  if (writers->len > 0)
    return g_strdup_printf (_ ("%s may lose unsaved changes."), programs);
  if (readers->len > 0)
    return g_strdup_printf (ngettext ("%s can no longer read the file.", "%s can no longer read the files.",
                                      dm_holder_model_get_n_files (holders)),
                            programs);
  if (has_only_folders (holders))
    return g_strdup (_ ("The programs can no longer use the folder."));

  return g_strdup (_ ("Changes that are not saved may be lost."));
}
