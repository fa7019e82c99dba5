"""Vega-Lite to SVG and PNG on the server, with our own fonts and in the reader's language."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from functools import cache, lru_cache
from importlib import metadata, resources
from typing import Any, Literal

import vl_convert
from django.core.cache import caches

VEGA_LITE = "6.4"
INK, QUIET, LINE = "#14213d", "#4a5b6f", "#d3dee4"
#: The series of a chart, in order; they differ in lightness too, and the second one is drawn broken.
COLOURS = ("#0b4f6c", "#c2660b", "#4a89a4", "#4a5b6f")
LOCALES: dict[str, Literal["nl-NL", "en-GB"]] = {"nl": "nl-NL", "en": "en-GB"}

_CONFIG: dict[str, Any] = {
    "background": None,
    "font": "Source Sans 3",
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "titleColor": QUIET,
        "labelFontSize": 14,
        "titleFontSize": 14,
        "titleFontWeight": 400,
        "gridColor": LINE,
        "domainColor": INK,
        "tickColor": LINE,
        "labelPadding": 6,
    },
    "axisY": {"domain": False, "ticks": False, "tickCount": 5},
    "axisX": {"grid": False},
    "legend": {"labelFontSize": 14, "titleFontSize": 14, "labelColor": INK, "orient": "top", "title": None},
    "line": {"strokeWidth": 2.5},
    "text": {"fontSize": 14, "color": INK},
    "range": {"category": list(COLOURS)},
}

#: The least that can be drawn.
_LEAST = {"data": {"values": [{"x": 1}]}, "mark": "bar", "encoding": {"x": {"field": "x", "type": "quantitative"}}}


@cache
def _fonts() -> None:
    """Without this every letter vanishes, and nothing says so."""
    vl_convert.register_font_directory(str(resources.files("onderdak.base.ui").joinpath("fonts")))


def themed(spec: dict[str, Any], width: int, height: int) -> dict[str, Any]:
    """The specification with our look and a size."""
    own = {key: value for key, value in spec.items() if key not in ("config", "width", "height", "usermeta")}
    return {**own, "width": width, "height": height, "autosize": {"type": "fit", "contains": "padding"}} | {
        "config": _CONFIG
    }


def svg(spec: dict[str, Any], width: int, height: int, language: str, mark: str = "") -> str:
    """The chart as SVG that may stand within a page: no style attribute, and ids that begin with `mark`."""
    return _with_mark(_svg(vega(spec, width, height), LOCALES[language]), mark)


def _svg(text: str, locale: Literal["nl-NL", "en-GB"]) -> str:
    """Of the Vega specification, which a page holds too.

    A drawing is kept under a digest of all that it is made of: another figure, word, colour or language has another
    name, so that one that was kept is the one that would be made.
    """
    kept = caches["drawings"]
    name = hashlib.sha256("\n".join((_drawer(), locale, text)).encode()).hexdigest()
    with suppress(OSError):
        if drawn := kept.get(name):
            return drawn
    drawn = _drawn(text, locale)
    with suppress(OSError):  # on a full disk it is made again and again, and the page is whole
        kept.set(name, drawn)
    return drawn


def _drawn(text: str, locale: Literal["nl-NL", "en-GB"]) -> str:
    _fonts()
    return vl_convert.vega_to_svg(text, format_locale=locale, time_format_locale=locale)


def start() -> None:
    """Start what draws: that takes a second, for which the first who needs a drawing that was not kept would wait."""
    _drawn(vega(_LEAST, 100, 40), "nl-NL")


@cache
def _drawer() -> str:
    """The version of what draws: a later one draws anew."""
    return metadata.version("vl-convert-python")


def _with_mark(drawn: str, mark: str) -> str:
    """Ids of two charts on one page must differ, or the one is cut to the size of the other."""
    return re.sub(r'(\bid="|url\(#)', rf"\g<1>{mark}-", drawn) if mark else drawn


def png(spec: dict[str, Any], width: int, height: int, language: str) -> bytes:
    """The chart as a picture of twice the size, on white."""
    _fonts()
    text = themed(spec, width, height)
    text["config"] = {**_CONFIG, "background": "white"}
    locale = LOCALES[language]
    return vl_convert.vegalite_to_png(
        json.dumps(text, default=str), vl_version=VEGA_LITE, scale=2, format_locale=locale, time_format_locale=locale
    )


@lru_cache(maxsize=256)
def _vega(text: str) -> str:
    return _json(vl_convert.vegalite_to_vega(text, vl_version=VEGA_LITE))


def vega(spec: dict[str, Any], width: int, height: int) -> str:
    """The chart as a Vega specification, for the browser that draws it anew with values on pointing.

    What the numbers are changes nothing of how they are drawn: charts of one shape are compiled once, and the named
    data of each (`datasets`) put in afterwards.
    """
    named = spec.get("datasets", {})
    drawn = _vega(_json(themed(spec, width, height) | {"datasets": {name: _marked(name) for name in named}}))
    for name, rows in named.items():
        drawn = drawn.replace(_json(_marked(name)), _json(rows), 1)
    return drawn


def _marked(name: str) -> list[dict[str, str]]:
    """What stands in the place of named data while a chart is compiled; one row, for none may be left out."""
    return [{"rows of": name}]


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), default=str)


def without_attribute(drawn: str, name: str) -> str:
    """The drawing without an attribute."""
    return re.sub(rf' {name}="[^"]*"', "", drawn)
