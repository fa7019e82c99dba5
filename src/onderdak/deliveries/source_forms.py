"""The form in which is kept what was agreed with a source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission
from onderdak.base.ui.tiles import language
from onderdak.deliveries.contracts import Shipped
from onderdak.deliveries.models import Contract
from onderdak.deliveries.models.contract import LONGEST
from onderdak.deliveries.service.contracts import Terms


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class TermsForm(forms.Form):
    """What is agreed with a source."""

    name = forms.CharField(label=_("Name of the source"), max_length=120)
    every_months = forms.IntegerField(
        label=_("A list every so many months"),
        min_value=1,
        max_value=LONGEST,
        required=False,
        help_text=_("Empty where no rhythm was agreed: only the first list can then be late."),
    )
    since = _day(_("First list expected on"))
    until = _day(_("Ends on"), required=False, help_text=_("Empty while there is no end."))
    grace_days = forms.IntegerField(
        label=_("Days of grace"),
        min_value=0,
        max_value=365,
        initial=0,
        help_text=_("Days after the expected day before the list is called late."),
    )
    purpose = forms.CharField(
        label=_("Purpose"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("What the lists may be used for.")
    )
    legal_ground = forms.CharField(
        label=_("Legal ground"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("On which law, decision or agreement it delivers. Change the proposal to what you agreed."),
    )
    ground_confirmed = forms.BooleanField(
        label=_("A lawyer or the privacy officer has confirmed this legal ground"), required=False
    )
    retention_months = forms.IntegerField(
        label=_("Months that a list is kept"),
        min_value=1,
        required=False,
        help_text=_("Empty while that has not been agreed."),
    )
    area = forms.ModelMultipleChoiceField(
        label=_("Municipalities that it covers"),
        queryset=Tenant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: the whole region."),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns asked for, beside the required ones"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    remind = forms.BooleanField(
        label=_("Send reminders by e-mail"),
        required=False,
        initial=True,
        help_text=_("Two weeks before the day, when the list is late, and again after a month."),
    )

    def __init__(self, kind: Shipped, region: Tenant | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["columns"].choices = _choices(kind)  # pyright: ignore[reportAttributeAccessIssue]
        towns = Tenant.objects.filter(kind=Tenant.Kind.MUNICIPALITY, municipality__ended_on__isnull=True)
        self.fields["area"].queryset = towns.filter(region=region) if region else towns.none()  # pyright: ignore
        if not self.fields["columns"].choices:  # pyright: ignore[reportAttributeAccessIssue]
            del self.fields["columns"]
        if region is None or not towns.filter(region=region).exists():
            del self.fields["area"]

    def clean(self) -> dict[str, Any]:
        """An end comes after a beginning."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("until", _("This is before the first list is expected. Choose a later day."))
        return cleaned

    @property
    def terms(self) -> Terms:
        """What was filled in."""
        given = dict(self.cleaned_data)
        given.pop("owner", None)
        return Terms(**{**given, "area": list(given.get("area", ())), "columns": given.get("columns", ())})


class NewSourceForm(TermsForm):
    """A new contract: who delivers, and on which terms."""

    owner = forms.ModelChoiceField(
        label=_("Who delivers"), queryset=Tenant.objects.none(), help_text=_("The party whose lists these are.")
    )
    field_order = ["owner", "name"]  # noqa: RUF012 - as the base class has it

    def __init__(self, kind: Shipped, actor: Actor, *args: Any, **more: Any) -> None:
        parties = tenants_for(actor, Permission.ACCEPT).exclude(municipality__ended_on__isnull=False)
        regions = {one.region_id or one.pk for one in parties}
        region = Tenant.objects.get(pk=regions.pop()) if len(regions) == 1 else None
        more["initial"] = _proposal(kind) | (more.get("initial") or {})
        super().__init__(kind, region, *args, **more)
        self.fields["owner"].queryset = parties.order_by("name")  # pyright: ignore[reportAttributeAccessIssue]


def _choices(kind: Shipped) -> list[tuple[str, str]]:
    english = not language().startswith("nl")
    optional = [one for one in kind.columns if not one.required]
    return [(one.heading, f"{one.heading} ({one.heading_en})" if english else one.heading) for one in optional]


def _proposal(kind: Shipped) -> dict[str, Any]:
    """What a region starts from; it is changed to what is agreed. In Dutch: that is what is signed."""
    return {
        "every_months": kind.every_months,
        "since": timezone.localdate(),
        "purpose": kind.purpose.nl,
        "legal_ground": kind.legal_ground.nl,
        "columns": [one.heading for one in kind.columns if not one.required],
    }


def terms_of(contract: Contract) -> dict[str, Any]:
    """What was agreed, to start a form with."""
    names: Sequence[str] = ("name", "every_months", "since", "until", "grace_days", "purpose", "legal_ground", "remind")
    return {name: getattr(contract, name) for name in names} | {
        "retention_months": contract.retention_months,
        "ground_confirmed": contract.ground_confirmed_on is not None,
        "area": [one.pk for one in contract.area.all()],
        "columns": [one.heading for one in contract.agreed_columns if not one.required],
    }


class ThresholdsForm(forms.Form):
    """From which change on a list of a source waits for somebody, in percents; empty follows what is shipped."""

    def __init__(self, own: Mapping[str, float], usual: Mapping[str, float], *args: Any) -> None:
        super().__init__(*args, initial={key: _percents(share) for key, share in own.items()})
        for key, label in _THRESHOLDS.items():
            self.fields[key] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=100,
                required=False,
                help_text=gettext("Percents. Empty: %s%%, as shipped.") % _percents(usual[key]),
            )

    @property
    def shares(self) -> dict[str, float]:
        """Key -> share, of those that were filled in."""
        return {key: value / 100 for key, value in self.cleaned_data.items() if value is not None}


_THRESHOLDS = {
    "unplaced": _("Rows that could not be placed"),
    "ended": _("What stood in the last list and does not any more"),
    "changed": _("What is said otherwise than the last time"),
    "new": _("What is new, beside what there was"),
}


def _percents(share: float) -> int:
    return round(100 * share)
