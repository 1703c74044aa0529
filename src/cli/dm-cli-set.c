/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-output.h"
#include "dm-drive-settings.h"
#include "dm-error.h"

/* As they were given; NULL: to stay as they are. */
typedef struct
{
  char *idle;
  char *networks;
  char *wake;
  char *profiles;
  char *ask_server;
} Wishes;

static void
clear_wishes (Wishes *self)
{
  g_free (self->idle);
  g_free (self->networks);
  g_free (self->wake);
  g_free (self->profiles);
  g_free (self->ask_server);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, clear_wishes)

static gboolean
is_empty (const Wishes *self)
{
  return self->idle == NULL && self->networks == NULL && self->wake == NULL && self->profiles == NULL &&
         self->ask_server == NULL;
}

/* (transfer full): split at commas; "\," is a comma in a name. */
static char **
split_names (const char *text)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == ',')
        {
          g_strv_builder_add (names, name->str);
          g_string_truncate (name, 0);
          continue;
        }
      if (*p == '\\' && (p[1] == ',' || p[1] == '\\'))
        p++;
      g_string_append_c (name, *p);
    }
  g_strv_builder_add (names, name->str);

  return g_strv_builder_end (names);
}

static void
set_names (GVariantDict *dict,
           const char *key,
           const char *text,
           const char *none)
{
  g_auto (GStrv) names = NULL;

  if (text == NULL)
    return;

  names = g_str_equal (text, none) ? g_new0 (char *, 1) : split_names (text);
  g_variant_dict_insert_value (dict, key, g_variant_new_strv ((const char *const *) names, -1));
}

static gboolean
set_idle (GVariantDict *dict,
          const char *text)
{
  guint64 minutes = 0;

  if (text == NULL)
    return TRUE;
  if (!g_str_equal (text, "never") &&
      !g_ascii_string_to_unsigned (text, 10, 0, DM_DRIVE_SETTINGS_MAX_IDLE, &minutes, NULL))
    {
      g_autofree char *clean = dm_cli_text_sanitize (text);

      dm_cli_usage_error (_ ("“%s” is not a number of minutes. Use --idle=MINUTES, from 1 to 10080, or --idle=never."), clean);
      return FALSE;
    }

  g_variant_dict_insert (dict, "idle-minutes", "u", (guint) minutes);

  return TRUE;
}

static gboolean
set_ask_server (GVariantDict *dict,
                const char *text)
{
  gboolean is_yes = g_strcmp0 (text, "yes") == 0;

  if (text == NULL)
    return TRUE;
  if (!is_yes && !g_str_equal (text, "no"))
    {
      g_autofree char *clean = dm_cli_text_sanitize (text);

      dm_cli_usage_error (_ ("“%s” is neither yes nor no. Use --ask-server=yes or --ask-server=no."), clean);
      return FALSE;
    }

  g_variant_dict_insert (dict, "ask-server", "b", is_yes);

  return TRUE;
}

/* What shall be set, beside what @item has; NULL after saying what is wrong. */
static DmDriveSettings *
apply (DmItem *item,
       const Wishes *wishes)
{
  g_autoptr (DmDriveSettings) settings = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) before = g_variant_ref_sink (dm_drive_settings_to_variant (dm_item_get_settings (item)));
  g_autoptr (GError) error = NULL;
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (before);

  if (!set_idle (&dict, wishes->idle) || !set_ask_server (&dict, wishes->ask_server))
    return NULL;
  set_names (&dict, "networks", wishes->networks, "any");
  set_names (&dict, "profiles", wishes->profiles, "none");
  if (wishes->wake != NULL)
    g_variant_dict_insert (&dict, "wake", "s", g_str_equal (wishes->wake, "none") ? "" : wishes->wake);

  variant = g_variant_ref_sink (g_variant_dict_end (&dict));
  settings = dm_drive_settings_from_variant (variant, &error);
  if (settings == NULL)
    {
      g_autofree char *clean = dm_cli_text_sanitize (error->message);

      dm_cli_usage_error ("%s", clean);
    }

  return g_steal_pointer (&settings);
}

