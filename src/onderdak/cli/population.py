"""`onderdak population`: how many people there are, from lists that overlap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onderdak.cli.console import note, progress, say, say_json, say_table
from onderdak.cli.link import in_words
from onderdak.cli.options import Json, check_input, check_output
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.methods.population import CaptureTable, MultipleSystems, Overlap

_FILES = ("population.json", "population.svg")
_PLACE = "municipality"


class By(Enum):
    """How the model is chosen."""

    BIC = "bic"
    AIC = "aic"
    STEPWISE = "stepwise"


def population(
    table: Annotated[
        Path | None,
        typer.Argument(
            metavar="TABLE.csv",
            help="A table with 0 and 1 for each list and a column 'count' or 'aantal' (without it each row is one "
            "person). Other columns are covariates; NA or nothing where a list does not record them.",
        ),
    ] = None,
    pseudonyms: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FILE", help="Instead of a table: a list of pseudonyms; once for each list."),
    ] = None,
    example: Annotated[
        str | None, typer.Option(metavar="NAME", help="Instead of a table: poles or afghans-iraqis-iranians.")
    ] = None,
    lists: Annotated[
        str | None, typer.Option(metavar="a,b,c", help="The columns that are lists; else those of 0 and 1 only.")
    ] = None,
    count: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column that counts people; else 'count' or 'aantal'.")
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
    leaving: Annotated[
        str | None,
        typer.Option(metavar="LIST", help="Show what it changes if 5% or 10% of this list left and are still on it."),
    ] = None,
    typos: Annotated[
        float,
        typer.Option(min=0, max=0.49, help="With --pseudonyms: of which share of people a list has something wrong."),
    ] = 0.02,
    overlaps: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="With --pseudonyms: also write the table of overlaps, to estimate from."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write population.json and population.svg here.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Estimate how many people there are, those on no list included."""
    from onderdak.methods.population import MultipleSystems

    _check(table, pseudonyms, example, out)
    _check_overlaps(overlaps, pseudonyms)
    overlap = _overlap(pseudonyms, typos) if pseudonyms else None
    given = (
        _from_pseudonyms(overlap, lists, count, stratum) if overlap else _given(table, example, lists, count, stratum)
    )
    estimator = MultipleSystems(
        criterion=criterion.value,
        max_order=max_order,
        model=model,
        bootstrap=bootstrap,
        seed=seed,
        leaving=leaving,
        link_errors=(overlap.missed_share, overlap.false_share) if overlap else None,
    )
    with progress(quiet=as_json) as step:
        step("Estimating", 0, None)
        estimator.fit(given)
    content = _content(estimator, overlap)
    if out:
        _write(estimator, content, out)
    if overlaps:
        _write_overlaps(given, overlaps)
    if as_json:
        say_json(content)
        return
    say(estimator.summary())
    if overlap:
        _show_links(overlap)
    if out:
        say(f"Written to {out}: {', '.join(_FILES)}")


def nowcast(
    before: Annotated[
        Path, typer.Argument(metavar="BEFORE.csv", help="The table of a period in which all lists came.")
    ],
    now: Annotated[
        Path, typer.Argument(metavar="NOW.csv", help="The table of the new period, with or without the late list.")
    ],
    late: Annotated[str, typer.Option(metavar="LIST", help="The list that is still to come.")],
    model: Annotated[
        str | None, typer.Option(metavar="'[12,3]'", help="How the lists depend; else what BIC chooses of BEFORE.")
    ] = None,
    bootstrap: Annotated[int, typer.Option(min=0, metavar="N", help="Drawn tables for the interval.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same answer.")] = 0,
    as_json: Json = False,
) -> None:
    """Estimate how many people there are now while one list is late, as it reached them in the period before."""
    from onderdak.methods.population import MultipleSystems
    from onderdak.methods.population import nowcast as estimate

    old = _together(_given(before, None, None, None, None), before)
    new = _together(_new_period(now, old, late), now)
    chosen = MultipleSystems(model=model, averages=False).fit(old).chosen_
    if chosen is None:
        raise InputError(
            "The period before has no model that can be used.",
            where=str(before),
            mend="Give a period in which the lists overlap more, or name a model with --model.",
        )
    with progress(quiet=as_json) as step:
        step("Estimating", 0, None)
        found = estimate(old.whole, new.whole, old.lists.index(late), chosen.model, bootstrap=bootstrap, seed=seed)
    if found.fit.status != 0:
        raise InputError(
            "What came cannot tell how many there are now.", where=str(now), mend="Wait for the late list."
        )
    content = {
        "model": chosen.terms,
        "late": late,
        "before": found.before,
        "now": found.now,
        "interval": list(found.interval) if found.interval else None,
        "expected_on_late_list": found.expected_on_late_list,
    }
    if as_json:
        say_json(content)
        return
    ends = f" (95% interval {found.interval[0]:,.0f} - {found.interval[1]:,.0f})" if found.interval else ""
    say(f"Now {found.now:,.0f} people{ends}; in the period before {found.before:,.0f}. Model {chosen.terms}.")
    say(f"The list {late} should hold {found.expected_on_late_list:,.0f} people when it comes.")
    say("Note: this assumes that it reaches the same share of people as in the period before.")


def _together(table: CaptureTable, path: Path) -> CaptureTable:
    """The people of all municipalities, or of whatever else a table tells them apart by."""
    if table.covariates is None:
        return table
    told = ", ".join(table.covariates.covariates)
    note(f"Note: {path.name} is taken as a whole; what tells its people apart is not used: {told}.")
    return replace(table, covariates=None)


