/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-diagnose-words.h"

#include <glib/gi18n-lib.h>

#include "dm-share-name.h"

/* What a sentence names, in this order also when it is translated. */
typedef enum
{
  NAMES_NOTHING,
  NAMES_SERVER,
  NAMES_PORT,
  NAMES_SHARE,
  NAMES_PATH,
  NAMES_DETAIL,
  NAMES_DETAIL_SERVER,
  NAMES_DETAIL_SHARE,
  NAMES_DETAIL_PATH,
} Names;

typedef struct
{
  const char *result;
  const char *text;
  const char *advice;
  Names names;
} Words;

static const Words all_words[] = {
  [DM_DIAGNOSIS_NOT_NEEDED] = { "good", N_ ("“%s” is an address, no name has to be looked up."), "", NAMES_SERVER },
  [DM_DIAGNOSIS_NAME_FOUND] = { "good", N_ ("The name “%s” was found."), "", NAMES_SERVER },
  [DM_DIAGNOSIS_NAME_UNKNOWN] = { "bad", N_ ("No name server knows “%s”."),
                                  N_ ("Check the spelling, or use the server's full name or its IP address."), NAMES_SERVER },
  [DM_DIAGNOSIS_NAME_ONLY_SSH] = { "unknown", N_ ("No name server knows “%s”; your settings for SSH may."),
                                   N_ ("If it does not connect either, check the spelling."), NAMES_SERVER },
  [DM_DIAGNOSIS_NO_NAME_SERVER] = { "bad", N_ ("“%s” cannot be looked up: no name server answers."),
                                    N_ ("Check the network (or its VPN), or use the server's IP address."), NAMES_SERVER },
  [DM_DIAGNOSIS_NO_NETWORK] = { "bad", N_ ("This computer is not in any network."),
                                N_ ("Plug in the cable or join a wireless network, then try again."), NAMES_NOTHING },

  [DM_DIAGNOSIS_ADDRESS_ANSWERS] = { "good", N_ ("A computer answers at %s."), "", NAMES_DETAIL },
  [DM_DIAGNOSIS_ADDRESS_SILENT] = { "bad", N_ ("Nothing answers at %s."),
                                    N_ ("Check that the server is switched on, that you are in its network (or its VPN), and that no firewall is in between."), NAMES_DETAIL },
  [DM_DIAGNOSIS_ADDRESS_UNREACHABLE] = { "bad", N_ ("%s cannot be reached from this computer's network."),
                                         N_ ("Check that the server is switched on and that you are in its network (or its VPN)."), NAMES_DETAIL },

  [DM_DIAGNOSIS_PORT_OPEN] = { "good", N_ ("The server accepts connections on port %s."), "", NAMES_PORT },
  [DM_DIAGNOSIS_PORT_CLOSED] = { "bad", N_ ("The server refuses connections on port %s."),
                                 N_ ("Check the port, that file sharing is switched on there, and that its firewall lets you in."), NAMES_PORT },

  [DM_DIAGNOSIS_PROTOCOL_SPOKEN] = { "good", N_ ("The server speaks a protocol that this computer knows, too."), "", NAMES_NOTHING },
  [DM_DIAGNOSIS_PROTOCOL_SILENT] = { "bad", N_ ("The server accepts connections but does not answer."),
                                     N_ ("It may be overloaded, or have stopped: try again later, or restart it."), NAMES_NOTHING },
  [DM_DIAGNOSIS_PROTOCOL_CLOSED] = { "bad", N_ ("The server ends the connection without a word."),
                                     N_ ("Check that it shares files on this port, and that it is not out of order."), NAMES_NOTHING },
  [DM_DIAGNOSIS_PROTOCOL_OLD] = { "bad", N_ ("The server speaks no version of SMB that this computer does; probably it only speaks SMB 1, which is not safe."),
                                  N_ ("Have SMB 2 or later enabled on the server."), NAMES_NOTHING },
  [DM_DIAGNOSIS_PROTOCOL_UNKNOWN] = { "unknown", N_ ("Which protocol the server speaks shows only when it is connected."), "", NAMES_NOTHING },

  [DM_DIAGNOSIS_LOGIN_GOOD] = { "good", N_ ("The server accepts the user “%s”."), "", NAMES_DETAIL },
  [DM_DIAGNOSIS_LOGIN_GUEST] = { "good", N_ ("The server lets guests in."), "", NAMES_NOTHING },
  [DM_DIAGNOSIS_LOGIN_TICKET] = { "good", N_ ("The server lets you in, with your Kerberos ticket or as a guest."), "", NAMES_NOTHING },
  [DM_DIAGNOSIS_LOGIN_REFUSED] = { "bad", N_ ("The server refuses the user “%s” with the saved password."),
                                   N_ ("Connect and enter both anew; the account may also be locked or disabled."), NAMES_DETAIL },
  [DM_DIAGNOSIS_LOGIN_NO_PASSWORD] = { "bad", N_ ("No password of the user “%s” is saved for “%s”."),
                                       N_ ("Connect, and enter it."), NAMES_DETAIL_SERVER },
  [DM_DIAGNOSIS_LOGIN_NO_GUEST] = { "bad", N_ ("“%s” lets nobody in without a user name and a password, and none are saved."),
                                    N_ ("Connect, and enter yours."), NAMES_SERVER },
  [DM_DIAGNOSIS_LOGIN_LOCKED] = { "bad", N_ ("The password for “%s” is in a keyring that is locked."),
                                  N_ ("Unlock the keyring, then try again."), NAMES_SERVER },
  [DM_DIAGNOSIS_LOGIN_EXPIRED] = { "bad", N_ ("The server knows the user “%s”, but wants the password changed first, or the account has expired."),
                                   N_ ("Change the password on the server, or ask its administrator."), NAMES_DETAIL },
  [DM_DIAGNOSIS_LOGIN_TOO_LONG] = { "bad", N_ ("The login for “%s” is too long: user name, domain and password may have 255 bytes each."),
                                    N_ ("Have it changed to a shorter one on the server, then connect and enter it."), NAMES_SERVER },
  [DM_DIAGNOSIS_LOGIN_SILENT] = { "bad", N_ ("“%s” did not answer to the login in time."),
                                  N_ ("It may be overloaded: try again later."), NAMES_SERVER },
  [DM_DIAGNOSIS_LOGIN_UNKNOWN] = { "unknown", N_ ("Whether the login is good shows only when it is connected."), "", NAMES_NOTHING },

  [DM_DIAGNOSIS_SHARE_GOOD] = { "good", N_ ("The share “%s” can be opened."), "", NAMES_SHARE },
  [DM_DIAGNOSIS_SHARE_MISSING] = { "bad", N_ ("The server has no share “%s”."),
                                   N_ ("Check the spelling, or look at the server's list of shares."), NAMES_SHARE },
  [DM_DIAGNOSIS_SHARE_NO_RIGHTS] = { "bad", N_ ("The user “%s” has no rights on the share “%s”."),
                                     N_ ("Check the user's spelling, connect as another user, or ask the server's administrator."), NAMES_DETAIL_SHARE },
  [DM_DIAGNOSIS_SHARE_NO_GUEST] = { "bad", N_ ("The share “%s” is not for guests, and no login is saved."),
                                    N_ ("Connect, and enter your user name and password."), NAMES_SHARE },
  [DM_DIAGNOSIS_SHARE_NO_TICKET] = { "bad", N_ ("Neither your Kerberos ticket nor a guest opens the share “%s”."),
                                     N_ ("Connect as another user, or ask the server's administrator."), NAMES_SHARE },
  [DM_DIAGNOSIS_SHARE_UNKNOWN] = { "unknown", N_ ("Whether the share is there shows only when it is connected."), "", NAMES_NOTHING },

  [DM_DIAGNOSIS_PATH_GOOD] = { "good", N_ ("The folder “%s” can be opened."), "", NAMES_PATH },
  [DM_DIAGNOSIS_PATH_NONE] = { "good", N_ ("No folder below it is asked for."), "", NAMES_NOTHING },
  [DM_DIAGNOSIS_PATH_MISSING] = { "bad", N_ ("There is no folder “%s” in the share."),
                                  N_ ("Check the path: upper and lower case may count."), NAMES_PATH },
  [DM_DIAGNOSIS_PATH_FILE] = { "bad", N_ ("“%s” is a file, not a folder."), N_ ("Leave out its last part."), NAMES_PATH },
  [DM_DIAGNOSIS_PATH_NO_RIGHTS] = { "bad", N_ ("The user “%s” has no rights on the folder “%s”."),
                                    N_ ("Connect as another user, or ask the server's administrator."), NAMES_DETAIL_PATH },
  [DM_DIAGNOSIS_PATH_NO_GUEST] = { "bad", N_ ("The folder “%s” does not open without a login."),
                                   N_ ("Connect, and enter your user name and password."), NAMES_PATH },
  [DM_DIAGNOSIS_PATH_UNKNOWN] = { "unknown", N_ ("Whether the folder is there shows only when it is connected."), "", NAMES_NOTHING },

  [DM_DIAGNOSIS_UNKNOWN] = { "unknown", N_ ("This shows only when it is connected."), "", NAMES_NOTHING },
  [DM_DIAGNOSIS_SKIPPED] = { "skipped", N_ ("Not tried, as an earlier step failed."), "", NAMES_NOTHING },
};

