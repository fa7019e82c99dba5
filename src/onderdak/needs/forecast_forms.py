"""The levers of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onderdak.needs.forecast_service import Levers
from onderdak.needs.models import Scenario
from onderdak.needs.need_words import scenario_name

_KEEP = _("Left empty: as it is assumed.")


class ScenarioForm(forms.Form):
    """What somebody wants to see otherwise."""

    name = forms.CharField(label=_("Name of the scenario"), max_length=120)
    growth = forms.ChoiceField(
        label=_("Growth of the work"),
        choices=[("middle", _("Middle")), ("low", _("Low")), ("high", _("High")), ("own", _("A rate of your own"))],
    )
    rate = forms.FloatField(
        label=_("Growth a year, in percent"),
        required=False,
        min_value=-20,
        max_value=20,
        help_text=_("Only for a rate of your own; below zero for fewer workers."),
    )
    settle = forms.FloatField(
        label=_("Share of the arrivals that settles, in percent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_KEEP,
    )
    tied = forms.FloatField(
        label=_("Share of the beds that comes with the job, in percent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_KEEP,
    )
    season_shift = forms.IntegerField(
        label=_("The season comes later, in months"),
        required=False,
        min_value=-6,
        max_value=6,
        help_text=_("Below zero for earlier."),
    )
    season_flatter = forms.FloatField(
        label=_("The season is flatter, in percent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("0 is the season as it is, 100 the same number of workers all year."),
    )

    like = forms.TypedChoiceField(
        label=_("Assumptions as in"),
        coerce=int,
        help_text=_("Once it is computed you can change them, each with its source."),
    )

    def __init__(self, scenarios: Sequence[Scenario], like: Scenario | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, initial={"like": like.pk if like else None}, **more)
        self.scenarios = {one.pk: one for one in scenarios}
        field: Any = self.fields["like"]
        field.choices = [(one.pk, scenario_name(one)) for one in scenarios]
        field.required = bool(scenarios)

    def clean(self) -> dict[str, Any]:
        """A rate of one's own must be given."""
        cleaned = super().clean() or {}
        if cleaned.get("growth") == "own" and cleaned.get("rate") is None and "rate" not in self.errors:
            self.add_error("rate", _("Give the growth, or choose low, middle or high."))
        return cleaned

    @property
    def levers(self) -> Levers:
        """What was filled in."""
        given = self.cleaned_data
        return Levers(
            growth=given["rate"] / 100 if given["growth"] == "own" else given["growth"],
            settle=_share(given["settle"]),
            tied=_share(given["tied"]),
            season_shift=given["season_shift"] or 0,
            season_flatter=_share(given["season_flatter"]) or 0.0,
            assumptions=self.scenarios[given["like"]].own_assumptions if given["like"] else {},
        )


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100
