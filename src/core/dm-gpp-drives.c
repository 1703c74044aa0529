/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-gpp-drives.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"

/* A policy has some dozens of drives; what is beyond these is an attack. */
#define MAX_SIZE   (1024 * 1024)
#define MAX_DEPTH  16
#define MAX_DRIVES 256

typedef struct
{
  GPtrArray *drives;
  DmGppDrive *drive;      /* borrowed, nullable: the one being read */
  GPtrArray *collections; /* borrowed DmGppFilter: those being read */
  guint depth;
  guint skipped; /* the depth of an element that is not looked into, or 0 */
} Reader;

static void
clear_reader (Reader *self)
{
  g_clear_pointer (&self->drives, g_ptr_array_unref);
  g_clear_pointer (&self->collections, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, clear_reader)

/* Reading */

static gboolean
is_set (const char *value)
{
  return g_strcmp0 (value, "1") == 0;
}

static void
begin_drive (Reader *self,
             guint line,
             const char **names,
             const char **values)
{
  DmGppDrive *drive = g_new0 (DmGppDrive, 1);

  drive->line = line;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], "name") && drive->name == NULL)
      drive->name = dm_managed_drive_clean_text (values[i]);
    else if (g_str_equal (names[i], "disabled"))
      drive->is_disabled = is_set (values[i]);

  g_ptr_array_add (self->drives, drive);
  self->drive = drive;
}

static char
read_letter (const char *value)
{
  gboolean is_letter = g_ascii_isalpha (value[0]) && (value[1] == '\0' || g_str_equal (value + 1, ":"));

  return is_letter ? g_ascii_toupper (value[0]) : 0;
}

/* Takes over @value; an attribute may be there twice. */
static void
set_text (char **text,
          char *value)
{
  g_free (*text);
  *text = value;
}

static void
read_property (DmGppDrive *drive,
               const char *name,
               const char *value)
{
  if (g_str_equal (name, "action"))
    drive->action = *value != '\0' && value[1] == '\0' && strchr ("CRUD", *value) != NULL ? *value : 0;
  else if (g_str_equal (name, "letter"))
    drive->letter = read_letter (value);
  else if (g_str_equal (name, "useLetter"))
    drive->is_from = !is_set (value);
  else if (g_str_equal (name, "path"))
    set_text (&drive->path, g_strdup (value));
  else if (g_str_equal (name, "label") && *value != '\0')
    set_text (&drive->label, dm_managed_drive_clean_text (value));
  else if (g_str_equal (name, "userName") && *value != '\0')
    set_text (&drive->user, g_strdup (value));
  else if (g_str_equal (name, "persistent"))
    drive->is_persistent = is_set (value);
  else if (g_str_equal (name, "cpassword"))
    drive->has_password = *value != '\0';
  else if (g_str_equal (name, "thisDrive"))
    drive->is_hidden = g_str_equal (value, "HIDE");
}

static void
read_properties (DmGppDrive *drive,
                 const char **names,
                 const char **values)
{
  if (drive->has_properties)
    return;

  drive->has_properties = TRUE;
  drive->action = 'U';
  for (guint i = 0; names[i] != NULL; i++)
    read_property (drive, names[i], values[i]);
}

static void
begin_filter (Reader *self,
              const char *element,
              const char **names,
              const char **values)
{
  DmGppFilter *filter = dm_gpp_filter_new (element, names, values);
  guint n = self->collections->len;

  if (n > 0)
    dm_gpp_filter_add (self->collections->pdata[n - 1], filter);
  else
    self->drive->filters = filter;

  if (dm_gpp_filter_is_collection (filter))
    g_ptr_array_add (self->collections, filter);
  else
    self->skipped = self->depth;
}

static gboolean
fail (GError **error,
      const char *why)
{
  g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, why);

  return FALSE;
}

static gboolean
check_limits (Reader *self,
              const char *element,
              GError **error)
{
  if (self->depth > MAX_DEPTH)
    return fail (error, _ ("too many elements are inside one another"));
  if (self->depth == 1 && !g_str_equal (element, "Drives"))
    return fail (error, _ ("these are no drive maps of a Group Policy: there is no <Drives>"));
  if (self->drives->len == MAX_DRIVES && self->depth == 2)
    return fail (error, _ ("there are too many drives in it"));

  return TRUE;
}

