/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-diagnose-job.h"

#include "dm-address-probe.h"
#include "dm-addresses.h"
#include "dm-deadline.h"
#include "dm-diagnose-words.h"
#include "dm-error.h"
#include "dm-server-greeting.h"
#include "dm-smb-question.h"

#define STEP_DEADLINE  5000
#define TOTAL_DEADLINE 10000
#define MIN_DEADLINE   1000

typedef enum
{
  STEP_NAME,
  STEP_ADDRESS,
  STEP_PORT,
  STEP_PROTOCOL,
  STEP_LOGIN,
  STEP_SHARE,
  STEP_PATH,
  N_STEPS
} Step;

static const char *const step_names[N_STEPS] = { "name", "address", "port", "protocol", "login", "share", "path" };

typedef struct
{
  /* Owned */
  DmLocation *location;
  GPtrArray *entries;        /* GVariant, one a step */
  GIOStream *connection;     /* nullable */
  DmDeadline *deadline;      /* nullable: of the step */
  GCancellable *cancellable; /* nullable: the caller's */

  /* Values */
  DmFoundFunc found;
  gpointer found_data;
  gint64 started;
  gint64 step_started;
  gint64 greeting_ms;
  gboolean had_ticket;
} DiagnoseJob;

static void
diagnose_job_free (DiagnoseJob *self)
{
  dm_location_unref (self->location);
  g_ptr_array_unref (self->entries);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->deadline, dm_deadline_free);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/* Time */

static gint64
get_ms_since (gint64 time)
{
  return (g_get_monotonic_time () - time) / G_TIME_SPAN_MILLISECOND;
}

static guint
get_step_deadline (DiagnoseJob *self)
{
  return (guint) CLAMP (TOTAL_DEADLINE - get_ms_since (self->started), MIN_DEADLINE, STEP_DEADLINE);
}

static void
begin_step (DiagnoseJob *self)
{
  self->step_started = g_get_monotonic_time ();
  g_clear_pointer (&self->deadline, dm_deadline_free);
  self->deadline = dm_deadline_new (get_step_deadline (self), self->cancellable);
}

/* Telling */

/* The next step. @detail: (nullable). */
static void
tell_after (DiagnoseJob *self,
            DmDiagnosis diagnosis,
            const char *detail,
            gint64 elapsed_ms)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *text = dm_diagnosis_to_text (diagnosis, self->location, detail);
  g_autoptr (GVariant) list = NULL;
  GVariant *entry;

  g_variant_dict_insert (&dict, "step", "s", step_names[self->entries->len]);
  g_variant_dict_insert (&dict, "result", "s", dm_diagnosis_to_result (diagnosis));
  g_variant_dict_insert (&dict, "elapsed-ms", "t", (guint64) elapsed_ms);
  g_variant_dict_insert (&dict, "text", "s", text);
  g_variant_dict_insert (&dict, "advice", "s", dm_diagnosis_to_advice (diagnosis));

  entry = g_variant_ref_sink (g_variant_dict_end (&dict));
  g_ptr_array_add (self->entries, entry);
  list = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARDICT, &entry, 1));
  if (self->found != NULL)
    self->found (list, self->found_data);
}

static void
tell (DiagnoseJob *self,
      DmDiagnosis diagnosis,
      const char *detail)
{
  tell_after (self, diagnosis, detail, get_ms_since (self->step_started));
}

/* What followed from the step before. */
static void
tell_at_once (DiagnoseJob *self,
              DmDiagnosis diagnosis)
{
  tell_after (self, diagnosis, NULL, 0);
}

static void
end (GTask *task)
{
  DiagnoseJob *job = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  while (job->entries->len < N_STEPS)
    tell_at_once (job, DM_DIAGNOSIS_SKIPPED);
  g_task_return_pointer (task,
                         g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE_VARDICT,
                                                                  (GVariant *const *) job->entries->pdata, N_STEPS)),
                         (GDestroyNotify) g_variant_unref);
}

/* The step is bad, and the last that is tried. */
static void
end_with (GTask *task,
          DmDiagnosis diagnosis,
          const char *detail)
{
  tell (g_task_get_task_data (task), diagnosis, detail);
  end (task);
}

