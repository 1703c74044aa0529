/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "storm-picture.h"

#include <cairo.h>
#include <gio/gio.h>

#define WIDTH        1200
#define LEFT         96
#define RIGHT        24
#define TOP          120
#define LOAD_HEIGHT  150
#define SHARE_HEIGHT 270
#define GAP          56
#define BEFORE       30 /* seconds before the server's return */
#define AFTER        600

typedef enum
{
  ALIGN_LEFT,
  ALIGN_CENTRE,
  ALIGN_RIGHT,
} Align;

typedef struct
{
  double red, green, blue;
  double dash; /* 0: a solid line */
} Pen;

/* Told apart also by those who do not see all colours, and in print. */
static const Pen pens[] = {
  { 0.00, 0.45, 0.70, 0 },
  { 0.84, 0.37, 0.00, 8 },
  { 0.15, 0.15, 0.15, 2 },
  { 0.00, 0.62, 0.45, 14 },
};
static const Pen grey = { 0.45, 0.45, 0.45, 4 };
static const Pen ink = { 0.1, 0.1, 0.1, 0 };

typedef struct
{
  cairo_t *cairo;
  double y; /* its lower edge */
  double height;
  double most; /* the value at its upper edge */
} Panel;

static void
use_pen (cairo_t *cairo,
         const Pen *pen,
         double width)
{
  cairo_set_source_rgb (cairo, pen->red, pen->green, pen->blue);
  cairo_set_dash (cairo, &pen->dash, pen->dash > 0 ? 1 : 0, 0);
  cairo_set_line_width (cairo, width);
}

static void
write_text (cairo_t *cairo,
            double x,
            double y,
            Align align,
            const char *text)
{
  cairo_text_extents_t extents;

  cairo_text_extents (cairo, text, &extents);
  cairo_move_to (cairo, x - extents.x_advance * align / 2, y);
  cairo_show_text (cairo, text);
}

static double
get_x (double second)
{
  return LEFT + (second + BEFORE) * (WIDTH - LEFT - RIGHT) / (BEFORE + AFTER);
}

static double
get_y (const Panel *panel,
       double value)
{
  return panel->y - MIN (value, panel->most) * panel->height / panel->most;
}

static void
draw_line (cairo_t *cairo,
           double x1,
           double y1,
           double x2,
           double y2)
{
  cairo_move_to (cairo, x1, y1);
  cairo_line_to (cairo, x2, y2);
  cairo_stroke (cairo);
}

static void
draw_frame (const Panel *panel,
            double step,
            const char *unit)
{
  cairo_t *cairo = panel->cairo;

  use_pen (cairo, &ink, 1);
  cairo_set_font_size (cairo, 13);
  draw_line (cairo, LEFT, panel->y, WIDTH - RIGHT, panel->y);
  draw_line (cairo, LEFT, panel->y, LEFT, panel->y - panel->height);
  for (double value = 0; value <= panel->most; value += step)
    {
      g_autofree char *label = g_strdup_printf ("%.0f%s", value, unit);

      draw_line (cairo, LEFT - 4, get_y (panel, value), LEFT, get_y (panel, value));
      write_text (cairo, LEFT - 8, get_y (panel, value) + 4, ALIGN_RIGHT, label);
    }
  for (int second = 0; second <= AFTER; second += 60)
    draw_line (cairo, get_x (second), panel->y, get_x (second), panel->y + 4);
}

static void
draw_y_title (const Panel *panel,
              const char *text)
{
  cairo_save (panel->cairo);
  cairo_translate (panel->cairo, 34, panel->y - panel->height / 2);
  cairo_rotate (panel->cairo, -G_PI / 2);
  write_text (panel->cairo, 0, 0, ALIGN_CENTRE, text);
  cairo_restore (panel->cairo);
}

static void
draw_level (const Panel *panel,
            double value,
            const char *text)
{
  cairo_t *cairo = panel->cairo;

  use_pen (cairo, &grey, 1);
  draw_line (cairo, LEFT, get_y (panel, value), WIDTH - RIGHT, get_y (panel, value));
  cairo_set_font_size (cairo, 12);
  write_text (cairo, WIDTH - RIGHT, get_y (panel, value) - 5, ALIGN_RIGHT, text);
}

static guint
get_value (GArray *series,
           guint second)
{
  return second < series->len ? g_array_index (series, guint, second) : 0;
}

