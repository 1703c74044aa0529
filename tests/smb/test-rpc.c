/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-ndr.h"
#include "dm-rpc.h"

#include <string.h>

#define CALL_ID  2
#define FIRST    1
#define LAST     2
#define RESPONSE 2
#define FAULT    3
#define BIND_ACK 12
#define BIND_NAK 13

/* The most that we let a server send at once, and what is before the stub. */
#define MAX_FRAGMENT    4280
#define RESPONSE_HEADER 24

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize size = 0;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, size);
}

static void
put_pdu (DmNdrWriter *out,
         guint8 type,
         guint8 flags,
         guint32 call_id,
         const guint8 *body,
         gsize size)
{
  static const guint8 start[] = { 5, 0 };
  static const guint8 representation[] = { 0x10, 0, 0, 0 };
  guint8 numbers[8] = { 0 };

  for (gsize i = 0; i < 4; i++)
    {
      numbers[i] = i < 2 ? (guint8) ((16 + size) >> 8 * i) : 0;
      numbers[4 + i] = (guint8) (call_id >> 8 * i);
    }
  dm_ndr_writer_put_bytes (out, start, sizeof start);
  dm_ndr_writer_put_uint8 (out, type);
  dm_ndr_writer_put_uint8 (out, flags);
  dm_ndr_writer_put_bytes (out, representation, sizeof representation);
  dm_ndr_writer_put_bytes (out, numbers, sizeof numbers);
  dm_ndr_writer_put_bytes (out, body, size);
}

static void
put_response (DmNdrWriter *out,
              guint8 flags,
              const guint8 *stub,
              gsize size)
{
  g_autofree guint8 *body = g_malloc0 (8 + size);

  if (size > 0)
    memcpy (body + 8, stub, size);
  put_pdu (out, RESPONSE, flags, CALL_ID, body, 8 + size);
}

static gboolean
take (DmRpcAnswer *answer,
      const guint8 *data,
      gsize size,
      GError **error)
{
  /* A copy: reading on would be seen. */
  g_autofree guint8 *copy = g_memdup2 (data, size);

  return dm_rpc_answer_take (answer, copy, size, error);
}

static void
assert_taken (DmRpcAnswer *answer,
              const guint8 *data,
              gsize size)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (take (answer, data, size, &error));
  g_assert_no_error (error);
}

static void
assert_stub (DmRpcAnswer *answer,
             const guint8 *data,
             gsize size)
{
  g_autoptr (GBytes) stub = NULL;

  g_assert_true (dm_rpc_answer_is_complete (answer));
  g_assert_cmpuint (dm_rpc_answer_get_wanted (answer), ==, 0);
  stub = dm_rpc_answer_get_stub (answer);
  g_assert_cmpmem (g_bytes_get_data (stub, NULL), g_bytes_get_size (stub), data, size);
}

static void
assert_refused (guint32 call_id,
                const guint8 *data,
                gsize size,
                GIOErrorEnum code)
{
  g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (call_id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) second = NULL;

  g_assert_false (take (answer, data, size, &error));
  g_assert_error (error, G_IO_ERROR, (int) code);
  g_assert_false (dm_rpc_answer_is_complete (answer));
  g_assert_cmpuint (dm_rpc_answer_get_wanted (answer), ==, 0);

  g_assert_false (take (answer, data, size, &second));
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_bind (void)
{
  static const guint8 expected[] = {
    5, 0, 11, 3, 0x10, 0, 0, 0, 72, 0, 0, 0, 1, 0, 0, 0,
    0xb8, 0x10, 0xb8, 0x10, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0,
    0xc8, 0x4f, 0x32, 0x4b, 0x70, 0x16, 0xd3, 0x01, 0x12, 0x78, 0x5a, 0x47, 0xbf, 0x6e, 0xe1, 0x88, 3, 0, 0, 0,
    0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60, 2, 0, 0, 0
  };
  g_autoptr (GBytes) bind = dm_rpc_write_bind ();

  g_assert_cmpmem (g_bytes_get_data (bind, NULL), g_bytes_get_size (bind), expected, sizeof expected);
}

static void
test_request (void)
{
  static const guint8 expected[] = {
    5, 0, 0, 3, 0x10, 0, 0, 0, 27, 0, 0, 0, 4, 3, 2, 1, 3, 0, 0, 0, 0, 0, 15, 0, 'a', 'b', 'c'
  };
  g_autoptr (GBytes) arguments = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) request = dm_rpc_write_request (0x01020304, 15, arguments);

  g_assert_cmpmem (g_bytes_get_data (request, NULL), g_bytes_get_size (request), expected, sizeof expected);
}

