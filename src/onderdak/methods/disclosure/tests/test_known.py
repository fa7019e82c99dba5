"""Published examples: what they found, we find."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from onderdak.methods.disclosure import Table, audit, load_rules, protect, rounded, shown, tabulate
from onderdak.methods.disclosure.sensitive import sensitive

RULES = load_rules()

#: Investment of enterprises by activity and region: L. Willenborg and T. de Waal, Statistical Disclosure Control in
#: Practice (1996), used as figure 1 by M. Fischetti and J.J. Salazar-González, Management Science 47 (2001) 1008-1027.
INVESTMENT = {"I": (20, 50, 10), "II": (8, 19, 22), "III": (17, 32, 12)}


def investment():
    rows = [(activity, "ABC"[place], value) for activity, row in INVESTMENT.items() for place, value in enumerate(row)]
    activities, regions, values = zip(*rows, strict=True)
    return Table({"activity": activities, "region": regions}, values)


def test_what_is_known_of_the_investment_that_was_hidden():
    cells = tabulate(investment())
    hidden = np.zeros(len(cells), dtype=bool)
    pattern = [("II", "A"), ("II", "C"), ("III", "A"), ("III", "C")]
    hidden[[cells.place[one] for one in pattern]] = True
    found = audit(cells, shown(cells.values, hidden), least=10, width=10)
    bounds = {one: (found.low[cells.place[one]], found.high[cells.place[one]]) for one in pattern}
    # 30 in the row and 25 in the column of II A leave 5 to 30 for II C, and what follows for the others.
    assert bounds == {("II", "A"): (0, 25), ("II", "C"): (5, 30), ("III", "A"): (0, 25), ("III", "C"): (4, 29)}
    assert found.consistent


def test_one_hidden_cell_alone_is_found_by_subtraction():
    cells = tabulate(investment())
    hidden = np.zeros(len(cells), dtype=bool)
    place = cells.place[("II", "A")]
    hidden[place] = True
    found = audit(cells, shown(cells.values, hidden), least=10, width=10)
    assert (found.low[place], found.high[place]) == (8, 8)
    assert found.found.tolist() == [place]


def contributions(*amounts, total):
    """A cell of which the largest contributions are known, and the rest is divided finely."""
    rest = total - sum(amounts)
    values = [*amounts, *([1000.0] * (rest // 1000))]
    names = [f"c{number}" for number in range(len(values))]
    return Table({"cell": ["x"] * len(values)}, values, holders=names)


@pytest.mark.parametrize(
    ("table", "n", "k", "p", "why"),
    [
        # A. Hundepool et al., Handbook on Statistical Disclosure Control, second edition, section 4.2, example 1:
        # safe by (1,90), though the second knows the first within 2%.
        (contributions(50_000, 49_000, total=100_000), 1, 90, 1.9, None),
        (contributions(50_000, 49_000, total=100_000), 1, 90, 2.1, "p-percent"),
        # Example 2: safe by the p%-rule with p = 10, the estimate being 15.4% off; not safe by (2, 90.9).
        (contributions(52_000, 50_000, total=110_000), 2, 100, 10, None),
        (contributions(52_000, 50_000, total=110_000), 2, 100, 15.3, None),
        (contributions(52_000, 50_000, total=110_000), 2, 100, 15.5, "p-percent"),
        (contributions(52_000, 50_000, total=110_000), 2, 100 * 100 / 110, 10, "dominance"),
    ],
)
def test_concentration_is_judged_as_the_handbook_does(table, n, k, p, why):
    rules = replace(RULES, dominance_n=n, dominance_k=k, p_percent=p)
    found = sensitive(tabulate(table), table, rules)
    assert set(found.why) == ({why} if why else set())


def test_the_table_of_investment_is_protected_at_the_least_loss():
    rules = replace(RULES, least_cell=10, width=10, below=1)
    done = protect(investment(), rules=rules, cost="values")
    hidden = {one for one, value in done.shown.items() if value is None}
    # Only 8 is small. Of the rectangles that hold it this one loses least (with I and C it would be 60).
    assert hidden == {("II", "A"), ("II", "C"), ("III", "A"), ("III", "C")}
    assert (done.method, done.lost) == ("optimal", 8 + 22 + 17 + 12)
    assert done.bound == pytest.approx(done.lost, abs=1e-4)
    assert done.audit.holds


def test_rounding_the_table_of_investment_keeps_it_adding_up():
    cells = tabulate(investment())
    found = rounded(cells, np.ones(len(cells), dtype=bool), 5)
    assert found.additive
    assert np.abs(cells.sums @ found.values).max() == 0
    assert np.abs(found.values - cells.values).max() < 5
    assert not (found.values % 5).any()
