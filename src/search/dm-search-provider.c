/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-search-provider.h"

#include <glib/gi18n-lib.h>

#include "dm-client.h"
#include "dm-names.h"
#include "dm-search-dbus.h"
#include "dm-search-index.h"

#define IDLE_MS (30 * 1000)

struct _DmSearchProvider
{
  GApplication parent_instance;

  /* Owned */
  DmClient *client;
  DmSearchIndex *index;
  DmDbusSearchProvider2 *interface;
  DmDbusKrunner *krunner;
  char *token; /* nullable: KRunner's, for what it runs next */
  GPtrArray *waiting; /* Question: asked before the drives were known */
};

G_DEFINE_FINAL_TYPE (DmSearchProvider, dm_search_provider, G_TYPE_APPLICATION)

typedef void (*Answer) (DmSearchProvider *self, GDBusMethodInvocation *invocation);

typedef struct
{
  Answer answer;
  GDBusMethodInvocation *invocation;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->invocation);
  g_free (question);
}

/* --- answers --- */

static void
answer_results (DmSearchProvider *self,
                GDBusMethodInvocation *invocation)
{
  GVariant *arguments = g_dbus_method_invocation_get_parameters (invocation);
  /* The terms are last in both questions. */
  g_autoptr (GVariant) last = g_variant_get_child_value (arguments, g_variant_n_children (arguments) - 1);
  g_autofree const char **terms = g_variant_get_strv (last, NULL);
  g_auto (GStrv) found = dm_search_index_find (self->index, terms);

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(^as)", found));
}

static void
answer_metas (DmSearchProvider *self,
              GDBusMethodInvocation *invocation)
{
  g_autofree const char **identifiers = NULL;

  g_variant_get (g_dbus_method_invocation_get_parameters (invocation), "(^a&s)", &identifiers);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@aa{sv})", dm_search_index_describe (self->index, identifiers)));
}

static GVariant *
make_platform_data (const char *key,
                    const char *value)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  if (value != NULL)
    g_variant_builder_add (&builder, "{sv}", key, g_variant_new_string (value));

  return g_variant_builder_end (&builder);
}

/* The window has nobody's click: that it may come to the front it is told when. */
static GVariant *
make_shell_data (guint32 timestamp)
{
  g_autofree char *id = g_strdup_printf ("drivemap-search_TIME%u", timestamp);

  return make_platform_data ("desktop-startup-id", id);
}

static void
activate_in_window (DmSearchProvider *self,
                    const char *action,
                    const char *parameter,
                    GVariant *platform_data)
{
  GVariant *parameters[] = { g_variant_new_variant (g_variant_new_string (parameter)) };
  GVariant *wrapped = g_variant_new_array (G_VARIANT_TYPE_VARIANT, parameters, 1);

  g_dbus_connection_call (g_application_get_dbus_connection (G_APPLICATION (self)), DM_APP_ID, DM_OBJECT_ROOT,
                          "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(s@av@a{sv})", action, wrapped, platform_data),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
answer_activate (DmSearchProvider *self,
                 GDBusMethodInvocation *invocation)
{
  const char *identifier;
  guint32 timestamp;
  DmItem *item;

  g_variant_get (g_dbus_method_invocation_get_parameters (invocation), "(&s^a&su)", &identifier, NULL, &timestamp);
  item = dm_search_index_get (self->index, identifier);
  if (item != NULL)
    activate_in_window (self, "open", dm_item_get_name (item), make_shell_data (timestamp));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
answer_launch (DmSearchProvider *self,
               GDBusMethodInvocation *invocation)
{
  g_autofree const char **terms = NULL;
  g_autofree char *text = NULL;
  guint32 timestamp;

  g_variant_get (g_dbus_method_invocation_get_parameters (invocation), "(^a&su)", &terms, &timestamp);
  text = g_strjoinv (" ", (char **) terms);
  activate_in_window (self, "find", text, make_shell_data (timestamp));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
answer_match (DmSearchProvider *self,
              GDBusMethodInvocation *invocation)
{
  const char *query;

  g_variant_get (g_dbus_method_invocation_get_parameters (invocation), "(&s)", &query);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@a(sssuda{sv}))", dm_search_index_match (self->index, query)));
}

static void
answer_run (DmSearchProvider *self,
            GDBusMethodInvocation *invocation)
{
  g_autofree char *token = g_steal_pointer (&self->token);
  const char *identifier;
  DmItem *item;

  g_variant_get (g_dbus_method_invocation_get_parameters (invocation), "(&s&s)", &identifier, NULL);
  item = dm_search_index_get (self->index, identifier);
  if (item != NULL)
    activate_in_window (self, "open", dm_item_get_name (item), make_platform_data ("activation-token", token));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* --- questions --- */

/* Until the service has been met there is nothing to search in. */
static gboolean
ask (DmSearchProvider *self,
     GDBusMethodInvocation *invocation,
     Answer answer)
{
  Question *question;

  /* Each question starts the time after which nobody asks any more anew. */
  g_application_hold (G_APPLICATION (self));
  g_application_release (G_APPLICATION (self));

  if (self->waiting == NULL)
    {
      answer (self, invocation);
      return TRUE;
    }

  question = g_new0 (Question, 1);
  question->answer = answer;
  question->invocation = g_object_ref (invocation);
  g_ptr_array_add (self->waiting, question);

  return TRUE;
}

static gboolean
on_find_cb (DmSearchProvider *self,
            GDBusMethodInvocation *invocation)
{
  return ask (self, invocation, answer_results);
}

static gboolean
on_describe_cb (DmSearchProvider *self,
                GDBusMethodInvocation *invocation)
{
  return ask (self, invocation, answer_metas);
}

static gboolean
on_activate_cb (DmSearchProvider *self,
                GDBusMethodInvocation *invocation)
{
  return ask (self, invocation, answer_activate);
}

static gboolean
on_launch_cb (DmSearchProvider *self,
              GDBusMethodInvocation *invocation)
{
  return ask (self, invocation, answer_launch);
}

static gboolean
on_match_cb (DmSearchProvider *self,
             GDBusMethodInvocation *invocation)
{
  return ask (self, invocation, answer_match);
}

static gboolean
on_run_cb (DmSearchProvider *self,
           GDBusMethodInvocation *invocation)
{
  return ask (self, invocation, answer_run);
}

/* One can do one thing only with what is found. */
static gboolean
on_actions_cb (DmSearchProvider *self,
               GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a(sss))", g_variant_new_array (G_VARIANT_TYPE ("(sss)"), NULL, 0)));

  return TRUE;
}

static gboolean
on_token_cb (DmSearchProvider *self,
             GDBusMethodInvocation *invocation,
             const char *token)
{
  g_free (self->token);
  self->token = g_strdup (token);
  g_dbus_method_invocation_return_value (invocation, NULL);

  return TRUE;
}

/* Met or not: without the service nothing is found. */
static void
on_client_opened_cb (GObject *source,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (DmSearchProvider) self = user_data;
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr (GError) error = NULL;

  if (!dm_client_open_finish (DM_CLIENT (source), result, &error))
    g_warning ("The session bus cannot be used: %s", error->message);
  for (guint i = 0; i < waiting->len; i++)
    {
      Question *question = waiting->pdata[i];

      question->answer (self, question->invocation);
    }
  g_application_release (G_APPLICATION (self));
}

/* --- GApplication, GObject --- */

static void
dm_search_provider_startup (GApplication *application)
{
  DmSearchProvider *self = DM_SEARCH_PROVIDER (application);

  G_APPLICATION_CLASS (dm_search_provider_parent_class)->startup (application);

  g_application_hold (application);
  dm_client_open_async (self->client, NULL, on_client_opened_cb, g_object_ref (self));
}

static gboolean
dm_search_provider_dbus_register (GApplication *application,
                                  GDBusConnection *bus,
                                  const char *object_path,
                                  GError **error)
{
  DmSearchProvider *self = DM_SEARCH_PROVIDER (application);

  return G_APPLICATION_CLASS (dm_search_provider_parent_class)->dbus_register (application, bus, object_path, error) &&
         g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->interface), bus, DM_OBJECT_SEARCH, error) &&
         g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->krunner), bus, DM_OBJECT_SEARCH, error);
}

