"""GeoPackages: the Kadaster's light BAG, any layer or table with addresses, and polygons of boundaries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import Any, cast

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio

from onderdak.methods.addresses.readers.boundaries import arrays, outline_of, outlines_in_metres
from onderdak.methods.addresses.readers.headings import recognise
from onderdak.methods.addresses.readers.raw import Outline, Part, Workshop, date_in_name
from onderdak.methods.addresses.readers.rd import to_metres, transformer
from onderdak.methods.addresses.readers.tabular import METRES, OBJECT_TYPES, has_addresses, read_rows
from onderdak.methods.errors import InputError

_BATCH = 100_000
_MAGIC = b"SQLite format 3\x00"
_DUTCH_GRID = ("EPSG:28992", "EPSG:7415")


def read_geopackage(path: Path, workshop: Workshop) -> Part:
    """Read the layers of a GeoPackage that hold addresses, or outlines.

    Raises
    ------
    InputError
        When it cannot be opened, or no layer holds addresses or outlines.
    """
    with path.open("rb") as file:
        # Other formats under this name can point to other files, or to the network.
        if file.read(len(_MAGIC)) != _MAGIC:
            raise InputError("This is not a GeoPackage.", where=path.name, mend="Fetch it again.")
    try:
        layers = [str(name) for name, _ in pyogrio.list_layers(path)]
        parts = [part for layer in layers if (part := _layer(path, layer, workshop)) is not None]
        parts = [_with_years(part, path, layers, workshop) for part in parts]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pa.ArrowException, duckdb.Error) as error:
        raise InputError(
            f"The GeoPackage cannot be read: {str(error)[:200]}.", where=path.name, mend="Fetch it again."
        ) from error
    if not parts:
        raise InputError(
            f"No layer holds addresses or outlines; layers: {', '.join(layers) or 'none'}.",
            where=path.name,
            mend="Give one with the layers verblijfsobject, ligplaats and standplaats, or with named polygons.",
        )
    return _joined(parts, date_in_name(path.name))


def _layer(path: Path, layer: str, workshop: Workshop) -> Part | None:
    info: Mapping[str, Any] = pyogrio.read_info(path, layer=layer)
    fields = tuple(str(field) for field in info["fields"])
    found = recognise(fields)
    if has_addresses(found):
        workshop.progress(f"layer {layer}", 0, int(info["features"]))
        return _addresses(path, layer, info, found, workshop)
    if "Polygon" in str(info["geometry_type"]):
        outlines = _outlines(path, layer, info)
        return Part(outlines=outlines, notes=(f"Layer {layer}: {len(outlines)} outlines.",)) if outlines else None
    return None


def _addresses(
    path: Path, layer: str, info: Mapping[str, Any], found: dict[str, str], workshop: Workshop
) -> Part | None:
    table, columns = _flat(path, layer, info, workshop), dict(found)
    if METRES[0] in table.columns:
        columns |= dict(zip("xy", METRES, strict=True))
    notes = [f"Layer {layer}."]
    kind = layer.casefold()
    if kind in OBJECT_TYPES:
        table = table.mutate(od_type=ibis.literal(kind))
        columns["object_type"] = "od_type"
        if "identificatie" in table.columns:
            columns["object_id"] = "identificatie"
    if columns.get("address_id") == "identificatie" and kind in OBJECT_TYPES:
        notes.append("It names objects, not addresses: the identifier of the object stands for its main address.")
    rows, more = read_rows(table, columns, workshop)
    shown = {meaning: heading for meaning, heading in columns.items() if not heading.startswith("od_")}
    return Part(rows, columns=shown, notes=(*notes, *more))


def _flat(path: Path, layer: str, info: Mapping[str, Any], workshop: Workshop) -> ir.Table:
    """Copy a layer to Parquet, its shapes become points: of an area one that lies inside it."""
    target, done, total = workshop.path("layer.parquet"), 0, int(info["features"])
    with pyogrio.open_arrow(path, layer=layer, batch_size=_BATCH, use_pyarrow=True) as (meta, reader):
        geometry = meta.get("geometry_name") or "wkb_geometry"
        none = pa.RecordBatch.from_pylist([], schema=reader.schema)
        with pq.ParquetWriter(target, _pointed(none, geometry, info["crs"]).schema, compression="lz4") as file:
            for batch in reader:
                file.write_batch(_pointed(batch, geometry, info["crs"]))
                done += batch.num_rows
                workshop.progress(f"layer {layer}", done, total)
    return workshop.con.read_parquet(target)


def _pointed(batch: pa.RecordBatch, geometry: str, crs: str | None) -> pa.RecordBatch:
    if geometry not in batch.schema.names:
        return batch
    shapes = arrays.from_wkb(batch.column(geometry).to_numpy(zero_copy_only=False), on_invalid="ignore")
    points = cast("Any", np).where(arrays.get_type_id(shapes) == 0, shapes, arrays.point_on_surface(shapes))
    x, y = arrays.get_x(points), arrays.get_y(points)
    if crs is not None and crs not in _DUTCH_GRID:
        x, y = to_metres(x, y, transformer(crs))
    plain = batch.select([name for name in batch.schema.names if name != geometry])
    for name, values in zip(METRES, (x, y), strict=True):
        plain = plain.append_column(name, pa.array(values, mask=np.isnan(values)))
    return plain


def _outlines(path: Path, layer: str, info: Mapping[str, Any]) -> Sequence[Outline]:
    with pyogrio.open_arrow(path, layer=layer, use_pyarrow=True) as (meta, reader):
        table = reader.read_all()
    name = meta.get("geometry_name") or "wkb_geometry"
    shapes = arrays.from_wkb(table.column(name).to_numpy(zero_copy_only=False), on_invalid="ignore")
    properties = table.drop_columns([name]).to_pylist()
    found = [outline_of(one, shape, layer) for one, shape in zip(properties, shapes, strict=True)]
    outlines = [outline for outline in found if outline is not None]
    return outlines_in_metres(outlines, info["crs"]) if outlines else []


def _with_years(part: Part, path: Path, layers: Sequence[str], workshop: Workshop) -> Part:
    """Take building years from the layer of buildings when the addresses do not have them."""
    layer = next((name for name in layers if name.casefold() == "pand"), None)
    if part.rows is None or layer is None or "building_year" in part.columns or "building_id" not in part.columns:
        return part
    fields = [str(field) for field in pyogrio.read_info(path, layer=layer)["fields"]]
    year = recognise(fields).get("building_year")
    if year is None or "identificatie" not in fields:
        return part
    target = workshop.path("buildings.parquet")
    with pyogrio.open_arrow(
        path, layer=layer, columns=["identificatie", year], read_geometry=False, use_pyarrow=True
    ) as (_, reader):
        pq.write_table(reader.read_all(), target)
    years = workshop.con.read_parquet(target).select(building_id="identificatie", year=ibis._[year].try_cast("int32"))
    years = years.distinct(on="building_id")
    rows = part.rows.left_join(years, "building_id")
    rows = rows.mutate(building_year=rows.year).select(*part.rows.columns)
    return Part(workshop.keep(rows), columns=part.columns, notes=part.notes)


def _joined(parts: Sequence[Part], as_of: dt.date | None) -> Part:
    tables = [part.rows for part in parts if part.rows is not None]
    return Part(
        reduce(lambda one, other: one.union(other), tables) if tables else None,
        outlines=[outline for part in parts for outline in part.outlines],
        as_of=as_of,
        columns={meaning: heading for part in parts for meaning, heading in part.columns.items()},
        notes=tuple(note for part in parts for note in part.notes),
    )
