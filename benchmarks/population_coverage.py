"""How often the intervals hold the truth: simulated lists of which the truth is known, five designs.

    python -m benchmarks.population_coverage            400 tables a design, 10 min
    python -m benchmarks.population_coverage --small    a few tables a design, some seconds; writes nothing

A method is asked for an interval of 95%. What it holds in 93 to 97 of a hundred tables is right; what it holds less
often is too sure of itself, and the page says so. The envelope is no interval: it is the range over the models near the
best.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.report import machine, markdown, today, write_section
from onderdak.methods.population import CaptureTable, MultipleSystems
from onderdak.methods.population.fit import fit_models, included
from onderdak.methods.population.graphs import average_over_graphs
from onderdak.methods.population.terms import parse_model
from onderdak.methods.population.zeta import Floats, subset_sum
from onderdak.needs.compute import headline

_SEED = 2026
_TOWNS = 40


@dataclass
class Tally:
    """What one method said of the tables of a design."""

    held: int = 0
    asked: int = 0
    widths: list[float] = field(default_factory=list[float])
    errors: list[float] = field(default_factory=list[float])

    def add(self, truth: float, low: float, high: float, n_hat: float = np.nan) -> None:
        """Enter one interval; one that could not be given does not hold the truth."""
        self.asked += 1
        self.held += bool(low <= truth <= high)
        self.widths.append((high - low) / truth)
        self.errors.append(n_hat / truth - 1)

    @property
    def coverage(self) -> float:
        """The share of intervals that hold the truth."""
        return self.held / self.asked

    def row(self, design: str, method: str) -> list[str]:
        """A row of the page."""
        width, error = np.median(self.widths), np.nanmedian(self.errors) if np.isfinite(self.errors).any() else np.nan
        verdict = "-" if method.startswith("envelope") else _verdict(self)
        told = "-" if np.isnan(error) else f"{error:+.1%}"
        wide = f"{width:.0%}" if np.isfinite(width) else "no end"
        return [design, method, f"{self.coverage:.1%}", wide, told, f"{self.asked:,}", verdict]


def _verdict(tally: Tally) -> str:
    """In words, with the noise of the simulation itself allowed for."""
    noise = 2 * np.sqrt(0.95 * 0.05 / tally.asked)
    if tally.coverage < 0.93 - noise:
        return "too sure"
    return "too wide" if tally.coverage > 0.97 + noise else "right"


Tallies = dict[str, Tally]


def _tables(shares: Floats, people: int, times: int, rng: np.random.Generator) -> Floats:
    drawn = rng.multinomial(people, shares / shares.sum(), size=times).astype(np.float64)
    drawn[:, 0] = 0
    return drawn


def _independent(reach: Sequence[float]) -> Floats:
    on = np.array([[cell >> i & 1 for i in range(len(reach))] for cell in range(1 << len(reach))])
    return np.where(on == 1, reach, 1 - np.array(reach)).prod(axis=1)


def _one_table(counts: Floats) -> CaptureTable:
    lists = len(counts).bit_length() - 1
    return CaptureTable(tuple("abcdefgh"[:lists]), ("",), counts[None, :])


def _ask(tallies: Tallies, counts: Floats, truth: int, model: str, bootstrap: int, *, stepwise: bool = False) -> None:
    """All methods on one table; `model` is the one that the table was made from."""
    table = _one_table(counts)
    right = MultipleSystems(model=model, averages=False).fit(table)
    _enter(tallies, "the model that is true, profile", truth, right, bootstrap=False)
    chosen = MultipleSystems(criterion="bic", bootstrap=bootstrap, averages=False).fit(table)
    _enter(tallies, "lowest BIC, profile: the choice is forgotten", truth, chosen, bootstrap=False)
    _enter(tallies, "lowest BIC, BCa through the choice", truth, chosen, bootstrap=True)
    other = "stepwise" if stepwise else "aic"
    again = MultipleSystems(criterion=other, bootstrap=bootstrap, averages=False).fit(table)
    _enter(tallies, f"{'stepwise' if stepwise else 'lowest AIC'}, BCa through the choice", truth, again, bootstrap=True)
    graphs = average_over_graphs(counts)
    tallies.setdefault("decomposable graphs", Tally()).add(truth, graphs.low, graphs.high, graphs.median)
    range_ = chosen.envelope_
    ends = (range_.low, range_.high) if range_ else (np.nan, np.nan)
    tallies.setdefault("envelope (no interval)", Tally()).add(truth, *ends)


def _enter(tallies: Tallies, name: str, truth: int, found: MultipleSystems, *, bootstrap: bool) -> None:
    interval = found.answer_.bootstrap if bootstrap else found.answer_.interval
    ends = (interval.low, interval.high) if interval else (np.nan, np.nan)
    tallies.setdefault(name, Tally()).add(truth, *ends, found.n_hat_)


def independent(times: int, bootstrap: int) -> Tallies:
    """Three lists that do not depend on each other."""
    tallies: Tallies = {}
    for counts in _tables(_independent([0.4, 0.3, 0.2]), 1000, times, np.random.default_rng([_SEED, 1])):
        _ask(tallies, counts, 1000, "[1,2,3]", bootstrap)
    return tallies


def one_pair(times: int, bootstrap: int) -> Tallies:
    """Three lists; the odds to be on the first are three times as high for who is on the second."""
    tallies: Tallies = {}
    beta = np.zeros(8)
    beta[[1, 2, 4, 3]] = [-0.8, -1.1, -1.2, np.log(3)]
    for counts in _tables(np.exp(subset_sum(beta)), 1000, times, np.random.default_rng([_SEED, 2])):
        _ask(tallies, counts, 1000, "[12,3]", bootstrap)
    return tallies


def heterogeneity(times: int, bootstrap: int) -> Tallies:
    """Half of the people are seen easily, half are not; which half may be known or not."""
    tallies: Tallies = {}
    rng = np.random.default_rng([_SEED, 3])
    groups = [_tables(_independent(reach), 500, times, rng) for reach in ((0.5, 0.45, 0.4), (0.2, 0.15, 0.15))]
    for number in range(times):
        easy, hard = groups[0][number], groups[1][number]
        _ask(tallies, easy + hard, 1000, "[12,13,23]", bootstrap)
        if number < times // 4 + 1:  # the algorithm for covariates is slow
            known = MultipleSystems(["a", "b", "c"], model="[14,24,34]", bootstrap=bootstrap // 2)
            _enter(
                tallies, "covariate known, its model, bootstrap", 1000, known.fit(_by_group(easy, hard)), bootstrap=True
            )
    name = "the model that is true, profile"
    tallies["all pairs (no model is true), profile"] = tallies.pop(name)
    return tallies


def _by_group(*groups: Floats) -> dict[str, list[object]]:
    rows = [(cell, name, int(table[cell])) for name, table in zip("xy", groups, strict=True) for cell in range(1, 8)]
    lists: dict[str, list[object]] = {name: [cell >> i & 1 for cell, _, _ in rows] for i, name in enumerate("abc")}
    return lists | {"group": [name for _, name, _ in rows], "count": [count for _, _, count in rows]}


def sparse(times: int, bootstrap: int) -> Tallies:
    """Four lists that reach few people; nobody can be on the first and the fourth."""
    tallies: Tallies = {}
    shares = _independent([0.12, 0.08, 0.06, 0.04])
    shares[[cell for cell in range(16) if cell & 0b1001 == 0b1001]] = 0
    times = times // 4 + 1  # four lists have 113 models, three have 8
    for counts in _tables(shares, 800, times, np.random.default_rng([_SEED, 4])):
        _ask(tallies, counts, 800, "[14,2,3]", bootstrap, stepwise=True)
    return tallies


def towns(times: int, bootstrap: int) -> tuple[Tallies, str]:
    """Forty municipalities of 50 to 5,000 people, alike but not the same; and what adding up costs, in words."""
    rng = np.random.default_rng([_SEED, 5])
    tallies: Tallies = {}
    model, errors, off = "[12,3]", np.zeros(2), np.zeros(2)
    for _ in range(times):
        truth: Floats = np.exp(rng.uniform(np.log(50), np.log(5000), _TOWNS)).round()
        counts = np.array([_town(int(n), rng) for n in truth])
        names = tuple(map(str, range(_TOWNS)))
        found = MultipleSystems(model=model, bootstrap=bootstrap, averages=False)
        found.fit(CaptureTable(("a", "b", "c"), names, counts))
        _enter(tallies, "region, profile", int(truth.sum()), found, bootstrap=False)
        _enter(tallies, "region, BCa", int(truth.sum()), found, bootstrap=True)
        _whole(tallies, int(truth.sum()), found)
        alone = fit_models(counts, included([parse_model(model, 3)] * _TOWNS, 3))
        ends = np.transpose(alone.interval()).tolist()
        for n, said, (low, high), n_hat in zip(truth.tolist(), found.strata_, ends, alone.n_hat.tolist(), strict=True):
            told = said.interval or (np.nan, np.nan)
            tallies.setdefault("municipality, pooled", Tally()).add(n, *told, said.n_hat)
            tallies.setdefault("municipality by itself", Tally()).add(n, low, high, n_hat)
        summed = next(one.n_hat for one in found.answer_.what_if if one.name == "strata_by_themselves")
        off += [found.n_hat_ / truth.sum() - 1, summed / truth.sum() - 1]
        good = np.isfinite(alone.n_hat)
        pooled = np.array([one.n_hat for one in found.strata_])
        errors += [((one - truth)[good] ** 2).sum() for one in (pooled, alone.n_hat)]
    words = (
        f"Pooling over municipalities leaves {errors[0] / errors[1]:.0%} of the squared error of separate fits. The "
        f"region as one table is off by {off[0] / times:+.1%} on average, as municipalities that differ are no single "
        f"table; the municipalities summed by themselves are off by {off[1] / times:+.1%}."
    )
    return tallies, words


def _whole(tallies: Tallies, truth: int, found: MultipleSystems) -> None:
    """The region as the sum of its municipalities, and as the site gives it: with all models that explain as well."""
    summed, given = found.answer_.summed, headline(found.answer_)
    by_themselves = next(one.n_hat for one in found.answer_.what_if if one.name == "strata_by_themselves")
    ends = (summed.low, summed.high) if summed else (np.nan, np.nan)
    tallies.setdefault("region, its municipalities together", Tally()).add(truth, *ends, by_themselves)
    site = tallies.setdefault("region, as the site gives it", Tally())
    site.add(truth, given["low"], given["high"], given["n_hat"])


def _town(people: int, rng: np.random.Generator) -> Floats:
    beta = np.zeros(8)
    beta[[1, 2, 4]] = rng.normal([-0.8, -1.2, -1.6], 0.35)
    beta[3] = rng.normal(0.8, 0.2)
    return _tables(np.exp(subset_sum(beta)), people, 1, rng)[0]


DESIGNS: dict[str, Callable[[int, int], Tallies]] = {
    "independent": independent,
    "one dependent pair": one_pair,
    "easy and hard to see": heterogeneity,
    "sparse, no overlap": sparse,
}


def study(times: int, bootstrap: int) -> tuple[list[list[str]], str]:
    """All rows of the page, and the words below them."""
    rows: list[list[str]] = []
    for design, simulate in DESIGNS.items():
        rows += [tally.row(design, method) for method, tally in simulate(times, bootstrap).items()]
        print(*(" | ".join(row) for row in rows if row[0] == design), sep="\n")
    tallies, words = towns(max(times // 4, 2), bootstrap)
    rows += [tally.row("40 municipalities", method) for method, tally in tallies.items()]
    print(*(" | ".join(row) for row in rows[-len(tallies) :]), words, sep="\n")
    return rows, words


_HEADINGS = ["design", "method", "holds the truth", "width", "off by", "intervals", "verdict"]
_INTRO = """\
Tables were drawn from a known truth, and each method asked for an interval of 95%. *Width* and *off by* are medians, as
shares of the truth. *Too sure* means that the interval holds the truth less often than 93 times in a hundred, by more
than the simulation's own noise. The designs: **independent**, 1,000 people, lists that reach 40, 30 and 20%; **one
dependent pair**, 1,000 people, an odds ratio of 3 between two of three lists; **easy and hard to see**, 500 people whom
lists reach for 50, 45 and 40% and 500 for 20, 15 and 15%, without the covariate that tells them apart and with it;
**sparse, no overlap**, 800 people, four lists that reach 12, 8, 6 and 4%, two of which exclude each other; **40
municipalities** of 50 to 5,000 people with parameters of their own around a common mean."""


def section(times: int, bootstrap: int) -> str:
    """The section of the page."""
    rows, words = study(times, bootstrap)
    return (
        "## Population: how often the intervals hold the truth\n\n"
        f"{today()}; {machine('onderdak', 'numpy')}.\n\n{_INTRO}\n\n"
        f"{times:,} tables a design, or fewer where a table takes long, and {bootstrap:,} bootstraps a table.\n\n"
        f"{markdown(_HEADINGS, rows)}\n\n{words}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few tables a design; writes nothing")
    given = parser.parse_args()
    text = section(4, 20) if given.small else section(400, 200)
    if not given.small:
        write_section("population: coverage", text)


if __name__ == "__main__":
    main()
