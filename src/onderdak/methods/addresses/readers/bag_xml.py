"""The BAG 2.0 extract: zips of XML with the whole history of every object, to the addresses as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from onderdak.methods.addresses.readers.archives import xml_members
from onderdak.methods.addresses.readers.bag_objects import SCHEMAS, Record, records
from onderdak.methods.addresses.readers.raw import RAW_NAMES, Part, Workshop, as_raw
from onderdak.methods.addresses.readers.tabular import WITHDRAWN
from onderdak.methods.errors import InputError

_BATCH = 20_000
#: Members about doubts, and about what was taken back or never was BAG: they hold no addresses.
_BESIDE = ("IO", "IA", "NB")


def read_bag(paths: Sequence[Path], workshop: Workshop) -> Part:
    """Read BAG 2.0 extract zips, which together make one register, into the raw form.

    Of each object the occurrence counts that is valid on the day of the extract and that no later registration
    replaced; where none is, the last one, as withdrawn.

    Raises
    ------
    InputError
        When a zip is broken or hostile, or holds no addresses of the BAG.
    """
    files = _Files(workshop)
    try:
        for path in paths:
            _take_in(path, files, workshop)
    finally:
        files.close()
    where = ", ".join(path.name for path in paths)
    if not files.counts["Nummeraanduiding"]:
        raise InputError(
            f"No addresses (Nummeraanduiding) are in it; found: {_counted(files.counts)}.",
            where=where,
            mend="Give the whole extract: its zips for WPL, OPR, NUM, VBO, LIG, STA and PND, and GEM-WPL-RELATIE.",
        )
    tables = {kind: files.table(kind) for kind in SCHEMAS}
    as_of = workshop.con.to_pyarrow(tables["Nummeraanduiding"].as_of.max()).as_py()
    chosen = {kind: workshop.keep(_chosen(table)) for kind, table in tables.items() if kind != "Relation"}
    streets = workshop.keep(_streets(chosen, _municipalities(tables["Relation"], as_of)))
    rows = workshop.keep(_addresses(chosen, streets, tables["Object"]))
    names = workshop.keep(_street_names(tables, chosen, streets))
    notes = (f"BAG 2.0 extract: {_counted(files.counts)} occurrences.", *_gaps(files.counts))
    return Part(rows, names, as_of=as_of, notes=notes)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "nothing"


def _gaps(counts: Mapping[str, int]) -> list[str]:
    """Say which parts of the extract are missing and what that costs."""
    costs = {
        "Object": "no coordinates, purpose or floor area",
        "Pand": "no building years",
        "Relation": "the municipality is read from the first four digits of the identifiers",
    }
    return [f"The extract holds no {kind}: {cost}." for kind, cost in costs.items() if not counts[kind]]


def _take_in(path: Path, files: _Files, workshop: Workshop) -> None:
    seen = 0
    for member in xml_members(path, workshop.folder):
        stem = member.where.rsplit("/", 1)[-1].rsplit("> ", 1)[-1]
        if stem[4:6] in _BESIDE and stem[:4].isdecimal():
            continue
        for kind, record in records(member):
            files.add(kind, record)
            seen += 1
            if seen % _BATCH == 0:
                workshop.progress(f"objects of {path.name}", seen, None)


class _Files:
    """One Parquet file per kind of object, filled in batches."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._paths = {kind: workshop.folder / f"bag-{kind}.parquet" for kind in SCHEMAS}
        self._writers = {kind: pq.ParquetWriter(self._paths[kind], schema) for kind, schema in SCHEMAS.items()}
        self._waiting: dict[str, list[Record]] = {kind: [] for kind in SCHEMAS}
        self.counts = dict.fromkeys(SCHEMAS, 0)

    def add(self, kind: str, record: Record) -> None:
        self.counts[kind] += 1
        waiting = self._waiting[kind]
        waiting.append(record)
        if len(waiting) >= _BATCH:
            self._flush(kind)

    def close(self) -> None:
        for kind, writer in self._writers.items():
            self._flush(kind)
            writer.close()

    def table(self, kind: str) -> ir.Table:
        return self._workshop.con.read_parquet(self._paths[kind])

    def _flush(self, kind: str) -> None:
        if self._waiting[kind]:
            self._writers[kind].write_table(pa.Table.from_pylist(self._waiting[kind], SCHEMAS[kind]))
            self._waiting[kind].clear()


