"""What the pages of tables and estimates show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures import Figure
from onderdak.base.figures.models import FigureRecord
from onderdak.base.ui.progress import Progress, progress_of
from onderdak.base.ui.tables import Column, Empty, Table
from onderdak.base.ui.tables.columns import Tone
from onderdak.methods.population.findings import overlaps as counted
from onderdak.methods.population.results import shown
from onderdak.needs import figures, words
from onderdak.needs.models import Estimate, OverlapTable
from onderdak.needs.models_chart import models_chart
from onderdak.needs.overlap_table import chosen
from onderdak.needs.upset import upset

_SEES = Permission.SEE_FIGURES


def table_or_404(actor: Actor, pk: int) -> OverlapTable:
    """A table that the actor may see."""
    found = OverlapTable.objects.for_actor(actor, _SEES).filter(pk=pk).select_related("region", "owner").first()
    if found is None:
        raise Http404
    return found


def estimate_or_404(actor: Actor, pk: int) -> Estimate:
    """An estimate that the actor may see."""
    rows = Estimate.objects.for_actor(actor, _SEES).select_related("table", "region", "owner", "job", "run")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def trail(region: Tenant, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below the need of a region; the last is the page itself."""
    first = [(_("Need of %(region)s") % {"region": region.name}, reverse("needs:need", args=[region.slug]))]
    found = [*first, *steps]
    return [*found[:-1], (found[-1][0], "")]


def estimates_step(region: Tenant) -> tuple[str, str]:
    """The list of estimates, on the way to a page."""
    return _("Estimates"), reverse("needs:estimates", args=[region.slug])


def estimates_table(request: HttpRequest, region: Tenant, actor: Actor) -> Table:
    """The tables that came in with the estimates made of them."""
    rows = Estimate.objects.for_actor(actor, _SEES).filter(region=region).select_related("table", "job", "run")
    return Table(
        request,
        "schattingen",
        _("Estimates of %(region)s") % {"region": region.name},
        [
            Column(
                "table",
                _("Table"),
                value=lambda one: one.table.name,
                href=lambda one: one.get_absolute_url(),
                note=_lists,
            ),
            Column("until", _("Up to and including"), "date", value=lambda one: one.table.period_to),
            Column("n", _("People"), "figure", value=_headline),
            Column("state", _("State"), "badge", value=state_words, tone=_tone),
            Column("lists", _("Lists"), value=_lists, hidden=True),
        ],
        list(rows),
        sort="-until",
        empty=Empty(
            _("There are no estimates yet."),
            _("An analyst delivers a table of overlaps and chooses the lists."),
        ),
        prefix="schattingen-",
    )


def _lists(one: Estimate | OverlapTable) -> str:
    return ", ".join(one.lists)


def _headline(one: Estimate) -> Figure | None:
    return figures.of_region(one)[0] if one.known else None


def state_words(one: Estimate) -> str:
    """Where an estimate stands."""
    if one.stands:
        return _("adopted")
    if one.run is not None:
        return _("withdrawn")
    if one.result is None:
        return _("failed") if one.job and one.job.problem else _("being computed")
    return _("not adopted yet") if one.known else _("refused")


def _tone(one: Estimate) -> Tone:
    if one.stands:
        return "done"
    return "quiet" if one.result is None or one.known else "warn"


def overlaps_table(request: HttpRequest, region: Tenant, actor: Actor) -> Table:
    """The tables of overlaps that came in."""
    return Table(
        request,
        "tabellen",
        _("Tables of overlaps of %(region)s") % {"region": region.name},
        [
            Column("name", _("Table"), href=lambda one: one.get_absolute_url(), note=_lists),
            Column("from", _("From"), "date", value=lambda one: one.period_from),
            Column("until", _("Up to and including"), "date", value=lambda one: one.period_to),
            Column("lists", _("Lists"), "number", value=lambda one: len(one.lists)),
            Column("people", _("Seen"), "number"),
            Column("linked_by", _("Counted by")),
        ],
        list(OverlapTable.objects.for_actor(actor, _SEES).filter(region=region)),
        sort="-until",
        prefix="tabellen-",
        empty=Empty(_("No table has come in yet."), _("An analyst delivers one, with counts only.")),
    )


