"""The envelope: what each way to the answer says, under each other on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.ui.charts import Chart
from onderdak.base.ui.charts.draw import COLOURS, INK
from onderdak.base.ui.tables.columns import Column
from onderdak.needs.words import between, number

#: An answer further than this many times the envelope is not drawn; the table has it.
_FAR = 2.0


@dataclass(frozen=True)
class Way:
    """One way to the answer."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    main: bool = False

    @property
    def range(self) -> str:
        """From where to where; empty where it is a single number."""
        if self.low is None or self.high is None:
            return ""
        return _("between %(low)s and %(high)s") % {"low": number(self.low), "high": number(self.high)}


def ways(found: Mapping[str, Any]) -> Iterator[Way]:
    """The ways to the answer, what is shown first."""
    answer = found["answer"]
    chosen, envelope = answer["chosen"], answer["envelope"]
    if chosen and envelope:
        yield Way(_("Outcome"), found["n_hat"], found["low"], found["high"], main=True)
        if len(envelope["models"]) > 1:
            yield Way(_("All good models"), None, envelope["low"], envelope["high"])
        chance = chosen["bootstrap_interval"] or chosen["profile_interval"] or {"low": None, "high": None}
        yield Way(_("Chosen model"), chosen["n_hat"], chance["low"], chance["high"])
        yield from _summed(answer)
    graphs, classes = answer["averages"]["decomposable_graphs"], answer["averages"]["latent_classes"]
    if graphs:
        yield Way(_("Average of models"), graphs["n_hat"], graphs["low"], graphs["high"])
    if classes and classes["n_hat"]:
        yield Way(_("Hidden groups"), classes["n_hat"], None, None)
    if answer["bounds"]["chao"]:
        yield Way(_("At least (Chao)"), answer["bounds"]["chao"], None, None)
    yield Way(_("Seen"), answer["observed"], None, None)


def _summed(answer: Mapping[str, Any]) -> Iterator[Way]:
    """What the municipalities come to when each is taken as it is, and the region not as one table."""
    interval = answer["chosen"].get("strata_interval")
    if interval:
        together = next(one["n_hat"] for one in answer["what_if"] if one["name"] == "strata_by_themselves")
        yield Way(_("Municipalities together"), together, interval["low"], interval["high"])


def models_chart(request: HttpRequest, found: Mapping[str, Any], *, level: int = 2) -> Chart:
    """What each way says."""
    rows = list(ways(found))
    return Chart(
        request,
        "modellen",
        _title(found),
        _summary(found),
        _spec([row for row in rows if not _far(row, found)]),
        [
            Column("name", _("Way to the answer"), sortable=False),
            Column("value", _("People"), "number", value=lambda row: row.value, sortable=False),
            Column("range", _("Interval"), sortable=False),
        ],
        rows,
        explanation=_(
            "Which model one takes moves the answer more than chance does. Therefore we show the range over all "
            "models that explain the overlaps about as well as the best, and chance on top of that. Municipalities "
            "differ, so what they come to together counts too. The other ways "
            "are there to compare: where they lie far outside, be careful. Hidden groups take it that there are "
            "kinds of people whom the lists see differently; with few lists that says little."
        ),
        height=32 * len(rows) + 50,
        level=level,
    )


def _title(found: Mapping[str, Any]) -> str:
    envelope = found["answer"]["envelope"]
    if envelope is None:
        return _("No model can be used")
    count = len(envelope["models"])
    said = {"n": number(count), "range": between(found["n_hat"], found["low"], found["high"])}
    if not said["range"]:
        return _("By the overlaps nobody is missed")
    return (
        ngettext(
            "One model explains the overlaps: %(range)s people",
            "%(n)s models explain the overlaps about as well: %(range)s people",
            count,
        )
        % said
    )


def _summary(found: Mapping[str, Any]) -> str:
    if found["n_hat"] is None:
        return _("There is no estimate; at least %(n)s people were seen.") % {"n": number(found["answer"]["observed"])}
    return _("The chosen model says %(n)s. %(seen)s people stand on some list.") % {
        "n": number(found["n_hat"]),
        "seen": number(found["answer"]["observed"]),
    }


def _far(row: Way, found: Mapping[str, Any]) -> bool:
    return bool(found["high"]) and row.value is not None and row.value > _FAR * found["high"]


def _spec(rows: list[Way]) -> dict[str, Any]:
    values = [
        {"name": row.name, "value": row.value, "low": row.low, "high": row.high, "main": row.main, "said": _said(row)}
        for row in rows
    ]
    base = alt.Chart(alt.InlineData(values)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=150)),
        color=alt.condition("datum.main", alt.value(COLOURS[1]), alt.value(COLOURS[0])),
    )
    x_axis = alt.Axis(format=",.0f", grid=True, tickCount=4, title=None)
    scale = alt.Scale(zero=False, nice=True)
    return alt.layer(
        base.mark_rule(strokeWidth=7, opacity=0.35).encode(x=alt.X("low:Q", axis=x_axis, scale=scale), x2="high:Q"),
        base.mark_point(filled=True, size=130, opacity=1, stroke=INK, strokeWidth=0).encode(
            x=alt.X("value:Q", axis=x_axis, scale=scale), tooltip=alt.Tooltip("said:N")
        ),
    ).to_dict()


def _said(row: Way) -> str:
    value = number(row.value) if row.value is not None else ""
    return " ".join(part for part in (f"{row.name}:", value, f"({row.range})" if row.range else "") if part)
