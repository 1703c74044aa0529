/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The addresses by which other networks see this computer, as far as their
 * links are up, one a line with its interface's name, sorted: to be compared.
 * Without the loopback's, and without those that IPv6 gives to every link
 * before it leads anywhere. "": there is none. NULL: the kernel did not tell.
 * It is asked, nobody else: this takes no time. g_free (). */
char *dm_addresses_describe (void);

G_END_DECLS
