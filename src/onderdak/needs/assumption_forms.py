"""An assumption of a scenario's own: a number with its interval, source, date and what it is worth."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onderdak.methods.careers import SEGMENTS
from onderdak.needs.assumption_words import PLAIN, WEIGHTS, status_words, unit
from onderdak.needs.assumptions import CERTAIN, STATUSES, Assumption, bounds
from onderdak.needs.need_words import segment
from onderdak.needs.words import plain

_DAY = RegexValidator(r"^\d{4}(-\d{2}(-\d{2})?)?$", gettext_lazy("Write a year, or a day as 2026-11-21."))
_NUMBERS = ("low", "value", "high")


class AssumptionForm(forms.Form):
    """What a scenario takes for granted otherwise."""

    value = forms.FloatField(label=gettext_lazy("Value"))
    low = forms.FloatField(
        label=gettext_lazy("At least"),
        required=False,
        help_text=gettext_lazy(
            "The number lies between these two with a chance of 8 in 10. Left empty: it is certain."
        ),
    )
    high = forms.FloatField(label=gettext_lazy("At most"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("Who says so, and where it can be read. No names of persons."),
    )
    date = forms.CharField(
        label=gettext_lazy("Of when the number is"),
        max_length=10,
        validators=[_DAY],
        help_text=gettext_lazy("A year, or a day as 2026-11-21."),
    )
    status = forms.ChoiceField(label=gettext_lazy("What it is worth"))
    everywhere = forms.BooleanField(
        label=gettext_lazy("Take it so in every scenario of this estimate that has not been adopted"), required=False
    )

    def __init__(self, one: Assumption, *args: Any, **more: Any) -> None:
        self.one = one
        super().__init__(*args, initial=_initial(one), **more)
        status: Any = self.fields["status"]
        status.choices = [(code, status_words(code).capitalize()) for code in STATUSES]
        if one.group in CERTAIN:
            del self.fields["low"], self.fields["high"]
        if one.group == "form":
            choices = [(code, segment(code)) for code in SEGMENTS]
            self.fields["value"] = forms.ChoiceField(label=_("For whom"), choices=choices)
        else:
            self._bound()

    def _bound(self) -> None:
        """The numbers within what the method can take, in the unit of the page."""
        least, most = (end * _scale(self.one) for end in bounds(self.one.name))
        for name in set(_NUMBERS) & set(self.fields):
            field = forms.FloatField(
                label=self.fields[name].label,
                required=self.fields[name].required,
                help_text=self.fields[name].help_text or _within(least, most, self.one.name),
                min_value=least,
                max_value=None if math.isinf(most) else most,
            )
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """An interval has two ends, and holds the value."""
        cleaned = super().clean() or {}
        if {"low", "high"} & set(self.errors) or "low" not in self.fields or "value" in self.errors:
            return cleaned
        low, value, high = (cleaned.get(name) for name in _NUMBERS)
        if (low is None) != (high is None):
            self.add_error("high" if high is None else "low", _("Give both ends of the interval, or neither."))
        elif low is not None and high is not None and not low <= value <= high:
            self.add_error("value", _("The value does not lie between the ends of its interval."))
        return cleaned

    @property
    def assumption(self) -> Assumption:
        """What was filled in."""
        given = self.cleaned_data
        said = {name: given[name].strip() for name in ("source", "date", "status")}
        if self.one.group == "form":
            return Assumption(self.one.name, given["value"], **said)
        return Assumption(self.one.name, **dict(self._numbers()), **said)

    def _numbers(self) -> Iterator[tuple[str, Any]]:
        for name in _NUMBERS:
            number = self.cleaned_data.get(name)
            yield name, None if number is None else number / _scale(self.one)


def _scale(one: Assumption) -> float:
    """Shares are filled in as percentages."""
    return 1.0 if one.group in PLAIN | WEIGHTS else 100.0


def _initial(one: Assumption) -> dict[str, Any]:
    """The numbers as they are; a source only where it is that of this scenario, for another number has another."""
    numbers = {name: _shown(one, getattr(one, name)) for name in _NUMBERS}
    said = {"source": one.source, "date": one.date, "status": one.status} if one.own else {"status": "assumed"}
    return {**numbers, **said}


def _shown(one: Assumption, number: Any) -> Any:
    if number is None or isinstance(number, str):
        return number
    shown = round(number * _scale(one), 6)
    return int(shown) if shown == int(shown) else shown


def _within(least: float, most: float, name: str) -> str:
    counted = unit(name)
    said = {"least": plain(least), "most": plain(most), "unit": counted if counted == "%" else f" {counted}"}
    if not math.isinf(most):
        return _("Between %(least)s and %(most)s%(unit)s.") % said
    if name.split(".")[0] in WEIGHTS:
        return _("%(least)s or more; of weights only the proportion counts.") % said
    return _("%(least)s%(unit)s or more.") % said
