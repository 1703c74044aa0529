/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-item.h"

#include "dm-local-name.h"
#include "dm-names.h"

/* Strings first, so that one table holds them all. */
enum
{
  PROP_0,
  PROP_OBJECT_PATH,
  PROP_LOCAL,
  PROP_REMOTE,
  PROP_URI,
  PROP_PATH,
  PROP_PROVIDER,
  PROP_ORIGIN,
  PROP_USER,
  PROP_DOMAIN,
  PROP_MANAGED_FILE,
  PROP_STATUS,
  PROP_REASON,
  PROP_SERVER_NAME,
  PROP_SERVER_COMMENT,
  PROP_SERVER_VERSION,
  N_STRINGS,
  PROP_SINCE = N_STRINGS,
  PROP_REMEMBERED,
  PROP_AWAITED,
  PROP_SETTINGS,
  PROP_USE_COUNT,
  PROP_OPEN_COUNT,
  PROP_SPACE_TOTAL,
  PROP_SPACE_FREE,
  PROP_RESPONSE_TIMES,
  N_PROPS,
};

struct _DmItem
{
  GObject parent_instance;

  /* Owned: the service's object, exactly one of the two */
  DmDbusDrive *drive;
  DmDbusConnection *connection;

  /* Owned: what it last said, NULL for "" */
  char *strings[N_STRINGS];
  char *connection_path;
  DmDriveSettings *settings;
  GVariant *response_times;

  guint64 since;
  guint64 space_total;
  guint64 space_free;
  DmStatus status;
  guint use_count;
  guint open_count;
  gboolean remembered;
  gboolean awaited;
  gboolean listed;
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DmItem, dm_item, G_TYPE_OBJECT)

static void
set_string (DmItem *self,
            guint prop,
            const char *value)
{
  if (value != NULL && *value == '\0')
    value = NULL;
  if (g_strcmp0 (self->strings[prop], value) == 0)
    return;

  g_free (self->strings[prop]);
  self->strings[prop] = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
set_status (DmItem *self,
            const char *value)
{
  /* A word from a newer service is shown as an error, never as fine. */
  if (!dm_status_from_string (value != NULL ? value : "", &self->status, NULL))
    self->status = DM_STATUS_ERROR;

  set_string (self, PROP_STATUS, dm_status_to_string (self->status));
}

static void
set_uint (DmItem *self,
          guint prop,
          guint *field,
          guint value)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
set_uint64 (DmItem *self,
            guint prop,
            guint64 *field,
            guint64 value)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
set_boolean (DmItem *self,
             guint prop,
             gboolean *field,
             gboolean value)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static GVariant *
no_response_times (void)
{
  return g_variant_new_array (G_VARIANT_TYPE_UINT32, NULL, 0);
}

/* What a newer service may know beside ours is not for us. */
static void
set_settings (DmItem *self,
              GVariant *variant)
{
  g_autoptr (DmDriveSettings) settings = variant != NULL ? dm_drive_settings_from_variant (variant, NULL) : NULL;

  if (settings == NULL)
    settings = dm_drive_settings_new ();
  if (dm_drive_settings_equal (self->settings, settings))
    return;

  dm_drive_settings_free (self->settings);
  self->settings = g_steal_pointer (&settings);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SETTINGS]);
}

/* An older service knows of none. */
static void
set_response_times (DmItem *self,
                    GVariant *variant)
{
  g_autoptr (GVariant) times = g_variant_ref_sink (variant != NULL ? variant : no_response_times ());

  if (g_variant_equal (self->response_times, times))
    return;

  g_variant_unref (self->response_times);
  self->response_times = g_steal_pointer (&times);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESPONSE_TIMES]);
}

