"""What a list by area changes: the counts that are new in it, that are another number, and that are over."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa

from onderdak.deliveries.areas.schema import AREA_CHANGES, COUNTS
from onderdak.deliveries.differences import Differences

#: What tells that two lines count the same; the period moves on from list to list.
_KEY = ("area_code", "what")
_SAID = ("number", "definition_nl")


def area_differences(after: pa.Table, before: pa.Table | None) -> tuple[Differences, pa.Table]:
    """Compare the counts of a list with those of the list before it.

    Parameters
    ----------
    after, before : pyarrow.Table
        Schema COUNTS; no table where there was no list before.

    Returns
    -------
    Differences
        The counts.
    pyarrow.Table
        Schema AREA_CHANGES, ordered by area.
    """
    now, then = _said(after), _said(COUNTS.empty_table() if before is None else before)
    changes = {key: _change(now.get(key), then.get(key)) for key in sorted(now.keys() | then.keys())}
    lines = [(*key, change) for key, change in changes.items() if change != "same"]
    columns: list[Any] = [list(column) for column in zip(*lines, strict=True)] or [[], [], []]
    return Differences(**Counter(changes.values())), pa.table(columns, schema=AREA_CHANGES)


def _said(counts: pa.Table) -> dict[tuple[str, str], list[tuple[Any, ...]]]:
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in counts.select([*_KEY, *_SAID]).to_pylist():
        found.setdefault((row["area_code"], row["what"]), []).append((row["number"], row["definition_nl"]))
    return found


def _change(now: list[Any] | None, then: list[Any] | None) -> str:
    if then is None:
        return "new"
    if now is None:
        return "ended"
    return "same" if now == then else "changed"
