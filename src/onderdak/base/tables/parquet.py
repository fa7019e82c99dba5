"""Reading Parquet: every type as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from onderdak.base.tables.archive import damaged
from onderdak.base.tables.limits import Limits
from onderdak.base.tables.xlsx import too_many_columns, too_much_text
from onderdak.methods.errors import InputError

_BATCH = 65_536


def read_parquet(path: Path, limits: Limits) -> pa.Table:
    """A Parquet file as a table of text columns.

    Raises
    ------
    InputError
        The file is damaged or beyond a limit.
    """
    try:
        with pq.ParquetFile(path) as file:
            _check(path, file, limits)
            batches = list(_batches(path, file, limits))
            names = list(dict.fromkeys(file.schema_arrow.names))
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise damaged(path) from error
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_batches(batches, schema=schema)


def _check(path: Path, file: pq.ParquetFile, limits: Limits) -> None:
    if file.metadata.num_rows > limits.rows:
        raise InputError(f"The list has more than {limits.rows} rows.", where=str(path), mend="Split it in parts.")
    if file.metadata.num_columns > limits.columns:
        raise too_many_columns(path, limits)
    sizes = [file.metadata.row_group(group).total_byte_size for group in range(file.metadata.num_row_groups)]
    if sum(sizes) > limits.unpacked:
        raise too_much_text(path, limits)
    if len(set(file.schema_arrow.names)) != len(file.schema_arrow.names):
        raise InputError("Two columns have the same name.", where=str(path), mend="Give each column its own name.")


def _batches(path: Path, file: pq.ParquetFile, limits: Limits) -> Iterator[pa.RecordBatch]:
    size = 0
    for batch in file.iter_batches(batch_size=_BATCH):
        texts = pa.RecordBatch.from_arrays([as_text(column) for column in batch.columns], names=batch.schema.names)
        size += texts.nbytes
        if size > limits.text:
            raise too_much_text(path, limits)
        yield texts


def as_text(column: pa.Array) -> pa.StringArray:
    """An Arrow column as text: whole numbers without point, dates as 2026-03-12, lists as JSON."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_floating(kind):
        return _from_floats(column)
    if pa.types.is_decimal(kind):
        return pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")
    if pa.types.is_timestamp(kind):
        texts = pc.strftime(column, "%Y-%m-%dT%H:%M:%S")
        return pc.replace_substring_regex(texts, r"T00:00:00(\.0*)?$", "")
    if pa.types.is_nested(kind):
        return pa.array([None if v is None else json.dumps(v, default=str) for v in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if v is None else v.decode("utf-8", "replace") for v in column.to_pylist()], pa.string())
    return column.cast(pa.string())


def _from_floats(column: pa.Array) -> pa.StringArray:
    texts = pc.replace_substring_regex(column.cast(pa.float64()).cast(pa.string()), r"\.0$", "")
    whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), 1e15))
    integers = pc.if_else(whole, column, None).cast(pa.int64()).cast(pa.string())
    return pc.if_else(pc.is_nan(column), None, pc.coalesce(integers, texts))
