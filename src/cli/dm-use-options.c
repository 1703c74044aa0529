/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-use-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dm-error.h"
#include "dm-local-name.h"
#include "dm-use-messages.h"

/* The drive, the location, the password; more is one too many. */
#define MAX_WORDS 3

typedef enum
{
  OPTION_DELETE,
  OPTION_HELP,
  OPTION_HOME,
  OPTION_NO,
  OPTION_PERSISTENT,
  OPTION_SAVECRED,
  OPTION_SMARTCARD,
  OPTION_USER,
  OPTION_YES,
  N_OPTIONS
} Option;

static const char *const option_names[] = {
  [OPTION_DELETE] = "DELETE",
  [OPTION_HELP] = "HELP",
  [OPTION_HOME] = "HOME",
  [OPTION_NO] = "NO",
  [OPTION_PERSISTENT] = "PERSISTENT",
  [OPTION_SAVECRED] = "SAVECRED",
  [OPTION_SMARTCARD] = "SMARTCARD",
  [OPTION_USER] = "USER",
  [OPTION_YES] = "YES",
};

/* What stands there, before it is known what it means. */
typedef struct
{
  gboolean has[N_OPTIONS];
  int words[MAX_WORDS];
  guint n_words;
} Found;

/* --- options --- */

static gboolean
fail (GError **error,
      const char *message)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);

  return FALSE;
}

static gboolean
fail_with (GError **error,
           DmUseMessage message,
           const char *word)
{
  g_autofree char *shown = g_strndup (word, strcspn (word, ":"));
  g_autofree char *text = dm_use_message_format (message, shown, NULL);

  return fail (error, text);
}

/* "//server/share" is a location. "-x" may be a password, as on Windows. */
static gboolean
is_option (const char *word)
{
  return (word[0] == '/' && word[1] != '/') || g_str_equal (word, "-h") || g_str_has_prefix (word, "--");
}

/* As short as it is clear. */
static gboolean
find_option (const char *word,
             Option *option,
             GError **error)
{
  gsize length = strcspn (word + 1, ":");
  guint n_found = 0;

  for (guint i = 0; i < N_OPTIONS; i++)
    if (length > 0 && length <= strlen (option_names[i]) && g_ascii_strncasecmp (word + 1, option_names[i], length) == 0)
      {
        *option = i;
        n_found++;
      }
  if (g_str_equal (word, "/?") || g_str_equal (word, "-h") || g_str_equal (word, "--help"))
    {
      *option = OPTION_HELP;
      n_found = 1;
    }

  if (g_str_equal (word, "--json"))
    return fail (error, _ ("This command is for people. For programs there is “drivemapctl list --json”."));
  if (n_found == 0)
    return fail_with (error, DM_USE_MESSAGE_UNKNOWN_OPTION, word);
  if (n_found > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                   _ ("The option %s could mean several. Write more of it."), word);
      return FALSE;
    }

  return TRUE;
}

static gboolean
parse_choice (const char *value,
              DmUseChoice *choice)
{
  gsize length = value != NULL ? strlen (value) : 0;

  if (length == 0)
    return FALSE;
  if (length <= 3 && g_ascii_strncasecmp (value, "YES", length) == 0)
    *choice = DM_USE_YES;
  else if (length <= 2 && g_ascii_strncasecmp (value, "NO", length) == 0)
    *choice = DM_USE_NO;
  else
    return FALSE;

  return TRUE;
}

/* A name of Active Directory, user@home.lan, is one: the server takes it apart. That of
 * a domain without dots is only another way to write DOMAIN\user. */
static void
split_at_domain (char **domain,
                 char **user)
{
  char *at = strrchr (*user, '@');

  if (at == NULL || at == *user || at[1] == '\0' || strchr (at, '.') != NULL)
    return;

  *domain = g_strdup (at + 1);
  *at = '\0';
}