/* Whatever is left cannot be found out. */
static void
end_unknown (GTask *task)
{
  static const DmDiagnosis unknown[N_STEPS] = {
    [STEP_ADDRESS] = DM_DIAGNOSIS_UNKNOWN,
    [STEP_PORT] = DM_DIAGNOSIS_UNKNOWN,
    [STEP_PROTOCOL] = DM_DIAGNOSIS_PROTOCOL_UNKNOWN,
    [STEP_LOGIN] = DM_DIAGNOSIS_LOGIN_UNKNOWN,
    [STEP_SHARE] = DM_DIAGNOSIS_SHARE_UNKNOWN,
    [STEP_PATH] = DM_DIAGNOSIS_PATH_UNKNOWN,
  };
  DiagnoseJob *job = g_task_get_task_data (task);

  while (job->entries->len < N_STEPS)
    tell_at_once (job, unknown[job->entries->len]);
  end (task);
}

/* Login, share, path */

static void
tell_path (DiagnoseJob *self,
           DmDiagnosis bad,
           const char *user)
{
  tell_at_once (self, DM_DIAGNOSIS_SHARE_GOOD);
  tell_after (self, bad, user, 0);
}

static void
tell_login (DiagnoseJob *self,
            const char *user)
{
  if (user != NULL)
    tell (self, DM_DIAGNOSIS_LOGIN_GOOD, user);
  else
    tell (self, self->had_ticket ? DM_DIAGNOSIS_LOGIN_TICKET : DM_DIAGNOSIS_LOGIN_GUEST, NULL);
}

static DmDiagnosis
find_share_refusal (DiagnoseJob *self,
                    const char *user)
{
  if (user != NULL)
    return DM_DIAGNOSIS_SHARE_NO_RIGHTS;

  return self->had_ticket ? DM_DIAGNOSIS_SHARE_NO_TICKET : DM_DIAGNOSIS_SHARE_NO_GUEST;
}

static DmDiagnosis
find_refusal (GAsyncResult *result)
{
  if (dm_smb_question_get_user (result) == NULL)
    return DM_DIAGNOSIS_LOGIN_NO_GUEST;
  if (!dm_smb_question_had_password (result))
    return DM_DIAGNOSIS_LOGIN_NO_PASSWORD;

  return DM_DIAGNOSIS_LOGIN_REFUSED;
}

/* What is wrong before the share is reached; SKIPPED: nothing that is known. */
static DmDiagnosis
find_login_problem (DmSmbFailure failure,
                    GAsyncResult *result)
{
  switch (failure)
    {
    case DM_SMB_FAILURE_UNKNOWN_HOST:
    case DM_SMB_FAILURE_CLOSED:
    case DM_SMB_FAILURE_NO_ANSWER:
      return DM_DIAGNOSIS_LOGIN_SILENT;
    case DM_SMB_FAILURE_LOGIN:
      return find_refusal (result);
    case DM_SMB_FAILURE_EXPIRED:
      return DM_DIAGNOSIS_LOGIN_EXPIRED;
    case DM_SMB_FAILURE_LOGIN_TOO_LONG:
      return DM_DIAGNOSIS_LOGIN_TOO_LONG;
    case DM_SMB_FAILURE_NONE:
    case DM_SMB_FAILURE_PROTOCOL:
    case DM_SMB_FAILURE_NO_SHARE:
    case DM_SMB_FAILURE_SHARE_RIGHTS:
    case DM_SMB_FAILURE_NO_PATH:
    case DM_SMB_FAILURE_NOT_A_FOLDER:
    case DM_SMB_FAILURE_PATH_RIGHTS:
    case DM_SMB_FAILURE_NOT_ADMINISTRATOR:
    case DM_SMB_FAILURE_FILE_GONE:
    case DM_SMB_FAILURE_FILE_AMBIGUOUS:
    case DM_SMB_FAILURE_FILE_STILL_OPEN:
    case DM_SMB_FAILURE_OTHER:
    default:
      return DM_DIAGNOSIS_SKIPPED;
    }
}

/* The login is good; FALSE: nothing is known. */
static gboolean
tell_share (DiagnoseJob *self,
            DmSmbFailure failure,
            const char *user)
{
  if (failure == DM_SMB_FAILURE_OTHER)
    return FALSE;

  tell_login (self, user);
  if (failure == DM_SMB_FAILURE_NO_SHARE)
    tell_at_once (self, DM_DIAGNOSIS_SHARE_MISSING);
  else if (failure == DM_SMB_FAILURE_SHARE_RIGHTS)
    tell_after (self, find_share_refusal (self, user), user, 0);
  else if (failure == DM_SMB_FAILURE_NO_PATH)
    tell_path (self, DM_DIAGNOSIS_PATH_MISSING, user);
  else if (failure == DM_SMB_FAILURE_NOT_A_FOLDER)
    tell_path (self, DM_DIAGNOSIS_PATH_FILE, user);
  else if (failure == DM_SMB_FAILURE_PATH_RIGHTS)
    tell_path (self, user != NULL ? DM_DIAGNOSIS_PATH_NO_RIGHTS : DM_DIAGNOSIS_PATH_NO_GUEST, user);
  else
    tell_path (self, *dm_location_get_path (self->location) != '\0' ? DM_DIAGNOSIS_PATH_GOOD : DM_DIAGNOSIS_PATH_NONE, user);

  return TRUE;
}

