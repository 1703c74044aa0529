/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The formats that have one place a line: GTK's bookmarks and fstab. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-import-private.h"
#include "dm-share-name.h"

typedef void (*TakeLine) (DmImportList *list, guint number, char *line);

/* What the options of a line in fstab say. */
typedef struct
{
  char *user;
  char *domain;
  guint16 port;
  gboolean has_password;
  gboolean has_file; /* with the credentials */
} Options;

static void
clear_options (Options *self)
{
  g_free (self->user);
  g_free (self->domain);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static void
for_each_line (DmImportList *list,
               char *text,
               TakeLine take)
{
  char *line = text;

  for (guint number = 1; line != NULL && *line != '\0'; number++)
    {
      char *newline = strchr (line, '\n');

      if (newline != NULL)
        *newline++ = '\0';
      if (!dm_import_list_has_room (list, number))
        return;
      if (strlen (line) > DM_IMPORT_MAX_LINE)
        dm_import_list_add_location (list, number, NULL, NULL, NULL, _ ("This line is too long to be an address."));
      else if (*g_strstrip (line) != '\0' && *line != '#')
        take (list, number, line);
      line = newline;
    }
}

/* "URI", or "URI label". */
static void
take_bookmark (DmImportList *list,
               guint number,
               char *line)
{
  char *label = line + strcspn (line, " \t");

  if (*label != '\0')
    *label++ = '\0';
  dm_import_list_add (list, number, line, label, NULL);
}

/* fstab */

/* Undoes \040 and the like, in place. */
static char *
unescape_octal (char *text)
{
  char *out = text;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (p[0] == '\\' && p[1] >= '0' && p[1] <= '3' &&
          p[2] >= '0' && p[2] <= '7' && p[3] >= '0' && p[3] <= '7')
        {
          *out++ = (char) ((p[1] - '0') * 64 + (p[2] - '0') * 8 + (p[3] - '0'));
          p += 3;
        }
      else
        *out++ = *p;
    }
  *out = '\0';

  return text;
}

/* "user", "DOMAIN/user", "DOMAIN\user"; once also "user%password". */
static void
take_user (Options *self,
           char *value)
{
  char *percent = strchr (value, '%');
  char *slash;

  if (percent != NULL)
    {
      explicit_bzero (percent, strlen (percent));
      self->has_password = TRUE;
    }
  slash = strpbrk (value, "/\\");
  g_free (self->user);
  self->user = g_strdup (slash != NULL ? slash + 1 : value);
  if (slash != NULL)
    {
      g_free (self->domain);
      self->domain = g_strndup (value, slash - value);
    }
}

static void
take_option (Options *self,
             const char *key,
             char *value)
{
  guint64 port;

  if (g_str_equal (key, "user") || g_str_equal (key, "username"))
    take_user (self, value);
  else if (g_str_equal (key, "dom") || g_str_equal (key, "domain") || g_str_equal (key, "workgroup"))
    {
      g_free (self->domain);
      self->domain = g_strdup (value);
    }
  else if (g_str_equal (key, "port") && g_ascii_string_to_unsigned (value, 10, 1, G_MAXUINT16, &port, NULL))
    self->port = (guint16) port;
  else if (g_str_equal (key, "pass") || g_str_equal (key, "password"))
    {
      explicit_bzero (value, strlen (value));
      self->has_password = TRUE;
    }
  else if (g_str_equal (key, "cred") || g_str_equal (key, "credentials"))
    self->has_file = TRUE;
}

static void
read_options (Options *self,
              char *text)
{
  char *option = text;

  while (option != NULL)
    {
      char *comma = strchr (option, ',');
      char *equals;

      if (comma != NULL)
        *comma++ = '\0';
      unescape_octal (option);
      equals = strchr (option, '=');
      if (equals != NULL)
        {
          *equals = '\0';
          take_option (self, option, equals + 1);
        }
      option = comma;
    }
}

