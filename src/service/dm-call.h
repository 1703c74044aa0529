/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * DmCall:
 * @invocation: (nullable): the method call, until it is answered.
 * @options: its a{sv}.
 * @cancellable: cancelled by CancelOperation (), or when the caller leaves.
 *
 * One method call under way. Freeing it ends its registration.
 */
typedef struct
{
  GDBusMethodInvocation *invocation;
  GVariant *options;
  GCancellable *cancellable;

  /*< private >*/
  GHashTable *registry;
  char *key;
  guint watch_id;
} DmCall;

/* An option that a method takes. */
typedef struct
{
  const char *name;
  const GVariantType *type;
} DmCallOption;

/* Operations that have a name, by caller: key → DmCall (borrowed). */
GHashTable *dm_call_registry_new (void);

/* Checks @options against @known (ended by a NULL name; "operation" is always
 * known) and registers the operation's name. On an error the invocation has
 * been answered with it, and NULL is returned. */
DmCall *dm_call_new (GHashTable *registry,
                     GDBusMethodInvocation *invocation,
                     GVariant *options,
                     const DmCallOption *known);
void dm_call_free (DmCall *self);

/* Cancels the call when its caller leaves the bus. */
void dm_call_watch_caller (DmCall *self);

/* Cancels the caller's operation of that name; FALSE if there is none. */
gboolean dm_call_registry_cancel (GHashTable *registry,
                                  const char *sender,
                                  const char *operation);

gboolean dm_call_get_boolean (DmCall *self, const char *option, gboolean fallback);

/* (nullable): borrowed; NULL also when it is empty. */
const char *dm_call_get_string (DmCall *self, const char *option);

/* Answers with an error of the domain; takes it over. */
void dm_call_return_error (DmCall *self, GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmCall, dm_call_free)

G_END_DECLS
