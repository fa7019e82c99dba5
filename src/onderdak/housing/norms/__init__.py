"""The dated norms and the rules of reading that the picture uses, kept as TOML beside this file.

They are data: a region that knows better gives its own directory.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from onderdak.methods.errors import InputError
from onderdak.methods.picture.agreed import Rule, check_rules
from onderdak.methods.picture.capacity import Norm

HERE = Path(__file__).parent


def _records(path: Path, table: str) -> list[dict[str, Any]]:
    try:
        records = tomllib.loads(path.read_text(encoding="utf-8")).get(table, [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"This is not valid TOML: {error}.", where=str(path), mend="Correct the file.") from error
    return list(records)


def _checked(record: dict[str, Any], known: set[str], needed: set[str], where: str) -> dict[str, Any]:
    strange, missing = set(record) - known, needed - set(record)
    if strange or missing:
        what = (
            f"Unknown: {', '.join(sorted(strange)) or 'nothing'}; missing: {', '.join(sorted(missing)) or 'nothing'}."
        )
        raise InputError(what, where=where, mend="Use the fields that the head of the file explains.")
    return record


def _norm(record: dict[str, Any], where: str) -> Norm:
    known = {field.name for field in fields(Norm)}
    needed = {"norm", "version", "key", "value", "unit", "valid_from", "source", "status"}
    values = _checked(record, known, needed, where)
    if not isinstance(values["valid_from"], date):
        raise InputError("valid_from is not a date.", where=where, mend="Write it as 2025-07-01, without quotes.")
    return Norm(**{**values, "value": float(values["value"]), "forms": tuple(values.get("forms", ()))})


def load_norms(directory: Path = HERE, names: Sequence[str] = ("snf", "akf", "bbl")) -> tuple[Norm, ...]:
    """All norm records.

    Examples
    --------
    >>> {norm.norm for norm in load_norms()} == {"snf", "akf", "bbl"}
    True
    """
    found: list[Norm] = []
    for name in names:
        path = directory / f"{name}.toml"
        records = _records(path, "norm")
        found += [_norm(record, f"{path.name}, record {place}") for place, record in enumerate(records, start=1)]
    return tuple(found)


def load_rules(path: Path = HERE / "reading.toml") -> tuple[Rule, ...]:
    """The rules of reading, checked.

    Examples
    --------
    >>> load_rules()[0].subject
    'beds'
    """
    known = {field.name for field in fields(Rule)}
    rules = tuple(
        Rule(**_checked(record, known, {"id", "subject", "order", "nl", "en"}, f"{path.name}, rule {place}"))
        for place, record in enumerate(_records(path, "rule"), start=1)
    )
    check_rules(rules)
    return rules


def load_windows(path: Path = HERE / "reading.toml") -> dict[str, float]:
    """Windows and tolerances of the comparison between sources, by name."""
    with path.open("rb") as file:
        return {name: float(value) for name, value in tomllib.load(file)["windows"].items()}