/* A request looks like a response, so it can be read as one. */
static void
check_long_request (gsize size)
{
  g_autofree guint8 *arguments = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) request = NULL;
  g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (CALL_ID);
  g_autofree guint8 *data = NULL;
  gsize total;

  for (gsize i = 0; i < size; i++)
    arguments[i] = (guint8) (i * 7 + i / 256);
  bytes = g_bytes_new (arguments, size);
  request = dm_rpc_write_request (CALL_ID, 9, bytes);
  data = g_bytes_unref_to_data (g_steal_pointer (&request), &total);

  for (gsize offset = 0; offset < total;)
    {
      gsize length = (gsize) data[offset + 8] | (gsize) data[offset + 9] << 8;

      g_assert_cmpuint (length, <=, 1432);
      data[offset + 2] = RESPONSE;
      offset += length;
    }
  assert_taken (answer, data, total);
  assert_stub (answer, arguments, size);
}

static void
test_long_requests (void)
{
  static const gsize sizes[] = { 1, 1407, 1408, 1409, 2816, 2817, 200000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    check_long_request (sizes[i]);
}

static void
check_splits (guint32 call_id,
              GBytes *pdu,
              const guint8 *stub,
              gsize stub_size)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (pdu, &size);

  for (gsize at = 0; at <= size; at++)
    {
      g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (call_id);

      assert_taken (answer, data, at);
      g_assert_true (dm_rpc_answer_is_complete (answer) == (at == size));
      g_assert_true ((dm_rpc_answer_get_wanted (answer) == 0) == (at == size));
      assert_taken (answer, data + at, size - at);
      assert_stub (answer, stub, stub_size);
    }
}

static void
test_real (void)
{
  static const char *const names[] = { "files", "refused", "shares-1", "shares-2", "closed" };
  g_autoptr (GBytes) bind_ack = load ("bind-ack");

  check_splits (DM_RPC_BIND_CALL_ID, bind_ack, NULL, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) pdu = load (names[i]);
      const guint8 *data = g_bytes_get_data (pdu, NULL);

      check_splits (CALL_ID, pdu, data + RESPONSE_HEADER, g_bytes_get_size (pdu) - RESPONSE_HEADER);
    }
}

static void
test_real_fault (void)
{
  g_autoptr (GBytes) fault = load ("fault");

  assert_refused (CALL_ID, g_bytes_get_data (fault, NULL), g_bytes_get_size (fault), G_IO_ERROR_NOT_SUPPORTED);
}

/* A stub in two fragments, cut at every position, which come byte by byte. */
static void
test_fragments (void)
{
  static const guint8 stub[] = "Everything that the server has to say";

  for (gsize cut = 1; cut <= sizeof stub; cut++)
    {
      g_auto (DmNdrWriter) out = { NULL };
      g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (CALL_ID);

      dm_ndr_writer_init (&out);
      put_response (&out, FIRST, stub, cut);
      put_response (&out, LAST, stub + cut, sizeof stub - cut);
      for (guint i = 0; i < out.data->len; i++)
        {
          g_assert_false (dm_rpc_answer_is_complete (answer));
          assert_taken (answer, out.data->data + i, 1);
        }
      assert_stub (answer, stub, sizeof stub);
    }
}

/* As libsmbclient must read it: never more than is wanted. */
static void
test_wanted (void)
{
  static const gsize expected[] = { 16, 8 + MAX_FRAGMENT - RESPONSE_HEADER, 16, 8 + 5 };
  g_autofree guint8 *stub = g_malloc0 (MAX_FRAGMENT);
  g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (CALL_ID);
  g_auto (DmNdrWriter) out = { NULL };
  gsize offset = 0;

  dm_ndr_writer_init (&out);
  put_response (&out, FIRST, stub, MAX_FRAGMENT - RESPONSE_HEADER);
  put_response (&out, LAST, stub, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpuint (dm_rpc_answer_get_wanted (answer), ==, expected[i]);
      assert_taken (answer, out.data->data + offset, expected[i]);
      offset += expected[i];
    }
  assert_stub (answer, stub, MAX_FRAGMENT - RESPONSE_HEADER + 5);
}

/* A real answer with one byte changed. */
static void
test_bad_headers (void)
{
  static const struct
  {
    guint offset;
    guint8 value;
  } cases[] = {
    { 0, 4 }, /* DCE/RPC 4 */
    { 1, 2 }, /* 5.2 */
    { 2, 0 }, /* a request */
    { 2, BIND_ACK },
    { 2, BIND_NAK },
    { 2, 17 }, /* shutdown */
    { 3, 0 },  /* not the first */
    { 3, LAST },
    { 4, 0 },    /* big-endian */
    { 4, 0x11 }, /* EBCDIC */
    { 8, 0 },    /* another size: less, so that what follows is no header */
    { 9, 0 },
    { 9, 0x40 }, /* longer than agreed on */
    { 9, 0xff },
    { 10, 1 }, /* authenticated */
    { 11, 0xff },
    { 12, 1 }, /* the bind's call */
    { 12, 3 },
    { 15, 0x80 },
  };
  g_autoptr (GBytes) pdu = load ("files");
  gsize size = g_bytes_get_size (pdu);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (pdu, NULL), size);

      g_assert_cmphex (data[cases[i].offset], !=, cases[i].value);
      data[cases[i].offset] = cases[i].value;
      assert_refused (CALL_ID, data, size, G_IO_ERROR_INVALID_DATA);
    }
}

