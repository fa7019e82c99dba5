"""A map of areas coloured by class, with its legend and the list that says the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from shapely.geometry.base import BaseGeometry

from onderdak.base.figures.format import number, percentage
from onderdak.base.ui.drawing import WIDTH, Frame, class_breaks, frame_around, path
from onderdak.base.ui.tables.columns import Words
from onderdak.base.ui.tiles import language

SHARES = (0.2, 0.4, 0.6, 0.8)
MAX_LABELS = 25
MAX_LABEL = 26  # letters


@dataclass(frozen=True)
class Area:
    """An area of the map.

    Parameters
    ----------
    code : str
        Its code; rows of a table that carry the same `data-area` share its choice.
    name : str
        Its name.
    outline : shapely geometry
        In EPSG:28992 metres.
    value : float or None
        What its colour stands for; None where it is not known.
    href : str
        Where it leads.
    note : str
        What else is said of it when it is pointed at.
    """

    code: str
    name: str
    outline: BaseGeometry
    value: float | None
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Class:
    """A class of the legend: its number, which is its colour, its bounds in words, and how many areas are in it."""

    number: int
    label: str
    members: int


@dataclass(frozen=True)
class Choropleth:
    """The map.

    Parameters
    ----------
    key : str
        Name of the map on the page.
    title : str
        What the map shows.
    areas : sequence of Area
        The areas.
    kind : str
        "number", or "share" for parts of 1 in five equal classes.
    legend : str
        What the colours stand for.
    chosen : str
        Code of the area that is chosen.
    with_list : bool
        Put the list of areas beside it. Leave it out where a table with the same areas stands beside it.
    level : int
        Level of the heading.
    """

    key: str
    title: Words
    areas: Sequence[Area]
    kind: Literal["number", "share"] = "number"
    legend: Words = ""
    chosen: str = ""
    with_list: bool = True
    level: int = 2

    @property
    def html_id(self) -> str:
        """The id of the map on the page."""
        return f"kaart-{self.key}"

    @cached_property
    def _breaks(self) -> list[float]:
        if self.kind == "share":
            return list(SHARES)
        return [float(one) for one in class_breaks([round(a.value) for a in self.areas if a.value])]

    def _class(self, area: Area) -> int:
        """The class of an area: 0 where nothing is known, or where there is nothing."""
        if area.value is None or (self.kind == "number" and not round(area.value)):
            return 0
        measured = area.value if self.kind == "share" else round(area.value)
        return bisect_left(self._breaks, measured) + 1

    @property
    def classes(self) -> list[Class]:
        """The legend; classes without members are left out."""
        numbers = [self._class(area) for area in self.areas]
        found = [Class(n, label, numbers.count(n)) for n, label in enumerate([self._none(), *self._labels()])]
        return [one for one in found if one.members]

    def _none(self) -> str:
        """What class 0 means here."""
        if any(area.value is None for area in self.areas):
            return gettext("not known")
        return self.written(0)

    def _labels(self) -> list[str]:
        if self.kind == "share":
            return ["0–20%", "21–40%", "41–60%", "61–80%", "81–100%"]
        bounds = [round(one) for one in self._breaks]
        lows = [1, *(bound + 1 for bound in bounds)]
        return [
            self.written(high) if high == low else f"{self.written(low)}–{self.written(high)}"
            for low, high in zip(lows, bounds, strict=False)
        ]

    def written(self, value: float | None) -> str:
        """A value in the reader's language."""
        if value is None:
            return gettext("not known")
        return percentage(value, language()) if self.kind == "share" else number(value, language())

    def said(self, area: Area) -> str:
        """An area in words."""
        text = f"{area.name}: {self.written(area.value)}"
        return f"{text}, {area.note}" if area.note else text

    @property
    def lines(self) -> list[tuple[Area, str, int]]:
        """The list: area, value in words and class, the largest first."""
        known = sorted(self.areas, key=lambda area: (area.value is None, -(area.value or 0), area.name))
        return [(area, self.written(area.value), self._class(area)) for area in known]

    @cached_property
    def drawing(self) -> SafeString:
        """The map as SVG; nothing where no area has an outline."""
        # The chosen one last: its neighbours would cover its outline.
        drawn = sorted(
            (area for area in self.areas if not area.outline.is_empty), key=lambda area: area.code == self.chosen
        )
        frame = frame_around(area.outline.bounds for area in drawn)
        if frame is None:
            return SafeString("")
        outlines = format_html_join("", "{}", ((self._outline(area, frame),) for area in drawn))
        few = drawn if len(drawn) <= MAX_LABELS else []
        labels = format_html_join("", '<text x="{}" y="{}">{}</text>', (_label(area, frame) for area in few))
        return format_html(
            '<svg class="od-map__svg" viewBox="0 0 {} {}" role="group" aria-label="{}"><g>{}</g>'
            '<g class="od-map__labels" aria-hidden="true">{}</g></svg>',
            WIDTH,
            frame.height,
            self.title,
            outlines,
            labels,
        )

    def _outline(self, area: Area, frame: Frame) -> SafeString:
        chosen = " od-chosen" if area.code == self.chosen else ""
        words = self.said(area)
        shape = format_html('<path d="{}"/>', path(area.outline, frame))
        attributes = format_html(
            'class="od-map__area od-class-{}{}" data-area="{}"', self._class(area), chosen, area.code
        )
        if area.href:
            return format_html('<a {} href="{}" aria-label="{}">{}</a>', attributes, area.href, words, shape)
        return format_html('<g {} role="img" aria-label="{}">{}</g>', attributes, words, shape)


def _label(area: Area, frame: Frame) -> tuple[int, int, str]:
    inside = area.outline.representative_point()
    name = area.name if len(area.name) <= MAX_LABEL else area.name[: MAX_LABEL - 1] + "…"
    return *frame.at(inside.x, inside.y), name
