/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-session.h"

#include <errno.h>
#include <fcntl.h>

#include "dm-smb-url.h"

/* libsmbclient takes no shorter one. */
#define MIN_TIMEOUT 1000

struct _DmSmbSession
{
  /* Borrowed */
  DmSmbRequest *request;

  /* Owned */
  SMBCCTX *context;

  gboolean is_guest;
};

static int
get_errno (void)
{
  return errno != 0 ? errno : EIO;
}

static void
put_word (char *buffer, int size, const char *word)
{
  if (size > 0)
    g_strlcpy (buffer, word != NULL ? word : "", (gsize) size);
}

/* With a ticket and no name, the ticket has the name; this one is only so that it
 * is not taken for a guest's login. */
static const char *
find_user (const DmSmbRequest *request)
{
  if (request->user == NULL && request->kerberos)
    return g_get_user_name ();
  return request->user;
}

static void
on_login_wanted_cb (SMBCCTX *context,
                    const char *server,
                    const char *share,
                    char *workgroup,
                    int workgroup_size,
                    char *user,
                    int user_size,
                    char *password,
                    int password_size)
{
  DmSmbSession *self = smbc_getOptionUserData (context);
  const DmSmbRequest *request = self->request;

  if (!self->is_guest && request->domain != NULL)
    put_word (workgroup, workgroup_size, request->domain);
  put_word (user, user_size, self->is_guest ? NULL : find_user (request));
  put_word (password, password_size, self->is_guest ? NULL : request->password);
}

static void
set_options (DmSmbSession *self)
{
  SMBCCTX *context = self->context;

  smbc_setDebug (context, 0);
  smbc_setOptionUserData (context, self);
  smbc_setFunctionAuthDataWithContext (context, on_login_wanted_cb);
  smbc_setTimeout (context, (int) MAX (self->request->timeout, MIN_TIMEOUT));
  /* Else a wrong password works wherever a guest may look. */
  smbc_setOptionNoAutoAnonymousLogin (context, 1);
  smbc_setOptionUseCCache (context, 0);
  if (self->request->kerberos && !self->is_guest)
    {
      smbc_setOptionUseKerberos (context, 1);
      smbc_setOptionFallbackAfterKerberos (context, 1);
    }
}

static DmSmbSession *
create (DmSmbRequest *request, gboolean is_guest)
{
  g_autoptr (DmSmbSession) self = g_new0 (DmSmbSession, 1);

  self->request = request;
  self->is_guest = is_guest;
  self->context = smbc_new_context ();
  if (self->context == NULL)
    return NULL;
  set_options (self);
  return smbc_init_context (self->context) != NULL ? g_steal_pointer (&self) : NULL;
}

DmSmbSession *
dm_smb_session_new (DmSmbRequest *request)
{
  return create (request, FALSE);
}

DmSmbSession *
dm_smb_session_new_guest (DmSmbRequest *request)
{
  return create (request, TRUE);
}

void
dm_smb_session_free (DmSmbSession *self)
{
  if (self->context != NULL)
    smbc_free_context (self->context, 1);
  g_free (self);
}

SMBCCTX *
dm_smb_session_get_context (DmSmbSession *self)
{
  return self->context;
}

int
dm_smb_session_try_folder (DmSmbSession *self, const char *share, const char *path)
{
  g_autofree char *url = dm_smb_url_new (self->request, share, path);
  SMBCFILE *folder;

  errno = 0;
  folder = smbc_getFunctionOpendir (self->context) (self->context, url);
  if (folder == NULL)
    return get_errno ();

  smbc_getFunctionClosedir (self->context) (self->context, folder);
  return 0;
}

int
dm_smb_session_open_srvsvc (DmSmbSession *self, SMBCFILE **file)
{
  g_autofree char *url = dm_smb_url_new (self->request, "IPC$", "srvsvc");

  errno = 0;
  *file = smbc_getFunctionOpen (self->context) (self->context, url, O_RDWR, 0);
  return *file != NULL ? 0 : get_errno ();
}

int
dm_smb_session_get_space (DmSmbSession *self, guint64 *total, guint64 *free_space)
{
  g_autofree char *url = dm_smb_url_new (self->request, self->request->share, self->request->path);
  struct statvfs facts = { 0 };
  guint64 block;

  errno = 0;
  if (smbc_getFunctionStatVFS (self->context) (self->context, url, &facts) != 0)
    return get_errno ();

  block = facts.f_bsize;
  /* Then the one is in sectors, and the other says how many bytes these have. */
  if (facts.f_flag & SMBC_VFS_FEATURE_NO_UNIXCIFS)
    block *= facts.f_frsize;
  *total = facts.f_blocks * block;
  *free_space = facts.f_bavail * block;
  return 0;
}
