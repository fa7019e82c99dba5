"""From degrees (WGS84) to metres (EPSG:28992, the Dutch grid), a stream of rows at a time."""

from __future__ import annotations

from typing import Any, cast

import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyproj import Transformer

from onderdak.methods.addresses.readers.raw import Workshop, stream

Metres = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def transformer(crs: object = 4326) -> Transformer:
    """Return the transformation from a coordinate system to EPSG:28992, longitude or x first.

    Without the correction grid of the Kadaster, which is not shipped, it is right within about 0.25 m.
    """
    return Transformer.from_crs(crs, 28992, always_xy=True)


def to_metres(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], via: Transformer) -> Metres:
    """Transform, rounded to the millimetre; not a number where the input is not on earth."""
    moved = np.asarray(cast("Any", via.transform(lon, lat)), dtype=np.float64).round(3)
    moved[:, ~np.isfinite(moved).all(axis=0)] = np.nan
    return moved[0], moved[1]


def with_rd(raw: ir.Table, workshop: Workshop) -> ir.Table:
    """Return a raw table whose `x` and `y` are degrees with metres in their place.

    The transformation runs on the thread that calls: PROJ does not survive the threads of DuckDB.
    """
    total, done, via = int(raw.count().execute()), 0, transformer()
    batches = stream(raw)
    path = workshop.path("rows.parquet")
    with pq.ParquetWriter(path, batches.schema, compression="lz4", use_dictionary=False) as file:
        for batch in batches:
            file.write_batch(_moved(batch, via))
            done += batch.num_rows
            workshop.progress("coordinates to the Dutch grid", done, total)
    return workshop.con.read_parquet(path)


def _moved(batch: pa.RecordBatch, via: Transformer) -> pa.RecordBatch:
    at = {name: batch.schema.get_field_index(name) for name in ("x", "y")}
    lon, lat = (pc.fill_null(batch.column(i), float("nan")).to_numpy(zero_copy_only=False) for i in at.values())
    for name, metres in zip(at, to_metres(lon, lat, via), strict=True):
        column = pa.array(metres, mask=np.isnan(metres))
        batch = batch.set_column(at[name], batch.schema.field(at[name]), column)
    return batch
