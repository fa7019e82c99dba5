"""The supply of a region by municipality and class.

One class at a time from published figures, in which small numbers are masked: for whoever sees figures. All classes
crossed from the picture itself, and only of the municipalities of which the reader sees the addresses: those cells are
small, and masking them within all the totals that are published already is not done here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from onderdak.base.access.models import Tenant
from onderdak.base.figures.format import exact, number
from onderdak.base.figures.models import FigureRecord
from onderdak.base.ui.tables import Column, Empty, Option, Table
from onderdak.base.ui.tables.rows import narrowed
from onderdak.base.ui.tiles import language
from onderdak.housing import pictures
from onderdak.housing.figures import MEASURES
from onderdak.housing.sight import Sight, sights
from onderdak.housing.web.worded import UNKNOWN, worded
from onderdak.methods.picture.supply import CLASSES
from onderdak.monitor.area import Area
from onderdak.monitor.light import Light, Some, in_full, lightly
from onderdak.monitor.places import address_of

#: In the address: what the supply is divided by.
DIVISION = "verdeling"
CROSSED = "samen"

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A class of the housing of one municipality, as figures."""

    town: Tenant
    code: str
    figures: Mapping[str, Some] = field(default_factory=dict)


class Supply:
    """What the page of the supply of a region shows."""

    def __init__(self, request: HttpRequest, area: Area) -> None:
        self.request, self.area = request, area

    @cached_property
    def sight(self) -> Sight | None:
        """The municipalities of which the reader sees the addresses; None where there are none."""
        return next((one for one in sights(self.area.actor) if one.region == self.area.place), None)

    @property
    def divisions(self) -> dict[str, str]:
        """What the supply can be divided by, in words; all at once only for who sees addresses."""
        words = {
            "form": gettext("Form of housing"),
            "legal_status": gettext("Legal status"),
            "certified": gettext("Quality mark"),
        }
        return {**words, CROSSED: gettext("All three together")} if self.sight else words

    @property
    def division(self) -> str:
        """What it is divided by now."""
        asked = self.request.GET.get(DIVISION, "")
        return asked if asked in self.divisions else "form"

    @property
    def crossed(self) -> bool:
        """Whether all classes stand beside each other."""
        return self.division == CROSSED

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """Words, address, and whether it is shown; the chosen municipality goes along."""
        town = self.request.GET.get("town", "")
        kept = {"town": town} if town else {}
        return [
            (words, f"{self.request.path}?{urlencode({DIVISION: key, **kept})}", key == self.division)
            for key, words in self.divisions.items()
        ]

    @cached_property
    def table(self) -> Table:
        """The supply by municipality and class."""
        return self._crossed_table() if self.crossed else self._parts_table()

    @property
    def heading(self) -> str:
        """The answer: how much there is. What was chosen of it is added up below the table."""
        if self.crossed:
            return _counted(_sum(self._crossed, "places"), _sum(self._crossed, "addresses"))
        said = {"region": self.area.place.name, "class": self.divisions[self.division].lower()}
        found = largest(self._totals, self.area.now("places"))
        if found is None:
            return gettext("The places of %(region)s by %(class)s") % said
        said |= {"label": found.figure.label, "n": exact(found.figure, language())}
        return gettext("Most places of %(region)s by %(class)s: %(label)s, %(n)s") % said

    @property
    def _totals(self) -> list[FigureRecord]:
        """The places of the whole region in each class."""
        rows = self.area.records().of(self.area.place)
        rows = rows.filter(key__startswith=f"places/{self.division}/", as_of=self.area.as_of)
        return list({one.key: one for one in rows.order_by("published_at", "pk")}.values())

    def _parts_table(self) -> Table:
        rows = self._parts()
        label = self.divisions[self.division]
        labels = self._labels(rows)
        columns = [
            Column("town", gettext("Municipality"), value=lambda row: row.town.name, options=_names(rows),
                   href=lambda row: address_of(row.town)),
            Column("code", label, words=lambda code: labels[code],
                   options=[Option(code, words) for code, words in sorted(labels.items(), key=lambda one: one[1])]),
            _figures("places", gettext("Places"), bar=True),
            _figures("occupants", gettext("Occupants")),
            _figures("addresses", gettext("Addresses")),
        ]  # fmt: skip
        return self._table(columns, rows, fill=self._told)

    def _parts(self) -> list[Part]:
        """The published parts of the newest day, of each municipality whose figures the reader sees."""
        if self.area.as_of is None:
            return []
        starts = Q()
        for measure in MEASURES:
            starts |= Q(key__startswith=f"{measure}/{self.division}/")
        rows = self.area.records().filter(starts, as_of=self.area.as_of, owner__kind=Tenant.Kind.MUNICIPALITY)
        found: dict[tuple[int, str], dict[str, Light]] = {}
        for one in lightly(rows.order_by("owner__name", "-published_at", "place", "pk")):
            measure, _, code = one.key.split("/", 2)
            found.setdefault((one.owner, code), {}).setdefault(measure, one)
        towns = Tenant.objects.in_bulk({owner for owner, _ in found})
        return [Part(towns[owner], code, one) for (owner, code), one in found.items()]

    def _told(self, rows: Sequence[Part]) -> list[Part]:
        """The same parts with all that is known of their figures."""
        records = in_full(self.area, (one for row in rows for one in row.figures.values()))
        return [replace(row, figures={name: records[one.pk] for name, one in row.figures.items()}) for row in rows]

    def _labels(self, rows: Sequence[Part]) -> dict[str, str]:
        """Each class in words: those of its first figure."""
        first = {row.code: next(iter(row.figures.values())) for row in reversed(rows)}
        records = in_full(self.area, first.values())
        return {code: records[one.pk].figure.label for code, one in first.items()}

    @cached_property
    def _crossed(self) -> list[Row]:
        picture = pictures.current(self.area.place)
        return picture.supply(self.sight) if picture and self.sight else []

    def _crossed_table(self) -> Table:
        rows = self._crossed
        names = sorted({row["town"] for row in rows})
        columns = [
            Column("town", gettext("Municipality"), options=[Option(name, name) for name in names]),
            worded("form", gettext("Form of housing")),
            worded("legal_status", gettext("Legal status")),
            worded("certified", gettext("Quality mark")),
            Column("places", gettext("Places"), "number", bar=True, note=_without_places),
            Column("occupants", gettext("Occupants"), "number"),
            Column("addresses", gettext("Addresses"), "number", href=_list_of),
        ]
        found = narrowed(rows, self._table(columns, rows).state)
        added = [replace(one, total=_sum(found, one.key)) if one.kind == "number" else one for one in columns]
        return self._table(added, rows, total=gettext("Together") if found else "")

    def _table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Any],
        total: str = "",
        fill: Callable[[Sequence[Any]], Sequence[Any]] | None = None,
    ) -> Table:
        return Table(
            self.request,
            "aanbod",
            gettext("Supply of %(region)s") % {"region": self.area.place.name},
            columns,
            rows,
            sort="-places",
            page_size=50,
            total=total,
            fill=fill,
            empty=Empty(
                gettext("There are no figures that you may see."),
                gettext("Figures come here once lists have been delivered and the picture has been made."),
            ),
        )


