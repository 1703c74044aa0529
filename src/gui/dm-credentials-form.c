/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-credentials-form.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dm-field.h"

struct _DmCredentialsForm
{
  GtkWidget parent_instance;

  /* Template */
  GtkEditable *user_entry;
  GtkWidget *domain_row;
  GtkEditable *domain_entry;
  GtkEditable *password_entry;
  AdwComboRow *save_row;
  GtkLabel *error_label;

  gboolean is_typed;    /* somebody typed a user */
  gboolean is_chosen;   /* somebody chose what becomes of the password */
  gboolean is_updating; /* nobody types or chooses: we do */
};

enum
{
  PROP_COMPLETE = 1,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DmCredentialsForm, dm_credentials_form, GTK_TYPE_WIDGET)

static char *
dup_text (GtkEditable *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (row)));
}

static gboolean
has_domain (DmCredentialsForm *self)
{
  return gtk_widget_get_visible (self->domain_row);
}

/* Takes `DOMAIN\user` and `user@DOMAIN` apart; FALSE: @text is a plain user. */
static gboolean
split_user (const char *text,
            char **domain,
            char **user)
{
  const char *backslash = strchr (text, '\\');
  const char *at = strrchr (text, '@');

  if (backslash != NULL && backslash != text && backslash[1] != '\0')
    {
      *domain = g_strndup (text, (gsize) (backslash - text));
      *user = g_strdup (backslash + 1);
      return TRUE;
    }
  if (backslash == NULL && at != NULL && at != text && at[1] != '\0')
    {
      *domain = g_strdup (at + 1);
      *user = g_strndup (text, (gsize) (at - text));
      return TRUE;
    }

  return FALSE;
}

static void
take_names (DmCredentialsForm *self,
            char **domain,
            char **user)
{
  g_autofree char *text = dup_text (self->user_entry);
  g_autofree char *typed = has_domain (self) ? dup_text (self->domain_entry) : g_strdup ("");

  /* A domain in its own field leaves the user as it is written. */
  if (*typed == '\0' && has_domain (self) && split_user (text, domain, user))
    return;

  *user = g_steal_pointer (&text);
  *domain = *typed != '\0' ? g_steal_pointer (&typed) : NULL;
}

