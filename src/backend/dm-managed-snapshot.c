/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-managed-snapshot.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "dm-account.h"
#include "dm-error.h"
#include "dm-gpp-drives.h"
#include "dm-local-file.h"
#include "dm-managed-file.h"
#include "dm-names.h"

/* What is beyond these is a mistake or an attack. */
#define MAX_FILE_SIZE (1024 * 1024)
#define MAX_FILES     1000
#define MAX_FOLDERS   2000
#define MAX_DRIVES    256

/* Below a policy folder, in any case; "" is any name. */
static const char *const policy_path[] = { "", "policies", "", "user", "preferences", "drives", "drives.xml" };

typedef struct
{
  DmManagedSnapshot *snapshot;
  DmUserFacts *facts;
  GHashTable *taken;  /* local name → file, borrowed */
  GPtrArray *deletes; /* DmManagedDrive, borrowed: of the files so far */
  GPtrArray *files;   /* paths */
} Reader;

static void
clear_reader (Reader *self)
{
  g_clear_pointer (&self->facts, dm_user_facts_free);
  g_clear_pointer (&self->taken, g_hash_table_unref);
  g_clear_pointer (&self->deletes, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, clear_reader)

static void G_GNUC_PRINTF (2, 3)
  add_problem (Reader *self,
               const char *format,
               ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_ptr_array_add (self->snapshot->problems, dm_managed_drive_clean_text (text));
}

/* The files */

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full): the names in @folder, sorted; none if it is not there. */
static GPtrArray *
list_names (Reader *self,
            const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (self->snapshot->folders->len >= MAX_FOLDERS)
    return names;

  dir = g_dir_open (folder, 0, &error);
  if (dir == NULL)
    {
      if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT) &&
          !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
        add_problem (self, _ ("The drives that the administrator has set up cannot be read: %s."), error->message);
      return names;
    }

  g_ptr_array_add (self->snapshot->folders, g_strdup (folder));
  while (names->len < MAX_FILES && (name = g_dir_read_name (dir)) != NULL)
    if (*name != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_strings);

  return names;
}

static gboolean
is_policy (const char *name)
{
  gsize length = strlen (name);

  return length > 4 && g_ascii_strcasecmp (name + length - 4, ".xml") == 0;
}

static gboolean
is_drives_file (const char *name)
{
  return g_str_has_suffix (name, ".ini") || is_policy (name);
}

static void
find_config_files (Reader *self,
                   const char *const *config_folders)
{
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GList) sorted = NULL;

  for (guint i = 0; config_folders[i] != NULL; i++)
    {
      g_autofree char *folder = g_build_filename (config_folders[i], DM_CONFIG_DIR, DM_MANAGED_DIR, NULL);
      g_autoptr (GPtrArray) names = list_names (self, folder);

      for (guint k = 0; k < names->len; k++)
        if (is_drives_file (names->pdata[k]) && !g_hash_table_contains (paths, names->pdata[k]))
          g_hash_table_insert (paths, g_strdup (names->pdata[k]),
                               g_build_filename (folder, names->pdata[k], NULL));
    }

  sorted = g_list_sort (g_hash_table_get_keys (paths), (GCompareFunc) strcmp);
  for (GList *l = sorted; l != NULL; l = l->next)
    g_ptr_array_add (self->files, g_strdup (g_hash_table_lookup (paths, l->data)));
}

static gboolean
is_folder (const char *path)
{
  GStatBuf st;

  return g_lstat (path, &st) == 0 && S_ISDIR (st.st_mode);
}

/* Looks for policy_path from @step on below @folder. */
static void
find_policies (Reader *self,
               const char *folder,
               guint step)
{
  g_autoptr (GPtrArray) names = list_names (self, folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = NULL;

      if (*policy_path[step] != '\0' && g_ascii_strcasecmp (names->pdata[i], policy_path[step]) != 0)
        continue;

      path = g_build_filename (folder, names->pdata[i], NULL);
      if (step + 1 == G_N_ELEMENTS (policy_path))
        g_ptr_array_add (self->files, g_steal_pointer (&path));
      else if (is_folder (path))
        find_policies (self, path, step + 1);
    }
}

/* The root may be of one domain, or of several. */
static guint
get_first_step (const char *folder)
{
  return g_str_has_suffix (folder, "/sysvol") ? 1 : 0;
}

/* What is in them */

static gboolean
is_deleted (Reader *self,
            const char *local)
{
  for (guint i = 0; i < self->deletes->len; i++)
    if (dm_managed_drive_deletes (self->deletes->pdata[i], local))
      return TRUE;

  return FALSE;
}

