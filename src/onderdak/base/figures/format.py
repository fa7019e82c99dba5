"""Figures in words and digits, in Dutch or English: pure, the same on a page, in a PDF and in a spreadsheet.

An estimate is said as exactly as its interval can carry ("ruim 24.000"); the exact value stands in the table.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onderdak.base.figures.compare import difference
from onderdak.base.figures.figure import Figure

Direction = Literal["up", "down", "same", "unclear"]

_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
_WORDS: dict[str, tuple[str, str]] = {
    # how we came by it
    "measured": ("gemeten", "measured"),
    "estimated": ("geschat", "estimated"),
    "agreed": ("afgesproken", "agreed"),
    "assumed": ("aangenomen", "assumed"),
    # who may see it
    "internal": ("intern: niet publiceren", "internal: do not publish"),
    "publishable": ("mag openbaar zijn", "may be published"),
    "suppressed": ("afgeschermd", "suppressed"),
    # values
    "unknown": ("niet bekend", "not known"),
    "about": ("ongeveer {value}", "about {value}"),
    "over": ("ruim {value}", "just over {value}"),
    "under": ("bijna {value}", "almost {value}"),
    "interval": ("tussen {low} en {high}", "between {low} and {high}"),
    "at_least": ("ten minste {low}", "at least {low}"),
    "at_most": ("ten hoogste {high}", "at most {high}"),
    "points": ("procentpunt", "percentage points"),
    # change
    "more": ("{amount} meer dan op {day}", "{amount} more than on {day}"),
    "fewer": ("{amount} minder dan op {day}", "{amount} fewer than on {day}"),
    "higher": ("{amount} hoger dan op {day}", "{amount} higher than on {day}"),
    "lower": ("{amount} lager dan op {day}", "{amount} lower than on {day}"),
    "same": ("gelijk aan {day}", "the same as on {day}"),
    "unclear": ("niet duidelijk anders dan op {day}", "not clearly different from {day}"),
    "method_changed": (" (andere rekenwijze)", " (other method)"),
}
_HIDDEN_WHY = (
    "Het aantal is zo klein dat het iets over personen of een adres kan zeggen.",
    "The number is so small that it could say something about persons or an address.",
)


def word(code: str, language: str, **values: str) -> str:
    """A fixed word or phrase of this module in a language.

    Examples
    --------
    >>> word("estimated", "nl"), word("over", "en", value="24,000")
    ('geschat', 'just over 24,000')
    """
    return _WORDS[code][0 if language == "nl" else 1].format(**values)


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number with thousands marks; a minus sign that is one.

    Examples
    --------
    >>> number(24317, "nl"), number(24317, "en"), number(-1.25, "nl", 1)
    ('24.317', '24,317', '−1,2')
    """
    text = f"{value:,.{decimals}f}"
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    if language == "nl":
        text = text.translate({ord(","): ".", ord("."): ","})
    return text.replace("-", "−")


def percentage(share: float, language: str, decimals: int = 0) -> str:
    """A share of 1 as a percentage; never 0% or 100% where it is only nearly so.

    Examples
    --------
    >>> percentage(0.634, "nl"), percentage(0.001, "nl"), percentage(0.999, "en"), percentage(0.1234, "nl", 1)
    ('63%', '<1%', '>99%', '12,3%')
    """
    least = 10.0**-decimals
    shown = round(share * 100, decimals)
    if shown == 0 and share > 0:
        return f"<{number(least, language, decimals)}%"
    if shown == 100 and share < 1:
        return f">{number(100 - least, language, decimals)}%"
    return f"{number(shown, language, decimals)}%"


def day(value: date, language: str) -> str:
    """A date written out.

    Examples
    --------
    >>> day(date(2026, 11, 1), "nl"), day(date(2026, 11, 1), "en")
    ('1 november 2026', '1 November 2026')
    """
    return f"{value.day} {_MONTHS['nl' if language == 'nl' else 'en'][value.month - 1]} {value.year}"


def amount(value: float, unit: str, language: str) -> str:
    """A value in its unit, without the name of the unit unless it is a sign: a share in %, money with €.

    Examples
    --------
    >>> amount(0.5, "share", "nl"), amount(1200, "euro", "nl"), amount(2.5, "m²", "nl"), amount(1200, "places", "en")
    ('50%', '€ 1.200', '2,5', '1,200')
    """
    if unit == "share":
        return percentage(value, language)
    text = number(value, language, 0 if abs(value) >= 100 or float(value).is_integer() else 1)
    return f"€ {text}" if unit == "euro" else text


def unit_name(figure: Figure) -> str:
    """The unit as it stands behind the value; empty where a sign says it."""
    return "" if figure.unit in {"share", "euro"} else figure.unit


def exact(figure: Figure, language: str) -> str:
    """The value in full, or why there is none in two words."""
    if figure.value is None:
        return word("suppressed" if figure.disclosure == "suppressed" else "unknown", language)
    return amount(figure.value, figure.unit, language)


def carried(figure: Figure, language: str) -> str:
    """The value as exactly as it can be known: an estimate is rounded to what its interval can carry.

    Examples
    --------
    >>> estimate = Figure("people", "People", 24317, "people", date(2026, 11, 1), "", "estimated", "", "1",
    ...                   low=21900, high=27100)
    >>> carried(estimate, "nl"), carried(estimate, "en")
    ('ruim 24.000', 'just over 24,000')
    """
    step = _step(figure)
    if figure.value is None or step is None:
        return exact(figure, language)
    rounded = _to_step(figure.value, step)
    text = _amount_to(rounded, figure.unit, language, step)
    if math.isclose(rounded, figure.value, rel_tol=1e-9):
        return word("about", language, value=text)
    return word("over" if rounded < figure.value else "under", language, value=text)


