"""The forms of an estimate: the file, the choice of its lists, and why it is adopted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_DATE = {"type": "date"}


class TableForm(forms.Form):
    """A file with overlaps, and what it is."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Such as: four lists, autumn 2026"))
    linked_by = forms.CharField(label=_("Who counted the overlaps"), max_length=200)
    period_from = forms.DateField(label=_("People on the lists from"), widget=forms.DateInput(attrs=_DATE))
    period_to = forms.DateField(label=_("Up to and including"), widget=forms.DateInput(attrs=_DATE))
    file = forms.FileField(
        label=_("Table of overlaps"),
        help_text=_(
            "CSV, Excel or OpenDocument. A column of 0 and 1 for each list, a column “aantal” with the number of "
            "people, and a column “gemeente” where it is known. Counts only: nothing about persons."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A period runs forward."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("period_from"), cleaned.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", _("The period ends before it begins."))
        return cleaned


class ChoiceForm(forms.Form):
    """Which lists take part, and how the model is chosen."""

    lists = forms.MultipleChoiceField(label=_("Lists that take part"), widget=forms.CheckboxSelectMultiple)
    criterion = forms.ChoiceField(
        label=_("How the model is chosen"),
        widget=forms.RadioSelect,
        initial="bic",
        choices=[
            ("bic", _("The simplest model that explains the overlaps (BIC); begin with this one")),
            ("aic", _("The model that predicts best (AIC)")),
            ("stepwise", _("Step by step, the strongest dependence first")),
        ],
    )

    def __init__(self, names: Sequence[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, initial={"lists": list(names), "criterion": "bic"}, **more)
        field: Any = self.fields["lists"]
        field.choices = [(name, name) for name in names]

    def clean_lists(self) -> list[str]:
        """Overlaps need two lists."""
        wanted: list[str] = self.cleaned_data["lists"]
        if len(wanted) < 2:
            raise forms.ValidationError(_("Choose two lists or more: one list does not overlap."))
        return wanted


class MotivationForm(forms.Form):
    """Why somebody adopts this."""

    motivation = forms.CharField(
        label=_("Why you rely on this"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the council, and for whoever looks later. It stands beside the figure. No names of persons."),
    )
