/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-location.h"
#include "dm-share-name.h"

/* How much of a location an error message repeats, in characters. */
#define MAX_SHOWN 200

/* A place as it is taken apart; all parts unescaped. */
typedef struct
{
  char *scheme;
  char *domain;
  char *user;
  char *server;
  char *share;
  char *path;
  guint16 port;
} Parts;

static void
parts_clear (Parts *parts)
{
  g_free (parts->scheme);
  g_free (parts->domain);
  g_free (parts->user);
  g_free (parts->server);
  g_free (parts->share);
  g_free (parts->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static gboolean
fail (GError **error,
      int code,
      const char *message)
{
  g_set_error_literal (error, DM_ERROR, code, message);
  return FALSE;
}

/* A control character that stands there as such, and not as in %07. */
static gboolean
check_control_characters (const char *text,
                          GError **error)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return fail (error, DM_ERROR_INVALID_PARAMETER, _ ("there are control characters in it"));
    }

  return TRUE;
}

static gboolean
has_scheme (const char *text,
            const char *scheme)
{
  return g_ascii_strncasecmp (text, scheme, strlen (scheme)) == 0 &&
         g_str_has_prefix (text + strlen (scheme), "://");
}

/* The end of what may be a password, beginning at @colon: the last "@" before
 * the path, or, unless @colon begins a port, the last of all: the password may
 * have a "/" in it. */
static const char *
find_password_end (const char *colon)
{
  gsize length = strcspn (colon, "/");
  const char *end = g_strrstr_len (colon, (gssize) length, "@");

  if (end == NULL && strspn (colon + 1, "0123456789") + 1 != length)
    end = strrchr (colon, '@');
  return end;
}

/* @text for an error message: short, readable, and never with a password. */
static char *
dup_shown (const char *text)
{
  g_autoptr (GString) shown = g_string_new (text);
  const char *authority = strstr (text, "://");
  const char *colon = authority != NULL ? strchr (authority + 3, ':') : NULL;
  const char *end = colon != NULL ? find_password_end (colon) : NULL;
  g_autofree char *valid = NULL;

  if (end != NULL)
    {
      g_string_erase (shown, colon + 1 - text, end - colon - 1);
      g_string_insert (shown, colon + 1 - text, "…");
    }

  valid = g_utf8_make_valid (shown->str, -1);
  g_string_truncate (shown, 0);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* Format characters could turn the message around. */
      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        c = 0xfffd;
      g_string_append_unichar (shown, c);
    }
  if (g_utf8_strlen (shown->str, -1) > MAX_SHOWN)
    {
      g_string_truncate (shown, g_utf8_offset_to_pointer (shown->str, MAX_SHOWN) - shown->str);
      g_string_append (shown, "…");
    }

  return g_strdup (shown->str);
}

/* Nothing, as in "server:/", is the default port. */
static gboolean
parse_port (const char *text,
            guint16 *port,
            GError **error)
{
  guint64 value = 0;

  if (text[0] != '\0' && !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &value, NULL))
    return fail (error, DM_ERROR_INVALID_PARAMETER, _ ("a port is a number from 1 to 65535"));

  *port = (guint16) value;
  return TRUE;
}

/* Unescapes @length bytes of @text. @illegal: what may not come of it: a "/"
 * would make two parts of one. */
static char *
unescape (const char *text,
          gsize length,
          const char *illegal,
          GError **error)
{
  char *part = g_uri_unescape_segment (text, text + length, illegal);

  if (part == NULL)
    fail (error, DM_ERROR_INVALID_PARAMETER,
          _ ("after “%” there must be two hexadecimal digits other than 00 and 2F; write %25 for “%” itself"));
  return part;
}

/* Splits "server:4450" or "[::1]:4450"; the server of the latter is "::1". */
static gboolean
split_server (const char *text,
              char port_mark,
              char **server,
              const char **port,
              GError **error)
{
  const char *end;

  if (text[0] == '[')
    {
      end = strchr (text, ']');
      if (end == NULL || !(end[1] == '\0' || end[1] == port_mark))
        return fail (error, DM_ERROR_INVALID_PARAMETER, _ ("an IPv6 address is written like [2001:db8::1]"));

      *server = g_strndup (text + 1, end - text - 1);
      if (strchr (*server, ':') == NULL)
        return fail (error, DM_ERROR_INVALID_PARAMETER, _ ("only an IPv6 address stands in brackets"));
      end++;
    }
  else
    {
      const char *colon = strchr (text, ':');

      if (colon != NULL && strchr (colon + 1, ':') != NULL)
        return fail (error, DM_ERROR_INVALID_PARAMETER, _ ("an IPv6 address is written like [2001:db8::1]"));
      if (colon != NULL && port_mark != ':')
        return fail (error, DM_ERROR_INVALID_PARAMETER, _ ("a port is written like \\\\server@4450\\share"));

      end = strchrnul (text, port_mark);
      *server = g_strndup (text, end - text);
    }

  *port = *end != '\0' ? end + 1 : "";
  return TRUE;
}

