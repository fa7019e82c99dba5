"""The forms with which parties and contacts are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission
from onderdak.parties.models import Consent, Contact, Organisation
from onderdak.parties.service import Person


class OrganisationForm(forms.Form):
    """What is known of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",  # pyright: ignore[reportCallIssue] - newer than the stubs
        help_text=_("Such as www.example.nl"),
    )


class NewOrganisationForm(OrganisationForm):
    """A new organisation, and where it belongs."""

    below = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=Tenant.objects.none(),
        empty_label=None,
        help_text=_("A municipality where it works only there; else the region."),
    )

    def __init__(self, actor: Actor, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        places = tenants_for(actor, Permission.MANAGE_PARTIES).exclude(kind=Tenant.Kind.ORGANISATION)
        field: Any = self.fields["below"]
        field.queryset = places.exclude(municipality__ended_on__isnull=False).order_by("-kind", "name")


class PersonForm(forms.Form):
    """Not more than is needed to reach somebody."""

    name = forms.CharField(label=_("Name"), max_length=200)
    title = forms.CharField(label=_("Function"), max_length=120, help_text=_("What this person does at the party"))
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone number"), required=False, max_length=30)
    keep_until = forms.DateField(
        label=_("Keep until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The contact is erased after this day. Left empty: as long as the region keeps contacts."),
    )

    def clean(self) -> dict[str, Any]:
        """One way to reach somebody is enough, and there must be one."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("email") or cleaned.get("phone")):
            self.add_error("email", _("Give an e-mail address or a telephone number: one is enough."))
        until = cleaned.get("keep_until")
        if until and until < timezone.localdate():
            self.add_error("keep_until", _("This day has passed. Choose a later one."))
        return cleaned

    @property
    def person(self) -> Person:
        """What was filled in."""
        given = self.cleaned_data
        return Person(given["name"], given["email"], given["phone"], given["keep_until"])


class NewContactForm(PersonForm):
    """Somebody new, who agreed to being kept."""

    aims = forms.MultipleChoiceField(
        label=_("This person agreed to"), choices=Consent.Aim.choices, widget=forms.CheckboxSelectMultiple
    )
    how = forms.CharField(
        label=_("How this person said so"), max_length=200, help_text=_("Such as: by e-mail of 3 March 2026")
    )
    keeper = forms.ModelChoiceField(
        label=_("Kept by"),
        queryset=Tenant.objects.none(),
        empty_label=None,
        help_text=_("People of this party see the contact, and those of the region."),
    )

    def __init__(self, keepers: Sequence[Tenant], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["keeper"]
        field.queryset = Tenant.objects.filter(pk__in=[one.pk for one in keepers])
        field.initial = keepers[0].pk if keepers else None

    @property
    def consents(self) -> Mapping[str, str]:
        """What was agreed to, and how that was said."""
        how = str(self.cleaned_data["how"])
        return {str(aim): how for aim in self.cleaned_data["aims"]}


class ConsentForm(forms.Form):
    """One more thing that a contact agreed to."""

    aim = forms.ChoiceField(label=_("This person agreed to"), choices=())
    how = forms.CharField(
        label=_("How this person said so"), max_length=200, help_text=_("Such as: by e-mail of 3 March 2026")
    )

    def __init__(self, contact: Contact, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        held = set(contact.consents.filter(withdrawn_on__isnull=True).values_list("aim", flat=True))
        field: Any = self.fields["aim"]
        field.choices = [choice for choice in Consent.Aim.choices if choice[0] not in held]
