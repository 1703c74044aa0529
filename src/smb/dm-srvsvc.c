/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-srvsvc.h"

#include "dm-ndr.h"

/* As much as there is: MAX_PREFERRED_LENGTH, [MS-SRVS] 2.2.2.2 */
#define ANY_LENGTH 0xffffffff

/* [MS-SRVS] 2.2.2.4 */
#define STYPE_MASK    0x000000ff
#define STYPE_SPECIAL 0x80000000

#define FILE_LEVEL        3
#define SERVER_INFO_LEVEL 101

/* The rest of the byte is not the version's: [MS-SRVS] 2.2.4.41 */
#define MAJOR_VERSION_MASK 0x0f

/* What an element of an array takes, without what it points to */
#define FILE_INFO_3_SIZE  20
#define SHARE_INFO_1_SIZE 12
#define SHARE_INFO_2_SIZE 32

/* Reads an element, from @fixed, and what it points to, from @deferred: NDR puts
 * all the latter after the whole array (C706, 14.3.12.3). */
typedef gpointer (*ReadElement) (DmNdrReader *fixed, DmNdrReader *deferred);

typedef struct
{
  guint32 level;
  gsize element_size;
  guint32 maximum;
  ReadElement read;
  GDestroyNotify free;
} ListKind;

static void
put_server (DmNdrWriter *out,
            const char *server)
{
  g_autofree char *name = g_strconcat ("\\\\", server, NULL);

  dm_ndr_writer_init (out);
  dm_ndr_writer_put_pointer (out);
  dm_ndr_writer_put_string (out, name);
}

/* FILE_ENUM_STRUCT and SHARE_ENUM_STRUCT, [MS-SRVS] 2.2.4.10 and .38: the level,
 * again as the tag of the union, and an empty container to be filled; then how
 * much, and no resume handle: from the start, all. */
static void
put_enum (DmNdrWriter *out,
          guint32 level)
{
  dm_ndr_writer_put_uint32 (out, level);
  dm_ndr_writer_put_uint32 (out, level);
  dm_ndr_writer_put_pointer (out);
  dm_ndr_writer_put_uint32 (out, 0);
  dm_ndr_writer_put_uint32 (out, 0);
  dm_ndr_writer_put_uint32 (out, ANY_LENGTH);
  dm_ndr_writer_put_uint32 (out, 0);
}

static GBytes *
finish (DmNdrWriter *out)
{
  return g_byte_array_free_to_bytes (g_steal_pointer (&out->data));
}

static gboolean
set_invalid (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       "The server’s answer cannot be understood.");
  return FALSE;
}

static char *
dup_pointed_to (DmNdrReader *deferred,
                guint32 pointer)
{
  return pointer != 0 ? dm_ndr_reader_dup_string (deferred) : NULL;
}

static char *
dup_text (DmNdrReader *deferred,
          guint32 pointer)
{
  char *text = dup_pointed_to (deferred, pointer);

  return text != NULL ? text : g_strdup ("");
}

/* FILE_INFO_3, [MS-SRVS] 2.2.4.7 */
static gpointer
read_file (DmNdrReader *fixed,
           DmNdrReader *deferred)
{
  DmServerFile *self = g_new0 (DmServerFile, 1);

  self->id = dm_ndr_reader_get_uint32 (fixed);
  self->permissions = dm_ndr_reader_get_uint32 (fixed);
  self->n_locks = dm_ndr_reader_get_uint32 (fixed);
  self->path = dup_text (deferred, dm_ndr_reader_get_uint32 (fixed));
  self->user = dup_text (deferred, dm_ndr_reader_get_uint32 (fixed));
  return self;
}

/* SHARE_INFO_1, [MS-SRVS] 2.2.4.23 */
static gpointer
read_share (DmNdrReader *fixed,
            DmNdrReader *deferred)
{
  DmServerShare *self = g_new0 (DmServerShare, 1);
  guint32 type;

  self->name = dup_text (deferred, dm_ndr_reader_get_uint32 (fixed));
  type = dm_ndr_reader_get_uint32 (fixed);
  self->comment = dup_text (deferred, dm_ndr_reader_get_uint32 (fixed));

  self->type = type & STYPE_MASK;
  self->is_special = (type & STYPE_SPECIAL) != 0;
  return self;
}

