"""What the page of the need shows: the answer, the tables, and what would make it surer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures import Figure
from onderdak.base.figures.models import FigureRecord, Run
from onderdak.base.ui.tables import Column, Empty, Table
from onderdak.base.ui.tables.columns import interval_of
from onderdak.base.ui.tiles import AnyFigure
from onderdak.methods.careers import SEGMENTS
from onderdak.needs import figures, need_figures, need_words
from onderdak.needs.forecasting import ALL
from onderdak.needs.models import Estimate, Scenario
from onderdak.needs.need_charts import balance_chart
from onderdak.needs.places import towns_of
from onderdak.needs.words import town_reason

_SEES = Permission.SEE_FIGURES
#: The figures of the region, in the order of their tiles.
TILES = (figures.POPULATION, need_figures.DEMAND, need_figures.SUPPLY, need_figures.SHORTAGE)


class Need:
    """The need of a region, or of one municipality in it, as an actor may see it."""

    def __init__(self, region: Tenant, actor: Actor, town: Tenant | None = None) -> None:
        self.region, self.actor, self.town = region, actor, town
        seen = Estimate.objects.for_actor(actor, _SEES).filter(region=region)
        self.estimate = seen.adopted().select_related("table", "run").first()
        self.scenarios = self._scenarios()
        adopted = [one for one in self.scenarios if one.stands]
        middle = [one for one in self.scenarios if one.name == "middle"]
        newest = sorted(adopted, key=lambda one: one.run_id or 0, reverse=True)
        self.scenario = next(iter([*newest, *middle]), None)

    @property
    def place(self) -> Tenant:
        """Whom it is about."""
        return self.town or self.region

    @property
    def area(self) -> Mapping[str, Any] | None:
        """What the scenario comes to there; None where nothing is computed, or the people cannot be told."""
        if self.scenario is None:
            return None
        return need_figures.area_of(self.scenario, self.town.name if self.town else None)

    @property
    def first_year(self) -> int:
        """The year that it is about."""
        return self.result["years"][0]

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Municipalities of which the picture does not show how many places there are."""
        return frozenset(self.result.get("supply_hidden", ()))

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
        """The figures as published, by owner and key: all of the place, and the totals of its municipalities."""
        runs = [run for run in (self.estimate and self.estimate.run, self.scenario and self.scenario.run) if run]
        rows = FigureRecord.objects.for_actor(self.actor, _SEES).filter(run__in=runs, key__startswith="need/")
        totals = Q(pk=None) if self.town else Q(key__in=TILES)
        rows = rows.filter(Q(owner=self.place) | totals)
        return {(one.owner_id, one.key): one for one in rows.select_related("run")}


def context_of(request: HttpRequest, need: Need) -> dict[str, Any]:
    """What the page shows."""
    context: dict[str, Any] = {"need": need, "region": need.region, "heading": heading(need), "steps": steps(need)}
    if need.scenario is None:
        return context
    records = need.records()
    return {**context, **_answer(request, need, records), "tiles": tiles(need, records), "told": told(need)}


def _answer(request: HttpRequest, need: Need, records: Mapping[tuple[int, str], FigureRecord]) -> dict[str, Any]:
    area = need.area
    if area is None or need.scenario is None:
        return {}
    short = area["shortage"]
    regional = need.town is None
    return {
        "lead": lead(need, area),
        "sure": need_words.sure_sentence(short[ALL]["chance"][0], need.place.name) if short else "",
        "balance": balance_chart(request, area, need_words.balance_title(area), _balance(area)),
        "segments": segments_table(request, need, records),
        "towns": towns_table(request, need, records) if regional else None,
        "untold": [one["name"] for one in need.scenario.estimate.answer["towns"] if one["state"] != "ok"]
        if regional
        else [],
        "narrows": need_words.narrows(area, late_sources(need), _untold(need) if regional else []),
    }


def heading(need: Need) -> str:
    """The answer in one sentence."""
    if need.area is not None:
        return need_words.heading(need.area, need.first_year, need.place.name)
    if need.scenario is not None:
        return _("What %(town)s needs cannot be told by itself") % {"town": need.place.name}
    if need.estimate is not None:
        return _("The need of %(region)s is being computed") % {"region": need.place.name}
    return _("What %(region)s needs is not known yet") % {"region": need.place.name}


