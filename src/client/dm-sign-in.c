/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-sign-in.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "dm-client-servers.h"
#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-login-mount.h"

struct _DmSignIn
{
  GObject parent_instance;

  /* Owned: what is wanted */
  DmClient *client;
  char *local; /* nullable: connect */
  char *remote;
  DmLocation *location; /* once @remote was understood */
  GListStore *found;    /* (nullable): look around there */

  /* Owned: as whom */
  char *domain;
  char *user;
  SecretValue *password; /* in memory that is not swapped, and wiped */

  /* Owned: while trying with a password */
  DmLogin *login;

  DmSignInSave save;
  DmLoginSaved saved;
  gboolean remember;
  gboolean is_trying;
  gboolean was_connected; /* already: nothing tells whether the password is right */
  gboolean used_password;
};

G_DEFINE_FINAL_TYPE (DmSignIn, dm_sign_in, G_TYPE_OBJECT)

static gboolean
is_drive_name (DmSignIn *self)
{
  return self->local == NULL && self->found == NULL && dm_local_name_looks_like (self->remote);
}

/* The place as it was typed, or as the drive's is. (transfer none) */
static DmLocation *
get_location (DmSignIn *self,
              GError **error)
{
  DmItem *drive = NULL;

  /* Not before it is asked for: the service may not have been there yet. */
  if (self->location != NULL)
    return self->location;

  if (self->found != NULL)
    {
      self->location = dm_location_parse_server (self->remote, error);
      return self->location;
    }
  if (is_drive_name (self))
    drive = dm_client_find_drive (self->client, self->remote);
  self->location = dm_location_parse (drive != NULL ? dm_item_get_uri (drive) : self->remote, error);

  return self->location;
}

/* The same as whom. */
static DmLocation *
dup_named_location (DmSignIn *self,
                    GError **error)
{
  DmLocation *location = get_location (self, error);

  if (location == NULL)
    return NULL;
  if (self->user == NULL)
    return dm_location_ref (location);

  return dm_location_dup_with_user (location, self->domain, self->user);
}

/* What the verbs take: its user counts for more than the options' user. */
static char *
dup_wanted_remote (DmSignIn *self)
{
  DmLocation *location = get_location (self, NULL);
  g_autoptr (DmLocation) named = NULL;

  if (location == NULL || is_drive_name (self) || self->user == NULL ||
      dm_location_get_user (location) == NULL)
    return g_strdup (self->remote);

  named = dup_named_location (self, NULL);

  return dm_location_to_uri (named);
}

/* Fills in as whom, where nobody said. */
static void
complete_user (DmSignIn *self)
{
  DmLocation *location = get_location (self, NULL);

  if (self->user != NULL)
    return;

  if (location != NULL && dm_location_get_user (location) != NULL)
    {
      self->user = g_strdup (dm_location_get_user (location));
      self->domain = g_strdup (dm_location_get_domain (location));
    }
  else
    {
      self->user = g_strdup (g_get_user_name ());
    }
}

static gboolean
check_user (DmSignIn *self,
            GError **error)
{
  DmLocation *location = is_drive_name (self) ? get_location (self, NULL) : NULL;
  const char *user = location != NULL ? dm_location_get_user (location) : NULL;

  if (user == NULL || self->user == NULL || g_str_equal (user, self->user))
    return TRUE;

  g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
               _ ("%s is remembered for the user %s. To sign in as %s, forget it and map it again."),
               self->remote, user, self->user);

  return FALSE;
}

static gboolean
is_mount_of (DmItem *item,
             DmLocation *location)
{
  g_autoptr (DmLocation) place = NULL;
  g_autoptr (DmLocation) root = NULL;

  if (dm_item_get_status (item) != DM_STATUS_OK || dm_item_get_uri (item) == NULL)
    return FALSE;

  place = dm_location_parse (dm_item_get_uri (item), NULL);
  root = place != NULL ? dm_location_dup_mount_root (place) : NULL;

  return root != NULL && dm_location_matches_mount (location, root);
}

