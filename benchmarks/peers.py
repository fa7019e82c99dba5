"""Other tools on the same rows and machine, each in a private virtual environment (never in the lock files).

The environments live under `~/.cache/onderdak/peers` and are made on first use. Each tool is driven by its own program
(`peer_*.py`), which runs with the environment's Python, reads the two Parquet files, and writes links (row, id) beside
a few timings. How each is set up is said in that program.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measures import SPELLING
from benchmarks.report import machine, markdown, share, today
from onderdak.methods.addresses import AddressColumns, Register, link
from onderdak.methods.addresses.engine import Engine, open_engine

HERE = Path(__file__).parent
HOME = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "onderdak/peers"
_TWINS = f"adres_id, min(adres_id) OVER (PARTITION BY {SPELLING})"


@dataclass(frozen=True)
class Peer:
    """A tool: its environment, its program, and how many rows it is given."""

    name: str
    environment: str
    packages: tuple[str, ...]
    program: str
    rows: int = 100_000
    options: tuple[str, ...] = ()


_SPLINK = ("splink", ("splink==5.0.0", "pyarrow", "pandas<3"), "peer_splink.py")
#: With the sample that its documentation advises for a final model, and with the one it takes when nothing is said.
SPLINKS = (
    Peer("Splink 5.0.0, sample as advised (1e9 pairs)", *_SPLINK, options=("--pairs", "1e9")),
    Peer("Splink 5.0.0, sample by default (1e6 pairs)", *_SPLINK),
)
OTHERS = (
    Peer("uk_address_matcher 1.5.3", "ukam", ("uk_address_matcher==1.5.3", "duckdb<2", "pyarrow"), "peer_ukam.py"),
    Peer("recordlinkage 0.16", "rl", ("recordlinkage==0.16", "pyarrow", "duckdb"), "peer_recordlinkage.py", 10_000),
)
SPLINK_SPARK = Peer(
    "Splink 5.0.0 on Spark local[2]",
    "splink-spark",
    ("splink[spark]==5.0.0", "pyspark>=4.1,<5", "pyarrow", "pandas<3", "duckdb"),
    "peer_splink.py",
    options=("--spark",),
)


def compare(register: Register, rows: Path, source: Path, columns: AddressColumns, *, every: bool) -> str:
    """Run Splink, and with `every` the others too, with our own run just before and after; a table with the ratios."""
    given = pq.read_table(rows)
    before, cpu_before, _ = _timed(given, register, columns)
    found = {peer: _run(peer, rows, source) for peer in (*SPLINKS, *(OTHERS if every else ()))}
    after, cpu_after, links = _timed(given, register, columns)
    seconds, cpu = min(before, after), min(cpu_before, cpu_after)
    ours = Peer("**Onderdak on DuckDB**", "", (), "", given.num_rows)
    result = {"seconds": seconds, "cpu": cpu, **_judged(_best(given, links), rows, source)}
    lines = [[*_cells(ours, result), "", "1x", "1x"]]
    for peer, figures in found.items():
        per_row = [figures[name] / peer.rows * given.num_rows for name in ("seconds", "cpu")]
        training = f"{figures['training']:.1f}" if "training" in figures else ""
        lines.append([*_cells(peer, figures), training, f"{per_row[0] / seconds:.0f}x", f"{per_row[1] / cpu:.0f}x"])
    work = (
        "The shared rows against the 1,442,867 addresses, from Parquet files to a table of best links, everything "
        "included but the start of the process. A prepared register is a thing of ours, so the others read and "
        "normalise the register inside their time, as they would in use. Top-1: share of all rows whose "
        "best link is the true address or its twin. "
        "Confident: links that the tool itself gives at .95 or more (or its own word for it). Training is part of the "
        "seconds; a model that was trained before and kept would spare them."
    )
    headings = ["tool", "rows", "seconds", "CPU s", "rows/s", "top-1 right", "precision (share) of confident"]
    table = markdown([*headings, "of which training, s", "ours is faster by", "by CPU"], lines)
    return f"## Linking: peers\n\n{today()}; {machine('onderdak', 'duckdb', 'ibis-framework')}.\n\n{work}\n\n{table}"


def _best(given: pa.Table, links: pa.Table) -> pa.Table:
    """Our links in the shape of a peer's: the first candidate where there is no link."""
    first = [(text or "").split(" ")[0] for text in links["candidates"].to_pylist()]
    ids = [int(link or best or -1) for link, best in zip(links["address_id"].to_pylist(), first, strict=True)]
    linked = [outcome in ("exact", "probable") for outcome in links["outcome"].to_pylist()]
    scores = [score if good else 0.0 for score, good in zip(links["score"].to_pylist(), linked, strict=True)]
    return pa.table([given["rij_id"], pa.array(ids), pa.array(scores)], names=["row", "id", "score"])


