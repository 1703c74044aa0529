/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-answer.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-server-problem.h"
#include "dm-share-name.h"

#define TYPE "(uu@aa{sv})"

static char *
dup_share (const DmSmbRequest *request)
{
  return dm_share_name_to_text (request->share != NULL ? request->share : "IPC$");
}

static const char *
name_path (const DmSmbRequest *request)
{
  return request->path != NULL ? request->path : "/";
}

static const char *
name_file (const DmSmbRequest *request)
{
  return request->file_path != NULL ? request->file_path : "";
}

/* Nobody there, or nobody who speaks our language. */
static DmServerProblem
find_problem (DmSmbFailure failure, guint32 code)
{
  if (failure == DM_SMB_FAILURE_UNKNOWN_HOST)
    return code == EAGAIN ? DM_SERVER_PROBLEM_NO_NAME_SERVER : DM_SERVER_PROBLEM_UNKNOWN;
  if (failure == DM_SMB_FAILURE_CLOSED)
    return DM_SERVER_PROBLEM_REFUSES;
  if (failure == DM_SMB_FAILURE_NO_ANSWER)
    return DM_SERVER_PROBLEM_NOT_IN_TIME;

  return DM_SERVER_PROBLEM_NO_COMMON_SMB;
}

static GError *
describe_login (DmSmbFailure failure, const DmSmbRequest *request)
{
  if (failure == DM_SMB_FAILURE_LOGIN_TOO_LONG)
    return g_error_new (DM_ERROR, DM_ERROR_LOGON_FAILURE,
                        _ ("The login for the server “%s” is too long: user name, "
                           "domain and password may have %d bytes each. Have it "
                           "changed to a shorter one."),
                        request->server, DM_SMB_REQUEST_MAX_WORD);
  if (request->user == NULL)
    return g_error_new (DM_ERROR, DM_ERROR_LOGON_FAILURE,
                        _ ("The server “%s” does not let anybody in without a "
                           "user name and password. Enter yours."),
                        request->server);
  if (failure == DM_SMB_FAILURE_EXPIRED)
    return g_error_new (DM_ERROR, DM_ERROR_LOGON_FAILURE,
                        _ ("The server “%s” knows the user “%s” but wants the "
                           "password changed first, or the account has expired. "
                           "Change the password there, or ask its administrator."),
                        request->server, request->user);

  return g_error_new (DM_ERROR, DM_ERROR_LOGON_FAILURE,
                      _ ("The server “%s” does not accept the user “%s” with this "
                         "password. Check both; the account may also be locked "
                         "or disabled."),
                      request->server, request->user);
}

static GError *
describe_share (DmSmbFailure failure, const DmSmbRequest *request)
{
  g_autofree char *share = dup_share (request);

  if (failure == DM_SMB_FAILURE_NO_SHARE)
    return g_error_new (DM_ERROR, DM_ERROR_BAD_NET_NAME,
                        _ ("The server “%s” has no share “%s”. Check the spelling, "
                           "or look at the server's list of shares."),
                        request->server, share);
  if (request->user == NULL)
    return g_error_new (DM_ERROR, DM_ERROR_ACCESS_DENIED,
                        _ ("The share “%s” on server “%s” is not for everybody. "
                           "Enter your user name and password."),
                        share, request->server);

  return g_error_new (DM_ERROR, DM_ERROR_ACCESS_DENIED,
                      _ ("The user “%s” has no rights on the share “%s”. Check the "
                         "user's spelling, use another account, or ask the "
                         "administrator of “%s”."),
                      request->user, share, request->server);
}

static GError *
describe_path (DmSmbFailure failure, const DmSmbRequest *request)
{
  g_autofree char *share = dup_share (request);

  if (failure == DM_SMB_FAILURE_NO_PATH)
    return g_error_new (DM_ERROR, DM_ERROR_NO_NET_OR_BAD_PATH,
                        _ ("The share “%s” has no folder “%s”. Check the spelling, "
                           "or map the share and look for it."),
                        share, name_path (request));
  if (failure == DM_SMB_FAILURE_NOT_A_FOLDER)
    return g_error_new (DM_ERROR, DM_ERROR_NO_NET_OR_BAD_PATH,
                        _ ("“%s” in the share “%s” is a file. Use the folder that "
                           "it is in."),
                        name_path (request), share);

  return g_error_new (DM_ERROR, DM_ERROR_ACCESS_DENIED,
                      _ ("There are no rights on the folder “%s” in the share “%s”. "
                         "Use another account, or ask the administrator of “%s”."),
                      name_path (request), share, request->server);
}