/* Whether it is connected as this user, so that the verb needs no password. */
static gboolean
is_connected (DmSignIn *self,
              DmLocation *named)
{
  GListModel *items = G_LIST_MODEL (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (DmItem) item = g_list_model_get_item (items, i);

      if (is_mount_of (item, named))
        return TRUE;
    }

  return FALSE;
}

/* --- the end of a try --- */

static void
return_error (GTask *task,
              GError *error)
{
  DmSignIn *self = g_task_get_source_object (task);

  /* What may still be right is kept for another try. */
  if (g_error_matches (error, DM_ERROR, DM_ERROR_LOGON_FAILURE))
    g_clear_pointer (&self->password, secret_value_unref);
  g_clear_object (&self->login);
  self->is_trying = FALSE;

  g_task_return_error (task, error);
}

static void
return_path (GTask *task,
             char *path)
{
  DmSignIn *self = g_task_get_source_object (task);

  g_clear_pointer (&self->password, secret_value_unref);
  g_clear_object (&self->login);
  self->is_trying = FALSE;

  g_task_return_pointer (task, path, g_free);
}

static void
on_login_restored_cb (GObject *source,
                      GAsyncResult *result,
                      gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = g_error_copy (g_task_get_task_data (task));
  g_autoptr (GError) restore_error = NULL;

  if (!dm_login_restore_finish (DM_LOGIN (source), result, &restore_error))
    {
      g_autofree char *first = g_steal_pointer (&error->message);

      /* Translators: why it failed, then why this failed too. */
      error->message = g_strdup_printf (_ ("%s The password that was saved before could not be put back: %s"),
                                        first, restore_error->message);
    }

  return_error (task, error);
}

/* A password that was not seen to work does not replace one that may. */
static void
fail (GTask *task,
      GError *error)
{
  DmSignIn *self = g_task_get_source_object (task);

  dm_error_normalize (&error);
  if (self->login == NULL)
    {
      return_error (task, error);
      return;
    }

  /* Not with the caller's cancellable: this is what makes a cancel clean. */
  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  dm_login_restore_async (self->login, NULL, on_login_restored_cb, g_object_ref (task));
}

static void
on_login_removed_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmSignIn *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  /* Connected it is all the same; get_saved () then tells the truth. */
  if (dm_login_restore_finish (DM_LOGIN (source), result, &error))
    self->saved = DM_LOGIN_NO_SERVICE;
  else
    g_warning ("The password could not be removed again: %s", error->message);

  return_path (task, g_strdup (g_task_get_task_data (task)));
}

static void
succeed (GTask *task,
         char *path)
{
  DmSignIn *self = g_task_get_source_object (task);

  if (self->login == NULL)
    {
      return_path (task, path);
      return;
    }

  /* The one that was saved before may well be the right one. */
  self->used_password = !self->was_connected || !dm_login_has_replaced (self->login);
  self->saved = dm_login_get_saved (self->login);
  if (self->saved == DM_LOGIN_NO_SERVICE ||
      (self->save != DM_SIGN_IN_SAVE_NEVER && self->used_password))
    {
      return_path (task, path);
      return;
    }

  g_task_set_task_data (task, path, g_free);
  dm_login_restore_async (self->login, NULL, on_login_removed_cb, g_object_ref (task));
}

/* --- trying: store, or mount ourselves; then map or connect --- */

static void
on_browsed_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) places = dm_client_browse_finish (self->client, result, &error);

  if (places != NULL)
    succeed (task, g_strdup (self->remote));
  else
    fail (task, error);
}

static void
browse (GTask *task)
{
  DmSignIn *self = g_task_get_source_object (task);
  DmLocation *location = get_location (self, NULL);
  /* A user in the address would count for more than the other. */
  g_autofree char *server = location != NULL && self->user != NULL ? dm_location_to_server_uri (location)
                                                                   : g_strdup (self->remote);

  dm_client_browse_async (self->client, server, self->domain, self->user, TRUE, self->found,
                          g_task_get_cancellable (task), on_browsed_cb, g_object_ref (task));
}