def table_context(request: HttpRequest, table: OverlapTable) -> dict[str, Any]:
    """What the page of a table shows."""
    found = chosen(table.columns, table.lists, table.lists, table.town_column)
    cells = counted(found.whole, found.lists)
    counts = shown(list(cells.values()))
    overlap = [{"lists": name.split(" + "), "count": n} for name, n in zip(cells, counts, strict=True)]
    return {
        "table": table,
        "upset": upset(request, table.lists, overlap, people=table.people),
        "estimates": list(table.estimates.all()),  # pyright: ignore[reportAttributeAccessIssue]
        "breadcrumbs": trail(table.region, estimates_step(table.region), (table.name, "")),
    }


def estimate_context(request: HttpRequest, one: Estimate, actor: Actor) -> dict[str, Any]:
    """What the page of an estimate shows."""
    context = {
        "estimate": one,
        "state": state_words(one),
        "breadcrumbs": trail(one.region, estimates_step(one.region), (one.table.name, "")),
        "may_adopt": actor.may(Permission.ADOPT, one.region) and one.known and not one.stands,
        "may_choose": actor.may(Permission.DELIVER, one.region),
    }
    if one.result is None:
        return {**context, "heading": _("The estimate is being computed"), "work": _work(one)}
    return {**context, **_answered(request, one, actor)}


def _work(one: Estimate) -> Progress | None:
    """How far it is; the page itself looks again, so that the answer appears where it was asked for."""
    return replace(progress_of(one.job), url="") if one.job else None


def _answered(request: HttpRequest, one: Estimate, actor: Actor) -> dict[str, Any]:
    found = one.answer
    answer = found["answer"]
    return {
        "heading": words.heading(found, one.region.name),
        "guards": [words.guard(guard) for guard in found["guards"]],
        "tiles": tiles(one, actor),
        "models": models_chart(request, found),
        "upset": upset(request, one.lists, answer["overlaps"], people=answer["observed"]),
        "towns": towns_table(request, one, actor),
        "untold": [words.town_reason(town) for town in found["towns"] if town["state"] != "ok"],
        "why": words.why(found, one.criterion) if found["n_hat"] is not None else "",
        "assumption": words.assumption(one.lists, answer["chosen"]["terms"]) if answer["chosen"] else "",
        "refused": refused_table(request, one),
        "what_if": what_if_table(request, one),
        "reports": [(kind.upper(), kind) for kind in ("pdf", "xlsx", "ods", "csv")]
        if found["n_hat"] is not None
        else [],
    }


def tiles(one: Estimate, actor: Actor) -> list[Figure | FigureRecord]:
    """The figures of the region: kept ones where it was adopted."""
    if not one.known:
        return []
    if not one.stands:
        return [*figures.of_region(one)]
    rows = FigureRecord.objects.for_actor(actor).of(one.region).filter(run=one.run)
    return list(rows.select_related("run"))


def towns_table(request: HttpRequest, one: Estimate, actor: Actor) -> Table | None:
    """The municipalities and what cannot be told of one, adding up to the region."""
    towns = one.answer["towns"]
    if not towns:
        return None
    kept = {record.owner.name: record for record in _kept(one, actor)}
    rows = [{**town, "figure": kept.get(town["name"]) or figures.of_town(one, town)[0]} for town in towns]
    if one.answer["remainder"]:
        rest = {"name": _("Not told by municipality"), "observed": None, "state": "remainder"}
        rows.append({**rest, "figure": _remainder(one)})
    return Table(
        request,
        "gemeenten",
        _("Estimate by municipality"),
        [
            Column("name", _("Municipality")),
            Column("observed", _("Seen"), "number", value=lambda row: row["observed"]),
            Column(
                "figure",
                _("People"),
                "figure",
                value=lambda row: row["figure"],
                bar=True,
                total=_total(one, actor),
            ),
            Column("state", _("Remark"), "badge", value=_town_words, tone=_town_tone),
        ],
        rows,
        total=one.region.name,
        page_size=400,
        prefix="gemeenten-",
    )