/* A shell eats the "\", so "/" is as good. */
static gboolean
parse_user (const char *value,
            char **domain,
            char **user)
{
  const char *mark = value != NULL ? strpbrk (value, "\\/") : NULL;

  if (value == NULL || *value == '\0' || mark == value || (mark != NULL && mark[1] == '\0'))
    return FALSE;

  g_free (*domain);
  g_free (*user);
  *domain = mark != NULL ? g_strndup (value, (gsize) (mark - value)) : NULL;
  *user = g_strdup (mark != NULL ? mark + 1 : value);
  if (mark == NULL)
    split_at_domain (domain, user);

  return TRUE;
}

static gboolean
take_option (DmUseOptions *self,
             Found *found,
             const char *word,
             GError **error)
{
  const char *colon = strchr (word, ':');
  const char *value = colon != NULL ? colon + 1 : NULL;
  gboolean is_good = value == NULL;
  Option option = N_OPTIONS;

  if (!find_option (word, &option, error))
    return FALSE;

  if (option == OPTION_PERSISTENT)
    is_good = parse_choice (value, &self->persistent);
  else if (option == OPTION_USER)
    is_good = parse_user (value, &self->domain, &self->user);
  if (!is_good)
    return fail_with (error, DM_USE_MESSAGE_BAD_VALUE, word);
  found->has[option] = TRUE;

  return TRUE;
}

/* --- words --- */

static gboolean
is_location (const char *word)
{
  return g_str_has_prefix (word, "\\\\") || g_str_has_prefix (word, "//") || strstr (word, "://") != NULL;
}

/* Bash makes \servershare of \\server\share, and \server\share of "\\server\share". */
static gboolean
check_backslashes (const char *word,
                   GError **error)
{
  if (word[0] != '\\' || is_location (word))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is what the shell left: it eats backslashes. Put the location in single quotes, '\\\\server\\share', or write //server/share."),
               word);

  return FALSE;
}

static gboolean
is_port (const char *name)
{
  gboolean is_numbered = g_ascii_strncasecmp (name, "LPT", 3) == 0 || g_ascii_strncasecmp (name, "COM", 3) == 0;

  if (is_numbered && g_ascii_isdigit (name[3]))
    return name[4] == '\0' || g_str_equal (name + 4, ":");

  return g_ascii_strcasecmp (name, "PRN:") == 0 || g_ascii_strcasecmp (name, "PRN") == 0 ||
         g_ascii_strcasecmp (name, "AUX:") == 0;
}

static gboolean
take_local (DmUseOptions *self,
            const char *word,
            GError **error)
{
  if (!check_backslashes (word, error))
    return FALSE;
  if (is_port (word))
    {
      g_set_error (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
                   _ ("%s is a port for a printer or a device. Drivemap connects folders only; printers are set up in the system's settings."),
                   word);
      return FALSE;
    }

  self->local = dm_local_name_is_letter (word) ? g_ascii_strup (word, -1) : g_strdup (word);

  return TRUE;
}

static gboolean
take_remote (DmUseOptions *self,
             const char *word,
             GError **error)
{
  if (!check_backslashes (word, error))
    return FALSE;
  if (!is_location (word))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is not a location. Write '\\\\server\\share', //server/share or smb://server/share. (A * that is not in quotes is replaced by the shell.)"),
                   word);
      return FALSE;
    }

  self->remote = g_strdup (word);

  return TRUE;
}

static void
take_password (DmUseOptions *self,
               const char *const *words,
               int index)
{
  if (g_str_equal (words[index], "*"))
    self->asks_password = TRUE;
  else
    self->password_word = index;
}

/* [DRIVE] [LOCATION] [PASSWORD] */
static gboolean
take_words (DmUseOptions *self,
            const Found *found,
            const char *const *words,
            GError **error)
{
  guint n = 0;

  if (n < found->n_words && !is_location (words[found->words[n]]) &&
      !take_local (self, words[found->words[n++]], error))
    return FALSE;
  if (n < found->n_words && !take_remote (self, words[found->words[n++]], error))
    return FALSE;
  if (n < found->n_words)
    take_password (self, words, found->words[n++]);

  /* It may be the password, so it is not shown. */
  if (n < found->n_words)
    return fail (error, _ ("There is one word too many. (A * that is not in quotes is replaced by the shell: write '*'.)"));

  return TRUE;
}

