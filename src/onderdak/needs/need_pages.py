"""What the page of the need shows: the answer, the tables, and what would make it surer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures import Figure
from onderdak.base.figures.models import FigureRecord, Run
from onderdak.base.ui.tables import Column, Empty, Table
from onderdak.base.ui.tiles import AnyFigure
from onderdak.methods.careers import SEGMENTS
from onderdak.needs import figures, need_figures, need_words
from onderdak.needs.forecasting import ALL
from onderdak.needs.models import Estimate, Scenario
from onderdak.needs.need_charts import balance_chart
from onderdak.needs.places import towns_of
from onderdak.needs.words import number

_SEES = Permission.SEE_FIGURES
#: The figures of the region, in the order of their tiles.
TILES = (figures.POPULATION, need_figures.DEMAND, need_figures.SUPPLY, need_figures.SHORTAGE)


class Need:
    """The need of a region as an actor may see it."""

    def __init__(self, region: Tenant, actor: Actor) -> None:
        self.region, self.actor = region, actor
        seen = Estimate.objects.for_actor(actor, _SEES).filter(region=region)
        self.estimate = seen.adopted().select_related("table", "run").first()
        self.scenarios = self._scenarios()
        adopted = [one for one in self.scenarios if one.stands]
        middle = [one for one in self.scenarios if one.name == "middle"]
        newest = sorted(adopted, key=lambda one: one.run_id or 0, reverse=True)
        self.scenario = next(iter([*newest, *middle]), None)

    def _scenarios(self) -> list[Scenario]:
        rows = Scenario.objects.for_actor(self.actor, _SEES).filter(estimate=self.estimate, result__isnull=False)
        return list(rows.select_related("estimate__table", "region", "run")) if self.estimate else []

    @property
    def result(self) -> Mapping[str, Any]:
        """What the scenario came to."""
        return (self.scenario.result or {}) if self.scenario else {}

    @property
    def stale(self) -> bool:
        """Whether the housing picture was made anew since the supply was taken from it."""
        run = self.result.get("supply_run")
        return bool(run) and Run.objects.filter(pk=run, withdrawn_at__isnull=False).exists()

    def records(self) -> dict[tuple[int, str], FigureRecord]:
        """The figures as published, by owner and key."""
        runs = [run for run in (self.estimate and self.estimate.run, self.scenario and self.scenario.run) if run]
        rows = FigureRecord.objects.for_actor(self.actor, _SEES).filter(run__in=runs, key__startswith="need/")
        return {(one.owner_id, one.key): one for one in rows.select_related("run")}


def context_of(request: HttpRequest, need: Need) -> dict[str, Any]:
    """What the page shows."""
    context: dict[str, Any] = {"need": need, "region": need.region, "heading": heading(need), "steps": steps(need)}
    if need.scenario is None:
        return context
    records = need.records()
    short = need.result["region"]["shortage"]
    return {
        **context,
        "lead": lead(need),
        "tiles": tiles(need, records),
        "sure": need_words.sure_sentence(short[ALL]["chance"][0], need.region.name) if short else "",
        "balance": balance_chart(request, need.scenario, need_words.balance_title(need.result), _balance(need)),
        "segments": segments_table(request, need, records),
        "towns": towns_table(request, need, records),
        "untold": [one["name"] for one in need.scenario.estimate.answer["towns"] if one["state"] != "ok"],
        "narrows": need_words.narrows(need.result, late_sources(need), _untold(need)),
    }


def heading(need: Need) -> str:
    """The answer in one sentence."""
    if need.scenario is not None:
        return need_words.heading(need.result, need.region.name)
    if need.estimate is not None:
        return _("The need of %(region)s is being computed") % {"region": need.region.name}
    return _("What %(region)s needs is not known yet") % {"region": need.region.name}


def lead(need: Need) -> str:
    """What the page leans on."""
    assert need.scenario is not None
    said = {
        "year": need.result["years"][0],
        "scenario": need_words.scenario_name(need.scenario).lower(),
        "largest": need_words.largest(need.result),
    }
    if need.scenario.stands:
        return (_("On average over %(year)s, scenario “%(scenario)s”, adopted. %(largest)s") % said).strip()
    return (_("On average over %(year)s, scenario “%(scenario)s”, not adopted yet. %(largest)s") % said).strip()


def steps(need: Need) -> list[tuple[str, str, str]]:
    """Where to look further: words, address, and what stands there."""
    at = [need.region.slug]
    return [
        (
            _("How many people there are"),
            reverse("needs:estimates", args=at),
            _("The estimate, with its interval and what it rests on."),
        ),
        (_("The years to come"), reverse("needs:forecast", args=at), _("Scenarios side by side, by length of stay.")),
        (
            _("Other counts"),
            reverse("needs:counts", args=at),
            _("What employers, agencies and studies say, each with its own definition."),
        ),
    ]


def tiles(need: Need, records: Mapping[tuple[int, str], FigureRecord]) -> list[tuple[AnyFigure, bool]]:
    """The four figures of the region; the shortage asks for attention where it is likely."""
    assert need.scenario is not None
    made = {one.key: one for one in need_figures.of_area(need.scenario, None)}
    found = [records.get((need.region.pk, key)) or made.get(key) for key in TILES]
    short = need.result["region"]["shortage"]
    alarming = bool(short and short[ALL]["chance"][0] >= need_words.LIKELY)
    return [(one, alarming and _key(one) == need_figures.SHORTAGE) for one in found if one]


def _key(one: AnyFigure) -> str:
    return one.key if isinstance(one, Figure) else one.figure.key


def _balance(need: Need) -> str:
    short = need.result["region"]["shortage"]
    if short is None:
        return _("How many places there are is not known of every municipality.")
    parts = [
        _("%(segment)s: %(n)s places short, %(sure)s")
        % {
            "segment": need_words.segment(code),
            "n": number(short[code]["value"][0]),
            "sure": need_words.sure(short[code]["chance"][0]),
        }
        for code in SEGMENTS
    ]
    return ". ".join(parts) + "."


def segments_table(request: HttpRequest, need: Need, records: Mapping[tuple[int, str], FigureRecord]) -> Table:
    """By length of stay: asked for, there, short, and how sure."""
    assert need.scenario is not None
    made = {one.key: one for one in need_figures.of_area(need.scenario, None)}
    short = need.result["region"]["shortage"]

    def cell(measure: str, code: str) -> AnyFigure | None:
        key = need_figures.key_of(measure, code)
        return records.get((need.region.pk, key)) or made.get(key)

    rows = [
        {
            "name": need_words.segment(code),
            **{measure: cell(measure, code) for measure in TILES[1:]},
            "sure": need_words.sure(short[code]["chance"][0]) if short else "",
        }
        for code in (*SEGMENTS, ALL)
    ]
    return Table(
        request,
        "duur",
        _("Need of %(region)s by length of stay") % {"region": need.region.name},
        [Column("name", _("Length of stay"), sortable=False), *_measures(), _sure()],
        rows,
        prefix="duur-",
        exports=(),
    )


def _measures() -> list[Column]:
    labels = (_("Wanted"), _("There are"), _("Short"))
    return [Column(key, label, "figure", sortable=False) for key, label in zip(TILES[1:], labels, strict=True)]


def _sure() -> Column:
    return Column("sure", _("Is there a shortage?"), sortable=False)


def towns_table(request: HttpRequest, need: Need, records: Mapping[tuple[int, str], FigureRecord]) -> Table:
    """The municipalities: people, asked for, there, short, and how sure."""
    assert need.scenario is not None
    rows = [_town_row(need, one.tenant, records) for one in towns_of(need.region)]
    labels = (_("People"), _("Wanted"), _("There are"), _("Short"))
    return Table(
        request,
        "gemeenten",
        _("Need by municipality"),
        [
            Column("name", _("Municipality"), searchable=True),
            *(
                Column(key, label, "figure", bar=key == need_figures.SHORTAGE)
                for key, label in zip(TILES, labels, strict=True)
            ),
            _sure(),
        ],
        rows,
        sort="name",
        prefix="gemeenten-",
        empty=Empty(_("The region has no municipalities."), _("Add them under Parties.")),
    )


def _town_row(need: Need, town: Tenant, records: Mapping[tuple[int, str], FigureRecord]) -> dict[str, Any]:
    assert need.scenario is not None
    made: dict[str, AnyFigure] = {one.key: one for one in need_figures.of_area(need.scenario, town.name)}
    area = need_figures.area_of(need.scenario, town.name)
    short = area["shortage"] if area else None
    return {
        "name": town.name,
        **{key: records.get((town.pk, key)) or made.get(key) for key in TILES},
        "sure": need_words.sure(short[ALL]["chance"][0]) if short else _("not to be told"),
    }


def _untold(need: Need) -> list[str]:
    assert need.scenario is not None
    return [one["name"] for one in need.scenario.estimate.answer["towns"] if one["state"] == "refused"]


def late_sources(need: Need) -> list[str]:
    """The sources of the picture that were late or had delivered nothing."""
    run = Run.objects.filter(pk=need.result.get("supply_run")).first()
    lines = run.parameters.get("sources", ()) if run else ()
    late = [one for one in lines if one["expected"] and one["state"] in ("late", "never")]
    return list(dict.fromkeys(one["organisation"] or one["name"] for one in late))
