/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"
#include "dm-location.h"
#include "dm-share-name.h"

/* What sets one scheme apart from another. */
typedef struct
{
  const char *name;
  const char *provider;
  guint16 port;
  gboolean has_domain;
  gboolean has_share;
  gboolean has_odd_shares; /* see dm-share-name.h */
  gboolean folds_share;
  gboolean mounts_path;
  /* GVfs' word for it in the secret service, and whether it notes the port
   * there also when that is the default. */
  const char *protocol;
  gboolean always_notes_port;
} Scheme;

struct _DmLocation
{
  /* static */
  const Scheme *scheme;

  /* owned; NULL where there is none, the path then "" */
  char *domain;
  char *user;
  char *server;
  char *share;
  char *path;

  /* 0 is the default */
  guint16 port;
};

G_DEFINE_BOXED_TYPE (DmLocation, dm_location, dm_location_ref, dm_location_unref)

/* GVfs takes FTPS to be explicit TLS, hence FTP's own port. The volume of an
 * AFP server keeps its case because GVfs' name for it does. */
static const Scheme schemes[] = {
  { "smb", "smb", 445, .has_domain = TRUE, .has_share = TRUE, .has_odd_shares = TRUE, .folds_share = TRUE, .protocol = "smb" },
  { "dav", "dav", 80, .mounts_path = TRUE, .protocol = "http", .always_notes_port = TRUE },
  { "davs", "dav", 443, .mounts_path = TRUE, .protocol = "http", .always_notes_port = TRUE },
  { "sftp", "sftp", 22, .protocol = "sftp" },
  { "nfs", "nfs", 2049, .mounts_path = TRUE, .protocol = "nfs" },
  { "ftp", "ftp", 21, .protocol = "ftp" },
  { "ftps", "ftp", 21, .protocol = "ftp" },
  { "afp", "afp", 548, .has_share = TRUE, .protocol = "afp", .always_notes_port = TRUE },
};

static const Scheme *
find_scheme (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_str_equal (schemes[i].name, name))
        return &schemes[i];
    }

  return NULL;
}

static void
set_invalid (GError **error,
             const char *message)
{
  g_set_error_literal (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER, message);
}

static gboolean
has_control_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return TRUE;
    }

  return FALSE;
}

/* What no part may have. */
static gboolean
check_text (const char *text,
            gboolean may_be_odd,
            GError **error)
{
  if (text == NULL)
    return TRUE;

  if (!g_utf8_validate (text, -1, NULL))
    {
      set_invalid (error, _ ("it is not valid UTF-8"));
      return FALSE;
    }
  if (!may_be_odd && has_control_character (text))
    {
      set_invalid (error, _ ("there are control characters in it"));
      return FALSE;
    }

  return TRUE;
}

/* Folds as GVfs does. Folding is not idempotent for every script (Cherokee
 * goes back and forth), so the smaller of the two is the name. */
static char *
fold (const char *text)
{
  g_autofree char *once = g_utf8_casefold (text, -1);
  g_autofree char *twice = g_utf8_casefold (once, -1);

  return strcmp (once, twice) <= 0 ? g_steal_pointer (&once) : g_steal_pointer (&twice);
}

