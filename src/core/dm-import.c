/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-import-private.h"

/* How much of what was refused is shown, in characters. */
#define MAX_SHOWN 200

/* With what is wrong about it. */
#define MAX_SENTENCE 400

/* How far the end of an address is looked for, in bytes. */
#define MAX_ADDRESS 1024

typedef void (*ReadFunc) (DmImportList *list, char *text);

static const struct
{
  const char *name;
  const char *words;
  ReadFunc read;
} sources[DM_IMPORT_N_SOURCES] = {
  [DM_IMPORT_GTK] = { "gtk", N_ ("Bookmarks"), dm_import_read_gtk },
  [DM_IMPORT_NAUTILUS] = { "nautilus", N_ ("Recent servers"), dm_import_read_nautilus },
  [DM_IMPORT_GIGOLO] = { "gigolo", N_ ("Gigolo"), dm_import_read_gigolo },
  [DM_IMPORT_SMB4K] = { "smb4k", N_ ("Smb4K"), dm_import_read_smb4k },
  [DM_IMPORT_FSTAB] = { "fstab", N_ ("File systems table"), dm_import_read_fstab },
  [DM_IMPORT_MOUNTED] = { "mounted", N_ ("Connected now"), NULL },
  [DM_IMPORT_DRIVES] = { "drives", N_ ("Drives file"), dm_import_read_drives },
};

/* The text */

/* Where the address that goes on at @text ends. */
static const char *
find_address_end (const char *text,
                  const char *end)
{
  const char *stop = text + MIN (end - text, MAX_ADDRESS);

  for (; text < stop; text++)
    {
      switch (*text)
        {
        case ' ':
        case '\t':
        case '\r':
        case '\n':
        case '"':
        case '\'':
        case '<':
        case '>':
          return text;
        default:
          break;
        }
    }

  return stop;
}

/* The colon in [text, end) behind which a port or a password begins, and the end
 * of the authority; NULL: there is none. An IPv6 address has others. */
static const char *
find_colon (const char *text,
            const char *end,
            const char **slash)
{
  for (; text < end && *text != '/' && *text != '['; text++)
    {
      if (*text == ':')
        {
          *slash = memchr (text, '/', end - text);
          if (*slash == NULL)
            *slash = end;
          return text;
        }
    }

  return NULL;
}

static gboolean
is_port (const char *text,
         const char *end)
{
  while (text < end && g_ascii_isdigit (*text))
    text++;

  return text == end;
}

/* What may be a password in the address whose authority is at @text: from behind
 * the colon to the last "@". People do not escape a "/" in one. */
static gboolean
find_password (const char *text,
               const char *end,
               const char **begin,
               const char **stop)
{
  const char *slash;
  const char *colon = find_colon (text, end, &slash);
  const char *at;

  if (colon == NULL)
    return FALSE;

  at = memrchr (colon, '@', slash - colon);
  if (at == NULL && !is_port (colon + 1, slash))
    at = memrchr (colon, '@', end - colon);
  *begin = colon + 1;
  *stop = at;

  return at != NULL;
}

/* Takes the passwords out of all addresses, leaving "user:@": so that there was
 * one can still be told. The lines stay. */
static gsize
wipe_passwords (char *text,
                gsize length)
{
  const char *end = text + length;
  const char *in = text;
  const char *found;
  char *out = text;

  while ((found = memmem (in, end - in, "://", 3)) != NULL)
    {
      const char *begin, *stop;

      found += 3;
      if (!find_password (found, find_address_end (found, end), &begin, &stop))
        begin = stop = found;
      memmove (out, in, begin - in);
      out += begin - in;
      in = stop;
    }
  memmove (out, in, end - in);
  out += end - in;
  explicit_bzero (out, end - out);

  return out - text;
}

static guint
count_lines (const char *text,
             gsize length)
{
  guint n = 1;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';

  return n;
}

static gboolean
is_confusing (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
         type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* @text in one line, spaces for what is confusing, never two of them. */
static char *
flatten (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) flat = g_string_new (NULL);

  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_type (c) == G_UNICODE_FORMAT)
        continue;
      if (!g_unichar_isspace (c) && !is_confusing (c))
        g_string_append_unichar (flat, c);
      else if (flat->len > 0 && flat->str[flat->len - 1] != ' ')
        g_string_append_c (flat, ' ');
    }

  return g_strdup (g_strchomp (flat->str));
}

