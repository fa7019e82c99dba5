"""Queries made once: expressions over named tables, compiled for a dialect and run for list after list.

Making and compiling the expressions takes longer than running them on a small list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from onderdak.methods.addresses.engine import Engine, Reader


class Step(NamedTuple):
    """A table made of a query, by way of a reader if there is one; or a view.

    Where the table `given` holds nothing, neither does this one: `blank` makes it so without planning the query.
    """

    name: str
    query: str
    view: bool = False
    through: Reader | None = None
    given: str = ""
    blank: str = ""


class Answer(NamedTuple):
    """A query for what is handed back, of that schema; nothing where the table `given` holds nothing."""

    query: str
    given: str
    schema: pa.Schema

    def fetched(self, engine: Engine) -> pa.Table:
        """What it gives."""
        return self.schema.empty_table() if engine.is_empty(self.given) else engine.fetch(self.query)


@dataclass
class Plan:
    """Steps in order, each a table made of a query.

    Parameters
    ----------
    dialect : str
        `duckdb` or `spark`: the name of the engine.
    """

    dialect: str
    steps: list[Step] = field(default_factory=list[Step])

    def given(self, name: str, schema: pa.Schema) -> ir.Table:
        """A table that is there before the plan runs."""
        return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)

    def keep(self, name: str, expression: ir.Table, *, given: str = "") -> ir.Table:
        """Add a step that is computed once; what follows reads its result.

        Where the table `given` holds nothing, the result holds nothing, and is not computed.
        """
        blank = self.compiled(_blank(expression.schema(), given)) if given else ""
        self.steps.append(Step(name, self.compiled(expression), given=given, blank=blank))
        return ibis.table(expression.schema(), name=name)

    def small(self, name: str, expression: ir.Table, *, given: str = "") -> ir.Table:
        """Say that an expression gives little, before it is joined with the register.

        DuckDB sees that by itself. For Spark it is a step of its own: what it knows to be small it hands to whoever
        reads the register, and for anything else it would sort the register anew.
        """
        return self.keep(name, expression, given=given) if self.dialect == "spark" else expression

    def view(self, name: str, expression: ir.Table) -> ir.Table:
        """Add a step that only names an expression, so that the next one stays short."""
        self.steps.append(Step(name, self.compiled(expression), view=True))
        return ibis.table(expression.schema(), name=name)

    def answer(self, expression: ir.Table, *, given: str) -> Answer:
        """What an expression gives, to be handed back; nothing where the table `given` holds nothing."""
        return Answer(self.compiled(expression), given, expression.schema().to_pyarrow())

    def through(self, name: str, expression: ir.Table, reader: Reader) -> ir.Table:
        """Add a step that is computed once, by a reader of what the expression gives."""
        self.steps.append(Step(name, self.compiled(expression), through=reader))
        return self.given(name, reader.schema)

    def compiled(self, expression: ir.Table) -> str:
        """The query of an expression in the dialect of this plan."""
        return str(ibis.to_sql(expression, dialect=_IBIS_NAME[self.dialect], pretty=False))

    @property
    def kept(self) -> list[str]:
        """The tables that it makes."""
        return [step.name for step in self.steps if not step.view]

    def run(self, engine: Engine) -> None:
        """Run all steps."""
        empty: dict[str, bool] = {}
        for step in self.steps:
            if step.through is not None:
                engine.run_through(step.name, step.query, step.through)
            elif step.view:
                engine.name_query(step.name, step.query)
            elif step.given and _is_empty(step.given, empty, engine):
                engine.run(step.name, step.blank)
                empty[step.name] = True
            else:
                engine.run(step.name, step.query)


def _is_empty(name: str, known: dict[str, bool], engine: Engine) -> bool:
    if name not in known:
        known[name] = engine.is_empty(name)
    return known[name]


def _blank(schema: ibis.Schema, given: str) -> ir.Table:
    """A table of that schema without rows."""
    columns = {name: ibis.literal(None, kind) for name, kind in schema.items()}
    return ibis.table({next(iter(schema.names)): "int64"}, name=given).filter(ibis.literal(False)).select(**columns)


_IBIS_NAME = {"duckdb": "duckdb", "spark": "pyspark"}