/* What does not fit gets its number on top: the most of neighbouring seconds. */
static void
draw_overflow (const Panel *panel,
               GArray *series,
               guint return_second)
{
  guint most = 0;

  cairo_set_font_size (panel->cairo, 11);
  for (guint i = 0; i <= AFTER; i++)
    {
      guint value = get_value (series, return_second + i);

      if (value > panel->most)
        {
          most = MAX (most, value);
        }
      else if (most > 0)
        {
          g_autofree char *label = most < 1000 ? g_strdup_printf ("%u", most) : g_strdup_printf ("%.1fk", most / 1000.0);

          write_text (panel->cairo, get_x (i - 1), panel->y - panel->height - 4, ALIGN_CENTRE, label);
          most = 0;
        }
    }
}

static void
draw_bars (const Panel *panel,
           GArray *series,
           guint return_second)
{
  for (guint i = 0; i < AFTER; i++)
    {
      double top = get_y (panel, get_value (series, return_second + i));

      cairo_rectangle (panel->cairo, get_x (i), top, get_x (i + 1) - get_x (i), panel->y - top);
    }
  cairo_fill (panel->cairo);
}

static void
draw_load (const Panel *panel,
           const StormCurve *curve,
           const Pen *pen)
{
  const StormResult *result = curve->result;
  g_autofree char *title = g_strdup_printf ("%s: peak %.0f a second, %.1f × its mean of %.0f", curve->name,
                                            result->peak, result->peak / result->mean, result->mean);

  use_pen (panel->cairo, pen, 1);
  draw_bars (panel, result->requests, curve->setup->outage);
  draw_overflow (panel, result->requests, curve->setup->outage);
  cairo_set_font_size (panel->cairo, 15);
  write_text (panel->cairo, LEFT, panel->y - panel->height - 20, ALIGN_LEFT, title);
  draw_frame (panel, curve->setup->capacity, "");
  draw_y_title (panel, "sign-ins a second");
  draw_level (panel, curve->setup->capacity, "all the server can do");
  if (result->mean * 2 < panel->most && result->mean * 2 > curve->setup->capacity * 1.2)
    draw_level (panel, result->mean * 2, "2 × mean");
}

static void
draw_share_curve (const Panel *panel,
                  const StormCurve *curve,
                  const Pen *pen)
{
  double all = curve->setup->desktops * curve->setup->drives;
  GArray *series = curve->result->connected;
  guint last = series->len > 0 ? g_array_index (series, guint, series->len - 1) : 0;

  use_pen (panel->cairo, pen, 2.5);
  cairo_move_to (panel->cairo, get_x (-BEFORE), panel->y);
  cairo_line_to (panel->cairo, get_x (0), panel->y);
  for (guint i = 0; i < AFTER; i++)
    {
      guint second = curve->setup->outage + i;
      guint there = second < series->len ? get_value (series, second) : last;

      cairo_line_to (panel->cairo, get_x (i + 1), get_y (panel, there * 100 / all));
    }
  cairo_stroke (panel->cairo);
}

static void
draw_legend (const Panel *panel,
             const StormCurve *curve,
             const Pen *pen,
             guint row)
{
  double y = panel->y - panel->height * 0.5 - row * 24;
  g_autofree char *text = NULL;

  if (curve->result->reached_95 > 0)
    text = g_strdup_printf ("%s: 95 %% after %.0f s; %u sign-ins given up", curve->name,
                            curve->result->reached_95 / 1000.0, curve->result->timeouts);
  else
    text = g_strdup_printf ("%s: 95 %% not within an hour", curve->name);
  cairo_set_source_rgb (panel->cairo, 1, 1, 1);
  cairo_rectangle (panel->cairo, get_x (AFTER - 290), y - 18, get_x (AFTER) - get_x (AFTER - 290), 24);
  cairo_fill (panel->cairo);
  use_pen (panel->cairo, pen, 2.5);
  draw_line (panel->cairo, get_x (AFTER - 285), y - 5, get_x (AFTER - 265), y - 5);
  use_pen (panel->cairo, &ink, 1);
  cairo_set_font_size (panel->cairo, 13);
  write_text (panel->cairo, get_x (AFTER - 260), y, ALIGN_LEFT, text);
}

