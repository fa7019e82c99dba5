"""The database in which lists are compared: in this process, holding little, and kept open for list after list."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from onderdak.methods.picture.schema import CLAIMS

#: What it holds before it spills the rest to disk. One thread: the other cores are for the pages.
_MEMORY = "96MB"
_SCHEMA = ibis.Schema.from_pyarrow(CLAIMS)
_NOTHING = "od_nothing"
_own = threading.local()


def database() -> Any:
    """The one of this thread; opening it takes longer than comparing a short list."""
    if not hasattr(_own, "database"):
        config: dict[str, Any] = {"memory_limit": _MEMORY, "threads": 1, "temp_directory": tempfile.gettempdir()}
        opened = duckdb.connect(config=config)
        opened.execute("SET enable_external_file_cache = false")  # a list is read once
        opened.register(_NOTHING, CLAIMS.empty_table())
        _own.database = opened
    return _own.database


def claims_table(name: str) -> ir.Table:
    """The claims that `show` puts under this name, to make a query of."""
    return ibis.table(_SCHEMA, name=name)


def compiled(expression: ir.Table) -> str:
    """The query of an expression; making it takes longer than running it on a short list, so keep it."""
    return str(ibis.to_sql(expression, dialect="duckdb", pretty=False))


def show(name: str, files: Sequence[Path]) -> None:
    """Let queries read the claims in these Parquet files under a name; no files are no claims."""
    paths = ", ".join("'{}'".format(str(file).replace("'", "''")) for file in files)
    source = f"read_parquet([{paths}])" if files else _NOTHING
    query = f"SELECT * FROM {source}"  # noqa: S608 - a view takes no parameters; quotes are doubled
    database().execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")
