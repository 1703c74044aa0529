/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-sandbox.h"

#include <dlfcn.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/auxv.h>

#include "dm-error.h"
#include "dm-names.h"
#include "dm-program.h"

#define HOST_NAME "org.freedesktop.Flatpak"

/* How mountinfo calls GVfs' folder. */
#define GVFS_TYPE " fuse.gvfsd-fuse "

/* Where a sandbox has its own files and its runtime's. */
#define APP_ROOT     "/app"
#define RUNTIME_ROOT "/usr"

/* What the mark says; nothing of it changes while we run. */
typedef struct
{
  gboolean is_inside;
  gboolean sees_host;
  char *app_path;     /* nullable: outside, what is /app here */
  char *runtime_path; /* nullable: outside, what is /usr here */
} Sandbox;

static gboolean
may_talk (GKeyFile *info,
          const char *name)
{
  g_autofree char *policy = g_key_file_get_string (info, "Session Bus Policy", name, NULL);

  return g_strcmp0 (policy, "talk") == 0 || g_strcmp0 (policy, "own") == 0;
}

static Sandbox *
read_sandbox (void)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  Sandbox *self = g_new0 (Sandbox, 1);

  self->is_inside = g_file_test (DM_SANDBOX_MARK, G_FILE_TEST_EXISTS);
  if (!self->is_inside || !g_key_file_load_from_file (info, DM_SANDBOX_MARK, G_KEY_FILE_NONE, NULL))
    return self;

  self->app_path = g_key_file_get_string (info, "Instance", "app-path", NULL);
  self->runtime_path = g_key_file_get_string (info, "Instance", "runtime-path", NULL);
  self->sees_host = may_talk (info, HOST_NAME) && self->app_path != NULL && self->runtime_path != NULL;

  return self;
}

static const Sandbox *
get_sandbox (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) read_sandbox ());

  return (const Sandbox *) once;
}

/* Where @path is outside; NULL if it is not of the application or the runtime. */
static char *
dup_outside (const char *path)
{
  const Sandbox *self = get_sandbox ();

  if (g_str_has_prefix (path, APP_ROOT "/"))
    return g_build_filename (self->app_path, path + strlen (APP_ROOT), NULL);
  if (g_str_has_prefix (path, RUNTIME_ROOT "/"))
    return g_build_filename (self->runtime_path, path + strlen (RUNTIME_ROOT), NULL);

  return NULL;
}

/* The file, in our own memory, that has what is at @address. */
static char *
dup_object_outside (gconstpointer address)
{
  Dl_info object;
  g_autofree char *path = NULL;

  if (dladdr (address, &object) == 0 || object.dli_fname == NULL)
    return NULL;

  /* /lib64 is one of the runtime, too. */
  path = realpath (object.dli_fname, NULL);

  return path != NULL ? dup_outside (path) : NULL;
}

/* The world outside may have an older C library, or none of ours: so the program
 * comes with the loader and the libraries that we have. */
static gboolean
add_loader (GStrvBuilder *argv)
{
  g_autofree char *loader = dup_object_outside ((gconstpointer) getauxval (AT_BASE));
  g_autofree char *library = dup_object_outside ((gconstpointer) g_free);
  g_autofree char *folder = library != NULL ? g_path_get_dirname (library) : NULL;

  if (loader == NULL || folder == NULL)
    return FALSE;

  g_strv_builder_add_many (argv, loader, "--library-path", folder, NULL);

  return TRUE;
}

static gboolean
add_program (GStrvBuilder *argv,
             const char *program)
{
  g_autofree char *outside = dup_outside (program);

  if (outside != NULL)
    g_strv_builder_add (argv, outside);

  return outside != NULL;
}

gboolean
dm_sandbox_is_inside (void)
{
  return get_sandbox ()->is_inside;
}

gboolean
dm_sandbox_sees_programs (void)
{
  const Sandbox *self = get_sandbox ();

  return !self->is_inside || self->sees_host;
}

gboolean
dm_sandbox_misses_folder (const char *path)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "gvfs", NULL);
  g_autofree char *field = g_strdup_printf (" %s ", folder);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean is_seen = FALSE;

  if (!dm_sandbox_is_inside () || !g_str_has_prefix (path, folder) ||
      !g_file_get_contents ("/proc/self/mountinfo", &text, NULL, NULL))
    return FALSE;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && !is_seen; i++)
    is_seen = strstr (lines[i], field) != NULL && strstr (lines[i], GVFS_TYPE) != NULL;

  return !is_seen;
}

void
dm_sandbox_set_blind (GError **error)
{
  g_set_error (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
               _ ("Drivemap runs in a sandbox and cannot see which programs have files open. "
                  "To allow that, run: %s. Then sign out and in again."),
               DM_ALLOW_LOOK_COMMAND);
}

GStrv
dm_sandbox_helper_argv (const char *name,
                        const char *const *arguments,
                        GError **error)
{
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();
  g_autofree char *program = dm_program_find (name);

  if (!dm_sandbox_sees_programs ())
    {
      dm_sandbox_set_blind (error);
      return NULL;
    }

  if (!dm_sandbox_is_inside ())
    {
      g_strv_builder_add (argv, program);
    }
  else
    {
      g_strv_builder_add_many (argv, "flatpak-spawn", "--host", "--directory=/", "--env=GIO_USE_VFS=local", NULL);
      if (!add_loader (argv) || !add_program (argv, program))
        {
          dm_sandbox_set_blind (error);
          return NULL;
        }
    }
  g_strv_builder_addv (argv, (const char **) arguments);

  return g_strv_builder_end (argv);
}