static void
unexport (GDBusInterfaceSkeleton *interface,
          GDBusConnection *bus)
{
  if (g_dbus_interface_skeleton_has_connection (interface, bus))
    g_dbus_interface_skeleton_unexport (interface);
}

static void
dm_search_provider_dbus_unregister (GApplication *application,
                                    GDBusConnection *bus,
                                    const char *object_path)
{
  DmSearchProvider *self = DM_SEARCH_PROVIDER (application);

  unexport (G_DBUS_INTERFACE_SKELETON (self->interface), bus);
  unexport (G_DBUS_INTERFACE_SKELETON (self->krunner), bus);

  G_APPLICATION_CLASS (dm_search_provider_parent_class)->dbus_unregister (application, bus, object_path);
}

static void
dm_search_provider_dispose (GObject *object)
{
  DmSearchProvider *self = DM_SEARCH_PROVIDER (object);

  g_clear_pointer (&self->index, dm_search_index_free);
  g_clear_object (&self->client);
  g_clear_object (&self->interface);
  g_clear_object (&self->krunner);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (dm_search_provider_parent_class)->dispose (object);
}

static void
dm_search_provider_class_init (DmSearchProviderClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dm_search_provider_dispose;
  application_class->startup = dm_search_provider_startup;
  application_class->dbus_register = dm_search_provider_dbus_register;
  application_class->dbus_unregister = dm_search_provider_dbus_unregister;
}

static void
dm_search_provider_init (DmSearchProvider *self)
{
  self->client = dm_client_new ();
  self->index = dm_search_index_new (self->client);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) question_free);
  self->interface = dm_dbus_search_provider2_skeleton_new ();
  self->krunner = dm_dbus_krunner_skeleton_new ();
  g_signal_connect_object (self->interface, "handle-get-initial-result-set", G_CALLBACK (on_find_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->interface, "handle-get-subsearch-result-set", G_CALLBACK (on_find_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->interface, "handle-get-result-metas", G_CALLBACK (on_describe_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->interface, "handle-activate-result", G_CALLBACK (on_activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->interface, "handle-launch-search", G_CALLBACK (on_launch_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->krunner, "handle-actions", G_CALLBACK (on_actions_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->krunner, "handle-match", G_CALLBACK (on_match_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->krunner, "handle-run", G_CALLBACK (on_run_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->krunner, "handle-set-activation-token", G_CALLBACK (on_token_cb), self, G_CONNECT_SWAPPED);
}

DmSearchProvider *
dm_search_provider_new (void)
{
  return g_object_new (DM_TYPE_SEARCH_PROVIDER,
                       "application-id", DM_SEARCH_BUS_NAME,
                       "flags", G_APPLICATION_IS_SERVICE,
                       "inactivity-timeout", IDLE_MS,
                       NULL);
}
