/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-location.h"

/* What is read, how it is written as URI and as UNC. */
static const struct
{
  const char *text;
  const char *uri;
  const char *unc;
} good[] = {
  /* UNC */
  { "\\\\server\\share", "smb://server/share/", "\\\\server\\share" },
  { "\\\\SERVER\\Share\\Some Path\\", "smb://server/share/Some%20Path", "\\\\server\\share\\Some Path" },
  { "\\\\server\\share\\\\a\\.\\b\\..\\c", "smb://server/share/a/c", "\\\\server\\share\\a\\c" },
  { "\\\\server@4450\\share", "smb://server:4450/share/", "\\\\server@4450\\share" },
  { "\\\\server@445\\share\\", "smb://server/share/", "\\\\server\\share" },
  { "\\\\server@\\share", "smb://server/share/", "\\\\server\\share" },
  { "\\\\[::1]\\share", "smb://[::1]/share/", "\\\\[::1]\\share" },
  { "\\\\[::1]@4450\\share\\x", "smb://[::1]:4450/share/x", "\\\\[::1]@4450\\share\\x" },
  { "\\\\server\\C$", "smb://server/c$/", "\\\\server\\c$" },
  { "\\\\server\\100%\\50%25", "smb://server/100%25/50%2525", "\\\\server\\100%\\50%25" },
  { "\\\\server\\a#b?c\\d", "smb://server/a%23b%3Fc/d", "\\\\server\\a#b?c\\d" },
  { "\\\\server\\\\\\share", "smb://server/share/", "\\\\server\\share" },
  { "//server/share", "smb://server/share/", "\\\\server\\share" },
  { "//server/share/a/b/", "smb://server/share/a/b", "\\\\server\\share\\a\\b" },
  { "//server@4450/Share", "smb://server:4450/share/", "\\\\server@4450\\share" },
  { "\\\\server/share\\a/b", "smb://server/share/a/b", "\\\\server\\share\\a\\b" },
  /* SMB URIs */
  { "smb://server/share", "smb://server/share/", "\\\\server\\share" },
  { "SMB://Server/SHARE//x/", "smb://server/share/x", "\\\\server\\share\\x" },
  { "smb://server//share", "smb://server/share/", "\\\\server\\share" },
  { "smb://server:445/share", "smb://server/share/", "\\\\server\\share" },
  { "smb://server:/share", "smb://server/share/", "\\\\server\\share" },
  { "smb://server:0445/share", "smb://server/share/", "\\\\server\\share" },
  { "smb://127.0.0.21:4450/public/", "smb://127.0.0.21:4450/public/", "\\\\127.0.0.21@4450\\public" },
  { "smb://anna@server/share", "smb://anna@server/share/", "\\\\server\\share" },
  { "smb://WORK;anna@server/share", "smb://WORK;anna@server/share/", "\\\\server\\share" },
  { "smb://WORK%3Banna@server/share", "smb://WORK;anna@server/share/", "\\\\server\\share" },
  { "smb://WORK;@server/share", "smb://WORK;@server/share/", "\\\\server\\share" },
  { "smb://@server/share", "smb://server/share/", "\\\\server\\share" },
  { "smb://;@server/share", "smb://server/share/", "\\\\server\\share" },
  { "smb://;a;b@server/share", "smb://;a;b@server/share/", "\\\\server\\share" },
  { "smb://anna:secret@server/share", "smb://anna@server/share/", "\\\\server\\share" },
  { "smb://anna:s%zz@cr@t@server/share", "smb://anna@server/share/", "\\\\server\\share" },
  { "smb://a@b.c@server/share", "smb://a%40b.c@server/share/", "\\\\server\\share" },
  { "smb://a%3Ab%2Fc@server/share", "smb://a%3Ab%2Fc@server/share/", "\\\\server\\share" },
  { "smb://J%C3%BCrgen@server/share", "smb://J%C3%BCrgen@server/share/", "\\\\server\\share" },
  { "smb://Jürgen Ü@server/share", "smb://J%C3%BCrgen%20%C3%9C@server/share/", "\\\\server\\share" },
  { "smb://[FE80::0001%25]:4450/s", "smb://[fe80::1%25]:4450/s/", "\\\\[fe80::1%25]@4450\\s" },
  { "smb://[2001:0DB8:0:0:0:0:0:1]/s/ü", "smb://[2001:db8::1]/s/%C3%BC", "\\\\[2001:db8::1]\\s\\ü" },
  { "smb://[fe80::1%eth0]/s", "smb://[fe80::1%eth0]/s/", "\\\\[fe80::1%eth0]\\s" },
  { "smb://n%C3%84s.example/s", "smb://n%C3%A4s.example/s/", "\\\\näs.example\\s" },
  { "smb://my_nas-2/s", "smb://my_nas-2/s/", "\\\\my_nas-2\\s" },
  { "smb://server/share/a%20b%25%23%3f", "smb://server/share/a%20b%25%23%3F", "\\\\server\\share\\a b%#?" },
  /* shares that are written in a URI only */
  { "smb://server/%2E%2E", "smb://server/%2E%2E/", NULL },
  { "smb://server//%2e%2e//a/%2e%2e/b", "smb://server/%2E%2E/b", NULL },
  { "smb://WORK;anna@server:4450/%2E/x", "smb://WORK;anna@server:4450/%2E/x", NULL },
  { "smb://server/%2E%2E./..x", "smb://server/.../..x", "\\\\server\\...\\..x" },
  { "smb://server/Bell%07/x", "smb://server/bell%07/x", NULL },
  { "smb://server/a%0Ab%1B%5B31m", "smb://server/a%0Ab%1B%5B31m/", NULL },
  { "smb://server/%01%7f%c2%85%C2%9B", "smb://server/%01%7F%C2%85%C2%9B/", NULL },
  { "smb://server/share/a/%2e%2E/b", "smb://server/share/b", "\\\\server\\share\\b" },
  { "smb://server/share/:@!$&'()*+,;=", "smb://server/share/:@!$&'()*+,;=", "\\\\server\\share\\:@!$&'()*+,;=" },
  { "smb://server/share/Ünï/日本", "smb://server/share/%C3%9Cn%C3%AF/%E6%97%A5%E6%9C%AC", "\\\\server\\share\\Ünï\\日本" },
  { "smb://server/share/[x]{y}|\"<>^`~", "smb://server/share/%5Bx%5D%7By%7D%7C%22%3C%3E%5E%60~", "\\\\server\\share\\[x]{y}|\"<>^`~" },
  /* odd names of shares */
  { "smb://server/My%20Share", "smb://server/my%20share/", "\\\\server\\my share" },
  { "smb://server/%C3%9Cbung", "smb://server/%C3%BCbung/", "\\\\server\\übung" },
  { "smb://server/Stra%C3%9Fe", "smb://server/strasse/", "\\\\server\\strasse" },
  { "smb://server/it's%22%27%25", "smb://server/it's%22'%25/", "\\\\server\\it's\"'%" },
  { "smb://server/%E2%80%AEgpj.exe", "smb://server/%E2%80%AEgpj.exe/", "\\\\server\\\xe2\x80\xaegpj.exe" },
  { "smb://server/%20", "smb://server/%20/", "\\\\server\\ " },
  { "smb://server/$;@:=", "smb://server/$;@:=/", "\\\\server\\$;@:=" },
  { "smb://server/...", "smb://server/.../", "\\\\server\\..." },
  { "smb://server/%F0%9F%8E%B5", "smb://server/%F0%9F%8E%B5/", "\\\\server\\🎵" },
  /* the other schemes */
  { "dav://host", "dav://host/", NULL },
  { "dav://Bob@HOST:80/Dav/x/", "dav://Bob@host/Dav/x", NULL },
  { "davs://host:443/a%20b", "davs://host/a%20b", NULL },
  { "davs://host:80/", "davs://host:80/", NULL },
  { "davs://a%3Bb@host/", "davs://a;b@host/", NULL },
  { "sftp://u@h:2222/", "sftp://u@h:2222/", NULL },
  { "sftp://u@h:22/home/U", "sftp://u@h/home/U", NULL },
  { "sftp://h/a%5Cb", "sftp://h/a%5Cb", NULL },
  { "ssh://u@h/x", "sftp://u@h/x", NULL },
  { "nfs://filer/export/home", "nfs://filer/export/home", NULL },
  { "nfs://filer:2049/", "nfs://filer/", NULL },
  { "ftp://anonymous@h:21/pub", "ftp://anonymous@h/pub", NULL },
  { "ftps://h:990/", "ftps://h:990/", NULL },
  { "afp://h/Volume/x", "afp://h/Volume/x", NULL },
  { "afp://me:pw@h:548/Volume", "afp://me@h/Volume/", NULL },
  { "sftp://[::1]:2222/x", "sftp://[::1]:2222/x", NULL },
  /* WebDAV as Windows writes it */
  { "\\\\server@SSL\\DavWWWRoot\\a\\b", "davs://server/a/b", NULL },
  { "\\\\server@ssl@8443\\folder", "davs://server:8443/folder", NULL },
  { "\\\\server@8080\\DavWWWRoot\\x", "dav://server:8080/x", NULL },
  { "\\\\server\\davwwwroot", "dav://server/", NULL },
  { "\\\\server@8080\\DavWWWRootX", "smb://server:8080/davwwwrootx/", "\\\\server@8080\\davwwwrootx" },
};

