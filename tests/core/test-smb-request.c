/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-error.h"
#include "dm-locked-memory.h"
#include "dm-smb-answer.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECRET_LENGTH 24

static DmSmbRequest *
make_full (void)
{
  DmSmbRequest *request = dm_smb_request_new (DM_SMB_OPERATION_CLOSE_FILE, "fe80::1%eth0", 4450);

  request->share = g_strdup ("Bücher $");
  request->path = g_strdup ("a b/100%");
  request->user = g_strdup ("ann");
  request->domain = g_strdup ("OFFICE");
  request->kerberos = TRUE;
  request->timeout = 1234;
  request->file_id = 0x651f0005;
  request->file_path = g_strdup ("C:\\srv\\odd\x07name");
  request->file_user = g_strdup ("bob");
  dm_smb_request_set_password (request, "pä ss");
  return request;
}

static DmSmbRequest *
pass_on (DmSmbRequest *request, GError **error)
{
  g_autoptr (GBytes) bytes = dm_smb_request_write (request);

  return dm_smb_request_read (bytes, error);
}

static void
test_round_trip (void)
{
  g_autoptr (DmSmbRequest) request = make_full ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DmSmbRequest) read = pass_on (request, &error);

  g_assert_no_error (error);
  g_assert_cmpint (read->operation, ==, request->operation);
  g_assert_cmpstr (read->server, ==, request->server);
  g_assert_cmpint (read->port, ==, request->port);
  g_assert_cmpstr (read->share, ==, request->share);
  g_assert_cmpstr (read->path, ==, request->path);
  g_assert_cmpstr (read->user, ==, request->user);
  g_assert_cmpstr (read->domain, ==, request->domain);
  g_assert_cmpstr (read->password, ==, "pä ss");
  g_assert_true (read->kerberos);
  g_assert_cmpuint (read->timeout, ==, request->timeout);
  g_assert_cmpuint (read->file_id, ==, request->file_id);
  g_assert_cmpstr (read->file_path, ==, request->file_path);
  g_assert_cmpstr (read->file_user, ==, request->file_user);
}

/* An empty password is one. */
static void
test_round_trip_of_little (void)
{
  g_autoptr (DmSmbRequest) request = dm_smb_request_new (DM_SMB_OPERATION_SHARES, "nas", 445);
  g_autoptr (DmSmbRequest) without = pass_on (request, NULL);
  g_autoptr (DmSmbRequest) with = NULL;

  g_assert_null (without->share);
  g_assert_null (without->user);
  g_assert_null (without->password);
  g_assert_false (without->kerberos);
  g_assert_cmpuint (without->timeout, >=, 1000);

  dm_smb_request_set_password (request, "");
  with = pass_on (request, NULL);
  g_assert_cmpstr (with->password, ==, "");
}

static void
replace (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
spoil (DmSmbRequest *request, guint which)
{
  static const char *const servers[] = { "", "a/b", "user@nas", "nas\n", "na s", "[::1]", "nas?", "a\\b" };
  static const char *const words[] = { "", "bell\x07", "a\nb", "x\xc2\x85" };
  static const char *const paths[] = { "..", "a/../b", "./a", "a/\x01", "a/.." };
  g_autofree char *long_word = g_strnfill (256, 'x');

  if (which < G_N_ELEMENTS (servers))
    replace (&request->server, servers[which]);
  else if ((which -= G_N_ELEMENTS (servers)) < G_N_ELEMENTS (words))
    replace (&request->domain, words[which]);
  else if ((which -= G_N_ELEMENTS (words)) < G_N_ELEMENTS (words))
    replace (&request->user, words[which]);
  else if ((which -= G_N_ELEMENTS (words)) < G_N_ELEMENTS (paths))
    replace (&request->path, paths[which]);
  else if ((which -= G_N_ELEMENTS (paths)) == 0)
    request->port = 0;
  else if (which == 1)
    request->timeout = 0;
  else if (which == 2)
    request->operation = DM_SMB_OPERATION_IDENTIFY + 1;
  else if (which == 3)
    g_clear_pointer (&request->file_path, g_free);
  else if (which == 4)
    g_clear_pointer (&request->share, g_free);
  else if (which == 5)
    dm_smb_request_set_password (request, long_word);
  else if (which == 6)
    replace (&request->domain, long_word);
  else if (which == 7)
    replace (&request->share, "");
  else if (which == 8)
    replace (&request->share, long_word);
}

#define N_SPOILT (8 + 4 + 4 + 5 + 9)

static void
test_not_a_request (void)
{
  for (guint i = 0; i < N_SPOILT; i++)
    {
      g_autoptr (DmSmbRequest) request = make_full ();
      g_autoptr (DmSmbRequest) read = NULL;
      g_autoptr (GError) error = NULL;

      spoil (request, i);
      read = pass_on (request, &error);
      g_assert_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER);
      g_assert_null (read);
    }
}