/* SHARE_INFO_2, [MS-SRVS] 2.2.4.24: the same; permissions, max_uses and
 * current_uses; path; passwd, of which nothing is to be kept. */
static gpointer
read_share_with_path (DmNdrReader *fixed,
                      DmNdrReader *deferred)
{
  DmServerShare *self = read_share (fixed, deferred);

  dm_ndr_reader_skip (fixed, 12);
  self->path = dup_pointed_to (deferred, dm_ndr_reader_get_uint32 (fixed));
  if (dm_ndr_reader_get_uint32 (fixed) != 0)
    dm_ndr_reader_skip_string (deferred);
  return self;
}

static void
free_file (gpointer data)
{
  dm_server_file_free (data);
}

static void
free_share (gpointer data)
{
  dm_server_share_free (data);
}

static const ListKind file_kind = { FILE_LEVEL, FILE_INFO_3_SIZE, DM_SRVSVC_MAX_FILES, read_file, free_file };
static const ListKind share_kinds[] = {
  { 1, SHARE_INFO_1_SIZE, DM_SRVSVC_MAX_SHARES, read_share, free_share },
  { 2, SHARE_INFO_2_SIZE, DM_SRVSVC_MAX_SHARES, read_share_with_path, free_share },
};

static void
read_elements (DmNdrReader *in,
               const ListKind *kind,
               guint32 count,
               GPtrArray *list)
{
  DmNdrReader fixed = *in;

  /* They are there: their count was compared with what is left. */
  dm_ndr_reader_skip (in, count * kind->element_size);

  for (guint32 i = 0; i < count && dm_ndr_reader_is_good (in); i++)
    g_ptr_array_add (list, kind->read (&fixed, in));
}

/* A container, with EntriesRead and the array of as many. A server that ends with
 * an error may leave out either; whether the count is true then says the caller.
 * Returns EntriesRead. */
static guint32
read_container (DmNdrReader *in,
                const ListKind *kind,
                GPtrArray *list)
{
  guint32 claimed, count;

  if (dm_ndr_reader_get_uint32 (in) == 0)
    return 0;

  claimed = dm_ndr_reader_get_uint32 (in);
  if (dm_ndr_reader_get_uint32 (in) == 0)
    return claimed;

  count = dm_ndr_reader_get_count (in, kind->element_size);
  if (count != claimed || count > kind->maximum)
    dm_ndr_reader_fail (in);
  else
    read_elements (in, kind, count, list);

  return claimed;
}

/* TotalEntries, of which nothing is made; ResumeHandle, if any; the result. */
static guint32
read_end (DmNdrReader *in)
{
  dm_ndr_reader_get_uint32 (in);
  if (dm_ndr_reader_get_uint32 (in) != 0)
    dm_ndr_reader_get_uint32 (in);

  return dm_ndr_reader_get_uint32 (in);
}

static void
read_enum (DmNdrReader *in,
           const ListKind *kind,
           GPtrArray *list,
           guint32 *code)
{
  guint32 level = dm_ndr_reader_get_uint32 (in);
  guint32 tag = dm_ndr_reader_get_uint32 (in);
  guint32 claimed;

  if (level != kind->level || tag != kind->level)
    dm_ndr_reader_fail (in);

  claimed = read_container (in, kind, list);
  *code = read_end (in);

  if (*code != 0)
    g_ptr_array_set_size (list, 0);
  else if (claimed != list->len)
    dm_ndr_reader_fail (in);
}

static void
start_reading (DmNdrReader *in,
               GBytes *answer)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (answer, &size);

  dm_ndr_reader_init (in, data, size);
}

static GPtrArray *
read_list (GBytes *answer,
           const ListKind *kind,
           guint32 *code,
           GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (kind->free);
  DmNdrReader in;

  start_reading (&in, answer);
  read_enum (&in, kind, list, code);
  if (dm_ndr_reader_is_good (&in))
    return g_steal_pointer (&list);

  set_invalid (error);
  return NULL;
}

/* SERVER_INFO_101, [MS-SRVS] 2.2.4.41: the platform comes first, by which nothing
 * can be told apart. All there is of it is one structure, so that what it points to
 * follows at once. */
