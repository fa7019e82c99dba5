"""How much computing a report of 50 pages takes, in each of its four forms.

    python -m benchmarks.report_pdf

The report is that of a region with 16 municipalities: for each a page of figures, a chart and a table of
neighbourhoods. Each form is written in a process of its own: measured are the first report after a start, and later
ones. To reach: 50 pages as PDF in 1.5 s of CPU.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import os
import subprocess
import sys
from datetime import date

from benchmarks.report import machine, markdown, today, write_section
from onderdak.base.figures import Figure, FigureSource
from onderdak.base.reports import (
    Chart,
    Column,
    Document,
    Figures,
    Section,
    Table,
    Text,
    to_csv,
    to_ods,
    to_pdf,
    to_xlsx,
)

_LIMIT, _PAGES = 1.5, 50
_WRITERS = {"pdf": to_pdf, "xlsx": to_xlsx, "ods": to_ods, "csv": to_csv}
_DAY = date(2026, 11, 1)
_TOWNS, _NEIGHBOURHOODS, _ROUNDS = 16, 60, 5
_SOURCES = tuple(FigureSource(f"Bron {n}", date(2026, 9, n + 1)) for n in range(8))


def _figure(key: str, value: float, town: int) -> Figure:
    return Figure(
        key, f"Cijfer {key}", value, "plekken", _DAY, f"Wat {key} betekent, in een zin die een lezer begrijpt.",
        "estimated", "optelling per adres", "2", _SOURCES[: 1 + town % 8], value * 0.9, value * 1.1,
    )  # fmt: skip


def _picture(town: int) -> str:
    """A line of 60 points with its band and axis, of the size that a chart of the site has."""
    points = [(10.0 + 12 * n, 120 - 60 * math.sin(n / 7 + town)) for n in range(60)]
    band = [(x, y - 18) for x, y in points] + [(x, y + 18) for x, y in reversed(points)]
    labels = "".join(
        f'<text x="{10 + 120 * n}" y="210" font-family="Source Sans 3" font-size="12">20{20 + n}</text>'
        for n in range(6)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 220">'
        f'<polygon fill="#d6e8f0" points="{_path(band)}"/>'
        f'<polyline fill="none" stroke="#0b4f6c" stroke-width="2" points="{_path(points)}"/>{labels}</svg>'
    )


def _path(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _town(town: int) -> Section:
    columns = (
        Column("Buurt"),
        Column("Plekken", "figure"),
        Column("Bewoners", "number"),
        Column("Keurmerk", "share"),
        Column("Levering", "date"),
    )
    rows = [[f"Buurt {n}", _figure("buurt", 20 + n, town), 31 * n, (n % 10) / 10, _DAY] for n in range(_NEIGHBOURHOODS)]
    over_time = Table("Plekken per jaar", (Column("Jaar"), Column("Plekken", "number")), [["2025", 1], ["2026", 2]])
    return Section(
        f"In gemeente {town} groeit het aantal plekken",
        [
            Figures([_figure(key, 100.0 * (n + 1) + town, town) for n, key in enumerate("abcdef")]),
            Text(["De gemeente kent meer plekken dan een jaar geleden. Van twaalf adressen is niets bekend."] * 3),
            Chart("Het aantal plekken groeit", "Van 2020 tot 2026 groeide het aantal.", _picture(town), over_time),
            Table("Plekken per buurt", columns, rows),
        ],
    )  # fmt: skip


def _document() -> Document:
    sections = [_town(town) for town in range(_TOWNS)]
    return Document("Jaarverslag", "Wielderland", "Er zijn 8.430 plekken te weinig.", _DAY, "nl", sections)


def _measure(kind: str) -> dict[str, float]:
    """CPU seconds of the first report of a process and of the median of the next ones, and the size."""
    taken: list[float] = []
    content = b""
    for _ in range(1 + _ROUNDS):
        document = _document()
        began = _spent()
        content = _WRITERS[kind](document)
        taken.append(_spent() - began)
    later = sorted(taken[1:])[_ROUNDS // 2]
    return {"first": taken[0], "later": later, "size": len(content), "pages": _pages(content) if kind == "pdf" else 0}


def _spent() -> float:
    """Seconds of the processor, with those of processes that are over: a PDF is set by one."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _pages(content: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def _in_its_own_process(kind: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.report_pdf", "--only", kind]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _report(found: dict[str, dict[str, float]]) -> str:
    rows = [
        [kind.upper(), f"{one['first']:.2f} s", f"{one['later']:.2f} s", f"{one['size'] / 1e6:.1f} MB"]
        for kind, one in found.items()
    ]
    pages, per_fifty = found["pdf"]["pages"], found["pdf"]["first"] * _PAGES / found["pdf"]["pages"]
    return (
        f"## Reports\n\n{today()}, {machine('typst', 'xlsxwriter', 'odfpy')}. One report of {pages:.0f} pages "
        f"({_TOWNS} municipalities, each with six figures, a chart and a table of {_NEIGHBOURHOODS} rows), CPU time of "
        f"the first in a process and of later ones.\n\n{markdown(['form', 'first', 'later', 'size'], rows)}\n\n"
        f"{_PAGES} pages as PDF: {per_fifty:.2f} s of CPU; to reach {_LIMIT} s (ratio {per_fifty / _LIMIT:.2f})."
    )


def main() -> None:
    """Measure all forms, or print the measurements of one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=_WRITERS, help="measure one form, in this process, and print it as JSON")
    only = parser.parse_args().only
    if only:
        print(json.dumps(_measure(only)))
        return
    text = _report({kind: _in_its_own_process(kind) for kind in _WRITERS})
    write_section("reports", text)
    print(text)


if __name__ == "__main__":
    main()
