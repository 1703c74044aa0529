/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-details.h"

#include <glib/gi18n-lib.h>

#include "dm-close-file-action.h"
#include "dm-details-notes.h"
#include "dm-details-sign-in.h"
#include "dm-holder-model.h"
#include "dm-holder-view.h"
#include "dm-item-words.h"
#include "dm-label.h"
#include "dm-names.h"
#include "dm-server-group.h"
#include "dm-server-line.h"
#include "dm-space-bar.h"
#include "dm-status-look.h"

struct _DmDetails
{
  AdwBin parent_instance;

  /* Template */
  GtkScrolledWindow *scroller;
  GtkImage *icon;
  GtkLabel *title;
  GtkImage *status_icon;
  GtkLabel *status;
  GtkLabel *since;
  GtkLabel *reason;
  GtkWidget *why_button;
  GtkWidget *open_button;
  GtkWidget *connect_button;
  GtkWidget *disconnect_button;
  GtkWidget *forget_button;
  DmDetailsNotes *notes;
  GtkWidget *holder_group;
  GtkLabel *holder_count;
  DmHolderView *holder_view;
  AdwActionRow *unc_row;
  AdwActionRow *uri_row;
  AdwActionRow *path_row;
  DmDetailsSignIn *sign_in;
  AdwActionRow *settings_row;
  AdwActionRow *provider_row;
  AdwActionRow *uses_row;
  AdwActionRow *space_row;
  GtkLevelBar *space_bar;
  AdwBin *server_bin;

  /* Owned */
  DmItem *item;
  GSignalGroup *item_signals;
  DmHolderModel *holders;
  DmServerHolders *server;

  /* Borrowed: a child, once there was a server to ask */
  GtkWidget *server_line;
};

enum
{
  PROP_0,
  PROP_ITEM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmDetails, dm_details, ADW_TYPE_BIN)

/* It is not as it should be, and nobody wanted that. */
static gboolean
is_in_trouble (DmItem *item)
{
  switch (dm_item_get_status (item))
    {
    case DM_STATUS_DISCONNECTED:
    case DM_STATUS_RECONNECTING:
    case DM_STATUS_ERROR:
    case DM_STATUS_NEEDS_PASSWORD:
      return TRUE;
    case DM_STATUS_UNAVAILABLE:
      return dm_item_get_reason (item) != NULL || dm_item_is_awaited (item);
    case DM_STATUS_OK:
    case DM_STATUS_CONNECTING:
    case DM_STATUS_DRAINING:
    case DM_STATUS_PAUSED:
    default:
      return FALSE;
    }
}

static void
show_heading (DmDetails *self)
{
  g_autofree char *title = dm_item_dup_title (self->item);
  g_autofree char *since = dm_dup_since_words (dm_item_get_since (self->item));

  gtk_label_set_label (self->title, title);
  gtk_image_set_from_icon_name (self->icon, dm_item_is_drive (self->item) ? "dm-drive-symbolic" : "dm-connection-symbolic");
  dm_status_look_show (dm_item_get_status (self->item), self->status_icon, self->status);
  dm_label_show (self->since, since);
  dm_label_show (self->reason, dm_item_get_reason (self->item));
  gtk_widget_set_visible (self->why_button, is_in_trouble (self->item));
}

static void
show_buttons (DmDetails *self)
{
  gboolean is_offline = dm_item_is_offline (self->item);
  g_autofree char *managed = dm_item_dup_managed_words (self->item);

  gtk_widget_set_visible (self->open_button, dm_item_get_path (self->item) != NULL);
  gtk_widget_set_visible (self->connect_button, is_offline);
  gtk_widget_set_visible (self->disconnect_button, !is_offline);
  gtk_widget_set_visible (self->forget_button, is_offline);
  gtk_widget_set_tooltip_text (self->forget_button, managed);
}

static void
show_address (AdwActionRow *row,
              const char *address)
{
  gtk_widget_set_visible (GTK_WIDGET (row), address != NULL);
  adw_action_row_set_subtitle (row, address != NULL ? address : "");
}

static void
show_addresses (DmDetails *self)
{
  const char *remote = dm_item_get_remote (self->item);
  const char *uri = dm_item_get_uri (self->item);

  show_address (self->unc_row, g_strcmp0 (remote, uri) != 0 ? remote : NULL);
  show_address (self->uri_row, uri);
  show_address (self->path_row, dm_item_get_path (self->item));
}

static const struct
{
  const char *provider;
  const char *name;
} providers[] = {
  { "smb", N_ ("Windows network (SMB)") },
  { "dav", N_ ("WebDAV") },
  { "sftp", N_ ("SSH (SFTP)") },
  { "nfs", N_ ("NFS") },
  { "ftp", N_ ("FTP") },
  { "afp", N_ ("Apple (AFP)") },
};

static const char *
get_provider_name (const char *provider)
{
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    if (g_strcmp0 (providers[i].provider, provider) == 0)
      return _ (providers[i].name);

  return provider != NULL ? provider : "";
}

