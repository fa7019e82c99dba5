"""The BAG extract: history, withdrawn, renamed, secondary; broken and hostile zips; the real sample."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from onderdak.methods.addresses.prepare import prepare
from onderdak.methods.addresses.register import Register
from onderdak.methods.errors import InputError

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<s:bagStand xmlns:s="http://www.kadaster.nl/schemas/lvbag/extract-deelbestand-lvc/v20200601"
 xmlns:o="www.kadaster.nl/schemas/lvbag/imbag/objecten/v20200601"
 xmlns:h="www.kadaster.nl/schemas/lvbag/imbag/historie/v20200601"
 xmlns:r="www.kadaster.nl/schemas/lvbag/imbag/objecten-ref/v20200601"
 xmlns:n="www.kadaster.nl/schemas/lvbag/imbag/nen5825/v20200601"
 xmlns:e="http://www.kadaster.nl/schemas/lvbag/extract-selecties/v20200601" xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:g="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/gwr-producten-lvc/v20200601"
 xmlns:b="www.kadaster.nl/schemas/lvbag/gem-wpl-rel/bag-types/v20200601">
<s:bagInfo><e:StandTechnischeDatum>2026-06-01</e:StandTechnischeDatum></s:bagInfo>
"""


def history(begin: str, end: str | None = None, *, number: int = 1, closed: bool = False, void: str = "") -> str:
    ends = f"<h:eindGeldigheid>{end}</h:eindGeldigheid>" if end else ""
    closing = f"<h:eindRegistratie>{end or begin}T12:00:00.000</h:eindRegistratie>" if closed else ""
    return (
        f"<o:voorkomen><h:Voorkomen><h:voorkomenidentificatie>{number}</h:voorkomenidentificatie>"
        f"<h:beginGeldigheid>{begin}</h:beginGeldigheid>{ends}"
        f"<h:tijdstipRegistratie>{begin}T10:00:00.000</h:tijdstipRegistratie>{closing}"
        f"<h:BeschikbaarLV>{void}</h:BeschikbaarLV></h:Voorkomen></o:voorkomen>"
    )


def thing(kind: str, identity: str, inner: str, when: str, status: str) -> str:
    return (
        f"<s:stand><s:bagObject><o:{kind}><o:identificatie>{identity}</o:identificatie>{inner}"
        f"<o:status>{status}</o:status>{when}</o:{kind}></s:bagObject></s:stand>"
    )


def place(identity: str = "1001", name: str = "Veendorp") -> str:
    return thing("Woonplaats", identity, f"<o:naam>{name}</o:naam>", history("2010-01-01"), "Woonplaats aangewezen")


def street(
    identity: str, name: str, when: str, *, short: str = "", status: str = "Naamgeving uitgegeven", at: str = "1001"
) -> str:
    brief = f"<o:verkorteNaam><n:V><n:verkorteNaam>{short}</n:verkorteNaam></n:V></o:verkorteNaam>" if short else ""
    ref = f"<o:ligtIn><r:WoonplaatsRef>{at}</r:WoonplaatsRef></o:ligtIn>"
    return thing("OpenbareRuimte", identity, f"<o:naam>{name}</o:naam>{brief}{ref}", when, status)


def number(
    identity: str, at: str, house: int, when: str, *, rest: str = "", status: str = "Naamgeving uitgegeven"
) -> str:
    inner = (
        f"<o:huisnummer>{house}</o:huisnummer>{rest}<o:postcode>1234AB</o:postcode>"
        f"<o:typeAdresseerbaarObject>Verblijfsobject</o:typeAdresseerbaarObject>"
        f"<o:ligtAan><r:OpenbareRuimteRef>{at}</r:OpenbareRuimteRef></o:ligtAan>"
    )
    return thing("Nummeraanduiding", identity, inner, when, status)


