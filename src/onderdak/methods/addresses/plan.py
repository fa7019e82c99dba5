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
    """A table made of a query, by way of a reader if there is one; or a view."""

    name: str
    query: str
    view: bool = False
    through: Reader | None = None


@dataclass
class Plan:
    """Steps in order, each a table made of a query.

    Parameters
    ----------
    dialect : str
        `duckdb` or `spark`: the name of the engine.
    """

    dialect: str
    steps: list[Step] = field(default_factory=list)

    def given(self, name: str, schema: pa.Schema) -> ir.Table:
        """A table that is there before the plan runs."""
        return ibis.table(ibis.Schema.from_pyarrow(schema), name=name)

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """Add a step that is computed once; what follows reads its result."""
        return self._step(name, expression, view=False)

    def view(self, name: str, expression: ir.Table) -> ir.Table:
        """Add a step that only names an expression, so that the next one stays short."""
        return self._step(name, expression, view=True)

    def through(self, name: str, expression: ir.Table, reader: Reader) -> ir.Table:
        """Add a step that is computed once, by a reader of what the expression gives."""
        self.steps.append(Step(name, self.compiled(expression), through=reader))
        return self.given(name, reader.schema)

    def _step(self, name: str, expression: ir.Table, *, view: bool) -> ir.Table:
        self.steps.append(Step(name, self.compiled(expression), view))
        return ibis.table(expression.schema(), name=name)

    def compiled(self, expression: ir.Table) -> str:
        """The query of an expression in the dialect of this plan."""
        return str(ibis.to_sql(expression, dialect=_IBIS_NAME[self.dialect], pretty=False))

    def run(self, engine: Engine) -> None:
        """Run all steps."""
        for step in self.steps:
            if step.through is not None:
                engine.run_through(step.name, step.query, step.through)
            else:
                (engine.name_query if step.view else engine.run)(step.name, step.query)


_IBIS_NAME = {"duckdb": "duckdb", "spark": "pyspark"}