static void
show_provider (DmDetails *self)
{
  gboolean is_kernel = g_strcmp0 (dm_item_get_origin (self->item), "kernel") == 0;
  g_autofree char *text = NULL;

  if (dm_item_get_origin (self->item) != NULL)
    text = g_strdup_printf ("%s  ·  %s", get_provider_name (dm_item_get_provider (self->item)),
                            is_kernel ? _ ("mounted by the system") : _ ("in this session (GVfs)"));
  adw_action_row_set_subtitle (self->provider_row,
                               text != NULL ? text : get_provider_name (dm_item_get_provider (self->item)));
}

static void
show_settings (DmDetails *self)
{
  gboolean has_settings = dm_item_is_drive (self->item) && dm_item_is_remembered (self->item);
  g_autofree char *managed = dm_item_dup_managed_words (self->item);
  g_autofree char *text = dm_dup_settings_words (dm_item_get_settings (self->item));

  gtk_widget_set_visible (GTK_WIDGET (self->settings_row), has_settings);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->settings_row), managed);
  adw_action_row_set_subtitle (self->settings_row, text);
}

static void
show_uses (DmDetails *self)
{
  guint count = dm_item_get_use_count (self->item);
  g_autofree char *text = g_strdup_printf (ngettext ("%u, this one", "%u drives and connections share it", count), count);

  gtk_widget_set_visible (GTK_WIDGET (self->uses_row), count > 0);
  adw_action_row_set_subtitle (self->uses_row, text);
}

static void
show_space (DmDetails *self)
{
  double fullness = dm_item_get_fullness (self->item);
  g_autofree char *unused = g_format_size (dm_item_get_space_free (self->item));
  g_autofree char *total = g_format_size (dm_item_get_space_total (self->item));
  g_autofree char *text = g_strdup_printf (_ ("%s free of %s"), unused, total);

  gtk_widget_set_visible (GTK_WIDGET (self->space_row), fullness >= 0);
  if (fullness < 0)
    return;
  adw_action_row_set_subtitle (self->space_row, text);
  gtk_level_bar_set_value (self->space_bar, fullness);
}

/* Most are looked at before anything is known. */
static void
show_server (DmDetails *self)
{
  gboolean is_known = dm_server_group_is_for (self->item);

  if (is_known && adw_bin_get_child (self->server_bin) == NULL)
    adw_bin_set_child (self->server_bin, dm_server_group_new ());
  if (is_known)
    dm_server_group_show (DM_SERVER_GROUP (adw_bin_get_child (self->server_bin)), self->item);
  gtk_widget_set_visible (GTK_WIDGET (self->server_bin), is_known);
}

static void
show_holder_count (DmDetails *self)
{
  guint n_local = dm_holder_model_get_n_local (self->holders);
  guint n_server = dm_holder_model_get_n_server (self->holders);
  g_autofree char *local = g_strdup_printf (ngettext ("live · %u", "live · %u", n_local), n_local);
  g_autofree char *server = g_strdup_printf (ngettext ("%u on the server", "%u on the server", n_server), n_server);
  g_autofree char *both = g_strdup_printf ("%s  ·  %s", local, server);

  if (n_local > 0 && n_server > 0)
    gtk_label_set_label (self->holder_count, both);
  else if (n_server > 0)
    gtk_label_set_label (self->holder_count, server);
  else
    gtk_label_set_label (self->holder_count, n_local > 0 ? local : "");
}

static void
show_server_line (DmDetails *self)
{
  gboolean is_shown = dm_server_holders_can_ask (self->server);

  if (is_shown && self->server_line == NULL)
    {
      self->server_line = dm_server_line_new (self->server);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->holder_group), self->server_line);
    }
  if (self->server_line != NULL)
    gtk_widget_set_visible (self->server_line, is_shown);
}

static void
update (DmDetails *self)
{
  if (self->item == NULL)
    return;

  show_heading (self);
  show_buttons (self);
  show_addresses (self);
  show_settings (self);
  show_provider (self);
  show_uses (self);
  show_space (self);
  show_server (self);
  show_server_line (self);
  gtk_widget_set_visible (self->holder_group, !dm_item_is_offline (self->item));
}

static void
on_item_notify_cb (DmDetails *self)
{
  update (self);
}

static void
on_holders_changed_cb (DmDetails *self)
{
  show_holder_count (self);
}

static void
on_copy_clicked_cb (GtkButton *button,
                    AdwActionRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (row), "win.copy", "s", adw_action_row_get_subtitle (row));
}

static void
activate_close_on_server (GtkWidget *widget,
                          const char *action_name,
                          GVariant *parameter)
{
  DmDetails *self = DM_DETAILS (widget);
  g_autoptr (DmHolderItem) item = g_list_model_get_item (G_LIST_MODEL (self->holders),
                                                         g_variant_get_uint32 (parameter));

  if (item != NULL && dm_close_file_is_possible (item))
    dm_close_file_ask (widget, self->server, item);
}

static gboolean
dm_details_grab_focus (GtkWidget *widget)
{
  DmDetails *self = DM_DETAILS (widget);

  return gtk_widget_grab_focus (gtk_widget_get_visible (self->open_button) ? self->open_button : self->connect_button);
}

