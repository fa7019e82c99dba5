"""Counts of others: each by its own definition, and nobody counted twice."""

from __future__ import annotations

from datetime import date

import pytest

from onderdak.deliveries.service import AreaCount
from onderdak.needs import counts_pages

DAY = date(2026, 10, 31)


def count(area: str, town: str, number: int, definition: str = "Ingeschreven op de peildatum.") -> AreaCount:
    return AreaCount(
        source="telling", source_name="Gemeentelijke telling", area_code=area, municipality_code=town,
        what="registered_brp", count=number, period_from=DAY, period_to=DAY, definition_nl=definition,
        definition_en=definition, as_of=DAY, delivery=1, sha256="0" * 64,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([count("GM7101", "7101", 430), count("BU71010001", "7101", 40), count("BU71020001", "7102", 20)], ["450"]),
        ([count("WK710101", "7101", 30), count("BU71010101", "7101", 30), count("GM7102", "7102", 60)], ["90"]),
        ([count("WK710101", "7101", 30), count("BU71010101", "7101", 30), count("BU71010201", "7101", 15)], ["45"]),
        ([count("GM7101", "7101", 5)], ["verborgen"]),
        ([count("GM7101", "7101", 50), count("GM7101", "7101", 60, "Wie er overnacht.")], ["50", "60"]),
    ],
)
def test_a_municipality_is_counted_once_and_another_definition_stands_by_itself(rows, said, monkeypatch):
    monkeypatch.setattr(counts_pages, "area_counts", lambda region, actor: rows)
    found = counts_pages.counted(None, None)  # pyright: ignore[reportArgumentType]
    assert [one.said for one in found] == said