static gboolean
find_all (DmUseOptions *self,
          Found *found,
          const char *const *words,
          GError **error)
{
  for (int i = 0; words[i] != NULL; i++)
    {
      if (is_option (words[i]))
        {
          if (!take_option (self, found, words[i], error))
            return FALSE;
        }
      else if (found->n_words < MAX_WORDS)
        found->words[found->n_words++] = i;
      else
        return fail (error, _ ("There is one word too many. (A * that is not in quotes is replaced by the shell: write '*'.)"));
    }

  return TRUE;
}

/* --- what it means --- */

static gboolean
refuse (const Found *found,
        GError **error)
{
  if (found->has[OPTION_HOME])
    g_set_error_literal (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
                         _ ("/HOME: where your home directory is on the network is known to a Windows domain only, and not told to Drivemap. Give the location instead: drivemapctl use Z: //server/share"));
  else if (found->has[OPTION_SMARTCARD])
    g_set_error_literal (error, DM_ERROR, DM_ERROR_NOT_SUPPORTED,
                         _ ("/SMARTCARD: a smart card cannot be used for one connection. Sign in with the card to Kerberos (kinit), and connect without this option."));
  else
    return FALSE;

  return TRUE;
}

/* Whether there is anything that only a new connection has. */
static gboolean
has_details (const DmUseOptions *self)
{
  return self->user != NULL || self->savecred || self->asks_password || self->password_word >= 0;
}

static gboolean
choose_delete (DmUseOptions *self,
               GError **error)
{
  if (self->local == NULL && self->remote == NULL)
    return fail (error, _ ("Say what to delete: a drive, a location, or '*' for all."));
  if (self->local != NULL && self->remote != NULL)
    return fail (error, _ ("To delete, give either the drive or the location."));
  if (has_details (self) || self->persistent != DM_USE_UNSAID)
    return fail (error, _ ("/DELETE goes with /Y only."));

  self->verb = g_strcmp0 (self->local, "*") == 0 ? DM_USE_DELETE_ALL : DM_USE_DELETE;

  return TRUE;
}

static gboolean
choose_verb (DmUseOptions *self,
             GError **error)
{
  if (self->remote != NULL)
    self->verb = DM_USE_ADD;
  else if (has_details (self) || g_strcmp0 (self->local, "*") == 0 ||
           (self->local != NULL && self->persistent != DM_USE_UNSAID))
    return fail (error, _ ("The location is missing, such as //server/share."));
  else if (self->local != NULL)
    self->verb = DM_USE_SHOW;
  else
    self->verb = self->persistent != DM_USE_UNSAID ? DM_USE_SET_DEFAULT : DM_USE_LIST;

  return TRUE;
}

gboolean
dm_use_options_parse (DmUseOptions *self,
                      const char *const *words,
                      GError **error)
{
  Found found = { 0 };

  *self = (DmUseOptions){ .password_word = -1 };
  if (!find_all (self, &found, words, error))
    return FALSE;
  if (found.has[OPTION_HELP])
    {
      self->verb = DM_USE_HELP;
      return TRUE;
    }
  if (refuse (&found, error) || !take_words (self, &found, words, error))
    return FALSE;

  self->savecred = found.has[OPTION_SAVECRED];
  if (found.has[OPTION_YES] && found.has[OPTION_NO])
    return fail (error, _ ("/YES and /NO exclude each other."));
  if (found.has[OPTION_YES] || found.has[OPTION_NO])
    self->answer = found.has[OPTION_YES] ? DM_USE_YES : DM_USE_NO;

  return found.has[OPTION_DELETE] ? choose_delete (self, error) : choose_verb (self, error);
}

void
dm_use_options_clear (DmUseOptions *self)
{
  g_clear_pointer (&self->local, g_free);
  g_clear_pointer (&self->remote, g_free);
  g_clear_pointer (&self->domain, g_free);
  g_clear_pointer (&self->user, g_free);
}
