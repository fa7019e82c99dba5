"""The audit log as its reader gets it: which entries, narrowed how, in which words."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission
from onderdak.base.audit.models import Entry
from onderdak.base.office.events import words_of


def entries_for(actor: Actor) -> QuerySet[Entry]:
    """The entries that an actor may read: of his region, or of his municipality or organisation."""
    if actor.everywhere:
        return Entry.objects.all()
    reach = list(tenants_for(actor, Permission.READ_AUDIT).values_list("kind", "slug"))
    return Entry.objects.for_tenants(
        regions=[slug for kind, slug in reach if kind == Tenant.Kind.REGION],
        owners=[slug for kind, slug in reach if kind != Tenant.Kind.REGION],
    )


class AuditFilter(forms.Form):
    """What to show of the log; a field that is left empty shows all."""

    van = forms.DateField(label=gettext_lazy("From"), required=False, widget=forms.DateInput)
    tot = forms.DateField(label=gettext_lazy("Up to and including"), required=False, widget=forms.DateInput)
    gebeurtenis = forms.ChoiceField(label=gettext_lazy("Event"), required=False)
    wie = forms.CharField(label=gettext_lazy("Who (name or number)"), required=False, max_length=80)
    waarover = forms.CharField(
        label=gettext_lazy("What about"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The beginning of it, such as user:12 or tenant:zeeland."),
    )

    def __init__(self, data: Any, *, events: list[str]) -> None:
        super().__init__(data)
        named = sorted(((event, words_of(event)) for event in events), key=lambda pair: pair[1])
        self.fields["gebeurtenis"].choices = [("", _("All")), *named]  # pyright: ignore[reportAttributeAccessIssue]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("van") and given.get("tot") and given["van"] > given["tot"]:
            self.add_error("tot", _("This day comes before the first one. Choose a later day."))
        return given

    def narrowed(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that the form asks for; none while it asks for what cannot be."""
        if not self.is_valid():
            return entries.none()
        for name, lookup in _LOOKUPS.items():
            value = self.cleaned_data.get(name)
            if value:
                entries = entries.filter(**{lookup: value})
        return _by(entries, self.cleaned_data["wie"])


_LOOKUPS = {"van": "at__date__gte", "tot": "at__date__lte", "gebeurtenis": "event", "waarover": "subject__startswith"}


def _by(entries: QuerySet[Entry], who: str) -> QuerySet[Entry]:
    """The entries of somebody, by a part of his name or by his reference."""
    if not who:
        return entries
    from onderdak.base.access.models import User

    users = User.objects.filter(name__icontains=who).values_list("pk", flat=True)[:200]
    return entries.filter(actor__in=[who, *(f"user:{pk}" for pk in users)])


#: A detail longer than this is read in the file.
_LONGEST = 120


def details_of(entry: Entry) -> str:
    """The details in words: `role: inspector; tenant: zeeland`."""
    content: dict[str, Any] = json.loads(entry.details)
    return "; ".join(f"{key}: {_value(value)}" for key, value in content.items())


def _value(value: Any) -> str:
    """A detail; of a long table or list how many it holds, for the file has it in full."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return str(len(value)) if isinstance(value, dict | list) and len(text) > _LONGEST else text
