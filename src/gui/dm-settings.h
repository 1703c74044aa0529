/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The keys of io.github.drivemap.Drivemap.gschema.xml. */
#define DM_SETTINGS_START_AT_SIGN_IN "start-at-sign-in" /* b */
#define DM_SETTINGS_ALWAYS_CONFIRM   "always-confirm"   /* b */
#define DM_SETTINGS_PREFER_LABEL     "prefer-label"     /* b: a new drive gets a label */
#define DM_SETTINGS_WINDOW_SIZE      "window-size"      /* (ii) */
#define DM_SETTINGS_WINDOW_MAXIMIZED "window-maximized" /* b */

/* (transfer none) (nullable): shared. NULL where our schema is installed nowhere
 * or is of another version, as in a build tree; GSettings would end the process
 * then. The functions below know the defaults and need not be guarded. */
GSettings *dm_settings_get_default (void);

gboolean dm_settings_get_boolean (const char *key);
void dm_settings_get_window_size (int *width, int *height); /* never too small to use */

/* Whether the user has set it, to whatever value. TRUE without the schema. */
gboolean dm_settings_is_chosen (const char *key);

/* Without the schema, kept until the process ends. */
void dm_settings_set_boolean (const char *key, gboolean value);
void dm_settings_set_window_size (int width, int height);

/* As g_settings_bind (), for the keys that are b; without the schema @property is
 * only set once. */
void dm_settings_bind (const char *key, gpointer object, const char *property, GSettingsBindFlags flags);

G_END_DECLS
