/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-keyring-watch.h"
#include "dm-network-watch.h"
#include "dm-reconnector.h"
#include "dm-server-watch.h"
#include "dm-sleep-watch.h"
#include "dm-trouble-notice.h"

G_BEGIN_DECLS

/* What the files of DmReconnector share: dm-reconnector.c has the servers and what
 * happens in the world, -attempts.c connects drives, -rounds.c keeps those who
 * wait for that, -wake.c wakes servers. */

/* Why a drive that is wanted is not tried for now. */
typedef enum
{
  HOLD_NONE,
  HOLD_KEYRING,  /* until a keyring is unlocked */
  HOLD_PASSWORD, /* until the user acts: a wrong one again may lock the account */
  HOLD_REFUSED,  /* the server has answered for good: until something happens */
} Hold;

/* A server and the drives on it. */
typedef struct
{
  DmReconnector *owner; /* borrowed */
  char *key;
  DmServerWatch *watch;

  /* Since it last answered: */
  guint n_attempts;      /* under way */
  guint n_ended;         /* of those under way together, well or for good */
  guint n_refusals;      /* of logins */
  char *refused;         /* (nullable): whose, the last time */
  gboolean has_let_in;   /* a drive has been connected */
  gboolean was_unserved; /* one could not, because of the server */

  /* Since somebody asked for its drives: */
  gint64 waking_until; /* monotonic; 0: never */
  guint n_wakes;
} Server;

/* A drive that is being connected. */
typedef struct
{
  DmReconnector *owner;
  char *key;
  char *local;
  GCancellable *cancellable;
} Attempt;

struct _DmReconnector
{
  GObject parent_instance;

  /* Owned */
  DmManager *manager;
  DmNetworkWatch *network;
  DmSleepWatch *sleep;
  DmKeyringWatch *keyring;
  DmTroubleNotice *notice;
  GHashTable *servers;  /* key → Server */
  GHashTable *attempts; /* local name → Attempt (its callback's) */
  GHashTable *holds;    /* local name → Hold */
  GPtrArray *rounds;    /* GTask with a Round */
  GPtrArray *waiters;   /* GTask with a local name */

  guint update_id;
};

/* What is to be there, is remembered and is not connected; and whether it may be
 * tried now. */
gboolean dm_reconnector_is_missing (DmDrive *drive);
gboolean dm_reconnector_is_awaited (DmReconnector *self, DmDrive *drive);

Hold dm_reconnector_get_hold (DmReconnector *self, DmDrive *drive);
void dm_reconnector_set_hold (DmReconnector *self, const char *local, Hold hold);

/* Looks again at what the servers are needed for, then tells them. */
void dm_reconnector_request_all (DmReconnector *self, DmRetryReason reason);

void dm_reconnector_emit_changed (DmReconnector *self);

/* Attempts */

/* (transfer full): the drives on that server. */
GPtrArray *dm_reconnector_list_drives (Server *server);
gboolean dm_reconnector_is_being_connected (DmReconnector *self, DmDrive *drive);

/* Whether they are for the same user. */
gboolean dm_reconnector_have_one_login (DmDrive *drive, DmDrive *other);

/* Tries all drives that wait for the server, which has just answered. */
void dm_reconnector_try_drives (Server *server);

/* What a failure means for the next try. @locked: of the keyring. */
Hold dm_reconnector_find_hold (const GError *error, gboolean locked);

/* Cancels the attempts for drives that are not wanted any more. */
void dm_reconnector_cancel_unwanted (DmReconnector *self);

/* Waking */

/* Somebody has asked for the drives of the server, or of all: from now on it may
 * be woken. */
void dm_reconnector_start_waking (Server *server);
void dm_reconnector_start_waking_all (DmReconnector *self);

/* The server does not answer: wakes it, if that may help one of its drives. */
void dm_reconnector_wake (Server *server);

/* Rounds */

/* @local has been tried, or will not be. */
void dm_reconnector_end_rounds (DmReconnector *self, const char *local);
void dm_reconnector_end_waiting (DmReconnector *self, const char *local);

/* Ends the rounds' waiting for what is not going to be tried. */
void dm_reconnector_update_rounds (DmReconnector *self);

G_END_DECLS
