"""From lists of pseudonyms to the table of overlaps, and how far its links can be trusted.

Whoever has a list makes its pseudonyms himself (`desk`), with the key of the region and the period. Equal pseudonyms
are linked. Two things go wrong then: the same person is written differently on two lists (a missed link), and two
people happen to have the same birth date, initials and sex (a false one).

Sources: the chance that two people agree on every part is the product of the chances by part, I.P. Fellegi and A.B.
Sunter, A theory for record linkage, JASA 64 (1969) 1183-1210; false links from pseudonyms that stand on one list twice:
T. Blakely and C. Salmond, Probabilistic record linkage and a method to calculate the positive predictive value,
International Journal of Epidemiology 31 (2002) 1246-1252; the upper end of a count: F. Garwood, Fiducial limits for the
Poisson distribution, Biometrika 28 (1936) 437-442; what errors do to the estimate: see `sensitivity`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from onderdak.methods.errors import InputError
from onderdak.methods.population.desk import COLUMNS
from onderdak.methods.population.results import SMALLEST_CELL
from onderdak.methods.population.tables import MOST_LISTS, CaptureTable
from onderdak.methods.population.zeta import Floats, Ints

#: Of how many people something in birth date, initials or sex is wrong on a list. An assumption, not measured.
TYPOS = 0.02
#: Two people are born on the same day: birth dates spread evenly over so many years. An assumption, not measured.
YEARS = 40.0
#: Two people have the same first letter: as if so many letters were equally common. An assumption, not measured.
LETTERS = 12.0
#: An unknown place of a person.
ELSEWHERE = "unknown"

_PSEUDONYM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{32}")
_ROWS = re.compile(r"[1-9]\d{0,8}")


@dataclass(frozen=True)
class PseudonymList:
    """One list of pseudonyms.

    Parameters
    ----------
    name : str
    people : ndarray of str
        Each pseudonym once.
    rows : ndarray of int
        How many rows of the deliverer's list gave it.
    places : ndarray of str
        The municipality where it has one, else "".
    """

    name: str
    people: NDArray[np.str_]
    rows: Ints
    places: NDArray[np.str_]

    @property
    def key(self) -> str:
        """The number of the key that made it."""
        return str(self.people[0])[:8]


@dataclass(frozen=True)
class Links:
    """How the people of one list were linked to the lists before it.

    Parameters
    ----------
    list : str
    people, linked : int
        On the list, and of these on a list before it.
    missed : float
        Expected number of links that were missed because something was written differently.
    false : float
        Expected number of links between two people who are alike.
    false_at_most : float
        The number of those that the repeats within the lists allow, at 95%.
    """

    list: str
    people: int
    linked: int
    missed: float
    false: float
    false_at_most: float


@dataclass(frozen=True)
class Overlap:
    """Lists of pseudonyms, counted.

    Parameters
    ----------
    table : CaptureTable
        With a stratum for each municipality where there are any.
    links : tuple of Links
        For each list but the first.
    alike : float
        The chance that two people have the same pseudonym, by birthdays and letters; no more than `alike_at_most`.
    alike_at_most : float
        The same by pseudonyms that more than one row of a list gave; the same person on a list twice counts too.
    missed_share, false_share : float
        As `with_linkage_error` and `MultipleSystems(link_errors=...)` take them.
    moved : int
        People who are in another municipality on another list; they count where the first of the lists has them.
    """

    table: CaptureTable
    links: tuple[Links, ...]
    alike: float
    alike_at_most: float
    missed_share: float
    false_share: float
    moved: int


def pseudonym_list(
    name: str, columns: Mapping[str, Sequence[str | None]], *, numbers: Sequence[int] | None = None
) -> PseudonymList:
    """Read one list of pseudonyms, as `onderdak pseudonymise` writes it.

    Parameters
    ----------
    name : str
        What the list is called from here on.
    columns : mapping of str to sequence of str
        `pseudonym`, and of the others what is there.
    numbers : sequence of int, optional
        What each row is called in messages; counted from 1 when left out.

    Raises
    ------
    InputError
        When there is a column that does not belong there, or something that is no pseudonym; names the row.
    """
    strange = [heading for heading in columns if heading not in COLUMNS]
    if strange:
        raise InputError(
            f"A list of pseudonyms has no column '{strange[0]}'.",
            where=name,
            mend=f"It has {', '.join(COLUMNS)} and nothing else; make it with 'onderdak pseudonymise'.",
        )
    if not columns.get("pseudonym"):
        raise InputError("There are no pseudonyms in the list.", where=name, mend="Its column is called 'pseudonym'.")
    numbers = numbers or range(1, len(columns["pseudonym"]) + 1)
    codes = [_checked(value, row, name) for value, row in zip(columns["pseudonym"], numbers, strict=True)]
    given = columns.get("rows") or ["1"] * len(codes)
    rows = np.array([_repeats(value, row, name) for value, row in zip(given, numbers, strict=True)])
    people, first, inverse = np.unique(np.array(codes), return_index=True, return_inverse=True)
    _check_key(people, name)
    places = np.array([value or "" for value in columns.get("municipality") or [""] * len(codes)])
    counted = np.bincount(inverse.reshape(-1), weights=rows).astype(np.int64)
    return PseudonymList(name, people, counted, places[first])


def _checked(value: str | None, row: int, name: str) -> str:
    if not _PSEUDONYM.fullmatch(value or ""):
        raise InputError(
            "This is no pseudonym.",
            where=f"{name}, row {row}, column 'pseudonym'",
            mend="Make the list with 'onderdak pseudonymise'.",
        )
    return str(value)


def _repeats(value: str | None, row: int, name: str) -> int:
    if not _ROWS.fullmatch(value or ""):
        raise InputError(f"'{value}' is no number of rows.", where=f"{name}, row {row}, column 'rows'")
    return int(str(value))


def _check_key(people: NDArray[np.str_], name: str) -> None:
    keys = sorted({str(one)[:8] for one in people})
    if len(keys) > 1:
        raise InputError(
            f"The pseudonyms were made with different keys: {', '.join(keys)}.",
            where=name,
            mend="Make the whole list with the key of this region and period.",
        )


def count_overlaps(
    lists: Sequence[PseudonymList],
    *,
    typos: float = TYPOS,
    years: float = YEARS,
    letters: float = LETTERS,
) -> Overlap:
    """Count how many people are on which combination of lists.

    Parameters
    ----------
    lists : sequence of PseudonymList
        Two or more, made with one key.
    typos : float
        Of which share of the people something in the parts of a pseudonym is wrong on a list.
    years, letters : float
        Over how many years birth dates are spread, and how many letters would be equally common.

    Returns
    -------
    Overlap

    Raises
    ------
    InputError
        When there are too few or too many lists, names that stand twice, or lists made with different keys.

    Notes
    -----
    A link between two lists is missed where a person is written wrongly on one of them: a share 1 - (1 - typos)^2. Two
    people are alike with a chance p = 1 / (365.25 years) x 1/letters^2 x 1/2: the day, two first letters, the sex.
    Somebody who is not among the n people on the lists before is then put on one of these with a chance 1 - (1 - p)^n.
    From the lists themselves: the share of pairs of rows of one list that have one pseudonym, with Garwood's upper end,
    bounds p from above, as the same person on a list twice counts in it too; where that is less, it is taken.
    """
    _check(lists, typos)
    places, cells, moved = _people(lists)
    strata, rows = np.unique(places, return_inverse=True)
    counts = np.zeros((len(strata), 1 << len(lists)))
    np.add.at(counts, (rows.reshape(-1), cells), 1.0)
    named = tuple(str(one) or (ELSEWHERE if len(strata) > 1 else "") for one in strata)
    table = CaptureTable(tuple(one.name for one in lists), named, counts)
    at_most = _alike_at_most(lists)
    alike = min(1 / (365.25 * years * letters**2 * 2), at_most)
    missed = 1 - (1 - typos) ** 2
    links = tuple(_links(cells, place, lists[place].name, missed, alike, at_most) for place in range(1, len(lists)))
    false = _false_share(cells, len(lists), alike)
    return Overlap(table, links, alike, at_most, missed, false, moved)


def links_to_dict(overlap: Overlap, *, smallest_cell: int = SMALLEST_CELL) -> dict[str, Any]:
    """How lists were linked, as plain values that may leave.

    Expected numbers of links are rounded, and where an overlap is small nothing is said that it follows from.
    """
    counts = overlap.table.whole
    small = bool(((counts > 0) & (counts < smallest_cell)).any())
    lists = [
        {
            "list": one.list,
            "people": None if small else one.people,
            "linked": None if small else one.linked,
            "missed": round(one.missed),
            "false": round(one.false),
            "false_at_most": round(one.false_at_most),
        }
        for one in overlap.links
    ]
    shares = {"missed_share": overlap.missed_share, "false_share": overlap.false_share}
    return {"lists": lists, "alike": overlap.alike, "alike_at_most": overlap.alike_at_most, **shares}


def _check(lists: Sequence[PseudonymList], typos: float) -> None:
    if not 2 <= len(lists) <= MOST_LISTS:
        raise InputError(f"There are {len(lists)} lists of pseudonyms; give 2 to {MOST_LISTS}.")
    names = [one.name for one in lists]
    if len(set(names)) < len(names):
        raise InputError("Two lists have the same name.", mend="Give each list its own name.")
    keys = {one.key: one.name for one in lists}
    if len(keys) > 1:
        told = ", ".join(f"{name} with key {key}" for key, name in keys.items())
        raise InputError(
            f"The lists were made with different keys ({told}); nobody on one could be found on another.",
            mend="Ask for the lists anew, all made with the key of this region and period.",
        )
    if not 0 <= typos < 0.5:
        raise InputError("The share of people with a typing error must lie between 0 and a half.")


def _people(lists: Sequence[PseudonymList]) -> tuple[NDArray[np.str_], Ints, int]:
    """Everybody once: municipality, and the lists as a cell; and how many are elsewhere on another list."""
    codes, inverse = np.unique(np.concatenate([one.people for one in lists]), return_inverse=True)
    inverse = inverse.reshape(-1)
    ends = np.cumsum([len(one.people) for one in lists])
    width = max(one.places.dtype.itemsize for one in lists) // 4 or 1
    places, cells = np.full(len(codes), "", dtype=f"<U{width}"), np.zeros(len(codes), dtype=np.int64)
    moved = np.zeros(len(codes), dtype=np.bool_)
    for number, (one, end) in enumerate(zip(lists, ends, strict=True)):
        at = inverse[end - len(one.people) : end]
        moved[at] |= (places[at] != "") & (one.places != "") & (places[at] != one.places)
        places[at] = np.where(places[at] == "", one.places, places[at])
        cells[at] |= 1 << number
    return places, cells, int(moved.sum())


def _alike_at_most(lists: Sequence[PseudonymList]) -> float:
    """The upper end of the chance that two rows of a list give one pseudonym."""
    pairs = sum(float(one.rows.sum()) * (float(one.rows.sum()) - 1) / 2 for one in lists)
    same = sum(float((one.rows * (one.rows - 1) / 2).sum()) for one in lists)
    return min(1.0, float(chi2.ppf(0.95, 2 * (same + 1))) / 2 / pairs) if pairs else 1.0


def _before(cells: Ints, number: int) -> tuple[int, int, int]:
    """People on a list, those of them on a list before it, and all people on the lists before it."""
    on, earlier = cells >> number & 1 == 1, (cells & ((1 << number) - 1)) > 0
    return int(on.sum()), int((on & earlier).sum()), int(earlier.sum())


def _links(cells: Ints, number: int, name: str, missed: float, alike: float, at_most: float) -> Links:
    people, linked, before = _before(cells, number)
    ends = [1 - (1 - chance) ** before for chance in (alike, at_most)]
    true = [max(0.0, (linked - false * people) / (1 - missed - false)) for false in ends if missed + false < 1]
    found = true[0] if true else 0.0
    return Links(
        name, people, linked, missed * found, ends[0] * (people - found), min(ends[1] * (people - found), linked)
    )


def _false_share(cells: Ints, lists: int, alike: float) -> float:
    """Of somebody who is not there, the chance to be put on another's record, over all lists but the first."""
    parts = [_before(cells, number) for number in range(1, lists)]
    chances: Floats = np.array([1 - (1 - alike) ** before for _, _, before in parts])
    return float(np.average(chances, weights=[people for people, _, _ in parts]))
