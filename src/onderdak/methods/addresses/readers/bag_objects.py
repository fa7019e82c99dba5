"""Objects of the BAG 2.0 extract, one occurrence at a time: from an XML element to a flat record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa
import shapely
from lxml import etree

from onderdak.methods.addresses.readers.archives import Member
from onderdak.methods.errors import InputError

_HISTORY = [
    ("occurrence", pa.int32()),
    ("begins", pa.date32()),
    ("ends", pa.date32()),
    ("registered", pa.string()),
    ("superseded", pa.bool_()),
    ("as_of", pa.date32()),
]

#: The record of each kind of object.
SCHEMAS: Mapping[str, pa.Schema] = {
    "Woonplaats": pa.schema([("id", pa.string()), ("name", pa.string()), ("status", pa.string()), *_HISTORY]),
    "OpenbareRuimte": pa.schema(
        [
            ("id", pa.string()),
            ("name", pa.string()),
            ("short", pa.string()),
            ("status", pa.string()),
            ("place_id", pa.string()),
            *_HISTORY,
        ]
    ),
    "Nummeraanduiding": pa.schema(
        [
            ("id", pa.string()),
            ("number", pa.int32()),
            ("letter", pa.string()),
            ("addition", pa.string()),
            ("postcode", pa.string()),
            ("status", pa.string()),
            ("street_id", pa.string()),
            ("place_id", pa.string()),
            ("kind", pa.string()),
            *_HISTORY,
        ]
    ),
    "Object": pa.schema(
        [
            ("id", pa.string()),
            ("kind", pa.string()),
            ("status", pa.string()),
            ("main_ids", pa.list_(pa.string())),
            ("secondary_ids", pa.list_(pa.string())),
            ("building_ids", pa.list_(pa.string())),
            ("purpose", pa.string()),
            ("floor_area", pa.int32()),
            ("x", pa.float64()),
            ("y", pa.float64()),
            *_HISTORY,
        ]
    ),
    "Pand": pa.schema([("id", pa.string()), ("year", pa.int32()), ("status", pa.string()), *_HISTORY]),
    "Relation": pa.schema(
        [
            ("place_id", pa.string()),
            ("municipality_code", pa.string()),
            ("begins", pa.date32()),
            ("ends", pa.date32()),
            ("final", pa.bool_()),
            ("as_of", pa.date32()),
        ]
    ),
}
_OBJECTS = ("Verblijfsobject", "Ligplaats", "Standplaats")
_TAGS = ("Woonplaats", "OpenbareRuimte", "Nummeraanduiding", *_OBJECTS, "Pand", "GemeenteWoonplaatsRelatie")
_DATE = "StandTechnischeDatum"
#: Occurrences that were taken back: they say nothing about any day.
_VOID = ("tijdstipInactief", "tijdstipInactiefLV", "tijdstipNietBagLV")
_UNKNOWN_YEAR = 9999

Record = dict[str, Any]
Texts = dict[str, list[str]]


def records(member: Member) -> Iterator[tuple[str, Record]]:
    """Read the objects of one XML file as (kind, record), holding one object at a time.

    Raises
    ------
    InputError
        When it is not XML, or declares a document type, which an extract never does.
    """
    as_of: date | None = None
    tags = [f"{{*}}{tag}" for tag in (*_TAGS, _DATE)]
    # No network, no entities, no huge trees: what comes in is a stranger's file.
    events = etree.iterparse(
        member.file, tag=tags, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        for _, element in events:
            if element.getroottree().docinfo.internalDTD is not None:
                raise InputError("The XML declares a document type.", where=member.where, mend="Give the real extract.")
            name = _local(element.tag)
            if name == _DATE:
                as_of = _day(element.text)
                continue
            record = _READERS[name](element, name)
            if record is not None:
                yield _KINDS.get(name, name), {**record, "as_of": as_of}
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"The XML is broken: {error.msg}.", where=member.where, mend="Fetch the extract again."
        ) from error


def _forget(element: Any) -> None:
    """Free an object and everything before it, three levels up: object, bagObject, stand."""
    element.clear()
    for _ in range(3):
        parent = element.getparent()
        if parent is None:
            return
        while element.getprevious() is not None:
            del parent[0]
        element = parent


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _texts(element: Any) -> Texts:
    """All texts under an element by the local name of their tag; references also by what holds them."""
    texts: Texts = {}
    for child in element.iter(etree.Element):
        value = (child.text or "").strip()
        if value:
            name = _local(child.tag)
            texts.setdefault(name, []).append(value)
            if name.endswith("Ref"):
                texts.setdefault(_local(child.getparent().tag), []).append(value)
    return texts


def _first(texts: Texts, name: str) -> str | None:
    found = texts.get(name)
    return found[0] if found else None


def _number(texts: Texts, name: str) -> int | None:
    found = _first(texts, name)
    return int(found) if found and found.isdecimal() and len(found) < 10 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _history(texts: Texts) -> Record | None:
    """When an occurrence is valid, and whether a later registration took its place; None when it was taken back."""
    if any(name in texts for name in _VOID):
        return None
    return {
        "occurrence": _number(texts, "voorkomenidentificatie"),
        "begins": _day(_first(texts, "beginGeldigheid")),
        "ends": _day(_first(texts, "eindGeldigheid")),
        "registered": _first(texts, "tijdstipRegistratie"),
        "superseded": "eindRegistratie" in texts or "tijdstipEindRegistratieLV" in texts,
    }


def _known(read: Callable[[Texts, Any, str], Record]) -> Callable[[Any, str], Record | None]:
    """Give a reader the texts of its element, and its record the history."""

    def reader(element: Any, name: str) -> Record | None:
        texts = _texts(element)
        history = _history(texts)
        identity = _first(texts, "identificatie")
        if history is None or identity is None:
            return None
        return {"id": identity, "status": _first(texts, "status"), **read(texts, element, name), **history}

    return reader


@_known
def _place(texts: Texts, element: Any, name: str) -> Record:
    del element, name
    return {"name": _first(texts, "naam")}


@_known
def _street(texts: Texts, element: Any, name: str) -> Record:
    del element, name
    short = _first(texts, "verkorteNaam") or _first(texts, "verkorteNaamOpenbareRuimte")
    return {"name": _first(texts, "naam"), "short": short, "place_id": _first(texts, "WoonplaatsRef")}


@_known
def _address(texts: Texts, element: Any, name: str) -> Record:
    del element, name
    return {
        "number": _number(texts, "huisnummer"),
        "letter": _first(texts, "huisletter"),
        "addition": _first(texts, "huisnummertoevoeging"),
        "postcode": _first(texts, "postcode"),
        "kind": (_first(texts, "typeAdresseerbaarObject") or "").lower() or None,
        "street_id": _first(texts, "OpenbareRuimteRef"),
        "place_id": _first(texts, "WoonplaatsRef"),
    }


@_known
def _object(texts: Texts, element: Any, name: str) -> Record:
    x, y = _point(element)
    return {
        "kind": name.lower(),
        "main_ids": texts.get("heeftAlsHoofdadres", []),
        "secondary_ids": texts.get("heeftAlsNevenadres", []),
        "building_ids": texts.get("PandRef", []),
        "purpose": ", ".join(sorted(texts.get("gebruiksdoel", []))) or None,
        "floor_area": _number(texts, "oppervlakte"),
        "x": x,
        "y": y,
    }


@_known
def _building(texts: Texts, element: Any, name: str) -> Record:
    del element, name
    year = _number(texts, "oorspronkelijkBouwjaar")
    return {"year": None if year == _UNKNOWN_YEAR else year}


def _relation(element: Any, name: str) -> Record | None:
    del name
    texts = _texts(element)
    ids = texts.get("identificatie", [])
    if len(ids) != 2:
        return None
    return {
        "place_id": ids[0],
        "municipality_code": ids[1],
        "begins": _day(_first(texts, "begindatumTijdvakGeldigheid")),
        "ends": _day(_first(texts, "einddatumTijdvakGeldigheid")),
        "final": _first(texts, "status") == "definitief",
    }


def _point(element: Any) -> tuple[float | None, float | None]:
    """The point of an object; of a polygon a point that lies inside it."""
    for found in element.iter("{*}pos", "{*}posList"):
        try:
            numbers = [float(number) for number in (found.text or "").split()]
        except ValueError:
            return None, None
        if _local(found.tag) == "pos":
            return (numbers[0], numbers[1]) if len(numbers) > 1 else (None, None)
        return _inside(numbers, found)
    return None, None


def _inside(numbers: list[float], ring: Any) -> tuple[float | None, float | None]:
    size = next((int(up.get("srsDimension")) for up in ring.iterancestors() if up.get("srsDimension")), 2)
    corners = list(zip(numbers[0::size], numbers[1::size], strict=False))
    if len(corners) < 4:
        return None, None
    inside = shapely.Polygon(corners).representative_point()
    return round(inside.x, 3), round(inside.y, 3)


_READERS: Mapping[str, Callable[[Any, str], Record | None]] = {
    "Woonplaats": _place,
    "OpenbareRuimte": _street,
    "Nummeraanduiding": _address,
    **dict.fromkeys(_OBJECTS, _object),
    "Pand": _building,
    "GemeenteWoonplaatsRelatie": _relation,
}
_KINDS = {**dict.fromkeys(_OBJECTS, "Object"), "GemeenteWoonplaatsRelatie": "Relation"}
