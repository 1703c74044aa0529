/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "dm-cli.h"
#include "dm-step.h"

G_BEGIN_DECLS

/* Finds out why the drive or location @name cannot be connected, and prints each
 * step as it ends. @domain, @user: (nullable). Gives the exit status. */
int dm_cli_diagnose (DmCli *cli, const char *name, const char *domain, const char *user);

/* A step as a line for people, and a second one with what to do. */
char *dm_cli_step_to_text (DmStep *step, gboolean colors);

/* @steps: DmStep. */
char *dm_cli_steps_to_json (GPtrArray *steps);

G_END_DECLS
