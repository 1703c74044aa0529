/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What drive maps mean for this user on this computer. */

#include "config.h"

#include "dm-gpp-drives.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"

static void
add_problem (GPtrArray *problems,
             const DmGppDrive *drive,
             const char *file,
             const char *why)
{
  g_autofree char *text = NULL;

  text = drive->name != NULL
           /* Translators: file, line number, the drive's name, what is wrong. */
           ? g_strdup_printf (_ ("%s, line %u, drive “%s”: %s."), file, drive->line, drive->name, why)
           : g_strdup_printf (_ ("%s, line %u: %s."), file, drive->line, why);
  g_ptr_array_add (problems, dm_managed_drive_clean_text (text));
}

/* What keeps it from being mapped, whoever the user is. */
static const char *
find_fault (const DmGppDrive *self)
{
  if (!self->has_properties)
    return _ ("it has no properties, so it is left out");
  if (self->action == 0)
    return _ ("it has an action other than create, replace, update or delete, so it is left out");
  if (self->letter == 0)
    return _ ("it has no drive letter, so it is left out");
  if (self->action != 'D' && (self->path == NULL || *self->path == '\0'))
    return _ ("it leads nowhere, so it is left out");

  return NULL;
}

static gboolean
is_for (const DmGppDrive *self,
        const DmUserFacts *facts,
        const char *file,
        GPtrArray *problems)
{
  g_autofree char *why = NULL;
  g_autofree char *text = NULL;
  DmGppVerdict verdict = DM_GPP_YES;

  if (self->filters != NULL)
    verdict = dm_gpp_filter_decide (self->filters, facts, &why);
  if (verdict == DM_GPP_UNKNOWN)
    {
      /* Translators: why a drive is left out. */
      text = g_strdup_printf (_ ("%s, so it is left out"), why);
      add_problem (problems, self, file, text);
    }

  return verdict == DM_GPP_YES;
}

/* The location, as another user where the policy says so. */
static DmLocation *
read_location (const DmGppDrive *self,
               const DmUserFacts *facts,
               GError **error)
{
  g_autoptr (DmLocation) location = dm_managed_drive_parse_remote (self->path, facts, error);
  g_autofree char *account = NULL;
  char *separator;

  if (location == NULL || self->user == NULL)
    return g_steal_pointer (&location);

  account = dm_user_facts_expand (facts, self->user, error);
  if (account == NULL)
    return NULL;
  for (const char *p = account; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      {
        g_set_error_literal (error, DM_ERROR, DM_ERROR_BAD_PROFILE,
                             _ ("there are control characters in the user's name"));
        return NULL;
      }

  separator = strchr (account, '\\');
  if (separator == NULL)
    return dm_location_dup_with_user (location, NULL, account);
  *separator = '\0';

  return dm_location_dup_with_user (location, account, separator + 1);
}

static void
add_notes (const DmGppDrive *self,
           const char *file,
           GPtrArray *problems)
{
  if (self->has_password)
    add_problem (problems, self, file,
                 _ ("there is a password in the policy; it is not used, because everybody in the domain can read it"));
  if (self->is_hidden)
    add_problem (problems, self, file, _ ("it cannot be hidden here"));
}

static DmManagedAction
to_action (char action)
{
  if (action == 'D')
    return DM_MANAGED_DELETE;

  return action == 'C' ? DM_MANAGED_CREATE : DM_MANAGED_KEEP;
}

static void
remove_named (GPtrArray *list,
              const DmManagedDrive *drive)
{
  for (guint i = list->len; i > 0; i--)
    {
      const DmManagedDrive *old = list->pdata[i - 1];
      gboolean is_same = !old->is_from && !drive->is_from && g_str_equal (old->local, drive->local);

      if (is_same || dm_managed_drive_deletes (drive, old->local))
        g_ptr_array_remove_index (list, i - 1);
    }
}

static gboolean
has_named (GPtrArray *list,
           const char *local)
{
  for (guint i = 0; i < list->len; i++)
    {
      const DmManagedDrive *drive = list->pdata[i];

      if (drive->action != DM_MANAGED_DELETE && !drive->is_from && g_str_equal (drive->local, local))
        return TRUE;
    }

  return FALSE;
}

DmManagedDrive *
dm_gpp_drive_resolve (const DmGppDrive *self,
                      const DmUserFacts *facts,
                      const char *file,
                      GPtrArray *problems)
{
  g_autoptr (DmManagedDrive) drive = NULL;
  g_autoptr (GError) error = NULL;
  const char *fault = find_fault (self);

  if (self->is_disabled)
    return NULL;
  if (fault != NULL)
    {
      add_problem (problems, self, file, fault);
      return NULL;
    }
  if (!is_for (self, facts, file, problems))
    return NULL;

  drive = g_new0 (DmManagedDrive, 1);
  drive->action = to_action (self->action);
  drive->local = g_strdup_printf ("%c:", self->letter);
  drive->is_from = self->is_from;
  drive->label = g_strdup (self->label);
  drive->file = g_strdup (file);
  if (self->action == 'D')
    return g_steal_pointer (&drive);

  drive->location = read_location (self, facts, &error);
  if (drive->location == NULL)
    {
      add_problem (problems, self, file, error->message);
      return NULL;
    }
  add_notes (self, file, problems);

  return g_steal_pointer (&drive);
}

GPtrArray *
dm_gpp_drives_resolve (GPtrArray *drives,
                       const DmUserFacts *facts,
                       const char *file,
                       GPtrArray *problems)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_managed_drive_free);

  for (guint i = 0; i < drives->len; i++)
    {
      g_autoptr (DmManagedDrive) drive = dm_gpp_drive_resolve (drives->pdata[i], facts, file, problems);

      if (drive == NULL)
        continue;
      if (drive->action == DM_MANAGED_CREATE && !drive->is_from && has_named (list, drive->local))
        continue;
      remove_named (list, drive);
      g_ptr_array_add (list, g_steal_pointer (&drive));
    }

  return list;
}