/* "[::1]" becomes "::1"; in place. */
static char *
strip_brackets (char *server)
{
  gsize length = strlen (server);

  if (length < 2 || server[0] != '[' || server[length - 1] != ']')
    return server;

  server[length - 1] = '\0';
  return server + 1;
}

/* dm_location_parse () names the place in its errors, dm_location_new () does
 * not. */
static void
name_in_error (GError **error,
               const char *device)
{
  g_autofree char *shown = NULL;

  if (*error == NULL)
    return;

  shown = dm_import_clean_text (device);
  g_prefix_error (error, "“%s”: ", shown);
}

static DmLocation *
read_smb_device (const char *device,
                 const Options *options,
                 GError **error)
{
  g_autofree char *slashes = g_strdelimit (g_strdup (device), "\\", '/');
  g_auto (GStrv) parts = NULL;
  DmLocation *location;

  /* Its own error is the right one for what is none. */
  if (!g_str_has_prefix (slashes, "//"))
    return dm_location_parse (device, error);

  parts = g_strsplit (slashes + 2, "/", 3);
  location = dm_location_new ("smb", options->domain, options->user, strip_brackets (parts[0]), options->port,
                              parts[1], parts[1] != NULL ? parts[2] : NULL, error);
  /* Written like that it is none. */
  if (location != NULL && !dm_share_name_is_plain (parts[1]))
    {
      dm_location_unref (location);
      return dm_location_parse (device, error);
    }
  name_in_error (error, device);

  return location;
}

static DmLocation *
read_nfs_device (const char *device,
                 const Options *options,
                 GError **error)
{
  const char *colon = strstr (device, ":/");
  g_autofree char *server = NULL;
  DmLocation *location;

  if (colon == NULL)
    return dm_location_parse (device, error);

  server = g_strndup (device, colon - device);
  location = dm_location_new ("nfs", NULL, NULL, strip_brackets (server), options->port, NULL, colon + 1, error);
  name_in_error (error, device);

  return location;
}

static const char *
find_note (const Options *options)
{
  if (options->has_password)
    return _ ("The password in the options was left out.");
  if (options->has_file)
    return _ ("The file with its credentials was not read. Sign in when you are asked.");

  return NULL;
}

static void
add_mount (DmImportList *list,
           guint number,
           const char *device,
           gboolean is_nfs,
           char *options_text)
{
  g_auto (Options) options = { 0 };
  g_autoptr (DmLocation) location = NULL;
  g_autoptr (GError) error = NULL;

  if (options_text != NULL)
    read_options (&options, options_text);
  location = is_nfs ? read_nfs_device (device, &options, &error) : read_smb_device (device, &options, &error);
  dm_import_list_add_location (list, number, device, location, NULL,
                               location != NULL ? find_note (&options) : error->message);
}

/* "device folder type options dump pass"; what is no network drive is skipped. */
static void
take_mount (DmImportList *list,
            guint number,
            char *line)
{
  char *fields[4] = { NULL };
  gboolean is_nfs;

  for (guint i = 0; i < G_N_ELEMENTS (fields) && *line != '\0'; i++)
    {
      fields[i] = line;
      line += strcspn (line, " \t");
      if (*line != '\0')
        *line++ = '\0';
      line += strspn (line, " \t");
    }
  if (fields[2] == NULL)
    return;

  is_nfs = g_str_equal (fields[2], "nfs") || g_str_equal (fields[2], "nfs4");
  if (is_nfs || g_str_equal (fields[2], "cifs") || g_str_equal (fields[2], "smb3"))
    add_mount (list, number, unescape_octal (fields[0]), is_nfs, fields[3]);
}

void
dm_import_read_gtk (DmImportList *list,
                    char *text)
{
  for_each_line (list, text, take_bookmark);
}

void
dm_import_read_fstab (DmImportList *list,
                      char *text)
{
  for_each_line (list, text, take_mount);
}
