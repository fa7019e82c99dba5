"""The rules of what may leave: dated data with a source, never numbers in code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from onderdak.methods.errors import InputError

SHIPPED = Path(__file__).with_name("rules.toml")
_FIELDS = {"key", "value", "unit", "valid_from", "source", "status"}


@dataclass(frozen=True)
class Rules:
    """What holds on one day.

    Parameters
    ----------
    least_cell : int
        A count below this, and above 0, is not shown.
    width : float
        An attacker may not be able to place a small count within less than this.
    below : float
        How far below the true count what can be computed must reach, where the count leaves room.
    rounding_base : int
        What leaves is rounded to a multiple of this.
    share_denominator : int
        A share is shown only of at least so many.
    dominance_n : int
    dominance_k : float
        An amount is hidden when its `n` largest contributors hold more than `k` percent of it.
    p_percent : float
        An amount is hidden when its second contributor can place the first within so many percent.
    k_anonymity : int
        How often each combination of telling columns stands in rows that leave.
    sources : tuple of str
        Of each value its key, source, and whether it is verified.

    Examples
    --------
    >>> load_rules().least_cell
    10
    """

    least_cell: int
    width: float
    below: float
    rounding_base: int
    share_denominator: int
    dominance_n: int
    dominance_k: float
    p_percent: float
    k_anonymity: int
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for wrong, what in (
            (self.least_cell < 1, "least_cell must be 1 or more"),
            (self.width < self.least_cell, "width must be at least least_cell: else a count is known to be small"),
            (not 0 <= self.below < self.width, "below must lie from 0 to less than width"),
            (self.rounding_base < 1, "rounding_base must be 1 or more"),
            (self.dominance_n < 1 or not 0 < self.dominance_k <= 100, "dominance needs n of 1 or more, k to 100"),
        ):
            if wrong:
                raise InputError(f"The rules of disclosure do not fit: {what}.", mend="Correct the values.")


def load_rules(path: Path = SHIPPED, on: date | None = None) -> Rules:
    """The rules that hold on a day.

    Parameters
    ----------
    path : Path
        A TOML file as the shipped one; its head explains the fields.
    on : datetime.date, optional
        The day; without it today.

    Raises
    ------
    InputError
        The file is no TOML, a record lacks a field, or no value of a key holds on that day.
    """
    day = on or date.today()
    found: dict[str, dict[str, Any]] = {}
    for record in sorted(_records(path), key=lambda one: one["valid_from"]):
        if record["valid_from"] <= day and not ("valid_to" in record and record["valid_to"] <= day):
            found[record["key"]] = record
    names = [field.name for field in fields(Rules) if field.name != "sources"]
    if missing := [name for name in names if name not in found]:
        raise InputError(
            f"No value of {missing[0]!r} holds on {day}.", where=str(path), mend="Add a record of it for that day."
        )
    told = tuple(f"{name}: {found[name]['source']} ({found[name]['status']})" for name in names)
    return Rules(**{name: found[name]["value"] for name in names}, sources=told)


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        records: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"The rules cannot be read: {error}.", where=str(path), mend="Correct the file.") from error
    known = {field.name for field in fields(Rules)} - {"sources"}
    for place, record in enumerate(records, start=1):
        where = f"{path.name}, rule {place}"
        if absent := _FIELDS - set(record):
            raise InputError(f"Missing: {', '.join(sorted(absent))}.", where=where, mend="Give every field.")
        if record["key"] not in known:
            raise InputError(f"Unknown key {record['key']!r}.", where=where, mend="Use a key of the head of the file.")
        if not isinstance(record["valid_from"], date) or not isinstance(record.get("valid_to", date.max), date):
            raise InputError("A date is not a date.", where=where, mend="Write it as 2026-01-31, without quotes.")
    return records
