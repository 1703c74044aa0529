/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-user-facts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"

/* An account or a group taken apart; the domain may be NULL. */
typedef struct
{
  char *name;
  char *domain;
} Account;

static void
clear_account (Account *self)
{
  g_free (self->name);
  g_free (self->domain);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Account, clear_account)

static Account
read_account (const char *text)
{
  const char *separator = strpbrk (text, "\\+/");
  const char *at = strrchr (text, '@');

  if (separator != NULL && separator != text && separator[1] != '\0')
    return (Account){ g_strdup (separator + 1), g_strndup (text, separator - text) };
  if (at != NULL && at != text && at[1] != '\0')
    return (Account){ g_strndup (text, at - text), g_strdup (at + 1) };

  return (Account){ g_strdup (text), NULL };
}

static gboolean
equal_folded (const char *a,
              const char *b)
{
  g_autofree char *one = g_utf8_casefold (a, -1);
  g_autofree char *other = g_utf8_casefold (b, -1);

  return g_str_equal (one, other);
}

/* A short name and one with dots may mean the same domain: nobody can tell. */
static gboolean
is_same_domain (const char *a,
                const char *b)
{
  if (a == NULL || b == NULL)
    return TRUE;
  if ((strchr (a, '.') != NULL) != (strchr (b, '.') != NULL))
    return TRUE;

  return equal_folded (a, b);
}

/* Variables */

static char *
get_short_host (const DmUserFacts *self)
{
  return g_strndup (self->host, strcspn (self->host, "."));
}

/* (transfer full) (nullable): what the variable stands for. */
static char *
lookup_variable (const DmUserFacts *self,
                 const char *name)
{
  if (g_ascii_strcasecmp (name, "USERNAME") == 0 || g_ascii_strcasecmp (name, "LOGONUSER") == 0)
    return g_strdup (self->user);
  if (g_ascii_strcasecmp (name, "USERDOMAIN") == 0 || g_ascii_strcasecmp (name, "LOGONDOMAIN") == 0)
    return g_strdup (self->domain);
  if (g_ascii_strcasecmp (name, "COMPUTERNAME") == 0)
    return get_short_host (self);

  return NULL;
}

/* The length of the name between percent signs that @text, behind the first,
 * begins with; 0: there is none. */
static gsize
measure_variable (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

  return text[length] == '%' ? length : 0;
}

static gboolean
is_escape (const char *text)
{
  return g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]);
}

static gboolean
append_variable (const DmUserFacts *self,
                 GString *out,
                 const char *name,
                 gboolean is_uri,
                 GError **error)
{
  g_autofree char *value = lookup_variable (self, name);
  g_autofree char *escaped = NULL;

  if (value == NULL)
    {
      g_set_error (error, DM_ERROR, DM_ERROR_BAD_PROFILE,
                   /* Translators: part of a sentence; %s is a variable's name. */
                   _ ("nothing is known here for %%%s%%"), name);
      return FALSE;
    }

  escaped = is_uri ? g_uri_escape_string (value, NULL, TRUE) : g_strdup (value);
  g_string_append (out, escaped);

  return TRUE;
}

DmUserFacts *
dm_user_facts_new (const char *account,
                   const char *host)
{
  DmUserFacts *self;
  g_auto (Account) parts = { 0 };

  g_return_val_if_fail (account != NULL && host != NULL, NULL);

  parts = read_account (account);
  self = g_new0 (DmUserFacts, 1);
  self->user = g_steal_pointer (&parts.name);
  self->domain = g_steal_pointer (&parts.domain);
  self->host = g_strdup (host);

  return self;
}

void
dm_user_facts_free (DmUserFacts *self)
{
  g_free (self->user);
  g_free (self->domain);
  g_free (self->host);
  g_strfreev (self->groups);
  g_free (self);
}

char *
dm_user_facts_expand (const DmUserFacts *self,
                      const char *text,
                      GError **error)
{
  gboolean is_uri = strstr (text, "://") != NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize length = *text == '%' ? measure_variable (text + 1) : 0;
      g_autofree char *name = g_strndup (text + 1, length);

      if (length == 0 || (is_uri && is_escape (name)))
        {
          g_string_append_c (out, *text++);
          continue;
        }

      if (!append_variable (self, out, name, is_uri, error))
        return NULL;
      text += length + 2;
    }

  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
dm_user_facts_is_user (const DmUserFacts *self,
                       const char *account)
{
  g_auto (Account) parts = read_account (account);

  return equal_folded (self->user, parts.name) && is_same_domain (self->domain, parts.domain);
}

gboolean
dm_user_facts_is_member (const DmUserFacts *self,
                         const char *group)
{
  g_auto (Account) wanted = read_account (group);

  g_return_val_if_fail (self->groups != NULL, FALSE);

  for (guint i = 0; self->groups[i] != NULL; i++)
    {
      g_auto (Account) found = read_account (self->groups[i]);

      if (equal_folded (found.name, wanted.name) && is_same_domain (found.domain, wanted.domain))
        return TRUE;
    }

  return FALSE;
}