static void
on_verb_finished_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *path;

  if (self->local != NULL)
    path = dm_client_map_finish (self->client, result, &error);
  else
    path = dm_client_connect_finish (self->client, result, &error);

  if (path != NULL)
    succeed (task, path);
  else
    fail (task, error);
}

static void
run_verb (GTask *task)
{
  DmSignIn *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *remote = dup_wanted_remote (self);

  if (self->found != NULL)
    browse (task);
  else if (self->local != NULL)
    dm_client_map_async (self->client, self->local, remote, self->domain, self->user, self->remember,
                         cancellable, on_verb_finished_cb, g_object_ref (task));
  else
    dm_client_connect_async (self->client, remote, self->domain, self->user,
                             cancellable, on_verb_finished_cb, g_object_ref (task));
}

static void
on_location_mounted_cb (GObject *source,
                        GAsyncResult *result,
                        gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (dm_login_mount_finish (result, &error))
    run_verb (task);
  else
    fail (task, error);
}

static void
on_login_stored_cb (GObject *source,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DmSignIn *self = g_task_get_source_object (task);
  g_autoptr (DmLocation) named = NULL;
  GError *error = NULL;

  self->login = dm_login_store_finish (result, &error);
  if (self->login == NULL)
    {
      fail (task, error);
      return;
    }
  if (dm_login_get_saved (self->login) != DM_LOGIN_NO_SERVICE)
    {
      run_verb (task);
      return;
    }
  if (self->found != NULL)
    {
      fail (task, g_error_new_literal (DM_ERROR, DM_ERROR_NOT_SUPPORTED,
                                       _ ("There is no keyring in this session, so the password cannot be used for looking around. Connect to a share by its name instead.")));
      return;
    }

  named = dup_named_location (self, NULL);
  dm_login_mount_async (named, secret_value_get_text (self->password), g_task_get_cancellable (task),
                        on_location_mounted_cb, g_object_ref (task));
}

static void
try_with_password (GTask *task)
{
  DmSignIn *self = g_task_get_source_object (task);
  g_autoptr (DmLocation) named = NULL;
  GError *error = NULL;

  complete_user (self);
  named = dup_named_location (self, &error);
  if (named == NULL)
    {
      fail (task, error);
      return;
    }

  self->was_connected = self->found == NULL && is_connected (self, named);
  self->used_password = TRUE;

  dm_login_store_async (named, secret_value_get_text (self->password),
                        self->save == DM_SIGN_IN_SAVE_PERMANENT, g_task_get_cancellable (task),
                        on_login_stored_cb, g_object_ref (task));
}

/* --- GObject --- */

static void
dm_sign_in_finalize (GObject *object)
{
  DmSignIn *self = DM_SIGN_IN (object);

  g_clear_object (&self->client);
  g_clear_object (&self->login);
  g_clear_object (&self->found);
  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_pointer (&self->password, secret_value_unref);
  g_clear_pointer (&self->local, g_free);
  g_clear_pointer (&self->remote, g_free);
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->user, g_free);

  G_OBJECT_CLASS (dm_sign_in_parent_class)->finalize (object);
}

static void
dm_sign_in_class_init (DmSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_sign_in_finalize;
}

static void
dm_sign_in_init (DmSignIn *self)
{
  self->saved = DM_LOGIN_NO_SERVICE;
}

static char *
dup_nonempty (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/* --- public --- */

DmSignIn *
dm_sign_in_new (DmClient *client,
                const char *local,
                const char *remote,
                gboolean remember)
{
  DmSignIn *self;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);
  g_return_val_if_fail (remote != NULL, NULL);

  self = g_object_new (DM_TYPE_SIGN_IN, NULL);
  self->client = g_object_ref (client);
  self->local = g_strdup (local);
  self->remote = g_strdup (remote);
  self->remember = remember;

  return self;
}

