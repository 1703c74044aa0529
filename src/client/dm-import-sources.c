/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import-sources.h"

#include "dm-error.h"
#include "dm-import-file.h"
#include "dm-local-name.h"

/* How many letters there are for "*": Z: downward to D:. */
#define N_LETTERS 23

/* A file to be read. */
typedef struct
{
  char *path;
  int source; /* -1: to be found out */
} Place;

typedef struct
{
  /* Owned */
  GArray *places;
  GPtrArray *entries;

  guint next; /* of the places */
  gboolean with_mounted;
} Import;

/* Which names are taken, or will be. */
typedef struct
{
  DmClient *client;
  GHashTable *drives;   /* DmLocation → local name */
  GHashTable *anybodys; /* the same, as nobody in particular */
  GHashTable *proposed;
  guint n_letters; /* that "*" can still give */
} Names;

static void read_next (GTask *task);

static void
clear_place (gpointer data)
{
  Place *place = data;

  g_free (place->path);
}

static void
import_free (Import *self)
{
  g_array_unref (self->places);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* The places */

/* Takes @path over. */
static void
add_place (Import *self,
           char *path,
           int source)
{
  const Place place = { path, source };

  g_array_append_val (self->places, place);
}

static void
add_usual_places (Import *self,
                  DmImportSource source)
{
  const char *config = g_get_user_config_dir ();

  switch (source)
    {
    case DM_IMPORT_GTK:
      add_place (self, g_build_filename (config, "gtk-3.0", "bookmarks", NULL), source);
      break;
    case DM_IMPORT_NAUTILUS:
      add_place (self, g_build_filename (config, "gtk-4.0", "servers", NULL), source);
      add_place (self, g_build_filename (config, "gtk-3.0", "servers", NULL), source);
      break;
    case DM_IMPORT_GIGOLO:
      add_place (self, g_build_filename (config, "gigolo", "bookmarks", NULL), source);
      break;
    case DM_IMPORT_SMB4K:
      add_place (self, g_build_filename (g_get_user_data_dir (), "smb4k", "bookmarks.xml", NULL), source);
      break;
    case DM_IMPORT_FSTAB:
      add_place (self, g_strdup ("/etc/fstab"), source);
      break;
    case DM_IMPORT_MOUNTED:
      self->with_mounted = TRUE;
      break;
    case DM_IMPORT_DRIVES:
    default:
      break;
    }
}

static void
add_mounted (Import *self,
             DmClient *client)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_import_entry_free);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (client)); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (G_LIST_MODEL (client), i);
      const char *uri = dm_item_get_uri (item);
      g_autoptr (DmLocation) location = NULL;
      DmImportEntry *entry;

      if (dm_item_is_drive (item) || dm_item_get_status (item) == DM_STATUS_DRAINING || uri == NULL)
        continue;
      location = dm_location_parse (uri, NULL);
      if (location == NULL)
        continue;

      entry = dm_import_entry_new (DM_IMPORT_MOUNTED, NULL, 0);
      entry->text = g_strdup (uri);
      entry->location = g_steal_pointer (&location);
      g_ptr_array_add (found, entry);
    }

  dm_import_merge (self->entries, found);
}

/* The names */

static GHashTable *
new_drives (void)
{
  return g_hash_table_new_full ((GHashFunc) dm_location_hash, (GEqualFunc) dm_location_equal,
                                (GDestroyNotify) dm_location_unref, g_free);
}

static void
clear_names (Names *self)
{
  g_clear_pointer (&self->drives, g_hash_table_unref);
  g_clear_pointer (&self->anybodys, g_hash_table_unref);
  g_clear_pointer (&self->proposed, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Names, clear_names)

/* The first of several counts. */
static void
add_drive (GHashTable *drives,
           DmLocation *location,
           const char *local)
{
  if (!g_hash_table_contains (drives, location))
    g_hash_table_insert (drives, dm_location_ref (location), g_strdup (local));
}

static void
take_drives (Names *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->client)); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (G_LIST_MODEL (self->client), i);
      const char *uri = dm_item_is_drive (item) ? dm_item_get_uri (item) : NULL;
      g_autoptr (DmLocation) location = uri != NULL ? dm_location_parse (uri, NULL) : NULL;
      g_autoptr (DmLocation) anybodys = NULL;

      if (location == NULL)
        continue;
      anybodys = dm_location_dup_with_user (location, NULL, NULL);
      add_drive (self->drives, location, dm_item_get_local (item));
      add_drive (self->anybodys, anybodys, dm_item_get_local (item));
    }
}

