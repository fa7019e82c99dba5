"""How long preparing a register takes, how much memory, and how little of it one postcode or map tile reads.

    python -m benchmarks.register                 the real 1.44 million addresses
    python -m benchmarks.register --full          10 million: the real ones seven times, with other places and ids
    python -m benchmarks.register --source FILE   a register of your own

Prints seconds, peak memory of the process that prepares, and shares of row groups read.
To reach: 10 million in 60 s within 8 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from benchmarks.report import machine, markdown, today, write_section

SHARED = Path(os.environ.get("ONDERDAK_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REAL = SHARED / "data/addresses/register.parquet"
COPIES = 7

_PREPARE = """
import json, resource, sys, time
from onderdak.methods.addresses.prepare import prepare
began = time.perf_counter()
steps = []
def tell(step, done, total):
    if not steps or steps[-1][0] != step:
        steps.append((step, round(time.perf_counter() - began, 2)))
register = prepare([sys.argv[1]], sys.argv[2], progress=tell)
print(json.dumps({
    "seconds": round(time.perf_counter() - began, 1),
    "cpu_seconds": round(time.process_time(), 1),
    "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2),
    "addresses": register.manifest.counts["addresses"],
    "steps": steps,
}))
"""

_COPY = """
COPY (
    SELECT adres_id + copy * 10000000 AS adres_id, straat, huisnummer, huisletter, huisnummertoevoeging, postcode,
        woonplaats || CASE WHEN copy = 0 THEN '' ELSE ' ' || copy END AS woonplaats, gemeente, provincie, lat, lon
    FROM read_parquet(?), range(?) copies(copy)
) TO '{out}' (FORMAT parquet)
"""


def main() -> None:
    """Prepare, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--full", action="store_true", help="10 million addresses")
    options.add_argument("--source", type=Path, help="another file of addresses")
    options.add_argument("--json", action="store_true", help="for machines")
    chosen = options.parse_args()
    source = chosen.source or REAL
    if not source.exists():
        sys.exit(f"{source} is not there: set ONDERDAK_SHARED to the folder with the shared data, or give --source.")
    with tempfile.TemporaryDirectory() as folder:
        measured = _measured(_scaled(source, Path(folder)) if chosen.full else source, Path(folder) / "register")
    print(json.dumps(measured) if chosen.json else _told(measured))
    if not chosen.json:
        _written(measured, "register: 10 million" if chosen.full else "register")


def _scaled(source: Path, folder: Path) -> Path:
    out = folder / "scaled.parquet"
    duckdb.execute(_COPY.format(out=out), [str(source), COPIES])
    return out


def _measured(source: Path, out: Path) -> dict[str, object]:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _PREPARE, str(source), str(out)], capture_output=True, text=True, check=True
    )
    measured: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    addresses = out / "addresses.parquet"
    return measured | {
        "with_start": round(time.perf_counter() - began, 1),
        "megabytes": round(addresses.stat().st_size / 1e6, 1),
        **_shares(addresses),
    }


def _shares(addresses: Path) -> dict[str, object]:
    """Row groups that one postcode, and one tile of 1 km, must read; the mean over a hundred of each."""
    metadata = pq.ParquetFile(addresses).metadata
    names = [metadata.schema.column(i).name for i in range(metadata.num_columns)]
    at = {name: names.index(name) for name in ("postcode", "x", "y")}
    groups = [
        {name: metadata.row_group(i).column(position).statistics for name, position in at.items()}
        for i in range(metadata.num_row_groups)
    ]
    sample = duckdb.execute(
        "SELECT postcode, x, y FROM read_parquet(?) WHERE postcode IS NOT NULL AND x IS NOT NULL USING SAMPLE 100 "
        "ROWS (reservoir, 2026)",
        [str(addresses)],
    ).fetchall()

    def holds(group: dict[str, object], name: str, low: object, high: object) -> bool:
        statistics = group[name]
        return statistics is None or (statistics.min <= high and statistics.max >= low)  # type: ignore[attr-defined]

    by_postcode = sum(holds(group, "postcode", postcode, postcode) for postcode, _, _ in sample for group in groups)
    by_tile = sum(
        holds(group, "x", x // 1000 * 1000, x // 1000 * 1000 + 1000)
        and holds(group, "y", y // 1000 * 1000, y // 1000 * 1000 + 1000)
        for _, x, y in sample
        for group in groups
    )
    most = len(groups) * len(sample)
    return {
        "row_groups": len(groups),
        "postcode_share": round(by_postcode / most, 4),
        "tile_share": round(by_tile / most, 4),
    }


def _written(measured: dict[str, object], name: str) -> None:
    """Put what was measured on the page of measurements."""
    work = (
        f"{measured['addresses']:,} addresses (the real 1,442,867 of five provinces, seven times with other places and "
        "identifiers where there are more) from Parquet to a prepared register. Shares: of the row groups of the "
        "largest file, what one postcode and one tile of 1 km read."
    )
    cells = [[line, str(value)] for line, value in measured.items() if line != "steps"]
    heading = f"## Register: {measured['addresses']:,} addresses\n\n{today()}; {machine('onderdak', 'duckdb')}."
    write_section(name, f"{heading}\n\n{work}\n\n{markdown(['what', 'measured'], cells)}")


def _told(measured: dict[str, object]) -> str:
    return "\n".join(f"{name:15} {value}" for name, value in measured.items())


if __name__ == "__main__":
    main()