def _is_valid(rows: ir.Table) -> ir.BooleanValue:
    began = (rows.begins <= rows.as_of).fill_null(True)
    ended = (rows.ends <= rows.as_of).fill_null(False)
    return began & ~ended & ~rows.superseded


def _chosen(rows: ir.Table) -> ir.Table:
    """One occurrence per object, with whether it is valid."""
    rows = rows.mutate(valid=_is_valid(rows), began=(rows.begins <= rows.as_of).fill_null(True))
    last = [rows[name].desc(nulls_first=False) for name in ("begins", "occurrence", "registered")]
    order = [rows.as_of.desc(nulls_first=False), rows.valid.desc(), rows.began.desc(), *last]
    ranked = rows.mutate(nth=ibis.row_number().over(group_by="id", order_by=order))
    ranked = ranked.filter(ranked.nth == 0)
    return ranked.mutate(current=ranked.valid & ~_withdrawn(ranked.status)).drop("nth", "valid", "began")


def _withdrawn(status: ir.Value) -> Any:
    return status.lower().isin(WITHDRAWN).fill_null(False)


def _municipalities(relations: ir.Table, as_of: date | None) -> ir.Table:
    """The municipality of each place on the day of the extract; a final relation goes before a provisional one."""
    day = ibis.literal(as_of, type="date")
    valid = (relations.begins <= day).fill_null(True) & ~(relations.ends <= day).fill_null(False)
    order = [
        valid.desc(),
        relations.final.desc(),
        relations.begins.desc(nulls_first=False),
        relations.municipality_code,
    ]
    ranked = relations.mutate(nth=ibis.row_number().over(group_by="place_id", order_by=order))
    return ranked.filter(ranked.nth == 0).select("place_id", "municipality_code")


def _streets(chosen: Mapping[str, ir.Table], municipalities: ir.Table) -> ir.Table:
    """Every street with its place and municipality."""
    places = chosen["Woonplaats"].select(place_id="id", place="name").left_join(municipalities, "place_id")
    streets = chosen["OpenbareRuimte"].select("place_id", "short", "current", street_id="id", street="name")
    joined = streets.left_join(places.drop("place_id_right"), "place_id")
    return joined.select("street_id", "street", "short", "current", "place_id", "place", "municipality_code")


def _addresses(chosen: Mapping[str, ir.Table], streets: ir.Table, objects: ir.Table) -> ir.Table:
    own = streets.select("place_id", own_place="place", own_code="municipality_code").distinct(on="place_id")
    numbers = chosen["Nummeraanduiding"]
    numbers = numbers.left_join(streets.select("street_id", "street", "place", "municipality_code"), "street_id")
    numbers = numbers.drop("street_id_right").left_join(own, "place_id")
    numbers = numbers.left_join(_objects(chosen, objects).rename(id="address_id"), "id")
    gone = ~numbers.object_current.fill_null(True)
    # An object or number that is withdrawn by its status has no end: it is gone from the day that status began.
    ended = ibis.coalesce(numbers.ends, numbers.current.ifelse(ibis.null("date"), numbers.begins))
    current = numbers.current & ~gone
    return as_raw(
        numbers,
        {
            **{name: numbers[name] for name in ("street", "number", "letter", "addition", "postcode", "x", "y")},
            **{name: numbers[name] for name in ("purpose", "floor_area", "object_id", "building_id", "building_year")},
            "address_id": numbers.id,
            "place": ibis.coalesce(numbers.own_place, numbers.place),
            "municipality_code": ibis.coalesce(numbers.own_code, numbers.municipality_code, numbers.id.substr(0, 4)),
            "object_type": ibis.coalesce(numbers.object_type, numbers.kind),
            "main": numbers.main,
            "current": current,
            "valid_from": numbers.begins,
            "valid_to": current.ifelse(ibis.null("date"), ibis.coalesce(ended, numbers.object_ended)),
        },
    )


