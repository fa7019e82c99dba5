"""Where the headings of a list stand: below a title, over two lines, or nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from onderdak.base.tables.model import Note
from onderdak.base.words import phrase
from onderdak.methods.addresses.columns import read_heading

#: A row with all its cells as text, and its number in the file.
HeadRow = tuple[int, Sequence[str | None]]

#: Words in headings of lists about housing, besides those of an address.
_KNOWN_WORDS = """
    aantal bed bedden slaapplaatsen slaapplekken plaatsen plekken capaciteit bezetting bewoners personen datum
    peildatum ingangsdatum einddatum vanaf tot geldig status soort type vorm woonvorm categorie naam bedrijf
    bedrijfsnaam organisatie verhuurder huisvester uitzendbureau eigenaar beheerder certificaat keurmerk snf akf
    vergunning besluit bevinding bevindingen conclusie controle melding klacht leegstand leegstaand oppervlakte m2
    gbo slaapkamers kamers toiletten douches koelruimte kookpitten opmerking opmerkingen toelichting omschrijving
    kenmerk zaaknummer nummer id kvk voornaam achternaam geboortedatum bsn email telefoon beds capacity occupants
    occupancy residents date valid from until type kind name company certificate permit finding complaint vacant
    area bedrooms toilets showers remarks comment status count people places units wijk buurt provincie land
    truth adresid bagid x y lat lon
"""
_KNOWN = frozenset(_KNOWN_WORDS.split())
_UNITS = frozenset(["m2", "m²", "l", "st", "n", "%", "€"])
_LOOK_AT = 40
_DATA = re.compile(
    r"[\s€$]*[-+]?\d[\d.,:/ -]*(?:%|m2|m²)?\s*|\d{4}\s?[A-Za-z]{2}(?:\s.*)?|.*@.*"
    r"|\d{4}-\d\d-\d\d.*|.*[^\W\d_]{3}\s\d{1,5}.*"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings, how many of the rows looked at come before the data, and what to say about it."""

    names: tuple[str, ...]
    skip: int
    notes: tuple[Note, ...] = ()


def find_heading(rows: Sequence[HeadRow]) -> Heading:
    """Find the headings among the first rows that hold something.

    Parameters
    ----------
    rows : sequence of (int, sequence of (str or None))
        The first rows that are not empty, with their row numbers.

    Returns
    -------
    Heading
        Unique names, one per column. Without a row of headings the columns are called kolom_1, kolom_2, ...
    """
    looked = rows[:_LOOK_AT]
    at = _best(looked)
    if at is None:
        width = max((len(cells) for _, cells in looked), default=0)
        return Heading(unique([None] * width), 0, (Note(phrase("no-headings")),))
    number = looked[at][0]
    names, used = _two_lines(looked, at)
    notes = [Note(phrase("headings-lower", number=number), number)] if at > 0 else []
    if used != (at,):
        notes.append(Note(phrase("headings-joined"), number))
    return Heading(unique(names), used[-1] + 1, tuple(notes))


def _best(rows: Sequence[HeadRow]) -> int | None:
    widths = [_filled(cells) for _, cells in rows]
    typical = sorted(widths)[len(widths) // 2] if widths else 0
    scored = [
        (_hits(cells), _filled(cells), -at)
        for at, (_, cells) in enumerate(rows)
        if _filled(cells) > 1 or typical <= 1 or len(rows) == 1
    ]
    hits, _, at = max(scored, default=(0, 0, 0))
    if hits > 0:
        return -at
    return next((at for at, (_, cells) in enumerate(rows) if _like_headings(cells, typical, len(rows) - at)), None)


def _filled(cells: Sequence[str | None]) -> int:
    return sum(1 for cell in cells if cell)


def _hits(cells: Sequence[str | None]) -> int:
    """How many cells are known headings; none when most cells are plainly data."""
    texts = [cell for cell in cells if cell]
    if not texts or sum(1 for text in texts if is_data(text)) * 2 > len(texts):
        return 0
    return sum(1 for text in texts if is_known(text))


def is_known(text: str) -> bool:
    """Whether a text is a heading that lists about housing have."""
    if len(text) > 80 or is_data(text):
        return False
    role, strength, _ = read_heading(text)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z]+2?", plain)
    return (role is not None and strength >= 0.8) or (len(words) <= 6 and any(word in _KNOWN for word in words))


