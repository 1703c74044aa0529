/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* What a child does first; then it waits to be ended. It must not return with
 * anything undone: the parent goes on as soon as it does. */
typedef void (*TestChildFunc) (gconstpointer data);

/* Forks a child, lets it run @func and returns when it has. It ends with us. */
pid_t test_child_start (TestChildFunc func, gconstpointer data);

/* The same, but the child becomes the program @program (a copy of this one
 * made by test_child_copy_program ()), keeping its descriptors. */
pid_t test_child_start_program (const char *program);

/* Makes @directory/@name a copy of the running program. */
char *test_child_copy_program (const char *directory, const char *name);

/* To be called first in main (): does not return in such a program. */
void test_child_init (int argc, char **argv);

void test_child_end (pid_t pid);

typedef pid_t TestChild;
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (TestChild, test_child_end, 0)

/* A temporary directory that goes with all that is in it. */
typedef char TestDirectory;
TestDirectory *test_directory_new (void);
void test_directory_free (TestDirectory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestDirectory, test_directory_free)

G_END_DECLS
