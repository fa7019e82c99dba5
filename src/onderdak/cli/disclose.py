"""`onderdak disclose`: what may leave of a table; with `--audit` what can be computed from a table that left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onderdak.cli.console import note, progress, say, say_json, say_table
from onderdak.cli.options import Force, Json, check_input, check_output
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.methods.disclosure import Audit, Cells, Protected, Rules, Table

#: What may stand where a published table hides a cell.
_HIDDEN = frozenset({"", ".", "x", "X", "-", "*", "afgeschermd", "suppressed"})
_SHOWN = 40
Columns = Mapping[str, Sequence[str]]


class CostOf(Enum):
    """What is lost with a hidden cell."""

    VALUES = "values"
    LOG = "log"
    CELLS = "cells"


def disclose(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE.csv",
            help="Columns that divide what is counted, and a column with the count. With --audit: a row for each cell, "
            "its totals too ('*' for all of a column), and nothing or 'x' where it is hidden.",
        ),
    ],
    value: Annotated[str, typer.Option(metavar="COLUMN", help="The column with the count or amount.")] = "count",
    hierarchy: Annotated[
        list[str] | None,
        typer.Option(metavar="a,b", help="Columns that lie in one another, coarse first; may be given more than once."),
    ] = None,
    margin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="a,b",
            help="A table that is published, by its columns; may be given more than once. Else one by all.",
        ),
    ] = None,
    holder: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Who contributed a row, for the rules of dominance.")
    ] = None,
    insider: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Each value of this column knows its own cells, such as a municipality."),
    ] = None,
    cost: Annotated[CostOf, typer.Option(help="What is lost with a hidden cell.")] = CostOf.VALUES,
    rules: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Rules of your own, as the shipped rules.toml.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The rules of this day; else of today."),
    ] = None,
    rounding: Annotated[bool, typer.Option("--round", help="Round what is shown, as what leaves the region.")] = False,
    audit: Annotated[bool, typer.Option("--audit", help="Attack a published table instead of protecting one.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the result as CSV, XLSX, ODS or Parquet.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Hide what may not be shown of a table, and what it would follow from; or attack a table that was published."""
    from onderdak.methods.disclosure import load_rules

    check_input(table, "TABLE.csv")
    if out:
        check_output(out, force=force, inputs=(table,))
    columns = _columns(table)
    numbers = _amounts(columns, value, table, hidden=audit)
    held = load_rules(rules, _day(on)) if rules else load_rules(on=_day(on))
    rest = {name: column for name, column in columns.items() if name not in (value, holder)}
    if audit:
        _only_with_protecting({"--hierarchy": hierarchy, "--margin": margin, "--holder": holder, "--insider": insider})
        answer = _attack(rest, numbers, held, rounding=rounding, quiet=as_json)
    else:
        trees = [_names(one) for one in hierarchy or ()]
        given = _table(rest, numbers, trees, columns, holder)
        margins = [_names(one) for one in margin or ()]
        answer = _protect(given, margins, held, insider, cost, rounding=rounding, quiet=as_json)
    _tell(answer, out, as_json=as_json)
    if audit and not answer["holds"]:
        raise typer.Exit(1)


def _day(on: datetime | None) -> date | None:
    return on.date() if on else None


