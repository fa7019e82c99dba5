"""Counts of others beside the region's own: each with its definition, its period and its source, and never mixed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.figures.format import day
from onderdak.base.ui.tables import Column, Empty, Table
from onderdak.base.ui.tiles import language
from onderdak.deliveries.service import AreaCount, area_counts
from onderdak.methods.population.results import SMALLEST_CELL
from onderdak.needs.reference import facts
from onderdak.needs.words import number

#: Digits in the code of a municipality, and of a district in it.
_COARSER = (4, 6)


@dataclass(frozen=True)
class Counted:
    """What one source counted in the region, by one definition."""

    source: str
    what: str
    definition: str
    count: int
    areas: int
    period_from: date
    period_to: date

    @property
    def said(self) -> str:
        """The number, unless it is so small that it tells of persons."""
        return number(self.count) if not 0 < self.count < SMALLEST_CELL else _("hidden")

    @property
    def period(self) -> str:
        """When it was so."""
        if self.period_from == self.period_to:
            return day(self.period_to, language())
        return f"{day(self.period_from, language())} – {day(self.period_to, language())}"


def counted(region: Tenant, actor: Actor) -> list[Counted]:
    """The newest counts per area that were accepted, by source and definition."""
    groups: dict[tuple[str, str, str, date, date], list[AreaCount]] = {}
    for one in area_counts(region, actor):
        definition = one.definition_nl if language() == "nl" else one.definition_en
        groups.setdefault((one.source_name, one.what, definition, one.period_from, one.period_to), []).append(one)
    return [_counted(key, rows) for key, rows in groups.items()]


def _counted(key: tuple[str, str, str, date, date], rows: Iterable[AreaCount]) -> Counted:
    counted_areas = {one.area_code[2:]: one for one in rows}
    used = [one for code, one in counted_areas.items() if not _lies_in(code, counted_areas)]
    source, what, definition, begins, ends = key
    return Counted(source, _what(what), definition, sum(one.count for one in used), len(used), begins, ends)


def _lies_in(code: str, others: Collection[str]) -> bool:
    """Whether the municipality or the district of an area is counted too: its digits are the beginning of the code."""
    return any(code[:length] in others for length in _COARSER if length < len(code))


def _what(code: str) -> str:
    return {
        "registered": _("Registered people"),
        "registered_brp": _("Residents in the BRP"),
        "registered_rni": _("Non-residents in the RNI"),
        "workers": _("Workers"),
        "employers": _("Employers"),
        "stays": _("Nights"),
    }.get(code, code)


def counted_table(request: HttpRequest, region: Tenant, actor: Actor) -> Table:
    """The counts, each with its definition."""
    return Table(
        request,
        "tellingen",
        _("Counts by source"),
        [
            Column("source", _("Source"), note=lambda row: row.period),
            Column("said", _("How many"), value=lambda row: row.said, note=lambda row: row.what),
            Column("definition", _("What is counted")),
            # what stands small under a cell is a column of its own in a file
            Column("what", _("Of what"), hidden=True),
            Column("period", _("Of when"), hidden=True),
        ],
        counted(region, actor),
        prefix="tellingen-",
        page_size=50,
        empty=Empty(
            _("There are no delivered counts of this region that you may see."),
            _("Agree with an employer, an agency or a bureau that counts per area, under Sources."),
        ),
    )


def facts_table(request: HttpRequest) -> Table:
    """Short published facts, each with its date and definition."""
    return Table(
        request,
        "elders",
        _("Facts of others, each with its definition"),
        [
            Column("area", _("Area"), value=lambda one: one.words["area"], note=lambda one: str(one.as_of)),
            Column("said", _("How many"), value=lambda one: one.said, note=lambda one: one.words["what"]),
            Column("definition", _("What is counted"), value=lambda one: one.words["definition"], note=_source),
            Column("what", _("Of what"), value=lambda one: one.words["what"], hidden=True),
            Column("as_of", _("Of when"), value=lambda one: str(one.as_of), hidden=True),
            Column("source", _("Source"), value=lambda one: _source(one), hidden=True),
        ],
        facts(),
        prefix="elders-",
        page_size=50,
    )


def _source(one) -> str:  # noqa: ANN001 - a fact
    checked = "" if one.checked else _("; not checked by us")
    return _("Source: %(source)s%(checked)s") % {"source": one.source, "checked": checked}
