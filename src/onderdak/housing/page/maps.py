"""The map of the region as SVG: municipalities coloured by a class, addresses as points that grow with their places.

Coordinates are EPSG:28992 metres, scaled to a drawing 10,000 units wide; the style sheet gives sizes in pixels through
the variable `--u` (units in one pixel), so that points and lines keep their size while zooming.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from onderdak.base.ui.drawing import WIDTH, Frame, class_breaks, frame_around, path
from onderdak.housing.page.formats import count, percent
from onderdak.housing.summary import AddressRow, MunicipalitySupply, PictureSummary

MAX_POINTS = 5_000  # more than this is slow on a desktop without a graphics card
MANY_POINTS = 800
MAX_LABELS = 25
MAX_LABEL = 26  # letters
SIZES = (5, 20, 100, 400)  # upper bounds, in places, of the classes of a point
CELLS = (100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000)  # metres
SHARES = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class LegendLine:
    """One class of the legend: its number (for the colour), its bounds in words, how many municipalities are in it."""

    number: int
    label: str
    members: int


@dataclass(frozen=True)
class Measure:
    """What the colour of a municipality can stand for."""

    key: str
    label: str
    legend: tuple[LegendLine, ...]
    classes: tuple[int, ...]  # class of each municipality; 0: nothing to say


@dataclass(frozen=True)
class RegionMap:
    """The drawing and what its legends need."""

    svg: SafeString
    measures: tuple[Measure, ...]
    approximate: bool
    has_outlines: bool
    points: int  # addresses on the map
    cell: int  # metres of a cell; 0 where each address is a point of its own
    sizes: tuple[tuple[int, str], ...]

    @property
    def dense(self) -> bool:
        """Whether points must be small to leave the colours of the municipalities in sight."""
        return self.points > MANY_POINTS


def region_map(summary: PictureSummary, shown: Sequence[AddressRow]) -> RegionMap | None:
    """Draw the region; None where neither outlines nor coordinates are known.

    Parameters
    ----------
    summary : PictureSummary
        The picture.
    shown : sequence of AddressRow
        The addresses that the page can open, in its order; a point refers to them by position.
    """
    outlines = _outlines(summary.outlines)
    places = [row for row in summary.addresses if row.x is not None and row.y is not None]
    frame = frame_around([*(geometry.bounds for _, geometry in outlines), *map(_box, places)])
    if frame is None:
        return None
    measures = _measures(summary.municipalities)
    cell = 0 if len(places) <= MAX_POINTS else _cell(places)
    points = _cells(places, cell, frame) if cell else _points(shown, frame)
    areas, labels = _areas(outlines, summary.municipalities, measures, frame)
    return RegionMap(
        svg=_svg(frame, areas, points, labels),
        measures=measures,
        approximate=any(properties.get("approximate") for properties, _ in outlines),
        has_outlines=bool(outlines),
        points=len(places),
        cell=cell,
        sizes=tuple(enumerate(_bounds_in_words(SIZES), start=1)),
    )


def _html(template: str, *values: object) -> SafeString:
    return SafeString(format_html(template, *values))


def _svg(frame: Frame, *layers: SafeString) -> SafeString:
    return _html(
        '<svg id="map" class="map" viewBox="0 0 {} {}" data-measure="places" role="group" aria-label="{}">{}</svg>',
        WIDTH,
        frame.height,
        gettext("Map of the municipalities and addresses"),
        SafeString("".join(layers)),
    )


def _outlines(collection: dict[str, Any] | None) -> list[tuple[dict[str, Any], BaseGeometry]]:
    features = (collection or {}).get("features") or []
    found = [
        (feature.get("properties") or {}, shape(feature["geometry"])) for feature in features if feature["geometry"]
    ]
    return [(properties, geometry) for properties, geometry in found if not geometry.is_empty]


def _box(row: AddressRow) -> tuple[float, float, float, float]:
    x, y = row.x or 0.0, row.y or 0.0
    return x, y, x, y


# --- municipalities ---------------------------------------------------------------------------------------------


def _measures(municipalities: Sequence[MunicipalitySupply]) -> tuple[Measure, ...]:
    def share(part: Callable[[MunicipalitySupply], int]) -> list[float | None]:
        return [part(one) / one.places if one.places else None for one in municipalities]

    return (
        _counted("places", gettext("Places"), [one.places for one in municipalities]),
        _shared("certified", gettext("Share with a valid quality mark"), share(lambda one: one.places_certified)),
        _shared("permitted", gettext("Share permitted"), [permitted_share(one) for one in municipalities]),
        _counted(
            "contradictions", gettext("Addresses with a contradiction"), [one.contradictions for one in municipalities]
        ),
    )


def permitted_share(one: MunicipalitySupply) -> float | None:
    """The permitted part of the places; None where no source says anything of any of them."""
    known = one.places and one.places_status_unknown < one.places
    return one.places_permitted / one.places if known else None


def _counted(key: str, label: str, values: Sequence[int]) -> Measure:
    breaks = class_breaks([value for value in values if value])
    classes = tuple(bisect_left(breaks, value) + 1 if value else 0 for value in values)
    return Measure(key, label, _legend(["0", *_bounds_in_words(breaks[:-1], breaks[-1:])], classes, first=0), classes)


def _shared(key: str, label: str, values: Sequence[float | None]) -> Measure:
    classes = tuple(0 if value is None else bisect_left(SHARES, value) + 1 for value in values)
    words = [gettext("not known"), "0–20%", "21–40%", "41–60%", "61–80%", "81–100%"]
    return Measure(key, label, _legend(words, classes, first=0), classes)


def _legend(words: Sequence[str], classes: Sequence[int], *, first: int) -> tuple[LegendLine, ...]:
    lines = (LegendLine(number, text, classes.count(number)) for number, text in enumerate(words, start=first))
    return tuple(line for line in lines if line.members or line.number)


def _bounds_in_words(breaks: Sequence[int], last: Sequence[int] = ()) -> list[str]:
    """The classes of these upper bounds in words; the last class is open unless its bound is given."""
    bounds = [*breaks, *last]
    words = [
        count(high) if high == low else f"{count(low)}–{count(high)}"
        for low, high in zip([1, *(bound + 1 for bound in bounds)], bounds, strict=False)
    ]
    return words if last or not breaks else [*words, gettext("more than %(n)s") % {"n": count(breaks[-1])}]


def _areas(
    outlines: Sequence[tuple[dict[str, Any], BaseGeometry]],
    municipalities: Sequence[MunicipalitySupply],
    measures: Sequence[Measure],
    frame: Frame,
) -> tuple[SafeString, SafeString]:
    by_code = {one.code: number for number, one in enumerate(municipalities) if one.code}
    by_name = {one.name: number for number, one in enumerate(municipalities)}
    areas: list[SafeString] = []
    labels: list[SafeString] = []
    for properties, geometry in outlines:
        name = str(properties.get("name") or "")
        number = by_code.get(str(properties.get("code") or ""), by_name.get(name))
        drawn = path(geometry, frame)
        areas.append(_silent(name, drawn) if number is None else _area(number, municipalities[number], measures, drawn))
        labels.append(_label(municipalities[number].name if number is not None else name, geometry, frame))
    few = len(labels) <= MAX_LABELS
    return _layer("areas", areas), _layer("labels", labels if few else [])


def _area(number: int, one: MunicipalitySupply, measures: Sequence[Measure], drawn: str) -> SafeString:
    classes = " ".join(f'data-{measure.key}="{measure.classes[number]}"' for measure in measures)
    return _html(
        '<a class="area" href="#gem-{}" data-m="{}" {} aria-label="{}"><path d="{}"/></a>',
        number,
        number,
        SafeString(classes),
        words_of(one),
        drawn,
    )


def words_of(one: MunicipalitySupply) -> str:
    """A municipality of the map in words."""
    parts = [
        ngettext("%(n)s place", "%(n)s places", one.places) % {"n": count(one.places)},
        ngettext("%(n)s address", "%(n)s addresses", one.addresses) % {"n": count(one.addresses)},
    ]
    if one.places:
        parts.append(
            gettext("%(share)s with a valid quality mark") % {"share": percent(one.places_certified / one.places)}
        )
    if one.contradictions:
        number = count(one.contradictions)
        parts.append(
            ngettext("%(n)s address with a contradiction", "%(n)s addresses with a contradiction", one.contradictions)
            % {"n": number}
        )
    return f"{one.name}: {', '.join(parts)}"


def _silent(name: str, drawn: str) -> SafeString:
    words = gettext("%(name)s: no addresses known") % {"name": name}
    return _html('<g class="area empty"><title>{}</title><path d="{}"/></g>', words, drawn)


def _label(name: str, geometry: BaseGeometry, frame: Frame) -> SafeString:
    inside = geometry.representative_point()
    x, y = frame.at(inside.x, inside.y)
    name = name if len(name) <= MAX_LABEL else name[: MAX_LABEL - 1] + "…"
    return _html('<text x="{}" y="{}">{}</text>', x, y, name)


def _layer(name: str, parts: Sequence[SafeString]) -> SafeString:
    hidden = "" if name == "areas" else ' aria-hidden="true"'
    return SafeString(f'<g class="{name}"{hidden}>{"".join(parts)}</g>')


# --- addresses --------------------------------------------------------------------------------------------------


def size_class(places: int | None) -> int:
    """The class of a point: 1 for the smallest, and for an address of which the places are not known."""
    return bisect_left(SIZES, places or 0) + 1


def _mark(certified: str) -> str:
    """How a point is drawn: filled, open, or open with a broken line. Never by colour alone."""
    return {"valid": "yes", "unknown": "unknown"}.get(certified, "no")


def _points(shown: Sequence[AddressRow], frame: Frame) -> SafeString:
    numbered = [(number, row) for number, row in enumerate(shown) if row.x is not None and row.y is not None]
    numbered.sort(key=lambda pair: -(pair[1].beds or 0))  # large ones below, small ones on top
    return _layer("points", [_point(number, row, frame) for number, row in numbered])


def _point(number: int, row: AddressRow, frame: Frame) -> SafeString:
    x, y = frame.at(row.x or 0.0, row.y or 0.0)
    mark, size = _mark(row.certified), size_class(row.beds)
    return _html('<circle class="s{} {}" cx="{}" cy="{}" data-i="{}"/>', size, mark, x, y, number)


def _cell(places: Sequence[AddressRow]) -> int:
    """The smallest cell that leaves few enough points."""
    for cell in CELLS:
        if (
            len({(row.x // cell, row.y // cell) for row in places if row.x is not None and row.y is not None})
            <= MAX_POINTS
        ):
            return cell
    return CELLS[-1]


def _cells(places: Sequence[AddressRow], cell: int, frame: Frame) -> SafeString:
    groups: dict[tuple[int, int], list[AddressRow]] = defaultdict(list)
    for row in places:
        groups[int((row.x or 0) // cell), int((row.y or 0) // cell)].append(row)
    return _layer("points", [_group(at, rows, cell, frame) for at, rows in sorted(groups.items())])


def _group(at: tuple[int, int], rows: Sequence[AddressRow], cell: int, frame: Frame) -> SafeString:
    x, y = frame.at((at[0] + 0.5) * cell, (at[1] + 0.5) * cell)
    places = sum(row.beds or 0 for row in rows)
    certified = sum(row.beds or 0 for row in rows if row.certified == "valid")
    words = gettext("%(addresses)s addresses, %(places)s places, %(certified)s of them with a valid quality mark") % {
        "addresses": count(len(rows)),
        "places": count(places),
        "certified": count(certified),
    }
    return _html(
        '<circle class="s{} {}" cx="{}" cy="{}" data-w="{}"/>',
        size_class(places),
        "yes" if certified * 2 > places else "no",
        x,
        y,
        words,
    )