static void
read_drive (DmItem *self)
{
  const char *connection = dm_dbus_drive_get_connection (self->drive);

  g_free (self->connection_path);
  self->connection_path = g_strcmp0 (connection, "/") != 0 ? g_strdup (connection) : NULL;
  self->listed = TRUE;

  set_string (self, PROP_LOCAL, dm_dbus_drive_get_local (self->drive));
  set_string (self, PROP_REMOTE, dm_dbus_drive_get_remote (self->drive));
  set_string (self, PROP_URI, dm_dbus_drive_get_uri (self->drive));
  set_string (self, PROP_PATH, dm_dbus_drive_get_path (self->drive));
  set_string (self, PROP_PROVIDER, dm_dbus_drive_get_provider (self->drive));
  set_string (self, PROP_USER, dm_dbus_drive_get_user (self->drive));
  set_string (self, PROP_DOMAIN, dm_dbus_drive_get_domain (self->drive));
  set_string (self, PROP_REASON, dm_dbus_drive_get_reason (self->drive));
  set_string (self, PROP_MANAGED_FILE, dm_dbus_drive_get_managed_file (self->drive));
  set_status (self, dm_dbus_drive_get_status (self->drive));
  set_uint64 (self, PROP_SINCE, &self->since, dm_dbus_drive_get_since (self->drive));
  set_boolean (self, PROP_REMEMBERED, &self->remembered, dm_dbus_drive_get_remembered (self->drive));
  set_boolean (self, PROP_AWAITED, &self->awaited, dm_dbus_drive_get_awaited (self->drive));
  set_settings (self, dm_dbus_drive_get_settings (self->drive));
  set_uint (self, PROP_USE_COUNT, &self->use_count, dm_dbus_drive_get_use_count (self->drive));
  set_uint (self, PROP_OPEN_COUNT, &self->open_count, dm_dbus_drive_get_open_count (self->drive));
  set_uint64 (self, PROP_SPACE_TOTAL, &self->space_total, dm_dbus_drive_get_space_total (self->drive));
  set_uint64 (self, PROP_SPACE_FREE, &self->space_free, dm_dbus_drive_get_space_free (self->drive));
  set_string (self, PROP_SERVER_NAME, dm_dbus_drive_get_server_name (self->drive));
  set_string (self, PROP_SERVER_COMMENT, dm_dbus_drive_get_server_comment (self->drive));
  set_string (self, PROP_SERVER_VERSION, dm_dbus_drive_get_server_version (self->drive));
  set_response_times (self, dm_dbus_drive_get_response_times (self->drive));
}

static void
read_connection (DmItem *self)
{
  const char *const *drives = dm_dbus_connection_get_drives (self->connection);

  self->listed = dm_dbus_connection_get_deviceless (self->connection) ||
                 drives == NULL || drives[0] == NULL;

  set_string (self, PROP_REMOTE, dm_dbus_connection_get_remote (self->connection));
  set_string (self, PROP_URI, dm_dbus_connection_get_uri (self->connection));
  set_string (self, PROP_PATH, dm_dbus_connection_get_path (self->connection));
  set_string (self, PROP_PROVIDER, dm_dbus_connection_get_provider (self->connection));
  set_string (self, PROP_ORIGIN, dm_dbus_connection_get_origin (self->connection));
  set_string (self, PROP_USER, dm_dbus_connection_get_user (self->connection));
  set_string (self, PROP_DOMAIN, dm_dbus_connection_get_domain (self->connection));
  set_string (self, PROP_REASON, dm_dbus_connection_get_reason (self->connection));
  set_status (self, dm_dbus_connection_get_status (self->connection));
  set_uint64 (self, PROP_SINCE, &self->since, dm_dbus_connection_get_since (self->connection));
  set_uint (self, PROP_USE_COUNT, &self->use_count, dm_dbus_connection_get_use_count (self->connection));
  set_uint (self, PROP_OPEN_COUNT, &self->open_count, dm_dbus_connection_get_open_count (self->connection));
  set_uint64 (self, PROP_SPACE_TOTAL, &self->space_total, dm_dbus_connection_get_space_total (self->connection));
  set_uint64 (self, PROP_SPACE_FREE, &self->space_free, dm_dbus_connection_get_space_free (self->connection));
  set_string (self, PROP_SERVER_NAME, dm_dbus_connection_get_server_name (self->connection));
  set_string (self, PROP_SERVER_COMMENT, dm_dbus_connection_get_server_comment (self->connection));
  set_string (self, PROP_SERVER_VERSION, dm_dbus_connection_get_server_version (self->connection));
  set_response_times (self, dm_dbus_connection_get_response_times (self->connection));
}

