/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-call.h"

#include <glib/gi18n-lib.h>

#include "dm-error.h"

static char *
create_key (const char *sender,
            const char *operation)
{
  return g_strconcat (sender != NULL ? sender : "", " ", operation, NULL);
}

static const GVariantType *
find_option_type (const DmCallOption *known,
                  const char *name)
{
  if (g_str_equal (name, "operation"))
    return G_VARIANT_TYPE_STRING;

  for (guint i = 0; known[i].name != NULL; i++)
    if (g_str_equal (known[i].name, name))
      return known[i].type;

  return NULL;
}

static gboolean
check_options (GVariant *options,
               const DmCallOption *known,
               GError **error)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, options);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      const GVariantType *type = find_option_type (known, name);

      if (type != NULL && g_variant_is_of_type (value, type))
        continue;

      g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                   type == NULL ? _ ("This method has no option “%s”.")
                                : _ ("The option “%s” has a value of the wrong type."),
                   name);
      g_variant_unref (value);
      return FALSE;
    }

  return TRUE;
}

static gboolean
register_operation (DmCall *self,
                    GError **error)
{
  const char *operation = dm_call_get_string (self, "operation");

  if (operation == NULL)
    return TRUE;

  self->key = create_key (g_dbus_method_invocation_get_sender (self->invocation), operation);
  if (g_hash_table_contains (self->registry, self->key))
    {
      g_clear_pointer (&self->key, g_free);
      g_set_error (error, DM_ERROR, DM_ERROR_INVALID_PARAMETER,
                   _ ("An operation of yours named “%s” is under way already. Give each a name of its own."), operation);
      return FALSE;
    }

  g_hash_table_insert (self->registry, self->key, self);

  return TRUE;
}

GHashTable *
dm_call_registry_new (void)
{
  return g_hash_table_new (g_str_hash, g_str_equal);
}

DmCall *
dm_call_new (GHashTable *registry,
             GDBusMethodInvocation *invocation,
             GVariant *options,
             const DmCallOption *known)
{
  g_autoptr (DmCall) self = g_new0 (DmCall, 1);
  g_autoptr (GError) error = NULL;

  self->registry = g_hash_table_ref (registry);
  self->invocation = invocation;
  self->options = g_variant_ref (options);
  self->cancellable = g_cancellable_new ();

  if (check_options (options, known, &error) && register_operation (self, &error))
    return g_steal_pointer (&self);

  dm_call_return_error (self, g_steal_pointer (&error));

  return NULL;
}

void
dm_call_free (DmCall *self)
{
  if (self->key != NULL)
    g_hash_table_remove (self->registry, self->key);
  if (self->watch_id != 0)
    g_bus_unwatch_name (self->watch_id);
  g_hash_table_unref (self->registry);
  g_free (self->key);
  g_variant_unref (self->options);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
on_caller_vanished_cb (GDBusConnection *bus,
                       const char *name,
                       gpointer user_data)
{
  DmCall *self = user_data;

  g_cancellable_cancel (self->cancellable);
}

void
dm_call_watch_caller (DmCall *self)
{
  const char *sender = g_dbus_method_invocation_get_sender (self->invocation);

  if (sender != NULL)
    self->watch_id = g_bus_watch_name_on_connection (g_dbus_method_invocation_get_connection (self->invocation),
                                                     sender, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     NULL, on_caller_vanished_cb, self, NULL);
}

gboolean
dm_call_registry_cancel (GHashTable *registry,
                         const char *sender,
                         const char *operation)
{
  g_autofree char *key = create_key (sender, operation);
  DmCall *call = g_hash_table_lookup (registry, key);
  g_autoptr (GCancellable) cancellable = NULL;

  if (call == NULL)
    return FALSE;

  /* The call may end, and be freed, while it is being cancelled. */
  cancellable = g_object_ref (call->cancellable);
  g_cancellable_cancel (cancellable);

  return TRUE;
}

gboolean
dm_call_get_boolean (DmCall *self,
                     const char *option,
                     gboolean fallback)
{
  gboolean value = fallback;

  g_variant_lookup (self->options, option, "b", &value);

  return value;
}

const char *
dm_call_get_string (DmCall *self,
                    const char *option)
{
  const char *value = NULL;

  g_variant_lookup (self->options, option, "&s", &value);

  return value != NULL && *value != '\0' ? value : NULL;
}

void
dm_call_return_error (DmCall *self,
                      GError *error)
{
  dm_error_normalize (&error);
  g_dbus_method_invocation_take_error (g_steal_pointer (&self->invocation), error);
}
