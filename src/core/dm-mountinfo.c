/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-mountinfo.h"

/* The fields of a line up to the "-", which comes after any number of tags. */
enum
{
  FIELD_ID,
  FIELD_PARENT,
  FIELD_DEVICE,
  FIELD_ROOT,
  FIELD_MOUNT_POINT,
  FIELD_OPTIONS,
  N_FIELDS,
};

/* Turns \040 and the like into the bytes they stand for. */
static char *
unescape_octal (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (p[0] == '\\' && p[1] >= '0' && p[1] <= '3' &&
          p[2] >= '0' && p[2] <= '7' && p[3] >= '0' && p[3] <= '7')
        {
          g_string_append_c (plain, (char) ((p[1] - '0') * 64 + (p[2] - '0') * 8 + (p[3] - '0')));
          p += 3;
        }
      else
        g_string_append_c (plain, *p);
    }

  return g_string_free (plain, FALSE);
}

/* The value of "key=value" among comma-separated @options, in which the kernel
 * escapes commas that belong to a value. (nullable) (transfer full) */
static char *
find_option (const char *options,
             const char *key)
{
  g_auto (GStrv) list = g_strsplit (options, ",", -1);
  gsize length = strlen (key);

  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (strncmp (list[i], key, length) == 0 && list[i][length] == '=')
        return unescape_octal (list[i] + length + 1);
    }

  return NULL;
}

static guint16
find_port (const char *options)
{
  g_autofree char *text = find_option (options, "port");
  guint64 port = 0;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL);
  return (guint16) port;
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

/* "//server/share/path". */
static DmLocation *
read_smb (const char *source,
          const char *options)
{
  g_autofree char *user = find_option (options, "username");
  g_autofree char *domain = find_option (options, "domain");
  g_autofree char *slashes = g_strdelimit (g_strdup (source), "\\", '/');
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (slashes, "//"))
    return NULL;

  parts = g_strsplit (slashes + 2, "/", 3);
  if (g_strv_length (parts) < 2)
    return NULL;

  return dm_location_new ("smb", domain, user, strip_brackets (parts[0]), find_port (options), parts[1], parts[2], NULL);
}

/* "[user@]server:/path", the server perhaps an IPv6 address in brackets. A path
 * that is relative to a home has no address that we could know. */
static DmLocation *
read_colon_form (const char *scheme,
                 const char *source,
                 guint16 port)
{
  const char *colon = strstr (source, ":/");
  g_autofree char *place = colon != NULL ? g_strndup (source, colon - source) : NULL;
  char *at = place != NULL ? strrchr (place, '@') : NULL;
  char *server = at != NULL ? at + 1 : place;

  if (place == NULL)
    return NULL;
  if (at != NULL)
    *at = '\0';

  return dm_location_new (scheme, NULL, at != NULL ? place : NULL, strip_brackets (server), port, NULL, colon + 1, NULL);
}

/* davfs2 shows the address it was given. */
static DmLocation *
read_dav (const char *source)
{
  g_autofree char *uri = NULL;

  if (g_str_has_prefix (source, "http://"))
    uri = g_strconcat ("dav", source + strlen ("http"), NULL);
  else if (g_str_has_prefix (source, "https://"))
    uri = g_strconcat ("davs", source + strlen ("https"), NULL);
  else
    return NULL;

  return dm_location_parse (uri, NULL);
}

/* davfs2's type in mountinfo is plain "fuse". */
static gboolean
is_dav (const char *type,
        const char *source)
{
  return g_str_equal (type, "davfs") || g_str_equal (type, "fuse.davfs2") || g_str_equal (type, "fuse.davfs") ||
         (g_str_equal (type, "fuse") && (g_str_has_prefix (source, "http://") || g_str_has_prefix (source, "https://")));
}

/* FALSE: not a network mount. */
static gboolean
read_location (const char *type,
               const char *source,
               const char *options,
               DmLocation **location)
{
  if (g_str_equal (type, "cifs") || g_str_equal (type, "smb3"))
    *location = read_smb (source, options);
  else if (g_str_equal (type, "nfs") || g_str_equal (type, "nfs4"))
    *location = read_colon_form ("nfs", source, find_port (options));
  else if (g_str_equal (type, "fuse.sshfs"))
    *location = read_colon_form ("sftp", source, 0);
  else if (is_dav (type, source))
    *location = read_dav (source);
  else
    return FALSE;

  return TRUE;
}

/* The index of the "-" after which type, source and options follow; 0 if the
 * line has not got them. */
static gsize
find_separator (GStrv fields)
{
  gsize n_fields = g_strv_length (fields);

  for (gsize i = N_FIELDS; i + 3 < n_fields; i++)
    {
      if (g_str_equal (fields[i], "-"))
        return i;
    }

  return 0;
}

/* NULL for what is not a network mount or cannot be read. */
static DmMount *
parse_line (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", -1);
  gsize separator = find_separator (fields);
  g_autoptr (DmLocation) location = NULL;
  g_autofree char *type = NULL;
  g_autofree char *source = NULL;
  g_autofree char *path = NULL;

  if (separator == 0 || !g_ascii_string_to_unsigned (fields[FIELD_ID], 10, 0, G_MAXUINT32, NULL, NULL))
    return NULL;

  type = unescape_octal (fields[separator + 1]);
  source = unescape_octal (fields[separator + 2]);
  path = unescape_octal (fields[FIELD_MOUNT_POINT]);
  if (path[0] != '/' || !read_location (type, source, fields[separator + 3], &location))
    return NULL;

  return dm_mount_new (DM_ORIGIN_KERNEL, fields[FIELD_ID], location, source, path, type, NULL, NULL);
}

GPtrArray *
dm_mountinfo_parse (const char *text)
{
  g_autoptr (GPtrArray) mounts = NULL;
  g_auto (GStrv) lines = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  mounts = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_mount_unref);
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      DmMount *mount = parse_line (lines[i]);

      if (mount != NULL)
        g_ptr_array_add (mounts, mount);
    }

  return g_steal_pointer (&mounts);
}