def lead(need: Need, area: Mapping[str, Any]) -> str:
    """What the page leans on."""
    assert need.scenario is not None
    said = {
        "year": need.first_year,
        "scenario": need_words.scenario_name(need.scenario).lower(),
        "largest": need_words.largest(area),
    }
    if need.scenario.stands:
        return (_("On average over %(year)s, scenario “%(scenario)s”, adopted. %(largest)s") % said).strip()
    return (_("On average over %(year)s, scenario “%(scenario)s”, not adopted yet. %(largest)s") % said).strip()


def told(need: Need) -> list[str]:
    """Why a number is lacking or wide, and what would make it known; of a municipality, or of each in the region."""
    assert need.scenario is not None
    estimated = {one["name"]: one for one in need.scenario.estimate.answer["towns"]}
    names = [need.town.name] if need.town else [one.tenant.name for one in towns_of(need.region)]
    return [words for name in names for words in _told_of(need, name, estimated.get(name))]


def _told_of(need: Need, town: str, estimated: Mapping[str, Any] | None) -> Iterator[str]:
    """People that cannot be told, places that nobody counted, places that the picture hides."""
    if estimated and estimated["state"] != "ok":
        yield f"{town_reason(estimated)} {need_words.makes_people_known(estimated)}"
    if town in need.hidden:
        yield need_words.hidden_places(town)
    elif _uncounted(need, town):
        yield need_words.makes_places_known(town)


def _uncounted(need: Need, town: str) -> bool:
    """Whether nobody has counted the places of a municipality."""
    area = need.result["towns"].get(town)
    return area["supply"] is None if area else town not in need.result.get("supply_only", {})


def steps(need: Need) -> list[tuple[str, str, str]]:
    """Where to look further: words, address, and what stands there."""
    at = [need.region.slug]
    ahead = reverse("needs:forecast", args=at)
    if need.area and need.town:
        ahead += f"?{urlencode({'gemeente': need.town.name})}"
    return [
        (
            _("How many people there are"),
            reverse("needs:estimates", args=at),
            _("The estimate, with its interval and what it rests on."),
        ),
        (_("The years to come"), ahead, _("Scenarios side by side, by length of stay.")),
        (
            _("Other counts"),
            reverse("needs:counts", args=at),
            _("What employers, agencies and studies say, each with its own definition."),
        ),
    ]


def tiles(need: Need, records: Mapping[tuple[int, str], FigureRecord]) -> list[tuple[AnyFigure, bool]]:
    """The four figures of the place; the shortage asks for attention where it is likely."""
    assert need.scenario is not None
    made = _made(need)
    found = [records.get((need.place.pk, key)) or made.get(key) for key in TILES]
    short = need.area["shortage"] if need.area else None
    alarming = bool(short and short[ALL]["chance"][0] >= need_words.LIKELY)
    return [(one, alarming and _key(one) == need_figures.SHORTAGE) for one in found if one]


def _made(need: Need) -> dict[str, Figure]:
    """The figures as they are, adopted or not."""
    assert need.scenario is not None
    return {one.key: one for one in need_figures.of_area(need.scenario, need.town.name if need.town else None)}


def _key(one: AnyFigure) -> str:
    return one.key if isinstance(one, Figure) else one.figure.key


def _balance(area: Mapping[str, Any]) -> str:
    short = area["shortage"]
    if short is None:
        return _("How many places there are is not known.")
    return " ".join(need_words.of_segment(code, short[code]) for code in SEGMENTS)


def segments_table(request: HttpRequest, need: Need, records: Mapping[tuple[int, str], FigureRecord]) -> Table:
    """By length of stay: asked for, there, short, and how sure."""
    made, area = _made(need), need.area or {}
    short = area["shortage"]

    def cell(measure: str, code: str) -> AnyFigure | None:
        key = need_figures.key_of(measure, code)
        return records.get((need.place.pk, key)) or made.get(key)

    rows = [
        {
            "name": need_words.segment(code),
            **{measure: cell(measure, code) for measure in TILES[1:]},
            "sure": need_words.sure(short[code]["chance"][0]) if short else _("not to be told"),
        }
        for code in (*SEGMENTS, ALL)
    ]
    labels = (_("Wanted"), _("There are"), _("Short"))
    return Table(
        request,
        "duur",
        _("Need of %(region)s by length of stay") % {"region": need.place.name},
        [
            Column("name", _("Length of stay")),
            *(Column(key, label, "figure") for key, label in zip(TILES[1:], labels, strict=True)),
            Column("sure", _("Is there a shortage?")),
        ],
        rows,
        prefix="duur-",
    )


