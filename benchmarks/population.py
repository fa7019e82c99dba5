"""How long estimating takes, beside R's MultipleSystemsEstimation.

    python -m benchmarks.population            all four works, 3 min
    python -m benchmarks.population --quick    the same with a tenth of the repetitions

Where R and the package are installed they do the same work in the same run, on the same cores. Where they are not, the
ratio is to what they took on a machine of this class when it was recorded, and the page says so. Besides seconds the
page gives seconds of the processor, which other work on the machine hardly touches.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.report import machine, markdown, today, write_section
from onderdak.methods.population import CaptureTable, MultipleSystems
from onderdak.methods.population.fit import fit_models, included
from onderdak.methods.population.intervals import bca_interval
from onderdak.methods.population.search import stepwise
from onderdak.methods.population.terms import hierarchical_models, pair_models
from onderdak.methods.population.zeta import Floats

#: Potential victims of modern slavery in the United Kingdom, 2013, five lists; K. Bales, O. Hesketh and B. Silverman,
#: Significance 12 (2015) 16-21, by cell: bit i says whether people are on list i.
SLAVERY = {
    **{0b00001: 54, 0b00010: 463, 0b00100: 995, 0b01000: 695, 0b10000: 316, 0b00011: 15, 0b00101: 19, 0b01001: 3},
    **{0b00110: 62, 0b01010: 19, 0b10010: 1, 0b01100: 76, 0b10100: 11, 0b11000: 8, 0b00111: 1, 0b01011: 1},
    **{0b01110: 4, 0b01111: 1},
}
#: Seconds of version 1.2 of the package on two cores of the class of machine that this is measured on; 200 bootstraps.
RECORDED = {"pairs": 9.2, "all": 22.5, "stepwise": 22.6}
_RECORDED_BOOTSTRAPS = 200
_PACKAGE = "MultipleSystemsEstimation"
_MUNICIPALITIES = 342


@dataclass(frozen=True)
class Work:
    """One thing to do; `name` is that of the same work of the peer, where it has one."""

    name: str
    what: str
    limit: float
    run: Callable[[], object]


def slavery() -> Floats:
    """The table as counts by cell."""
    table = np.zeros(32)
    table[list(SLAVERY)] = list(SLAVERY.values())
    return table


def municipalities() -> CaptureTable:
    """As many municipalities as the Netherlands has, of 50 to 20,000 people, with three lists of uneven reach."""
    rng = np.random.default_rng(1)
    sizes = np.exp(rng.uniform(np.log(50), np.log(20_000), _MUNICIPALITIES)).round()
    reach = np.clip(rng.normal([0.35, 0.25, 0.15], 0.05, (_MUNICIPALITIES, 3)), 0.05, 0.9)
    on = np.array([[cell >> i & 1 for i in range(3)] for cell in range(8)])
    shares = np.where(on[None] == 1, reach[:, None, :], 1 - reach[:, None, :]).prod(axis=2)
    counts = np.array([rng.multinomial(int(n), one) for n, one in zip(sizes, shares, strict=True)], dtype=np.float64)
    counts[:, 0] = 0
    return CaptureTable(("a", "b", "c"), tuple(f"municipality {i}" for i in range(_MUNICIPALITIES)), counts)


def works(repetitions: int) -> list[Work]:
    """All that is measured, with so many bootstraps."""
    counts, few = slavery(), max(repetitions // 5, 1)

    def bootstrap(times: int) -> object:
        return bca_interval(counts, lambda tables: stepwise(tables, 5)[1].n_hat, repetitions=times)

    def country() -> object:
        return MultipleSystems(max_order=2, bootstrap=repetitions, averages=False).fit(municipalities())

    pairs, every = included(pair_models(5), 5), included(hierarchical_models(5), 5)
    return [
        Work("pairs", "1,024 models of pairs on five lists", 0.45, lambda: fit_models(counts, pairs)),
        Work("all", "all 6,893 hierarchical models of five lists", 2, lambda: fit_models(counts, every)),
        Work("stepwise", f"{few:,} bootstraps through the stepwise search", np.inf, lambda: bootstrap(few)),
        Work("", f"{repetitions:,} bootstraps through the stepwise search", 5.5, lambda: bootstrap(repetitions)),
        Work(
            "",
            f"{_MUNICIPALITIES} municipalities, 3 lists, {repetitions:,} bootstraps, adding up",
            120,
            country,
        ),
    ]


def _timed(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Seconds and seconds of the processor, the best of some times."""
    found: list[tuple[float, float]] = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        found.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(wall for wall, _ in found), min(cpu for _, cpu in found)


_R = """
suppressPackageStartupMessages(library(MultipleSystemsEstimation))
cells <- as.integer(strsplit("{cells}", ",")[[1]]); count <- as.integer(strsplit("{counts}", ",")[[1]])
zdat <- cbind(sapply(0:4, function(i) bitwAnd(bitwShiftR(cells, i), 1L)), count)
colnames(zdat) <- c(paste0("L", 1:5), "count")
took <- function(work) unname(system.time(work)["elapsed"])
cat(sprintf('{{"pairs": %f, "all": %f, "stepwise": %f, "version": "%s"}}',
  took(estimate_population_bic(zdat, maxorder = 2)), took(estimate_population_bic(zdat)),
  took(estimate_population_stepwise(zdat, maxorder = 2, nboot = {few})),
  as.character(packageVersion("MultipleSystemsEstimation"))))
"""


def peer(repetitions: int) -> tuple[dict[str, float], str]:
    """Seconds of R for the same works, and where they come from."""
    recorded = f"recorded for version 1.2 of R's {_PACKAGE} on two cores; R is not in this run"
    old = RECORDED | {"stepwise": RECORDED["stepwise"] * (repetitions // 5) / _RECORDED_BOOTSTRAPS}
    if shutil.which("Rscript") is None:
        return old, recorded
    names = {"cells": ",".join(map(str, SLAVERY)), "counts": ",".join(map(str, SLAVERY.values()))}
    script = _R.format(**names, few=max(repetitions // 5, 1))
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return old, f"{recorded} (it is installed, but said: {last})"
    found = json.loads(done.stdout)
    version = found.pop("version")
    return found, f"measured in this run with version {version} of R's {_PACKAGE}"


def measure(repetitions: int) -> str:
    """The section of the page."""
    theirs, origin = peer(repetitions)
    rows: list[list[str]] = []
    for work in works(repetitions):
        seconds, cpu = _timed(work.run, 3 if work.limit < 3 else 1)
        other = theirs.get(work.name)
        limit = "-" if work.limit == np.inf else f"{work.limit:g}"
        ratios = [f"{other / took:,.0f}x" if other else "-" for took in (seconds, cpu)]
        rows.append([work.what, f"{seconds:.2f}", f"{cpu:.2f}", limit, f"{other:.1f}" if other else "-", *ratios])
        print(*rows[-1], sep=" | ")
    headings = ["work", "seconds", "of the processor", "to reach", "R, seconds", "ratio", "by the processor"]
    return (
        f"## Population: speed\n\n{today()}; {machine('onderdak', 'numpy', 'scipy')}.\n\n"
        "The first four works on the table of modern slavery in the United Kingdom, the last on an invented country. "
        f"R: {origin}. The best of three where a work takes seconds. Where the load is above the cores, the seconds "
        f"are those of a busy machine, and those of the processor are what counts.\n\n{markdown(headings, rows)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the repetitions; writes nothing")
    given = parser.parse_args()
    text = measure(100 if given.quick else 1_000)
    if not given.quick:
        write_section("population: speed", text)


if __name__ == "__main__":
    main()
