/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-space-watch.h"

#include <string.h>

#include "dm-manager.h"
#include "dm-smb-question.h"
#include "dm-space-probe.h"
#include "dm-turns.h"

/* How long an answer holds, in microseconds. */
#define INTERVAL (30 * G_TIME_SPAN_SECOND)

/* How old a mount has to be, in ms. */
#define FIRST_DELAY 1000

/* How long a server may take, in ms. */
#define DEADLINE 5000

/* How many may be asked at once. */
#define MAX_PROBES 8

/* A folder of a connection: its root, or what a drive is on. */
typedef struct
{
  /* Owned */
  char *below;          /* "": the root */
  DmLocation *location; /* (nullable) */
  DmSpaceProbe *probe;  /* (nullable): there is no folder */
} Place;

/* One connection, and how it is asked. */
typedef struct
{
  /* Owned */
  DmSpaceWatch *watch; /* while it asks, or waits for its turn; else NULL */
  DmConnection *connection;
  GPtrArray *places; /* Place; the root is the first */
  GCancellable *cancellable;

  /* Borrowed: has it, and ends its delay */
  DmSpaceWatch *owner;

  guint current; /* while it asks: for which of the places */
  gint64 asked;  /* monotonic; 0: never */
  guint delay_id;
} Look;

struct _DmSpaceWatch
{
  GObject parent_instance;

  /* Owned */
  GHashTable *looks; /* DmConnection → Look */
  DmTurns *turns;

  /* Borrowed: it owns us; NULL once it has gone */
  DmManager *manager;
};

enum
{
  ASKS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmSpaceWatch, dm_space_watch, G_TYPE_OBJECT)

static void
place_free (gpointer data)
{
  Place *self = data;

  g_free (self->below);
  g_clear_pointer (&self->location, dm_location_unref);
  g_clear_object (&self->probe);
  g_free (self);
}

/* On the mount as it is, whoever its user is. */
static Place *
place_new (DmMount *mount,
           DmLocation *location,
           const char *below)
{
  Place *self = g_new0 (Place, 1);
  DmLocation *root = mount->location;

  self->below = g_strdup (below);
  if (root != NULL)
    self->location = dm_location_dup_with_user (location, dm_location_get_domain (root), dm_location_get_user (root));
  if (mount->path != NULL)
    {
      g_autofree char *path = g_build_filename (mount->path, *below != '\0' ? below : NULL, NULL);

      self->probe = dm_space_probe_new (path);
    }

  return self;
}

static void
look_clear (gpointer data)
{
  Look *self = data;

  g_clear_object (&self->connection);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
}

static void
look_unref (gpointer data)
{
  g_rc_box_release_full (data, look_clear);
}

/* No longer ours; what it asks meanwhile is in vain. */
static void
look_abandon (gpointer data)
{
  Look *self = data;

  g_clear_handle_id (&self->delay_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  look_unref (self);
}

static Look *
look_new (DmConnection *connection)
{
  Look *self = g_rc_box_new0 (Look);
  DmMount *mount = dm_connection_get_mount (connection);

  self->connection = g_object_ref (connection);
  self->places = g_ptr_array_new_with_free_func (place_free);
  g_ptr_array_add (self->places, place_new (mount, mount->location, ""));
  self->cancellable = g_cancellable_new ();

  return self;
}

static Place *
find_place (Look *look,
            const char *below)
{
  for (guint i = 0; i < look->places->len; i++)
    {
      Place *place = look->places->pdata[i];

      if (g_str_equal (place->below, below))
        return place;
    }

  return NULL;
}

/* Whether there is a drive on it whose folder it does not know. */
static gboolean
has_new_place (Look *look)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives_on (look->owner->manager, look->connection);

  for (guint i = 0; i < drives->len; i++)
    if (find_place (look, dm_drive_get_path_below (drives->pdata[i])) == NULL)
      return TRUE;

  return FALSE;
}

static gboolean
is_wanted (Place *place,
           GPtrArray *drives)
{
  for (guint i = 0; i < drives->len; i++)
    if (g_str_equal (dm_drive_get_path_below (drives->pdata[i]), place->below))
      return TRUE;

  return FALSE;
}

/* The folders of the drives that are on it now, beside the root. */
static void
update_places (Look *look)
{
  g_autoptr (GPtrArray) drives = dm_manager_list_drives_on (look->owner->manager, look->connection);

  for (guint i = look->places->len; i > 1; i--)
    {
      Place *place = look->places->pdata[i - 1];

      if (!is_wanted (place, drives) && !(place->probe != NULL && dm_space_probe_is_asking (place->probe)))
        g_ptr_array_remove_index (look->places, i - 1);
    }

  for (guint i = 0; i < drives->len; i++)
    {
      const char *below = dm_drive_get_path_below (drives->pdata[i]);

      if (find_place (look, below) == NULL)
        g_ptr_array_add (look->places, place_new (dm_connection_get_mount (look->connection),
                                                  dm_drive_get_location (drives->pdata[i]), below));
    }
}