static void
test_truncation (void)
{
  g_autoptr (DmSmbRequest) request = make_full ();
  g_autoptr (GBytes) bytes = dm_smb_request_write (request);

  for (gsize i = 0; i < g_bytes_get_size (bytes); i++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, i);

      g_assert_null (dm_smb_request_read (part, NULL));
    }
}

/* Whatever the bytes are, they are refused or make a request that is in order. */
static void
test_hostile_bytes (void)
{
  g_autoptr (DmSmbRequest) request = make_full ();
  g_autoptr (GBytes) bytes = dm_smb_request_write (request);
  gsize size = g_bytes_get_size (bytes);

  for (guint round = 0; round < 20000; round++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      g_autoptr (GBytes) hostile = NULL;
      g_autoptr (DmSmbRequest) read = NULL;

      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        copy[g_test_rand_int_range (0, (gint32) size)] = (guint8) g_test_rand_int_range (0, 256);
      hostile = g_bytes_new (copy, size);
      read = dm_smb_request_read (hostile, NULL);
      if (read == NULL)
        continue;
      g_assert_true (g_utf8_validate (read->server, -1, NULL));
      g_assert_cmpuint (read->port, !=, 0);
      g_assert_cmpint (read->operation, <=, DM_SMB_OPERATION_IDENTIFY);
    }
}

static void
test_too_long (void)
{
  g_autofree guint8 *data = g_malloc0 (DM_SMB_REQUEST_MAX + 1);
  g_autoptr (GBytes) bytes = g_bytes_new (data, DM_SMB_REQUEST_MAX + 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (dm_smb_request_read (bytes, &error));
  g_assert_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER);
}

/* Not a literal, which would be found for ever. */
static void
make_secret (char secret[SECRET_LENGTH + 1])
{
  for (guint i = 0; i < SECRET_LENGTH; i++)
    secret[i] = (char) ('a' + (i * 7 + 3) % 26);
  secret[SECRET_LENGTH] = '\0';
}

static guint
count_in (int memory, guint64 start, guint64 end, const char *secret)
{
  gsize size = end - start;
  g_autofree char *copy = NULL;
  guint count = 0;

  if (size > 256 * 1024 * 1024)
    return 0;
  copy = g_malloc (size);
  if (pread (memory, copy, size, (off_t) start) == (ssize_t) size)
    {
      for (char *p = copy; (p = memmem (p, size - (gsize) (p - copy), secret, SECRET_LENGTH)) != NULL; p++)
        count++;
    }
  explicit_bzero (copy, size);
  return count;
}

/* How often it is in our memory. */
static guint
count_secret (void)
{
  char secret[SECRET_LENGTH + 1];
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint count = 0;

  make_secret (secret);
  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 start, end;

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x rw", &start, &end) == 2 &&
          strstr (lines[i], "[v") == NULL)
        count += count_in (memory, start, end, secret);
    }

  close (memory);
  explicit_bzero (secret, sizeof secret);
  return count;
}

static void
handle_secret (void)
{
  g_autoptr (DmSmbRequest) request = dm_smb_request_new (DM_SMB_OPERATION_CHECK, "nas", 445);
  g_autoptr (DmSmbRequest) read = NULL;
  char secret[SECRET_LENGTH + 1];

  make_secret (secret);
  dm_smb_request_set_password (request, secret);
  explicit_bzero (secret, sizeof secret);
  read = pass_on (request, NULL);
  g_assert_cmpuint (strlen (read->password), ==, SECRET_LENGTH);
  /* There is something to be found. */
  g_assert_cmpuint (count_secret (), >=, 2);
  dm_smb_request_set_password (request, NULL);
  g_assert_null (request->password);
}

static void
test_wiped (void)
{
  guint before;

#if defined(__SANITIZE_ADDRESS__)
  if (TRUE)
    {
      g_test_skip ("a sanitizer keeps what was freed, and far more than can be looked through");
      return;
    }
#endif

  before = count_secret ();
  handle_secret ();
  g_assert_cmpuint (count_secret (), <=, before);
}

