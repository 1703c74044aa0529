/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-response-chart.h"

#include "dm-response-ring.h"

#define N_BARS DM_RESPONSE_RING_SIZE

/* In pixels */
#define SLOT_WIDTH     4
#define MIN_SLOT_WIDTH 2
#define GAP            1
#define HEIGHT         28
#define MIN_BAR        2
#define DASH           4
#define DASH_GAP       2

/* A bar of the whole height is at least so long, in microseconds: that a server of
 * this room takes 2 ms at times, and not 1, is no alarm. */
#define MIN_SCALE 10000

struct _DmResponseChart
{
  GtkWidget parent_instance;

  guint32 times[N_BARS];
  gsize n;
};

G_DEFINE_FINAL_TYPE (DmResponseChart, dm_response_chart, GTK_TYPE_WIDGET)

typedef struct
{
  GtkSnapshot *snapshot;
  GdkRGBA bar;
  GdkRGBA silence;
  float slot;
  float width;
  float height;
  guint32 scale;
  gboolean is_mirrored;
} Drawing;

static void
draw_box (const Drawing *drawing,
          const GdkRGBA *color,
          gsize slot,
          float y,
          float height)
{
  float x = (float) slot * drawing->slot;
  float width = MAX (drawing->slot - GAP, 1);

  if (drawing->is_mirrored)
    x = drawing->width - x - width;
  gtk_snapshot_append_color (drawing->snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
draw_silence (const Drawing *drawing,
              gsize slot)
{
  for (float y = drawing->height; y > 0; y -= DASH + DASH_GAP)
    draw_box (drawing, &drawing->silence, slot, MAX (y - DASH, 0), MIN (y, DASH));
}

static void
draw_time (const Drawing *drawing,
           gsize slot,
           guint32 time)
{
  float height = (float) (int) (drawing->height * (float) time / (float) drawing->scale);

  height = CLAMP (height, MIN_BAR, drawing->height);
  draw_box (drawing, &drawing->bar, slot, drawing->height - height, height);
}

static void
draw_nothing (const Drawing *drawing,
              gsize slot)
{
  GdkRGBA color = drawing->bar;

  color.alpha *= 0.3F;
  draw_box (drawing, &color, slot, drawing->height - 1, 1);
}

static void
find_colors (GtkWidget *widget,
             Drawing *drawing)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  gtk_style_context_get_color (context, &drawing->bar);
  if (!gtk_style_context_lookup_color (context, "error_color", &drawing->silence))
    drawing->silence = drawing->bar;
  gtk_style_context_lookup_color (context, "accent_color", &drawing->bar);
}

static void
dm_response_chart_snapshot (GtkWidget *widget,
                            GtkSnapshot *snapshot)
{
  DmResponseChart *self = DM_RESPONSE_CHART (widget);
  gsize n_empty = N_BARS - self->n;
  Drawing drawing = {
    .snapshot = snapshot,
    .slot = (float) MAX (gtk_widget_get_width (widget) / N_BARS, 1),
    .width = (float) gtk_widget_get_width (widget),
    .height = (float) gtk_widget_get_height (widget),
    .scale = MAX (dm_response_summarize (self->times, self->n).longest, MIN_SCALE),
    .is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL,
  };

  find_colors (widget, &drawing);
  for (gsize i = 0; i < n_empty; i++)
    draw_nothing (&drawing, i);
  for (gsize i = 0; i < self->n; i++)
    if (self->times[i] == DM_RESPONSE_NONE)
      draw_silence (&drawing, n_empty + i);
    else
      draw_time (&drawing, n_empty + i, self->times[i]);
}

static void
dm_response_chart_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = is_width ? N_BARS * MIN_SLOT_WIDTH : HEIGHT;
  *natural = is_width ? N_BARS * SLOT_WIDTH : HEIGHT;
  *minimum_baseline = -1;
  *natural_baseline = -1;
}

static void
dm_response_chart_class_init (DmResponseChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = dm_response_chart_snapshot;
  widget_class->measure = dm_response_chart_measure;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
dm_response_chart_init (DmResponseChart *self)
{
}

void
dm_response_chart_set_times (DmResponseChart *self,
                             const guint32 *times,
                             gsize n,
                             const char *words)
{
  gsize skipped;

  g_return_if_fail (DM_IS_RESPONSE_CHART (self));

  skipped = n > N_BARS ? n - N_BARS : 0;
  self->n = n - skipped;
  for (gsize i = 0; i < self->n; i++)
    self->times[i] = times[skipped + i];

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