def compare_on_spark(register: Register, rows: Path, source: Path, columns: AddressColumns) -> str:
    """Our Spark run against Splink's on the same rows."""
    given = pq.read_table(rows).slice(0, SPLINK_SPARK.rows)
    engine = open_engine("spark", spark_master="local[2]")
    first, _, _ = _timed(given, register, columns, engine)
    again, _, links = _timed(given, register, columns, engine)
    same = links["address_id"].equals(link(given, register, columns=columns).table["address_id"])
    found = _run(SPLINK_SPARK, rows, source)
    lines = [
        [
            "**Onderdak on Spark local[2]**, first run",
            f"{given.num_rows:,}",
            f"{first:.1f}",
            "",
            f"{found['seconds'] / first:.1f}x",
        ],
        [
            "**Onderdak on Spark local[2]**, again",
            f"{given.num_rows:,}",
            f"{again:.1f}",
            "",
            f"{found['seconds'] / again:.1f}x",
        ],
        [*_cells(SPLINK_SPARK, found)[:3], _cells(SPLINK_SPARK, found)[5], "1x"],
    ]
    word = "the same identifiers as" if same else "NOT the same identifiers as"
    work = (
        f"The first {given.num_rows:,} shared rows; the start of the Spark session is left out for both, "
        "and Splink runs once. "
        f"On Spark ours gives {word} on DuckDB."
    )
    headings = ["tool", "rows", "seconds", "top-1 right", "faster than Splink by"]
    return f"## Linking: on Spark\n\n{today()}; {machine('onderdak', 'pyspark', 'duckdb')}.\n\n{work}\n\n" + markdown(
        headings, lines
    )


def _timed(
    given: pa.Table, register: Register, columns: AddressColumns, engine: Engine | None = None
) -> tuple[float, float, pa.Table]:
    """Seconds, processor seconds and links of one run, opening the register included."""
    began, worked = time.perf_counter(), time.process_time()
    links = link(given, Register.open(register.path), columns=columns, engine=engine)
    return time.perf_counter() - began, time.process_time() - worked, links.table


def _cells(peer: Peer, found: dict[str, float]) -> list[str]:
    confident = (
        f"{share(int(found['confident_right']), int(found['confident']))} ({share(int(found['confident']), peer.rows)})"
    )
    return [
        peer.name,
        f"{peer.rows:,}",
        f"{found['seconds']:.1f}",
        f"{found['cpu']:.1f}",
        f"{peer.rows / found['seconds']:,.0f}",
        share(int(found["right"]), peer.rows),
        confident,
    ]


def _run(peer: Peer, rows: Path, register: Path) -> dict[str, float]:
    python = environment(peer)
    with tempfile.TemporaryDirectory() as folder:
        part, out = Path(folder) / "rows.parquet", Path(folder) / "links.parquet"
        pq.write_table(pq.read_table(rows).slice(0, peer.rows), part)
        command = [str(python), str(HERE / peer.program), str(part), str(register), str(out), *peer.options]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        took: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return {**took, **_judged(pq.read_table(out), part, register)}


def environment(peer: Peer) -> Path:
    """The Python of the peer's own environment, made if it is not there yet."""
    folder = HOME / peer.environment
    python = folder / "bin/python"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *peer.packages], check=True)
        (folder / "ready").touch()
    return python


def _judged(links: pa.Table, rows: Path, register: Path) -> dict[str, float]:
    """Links (row, id, score): how many are right, and how many of those with a score of .95 or more."""
    con = duckdb.connect()
    con.register("links", links)
    found = con.execute(
        f"""
        WITH twins(id, spelled) AS (SELECT {_TWINS} FROM read_parquet(?))
        SELECT count_if(f.spelled = t.spelled), count_if(l.score >= .95),
            count_if(l.score >= .95 AND f.spelled = t.spelled)
        FROM links l JOIN read_parquet(?) r ON r.rij_id = l.row
        JOIN twins t ON t.id = r.truth LEFT JOIN twins f ON f.id = l.id
        """,
        [str(register), str(rows)],
    ).fetchall()[0]
    return dict(zip(("right", "confident", "confident_right"), found, strict=True))
