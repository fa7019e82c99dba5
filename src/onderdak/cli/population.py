"""`onderdak population`: how many people there are, from lists that overlap."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onderdak.cli.console import progress, say, say_json
from onderdak.cli.options import Json, check_input
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.methods.population import MultipleSystems

_FILES = ("population.json", "population.svg")


class By(Enum):
    """How the model is chosen."""

    BIC = "bic"
    AIC = "aic"
    STEPWISE = "stepwise"


def population(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE.csv",
            help="A table with 0 and 1 for each list and a column 'count' (without it each row is one person). Other "
            "columns are covariates; NA or nothing where a list does not record them.",
        ),
    ],
    lists: Annotated[
        str | None, typer.Option(metavar="a,b,c", help="The columns that are lists; else those of 0 and 1 only.")
    ] = None,
    criterion: Annotated[By, typer.Option(help="How the model is chosen.")] = By.BIC,
    max_order: Annotated[int | None, typer.Option(min=1, help="The largest number of lists in a term.")] = None,
    model: Annotated[
        str | None, typer.Option(metavar="'[12,13]'", help="Take this model; lists, then covariates, by number.")
    ] = None,
    bootstrap: Annotated[
        int, typer.Option(min=0, metavar="N", help="Repeat the whole choice on N drawn tables, for an interval.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same answer.")] = 0,
    stratum: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Estimate by this column too, such as the municipality.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write population.json and population.svg here.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Estimate how many people there are, those on no list included."""
    from onderdak.methods.population import MultipleSystems

    estimator = MultipleSystems(
        [one.strip() for one in lists.split(",")] if lists else None,
        criterion=criterion.value,
        max_order=max_order,
        model=model,
        bootstrap=bootstrap,
        seed=seed,
    )
    with progress(quiet=as_json) as step:
        step("Estimating", 0, None)
        estimator.fit(_columns(table), stratum=stratum)
    if out:
        _write(estimator, out)
    if as_json:
        say_json(estimator.to_dict())
        return
    say(estimator.summary())
    if out:
        say(f"Written to {out}: {', '.join(_FILES)}")


def _columns(path: Path) -> dict[str, list[str]]:
    """The columns of a CSV file as text: a capture table has headings in its first row and nothing else around it."""
    import csv

    check_input(path, "TABLE.csv")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("The file is not text in UTF-8.", where=str(path), mend="Save it as CSV in UTF-8.") from error
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    rows = [row for row in csv.reader(text.splitlines(), dialect) if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise InputError(
            "The table has no rows.", where=str(path), mend="Give headings and a row for each combination."
        )
    names = [name.strip() for name in rows[0]]
    _check(names, rows, path)
    return {name: [row[place].strip() for row in rows[1:]] for place, name in enumerate(names)}


def _check(names: list[str], rows: list[list[str]], path: Path) -> None:
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"The heading '{twice}' stands twice.", where=str(path), mend="Give each column its own name.")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(names):
            raise InputError(
                f"The row has {len(row)} cells; there are {len(names)} headings.",
                where=f"{path}, row {number}",
                mend="Give each row a cell for each heading.",
            )


def _write(estimator: MultipleSystems, folder: Path) -> None:
    import vl_convert

    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(estimator.to_dict(), ensure_ascii=False, indent=2)
    (folder / _FILES[0]).write_text(content + "\n", encoding="utf-8")
    (folder / _FILES[1]).write_text(vl_convert.vegalite_to_svg(estimator.plot().to_json()), encoding="utf-8")