def _new_period(path: Path, old: CaptureTable, late: str) -> CaptureTable:
    from onderdak.methods.population import read_table
    from onderdak.methods.population.findings import place_of

    place_of(late, old.lists)
    columns, numbers = _columns(path, "NOW.csv")
    columns.setdefault(late, ["0"] * len(numbers))
    return read_table(columns, lists=old.lists, numbers=numbers)


def _check(table: Path | None, pseudonyms: Sequence[str] | None, example: str | None, out: Path | None) -> None:
    if sum(bool(one) for one in (table, pseudonyms, example)) != 1:
        raise InputError(
            "There is no table, or more than one." if not (table or pseudonyms or example) else "Give one thing only.",
            where="onderdak population",
            mend="Give a TABLE.csv, or --pseudonyms for each list, or --example poles.",
        )
    if out is not None and out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file, not a folder.", where="--out", mend="Give the path of a folder.")


def _check_overlaps(overlaps: Path | None, pseudonyms: Sequence[str] | None) -> None:
    if overlaps is None:
        return
    if not pseudonyms:
        raise InputError("A table is there already.", where="--overlaps", mend="Give --pseudonyms, or leave it out.")
    check_output(overlaps, force=False)


def _given(
    path: Path | None, example: str | None, lists: str | None, count: str | None, stratum: str | None
) -> CaptureTable:
    """The table of a file, or of a shipped example."""
    from onderdak.methods.population import read_table

    names = [one.strip() for one in lists.split(",")] if lists else None
    if path is not None:
        columns, numbers = _columns(path, "TABLE.csv")
        try:
            return read_table(columns, lists=names, count=count, stratum=stratum, numbers=numbers)
        except InputError as error:
            raise InputError(
                error.what, where=", ".join(filter(None, (str(path), error.where))), mend=error.mend
            ) from None
    from onderdak.methods.population.examples import example as shipped

    found = shipped(example or "")
    note(f"{found.title}. Source: {found.source}.")
    return read_table(found.columns, lists=names or found.lists, count=count, stratum=stratum)


def _columns(path: Path, option: str) -> tuple[dict[str, list[str]], list[int]]:
    """The columns of a file as text, and the numbers of its rows."""
    from onderdak.base.tables import read_table

    check_input(path, option)
    found = read_table(path)
    for remark in found.notes:
        note(f"Note: {in_words(remark)}")
    text = {name: [value or "" for value in values] for name, values in found.table.to_pydict().items()}
    return text, found.rows.to_pylist()


def _overlap(pseudonyms: Sequence[str], typos: float) -> Overlap:
    """The lists of pseudonyms, counted."""
    from onderdak.methods.population import count_overlaps, pseudonym_list

    lists = [_named_file(one) for one in pseudonyms]
    read = [(name, *_columns(path, "--pseudonyms")) for name, path in lists]
    return count_overlaps([pseudonym_list(name, text, numbers=rows) for name, text, rows in read], typos=typos)


def _named_file(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not (name.strip() and equals and path.strip()):
        raise InputError(
            f"'{text}' is no name with a file.",
            where="--pseudonyms",
            mend="Write it as --pseudonyms agency=agency.csv.",
        )
    return name.strip(), Path(path.strip())


def _from_pseudonyms(overlap: Overlap, lists: str | None, count: str | None, stratum: str | None) -> CaptureTable:
    from onderdak.methods.population import CaptureTable

    if lists or count or stratum not in (None, _PLACE):
        raise InputError(
            "Lists of pseudonyms have names and columns of their own.",
            where="--pseudonyms",
            mend=f"Leave out --lists and --count; the only stratum is {_PLACE}.",
        )
    table = overlap.table
    if stratum and len(table.strata) == 1:
        raise InputError(
            "The pseudonyms do not say in which municipality people are.",
            where="--stratum",
            mend="Make the lists with --municipality, or leave out --stratum.",
        )
    return table if stratum else CaptureTable(table.lists, ("",), table.whole[None, :])


def _content(estimator: MultipleSystems, overlap: Overlap | None) -> dict[str, Any]:
    from onderdak.methods.population.pseudonyms import links_to_dict

    return estimator.to_dict() | ({"links": links_to_dict(overlap)} if overlap else {})


def _show_links(overlap: Overlap) -> None:
    from onderdak.methods.population.pseudonyms import links_to_dict
    from onderdak.methods.population.results import shown

    say()
    told = links_to_dict(overlap)
    say_table(
        "How well the lists were linked (expected numbers of links)",
        ["list", "people", "linked", "missed", "false", "false at most"],
        [["-" if value is None else value for value in one.values()] for one in told["lists"]],
        right=(1, 2),
    )
    if overlap.moved:
        people = shown([overlap.moved])[0]
        many = "Fewer than ten" if people is None else f"{people:,}"
        say(f"Note: {many} people are in another municipality on another list.")


def _write_overlaps(table: CaptureTable, path: Path) -> None:
    """The table with its small counts: what an estimate is made from, which is not what is published of it."""
    import pyarrow as pa

    from onderdak.base.tables import write_table

    write_table(pa.table({name: list(map(str, cells)) for name, cells in table.to_columns(_PLACE).items()}), path)
    note(f"Note: {path} also holds counts of fewer than ten people. It is for estimating, not for publishing.")


def _write(estimator: MultipleSystems, content: dict[str, Any], folder: Path) -> None:
    import vl_convert

    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=2)
    (folder / _FILES[0]).write_text(text + "\n", encoding="utf-8")
    (folder / _FILES[1]).write_text(vl_convert.vegalite_to_svg(estimator.plot().to_json()), encoding="utf-8")