static void
test_answer_round_trip (void)
{
  g_autoptr (GVariant) entries = g_variant_ref_sink (
    g_variant_new_parsed ("[{'name': <'team \u202e'>, 'special': <false>}, @a{sv} {}]"));
  g_autoptr (DmSmbAnswer) answer = dm_smb_answer_new (DM_SMB_FAILURE_OTHER, 1460, entries);
  g_autoptr (GBytes) bytes = dm_smb_answer_write (answer);
  g_autoptr (GError) error = NULL;
  g_autoptr (DmSmbAnswer) read = dm_smb_answer_read (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpint (read->failure, ==, DM_SMB_FAILURE_OTHER);
  g_assert_cmpuint (read->code, ==, 1460);
  g_assert_cmpvariant (read->entries, entries);
}

static void
test_not_an_answer (void)
{
  static const char texts[] = "lib/foo: out of order";
  g_autoptr (DmSmbAnswer) unknown = dm_smb_answer_new (DM_SMB_FAILURE_OTHER + 1, 0, NULL);
  GBytes *cases[] = {
    g_bytes_new (NULL, 0),
    g_bytes_new_static (texts, sizeof texts),
    dm_smb_answer_write (unknown),
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dm_smb_answer_read (cases[i], &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_EXTENDED_ERROR);
      g_bytes_unref (cases[i]);
    }
}

static void
test_answer_words (void)
{
  static const struct
  {
    DmSmbFailure failure;
    DmError code;
    const char *words; /* must be in the message */
  } cases[] = {
    { DM_SMB_FAILURE_UNKNOWN_HOST, DM_ERROR_BAD_NET_PATH, "no server “nas”" },
    { DM_SMB_FAILURE_CLOSED, DM_ERROR_BAD_NET_PATH, "port 445" },
    { DM_SMB_FAILURE_NO_ANSWER, DM_ERROR_BAD_NET_PATH, "“nas” did not answer in time" },
    { DM_SMB_FAILURE_PROTOCOL, DM_ERROR_BAD_NET_PATH, "SMB 1" },
    { DM_SMB_FAILURE_LOGIN, DM_ERROR_LOGON_FAILURE, "“ann”" },
    { DM_SMB_FAILURE_EXPIRED, DM_ERROR_LOGON_FAILURE, "changed first" },
    { DM_SMB_FAILURE_LOGIN_TOO_LONG, DM_ERROR_LOGON_FAILURE, "255 bytes" },
    { DM_SMB_FAILURE_NO_SHARE, DM_ERROR_BAD_NET_NAME, "“team”" },
    { DM_SMB_FAILURE_SHARE_RIGHTS, DM_ERROR_ACCESS_DENIED, "“team”" },
    { DM_SMB_FAILURE_NO_PATH, DM_ERROR_NO_NET_OR_BAD_PATH, "“a/b”" },
    { DM_SMB_FAILURE_NOT_A_FOLDER, DM_ERROR_NO_NET_OR_BAD_PATH, "is a file" },
    { DM_SMB_FAILURE_PATH_RIGHTS, DM_ERROR_ACCESS_DENIED, "“a/b”" },
    { DM_SMB_FAILURE_NOT_ADMINISTRATOR, DM_ERROR_ACCESS_DENIED, "administrator" },
    { DM_SMB_FAILURE_FILE_GONE, DM_ERROR_NOT_CONNECTED, "“C:\\plan.txt”" },
    { DM_SMB_FAILURE_FILE_AMBIGUOUS, DM_ERROR_BUSY, "“C:\\plan.txt”" },
    { DM_SMB_FAILURE_FILE_STILL_OPEN, DM_ERROR_BUSY, "still open on the server “nas”" },
    { DM_SMB_FAILURE_OTHER, DM_ERROR_EXTENDED_ERROR, "77" },
  };
  g_autoptr (DmSmbRequest) request = dm_smb_request_new (DM_SMB_OPERATION_CHECK, "nas", 445);

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) == DM_SMB_FAILURE_OTHER);
  request->share = g_strdup ("team");
  request->path = g_strdup ("a/b");
  request->user = g_strdup ("ann");
  request->file_path = g_strdup ("C:\\plan.txt");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmSmbAnswer) answer = dm_smb_answer_new (cases[i].failure, 77, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_true (dm_smb_answer_to_error (answer, request, &error));
      g_assert_error (error, DM_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

static void
test_answer_words_for_guests (void)
{
  g_autoptr (DmSmbRequest) request = dm_smb_request_new (DM_SMB_OPERATION_CHECK, "nas", 445);

  for (guint i = DM_SMB_FAILURE_NONE; i <= DM_SMB_FAILURE_OTHER; i++)
    {
      g_autoptr (DmSmbAnswer) answer = dm_smb_answer_new (i, 0, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (dm_smb_answer_to_error (answer, request, &error), ==, i != DM_SMB_FAILURE_NONE);
      g_assert_true (error == NULL || strstr (error->message, "null") == NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smb-request/round-trip", test_round_trip);
  g_test_add_func ("/smb-request/round-trip-of-little", test_round_trip_of_little);
  g_test_add_func ("/smb-request/not-a-request", test_not_a_request);
  g_test_add_func ("/smb-request/truncation", test_truncation);
  g_test_add_func ("/smb-request/hostile-bytes", test_hostile_bytes);
  g_test_add_func ("/smb-request/too-long", test_too_long);
  g_test_add_func ("/smb-request/wiped", test_wiped);
  g_test_add_func ("/smb-answer/round-trip", test_answer_round_trip);
  g_test_add_func ("/smb-answer/not-an-answer", test_not_an_answer);
  g_test_add_func ("/smb-answer/words", test_answer_words);
  g_test_add_func ("/smb-answer/words-for-guests", test_answer_words_for_guests);

  return g_test_run ();
}