def is_data(text: str) -> bool:
    """Whether a text looks like the content of a cell rather than like a heading."""
    return _DATA.fullmatch(text[:200]) is not None


def _like_headings(cells: Sequence[str | None], typical: int, following: int) -> bool:
    texts = [cell for cell in cells if cell]
    full = len(texts) >= max(1, round(0.6 * typical)) and following > 1
    distinct = len({text.lower() for text in texts}) == len(texts)
    return full and distinct and not any(is_data(text) or len(text) > 80 for text in texts)


def _two_lines(rows: Sequence[HeadRow], at: int) -> tuple[list[str | None], tuple[int, ...]]:
    """The headings of row `at`, joined with the line above or below where that tells more."""
    alone = list(rows[at][1])
    choices: list[tuple[int, list[str | None], tuple[int, ...]]] = [(_worth(alone), alone, (at,))]
    if at > 0 and _adjacent(rows, at - 1) and _filled(rows[at - 1][1]) > 1 and _wordy(rows[at - 1][1]):
        choices.append(_pair(_spread(rows[at - 1][1], len(alone)), alone, (at - 1, at)))
    if (
        at + 1 < len(rows)
        and _adjacent(rows, at)
        and _wordy(rows[at + 1][1])
        and None in _padded(rows[at + 1][1], alone)
    ):
        lower = list(rows[at + 1][1])
        choices.append(_pair(_spread(alone, len(lower)), lower, (at, at + 1)))
    _, names, used = max(choices, key=lambda choice: choice[0])
    return names, used


def _pair(
    upper: Sequence[str | None], lower: Sequence[str | None], used: tuple[int, ...]
) -> tuple[int, list[str | None], tuple[int, ...]]:
    width = max(len(upper), len(lower))
    names = [_joined(_at(upper, column), _at(lower, column)) for column in range(width)]
    return _worth(names), names, used


def _worth(names: Sequence[str | None]) -> int:
    """Known and distinct headings count; a heading twice, or none, tells nothing."""
    distinct = {name.lower() for name in names if name}
    return sum(2 for name in distinct if is_known(name)) + len(distinct)


def _adjacent(rows: Sequence[HeadRow], at: int) -> bool:
    return rows[at + 1][0] == rows[at][0] + 1


def _wordy(cells: Sequence[str | None]) -> bool:
    texts = [cell for cell in cells if cell]
    known = sum(1 for text in texts if is_known(text) or text.startswith("(") or text.lower() in _UNITS)
    return bool(texts) and not any(is_data(text) for text in texts) and known * 2 >= len(texts)


def _padded(cells: Sequence[str | None], to: Sequence[str | None]) -> list[str | None]:
    return [_at(cells, column) for column in range(len(to))]


def _spread(cells: Sequence[str | None], width: int) -> list[str | None]:
    """A heading over several columns stands in the first of them: carry it to the right."""
    spread: list[str | None] = []
    for column in range(max(width, len(cells))):
        spread.append(_at(cells, column) or (spread[-1] if spread else None))
    return spread


def _joined(upper: str | None, lower: str | None) -> str | None:
    if upper and lower:
        return upper[:-1] + lower if upper.endswith("-") else f"{upper} {lower}"
    return lower or upper


def _at(cells: Sequence[str | None], column: int) -> str | None:
    return cells[column] if column < len(cells) else None


def unique(names: Sequence[str | None]) -> tuple[str, ...]:
    """Headings that are all there and all different.

    Examples
    --------
    >>> unique(["adres", None, "adres"])
    ('adres', 'kolom_2', 'adres (2)')
    """
    taken: set[str] = set()
    result: list[str] = []
    for order, name in enumerate(names, 1):
        base = " ".join((name or "").split())[:200] or f"kolom_{order}"
        fresh, count = base, 1
        while fresh in taken:
            count += 1
            fresh = f"{base} ({count})"
        taken.add(fresh)
        result.append(fresh)
    return tuple(result)
