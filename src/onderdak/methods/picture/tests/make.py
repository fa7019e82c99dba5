"""Claims for tests, in few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from onderdak.methods.picture.schema import CLAIMS

DAY = date(2026, 1, 1)
_numbers = count()


def claim(address: str, subject: str, value: Any, source: str = "Huisvester", kind: str = "provider", **more: Any):
    """One claim; a number or a word as its value."""
    is_word = isinstance(value, str)
    known = {
        "claim_id": f"{next(_numbers):032x}",
        "source": source,
        "source_kind": kind,
        "delivery": "lijst.csv",
        "row": 2,
        "address_id": address,
        "outcome": "exact",
        "subject": subject,
        "text": value if is_word else None,
        "number": None if is_word else float(value),
        "valid_from": None,
        "valid_to": None,
        "recorded_on": date(2025, 12, 1),
        "superseded_on": None,
    }
    assert set(more) <= set(known)
    return known | more


def arrow(claims: Iterable[dict[str, Any]]) -> pa.Table:
    """Claims as an Arrow table."""
    return pa.Table.from_pylist(list(claims), schema=CLAIMS)


def table(claims: Iterable[dict[str, Any]]) -> ir.Table:
    """Claims as an Ibis table."""
    return ibis.memtable(arrow(claims))


def deliveries_of(claims: Iterable[dict[str, Any]]) -> ir.Table:
    """The deliveries that these claims came from."""
    names = ["source", "source_kind", "recorded_on"]
    return ibis.memtable(arrow(claims).select(names).group_by(names).aggregate([]))


def rows(expression: ir.Table) -> list[dict[str, Any]]:
    """The rows of an expression."""
    return expression.to_pyarrow().to_pylist()
