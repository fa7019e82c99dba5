"""The map of a page as a picture that stands alone, for a report: colours and letters in it, the legend beside it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from onderdak.base.ui.drawing import WIDTH, Frame, frame_around, path
from onderdak.base.ui.maps import MAX_LABEL, MAX_LABELS, Area, Choropleth

#: The classes as the theme colours them: a report knows no style sheet.
COLOURS = ("#e1e4e6", "#dcebf1", "#b9d7e3", "#8fbcd0", "#5f9cb6", "#2f7695")
_INK, _GREY, _LETTER = "#14213d", "#44566b", "Source Sans 3"
_WIDE, _HIGH, _LEGEND = 760, 232, 190


def picture(one: Choropleth) -> str:
    """The map as SVG; empty where no area has an outline."""
    drawn = [line for line in one.lines if not line[0].outline.is_empty]
    frame = frame_around(area.outline.bounds for area, _, _ in drawn)
    if frame is None:
        return ""
    scale = min((_WIDE - _LEGEND) / WIDTH, _HIGH / frame.height)
    land = format_html_join(
        "",
        '<path d="{}" fill="{}" stroke="#fff" stroke-width="{}" stroke-linejoin="round"/>',
        ((path(area.outline, frame), COLOURS[number], round(1.4 / scale)) for area, _, number in drawn),
    )
    names = [area for area, _, _ in drawn] if len(drawn) <= MAX_LABELS else []
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="{}"><g transform="scale({})">{}</g>'
        "{}{}</svg>",
        _WIDE,
        round(frame.height * scale),
        _LETTER,
        f"{scale:.5f}",
        land,
        format_html_join("", "{}", ((_name(area, frame, scale),) for area in names)),
        format_html_join("", "{}", ((part,) for part in _legend(one, round(WIDTH * scale) + 24))),
    )


def _name(area: Area, frame: Frame, scale: float) -> SafeString:
    """The name of an area within it: white below, so that it is read on every colour."""
    inside = area.outline.representative_point()
    x, y = frame.at(inside.x, inside.y)
    name = area.name if len(area.name) <= MAX_LABEL else area.name[: MAX_LABEL - 1] + "…"
    written = format_html(
        '<text x="{}" y="{}" font-size="12" font-weight="600" text-anchor="middle" ', round(x * scale), round(y * scale)
    )
    below = format_html('{}fill="#fff" stroke="#fff" stroke-width="3" stroke-linejoin="round">{}</text>', written, name)
    return format_html('{}{}fill="{}">{}</text>', below, written, _INK, name)


def _legend(one: Choropleth, left: int) -> Iterator[SafeString]:
    top = 16
    yield format_html(
        '<text x="{}" y="{}" font-size="13" font-weight="600" fill="{}">{}</text>', left, top, _INK, one.title
    )
    for place, part in enumerate(one.classes):
        y = top + 12 + 24 * place
        yield format_html('<rect x="{}" y="{}" width="22" height="15" fill="{}"/>', left, y, COLOURS[part.number])
        yield format_html(
            '<text x="{}" y="{}" font-size="13" fill="{}">{}</text>', left + 30, y + 12, _GREY, part.label
        )
