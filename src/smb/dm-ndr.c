/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-ndr.h"

#include <string.h>

#define REPLACEMENT 0xfffd
#define UNIT_SIZE   2

/* Any number but 0, and different ones, will do (C706, 14.3.10). */
#define FIRST_REFERENT 0x00020000

static gboolean
move (DmNdrReader *self,
      gsize length)
{
  if (self->failed || length > self->size - self->offset)
    {
      self->failed = TRUE;
      return FALSE;
    }

  self->offset += length;
  return TRUE;
}

/* C706, 14.2.2: a number starts at a multiple of its size. */
static gsize
get_padding (gsize offset,
             gsize size)
{
  return (size - offset % size) % size;
}

static guint32
get_number (DmNdrReader *self,
            gsize size)
{
  const guint8 *end;
  guint32 value = 0;

  if (!move (self, get_padding (self->offset, size)) || !move (self, size))
    return 0;

  end = self->data + self->offset;
  for (gsize i = 0; i < size; i++)
    value = value << 8 | *--end;

  return value;
}

static gunichar
get_unit (const guint8 *units,
          gsize i)
{
  return units[UNIT_SIZE * i] | (gunichar) units[UNIT_SIZE * i + 1] << 8;
}

static gboolean
is_in (gunichar unit,
       gunichar first,
       gunichar last)
{
  return unit >= first && unit <= last;
}

/* One character of UTF-16 (RFC 2781, 2.2), of one or two units. */
static gunichar
take_character (const guint8 *units,
                gsize n_units,
                gsize *i)
{
  gunichar unit = get_unit (units, (*i)++);

  if (!is_in (unit, 0xd800, 0xdfff))
    return unit;

  if (unit <= 0xdbff && *i < n_units && is_in (get_unit (units, *i), 0xdc00, 0xdfff))
    return 0x10000 + ((unit - 0xd800) << 10 | (get_unit (units, (*i)++) - 0xdc00));

  return REPLACEMENT;
}

static char *
to_utf8 (const guint8 *units,
         gsize n_units)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n_units;)
    {
      gunichar character = take_character (units, n_units, &i);

      if (character == 0)
        break;

      g_string_append_unichar (text, character);
    }
  return g_string_free (text, FALSE);
}

/* The number of units, which follow. C706, 14.3.4.2: the first is transmitted, so
 * there is no offset; and no more than the maximum, of which nothing is made. */
static guint32
get_string_head (DmNdrReader *self)
{
  guint32 maximum = dm_ndr_reader_get_uint32 (self);
  guint32 offset = dm_ndr_reader_get_uint32 (self);
  guint32 n_units = dm_ndr_reader_get_count (self, UNIT_SIZE);

  if (offset == 0 && n_units <= maximum)
    return n_units;

  self->failed = TRUE;
  return 0;
}

static void
put_number (DmNdrWriter *self,
            guint32 value,
            gsize size)
{
  dm_ndr_writer_align (self, size);
  for (gsize i = 0; i < size; i++)
    {
      guint8 byte = (guint8) (value >> 8 * i);

      g_byte_array_append (self->data, &byte, 1);
    }
}

void
dm_ndr_reader_init (DmNdrReader *self,
                    const guint8 *data,
                    gsize size)
{
  *self = (DmNdrReader){ .data = data, .size = size };
}

guint8
dm_ndr_reader_get_uint8 (DmNdrReader *self)
{
  return (guint8) get_number (self, 1);
}

guint16
dm_ndr_reader_get_uint16 (DmNdrReader *self)
{
  return (guint16) get_number (self, 2);
}

guint32
dm_ndr_reader_get_uint32 (DmNdrReader *self)
{
  return get_number (self, 4);
}

void
dm_ndr_reader_skip (DmNdrReader *self,
                    gsize length)
{
  move (self, length);
}

void
dm_ndr_reader_fail (DmNdrReader *self)
{
  self->failed = TRUE;
}

guint32
dm_ndr_reader_get_count (DmNdrReader *self,
                         gsize element_size)
{
  guint32 count = dm_ndr_reader_get_uint32 (self);

  if (count <= (self->size - self->offset) / element_size)
    return count;

  self->failed = TRUE;
  return 0;
}

char *
dm_ndr_reader_dup_string (DmNdrReader *self)
{
  guint32 n_units = get_string_head (self);
  gsize start = self->offset;

  if (!move (self, (gsize) n_units * UNIT_SIZE))
    return NULL;

  return to_utf8 (self->data + start, n_units);
}

void
dm_ndr_reader_skip_string (DmNdrReader *self)
{
  guint32 n_units = get_string_head (self);

  move (self, (gsize) n_units * UNIT_SIZE);
}

gboolean
dm_ndr_reader_is_good (DmNdrReader *self)
{
  return !self->failed;
}

void
dm_ndr_writer_init (DmNdrWriter *self)
{
  self->data = g_byte_array_new ();
}

void
dm_ndr_writer_clear (DmNdrWriter *self)
{
  g_clear_pointer (&self->data, g_byte_array_unref);
}

void
dm_ndr_writer_put_uint8 (DmNdrWriter *self,
                         guint8 value)
{
  put_number (self, value, 1);
}

void
dm_ndr_writer_put_uint16 (DmNdrWriter *self,
                          guint16 value)
{
  put_number (self, value, 2);
}

void
dm_ndr_writer_put_uint32 (DmNdrWriter *self,
                          guint32 value)
{
  put_number (self, value, 4);
}

void
dm_ndr_writer_put_bytes (DmNdrWriter *self,
                         const guint8 *bytes,
                         gsize length)
{
  if (length > 0)
    g_byte_array_append (self->data, bytes, (guint) length);
}

void
dm_ndr_writer_align (DmNdrWriter *self,
                     gsize to)
{
  static const guint8 zeros[8] = { 0 };

  g_return_if_fail (to > 0 && to <= sizeof zeros);

  dm_ndr_writer_put_bytes (self, zeros, get_padding (self->data->len, to));
}

void
dm_ndr_writer_put_string (DmNdrWriter *self,
                          const char *string)
{
  g_autofree char *valid = g_utf8_make_valid (string, -1);
  glong n_units = 0;
  g_autofree gunichar2 *units = g_utf8_to_utf16 (valid, -1, NULL, &n_units, NULL);

  dm_ndr_writer_put_uint32 (self, (guint32) n_units + 1);
  dm_ndr_writer_put_uint32 (self, 0);
  dm_ndr_writer_put_uint32 (self, (guint32) n_units + 1);
  for (glong i = 0; i <= n_units; i++)
    dm_ndr_writer_put_uint16 (self, units[i]);
}

void
dm_ndr_writer_put_pointer (DmNdrWriter *self)
{
  dm_ndr_writer_put_uint32 (self, FIRST_REFERENT + self->data->len);
}
