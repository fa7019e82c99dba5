"""`onderdak link`: puts every row of a list on an address, or says why not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from onderdak.cli.console import note, progress, say, say_json, say_table
from onderdak.cli.options import Force, Json, RegisterDir, check_input, check_output, percentage
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from onderdak.base.tables import Note, TextTable
    from onderdak.methods.addresses.columns import AddressColumns

#: What `link` adds to the columns of the input, in this order.
ADDED = ("outcome", "address_id", "score", "margin", "stage", "reason", "runner_up", "candidates")
_SUFFIX = "_onderdak"
#: Rows of which the cells are looked at when columns are guessed.
_SAMPLE = 500
_MEANINGS = {
    "exact": "the address itself",
    "probable": "the address, very likely",
    "building": "the building is known, the unit is not",
    "ambiguous": "several addresses fit, see candidates",
    "none": "no address, see reason",
}


def link(
    register_dir: RegisterDir,
    rows: Annotated[Path, typer.Option(metavar="FILE", help="The list: CSV, XLSX, ODS or Parquet.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The result: .csv, .xlsx, .ods or .parquet.")],
    columns: Annotated[
        str | None,
        typer.Option(help="Which column holds what, such as street=Straat,number=Nr. Guessed when left out."),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="The sheet of a workbook; the first with rows when left out.")
    ] = None,
    choices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Remembered choices, see 'onderdak choice'.")
    ] = None,
    engine: Annotated[Literal["duckdb", "spark"], typer.Option(help="What computes.")] = "duckdb",
    spark_master: Annotated[
        str | None, typer.Option(metavar="URL", help="The Spark cluster, such as spark://host:7077; local by default.")
    ] = None,
    language: Annotated[Literal["nl", "en"], typer.Option(help="The language of the reasons.")] = "en",
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Put every row of a list on an address of the register, or say why not."""
    check_input(rows, "--rows")
    check_output(out, force=force, inputs=(rows,))
    if spark_master and engine != "spark":
        raise InputError(
            "A Spark cluster is named, but the engine is duckdb.", where="--spark-master", mend="Add --engine spark."
        )
    linked = _linked(
        _Request(register_dir, rows, out, columns, sheet, choices, engine, spark_master, language), as_json=as_json
    )
    if as_json:
        say_json(linked.as_json())
    else:
        _show(linked)


@dataclass(frozen=True)
class _Request:
    register: Path
    rows: Path
    out: Path
    columns: str | None
    sheet: str | None
    choices: Path | None
    engine: str
    spark_master: str | None
    language: str


@dataclass(frozen=True)
class Linked:
    """What a run of `link` did."""

    out: Path
    rows: int
    outcomes: dict[str, int]
    columns: AddressColumns
    guessed: bool
    renamed: dict[str, str]
    notes: tuple[str, ...]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """The facts for a machine."""
        return {
            "out": str(self.out),
            "rows": self.rows,
            "outcomes": {
                name: {"rows": count, "share": count / self.rows if self.rows else None}
                for name, count in self.outcomes.items()
            },
            "columns": self.columns.named(),
            "columns_guessed": self.guessed,
            "renamed": self.renamed,
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
            "rows_per_second": round(self.rows / self.seconds) if self.seconds else None,
        }


def _linked(request: _Request, *, as_json: bool) -> Linked:
    from onderdak.base.tables import read_table, write_table
    from onderdak.methods.addresses.choices import Choices
    from onderdak.methods.addresses.engine import open_engine
    from onderdak.methods.addresses.link import link as link_rows
    from onderdak.methods.addresses.register import Register

    register = Register.open(request.register)
    choices = Choices.open(request.choices) if request.choices else None
    start = time.perf_counter()
    with progress(quiet=as_json) as step:
        step(f"Reading {request.rows.name}", 0, None)
        given = read_table(request.rows, sheet=request.sheet)
        columns = address_columns(given, request.columns)
        if not as_json:
            _show_columns(columns, guessed=request.columns is None)
        engine = open_engine(request.engine, spark_master=request.spark_master)
        step(f"Linking {given.table.num_rows:,} rows", 0, None)
        links = link_rows(
            given.table, register, columns=columns, engine=engine, choices=choices, language=request.language
        )
        step(f"Writing {request.out.name}", 0, None)
        result, renamed = joined(given.table, links.table)
        write_table(result, request.out)
    return Linked(
        out=request.out,
        rows=given.table.num_rows,
        outcomes=links.counts,
        columns=columns,
        guessed=request.columns is None,
        renamed=renamed,
        notes=tuple(in_words(remark) for remark in given.notes),
        seconds=time.perf_counter() - start,
    )


def address_columns(given: TextTable, told: str | None) -> AddressColumns:
    """The columns that hold the address: as told, or guessed from headings and the first rows.

    Raises
    ------
    InputError
        When a column named is not there, or no column can be found.
    """
    from onderdak.methods.addresses.columns import AddressColumns, guess

    table = given.table
    headings = list(table.column_names)
    if told is not None:
        columns = AddressColumns.parse(told)
        columns.check(headings)
    else:
        columns = guess(headings, table.slice(0, _SAMPLE).to_pydict())
    if not columns.is_enough():
        raise InputError(
            f"The columns do not lead to an address ({columns.described()}).",
            where=f"headings: {', '.join(headings) or 'none'}",
            mend="Say which column holds what, such as --columns street=Straat,number=Nr,postcode=PC or address=Adres.",
        )
    return columns


def joined(rows: pa.Table, links: pa.Table) -> tuple[pa.Table, dict[str, str]]:
    """All columns of the rows, then ours; where a name is taken, ours gets a suffix.

    Parameters
    ----------
    rows : pyarrow.Table
        The input.
    links : pyarrow.Table
        Schema LINKS, one line per row of the input, in its order.

    Returns
    -------
    table : pyarrow.Table
        The result.
    renamed : dict
        Our name -> the name it got, for those that were taken.
    """
    renamed: dict[str, str] = {}
    taken = set(rows.column_names)
    for name in ADDED:
        free = name
        while free in taken:
            free += _SUFFIX
        if free != name:
            renamed[name] = free
        taken.add(free)
        rows = rows.append_column(free, links[name])
    return rows, renamed


def in_words(remark: Note) -> str:
    """A remark on how a file was read, with its row where it has one."""
    return remark.what if remark.row is None else f"row {remark.row}: {remark.what}"


def _show_columns(columns: AddressColumns, *, guessed: bool) -> None:
    origin = "guessed from headings and cells; mend with --columns" if guessed else "as given"
    note(f"Columns ({origin}):")
    for part, heading in columns.named().items():
        note(f"  {part}: {heading!r}{' (guess)' if guessed else ''}")


def _show(linked: Linked) -> None:
    for remark in linked.notes:
        note(f"Note: {remark}")
    for name, other in linked.renamed.items():
        note(f"Note: the list has a column {name!r} of its own, which is kept; ours is {other!r}.")
    say_table(
        f"{linked.rows:,} rows",
        ["outcome", "rows", "share", "meaning"],
        [[name, count, percentage(count, linked.rows), _MEANINGS[name]] for name, count in linked.outcomes.items()],
    )
    speed = f" ({linked.rows / linked.seconds:,.0f} rows/s)" if linked.rows else ""
    say(f"{linked.seconds:.1f} s{speed}. Written to {linked.out}")