static void
print_json (const char *local,
            const DmDriveSettings *settings)
{
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  dm_cli_json_add_string (&json, "local", local);
  dm_cli_json_add_settings (&json, settings);
  dm_cli_json_close (&json, '}');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

/* As the option is written, so that it can be copied. */
static void
print_names (const char *option,
             char **names,
             const char *none)
{
  g_autoptr (GString) text = g_string_new (names[0] == NULL ? none : NULL);
  g_autofree char *clean = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GString) name = g_string_new (names[i]);

      g_string_replace (name, "\\", "\\\\", 0);
      g_string_replace (name, ",", "\\,", 0);
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", name->str);
    }
  clean = dm_cli_text_sanitize (text->str);
  g_print ("%s=%s\n", option, clean);
}

static void
print_text (const DmDriveSettings *settings)
{
  if (settings->idle_minutes != 0)
    g_print ("idle=%u\n", settings->idle_minutes);
  else
    g_print ("idle=never\n");
  print_names ("networks", settings->networks, "any");
  g_print ("wake=%s\n", settings->wake != NULL ? settings->wake : "none");
  print_names ("profiles", settings->profiles, "none");
  g_print ("ask-server=%s\n", settings->ask_server ? "yes" : "no");
}

static gboolean
save (DmCli *cli,
      const char *local,
      const DmDriveSettings *settings,
      GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dm_client_set_drive_settings_async (cli->client, local, settings, cli->cancellable, dm_cli_await_cb, &result);

  return dm_client_set_drive_settings_finish (cli->client, dm_cli_await (&result), error);
}

static int
set_or_print (DmCli *cli,
              const char *local,
              const Wishes *wishes)
{
  DmItem *item = dm_client_find_drive (cli->client, local);
  g_autoptr (DmDriveSettings) settings = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (item == NULL)
    {
      g_set_error (&error, DM_ERROR, DM_ERROR_NOT_CONNECTED, _ ("There is no drive %s."), local);
      return dm_cli_report_error (cli, error, NULL);
    }

  name = g_strdup (dm_item_get_local (item));
  settings = apply (item, wishes);
  if (settings == NULL)
    return DM_CLI_USAGE;
  if (!is_empty (wishes) && !save (cli, name, settings, &error))
    return dm_cli_report_error (cli, error, NULL);

  if (cli->json)
    print_json (name, settings);
  else
    print_text (settings);

  return DM_CLI_DONE;
}

int
dm_cli_set (DmCli *cli,
            int argc,
            char **argv)
{
  g_auto (Wishes) wishes = { NULL };
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "idle", 0, 0, G_OPTION_ARG_STRING, &wishes.idle, N_ ("Disconnect after so long without use"), N_ ("MINUTES|never") },
    { "networks", 0, 0, G_OPTION_ARG_STRING, &wishes.networks, N_ ("Connect by itself only on these networks"), N_ ("NAME,…|any") },
    { "wake", 0, 0, G_OPTION_ARG_STRING, &wishes.wake, N_ ("Wake the server with this hardware address first"), N_ ("ADDRESS|none") },
    { "profiles", 0, 0, G_OPTION_ARG_STRING, &wishes.profiles, N_ ("Make it part of these sets of drives"), N_ ("NAME,…|none") },
    { "ask-server", 0, 0, G_OPTION_ARG_STRING, &wishes.ask_server, N_ ("Show what others have open, too, which the server is asked each time; it tells its administrators only"), N_ ("yes|no") },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("DRIVE"),
    .summary = _ ("Chooses how the remembered drive DRIVE behaves, and shows it. Without options it\nis only shown."),
    .entries = entries,
    .min_arguments = 1,
    .max_arguments = 1,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  if (!dm_cli_open (cli, &error))
    return dm_cli_report_error (cli, error, NULL);

  return set_or_print (cli, arguments[0], &wishes);
}
