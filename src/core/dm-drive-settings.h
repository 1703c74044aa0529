/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A week. */
#define DM_DRIVE_SETTINGS_MAX_IDLE 10080

/**
 * DmDriveSettings:
 * @idle_minutes: disconnect after so long without use; 0: never.
 * @networks: connect by itself only while one of these network connections is
 *   up; empty: on any.
 * @wake: (nullable): the hardware address of the server, to be woken before
 *   connecting: "aa:bb:cc:dd:ee:ff".
 * @profiles: the named sets, such as "home", that it is part of.
 * @ask_server: whoever shows what is open on it also asks the server, each time.
 *
 * What a person has chosen for one remembered drive. A plain value; the lists
 * are never NULL. Three forms: the fields, `a{sv}`, and keys of the drive's
 * group in the drives file:
 *
 *   idle-minutes  u   IdleMinutes=30
 *   networks      as  Networks=Office;Home Wi-Fi;
 *   wake          s   Wake=aa:bb:cc:dd:ee:ff
 *   profiles      as  Profiles=home;office;
 *   ask-server    b   AskServer=true
 *
 * Lists are written as GKeyFile does. At most 16 networks of up to 128
 * characters and 16 profiles of up to 32; none is empty or there twice, none
 * has control characters. The name of a profile has no comma and no semicolon,
 * and the space around it is taken off.
 */
typedef struct
{
  guint idle_minutes;
  char **networks;
  char *wake;
  char **profiles;
  gboolean ask_server;
} DmDriveSettings;

/* Nothing chosen: all default. */
DmDriveSettings *dm_drive_settings_new (void);
DmDriveSettings *dm_drive_settings_copy (const DmDriveSettings *self);
void dm_drive_settings_free (DmDriveSettings *self);
gboolean dm_drive_settings_equal (const DmDriveSettings *self, const DmDriveSettings *other);

/* @variant: `a{sv}`; what is not in it is default. NULL with
 * DM_ERROR_INVALID_PARAMETER naming what is unknown, or of a wrong type or value. */
DmDriveSettings *dm_drive_settings_from_variant (GVariant *variant, GError **error);

/* Floating: only what differs from the default. */
GVariant *dm_drive_settings_to_variant (const DmDriveSettings *self);

/* The keys of the drives file, in the order they are written, NULL at the end. */
const char *const *dm_drive_settings_get_keys (void);

/* The raw value of @key, one of these; NULL: default, so there is no such line. */
char *dm_drive_settings_format_key (const DmDriveSettings *self, const char *key);

/* Takes the raw @value of @key over. DM_ERROR_INVALID_PARAMETER, without a full
 * stop, as part of a sentence; then nothing has changed. */
gboolean dm_drive_settings_parse_key (DmDriveSettings *self, const char *key, const char *value, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DmDriveSettings, dm_drive_settings_free)

G_END_DECLS