/* Already the header tells: nothing is waited for. */
static void
test_sizes (void)
{
  for (guint size = 0; size <= G_MAXUINT16; size++)
    {
      g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (CALL_ID);
      guint8 data[] = { 5, 0, RESPONSE, FIRST | LAST, 0x10, 0, 0, 0, (guint8) size, (guint8) (size >> 8), 0, 0, CALL_ID, 0, 0, 0 };
      gboolean is_good = size > sizeof data && size <= MAX_FRAGMENT;

      g_assert_true (dm_rpc_answer_take (answer, data, sizeof data, NULL) == is_good);
      g_assert_cmpuint (dm_rpc_answer_get_wanted (answer), ==, is_good ? size - sizeof data : 0);
    }
}

static void
test_order (void)
{
  static const guint8 stub[] = "12345678";
  static const struct
  {
    guint8 flags[3];
    gsize sizes[3];
    guint n;
  } cases[] = {
    { { LAST }, { 8 }, 1 },
    { { 0 }, { 8 }, 1 },
    { { FIRST, FIRST | LAST }, { 8, 8 }, 2 },
    { { FIRST, FIRST }, { 8, 8 }, 2 },
    { { FIRST | LAST, LAST }, { 8, 8 }, 2 },
    { { FIRST, LAST, 0 }, { 8, 8, 8 }, 3 },
    { { FIRST }, { 0 }, 1 },
    { { FIRST, 0 }, { 8, 0 }, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (DmNdrWriter) out = { NULL };

      dm_ndr_writer_init (&out);
      for (guint k = 0; k < cases[i].n; k++)
        put_response (&out, cases[i].flags[k], stub, cases[i].sizes[k]);
      assert_refused (CALL_ID, out.data->data, out.data->len, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_short_bodies (void)
{
  static const guint8 body[16] = { 0 };
  static const struct
  {
    guint8 type;
    guint32 call_id;
    gsize needed;
  } cases[] = {
    { RESPONSE, CALL_ID, 8 },
    { FAULT, CALL_ID, 12 },
    { BIND_NAK, DM_RPC_BIND_CALL_ID, 2 },
    { BIND_ACK, DM_RPC_BIND_CALL_ID, sizeof body },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize size = 0; size < cases[i].needed; size++)
      {
        g_auto (DmNdrWriter) out = { NULL };

        dm_ndr_writer_init (&out);
        put_pdu (&out, cases[i].type, FIRST | LAST, cases[i].call_id, body, size);
        assert_refused (cases[i].call_id, out.data->data, out.data->len, G_IO_ERROR_INVALID_DATA);
      }
}

static void
test_faults (void)
{
  static const struct
  {
    guint8 status[4];
    GIOErrorEnum code;
    const char *text;
  } cases[] = {
    { { 5, 0, 0, 0 }, G_IO_ERROR_PERMISSION_DENIED, "0x00000005" },
    { { 2, 0, 1, 0x1c }, G_IO_ERROR_NOT_SUPPORTED, "0x1c010002" },
    { { 0xf7, 6, 0, 0 }, G_IO_ERROR_FAILED, "0x000006f7" },
    { { 0, 0, 0, 0 }, G_IO_ERROR_FAILED, "0x00000000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (CALL_ID);
      g_auto (DmNdrWriter) out = { NULL };
      g_autoptr (GError) error = NULL;
      guint8 body[16] = { 0 };

      memcpy (body + 8, cases[i].status, 4);
      dm_ndr_writer_init (&out);
      put_response (&out, FIRST, body, 8);
      put_pdu (&out, FAULT, FIRST | LAST, CALL_ID, body, sizeof body);
      g_assert_false (take (answer, out.data->data, out.data->len, &error));
      g_assert_error (error, G_IO_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].text));
    }
}

static void
test_bind_nak (void)
{
  static const guint8 body[] = { 4, 0, 0 }; /* protocol_version_not_supported */
  g_auto (DmNdrWriter) out = { NULL };

  dm_ndr_writer_init (&out);
  put_pdu (&out, BIND_NAK, FIRST | LAST, DM_RPC_BIND_CALL_ID, body, sizeof body);
  assert_refused (DM_RPC_BIND_CALL_ID, out.data->data, out.data->len, G_IO_ERROR_NOT_SUPPORTED);

  /* To a call it is none. */
  out.data->data[12] = CALL_ID;
  assert_refused (CALL_ID, out.data->data, out.data->len, G_IO_ERROR_INVALID_DATA);
}

/* The real one with something changed; offsets: see [C706] 12.6.4.4. */
static void
test_bad_bind_acks (void)
{
  static const struct
  {
    guint offset;
    guint8 value;
    GIOErrorEnum code;
  } cases[] = {
    { 2, RESPONSE, G_IO_ERROR_INVALID_DATA },
    { 24, 0xff, G_IO_ERROR_INVALID_DATA }, /* the length of \pipe\srvsvc */
    { 25, 0xff, G_IO_ERROR_INVALID_DATA },
    { 40, 0, G_IO_ERROR_INVALID_DATA },  /* no result */
    { 44, 1, G_IO_ERROR_NOT_SUPPORTED }, /* user_rejection */
    { 44, 2, G_IO_ERROR_NOT_SUPPORTED }, /* provider_rejection */
    { 48, 5, G_IO_ERROR_INVALID_DATA },  /* another transfer syntax */
    { 63, 5, G_IO_ERROR_INVALID_DATA },
    { 64, 1, G_IO_ERROR_INVALID_DATA }, /* NDR 1 */
  };
  g_autoptr (GBytes) pdu = load ("bind-ack");
  gsize size = g_bytes_get_size (pdu);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (pdu, NULL), size);

      g_assert_cmphex (data[cases[i].offset], !=, cases[i].value);
      data[cases[i].offset] = cases[i].value;
      assert_refused (DM_RPC_BIND_CALL_ID, data, size, cases[i].code);
    }
}

/* The real one, shorter: its header tells the truth about it. */
static void
test_cut_bind_ack (void)
{
  g_autoptr (GBytes) pdu = load ("bind-ack");
  gsize whole = g_bytes_get_size (pdu);

  for (gsize size = 17; size < whole; size++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (pdu, NULL), size);

      data[8] = (guint8) size;
      assert_refused (DM_RPC_BIND_CALL_ID, data, size, G_IO_ERROR_INVALID_DATA);
    }
}