static char *
dup_share (DmLocation *location)
{
  const char *share = dm_location_get_share (location);

  return share != NULL ? dm_share_name_to_text (share) : g_strdup ("");
}

/* In the order of the sentence: the texts come from a table, so printf () is out. */
static char *
fill_in (const char *sentence,
         const char *first,
         const char *second)
{
  g_auto (GStrv) parts = g_strsplit (sentence, "%s", 3);
  GString *filled = g_string_new (parts[0]);

  if (parts[0] != NULL && parts[1] != NULL)
    {
      g_string_append (filled, first);
      g_string_append (filled, parts[1]);
    }
  if (g_strv_length (parts) == 3)
    {
      g_string_append (filled, second);
      g_string_append (filled, parts[2]);
    }

  return g_string_free (filled, FALSE);
}

char *
dm_diagnosis_to_text (DmDiagnosis self,
                      DmLocation *location,
                      const char *detail)
{
  const char *sentence = _ (all_words[self].text);
  const char *server = dm_location_get_server (location);
  g_autofree char *port = g_strdup_printf ("%u", dm_location_get_effective_port (location));
  g_autofree char *share = dup_share (location);

  if (detail == NULL)
    detail = server;

  switch (all_words[self].names)
    {
    case NAMES_SERVER:
      return fill_in (sentence, server, "");
    case NAMES_PORT:
      return fill_in (sentence, port, "");
    case NAMES_SHARE:
      return fill_in (sentence, share, "");
    case NAMES_PATH:
      return fill_in (sentence, dm_location_get_path (location), "");
    case NAMES_DETAIL:
      return fill_in (sentence, detail, "");
    case NAMES_DETAIL_SERVER:
      return fill_in (sentence, detail, server);
    case NAMES_DETAIL_SHARE:
      return fill_in (sentence, detail, share);
    case NAMES_DETAIL_PATH:
      return fill_in (sentence, detail, dm_location_get_path (location));
    case NAMES_NOTHING:
    default:
      return g_strdup (sentence);
    }
}

const char *
dm_diagnosis_to_advice (DmDiagnosis self)
{
  const char *advice = all_words[self].advice;

  return *advice != '\0' ? _ (advice) : advice;
}

const char *
dm_diagnosis_to_result (DmDiagnosis self)
{
  return all_words[self].result;
}
