"""Options and arguments that several commands share, and the checks on files that they name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onderdak.methods.errors import InputError

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout, for machines.")]
RegisterDir = Annotated[
    Path, typer.Option("--register", metavar="DIR", help="A register made by 'onderdak register prepare'.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the output when it exists.")]

#: The endings that results can be written with; `base.tables.write_table` writes them.
TABLE_ENDINGS = (".csv", ".xlsx", ".ods", ".parquet")


def check_input(path: Path, option: str) -> None:
    """Refuse a file that is not there, or is a folder.

    Raises
    ------
    InputError
        Naming the option and the path.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a file.", where=option, mend="Give the path of the file itself.")
    if not path.exists():
        raise InputError(f"There is no file {path}.", where=option, mend="Check the path for a typing error.")


def check_output(path: Path, *, force: bool, inputs: tuple[Path, ...] = ()) -> None:
    """Refuse, before any work is done, an output file that cannot or should not be written.

    Parameters
    ----------
    path : Path
        The file that the command will write.
    force : bool
        Whether an existing file may be overwritten.
    inputs : tuple of Path
        Files that the command reads, which it must never overwrite.
    """
    if path.suffix.lower() not in TABLE_ENDINGS:
        raise InputError(
            f"The ending {path.suffix or '(none)'} of {path.name} is not one we can write.",
            where="--out",
            mend=f"End the name in one of: {', '.join(TABLE_ENDINGS)}.",
        )
    if not path.absolute().parent.is_dir():
        raise InputError(f"There is no folder {path.parent}.", where="--out", mend="Make the folder first.")
    if any(path.exists() and path.samefile(given) for given in inputs):
        raise InputError(f"{path} is also the input.", where="--out", mend="Give the output another name.")
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a file.", where="--out", mend="Give the path of a file.")
    if path.exists() and not force:
        raise InputError(f"{path} exists already.", where="--out", mend="Give another name, or add --force.")


def percentage(part: int, whole: int) -> str:
    """`part` of `whole` as a percentage with one decimal: `99.4%`; `-` of nothing."""
    return f"{100 * part / whole:.1f}%" if whole else "-"
