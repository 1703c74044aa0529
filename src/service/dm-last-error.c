/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-last-error.h"

#include "dm-error.h"

struct _DmLastError
{
  GObject parent_instance;

  /* Owned */
  GHashTable *notes; /* sender → Note */
};

G_DEFINE_FINAL_TYPE (DmLastError, dm_last_error, G_TYPE_OBJECT)

typedef struct
{
  guint code;
  char *text;
  char *provider;
  guint watch_id;
} Note;

static void
note_free (Note *self)
{
  g_bus_unwatch_name (self->watch_id);
  g_free (self->text);
  g_free (self->provider);
  g_free (self);
}

static void
on_sender_vanished_cb (GDBusConnection *bus,
                       const char *name,
                       gpointer user_data)
{
  g_hash_table_remove (DM_LAST_ERROR (user_data)->notes, name);
}

static void
dm_last_error_finalize (GObject *object)
{
  g_clear_pointer (&DM_LAST_ERROR (object)->notes, g_hash_table_unref);

  G_OBJECT_CLASS (dm_last_error_parent_class)->finalize (object);
}

static void
dm_last_error_class_init (DmLastErrorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dm_last_error_finalize;
}

static void
dm_last_error_init (DmLastError *self)
{
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) note_free);
}

DmLastError *
dm_last_error_new (void)
{
  return g_object_new (DM_TYPE_LAST_ERROR, NULL);
}

void
dm_last_error_note (DmLastError *self,
                    GDBusConnection *bus,
                    const char *sender,
                    const GError *error,
                    const char *provider)
{
  Note *note;

  g_return_if_fail (DM_IS_LAST_ERROR (self));

  if (sender == NULL || error == NULL || dm_error_to_win32 (error) != DM_ERROR_EXTENDED_ERROR)
    return;

  /* Providers here speak in sentences, not in numbers of their own. */
  note = g_new0 (Note, 1);
  note->code = error->domain == DM_ERROR ? 0 : (guint) error->code;
  note->text = g_strdup (error->message);
  note->provider = g_strdup (provider != NULL ? provider : "");
  note->watch_id = g_bus_watch_name_on_connection (bus, sender, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                   NULL, on_sender_vanished_cb, self, NULL);
  g_hash_table_replace (self->notes, g_strdup (sender), note);
}

void
dm_last_error_get (DmLastError *self,
                   const char *sender,
                   guint *code,
                   const char **text,
                   const char **provider)
{
  Note *note;

  g_return_if_fail (DM_IS_LAST_ERROR (self));

  note = sender != NULL ? g_hash_table_lookup (self->notes, sender) : NULL;
  *code = note != NULL ? note->code : 0;
  *text = note != NULL ? note->text : "";
  *provider = note != NULL ? note->provider : "";
}
