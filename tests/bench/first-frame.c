/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a program takes until its window can be seen, and what it costs.
 *
 *   BUILD/tests/bench/first-frame RUNS NAME COMMAND [NAME COMMAND]…
 *
 * An observer from outside, on the X server of DISPLAY. The commands are run in
 * turns, RUNS times, so that a busy moment hits all alike; tests/bench/start
 * calls it. Measured from just before the program is started:
 *
 *   frame     the first damage after which the window has a picture: at least
 *             twelve colours, which a cleared background does not have
 *   complete  the last damage before half a second of quiet: everything is there
 *
 * and then its private memory. All as the least and the median; the last column
 * is the median of `frame` over that of the first command. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <gio/gio.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define MIN_COLOURS 12
#define MIN_SIZE    50
#define QUIET_MS    500
#define LIMIT_MS    30000

typedef struct
{
  /* Borrowed: from argv */
  const char *name;
  const char *command;

  /* Owned: a value each run */
  GArray *frame;
  GArray *complete;
  GArray *memory;
} Row;

typedef struct
{
  Display *display; /* owned */
  int damage_event;

  Window window;
  Damage damage;
  gint64 start;
  double frame; /* ms; 0: not yet */
  double last;
} Watch;

G_NORETURN static void
fail (const char *subject,
      const char *reason)
{
  g_printerr ("%s: %s\n", subject, reason);
  exit (1);
}

static int
ignore_error (Display *display,
              XErrorEvent *event)
{
  /* A window may be gone before we ask for it. */
  return 0;
}

static double
elapsed_ms (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1000.0;
}

static XImage *
read_picture (Display *display,
              Window window)
{
  XWindowAttributes attributes;
  Window child;
  int x, y, left, top, right, bottom;

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.map_state != IsViewable)
    return NULL;

  XTranslateCoordinates (display, window, attributes.root, 0, 0, &x, &y, &child);
  left = MAX (0, -x);
  top = MAX (0, -y);
  right = MIN (attributes.width, DisplayWidth (display, 0) - x);
  bottom = MIN (attributes.height, DisplayHeight (display, 0) - y);
  if (right <= left || bottom <= top)
    return NULL;

  return XGetImage (display, window, left, top, right - left, bottom - top, AllPlanes, ZPixmap);
}

static gboolean
has_picture (Display *display,
             Window window)
{
  XImage *image = read_picture (display, window);
  unsigned long seen[MIN_COLOURS];
  int n = 0;

  if (image == NULL)
    return FALSE;

  for (int y = 0; y < image->height && n < MIN_COLOURS; y++)
    for (int x = 0; x < image->width && n < MIN_COLOURS; x++)
      {
        unsigned long colour = XGetPixel (image, x, y) & 0xffffff;
        int i = 0;

        while (i < n && seen[i] != colour)
          i++;
        if (i == n)
          seen[n++] = colour;
      }
  XDestroyImage (image);

  return n >= MIN_COLOURS;
}

static void
note_change (Watch *watch)
{
  double now = elapsed_ms (watch->start);

  if (watch->frame == 0 && has_picture (watch->display, watch->window))
    watch->frame = now;
  watch->last = now;
}

static void
on_mapped (Watch *watch,
           XMapEvent *event)
{
  XWindowAttributes attributes;

  if (watch->window != None || event->override_redirect ||
      !XGetWindowAttributes (watch->display, event->window, &attributes) ||
      attributes.width < MIN_SIZE || attributes.height < MIN_SIZE)
    return;

  watch->window = event->window;
  watch->damage = XDamageCreate (watch->display, event->window, XDamageReportRawRectangles);
  note_change (watch);
}

static void
read_events (Watch *watch)
{
  struct pollfd fd = { .fd = ConnectionNumber (watch->display), .events = POLLIN };

  if (!XPending (watch->display))
    poll (&fd, 1, 20);
  while (XPending (watch->display))
    {
      XEvent event;

      XNextEvent (watch->display, &event);
      if (event.type == MapNotify)
        on_mapped (watch, &event.xmap);
      else if (event.type == watch->damage_event + XDamageNotify &&
               ((XDamageNotifyEvent *) &event)->drawable == watch->window)
        note_change (watch);
    }
}

