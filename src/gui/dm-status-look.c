/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-status-look.h"

#include "dm-words.h"

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [DM_STATUS_OK] = { "dm-status-ok-symbolic", "success" },
  [DM_STATUS_CONNECTING] = { "dm-status-busy-symbolic", "accent" },
  [DM_STATUS_RECONNECTING] = { "dm-status-busy-symbolic", "accent" },
  [DM_STATUS_DISCONNECTED] = { "dm-status-error-symbolic", "warning" },
  [DM_STATUS_UNAVAILABLE] = { "dm-status-offline-symbolic", "dim-label" },
  [DM_STATUS_ERROR] = { "dm-status-error-symbolic", "error" },
  [DM_STATUS_DRAINING] = { "dm-status-draining-symbolic", "accent" },
  [DM_STATUS_NEEDS_PASSWORD] = { "dm-status-key-symbolic", "warning" },
  [DM_STATUS_PAUSED] = { "dm-status-offline-symbolic", "dim-label" },
};

static void
set_style (GtkWidget *widget,
           const char *style)
{
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    if (!g_str_equal (looks[i].style, style))
      gtk_widget_remove_css_class (widget, looks[i].style);
  gtk_widget_add_css_class (widget, style);
}

void
dm_status_look_show (DmStatus status,
                     GtkImage *icon,
                     GtkLabel *label)
{
  g_return_if_fail (status < G_N_ELEMENTS (looks));

  gtk_image_set_from_icon_name (icon, looks[status].icon);
  gtk_label_set_label (label, dm_status_to_words (status));
  set_style (GTK_WIDGET (icon), looks[status].style);
  set_style (GTK_WIDGET (label), looks[status].style);
}
