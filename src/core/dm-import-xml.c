/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The formats that are XML: the servers of Nautilus and the bookmarks of Smb4K.
 * GMarkup knows no entities besides the five of XML itself, and no DTD. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-import-private.h"

/* What both kinds of files never come near. */
#define MAX_DEPTH 32

typedef struct
{
  DmImportList *list;

  /* Owned: the bookmark being read */
  char *address; /* nullable: none */
  char *label;   /* nullable */
  char *user;    /* nullable: Smb4K's */
  GString *text; /* of the element being read */

  guint depth;
  guint line; /* of the bookmark */
  guint here; /* the line being read */
} Reader;

static void
clear_reader (Reader *self)
{
  g_free (self->address);
  g_free (self->label);
  g_free (self->user);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, clear_reader)

static const char *
find_attribute (const char **names,
                const char **values,
                const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (g_str_equal (names[i], name))
        return values[i];
    }

  return NULL;
}

static void
begin_bookmark (Reader *self,
                const char *address)
{
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->user, g_free);
  self->address = g_strdup (address);
  self->line = self->here;
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

  g_string_truncate (self->text, 0);
  self->depth++;
  if (self->depth > MAX_DEPTH)
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                         _ ("Elements are nested too deeply here. From here on the file was not read."));
  else if (!dm_import_list_has_room (self->list, self->here))
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "");
  else if (g_str_equal (element, "bookmark"))
    begin_bookmark (self, find_attribute (names, values, "href"));
}

/* Smb4K's address is "smb://server/share" or, long ago, "//server/share"; who
 * signs in is beside it. */
static void
add_address (Reader *self)
{
  g_autoptr (DmLocation) location = NULL;
  g_autoptr (DmLocation) with_user = NULL;
  g_autofree char *uri = NULL;

  location = self->user != NULL ? dm_location_parse (self->address, NULL) : NULL;
  if (location != NULL && dm_location_get_user (location) == NULL)
    {
      with_user = dm_location_dup_with_user (location, dm_location_get_domain (location), self->user);
      uri = dm_location_to_uri (with_user);
    }
  dm_import_list_add (self->list, self->line, uri != NULL ? uri : self->address, self->label, NULL);
}

static void
end_bookmark (Reader *self)
{
  if (self->address != NULL && strlen (self->address) > DM_IMPORT_MAX_LINE)
    dm_import_list_add_location (self->list, self->line, NULL, NULL, NULL, _ ("This line is too long to be an address."));
  else if (self->address != NULL)
    add_address (self);
  else
    dm_import_list_add_location (self->list, self->line, self->label, NULL, self->label, _ ("This bookmark has no address."));
  g_clear_pointer (&self->address, g_free);
}

static char *
take_text (Reader *self)
{
  return g_strstrip (g_strdup (self->text->str));
}

static void
end_element_cb (GMarkupParseContext *context,
                const char *element,
                gpointer user_data,
                GError **error)
{
  Reader *self = user_data;
  gboolean is_smb4k = self->list->source == DM_IMPORT_SMB4K;
  char **field = NULL;

  self->depth--;
  if (g_str_equal (element, "bookmark"))
    end_bookmark (self);
  else if (g_str_equal (element, is_smb4k ? "label" : "title"))
    field = &self->label;
  else if (is_smb4k && (g_str_equal (element, "url") || g_str_equal (element, "unc")))
    field = &self->address;
  else if (is_smb4k && g_str_equal (element, "login"))
    field = &self->user;

  if (field != NULL)
    {
      g_free (*field);
      *field = take_text (self);
      if (**field == '\0')
        g_clear_pointer (field, g_free);
    }
  g_string_truncate (self->text, 0);
}

static void
text_cb (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Reader *self = user_data;

  /* What is longer is refused later, for its length. */
  if (self->text->len <= DM_IMPORT_MAX_LINE)
    g_string_append_len (self->text, text, (gssize) length);
}

static void
note_error (Reader *self,
            const GError *error)
{
  const char *reason = _ ("The XML is damaged here. From here on the file was not read.");

  /* Our own; no text: it has been noted already. */
  if (g_error_matches (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT))
    reason = error->message;
  if (*reason != '\0')
    dm_import_list_add_location (self->list, self->here, NULL, NULL, NULL, reason);
}

/* Line by line: GMarkup's own count is not that of an editor. */
static gboolean
parse_lines (Reader *self,
             GMarkupParseContext *context,
             const char *text,
             GError **error)
{
  for (self->here = 1; *text != '\0'; self->here++)
    {
      gsize length = strcspn (text, "\n");

      length += text[length] == '\n';
      if (!g_markup_parse_context_parse (context, text, (gssize) length, error))
        return FALSE;
      text += length;
    }
  self->here -= self->here > 1;

  return g_markup_parse_context_end_parse (context, error);
}

static void
read_xml (DmImportList *list,
          const char *text)
{
  static const GMarkupParser parser = {
    .start_element = start_element_cb,
    .end_element = end_element_cb,
    .text = text_cb,
  };
  g_auto (Reader) reader = { .list = list };
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) error = NULL;

  reader.text = g_string_new (NULL);
  context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
  if (!parse_lines (&reader, context, text, &error))
    note_error (&reader, error);
}

void
dm_import_read_nautilus (DmImportList *list,
                         char *text)
{
  read_xml (list, text);
}

void
dm_import_read_smb4k (DmImportList *list,
                      char *text)
{
  read_xml (list, text);
}
