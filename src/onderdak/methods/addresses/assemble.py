"""From raw rows to the five tables: set-based, text folded once per distinct string, written in postcode order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

import ibis
import ibis.expr.datatypes as dt_
import ibis.expr.types as ir
import pyarrow as pa

from onderdak.methods.addresses import schema, text
from onderdak.methods.addresses.aliases import Keys, Municipality, Place, Settler, names_of
from onderdak.methods.addresses.readers.boundaries import agreed, as_geojson, with_areas
from onderdak.methods.addresses.readers.raw import RAW, Outline, Part, Workshop
from onderdak.methods.addresses.register import TABLES, SourceFile
from onderdak.methods.errors import InputError

ROW_GROUP_SIZE = 65_536
_SPOT = ("place", "municipality", "municipality_code", "province")
_LARGEST_NUMBER = 99_999
#: Where the Dutch grid holds, in metres.
_GRID = ((-10_000, 300_000), (280_000, 640_000))
_TYPES = {
    pa.string(): "string",
    pa.int32(): "int32",
    pa.int64(): "int64",
    pa.float64(): "float64",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}


@ibis.udf.scalar.builtin
def md5_number_lower(line: str) -> dt_.uint64:  # pyright: ignore[reportReturnType] - DuckDB has the body
    """Lower half of the MD5 of a line, as a number."""


@dataclass(frozen=True)
class Source:
    """A part with the name of the file (or files) it was read from."""

    name: str
    part: Part


@dataclass(frozen=True)
class Result:
    """What the manifest tells of the tables."""

    sources: Sequence[SourceFile]
    counts: Mapping[str, int]
    digest: str
    bounds: tuple[float, float, float, float] | None


def assemble(sources: Sequence[Source], workshop: Workshop, folder: Path) -> Result:
    """Write the tables of a register into a folder.

    Raises
    ------
    InputError
        When no source holds a usable address.
    """
    outlines = [outline for source in sources for outline in source.part.outlines]
    _write_outlines(outlines, folder)
    told, left_out = _told(sources, workshop)
    read = [_within(source, outlines, workshop) for source in sources if source.part.rows is not None]
    if not read or not any(source.rows for source in told if source.name in {one.name for one in read}):
        raise InputError(
            "No address could be read from the sources.",
            where=", ".join(source.name for source in sources),
            mend="Give at least one file with a street, a house number and a place on every row.",
        )
    workshop.progress("putting the sources together", 0, None)
    raw, doubled = _newest(_together(read), workshop)
    spots = _spots(raw, outlines, workshop)
    streets = _streets(raw, spots, workshop)
    _write_places(spots, workshop, folder)
    _write_streets(streets, _raw_names(read, streets), workshop, folder)
    workshop.progress("sorting and writing the addresses", 0, None)
    _write_addresses(raw, streets, workshop, folder)
    counts = {name: _count(workshop, folder / f"{name}.parquet") for name in TABLES}
    return Result(told, counts | left_out | {"doubled": doubled}, _digest(workshop, folder), _bounds(workshop, folder))


def _write_outlines(outlines: Sequence[Outline], folder: Path) -> None:
    for level, name in (("municipality", "municipalities"), ("neighbourhood", "neighbourhoods")):
        if chosen := [outline for outline in outlines if outline.level == level]:
            text_ = json.dumps(as_geojson(chosen), ensure_ascii=False)
            (folder / f"{name}.geojson").write_text(text_, encoding="utf-8")


def _within(source: Source, outlines: Sequence[Outline], workshop: Workshop) -> Source:
    """Fill municipality and neighbourhood from the outlines, where the source leaves them out."""
    rows = source.part.rows
    levels = {outline.level for outline in outlines}
    if rows is None or not levels:
        return source
    lacks = rows.neighbourhood.isnull() if "neighbourhood" in levels else ibis.literal(value=False)
    lacks |= rows.municipality.isnull() & rows.municipality_code.isnull() & ibis.literal("municipality" in levels)
    if not workshop.con.to_pyarrow((lacks & rows.x.notnull()).any()).as_py():
        return source
    known = workshop.con.to_pyarrow((rows.municipality.notnull() | rows.municipality_code.notnull()).any()).as_py()
    filled = with_areas(rows, outlines, workshop)
    filled = filled if known or "municipality" not in levels else agreed(filled, workshop)
    return Source(source.name, replace(source.part, rows=filled))


def _told(sources: Sequence[Source], workshop: Workshop) -> tuple[list[SourceFile], dict[str, int]]:
    """Say of each source what was read and what was left out."""
    told: list[SourceFile] = []
    total = {"without_street": 0, "without_number": 0, "without_place": 0}
    for source in sources:
        part = source.part
        notes, rows = list(part.notes), len(part.outlines)
        if part.rows is not None:
            counted = workshop.con.to_pyarrow(_counted(part.rows)).to_pylist()[0]
            rows, astray = counted.pop("rows"), counted.pop("astray")
            if astray:
                notes.append(f"{astray} of the addresses lie outside the Netherlands: look at their coordinates.")
            notes += [f"{n} rows {name.replace('_', ' ')} were left out." for name, n in counted.items() if n]
            total = {name: n + counted[name] for name, n in total.items()}
            rows -= sum(counted.values())
        as_of = part.as_of.isoformat() if part.as_of else None
        told.append(SourceFile(source.name, "", rows, as_of, dict(part.columns), tuple(notes)))
    return told, total


def _numbered(rows: ir.Table) -> ir.BooleanValue:
    return rows.number.between(1, _LARGEST_NUMBER).fill_null(False)


def _counted(rows: ir.Table) -> ir.Table:
    street, number, place = rows.street.notnull(), _numbered(rows), rows.place.notnull()
    (x0, x1), (y0, y1) = _GRID
    return rows.aggregate(
        rows=rows.count(),
        astray=(~(rows.x.between(x0, x1) & rows.y.between(y0, y1))).sum().fill_null(0),
        without_street=(~street).sum().fill_null(0),
        without_number=(street & ~number).sum().fill_null(0),
        without_place=(street & number & ~place).sum().fill_null(0),
    )


def _usable(rows: ir.Table) -> ir.Table:
    return rows.filter(rows.street.notnull() & _numbered(rows) & rows.place.notnull())


def _together(read: Sequence[Source]) -> ir.Table:
    """One table of all sources; identifiers are made where there are none, spots are never null."""
    tables = [
        _usable(source.part.rows).mutate(as_of=ibis.literal(source.part.as_of, type="date"))
        for source in read
        if source.part.rows is not None
    ]
    rows = reduce(lambda one, other: one.union(other), tables)
    address = [rows[name].fill_null("") for name in ("street", "letter", "addition", "postcode", *_SPOT[:2])]
    made = ibis.literal("h").concat(
        ibis.literal("|").join([*address, rows.number.cast("string")]).lower().hexdigest("md5").substr(0, 20)
    )
    return rows.mutate(
        address_id=ibis.coalesce(rows.address_id, made),
        **{name: rows[name].fill_null("") for name in _SPOT},
    )


def _newest(rows: ir.Table, workshop: Workshop) -> tuple[ir.Table, int]:
    """Keep one row per identifier: of the newest source, current before withdrawn, valid since last."""
    counted = rows.aggregate(rows=rows.count(), unique=rows.address_id.nunique())
    count = workshop.con.to_pyarrow(counted).to_pylist()[0]
    doubled = int(count["rows"] - count["unique"])
    if not doubled:
        return rows, 0
    # Everything else decides too, so that the order of the rows never does.
    rest = [rows[name] for name in RAW if name not in ("address_id", "current", "valid_from")]
    order = [
        rows.as_of.desc(nulls_first=False),
        rows.current.desc(),
        rows.valid_from.desc(nulls_first=False),
        *(column.asc(nulls_first=False) for column in rest),
    ]
    repeated = workshop.keep(rows.group_by("address_id").aggregate(n=rows.count()).filter(ibis._.n > 1))
    once = rows.anti_join(repeated, "address_id")
    again = rows.semi_join(repeated, "address_id")
    first = again.mutate(nth=ibis.row_number().over(group_by="address_id", order_by=order)).filter(ibis._.nth == 0)
    return workshop.keep(once.union(first.drop("nth"))), doubled


def keys_by(workshop: Workshop) -> Keys:
    """Return what folds names to place keys, many at once."""

    def keys(names: Iterable[str]) -> Mapping[str, str]:
        distinct = sorted(set(names))
        table = ibis.memtable(pa.table({"name": pa.array(distinct, pa.string())}))
        folded = workshop.con.to_pyarrow(table.select("name", key=text.place_key(table.name)))
        return dict(zip(folded["name"].to_pylist(), folded["key"].to_pylist(), strict=True))

    return keys


@dataclass(frozen=True)
class _Spots:
    """The places of the register, and which place each way of writing it in the sources is."""

    places: Sequence[Place]
    numbered: ir.Table  # the four columns of _SPOT -> place_no, and the same four as the register has them (at_...)


def _spots(raw: ir.Table, outlines: Sequence[Outline], workshop: Workshop) -> _Spots:
    written = workshop.con.to_pyarrow(raw.select(*_SPOT).distinct()).to_pylist()
    as_places = [Place(row["place"], *(row[name] or None for name in _SPOT[1:])) for row in written]
    own = [
        Municipality(outline.code, outline.name, outline.province)
        for outline in outlines
        if outline.level == "municipality" and outline.code
    ]
    settled = Settler(keys_by(workshop), own).settle(as_places)
    keys = sorted({_spot(one) for one in settled})
    number = {key: position for position, key in enumerate(keys)}
    provinces = {_spot(one): one.province for one in sorted(settled, key=repr) if one.province}
    places = [Place(key[0], key[1] or None, key[2] or None, provinces.get(key)) for key in keys]
    numbered: list[dict[str, object]] = []
    for row, one in zip(written, settled, strict=True):
        place_no = number[_spot(one)]
        numbered.append({**row, "place_no": place_no, **{f"at_{n}": getattr(places[place_no], n) for n in _SPOT}})
    types = pa.schema(
        [*((name, pa.string()) for name in _SPOT), ("place_no", pa.int32()), *((f"at_{n}", pa.string()) for n in _SPOT)]
    )
    return _Spots(places, ibis.memtable(pa.Table.from_pylist(numbered, types)))


def _spot(place: Place) -> tuple[str, str, str]:
    return (place.place, place.municipality or "", place.municipality_code or "")


def _streets(raw: ir.Table, spots: _Spots, workshop: Workshop) -> ir.Table:
    """Every way a street and its place are written in the sources, with the number of the street."""
    written = raw.select("street", *_SPOT).distinct().join(spots.numbered, list(_SPOT))
    settled = ("place_no", *(f"at_{name}" for name in _SPOT))
    written = workshop.keep(written.select("street", *_SPOT, *settled))
    streets = written.select("street", "place_no").distinct()
    order = ibis.window(order_by=[streets.place_no, streets.street])
    streets = streets.mutate(street_no=ibis.row_number().over(order).cast("int32"))
    joined = written.join(streets, ["street", "place_no"])
    return workshop.keep(joined.select("street", *_SPOT, *settled, "street_no"))


def _raw_names(read: Sequence[Source], streets: ir.Table) -> ir.Table | None:
    """Short and former names that the sources know, by the number of their street."""
    tables = [source.part.names for source in read if source.part.names is not None]
    if not tables:
        return None
    names = reduce(lambda one, other: one.union(other), tables)
    names = names.mutate(**{name: names[name].fill_null("") for name in _SPOT})
    return names.join(streets, ["street", *_SPOT]).select("street_no", "name", "kind", "until")


def _write_streets(streets: ir.Table, others: ir.Table | None, workshop: Workshop, folder: Path) -> None:
    rows = streets.select("street_no", "street", "place_no").distinct().order_by("street_no")
    _write(rows, "streets", folder, workshop)
    names = rows.select("street_no", name="street", kind=ibis.literal("official"), until=ibis.null("date"))
    if others is not None:
        names = names.union(others.filter(others.name.notnull()))
    names = workshop.keep(names.distinct())
    folded = names.select("name").distinct()
    folded = folded.mutate(key=text.street_key(folded.name))
    keyed = names.join(workshop.keep(folded), "name").select("street_no", "name", "key", "kind", "until")
    _write(keyed.order_by("key", "street_no", "kind", "name", "until"), "street_names", folder, workshop)


def _write_places(spots: _Spots, workshop: Workshop, folder: Path) -> None:
    rows = [
        {"place_no": number, **{name: getattr(place, name) for name in _SPOT}}
        for number, place in enumerate(spots.places)
    ]
    _write(ibis.memtable(pa.Table.from_pylist(rows, schema.PLACES)), "places", folder, workshop)
    keys = keys_by(workshop)
    names = names_of(spots.places, keys)
    folded = keys(name.name for name in names)
    table = [
        {"place_no": name.place_no, "name": name.name, "key": folded[name.name], "kind": name.kind} for name in names
    ]
    table.sort(key=lambda row: (row["key"], row["place_no"]))
    _write(ibis.memtable(pa.Table.from_pylist(table, schema.PLACE_NAMES)), "place_names", folder, workshop)


def _write_addresses(raw: ir.Table, streets: ir.Table, workshop: Workshop, folder: Path) -> None:
    placed = raw.join(streets, ["street", *_SPOT]).drop(*_SPOT)
    placed = placed.rename(**{name: f"at_{name}" for name in _SPOT})
    houses = placed.select("street_no", "number").distinct()
    order = ibis.window(order_by=[houses.street_no, houses.number])
    houses = workshop.keep(houses.mutate(house_no=ibis.row_number().over(order)))
    addresses = placed.join(houses, ["street_no", "number"])
    addresses = addresses.mutate(
        _letter=addresses.letter.fill_null(""),
        _addition=addresses.addition.fill_null(""),
        postcode=_postcode(addresses.postcode),
    )
    addresses = addresses.join(_suffixes(raw, workshop), ["_letter", "_addition"])
    # One order for one content: the identifier, which no two rows share, comes last.
    rows = addresses.order_by(
        addresses.postcode.asc(nulls_first=False), "street_no", "number", "suffix_key", "address_id"
    )
    rows = rows.mutate(address_no=ibis.row_number())
    _write(rows, "addresses", folder, workshop)


def _suffixes(raw: ir.Table, workshop: Workshop) -> ir.Table:
    pairs = raw.select(_letter=raw.letter.fill_null(""), _addition=raw.addition.fill_null("")).distinct()
    suffix = pairs["_letter"] + " " + pairs["_addition"]
    return workshop.keep(pairs.mutate(suffix_key=text.suffix_key(suffix)))


def _postcode(postcode: ir.StringValue) -> ir.StringValue:
    """Fold only what is not a postcode already; that is what most rows have."""
    whole = postcode.re_search("^[1-9][0-9]{3}[A-Z]{2}$").fill_null(False)
    return whole.ifelse(postcode, text.postcode_key(postcode))


def _write(rows: ir.Table, name: str, folder: Path, workshop: Workshop) -> None:
    """Write a table with exactly the columns and types of its schema."""
    typed = rows.select(**{column.name: rows[column.name].cast(_TYPES[column.type]) for column in TABLES[name]})
    workshop.con.to_parquet(typed, folder / f"{name}.parquet", compression="zstd", row_group_size=ROW_GROUP_SIZE)


def _content(workshop: Workshop, path: Path) -> str:
    """Return the sum of the digests of all rows: the same rows, the same sum, in whatever order.

    Folded keys follow from the version of this package, and the numbers of an address from the rest: they stay out.
    """
    table = workshop.con.read_parquet(path)
    derived = ("_no", "key") if "address_id" in table.columns else ("key",)
    told = [name for name in table.columns if not name.endswith(derived)]
    line = ibis.literal("|").join([_written(table[name]).fill_null("~") for name in told])
    total = table.aggregate(total=md5_number_lower(line).cast("decimal(38, 0)").sum())
    return str(workshop.con.to_pyarrow(total)["total"][0].as_py())


def _written(column: ir.Value) -> ir.StringValue:
    """Metres in whole millimetres, which is much faster than all their decimals."""
    whole = (column * 1000).round().cast("int64") if column.type().is_floating() else column
    return whole.cast("string")


def _digest(workshop: Workshop, folder: Path) -> str:
    whole = hashlib.sha256()
    for name in TABLES:
        whole.update(f"{name} {_content(workshop, folder / f'{name}.parquet')}\n".encode())
    return whole.hexdigest()


def _bounds(workshop: Workshop, folder: Path) -> tuple[float, float, float, float] | None:
    table = workshop.con.read_parquet(folder / "addresses.parquet")
    found = table.aggregate(x0=table.x.min(), y0=table.y.min(), x1=table.x.max(), y1=table.y.max())
    row = workshop.con.to_pyarrow(found).to_pylist()[0]
    return None if row["x0"] is None else (row["x0"], row["y0"], row["x1"], row["y1"])


def _count(workshop: Workshop, path: Path) -> int:
    return int(workshop.con.to_pyarrow(workshop.con.read_parquet(path).count()).as_py())