static char *
truncate_text (char *text,
               glong max)
{
  if (g_utf8_strlen (text, -1) > max)
    *g_utf8_offset_to_pointer (text, max) = '\0';

  return g_strchomp (text);
}

/* As find_password (), and also what looks like a port but is none: the begin of
 * a password that has a space in it. */
static gboolean
find_secret (const char *text,
             const char **begin,
             const char **stop)
{
  const char *authority = strstr (text, "://");
  const char *end = text + strlen (text);
  const char *colon;

  if (authority == NULL)
    return FALSE;
  if (find_password (authority + 3, end, begin, stop))
    return *begin < *stop;

  colon = find_colon (authority + 3, end, stop);
  if (colon == NULL)
    return FALSE;
  *begin = colon + 1;

  return !is_port (*begin, *stop);
}

static char *
clean_text (const char *text,
            glong max)
{
  g_autofree char *flat = flatten (text);
  g_autofree char *head = NULL;
  const char *begin, *stop;

  if (find_secret (flat, &begin, &stop))
    {
      g_autofree char *whole = g_steal_pointer (&flat);

      head = g_strndup (whole, begin - whole);
      flat = g_strconcat (head, "…", stop, NULL);
    }

  return g_strdup (truncate_text (flat, max));
}

char *
dm_import_clean_text (const char *text)
{
  return clean_text (text, MAX_SHOWN);
}

char *
dm_import_clean_sentence (const char *text)
{
  return clean_text (text, MAX_SENTENCE);
}

char *
dm_import_clean_label (const char *text)
{
  g_autofree char *flat = text != NULL ? flatten (text) : NULL;

  if (flat == NULL || *truncate_text (flat, MAX_SHOWN) == '\0')
    return NULL;

  return g_steal_pointer (&flat);
}

/* The list */

static DmImportEntry *
append_entry (DmImportList *self,
              guint line)
{
  DmImportEntry *entry = dm_import_entry_new (self->source, self->file, line);

  g_ptr_array_add (self->entries, entry);

  return entry;
}

gboolean
dm_import_list_has_room (DmImportList *self,
                         guint line)
{
  if (self->entries->len < DM_IMPORT_MAX_ENTRIES)
    return TRUE;
  if (self->entries->len == DM_IMPORT_MAX_ENTRIES)
    append_entry (self, line)->reason =
      g_strdup_printf (_ ("There are more than %d entries. From here on they were not read."), DM_IMPORT_MAX_ENTRIES);

  return FALSE;
}

DmImportEntry *
dm_import_list_add_location (DmImportList *self,
                             guint line,
                             const char *shown,
                             DmLocation *location,
                             const char *label,
                             const char *reason)
{
  DmImportEntry *entry;

  if (!dm_import_list_has_room (self, line))
    return NULL;

  entry = append_entry (self, line);
  entry->text = shown != NULL ? dm_import_clean_text (shown) : NULL;
  entry->location = location != NULL ? dm_location_ref (location) : NULL;
  entry->label = dm_import_clean_label (label);
  entry->reason = g_strdup (reason);

  return entry;
}

static gboolean
has_password (const char *address)
{
  const char *authority = strstr (address, "://");
  const char *begin, *stop;

  return authority != NULL &&
         find_password (authority + 3, address + strlen (address), &begin, &stop);
}

DmImportEntry *
dm_import_list_add (DmImportList *self,
                    guint line,
                    const char *address,
                    const char *label,
                    const char *note)
{
  g_autoptr (DmLocation) location = NULL;
  g_autoptr (GError) error = NULL;

  if (g_ascii_strncasecmp (address, "file:", 5) == 0)
    return NULL;

  location = dm_location_parse (address, NULL);
  if (location == NULL)
    {
      /* Asked about what may be shown, so that no more than that is repeated. */
      g_autofree char *shown = dm_import_clean_text (address);
      g_autoptr (DmLocation) almost = dm_location_parse (shown, &error);

      return dm_import_list_add_location (self, line, shown, NULL, label,
                                          almost == NULL ? error->message : _ ("This address has characters in it that are not allowed."));
    }

  if (note == NULL && has_password (address))
    note = _ ("The password in the address was left out.");

  return dm_import_list_add_location (self, line, address, location, label, note);
}

