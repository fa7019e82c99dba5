"""The invented region, from its lists to its picture, held against its hidden truth."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from onderdak.demo import make
from onderdak.housing.service import NamedFile, build_picture
from onderdak.methods.addresses import Register, prepare

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """The demo, and the picture of its last year of lists."""
    folder = tmp_path_factory.mktemp("region")
    demo = make(folder / "demo", size="small")
    prepare(demo.register, folder / "register")
    files = [NamedFile(name, path, day) for name, day, path in demo.deliveries if day >= date(2025, 11, 1)]
    files += [NamedFile(path.parent.name, path) for path in demo.refused]
    register = Register.open(folder / "register")
    summary = build_picture(register, files, folder / "picture", as_of=TODAY, known_on=TODAY, expected=demo.expected)
    truth = pq.read_table(demo.path / "truth" / "housing.parquet")
    last = truth.filter(pc.equal(truth["quarter"], pc.max(truth["quarter"])))
    return summary, last, pq.read_table(demo.path / "truth" / "contradictions.parquet")


def test_the_places_lie_within_the_interval(region):
    summary, truth, _ = region
    figure = summary.figure("places")
    seen = truth.filter(pc.invert(truth["unseen"]))
    assert figure.low <= pc.sum(seen["places"]).as_py() <= figure.high * 1.05


def test_most_housing_that_a_source_knows_is_found(region):
    summary, truth, _ = region
    inhabited = truth.filter(pc.and_(truth["housed"], pc.invert(truth["unseen"])))["address_id"].to_pylist()
    found = {one.address_id for one in summary.addresses}
    assert len(found & set(inhabited)) >= 0.95 * len(inhabited)


def test_agreed_beds_are_mostly_the_true_ones(region):
    summary, truth, _ = region
    places = dict(zip(truth["address_id"].to_pylist(), truth["places"].to_pylist(), strict=True))
    fresh = [one for one in summary.addresses if one.beds is not None and "hoogstens een jaar" in one.beds_rule]
    right = Counter(one.beds == places.get(one.address_id) for one in fresh)
    assert right[True] >= 0.9 * len(fresh)


def test_most_contradictions_that_were_put_in_are_named(region):
    summary, _, planted = region
    named = {(one.address_id, one.kind) for one in summary.contradictions}
    pairs = list(zip(planted["address_id"].to_pylist(), planted["kind"].to_pylist(), strict=True))
    assert sum(pair in named for pair in pairs) >= 0.75 * len(pairs)


def test_the_list_with_persons_is_refused_and_the_silent_source_is_missed(region):
    summary, _, _ = region
    states = {one.name: one.state for one in summary.sources}
    assert states["oogsthulp-krakeloord"] == "refused"
    assert states["vergunningen-wimpelveen"] == "never"
    coverage = summary.figure("coverage")
    assert (coverage.value, coverage.unit) == (13, "van 14 bronnen")


def test_totals_agree_and_rows_that_are_nowhere_have_a_reason(region):
    summary, _, _ = region
    places = summary.figure("places").value
    assert sum(one.places for one in summary.municipalities) == places == sum(one.places for one in summary.supply)
    assert all(one.reason and one.given for one in summary.unplaced)
    assert len(summary.unplaced) < 0.1 * sum(one.rows for one in summary.sources)
