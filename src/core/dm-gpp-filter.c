/* SPDX-FileCopyrightText: 2026 The Drivemap Authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dm-gpp-filter.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _DmGppFilter
{
  /* Owned */
  char *element;
  char *name;          /* nullable */
  GPtrArray *children; /* nullable: no collection */

  gboolean is_or;
  gboolean is_not;
  gboolean is_of_user; /* a group's */
  gboolean is_primary;
  gboolean is_dns;
};

/* NetBIOS names are cut off there. */
#define MAX_NETBIOS 15

static const char *
find_value (const char *name,
            const char *const *names,
            const char *const *values)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];

  return NULL;
}

static gboolean
is_set (const char *value)
{
  return g_strcmp0 (value, "1") == 0;
}

static DmGppVerdict
to_verdict (gboolean is_so)
{
  return is_so ? DM_GPP_YES : DM_GPP_NO;
}

static DmGppVerdict
combine (DmGppVerdict one,
         DmGppVerdict other,
         gboolean is_or)
{
  DmGppVerdict strong = is_or ? DM_GPP_YES : DM_GPP_NO;

  if (one == strong || other == strong)
    return strong;

  return one == DM_GPP_UNKNOWN ? one : other;
}

static DmGppVerdict
negate (DmGppVerdict verdict)
{
  if (verdict == DM_GPP_UNKNOWN)
    return verdict;

  return verdict == DM_GPP_YES ? DM_GPP_NO : DM_GPP_YES;
}

static DmGppVerdict
decide_user (const DmGppFilter *self,
             const DmUserFacts *facts)
{
  return to_verdict (dm_user_facts_is_user (facts, self->name));
}

/* Windows' own groups have other names here, and other members. */
static gboolean
is_builtin (const char *name)
{
  return g_ascii_strncasecmp (name, "BUILTIN\\", 8) == 0 ||
         g_ascii_strncasecmp (name, "NT AUTHORITY\\", 13) == 0;
}

static DmGppVerdict
decide_group (const DmGppFilter *self,
              const DmUserFacts *facts)
{
  if (!self->is_of_user || self->is_primary || facts->groups == NULL || is_builtin (self->name))
    return DM_GPP_UNKNOWN;

  return to_verdict (dm_user_facts_is_member (facts, self->name));
}

static DmGppVerdict
decide_computer (const DmGppFilter *self,
                 const DmUserFacts *facts)
{
  g_autofree char *label = g_strndup (facts->host, strcspn (facts->host, "."));
  g_autofree char *wanted = g_strndup (self->name, strcspn (self->name, "."));

  if (!self->is_dns)
    return to_verdict (g_ascii_strncasecmp (label, self->name, MAX_NETBIOS) == 0);
  if (strchr (facts->host, '.') != NULL)
    return to_verdict (g_ascii_strcasecmp (facts->host, self->name) == 0);

  return g_ascii_strcasecmp (label, wanted) == 0 ? DM_GPP_UNKNOWN : DM_GPP_NO;
}

static DmGppVerdict
decide_item (const DmGppFilter *self,
             const DmUserFacts *facts)
{
  if (self->name == NULL || *self->name == '\0')
    return DM_GPP_UNKNOWN;
  if (g_str_equal (self->element, "FilterUser"))
    return decide_user (self, facts);
  if (g_str_equal (self->element, "FilterGroup"))
    return decide_group (self, facts);
  if (g_str_equal (self->element, "FilterComputer"))
    return decide_computer (self, facts);

  return DM_GPP_UNKNOWN;
}

static void
set_why (const DmGppFilter *self,
         char **why)
{
  if (why == NULL || *why != NULL)
    return;

  *why = self->name != NULL && *self->name != '\0'
           /* Translators: part of a sentence; a filter's kind and what it is about. */
           ? g_strdup_printf (_ ("whether the filter %s “%s” fits cannot be told on this computer"),
                              self->element, self->name)
           : g_strdup_printf (_ ("whether the filter %s fits cannot be told on this computer"),
                              self->element);
}

static DmGppVerdict
decide (const DmGppFilter *self,
        const DmUserFacts *facts,
        char **why)
{
  DmGppVerdict verdict = DM_GPP_YES;

  if (self->children == NULL)
    {
      verdict = decide_item (self, facts);
      if (verdict == DM_GPP_UNKNOWN)
        set_why (self, why);
    }

  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    {
      const DmGppFilter *child = self->children->pdata[i];
      DmGppVerdict next = decide (child, facts, why);

      verdict = i == 0 ? next : combine (verdict, next, child->is_or);
    }

  return self->is_not ? negate (verdict) : verdict;
}

DmGppFilter *
dm_gpp_filter_new (const char *element,
                   const char *const *names,
                   const char *const *values)
{
  DmGppFilter *self = g_new0 (DmGppFilter, 1);
  const char *context = find_value ("userContext", names, values);

  self->element = g_strdup (element);
  self->name = g_strdup (find_value ("name", names, values));
  self->is_or = g_strcmp0 (find_value ("bool", names, values), "OR") == 0;
  self->is_not = is_set (find_value ("not", names, values));
  self->is_of_user = context == NULL || is_set (context);
  self->is_primary = is_set (find_value ("primaryGroup", names, values));
  self->is_dns = g_strcmp0 (find_value ("type", names, values), "DNS") == 0;
  if (g_str_equal (element, "Filters") || g_str_equal (element, "FilterCollection"))
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) dm_gpp_filter_free);

  return self;
}

void
dm_gpp_filter_free (DmGppFilter *self)
{
  g_free (self->element);
  g_free (self->name);
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self);
}

gboolean
dm_gpp_filter_is_collection (const DmGppFilter *self)
{
  return self->children != NULL;
}

void
dm_gpp_filter_add (DmGppFilter *self,
                   DmGppFilter *child)
{
  g_return_if_fail (self->children != NULL);

  g_ptr_array_add (self->children, child);
}

gboolean
dm_gpp_filter_needs_groups (const DmGppFilter *self)
{
  if (self->children == NULL)
    return g_str_equal (self->element, "FilterGroup");

  for (guint i = 0; i < self->children->len; i++)
    if (dm_gpp_filter_needs_groups (self->children->pdata[i]))
      return TRUE;

  return FALSE;
}

DmGppVerdict
dm_gpp_filter_decide (const DmGppFilter *self,
                      const DmUserFacts *facts,
                      char **why)
{
  g_autofree char *reason = NULL;
  DmGppVerdict verdict = decide (self, facts, &reason);

  if (why != NULL)
    *why = verdict == DM_GPP_UNKNOWN ? g_steal_pointer (&reason) : NULL;

  return verdict;
}
