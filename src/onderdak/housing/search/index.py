"""Making the index of a register: a read-only SQLite file in which every question is a look-up by key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq

from onderdak.housing.search.words import folded
from onderdak.methods.addresses import Register

FILE = "search.sqlite"
_ROWS = 50_000

_TABLES = """
CREATE TABLE town (no INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE street (no INTEGER PRIMARY KEY, town INTEGER NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL,
    addresses INTEGER NOT NULL);
CREATE VIRTUAL TABLE street_words USING fts5(
    words, town, content='', detail=column, columnsize=0, prefix='1 2 3 4', tokenize='ascii');
CREATE TABLE address (no INTEGER PRIMARY KEY, id TEXT NOT NULL, street INTEGER NOT NULL, number INTEGER NOT NULL,
    suffix TEXT NOT NULL, label TEXT NOT NULL, postcode TEXT NOT NULL, current INTEGER NOT NULL);
"""
_INDEXES = """
CREATE INDEX address_by_street ON address (street, number, suffix);
CREATE INDEX address_by_postcode ON address (postcode, number, suffix);
CREATE INDEX address_by_id ON address (id);
INSERT INTO street_words (street_words) VALUES ('optimize');
ANALYZE;
"""
_COLUMNS = (
    "address_no",
    "address_id",
    "street_no",
    "municipality_code",
    "municipality",
    "number",
    "letter",
    "addition",
    "suffix_key",
    "postcode",
    "current",
)

Town = tuple[str, str]


def build(register: Register, path: Path) -> None:
    """Write the index of a register.

    Streets are numbered by their size, largest first: what is found in the order of the table is then found in the
    order in which people look for it, and a search may stop early.

    Parameters
    ----------
    register : Register
        A prepared register.
    path : Path
        The file to write; it must not be there yet.
    """
    streets = _streets(register)
    towns: dict[Town, int] = {town: no for no, town in enumerate(sorted({_town(row) for row in streets}))}
    numbers = {(row["street_no"], _town(row)): no for no, row in enumerate(streets)}
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        db.execute("BEGIN")
        db.executemany("INSERT INTO town VALUES (?, ?, ?)", ((no, *town) for town, no in towns.items()))
        _write_streets(db, register, streets, towns)
        for batch in pq.ParquetFile(register.file("addresses")).iter_batches(_ROWS, columns=list(_COLUMNS)):
            db.executemany(
                "INSERT INTO address VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _addresses(batch.to_pylist(), numbers)
            )
        db.execute("COMMIT")
        db.executescript(_INDEXES)


def _town(row: dict[str, Any]) -> Town:
    return row["municipality_code"] or "", row["municipality"] or ""


def _streets(register: Register) -> list[dict[str, Any]]:
    """Every street within a municipality, with its number of addresses, the largest first."""
    con: Any = ibis.duckdb.connect()
    table = con.read_parquet(str(register.file("addresses")))
    keys = ["street_no", "municipality_code", "municipality", "street", "place"]
    counted = table.group_by(keys).agg(addresses=table.count(), first=table.address_no.min())
    best = counted.group_by(keys[:3]).agg(
        street=counted.street.argmin(counted.first),
        place=counted.place.argmin(counted.first),
        addresses=counted.addresses.sum(),
        first=counted.first.min(),
    )
    return con.to_pyarrow(best.order_by(best.addresses.desc(), best.first)).to_pylist()


def _write_streets(db: sqlite3.Connection, register: Register, streets: list[dict[str, Any]], towns: Any) -> None:
    names, places = _names(register, "street_names", "street_no"), _names(register, "place_names", "place_no")
    place_of = dict(_pairs(register, "streets", "street_no", "place_no"))
    for no, row in enumerate(streets):
        town = towns[_town(row)]
        db.execute(
            "INSERT INTO street VALUES (?, ?, ?, ?, ?)",
            (no, town, row["street"] or "", row["place"] or "", row["addresses"]),
        )
        spoken = {row["street"] or "", row["place"] or "", row["municipality"] or ""}
        spoken.update(names.get(row["street_no"], ()), places.get(place_of.get(row["street_no"]), ()))
        words = sorted({word for name in spoken for word in _said(name)})
        db.execute("INSERT INTO street_words (rowid, words, town) VALUES (?, ?, ?)", (no, " ".join(words), f"T{town}"))


def _said(name: str) -> Iterator[str]:
    """The words of a name, and the name in one: `Nieuwe Kade` is also found as `nieuwekade`."""
    words = folded(name).split()
    yield from words
    if len(words) > 1:
        yield "".join(words)


def _names(register: Register, table: str, key: str) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for number, name in _pairs(register, table, key, "name"):
        found.setdefault(number, []).append(name)
    return found


def _pairs(register: Register, table: str, first: str, second: str) -> Iterator[tuple[Any, Any]]:
    columns = pq.read_table(register.file(table), columns=[first, second])
    return zip(columns[first].to_pylist(), columns[second].to_pylist(), strict=True)


def _addresses(rows: Iterable[dict[str, Any]], numbers: dict[tuple[int, Town], int]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        addition = f"-{row['addition']}" if row["addition"] else ""
        yield (
            row["address_no"],
            row["address_id"],
            numbers[row["street_no"], _town(row)],
            row["number"],
            row["suffix_key"],
            f"{row['number']}{row['letter'] or ''}{addition}",
            row["postcode"] or "",
            row["current"],
        )