def interval(figure: Figure, language: str) -> str:
    """The interval in words, rounded outwards to a tenth of its width; empty where there is none.

    Examples
    --------
    >>> estimate = Figure("people", "People", 24317, "people", date(2026, 11, 1), "", "estimated", "", "1",
    ...                   low=21943, high=27061)
    >>> interval(estimate, "nl")
    'tussen 21.900 en 27.100'
    """
    if figure.value is None or (figure.low is None and figure.high is None):
        return ""
    step = (_step(figure) or 0) / 10
    low = None if figure.low is None else _bound(figure.low, step, figure, language, math.floor)
    high = None if figure.high is None else _bound(figure.high, step, figure, language, math.ceil)
    if low and high:
        return word("interval", language, low=low, high=high) if low != high else ""
    return word("at_least", language, low=low) if low else word("at_most", language, high=high or "")


def _bound(value: float, step: float, figure: Figure, language: str, towards: object) -> str:
    least = 0.01 if figure.unit == "share" else 1.0
    if figure.status != "estimated" or step <= least:
        return amount(value, figure.unit, language)
    rounded = math.floor(value / step) * step if towards is math.floor else math.ceil(value / step) * step
    return _amount_to(rounded, figure.unit, language, step)


def _step(figure: Figure) -> float | None:
    """What an estimate may be rounded to: the power of ten in half the width of its interval."""
    if figure.status != "estimated" or figure.low is None or figure.high is None:
        return None
    half = (figure.high - figure.low) / 2
    step = 10.0 ** math.floor(math.log10(half)) if half > 0 else 0.0
    return step if step > (0.001 if figure.unit == "share" else 1) else None


def _to_step(value: float, step: float) -> float:
    """Rounded to the step; to a tenth of it where it would become nothing."""
    rounded = round(value / step) * step
    return rounded if rounded else round(value / step * 10) * step / 10


def _amount_to(value: float, unit: str, language: str, step: float) -> str:
    if unit == "share":
        return percentage(value, language, 0 if step >= 0.01 else 1)
    return amount(round(value, 1), unit, language)


@dataclass(frozen=True)
class Change:
    """How a figure differs from an earlier one."""

    direction: Direction
    words: str
    amount: float | None


def change(now: Figure, earlier: Figure, language: str) -> Change | None:
    """The change in words, or None where one of the two is not known.

    Two estimates whose intervals hold each other's value do not clearly differ, and that is what is said.

    Raises
    ------
    NotComparable
        The figures have different definitions.
    """
    delta = difference(now, earlier)
    if delta is None:
        return None
    when = day(earlier.as_of, language)
    added = word("method_changed", language) if (now.method, now.version) != (earlier.method, earlier.version) else ""
    if delta == 0:
        return Change("same", word("same", language, day=when) + added, 0)
    if _within(now, earlier):
        return Change("unclear", word("unclear", language, day=when) + added, delta)
    return Change("up" if delta > 0 else "down", _difference(now, delta, when, language) + added, delta)


def _difference(figure: Figure, delta: float, when: str, language: str) -> str:
    if figure.unit == "share":
        points = abs(delta) * 100
        text = f"{number(points, language, 0 if points >= 1 else 1)} {word('points', language)}"
        return word("higher" if delta > 0 else "lower", language, amount=text, day=when)
    text = amount(abs(delta), figure.unit, language)
    if figure.unit == "euro":
        return word("higher" if delta > 0 else "lower", language, amount=text, day=when)
    return word("more" if delta > 0 else "fewer", language, amount=text, day=when)


def _within(now: Figure, earlier: Figure) -> bool:
    """Whether the change may be chance: each estimate holds the other's value in its interval."""
    return "estimated" in (now.status, earlier.status) and _holds(now, earlier) and _holds(earlier, now)


def _holds(wide: Figure, other: Figure) -> bool:
    if wide.low is None or wide.high is None or other.value is None:
        return wide.status != "estimated"
    return wide.low <= other.value <= wide.high


@dataclass(frozen=True)
class Shown:
    """A figure as it is shown: every part of it in words."""

    value: str  # as exactly as it can be known
    exact: str  # in full
    unit: str
    interval: str
    status: str
    as_of: str
    note: str
    state: Literal["known", "estimate", "unknown", "suppressed"]


def shown(figure: Figure, language: str) -> Shown:
    """All parts of a figure in a language; a suppressed one says why it has no value."""
    state = _state(figure)
    return Shown(
        value=carried(figure, language),
        exact=exact(figure, language),
        unit=unit_name(figure) if figure.known else "",
        interval=interval(figure, language),
        status=word(figure.status, language),
        as_of=day(figure.as_of, language),
        note=_HIDDEN_WHY[0 if language == "nl" else 1] if state == "suppressed" else figure.note,
        state=state,
    )


def _state(figure: Figure) -> Literal["known", "estimate", "unknown", "suppressed"]:
    if figure.value is None:
        return "suppressed" if figure.disclosure == "suppressed" else "unknown"
    return "estimate" if figure.status == "estimated" else "known"


def citation(figure: Figure, subject: str, address: str, language: str) -> str:
    """The figure as somebody quotes it: what, of whom, when, how it was made, and where it can be found."""
    value = " ".join(part for part in (exact(figure, language), unit_name(figure) if figure.known else "") if part)
    margin = interval(figure, language)
    parts = (
        f"{figure.label}, {subject}: {value}" + (f" ({margin})" if margin else ""),
        f"{day(figure.as_of, language)}, {word(figure.status, language)}",
        f"{figure.method}, {'versie' if language == 'nl' else 'version'} {figure.version}",
    )
    return f"{'. '.join(_capital(part) for part in parts)}. {address}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
