/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-application.h"

#include <glib/gi18n-lib.h>

#include "dm-autostart.h"
#include "dm-client.h"
#include "dm-location.h"
#include "dm-names.h"
#include "dm-preferences.h"
#include "dm-reconnect.h"
#include "dm-watch.h"
#include "dm-window.h"

struct _DmApplication
{
  AdwApplication parent_instance;

  /* Owned; since startup */
  DmClient *client;
  DmWatch *watch;
};

G_DEFINE_FINAL_TYPE (DmApplication, dm_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "map", 'm', 0, G_OPTION_ARG_NONE, NULL, N_ ("Open “Map Network Drive”"), NULL },
  { "disconnect", 'd', 0, G_OPTION_ARG_NONE, NULL, N_ ("Disconnect the drive or connection, or choose from all"), NULL },
  { "reconnect", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Connect the remembered drives, without a window"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, N_ ("[PLACE]") },
  G_OPTION_ENTRY_NULL
};

/* Needed for a taskbar on X11 only; to draw it takes a tenth of the start. */
static void
on_first_frame_cb (GdkFrameClock *clock,
                   gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_frame_cb, user_data);
  gtk_window_set_default_icon_name (DM_APP_ID);
}

static GtkWindow *
make_window (DmApplication *self)
{
  GtkWidget *window = dm_window_new (GTK_APPLICATION (self), self->client, self->watch);

  gtk_widget_realize (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_first_frame_cb), NULL);

  return GTK_WINDOW (window);
}

/* There is one window. What it is asked for brings it to the front. */
static DmWindow *
ensure_window (DmApplication *self)
{
  GtkWindow *window = NULL;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (DM_IS_WINDOW (l->data))
      window = l->data;
  if (window == NULL)
    window = make_window (self);

  return DM_WINDOW (window);
}