/* "fe80::1%eth0" has a zone; the rest is brought to its one short form. */
static char *
normalize_ipv6 (const char *server)
{
  g_auto (GStrv) parts = g_strsplit (server, "%", 2);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (parts[0]);
  g_autofree char *canonical = NULL;
  const char *zone = parts[1];

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return NULL;

  canonical = g_inet_address_to_string (address);
  if (zone == NULL)
    return g_steal_pointer (&canonical);

  if (zone[0] == '\0' || zone[strspn (zone, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-")] != '\0')
    return NULL;

  return g_strconcat (canonical, "%", zone, NULL);
}

static gboolean
is_host_name (const char *server)
{
  if (g_str_equal (server, ".") || g_str_equal (server, ".."))
    return FALSE;

  for (const char *p = server; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* Format characters only serve to make it look like another. */
      if (g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        return FALSE;
      if (c < 0x80 && strchr ("/\\@?#[]%<>\"|^`{}*,;", (int) c) != NULL)
        return FALSE;
    }

  return TRUE;
}

static char *
normalize_server (const char *server,
                  GError **error)
{
  g_autofree char *name = NULL;

  if (server[0] == '\0')
    {
      g_set_error_literal (error, DM_ERROR, DM_ERROR_BAD_NET_NAME, _ ("no server is named"));
      return NULL;
    }

  if (strchr (server, ':') != NULL)
    name = normalize_ipv6 (server);
  else if (is_host_name (server))
    name = g_strdup (server);

  if (name == NULL)
    {
      set_invalid (error, _ ("this is not the name or address of a server; a name has no spaces or special characters in it"));
      return NULL;
    }

  return fold (name);
}

static gboolean
check_share (const Scheme *scheme,
             const char *share,
             GError **error)
{
  if (!scheme->has_share)
    return TRUE;

  if (share == NULL || share[0] == '\0')
    {
      g_set_error_literal (error, DM_ERROR, DM_ERROR_BAD_NET_NAME,
                           _ ("no share is named; add it after the server"));
      return FALSE;
    }
  if (scheme->has_odd_shares && strpbrk (share, "/\\") != NULL)
    {
      set_invalid (error, _ ("the name of a share has no “/” or “\\” in it"));
      return FALSE;
    }
  if (!scheme->has_odd_shares && (strpbrk (share, "/\\") != NULL || !dm_share_name_is_plain (share)))
    {
      set_invalid (error, _ ("the name of a share is not “.” or “..” and has no “/” or “\\” in it"));
      return FALSE;
    }

  return TRUE;
}

/* "a//./b/../c/" becomes "a/c". */
static char *
normalize_path (const char *path,
                GError **error)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] == '\0' || g_str_equal (parts[i], "."))
        continue;

      if (!g_str_equal (parts[i], ".."))
        g_ptr_array_add (kept, parts[i]);
      else if (kept->len > 0)
        g_ptr_array_set_size (kept, (int) kept->len - 1);
      else
        {
          set_invalid (error, _ ("“..” leads out of the share or server"));
          return NULL;
        }
    }

  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

static gboolean
check_parts (const Scheme *scheme,
             const char *domain,
             const char *user,
             const char *server,
             const char *share,
             const char *path,
             GError **error)
{
  const char *const parts[] = { domain, user, server, share, path };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (!check_text (parts[i], scheme->has_odd_shares && parts[i] == share, error))
        return FALSE;
    }

  if (domain != NULL && strchr (domain, ';') != NULL)
    {
      set_invalid (error, _ ("the name of a domain has no “;” in it"));
      return FALSE;
    }
  if (scheme->has_domain && path != NULL && strchr (path, '\\') != NULL)
    {
      set_invalid (error, _ ("the names of files on an SMB server have no “\\” in them"));
      return FALSE;
    }

  return check_share (scheme, share, error);
}

static char *
dup_unless_empty (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_strdup (text) : NULL;
}

static DmLocation *
copy_with (DmLocation *self,
           const char *domain,
           const char *user,
           const char *path)
{
  DmLocation *copy = g_atomic_rc_box_new0 (DmLocation);

  copy->scheme = self->scheme;
  copy->domain = g_strdup (domain);
  copy->user = g_strdup (user);
  copy->server = g_strdup (self->server);
  copy->port = self->port;
  copy->share = g_strdup (self->share);
  copy->path = g_strdup (path);
  return copy;
}

static void
clear_location (gpointer data)
{
  DmLocation *self = data;

  g_free (self->domain);
  g_free (self->user);
  g_free (self->server);
  g_free (self->share);
  g_free (self->path);
}

static gboolean
is_ipv6 (DmLocation *self)
{
  return strchr (self->server, ':') != NULL;
}

static void
append_user (GString *uri,
             DmLocation *self)
{
  /* GVfs would allow a ":" here and then take what follows for a password. */
  const char *allowed = G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS;

  if (self->domain == NULL && self->user == NULL)
    return;

  if (self->domain != NULL)
    g_string_append_uri_escaped (uri, self->domain, allowed, FALSE);
  /* A ";" also says that there is no domain when the user has one in it. */
  if (self->domain != NULL || (self->scheme->has_domain && strchr (self->user, ';') != NULL))
    g_string_append_c (uri, ';');
  if (self->user != NULL)
    g_string_append_uri_escaped (uri, self->user, allowed, FALSE);
  g_string_append_c (uri, '@');
}

