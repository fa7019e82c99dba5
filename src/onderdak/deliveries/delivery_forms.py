"""The forms of a delivery: the file, what its columns tell, and the reason of a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onderdak.deliveries.layout_words import ROLES
from onderdak.deliveries.models import Contract
from onderdak.deliveries.query import ContractQuerySet
from onderdak.deliveries.service.decisions import LONGEST_REASON
from onderdak.deliveries.service.pipeline import check_roles
from onderdak.methods.errors import InputError


class FileForm(forms.Form):
    """Which source delivers, what, and of which day."""

    contract = forms.ModelChoiceField(label=_("Source"), queryset=Contract.objects.none(), to_field_name="slug")
    file = forms.FileField(
        label=_("List"),
        help_text=_(
            "CSV, Excel (.xlsx or .xls) or OpenDocument (.ods). Addresses and numbers only: a list with names, dates "
            "of birth or BSN is refused, and nothing of it is kept."
        ),
    )
    as_of = forms.DateField(
        label=_("Situation on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Left empty: as the file says it, and you check it in the next step."),
    )

    def __init__(self, contracts: ContractQuerySet, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["contract"]
        field.queryset = contracts


class ColumnsForm(forms.Form):
    """What each column of a list tells, with some of its cells beside it."""

    as_of = forms.DateField(label=_("Situation on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self,
        shown: Sequence[tuple[str, Sequence[str]]],
        roles: Mapping[str, str],
        day: date | None,
        per: str,
        *args: Any,
    ) -> None:
        initial = {"as_of": day, **{_field(place): roles.get(name, "") for place, (name, _) in enumerate(shown)}}
        super().__init__(*args, initial=initial)
        self._per = per
        self._headings = [heading for heading, _ in shown]
        for place, (heading, cells) in enumerate(shown):
            self.fields[_field(place)] = forms.ChoiceField(
                label=heading, choices=ROLES[per], required=False, help_text=_examples(cells)
            )

    @property
    def roles(self) -> dict[str, str]:
        """heading -> role, as chosen."""
        return {heading: self.cleaned_data[_field(place)] for place, heading in enumerate(self._headings)}

    def clean(self) -> dict[str, Any]:
        """The columns must lead to an address or an area."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                check_roles(self.roles, per=self._per)
            except InputError as error:
                self.add_error(None, f"{error.what} {error.mend}")
        return cleaned


class ReasonForm(forms.Form):
    """Why somebody decides so."""

    why = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence for whoever looks later. No names of persons."),
    )


def _field(place: int) -> str:
    return f"kolom-{place}"


def _examples(cells: Sequence[str]) -> str:
    if not cells:
        return gettext("The column is empty.")
    return gettext("Such as: %s") % " · ".join(cells)
