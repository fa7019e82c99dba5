"""What a reading is, and how readings travel through a database as one text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: More readings than this say that nobody knows.
MOST_READINGS = 24
MOST_PENALTY = 9
HIGHEST_NUMBER = 99_999

FIELD_MARK = "\x1f"
READING_MARK = "\x1e"


class Reading(NamedTuple):
    """One way to read a row as an address.

    Parameters
    ----------
    street : str
        As text, not folded; empty where only postcode and number were given.
    number : int | None
        1..99999; None only where the text holds no house number at all.
    suffix : str
        Letter and addition in capitals with a space between the parts (`A 3`); empty for none.
    postcode, postcode4 : str | None
        `1234AB`, and its four digits (also where only the digits were given).
    place : str | None
        As text, not folded.
    penalty : int
        0 (as written) to 9 (much assumed). From 6 on something that was written is left out.
    kind : str
        What was assumed, in words for a person.
    number_to : int | None
        The last number, where the text is read as a range.
    several : bool
        The text names several addresses; this is one of them.
    """

    street: str
    number: int | None
    suffix: str
    postcode: str | None
    postcode4: str | None
    place: str | None
    penalty: int
    kind: str
    number_to: int | None = None
    several: bool = False


class HouseNumber(NamedTuple):
    """A house number with what follows it, as one rule reads it."""

    number: int
    suffix: str
    penalty: int
    kind: str
    number_to: int | None = None
    several: bool = False


def encode(readings: Iterable[Reading]) -> str:
    r"""Join readings into one text: fields by ``\x1f``, readings by ``\x1e``.

    The ten fields stand in the order of :class:`Reading`; None is the empty text (a reading never holds an empty
    postcode or place), `several` is ``1`` or empty.

    Examples
    --------
    >>> one = Reading("Kerkstraat", 12, "A", "1234AB", "1234", None, 0, "as written")
    >>> decode(encode([one])) == [one]
    True
    """
    return READING_MARK.join(map(_encoded, readings))


def decode(text: str) -> list[Reading]:
    """Inverse of :func:`encode`."""
    return [_decoded(part.split(FIELD_MARK)) for part in text.split(READING_MARK)] if text else []


def _encoded(reading: Reading) -> str:
    number = "" if reading.number is None else str(reading.number)
    number_to = "" if reading.number_to is None else str(reading.number_to)
    return FIELD_MARK.join(
        (
            reading.street,
            number,
            reading.suffix,
            reading.postcode or "",
            reading.postcode4 or "",
            reading.place or "",
            str(reading.penalty),
            reading.kind,
            number_to,
            "1" if reading.several else "",
        )
    )


def _decoded(fields: Sequence[str]) -> Reading:
    street, number, suffix, postcode, postcode4, place, penalty, kind, number_to, several = fields
    return Reading(
        street=street,
        number=int(number) if number else None,
        suffix=suffix,
        postcode=postcode or None,
        postcode4=postcode4 or None,
        place=place or None,
        penalty=int(penalty),
        kind=kind,
        number_to=int(number_to) if number_to else None,
        several=several == "1",
    )
