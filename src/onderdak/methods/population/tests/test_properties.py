"""What must hold for any table."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from onderdak.methods.errors import InputError
from onderdak.methods.population import CaptureTable, MultipleSystems, read_table
from onderdak.methods.population.existence import OK, status
from onderdak.methods.population.fit import fit_models, included
from onderdak.methods.population.graphs import decomposable_graphs
from onderdak.methods.population.intervals import bca_interval, profile_interval
from onderdak.methods.population.nowcast import nowcast
from onderdak.methods.population.pooling import fit_pooled, rounded_to_total
from onderdak.methods.population.results import SMALLEST_CELL, shown, to_dict
from onderdak.methods.population.search import best_of_many, candidates
from onderdak.methods.population.sensitivity import with_linkage_error, without_leavers
from onderdak.methods.population.terms import hierarchical_models, main_effects, notation, parse_model
from onderdak.methods.population.zeta import subset_sum, superset_sum

three_lists = arrays(np.float64, 8, elements=st.integers(0, 60).map(float))


def _expected(n, chances):
    """The table of independent lists without any noise."""
    cells = np.array([[(cell >> i & 1) for i in range(len(chances))] for cell in range(1 << len(chances))])
    return n * np.prod(np.where(cells == 1, chances, 1 - np.array(chances)), axis=1)


@given(st.lists(st.floats(0.05, 0.9), min_size=2, max_size=6), st.integers(100, 10_000))
def test_independent_lists_give_the_population_back(chances, n):
    counts = _expected(n, chances)
    lists = len(chances)
    assert fit_models(counts, included([main_effects(lists)], lists)).n_hat[0] == pytest.approx(n, rel=1e-6)


@given(three_lists)
def test_every_number_comes_from_a_model_that_the_guards_let_pass(counts):
    counts[0] = 0
    models = hierarchical_models(3)
    fits = fit_models(counts, included(models, 3))
    for row, model in enumerate(models):
        assert (fits.status[row] == OK) == (status(counts, model) == OK)
        assert np.isnan(fits.n_hat[row]) == (fits.status[row] != OK)


@given(three_lists)
def test_the_margins_of_the_fit_are_those_of_the_table(counts):
    counts[0] = 0
    for row, model in enumerate(models := hierarchical_models(3)):
        fits = fit_models(counts, included(models, 3))
        if fits.status[row] == OK:
            seen = fits.mu[row].copy()
            seen[0] = 0
            terms = sorted(model)
            assert superset_sum(seen)[terms] == pytest.approx(superset_sum(counts)[terms], rel=1e-5, abs=1e-4)


@given(three_lists, st.permutations([0, 1, 2]))
def test_the_order_of_the_lists_does_not_matter(counts, order):
    counts[0] = 0
    turned = np.zeros(8)
    for cell in range(8):
        turned[sum(1 << order[i] for i in range(3) if cell >> i & 1)] = counts[cell]
    one, other = (fit_models(table, included(hierarchical_models(3), 3)) for table in (counts, turned))
    assert np.sort(one.aic) == pytest.approx(np.sort(other.aic), rel=1e-7, nan_ok=True)


@given(arrays(np.float64, 16, elements=st.floats(-5, 5)))
def test_sums_over_subsets_and_supersets_are_what_they_say(values):
    below = [sum(values[part] for part in range(16) if part & cell == part) for cell in range(16)]
    above = [sum(values[whole] for whole in range(16) if whole & cell == cell) for cell in range(16)]
    assert subset_sum(values) == pytest.approx(below)
    assert superset_sum(values) == pytest.approx(above)


def test_how_many_models_and_graphs_there_are():
    assert [len(hierarchical_models(n)) for n in (3, 4, 5)] == [8, 113, 6893]
    assert [len(decomposable_graphs(n)) for n in (2, 3, 4, 5)] == [2, 8, 61, 822]


@pytest.mark.parametrize("text", ["[12,13,4]", "[123,14]", "[1,2,3,4]"])
def test_a_model_is_written_as_it_is_read(text):
    again = parse_model(notation(parse_model(text, 4)), 4)
    assert again == parse_model(text, 4)


@pytest.mark.parametrize("text", ["[15]", "[0]", "[ab]", "[1234]", "[1.x]"])
def test_a_model_that_cannot_be_is_refused_with_its_term(text):
    with pytest.raises(InputError, match="term"):
        parse_model(text, 4)


def test_a_batch_is_the_same_as_one_by_one():
    rng = np.random.default_rng(5)
    tables = rng.integers(0, 40, (50, 8)).astype(float)
    among = candidates(3)
    _, together = best_of_many(tables, among, "bic")
    alone = np.array([best_of_many(table[None, :], among, "bic")[1][0] for table in tables])
    assert together == pytest.approx(alone, rel=1e-9, nan_ok=True)


def test_profile_interval_holds_the_estimate_and_widens_with_its_level():
    counts = _expected(500, [0.3, 0.4, 0.35]).round()
    terms = included([main_effects(3)], 3)[0]
    n_hat = fit_models(counts, terms[None, :]).n_hat[0]
    narrow, wide = profile_interval(counts, terms, 0.8), profile_interval(counts, terms, 0.99)
    assert wide.low < narrow.low < n_hat < narrow.high < wide.high


def test_bootstrap_follows_its_seed():
    counts = _expected(500, [0.3, 0.4, 0.35]).round()

    def estimate(tables):
        return best_of_many(tables, candidates(3), "bic")[1]

    first, again, other = (bca_interval(counts, estimate, repetitions=100, seed=seed)[0] for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_pooled_strata_lie_nearer_the_truth_than_separate_ones():
    rng = np.random.default_rng(3)
    model = parse_model("12,3", 3)
    errors = np.zeros(2)
    for _ in range(4):
        truth = np.exp(rng.uniform(np.log(50), np.log(5000), 40)).round()
        tables = np.array([_drawn_stratum(n, rng) for n in truth])
        pooled = fit_pooled(tables, model).n_hat
        alone = fit_models(tables, included([model] * 40, 3)).n_hat
        good = np.isfinite(alone)
        errors += [((pooled - truth)[good] ** 2).sum(), ((alone - truth)[good] ** 2).sum()]
    assert errors[0] < 0.8 * errors[1]


def _drawn_stratum(n, rng, spread=0.35):
    beta = np.zeros(8)
    beta[[1, 2, 4]] = rng.normal([-0.8, -1.2, -1.6], spread)
    beta[3] = rng.normal(0.8, 0.2)
    shares = np.exp(subset_sum(beta))
    table = rng.multinomial(int(n), shares / shares.sum()).astype(float)
    table[0] = 0
    return table


@given(st.lists(st.floats(0, 500), min_size=1, max_size=30))
def test_rounded_parts_add_up_and_stay_near(values):
    parts = np.array(values)
    whole = rounded_to_total(parts, round(parts.sum()))
    assert whole.sum() == round(parts.sum())
    assert np.abs(whole - parts).max() <= 1


def test_linkage_errors_that_are_put_in_are_taken_out_again():
    true = np.array([0.0, 200, 150, 50])
    missed, false = 0.08, 0.02
    linked = 50 * (1 - missed) + 150 * false
    seen = np.array([0.0, 250 - linked, 200 - linked, linked])
    assert with_linkage_error(seen, missed, false) == pytest.approx(true)


def test_more_leavers_than_can_be_are_refused():
    with pytest.raises(InputError, match="cannot have left"):
        without_leavers(np.array([0.0, 5, 30, 40]), {0: 0.5})


def test_a_late_list_is_filled_in_from_the_period_before():
    before = _expected(1000, [0.4, 0.5, 0.3]).round()
    now = _expected(1500, [0.4, 0.5, 0.3])
    on_time = np.array([now[cell] + now[cell | 4] if not cell & 4 and cell else 0.0 for cell in range(8)])
    found = nowcast(before, on_time, 2, main_effects(3))
    assert found.now == pytest.approx(1500, rel=0.02)
    assert found.expected_on_late_list == pytest.approx(450, rel=0.02)


def test_strata_add_up_to_the_whole():
    rng = np.random.default_rng(8)
    rows = {"a": [], "b": [], "c": [], "town": [], "count": []}
    for town in ("Noord", "Zuid", "West"):
        for cell, count in enumerate(_drawn_stratum(2000, rng)):
            for i, name in enumerate("abc"):
                rows[name].append(cell >> i & 1)
            rows["town"].append(town)
            rows["count"].append(int(count))
    found = MultipleSystems(averages=False, bootstrap=50).fit(rows, stratum="town")
    assert sum(one.n_hat for one in found.strata_) == round(found.n_hat_)
    ends = [one.interval or (np.nan, np.nan) for one in found.strata_]
    assert all(low < one.n_hat < high for one, (low, high) in zip(found.strata_, ends, strict=True))


def test_where_strata_differ_their_sum_holds_the_truth_more_often_than_the_whole_as_one_table():
    rng = np.random.default_rng(31)
    held = np.zeros(2)
    for _ in range(20):
        truth = rng.integers(200, 3000, size=12)
        counts = np.array([_drawn_stratum(int(n), rng, spread=0.6) for n in truth])
        names = tuple(map(str, range(12)))
        found = MultipleSystems(model="[12,3]", bootstrap=60, averages=False)
        found.fit(CaptureTable(tuple("abc"), names, counts))
        ends = [found.answer_.bootstrap, found.answer_.summed]
        held += [one is not None and one.low <= truth.sum() <= one.high for one in ends]
        assert found.to_dict()["chosen"]["strata_interval"]["method"] == "pooled"
    assert held[0] <= 12  # one table takes the strata for alike
    assert held[1] >= 17


def test_two_lists_say_what_they_assume():
    found = MultipleSystems().fit({"a": [1, 0, 1], "b": [0, 1, 1], "count": [60, 40, 20]})
    assert any("independence" in one for one in found.warnings_)
    dial = {one.value: one.n_hat for one in found.answer_.what_if if one.name == "odds_ratio"}
    assert dial[0.5] == pytest.approx(180)
    assert dial[2.0] == pytest.approx(360)


def test_no_overlap_at_all_gives_no_number():
    found = MultipleSystems().fit({"a": [1, 0], "b": [0, 1], "count": [60, 40]})
    assert found.chosen_ is None
    assert np.isnan(found.n_hat_)
    assert to_dict(found.answer_)["chosen"] is None


def test_small_cells_do_not_leave():
    found = MultipleSystems(averages=False).fit(
        {"a": [1, 0, 1, 0], "b": [0, 1, 1, 1], "c": [0, 0, 1, 1], "count": [60, 40, 20, 3]}
    )
    left = {tuple(one["lists"]): one["count"] for one in found.to_dict()["overlaps"]}
    assert left["b", "c"] is None
    # One gap alone would follow from the total, so the next smallest is left out too.
    assert left["a", "b", "c"] is None
    assert left["a",] == 60
    assert found.to_dict()["list_sizes"] == [None] * 3


def test_of_fewer_than_ten_people_nothing_is_estimated_that_leaves():
    found = MultipleSystems().fit({"a": [1, 0, 1, 0], "b": [0, 1, 1, 1], "c": [0, 0, 1, 1], "count": [3, 2, 2, 2]})
    said = found.to_dict()
    assert (said["observed"], said["chosen"], said["envelope"], said["models"]) == (None, None, None, [])
    assert said["bounds"] == {"chao": None, "sample_coverage": None}
    assert {one["count"] for one in said["overlaps"]} == {None, 0}
    assert "Fewer than 10 people" in found.summary()


@given(st.lists(st.integers(0, 40), max_size=12))
def test_from_what_is_shown_and_the_total_no_small_count_follows(counts):
    left = shown(counts)
    assert all(one is None or one == count for one, count in zip(left, counts, strict=True))
    assert all(one is None for one, count in zip(left, counts, strict=True) if 0 < count < SMALLEST_CELL)
    gaps = [count for one, count in zip(left, counts, strict=True) if one is None]
    others = [count for one, count in zip(left, counts, strict=True) if one]
    assert not gaps or not others or (len(gaps) > 1 and sum(gaps) >= SMALLEST_CELL)


def test_with_seven_lists_the_search_chooses_and_its_neighbours_make_the_envelope():
    counts = np.random.default_rng(2).poisson(_expected(1500, [0.3, 0.25, 0.2, 0.2, 0.15, 0.15, 0.1])).astype(float)
    counts[0] = 0
    found = MultipleSystems(averages=False, bootstrap=20).fit(CaptureTable(tuple("abcdefg"), ("",), counts[None, :]))
    assert found.n_hat_ == pytest.approx(1500, rel=0.15)
    assert "too many to try all" in found.answer_.why
    assert found.envelope_ is not None
    assert found.envelope_.low < found.n_hat_ < found.envelope_.high
    assert any("Not all models" in one for one in found.warnings_)


def test_a_fit_that_came_to_no_end_is_refused(monkeypatch):
    monkeypatch.setattr("onderdak.methods.population.irls._ROUNDS", 2)
    found = MultipleSystems(averages=False).fit({"a": [1, 0, 1], "b": [0, 1, 1], "count": [6000, 40, 2]})
    assert found.models_[0].status == "refused"
    assert "no end" in found.models_[0].reason
    assert np.isnan(found.n_hat_)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": [1, 0], "count": [1, 2]}, "at least two"),
        ({"a": [1, 0], "b": [0, 1], "count": [1, -2]}, "no count"),
        ({"a": [1, 0], "b": [0, 1], "count": [1, "x"]}, "no count"),
        ({"a": [1, 0], "b": [0, 0], "c": [1, 1], "count": [0, 0]}, "Nobody"),
        ({"a": [], "b": [], "count": []}, "no lists"),
        ({"a": [1, 0, 1], "b": [0, 1, 1], "heads": [40, 30, 8]}, "how many people a row counts"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(columns, words):
    with pytest.raises(InputError, match=words):
        read_table(columns)


@pytest.mark.parametrize("name", ["aantal", "N", "Freq", " personen"])
def test_the_column_that_counts_is_known_by_its_usual_names(name):
    assert read_table({"a": [1, 0, 1], "b": [0, 1, 1], name: [40, 30, 8]}).observed == 78


def test_a_list_may_be_called_n_and_persons_may_have_numbers():
    assert read_table({"a": [1, 0, 1], "n": [0, 1, 1]}).lists == ("a", "n")
    persons = read_table({"a": [1, 0, 1, 1], "b": [0, 1, 1, 1], "children": [0, 2, 3, 1]})
    assert persons.observed == 4
    assert persons.covariates is not None
    assert persons.covariates.covariates == ("children",)


def test_people_on_no_list_are_refused_by_row():
    with pytest.raises(InputError, match="on no list") as raised:
        read_table({"a": [1, 0, 0], "b": [1, 1, 0], "count": [5, 4, 9]})
    assert "row 3" in str(raised.value.where)
