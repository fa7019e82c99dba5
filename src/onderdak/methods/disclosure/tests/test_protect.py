"""What holds of every table: it withstands the attack, what is shown is true, the same table gives the same answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.disclosure import Table, bounds, linked, load_rules, protect, shown, tabulate
from onderdak.methods.errors import InputError

RULES = load_rules()
counts = st.one_of(st.just(0), st.integers(1, 9), st.integers(10, 400))


@st.composite
def tables(draw):
    """Towns with neighbourhoods, forms and segments; some combinations empty."""
    towns, parts, forms = draw(st.integers(1, 4)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    rows = [
        (f"t{town}", f"n{part}", f"f{form}") for town in range(towns) for part in range(parts) for form in range(forms)
    ]
    values = draw(st.lists(counts, min_size=len(rows), max_size=len(rows)))
    town, part, form = zip(*rows, strict=True)
    return Table({"town": town, "part": part, "form": form}, values, hierarchies=[("town", "part")])


MARGINS = st.sampled_from([(), (("part",), ("town", "form")), (("town",), ("form",)), (("part", "form"),)])


def insiders_of(cells, by):
    dimension = cells.dimensions.index(by)
    found = {}
    for one in cells.coordinates:
        if one[dimension] != "*":
            found.setdefault(one[dimension].split(" > ")[0], []).append(one)
    return found


@settings(max_examples=60)
@given(tables(), MARGINS, st.booleans())
def test_a_protected_table_withstands_the_attack(table, margins, inside):
    insiders = insiders_of(tabulate(table, margins), "part") if inside else {}
    done = protect(table, margins, RULES, insiders=insiders)
    assert done.audit.holds
    small = [one for one, value in zip(done.cells.coordinates, done.cells.values, strict=True) if value < 10]
    assert all(done.shown[one] is None for one in small)
    for one in small:
        place = done.cells.place[one]
        assert done.audit.high[place] - done.audit.low[place] >= RULES.width - 1e-6
    # What is shown is what is so.
    truth = dict(zip(done.cells.coordinates, done.cells.values, strict=True))
    assert all(value is None or value == truth[one] for one, value in done.shown.items())
    if not small:
        assert done.method == "none"
        assert None not in done.shown.values()


@settings(max_examples=15)
@given(tables(), MARGINS)
def test_the_same_table_gives_the_same_answer_whatever_the_order_of_its_rows(table, margins):
    order = list(range(len(table.values)))[::-1]
    turned = Table(
        {name: [column[place] for place in order] for name, column in table.columns.items()},
        [table.values[place] for place in order],
        hierarchies=table.hierarchies,
    )
    assert protect(table, margins, RULES).states == protect(turned, margins, RULES).states


@settings(max_examples=15)
@given(tables())
def test_what_is_proven_best_is_no_worse_than_what_was_found_by_routes(table):
    best = protect(table, rules=RULES)
    found = protect(table, rules=RULES, prove=False)
    assert best.lost <= found.lost + 1e-6
    assert best.bound <= best.lost + 1e-6


def test_the_attack_finds_what_is_hidden_too_little():
    """Without complementary suppression, and with one gap too few, the attack succeeds."""
    table = Table({"town": ["a", "a", "b", "b"], "form": ["x", "y", "x", "y"]}, [4, 40, 50, 60])
    done = protect(table, rules=RULES)
    assert done.audit.holds
    known = shown(done.cells.values, done.hidden & (done.cells.values < 10))
    low, high, _ = bounds(done.cells, known)
    place = done.cells.place[("a", "x")]
    assert low[place] == high[place] == 4


def test_a_neighbour_who_knows_his_own_numbers_cannot_compute_mine():
    table = Table({"town": ["a", "b", "c"]}, [4, 12, 40])
    outside = protect(table, rules=RULES)
    assert [outside.value(town=one) for one in "abc"] == [None, None, 40]
    inside = protect(table, rules=RULES, insiders={one: [(one,)] for one in "abc"})
    assert [inside.value(town=one) for one in "abc"] == [None, None, None]
    assert inside.value() == 56
    assert inside.audit.holds


def test_an_amount_of_one_contributor_stays_uncertain_by_what_the_rule_lacks():
    amounts, holders = [400, 300, 350, 90, 200, 210, 70], ["p", "q", "r", "s", "t", "u", "v"]
    table = Table({"town": ["a", *"bbb", *"ccc"]}, amounts, holders=holders)
    rules = replace(RULES, dominance_n=1, dominance_k=75, p_percent=0.1)
    done = protect(table, rules=rules)
    assert done.sensitive.why == ("dominance",)
    place = done.cells.place[("a",)]
    assert done.sensitive.up[0] == pytest.approx(400 / 0.75 - 400)
    assert done.audit.high[place] >= 400 + done.sensitive.up[0] - 1e-6
    assert done.audit.low[place] <= 400 - done.sensitive.up[0] + 1e-6


def test_a_large_table_is_protected_by_routes_and_proven_without_programmes():
    rng = np.random.default_rng(7)
    rows = [(f"t{a}", f"f{b}", f"s{c}") for a in range(14) for b in range(6) for c in range(6)]
    town, form, segment = zip(*rows, strict=True)
    table = Table({"town": town, "form": form, "segment": segment}, rng.poisson(rng.gamma(0.5, 80, len(rows))).tolist())
    done = protect(table, rules=RULES)
    assert len(done.cells) > 600
    assert done.method == "heuristic"
    assert done.audit.holds


def test_what_stands_elsewhere_already_is_refused_or_left_alone():
    table = Table({"town": ["a", "b", "c"]}, [4, 12, 40])
    assert protect(table, rules=RULES, open_=[("b",)]).value(town="c") is None
    with pytest.raises(InputError, match="stands elsewhere"):
        protect(table, rules=RULES, open_=[("a",)])
    with pytest.raises(InputError, match="cannot be protected"):
        protect(table, rules=RULES, open_=[("b",), ("c",), ("*",)])


def test_what_was_hidden_before_stays_hidden():
    done = protect(Table({"town": ["a", "b", "c"]}, [14, 12, 40]), rules=RULES, hide=[("a",), ("b",)])
    assert [done.value(town=one) for one in "abc"] == [None, None, 40]


def test_what_another_day_hid_is_hidden_again_and_not_another_cell():
    days = [Table({"town": ["a", "b", "c"]}, counts) for counts in ([4, 40, 41], [4, 41, 40])]
    first = protect(days[0], rules=RULES)
    hidden = {one for one, value in first.shown.items() if value is None}
    assert hidden == {("a",), ("b",)}
    apart = protect(days[1], rules=RULES)
    assert apart.value(town="b") == 41  # who takes it for the first day's computes the few of then, and of now
    again = protect(days[1], rules=RULES, rather=hidden)
    assert {one for one, value in again.shown.items() if value is None} == hidden
    gone = protect(Table({"town": ["a", "b", "c"]}, [14, 41, 40]), rules=RULES, rather=hidden)
    assert None not in gone.shown.values()


def test_figures_bound_by_any_sums_are_protected_too():
    cells = linked(
        {("region",): 60.0, ("a",): 4.0, ("b",): 16.0, ("c",): 40.0, ("north",): 20.0},
        [(("region",), [("a",), ("b",), ("c",)]), (("north",), [("a",), ("b",)])],
    )
    done = protect(cells, rules=RULES)
    assert done.shown[("a",)] is None
    assert done.shown[("b",)] is None
    assert done.audit.holds


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Table({"a": ["x"]}, [-1]), "below 0"),
        (lambda: Table({"a": ["x", "y"]}, [1]), "rows"),
        (lambda: Table({"a": ["*"]}, [1]), "holds"),
        (lambda: Table({"a": ["x"]}, [1], hierarchies=[("a", "b")]), "no column"),
        (lambda: tabulate(Table({"a": ["x"]}, [1]), [("b",)]), "no column"),
        (lambda: tabulate(Table({"a": ["x"], "b": ["y"]}, [1], [("a", "b")]), [("a", "b")]), "one hierarchy"),
        (lambda: protect(Table({"a": ["x"]}, [50])).value(b="x"), "no dimension"),
    ],
)
def test_what_cannot_be_read_is_said(make, said):
    with pytest.raises(InputError, match=said):
        make()