def largest(classes: Sequence[FigureRecord], whole: FigureRecord | None) -> FigureRecord | None:
    """The class with most places; None where there is none, or one that is masked may have more."""
    seen = {one: one.value for one in classes if one.value is not None}
    if not seen:
        return None
    first = max(seen, key=lambda one: seen[one])
    if len(seen) == len(classes):
        return first
    known = whole and whole.value is not None and whole.value - sum(seen.values()) < seen[first]
    return first if known else None


def _sum(rows: Iterable[Row], key: str) -> int:
    return sum(row[key] for row in rows)


def _names(rows: Sequence[Part]) -> list[Option]:
    return [Option(name, name) for name in sorted({row.town.name for row in rows})]


def _figures(measure: str, label: str, *, bar: bool = False) -> Column:
    return Column(measure, label, "figure", value=lambda row: row.figures.get(measure), bar=bar)


def _without_places(row: Row) -> str:
    missing = row["without_places"]
    words = ngettext("of %(n)s address not known", "of %(n)s addresses not known", missing)
    return words % {"n": number(missing, language())} if missing else ""


def _list_of(row: Row) -> str:
    """The addresses behind a row."""
    chosen = {name: row[name] or UNKNOWN for name in CLASSES}
    return f"{reverse('housing:list')}?{urlencode({'town': row['town'], **chosen, 'supply': 'yes'})}"


def _counted(places: int, addresses: int) -> str:
    said = ngettext("%(places)s place", "%(places)s places", places) % {"places": number(places, language())}
    where = ngettext("%(n)s address", "%(n)s addresses", addresses) % {"n": number(addresses, language())}
    return gettext("%(places)s at %(addresses)s") % {"places": said, "addresses": where}