static DmWindow *
present_window (DmApplication *self)
{
  DmWindow *window = ensure_window (self);

  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
activate_map_drive (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  dm_window_map (present_window (user_data), NULL);
}

static void
activate_map (GSimpleAction *action,
              GVariant *parameter,
              gpointer user_data)
{
  dm_window_map (present_window (user_data), g_variant_get_string (parameter, NULL));
}

static void
activate_disconnect (GSimpleAction *action,
                     GVariant *parameter,
                     gpointer user_data)
{
  dm_window_disconnect (ensure_window (user_data), g_variant_get_string (parameter, NULL));
}

static void
activate_show (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  dm_window_show_item (ensure_window (user_data), g_variant_get_string (parameter, NULL));
}

static void
activate_open (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  dm_window_open_folder (ensure_window (user_data), g_variant_get_string (parameter, NULL));
}

static void
activate_find (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  dm_window_find (present_window (user_data), g_variant_get_string (parameter, NULL));
}

static void
activate_disconnect_all (GSimpleAction *action,
                         GVariant *parameter,
                         gpointer user_data)
{
  dm_window_disconnect_all (ensure_window (user_data));
}

static void
activate_preferences (GSimpleAction *action,
                      GVariant *parameter,
                      gpointer user_data)
{
  DmApplication *self = user_data;
  GtkWindow *window = GTK_WINDOW (present_window (self));

  gtk_window_present (GTK_WINDOW (dm_preferences_new (window, self->client)));
}

/* GTK would make it by itself, together with every window: that takes longer
 * than the window. */
static void
activate_shortcuts (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  GtkWindow *parent = GTK_WINDOW (present_window (user_data));
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (DM_OBJECT_ROOT "/dm-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}

static void
activate_about (GSimpleAction *action,
                GVariant *parameter,
                gpointer user_data)
{
  adw_show_about_window (GTK_WINDOW (present_window (user_data)),
                         "application-name", "Drivemap",
                         "application-icon", DM_APP_ID,
                         "version", DM_VERSION,
                         "developer-name", _ ("The Drivemap Authors"),
                         "copyright", "© 2026 The Drivemap Authors",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _ ("Network drives: see what is connected and who has what open, and disconnect without losing work."),
                         /* Translators: your names, one a line. */
                         "translator-credits", _ ("translator-credits"),
                         NULL);
}

static void
activate_quit (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  g_application_quit (user_data);
}

static const GActionEntry actions[] = {
  { .name = "map-drive", .activate = activate_map_drive },
  { .name = "map", .activate = activate_map, .parameter_type = "s" },
  { .name = "disconnect", .activate = activate_disconnect, .parameter_type = "s" },
  { .name = "show", .activate = activate_show, .parameter_type = "s" },
  { .name = "open", .activate = activate_open, .parameter_type = "s" },
  { .name = "find", .activate = activate_find, .parameter_type = "s" },
  { .name = "disconnect-all", .activate = activate_disconnect_all },
  { .name = "shortcuts", .activate = activate_shortcuts },
  { .name = "preferences", .activate = activate_preferences },
  { .name = "about", .activate = activate_about },
  { .name = "quit", .activate = activate_quit },
};

static const struct
{
  const char *action;
  const char *accels[4];
} accels[] = {
  { "app.map-drive", { "<Control>n", "<Control>m" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "win.close", { "<Control>w" } },
  { "win.look", { "F5", "<Control>r" } },
  { "win.find", { "<Control>f" } },
  { "win.open", { "<Control>o" } },
  { "win.rename", { "F2" } },
  { "win.details", { "<Alt>Return", "<Alt>KP_Enter" } },
  { "win.disconnect-all", { "<Control><Shift>n" } },
  { "app.shortcuts", { "<Control>question", "<Control>F1" } },
};

static void
on_client_opened_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!dm_client_open_finish (DM_CLIENT (source), result, &error))
    g_warning ("The session bus cannot be used: %s", error->message);
}

static void
dm_application_startup (GApplication *application)
{
  DmApplication *self = DM_APPLICATION (application);

  G_APPLICATION_CLASS (dm_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action, accels[i].accels);

  self->client = dm_client_new ();
  self->watch = dm_watch_new (self->client);
  dm_client_open_async (self->client, NULL, on_client_opened_cb, NULL);
  dm_autostart_upgrade ();
}

static void
dm_application_activate (GApplication *application)
{
  present_window (DM_APPLICATION (application));
}

static void
on_reconnected_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (GApplication) application = user_data;
  g_autoptr (GError) error = NULL;

  if (!dm_reconnect_finish (result, &error))
    g_printerr ("%s\n", error->message);
  g_application_release (application);
}

/* (transfer full): what GVfs shows as a folder is a URI to it. */
static char *
dup_place (GFile *file)
{
  return g_file_has_uri_scheme (file, "file") ? g_file_get_path (file) : dm_location_dup_file_uri (file);
}

/* File managers hand over what is selected: all of one folder. */
static void
dm_application_open (GApplication *application,
                     GFile **files,
                     int n_files,
                     const char *hint)
{
  g_autofree char *place = dup_place (files[0]);

  dm_window_open_place (ensure_window (DM_APPLICATION (application)), place);
}

/* (transfer full): a drive or a location as it is written; else a file. */
static char *
dup_argument (GApplicationCommandLine *command_line,
              const char *argument)
{
  g_autoptr (DmLocation) location = dm_location_parse (argument, NULL);
  g_autoptr (GFile) file = NULL;

  if (location != NULL || !g_path_is_absolute (argument))
    return g_strdup (argument);

  file = g_application_command_line_create_file_for_arg (command_line, argument);

  return dup_place (file);
}

static void
run_command (DmApplication *self,
             GVariantDict *given,
             const char *place)
{
  if (g_variant_dict_contains (given, "disconnect") && place != NULL)
    dm_window_disconnect (ensure_window (self), place);
  else if (g_variant_dict_contains (given, "disconnect"))
    dm_window_disconnect_all (ensure_window (self));
  else if (g_variant_dict_contains (given, "map"))
    dm_window_map (present_window (self), place);
  else if (place != NULL)
    dm_window_open_place (ensure_window (self), place);
  else
    g_application_activate (G_APPLICATION (self));
}

static int
dm_application_command_line (GApplication *application,
                             GApplicationCommandLine *command_line)
{
  GVariantDict *given = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **arguments = NULL;
  g_autofree char *place = NULL;

  g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&s", &arguments);
  if (arguments != NULL)
    place = dup_argument (command_line, arguments[0]);
  if (!g_variant_dict_contains (given, "reconnect"))
    {
      run_command (DM_APPLICATION (application), given, place);
      return 0;
    }

  g_application_hold (application);
  dm_reconnect_async (NULL, on_reconnected_cb, g_object_ref (application));

  return 0;
}

static int
dm_application_handle_local_options (GApplication *application,
                                     GVariantDict *given)
{
  if (!g_variant_dict_contains (given, "version"))
    return -1;
  g_print ("drivemap %s\n", DM_VERSION);

  return 0;
}

static void
dm_application_dispose (GObject *object)
{
  DmApplication *self = DM_APPLICATION (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (dm_application_parent_class)->dispose (object);
}

static void
dm_application_class_init (DmApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_application_dispose;
  application_class->startup = dm_application_startup;
  application_class->activate = dm_application_activate;
  application_class->open = dm_application_open;
  application_class->command_line = dm_application_command_line;
  application_class->handle_local_options = dm_application_handle_local_options;
}

static void
dm_application_init (DmApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  g_set_application_name ("Drivemap");
  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_parameter_string (application, NULL);
  g_application_set_option_context_summary (application, _ ("Shows and manages network drives."));
}

DmApplication *
dm_application_new (void)
{
  return g_object_new (DM_TYPE_APPLICATION,
                       "application-id", DM_APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", DM_OBJECT_ROOT,
                       NULL);
}