def dwelling(
    identity: str,
    main: str,
    when: str,
    *,
    others: Sequence[str] = (),
    buildings: Sequence[str] = ("P1",),
    purposes: Sequence[str] = ("woonfunctie",),
    area: int = 80,
    status: str = "Verblijfsobject in gebruik",
) -> str:
    refs = "".join(f"<r:NummeraanduidingRef>{other}</r:NummeraanduidingRef>" for other in others)
    inner = (
        f"<o:heeftAlsHoofdadres><r:NummeraanduidingRef>{main}</r:NummeraanduidingRef></o:heeftAlsHoofdadres>"
        f"<o:heeftAlsNevenadres>{refs}</o:heeftAlsNevenadres>"
        f'<o:geometrie><o:punt><gml:Point srsDimension="3"><gml:pos>100000.5 400000.25 0.0</gml:pos></gml:Point>'
        f"</o:punt></o:geometrie>" + "".join(f"<o:gebruiksdoel>{purpose}</o:gebruiksdoel>" for purpose in purposes)
    )
    parts = "".join(f"<r:PandRef>{building}</r:PandRef>" for building in buildings)
    inner += f"<o:oppervlakte>{area}</o:oppervlakte><o:maaktDeelUitVan>{parts}</o:maaktDeelUitVan>"
    return thing("Verblijfsobject", identity, inner, when, status)


def plot(kind: str, identity: str, main: str) -> str:
    inner = (
        f"<o:heeftAlsHoofdadres><r:NummeraanduidingRef>{main}</r:NummeraanduidingRef></o:heeftAlsHoofdadres>"
        '<o:geometrie><gml:Polygon srsDimension="2"><gml:exterior><gml:LinearRing><gml:posList>'
        "100 100 110 100 110 110 100 110 100 100</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        "</o:geometrie>"
    )
    return thing(kind, identity, inner, history("2015-01-01"), "Plaats aangewezen")


def building(identity: str, year: int, status: str = "Pand in gebruik") -> str:
    inner = f"<o:oorspronkelijkBouwjaar>{year}</o:oorspronkelijkBouwjaar>"
    return thing("Pand", identity, inner, history("2010-01-01"), status)


def relation(at: str, code: str, begin: str, end: str | None = None, status: str = "definitief") -> str:
    ends = f"<b:einddatumTijdvakGeldigheid>{end}</b:einddatumTijdvakGeldigheid>" if end else ""
    return (
        "<g:GemeenteWoonplaatsRelatie><g:tijdvakgeldigheid>"
        f"<b:begindatumTijdvakGeldigheid>{begin}</b:begindatumTijdvakGeldigheid>{ends}</g:tijdvakgeldigheid>"
        f"<g:gerelateerdeWoonplaats><g:identificatie>{at}</g:identificatie></g:gerelateerdeWoonplaats>"
        f"<g:gerelateerdeGemeente><g:identificatie>{code}</g:identificatie></g:gerelateerdeGemeente>"
        f"<g:status>{status}</g:status></g:GemeenteWoonplaatsRelatie>"
    )


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def extract(folder: Path, *objects: str, name: str = "extract.zip") -> Path:
    """A zip inside a zip, with the junk that real ones carry."""
    xml = (_HEAD + "".join(objects) + "</s:bagStand>").encode()
    inner = zipped({"9999NUM-000001.xml": xml, "__MACOSX/._9999NUM-000001.xml": b"\x00\x05junk"})
    path = folder / name
    path.write_bytes(zipped({"9999NUM01062026.zip": inner, ".DS_Store": b"\x00junk"}))
    return path


def prepared(folder: Path, *objects: str) -> Register:
    basis = (place(), relation("1001", "0014", "2010-01-01"), building("P1", 1975))
    return prepare([extract(folder, *basis, *objects)], folder / "register")


def by_id(register: Register, identity: str) -> dict[str, Any]:
    rows = register.rows([identity]).to_pylist()
    assert len(rows) == 1, rows
    return rows[0]


MAIN = street("S1", "Brinkstraat", history("2010-01-01"))