/* A server that never stops is stopped. */
static void
test_endless (void)
{
  const gsize size = MAX_FRAGMENT - RESPONSE_HEADER;
  g_autofree guint8 *stub = g_malloc0 (size);
  g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (CALL_ID);
  g_autoptr (GError) error = NULL;
  g_auto (DmNdrWriter) out = { NULL };
  gsize n = 0;

  dm_ndr_writer_init (&out);
  put_response (&out, FIRST, stub, size);
  while (dm_rpc_answer_take (answer, out.data->data, out.data->len, &error))
    {
      n++;
      out.data->data[3] = 0;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_cmpuint (n, ==, DM_RPC_MAX_ANSWER / size);
}

static void
test_any_bytes (void)
{
  g_autoptr (GBytes) pdu = load ("shares-1");
  gsize size = g_bytes_get_size (pdu);

  for (guint round = 0; round < 20000; round++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (pdu, NULL), size);
      g_autoptr (DmRpcAnswer) answer = dm_rpc_answer_new (CALL_ID);
      g_autoptr (GError) error = NULL;
      gsize cut = (gsize) g_test_rand_int_range (0, (int) size);
      gboolean is_good;

      for (guint change = 0; change < 2; change++)
        data[g_test_rand_int_range (0, 40)] = (guint8) g_test_rand_int_range (0, 256);

      is_good = take (answer, data, cut, &error) && take (answer, data + cut, size - cut, &error);
      g_assert_true (is_good == (error == NULL));
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rpc/bind", test_bind);
  g_test_add_func ("/rpc/request", test_request);
  g_test_add_func ("/rpc/long-requests", test_long_requests);
  g_test_add_func ("/rpc/real", test_real);
  g_test_add_func ("/rpc/real-fault", test_real_fault);
  g_test_add_func ("/rpc/fragments", test_fragments);
  g_test_add_func ("/rpc/wanted", test_wanted);
  g_test_add_func ("/rpc/bad-headers", test_bad_headers);
  g_test_add_func ("/rpc/sizes", test_sizes);
  g_test_add_func ("/rpc/order", test_order);
  g_test_add_func ("/rpc/short-bodies", test_short_bodies);
  g_test_add_func ("/rpc/faults", test_faults);
  g_test_add_func ("/rpc/bind-nak", test_bind_nak);
  g_test_add_func ("/rpc/bad-bind-acks", test_bad_bind_acks);
  g_test_add_func ("/rpc/cut-bind-ack", test_cut_bind_ack);
  g_test_add_func ("/rpc/endless", test_endless);
  g_test_add_func ("/rpc/any-bytes", test_any_bytes);

  return g_test_run ();
}
