/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dm-cli-diagnose.h"
#include "dm-cli-item-status.h"
#include "dm-cli-lines.h"
#include "dm-cli-output.h"
#include "dm-cli-request.h"
#include "dm-error.h"
#include "dm-names.h"

#define GVFS_BUS_NAME "org.gtk.vfs.Daemon"

/* What is known; what is not stays NULL or 0. */
typedef struct
{
  guint pid;
  guint interface_version;
  guint n_drives;
  guint n_connections;
  guint n_open;
  gboolean sees_programs;
  gboolean has_gvfs;

  char *profile_path;
  GError *profile_error;
  GError *error; /* why the service does not answer */

  guint last_code;
  char *last_text;
  char *last_provider;
} Status;

static void
status_clear (Status *self)
{
  g_clear_pointer (&self->profile_path, g_free);
  g_clear_error (&self->profile_error);
  g_clear_error (&self->error);
  g_clear_pointer (&self->last_text, g_free);
  g_clear_pointer (&self->last_provider, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Status, status_clear)

/* --- looking --- */

static GVariant *
ask_bus (DmCli *cli,
         const char *method,
         GVariant *arguments,
         const char *reply_type)
{
  g_autoptr (GAsyncResult) result = NULL;
  GDBusConnection *bus = dm_client_get_bus (cli->client);

  g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", method, arguments,
                          G_VARIANT_TYPE (reply_type), G_DBUS_CALL_FLAGS_NONE, -1,
                          cli->cancellable, dm_cli_await_cb, &result);

  return g_dbus_connection_call_finish (bus, dm_cli_await (&result), NULL);
}

static guint
look_up_pid (DmCli *cli)
{
  g_autoptr (GVariant) reply = ask_bus (cli, "GetConnectionUnixProcessID",
                                        g_variant_new ("(s)", DM_BUS_NAME), "(u)");
  guint pid = 0;

  if (reply != NULL)
    g_variant_get (reply, "(u)", &pid);

  return pid;
}

static gboolean
is_known_name (DmCli *cli,
               const char *method,
               const char *name)
{
  g_autoptr (GVariant) reply = ask_bus (cli, method, NULL, "(as)");
  g_autofree const char **names = NULL;

  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(^a&s)", &names);

  return g_strv_contains (names, name);
}

static void
ask_service (Status *self,
             DmCli *cli)
{
  g_autoptr (GAsyncResult) last = NULL;

  if (!dm_cli_refresh (cli, &self->error))
    return;

  self->profile_error = dm_client_dup_profile_error (cli->client);
  dm_client_get_last_error_async (cli->client, cli->cancellable, dm_cli_await_cb, &last);
  dm_client_get_last_error_finish (cli->client, dm_cli_await (&last), &self->last_code,
                                   &self->last_text, &self->last_provider, NULL);
}

static void
count_items (Status *self,
             DmCli *cli)
{
  g_autoptr (GPtrArray) items = dm_cli_dup_items (cli);

  for (guint i = 0; i < items->len; i++)
    if (dm_item_is_drive (g_ptr_array_index (items, i)))
      self->n_drives++;
  self->n_connections = dm_client_get_n_connections (cli->client);
  self->n_open = dm_client_get_open_count (cli->client);
  self->sees_programs = dm_client_sees_programs (cli->client);
}

static void
look (Status *self,
      DmCli *cli)
{
  self->profile_path = g_build_filename (g_get_user_config_dir (), DM_CONFIG_DIR, DM_DRIVES_FILE, NULL);
  if (!dm_cli_open (cli, &self->error))
    return;

  self->has_gvfs = is_known_name (cli, "ListNames", GVFS_BUS_NAME) ||
                   is_known_name (cli, "ListActivatableNames", GVFS_BUS_NAME);
  ask_service (self, cli);
  self->pid = look_up_pid (cli);
  self->interface_version = dm_client_get_interface_version (cli->client);
  count_items (self, cli);
}

/* --- showing --- */

static void
add_profile (DmCliJson *json,
             const Status *self)
{
  const char *state = "ok";

  if (self->error != NULL)
    state = NULL; /* only the service knows */
  else if (self->profile_error != NULL)
    state = dm_error_get_name (self->profile_error->code);

  dm_cli_json_begin (json, "profile", '{');
  dm_cli_json_add_string (json, "path", self->profile_path);
  dm_cli_json_add_string (json, "state", state);
  dm_cli_json_add_string (json, "message", self->profile_error != NULL ? self->profile_error->message : NULL);
  dm_cli_json_close (json, '}');
}

static void
add_last_error (DmCliJson *json,
                const Status *self)
{
  if (self->last_code == 0 && self->last_text == NULL)
    {
      dm_cli_json_add_null (json, "last_error");
      return;
    }

  dm_cli_json_begin (json, "last_error", '{');
  dm_cli_json_add_uint (json, "code", self->last_code);
  dm_cli_json_add_string (json, "text", self->last_text);
  dm_cli_json_add_string (json, "provider", self->last_provider);
  dm_cli_json_close (json, '}');
}