static void
draw_limits (const Panel *panel,
             const StormResult *result)
{
  cairo_t *cairo = panel->cairo;
  double least = result->least / 1000.0;
  double goal = get_x (least * 1.5);
  g_autofree char *never_idle = g_strdup_printf ("server never idle: %.0f s", least);
  g_autofree char *goal_text = g_strdup_printf ("1.5 × that: %.0f s", least * 1.5);

  use_pen (cairo, &grey, 1.5);
  draw_line (cairo, get_x (0), panel->y, get_x (least), get_y (panel, 100));
  draw_line (cairo, goal, panel->y, goal, get_y (panel, 100));
  draw_line (cairo, LEFT, get_y (panel, 95), WIDTH - RIGHT, get_y (panel, 95));
  cairo_set_font_size (cairo, 12);
  write_text (cairo, get_x (least), panel->y - panel->height - 8, ALIGN_RIGHT, never_idle);
  write_text (cairo, goal, panel->y - panel->height - 8, ALIGN_LEFT, goal_text);
  write_text (cairo, WIDTH - RIGHT, get_y (panel, 95) + 15, ALIGN_RIGHT, "95 %");
}

static void
draw_share (const Panel *panel,
            const StormCurve *curves,
            guint n_curves)
{
  draw_limits (panel, curves[0].result);
  for (guint i = n_curves; i-- > 0;)
    draw_share_curve (panel, &curves[i], &pens[i]);
  for (guint i = 0; i < n_curves; i++)
    draw_legend (panel, &curves[i], &pens[i], n_curves - 1 - i);
  draw_frame (panel, 25, " %");
  draw_y_title (panel, "drives that are back");
  for (int second = 0; second <= AFTER; second += 60)
    {
      g_autofree char *label = g_strdup_printf ("%d", second);

      write_text (panel->cairo, get_x (second), panel->y + 20, ALIGN_CENTRE, label);
    }
  cairo_set_font_size (panel->cairo, 14);
  write_text (panel->cairo, get_x (AFTER / 2.0), panel->y + 44, ALIGN_CENTRE, "seconds after the return");
}

static void
draw_heading (cairo_t *cairo,
              const StormSetup *setup)
{
  g_autofree char *title = NULL;
  g_autofree char *text = g_strdup_printf ("It can serve %u sign-ins a second. Bars that do not fit have their height on top. Seed %u.",
                                           setup->capacity, setup->seed);

  if (setup->outage > 0)
    title = g_strdup_printf ("A file server returns after %u s: %u desktops want their %u drives back",
                             setup->outage, setup->desktops, setup->drives);
  else
    title = g_strdup_printf ("The network of a file server returns: %u desktops want their %u drives back",
                             setup->desktops, setup->drives);
  use_pen (cairo, &ink, 1);
  cairo_set_font_size (cairo, 20);
  write_text (cairo, LEFT, 34, ALIGN_LEFT, title);
  cairo_set_font_size (cairo, 14);
  write_text (cairo, LEFT, 56, ALIGN_LEFT, text);
}

gboolean
storm_draw (const char *path,
            const StormCurve *curves,
            guint n_curves,
            GError **error)
{
  guint height = TOP + n_curves * (LOAD_HEIGHT + GAP) + SHARE_HEIGHT + GAP + 8;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int) height);
  Panel panel = { cairo_create (surface), TOP, LOAD_HEIGHT, curves[0].setup->capacity * 2.5 };
  cairo_status_t status;

  g_return_val_if_fail (n_curves > 0 && n_curves <= G_N_ELEMENTS (pens), FALSE);

  cairo_set_source_rgb (panel.cairo, 1, 1, 1);
  cairo_paint (panel.cairo);
  cairo_select_font_face (panel.cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  draw_heading (panel.cairo, curves[0].setup);
  for (guint i = 0; i < n_curves; i++)
    {
      panel.y = TOP + i * (LOAD_HEIGHT + GAP) + LOAD_HEIGHT;
      draw_load (&panel, &curves[i], &pens[i]);
    }
  panel.y += GAP + SHARE_HEIGHT;
  panel.height = SHARE_HEIGHT;
  panel.most = 100;
  draw_share (&panel, curves, n_curves);
  status = cairo_surface_write_to_png (surface, path);
  cairo_destroy (panel.cairo);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, cairo_status_to_string (status));
  return FALSE;
}
