/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-smb-request.h"

#include <string.h>

#include "dm-error.h"
#include "dm-locked-memory.h"

/* In the pipe: the length of what follows, all but the password, the password. So
 * the password is never in memory that GVariant makes; its length is there. */
#define TYPE "(usqmsmsmsmsmubuumsms)"

#define DEFAULT_TIMEOUT 5000
#define MIN_TIMEOUT     1
#define MAX_TIMEOUT     (10 * 60 * 1000)

static gboolean
has_control (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_word (const char *text)
{
  return text == NULL ||
         (*text != '\0' && strlen (text) <= DM_SMB_REQUEST_MAX_WORD && !has_control (text));
}

/* It is escaped wherever it goes, so that any will do: see dm-share-name.h. */
static gboolean
is_share (const char *text)
{
  return text == NULL || (*text != '\0' && strlen (text) <= DM_SMB_REQUEST_MAX_WORD);
}

static gboolean
is_server (const char *text)
{
  return is_word (text) && strpbrk (text, "/\\@?[] ") == NULL;
}

/* Nothing leads out of the share. */
static gboolean
is_path (const char *text)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "/", -1) : NULL;

  if (text == NULL)
    return TRUE;
  if (has_control (text))
    return FALSE;

  return !g_strv_contains ((const char *const *) parts, "..") &&
         !g_strv_contains ((const char *const *) parts, ".");
}

static const char *
find_problem (const DmSmbRequest *self)
{
  if (self->operation > DM_SMB_OPERATION_IDENTIFY)
    return "there is no such question";
  if (!is_server (self->server))
    return "the server's name is wrong";
  if (self->port == 0)
    return "there is no port 0";
  if (!is_share (self->share) || !is_word (self->user) || !is_word (self->domain))
    return "a name is empty, too long or has control characters in it";
  if (!is_path (self->path))
    return "the path leads elsewhere or has control characters in it";
  if (self->path != NULL && self->share == NULL)
    return "there is a path without a share";
  if (self->operation == DM_SMB_OPERATION_SPACE && self->share == NULL)
    return "there is no share";
  if (self->timeout < MIN_TIMEOUT || self->timeout > MAX_TIMEOUT)
    return "the timeout is out of range";
  if (self->operation == DM_SMB_OPERATION_CLOSE_FILE && (self->file_path == NULL || self->file_user == NULL))
    return "it is not said which file is meant";

  return NULL;
}

static gboolean
set_invalid (GError **error, const char *problem)
{
  g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
               /* Translators: what is wrong with it */
               "This cannot be asked of a server: %s.", problem);
  return FALSE;
}

static gsize
length_of (const char *text)
{
  return text != NULL ? strlen (text) : 0;
}

static GVariant *
write_fields (DmSmbRequest *self)
{
  return g_variant_new (TYPE,
                        (guint32) self->operation, self->server, self->port,
                        self->share, self->path, self->user, self->domain,
                        self->password != NULL, (guint32) length_of (self->password), self->kerberos, (guint32) self->timeout,
                        self->file_id, self->file_path, self->file_user);
}

/* Returns the length of the password; G_MAXUINT32: there is none. */
static guint32
read_fields (DmSmbRequest *self, GVariant *fields)
{
  guint32 operation, timeout, length;
  gboolean has_password;

  g_free (self->server);
  g_variant_get (fields, TYPE,
                 &operation, &self->server, &self->port,
                 &self->share, &self->path, &self->user, &self->domain,
                 &has_password, &length, &self->kerberos, &timeout,
                 &self->file_id, &self->file_path, &self->file_user);
  self->operation = (DmSmbOperation) operation;
  self->timeout = timeout;
  return has_password ? length : G_MAXUINT32;
}

