"""The index of a register, made when the register is prepared and kept beside it, so that opening it is reading."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from onderdak.methods.addresses.engine import KEPT_FILE, DuckDBEngine, Engine, keep_tables
from onderdak.methods.addresses.index import FILES, planned

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from onderdak.methods.addresses.plan import Plan

#: The folder in that of the register.
INDEX = "index"
_MARK = "made-by"
#: In this order a list of one place reads little of the largest tables.
_SORTED = {"od_units": "postcode, number", "od_houses": "postcode, number"}
#: Rows that one core reads at a time: few enough that all cores have work.
_ROWS = 122_880


def save_index(folder: Path, *, memory_limit: str = "4GB") -> None:
    """Work out the index of a register and keep it in the register's folder.

    Parameters
    ----------
    folder : Path
        The folder, with the files of the register.
    memory_limit : str
        What DuckDB may use before it spills.
    """
    engine, (plan, _) = DuckDBEngine(memory_limit=memory_limit), planned(DuckDBEngine.name)
    _make(engine, plan, lambda name: folder / f"{name}.parquet")
    kept = folder / INDEX
    kept.mkdir()
    keep_tables(kept, ((name, _in_order(engine, name)) for name in plan.kept), rows=_ROWS)
    (kept / _MARK).write_text(_mark(), encoding="ascii")


def _in_order(engine: Engine, name: str) -> pa.Table:
    order = f" ORDER BY {_SORTED[name]}" if name in _SORTED else ""
    return engine.fetch(f"SELECT * FROM {name}{order}")  # noqa: S608 - names of our own


def open_index(engine: Engine, plan: Plan, folder: Path, file: Callable[[str], Path]) -> None:
    """Give an engine the tables of the index: as they are kept, or made anew where other queries made those.

    Parameters
    ----------
    engine : Engine
    plan : Plan
        The steps of the index in the engine's dialect.
    folder : Path
        The folder of the register.
    file : callable
        The file of a table of the register by its name.
    """
    kept = folder / INDEX
    if not (kept / _MARK).is_file() or (kept / _MARK).read_text(encoding="ascii") != _mark():
        _make(engine, plan, file)
        return
    engine.open_kept(kept, plan.kept)
    for step in plan.steps:
        if step.view:
            engine.name_query(step.name, step.query)


def _make(engine: Engine, plan: Plan, file: Callable[[str], Path]) -> None:
    for name in FILES:
        engine.open_file(f"od_file_{name}", file(name))
    plan.run(engine)


def _mark() -> str:
    """What the kept tables depend on besides the register: the queries that make them, and the files that hold them."""
    plan, _ = planned(DuckDBEngine.name)
    return hashlib.sha256("\n".join([*(step.query for step in plan.steps), KEPT_FILE]).encode()).hexdigest()