def test_occurrence_of_today_is_taken(tmp_path: Path) -> None:
    register = prepared(
        tmp_path,
        MAIN,
        number("N1", "S1", 4, history("2011-01-01")),
        dwelling("V1", "N1", history("2011-01-01", "2019-01-01", closed=True), area=306),
        dwelling("V1", "N1", history("2019-01-01", number=2), area=223, purposes=("winkelfunctie", "woonfunctie")),
        # A later registration of a day that is still to come does not count yet.
        dwelling("V1", "N1", history("2027-01-01", number=3), area=999),
    )
    row = by_id(register, "N1")
    assert (row["floor_area"], row["purpose"]) == (223, "winkelfunctie, woonfunctie")
    assert (row["x"], row["y"]) == (100000.5, 400000.25)
    assert (row["building_id"], row["building_year"]) == ("P1", 1975)
    assert (row["municipality"], row["municipality_code"], row["province"]) == ("Groningen", "0014", "Groningen")
    assert (row["main"], row["current"], row["valid_from"]) == (True, True, date(2011, 1, 1))


def test_occurrence_that_was_corrected_away_does_not_count(tmp_path: Path) -> None:
    register = prepared(
        tmp_path,
        MAIN,
        number("N1", "S1", 4, history("2011-01-01")),
        dwelling("V1", "N1", history("2011-01-01", number=1, closed=True), area=10),
        dwelling("V1", "N1", history("2011-01-01", number=2), area=20),
        dwelling("V1", "N1", history("2020-01-01", number=3, void="<h:tijdstipInactiefLV>x</h:tijdstipInactiefLV>")),
        number("N2", "S1", 6, history("2011-01-01", void="<h:tijdstipNietBagLV>x</h:tijdstipNietBagLV>")),
    )
    assert by_id(register, "N1")["floor_area"] == 20
    assert register.rows(["N2"]).num_rows == 0


def test_withdrawn_number_keeps_its_last_day(tmp_path: Path) -> None:
    register = prepared(
        tmp_path,
        MAIN,
        number("N1", "S1", 4, history("2011-01-01", "2020-05-01")),
        number("N2", "S1", 6, history("2018-03-01"), status="Naamgeving ingetrokken"),
        dwelling("V1", "N1", history("2011-01-01")),
    )
    first, second = by_id(register, "N1"), by_id(register, "N2")
    assert (first["current"], first["valid_to"], first["object_id"]) == (False, date(2020, 5, 1), "V1")
    assert (second["current"], second["valid_to"]) == (False, date(2018, 3, 1))


@pytest.mark.parametrize("status", ["Verblijfsobject ingetrokken", "Niet gerealiseerd verblijfsobject"])
def test_withdrawn_object_takes_its_address_along(tmp_path: Path, status: str) -> None:
    register = prepared(
        tmp_path,
        MAIN,
        number("N1", "S1", 4, history("2011-01-01")),
        dwelling("V1", "N1", history("2016-07-01"), status=status),
    )
    row = by_id(register, "N1")
    assert (row["current"], row["valid_to"]) == (False, date(2016, 7, 1))


def test_secondary_address_shares_its_object(tmp_path: Path) -> None:
    register = prepared(
        tmp_path,
        MAIN,
        *(number(f"N{n}", "S1", n, history("2011-01-01")) for n in (1, 2, 3)),
        dwelling("V1", "N1", history("2011-01-01"), others=("N2", "N3")),
    )
    rows = {row["address_id"]: row for row in register.rows(["N1", "N2", "N3"]).to_pylist()}
    assert {identity: row["main"] for identity, row in rows.items()} == {"N1": True, "N2": False, "N3": False}
    assert {row["object_id"] for row in rows.values()} == {"V1"}


def test_first_building_that_stands_is_taken(tmp_path: Path) -> None:
    register = prepared(
        tmp_path,
        MAIN,
        building("P0", 1900, "Pand gesloopt"),
        building("P9", 9999),
        number("N1", "S1", 1, history("2011-01-01")),
        number("N2", "S1", 2, history("2011-01-01")),
        dwelling("V1", "N1", history("2011-01-01"), buildings=("P0", "P1", "P9")),
        dwelling("V2", "N2", history("2011-01-01"), buildings=("P9",)),
    )
    assert by_id(register, "N1")["building_id"] in {"P0", "P1"}
    assert by_id(register, "N2")["building_year"] is None