/* (nullable): the drive that leads to @location already. A place without a user is
 * the same whoever uses it. */
static char *
dup_known (Names *self,
           DmLocation *location)
{
  const char *local = g_hash_table_lookup (self->drives, location);

  if (local == NULL && dm_location_get_user (location) == NULL && dm_location_get_domain (location) == NULL)
    local = g_hash_table_lookup (self->anybodys, location);

  return g_strdup (local);
}

static gboolean
is_taken (const char *name,
          gpointer user_data)
{
  Names *self = user_data;

  return g_hash_table_contains (self->proposed, name) ||
         dm_client_find_drive (self->client, name) != NULL;
}

static guint
count_free_letters (Names *self)
{
  guint n = 0;

  for (char letter = 'D'; letter <= 'Z'; letter++)
    {
      const char name[] = { letter, ':', '\0' };

      n += !is_taken (name, self);
    }

  return n;
}

/* "*" as long as there are letters. */
static char *
choose_local (Names *self,
              const DmImportEntry *entry)
{
  g_autofree char *label = NULL;
  g_autofree char *local = dm_import_choose_local (entry->label, is_taken, self);

  if (local == NULL && self->n_letters == 0)
    {
      label = dm_import_label_from_location (entry->location);
      local = dm_import_choose_local (label, is_taken, self);
    }
  if (local == NULL)
    {
      self->n_letters -= MIN (self->n_letters, 1);
      return g_strdup ("*");
    }

  if (dm_local_name_is_letter (local) && *local >= 'D')
    self->n_letters -= MIN (self->n_letters, 1);
  g_hash_table_add (self->proposed, g_strdup (local));

  return g_steal_pointer (&local);
}

static DmImportItem *
create_item (Names *names,
             DmImportEntry *entry)
{
  g_autofree char *known = NULL;
  g_autofree char *local = NULL;

  if (entry->location == NULL)
    return dm_import_item_new (entry, "*", NULL);

  known = dup_known (names, entry->location);
  local = known == NULL ? choose_local (names, entry) : g_strdup ("*");

  return dm_import_item_new (entry, local, known);
}

static GListModel *
create_items (DmClient *client,
              GPtrArray *entries)
{
  GListStore *items = g_list_store_new (DM_TYPE_IMPORT_ITEM);
  g_auto (Names) names = { .client = client };

  names.drives = new_drives ();
  names.anybodys = new_drives ();
  names.proposed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  take_drives (&names);
  names.n_letters = count_free_letters (&names);
  while (entries->len > 0)
    {
      g_autoptr (DmImportItem) item = create_item (&names, g_ptr_array_steal_index (entries, 0));

      g_list_store_append (items, item);
    }

  return G_LIST_MODEL (items);
}

/* The reading */

static void
file_cb (GObject *object,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) found = NULL;
  Import *self = g_task_get_task_data (task);
  GError *error = NULL;

  found = dm_import_file_finish (result, &error);
  if (found == NULL)
    {
      dm_error_normalize (&error);
      g_task_return_error (task, error);
      return;
    }

  dm_import_merge (self->entries, found);
  read_next (task);
}

static void
read_next (GTask *task)
{
  Import *self = g_task_get_task_data (task);
  const Place *place;

  if (self->next >= self->places->len)
    {
      if (self->with_mounted)
        add_mounted (self, g_task_get_source_object (task));
      g_task_return_pointer (task, create_items (g_task_get_source_object (task), self->entries), g_object_unref);
      return;
    }

  place = &g_array_index (self->places, Place, self->next++);
  dm_import_file_async (place->path, place->source, place->source >= 0,
                        g_task_get_cancellable (task), file_cb, g_object_ref (task));
}

void
dm_import_read_async (DmClient *self,
                      guint sources,
                      const char *const *files,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Import *import;

  g_return_if_fail (DM_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_import_read_async);
  import = g_new0 (Import, 1);
  import->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (import->places, clear_place);
  import->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_import_entry_free);
  g_task_set_task_data (task, import, (GDestroyNotify) import_free);

  for (guint i = 0; i < DM_IMPORT_N_SOURCES; i++)
    {
      if ((sources & DM_IMPORT_MASK (i)) != 0)
        add_usual_places (import, (DmImportSource) i);
    }
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    add_place (import, g_strdup (files[i]), -1);

  read_next (task);
}

GListModel *
dm_import_read_finish (DmClient *self,
                       GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
