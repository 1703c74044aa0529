/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-call.h"
#include "dm-location.h"

G_BEGIN_DECLS

typedef struct _DmManagerApi DmManagerApi;

/**
 * DmRequest:
 * @provider: (nullable): of the place it is about.
 * @local: (nullable): the drive that it is to connect,
 * @location: (nullable): and where to,
 * @flags: and how.
 *
 * A call of a manager's method, and what its answer needs.
 */
typedef struct
{
  DmManagerApi *api;
  DmCall *call;
  char *provider;
  char *local;
  DmLocation *location;
  guint flags;
} DmRequest;

/* For methods that know none. */
extern const DmCallOption dm_request_no_options[];

/* NULL: the options were wrong, and the call has been answered. */
DmRequest *dm_request_new (DmManagerApi *api,
                           GDBusMethodInvocation *invocation,
                           GVariant *options,
                           const DmCallOption *known);
void dm_request_free (DmRequest *self);

/* Answers with @error, which it takes over, and keeps it as the last error. */
void dm_request_fail (DmRequest *self, GError *error);

/* Emits Manager.Found () to the caller, if it has named the operation; a DmFoundFunc. */
void dm_request_tell_found (GVariant *entries, gpointer request);

/* (transfer full): the location of @remote as the options' user. */
DmLocation *dm_request_parse_location (DmRequest *self, const char *remote, GError **error);

/* @location with the options' user. */
DmLocation *dm_request_add_user (DmRequest *self, DmLocation *location, GError **error);

/* (transfer full): the local name that @local says, "*" being the next letter
 * that is free. */
char *dm_request_choose_local (DmRequest *self, const char *local, GError **error);

/* Of the connection that @name stands for, if there is one. */
void dm_request_note_provider (DmRequest *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmRequest, dm_request_free)

G_END_DECLS