/* Sources */

const char *
dm_import_source_to_string (DmImportSource source)
{
  g_return_val_if_fail (source < DM_IMPORT_N_SOURCES, NULL);

  return sources[source].name;
}

gboolean
dm_import_source_from_string (const char *text,
                              DmImportSource *source)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < DM_IMPORT_N_SOURCES; i++)
    {
      if (g_str_equal (sources[i].name, text))
        {
          *source = (DmImportSource) i;
          return TRUE;
        }
    }

  return FALSE;
}

const char *
dm_import_source_to_words (DmImportSource source)
{
  g_return_val_if_fail (source < DM_IMPORT_N_SOURCES, NULL);

  return _ (sources[source].words);
}

DmImportEntry *
dm_import_entry_new (DmImportSource source,
                     const char *file,
                     guint line)
{
  DmImportEntry *self = g_new0 (DmImportEntry, 1);

  self->source = source;
  self->file = g_strdup (file);
  self->line = line;

  return self;
}

void
dm_import_entry_free (DmImportEntry *self)
{
  g_free (self->file);
  g_free (self->text);
  g_clear_pointer (&self->location, dm_location_unref);
  g_free (self->label);
  g_clear_pointer (&self->settings, dm_drive_settings_free);
  g_free (self->reason);
  g_free (self);
}

void
dm_import_entry_adopt_settings (DmImportEntry *self,
                                const DmImportEntry *other)
{
  g_return_if_fail (self != NULL && other != NULL);

  if (self->source != DM_IMPORT_DRIVES && self->settings == NULL && other->settings != NULL)
    self->settings = dm_drive_settings_copy (other->settings);
}

/* The first line that has no business in a text file; 0: all are fine. */
static guint
find_bad_line (const char *text,
               gsize length,
               const char **reason)
{
  const char *end;

  if (g_utf8_validate_len (text, length, &end))
    return 0;

  *reason = *end == '\0' ? _ ("There is a NUL byte here: this is not a text file.")
                         : _ ("This is not UTF-8 text. Save the file as UTF-8, then try again.");

  return count_lines (text, end - text);
}

GPtrArray *
dm_import_parse (DmImportSource source,
                 const char *file,
                 char *text,
                 gsize length)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_import_entry_free);
  DmImportList list = { .source = source, .file = file, .entries = entries };
  g_autofree char *copy = NULL;
  const char *reason;
  guint line;

  g_return_val_if_fail (source < DM_IMPORT_N_SOURCES && sources[source].read != NULL, NULL);

  length = wipe_passwords (text, length);
  line = find_bad_line (text, length, &reason);
  if (length > DM_IMPORT_MAX_SIZE)
    append_entry (&list, 0)->reason = g_strdup (_ ("The file is larger than one megabyte: it was not read."));
  else if (line != 0)
    append_entry (&list, line)->reason = g_strdup (reason);
  else
    {
      copy = g_strndup (text, length);
      sources[source].read (&list, copy);
      explicit_bzero (copy, length);
    }
  explicit_bzero (text, length);

  return g_steal_pointer (&entries);
}

void
dm_import_merge (GPtrArray *entries,
                 GPtrArray *more)
{
  g_autoptr (GHashTable) known = g_hash_table_new ((GHashFunc) dm_location_hash, (GEqualFunc) dm_location_equal);

  g_return_if_fail (entries != NULL);
  g_return_if_fail (more != NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      DmImportEntry *entry = g_ptr_array_index (entries, i);

      if (entry->location != NULL)
        g_hash_table_insert (known, entry->location, entry);
    }

  while (more->len > 0)
    {
      DmImportEntry *entry = g_ptr_array_steal_index (more, 0);
      DmImportEntry *same = entry->location != NULL ? g_hash_table_lookup (known, entry->location) : NULL;

      if (same != NULL)
        {
          dm_import_entry_adopt_settings (same, entry);
          dm_import_entry_free (entry);
          continue;
        }
      g_ptr_array_add (entries, entry);
      if (entry->location != NULL)
        g_hash_table_insert (known, entry->location, entry);
    }
}