#define LONG_64 "0123456789012345678901234567890123456789012345678901234567890123"

static const struct
{
  const char *text;
  int code;
  const char *hint; /* (nullable): what the message must say */
} bad[] = {
  /* no server or no share */
  { "", DM_ERROR_BAD_NET_NAME, NULL },
  { "\\\\", DM_ERROR_BAD_NET_NAME, NULL },
  { "//", DM_ERROR_BAD_NET_NAME, NULL },
  { "\\\\server", DM_ERROR_BAD_NET_NAME, "share" },
  { "\\\\server\\", DM_ERROR_BAD_NET_NAME, "share" },
  { "//server/", DM_ERROR_BAD_NET_NAME, "share" },
  { "smb://server", DM_ERROR_BAD_NET_NAME, "share" },
  { "smb://server/", DM_ERROR_BAD_NET_NAME, "share" },
  { "smb://server:4450///", DM_ERROR_BAD_NET_NAME, "share" },
  { "smb:///share", DM_ERROR_BAD_NET_NAME, "server" },
  { "smb://", DM_ERROR_BAD_NET_NAME, NULL },
  { "smb://u@/share", DM_ERROR_BAD_NET_NAME, "server" },
  { "smb://u@:4450/share", DM_ERROR_BAD_NET_NAME, "server" },
  { "afp://h", DM_ERROR_BAD_NET_NAME, "share" },
  { "dav://", DM_ERROR_BAD_NET_NAME, "server" },
  { "sftp:///x", DM_ERROR_BAD_NET_NAME, "server" },
  /* no network place */
  { "http://host/dav", DM_ERROR_NO_NET_OR_BAD_PATH, "dav://" },
  { "https://host/dav", DM_ERROR_NO_NET_OR_BAD_PATH, "davs://" },
  { "HTTPS://host/dav", DM_ERROR_NO_NET_OR_BAD_PATH, "davs://" },
  { "gopher://host/", DM_ERROR_NO_NET_OR_BAD_PATH, "gopher" },
  { "file:///home/me", DM_ERROR_NO_NET_OR_BAD_PATH, "this computer" },
  { "/home/me", DM_ERROR_NO_NET_OR_BAD_PATH, "this computer" },
  { "C:\\Users", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  { "Z:", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  { "server", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  { "server/share", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  { "\\server\\share", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  { "smb:/server/share", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  { "://x", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  { " smb://server/share", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  { "1smb://server/share", DM_ERROR_NO_NET_OR_BAD_PATH, NULL },
  /* malformed */
  { "smb://server:0/share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "smb://server:65536/share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "smb://server:-1/share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "smb://server:4 450/share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "smb://server:99999999999999999999/share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "smb://server:x/share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "\\\\server@x\\share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "\\\\server@SSLX\\share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "\\\\server@445@1\\share", DM_ERROR_INVALID_PARAMETER, "port" },
  { "\\\\server:445\\share", DM_ERROR_INVALID_PARAMETER, "@4450" },
  { "smb://::1/share", DM_ERROR_INVALID_PARAMETER, "IPv6" },
  { "\\\\::1\\share", DM_ERROR_INVALID_PARAMETER, "IPv6" },
  { "smb://[::1/share", DM_ERROR_INVALID_PARAMETER, "IPv6" },
  { "smb://[::1]x/share", DM_ERROR_INVALID_PARAMETER, "IPv6" },
  { "smb://[nas]/share", DM_ERROR_INVALID_PARAMETER, "IPv6" },
  { "smb://[::g]/share", DM_ERROR_INVALID_PARAMETER, "::g" },
  { "smb://[::1%]/share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://[::1%a b]/share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://[1:2]/share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://my server/share", DM_ERROR_INVALID_PARAMETER, "my server" },
  { "smb://ser%2Fver/share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://ser%5Cver/share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server\\share/x", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://s%E2%80%AEr/share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://../share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "\\\\?\\UNC\\server\\share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "\\\\.\\pipe\\x", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/share/%2e%2E/", DM_ERROR_INVALID_PARAMETER, ".." },
  { "smb://server/share/..", DM_ERROR_INVALID_PARAMETER, ".." },
  { "smb://server/share/a/../../b", DM_ERROR_INVALID_PARAMETER, ".." },
  { "\\\\server\\share\\..\\other", DM_ERROR_INVALID_PARAMETER, ".." },
  { "sftp://host/..", DM_ERROR_INVALID_PARAMETER, ".." },
  { "smb://server/../share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/./share", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/share/%zz", DM_ERROR_INVALID_PARAMETER, "%25" },
  { "smb://server/100%", DM_ERROR_INVALID_PARAMETER, "%25" },
  { "smb://server/100%2", DM_ERROR_INVALID_PARAMETER, "%25" },
  { "smb://us%er@server/share", DM_ERROR_INVALID_PARAMETER, "%25" },
  { "smb://ser%ver/share", DM_ERROR_INVALID_PARAMETER, "%25" },
  { "smb://server/share/a%2Fb", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/share/a%00b", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/share%5Cx", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/share/a\\b", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/share/a?b", DM_ERROR_INVALID_PARAMETER, "%3F" },
  { "smb://server/share/#1 hits", DM_ERROR_INVALID_PARAMETER, "%23" },
  { "smb://server/share\n", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://server/bell\x07", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://server/x\xc2\x9b", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://server/bell%07/a%07b", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://server/bell%07/a\x1b", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://bell%07/share", DM_ERROR_INVALID_PARAMETER, "control" },
  { "\\\\server\\bell\x07", DM_ERROR_INVALID_PARAMETER, "control" },
  { "//server/x\xc2\x85", DM_ERROR_INVALID_PARAMETER, "control" },
  { "\\\\server\\..", DM_ERROR_INVALID_PARAMETER, "%2E%2E" },
  { "\\\\server@4450\\.\\x", DM_ERROR_INVALID_PARAMETER, "%2E%2E" },
  { "//server/..", DM_ERROR_INVALID_PARAMETER, "%2E%2E" },
  { "smb://server/..", DM_ERROR_INVALID_PARAMETER, "%2E%2E" },
  { "smb://server/.", DM_ERROR_INVALID_PARAMETER, "%2E%2E" },
  { "smb://server/.%2E/x", DM_ERROR_INVALID_PARAMETER, "%2E%2E" },
  { "smb://server/a%2Fb", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/a%00b", DM_ERROR_INVALID_PARAMETER, NULL },
  { "smb://server/back%5Cslash", DM_ERROR_INVALID_PARAMETER, NULL },
  { "afp://server/%2E%2E", DM_ERROR_INVALID_PARAMETER, NULL },
  { "afp://server/bell%07", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://server/share/%7F", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://server/share/%C2%85", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://a%1Bb@server/share", DM_ERROR_INVALID_PARAMETER, "control" },
  { "\\\\server\\sh\tare", DM_ERROR_INVALID_PARAMETER, "control" },
  { "smb://server/caf%E9", DM_ERROR_INVALID_PARAMETER, "UTF-8" },
  { "smb://server/caf\xe9", DM_ERROR_INVALID_PARAMETER, "UTF-8" },
  { "\\\\server\\caf\xe9", DM_ERROR_INVALID_PARAMETER, "UTF-8" },
  { "smb://\xff@server/share", DM_ERROR_INVALID_PARAMETER, "UTF-8" },
  { "smb://server/%ED%A0%80", DM_ERROR_INVALID_PARAMETER, "UTF-8" },
  { "smb://" LONG_64 LONG_64 LONG_64 LONG_64 ":x/share", DM_ERROR_INVALID_PARAMETER, "port" },
};

/* What a terminal, or whatever is given the text, would take for its own. */
static void
assert_harmless (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
}

static void
assert_round_trip (DmLocation *location)
{
  g_autofree char *uri = dm_location_to_uri (location);
  g_autofree char *unc = dm_location_to_unc (location);
  g_autoptr (GError) error = NULL;
  g_autoptr (DmLocation) from_uri = dm_location_parse (uri, &error);

  g_assert_no_error (error);
  if (!dm_location_equal (location, from_uri))
    g_error ("%s is not the same when read again", uri);
  g_assert_cmpuint (dm_location_hash (location), ==, dm_location_hash (from_uri));
  assert_harmless (uri);

  if (unc != NULL)
    {
      g_autoptr (DmLocation) from_unc = dm_location_parse (unc, &error);
      g_autoptr (DmLocation) anonymous = dm_location_dup_with_user (location, NULL, NULL);

      assert_harmless (unc);
      g_assert_no_error (error);
      if (!dm_location_equal (anonymous, from_unc))
        g_error ("%s is not the same when read again", unc);
    }
}

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DmLocation) location = dm_location_parse (good[i].text, &error);
      g_autofree char *uri = NULL;
      g_autofree char *unc = NULL;
      g_autofree char *remote = NULL;

      g_assert_no_error (error);
      uri = dm_location_to_uri (location);
      unc = dm_location_to_unc (location);
      remote = dm_location_to_remote (location);
      g_assert_cmpstr (uri, ==, good[i].uri);
      g_assert_cmpstr (unc, ==, good[i].unc);
      g_assert_cmpstr (remote, ==, unc != NULL ? unc : uri);
      assert_round_trip (location);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DmLocation) location = dm_location_parse (bad[i].text, &error);

      g_test_message ("%s", error != NULL ? error->message : bad[i].text);
      g_assert_null (location);
      g_assert_error (error, DM_ERROR, bad[i].code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (error->message, -1), <, 700);
      g_assert_null (strpbrk (error->message, "\n\t\x1b\x7f"));
      if (bad[i].hint != NULL)
        g_assert_nonnull (strstr (error->message, bad[i].hint));
      if (strlen (bad[i].text) < 100 && g_str_is_ascii (bad[i].text) && strpbrk (bad[i].text, "\n\t\x07\x1b") == NULL)
        g_assert_nonnull (strstr (error->message, bad[i].text));
    }
}

/* Whatever is wrong with an address, its password stays out of the message. */
static void
test_password_is_secret (void)
{
  const char *const texts[] = {
    "smb://u:hunter2@server",
    "smb://u:hunter2@server:x/share",
    "smb://u:hunter2@more@server/",
    "smb://u:hun/hunter2@server/share",
    "smb://u:1234#hunter2@server/share",
    "smb://u:hunter2%zz@server/100%",
    "https://u:hunter2@server/",
    "gopher://u:hunter2@server/",
    "smb://u:\xffhunter2@server/",
    "smb://D;u:hunter2@server/",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DmLocation) location = dm_location_parse (texts[i], &error);

      g_assert_null (location);
      g_assert_null (strstr (error->message, "hunter2"));
      g_assert_nonnull (strstr (error->message, "u:…@"));
    }
}

static void
test_parts (void)
{
  g_autoptr (DmLocation) smb = dm_location_parse ("smb://WORK;Anna%20B:pw@NAS:4450/Team/Some%20Path/x", NULL);
  g_autoptr (DmLocation) dav = dm_location_parse ("davs://[2001:DB8::1]/", NULL);
  g_autoptr (DmLocation) afp = dm_location_parse ("afp://h/Volume", NULL);

  g_assert_cmpstr (dm_location_get_scheme (smb), ==, "smb");
  g_assert_cmpstr (dm_location_get_domain (smb), ==, "WORK");
  g_assert_cmpstr (dm_location_get_user (smb), ==, "Anna B");
  g_assert_cmpstr (dm_location_get_server (smb), ==, "nas");
  g_assert_cmpuint (dm_location_get_port (smb), ==, 4450);
  g_assert_cmpuint (dm_location_get_effective_port (smb), ==, 4450);
  g_assert_cmpstr (dm_location_get_share (smb), ==, "team");
  g_assert_cmpstr (dm_location_get_path (smb), ==, "Some Path/x");
  g_assert_cmpstr (dm_location_get_provider (smb), ==, "smb");

  g_assert_cmpstr (dm_location_get_scheme (dav), ==, "davs");
  g_assert_null (dm_location_get_domain (dav));
  g_assert_null (dm_location_get_user (dav));
  g_assert_cmpstr (dm_location_get_server (dav), ==, "2001:db8::1");
  g_assert_cmpuint (dm_location_get_port (dav), ==, 0);
  g_assert_cmpuint (dm_location_get_effective_port (dav), ==, 443);
  g_assert_null (dm_location_get_share (dav));
  g_assert_cmpstr (dm_location_get_path (dav), ==, "");
  g_assert_cmpstr (dm_location_get_provider (dav), ==, "dav");

  g_assert_cmpstr (dm_location_get_share (afp), ==, "Volume");
}

static void
test_schemes (void)
{
  const struct
  {
    const char *scheme;
    const char *share;
    const char *provider;
    guint16 port;
  } cases[] = {
    { "smb", "s", "smb", 445 },
    { "dav", NULL, "dav", 80 },
    { "davs", NULL, "dav", 443 },
    { "sftp", NULL, "sftp", 22 },
    { "nfs", NULL, "nfs", 2049 },
    { "ftp", NULL, "ftp", 21 },
    { "ftps", NULL, "ftp", 21 },
    { "afp", "s", "afp", 548 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DmLocation) location = dm_location_new (cases[i].scheme, NULL, NULL, "h", cases[i].port, cases[i].share, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (dm_location_get_port (location), ==, 0);
      g_assert_cmpuint (dm_location_get_effective_port (location), ==, cases[i].port);
      g_assert_cmpstr (dm_location_get_provider (location), ==, cases[i].provider);
    }
}

static void
test_new (void)
{
  const struct
  {
    const char *parts[6]; /* scheme, domain, user, server, share, path */
    guint16 port;
    const char *uri; /* NULL: refused with @code */
    int code;
  } cases[] = {
    { { "smb", "W", "a%b", "NAS", "100%", "/x//y/" }, 0, "smb://W;a%25b@nas/100%25/x/y", 0 },
    { { "smb", "", "", "nas", "s", "" }, 445, "smb://nas/s/", 0 },
    { { "smb", NULL, "a;b", "nas", "s", NULL }, 1, "smb://;a;b@nas:1/s/", 0 },
    { { "smb", "D", "a;b", "nas", "s", NULL }, 0, "smb://D;a;b@nas/s/", 0 },
    { { "sftp", "D", "bob", "h", "ignored", "x" }, 0, "sftp://bob@h/x", 0 },
    { { "smb", NULL, NULL, "::1", "s", NULL }, 0, "smb://[::1]/s/", 0 },
    { { "smb", NULL, NULL, "[::1]", "s", NULL }, 0, NULL, DM_ERROR_INVALID_PARAMETER },
    { { "smb", "D;E", NULL, "nas", "s", NULL }, 0, NULL, DM_ERROR_INVALID_PARAMETER },
    { { "smb", NULL, NULL, "nas", "..", "x" }, 0, "smb://nas/%2E%2E/x", 0 },
    { { "smb", NULL, NULL, "nas", "a\tb\n", NULL }, 0, "smb://nas/a%09b%0A/", 0 },
    { { "smb", NULL, NULL, "nas", "s", "a\tb" }, 0, NULL, DM_ERROR_INVALID_PARAMETER },
    { { "afp", NULL, NULL, "nas", "..", NULL }, 0, NULL, DM_ERROR_INVALID_PARAMETER },
    { { "smb", NULL, NULL, "nas", "a/b", NULL }, 0, NULL, DM_ERROR_INVALID_PARAMETER },
    { { "smb", NULL, NULL, "nas", "s", "../x" }, 0, NULL, DM_ERROR_INVALID_PARAMETER },
    { { "smb", NULL, NULL, "nas", NULL, NULL }, 0, NULL, DM_ERROR_BAD_NET_NAME },
    { { "smb", NULL, NULL, "", "s", NULL }, 0, NULL, DM_ERROR_BAD_NET_NAME },
    { { "smb", NULL, "\xff", "nas", "s", NULL }, 0, NULL, DM_ERROR_INVALID_PARAMETER },
    { { "http", NULL, NULL, "h", NULL, NULL }, 0, NULL, DM_ERROR_NO_NET_OR_BAD_PATH },
    { { "SMB", NULL, NULL, "h", "s", NULL }, 0, NULL, DM_ERROR_NO_NET_OR_BAD_PATH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const *parts = cases[i].parts;
      g_autoptr (GError) error = NULL;
      g_autoptr (DmLocation) location = dm_location_new (parts[0], parts[1], parts[2], parts[3], cases[i].port, parts[4], parts[5], &error);
      g_autofree char *uri = NULL;

      if (cases[i].uri == NULL)
        {
          g_assert_null (location);
          g_assert_error (error, DM_ERROR, cases[i].code);
          continue;
        }

      g_assert_no_error (error);
      uri = dm_location_to_uri (location);
      g_assert_cmpstr (uri, ==, cases[i].uri);
      assert_round_trip (location);
    }
}

static void
test_mount_root (void)
{
  const struct
  {
    const char *text;
    const char *root;
  } cases[] = {
    { "smb://W;a@nas:4450/s/x/y", "smb://W;a@nas:4450/s/" },
    { "afp://h/V/x", "afp://h/V/" },
    { "sftp://u@h:2222/x/y", "sftp://u@h:2222/" },
    { "ftps://h/x", "ftps://h/" },
    { "dav://h/x/y", "dav://h/x/y" },
    { "nfs://h/export/x", "nfs://h/export/x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmLocation) location = dm_location_parse (cases[i].text, NULL);
      g_autoptr (DmLocation) root = dm_location_dup_mount_root (location);
      g_autofree char *uri = dm_location_to_uri (root);

      g_assert_cmpstr (uri, ==, cases[i].root);
      g_assert_cmpstr (dm_location_get_path_below (location, root), ==,
                       g_str_has_prefix (cases[i].root, cases[i].text) ? "" : strstr (cases[i].text, "/x") + 1);
    }
}

static void
test_with_user (void)
{
  const struct
  {
    const char *text;
    const char *domain;
    const char *user;
    const char *uri;
  } cases[] = {
    { "smb://nas/s/x", "W", "anna", "smb://W;anna@nas/s/x" },
    { "smb://W;anna@nas/s/x", NULL, NULL, "smb://nas/s/x" },
    { "smb://W;anna@nas/s/x", "", "bob", "smb://bob@nas/s/x" },
    { "smb://nas/s", NULL, "a@b:c;d", "smb://;a%40b%3Ac;d@nas/s/" },
    { "sftp://h/", "W", "anna", "sftp://anna@h/" },
    /* What cannot be in a name is dropped. */
    { "smb://nas/s", "W;X", "an\nna\xff", "smb://WX;anna%EF%BF%BD@nas/s/" },
    { "smb://nas/s", ";", "\n", "smb://nas/s/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmLocation) location = dm_location_parse (cases[i].text, NULL);
      g_autoptr (DmLocation) other = dm_location_dup_with_user (location, cases[i].domain, cases[i].user);
      g_autofree char *uri = dm_location_to_uri (other);

      g_assert_cmpstr (uri, ==, cases[i].uri);
      assert_round_trip (other);
    }
}

static void
test_equal (void)
{
  const struct
  {
    const char *a;
    const char *b;
    gboolean expected;
  } cases[] = {
    { "\\\\NAS\\Team", "smb://nas:445/team/", TRUE },
    { "smb://nas/team/x", "smb://nas/team/X", FALSE },
    { "smb://a@nas/team", "smb://nas/team", FALSE },
    { "smb://a@nas/team", "smb://A@nas/team", FALSE },
    { "smb://W;a@nas/team", "smb://a@nas/team", FALSE },
    { "smb://nas:4450/team", "smb://nas/team", FALSE },
    { "dav://h/", "davs://h/", FALSE },
    { "davs://h:443/x/", "davs://H/x", TRUE },
    { "smb://nas/team", "smb://nas2/team", FALSE },
    { "smb://nas/team", "smb://nas/team2", FALSE },
    { "smb://nas/%E1%8E%A0", "smb://nas/%EA%AD%B0", TRUE }, /* Cherokee A, a */
    { "smb://[::1]/x", "smb://[0:0::1]/x", TRUE },
    { "ssh://h/x", "sftp://h/x", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmLocation) a = dm_location_parse (cases[i].a, NULL);
      g_autoptr (DmLocation) b = dm_location_parse (cases[i].b, NULL);

      g_assert_cmpint (dm_location_equal (a, b), ==, cases[i].expected);
      g_assert_cmpint (dm_location_equal (b, a), ==, cases[i].expected);
      if (cases[i].expected)
        g_assert_cmpuint (dm_location_hash (a), ==, dm_location_hash (b));
    }
}

static void
test_matches (void)
{
  const struct
  {
    const char *self;
    const char *mount;
    const char *below; /* NULL: no match */
  } cases[] = {
    { "smb://nas/team", "smb://nas/team", "" },
    { "smb://NAS:445/Team/a/B", "smb://nas/team", "a/B" },
    { "\\\\nas\\team\\a", "smb://W;anna@nas/team", "a" }, /* no user: anybody's */
    { "smb://anna@nas/team", "smb://W;anna@nas/team", "" },
    { "smb://W;anna@nas/team", "smb://W;anna@nas/team", "" },
    { "smb://W;anna@nas/team", "smb://anna@nas/team", NULL },
    { "smb://W;@nas/team", "smb://X;anna@nas/team", NULL },
    { "smb://bob@nas/team", "smb://anna@nas/team", NULL },
    { "smb://bob@nas/team", "smb://nas/team", NULL },
    { "smb://nas:4450/team", "smb://nas/team", NULL },
    { "smb://nas/team2", "smb://nas/team", NULL },
    { "smb://nas2/team", "smb://nas/team", NULL },
    { "sftp://h/a/b", "sftp://u@h/", "a/b" },
    { "sftp://h/", "sftp://h/", "" },
    { "sftp://h:2222/", "sftp://h/", NULL },
    { "ftp://h/", "ftps://h/", NULL },
    { "dav://h/a/b/c", "dav://h/a/b", "c" },
    { "dav://h/a/b", "dav://h/a/b", "" },
    { "dav://h/a/bc", "dav://h/a/b", NULL },
    { "dav://h/a", "dav://h/a/b", NULL },
    { "dav://h/A/b", "dav://h/a", NULL },
    { "davs://h/a", "dav://h/a", NULL },
    { "nfs://h/export/home/me", "nfs://h/export/home", "me" },
    { "nfs://h/export", "nfs://h/", "export" },
    /* kernel mounts of a folder */
    { "smb://nas/team/a/b", "smb://nas/team/a", "b" },
    { "smb://nas/team", "smb://nas/team/a", NULL },
    { "smb://nas/%2E%2E/a", "smb://nas/%2E%2E", "a" },
    { "smb://nas/%2E%2E", "smb://nas/%2E", NULL },
    { "sftp://h/etc", "sftp://h/home/me", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmLocation) self = dm_location_parse (cases[i].self, NULL);
      g_autoptr (DmLocation) mount = dm_location_parse (cases[i].mount, NULL);

      g_test_message ("%s on %s", cases[i].self, cases[i].mount);
      g_assert_cmpstr (dm_location_get_path_below (self, mount), ==, cases[i].below);
      g_assert_cmpint (dm_location_matches_mount (self, mount), ==, cases[i].below != NULL);
    }
}

static const struct
{
  const char *text;
  const char *uri; /* NULL: an error, whose code is */
  int code;
} servers[] = {
  { "nas", "smb://nas/", 0 },
  { "NAS.Example.org", "smb://nas.example.org/", 0 },
  { "nas@4450", "smb://nas:4450/", 0 },
  { "nas:4450", "smb://nas:4450/", 0 },
  { "[::1]", "smb://[::1]/", 0 },
  { "[::1]:4450", "smb://[::1]:4450/", 0 },
  { "\\\\nas", "smb://nas/", 0 },
  { "\\\\nas\\", "smb://nas/", 0 },
  { "\\\\nas\\share\\a", "smb://nas/", 0 },
  { "\\\\nas@4450\\", "smb://nas:4450/", 0 },
  { "//nas", "smb://nas/", 0 },
  { "smb://nas", "smb://nas/", 0 },
  { "smb://nas:4450///", "smb://nas:4450/", 0 },
  { "smb://WORK;ann@nas/share/a%20b", "smb://nas/", 0 },
  { "", NULL, DM_ERROR_BAD_NET_NAME },
  { "\\\\", NULL, DM_ERROR_BAD_NET_NAME },
  { "smb://", NULL, DM_ERROR_BAD_NET_NAME },
  { "smb:///share", NULL, DM_ERROR_BAD_NET_NAME },
  { "two words", NULL, DM_ERROR_BAD_NET_NAME },
  { "nas@99999", NULL, DM_ERROR_BAD_NET_NAME },
  { "nas:0", NULL, DM_ERROR_BAD_NET_NAME },
  { "..", NULL, DM_ERROR_BAD_NET_NAME },
  { "/etc", NULL, DM_ERROR_BAD_NET_NAME },
  { "a\nb", NULL, DM_ERROR_BAD_NET_NAME },
  { "sftp://nas", NULL, DM_ERROR_NOT_SUPPORTED },
  { "davs://nas/x", NULL, DM_ERROR_NOT_SUPPORTED },
};

static void
test_server (void)
{
  g_autoptr (DmLocation) location = dm_location_parse_server ("smb://WORK;ann@nas/share/a", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DmLocation) server = dm_location_parse_server (servers[i].text, &error);
      g_autofree char *uri = server != NULL ? dm_location_to_server_uri (server) : NULL;

      g_test_message ("%s", servers[i].text);
      g_assert_cmpstr (uri, ==, servers[i].uri);
      if (servers[i].uri == NULL)
        g_assert_error (error, DM_ERROR, servers[i].code);
      else
        g_assert_no_error (error);
    }

  g_assert_cmpstr (dm_location_get_user (location), ==, "ann");
  g_assert_cmpstr (dm_location_get_domain (location), ==, "WORK");
  g_assert_cmpstr (dm_location_get_path (location), ==, "");
}

static void
test_guest (void)
{
  static const struct
  {
    const char *text;
    gboolean is_guest;
  } cases[] = {
    { "smb://guest@nas/music", TRUE },
    { "smb://DOMAIN;Guest@nas/music", TRUE },
    { "smb://nas/music", FALSE },
    { "smb://guest1@nas/music", FALSE },
    { "sftp://guest@nas/", FALSE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmLocation) location = dm_location_parse (cases[i].text, NULL);

      g_assert_cmpint (dm_location_is_guest (location), ==, cases[i].is_guest);
    }
}

static void
test_secret_attributes (void)
{
  const struct
  {
    const char *text;
    const char *values[5]; /* user, domain, server, protocol, port */
  } cases[] = {
    { "smb://nas/team", { NULL, NULL, "nas", "smb", NULL } },
    { "smb://W;Anna:pw@NAS:4450/team/x", { "Anna", "W", "nas", "smb", "4450" } },
    { "smb://nas:445/team", { NULL, NULL, "nas", "smb", NULL } },
    { "smb://[::1]/team", { NULL, NULL, "[::1]", "smb", NULL } },
    { "sftp://u@h:2222/x", { "u", NULL, "h", "sftp", "2222" } },
    { "sftp://[::1]/x", { NULL, NULL, "::1", "sftp", NULL } },
    { "ftp://u@h/", { "u", NULL, "h", "ftp", NULL } },
    { "ftps://u@h/", { "u", NULL, "h", "ftp", NULL } },
    /* GVfs notes the port of these always, and calls both kinds of WebDAV http. */
    { "dav://u@h/x", { "u", NULL, "h", "http", "80" } },
    { "davs://u@h/x", { "u", NULL, "h", "http", "443" } },
    { "davs://u@h:8443/x", { "u", NULL, "h", "http", "8443" } },
    { "afp://u@h/V", { "u", NULL, "h", "afp", "548" } },
  };
  const char *const keys[] = { "user", "domain", "server", "protocol", "port" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmLocation) location = dm_location_parse (cases[i].text, NULL);
      g_autoptr (GHashTable) attributes = dm_location_to_secret_attributes (location);
      guint n_expected = 0;

      for (gsize j = 0; j < G_N_ELEMENTS (keys); j++)
        {
          g_assert_cmpstr (g_hash_table_lookup (attributes, keys[j]), ==, cases[i].values[j]);
          n_expected += cases[i].values[j] != NULL;
        }
      g_assert_cmpuint (g_hash_table_size (attributes), ==, n_expected);
    }
}

static void
test_ref (void)
{
  DmLocation *location = dm_location_parse ("smb://nas/team", NULL);
  DmLocation *boxed = g_boxed_copy (DM_TYPE_LOCATION, location);

  g_assert_true (boxed == location);
  dm_location_unref (location);
  g_assert_cmpstr (dm_location_get_share (boxed), ==, "team");
  g_boxed_free (DM_TYPE_LOCATION, boxed);
}

/* GVfs writes what it was given as %2E%2E as “..”. */
static void
test_file_uri (void)
{
  static const struct
  {
    const char *text;
    const char *uri;
  } cases[] = {
    { "smb://nas/../", "smb://nas/%2E%2E/" },
    { "smb://a@nas:4450/./b/c", "smb://a@nas:4450/%2E/b/c" },
    { "smb://nas/..x/..", "smb://nas/..x/.." },
    { "smb://nas/", "smb://nas/" },
    { "smb://nas", "smb://nas" },
    { "sftp://nas/../", "sftp://nas/../" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) file = g_vfs_get_file_for_uri (g_vfs_get_local (), cases[i].text);
      g_autofree char *uri = dm_location_dup_file_uri (file);

      g_assert_cmpstr (uri, ==, cases[i].uri);
    }
}

/* Pieces that mean something to the parser, and bytes that mean nothing. */
static char *
make_random_text (void)
{
  static const char *const pieces[] = {
    "smb://",
    "dav://",
    "sftp://",
    "\\\\",
    "\\",
    "/",
    "//",
    "@",
    ":",
    ";",
    "%",
    "%2F",
    "%5c",
    "%00",
    "%0a",
    "%07",
    "%2e",
    "%C2%9b",
    "%C3%9C",
    "%25",
    "%3b",
    "%40",
    "[",
    "]",
    "[::1]",
    "..",
    ".",
    "?",
    "#",
    "445",
    "SSL",
    "DavWWWRoot",
    "nas",
    "Team",
    "ß",
    "İ",
    "\xe1\x8e\xa0",
    "\xea\xad\xb1",
    "\xe2\x80\xae",
    "\xff",
    "\xc3",
    " ",
    "\n",
    "$",
    "a",
  };
  g_autoptr (GString) text = g_string_new (NULL);
  int n_pieces = g_test_rand_int_range (0, 14);

  /* Mostly something that gets past the first look. */
  if (g_test_rand_int_range (0, 4) != 0)
    g_string_append (text, pieces[g_test_rand_int_range (0, 4)]);
  for (int i = 0; i < n_pieces; i++)
    {
      if (g_test_rand_int_range (0, 8) == 0)
        g_string_append_c (text, (char) g_test_rand_int_range (1, 256));
      else
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    }

  return g_strdup (text->str);
}

static gboolean
has_dav_root (DmLocation *location)
{
  return g_strcmp0 (dm_location_get_share (location), "davwwwroot") == 0;
}

static void
test_fuzz_text (void)
{
  guint n_good = 0;

  for (guint round = 0; round < 100000; round++)
    {
      g_autofree char *text = make_random_text ();
      g_autoptr (GError) error = NULL;
      g_autoptr (DmLocation) location = dm_location_parse (text, &error);

      g_assert_true ((location != NULL) == (error == NULL));
      if (location == NULL)
        {
          g_assert_true (error->domain == DM_ERROR);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
        }
      else if (!has_dav_root (location))
        {
          assert_round_trip (location);
          n_good++;
        }
    }

  /* Else the above says little. */
  g_assert_cmpuint (n_good, >, 1000);
}

/* A part made of any characters that parts may have. */
static char *
make_random_part (void)
{
  g_autoptr (GString) part = g_string_new (NULL);
  int length = g_test_rand_int_range (1, 8);

  while (length > 0)
    {
      gunichar c = (gunichar) (g_test_rand_int_range (0, 3) != 0 ? g_test_rand_int_range (0x20, 0x7f) : g_test_rand_int_range (0xa0, 0x20000));

      if (g_unichar_validate (c) && !g_unichar_iscntrl (c) && c != '/' && c != '\\')
        {
          g_string_append_unichar (part, c);
          length--;
        }
    }

  return g_strdup (part->str);
}

static void
test_fuzz_parts (void)
{
  guint n_good = 0;

  for (guint round = 0; round < 20000; round++)
    {
      g_autofree char *user = make_random_part ();
      g_autofree char *share = make_random_part ();
      g_autofree char *path = make_random_part ();
      g_autoptr (GError) error = NULL;
      g_autoptr (DmLocation) location = dm_location_new (round % 2 == 0 ? "smb" : "afp", round % 4 == 0 ? "W" : NULL, user, "h", (guint16) g_test_rand_int_range (0, 65536), share, path, &error);

      if (location == NULL)
        continue;

      g_assert_cmpstr (dm_location_get_user (location), ==, user);
      assert_round_trip (location);
      n_good++;
    }

  g_assert_cmpuint (n_good, >, 19000);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/location/good", test_good);
  g_test_add_func ("/location/bad", test_bad);
  g_test_add_func ("/location/password-is-secret", test_password_is_secret);
  g_test_add_func ("/location/parts", test_parts);
  g_test_add_func ("/location/schemes", test_schemes);
  g_test_add_func ("/location/new", test_new);
  g_test_add_func ("/location/mount-root", test_mount_root);
  g_test_add_func ("/location/with-user", test_with_user);
  g_test_add_func ("/location/equal", test_equal);
  g_test_add_func ("/location/matches", test_matches);
  g_test_add_func ("/location/server", test_server);
  g_test_add_func ("/location/guest", test_guest);
  g_test_add_func ("/location/secret-attributes", test_secret_attributes);
  g_test_add_func ("/location/ref", test_ref);
  g_test_add_func ("/location/file-uri", test_file_uri);
  g_test_add_func ("/location/fuzz/text", test_fuzz_text);
  g_test_add_func ("/location/fuzz/parts", test_fuzz_parts);

  return g_test_run ();
}
