"""The hidden truth of the invented region against the picture that its lists give.

    python -m benchmarks.truth [--size small|region] [--seed 2026]

Makes the region, builds its picture from all deliveries, lays both beside each other, prints the tables, and writes
them to `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.report import machine, markdown, today, write_section
from onderdak.demo import Demo, make
from onderdak.demo.compare import Table, compare
from onderdak.housing.service import NamedFile, build_picture
from onderdak.methods.addresses import Register, prepare

#: Headings of columns that hold shares.
_SHARES = ("share", "precision", "recall", "error")


def main() -> None:
    """Make, build, compare, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--size", choices=("small", "region"), default="small")
    options.add_argument("--seed", type=int, default=2026)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = measured(Path(folder), chosen.size, chosen.seed)
    print(text)
    write_section(f"truth: {chosen.size}", text)


def measured(folder: Path, size: str, seed: int) -> str:
    """Build the picture of an invented region under `folder`, and lay its hidden truth beside it."""
    began = time.perf_counter()
    demo = make(folder / "demo", size=size, seed=seed)
    register = prepare(demo.register, folder / "register")
    made = time.perf_counter() - began
    began = time.perf_counter()
    _picture(demo, register, folder / "picture")
    built = time.perf_counter() - began
    work = (
        f"Region of size `{size}`, seed {seed}, {len(demo.deliveries)} deliveries over three years: made and its "
        f"register prepared in {made:.1f} s, picture built in {built:.1f} s. The truth was written by the generator; "
        "what makes the picture never reads it."
    )
    heading = f"## Truth against picture: {size}\n\n{today()}; {machine('onderdak', 'duckdb', 'pyarrow')}.\n\n{work}"
    tables = compare(folder / "demo", folder / "picture").tables()
    return "\n\n".join([heading, *map(_shown, tables)])


def _picture(demo: Demo, register: Register, out: Path) -> None:
    files = [NamedFile(name, path, delivered_on) for name, delivered_on, path in demo.deliveries]
    now = date.fromisoformat(json.loads((demo.path / "truth/summary.json").read_text(encoding="utf-8"))["today"])
    build_picture(register, files, out, as_of=now, known_on=now, expected=demo.expected)


def _shown(one: Table) -> str:
    shares = {at for at, name in enumerate(one.headings) if name in _SHARES}
    rows = [[_cell(value, at in shares) for at, value in enumerate(row)] for row in one.rows]
    return f"### {one.title}\n\n{markdown(list(one.headings), rows)}"


def _cell(value: str | int | float | None, is_share: bool) -> str:
    if value is None:
        return "-"
    if is_share or isinstance(value, float):
        return f"{100 * float(value):.1f}%"
    return f"{value:,}" if isinstance(value, int) else value


if __name__ == "__main__":
    main()
