"""`onderdak duplicates`: rows about the same address, within a list and between lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onderdak.cli.console import progress, say, say_json, say_table
from onderdak.cli.options import Force, Json, RegisterDir, check_output
from onderdak.cli.picture import named_file
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from onderdak.base.tables import TextTable
    from onderdak.cli.console import ProgressCall
    from onderdak.housing.service import NamedFile


def duplicates(
    register_dir: RegisterDir,
    delivery: Annotated[
        list[str],
        typer.Option(metavar="NAME=FILE", help="A list, and the source it came from. May be given many times."),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The result: .csv, .xlsx, .ods or .parquet.")],
    choices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Remembered choices, see 'onderdak choice'.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Find rows about the same address, within a list and between lists."""
    from onderdak.base.tables import write_table

    files = [named_file(text) for text in delivery]
    _check_names(file.name for file in files)
    check_output(out, force=force, inputs=tuple(file.path for file in files))
    with progress(quiet=as_json) as step:
        found = _found(register_dir, files, choices, step)
        write_table(found, out)
    kinds = dict(sorted(Counter(found["kind"].to_pylist()).items()))
    groups = len(set(found["group_id"].to_pylist()))
    if as_json:
        say_json({"out": str(out), "groups": groups, "rows": found.num_rows, "kinds": kinds})
        return
    say_table(f"{groups:,} addresses in more than one row", ["what", "rows"], [[*pair] for pair in kinds.items()])
    say(f"Written to {out}")


def _check_names(names: Iterable[str]) -> None:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise InputError(
            f"The name {twice[0]} is given twice.", where="--delivery", mend="Give each list a name of its own."
        )


def _found(register_dir: Path, files: list[NamedFile], choices: Path | None, step: ProgressCall) -> pa.Table:
    from onderdak.base.tables import read_table
    from onderdak.cli.link import address_columns
    from onderdak.methods.addresses.choices import Choices
    from onderdak.methods.addresses.duplicates import duplicates as shared_rows
    from onderdak.methods.addresses.link import Linker
    from onderdak.methods.addresses.register import Register

    linker = Linker(Register.open(register_dir))
    remembered = Choices.open(choices) if choices else None
    lists: dict[str, TextTable] = {}
    links = {}
    for number, file in enumerate(files):
        step(f"Linking {file.name}", number, len(files))
        given = lists[file.name] = read_table(file.path)
        links[file.name] = linker.link(given.table, columns=address_columns(given, None), choices=remembered)
    found = shared_rows(
        {name: (given.table, links[name].table) for name, given in lists.items()},
        {name: linked.columns for name, linked in links.items()},
    )
    return with_file_rows(found, lists)


def with_file_rows(found: pa.Table, lists: dict[str, TextTable]) -> pa.Table:
    """The duplicates with the row numbers of the files, as a person counts them, in place of positions."""
    import pyarrow as pa

    pairs = zip(found["source"].to_pylist(), found["row"].to_pylist(), strict=True)
    rows = pa.array([lists[source].rows[row].as_py() for source, row in pairs], pa.int64())
    return found.set_column(found.column_names.index("row"), "row", rows)
