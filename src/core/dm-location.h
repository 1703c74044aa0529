/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmLocation:
 *
 * A normalised network place, immutable and reference counted (atomically).
 * Server and share are kept case-folded, so that comparing is simple; the
 * path keeps its case. A password in an address is never kept.
 */
typedef struct _DmLocation DmLocation;

#define DM_TYPE_LOCATION (dm_location_get_type ())
GType dm_location_get_type (void);

/* Reads `\\server\share\path`, `\\server@port\share`, `//server/share`,
 * `smb://[DOMAIN;][user[:…]@]server[:port]/share/…` and URIs of the other
 * schemes (dav davs sftp ssh nfs ftp ftps afp). Errors, all naming @text:
 * DM_ERROR_BAD_NET_NAME (empty, or an SMB place without a share),
 * DM_ERROR_NO_NET_OR_BAD_PATH (a scheme nobody serves, or no network place),
 * DM_ERROR_INVALID_PARAMETER (malformed: bad port, control characters,
 * invalid UTF-8, `..` that climbs out of the share). A share that is called `..`
 * or has a control character in its name is read from a URI with percent signs
 * only: smb://server/%2E%2E. */
DmLocation *dm_location_parse (const char *text, GError **error);

/* The URI of @file as dm_location_parse () reads it. GVfs writes a share that is
 * called “..” as it stands, which is refused of everybody else. */
char *dm_location_dup_file_uri (GFile *file);

/* Reads an SMB server: "nas", "nas@4450", "nas:4450", `\\nas`, "smb://nas", or any
 * place on it; the location is that of its share IPC$. DM_ERROR_BAD_NET_NAME: it
 * is none; DM_ERROR_NOT_SUPPORTED: another kind of server. */
DmLocation *dm_location_parse_server (const char *text, GError **error);

/* Builds from parts that are not escaped. @scheme in lower case; @port 0 is
 * the default; @share NULL for schemes without one; @path NULL or relative.
 * @domain, @user may be NULL. The same errors as dm_location_parse (). */
DmLocation *dm_location_new (const char *scheme,
                             const char *domain,
                             const char *user,
                             const char *server,
                             guint16 port,
                             const char *share,
                             const char *path,
                             GError **error);

DmLocation *dm_location_ref (DmLocation *self);
void dm_location_unref (DmLocation *self);

const char *dm_location_get_scheme (DmLocation *self);
const char *dm_location_get_domain (DmLocation *self); /* nullable */
const char *dm_location_get_user (DmLocation *self);   /* nullable */
const char *dm_location_get_server (DmLocation *self); /* IPv6 without [] */
guint16 dm_location_get_port (DmLocation *self);       /* 0: the default */
const char *dm_location_get_share (DmLocation *self);  /* nullable */
const char *dm_location_get_path (DmLocation *self);   /* "" or "a/b", unescaped */

/* Whether it is explicitly a guest's: an SMB place of the user "guest" (in any case),
 * whom a server lets in without a password. Without a user it is anybody's, with
 * whatever password is kept. */
gboolean dm_location_is_guest (DmLocation *self);

/* The port that will be used: the given one, else the scheme's own. */
guint16 dm_location_get_effective_port (DmLocation *self);

/* Who serves it: "smb", "dav" (also davs), "sftp", "nfs", "ftp", "afp". */
const char *dm_location_get_provider (DmLocation *self);

/* As GVfs wants it, with user, domain and a port other than the default. */
char *dm_location_to_uri (DmLocation *self);

/* Only the server, whoever the user is: "smb://server:4450/". */
char *dm_location_to_server_uri (DmLocation *self);

/* `\\server\share\path`, `\\server@4450\share`; NULL if not SMB, or if the share is
 * called “..” or has a control character in its name: that takes a URI. */
char *dm_location_to_unc (DmLocation *self);

/* What a person calls it: the UNC where there is one, else the URI. */
char *dm_location_to_remote (DmLocation *self);

/* The place that gets mounted: the same without a path for SMB (and afp),
 * the same with an empty path for sftp and ftp, unchanged for dav and nfs
 * (whose mount prefix is the path). */
DmLocation *dm_location_dup_mount_root (DmLocation *self);

/* The same place for another user; NULLs take user and domain away. */
DmLocation *dm_location_dup_with_user (DmLocation *self,
                                       const char *domain,
                                       const char *user);

/* The same for all locations on one server, whoever the user is: provider, server
 * and port in one word. */
char *dm_location_to_server_key (DmLocation *self);

/* Equal in every part, user and path included. */
gboolean dm_location_equal (DmLocation *a, DmLocation *b);
guint dm_location_hash (DmLocation *self);

/* Whether @self names the mounted place @mount: scheme, server, effective
 * port and share (for sftp/ftp nothing more, for dav/nfs: @self's path is at
 * or below @mount's path) are the same, and so are user and domain where
 * @self gives them. A @self without a user matches every user. */
gboolean dm_location_matches_mount (DmLocation *self, DmLocation *mount);

/* @self's path below @mount ("" at its root); NULL unless it matches. */
const char *dm_location_get_path_below (DmLocation *self, DmLocation *mount);

/* The attributes under which GVfs keeps the password in the secret service
 * (schema org.gnome.keyring.NetworkPassword): user, domain, server, protocol,
 * and port where it is not the default. (transfer container): string → string. */
GHashTable *dm_location_to_secret_attributes (DmLocation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmLocation, dm_location_unref)

G_END_DECLS
