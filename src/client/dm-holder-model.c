/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-holder-model.h"

#include "dm-error.h"

enum
{
  PROP_0,
  PROP_ITEM,
  PROP_N_FILES,
  PROP_IS_COMPLETE,
  PROP_ERROR,
  N_PROPS,
};

struct _DmHolderModel
{
  GObject parent_instance;

  /* Owned */
  DmClient *client;
  DmWatch *watch;
  DmItem *item;            /* nullable */
  DmServerHolders *server; /* nullable */
  GPtrArray *holders;      /* DmHolder, of this computer */
  GPtrArray *rows;         /* DmHolderItem, sorted */
  char *error;

  /* Owned: whom the question under way is about */
  DmItem *asked;

  guint n_files;
  guint n_server;
  gboolean was_connected; /* the item, when last looked at */
  gboolean is_complete;
  gboolean ask_again;
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DmHolderModel, dm_holder_model, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void ask (DmHolderModel *self);

/* --- comparing --- */

static int
compare_words (const char *a,
               const char *b)
{
  if (a == NULL || b == NULL)
    return (a == NULL) - (b == NULL);

  return g_utf8_collate (a, b);
}

static gboolean
is_of_server (const DmHolder *holder)
{
  return holder->source == DM_HOLDER_SOURCE_SERVER;
}

/* A total order of objects by what never changes in them: so those that stay
 * never change places, and there is nothing to move. */
static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  DmHolderItem *const *items[] = { a, b };
  const DmHolder *one = dm_holder_item_get_holder (*items[0]);
  const DmHolder *other = dm_holder_item_get_holder (*items[1]);
  int order = is_of_server (one) - is_of_server (other);

  if (order == 0)
    order = dm_holder_is_file (other) - dm_holder_is_file (one);
  if (order == 0)
    order = compare_words (one->program, other->program);
  if (order == 0)
    order = compare_words (one->path, other->path);
  if (order == 0)
    order = (one->pid > other->pid) - (one->pid < other->pid);
  if (order == 0)
    order = (int) one->kind - (int) other->kind;
  if (order == 0)
    order = (*items[0] > *items[1]) - (*items[0] < *items[1]);

  return order;
}

static guint
hash_row (gconstpointer key)
{
  const DmHolder *holder = dm_holder_item_get_holder ((gpointer) key);

  return (holder->path != NULL ? g_str_hash (holder->path) : 0) ^ ((guint) holder->pid * 31u);
}

static gboolean
rows_are_same (gconstpointer a,
               gconstpointer b)
{
  return dm_holder_item_is_same ((gpointer) a, dm_holder_item_get_holder ((gpointer) b));
}

/* --- the rows --- */

/* The rows by what they tell of: several may tell of the same. */
static GHashTable *
group_rows (GPtrArray *rows)
{
  GHashTable *groups = g_hash_table_new_full (hash_row, rows_are_same, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < rows->len; i++)
    {
      gpointer row = g_ptr_array_index (rows, i);
      GPtrArray *group = g_hash_table_lookup (groups, row);

      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (groups, row, group);
        }
      g_ptr_array_add (group, row);
    }

  return groups;
}

/* (nullable): the row that stood for @fresh up to now, best with its mode. */
static DmHolderItem *
take_old_row (GHashTable *groups,
              DmHolderItem *fresh)
{
  GPtrArray *group = g_hash_table_lookup (groups, fresh);
  guint found = 0;

  if (group == NULL || group->len == 0)
    return NULL;

  for (guint i = 0; i < group->len; i++)
    {
      DmHolderItem *old = g_ptr_array_index (group, i);

      if (dm_holder_item_get_holder (old)->mode == dm_holder_item_get_holder (fresh)->mode)
        {
          found = i;
          break;
        }
    }

  return g_ptr_array_steal_index (group, found);
}

static void
add_rows (GPtrArray *wanted,
          GHashTable *groups,
          GPtrArray *holders)
{
  guint64 now = (guint64) (g_get_real_time () / G_USEC_PER_SEC);

  for (guint i = 0; i < holders->len; i++)
    {
      const DmHolder *holder = g_ptr_array_index (holders, i);
      g_autoptr (DmHolderItem) fresh = dm_holder_item_new (holder, now);
      DmHolderItem *old = take_old_row (groups, fresh);

      if (old != NULL)
        dm_holder_item_update (old, holder);
      g_ptr_array_add (wanted, old != NULL ? g_object_ref (old) : g_steal_pointer (&fresh));
    }
}

/* What is to be shown: rows that are there already, and new ones. */
static GPtrArray *
build_rows (DmHolderModel *self)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) groups = group_rows (self->rows);

  add_rows (wanted, groups, self->holders);
  if (self->server != NULL)
    add_rows (wanted, groups, dm_server_holders_get_list (self->server));
  g_ptr_array_sort (wanted, compare_rows);

  return wanted;
}

