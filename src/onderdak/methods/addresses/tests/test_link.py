"""Rows placed on addresses: outcomes, order, awkward lists, and the same answer whatever comes beside a row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.methods.addresses import AddressColumns, Linker, Links, Register, link, prepare
from onderdak.methods.addresses.choices import Choices, texts
from onderdak.methods.addresses.engine import open_engine
from onderdak.methods.addresses.fields import texts_of
from onderdak.methods.addresses.plan import Plan
from onderdak.methods.addresses.ready import INDEX
from onderdak.methods.addresses.schema import LINKS
from onderdak.methods.errors import InputError

_REGISTER = """\
nummeraanduiding;straat;huisnummer;huisletter;toevoeging;postcode;woonplaats;gemeente;geldig_tot
01;Dorpsstraat;12;;;5311AA;Vlierum;Verzonnen;
02;Dorpsstraat;12;A;;5311AA;Vlierum;Verzonnen;
03;Dorpsstraat;12;A;3;5311AA;Vlierum;Verzonnen;
04;Dorpsstraat;14;;1;5311AA;Vlierum;Verzonnen;
05;Dorpsstraat;14;;2;5311AA;Vlierum;Verzonnen;
06;Kerkweg;3;;;5311AC;Vlierum;Verzonnen;
07;Burgemeester van den Berglaan;7;;;5311AD;Vlierum;Verzonnen;
08;Dorpsstraat;12;;;5312AA;Elzekom;Bedacht;
09;Lange Akkerweg;5;;;5312AB;Elzekom;Bedacht;
10;Korte Akkerweg;5;;;5312AC;Elzekom;Bedacht;
11;Waterkant;8;;;5312AD;Elzekom;Bedacht;
12;Waterkant;8;;;5312AD;Elzekom;Bedacht;
13;Oude Haven;2;;;5312AE;Elzekom;Bedacht;2024-05-01
14;1e Dwarsweg;9;;;5312AF;Elzekom;Bedacht;
15;2e Dwarsweg;9;;;5312AG;Elzekom;Bedacht;
"""
_COLUMNS = AddressColumns(street="straat", number="nr", postcode="postcode", place="plaats", address="adres")


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder = tmp_path_factory.mktemp("link")
    source = folder / "addresses.csv"
    source.write_text(_REGISTER, encoding="utf-8")
    return prepare([source], folder / "register")


@pytest.fixture(scope="module")
def linker(register: Register) -> Linker:
    return Linker(register)


def _rows(*cells: tuple[str | None, ...] | str) -> pa.Table:
    """Rows of (straat, nr, postcode, plaats), or of one cell."""
    whole = [(None, None, None, None, cell) if isinstance(cell, str) else (*cell, None) for cell in cells]
    names = ("straat", "nr", "postcode", "plaats", "adres")
    return pa.table({name: pa.array([row[at] for row in whole], pa.string()) for at, name in enumerate(names)})


def _link(linker: Linker, *cells: tuple[str | None, ...] | str) -> Links:
    return linker.link(_rows(*cells), columns=_COLUMNS)


@pytest.mark.parametrize(
    ("cell", "outcome", "address_id"),
    [
        (("Dorpsstraat", "12", "5311AA", "Vlierum"), "exact", "01"),
        (("dorpsstr.", "12-a", "5311 aa", "VLIERUM"), "exact", "02"),
        (("Dorpsstraat", "12A-3", None, "Vlierum"), "exact", "03"),
        ((None, "12", "5311AA", None), "exact", "01"),
        (("Burg. v.d. Bergln", "7", None, "Vlierum"), "exact", "07"),
        ("Kerkweg 3, 5311 AC Vlierum", "exact", "06"),
        ("Kerkweg 3 Vlierum", "exact", "06"),
        (("Kerkwg", "3", "5311AX", "Vlierum"), "probable", "06"),
        (("Kerkweg", "3", None, "Vlierumm"), "probable", "06"),
        (("Kerkwge", "3", "5311AC", "Vlierum"), "probable", "06"),
        (("3", "Kerkweg", "5311AC", "Vlierum"), "exact", "06"),
        (("2e Dwarsweg", "9", None, "Elzekom"), "exact", "15"),
        (("Tweede Dwarsweg", "9", None, "Elzekom"), "exact", "15"),
        (("Oude Haven", "2", "5312AE", "Elzekom"), "probable", "13"),
        (("L. Akkerweg", "5", None, "Elzekom"), "probable", "09"),
        (("Dorpsstraat", "12", None, "Bedacht"), "probable", "08"),
    ],
)
def test_a_row_is_placed(linker: Linker, cell: tuple[str | None, ...] | str, outcome: str, address_id: str) -> None:
    found = _link(linker, cell)[0]
    assert (found.outcome, found.address_id) == (outcome, address_id), found.reason
    assert found.placed
    assert found.score > 0.5
    assert found.candidates[0] == address_id


@pytest.mark.parametrize(
    ("cell", "outcome", "among"),
    [
        (("Dorpsstraat", "14", "5311AA", "Vlierum"), "building", {"04", "05"}),
        (("Dorpsstraat", "14-9", "5311AA", "Vlierum"), "building", {"04", "05"}),
        (("Waterkant", "8", "5312AD", "Elzekom"), "building", {"11", "12"}),
        (("Akkerweg", "5", None, "Elzekom"), "ambiguous", {"09", "10"}),
        (("Dorpsstraat", "12", None, None), "ambiguous", {"01", "08"}),
        (("Dorpsstraat", "77", "5311AA", "Vlierum"), "none", set[str]()),
        (("Prinsengracht", "5", None, "Vlierum"), "none", set[str]()),
        (("Kerkweg", "3", None, "Rotterdam"), "none", set[str]()),
        ("Postbus 12, 5311 AA Vlierum", "none", set[str]()),
        ("naast Kerkweg 3, Vlierum", "none", set[str]()),
        ("ul. Dluga 12, 00-238 Warszawa, Polska", "none", set[str]()),
        ("", "none", set[str]()),
        ("???", "none", set[str]()),
    ],
)
def test_a_row_is_not_placed(linker: Linker, cell: tuple[str | None, ...] | str, outcome: str, among: set[str]) -> None:
    found = _link(linker, cell)[0]
    assert found.outcome == outcome, found.reason
    assert found.address_id is None
    assert among <= set(found.candidates)
    assert found.reason.endswith(".")


def test_the_building_is_named_when_the_unit_is_not(linker: Linker) -> None:
    whole, unit = _link(
        linker, ("Dorpsstraat", "14", "5311AA", "Vlierum"), ("Dorpsstraat", "14-2", "5311AA", "Vlierum")
    )
    assert whole.house_no is not None
    assert whole.house_no == unit.house_no


def test_a_withdrawn_address_says_so(linker: Linker) -> None:
    assert "withdrawn" in _link(linker, ("Oude Haven", "2", "5312AE", "Elzekom"))[0].reason


def test_reasons_in_dutch(linker: Linker) -> None:
    rows = _rows(("Dorpsstraat", "77", "5311AA", "Vlierum"))
    assert linker.link(rows, columns=_COLUMNS, language="nl")[0].reason.startswith("De straat bestaat hier")


def test_links_come_in_the_order_of_the_rows(linker: Linker) -> None:
    cells = [
        ("Kerkweg", "3", None, "Vlierum"),
        "",
        ("Dorpsstraat", "12", "5311AA", None),
        ("Kerkweg", "3", None, "Vlierum"),
    ]
    found = _link(linker, *cells)
    assert [each.address_id for each in found] == ["06", None, "01", "06"]
    assert found.table["row"].to_pylist() == [0, 1, 2, 3]
    assert found.table.schema.equals(LINKS)


def test_an_empty_list_gives_no_links(linker: Linker) -> None:
    found = linker.link(_rows().cast(_rows("x").schema), columns=_COLUMNS)
    assert len(found) == 0
    assert found.counts == {"exact": 0, "probable": 0, "building": 0, "ambiguous": 0, "none": 0}


def test_columns_are_guessed(register: Register) -> None:
    rows = pa.table({"Adres": ["Kerkweg 3"], "PC": ["5311AC"], "Woonplaats": ["Vlierum"], "bedden": ["4"]})
    found = link(rows, register)
    assert found[0].address_id == "06"
    assert found.columns.address == "Adres"


def test_a_column_that_is_not_there_is_named(linker: Linker) -> None:
    with pytest.raises(InputError, match="straatnaam"):
        linker.link(_rows("x"), columns=AddressColumns(street="straatnaam"))


def test_postcode_and_place_in_one_cell(linker: Linker) -> None:
    rows = pa.table({"s": ["Kerkweg"], "n": [3], "pp": ["5311 AC Vlierum"]})
    assert linker.link(rows, columns=AddressColumns(street="s", number="n", postcode_place="pp"))[0].address_id == "06"


def test_a_choice_goes_before_everything(linker: Linker, tmp_path: Path) -> None:
    choices = Choices.open(tmp_path / "choices.jsonl")
    rows = _rows(("Akkerweg", "5", None, "Elzekom"))
    key = choices.remember(texts(rows, _COLUMNS)[0].as_py(), "10", who="analyst", why="seen on the map")
    chosen = linker.link(rows, columns=_COLUMNS, choices=choices)[0]
    assert (chosen.outcome, chosen.address_id, chosen.stage) == ("exact", "10", "choice")
    choices.forget(key, who="analyst")
    assert linker.link(rows, columns=_COLUMNS, choices=choices)[0].outcome == "ambiguous"


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(InputError, match="pigeons"):
        open_engine("pigeons")


_TEXT = st.one_of(
    st.none(), st.text(max_size=40), st.sampled_from(["Dorpsstraat 12a", "Kerkweg", "12-3", "5311AA", "Vlierum"])
)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(_TEXT, _TEXT, _TEXT, _TEXT), min_size=1, max_size=12))
def test_no_text_is_too_strange_and_neighbours_do_not_matter(
    linker: Linker, cells: list[tuple[str | None, ...]]
) -> None:
    found = _link(linker, *cells)
    assert len(found) == len(cells)
    for each in found:
        assert each.outcome in ("exact", "probable", "building", "ambiguous", "none")
        assert (each.address_id is not None) == (each.outcome in ("exact", "probable"))
        assert 0.0 <= each.score <= 1.0
    alone = _link(linker, cells[0])[0]
    first = found[0]
    assert (alone.outcome, alone.address_id, alone.candidates) == (first.outcome, first.address_id, first.candidates)


@pytest.mark.spark
def test_spark_gives_the_same_links(register: Register, linker: Linker) -> None:
    cells: list[tuple[str | None, ...] | str] = [
        ("Dorpsstraat", "12-a", "5311 aa", "VLIERUM"), ("Kerkwge", "3", "5311AC", "Vlierum"), "Kerkweg 3 Vlierum",
        ("Dorpsstraat", "14", "5311AA", "Vlierum"), ("Waterkant", "8", "5312AD", "Elzekom"), "Postbus 12, Vlierum",
        ("Akkerweg", "5", None, "Elzekom"), ("Dorpsstraat", "12A-003", None, "Vlierum"), "12A Dorpsstraat, Vlierum",
    ]  # fmt: skip
    spark = Linker(register, open_engine("spark"))
    for some in (cells, cells[:1], cells[1:]):  # list after list: what one leaves behind is nothing to the next
        assert spark.link(_rows(*some), columns=_COLUMNS).table.equals(_link(linker, *some).table)


def test_what_is_small_is_a_step_of_its_own_where_the_engine_cannot_see_that_it_is():
    for dialect, steps in (("duckdb", []), ("spark", ["od_few"])):
        plan = Plan(dialect)
        table = plan.given("od_rows", pa.schema([("text_no", pa.int64())]))
        few = plan.small("od_few", table.filter(table.text_no == 1))
        assert plan.kept == steps
        assert few.schema() == table.schema()


@pytest.mark.parametrize("spoiled", ["gone", "of other queries"])
def test_a_register_links_the_same_without_the_index_that_is_kept_beside_it(register, tmp_path, spoiled):
    folder = tmp_path / "register"
    shutil.copytree(register.path, folder)
    if spoiled == "gone":
        shutil.rmtree(folder / INDEX)
    else:
        (folder / INDEX / "made-by").write_text("others", encoding="ascii")
        (folder / INDEX / "kept.duckdb").unlink()  # so a reader of the stale index would fail
    rows = pa.table({"adres": ["Dorpsstr. 12a, Vlierum", "Waterkant 8 Elzekom", "Nergens 1"]})
    assert link(rows, Register.open(folder)).table.equals(link(rows, register).table)


def test_one_engine_serves_register_after_register_with_and_without_a_kept_index(register, tmp_path):
    folder = tmp_path / "register"
    shutil.copytree(register.path, folder)
    shutil.rmtree(folder / INDEX)
    source = tmp_path / "addresses.csv"
    source.write_text(_REGISTER.split("06;")[0], encoding="utf-8")
    smaller = prepare([source], tmp_path / "smaller")
    engine, rows = open_engine("duckdb"), pa.table({"adres": ["Kerkweg 3, 5311AC Vlierum"]})
    turns = (register, register, Register.open(folder), smaller, register)
    found = [link(rows, one, engine=engine)[0].outcome == "exact" for one in turns]
    assert found == [True, True, True, False, True]


def test_preparing_again_leaves_no_index_of_before(register, tmp_path):
    source = tmp_path / "addresses.csv"
    source.write_text(_REGISTER.split("06;")[0], encoding="utf-8")
    folder = tmp_path / "register"
    shutil.copytree(register.path, folder)
    again = prepare([source], folder)
    gone = pa.table({"adres": ["Kerkweg 3, 5311AC Vlierum"]})
    assert link(gone, register)[0].outcome == "exact"
    assert link(gone, again)[0].outcome != "exact"


def test_lists_that_were_looked_up_ahead_get_the_same_answers_without_the_engine(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = (("Dorpsstraat", "12", "5311AA", "Vlierum"), ("Kerkwg", "3", "5311AX", "Vlierum"), "Postbus 12, Vlierum")
    second = ("Kerkweg 3 Vlierum", ("Akkerweg", "5", None, "Elzekom"), first[0], "???")
    new = ("Kerkweg", "4", None, "Vlierum")
    linker = Linker(register)
    apart = [_link(linker, *cells).table for cells in (first, second, (*second, new))]
    linker.look_ahead([texts_of(_rows(*cells), _COLUMNS).table for cells in (first, second)])
    with monkeypatch.context() as patched:
        patched.setattr(linker, "engine", None)
        assert [_link(linker, *cells).table for cells in (first, second)] == apart[:2]
    assert _link(linker, *second, new).table == apart[2]  # one text that was not looked up: all as ever
