/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include "dm-client.h"

G_BEGIN_DECLS

/**
 * DmDiagnoseDialog:
 *
 * “Why can't I connect?”: every step on the way to a drive or a place, as it is
 * tried, with what to do where it fails. Begins at once; ends when it is closed.
 *
 * Signal "other-credentials": the login failed, and the user wants to sign in as
 * somebody else; the dialog goes then. Without a handler that is not offered.
 */
#define DM_TYPE_DIAGNOSE_DIALOG (dm_diagnose_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DmDiagnoseDialog, dm_diagnose_dialog, DM, DIAGNOSE_DIALOG, AdwWindow)

/* @name: what Diagnose () is to check: a local name or a location, without a password;
 * @title: what it is called; @place: where it is. */
GtkWidget *dm_diagnose_dialog_new (GtkWindow *parent, DmClient *client, const char *name, const char *title, const char *place);

/* The same for a row of the list. */
GtkWidget *dm_diagnose_dialog_new_for_item (GtkWindow *parent, DmClient *client, DmItem *item);

G_END_DECLS
