/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-client.h"
#include "dm-holder.h"

/**
 * FakeService:
 *
 * A service in this process, on a bus of its own, and a client of it. As a
 * fixture: fake_service_set_up (), …, fake_service_tear_down (). The test's
 * data may name a folder of D-Bus service files.
 */
typedef struct
{
  GTestDBus *dbus;
  GDBusConnection *bus;
  GDBusObjectManagerServer *objects;
  DmDbusManager *manager;
  guint name;
  gboolean has_name;

  DmClient *client;
  guint n_changed;

  GDBusMethodInvocation *waiting; /* a Map () that does not end by itself */
  char *operation;

  GPtrArray *holders; /* what GetHolders () answers */
  int holders_code;   /* or the DM_ERROR */
  gboolean hold_holders;
  GDBusMethodInvocation *held_holders; /* a GetHolders () while hold_holders */
  char *held_name;
  guint n_get_holders;

  gboolean hold_refresh;
  GDBusMethodInvocation *held_refresh;
  guint n_refreshes;
  guint n_probes; /* of these */

  GVariant *reconnect_options; /* of the last Reconnect () */
} FakeService;

typedef gboolean (*Condition) (FakeService *f);

void fake_service_set_up (FakeService *f, gconstpointer data);
void fake_service_tear_down (FakeService *f, gconstpointer data);

void fake_service_start (FakeService *f);
void fake_service_stop (FakeService *f);
void fake_service_open_client (FakeService *f);

/* (transfer full): exported at DM_OBJECT_DRIVES "/" and @local's first letter. */
DmDbusDrive *fake_service_add_drive (FakeService *f, const char *local, const char *connection);

/* (transfer full): \\nas\team at DM_OBJECT_CONNECTIONS "/c", with the drive Z:. */
DmDbusConnection *fake_service_add_connection (FakeService *f, gboolean deviceless);

/* Fails after five seconds. */
void wait_until (FakeService *f, Condition condition);

/* Runs the main loop that long, for what must not happen. */
void wait_ms (guint ms);

void keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *wait_for (GAsyncResult **result);
