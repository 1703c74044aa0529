/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "dm-drive-settings.h"
#include "dm-error.h"

#include <string.h>

static DmDriveSettings *
read_text (const char *text, GError **error)
{
  g_autoptr (GVariant) variant = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);

  g_assert_nonnull (variant);
  return dm_drive_settings_from_variant (variant, error);
}

static char *
write_text (const DmDriveSettings *settings)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (dm_drive_settings_to_variant (settings));

  return g_variant_print (variant, FALSE);
}

static void
test_variant (void)
{
  static const struct
  {
    const char *given;
    const char *kept;
  } cases[] = {
    { "{}", "{}" },
    { "{'idle-minutes': <uint32 0>, 'networks': <@as []>, 'wake': <''>, 'profiles': <@as []>, 'ask-server': <false>}", "{}" },
    { "{'ask-server': <true>}", "{'ask-server': <true>}" },
    { "{'idle-minutes': <uint32 10080>}", "{'idle-minutes': <uint32 10080>}" },
    { "{'networks': <['Office', 'Home; Wi-Fi\\\\', 'Office', ' Café ']>}",
      "{'networks': <['Office', 'Home; Wi-Fi\\\\', ' Café ']>}" },
    { "{'profiles': <[' home', 'office ', 'home', 'a b']>}", "{'profiles': <['home', 'office', 'a b']>}" },
    { "{'wake': <'AA-bb-0C-11-22-33'>}", "{'wake': <'aa:bb:0c:11:22:33'>}" },
    { "{'profiles': <['home', 'office']>, 'wake': <'02:00:00:00:00:01'>, 'idle-minutes': <uint32 5>}",
      "{'idle-minutes': <uint32 5>, 'wake': <'02:00:00:00:00:01'>, 'profiles': <['home', 'office']>}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DmDriveSettings) settings = read_text (cases[i].given, &error);
      g_autofree char *kept = NULL;

      g_assert_no_error (error);
      kept = write_text (settings);
      g_assert_cmpstr (kept, ==, cases[i].kept);
    }
}

static void
test_variant_bad (void)
{
  static const struct
  {
    const char *given;
    const char *named; /* must be in the message */
  } cases[] = {
    { "{'colour': <'red'>}", "colour" },
    { "{'Idle-Minutes': <uint32 5>}", "Idle-Minutes" },
    { "{'idle-minutes': <5>}", "idle-minutes" },
    { "{'idle-minutes': <uint32 10081>}", "10081" },
    { "{'networks': <'Office'>}", "networks" },
    { "{'networks': <['']>}", "empty" },
    { "{'networks': <['Off\\nice']>}", "control" },
    { "{'networks': <['Off\\u2028ice']>}", "control" },
    { "{'profiles': <['123456789012345678901234567890123']>}", "32" },
    { "{'profiles': <['\\u0085']>}", "control" },
    { "{'profiles': <['home, office']>}", "no comma" },
    { "{'profiles': <['home', 'a;b']>}", "no semicolon" },
    { "{'profiles': <['a،b']>}", "no comma" },
    { "{'profiles': <['  ']>}", "empty" },
    { "{'wake': <'aa:bb:cc:dd:ee'>}", "aa:bb:cc:dd:ee" },
    { "{'wake': <'aa:bb:cc:dd:ee:ff:00'>}", "aa:bb:cc:dd:ee:ff:00" },
    { "{'wake': <'aa:bb:cc:dd:ee:fg'>}", "fg" },
    { "{'wake': <'aabb:cc:dd:ee:ff:0'>}", "aabb" },
    { "{'wake': <'ff:ff:ff:ff:ff:ff'>}", "ff:ff" },
    { "{'wake': <'01:00:5e:00:00:01'>}", "01:00" },
    { "{'wake': <'00:00:00:00:00:00'>}", "00:00" },
    { "{'wake': <uint32 1>}", "wake" },
    { "{'ask-server': <'true'>}", "ask-server" },
    { "{'AskServer': <true>}", "AskServer" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].given);
      g_assert_null (read_text (cases[i].given, &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER);
      g_assert_nonnull (strstr (error->message, cases[i].named));
    }
}

/* @n names of @length characters. */
static gboolean
accepts (const char *key, guint n, guint length, const char *character)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (DmDriveSettings) settings = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);

      g_string_printf (name, "%02u", i);
      for (guint j = 2; j < length; j++)
        g_string_append (name, character);
      g_ptr_array_add (names, g_strdup (name->str));
    }
  g_variant_dict_insert_value (dict, key, g_variant_new_strv ((const char *const *) names->pdata, names->len));
  variant = g_variant_ref_sink (g_variant_dict_end (dict));
  settings = dm_drive_settings_from_variant (variant, &error);
  /* What is wrong is told, however much it is, in a few words. */
  g_assert_true (settings != NULL || strlen (error->message) < 2000);
  return settings != NULL;
}

static void
test_limits (void)
{
  g_assert_true (accepts ("networks", 16, 128, "x"));
  g_assert_true (accepts ("networks", 16, 128, "ü"));
  g_assert_false (accepts ("networks", 17, 128, "x"));
  g_assert_false (accepts ("networks", 1, 129, "x"));
  g_assert_false (accepts ("networks", 1, 1000000, "ü"));
  g_assert_true (accepts ("profiles", 16, 32, "ü"));
  g_assert_false (accepts ("profiles", 17, 2, "x"));
  g_assert_false (accepts ("profiles", 1, 33, "x"));
}