static void
append_server (GString *uri,
               DmLocation *self)
{
  if (is_ipv6 (self))
    g_string_append_printf (uri, "[%s]", self->server);
  else
    g_string_append_uri_escaped (uri, self->server, G_URI_RESERVED_CHARS_SUBCOMPONENT_DELIMITERS, FALSE);

  if (self->port != 0)
    g_string_append_printf (uri, ":%u", self->port);
}

static void
append_path (GString *uri,
             DmLocation *self)
{
  g_autofree char *share = self->share != NULL ? dm_share_name_escape (self->share) : NULL;

  g_string_append_c (uri, '/');
  if (share != NULL)
    {
      g_string_append (uri, share);
      g_string_append_c (uri, '/');
    }
  g_string_append_uri_escaped (uri, self->path, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, FALSE);
}

/* What of a user or domain can be in an address at all. */
static char *
clean_name (const char *name,
            gboolean is_domain)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iscntrl (c) && !(is_domain && c == ';'))
        g_string_append_unichar (clean, c);
    }

  return dup_unless_empty (clean->str);
}

DmLocation *
dm_location_new (const char *scheme,
                 const char *domain,
                 const char *user,
                 const char *server,
                 guint16 port,
                 const char *share,
                 const char *path,
                 GError **error)
{
  g_autoptr (DmLocation) self = NULL;
  const Scheme *found;

  g_return_val_if_fail (scheme != NULL, NULL);
  g_return_val_if_fail (server != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  found = find_scheme (scheme);
  if (found == NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (scheme, -1);

      g_set_error (error, DM_ERROR, DM_ERROR_NO_NET_OR_BAD_PATH,
                   _ ("“%s” is not supported; use smb, dav, davs, sftp, nfs, ftp, ftps or afp"), shown);
      return NULL;
    }
  if (!check_parts (found, domain, user, server, share, path, error))
    return NULL;

  self = g_atomic_rc_box_new0 (DmLocation);
  self->scheme = found;
  self->domain = found->has_domain ? dup_unless_empty (domain) : NULL;
  self->user = dup_unless_empty (user);
  self->port = port != found->port ? port : 0;
  if (found->has_share)
    self->share = found->folds_share ? fold (share) : g_strdup (share);
  self->server = normalize_server (server, error);
  if (self->server == NULL)
    return NULL;
  self->path = normalize_path (path != NULL ? path : "", error);
  if (self->path == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

DmLocation *
dm_location_ref (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

void
dm_location_unref (DmLocation *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear_location);
}

const char *
dm_location_get_scheme (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->scheme->name;
}

const char *
dm_location_get_domain (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->domain;
}

const char *
dm_location_get_user (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->user;
}

const char *
dm_location_get_server (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->server;
}

guint16
dm_location_get_port (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->port;
}

const char *
dm_location_get_share (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->share;
}

const char *
dm_location_get_path (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

gboolean
dm_location_is_guest (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_str_equal (dm_location_get_provider (self), "smb") && self->user != NULL &&
         g_ascii_strcasecmp (self->user, "guest") == 0;
}

guint16
dm_location_get_effective_port (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->port != 0 ? self->port : self->scheme->port;
}

const char *
dm_location_get_provider (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->scheme->provider;
}

char *
dm_location_to_uri (DmLocation *self)
{
  GString *uri;

  g_return_val_if_fail (self != NULL, NULL);

  uri = g_string_new (self->scheme->name);
  g_string_append (uri, "://");
  append_user (uri, self);
  append_server (uri, self);
  append_path (uri, self);
  return g_string_free (uri, FALSE);
}

char *
dm_location_to_server_uri (DmLocation *self)
{
  GString *uri;

  g_return_val_if_fail (self != NULL, NULL);

  uri = g_string_new (self->scheme->name);
  g_string_append (uri, "://");
  append_server (uri, self);
  g_string_append_c (uri, '/');
  return g_string_free (uri, FALSE);
}

char *
dm_location_to_unc (DmLocation *self)
{
  GString *unc;

  g_return_val_if_fail (self != NULL, NULL);

  if (!g_str_equal (self->scheme->name, "smb") || !dm_share_name_is_plain (self->share))
    return NULL;

  unc = g_string_new (NULL);
  g_string_append_printf (unc, is_ipv6 (self) ? "\\\\[%s]" : "\\\\%s", self->server);
  if (self->port != 0)
    g_string_append_printf (unc, "@%u", self->port);
  g_string_append_printf (unc, "\\%s", self->share);
  if (self->path[0] != '\0')
    g_string_append_printf (unc, "\\%s", self->path);
  g_strdelimit (unc->str, "/", '\\');
  return g_string_free (unc, FALSE);
}

char *
dm_location_to_remote (DmLocation *self)
{
  char *unc;

  g_return_val_if_fail (self != NULL, NULL);

  unc = dm_location_to_unc (self);
  return unc != NULL ? unc : dm_location_to_uri (self);
}

DmLocation *
dm_location_dup_mount_root (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return copy_with (self, self->domain, self->user, self->scheme->mounts_path ? self->path : "");
}

DmLocation *
dm_location_dup_with_user (DmLocation *self,
                           const char *domain,
                           const char *user)
{
  g_autofree char *clean_domain = NULL;
  g_autofree char *clean_user = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  clean_user = clean_name (user, FALSE);
  if (self->scheme->has_domain)
    clean_domain = clean_name (domain, TRUE);
  return copy_with (self, clean_domain, clean_user, self->path);
}

char *
dm_location_to_server_key (DmLocation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("%s:%u:%s", dm_location_get_provider (self),
                          dm_location_get_effective_port (self), self->server);
}

gboolean
dm_location_equal (DmLocation *a,
                   DmLocation *b)
{
  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return a->scheme == b->scheme && a->port == b->port &&
         g_str_equal (a->server, b->server) && g_str_equal (a->path, b->path) &&
         g_strcmp0 (a->share, b->share) == 0 &&
         g_strcmp0 (a->user, b->user) == 0 && g_strcmp0 (a->domain, b->domain) == 0;
}

guint
dm_location_hash (DmLocation *self)
{
  g_autofree char *uri = NULL;

  g_return_val_if_fail (self != NULL, 0);

  uri = dm_location_to_uri (self);
  return g_str_hash (uri);
}

gboolean
dm_location_matches_mount (DmLocation *self,
                           DmLocation *mount)
{
  return dm_location_get_path_below (self, mount) != NULL;
}

const char *
dm_location_get_path_below (DmLocation *self,
                            DmLocation *mount)
{
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (mount != NULL, NULL);

  if (self->scheme != mount->scheme || self->port != mount->port ||
      !g_str_equal (self->server, mount->server) || g_strcmp0 (self->share, mount->share) != 0)
    return NULL;
  if ((self->user != NULL && g_strcmp0 (self->user, mount->user) != 0) ||
      (self->domain != NULL && g_strcmp0 (self->domain, mount->domain) != 0))
    return NULL;

  length = strlen (mount->path);
  if (length == 0 || g_str_equal (self->path, mount->path))
    return self->path + length;
  if (g_str_has_prefix (self->path, mount->path) && self->path[length] == '/')
    return self->path + length + 1;

  return NULL;
}

GHashTable *
dm_location_to_secret_attributes (DmLocation *self)
{
  GHashTable *attributes;

  g_return_val_if_fail (self != NULL, NULL);

  attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (attributes, (gpointer) "protocol", g_strdup (self->scheme->protocol));
  /* GVfs' SMB keeps the brackets of an IPv6 address. */
  g_hash_table_insert (attributes, (gpointer) "server",
                       is_ipv6 (self) && self->scheme->has_domain
                         ? g_strdup_printf ("[%s]", self->server)
                         : g_strdup (self->server));
  if (self->user != NULL)
    g_hash_table_insert (attributes, (gpointer) "user", g_strdup (self->user));
  if (self->domain != NULL)
    g_hash_table_insert (attributes, (gpointer) "domain", g_strdup (self->domain));
  if (self->port != 0 || self->scheme->always_notes_port)
    g_hash_table_insert (attributes, (gpointer) "port",
                         g_strdup_printf ("%u", dm_location_get_effective_port (self)));
  return attributes;
}
