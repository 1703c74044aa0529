/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-server-group.h"

#include <glib/gi18n-lib.h>

#include "dm-bidi.h"
#include "dm-names.h"
#include "dm-response-chart.h"
#include "dm-words.h"

struct _DmServerGroup
{
  AdwBin parent_instance;

  /* Template */
  AdwActionRow *name_row;
  AdwActionRow *comment_row;
  AdwActionRow *response_row;
  DmResponseChart *chart;
};

G_DEFINE_FINAL_TYPE (DmServerGroup, dm_server_group, ADW_TYPE_BIN)

static void
show_text (AdwActionRow *row,
           const char *text)
{
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
  if (text != NULL && g_strcmp0 (adw_action_row_get_subtitle (row), text) != 0)
    adw_action_row_set_subtitle (row, text);
}

/* (nullable): what the server wrote is not to turn our words around. */
static char *
dup_name_words (DmItem *item)
{
  const char *name = dm_item_get_server_name (item);
  const char *version = dm_item_get_server_version (item);
  g_autofree char *isolated = name != NULL ? dm_bidi_isolate (name) : NULL;

  if (name == NULL || version == NULL)
    return g_strdup (name != NULL ? isolated : version);

  return g_strdup_printf ("%s  ·  %s", isolated, version);
}

/* (nullable): Samba's own comment says only what is in the line above. */
static char *
dup_comment (DmItem *item)
{
  const char *comment = dm_item_get_server_comment (item);
  const char *version = dm_item_get_server_version (item);

  if (comment == NULL || (version != NULL && g_str_has_prefix (comment, version)))
    return NULL;

  return dm_bidi_isolate (comment);
}

static void
show_responses (DmServerGroup *self,
                DmItem *item)
{
  gsize n;
  const guint32 *times = dm_item_get_response_times (item, &n);
  g_autofree char *words = dm_response_times_to_words (times, n);
  /* Translators: what follows is such as “3.1 ms now, at most 12 ms in the last 5 minutes”. */
  g_autofree char *label = words != NULL ? g_strdup_printf (_ ("Response time: %s"), words) : NULL;

  show_text (self->response_row, words);
  if (label != NULL)
    dm_response_chart_set_times (self->chart, times, n, label);
}

static void
dm_server_group_class_init (DmServerGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DM_TYPE_RESPONSE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class, DM_OBJECT_ROOT "/dm-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DmServerGroup, name_row);
  gtk_widget_class_bind_template_child (widget_class, DmServerGroup, comment_row);
  gtk_widget_class_bind_template_child (widget_class, DmServerGroup, response_row);
  gtk_widget_class_bind_template_child (widget_class, DmServerGroup, chart);
}

static void
dm_server_group_init (DmServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
dm_server_group_is_for (DmItem *item)
{
  gsize n;

  g_return_val_if_fail (DM_IS_ITEM (item), FALSE);

  dm_item_get_response_times (item, &n);

  return n > 0 || dm_item_get_server_name (item) != NULL || dm_item_get_server_version (item) != NULL;
}

GtkWidget *
dm_server_group_new (void)
{
  return g_object_new (DM_TYPE_SERVER_GROUP, NULL);
}

void
dm_server_group_show (DmServerGroup *self,
                      DmItem *item)
{
  g_autofree char *name = NULL;
  g_autofree char *comment = NULL;

  g_return_if_fail (DM_IS_SERVER_GROUP (self));
  g_return_if_fail (DM_IS_ITEM (item));

  name = dup_name_words (item);
  comment = dup_comment (item);
  show_text (self->name_row, name);
  show_text (self->comment_row, comment);
  show_responses (self, item);
}