static void
test_keys (void)
{
  static const struct
  {
    const char *key;
    const char *raw;
    const char *kept; /* the variant */
    const char *written;
  } cases[] = {
    { "IdleMinutes", "30", "{'idle-minutes': <uint32 30>}", "30" },
    { "IdleMinutes", "0", "{}", NULL },
    { "Networks", "Office;Home Wi-Fi;", "{'networks': <['Office', 'Home Wi-Fi']>}", "Office;Home Wi-Fi;" },
    { "Networks", "Office", "{'networks': <['Office']>}", "Office;" },
    { "Networks", "a\\;b;\\sc;d\\\\;", "{'networks': <['a;b', ' c', 'd\\\\']>}", "a\\;b;\\sc;d\\\\;" },
    { "Networks", "", "{}", NULL },
    { "Wake", "AA:BB:CC:DD:EE:FF", "{'wake': <'aa:bb:cc:dd:ee:ff'>}", "aa:bb:cc:dd:ee:ff" },
    { "Wake", "", "{}", NULL },
    { "Profiles", "home;office;", "{'profiles': <['home', 'office']>}", "home;office;" },
    { "Profiles", "\\shome; office", "{'profiles': <['home', 'office']>}", "home;office;" },
    { "AskServer", "true", "{'ask-server': <true>}", "true" },
    { "AskServer", "false", "{}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmDriveSettings) settings = dm_drive_settings_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *written = NULL;

      g_test_message ("%s=%s", cases[i].key, cases[i].raw);
      dm_drive_settings_parse_key (settings, cases[i].key, cases[i].raw, &error);
      g_assert_no_error (error);
      kept = write_text (settings);
      g_assert_cmpstr (kept, ==, cases[i].kept);
      written = dm_drive_settings_format_key (settings, cases[i].key);
      g_assert_cmpstr (written, ==, cases[i].written);
    }
}

static void
test_keys_bad (void)
{
  static const char *const cases[][2] = {
    { "IdleMinutes", "" },
    { "IdleMinutes", "-1" },
    { "IdleMinutes", "10081" },
    { "IdleMinutes", "5 minutes" },
    { "IdleMinutes", "99999999999999999999999999" },
    { "Networks", ";" },
    { "Networks", "a;;b;" },
    { "Networks", "a\\q;" },
    { "Networks", "a\\nb;" },
    { "Wake", "nas" },
    { "Profiles", "a\\tb" },
    { "Profiles", "home,office;" },
    { "Profiles", "home\\;office;" },
    { "AskServer", "" },
    { "AskServer", "yes" },
    { "AskServer", "TRUE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DmDriveSettings) settings = dm_drive_settings_new ();
      g_autoptr (DmDriveSettings) fresh = dm_drive_settings_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s=%s", cases[i][0], cases[i][1]);
      g_assert_false (dm_drive_settings_parse_key (settings, cases[i][0], cases[i][1], &error));
      g_assert_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER);
      g_assert_true (dm_drive_settings_equal (settings, fresh));
    }
}

/* Every form gives back what it was given, also names made to be misread. */
static void
test_round_trip (void)
{
  static const char *const pieces[] = { "a", ";", "\\", " ", "=", "#", "[", "]", "\"", "ü", ",", "%", "\\s" };

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (DmDriveSettings) settings = dm_drive_settings_new ();
      g_autoptr (DmDriveSettings) again = dm_drive_settings_new ();
      g_autoptr (DmDriveSettings) copy = NULL;
      g_autoptr (DmDriveSettings) carried = NULL;
      g_autoptr (GVariant) variant = NULL;
      g_autoptr (GPtrArray) names = g_ptr_array_new ();
      guint n = g_test_rand_int_range (0, 5);

      for (guint i = 0; i < n; i++)
        {
          GString *name = g_string_new (NULL);

          g_string_printf (name, "%u", i);
          for (guint j = 0; j < 6; j++)
            g_string_insert (name, g_test_rand_bit () ? 0 : -1, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
          g_ptr_array_add (names, g_string_free (name, FALSE));
        }
      g_ptr_array_add (names, NULL);
      g_strfreev (settings->networks);
      settings->networks = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
      settings->idle_minutes = g_test_rand_int_range (0, DM_DRIVE_SETTINGS_MAX_IDLE + 1);
      settings->ask_server = g_test_rand_bit ();

      copy = dm_drive_settings_copy (settings);
      g_assert_true (dm_drive_settings_equal (settings, copy));
      variant = g_variant_ref_sink (dm_drive_settings_to_variant (settings));
      carried = dm_drive_settings_from_variant (variant, NULL);
      g_assert_true (dm_drive_settings_equal (settings, carried));
      for (const char *const *key = dm_drive_settings_get_keys (); *key != NULL; key++)
        {
          g_autofree char *raw = dm_drive_settings_format_key (settings, *key);

          if (raw == NULL)
            continue;
          g_assert_null (strchr (raw, '\n'));
          g_assert_true (dm_drive_settings_parse_key (again, *key, raw, NULL));
        }
      g_assert_true (dm_drive_settings_equal (settings, again));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drive-settings/variant", test_variant);
  g_test_add_func ("/drive-settings/variant-bad", test_variant_bad);
  g_test_add_func ("/drive-settings/limits", test_limits);
  g_test_add_func ("/drive-settings/keys", test_keys);
  g_test_add_func ("/drive-settings/keys-bad", test_keys_bad);
  g_test_add_func ("/drive-settings/round-trip", test_round_trip);

  return g_test_run ();
}