/* The server's first word may come from one that has nothing else to say to us. */
static void
take_answer (GTask *task,
             DmSmbAnswer *answer,
             GAsyncResult *result)
{
  DiagnoseJob *job = g_task_get_task_data (task);
  DmDiagnosis problem = find_login_problem (answer->failure, result);

  job->had_ticket = dm_smb_question_had_ticket (result);
  if (answer->failure == DM_SMB_FAILURE_PROTOCOL)
    {
      tell_after (job, DM_DIAGNOSIS_PROTOCOL_OLD, NULL, job->greeting_ms + get_ms_since (job->step_started));
      end (task);
      return;
    }

  tell_after (job, DM_DIAGNOSIS_PROTOCOL_SPOKEN, NULL, job->greeting_ms);
  if (problem != DM_DIAGNOSIS_SKIPPED)
    end_with (task, problem, dm_smb_question_get_user (result));
  else if (tell_share (job, answer->failure, dm_smb_question_get_user (result)))
    end (task);
  else
    end_unknown (task);
}

static void
check_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DmSmbAnswer) answer = dm_smb_question_ask_finish (result, &error);
  DiagnoseJob *job = g_task_get_task_data (task);

  if (answer != NULL)
    {
      take_answer (task, answer, result);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  tell_after (job, DM_DIAGNOSIS_PROTOCOL_SPOKEN, NULL, job->greeting_ms);
  if (g_error_matches (error, DM_ERROR, DM_ERROR_LOGON_FAILURE))
    end_with (task, DM_DIAGNOSIS_LOGIN_LOCKED, NULL);
  else
    end_unknown (task);
}

static void
check_login (GTask *task)
{
  DiagnoseJob *job = g_task_get_task_data (task);

  begin_step (job);
  dm_smb_question_ask_async (dm_smb_question_new (DM_SMB_OPERATION_CHECK, job->location), job->location,
                             get_step_deadline (job), job->cancellable, check_cb, g_object_ref (task));
}

/* Protocol */

static gboolean
is_smb (DiagnoseJob *self)
{
  return g_str_equal (dm_location_get_provider (self->location), "smb");
}

static void
greeting_cb (GObject *object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  DiagnoseJob *job = g_task_get_task_data (task);
  DmServerGreeting greeting;

  if (!dm_server_greeting_finish (result, &greeting, &error))
    {
      if (g_task_return_error_if_cancelled (task))
        return;
      end_with (task, dm_deadline_has_passed (job->deadline) ? DM_DIAGNOSIS_PROTOCOL_SILENT : DM_DIAGNOSIS_PROTOCOL_CLOSED, NULL);
      return;
    }

  job->greeting_ms = get_ms_since (job->step_started);
  g_clear_object (&job->connection);
  if (greeting == DM_SERVER_GREETING_CLOSED)
    {
      end_with (task, is_smb (job) ? DM_DIAGNOSIS_PROTOCOL_OLD : DM_DIAGNOSIS_PROTOCOL_CLOSED, NULL);
    }
  else if (is_smb (job))
    {
      check_login (task);
    }
  else
    {
      tell (job, DM_DIAGNOSIS_PROTOCOL_SPOKEN, NULL);
      end_unknown (task);
    }
}

static void
greet (GTask *task)
{
  DiagnoseJob *job = g_task_get_task_data (task);

  if (!dm_server_greeting_is_known (job->location))
    {
      end_unknown (task);
      return;
    }

  begin_step (job);
  dm_server_greeting_async (job->location, job->connection, dm_deadline_get_cancellable (job->deadline),
                            greeting_cb, g_object_ref (task));
}

/* Address and port */

