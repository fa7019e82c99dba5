"""Asking the index of a register: addresses and streets for what was typed, within the towns that one may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onderdak.housing.indexes import connection
from onderdak.housing.search.words import Number, Typed, folded, readings

#: Streets that are weighed against each other; they come largest first.
_WEIGHED = 60
_STREETS = 8
_ADDRESS = (
    "SELECT a.no, a.id, s.name, a.label, a.postcode, s.place, t.code, t.name, a.current FROM address a "
    "JOIN street s ON s.no = a.street JOIN town t ON t.no = s.town "
)


@dataclass(frozen=True)
class FoundAddress:
    """An address that was found."""

    address_no: int  # its place in the register
    address_id: str
    street: str
    label: str  # number, letter and addition
    postcode: str
    place: str
    municipality_code: str
    municipality: str
    current: int  # 0: withdrawn

    def __str__(self) -> str:
        return f"{self.street} {self.label}, {self.place}"


@dataclass(frozen=True)
class FoundStreet:
    """A street that was found."""

    name: str
    place: str
    municipality: str
    addresses: int


@dataclass(frozen=True)
class Found:
    """What was found: addresses, and where no number was given also the streets to choose from."""

    addresses: tuple[FoundAddress, ...] = ()
    streets: tuple[FoundStreet, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.addresses or self.streets)


@dataclass(frozen=True)
class _Street:
    no: int
    name: str
    place: str
    municipality: str
    addresses: int


class SearchIndex:
    """The index of a register, opened for reading.

    Parameters
    ----------
    path : Path
        The file that `index.build` wrote.
    towns : collection of str
        Codes of the municipalities within which is searched; of one without a code its name.

    Examples
    --------
    >>> SearchIndex(path, {"7101"}).find("kerkstraat 12")  # doctest: +SKIP
    """

    def __init__(self, path: Path, towns: Collection[str]) -> None:
        self._db = connection(path)
        every = self._db.execute("SELECT no, code, name FROM town").fetchall()
        self._towns = [no for no, code, name in every if (code or name) in towns]
        self._every = len(self._towns) == len(every)

    def find(self, text: str, limit: int = 20) -> Found:
        """What answers to a text, by the first way to read it that finds something."""
        if not self._towns:
            return Found()
        return next(filter(None, (self._read(typed, limit) for typed in readings(text))), Found())

    def address(self, address_id: str) -> FoundAddress | None:
        """The address with an identifier."""
        found = self._rows("a.id = ?", [address_id], 1)
        return found[0] if found else None

    def _read(self, typed: Typed, limit: int) -> Found:
        if typed.address_id:
            return Found(self._rows("a.id = ?", [typed.address_id], 1))
        if typed.postcode:
            return Found(self._at_postcode(typed, limit))
        streets = self._streets(typed.words)
        if typed.number:
            return Found(tuple(self._numbered(streets, typed.number, limit)))
        chosen = _chosen(streets, typed.words)
        if chosen:
            return Found(self._rows("a.street = ?", [chosen.no], limit))
        return Found(streets=tuple(_shown(one) for one in streets[:_STREETS]))

    def _at_postcode(self, typed: Typed, limit: int) -> tuple[FoundAddress, ...]:
        number, values = _number_condition(typed.number)
        found = self._rows(f"a.postcode = ?{number}", [typed.postcode, *values], limit)
        return tuple(one for one in found if _says(one, typed.words))

    def _numbered(self, streets: Sequence[_Street], number: Number, limit: int) -> Iterator[FoundAddress]:
        condition, values = _number_condition(number)
        for street in streets:
            rows = self._rows(f"a.street = ?{condition}", [street.no, *values], limit)
            yield from rows
            limit -= len(rows)
            if limit <= 0:
                return

    def _streets(self, words: Sequence[str]) -> list[_Street]:
        if not words:
            return []
        asked = " AND ".join(f'words : "{word}"*' for word in words)
        if not self._every:
            asked += f" AND town : ({' OR '.join(f'T{no}' for no in self._towns)})"
        rows = self._db.execute(
            "SELECT s.no, s.name, s.place, t.name, s.addresses FROM street_words w JOIN street s ON s.no = w.rowid "
            "JOIN town t ON t.no = s.town WHERE street_words MATCH ? LIMIT ?",
            [asked, _WEIGHED],
        )
        return sorted((_Street(*row) for row in rows), key=lambda one: _weight(one, words))

    def _rows(self, condition: str, values: Sequence[Any], limit: int) -> tuple[FoundAddress, ...]:
        towns = "" if self._every else f" AND s.town IN ({','.join(map(str, self._towns))})"
        # The conditions are ours and the numbers of towns come from the index: what was typed is always a value.
        sql = f"{_ADDRESS}WHERE {condition}{towns} ORDER BY a.number, a.suffix LIMIT ?"
        return tuple(FoundAddress(*row) for row in self._db.execute(sql, [*values, limit]))


def _number_condition(number: Number | None) -> tuple[str, list[Any]]:
    if number is None:
        return "", []
    if not number.suffix:
        return " AND a.number = ?", [number.number]
    # The key of a suffix has capitals and digits only: what begins with it lies before it with a later sign behind.
    return " AND a.number = ? AND a.suffix >= ? AND a.suffix < ?", [number.number, number.suffix, f"{number.suffix}~"]


def _weight(street: _Street, words: Sequence[str]) -> tuple[int, int, int, int]:
    """Order of streets: whose name begins with what was typed, with most words in full, shortest, largest."""
    name, place = folded(street.name), folded(street.place)
    begins = name.startswith(words[0]) or name.replace(" ", "").startswith(words[0])
    parts = {*name.split(), *place.split()}
    whole = sum(word in parts for word in words)
    return (-begins, -whole, len(name), street.no)


def _chosen(streets: Sequence[_Street], words: Sequence[str]) -> _Street | None:
    """The one street that is meant: the only one, or the only one that is named in full with its place."""
    named = [one for one in streets if sorted(words) == sorted(f"{folded(one.name)} {folded(one.place)}".split())]
    best = named or streets
    return best[0] if len(best) == 1 else None


def _says(address: FoundAddress, words: Sequence[str]) -> bool:
    """Whether street or place has words that begin as those typed beside a postcode."""
    parts = f"{folded(address.street)} {folded(address.place)}".split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def _shown(street: _Street) -> FoundStreet:
    return FoundStreet(street.name, street.place, street.municipality, street.addresses)
