"""How long protecting a table takes, and how much is lost: the routes beside what is proven best, and the nation.

    python -m benchmarks.disclosure
    python -m benchmarks.disclosure --full

Small tables (8 municipalities x 6 forms x 4 segments) are protected twice: proven best, and by routes alone; the ratio
of what each loses is what the routes cost. Then a table of 20 and of 80 municipalities x 10 x 5 with all margins; with
`--full` the nation: 342 municipalities x 10 x 5. The numbers are drawn from a seed: towns differ as towns do, and
many cells are small.

The peer is sdcTable in R (methods SIMPLEHEURISTIC and OPT, or HYPERCUBE). Where Rscript and the package are there it
protects the table of 20; where not, the limits stand alone.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.report import machine, markdown, today, write_section
from onderdak.methods.disclosure import Protected, Table, load_rules, protect

_LIMITS = {20: 10.0, 80: 60.0, 342: 600.0}
_PEER = """
suppressMessages(library(sdcTable))
d <- read.csv("table.csv", colClasses = c("character", "character", "character", "numeric"))
dim <- function(x) {
  h <- hier_create(root = "Total", nodes = sort(unique(x)))
  h
}
p <- makeProblem(d, dimList = list(town = dim(d$town), segment = dim(d$segment), form = dim(d$form)),
                 freqVarInd = 4)
p <- primarySuppression(p, type = "freq", maxN = 9, allowZeros = FALSE)
t <- system.time(r <- protectTable(p, method = "SIMPLEHEURISTIC"))
s <- getInfo(r, "finalData")
cat(t[["user.self"]], sum(s$sdcStatus == "x"), sum(s$Freq[s$sdcStatus == "x"]))
"""


def drawn(towns: int, segments: int, forms: int, seed: int) -> Table:
    """A table of people: sizes of towns log-normal, shares of cells uneven."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(5.0, 1.2, towns)
    rows = [(f"m{a:03}", f"s{b}", f"f{c}") for a in range(towns) for b in range(segments) for c in range(forms)]
    expected = np.repeat(size, segments * forms) * rng.gamma(0.5, 1.0, len(rows)) / 5.0
    town, segment, form = zip(*rows, strict=True)
    return Table({"town": town, "segment": segment, "form": form}, rng.poisson(expected).astype(float).tolist())


def measured(table: Table) -> tuple[Protected, float]:
    """A protected table, and the seconds of CPU that it took."""
    start = time.process_time()
    return protect(table, rules=load_rules()), time.process_time() - start


def small(seeds: int) -> list[str]:
    """What is lost by routes, beside the least that can be lost."""
    ratios: list[float] = []
    seconds: list[float] = []
    for seed in range(seeds):
        table = drawn(8, 4, 6, seed)
        best, took = measured(table)
        if best.method == "optimal":
            routes = protect(table, rules=load_rules(), prove=False)
            ratios.append(routes.lost / best.lost)
            seconds.append(took)
    return [
        f"{len(ratios)} of {seeds} tables of 8 x 4 x 6 proven",
        f"{np.median(seconds):.1f}",
        f"routes lose {100 * (np.mean(ratios) - 1):.0f}% more on average, {100 * (max(ratios) - 1):.0f}% at most",
        "-",
    ]


def large(towns: int) -> list[str]:
    """The time for a table with all margins."""
    done, took = measured(drawn(towns, 10, 5, 1))
    primary, other = done.states.count("primary"), done.states.count("complementary")
    return [
        f"{towns} x 10 x 5: {len(done.cells):,} cells, {done.cells.sums.shape[0]:,} sums",
        f"{took:.0f}",
        f"{primary:,} small, {other:,} hidden with them",
        f"{took / _LIMITS[towns]:.2f} of {_LIMITS[towns]:.0f} s",
    ]


def peer() -> list[str] | None:
    """sdcTable on the table of 20 municipalities, where it is there."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return None
    table = drawn(20, 10, 5, 1)
    with tempfile.TemporaryDirectory() as folder:
        with Path(folder, "table.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["town", "segment", "form", "freq"])
            rows.writerows(zip(*table.columns.values(), table.values, strict=True))
        Path(folder, "peer.R").write_text(_PEER, encoding="utf-8")
        ran = subprocess.run([rscript, "peer.R"], cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode:
        return None
    seconds, cells, lost = (float(one) for one in ran.stdout.split()[-3:])
    return [
        "sdcTable, SIMPLEHEURISTIC, 20 x 10 x 5",
        f"{seconds:.0f}",
        f"{cells:,.0f} hidden, {lost:,.0f} lost",
        "peer",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="also the nation: 342 municipalities")
    parser.add_argument("--seeds", type=int, default=10, help="small tables")
    options = parser.parse_args()
    rows = [small(options.seeds), *(large(towns) for towns in ((20, 80, 342) if options.full else (20, 80)))]
    beside = peer()
    rows += [beside] if beside else []
    without = "" if beside else " The peer (sdcTable in R) is not on this machine; the limits stand alone."
    table = markdown(["work", "CPU s", "outcome", "of the limit"], rows)
    text = (
        f"## Protecting a table\n\n{today()}; {machine('highspy', 'numpy')}\n\n{table}\n\nEvery table came out "
        f"proven safe: for each small cell two other tables that agree with all that is shown.{without}"
    )
    print(text)
    write_section("disclosure", text)


if __name__ == "__main__":
    main()
