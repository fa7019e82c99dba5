"""A small report with every kind of block in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from onderdak.base.figures import Figure, FigureSource
from onderdak.base.reports import Chart, Column, Document, Figures, Section, Table, Text
from onderdak.base.reports.document import Block

DAY = date(2026, 11, 1)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 60"><rect width="200" height="30" fill="#0b4f6c"/>'
    '<text x="210" y="20" font-family="Source Sans 3" font-size="14">Goes</text></svg>'
)


def figure(key: str, value: float | None, **more: Any) -> Figure:
    """A figure of which only the value matters."""
    known: dict[str, Any] = {
        "label": f"Cijfer {key}",
        "unit": "plekken",
        "definition": f"Wat {key} betekent.",
        "status": "measured",
        "method": "optelling",
        "version": "2",
        "sources": (FigureSource("Werkvoort", date(2026, 10, 1), "te laat"),),
        **more,
    }
    return Figure(key=key, value=value, as_of=DAY, **known)


def document(*blocks: Block, language: Any = "nl", **more: Any) -> Document:
    """A report with these blocks in one section."""
    known: dict[str, Any] = {
        "title": "Huisvesting",
        "subject": "Wielderland",
        "conclusion": "Er zijn 8.430 plekken te weinig.",
        "as_of": DAY,
        "language": language,
        "sections": [Section("Kerncijfers", blocks)],
        "address": "https://x.example/regio/wielderland/",
        "made_on": date(2026, 11, 21),
        **more,
    }
    return Document(**known)


def towns(figures: Sequence[Figure]) -> Table:
    """A table of one column of figures, with cells of every other kind."""
    columns = (
        Column("Gemeente"), Column("Vraag", "figure"), Column("Aantal", "number"), Column("Aandeel", "share"),
        Column("Kosten", "euro"), Column("Dag", "date"),
    )  # fmt: skip
    rows = [[f"Gemeente {n}", one, n * 1_000, 0.25, 12_500, DAY] for n, one in enumerate(figures, 1)]
    return Table("Vraag per gemeente", columns, rows, note="Gemeten in oktober.")


def whole() -> Document:
    """A report with one of everything."""
    estimate = figure("people", 24_317, status="estimated", low=21_943, high=27_061, unit="personen")
    supply = Table("Aanbod", [Column("Plekken", "number")], [[1_950]])
    return document(
        Figures([estimate, figure("share", 0.82, unit="share"), figure("unknown", None, note="Nog geen schatting.")]),
        Text(["De regio kent te weinig plekken."]),
        Text(["Kapelle leverde nog niet.", "Tholen leverde te laat."], points=True),
        towns([figure("demand", 3_120 + n, low=2_800, high=3_500 + n) for n in range(3)]),
        Chart("Aanbod", "Goes heeft de meeste plekken.", SVG, supply),
        warning="Twee gemeenten leverden niet.",
    )