static void
dm_details_get_property (GObject *object,
                         guint prop_id,
                         GValue *value,
                         GParamSpec *pspec)
{
  DmDetails *self = DM_DETAILS (object);

  if (prop_id == PROP_ITEM)
    g_value_set_object (value, self->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_details_set_property (GObject *object,
                         guint prop_id,
                         const GValue *value,
                         GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    dm_details_set_item (DM_DETAILS (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_details_dispose (GObject *object)
{
  DmDetails *self = DM_DETAILS (object);

  g_clear_object (&self->item_signals);
  g_clear_object (&self->holders);
  g_clear_object (&self->server);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (dm_details_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, DM_OBJECT_ROOT "/dm-details.ui");
  gtk_widget_class_bind_template_child (klass, DmDetails, scroller);
  gtk_widget_class_bind_template_child (klass, DmDetails, icon);
  gtk_widget_class_bind_template_child (klass, DmDetails, title);
  gtk_widget_class_bind_template_child (klass, DmDetails, status_icon);
  gtk_widget_class_bind_template_child (klass, DmDetails, status);
  gtk_widget_class_bind_template_child (klass, DmDetails, since);
  gtk_widget_class_bind_template_child (klass, DmDetails, reason);
  gtk_widget_class_bind_template_child (klass, DmDetails, why_button);
  gtk_widget_class_bind_template_child (klass, DmDetails, open_button);
  gtk_widget_class_bind_template_child (klass, DmDetails, connect_button);
  gtk_widget_class_bind_template_child (klass, DmDetails, disconnect_button);
  gtk_widget_class_bind_template_child (klass, DmDetails, forget_button);
  gtk_widget_class_bind_template_child (klass, DmDetails, notes);
  gtk_widget_class_bind_template_child (klass, DmDetails, holder_group);
  gtk_widget_class_bind_template_child (klass, DmDetails, holder_count);
  gtk_widget_class_bind_template_child (klass, DmDetails, holder_view);
  gtk_widget_class_bind_template_child (klass, DmDetails, unc_row);
  gtk_widget_class_bind_template_child (klass, DmDetails, uri_row);
  gtk_widget_class_bind_template_child (klass, DmDetails, path_row);
  gtk_widget_class_bind_template_child (klass, DmDetails, sign_in);
  gtk_widget_class_bind_template_child (klass, DmDetails, settings_row);
  gtk_widget_class_bind_template_child (klass, DmDetails, provider_row);
  gtk_widget_class_bind_template_child (klass, DmDetails, uses_row);
  gtk_widget_class_bind_template_child (klass, DmDetails, space_row);
  gtk_widget_class_bind_template_child (klass, DmDetails, space_bar);
  gtk_widget_class_bind_template_child (klass, DmDetails, server_bin);
  gtk_widget_class_bind_template_callback (klass, on_copy_clicked_cb);
}

static void
dm_details_class_init (DmDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_details_dispose;
  object_class->get_property = dm_details_get_property;
  object_class->set_property = dm_details_set_property;
  widget_class->grab_focus = dm_details_grab_focus;

  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, DM_TYPE_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DM_TYPE_HOLDER_VIEW);
  g_type_ensure (DM_TYPE_DETAILS_NOTES);
  g_type_ensure (DM_TYPE_DETAILS_SIGN_IN);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "details.close-on-server", "u", activate_close_on_server);
}

static void
dm_details_init (DmDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dm_space_bar_prepare (self->space_bar);
  self->item_signals = g_signal_group_new (DM_TYPE_ITEM);
  g_signal_group_connect_object (self->item_signals, "notify", G_CALLBACK (on_item_notify_cb),
                                 self, G_CONNECT_SWAPPED);
}

GtkWidget *
dm_details_new (void)
{
  return g_object_new (DM_TYPE_DETAILS, NULL);
}

void
dm_details_set_client (DmDetails *self,
                       DmClient *client,
                       DmWatch *watch)
{
  g_return_if_fail (DM_IS_DETAILS (self));
  g_return_if_fail (self->holders == NULL);

  self->server = dm_server_holders_new (client, watch);
  self->holders = dm_holder_model_new (client, watch);
  dm_holder_model_set_server (self->holders, self->server);
  dm_holder_view_set_model (self->holder_view, self->holders);
  dm_details_sign_in_set_client (self->sign_in, client);
  g_signal_connect_object (self->holders, "items-changed", G_CALLBACK (on_holders_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

void
dm_details_set_item (DmDetails *self,
                     DmItem *item)
{
  g_return_if_fail (DM_IS_DETAILS (self));
  g_return_if_fail (item == NULL || DM_IS_ITEM (item));

  if (!g_set_object (&self->item, item))
    return;

  g_signal_group_set_target (self->item_signals, item);
  dm_holder_model_set_item (self->holders, item);
  dm_details_notes_set_item (self->notes, item);
  dm_details_sign_in_set_item (self->sign_in, item);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}
