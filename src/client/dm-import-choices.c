/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-import-choices.h"

#include <glib/gi18n-lib.h>

#include "dm-local-name.h"

struct _DmImportChoices
{
  GObject parent_instance;

  /* Owned */
  DmClient *client;
  GListStore *items;    /* DmImportItem: those that can be used */
  GListStore *left_out; /* DmImportItem: the others */

  guint n_chosen;
};

/* What is in the list already. */
typedef struct
{
  GHashTable *locations; /* DmLocation → DmImportItem, borrowed */
  GHashTable *names;     /* in lower case → how many have it */
} Listed;

enum
{
  PROP_0,
  PROP_N_CHOSEN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmImportChoices, dm_import_choices, G_TYPE_OBJECT)

/* --- names --- */

static void
clear_listed (Listed *listed)
{
  g_clear_pointer (&listed->locations, g_hash_table_unref);
  g_clear_pointer (&listed->names, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listed, clear_listed)

static guint
count_name (Listed *listed,
            const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return GPOINTER_TO_UINT (g_hash_table_lookup (listed->names, lower));
}

static void
list_name (Listed *listed,
           const char *name)
{
  guint n = count_name (listed, name) + 1;

  g_hash_table_insert (listed->names, g_ascii_strdown (name, -1), GUINT_TO_POINTER (n));
}

static void
list_item (Listed *listed,
           DmImportItem *item)
{
  g_hash_table_insert (listed->locations, dm_import_item_get_entry (item)->location, item);
  if (dm_import_item_get_known (item) == NULL)
    list_name (listed, dm_import_item_get_local (item));
}

static void
list_items (DmImportChoices *self,
            Listed *listed,
            gboolean only_chosen)
{
  listed->locations = g_hash_table_new ((GHashFunc) dm_location_hash, (GEqualFunc) dm_location_equal);
  listed->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < dm_import_choices_get_n_items (self); i++)
    {
      DmImportItem *item = dm_import_choices_peek (self, i);

      if (!only_chosen || dm_import_item_get_chosen (item))
        list_item (listed, item);
    }
}

/* The letter is shown, not only that there will be one. */
static void
choose_letter (DmImportChoices *self,
               Listed *listed,
               DmImportItem *item)
{
  const char *local = dm_import_item_get_local (item);

  if (dm_import_item_get_known (item) != NULL ||
      (!g_str_equal (local, "*") && count_name (listed, local) == 0))
    return;

  for (char c = 'Z'; c >= 'D'; c--)
    {
      const char letter[] = { c, ':', '\0' };

      if (dm_client_find_drive (self->client, letter) == NULL && count_name (listed, letter) == 0)
        {
          dm_import_item_set_local (item, letter);
          return;
        }
    }
  dm_import_item_set_local (item, "");
}

/* (nullable): what is wrong with the name that a chosen one is to have. */
static char *
dup_name_problem (DmImportChoices *self,
                  Listed *chosen,
                  DmImportItem *item)
{
  const char *typed = dm_import_item_get_local (item);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (*typed == '\0')
    return g_strdup (_ ("Enter a letter such as Z:, or a name."));
  name = dm_local_name_normalize (typed, &error);
  if (name == NULL)
    return g_strdup (error->message);
  if (dm_client_find_drive (self->client, name) != NULL)
    return g_strdup_printf (_ ("There is a drive “%s” already. Choose another name."), name);
  if (count_name (chosen, name) > 1)
    return g_strdup_printf (_ ("“%s” is there twice. Choose another name."), name);

  return NULL;
}

static void
tidy_name (DmImportItem *item)
{
  g_autofree char *name = dm_local_name_normalize (dm_import_item_get_local (item), NULL);

  if (name != NULL)
    dm_import_item_set_local (item, name);
}

/* --- what was found --- */

static void
on_chosen_changed_cb (DmImportItem *item,
                      GParamSpec *pspec,
                      DmImportChoices *self)
{
  self->n_chosen += dm_import_item_get_chosen (item) ? 1 : -1;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CHOSEN]);
}

static void
add_item (DmImportChoices *self,
          Listed *listed,
          DmImportItem *item)
{
  choose_letter (self, listed, item);
  list_item (listed, item);
  g_list_store_append (self->items, item);
  self->n_chosen += dm_import_item_get_chosen (item);
  g_signal_connect_object (item, "notify::chosen", G_CALLBACK (on_chosen_changed_cb), self, 0);
}

/* One that leads to the same place gives its settings, if the first has none. */
static void
add_or_leave_out (DmImportChoices *self,
                  Listed *listed,
                  DmImportItem *item)
{
  gboolean is_usable = dm_import_item_is_usable (item);
  DmImportItem *twin = is_usable ? g_hash_table_lookup (listed->locations, dm_import_item_get_entry (item)->location) : NULL;

  if (!is_usable)
    g_list_store_append (self->left_out, item);
  else if (twin != NULL)
    dm_import_item_adopt_settings (twin, item);
  else
    add_item (self, listed, item);
}

/* --- GObject --- */

