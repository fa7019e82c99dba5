"""An estimate as figures: of the region and of each municipality, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from onderdak.base.figures import Figure, FigureSource
from onderdak.needs.common import LANGUAGES
from onderdak.needs.compute import VERSION
from onderdak.needs.models import Estimate
from onderdak.needs.words import CRITERIA, assumption, town_reason

POPULATION, UNSEEN, SEEN = "need/population", "need/unseen", "need/seen"


def worded(make: Any, *args: Any) -> dict[str, list[Figure]]:
    """What a function of figures makes, in each language."""
    found: dict[str, list[Figure]] = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = list(make(*args))
    return found


def of_region(estimate: Estimate) -> list[Figure]:
    """The figures of the region."""
    answer = estimate.answer
    seen = answer["answer"]["observed"]
    return [
        _people(estimate, answer, note=""),
        _figure(
            estimate,
            UNSEEN,
            _("People on no list"),
            answer["n_hat"] - seen,
            status="estimated",
            low=answer["low"] - seen,
            high=answer["high"] - seen,
            definition=_("The estimated people less those who stand on some list."),
            method=_("multiple systems estimation"),
        ),
        _figure(
            estimate,
            SEEN,
            _("People on some list"),
            seen,
            status="measured",
            definition=_("People who stand on at least one of the lists in the period. Each is counted once."),
            method=_("count of overlaps"),
        ),
    ]


def of_town(estimate: Estimate, town: Mapping[str, Any]) -> list[Figure]:
    """The figures of a municipality; what cannot be told of it has no value, and says why."""
    told = _("The municipalities lean on each other: a small one borrows the pattern of the others, not their size.")
    note = told if town["state"] == "ok" else town_reason(town)
    return [_people(estimate, town, note=note)]


def _people(estimate: Estimate, numbers: Mapping[str, Any], *, note: str) -> Figure:
    return _figure(
        estimate,
        POPULATION,
        _("EU labour migrants, the unseen included"),
        numbers["n_hat"],
        status="estimated",
        low=numbers["low"],
        high=numbers["high"],
        note=note,
        definition=_(
            "People from other EU countries who work here and stay here in the period, also those on no list. The "
            "interval covers all models that explain the overlaps about as well, and chance."
        ),
        method=_("multiple systems estimation: %(criterion)s. %(assumption)s")
        % {
            "criterion": CRITERIA[estimate.criterion](),
            "assumption": assumption(estimate.lists, _terms(estimate)).rstrip("."),
        },
    )


def _terms(estimate: Estimate) -> str:
    chosen = estimate.answer["answer"]["chosen"]
    return chosen["terms"] if chosen else "[]"


def _figure(estimate: Estimate, key: str, label: str, value: float | None, **more: Any) -> Figure:
    table = estimate.table
    return Figure(
        key=key,
        label=label,
        value=value,
        unit=_("people"),
        as_of=table.period_to,
        version=VERSION,
        sources=tuple(FigureSource(name, table.delivered_at.date()) for name in estimate.lists),
        **more,
    )