def _kept(one: Estimate, actor: Actor) -> list[FigureRecord]:
    if not one.stands:
        return []
    rows = FigureRecord.objects.for_actor(actor).filter(run=one.run, key=figures.POPULATION)
    return list(rows.filter(owner__kind=Tenant.Kind.MUNICIPALITY).select_related("run", "owner"))


def _total(one: Estimate, actor: Actor) -> Figure | FigureRecord | None:
    return next(iter(tiles(one, actor)), None)


def _remainder(one: Estimate) -> Figure:
    """What is left of the region, as a plain number: it has no interval of its own."""
    whole = figures.of_region(one)[0]
    return Figure(
        figures.POPULATION,
        whole.label,
        one.answer["remainder"],
        whole.unit,
        whole.as_of,
        whole.definition,
        "estimated",
        whole.method,
        whole.version,
        whole.sources,
    )


def _town_words(row: Mapping[str, Any]) -> str:
    return {
        "ok": _("leans on the others"),
        "refused": _("model refused"),
        "suppressed": _("hidden: few people"),
        "remainder": _("in the region only"),
    }[row["state"]]


def _town_tone(row: Mapping[str, Any]) -> Tone:
    return "warn" if row["state"] == "refused" else "quiet" if row["state"] == "suppressed" else ""


def refused_table(request: HttpRequest, one: Estimate) -> Table | None:
    """The models that were refused, by name, with the reason."""
    rows = [model for model in one.answer["answer"]["models"] if model["status"] != "ok"]
    if not rows:
        return None
    return Table(
        request,
        "geweigerd",
        _("Models that were refused"),
        [
            Column("terms", _("Model"), note=lambda row: words.model_words(one.lists, row["terms"])),
            Column("reason", _("Why"), value=lambda row: words.reason(row["status"])),
        ],
        rows,
        prefix="geweigerd-",
        page_size=20,
    )


def what_if_table(request: HttpRequest, one: Estimate) -> Table:
    """The answer when something else holds, beside the answer as it is."""
    rows = [{"what": told, "people": value} for told, value in what_if(one)]
    return Table(
        request,
        "als",
        _("The answer when something else holds"),
        [
            Column("what", _("What is assumed")),
            Column("people", _("People"), "number", value=_rounded, note=_cannot),
            Column("change", _("Beside the estimate"), value=lambda row: _beside(one, row["people"]), sortable=False),
        ],
        rows,
        prefix="als-",
        page_size=50,
    )


def _rounded(row: Mapping[str, Any]) -> int | None:
    return None if row["people"] is None else round(row["people"])


def _cannot(row: Mapping[str, Any]) -> str:
    return _("cannot be") if row["people"] is None else ""


def _beside(one: Estimate, people: float | None) -> str:
    """How much more or less than the estimate."""
    if people is None or not one.known:
        return ""
    more = round(people) - one.answer["n_hat"]
    if more == 0:
        return _("the same")
    said = {"n": words.number(abs(more))}
    return (_("%(n)s more") if more > 0 else _("%(n)s fewer")) % said


def what_if(one: Estimate) -> Iterator[tuple[str, float | None]]:
    """The answer when something else holds: what is assumed, and the number of people then."""
    said = {
        "odds_ratio": _(
            "The odds to be on the one list are %(value)s times as high for who is on the other (1: they do not depend)"
        ),
        "missed_links": _("%(share)s%% of the people on two lists were not recognised"),
        "false_links": _("%(share)s%% of the people were taken for somebody else"),
        "link_errors": _("The codes made the mistakes that such codes make"),
        "over_coverage": _("%(share)s%% of the list has left"),
        "strata_by_themselves": _("The municipalities were estimated together and not made to add up"),
    }
    for row in one.answer["answer"]["what_if"]:
        values = {"value": words.plain(row["value"]), "share": words.plain(row["value"] * 100)}
        yield said[row["name"]] % values, row["n_hat"]
