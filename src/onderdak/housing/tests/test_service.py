"""From files to a picture: whole or not at all, refusals named, nothing of them kept."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from onderdak.housing import service
from onderdak.housing.service import NamedFile, build_picture
from onderdak.housing.tests.make_region import DAY, FakeLinker, fake_register, write_list
from onderdak.methods.errors import InputError

PROVIDER = """
    straat;huisnummer;postcode;plaats;bedden;bewoners
    Kade;1;9999AB;Zuiderdam;12;10
    Kade;2;9999AB;Zuiderdam;8;9
    Kade;7;9999AB;Oosterlo;20;
    Kade;77;9999AB;Oosterlo;4;4
"""
LATER = """
    straat;huisnummer;postcode;plaats;bedden;bewoners
    Kade;1;9999AB;Zuiderdam;14;10
"""
PERMITS = """
    straat;huisnummer;postcode;plaats;status;max personen
    Kade;1;9999AB;Zuiderdam;verleend;10
    Kade;3;9999AB;Zuiderdam;geweigerd;
"""
PERSONS = """
    straat;huisnummer;plaats;achternaam;geboortedatum;bsn
    Kade;1;Zuiderdam;Jansen;1990-02-03;111222333
    Kade;2;Zuiderdam;Pietersen;1991-02-03;123456782
"""
SOURCES = """
[[source]]
name = "Huisvester"
kind = "provider"
every_months = 3
municipalities = "all"

