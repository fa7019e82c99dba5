"""Invented figures, rows, land and forms for the gallery. No place or source in it exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from shapely.geometry import Polygon

from onderdak.base.figures import Figure, FigureSource
from onderdak.base.ui.charts import Bar, Chart, Event, Named, bars, trend
from onderdak.base.ui.maps import Area, Choropleth
from onderdak.base.ui.tables import Column, Empty, Option, Table
from onderdak.base.ui.tiles import language


def say(dutch: str, english: str) -> str:
    """Words of an invented figure in the reader's language, as its makers would deliver them."""
    return dutch if language() == "nl" else english


@dataclass(frozen=True)
class Kept:
    """A figure with a page, as if it had been published; whoever looks may not see what is suppressed."""

    of: Figure

    @property
    def figure(self) -> Figure:
        """The figure as this reader sees it."""
        return self.of.masked()

    @property
    def value(self) -> float | None:
        """Its value alone."""
        return self.figure.value

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Its interval alone."""
        return self.figure.low, self.figure.high

    def get_absolute_url(self) -> str:
        """The way to its explanation: here the gallery itself."""
        return "/ui/"


SOURCES = (
    FigureSource("huisvester-noord", date(2026, 10, 3)),
    FigureSource("gemeente-zuiderdam", date(2026, 10, 20)),
    FigureSource("keurmerk", date(2026, 9, 30)),
)


def figure(value: float | None, on: date = date(2026, 11, 1), **more: Any) -> Figure:
    """An invented number of places."""
    given: dict[str, Any] = {
        "key": "places",
        "label": say("Plekken bekend", "Places known"),
        "unit": say("plekken", "places"),
        "definition": say("Som van de plekken waarover bronnen het eens zijn.", "Sum of the places sources agree on."),
        "status": "measured",
        "method": say("eens of nieuwste", "agreed or newest"),
        "version": "1",
        "sources": SOURCES,
    }
    return Figure(value=value, as_of=on, **{**given, **more})


def estimate(value: float, low: float, high: float, on: date = date(2026, 11, 1), **more: Any) -> Figure:
    """An invented number of people, with its interval."""
    words: dict[str, Any] = {
        "key": "people",
        "label": say("Arbeidsmigranten in de regio", "Labour migrants in the region"),
        "unit": say("mensen", "people"),
        "status": "estimated",
        "definition": say("Wie hier woont om te werken, geteld of niet.", "Who lives here to work, counted or not."),
    }
    return figure(value, on, low=low, high=high, **{**words, **more})


HALF_YEARS = [date(year, month, 1) for year in (2024, 2025, 2026) for month in (1, 7)] + [date(2026, 11, 1)]


def people() -> list[Figure]:
    """A figure over time, with a band."""
    values = (21_300, 21_900, 22_400, 22_300, 23_100, 23_700, 24_317)
    return [estimate(v, v - 2_400, v + 2_700, on) for v, on in zip(values, HALF_YEARS, strict=True)]


def places() -> list[Figure]:
    """Places over time, without a band."""
    values = (13_900, 14_050, 14_100, 15_310, 15_420, 15_460, 15_870)
    return [figure(v, on) for v, on in zip(values, HALF_YEARS, strict=True)]


@dataclass(frozen=True)
class Town:
    """A row of the table of municipalities."""

    code: str
    name: str
    demand: int | None
    supply: int
    permitted: float
    state: str
    delivered: date | None

    @property
    def shortage(self) -> int | None:
        """Demand without a place."""
        return None if self.demand is None else self.demand - self.supply


TOWNS = (
    Town("VM01", "Zuiderdam", 3_120, 2_010, 0.72, "course", date(2026, 10, 20)),
    Town("VM02", "Oosterlo", 2_480, 1_950, 0.64, "course", date(2026, 10, 12)),
    Town("VM03", "Wimpelveen", 4_910, 2_730, 0.38, "behind", date(2026, 4, 2)),
    Town("VM04", "'t Snoekenwold", 1_260, 540, 0.51, "must", date(2026, 9, 28)),
    Town("VM05", "Nieuw-Krakelzijl", None, 2_610, 0.83, "unknown", None),
)
_STATES = {
    "course": ("done", ("Op koers", "On course")),
    "behind": ("warn", ("Achter", "Behind")),
    "must": ("act", ("Besluit nodig voor 1 december", "Decision needed before 1 December")),
    "unknown": ("quiet", ("Nog niet geleverd", "Not delivered yet")),
}


def town_columns() -> list[Column]:
    """Columns of municipalities."""
    return [
        Column("name", _("Municipality"), href=lambda row: f"/ui/?gemeente={row.code}"),
        Column("demand", say("Vraag", "Demand"), "number", total=11_770),
        Column("supply", say("Aanbod", "Supply"), "number", bar=True, total=9_840),
        Column("shortage", say("Tekort", "Shortage"), "number", total=4_540),
        Column("permitted", say("Vergund", "Permitted"), "share", optional=True),
        Column(
            "state",
            say("Stand", "State"),
            value=lambda row: say(*_STATES[row.state][1]),
            tone=lambda row: _STATES[row.state][0],  # pyright: ignore[reportArgumentType]
        ),
        Column("delivered", say("Aangeleverd", "Delivered"), "date", hidden=True),
    ]


def towns(request: HttpRequest, key: str, **more: Any) -> Table:
    """The table of municipalities."""
    given: dict[str, Any] = {
        "sort": "-shortage",
        "prefix": f"{key}-",
        "total": say("Hele regio", "Whole region"),
        "area": lambda row: row.code,
    }
    caption = say("Vraag en aanbod per gemeente", "Demand and supply by municipality")
    return Table(request, key, f"{caption} ({key})", town_columns(), TOWNS, **{**given, **more})


@dataclass(frozen=True)
class Address:
    """A row of a longer table."""

    name: str
    town: str
    form: str
    beds: int
    checked: date


FORMS = {
    "house": ("woning", "dwelling"),
    "large": ("grootschalige locatie", "large site"),
    "farm": ("bij een bedrijf", "at an enterprise"),
}
_STREETS = ("Dorpsstraat", "Kerkweg", "Molenpad", "Havenkade", "Burgemeester Verzonnenlaan")


def addresses() -> list[Address]:
    """Sixty invented addresses."""
    codes = list(FORMS)
    return [
        Address(
            f"{_STREETS[n % 5]} {n + 1}",
            TOWNS[n * 7 % 5].name,
            codes[n * 5 % 3],
            (n * 37) % 61 + 2,
            date(2026, n % 10 + 1, n % 27 + 1),
        )
        for n in range(60)
    ]


def address_table(request: HttpRequest, key: str, rows: Any = None, **more: Any) -> Table:
    """A table with search, filters, choice of columns, pages and files."""
    columns = [
        Column("name", say("Adres", "Address"), searchable=True),
        Column("town", _("Municipality"), searchable=True, options=[Option(one.name, one.name) for one in TOWNS]),
        Column(
            "form",
            say("Soort", "Kind"),
            "badge",
            value=lambda row: say(*FORMS[row.form]),
            options=[Option(say(*words), say(*words)) for words in FORMS.values()],
        ),
        Column("beds", say("Plekken", "Places"), "number", bar=True),
        Column("checked", say("Bezocht op", "Visited on"), "date", optional=True),
    ]
    caption = say("Adressen met plekken", "Addresses with places")
    return Table(
        request, key, f"{caption} ({key})", columns, addresses() if rows is None else rows, prefix=f"{key}-", **more
    )


def empty_table(request: HttpRequest, key: str) -> Table:
    """A table in which nothing stands yet."""
    nothing = Empty(
        say("Er zijn nog geen adressen.", "There are no addresses yet."),
        say("Lever een eerste lijst aan; daarna staan ze hier.", "Deliver a first list; then they stand here."),
        "/ui/",
        say("Lijst aanleveren", "Deliver a list"),
    )
    return address_table(request, key, (), empty=nothing)


def figure_table(request: HttpRequest, key: str) -> Table:
    """A table with figures in its cells."""
    rows = [
        {"name": "Zuiderdam", "people": Kept(estimate(6_210, 5_500, 7_000)), "places": Kept(figure(2_010))},
        {"name": "Oosterlo", "people": Kept(estimate(4_480, 3_900, 5_100)), "places": Kept(figure(1_950))},
        {"name": "Wimpelveen", "people": figure(None), "places": figure(4, disclosure="suppressed")},
    ]
    columns = [
        Column("name", _("Municipality")),
        Column("people", say("Mensen", "People"), "figure"),
        Column("places", say("Plekken", "Places"), "figure", bar=True),
    ]
    caption = say("Mensen en plekken", "People and places")
    return Table(request, key, caption, columns, rows, prefix=f"{key}-", show_caption=True)


# --- charts -------------------------------------------------------------------------------------------------------


def trend_chart(request: HttpRequest, key: str) -> Chart:
    """A figure over time with its band and two events."""
    return trend(
        request,
        key,
        say(
            "Ruim 24.000 arbeidsmigranten, en het worden er meer", "Just over 24,000 labour migrants, and more to come"
        ),
        people(),
        summary=say(
            "Het aantal groeide van ruim 21.000 in januari 2024 naar ruim 24.000 in november 2026.",
            "The number grew from over 21,000 in January 2024 to over 24,000 in November 2026.",
        ),
        events=[
            Event(date(2025, 1, 15), say("bron toegevoegd: uitzendbureaus", "source added: agencies")),
            Event(
                date(2026, 3, 1), say("definitie scherper: alleen wie hier slaapt", "definition: only who sleeps here")
            ),
        ],
    )


def lines_chart(request: HttpRequest, key: str) -> Chart:
    """Two lines of one definition."""
    other = [figure(round((one.value or 0) * 0.6), one.as_of) for one in places()]
    return trend(
        request,
        key,
        say("Zuiderdam groeit, Oosterlo volgt", "Zuiderdam grows, Oosterlo follows"),
        [Named("Zuiderdam", places()), Named("Oosterlo", other)],
        summary=say("Beide gemeenten kregen in 2025 plekken erbij.", "Both municipalities gained places in 2025."),
    )


def bars_chart(request: HttpRequest, key: str) -> Chart:
    """Figures beside each other."""
    rows = [Bar(one.name, estimate(one.supply, one.supply * 0.9, one.supply * 1.15)) for one in TOWNS]
    return bars(
        request,
        key,
        say("Wimpelveen en Nieuw-Krakelzijl hebben de meeste plekken", "Wimpelveen has the most places"),
        rows,
        summary=say("Plekken per gemeente, van 540 tot 2.730.", "Places by municipality, from 540 to 2,730."),
    )


# --- land ---------------------------------------------------------------------------------------------------------

_LAND = {
    "VM01": [(100, 400), (101, 402.2), (103.4, 402.6), (104.1, 400.9), (102.8, 399.2), (101, 398.9)],
    "VM02": [(103.4, 402.6), (106.5, 403), (107.4, 401), (106.1, 399.8), (104.1, 400.9)],
    "VM03": [(102.8, 399.2), (104.1, 400.9), (106.1, 399.8), (106.4, 397.2), (104, 396.2), (102.2, 397)],
    "VM04": [(101, 398.9), (102.8, 399.2), (102.2, 397), (100.3, 396.6), (99.4, 398)],
    "VM05": [(106.1, 399.8), (107.4, 401), (109.3, 399.6), (109, 397.4), (106.4, 397.2)],
}


def land(
    key: str, *, with_list: bool = True, chosen: str = "", kind: str = "number", outlined: bool = True
) -> Choropleth:
    """A map of the invented municipalities."""
    areas = [
        Area(
            town.code,
            town.name,
            Polygon([(x * 1000, y * 1000) for x, y in _LAND[town.code]]) if outlined else Polygon(),
            town.permitted if kind == "share" else town.shortage,
            href=f"/ui/?gemeente={town.code}",
            note=say(*_STATES[town.state][1]),
        )
        for town in TOWNS
    ]
    title = say("Tekort per gemeente", "Shortage by municipality")
    if kind == "share":
        title = say("Aandeel vergund per gemeente", "Share permitted by municipality")
    legend = say("Plekken te weinig", "Places short") if kind == "number" else say("Vergund", "Permitted")
    return Choropleth(key, title, areas, kind, legend, chosen, with_list)  # pyright: ignore[reportArgumentType]


# --- forms --------------------------------------------------------------------------------------------------------


class SiteForm(forms.Form):
    """A form with every kind of field."""

    name = forms.CharField(label=_("Name of the site"), help_text=_("As the neighbours know the place"))
    beds = forms.IntegerField(label=_("Number of places"), min_value=1, max_value=2000)
    opens = forms.DateField(label=_("Opens on"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Choose")), ("large", _("Large site")), ("house", _("Dwelling"))]
    )
    permit = forms.ChoiceField(
        label=_("Permit"),
        choices=[("granted", _("Granted")), ("asked", _("Asked for")), ("none", _("Not asked for yet"))],
        widget=forms.RadioSelect,
    )
    near = forms.MultipleChoiceField(
        label=_("Within walking distance"),
        choices=[("shop", _("Shop")), ("bus", _("Bus stop")), ("doctor", _("Doctor"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose all that hold"),
    )
    plan = forms.FileField(label=_("Drawing"), required=False, help_text=_("PDF of at most 10 MB"))
    remark = forms.CharField(label=_("Remark"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=_("The owner agrees to this"), help_text=_("We ask for this in writing too"))


FILLED = {"name": "De Polderhof", "beds": "120", "kind": "large", "permit": "granted", "near": ["bus"], "agreed": "on"}
WRONG = {**FILLED, "beds": "veel", "kind": "", "permit": "", "agreed": "", "opens": "2026-02-31"}


def form(data: dict[str, Any] | None, key: str) -> SiteForm:
    """The form, filled in with these; its ids begin with the key."""
    made = SiteForm(data, auto_id=f"{key}-%s")
    if data is not None:
        made.full_clean()
    return made