def towns_table(request: HttpRequest, need: Need, records: Mapping[tuple[int, str], FigureRecord]) -> Table:
    """The municipalities: people, asked for, there, short, how sure, and what would make it surer."""
    assert need.scenario is not None
    states = {one["name"]: one["state"] for one in need.scenario.estimate.answer["towns"]}
    rows = [_town_row(need, one.tenant, records, states.get(one.tenant.name, "")) for one in towns_of(need.region)]
    labels = (_("People"), _("Wanted"), _("There are"), _("Short"))
    return Table(
        request,
        "gemeenten",
        _("Need by municipality"),
        [
            Column("name", _("Municipality"), searchable=True, href=lambda row: row["url"]),
            *(
                Column(key, label, "figure", bar=key == need_figures.SHORTAGE, note=_why_of(key))
                for key, label in zip(TILES, labels, strict=True)
            ),
            Column("sure", _("Is there a shortage?"), note=lambda row: row["narrows"]),
        ],
        rows,
        sort="name",
        prefix="gemeenten-",
        page_size=50,
        empty=Empty(_("The region has no municipalities."), _("Add them under Parties.")),
    )


def _why_of(key: str) -> Callable[[Mapping[str, Any]], str]:
    """The interval of a figure, and why it is wide or not there."""
    return lambda row: "; ".join(filter(None, (interval_of(row[key]), row["why"].get(key))))


def _town_row(need: Need, town: Tenant, records: Mapping[tuple[int, str], FigureRecord], state: str) -> dict[str, Any]:
    assert need.scenario is not None
    made: dict[str, AnyFigure] = {}
    if not need.scenario.stands:  # else all that there is has been published
        made = {one.key: one for one in need_figures.of_area(need.scenario, town.name, codes=(ALL,))}
    area = need_figures.area_of(need.scenario, town.name)
    short = area["shortage"] if area else None
    return {
        "name": town.name,
        "url": reverse("needs:need_town", args=[need.region.slug, town.slug]),
        **{key: records.get((town.pk, key)) or made.get(key) for key in TILES},
        "sure": need_words.sure(short[ALL]["chance"][0]) if short else _("not to be told"),
        "narrows": need_words.narrows_most(area) if area else "",
        "why": _why(need, town.name, state),
    }


def _why(need: Need, town: str, state: str) -> dict[str, str]:
    """In a few words why a number of a municipality is lacking or wide, by the key of the figure."""
    why_not = {"refused": _("too little overlap"), "suppressed": _("not shown: small number")}
    found: dict[str, str] = {}
    if said := why_not.get(state):
        found |= dict.fromkeys((figures.POPULATION, need_figures.DEMAND, need_figures.SHORTAGE), said)
    if town in need.hidden:
        found[need_figures.SUPPLY] = _("not shown: small number")
    elif _uncounted(need, town):
        found |= dict.fromkeys((need_figures.SUPPLY, need_figures.SHORTAGE), _("no picture yet"))
    return found


def _untold(need: Need) -> list[str]:
    assert need.scenario is not None
    return [one["name"] for one in need.scenario.estimate.answer["towns"] if one["state"] == "refused"]


def late_sources(need: Need) -> list[str]:
    """The sources of the picture, of the place, that were late or had delivered nothing."""
    run = Run.objects.filter(pk=need.result.get("supply_run")).first()
    lines = run.parameters.get("sources", ()) if run else ()
    here = {one.tenant.name for one in towns_of(need.region) if need.town in (None, one.tenant)}
    late = [
        one
        for one in lines
        if one["expected"] and one["state"] in ("late", "never") and here & set(one["municipalities"] or here)
    ]
    return list(dict.fromkeys(one["organisation"] or one["name"] for one in late))
