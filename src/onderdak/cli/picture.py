"""`onderdak picture`: what all lists together say of every address of a region."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from onderdak.cli.console import progress, say_json
from onderdak.cli.options import Json, RegisterDir, check_input
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.housing.service import NamedFile
    from onderdak.housing.summary import PictureSummary

#: The endings of lists, where a folder of deliveries is given.
_LIST_ENDINGS = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet")
_FILES = ("picture.html", "picture.xlsx", "picture.parquet", "claims.parquet")
_DAY_FORMATS = ["%Y-%m-%d"]


def picture(
    register_dir: RegisterDir,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the picture.")],
    delivery: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME[@DATE]=FILE", help="A list, and the source it came from. May be given many times."),
    ] = None,
    deliveries: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder with a folder for each source, and the lists of that source in it."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=_DAY_FORMATS, metavar="DATE", help="The day the picture is of; today when left out."),
    ] = None,
    known_on: Annotated[
        datetime | None,
        typer.Option(formats=_DAY_FORMATS, metavar="DATE", help="Use only what was known on this day."),
    ] = None,
    expected: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What each source should deliver (TOML), for the coverage.")
    ] = None,
    choices: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Remembered choices, see 'onderdak choice'.")
    ] = None,
    language: Annotated[Literal["nl", "en"], typer.Option(help="The language of the picture.")] = "nl",
    as_json: Json = False,
) -> None:
    """Link all lists, and show what is known of every address."""
    files = [named_file(text) for text in delivery or []] + (in_folders(deliveries) if deliveries else [])
    if not files:
        raise InputError("There is no list to make a picture of.", where="--delivery", mend="Add --delivery NAME=FILE.")
    for path, option in ((expected, "--expected"), (choices, "--choices")):
        if path:
            check_input(path, option)

    from onderdak.cli.summary import show_summary
    from onderdak.housing.service import build_picture
    from onderdak.methods.addresses.register import Register

    register = Register.open(register_dir)
    with progress(quiet=as_json) as step:
        summary = build_picture(
            register,
            files,
            out,
            as_of=_day(as_of),
            known_on=_day(known_on),
            expected=expected,
            choices=choices,
            language=language,
            progress=step,
        )
    if as_json:
        say_json(as_plain(summary, out))
    else:
        show_summary(summary, out)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def named_file(text: str) -> NamedFile:
    """Read `NAME=FILE` or `NAME@DATE=FILE`.

    Raises
    ------
    InputError
        When it is written otherwise, the date is none, or the file is not there.
    """
    from onderdak.housing.service import NamedFile

    label, sign, path = text.partition("=")
    name, _, day = label.partition("@")
    if not sign or not name.strip() or not path:
        raise InputError(
            f"Cannot read the delivery {text!r}.",
            where="--delivery",
            mend="Write NAME=FILE or NAME@YYYY-MM-DD=FILE, such as snf@2026-03-31=snf-maart.xlsx.",
        )
    check_input(Path(path), f"--delivery {text}")
    return NamedFile(name.strip(), Path(path), _delivered_on(day.strip(), text))


def _delivered_on(day: str, text: str) -> date | None:
    if not day:
        return None
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise InputError(
            f"{day!r} is not a date.", where=f"--delivery {text}", mend="Write the date as YYYY-MM-DD."
        ) from error


def in_folders(folder: Path) -> list[NamedFile]:
    """The lists in `folder/<source>/`, by source and name.

    Raises
    ------
    InputError
        When the folder is not there, or holds no list in a folder of a source.
    """
    from onderdak.housing.service import NamedFile

    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}.", where="--deliveries", mend="Check the path.")
    found = [
        NamedFile(source.name, path)
        for source in sorted(folder.iterdir())
        if source.is_dir()
        for path in sorted(source.iterdir())
        if path.is_file() and path.suffix.lower() in _LIST_ENDINGS and not path.name.startswith((".", "~$"))
    ]
    if not found:
        raise InputError(
            f"The folder {folder} has no lists in it.",
            where="--deliveries",
            mend="Give each source a folder in it, and put its lists there (.csv, .xlsx, .ods, .parquet).",
        )
    return found


def as_plain(summary: PictureSummary, out: Path) -> dict[str, Any]:
    """The summary without its rows of addresses and outlines (those stand in the files), for a machine."""
    content = asdict(summary)
    for rows in ("addresses", "contradictions", "unplaced"):
        content[rows] = len(content[rows])
    del content["outlines"]
    return {**content, "files": {name: str(out / name) for name in _FILES}}
