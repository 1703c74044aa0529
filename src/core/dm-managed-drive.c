/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-managed-drive.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"
#include "dm-local-name.h"

/* In characters: long enough for a path and a reason. */
#define MAX_TEXT 600

static gboolean
is_confusing (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT ||
         type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* Only a URI can have one. */
static gboolean
has_password (const char *text)
{
  const char *authority = strstr (text, "://");
  g_autofree char *login = NULL;
  char *at;

  if (authority == NULL)
    return FALSE;

  authority += strlen ("://");
  login = g_strndup (authority, strcspn (authority, "/?#"));
  at = strrchr (login, '@');
  if (at == NULL)
    return FALSE;
  *at = '\0';

  return strchr (login, ':') != NULL;
}

void
dm_managed_drive_free (DmManagedDrive *self)
{
  g_free (self->local);
  g_clear_pointer (&self->location, dm_location_unref);
  g_free (self->label);
  g_free (self->file);
  g_free (self);
}

gboolean
dm_managed_drive_equal (const DmManagedDrive *a,
                        const DmManagedDrive *b)
{
  if (a->action != b->action || a->is_from != b->is_from ||
      !g_str_equal (a->local, b->local) || g_strcmp0 (a->label, b->label) != 0 ||
      !g_str_equal (a->file, b->file))
    return FALSE;
  if (a->location == NULL || b->location == NULL)
    return a->location == b->location;

  return dm_location_equal (a->location, b->location);
}

DmLocation *
dm_managed_drive_parse_remote (const char *text,
                               const DmUserFacts *facts,
                               GError **error)
{
  g_autofree char *remote = dm_user_facts_expand (facts, text, error);

  if (remote == NULL)
    return NULL;

  if (has_password (remote))
    {
      g_set_error_literal (error, DM_ERROR, DM_ERROR_BAD_PROFILE,
                           _ ("there is a password in the address, and everybody can read this file; take it out"));
      return NULL;
    }

  return dm_location_parse (remote, error);
}

char *
dm_managed_drive_clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GString) out = g_string_new (NULL);
  guint count = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (count++ == MAX_TEXT)
        {
          g_string_append (out, "…");
          break;
        }
      g_string_append_unichar (out, is_confusing (c) ? 0xfffd : c);
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
dm_managed_drive_deletes (const DmManagedDrive *self,
                          const char *local)
{
  if (self->action != DM_MANAGED_DELETE)
    return FALSE;
  if (g_str_equal (self->local, local))
    return TRUE;

  return self->is_from && dm_local_name_is_letter (local) && *local > *self->local;
}
