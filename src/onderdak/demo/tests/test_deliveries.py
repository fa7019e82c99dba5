"""The lists of the invented region: readable, without persons, and each row where the truth says."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.tables import read_table
from onderdak.deliveries import layout, read_delivery
from onderdak.deliveries.contracts import shipped
from onderdak.deliveries.sources import read_sources
from onderdak.demo import Demo
from onderdak.demo.dirt import Habits, nowhere, shortened, slipped, write
from onderdak.demo.world import Address
from onderdak.methods.errors import InputError


def rows_of(demo: Demo) -> Mapping[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for row in pq.read_table(demo.path / "truth" / "rows.parquet").to_pylist():
        found.setdefault((row["source"], row["delivery"]), []).append(row["row"])
    return found


def test_the_lists_can_be_read_and_have_the_rows_of_the_truth(demo: Demo):
    rows = rows_of(demo)
    newest = {name: (name, path) for name, _, path in demo.deliveries}
    oldest = {name: (name, path) for name, _, path in reversed(demo.deliveries)}
    for name, path in (*newest.values(), *oldest.values()):
        read = read_table(path)
        assert set(read.rows.to_pylist()) <= set(rows.get((name, path.name), [])), path.name
        assert read.table.num_rows >= len(rows.get((name, path.name), [])) - 1, path.name  # a total may be left out


def test_the_kind_of_every_list_is_recognised_from_its_headings(demo: Demo):
    wanted = {"werkend-wielderland": "agency", "bolder-huisvesting": "provider", "keurmerken": "certificate"}
    latest = {name: path for name, _, path in demo.deliveries}
    for name, kind in wanted.items():
        assert read_delivery(latest[name], source=name).kind == kind


def test_the_desk_of_deliveries_takes_the_columns_of_an_address_for_what_the_command_line_does(demo: Demo):
    newest = {name: path for name, _, path in demo.deliveries}
    asked = {one.name: one for one in read_sources(demo.expected)}
    for name, path in newest.items():
        read = read_delivery(path, source=name)
        agreed = next(one for one in shipped().values() if one.kind == asked[name].kind)
        roles = layout.guessed(read.table, read.kind, agreed.columns)
        assert layout.layout_of(roles).columns == read.columns, name


def test_the_list_with_persons_is_refused(demo: Demo):
    [path] = demo.refused
    assert path.parent.name == "oogsthulp-krakeloord"
    with pytest.raises(InputError, match="BSN"):
        read_delivery(path, source=path.parent.name)


HOUSE = Address(
    id="7101200000000001",
    street="Burgemeester van der Wielderstraat",
    number=12,
    letter="A",
    addition="3",
    postcode="8942AB",
    place="Kwakeldam",
    municipality="Bolderoord",
    municipality_no=0,
    neighbourhood="",
    bare_exists=False,
    street_end=40,
)


@given(st.integers(0, 2**32))
def test_what_is_written_can_still_be_understood(seed: int):
    rng = random.Random(seed)
    written = write(HOUSE, Habits(), rng)
    assert written.number.startswith("12")
    assert written.postcode or written.place
    assert written.lost == (written.suffix == "")
    assert written.line(rng)


@given(st.integers(0, 2**32))
def test_a_number_that_does_not_exist_lies_beyond_the_street(seed: int):
    why, written = nowhere(HOUSE, random.Random(seed))
    if why == "no_such_number":
        assert int(written.bare_number) > HOUSE.street_end


@given(st.integers(0, 2**32), st.text(min_size=1, max_size=30))
def test_slips_keep_the_first_letter_and_short_forms_never_fail(seed: int, word: str):
    assert slipped(word, random.Random(seed))[:1] == word[:1]
    assert shortened(word, random.Random(seed))
