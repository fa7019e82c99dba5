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

import duckdb
import pyarrow as pa

from benchmarks.report import machine, markdown, share, today, write_section
from onderdak.demo import Demo, make
from onderdak.housing.service import NamedFile, build_picture
from onderdak.housing.summary import PictureSummary
from onderdak.methods.addresses import Register, prepare

_VIEWS = """
    CREATE VIEW homes AS
        SELECT * FROM read_parquet('{truth}/housing.parquet')
        WHERE quarter = (SELECT max(quarter) FROM read_parquet('{truth}/housing.parquet'));
    CREATE VIEW lines AS SELECT * FROM read_parquet('{truth}/rows.parquet');
    CREATE VIEW planted AS SELECT * FROM read_parquet('{truth}/contradictions.parquet');
    CREATE VIEW picture AS SELECT * FROM read_parquet('{picture}/picture.parquet');
    CREATE VIEW placed AS SELECT DISTINCT delivery, row, address_id FROM read_parquet('{picture}/claims.parquet');
"""


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
    summary = _picture(demo, register, folder / "picture")
    built = time.perf_counter() - began
    truth = Truth(folder / "demo" / "truth", folder / "picture", summary)
    work = (
        f"Region of size `{size}`, seed {seed}, {len(demo.deliveries)} deliveries over three years: made and its "
        f"register prepared in {made:.1f} s, picture built in {built:.1f} s. The truth was written by the generator; "
        "what makes the picture never reads it."
    )
    heading = f"## Truth against picture: {size}\n\n{today()}; {machine('onderdak', 'duckdb', 'pyarrow')}.\n\n{work}"
    return "\n\n".join([heading, truth.totals(), truth.rows()])


def _picture(demo: Demo, register: Register, out: Path) -> PictureSummary:
    files = [NamedFile(name, path, delivered_on) for name, delivered_on, path in demo.deliveries]
    now = date.fromisoformat(json.loads((demo.path / "truth/summary.json").read_text(encoding="utf-8"))["today"])
    return build_picture(register, files, out, as_of=now, known_on=now, expected=demo.expected)


class Truth:
    """The files of the truth and of the picture, side by side in DuckDB."""

    def __init__(self, truth: Path, picture: Path, summary: PictureSummary) -> None:
        self.con = duckdb.connect()
        self.con.execute(_VIEWS.format(truth=truth, picture=picture))
        self.summary = summary
        named = [(one.address_id, one.kind) for one in summary.contradictions]
        columns = [pa.array([pair[at] for pair in named], pa.string()) for at in range(2)]
        self.con.register("named", pa.table(columns, names=["address_id", "kind"]))

    def _counts(self, query: str) -> tuple[int, ...]:
        return tuple(int(value or 0) for value in self.con.execute(query).fetchall()[0])

    def totals(self) -> str:
        """Addresses found, places counted, contradictions seen."""
        lines = [*self._addresses(), *self._places(), *self._readings(), self._contradictions()]
        return markdown(["what", "truth", "picture", "share"], lines)

    def _addresses(self) -> list[list[str]]:
        housed, seen, found = self._counts("""
            SELECT count_if(housed), count_if(housed AND NOT unseen),
                count_if(housed AND NOT unseen AND p.address_id IS NOT NULL)
            FROM homes h LEFT JOIN picture p USING (address_id)
        """)
        supply, right = self._counts("""
            SELECT count(*), count_if(h.places > 0)
            FROM picture p LEFT JOIN homes h USING (address_id) WHERE p.in_supply
        """)
        return [
            ["addresses where people are housed, known to a source", f"{seen:,}", f"{found:,}", share(found, seen)],
            ["the same, with those that no source ever names", f"{housed:,}", f"{found:,}", share(found, housed)],
            ["addresses counted as supply that truly are", f"{supply:,}", f"{right:,}", share(right, supply)],
        ]

    def _places(self) -> list[list[str]]:
        every, seen = self._counts(
            "SELECT sum(places), sum(places) FILTER (NOT unseen) FROM homes WHERE housed OR places > 0"
        )
        figure = self.summary.figure("places")
        value, low, high = (int(part or 0) for part in (figure.value, figure.low, figure.high))
        return [
            [
                "places at addresses known to a source",
                f"{seen:,}",
                f"{value:,} ({low:,} to {high:,})",
                share(value, seen),
            ],
            ["the same, with those that no source ever names", f"{every:,}", f"{value:,}", share(value, every)],
        ]

    def _readings(self) -> list[list[str]]:
        beds, same, form, form_same = self._counts("""
            SELECT count_if(p.beds IS NOT NULL), count_if(p.beds = h.places), count_if(p.form IS NOT NULL),
                count_if(p.form = h.form)
            FROM picture p JOIN homes h USING (address_id) WHERE h.housed
        """)
        return [
            ["agreed beds equal to the true places", f"{beds:,}", f"{same:,}", share(same, beds)],
            ["agreed form equal to the true form", f"{form:,}", f"{form_same:,}", share(form_same, form)],
        ]

    def _contradictions(self) -> list[str]:
        planted, seen = self._counts("""
            SELECT count(*), count_if((address_id, kind) IN (SELECT (address_id, kind) FROM named)) FROM planted
        """)
        return ["contradictions put in, and named", f"{planted:,}", f"{seen:,}", share(seen, planted)]

    def rows(self) -> str:
        """Rows of the deliveries: placed on the right address, on a wrong one, or not."""
        found = self.con.execute("""
            SELECT coalesce(nullif(l.why, ''), 'has an answer'), count(*), count_if(p.address_id IS NOT NULL),
                count_if(p.address_id = l.address_id OR contains(' ' || l.also || ' ', ' ' || p.address_id || ' '))
            FROM lines l LEFT JOIN placed p USING (delivery, row)
            GROUP BY 1 ORDER BY 2 DESC
        """).fetchall()
        lines = [
            [kind, f"{rows:,}", share(placed, rows), share(right, placed) if kind == "has an answer" else "none can be"]
            for kind, rows, placed, right in found
        ]
        return markdown(["rows of the deliveries", "number", "gave claims on an address", "of those right"], lines)


if __name__ == "__main__":
    main()
