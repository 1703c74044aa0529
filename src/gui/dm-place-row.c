/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-place-row.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-label.h"
#include "dm-location.h"
#include "dm-names.h"
#include "dm-spoken-name.h"

struct _DmPlaceRow
{
  AdwBin parent_instance;

  /* Template */
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *note;
  GtkLabel *kind;
};

G_DEFINE_FINAL_TYPE (DmPlaceRow, dm_place_row, ADW_TYPE_BIN)

static const char *
get_icon_name (DmPlace *place)
{
  if (dm_place_is_server (place))
    return "network-server-symbolic";
  if (dm_place_is_printer (place))
    return "printer-symbolic";

  return dm_place_is_disk (place) ? "folder-remote-symbolic" : "dm-connection-symbolic";
}

/* (nullable): where it is, if that says more than the name. */
static char *
dup_address (DmPlace *server)
{
  const char *uri = dm_place_get_remote (server);
  g_autoptr (DmLocation) location = uri != NULL ? dm_location_parse_server (uri, NULL) : NULL;

  if (location == NULL)
    return NULL;
  if (dm_location_get_port (location) != 0)
    return g_strdup_printf ("%s:%u", dm_location_get_server (location), dm_location_get_port (location));
  if (g_ascii_strcasecmp (dm_location_get_server (location), dm_place_get_name (server)) == 0)
    return NULL;

  return g_strdup (dm_location_get_server (location));
}

static char *
dup_server_note (DmPlace *server)
{
  g_autofree char *address = dup_address (server);
  const char *words = dm_place_get_comment (server);

  if (*words == '\0')
    words = dm_place_is_announced (server) ? _ ("Announces itself") : _ ("Used before");
  if (address == NULL)
    return g_strdup (words);

  return g_strconcat (words, "  ·  ", address, NULL);
}

static char *
dup_note (DmPlace *place)
{
  if (dm_place_is_server (place))
    return dup_server_note (place);

  return *dm_place_get_comment (place) != '\0' ? dm_bidi_isolate (dm_place_get_comment (place)) : g_strdup ("");
}

static char *
dup_kind (DmPlace *place)
{
  if (dm_place_is_server (place))
    return g_strdup ("");
  if (dm_place_get_local (place) != NULL)
    {
      g_autofree char *local = dm_bidi_isolate (dm_place_get_local (place));

      /* Translators: which drive it is, as in “Drive Z:” */
      return g_strdup_printf (_ ("Drive %s"), local);
    }
  if (dm_place_is_printer (place))
    return g_strdup (_ ("Printer"));
  if (!dm_place_is_disk (place))
    return g_strdup (_ ("Not a folder"));
  if (dm_place_get_remote (place) == NULL)
    return g_strdup (_ ("Cannot be a drive"));

  return g_strdup (dm_place_is_hidden (place) ? _ ("Hidden") : "");
}

static void
name_for_readers (DmPlaceRow *self)
{
  const char *parts[] = { gtk_label_get_label (self->name), gtk_label_get_label (self->note), gtk_label_get_label (self->kind) };
  GString *sentence = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (sentence, "%s%s", sentence->len > 0 ? ", " : "", parts[i]);
  dm_spoken_name_set_for_row (GTK_WIDGET (self), sentence->str);
  g_string_free (sentence, TRUE);
}

static void
dm_place_row_class_init (DmPlaceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-place-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DmPlaceRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DmPlaceRow, name);
  gtk_widget_class_bind_template_child (widget_class, DmPlaceRow, note);
  gtk_widget_class_bind_template_child (widget_class, DmPlaceRow, kind);
}

static void
dm_place_row_init (DmPlaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dm_place_row_new (void)
{
  return g_object_new (DM_TYPE_PLACE_ROW, NULL);
}

void
dm_place_row_set_place (DmPlaceRow *self,
                        DmPlace *place)
{
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;
  g_autofree char *kind = NULL;

  g_return_if_fail (DM_IS_PLACE_ROW (self));

  if (place == NULL)
    return;

  name = dm_bidi_isolate (dm_place_get_name (place));
  note = dup_note (place);
  kind = dup_kind (place);
  gtk_image_set_from_icon_name (self->icon, get_icon_name (place));
  dm_label_show (self->name, name);
  dm_label_show (self->note, note);
  dm_label_show (self->kind, kind);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), g_utf8_strlen (name, -1) > 40 ? name : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self), dm_place_get_remote (place) != NULL);
  name_for_readers (self);
}