static void
show (Look *look,
      guint64 total,
      guint64 available)
{
  Place *place = look->places->pdata[look->current];

  if (dm_connection_set_space (look->connection, place->below, total, available) && look->watch->manager != NULL)
    dm_manager_show_counts (look->watch->manager);
}

/* Whether the server can be asked past GVfs, as the one who is signed in. */
static gboolean
can_ask_server (DmConnection *connection)
{
  DmMount *mount = dm_connection_get_mount (connection);

  return mount->origin == DM_ORIGIN_GVFS && mount->location != NULL &&
         g_str_equal (dm_location_get_provider (mount->location), "smb") &&
         dm_location_get_share (mount->location) != NULL;
}

/* Whether GVfs' folders are there at all; the list of mounts is text from memory. */
static gboolean
has_folder (DmConnection *connection)
{
  const char *path = dm_connection_get_mount (connection)->path;
  g_autofree char *root = path != NULL ? g_path_get_dirname (path) : NULL;
  g_autofree char *field = g_strdup_printf (" %s ", root != NULL ? root : "");
  g_autofree char *text = NULL;

  return root != NULL &&
         g_file_get_contents ("/proc/self/mountinfo", &text, NULL, NULL) &&
         strstr (text, field) != NULL;
}

static gboolean
may_ask (DmSpaceWatch *self,
         Look *look)
{
  DmConnection *connection = look->connection;

  return self->manager != NULL && !g_cancellable_is_cancelled (look->cancellable) &&
         !dm_connection_get_gone (connection) && !dm_connection_get_draining (connection) &&
         !dm_manager_has_operation (self->manager, dm_connection_get_mount (connection));
}

/* Its turn is over. */
static void
end_look (Look *look)
{
  g_autoptr (DmSpaceWatch) self = g_steal_pointer (&look->watch);

  g_signal_emit (self, signals[ASKS], 0, look->connection, FALSE);
  /* A drive may have come meanwhile. */
  if (may_ask (self, look))
    dm_space_watch_take (self, look->connection);
  look_unref (look);
  dm_turns_give_back (self->turns);
}

static void ask_place (Look *look);

static void
ask_next (Look *look)
{
  look->current++;
  if (look->current < look->places->len && may_ask (look->watch, look))
    ask_place (look);
  else
    end_look (look);
}

static void
question_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  Look *look = user_data;
  g_autoptr (DmSmbAnswer) answer = dm_smb_question_ask_finish (result, NULL);
  g_autoptr (GVariant) entry = NULL;
  guint64 total, available;

  if (answer != NULL && g_variant_n_children (answer->entries) == 1)
    entry = g_variant_get_child_value (answer->entries, 0);
  if (entry != NULL && g_variant_lookup (entry, "total", "t", &total) && g_variant_lookup (entry, "free", "t", &available))
    show (look, total, available);
  ask_next (look);
}

static void
ask_server (Look *look)
{
  Place *place = look->places->pdata[look->current];

  dm_smb_question_ask_quietly_async (dm_smb_question_new (DM_SMB_OPERATION_SPACE, place->location), place->location,
                                     DEADLINE, look->cancellable, question_cb, look);
}

static void
probe_look_cb (GObject *object,
               GAsyncResult *result,
               gpointer user_data)
{
  Look *look = user_data;
  g_autoptr (GError) error = NULL;
  guint64 total, available;
  gboolean is_known = dm_space_probe_look_finish (DM_SPACE_PROBE (object), result, &total, &available, &error);

  if (is_known && total == 0 && can_ask_server (look->connection))
    {
      ask_server (look);
      return;
    }

  if (is_known)
    show (look, total, available);
  else
    g_debug ("The space is not known: %s", error->message);

  /* Where the root does not answer, its folders will not either. */
  if (is_known || look->current > 0)
    ask_next (look);
  else
    end_look (look);
}

static void
ask_place (Look *look)
{
  Place *place = look->places->pdata[look->current];

  if (place->probe != NULL && (has_folder (look->connection) || !can_ask_server (look->connection)))
    dm_space_probe_look_async (place->probe, DEADLINE, look->cancellable, probe_look_cb, look);
  else
    ask_server (look);
}