def _names(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _only_with_protecting(options: Mapping[str, object]) -> None:
    if used := [name for name, given in options.items() if given]:
        raise InputError(
            f"{used[0]} is for protecting a table.", where=used[0], mend="Leave it out: the attack reads the totals."
        )


def _columns(path: Path) -> dict[str, list[str]]:
    from onderdak.base.tables import read_table

    found = read_table(path).table.to_pydict()
    return {name: [(one or "").strip() for one in column] for name, column in found.items()}


def _amounts(columns: Columns, name: str, path: Path, *, hidden: bool) -> list[float | None]:
    if name not in columns:
        raise InputError(
            f"There is no column {name!r}.", where=str(path), mend=f"Name one with --value: {', '.join(columns)}."
        )
    return [_amount(text, f"{path}, row {row}", hidden=hidden) for row, text in enumerate(columns[name], start=2)]


def _amount(text: str, where: str, *, hidden: bool) -> float | None:
    if hidden and text in _HIDDEN:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        raise InputError(
            f"{text!r} is no count of 0 or more.", where=where, mend="Write a number without thousands marks."
        )
    return number


def _table(
    rest: Columns, numbers: Sequence[float | None], trees: Sequence[list[str]], columns: Columns, holder: str | None
) -> Table:
    from onderdak.methods.disclosure import Table

    if holder is not None and holder not in columns:
        raise InputError(f"There is no column {holder!r}.", where="--holder", mend=f"Use {', '.join(columns)}.")
    amounts = [number or 0.0 for number in numbers]
    return Table(rest, amounts, trees, holders=columns[holder] if holder else None)


def _protect(
    table: Table,
    margins: Sequence[Sequence[str]],
    rules: Rules,
    insider: str | None,
    cost: CostOf,
    *,
    rounding: bool,
    quiet: bool,
) -> dict[str, Any]:
    from onderdak.methods.disclosure import insiders_by, protect, tabulate

    with progress(quiet=quiet) as step:
        step("Protecting", 0, None)
        insiders = insiders_by(tabulate(table, margins), insider) if insider else None
        done = protect(table, margins, rules, cost=cost.value, insiders=insiders)
    return _protected(done, rounding=rounding)


def _protected(done: Protected, *, rounding: bool) -> dict[str, Any]:
    found = done.rounded() if rounding else None
    records = done.to_records()
    if found:
        records = [
            {**record, "value": None if record["hidden"] else float(number)}
            for record, number in zip(records, found.values, strict=True)
        ]
    return {
        "cells": len(records),
        "primary": done.states.count("primary"),
        "complementary": done.states.count("complementary"),
        "method": done.method,
        "lost": done.lost,
        "bound": done.bound,
        "rounded": None if found is None else {"additive": found.additive, "broken": len(found.broken)},
        "holds": True,
        "rules": list(done.rules.sources),
        "rows": records,
    }


def _attack(
    columns: Columns, numbers: Sequence[float | None], rules: Rules, *, rounding: bool, quiet: bool
) -> dict[str, Any]:
    from onderdak.methods.disclosure import published

    cells, hidden = published(columns, numbers)
    with progress(quiet=quiet) as step:
        step("Attacking", 0, None)
        spreads = (rules.rounding_base / 2, rules.rounding_base - 1.0) if rounding else (0.0,)
        found = _first_that_agrees(cells, hidden, spreads, rules)
    if not found.consistent:
        raise InputError(
            "What is shown does not add up.",
            where="TABLE.csv",
            mend="Give all cells of each total; add --round where the table was rounded.",
        )
    rows = [
        {
            **dict(zip(cells.dimensions, one, strict=True)),
            "low": float(found.low[place]),
            "high": None if math.isinf(found.high[place]) else float(found.high[place]),
            "too_narrow": place in found.found,
        }
        for place, one in enumerate(cells.coordinates)
        if hidden[place]
    ]
    return {
        "cells": len(cells),
        "hidden": len(rows),
        "too_narrow": len(found.found),
        "holds": found.holds,
        "rows": rows,
    }


def _first_that_agrees(cells: Cells, hidden: Any, spreads: Sequence[float], rules: Rules) -> Audit:
    """The attack of who knows how was rounded; where that does not add up, of who knows less."""
    from onderdak.methods.disclosure import audit, shown

    found = [
        audit(cells, shown(cells.values, hidden, spread), least=rules.least_cell, width=rules.width)
        for spread in spreads
    ]
    return next((one for one in found if one.consistent), found[-1])


def _tell(answer: dict[str, Any], out: Path | None, *, as_json: bool) -> None:
    if out:
        _write(answer["rows"], out)
    if as_json:
        say_json(answer)
        return
    _say_rows(answer["rows"])
    if "too_narrow" in answer:
        verdict = f"{answer['too_narrow'] or 'none'} can be placed more narrowly than allowed"
        say(f"{answer['hidden']} of {answer['cells']} cells are hidden; {verdict}.")
    else:
        _say_protected(answer)
    if out:
        say(f"Written to {out}.")


def _say_protected(answer: Mapping[str, Any]) -> None:
    say(
        f"{answer['cells']} cells: {answer['primary']} are hidden for what they are, {answer['complementary']} because "
        f"the first would follow from them."
    )
    if answer["method"] == "optimal":
        say("No safe choice loses less; that is proven.")
    if answer["rounded"] and not answer["rounded"]["additive"]:
        say(f"Rounded; {answer['rounded']['broken']} totals differ from the sum of their rounded parts.")
    if any("unverified" in one for one in answer["rules"]):
        note("Some rules are a proposal that nobody has confirmed yet; see the rules with --json.")


def _say_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    names = list(rows[0])
    say_table(
        "Cells" if len(rows) <= _SHOWN else f"The first {_SHOWN} of {len(rows)} cells",
        names,
        [[_said(row[name]) for name in names] for row in rows[:_SHOWN]],
    )


def _said(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
    return {None: "-", True: "yes", False: "no"}[value] if value is None or isinstance(value, bool) else value


def _write(rows: Sequence[Mapping[str, Any]], out: Path) -> None:
    import pyarrow as pa

    from onderdak.base.tables import write_table

    names = [name for name in rows[0] if name != "hidden"] if rows else []  # what is hidden is empty
    write_table(pa.table({name: pa.array([row[name] for row in rows]) for name in names}), out)
