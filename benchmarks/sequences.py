"""Tries many orders of lists, corrections, choices, undoing and time that passes against a model of the table.

    python -m benchmarks.sequences            50 orders
    python -m benchmarks.sequences --full     1,000 orders
    python -m benchmarks.sequences --seed 7   others than before
    python -m tests.postgres python -m benchmarks.sequences     the same on PostgreSQL

The orders are those of `deliveries/tests/test_stateful.py`, of which every test run tries a few. Two processes share
them. Where one goes wrong, what pytest says of it is printed: the shortest order that still does.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.report import ROOT, in_words, write_found

_TEST = "src/onderdak/deliveries/tests/test_stateful.py"
_PROCESSES = 2


@dataclass
class Report:
    """What was found."""

    database: str
    sequences: int
    seeds: str
    seconds_each: float  # of the processor, what comes before the first one included
    wrong: int  # processes in which one went wrong

    @property
    def good(self) -> bool:
        return not self.wrong


def tried(sequences: int, seed: int) -> Report:
    """Try so many orders, in processes of their own."""
    server = os.environ.get("ONDERDAK_TEST_DATABASE_URL", "")
    processes = 1 if server else _PROCESSES  # on a server both would make the same database
    seeds = range(seed, seed + processes)
    running = [_start(sequences // processes, one) for one in seeds]
    said = [one.communicate()[0] for one in running]
    wrong = [words for one, words in zip(running, said, strict=True) if one.returncode]
    for words in wrong:
        print(words, file=sys.stderr)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = sequences // processes * processes
    return Report(
        database="postgresql" if server else "sqlite",
        sequences=done,
        seeds=", ".join(map(str, seeds)),
        seconds_each=round((used.ru_utime + used.ru_stime) / done, 2),
        wrong=len(wrong),
    )


def _start(sequences: int, seed: int) -> subprocess.Popen[str]:
    quietly = ["-q", "-n", "0", "-p", "no:logging", "-p", "no:cacheprovider", "--tb=short"]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *quietly, f"--hypothesis-seed={seed}", _TEST],
        cwd=ROOT,
        env={**os.environ, "ONDERDAK_SEQUENCES": str(sequences)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def main(given: Sequence[str] | None = None) -> int:
    """Try, count, print; exit code 1 where anything is wrong."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--full", action="store_true", help="1,000 orders")
    options.add_argument("--sequences", type=int, default=50)
    options.add_argument("--seed", type=int, default=1, help="of the first process; the next one has the next")
    options.add_argument("--json", action="store_true", help="for machines")
    chosen = options.parse_args(given)
    report = tried(1000 if chosen.full else chosen.sequences, chosen.seed)
    print(in_words(report, as_json=chosen.json))
    if chosen.full:
        _write_section(report)
    return 0 if report.good else 1


def _write_section(report: Report) -> None:
    work = (
        "Orders of up to twelve steps, found by hypothesis: a list comes in, comes in corrected, is accepted, refused, "
        "undone, done again, an address is chosen or the choice taken back, time passes. After each step the table, "
        "its digest, the desk and what is kept are held against a model. To reach: nothing wrong."
    )
    write_found(
        f"sequences: {report.database}",
        f"Lists in any order, {report.database}",
        work,
        report,
        "django",
        "duckdb",
        "hypothesis",
    )


if __name__ == "__main__":
    sys.exit(main())
