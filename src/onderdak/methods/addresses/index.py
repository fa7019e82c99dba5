"""The register as linking wants it: narrow tables, kept in the engine for as long as lists come in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import ibis

from onderdak.methods.addresses import text
from onderdak.methods.addresses.plan import Plan
from onderdak.methods.addresses.schema import ADDRESSES, PLACE_NAMES, STREET_NAMES, STREETS
from onderdak.methods.addresses.stages import ends_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


_FLOOR = r"^(GEEN|NVT|0+|HS|BG|BGG|BEG|PARTERRE|BEGANEGROND|GELYKVLOERS)$"
_STOREY = r"^(ETAGE|ET|VERDIEPING|VERD|VDP|V)0*([1-9][0-9]?)$"
_HIGH = r"^0*([1-9][0-9]?)(E|DE|STE)?(HOOG|HG|ETAGE|ET|VERDIEPING|VERD|VRD|VDP)$"
_ROOM = (
    r"^(K|APT|ST|KAVEL|KV|PLAATS|PL|CHALET|CH|STANDPLAATS|STPL|LIGPLAATS|LP|BUNGALOW|BNG|HUISJE)"
    r"0*([1-9][0-9]*[A-Z]?)$"
)
_SAME = (
    ("BS", "BIS"), ("EENHOOG", "1"), ("TWEEHOOG", "2"), ("DRIEHOOG", "3"), ("VIERHOOG", "4"),
    ("I", "1"), ("II", "2"), ("III", "3"), ("IV", "4"), ("V", "5"), ("VI", "6"), ("VII", "7"), ("VIII", "8"),
)  # fmt: skip


def loose_suffix(key: ir.StringValue) -> ir.StringValue:
    """A wider key for an addition: `III`, `3 hoog` and `3` agree, and `hs` agrees with nothing written."""
    storey = key.re_extract(_STOREY, 2)
    high = key.re_extract(_HIGH, 1)
    room = key.re_extract(_ROOM, 2)
    roman = ibis.cases(*((key == letter, digit) for letter, digit in _SAME), else_="")
    return ibis.cases(
        (key.re_search(_FLOOR), ""),
        (roman != "", roman),
        (storey.fill_null("") != "", storey),
        (high.fill_null("") != "", high),
        (room.fill_null("") != "", room),
        else_=key,
    )


@dataclass(frozen=True)
class Index:
    """The tables that linking joins with, by name: the same in every engine.

    Attributes
    ----------
    units : ibis Table
        address_no, address_id, postcode ("" for none), number, suffix_key, suffix_loose, street_no, house_no, current.
    houses : ibis Table
        One row per (house_no, postcode): house_no, street_no, place_no, number, postcode, current, first_no (the first
        address_no of the house).
    numbered : ibis Table
        The same without postcodes: street_no, place_no, number, house_no.
    names : ibis Table
        Names of streets: street_no, place_no, key, sound, letters, tail, kind, and begin, end, ends
        (`stages.ends_of`).
    places : ibis Table
        Names of places: place_no, key, sound, letters, own (the name is the place's own, not its municipality's),
        among_words (the name as it is folded in a text that may hold a street too).
    codes : ibis Table
        Which places each four-digit postcode lies in: pc4, place_no.
    ids : ibis Table
        The identifiers: address_no, address_id.
    called : ibis Table
        In how many streets each name occurs: street_key, streets.
    """

    units: ir.Table
    houses: ir.Table
    numbered: ir.Table
    names: ir.Table
    places: ir.Table
    codes: ir.Table
    ids: ir.Table
    called: ir.Table

    @classmethod
    def plan(cls, plan: Plan) -> Index:
        """Add the steps that read a register to `plan`."""
        addresses, streets, street_names, place_names = (
            plan.given(f"od_file_{name}", schema)
            for name, schema in (
                ("addresses", ADDRESSES),
                ("streets", STREETS),
                ("street_names", STREET_NAMES),
                ("place_names", PLACE_NAMES),
            )
        )
        units = plan.keep("od_units", _units(addresses))
        houses = plan.keep("od_houses", _houses(units, streets))
        names = plan.keep("od_names", _names(street_names, streets))
        return cls(
            units=units,
            houses=houses,
            numbered=plan.view("od_numbered", houses.select("street_no", "place_no", "number", "house_no")),
            names=names,
            places=plan.keep("od_places", _places(place_names)),
            codes=plan.keep("od_codes", _codes(houses)),
            ids=plan.view("od_ids", units.select("address_no", "address_id")),
            called=plan.keep("od_called", names.group_by(street_key="key").agg(streets=names.street_no.nunique())),
        )


@lru_cache(maxsize=2)
def planned(dialect: str) -> tuple[Plan, Index]:
    """The index for an engine by its name, and the steps that make it; worked out once a process."""
    plan = Plan(dialect)
    return plan, Index.plan(plan)


#: Files of a register that the plan reads, by the names of their tables.
FILES = ("addresses", "streets", "street_names", "place_names")


def _units(addresses: ir.Table) -> ir.Table:
    suffixes = addresses.select("suffix_key").distinct()
    suffixes = suffixes.mutate(suffix_loose=loose_suffix(suffixes.suffix_key))
    narrow = addresses.select(
        "address_no", "address_id", "number", "suffix_key", "street_no", "house_no", "current",
        postcode=addresses.postcode.fill_null(""),
    )  # fmt: skip
    return narrow.join(suffixes, "suffix_key")


def _houses(units: ir.Table, streets: ir.Table) -> ir.Table:
    houses = units.group_by("house_no", "street_no", "number", "postcode").agg(
        current=units.current.max(), first_no=units.address_no.min()
    )
    return houses.join(streets.select("street_no", "place_no"), "street_no")


def _names(names: ir.Table, streets: ir.Table) -> ir.Table:
    spelled = names.filter(names.key != "").select("name").distinct()
    spelled = spelled.mutate(sound=text.sound_key(spelled.name))
    spelled = spelled.mutate(letters=text.letters(spelled.sound), tail=text.tail_key(spelled.name).fill_null(""))
    spelled = spelled.mutate(**ends_of(spelled.sound))
    named = names.join(spelled, "name")
    columns = ("key", "sound", "letters", "tail", "begin", "end", "ends")
    kinds = named.group_by("street_no", *columns).agg(kind=named.kind.max())
    return kinds.join(streets.select("street_no", "place_no"), "street_no")


def _places(names: ir.Table) -> ir.Table:
    own = names.kind.isin(["place", "alternative"])
    known = names.filter(names.key != "").group_by("place_no", "key").agg(own=own.max(), name=names.name.min())
    known = known.mutate(sound=text.sound_key(known.name), among_words=text.street_key(known.name)).drop("name")
    return known.mutate(letters=text.letters(known.sound))


def _codes(houses: ir.Table) -> ir.Table:
    return houses.filter(houses.postcode != "").select("place_no", pc4=houses.postcode.substr(0, 4)).distinct()