static void
read_object (DmItem *self)
{
  /* Frozen, so that who listens sees all of a change at once. */
  g_object_freeze_notify (G_OBJECT (self));

  if (self->drive != NULL)
    read_drive (self);
  else
    read_connection (self);

  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_object_notified_cb (DmItem *self)
{
  read_object (self);
}

static DmItem *
new_item (gpointer interface,
          const char *object_path)
{
  DmItem *self = g_object_new (DM_TYPE_ITEM, NULL);

  self->strings[PROP_OBJECT_PATH] = g_strdup (object_path);
  if (DM_DBUS_IS_DRIVE (interface))
    self->drive = g_object_ref (interface);
  else
    self->connection = g_object_ref (interface);

  g_signal_connect_object (interface, "notify",
                           G_CALLBACK (on_object_notified_cb), self,
                           G_CONNECT_SWAPPED);
  read_object (self);

  return self;
}

static void
dm_item_finalize (GObject *object)
{
  DmItem *self = DM_ITEM (object);

  g_clear_object (&self->drive);
  g_clear_object (&self->connection);
  for (guint i = 0; i < N_STRINGS; i++)
    g_free (self->strings[i]);
  g_free (self->connection_path);
  g_clear_pointer (&self->settings, dm_drive_settings_free);
  g_clear_pointer (&self->response_times, g_variant_unref);

  G_OBJECT_CLASS (dm_item_parent_class)->finalize (object);
}

static void
dm_item_get_property (GObject *object,
                      guint prop_id,
                      GValue *value,
                      GParamSpec *pspec)
{
  DmItem *self = DM_ITEM (object);

  if (prop_id < N_STRINGS)
    {
      g_value_set_string (value, self->strings[prop_id]);
      return;
    }

  switch (prop_id)
    {
    case PROP_SINCE:
      g_value_set_uint64 (value, self->since);
      break;
    case PROP_REMEMBERED:
      g_value_set_boolean (value, self->remembered);
      break;
    case PROP_AWAITED:
      g_value_set_boolean (value, self->awaited);
      break;
    case PROP_SETTINGS:
      g_value_take_variant (value, g_variant_ref_sink (dm_drive_settings_to_variant (self->settings)));
      break;
    case PROP_USE_COUNT:
      g_value_set_uint (value, self->use_count);
      break;
    case PROP_OPEN_COUNT:
      g_value_set_uint (value, dm_item_get_open_count (self));
      break;
    case PROP_SPACE_TOTAL:
      g_value_set_uint64 (value, self->space_total);
      break;
    case PROP_SPACE_FREE:
      g_value_set_uint64 (value, self->space_free);
      break;
    case PROP_RESPONSE_TIMES:
      g_value_set_variant (value, self->response_times);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_item_class_init (DmItemClass *klass)
{
  static const char *const names[N_STRINGS] = {
    [PROP_OBJECT_PATH] = "object-path",
    [PROP_LOCAL] = "local",
    [PROP_REMOTE] = "remote",
    [PROP_URI] = "uri",
    [PROP_PATH] = "path",
    [PROP_PROVIDER] = "provider",
    [PROP_ORIGIN] = "origin",
    [PROP_USER] = "user",
    [PROP_DOMAIN] = "domain",
    [PROP_MANAGED_FILE] = "managed-file",
    [PROP_STATUS] = "status",
    [PROP_REASON] = "reason",
    [PROP_SERVER_NAME] = "server-name",
    [PROP_SERVER_COMMENT] = "server-comment",
    [PROP_SERVER_VERSION] = "server-version",
  };
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dm_item_finalize;
  object_class->get_property = dm_item_get_property;

  for (guint i = PROP_0 + 1; i < N_STRINGS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  properties[PROP_SINCE] =
    g_param_spec_uint64 ("since", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_REMEMBERED] =
    g_param_spec_boolean ("remembered", NULL, NULL, FALSE, flags);
  properties[PROP_AWAITED] =
    g_param_spec_boolean ("awaited", NULL, NULL, FALSE, flags);
  properties[PROP_SETTINGS] =
    g_param_spec_variant ("settings", NULL, NULL, G_VARIANT_TYPE_VARDICT, NULL, flags);
  properties[PROP_USE_COUNT] =
    g_param_spec_uint ("use-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_OPEN_COUNT] =
    g_param_spec_uint ("open-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SPACE_TOTAL] =
    g_param_spec_uint64 ("space-total", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_SPACE_FREE] =
    g_param_spec_uint64 ("space-free", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_RESPONSE_TIMES] =
    g_param_spec_variant ("response-times", NULL, NULL, G_VARIANT_TYPE ("au"), NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dm_item_init (DmItem *self)
{
  self->status = DM_STATUS_ERROR;
  self->settings = dm_drive_settings_new ();
  self->response_times = g_variant_ref_sink (no_response_times ());
}

DmItem *
dm_item_new_for_drive (DmDbusDrive *drive,
                       const char *object_path)
{
  g_return_val_if_fail (DM_DBUS_IS_DRIVE (drive), NULL);

  return new_item (drive, object_path);
}

DmItem *
dm_item_new_for_connection (DmDbusConnection *connection,
                            const char *object_path)
{
  g_return_val_if_fail (DM_DBUS_IS_CONNECTION (connection), NULL);

  return new_item (connection, object_path);
}

const char *
dm_item_get_object_path (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_OBJECT_PATH];
}

const char *
dm_item_get_local (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_LOCAL];
}

const char *
dm_item_get_remote (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_REMOTE];
}

const char *
dm_item_get_uri (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_URI];
}

const char *
dm_item_get_path (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_PATH];
}

const char *
dm_item_get_provider (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_PROVIDER];
}

const char *
dm_item_get_origin (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_ORIGIN];
}

const char *
dm_item_get_user (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_USER];
}