static double
read_private_mb (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint64 kb = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "Private_"))
      kb += g_ascii_strtoull (strchr (*line, ':') + 1, NULL, 10);

  return kb / 1024.0;
}

static GPid
start (const char *command)
{
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  GPid pid;

  if (!g_shell_parse_argv (command, NULL, &argv, &error) ||
      !g_spawn_async (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error))
    fail (command, error->message);

  return pid;
}

static void
measure (Watch *watch,
         Row *row)
{
  double memory;
  GPid pid;

  XSync (watch->display, True);
  watch->window = watch->damage = None;
  watch->frame = watch->last = 0;
  watch->start = g_get_monotonic_time ();
  pid = start (row->command);
  while (watch->frame == 0 || elapsed_ms (watch->start) - watch->last < QUIET_MS)
    {
      if (elapsed_ms (watch->start) > LIMIT_MS)
        fail (row->name, "no window came");
      read_events (watch);
    }

  memory = read_private_mb (pid);
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  XDamageDestroy (watch->display, watch->damage);
  g_array_append_val (row->frame, watch->frame);
  g_array_append_val (row->complete, watch->last);
  g_array_append_val (row->memory, memory);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
at (GArray *values,
    guint index)
{
  return g_array_index (values, double, index);
}

static void
print_row (Row *row,
           guint runs,
           double base)
{
  g_print ("%-34s %5.0f %5.0f %7.0f %5.0f %8.1f %7.2f\n", row->name,
           at (row->frame, 0), at (row->frame, runs / 2),
           at (row->complete, 0), at (row->complete, runs / 2),
           at (row->memory, runs / 2), at (row->frame, runs / 2) / base);
}

static void
print_table (Row *rows,
             guint n_rows,
             guint runs)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_array_sort (rows[i].frame, compare);
      g_array_sort (rows[i].complete, compare);
      g_array_sort (rows[i].memory, compare);
    }
  g_print ("%-34s %11s %13s %8s %7s\n", "", "frame, ms", "complete, ms", "private", "frame");
  g_print ("%-34s %5s %5s %7s %5s %8s %7s\n", "", "min", "med", "min", "med", "MB", "ratio");
  for (guint i = 0; i < n_rows; i++)
    print_row (&rows[i], runs, at (rows[0].frame, runs / 2));
}

int
main (int argc,
      char **argv)
{
  guint runs = argc > 1 ? atoi (argv[1]) : 0;
  guint n_rows = argc / 2 - 1;
  g_autofree Row *rows = NULL;
  Watch watch = { .display = XOpenDisplay (NULL) };
  int unused;

  if (runs < 1 || n_rows < 1 || argc % 2 != 0)
    fail ("Usage", "first-frame RUNS NAME COMMAND [NAME COMMAND]…");
  if (watch.display == NULL || !XDamageQueryExtension (watch.display, &watch.damage_event, &unused))
    fail ("first-frame", "there is no X server with the damage extension");

  rows = g_new0 (Row, n_rows);
  for (guint i = 0; i < n_rows; i++)
    rows[i] = (Row){
      .name = argv[2 + 2 * i],
      .command = argv[3 + 2 * i],
      .frame = g_array_new (FALSE, FALSE, sizeof (double)),
      .complete = g_array_new (FALSE, FALSE, sizeof (double)),
      .memory = g_array_new (FALSE, FALSE, sizeof (double)),
    };
  XSetErrorHandler (ignore_error);
  XSelectInput (watch.display, DefaultRootWindow (watch.display), SubstructureNotifyMask);
  for (guint run = 0; run < runs; run++)
    for (guint i = 0; i < n_rows; i++)
      measure (&watch, &rows[i]);
  print_table (rows, n_rows, runs);
  XCloseDisplay (watch.display);

  return 0;
}