def test_moorings_and_pitches_get_a_point_inside(tmp_path: Path) -> None:
    register = prepared(
        tmp_path,
        MAIN,
        number("N1", "S1", 1, history("2011-01-01")),
        number("N2", "S1", 2, history("2011-01-01")),
        plot("Ligplaats", "L1", "N1"),
        plot("Standplaats", "T1", "N2"),
    )
    mooring, pitch = by_id(register, "N1"), by_id(register, "N2")
    assert (mooring["object_type"], pitch["object_type"]) == ("ligplaats", "standplaats")
    assert all(100 < row[axis] < 110 for row in (mooring, pitch) for axis in ("x", "y"))


def test_streets_answer_to_short_and_former_names(tmp_path: Path) -> None:
    register = prepared(
        tmp_path,
        street("S1", "Oude Brink", history("2010-01-01", "2015-02-01", closed=True)),
        street("S1", "Prins Bernhard der Nederlandenstraat", history("2015-02-01", number=2), short="Pr Bernhardstr"),
        # A street that was withdrawn, whose numbers moved to another.
        street("S2", "Zandpad", history("2010-01-01"), status="Naamgeving ingetrokken"),
        number("N1", "S2", 1, history("2010-01-01", "2018-01-01", closed=True)),
        number("N1", "S1", 1, history("2018-01-01", number=2)),
    )
    names = {
        (row["name"], row["kind"], row["until"]) for row in pq.read_table(register.file("street_names")).to_pylist()
    }
    assert names == {
        ("Prins Bernhard der Nederlandenstraat", "official", None),
        ("Pr Bernhardstr", "short", None),
        ("Oude Brink", "former", date(2015, 2, 1)),
        ("Zandpad", "former", date(2018, 1, 1)),
    }


def test_municipality_of_today(tmp_path: Path) -> None:
    relations = (
        relation("1002", "0010", "2010-01-01", "2021-01-01"),
        relation("1002", "1979", "2021-01-01"),
        relation("1002", "0003", "2021-01-01", status="voorlopig"),
    )
    path = extract(
        tmp_path,
        place("1002", "Zijldorp"),
        *relations,
        street("S1", "Kade", history("2010-01-01"), at="1002"),
        number("N1", "S1", 1, history("2010-01-01")),
    )
    row = by_id(prepare([path], tmp_path / "register"), "N1")
    assert (row["municipality"], row["province"]) == ("Eemsdelta", "Groningen")


def test_without_relations_the_identifier_says_the_municipality(tmp_path: Path) -> None:
    path = extract(
        tmp_path, place(), MAIN, number("0010200000000001", "S1", 1, history("2010-01-01"))
    )  # fmt: skip
    register = prepare([path], tmp_path / "register")
    # 0010 was Delfzijl, which is Eemsdelta now.
    assert by_id(register, "0010200000000001")["municipality_code"] == "1979"
    assert any("first four digits" in note for note in register.manifest.sources[0].notes)


def test_several_zips_are_one_register(tmp_path: Path) -> None:
    one = extract(tmp_path, place(), MAIN, name="one.zip")
    two = extract(tmp_path, number("0014200000000001", "S1", 1, history("2010-01-01")), name="two.zip")
    register = prepare([two, one], tmp_path / "register")
    assert by_id(register, "0014200000000001")["street"] == "Brinkstraat"


def test_address_without_a_street_is_left_out_and_counted(tmp_path: Path) -> None:
    register = prepared(
        tmp_path,
        MAIN,
        number("N1", "S1", 1, history("2010-01-01")),
        number("N2", "S404", 1, history("2010-01-01")),
    )
    assert register.manifest.counts["without_street"] == 1
    assert register.manifest.counts["addresses"] == 1