static GError *
describe_file (DmSmbFailure failure, const DmSmbRequest *request)
{
  if (failure == DM_SMB_FAILURE_NOT_ADMINISTRATOR)
    return g_error_new (DM_ERROR, DM_ERROR_ACCESS_DENIED,
                        _ ("Only an administrator of the server “%s” may see or "
                           "close the files that are open there. Use such an "
                           "account, or ask one."),
                        request->server);
  if (failure == DM_SMB_FAILURE_FILE_GONE)
    return g_error_new (DM_ERROR, DM_ERROR_NOT_CONNECTED,
                        _ ("“%s” is not open on the server “%s” any more. Nothing "
                           "was closed."),
                        name_file (request), request->server);
  if (failure == DM_SMB_FAILURE_FILE_STILL_OPEN)
    return g_error_new (DM_ERROR, DM_ERROR_BUSY,
                        _ ("“%s” is still open on the server “%s”, which was told "
                           "to close it. Close it in the program that has it "
                           "open, or try again."),
                        name_file (request), request->server);

  return g_error_new (DM_ERROR, DM_ERROR_BUSY,
                      _ ("“%s” cannot be closed alone: the server “%s” has another "
                         "open file with the same number. Nothing was closed. "
                         "Close it in the program that has it open."),
                      name_file (request), request->server);
}

static GError *
describe_other (guint32 code, const DmSmbRequest *request)
{
  return g_error_new (DM_ERROR, DM_ERROR_EXTENDED_ERROR,
                      _ ("The server “%s” refused what was asked, for a reason "
                         "that is not known (code %u). Try again, or ask its "
                         "administrator."),
                      request->server, code);
}

static GError *
describe (const DmSmbAnswer *self, const DmSmbRequest *request)
{
  switch (self->failure)
    {
    case DM_SMB_FAILURE_UNKNOWN_HOST:
    case DM_SMB_FAILURE_CLOSED:
    case DM_SMB_FAILURE_NO_ANSWER:
    case DM_SMB_FAILURE_PROTOCOL:
      return dm_server_problem_to_error (find_problem (self->failure, self->code),
                                         request->server, request->port);
    case DM_SMB_FAILURE_LOGIN:
    case DM_SMB_FAILURE_EXPIRED:
    case DM_SMB_FAILURE_LOGIN_TOO_LONG:
      return describe_login (self->failure, request);
    case DM_SMB_FAILURE_NO_SHARE:
    case DM_SMB_FAILURE_SHARE_RIGHTS:
      return describe_share (self->failure, request);
    case DM_SMB_FAILURE_NO_PATH:
    case DM_SMB_FAILURE_NOT_A_FOLDER:
    case DM_SMB_FAILURE_PATH_RIGHTS:
      return describe_path (self->failure, request);
    case DM_SMB_FAILURE_NOT_ADMINISTRATOR:
    case DM_SMB_FAILURE_FILE_GONE:
    case DM_SMB_FAILURE_FILE_AMBIGUOUS:
    case DM_SMB_FAILURE_FILE_STILL_OPEN:
      return describe_file (self->failure, request);
    case DM_SMB_FAILURE_NONE:
    case DM_SMB_FAILURE_OTHER:
    default:
      return describe_other (self->code, request);
    }
}

static GVariant *
take_entries (GVariant *entries)
{
  return entries != NULL ? g_variant_ref_sink (entries)
                         : g_variant_ref_sink (g_variant_new ("aa{sv}", NULL));
}

DmSmbAnswer *
dm_smb_answer_new (DmSmbFailure failure, guint32 code, GVariant *entries)
{
  DmSmbAnswer *self = g_new0 (DmSmbAnswer, 1);

  self->failure = failure;
  self->code = code;
  self->entries = take_entries (entries);
  return self;
}

void
dm_smb_answer_free (DmSmbAnswer *self)
{
  g_variant_unref (self->entries);
  g_free (self);
}

GBytes *
dm_smb_answer_write (DmSmbAnswer *self)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (
    g_variant_new (TYPE, (guint32) self->failure, self->code, self->entries));

  return g_variant_get_data_as_bytes (variant);
}

DmSmbAnswer *
dm_smb_answer_read (GBytes *bytes, GError **error)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (
    g_variant_new_from_bytes (G_VARIANT_TYPE ("(uuaa{sv})"), bytes, FALSE));
  g_autoptr (GVariant) entries = NULL;
  guint32 failure = G_MAXUINT32, code = 0;

  if (g_variant_is_normal_form (variant))
    g_variant_get (variant, TYPE, &failure, &code, &entries);
  if (failure <= DM_SMB_FAILURE_OTHER)
    return dm_smb_answer_new ((DmSmbFailure) failure, code, entries);

  g_set_error (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR,
               _ ("The program that asks the server ended without an answer. Try again."));
  return NULL;
}

gboolean
dm_smb_answer_to_error (DmSmbAnswer *self, DmSmbRequest *request, GError **error)
{
  if (self->failure == DM_SMB_FAILURE_NONE)
    return FALSE;

  g_propagate_error (error, describe (self, request));
  return TRUE;
}