static void
start_look_cb (gpointer data)
{
  Look *look = data;

  if (!may_ask (look->watch, look))
    {
      g_autoptr (DmSpaceWatch) self = g_steal_pointer (&look->watch);

      look_unref (look);
      dm_turns_give_back (self->turns);
      return;
    }

  update_places (look);
  look->current = 0;
  look->asked = g_get_monotonic_time ();
  g_signal_emit (look->watch, signals[ASKS], 0, look->connection, TRUE);
  ask_place (look);
}

static void
ask (DmSpaceWatch *self,
     Look *look)
{
  look->watch = g_object_ref (self);
  dm_turns_take (self->turns, start_look_cb, g_rc_box_acquire (look));
}

static gboolean
on_delay_passed_cb (gpointer user_data)
{
  Look *look = user_data;
  DmSpaceWatch *self = look->owner;

  look->delay_id = 0;
  ask (self, look);

  return G_SOURCE_REMOVE;
}

static Look *
ensure_look (DmSpaceWatch *self,
             DmConnection *connection)
{
  Look *look = g_hash_table_lookup (self->looks, connection);

  if (look == NULL && (dm_connection_get_mount (connection)->path != NULL || can_ask_server (connection)))
    {
      look = look_new (connection);
      look->owner = self;
      g_hash_table_insert (self->looks, connection, look);
    }

  return look;
}

static void
dm_space_watch_dispose (GObject *object)
{
  DmSpaceWatch *self = DM_SPACE_WATCH (object);

  self->manager = NULL;
  g_hash_table_remove_all (self->looks);

  G_OBJECT_CLASS (dm_space_watch_parent_class)->dispose (object);
}

static void
dm_space_watch_finalize (GObject *object)
{
  DmSpaceWatch *self = DM_SPACE_WATCH (object);

  g_clear_pointer (&self->looks, g_hash_table_unref);
  g_clear_pointer (&self->turns, dm_turns_free);

  G_OBJECT_CLASS (dm_space_watch_parent_class)->finalize (object);
}

static void
dm_space_watch_class_init (DmSpaceWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dm_space_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = dm_space_watch_finalize;

  signals[ASKS] = g_signal_new ("asks", DM_TYPE_SPACE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, DM_TYPE_CONNECTION, G_TYPE_BOOLEAN);
}

static void
dm_space_watch_init (DmSpaceWatch *self)
{
  self->looks = g_hash_table_new_full (NULL, NULL, NULL, look_abandon);
  self->turns = dm_turns_new (MAX_PROBES);
}

DmSpaceWatch *
dm_space_watch_new (DmManager *manager)
{
  DmSpaceWatch *self = g_object_new (DM_TYPE_SPACE_WATCH, NULL);

  self->manager = manager;

  return self;
}

void
dm_space_watch_take (DmSpaceWatch *self,
                     DmConnection *connection)
{
  Look *look;

  g_return_if_fail (DM_IS_SPACE_WATCH (self));

  look = ensure_look (self, connection);
  if (look != NULL && look->watch == NULL && look->delay_id == 0 && (look->asked == 0 || has_new_place (look)))
    look->delay_id = g_timeout_add (FIRST_DELAY, on_delay_passed_cb, look);
}

void
dm_space_watch_look (DmSpaceWatch *self,
                     DmConnection *connection)
{
  Look *look;

  g_return_if_fail (DM_IS_SPACE_WATCH (self));

  look = ensure_look (self, connection);
  if (look != NULL && look->watch == NULL && look->delay_id == 0 &&
      (look->asked == 0 || g_get_monotonic_time () - look->asked >= INTERVAL))
    ask (self, look);
}

void
dm_space_watch_stop (DmSpaceWatch *self,
                     DmConnection *connection)
{
  Look *look;

  g_return_if_fail (DM_IS_SPACE_WATCH (self));

  look = g_hash_table_lookup (self->looks, connection);
  if (look == NULL || look->watch == NULL)
    return;

  g_cancellable_cancel (look->cancellable);
  g_clear_object (&look->cancellable);
  look->cancellable = g_cancellable_new ();
  /* Should the connection stay, it is still to be asked. */
  look->asked = 0;
}

gboolean
dm_space_watch_is_asking (DmSpaceWatch *self,
                          DmConnection *connection)
{
  Look *look;

  g_return_val_if_fail (DM_IS_SPACE_WATCH (self), FALSE);

  look = g_hash_table_lookup (self->looks, connection);
  for (guint i = 0; look != NULL && i < look->places->len; i++)
    {
      Place *place = look->places->pdata[i];

      if (place->probe != NULL && dm_space_probe_is_asking (place->probe))
        return TRUE;
    }

  return FALSE;
}

void
dm_space_watch_drop (DmSpaceWatch *self,
                     DmConnection *connection)
{
  g_return_if_fail (DM_IS_SPACE_WATCH (self));

  g_hash_table_remove (self->looks, connection);
}
