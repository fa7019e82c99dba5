"""The candidates of a written address on a small map: where they lie towards each other, drawn on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

_WIDTH, _HEIGHT, _MARGIN = 480, 300, 36
_RADIUS = 13
_LEAST = 60.0  # metres across, so that two doors of one building are not torn apart
_BARS = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000)


@dataclass(frozen=True)
class _Frame:
    """From EPSG:28992 metres to the drawing."""

    west: float
    north: float
    scale: float  # pixels a metre

    def at(self, x: float, y: float) -> tuple[int, int]:
        return round(_MARGIN + (x - self.west) * self.scale), round(_MARGIN + (self.north - y) * self.scale)


def work_map(candidates: Sequence[dict[str, Any]]) -> SafeString | None:
    """The candidates as numbered points with a scale; None where there are not two of which it is known where they lie.

    Parameters
    ----------
    candidates : sequence of dict
        As `work_list.candidates_of` gives them: number, line, x and y.
    """
    placed = [one for one in candidates if one["x"] is not None and one["y"] is not None]
    if len(placed) < 2:
        return None
    frame = _frame_around(placed)
    said = "; ".join(f"{one['number']}: {one['line']}" for one in placed)
    label = _("Where the candidates lie, with the north above: %s") % said
    points = format_html_join("", "{}", ((_point(one),) for one in _apart(placed, frame)))
    return format_html(
        '<svg class="od-work-map" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<rect class="od-work-map__ground" width="100%" height="100%"/>{}{}</svg>',
        _WIDTH,
        _HEIGHT,
        label,
        points,
        _bar(frame),
    )


def _frame_around(placed: Sequence[dict[str, Any]]) -> _Frame:
    xs, ys = ([float(one[axis]) for one in placed] for axis in ("x", "y"))
    wide, high = max(max(xs) - min(xs), _LEAST), max(max(ys) - min(ys), _LEAST)
    scale = min((_WIDTH - 2 * _MARGIN) / wide, (_HEIGHT - 2 * _MARGIN) / high)
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return _Frame(
        middle[0] - (_WIDTH / 2 - _MARGIN) / scale,
        middle[1] + (_HEIGHT / 2 - _MARGIN) / scale,
        scale,
    )


def _apart(placed: Sequence[dict[str, Any]], frame: _Frame) -> list[tuple[int, int, int]]:
    """Number and place in the drawing; what would cover another stands beside it."""
    found: list[tuple[int, int, int]] = []
    for one in placed:
        across, down = frame.at(float(one["x"]), float(one["y"]))
        while any(abs(across - x) < 2 * _RADIUS and abs(down - y) < 2 * _RADIUS for _number, x, y in found):
            across += 2 * _RADIUS
        found.append((one["number"], across, down))
    return found


def _point(one: tuple[int, int, int]) -> SafeString:
    number, across, down = one
    return format_html(
        '<g aria-hidden="true"><circle class="od-work-map__point" cx="{}" cy="{}" r="{}"/>'
        '<text class="od-work-map__number" x="{}" y="{}">{}</text></g>',
        across,
        down,
        _RADIUS,
        across,
        down + 5,
        number,
    )


def _bar(frame: _Frame) -> SafeString:
    """How long a round number of metres is."""
    metres = next((one for one in reversed(_BARS) if one * frame.scale <= _WIDTH / 3), _BARS[0])
    words = f"{metres} m" if metres < 1_000 else f"{metres / 1_000:g} km"
    end = 12 + round(metres * frame.scale)
    return format_html(
        '<g aria-hidden="true"><path class="od-work-map__bar" d="M12 {}v6H{}v-6"/><text x="{}" y="{}">{}</text></g>',
        _HEIGHT - 16,
        end,
        end + 6,
        _HEIGHT - 10,
        words,
    )