static void
read_server_info (DmNdrReader *in,
                  DmServerInfo *info)
{
  guint32 name, comment;

  dm_ndr_reader_get_uint32 (in);
  name = dm_ndr_reader_get_uint32 (in);
  info->major = dm_ndr_reader_get_uint32 (in) & MAJOR_VERSION_MASK;
  info->minor = dm_ndr_reader_get_uint32 (in);
  info->type = dm_ndr_reader_get_uint32 (in);
  comment = dm_ndr_reader_get_uint32 (in);
  info->name = dup_text (in, name);
  info->comment = dup_text (in, comment);
}

void
dm_server_file_free (DmServerFile *self)
{
  g_free (self->path);
  g_free (self->user);
  g_free (self);
}

void
dm_server_share_free (DmServerShare *self)
{
  g_free (self->name);
  g_free (self->comment);
  g_free (self->path);
  g_free (self);
}

void
dm_server_info_free (DmServerInfo *self)
{
  g_free (self->name);
  g_free (self->comment);
  g_free (self);
}

/* NetrFileEnum, [MS-SRVS] 3.1.4.2: any path and any user, which are NULL. */
GBytes *
dm_srvsvc_write_file_enum (const char *server)
{
  g_auto (DmNdrWriter) out = { NULL };

  put_server (&out, server);
  dm_ndr_writer_put_uint32 (&out, 0);
  dm_ndr_writer_put_uint32 (&out, 0);
  put_enum (&out, FILE_LEVEL);
  return finish (&out);
}

/* NetrShareEnum, [MS-SRVS] 3.1.4.8 */
GBytes *
dm_srvsvc_write_share_enum (const char *server,
                            guint32 level)
{
  g_auto (DmNdrWriter) out = { NULL };

  g_return_val_if_fail (level == 1 || level == 2, NULL);

  put_server (&out, server);
  put_enum (&out, level);
  return finish (&out);
}

/* NetrFileClose, [MS-SRVS] 3.1.4.4 */
GBytes *
dm_srvsvc_write_file_close (const char *server,
                            guint32 id)
{
  g_auto (DmNdrWriter) out = { NULL };

  put_server (&out, server);
  dm_ndr_writer_put_uint32 (&out, id);
  return finish (&out);
}

/* NetrServerGetInfo, [MS-SRVS] 3.1.4.17 */
GBytes *
dm_srvsvc_write_server_get_info (const char *server)
{
  g_auto (DmNdrWriter) out = { NULL };

  put_server (&out, server);
  dm_ndr_writer_put_uint32 (&out, SERVER_INFO_LEVEL);
  return finish (&out);
}

GPtrArray *
dm_srvsvc_read_file_enum (GBytes *answer,
                          guint32 *code,
                          GError **error)
{
  return read_list (answer, &file_kind, code, error);
}

GPtrArray *
dm_srvsvc_read_share_enum (GBytes *answer,
                           guint32 level,
                           guint32 *code,
                           GError **error)
{
  g_return_val_if_fail (level == 1 || level == 2, NULL);

  return read_list (answer, &share_kinds[level - 1], code, error);
}

gboolean
dm_srvsvc_read_file_close (GBytes *answer,
                           guint32 *code,
                           GError **error)
{
  DmNdrReader in;

  start_reading (&in, answer);
  *code = dm_ndr_reader_get_uint32 (&in);
  return dm_ndr_reader_is_good (&in) || set_invalid (error);
}

DmServerInfo *
dm_srvsvc_read_server_get_info (GBytes *answer,
                                guint32 *code,
                                GError **error)
{
  g_autoptr (DmServerInfo) info = g_new0 (DmServerInfo, 1);
  gboolean is_there;
  DmNdrReader in;

  start_reading (&in, answer);
  if (dm_ndr_reader_get_uint32 (&in) != SERVER_INFO_LEVEL)
    dm_ndr_reader_fail (&in);
  is_there = dm_ndr_reader_get_uint32 (&in) != 0;
  if (is_there)
    read_server_info (&in, info);

  *code = dm_ndr_reader_get_uint32 (&in);
  if (*code == 0 && !is_there)
    dm_ndr_reader_fail (&in);
  if (!dm_ndr_reader_is_good (&in))
    set_invalid (error);

  return dm_ndr_reader_is_good (&in) && *code == 0 ? g_steal_pointer (&info) : NULL;
}