def _objects(chosen: Mapping[str, ir.Table], objects: ir.Table) -> ir.Table:
    """Per address: the object it belongs to, as the object is now, and whether it is its main address.

    Also occurrences of the past are looked at, so that a withdrawn address keeps its object.
    """
    known = objects.mutate(valid=_is_valid(objects))
    each = [
        known.select("id", "valid", "begins", address_id=known[column].unnest(), main=ibis.literal(main))
        for column, main in (("main_ids", True), ("secondary_ids", False))
    ]
    links = each[0].union(each[1])
    order = [links.valid.desc(), links.main.desc(), links.begins.desc(nulls_first=False), links.id]
    links = links.mutate(nth=ibis.row_number().over(group_by="address_id", order_by=order))
    links = links.filter(links.nth == 0).select("address_id", "main", object_id="id")
    now = chosen["Object"]
    ended = ibis.coalesce(now.ends, now.begins)
    now = now.select(
        "x", "y", "purpose", "floor_area", "building_ids",
        object_id="id", object_type="kind", object_current="current",
        object_ended=now.current.ifelse(ibis.null("date"), ended),
    )  # fmt: skip
    found = links.inner_join(now.drop("building_ids"), "object_id")
    return found.left_join(_buildings(now, chosen["Pand"]), "object_id").drop("object_id_right")


def _buildings(objects: ir.Table, buildings: ir.Table) -> ir.Table:
    """Per object its first building that stands; its first building where none does."""
    each = objects.select("object_id", "building_ids").unnest("building_ids", offset="position")
    each = each.left_join(buildings.select(building_ids="id", building_year="year", stands="current"), "building_ids")
    order = [each.stands.fill_null(False).desc(), each.position]
    ranked = each.mutate(nth=ibis.row_number().over(group_by="object_id", order_by=order))
    return ranked.filter(ranked.nth == 0).select("object_id", "building_year", building_id="building_ids")


def _street_names(tables: Mapping[str, ir.Table], chosen: Mapping[str, ir.Table], streets: ir.Table) -> ir.Table:
    """Short names, names a street had before, and names of withdrawn streets whose addresses moved to it."""
    short = streets.select("street_id", name="short", kind=ibis.literal("short"), until=ibis.null("date"))
    names = short.union(_renamed(tables["OpenbareRuimte"])).union(_moved(tables, chosen, streets))
    joined = names.join(streets, "street_id")
    other = joined.name.notnull() & (joined.name != joined.street)
    return as_raw(joined.filter(other), {name: joined[name] for name in RAW_NAMES if name in joined.columns}, RAW_NAMES)


def _renamed(occurrences: ir.Table) -> ir.Table:
    each = occurrences.group_by("id", "name").aggregate(until=occurrences.ends.max())
    return each.select(street_id="id", name="name", kind=ibis.literal("former"), until="until")


def _moved(tables: Mapping[str, ir.Table], chosen: Mapping[str, ir.Table], streets: ir.Table) -> ir.Table:
    now = chosen["Nummeraanduiding"].select("id", now_id="street_id")
    before = tables["Nummeraanduiding"].select("id", "ends", street_id="street_id")
    withdrawn = streets.filter(~streets.current).select("street_id", name="street")
    both = before.join(now, "id").join(withdrawn, "street_id")
    both = both.filter(both.street_id != both.now_id)
    each = both.group_by("now_id", "name").aggregate(until=both.ends.max())
    return each.select(street_id="now_id", name="name", kind=ibis.literal("former"), until="until")
