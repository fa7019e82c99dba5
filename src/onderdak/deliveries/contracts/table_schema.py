"""The columns of a contract as a Table Schema (Frictionless), for who checks a list before it is delivered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onderdak.deliveries.contracts.shipped import Column

#: Version 2 of the specification, by which a program knows how to read the rest.
_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def table_schema(columns: Sequence[Column]) -> dict[str, Any]:
    """A Table Schema: a field for each column, named as it is headed in the list."""
    return {"$schema": _PROFILE, "fieldsMatch": ["superset"], "fields": [_field(one) for one in columns]}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.heading,
        "type": column.type,
        "description": column.meaning,
        "constraints": _constraints(column),
    }
    if column.example:
        field["example"] = column.example
    if column.unit:
        field["unit"] = column.unit
    return field


def _constraints(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"required": column.required}
    if column.options:
        found["enum"] = list(column.options)
    if column.type in ("integer", "number"):
        found["minimum"] = column.minimum
    return found