static void
start_element_cb (GMarkupParseContext *context,
                  const char *element,
                  const char **names,
                  const char **values,
                  gpointer user_data,
                  GError **error)
{
  Reader *self = user_data;
  int line;

  self->depth++;
  if (!check_limits (self, element, error) || self->skipped != 0 || self->depth == 1)
    return;

  g_markup_parse_context_get_position (context, &line, NULL);
  if (self->depth == 2 && g_str_equal (element, "Drive"))
    begin_drive (self, (guint) line, names, values);
  else if (self->depth == 3 && g_str_equal (element, "Properties"))
    read_properties (self->drive, names, values);
  else if (self->depth == 3 && g_str_equal (element, "Filters") && self->drive->filters == NULL)
    begin_filter (self, element, names, values);
  else if (self->collections->len > 0)
    begin_filter (self, element, names, values);
  else
    self->skipped = self->depth;
}

static void
end_element_cb (GMarkupParseContext *context,
                const char *element,
                gpointer user_data,
                GError **error)
{
  Reader *self = user_data;

  /* Collections begin at 3, each one deeper than the one that it is in. */
  if (self->skipped == 0 && self->collections->len > 0 && self->depth == self->collections->len + 2)
    g_ptr_array_remove_index (self->collections, self->collections->len - 1);
  if (self->skipped == self->depth)
    self->skipped = 0;
  self->depth--;
}

/* Nothing in there is for us; a document type could only do harm. */
static void
passthrough_cb (GMarkupParseContext *context,
                const char *text,
                gsize length,
                gpointer user_data,
                GError **error)
{
  if (g_str_has_prefix (text, "<!DOCTYPE") || g_str_has_prefix (text, "<!ENTITY"))
    fail (error, _ ("there is a document type in it, which no drive maps have"));
}

static const GMarkupParser parser = {
  .start_element = start_element_cb,
  .end_element = end_element_cb,
  .passthrough = passthrough_cb,
};

static void
set_error (GError **error,
           const char *file,
           int line,
           const char *why)
{
  g_autofree char *clean = dm_managed_drive_clean_text (why);

  if (line > 0)
    g_set_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE,
                 /* Translators: file, line number, what is wrong. */
                 _ ("%s, line %d: %s. Correct it, then try again."), file, line, clean);
  else
    g_set_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE,
                 /* Translators: file, what is wrong. */
                 _ ("%s: %s. Correct it, then try again."), file, clean);
}

/* (transfer full) (nullable): @text in UTF-8, without a mark at its start. */
static char *
to_utf8 (const char *text,
         gsize length,
         gsize *out_length)
{
  const guchar *bytes = (const guchar *) text;

  if (length >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
    return g_convert (text + 2, (gssize) length - 2, "UTF-8",
                      bytes[0] == 0xff ? "UTF-16LE" : "UTF-16BE", NULL, out_length, NULL);

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  *out_length = length;

  return g_utf8_validate (text, (gssize) length, NULL) ? g_strndup (text, length) : NULL;
}

void
dm_gpp_drive_free (DmGppDrive *self)
{
  g_free (self->name);
  g_free (self->path);
  g_free (self->label);
  g_free (self->user);
  g_clear_pointer (&self->filters, dm_gpp_filter_free);
  g_free (self);
}

GPtrArray *
dm_gpp_drives_parse (const char *text,
                     gsize length,
                     const char *file,
                     GError **error)
{
  g_auto (Reader) reader = { 0 };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *utf8 = NULL;
  gsize utf8_length = 0;
  int line = 0;

  utf8 = length <= MAX_SIZE ? to_utf8 (text, length, &utf8_length) : NULL;
  if (utf8 == NULL || strlen (utf8) != utf8_length)
    {
      set_error (error, file, 0, length > MAX_SIZE ? _ ("it is larger than 1 MB") : _ ("this is neither UTF-8 nor UTF-16 text"));
      return NULL;
    }

  reader.drives = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_gpp_drive_free);
  reader.collections = g_ptr_array_new ();
  context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  if (!g_markup_parse_context_parse (context, utf8, (gssize) utf8_length, &reason) ||
      !g_markup_parse_context_end_parse (context, &reason))
    {
      g_markup_parse_context_get_position (context, &line, NULL);
      /* The messages of GLib name the line themselves. */
      set_error (error, file, reason->code == G_MARKUP_ERROR_INVALID_CONTENT ? line : 0, reason->message);
      return NULL;
    }

  return g_steal_pointer (&reader.drives);
}

gboolean
dm_gpp_drives_need_groups (GPtrArray *drives)
{
  for (guint i = 0; i < drives->len; i++)
    {
      const DmGppDrive *drive = drives->pdata[i];

      if (drive->filters != NULL && dm_gpp_filter_needs_groups (drive->filters))
        return TRUE;
    }

  return FALSE;
}