static void
probe_cb (GObject *object,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *address = NULL;
  DiagnoseJob *job = g_task_get_task_data (task);
  DmAddressOutcome outcome;

  if (!dm_address_probe_finish (result, &outcome, &address, &job->connection, NULL))
    {
      end (task);
      return;
    }

  if (outcome == DM_ADDRESS_SILENT || outcome == DM_ADDRESS_UNREACHABLE)
    {
      end_with (task, outcome == DM_ADDRESS_SILENT ? DM_DIAGNOSIS_ADDRESS_SILENT : DM_DIAGNOSIS_ADDRESS_UNREACHABLE, address);
      return;
    }

  tell (job, DM_DIAGNOSIS_ADDRESS_ANSWERS, address);
  tell_at_once (job, outcome == DM_ADDRESS_CONNECTED ? DM_DIAGNOSIS_PORT_OPEN : DM_DIAGNOSIS_PORT_CLOSED);
  if (outcome == DM_ADDRESS_CONNECTED)
    greet (task);
  else
    end (task);
}

static gboolean
is_own (GInetSocketAddress *address)
{
  return g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address));
}

/* The kernel has no address of ours to speak from. */
static gboolean
has_no_network (void)
{
  g_autofree char *own = dm_addresses_describe ();

  return own != NULL && *own == '\0';
}

static void
probe_addresses (GTask *task,
                 GList *addresses)
{
  DiagnoseJob *job = g_task_get_task_data (task);

  begin_step (job);
  if (!is_own (addresses->data) && has_no_network ())
    end_with (task, DM_DIAGNOSIS_NO_NETWORK, NULL);
  else
    dm_address_probe_async (addresses, get_step_deadline (job), job->cancellable, probe_cb, g_object_ref (task));
}

/* Name */

static DmDiagnosis
find_name_problem (DiagnoseJob *self,
                   const GError *error)
{
  if (has_no_network ())
    return DM_DIAGNOSIS_NO_NETWORK;
  if (dm_deadline_has_passed (self->deadline) ||
      g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE))
    return DM_DIAGNOSIS_NO_NAME_SERVER;
  if (g_str_equal (dm_location_get_provider (self->location), "sftp"))
    return DM_DIAGNOSIS_NAME_ONLY_SSH;

  return DM_DIAGNOSIS_NAME_UNKNOWN;
}

static GList *
add_port (DiagnoseJob *self,
          GList *addresses)
{
  GList *targets = NULL;

  for (GList *l = addresses; l != NULL; l = l->next)
    targets = g_list_prepend (targets, g_inet_socket_address_new (l->data, dm_location_get_effective_port (self->location)));

  return g_list_reverse (targets);
}

static void
lookup_cb (GObject *object,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GInetAddress) addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (object), result, &error);
  g_autolist (GSocketAddress) targets = NULL;
  DiagnoseJob *job = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (addresses == NULL)
    {
      DmDiagnosis problem = find_name_problem (job, error);

      tell (job, problem, NULL);
      if (problem == DM_DIAGNOSIS_NAME_ONLY_SSH)
        end_unknown (task);
      else
        end (task);
      return;
    }

  tell (job, DM_DIAGNOSIS_NAME_FOUND, NULL);
  targets = add_port (job, addresses);
  probe_addresses (task, targets);
}

static void
look_up_name (GTask *task)
{
  DiagnoseJob *job = g_task_get_task_data (task);
  const char *server = dm_location_get_server (job->location);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GResolver) resolver = NULL;

  begin_step (job);
  address = g_inet_socket_address_new_from_string (server, dm_location_get_effective_port (job->location));
  if (address != NULL)
    {
      GList single = { .data = address };

      tell_at_once (job, DM_DIAGNOSIS_NOT_NEEDED);
      probe_addresses (task, &single);
      return;
    }

  resolver = g_resolver_get_default ();
  g_resolver_lookup_by_name_async (resolver, server, dm_deadline_get_cancellable (job->deadline),
                                   lookup_cb, g_object_ref (task));
}

void
dm_diagnose_job_async (DmLocation *location,
                       DmFoundFunc found,
                       gpointer found_data,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  DiagnoseJob *job;

  g_return_if_fail (location != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, dm_diagnose_job_async);
  job = g_new0 (DiagnoseJob, 1);
  job->location = dm_location_ref (location);
  job->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  job->found = found;
  job->found_data = found_data;
  job->started = g_get_monotonic_time ();
  g_task_set_task_data (task, job, (GDestroyNotify) diagnose_job_free);

  look_up_name (task);
}

GVariant *
dm_diagnose_job_finish (GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