/* "DOMAIN;user:password": the password is not even unescaped. */
static gboolean
parse_userinfo (Parts *parts,
                const char *text,
                gsize length,
                GError **error)
{
  const char *colon = memchr (text, ':', length);
  gsize name_length = colon != NULL ? (gsize) (colon - text) : length;
  g_autofree char *name = unescape (text, name_length, NULL, error);
  const char *semicolon;

  if (name == NULL)
    return FALSE;

  semicolon = g_str_equal (parts->scheme, "smb") ? strchr (name, ';') : NULL;
  if (semicolon != NULL)
    parts->domain = g_strndup (name, semicolon - name);
  parts->user = g_strdup (semicolon != NULL ? semicolon + 1 : name);
  return TRUE;
}

/* "[user@]server[:port]" up to the first "/". As in GVfs, the last "@" counts:
 * people do not escape those in a user's name. */
static gboolean
parse_authority (Parts *parts,
                 const char *authority,
                 GError **error)
{
  const char *at = strrchr (authority, '@');
  const char *port;
  g_autofree char *server = NULL;

  if (at != NULL && !parse_userinfo (parts, authority, at - authority, error))
    return FALSE;
  if (!split_server (at != NULL ? at + 1 : authority, ':', &server, &port, error))
    return FALSE;
  if (!parse_port (port, &parts->port, error))
    return FALSE;

  /* The "%" of an IPv6 zone stands for itself. */
  if (strchr (server, ':') != NULL)
    parts->server = g_steal_pointer (&server);
  else
    parts->server = unescape (server, strlen (server), "/", error);

  return parts->server != NULL;
}

/* Takes the share off the front of @path. */
static void
take_path (Parts *parts,
           const char *path,
           gboolean has_share)
{
  path += strspn (path, "/");
  if (has_share)
    {
      gsize length = strcspn (path, "/");

      parts->share = g_strndup (path, length);
      path += length;
    }
  parts->path = g_strdup (path);
}

/* @path: as it was given. Dots that stand there as such are a step in it, which
 * leads out of the server, and no name. */
static gboolean
check_dots (Parts *parts,
            const char *path,
            GError **error)
{
  const char *share = parts->share;

  if (!g_str_equal (parts->scheme, "smb") || !(g_str_equal (share, ".") || g_str_equal (share, "..")))
    return TRUE;

  path += strspn (path, "/");
  if (memchr (path, '.', strcspn (path, "/")) == NULL)
    return TRUE;

  return fail (error, DM_ERROR_INVALID_PARAMETER,
               /* xgettext:no-c-format */
               _ ("a share that is called “..” is written like smb://server/%2E%2E, and “.” with one %2E"));
}

static gboolean
parse_uri (Parts *parts,
           const char *text,
           GError **error)
{
  const char *authority = strstr (text, "://") + 3;
  gsize length = strcspn (authority, "/");
  g_autofree char *server = g_strndup (authority, length);
  g_autofree char *path = NULL;

  parts->scheme = g_ascii_strdown (text, authority - 3 - text);
  if (g_str_equal (parts->scheme, "ssh"))
    {
      g_free (parts->scheme);
      parts->scheme = g_strdup ("sftp");
    }
  if (strpbrk (authority, "?#") != NULL)
    return fail (error, DM_ERROR_INVALID_PARAMETER,
                 _ ("a location ends before “?” and “#”; in a name write %3F and %23 for them"));
  if (!parse_authority (parts, server, error))
    return FALSE;

  /* Escaped "/" are refused, so that unescaping all at once is the same. */
  path = unescape (authority + length, strlen (authority + length), "/", error);
  if (path == NULL || !check_control_characters (authority + length, error))
    return FALSE;

  take_path (parts, path, g_str_equal (parts->scheme, "smb") || g_str_equal (parts->scheme, "afp"));
  return check_dots (parts, authority + length, error);
}