static GHashTable *
build_set (GPtrArray *rows)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (set, g_ptr_array_index (rows, i));

  return set;
}

static void
remove_unwanted (DmHolderModel *self,
                 GPtrArray *wanted)
{
  g_autoptr (GHashTable) stay = build_set (wanted);
  guint end = self->rows->len;

  /* From the end, run by run. */
  while (end > 0)
    {
      guint start = end;

      while (start > 0 && !g_hash_table_contains (stay, g_ptr_array_index (self->rows, start - 1)))
        start--;
      if (start < end)
        {
          g_ptr_array_remove_range (self->rows, start, end - start);
          g_list_model_items_changed (G_LIST_MODEL (self), start, end - start, 0);
        }
      end = start > 0 ? start - 1 : 0;
    }
}

static void
insert_missing (DmHolderModel *self,
                GPtrArray *wanted)
{
  g_autoptr (GHashTable) present = build_set (self->rows);
  guint position = 0;

  while (position < wanted->len)
    {
      guint start = position;

      while (position < wanted->len && !g_hash_table_contains (present, g_ptr_array_index (wanted, position)))
        {
          g_ptr_array_insert (self->rows, (int) position, g_object_ref (g_ptr_array_index (wanted, position)));
          position++;
        }
      if (position > start)
        g_list_model_items_changed (G_LIST_MODEL (self), start, 0, position - start);
      position++;
    }
}

static guint
count_files (GPtrArray *holders)
{
  guint count = 0;

  for (guint i = 0; i < holders->len; i++)
    if (dm_holder_is_file (g_ptr_array_index (holders, i)))
      count++;

  return count;
}

/* Others on the server keep nothing here in use: they do not count. */
static void
show_rows (DmHolderModel *self)
{
  g_autoptr (GPtrArray) wanted = build_rows (self);
  guint n_files = count_files (self->holders);

  self->n_server = wanted->len - self->holders->len;
  remove_unwanted (self, wanted);
  insert_missing (self, wanted);

  if (self->n_files != n_files)
    {
      self->n_files = n_files;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FILES]);
    }
}

static void
show_none (DmHolderModel *self)
{
  g_ptr_array_set_size (self->holders, 0);
  show_rows (self);
}

static void
set_complete (DmHolderModel *self,
              gboolean is_complete)
{
  if (self->is_complete == is_complete)
    return;

  self->is_complete = is_complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_COMPLETE]);
}