/* Takes over @drive. */
static void
add_drive (Reader *self,
           DmManagedDrive *drive)
{
  const char *taken = drive->is_from ? NULL : g_hash_table_lookup (self->taken, drive->local);

  if (taken != NULL)
    add_problem (self, _ ("%s: Drive %s is there already, from %s. This one is left out."),
                 drive->file, drive->local, taken);
  if (taken != NULL || (!drive->is_from && is_deleted (self, drive->local)))
    {
      dm_managed_drive_free (drive);
      return;
    }

  if (!drive->is_from)
    g_hash_table_insert (self->taken, drive->local, drive->file);
  g_ptr_array_add (self->snapshot->drives, drive);
}

/* Takes over what is in @drives; one file's deletions are for the files after it. */
static void
add_drives (Reader *self,
            GPtrArray *drives)
{
  g_autoptr (GPtrArray) deletes = g_ptr_array_new ();

  g_ptr_array_set_free_func (drives, NULL);
  for (guint i = 0; i < drives->len; i++)
    {
      DmManagedDrive *drive = drives->pdata[i];

      if (drive->action == DM_MANAGED_DELETE)
        g_ptr_array_add (deletes, drive);
      else
        add_drive (self, drive);
    }

  for (guint i = 0; i < deletes->len; i++)
    {
      g_ptr_array_add (self->snapshot->drives, deletes->pdata[i]);
      g_ptr_array_add (self->deletes, deletes->pdata[i]);
    }
}

static GPtrArray *
parse_policy (Reader *self,
              const char *text,
              gsize length,
              const char *file,
              GError **error)
{
  g_autoptr (GPtrArray) drives = dm_gpp_drives_parse (text, length, file, error);

  if (drives == NULL)
    return NULL;
  if (dm_gpp_drives_need_groups (drives))
    dm_account_read_groups (self->facts);

  return dm_gpp_drives_resolve (drives, self->facts, file, self->snapshot->problems);
}

static void
take_text (Reader *self,
           const char *file,
           const char *text,
           gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drives = NULL;

  drives = is_policy (file) ? parse_policy (self, text, length, file, &error)
                            : dm_managed_file_parse (text, length, file, self->facts, self->snapshot->problems, &error);
  if (drives == NULL)
    add_problem (self, "%s", error->message);
  else
    add_drives (self, drives);
}

static void
read_file (Reader *self,
           const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!dm_local_file_read (file, MAX_FILE_SIZE, &text, &length, &error))
    {
      add_problem (self, _ ("The drives that the administrator has set up in %s cannot be read: %s."),
                   file, error->message);
      return;
    }
  if (text != NULL)
    take_text (self, file, text, length);
}

static void
limit_drives (Reader *self)
{
  GPtrArray *drives = self->snapshot->drives;

  if (drives->len <= MAX_DRIVES)
    return;

  add_problem (self, _ ("The administrator has set up more than %d drives. Those after the first %d are left out."),
               MAX_DRIVES, MAX_DRIVES);
  g_ptr_array_set_size (drives, MAX_DRIVES);
}

static DmManagedSnapshot *
create_snapshot (void)
{
  DmManagedSnapshot *self = g_new0 (DmManagedSnapshot, 1);

  self->drives = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_managed_drive_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->folders = g_ptr_array_new_with_free_func (g_free);

  return self;
}

static void
init_reader (Reader *self,
             DmManagedSnapshot *snapshot)
{
  self->snapshot = snapshot;
  self->facts = dm_account_read_facts ();
  self->taken = g_hash_table_new (g_str_hash, g_str_equal);
  self->deletes = g_ptr_array_new ();
  self->files = g_ptr_array_new_with_free_func (g_free);
}

DmManagedSnapshot *
dm_managed_snapshot_check (const char *file,
                           const char *text,
                           gsize length)
{
  DmManagedSnapshot *self = create_snapshot ();
  g_auto (Reader) reader = { 0 };

  init_reader (&reader, self);
  if (length > MAX_FILE_SIZE)
    add_problem (&reader, _ ("%s is larger than 1 MB, so it is left out."), file);
  else
    take_text (&reader, file, text, length);
  limit_drives (&reader);

  return self;
}

DmManagedSnapshot *
dm_managed_snapshot_read (const char *const *config_folders,
                          const char *const *policy_folders)
{
  DmManagedSnapshot *self = create_snapshot ();
  g_auto (Reader) reader = { 0 };

  init_reader (&reader, self);

  find_config_files (&reader, config_folders);
  for (guint i = 0; policy_folders[i] != NULL; i++)
    find_policies (&reader, policy_folders[i], get_first_step (policy_folders[i]));
  for (guint i = 0; i < reader.files->len; i++)
    read_file (&reader, reader.files->pdata[i]);
  limit_drives (&reader);

  return self;
}

void
dm_managed_snapshot_free (DmManagedSnapshot *self)
{
  g_clear_pointer (&self->drives, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->folders, g_ptr_array_unref);
  g_free (self);
}