/* "@SSL", "@SSL@8443" and "@80\DavWWWRoot" are how Windows writes WebDAV. */
static gboolean
parse_unc_port (Parts *parts,
                const char *port,
                const char *path,
                GError **error)
{
  gboolean is_ssl = g_ascii_strncasecmp (port, "SSL", 3) == 0 && (port[3] == '\0' || port[3] == '@');
  gboolean has_root = g_ascii_strncasecmp (path, "DavWWWRoot", 10) == 0 && (path[10] == '\0' || path[10] == '/');

  if (is_ssl)
    port += port[3] == '@' ? 4 : 3;
  if (!parse_port (port, &parts->port, error))
    return FALSE;

  parts->scheme = g_strdup (is_ssl ? "davs" : has_root ? "dav"
                                                       : "smb");
  take_path (parts, has_root ? path + 10 : path, !is_ssl && !has_root);
  return check_dots (parts, path, error);
}

/* `\\server[@port]\share\path`, with "/" as good as "\". */
static gboolean
parse_unc (Parts *parts,
           const char *text,
           GError **error)
{
  g_autofree char *unc = g_strdelimit (g_strdup (text + 2), "\\", '/');
  char *path = unc + strcspn (unc, "/");
  const char *port;

  if (*path != '\0')
    *path++ = '\0';
  path += strspn (path, "/");

  return check_control_characters (text, error) &&
         split_server (unc, '@', &parts->server, &port, error) &&
         parse_unc_port (parts, port, path, error);
}

static gboolean
is_unc (const char *text)
{
  return (text[0] == '\\' && text[1] == '\\') || (text[0] == '/' && text[1] == '/');
}

static gboolean
is_uri (const char *text)
{
  return g_ascii_isalpha (text[0]) &&
         g_str_has_prefix (text + strspn (text, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+-."), "://");
}

static gboolean
parse_parts (Parts *parts,
             const char *text,
             GError **error)
{
  if (text[0] == '\0')
    return fail (error, DM_ERROR_BAD_NET_NAME, _ ("no location is given; write it like \\\\server\\share or smb://server/share"));
  if (is_unc (text))
    return parse_unc (parts, text, error);
  if (has_scheme (text, "http"))
    return fail (error, DM_ERROR_NO_NET_OR_BAD_PATH, _ ("a web address is not a location; for WebDAV write dav:// in place of http://"));
  if (has_scheme (text, "https"))
    return fail (error, DM_ERROR_NO_NET_OR_BAD_PATH, _ ("a web address is not a location; for WebDAV write davs:// in place of https://"));
  if (has_scheme (text, "file") || text[0] == '/')
    return fail (error, DM_ERROR_NO_NET_OR_BAD_PATH, _ ("this is on this computer, not on the network"));
  if (is_uri (text))
    return parse_uri (parts, text, error);

  return fail (error, DM_ERROR_NO_NET_OR_BAD_PATH, _ ("this is not a location; write it like \\\\server\\share or smb://server/share"));
}

DmLocation *
dm_location_parse (const char *text,
                   GError **error)
{
  g_auto (Parts) parts = { 0 };
  g_autoptr (GError) reason = NULL;
  DmLocation *location = NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (parse_parts (&parts, text, &reason))
    location = dm_location_new (parts.scheme, parts.domain, parts.user, parts.server,
                                parts.port, parts.share, parts.path, &reason);

  if (location == NULL)
    {
      g_autofree char *shown = dup_shown (text);

      g_set_error (error, reason->domain, reason->code,
                   /* Translators: a location, then what is wrong with it. */
                   _ ("“%s”: %s"), shown, reason->message);
    }
  return location;
}

char *
dm_location_dup_file_uri (GFile *file)
{
  g_autofree char *uri = NULL;
  g_autofree char *share = NULL;
  g_autofree char *escaped = NULL;
  const char *path;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  uri = g_file_get_uri (file);
  path = has_scheme (uri, "smb") ? strchr (uri + strlen ("smb://"), '/') : NULL;
  if (path == NULL)
    return g_steal_pointer (&uri);

  path++;
  share = g_strndup (path, strcspn (path, "/"));
  if (dm_share_name_is_plain (share))
    return g_steal_pointer (&uri);

  escaped = dm_share_name_escape (share);
  return g_strdup_printf ("%.*s%s%s", (int) (path - uri), uri, escaped, path + strlen (share));
}