static void
set_error (DmHolderModel *self,
           const char *error)
{
  if (g_strcmp0 (self->error, error) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (error);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* --- asking --- */

static gboolean
is_connected (DmItem *item)
{
  /* A connection is one as long as it is there. */
  return item != NULL && (!dm_item_is_drive (item) || dm_item_get_connection_path (item) != NULL);
}

static void
take_answer (DmHolderModel *self,
             GPtrArray *holders,
             const GError *error)
{
  g_object_freeze_notify (G_OBJECT (self));

  if (holders != NULL)
    {
      g_ptr_array_unref (self->holders);
      self->holders = g_ptr_array_ref (holders);
      show_rows (self);
    }
  else if (g_error_matches (error, DM_ERROR, DM_ERROR_NOT_CONNECTED))
    {
      show_none (self);
      error = NULL;
    }

  set_error (self, error != NULL ? error->message : NULL);
  if (error == NULL)
    set_complete (self, TRUE);

  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_holders_got_cb (GObject *source,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (DmHolderModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) holders = dm_client_get_holders_finish (DM_CLIENT (source), result, &error);
  g_autoptr (DmItem) asked = g_steal_pointer (&self->asked);
  gboolean ask_again = self->ask_again;

  self->ask_again = FALSE;
  if (asked == self->item && is_connected (asked))
    take_answer (self, holders, error);
  if (ask_again)
    ask (self);
}

static void
ask (DmHolderModel *self)
{
  if (!is_connected (self->item))
    return;

  if (self->asked != NULL)
    {
      self->ask_again = TRUE;
      return;
    }

  self->asked = g_object_ref (self->item);
  dm_client_get_holders_async (self->client, dm_item_get_name (self->item), NULL,
                               on_holders_got_cb, g_object_ref (self));
}

/* What can be said of the item without asking. */
static void
start_over (DmHolderModel *self)
{
  self->was_connected = is_connected (self->item);

  g_object_freeze_notify (G_OBJECT (self));
  show_none (self);
  set_error (self, NULL);
  set_complete (self, !self->was_connected);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_watch_looked_cb (DmHolderModel *self)
{
  /* The look has just counted; GetHolders () would read all of /proc again. */
  if (self->item != NULL && self->is_complete && self->error == NULL &&
      self->holders->len == 0 && dm_item_get_open_count (self->item) == 0)
    return;

  ask (self);
}

static void
on_server_changed_cb (DmHolderModel *self)
{
  show_rows (self);
}

static void
on_item_notified_cb (DmHolderModel *self)
{
  /* Its connection is no property of the item, but others change with it. */
  if (is_connected (self->item) == self->was_connected)
    return;

  start_over (self);
  ask (self);
}

/* --- GListModel, GObject --- */

static GType
dm_holder_model_get_item_type (GListModel *model)
{
  return DM_TYPE_HOLDER_ITEM;
}

static guint
dm_holder_model_get_n_items (GListModel *model)
{
  return DM_HOLDER_MODEL (model)->rows->len;
}

static gpointer
dm_holder_model_get_row (GListModel *model,
                         guint position)
{
  DmHolderModel *self = DM_HOLDER_MODEL (model);

  if (position >= self->rows->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->rows, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = dm_holder_model_get_item_type;
  iface->get_n_items = dm_holder_model_get_n_items;
  iface->get_item = dm_holder_model_get_row;
}

static void
dm_holder_model_finalize (GObject *object)
{
  DmHolderModel *self = DM_HOLDER_MODEL (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->holders, g_ptr_array_unref);
  g_clear_object (&self->server);
  g_clear_pointer (&self->error, g_free);
  g_clear_object (&self->item);
  g_clear_object (&self->watch);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (dm_holder_model_parent_class)->finalize (object);
}

static void
dm_holder_model_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  DmHolderModel *self = DM_HOLDER_MODEL (object);

  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    case PROP_N_FILES:
      g_value_set_uint (value, self->n_files);
      break;
    case PROP_IS_COMPLETE:
      g_value_set_boolean (value, self->is_complete);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_holder_model_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  if (prop_id == PROP_ITEM)
    dm_holder_model_set_item (DM_HOLDER_MODEL (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_holder_model_class_init (DmHolderModelClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dm_holder_model_finalize;
  object_class->get_property = dm_holder_model_get_property;
  object_class->set_property = dm_holder_model_set_property;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, DM_TYPE_ITEM,
                         flags | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_N_FILES] =
    g_param_spec_uint ("n-files", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_IS_COMPLETE] =
    g_param_spec_boolean ("is-complete", NULL, NULL, TRUE, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dm_holder_model_init (DmHolderModel *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->holders = dm_holder_list_new ();
  self->is_complete = TRUE;
}

DmHolderModel *
dm_holder_model_new (DmClient *client,
                     DmWatch *watch)
{
  DmHolderModel *self;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);
  g_return_val_if_fail (DM_IS_WATCH (watch), NULL);

  self = g_object_new (DM_TYPE_HOLDER_MODEL, NULL);
  self->client = g_object_ref (client);
  self->watch = g_object_ref (watch);
  g_signal_connect_object (watch, "looked", G_CALLBACK (on_watch_looked_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

DmItem *
dm_holder_model_get_item (DmHolderModel *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_MODEL (self), NULL);

  return self->item;
}

void
dm_holder_model_set_item (DmHolderModel *self,
                          DmItem *item)
{
  g_return_if_fail (DM_IS_HOLDER_MODEL (self));
  g_return_if_fail (item == NULL || DM_IS_ITEM (item));

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify", G_CALLBACK (on_item_notified_cb), self,
                             G_CONNECT_SWAPPED);

  start_over (self);
  if (self->server != NULL)
    dm_server_holders_set_item (self->server, item);
  ask (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

void
dm_holder_model_set_server (DmHolderModel *self,
                            DmServerHolders *server)
{
  g_return_if_fail (DM_IS_HOLDER_MODEL (self));
  g_return_if_fail (DM_IS_SERVER_HOLDERS (server));
  g_return_if_fail (self->server == NULL && self->item == NULL);

  self->server = g_object_ref (server);
  g_signal_connect_object (server, "changed", G_CALLBACK (on_server_changed_cb), self, G_CONNECT_SWAPPED);
}

guint
dm_holder_model_get_n_local (DmHolderModel *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_MODEL (self), 0);

  return self->holders->len;
}

guint
dm_holder_model_get_n_server (DmHolderModel *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_MODEL (self), 0);

  return self->n_server;
}

guint
dm_holder_model_get_n_files (DmHolderModel *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_MODEL (self), 0);

  return self->n_files;
}

gboolean
dm_holder_model_is_complete (DmHolderModel *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_MODEL (self), FALSE);

  return self->is_complete;
}

const char *
dm_holder_model_get_error (DmHolderModel *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_MODEL (self), NULL);

  return self->error;
}

gboolean
dm_holder_model_sees_programs (DmHolderModel *self)
{
  g_return_val_if_fail (DM_IS_HOLDER_MODEL (self), TRUE);

  return dm_client_sees_programs (self->client);
}

void
dm_holder_model_refresh (DmHolderModel *self)
{
  g_return_if_fail (DM_IS_HOLDER_MODEL (self));

  ask (self);
}