static void
print_json (const Status *self)
{
  g_autofree char *text = NULL;
  DmCliJson json;

  dm_cli_json_init (&json, FALSE);
  dm_cli_json_begin (&json, NULL, '{');
  dm_cli_json_add_boolean (&json, "running", self->pid != 0);
  if (self->pid != 0)
    dm_cli_json_add_uint (&json, "pid", self->pid);
  else
    dm_cli_json_add_null (&json, "pid");
  dm_cli_json_add_string (&json, "version", DM_VERSION);
  dm_cli_json_add_uint (&json, "interface_version", self->interface_version);
  add_profile (&json, self);
  dm_cli_json_add_uint (&json, "drives", self->n_drives);
  dm_cli_json_add_uint (&json, "connections", self->n_connections);
  if (self->sees_programs)
    dm_cli_json_add_uint (&json, "open_files", self->n_open);
  else
    dm_cli_json_add_null (&json, "open_files");
  dm_cli_json_add_boolean (&json, "gvfs", self->has_gvfs);
  add_last_error (&json, self);
  if (self->error != NULL)
    dm_cli_json_add_error (&json, self->error, NULL);
  dm_cli_json_close (&json, '}');
  text = dm_cli_json_end (&json);
  g_print ("%s", text);
}

static void
print_number (const char *label,
              guint value)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  dm_cli_print_line (label, text);
}

static void
print_last_error (const Status *self)
{
  g_autofree char *text = NULL;

  if (self->last_code == 0 && self->last_text == NULL)
    return;

  text = g_strdup_printf ("%s %u: %s", self->last_provider != NULL ? self->last_provider : "",
                          self->last_code, self->last_text != NULL ? self->last_text : "");
  dm_cli_print_line (_ ("Last error"), g_strstrip (text));
}

static void
print_text (const Status *self)
{
  g_autofree char *running = NULL;

  if (self->pid != 0)
    running = g_strdup_printf (_ ("running, process %u"), self->pid);

  dm_cli_print_line (_ ("Service"), running != NULL ? running : _ ("not running"));
  dm_cli_print_line (_ ("Version"), DM_VERSION);
  dm_cli_print_line (_ ("Drives file"), self->profile_path);
  if (self->profile_error != NULL)
    dm_cli_print_line ("", self->profile_error->message);
  print_number (_ ("Drives"), self->n_drives);
  print_number (_ ("Connections"), self->n_connections);
  if (self->sees_programs)
    print_number (_ ("Open files"), self->n_open);
  else
    dm_cli_print_line (_ ("Open files"), _ ("not known: Drivemap runs in a sandbox"));
  dm_cli_print_line (_ ("GVfs"), self->has_gvfs ? _ ("available") : _ ("missing: only kernel mounts can be shown"));
  print_last_error (self);
}

static int
show_status (DmCli *cli)
{
  g_auto (Status) status = { 0 };

  look (&status, cli);
  if (cli->json)
    {
      print_json (&status);
      return status.error != NULL ? DM_CLI_FAILED : DM_CLI_DONE;
    }

  print_text (&status);

  return status.error != NULL ? dm_cli_report_error (cli, status.error, NULL) : DM_CLI_DONE;
}

int
dm_cli_status (DmCli *cli,
               int argc,
               char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autofree char *name = NULL;
  g_autofree char *login = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *user = NULL;
  const GOptionEntry entries[] = {
    { "diagnose", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Find out why this drive or location does not connect"), N_ ("NAME") },
    { "user", 'u', 0, G_OPTION_ARG_STRING, &login, N_ ("With --diagnose: as this user"), N_ ("[DOMAIN\\]USER") },
    G_OPTION_ENTRY_NULL
  };
  const DmCliSyntax syntax = {
    .arguments = _ ("[NAME]"),
    .summary = _ ("Shows the state of the service, of the drives file and of GVfs; of the drive or\n"
                  "location NAME: how it is, what its server is, and how long that takes to answer.\n"
                  "With --diagnose it tries each step on the way to a drive or location instead, and\n"
                  "changes nothing."),
    .entries = entries,
    .max_arguments = 1,
  };

  arguments = dm_cli_parse (cli, &syntax, argc, argv);
  if (arguments == NULL)
    return DM_CLI_USAGE;
  if (name != NULL && arguments[0] != NULL)
    return dm_cli_usage_error (_ ("“%s” is one too many: --diagnose has its own."), arguments[0]);
  if (login != NULL && name == NULL)
    return dm_cli_usage_error (_ ("--user goes with --diagnose."));
  if (login != NULL && !dm_cli_parse_user (login, &domain, &user))
    return dm_cli_usage_error (_ ("“%s” is not a user name. Use --user=USER or --user=DOMAIN\\USER."), login);

  if (arguments[0] != NULL)
    return dm_cli_item_status (cli, arguments[0]);

  return name != NULL ? dm_cli_diagnose (cli, name, domain, user) : show_status (cli);
}