const char *
dm_item_get_domain (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_DOMAIN];
}

DmLocation *
dm_item_dup_login (DmItem *self)
{
  g_autoptr (DmLocation) location = NULL;
  const char *user;

  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  user = dm_item_get_user (self);
  location = dm_item_get_uri (self) != NULL ? dm_location_parse (dm_item_get_uri (self), NULL) : NULL;
  if (location != NULL && dm_location_get_user (location) != NULL)
    return g_steal_pointer (&location);
  if (location == NULL || user == NULL)
    return NULL;

  return dm_location_dup_with_user (location, dm_item_get_domain (self), user);
}

const char *
dm_item_get_reason (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_REASON];
}

DmStatus
dm_item_get_status (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), DM_STATUS_ERROR);

  return self->status;
}

guint64
dm_item_get_since (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), 0);

  return self->since;
}

gboolean
dm_item_is_remembered (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), FALSE);

  return self->remembered;
}

gboolean
dm_item_is_awaited (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), FALSE);

  return self->awaited;
}

const DmDriveSettings *
dm_item_get_settings (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->settings;
}

const char *
dm_item_get_managed_file (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_MANAGED_FILE];
}

guint
dm_item_get_use_count (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), 0);

  return self->use_count;
}

guint
dm_item_get_open_count (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), 0);

  return self->open_count != DM_OPEN_COUNT_UNKNOWN ? self->open_count : 0;
}

gboolean
dm_item_is_open_count_known (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), FALSE);

  return self->open_count != DM_OPEN_COUNT_UNKNOWN;
}

guint64
dm_item_get_space_total (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), 0);

  return self->space_total;
}

guint64
dm_item_get_space_free (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), 0);

  return self->space_free;
}

const char *
dm_item_get_server_name (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_SERVER_NAME];
}

const char *
dm_item_get_server_comment (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_SERVER_COMMENT];
}

const char *
dm_item_get_server_version (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->strings[PROP_SERVER_VERSION];
}

const guint32 *
dm_item_get_response_times (DmItem *self,
                            gsize *n)
{
  *n = 0;
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return g_variant_get_fixed_array (self->response_times, n, sizeof (guint32));
}

const char *
dm_item_get_name (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  if (self->strings[PROP_LOCAL] != NULL)
    return self->strings[PROP_LOCAL];
  if (self->strings[PROP_URI] != NULL)
    return self->strings[PROP_URI];

  return self->strings[PROP_REMOTE];
}

gboolean
dm_item_is_drive (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), FALSE);

  return self->drive != NULL;
}

const char *
dm_item_get_connection_path (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), NULL);

  return self->connection_path;
}

gboolean
dm_item_is_offline (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), FALSE);

  return self->drive != NULL && self->connection_path == NULL &&
         self->status != DM_STATUS_CONNECTING && self->status != DM_STATUS_RECONNECTING;
}

gboolean
dm_item_is_listed (DmItem *self)
{
  g_return_val_if_fail (DM_IS_ITEM (self), FALSE);

  return self->listed;
}

void
dm_item_set_origin (DmItem *self,
                    const char *origin)
{
  g_return_if_fail (DM_IS_ITEM (self));

  set_string (self, PROP_ORIGIN, origin);
}

int
dm_item_compare (gconstpointer a,
                 gconstpointer b,
                 gpointer unused)
{
  const DmItem *first = a;
  const DmItem *second = b;
  const char *locals[] = { first->strings[PROP_LOCAL], second->strings[PROP_LOCAL] };

  if (locals[0] != NULL && locals[1] != NULL)
    return dm_local_name_compare (locals[0], locals[1]);
  if (locals[0] != NULL || locals[1] != NULL)
    return locals[0] != NULL ? -1 : 1;

  return g_strcmp0 (first->strings[PROP_REMOTE], second->strings[PROP_REMOTE]);
}