static void
on_changed_cb (DmCredentialsForm *self)
{
  dm_credentials_form_set_error (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_user_changed_cb (DmCredentialsForm *self)
{
  if (!self->is_updating)
    self->is_typed = TRUE;
  on_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

static void
on_row_activated_cb (GtkListBox *list,
                     GtkListBoxRow *row)
{
  dm_field_focus_in_row (row);
}

static void
on_save_changed_cb (DmCredentialsForm *self)
{
  if (!self->is_updating)
    self->is_chosen = TRUE;
}

static void
dm_credentials_form_get_property (GObject *object,
                                  guint prop_id,
                                  GValue *value,
                                  GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_COMPLETE:
      g_value_set_boolean (value, dm_credentials_form_is_complete (DM_CREDENTIALS_FORM (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
dm_credentials_form_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (dm_credentials_form_parent_class)->dispose (object);
}

static void
dm_credentials_form_class_init (DmCredentialsFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dm_credentials_form_dispose;
  object_class->get_property = dm_credentials_form_get_property;

  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", DM_TYPE_CREDENTIALS_FORM, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/drivemap/Drivemap/dm-credentials-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DmCredentialsForm, user_entry);
  gtk_widget_class_bind_template_child (widget_class, DmCredentialsForm, domain_row);
  gtk_widget_class_bind_template_child (widget_class, DmCredentialsForm, domain_entry);
  gtk_widget_class_bind_template_child (widget_class, DmCredentialsForm, password_entry);
  gtk_widget_class_bind_template_child (widget_class, DmCredentialsForm, save_row);
  gtk_widget_class_bind_template_child (widget_class, DmCredentialsForm, error_label);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_user_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_changed_cb);
}

static void
dm_credentials_form_init (DmCredentialsForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dm_credentials_form_new (void)
{
  return g_object_new (DM_TYPE_CREDENTIALS_FORM, NULL);
}

void
dm_credentials_form_set_has_domain (DmCredentialsForm *self,
                                    gboolean has)
{
  g_return_if_fail (DM_IS_CREDENTIALS_FORM (self));

  gtk_widget_set_visible (self->domain_row, has);
}

void
dm_credentials_form_suggest (DmCredentialsForm *self,
                             const char *domain,
                             const char *user)
{
  g_return_if_fail (DM_IS_CREDENTIALS_FORM (self));

  if (self->is_typed)
    return;

  self->is_updating = TRUE;
  gtk_editable_set_text (self->user_entry, user != NULL ? user : "");
  gtk_editable_set_text (self->domain_entry, domain != NULL ? domain : "");
  self->is_updating = FALSE;
}

DmSignInSave
dm_credentials_form_get_save (DmCredentialsForm *self)
{
  g_return_val_if_fail (DM_IS_CREDENTIALS_FORM (self), DM_SIGN_IN_SAVE_SESSION);

  return (DmSignInSave) adw_combo_row_get_selected (self->save_row);
}

void
dm_credentials_form_suggest_save (DmCredentialsForm *self,
                                  DmSignInSave save)
{
  g_return_if_fail (DM_IS_CREDENTIALS_FORM (self));

  if (self->is_chosen)
    return;

  self->is_updating = TRUE;
  adw_combo_row_set_selected (self->save_row, (guint) save);
  self->is_updating = FALSE;
}

gboolean
dm_credentials_form_is_complete (DmCredentialsForm *self)
{
  g_autofree char *user = NULL;

  g_return_val_if_fail (DM_IS_CREDENTIALS_FORM (self), FALSE);

  user = dup_text (self->user_entry);

  return *user != '\0';
}

void
dm_credentials_form_apply (DmCredentialsForm *self,
                           DmSignIn *sign_in)
{
  g_autofree char *domain = NULL;
  g_autofree char *user = NULL;
  const char *password;

  g_return_if_fail (DM_IS_CREDENTIALS_FORM (self));
  g_return_if_fail (DM_IS_SIGN_IN (sign_in));

  take_names (self, &domain, &user);
  /* Straight from the buffer, which GTK keeps in memory that is wiped. */
  password = gtk_editable_get_text (self->password_entry);
  dm_sign_in_set_credentials (sign_in, domain, user, *password != '\0' ? password : NULL,
                              dm_credentials_form_get_save (self));
}

void
dm_credentials_form_set_error (DmCredentialsForm *self,
                               const char *message)
{
  GtkWidget *field;

  g_return_if_fail (DM_IS_CREDENTIALS_FORM (self));

  field = GTK_WIDGET (dm_credentials_form_is_complete (self) ? self->password_entry : self->user_entry);
  dm_field_set_error (GTK_WIDGET (self->user_entry), self->error_label, NULL);
  dm_field_set_error (GTK_WIDGET (self->password_entry), self->error_label, NULL);
  if (message != NULL)
    dm_field_set_error (field, self->error_label, message);
}

gboolean
dm_credentials_form_has_error (DmCredentialsForm *self)
{
  g_return_val_if_fail (DM_IS_CREDENTIALS_FORM (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->error_label));
}

void
dm_credentials_form_focus (DmCredentialsForm *self)
{
  g_return_if_fail (DM_IS_CREDENTIALS_FORM (self));

  gtk_widget_grab_focus (GTK_WIDGET (dm_credentials_form_is_complete (self) ? self->password_entry : self->user_entry));
}

void
dm_credentials_form_clear (DmCredentialsForm *self)
{
  g_return_if_fail (DM_IS_CREDENTIALS_FORM (self));

  gtk_editable_set_text (self->password_entry, "");
}