static void
dm_import_choices_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_N_CHOSEN)
    g_value_set_uint (value, DM_IMPORT_CHOICES (object)->n_chosen);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
dm_import_choices_finalize (GObject *object)
{
  DmImportChoices *self = DM_IMPORT_CHOICES (object);

  g_clear_object (&self->items);
  g_clear_object (&self->left_out);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (dm_import_choices_parent_class)->finalize (object);
}

static void
dm_import_choices_class_init (DmImportChoicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dm_import_choices_finalize;
  object_class->get_property = dm_import_choices_get_property;

  properties[PROP_N_CHOSEN] = g_param_spec_uint ("n-chosen", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dm_import_choices_init (DmImportChoices *self)
{
  self->items = g_list_store_new (DM_TYPE_IMPORT_ITEM);
  self->left_out = g_list_store_new (DM_TYPE_IMPORT_ITEM);
}

DmImportChoices *
dm_import_choices_new (DmClient *client)
{
  DmImportChoices *self;

  g_return_val_if_fail (DM_IS_CLIENT (client), NULL);

  self = g_object_new (DM_TYPE_IMPORT_CHOICES, NULL);
  self->client = g_object_ref (client);

  return self;
}

guint
dm_import_choices_add (DmImportChoices *self,
                       GListModel *found)
{
  g_auto (Listed) listed = { 0 };
  guint n_before;

  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), 0);
  g_return_val_if_fail (G_IS_LIST_MODEL (found), 0);

  n_before = dm_import_choices_get_n_items (self) + dm_import_choices_get_n_left_out (self);
  list_items (self, &listed, FALSE);
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (DmImportItem) item = g_list_model_get_item (found, i);

      add_or_leave_out (self, &listed, item);
    }

  return dm_import_choices_get_n_items (self) + dm_import_choices_get_n_left_out (self) - n_before;
}

GListModel *
dm_import_choices_get_items (DmImportChoices *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), NULL);

  return G_LIST_MODEL (self->items);
}

guint
dm_import_choices_get_n_items (DmImportChoices *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

DmImportItem *
dm_import_choices_peek (DmImportChoices *self,
                        guint index)
{
  g_autoptr (DmImportItem) item = NULL;

  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), NULL);

  item = g_list_model_get_item (G_LIST_MODEL (self->items), index);

  return item;
}

guint
dm_import_choices_get_n_left_out (DmImportChoices *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->left_out));
}

const DmImportEntry *
dm_import_choices_peek_left_out (DmImportChoices *self,
                                 guint index)
{
  g_autoptr (DmImportItem) item = NULL;

  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), NULL);

  item = g_list_model_get_item (G_LIST_MODEL (self->left_out), index);

  return dm_import_item_get_entry (item);
}

guint
dm_import_choices_get_n_chosen (DmImportChoices *self)
{
  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), 0);

  return self->n_chosen;
}

GPtrArray *
dm_import_choices_check_names (DmImportChoices *self)
{
  g_auto (Listed) chosen = { 0 };
  GPtrArray *problems;

  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), NULL);

  problems = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < dm_import_choices_get_n_items (self); i++)
    if (dm_import_item_get_chosen (dm_import_choices_peek (self, i)))
      tidy_name (dm_import_choices_peek (self, i));
  list_items (self, &chosen, TRUE);
  for (guint i = 0; i < dm_import_choices_get_n_items (self); i++)
    {
      DmImportItem *item = dm_import_choices_peek (self, i);

      g_ptr_array_add (problems, dm_import_item_get_chosen (item) ? dup_name_problem (self, &chosen, item) : NULL);
    }

  return problems;
}

void
dm_import_choices_start (DmImportChoices *self)
{
  g_return_if_fail (DM_IS_IMPORT_CHOICES (self));

  for (guint i = 0; i < dm_import_choices_get_n_items (self); i++)
    {
      DmImportItem *item = dm_import_choices_peek (self, i);

      if (dm_import_item_get_chosen (item) && dm_import_item_get_state (item) != DM_IMPORT_FOUND)
        dm_import_item_set_state (item, DM_IMPORT_FOUND, NULL);
    }
}

DmImportSum
dm_import_choices_take_sum (DmImportChoices *self)
{
  DmImportSum sum = { 0 };

  g_return_val_if_fail (DM_IS_IMPORT_CHOICES (self), sum);

  for (guint i = 0; i < dm_import_choices_get_n_items (self); i++)
    {
      DmImportItem *item = dm_import_choices_peek (self, i);
      DmImportState state = dm_import_item_get_state (item);

      if (!dm_import_item_get_chosen (item) || state == DM_IMPORT_FOUND)
        continue;
      sum.n_failed += state == DM_IMPORT_FAILED;
      sum.n_not_connected += state == DM_IMPORT_REMEMBERED || state == DM_IMPORT_INCOMPLETE;
      sum.n_incomplete += state == DM_IMPORT_INCOMPLETE;
      sum.n_added += state >= DM_IMPORT_REMEMBERED;
      if (state >= DM_IMPORT_REMEMBERED)
        dm_import_item_set_chosen (item, FALSE);
    }

  return sum;
}
