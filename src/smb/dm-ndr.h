/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DmNdrReader:
 *
 * Reads little-endian NDR (C706, chapter 14) that a server sent, which is not
 * to be trusted: nothing is read beyond the end, no length is believed before
 * it was compared with what is left, and after the first failure everything
 * fails and reads as 0.
 */
typedef struct
{
  /* Borrowed */
  const guint8 *data;

  gsize size;
  gsize offset;
  gboolean failed;
} DmNdrReader;

void dm_ndr_reader_init (DmNdrReader *self, const guint8 *data, gsize size);

/* Aligned to their size, as NDR wants it. */
guint8 dm_ndr_reader_get_uint8 (DmNdrReader *self);
guint16 dm_ndr_reader_get_uint16 (DmNdrReader *self);
guint32 dm_ndr_reader_get_uint32 (DmNdrReader *self);

void dm_ndr_reader_skip (DmNdrReader *self, gsize length);

/* What was read makes no sense: fails from now on. */
void dm_ndr_reader_fail (DmNdrReader *self);

/* The count of an array of which each element takes at least @element_size
 * bytes in what is left: a greater one is a lie, and fails. */
guint32 dm_ndr_reader_get_count (DmNdrReader *self, gsize element_size);

/* A conformant and varying string of UTF-16 units (maximum, offset, actual
 * count, units), up to the first NUL. (transfer full) (nullable): NULL when it
 * failed. What is not valid UTF-16 becomes U+FFFD, as a name that cannot be
 * shown must not hide the others; a NUL that is missing is not missed. */
char *dm_ndr_reader_dup_string (DmNdrReader *self);

/* Past such a string, of which nothing is kept. */
void dm_ndr_reader_skip_string (DmNdrReader *self);

/* Whether everything so far was there. */
gboolean dm_ndr_reader_is_good (DmNdrReader *self);

/**
 * DmNdrWriter:
 *
 * Writes little-endian NDR; numbers are aligned to their size, counted from the
 * first byte.
 */
typedef struct
{
  GByteArray *data; /* owned */
} DmNdrWriter;

void dm_ndr_writer_init (DmNdrWriter *self);
void dm_ndr_writer_clear (DmNdrWriter *self);
void dm_ndr_writer_put_uint8 (DmNdrWriter *self, guint8 value);
void dm_ndr_writer_put_uint16 (DmNdrWriter *self, guint16 value);
void dm_ndr_writer_put_uint32 (DmNdrWriter *self, guint32 value);
void dm_ndr_writer_put_bytes (DmNdrWriter *self, const guint8 *bytes, gsize length);
void dm_ndr_writer_align (DmNdrWriter *self, gsize to);

/* Conformant and varying, with the NUL at its end. @string: UTF-8; what is not
 * becomes U+FFFD. */
void dm_ndr_writer_put_string (DmNdrWriter *self, const char *string);

/* A unique pointer that is not NULL, to be followed by what it points to. */
void dm_ndr_writer_put_pointer (DmNdrWriter *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DmNdrWriter, dm_ndr_writer_clear)

G_END_DECLS
