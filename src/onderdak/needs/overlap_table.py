"""From a file to a table of overlaps: counts of people by the lists that they are on, and nothing about anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from onderdak.base import tables
from onderdak.methods.errors import InputError
from onderdak.methods.population import CaptureTable, read_table
from onderdak.methods.population.results import SMALLEST_CELL

#: Headings of the column with the municipality, and of the column with the counts.
TOWN_HEADINGS = ("gemeente", "municipality", "gemeentenaam", "gemeentecode", "gm_code")
COUNT_HEADINGS = ("count", "aantal", "personen", "people")
#: A column with more different values than this may say something of each person, and is refused.
MOST_LEVELS = 12
#: More rows than this are no counts of overlaps but people.
MOST_ROWS = 100_000

Columns = dict[str, list[str]]


@dataclass(frozen=True)
class Overlaps:
    """A table as it was read: `count` holds the people, `town_column` is empty where there are no municipalities."""

    columns: Columns
    lists: tuple[str, ...]
    town_column: str
    people: int


def read_file(path: Path, towns: Mapping[str, str]) -> Overlaps:
    """Read a file.

    Parameters
    ----------
    path : Path
        CSV, Excel or OpenDocument, with a column of 0 and 1 for each list and a column of counts.
    towns : mapping of str to str
        Names of the municipalities by what a file may call them: their names and their codes.

    Raises
    ------
    InputError
        The file is no such table.
    """
    found = tables.read_table(path).table
    cells = {name: [value or "" for value in found[name].to_pylist()] for name in found.column_names}
    return checked({name.strip(): [cell.strip() for cell in column] for name, column in cells.items()}, towns)


def checked(columns: Columns, towns: Mapping[str, str]) -> Overlaps:
    """The same columns, with the names under which we know them, when they are a table of overlaps."""
    count, town = _heading(columns, COUNT_HEADINGS), _heading(columns, TOWN_HEADINGS)
    _check_counts(columns, count)
    named = {("count" if name == count else name): values for name, values in columns.items()}
    if town:
        named[town] = [_town(name, row, towns) for row, name in enumerate(named[town], start=2)]
    lists = lists_in(named, town)
    _check_rows(named, lists)
    _check_others({name: named[name] for name in named if name not in (*lists, "count", town)})
    people = _enough(read_table(named, lists=lists, stratum=town or None)).observed
    return Overlaps(named, lists, town, people)


def _heading(columns: Iterable[str], wanted: Sequence[str]) -> str:
    return next((name for name in columns if name.casefold() in wanted), "")


def _check_counts(columns: Columns, count: str) -> None:
    if not count:
        raise InputError(
            _("There is no column with counts."),
            mend=_("Give each combination of lists one row, with the number of people in a column “aantal”."),
        )
    if len(columns[count]) > MOST_ROWS:
        raise InputError(
            _("The file has too many rows for counts of overlaps."),
            mend=_("Add up the people who are on the same lists: one row for each combination."),
        )


def _town(name: str, row: int, towns: Mapping[str, str]) -> str:
    found = towns.get(name.casefold())
    if found is None:
        raise InputError(
            _("“%(name)s” is no municipality of this region.") % {"name": name[:80]},
            where=_("row %(row)s") % {"row": row},
            mend=_("Write names or codes as they stand under Parties."),
        )
    return found


def lists_in(columns: Columns, town: str) -> tuple[str, ...]:
    """The columns that are lists: those of 0 and 1 only."""
    others = (name for name in columns if name not in ("count", town))
    return tuple(name for name in others if set(columns[name]) <= {"0", "1"} and "1" in columns[name])


def _check_rows(columns: Columns, lists: Sequence[str]) -> None:
    """What `methods` would refuse too, in the words of the reader."""
    if len(lists) < 2:
        raise InputError(
            _("The file has fewer than two lists."),
            mend=_("A list is a column that holds only 0 and 1: 1 for who is on it."),
        )
    for row, count in enumerate(columns["count"]):
        if not count.isdecimal():
            raise InputError(
                _("“%(count)s” is no number of people.") % {"count": count[:40]},
                where=_("row %(row)s") % {"row": row + 2},
                mend=_("Give whole numbers, without points."),
            )
        if int(count) and all(columns[name][row] == "0" for name in lists):
            raise InputError(
                _("This row counts people who are on no list."),
                where=_("row %(row)s") % {"row": row + 2},
                mend=_("Leave it out: how many they are is what is estimated."),
            )


def _check_others(columns: Columns) -> None:
    """What is left are covariates: a few groups, or else it says something of persons."""
    for name, values in columns.items():
        if len(set(values)) > MOST_LEVELS:
            raise InputError(
                _("The column “%(name)s” has more than %(most)s different values.")
                % {"name": name[:80], "most": MOST_LEVELS},
                mend=_("Leave it out, or make groups of it. Data about persons does not belong here."),
            )


def chosen(columns: Columns, all_lists: Sequence[str], wanted: Sequence[str], town: str) -> CaptureTable:
    """The table for a choice of its lists; who is on none of those was not seen by them."""
    left_out = set(all_lists) - set(wanted)
    rows = [row for row in range(len(columns["count"])) if any(columns[name][row] == "1" for name in wanted)]
    kept = {name: [values[row] for row in rows] for name, values in columns.items() if name not in left_out}
    kept = {
        name: values
        for name, values in kept.items()
        if name in (*wanted, "count", town) or len({*values} - {"", "NA"}) > 1
    }
    return _enough(read_table(kept, lists=list(wanted), stratum=town or None))


def _enough(table: CaptureTable) -> CaptureTable:
    """The table, where it holds so many people that their number may be told."""
    if table.observed < SMALLEST_CELL:
        raise InputError(
            _("Fewer than ten people are on these lists."),
            mend=_("Take a longer period, or lists that see more people."),
        )
    return table