def _refused(path: Path, folder: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        prepare([path], folder / "register")
    assert not (folder / "register").exists()
    assert [left.name for left in folder.iterdir() if left.name.startswith(".register")] == []
    return caught.value


def test_broken_zip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04 this is no zip")
    assert "broken.zip" in _refused(path, tmp_path).where


def test_broken_inner_zip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "outer.zip"
    path.write_bytes(zipped({"9999VBO.zip": b"no zip at all"}))
    assert _refused(path, tmp_path).where == "outer.zip > 9999VBO.zip"


def test_damaged_member_is_named(tmp_path: Path) -> None:
    good = extract(tmp_path, MAIN).read_bytes()
    path = tmp_path / "damaged.zip"
    middle = len(good) // 2
    path.write_bytes(good[:middle] + bytes(byte ^ 0xFF for byte in good[middle : middle + 40]) + good[middle + 40 :])
    assert "damaged.zip" in _refused(path, tmp_path).where


def test_broken_xml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(zipped({"9999NUM-000001.xml": (_HEAD + MAIN).encode()}))
    error = _refused(path, tmp_path)
    assert error.where == "cut.zip > 9999NUM-000001.xml"
    assert "XML is broken" in error.what


def test_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    path.write_bytes(zipped({"holiday.jpg": b"jpg", "notes.xml": b"<notes/>"}))
    assert "No addresses" in _refused(path, tmp_path).what


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for declared in (bomb, outside):
        xml = _HEAD.replace("?>\n", f"?>\n{declared}\n", 1) + street("S1", "&a;", history("2010-01-01"))
        path = tmp_path / "bomb.zip"
        path.write_bytes(zipped({"9999OPR-000001.xml": (xml + "</s:bagStand>").encode()}))
        assert "bomb.zip" in _refused(path, tmp_path).where


def test_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    xml = _HEAD.encode() + b"<s:stand> </s:stand>" * (2 << 20) + b"</s:bagStand>"
    path.write_bytes(zipped({"9999NUM-000001.xml": xml}))
    assert "unpacks to more than" in _refused(path, tmp_path).what


def test_zips_nested_too_deep_are_refused(tmp_path: Path) -> None:
    content = zipped({"9999NUM-000001.xml": b"<x/>"})
    for depth in range(6):
        content = zipped({f"{depth}.zip": content})
    path = tmp_path / "deep.zip"
    path.write_bytes(content)
    assert "deep in each other" in _refused(path, tmp_path).what


def test_member_names_never_become_paths(tmp_path: Path) -> None:
    path = tmp_path / "slip.zip"
    path.write_bytes(zipped({"../../evil.xml": (_HEAD + MAIN + "</s:bagStand>").encode()}))
    _refused(path, tmp_path)
    assert not list(tmp_path.parent.rglob("evil.xml"))


@pytest.mark.real
def test_real_sample_of_doesburg(tmp_path: Path, shared: Path) -> None:
    register = prepare(sorted((shared / "data/bag_format").glob("*.zip")), tmp_path / "register")
    assert register.manifest.counts["addresses"] == 8
    assert register.manifest.sources[0].as_of == "2020-09-15"
    # Read by hand: the fourth occurrence of this dwelling holds on the day of the extract; the first said 306 m2.
    house = by_id(register, "0221200000330227")
    assert (house["street"], house["number"], house["postcode"]) == ("Kosterstraat", 4, "6981CH")
    assert (house["object_id"], house["floor_area"], house["purpose"]) == ("0221010000330226", 223, "woonfunctie")
    assert (house["x"], house["y"]) == (206335.699, 447529.842)
    assert (house["place"], house["municipality"], house["municipality_code"]) == ("Doesburg", "Doesburg", "0221")
    mooring = by_id(register, "0221200000330151")
    assert (mooring["object_type"], mooring["number"], mooring["postcode"]) == ("ligplaats", 2, "6982CZ")
    secondary = by_id(register, "0221200000330998")
    assert (secondary["main"], secondary["letter"], secondary["object_id"]) == (False, "x", "0221010000330999")
    assert by_id(register, "0221200000330229")["letter"] == "l"
