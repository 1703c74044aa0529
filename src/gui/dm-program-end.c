/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-program-end.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <sys/pidfd.h>

#include "dm-holder-words.h"
#include "dm-portal.h"
#include "dm-program-windows.h"
#include "dm-safe-focus.h"
#include "dm-toast.h"

#define MAX_NAME    40
#define RESPONSE_OK "end"

/* What the question is about. */
typedef struct
{
  /* Owned */
  char *name;

  /* Borrowed, weakly */
  GtkWidget *widget;

  int fd; /* of the process: it stays that one even if its number is used again */
} Ending;

static void
ending_free (gpointer data,
             GClosure *closure)
{
  Ending *self = data;

  if (self->fd >= 0)
    close (self->fd);
  g_clear_weak_pointer (&self->widget);
  g_free (self->name);
  g_free (self);
}

/* Its executable or, for a script, what the kernel calls it. */
static gboolean
is_program (int pid,
            const char *program)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", pid);
  g_autofree char *comm_path = g_strdup_printf ("/proc/%d/comm", pid);
  g_autofree char *target = g_file_read_link (link, NULL);
  g_autofree char *name = target != NULL ? g_path_get_basename (target) : NULL;
  g_autofree char *comm = NULL;

  if (name != NULL && g_str_has_prefix (name, program))
    return TRUE;

  return g_file_get_contents (comm_path, &comm, NULL, NULL) && g_str_equal (g_strchomp (comm), program);
}

/* -1: it is gone, or is another process by now. */
static int
open_process (const DmHolder *holder)
{
  int fd = pidfd_open (holder->pid, 0);

  if (fd >= 0 && !is_program (holder->pid, holder->program))
    {
      close (fd);
      return -1;
    }

  return fd;
}

static void
show_gone (GtkWidget *widget,
           const char *name)
{
  g_autofree char *text = g_strdup_printf (_ ("%s has ended already"), name);

  dm_toast_show (widget, text, NULL, NULL);
}

static void
end_process (Ending *self)
{
  g_autofree char *text = NULL;
  int code = pidfd_send_signal (self->fd, SIGTERM, NULL, 0) == 0 ? 0 : errno;

  if (self->widget == NULL)
    return;

  if (code == ESRCH)
    {
      show_gone (self->widget, self->name);
      return;
    }

  text = code == 0 ? g_strdup_printf (_ ("%s was told to end"), self->name)
                   : g_strdup_printf (_ ("%s could not be ended: %s"), self->name, g_strerror (code));
  dm_toast_show (self->widget, text, NULL, NULL);
}

static void
on_dialog_responded_cb (AdwMessageDialog *dialog,
                        const char *response,
                        gpointer user_data)
{
  if (g_str_equal (response, RESPONSE_OK))
    end_process (user_data);
}

/* (transfer full) */
static Ending *
create_ending (GtkWidget *widget,
               const char *name,
               int fd)
{
  Ending *self = g_new0 (Ending, 1);

  self->name = g_strdup (name);
  self->fd = fd;
  g_set_weak_pointer (&self->widget, widget);

  return self;
}

static void
ask_to_end (GtkWidget *widget,
            const char *name,
            int fd)
{
  g_autofree char *heading = g_strdup_printf (_ ("End %s?"), name);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkWidget *dialog = adw_message_dialog_new (window, heading, _ ("It has no window that could ask about unsaved work. What it has not saved is lost."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _ ("_Cancel"),
                                    RESPONSE_OK, _ ("_End Program"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), RESPONSE_OK, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  dm_safe_focus_keep (ADW_MESSAGE_DIALOG (dialog));
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_dialog_responded_cb),
                         create_ending (GTK_WIDGET (window), name, fd), ending_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
dm_program_end_is_possible (GtkWidget *widget,
                            DmHolderItem *item)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);

  if (holder->pid <= 1 || holder->program == NULL || holder->source == DM_HOLDER_SOURCE_SERVER)
    return FALSE;

  /* Out of a sandbox only a window can be reached, by way of the desktop. */
  if (dm_portal_is_needed ())
    return dm_program_windows_can_close (gtk_widget_get_display (widget), holder->pid);

  return holder->pid != getpid ();
}

void
dm_program_end_ask (GtkWidget *widget,
                    DmHolderItem *item)
{
  const DmHolder *holder = dm_holder_item_get_holder (item);
  GdkDisplay *display = gtk_widget_get_display (widget);
  g_autofree char *plain = dm_holder_dup_program_name (item);
  g_autofree char *name = dm_dup_quotable (plain, MAX_NAME);
  int fd;

  g_return_if_fail (dm_program_end_is_possible (widget, item));

  if (dm_program_windows_can_close (display, holder->pid))
    {
      g_autofree char *title = dm_holder_dup_title (item);
      g_autofree char *text = g_strdup_printf (_ ("%s was asked to close"), name);

      dm_program_windows_close (display, holder->pid, title);
      dm_toast_show (widget, text, NULL, NULL);
      return;
    }

  fd = open_process (holder);
  if (fd >= 0)
    ask_to_end (widget, name, fd);
  else
    show_gone (widget, name);
}