static gboolean
read_password (DmSmbRequest *self, guint32 length, const char *bytes, gsize there, GError **error)
{
  if (length == G_MAXUINT32 && there == 0)
    return TRUE;
  if (length != there || memchr (bytes, '\0', there) != NULL)
    return set_invalid (error, "the password is wrong");
  if (there > DM_SMB_REQUEST_MAX_WORD)
    return set_invalid (error, "the password is longer than 255 bytes");

  self->password = dm_locked_memory_new (there + 1);
  memcpy (self->password, bytes, there);
  return TRUE;
}

/* NULL unless they are all there, and well formed. */
static GVariant *
find_fields (GBytes *bytes, gsize *end)
{
  g_autoptr (GBytes) slice = NULL;
  g_autoptr (GVariant) fields = NULL;
  const char *data = g_bytes_get_data (bytes, NULL);
  gsize size = g_bytes_get_size (bytes);
  guint32 length;

  if (size < sizeof length || size > DM_SMB_REQUEST_MAX)
    return NULL;
  memcpy (&length, data, sizeof length);
  if (length > size - sizeof length)
    return NULL;

  *end = sizeof length + length;
  slice = g_bytes_new_from_bytes (bytes, sizeof length, length);
  fields = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TYPE), slice, FALSE));
  return g_variant_is_normal_form (fields) ? g_steal_pointer (&fields) : NULL;
}

DmSmbRequest *
dm_smb_request_new (DmSmbOperation operation, const char *server, guint16 port)
{
  DmSmbRequest *self = g_new0 (DmSmbRequest, 1);

  self->operation = operation;
  self->server = g_strdup (server);
  self->port = port;
  self->timeout = DEFAULT_TIMEOUT;
  return self;
}

void
dm_smb_request_free (DmSmbRequest *self)
{
  g_free (self->server);
  g_free (self->share);
  g_free (self->path);
  g_free (self->user);
  g_free (self->domain);
  dm_locked_memory_free (self->password);
  g_free (self->file_path);
  g_free (self->file_user);
  g_free (self);
}

void
dm_smb_request_set_password (DmSmbRequest *self, const char *password)
{
  gsize length = length_of (password);
  char *copy = password != NULL ? dm_locked_memory_new (length + 1) : NULL;

  if (copy != NULL)
    memcpy (copy, password, length);
  dm_locked_memory_free (self->password);
  self->password = copy;
}

gboolean
dm_smb_request_is_login_too_long (const DmSmbRequest *self)
{
  return length_of (self->user) > DM_SMB_REQUEST_MAX_WORD ||
         length_of (self->domain) > DM_SMB_REQUEST_MAX_WORD ||
         length_of (self->password) > DM_SMB_REQUEST_MAX_WORD;
}

GBytes *
dm_smb_request_write (DmSmbRequest *self)
{
  g_autoptr (GVariant) fields = g_variant_ref_sink (write_fields (self));
  guint32 fields_size = (guint32) g_variant_get_size (fields);
  gsize password_size = length_of (self->password);
  gsize size = sizeof fields_size + fields_size + password_size;
  char *memory = dm_locked_memory_new (size);

  memcpy (memory, &fields_size, sizeof fields_size);
  g_variant_store (fields, memory + sizeof fields_size);
  if (password_size > 0)
    memcpy (memory + sizeof fields_size + fields_size, self->password, password_size);
  return dm_locked_memory_to_bytes (memory, size);
}

DmSmbRequest *
dm_smb_request_read (GBytes *bytes, GError **error)
{
  g_autoptr (DmSmbRequest) self = dm_smb_request_new (0, NULL, 0);
  gsize end;
  g_autoptr (GVariant) fields = find_fields (bytes, &end);
  const char *data = g_bytes_get_data (bytes, NULL);
  const char *problem;
  guint32 length;

  if (fields == NULL)
    {
      set_invalid (error, "it is not a question");
      return NULL;
    }

  length = read_fields (self, fields);
  if (!read_password (self, length, data + end, g_bytes_get_size (bytes) - end, error))
    return NULL;
  problem = find_problem (self);
  if (problem != NULL)
    {
      set_invalid (error, problem);
      return NULL;
    }

  return g_steal_pointer (&self);
}