void
dm_sign_in_set_credentials (DmSignIn *self,
                            const char *domain,
                            const char *user,
                            const char *password,
                            DmSignInSave save)
{
  char *old_domain;
  char *old_user;

  g_return_if_fail (DM_IS_SIGN_IN (self));
  g_return_if_fail (!self->is_trying);

  /* The new ones may be what get_domain () and get_user () gave. */
  old_domain = self->domain;
  old_user = self->user;
  self->domain = dup_nonempty (domain);
  self->user = dup_nonempty (user);
  g_free (old_domain);
  g_free (old_user);

  g_clear_pointer (&self->password, secret_value_unref);
  if (password != NULL)
    self->password = secret_value_new (password, -1, "text/plain");
  self->save = save;
}

DmSignIn *
dm_sign_in_new_to_browse (DmClient *client,
                          const char *server,
                          GListStore *found)
{
  DmSignIn *self;

  g_return_val_if_fail (G_IS_LIST_STORE (found), NULL);

  self = dm_sign_in_new (client, NULL, server, FALSE);
  self->found = g_object_ref (found);

  return self;
}

const char *
dm_sign_in_get_local (DmSignIn *self)
{
  g_return_val_if_fail (DM_IS_SIGN_IN (self), NULL);

  return self->local;
}

const char *
dm_sign_in_get_remote (DmSignIn *self)
{
  g_return_val_if_fail (DM_IS_SIGN_IN (self), NULL);

  return self->remote;
}

const char *
dm_sign_in_get_user (DmSignIn *self)
{
  DmLocation *location;

  g_return_val_if_fail (DM_IS_SIGN_IN (self), NULL);

  if (self->user != NULL)
    return self->user;
  location = get_location (self, NULL);

  return location != NULL ? dm_location_get_user (location) : NULL;
}

const char *
dm_sign_in_get_domain (DmSignIn *self)
{
  DmLocation *location;

  g_return_val_if_fail (DM_IS_SIGN_IN (self), NULL);

  /* The location's belongs to the location's user. */
  if (self->user != NULL)
    return self->domain;
  location = get_location (self, NULL);

  return location != NULL ? dm_location_get_domain (location) : NULL;
}

DmLocation *
dm_sign_in_dup_location (DmSignIn *self,
                         GError **error)
{
  g_return_val_if_fail (DM_IS_SIGN_IN (self), NULL);

  return dup_named_location (self, error);
}

gboolean
dm_sign_in_is_connected (DmSignIn *self)
{
  g_autoptr (DmLocation) named = NULL;
  DmItem *drive;

  g_return_val_if_fail (DM_IS_SIGN_IN (self), FALSE);

  drive = is_drive_name (self) ? dm_client_find_drive (self->client, self->remote) : NULL;
  if (drive != NULL && dm_item_get_status (drive) == DM_STATUS_OK)
    return TRUE;
  named = dup_named_location (self, NULL);

  return named != NULL && is_connected (self, named);
}

void
dm_sign_in_try_async (DmSignIn *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (DM_IS_SIGN_IN (self));
  g_return_if_fail (!self->is_trying);

  /* What the service says counts, also when it was cancelled too late. */
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (task, FALSE);
  self->is_trying = TRUE;
  self->saved = DM_LOGIN_NO_SERVICE;
  self->used_password = FALSE;

  if (!check_user (self, &error))
    return_error (task, error);
  else if (self->password != NULL)
    try_with_password (task);
  else
    run_verb (task);
}

char *
dm_sign_in_try_finish (DmSignIn *self,
                       GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

DmLoginSaved
dm_sign_in_get_saved (DmSignIn *self)
{
  g_return_val_if_fail (DM_IS_SIGN_IN (self), DM_LOGIN_NO_SERVICE);

  return self->saved;
}

gboolean
dm_sign_in_used_password (DmSignIn *self)
{
  g_return_val_if_fail (DM_IS_SIGN_IN (self), FALSE);

  return self->used_password;
}