[[source]]
name = "Keurmerk"
kind = "certificate"
every_months = 6
municipalities = ["Oosterlo"]
"""


@pytest.fixture(scope="module")
def lists(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    texts = {"provider": PROVIDER, "later": LATER, "permits": PERMITS, "persons": PERSONS}
    return {name: write_list(folder / f"{name}.csv", text) for name, text in texts.items()}


@pytest.fixture(scope="module")
def ordinary(lists, tmp_path_factory):
    """The picture of two lists, and where it was written."""
    folder = tmp_path_factory.mktemp("ordinary")
    settings = {"as_of": DAY, "known_on": DAY, "linker": FakeLinker()}
    summary = build_picture(fake_register(folder), [provider(lists), permits(lists)], folder / "picture", **settings)
    return summary, folder / "picture"


@pytest.fixture
def build(tmp_path):
    def made(*files, out="picture", **more):
        settings = {"as_of": DAY, "known_on": DAY, "linker": FakeLinker()} | more
        return build_picture(fake_register(tmp_path), files, tmp_path / out, **settings)

    return made


def provider(lists, day=date(2025, 11, 1), name="provider"):
    return NamedFile("Huisvester", lists[name], day)


def permits(lists):
    return NamedFile("Gemeente", lists["permits"], date(2025, 11, 2))


def row(summary, address_id):
    return next(one for one in summary.addresses if one.address_id == address_id)


def test_a_picture_from_two_lists(ordinary):
    summary, folder = ordinary
    assert [one.address_id for one in summary.addresses] == ["A1", "A2", "A3", "A7"]
    first = row(summary, "A1")
    assert (first.address, first.beds, first.occupants, first.legal_status) == (
        "Kade 1, Zuiderdam",
        12,
        10,
        "permitted",
    )
    assert first.beds_rule == "Nieuwste opgave van de huisvester, hoogstens een jaar oud"
    assert {claim.source for claim in first.claims} == {"Huisvester", "Gemeente"}
    assert summary.figure("places").value == 40
    assert summary.figure("places").sources[0].name == "Gemeente"
    assert {(one.address_id, one.kind) for one in summary.contradictions} == {
        ("A1", "beds_above_permit"),
        ("A2", "occupants_above_beds"),
    }
    assert sorted(path.name for path in folder.iterdir()) == sorted(service.FILES)


def test_totals_agree_everywhere(ordinary):
    summary, _ = ordinary
    places = summary.figure("places").value
    assert sum(one.places for one in summary.municipalities) == places
    assert sum(one.places for one in summary.supply) == places
    assert sum(one.places for one in summary.supply_by_neighbourhood) == places
    assert sum(part.places for one in summary.municipalities for part in one.neighbourhoods) == places


def test_rows_that_are_nowhere_are_listed_with_reason_and_candidates(ordinary):
    (lost,) = ordinary[0].unplaced
    assert (lost.row, lost.given, lost.outcome) == (5, "Kade 77 9999AB Oosterlo", "none")
    assert lost.candidates == ("Kade 1, Zuiderdam", "Kade 2, Zuiderdam")


def test_a_refused_list_is_named_and_nothing_of_it_is_kept(build, lists, tmp_path):
    summary = build(provider(lists), NamedFile("Bureau", lists["persons"], DAY))
    refused = next(one for one in summary.sources if one.name == "Bureau")
    assert refused.state == "refused"
    assert "achternaam" in refused.note
    for file in (tmp_path / "picture").iterdir():
        content = file.read_bytes()
        assert b"Pietersen" not in content
        assert b"123456782" not in content


@pytest.mark.parametrize(
    ("language", "refused", "remark"),
    [
        ("nl", "kolom 'achternaam' (een naam van een persoon)", "rij 2: Kolom 'bedden': 'ca. 12' is gelezen als 12."),
        ("en", "column 'achternaam' (a name of a person)", "row 2: Column 'bedden': 'ca. 12' was read as 12."),
    ],
)
def test_remarks_and_refusals_are_in_the_language_of_the_page(build, lists, tmp_path, language, refused, remark):
    about = write_list(tmp_path / "about.csv", PROVIDER.replace(";12;10", ";ca. 12;10"))
    files = [NamedFile("Huisvester", about, DAY), NamedFile("Bureau", lists["persons"], DAY)]
    summary = build(*files, language=language)
    notes = {one.name: one.note for one in summary.sources}
    assert refused in notes["Bureau"]
    assert remark in notes["Huisvester"]
    page = (tmp_path / "picture" / "picture.html").read_text(encoding="utf-8")
    assert str(tmp_path) not in page + str(notes)
    assert str(lists["persons"].parent) not in page + str(notes)


@pytest.mark.parametrize(("language", "origin"), [("nl", "artikel 7.18"), ("en", "article 7.18")])
def test_the_source_of_a_norm_is_in_the_language_of_the_page(build, lists, language, origin):
    summary = build(provider(lists), language=language)
    sources = [limit.source for one in summary.addresses for limit in one.limits if limit.key == "bbl"]
    assert sources
    assert all(origin in source or "Bbl" in source for source in sources)


def test_a_register_that_is_declared_a_full_list_ends_what_it_leaves_out(build, lists, tmp_path):
    marks = "straat;huisnummer;postcode;plaats;keurmerk\nKade;{};9999AB;Zuiderdam;SNF\n"
    first, then = (write_list(tmp_path / f"k{n}.csv", marks.format(n)) for n in (1, 2))
    files = [NamedFile("SNF", first, date(2025, 6, 1)), NamedFile("SNF", then, date(2025, 12, 1))]
    source = '[[source]]\nname = "SNF"\nkind = "certificate"\n'
    events = write_list(tmp_path / "events.toml", source)
    full = write_list(tmp_path / "full.toml", source + "full_list = true\n")
    assert {one.address_id for one in build(*files, expected=events).addresses} == {"A1", "A2"}
    assert {one.address_id for one in build(*files, expected=full).addresses} == {"A2"}


def test_when_all_lists_are_refused_nothing_is_written(build, lists, tmp_path):
    with pytest.raises(InputError, match=r"Geen van de lijsten.*achternaam"):
        build(NamedFile("Bureau", lists["persons"], DAY))
    with pytest.raises(InputError, match=r"None of the lists.*achternaam"):
        build(NamedFile("Bureau", lists["persons"], DAY), language="en")
    assert not (tmp_path / "picture").exists()


def test_a_failure_leaves_the_earlier_picture_as_it_was(build, lists, ordinary, tmp_path, monkeypatch):
    shutil.copytree(ordinary[1], tmp_path / "picture")
    before = {path.name: path.read_bytes() for path in (tmp_path / "picture").iterdir()}

    def broken(*_):
        raise OSError("disk full")

    monkeypatch.setattr("onderdak.housing.workbook.write_workbook", broken)
    with pytest.raises(OSError, match="disk full"):
        build(provider(lists), permits(lists))
    assert {path.name: path.read_bytes() for path in (tmp_path / "picture").iterdir()} == before


def test_an_out_that_is_a_file_is_an_input_error(build, lists, tmp_path):
    (tmp_path / "taken").write_text("x")
    with pytest.raises(InputError, match="file"):
        build(provider(lists), out="taken")


def test_the_picture_of_an_earlier_day(build, lists):
    both = [provider(lists), provider(lists, date(2025, 12, 1), "later")]
    now = build(*both)
    assert [one.address_id for one in now.addresses] == ["A1"]
    assert now.figure("places").value == 14
    assert build(*both, as_of=date(2025, 11, 15)).figure("places").value == 40
    assert build(*both, known_on=date(2025, 11, 15)).figure("places").value == 40


def test_a_list_from_after_the_day_of_knowing_is_left_out_and_said(build, lists):
    summary = build(provider(lists), provider(lists, date(2026, 3, 1), "later"))
    assert summary.figure("places").value == 40
    assert "later.csv" in summary.notes[0]


def test_coverage_follows_the_expected_sources(build, lists, tmp_path):
    expected = write_list(tmp_path / "sources.toml", SOURCES)
    summary = build(provider(lists), permits(lists), expected=expected)
    states = {one.name: one.state for one in summary.sources}
    assert states == {"Huisvester": "on_time", "Keurmerk": "never", "Gemeente": "unexpected"}
    assert (summary.figure("coverage").value, summary.figure("coverage").unit) == (1, "van 2 bronnen")
    delivered = {one.name: (one.sources_delivered, one.sources_expected) for one in summary.municipalities}
    assert delivered == {"Zuiderdam": (1, 1), "Oosterlo": (1, 2)}
    assert any("Keurmerk" in one.text for one in summary.unknowns)


def test_a_list_of_which_nothing_is_placed_gives_an_empty_picture(build, tmp_path):
    nowhere = write_list(tmp_path / "nowhere.csv", "straat;huisnummer;plaats;bedden\nKade;99;Zuiderdam;4")
    summary = build(NamedFile("Huisvester", nowhere, DAY))
    assert summary.addresses == ()
    assert summary.headline == "Nog van geen enkel adres is huisvesting bekend."
    assert summary.figure("places").value is None
    assert len(summary.unplaced) == 1


def test_the_order_of_the_lists_makes_no_difference(build, lists, ordinary, tmp_path):
    summary, folder = ordinary
    assert build(permits(lists), provider(lists)) == summary
    for name in ("claims.parquet", "picture.parquet"):
        assert pq.read_table(tmp_path / "picture" / name).equals(pq.read_table(folder / name))


def test_places_that_only_an_old_list_states_are_named_as_such(build, lists):
    summary = build(provider(lists, date(2024, 1, 1)))
    (unconfirmed,) = [one for one in summary.unknowns if one.key == "unconfirmed"]
    assert (unconfirmed.count, unconfirmed.of) == (40, 40)
    assert (summary.figure("places").low, summary.figure("places").value) == (0, 40)


def test_places_that_stand_empty_by_the_newest_source_are_named_and_do_not_count(build, lists, tmp_path):
    empty = write_list(
        tmp_path / "leeg.csv", "straat;huisnummer;postcode;plaats;leegstand\nKade;1;9999AB;Zuiderdam;ja\n"
    )
    files = [permits(lists), NamedFile("Leegstand", empty, date(2025, 12, 1))]
    summary = build(*files)
    (vacant,) = [one for one in summary.unknowns if one.key == "vacant"]
    assert (vacant.count, vacant.of) == (10, 10)
    assert row(summary, "A1").note == "Leeg volgens de nieuwste bron: de plekken tellen niet mee"
    assert not row(summary, "A1").counted
    both = build(provider(lists, date(2025, 11, 20)), *files)
    assert row(both, "A1").counted
    assert "vacant" not in {one.key for one in both.unknowns}


def test_english_all_over(build, lists):
    summary = build(provider(lists), permits(lists), language="en")
    assert summary.headline.startswith("40 places at 4 addresses")
    assert row(summary, "A1").beds_rule == "Newest statement of the housing provider, at most a year old"
    assert {one.title for one in summary.contradictions} == {"More beds than permitted", "More occupants than beds"}


def test_the_workbook_and_the_page_are_there_and_say_internal(ordinary):
    _, folder = ordinary
    sheets = CalamineWorkbook.from_path(folder / "picture.xlsx").sheet_names
    assert sheets[:5] == ["Samenvatting", "Adressen", "Tegenspraken", "Niet geplaatst", "Bronnen"]
    page = (folder / "picture.html").read_text(encoding="utf-8")
    assert "intern" in page.lower()


def test_outlines_are_hulls_where_the_register_has_no_boundaries(ordinary):
    summary, _ = ordinary
    assert summary.outlines is not None
    features = summary.outlines["features"]
    assert [one["properties"]["name"] for one in features] == ["Oosterlo", "Zuiderdam"]
    assert all(one["properties"]["approximate"] for one in features)
    json.dumps(summary.outlines)
