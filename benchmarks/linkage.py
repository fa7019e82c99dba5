"""Accuracy and speed of linking on real addresses, beside its peers, in one run.

    python -m benchmarks.linkage                  100,000 shared rows; 10,000 rows of each style of noise; speed
    python -m benchmarks.linkage --full           100,000 rows of each style, and 1 million rows
    python -m benchmarks.linkage --peers splink   Splink 5 on the same rows and machine as well
    python -m benchmarks.linkage --peers all      also uk_address_matcher and recordlinkage, each in its own environment
    python -m benchmarks.linkage --spark          ours on Spark against Splink on Spark (needs Java and pyspark)
    python -m benchmarks.linkage --show STYLE     no page; print rows of one style that went wrong

Writes sections of `docs/benchmarks.md`. Needs the shared real addresses (ONDERDAK_SHARED).
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import noise, noise_channels, peers
from benchmarks.measures import Accuracy, Judge, false_links
from benchmarks.report import ROOT, machine, markdown, today, write_section
from benchmarks.unanswerable import Unanswerable, unanswerable
from onderdak.methods.addresses import AddressColumns, Linker, Register, link
from onderdak.methods.addresses.prepare import prepare

SHARED = Path(os.environ.get("ONDERDAK_SHARED", ROOT.parent / "shared")) / "data"
SOURCE = SHARED / "addresses/register.parquet"
ROWS = SHARED / "addresses/rows_100k.parquet"
HELD_OUT = "Zeeland"
SEED = 20260
COLUMNS = AddressColumns(street="straat", number="nr", postcode="postcode", place="plaats", address="adres")


def main() -> None:
    """Run what was asked for, print it, and write it to the page."""
    chosen = _options()
    if not SOURCE.exists():
        sys.exit(f"{SOURCE} is not there: set ONDERDAK_SHARED to the folder with the shared data.")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), full=chosen.full)
        if chosen.show:
            print(bench.show(chosen.show, chosen.rows))
            return
        sections = bench.sections()
        if chosen.peers:
            every = chosen.peers == "all"
            sections["linkage: peers"] = peers.compare(bench.register, ROWS, SOURCE, COLUMNS, every=every)
        if chosen.spark:
            sections["linkage: Spark"] = peers.compare_on_spark(bench.register, ROWS, SOURCE, COLUMNS)
    for name, text in sections.items():
        print(f"\n{text}")
        write_section(name, text)


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--full", action="store_true", help="100,000 rows of each style, and 1 million rows")
    options.add_argument("--peers", choices=("splink", "all"), help="run others on the same rows")
    options.add_argument("--spark", action="store_true", help="compare on Spark")
    options.add_argument(
        "--show", metavar="STYLE", help="print rows that went wrong: a style, 'shared' or 'unanswerable'"
    )
    options.add_argument("--rows", type=int, default=10_000, help="with --show: how many rows to draw")
    return options.parse_args()


class Bench:
    """The shared rows and the prepared register, linked and judged."""

    def __init__(self, folder: Path, *, full: bool) -> None:
        self.folder, self.full = folder, full
        began = time.perf_counter()
        self.register = prepare([SOURCE], folder / "register")
        self.prepared = time.perf_counter() - began
        self.rows = _shared_rows()
        self.judge = Judge(SOURCE, self.register.file("addresses"))
        self._addresses: list[noise.Address] = []

    @property
    def addresses(self) -> list[noise.Address]:
        if not self._addresses:
            self._addresses = noise.read_addresses(SOURCE)
            self.near = noise.Neighbours.of(self._addresses, former_municipalities())
        return self._addresses

    def sections(self) -> dict[str, str]:
        """Every section, in the order of the page. Speed comes first: it wants a calm process."""
        speed = self._speed()
        return {
            "linkage: shared rows": self._shared(),
            "linkage: speed": speed,
            "linkage: noise": self._noise(),
            "linkage: other noise": self._other_noise(),
            "linkage: no answer": self._no_answer(),
        }

    def _heading(self, title: str, work: str) -> str:
        versions = machine("onderdak", "duckdb", "ibis-framework", "pyarrow")
        return f"## {title}\n\n{today()}; {versions}.\n\n{work}\n"

    # --- speed --------------------------------------------------------------------------------------------------------

    def _speed(self) -> str:
        runs = [("100,000 rows, first run in the process", *self._timed(self.rows))]
        runs += [("100,000 rows, again", *self._timed(self.rows)) for _ in range(2)]
        linker = Linker(Register.open(self.register.path))
        few = self.rows.slice(0, 1_000)
        linker.link(few, columns=COLUMNS)
        began = time.perf_counter()
        linker.link(few, columns=COLUMNS)
        runs.append(("1,000 rows, warm (a register held ready)", time.perf_counter() - began, 1_000))
        runs.append(("1,000 rows, register opened anew", *self._timed(few)))
        if self.full:
            many = pa.concat_tables([self.rows] * 10)
            runs.append(("1,000,000 rows: the 100,000 ten times", *self._timed(many)))
            runs.append(("1,000,000 rows, all different: eight styles of noise", *self._timed(self._million())))
        cells = [[name, f"{seconds:.2f}", f"{rows / seconds:,.0f}"] for name, seconds, rows in runs]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        work = (
            "Rows against the 1,442,867 addresses of five provinces, end to end: opening the prepared register, "
            f"reading, linking, and the table of links. Preparing the register took {self.prepared:.1f} s before that. "
            f"Peak memory of the process: {peak:.1f} GB."
        )
        return self._heading("Linking: speed", work) + "\n" + markdown(["work", "seconds", "rows/s"], cells)

    def _timed(self, rows: pa.Table) -> tuple[float, int]:
        began = time.perf_counter()
        link(rows, Register.open(self.register.path), columns=COLUMNS)
        return time.perf_counter() - began, rows.num_rows

    def _million(self) -> pa.Table:
        each = 1_000_000 // len(noise.STYLES)
        return pa.concat_tables(noise.dirty(self.addresses, style, each, SEED + 1, self.near) for style in noise.STYLES)

    # --- accuracy -----------------------------------------------------------------------------------------------------

    def _shared(self) -> str:
        found = self._accuracy(self.rows, losing=True)
        links, right = self.judge.confident()
        lost = found.rows - found.rows_answerable
        work = (
            "The 100,000 shared rows: real addresses dirtied by another hand. "
            f"{lost:,} rows lost the addition that their address has, and count in building recall only."
        )
        return "\n\n".join(
            [
                self._heading("Linking: the shared rows", work),
                markdown(list(Accuracy.HEADINGS), [found.cells()]),
                f"Of the {links:,} links with a score of .95 or more, {100 * right / max(links, 1):.2f}% are right.",
                self.judge.by("outcome"),
                self.judge.by("stage"),
                self.judge.calibration(),
            ]
        )

    def _accuracy(self, rows: pa.Table, *, losing: bool = False) -> Accuracy:
        return self.judge.accuracy(rows, link(rows, self.register, columns=COLUMNS).table, losing=losing)

    def _noise(self) -> str:
        rows = 100_000 if self.full else 10_000
        lines: list[list[str]] = []
        for style in noise.STYLES:
            dirty = noise.dirty(self.addresses, style, rows, SEED, self.near)
            lines.append([style, *self._accuracy(dirty).cells()])
        work = (
            f"{rows:,} rows of each style of `benchmarks/noise.py`, drawn from all five provinces; `units` from the "
            "addresses with an addition. The styles were written apart from the linker."
        )
        return (
            self._heading("Linking: eight styles of noise", work)
            + "\n"
            + markdown(["style", *Accuracy.HEADINGS], lines)
        )

    def _other_noise(self) -> str:
        rows = 100_000 if self.full else 10_000
        lines: list[list[str]] = []
        for style in noise_channels.STYLES:
            found = self._accuracy(noise_channels.dirty(self.addresses, style, rows, SEED, self.near))
            lines.append([style, *found.cells(), " / ".join(f"{share:.2f}%" for share in noise_channels.FIRST[style])])
        work = (
            f"{rows:,} rows of each style of `benchmarks/noise_channels.py`, made by another method than the eight and "
            "left out of the measuring of chances. The last column is what came out when the linker first met them "
            "(precision, recall, building recall): a blind check. What they showed was mended since."
        )
        table = markdown(["style", *Accuracy.HEADINGS, "when first met"], lines)
        return self._heading("Linking: four styles made by another method", work) + "\n" + table

    def _no_answer(self) -> str:
        made, links = self._unanswered(45_000 if self.full else 18_000)
        work = (
            f"Rows without an answer (`benchmarks/unanswerable.py`), against a copy of the register without {HELD_OUT} "
            "and without the withheld houses and units. A link is false; for a withheld unit, `building` is right."
        )
        table = markdown(
            ["kind", "rows", "falsely linked", "building", "ambiguous", "none"], false_links(made.rows, links)
        )
        return self._heading("Linking: rows without an answer", work) + "\n" + table

    def _unanswered(self, rows: int) -> tuple[Unanswerable, pa.Table]:
        _ = self.addresses
        made = unanswerable(self.addresses, rows, SEED, province=HELD_OUT, near=self.near)
        copy = without(made.withhold, self.folder / "copy.parquet")
        register = prepare([copy], self.folder / "copy")
        return made, link(made.rows, register, columns=COLUMNS).table

    # --- for the eye --------------------------------------------------------------------------------------------------

    def show(self, style: str, rows: int) -> str:
        """Rows of one style that were linked wrong or not linked, with the reason."""
        if style == "unanswerable":
            return self._show_false(rows)
        given = self.rows if style == "shared" else self._dirty(style, rows)
        links = link(given, self.register, columns=COLUMNS).table
        found = self.judge.accuracy(given, links, losing=style == "shared")
        lines = [" | ".join(Accuracy.HEADINGS), " | ".join(found.cells()), "", "linked wrong:"]
        lines += [self._line(given, links, row) for row in self.judge.wrong(25)]
        lines += ["", "not linked:", *(self._line(given, links, row) for row in self.judge.missed(40))]
        return "\n".join(lines)

    def _dirty(self, style: str, rows: int) -> pa.Table:
        module = noise_channels if style in noise_channels.STYLES else noise
        return module.dirty(self.addresses, style, rows, SEED, self.near)

    def _show_false(self, rows: int) -> str:
        made, links = self._unanswered(rows)
        outcomes = links["outcome"].to_pylist()
        false = [row for row, outcome in enumerate(outcomes) if outcome in ("exact", "probable")]
        lines = [" | ".join(cells) for cells in false_links(made.rows, links)]
        kinds = made.rows["style"].to_pylist()
        return "\n".join([*lines, *(f"{kinds[row]}: {self._line(made.rows, links, row)}" for row in false[:80])])

    def _line(self, given: pa.Table, links: pa.Table, row: int) -> str:
        asked = given.slice(row, 1).to_pylist()[0]
        got = links.slice(row, 1).to_pylist()[0]
        text = " | ".join(str(asked[name]) for name in ("straat", "nr", "postcode", "plaats", "adres") if asked[name])
        ids = [each for each in (asked["truth"], got["address_id"] or (got["candidates"] or "").split(" ")[0]) if each]
        found = {line["address_id"]: line for line in self.register.rows(ids).to_pylist()}
        spelled = [_spelled(found.get(each)) for each in ids]
        verdict = f"{got['outcome']} {got['score']:.3f} ({got['stage']})"
        return f"  {text!r} -> {verdict} {' <> '.join(spelled)}; {got['reason']}"


def _spelled(address: dict[str, object] | None) -> str:
    if address is None:
        return "?"
    parts = (address[name] for name in ("street", "number", "letter", "addition", "postcode", "place"))
    return " ".join(str(part) for part in parts if part is not None)


def _shared_rows() -> pa.Table:
    rows = pq.read_table(ROWS)
    return rows.set_column(rows.schema.get_field_index("truth"), "truth", rows["truth"].cast(pa.string()))


def former_municipalities() -> dict[str, str]:
    """Four digits of a postcode -> the municipality of 2019, where it bears another name now."""
    found = duckdb.execute(
        "SELECT lpad(CAST(postcode AS VARCHAR), 4, '0'), any_value(gemeente) FROM read_csv(?) "
        "WHERE gemeente <> '' GROUP BY 1",
        [str(SHARED / "tables/4pp_postcodes_2019.csv")],
    ).fetchall()
    now = {
        line[0] for line in duckdb.execute("SELECT DISTINCT gemeente FROM read_parquet(?)", [str(SOURCE)]).fetchall()
    }
    return {postcode: name for postcode, name in found if name not in now}


def without(withhold: frozenset[str], out: Path) -> Path:
    """A copy of the register without the withheld addresses and the held-out province."""
    con = duckdb.connect()
    con.register("withheld", pa.table({"id": pa.array(sorted(withhold), pa.string())}))
    con.execute(
        f"COPY (SELECT * FROM read_parquet('{SOURCE}') WHERE CAST(adres_id AS VARCHAR) NOT IN "
        f"(SELECT id FROM withheld)) TO '{out}' (FORMAT parquet)"
    )
    return out


if __name__ == "__main__":
    main()
