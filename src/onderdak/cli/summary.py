"""The summary of a picture in a terminal, in the language of the picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from onderdak.cli.console import say, say_table
from onderdak.housing.words import word

if TYPE_CHECKING:
    from onderdak.base.figures import Figure
    from onderdak.housing.summary import PictureSummary

Language = Literal["nl", "en"]

#: English -> Dutch.
_DUTCH = {
    "municipality": "gemeente",
    "addresses": "adressen",
    "places": "plekken",
    "with quality mark": "met keurmerk",
    "permitted": "vergund",
    "contradictions": "tegenspraken",
    "sources": "bronnen",
    "Sources": "Bronnen",
    "source": "bron",
    "state": "stand",
    "newest": "nieuwste",
    "rows": "rijen",
    "placed": "geplaatst",
    "of": "van",
    "to": "tot",
    "not known": "niet bekend",
    "measured": "gemeten",
    "estimated": "geschat",
    "agreed": "afgesproken",
    "assumed": "aangenomen",
    "Refused": "Geweigerd",
    "Note": "Let op",
    "The picture": "Het beeld",
}


def show_summary(summary: PictureSummary, out: Path) -> None:
    """Print the headline, the figures, the municipalities and the sources, and where the picture is."""
    language = summary.language
    say(summary.headline)
    say()
    for figure in summary.figures:
        say(f"  {in_words(figure, language)}")
    _show_municipalities(summary)
    _show_sources(summary)
    for remark in summary.notes:
        say(f"{_said('Note', language)}: {remark}")
    say(f"{_said('The picture', language)}: {(out / 'picture.html').absolute()}")


def _show_municipalities(summary: PictureSummary) -> None:
    language = summary.language
    headings = ("municipality", "addresses", "places", "with quality mark", "permitted", "contradictions", "sources")
    rows = [
        [
            row.name,
            _number(row.addresses, language),
            _number(row.places, language),
            _number(row.places_certified, language),
            _number(row.places_permitted, language),
            _number(row.contradictions, language),
            f"{row.sources_delivered} {_said('of', language)} {row.sources_expected}",
        ]
        for row in summary.municipalities
    ]
    title = f"{summary.region}, {summary.as_of}"
    say_table(title, [_said(one, language) for one in headings], rows, right=range(1, 6))


def _show_sources(summary: PictureSummary) -> None:
    language = summary.language
    headings = ("source", "state", "newest", "rows", "placed")
    rows = [
        [
            row.name,
            word("source_state", row.state, language),
            row.delivered_on,
            _number(row.rows, language),
            _number(row.placed, language),
        ]
        for row in summary.sources
    ]
    say_table(_said("Sources", language), [_said(one, language) for one in headings], rows, right=(3, 4))
    for source in summary.sources:
        if source.state == "refused":
            say(f"{_said('Refused', language)}: {source.name}: {source.note}")


def in_words(figure: Figure, language: Language) -> str:
    """A figure in one line: never a bare number.

    Parameters
    ----------
    figure : Figure
        The figure, its label and unit in the language of the picture.
    language : {"nl", "en"}
        Of the words around it, and of the thousands.
    """
    if figure.value is None:
        return f"{figure.label}: {_said('not known', language)}. {figure.note}".rstrip()
    status = f"{_said(figure.status, language)}, {figure.as_of}"
    return f"{figure.label}: {_amount(figure, figure.value, language)}{_interval(figure, language)}; {status}"


def _amount(figure: Figure, value: float, language: Language) -> str:
    return f"{100 * value:.0f}%" if figure.unit == "share" else f"{_number(value, language)} {figure.unit}"


def _interval(figure: Figure, language: Language) -> str:
    if figure.low is None or figure.high is None:
        return ""
    scale = 100 if figure.unit == "share" else 1
    low, high = (_number(scale * end, language) for end in (figure.low, figure.high))
    return f" ({low} {_said('to', language)} {high}{'%' if scale > 1 else ''})"


def _number(value: float, language: Language) -> str:
    text = f"{value:,.0f}"
    return text.replace(",", ".") if language == "nl" else text


def _said(english: str, language: Language) -> str:
    return _DUTCH[english] if language == "nl" else english
