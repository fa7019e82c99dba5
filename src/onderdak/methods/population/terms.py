"""Log-linear models in the field's notation: [12,13,4] is lists 1 and 2 dependent, 1 and 3 dependent, 4 independent.

A term is a set of lists, kept as a bit mask: list number i (from 0) is bit 1 << i, and 0 is the intercept. A
hierarchical model is a set of terms that holds every subset of each of its terms. Cells of the table are masks too: the
lists on which a person stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from onderdak.methods.errors import InputError

Model = frozenset[int]

#: With more lists than this the hierarchical models are too many to try all; a stepwise search is used instead.
MOST_LISTS_FOR_ALL = 5


def size(term: int) -> int:
    """How many lists a term or a cell holds."""
    return term.bit_count()


def members(term: int) -> tuple[int, ...]:
    """The numbers of the lists (from 0) in a term or a cell."""
    return tuple(i for i in range(term.bit_length()) if term >> i & 1)


def mask(lists: Iterable[int]) -> int:
    """The term of some list numbers (from 0)."""
    return sum(1 << i for i in set(lists))


def subsets(term: int) -> Iterator[int]:
    """Every subset of a term: itself first, the empty one last."""
    part = term
    while part:
        yield part
        part = (part - 1) & term
    yield 0


def closure(terms: Iterable[int]) -> Model:
    """The smallest hierarchical model that holds some terms."""
    return frozenset(part for term in terms for part in subsets(term)) | {0}


def main_effects(lists: int) -> Model:
    """The model in which all lists are independent."""
    return frozenset([0, *(1 << i for i in range(lists))])


def generators(model: Model) -> tuple[int, ...]:
    """The maximal terms of a model, largest first: what stands between the brackets."""
    top = [term for term in model if term and not any(term != other and term & other == term for other in model)]
    return tuple(sorted(top, key=lambda term: (-size(term), members(term))))


def notation(model: Model) -> str:
    """A model as it is written: "[12,13,4]", with a point between the numbers where there are ten lists or more."""
    joint = "." if max(model).bit_length() > 9 else ""
    return "[" + ",".join(joint.join(str(i + 1) for i in members(term)) for term in generators(model)) + "]"


def parse_model(text: str, lists: int) -> Model:
    """Read a model such as "[12,13]"; lists that are not named are independent of the others.

    Parameters
    ----------
    text : str
        Terms with commas between them; list numbers from 1, side by side, or with points between them ("1.10").
    lists : int
        How many lists there are.

    Returns
    -------
    frozenset of int
        The hierarchical model.

    Raises
    ------
    InputError
        When the text is no model of so many lists.

    Examples
    --------
    >>> notation(parse_model("12,13", 4))
    '[12,13,4]'
    """
    terms = [_parse_term(part, lists, text) for part in re.split(r"[,\s]+", text.strip().strip("[]")) if part]
    return closure(terms) | main_effects(lists)


def _parse_term(part: str, lists: int, text: str) -> int:
    numbers = part.split(".") if "." in part else list(part)
    if not all(number.isdigit() and 1 <= int(number) <= lists for number in numbers):
        raise InputError(
            f"'{part}' is no term of a model with {lists} lists.",
            where=f"model {text}",
            mend=f"Write list numbers from 1 to {lists}, such as [12,13].",
        )
    term = mask(int(number) - 1 for number in numbers)
    if size(term) == lists:
        raise InputError(
            f"The term {part} holds all lists; nobody is on no list, so it cannot be estimated.",
            where=f"model {text}",
            mend="Leave it out: the largest model has all terms but this one.",
        )
    return term


def pair_models(lists: int) -> list[Model]:
    """Every model with main effects and any of the pairs: 1,024 for five lists."""
    pairs = [mask(pair) for pair in combinations(range(lists), 2)]
    base = main_effects(lists)
    # Two lists have one pair, which holds all lists: only independence is left.
    usable = [pair for pair in pairs if size(pair) < lists]
    return [base | frozenset(chosen) for n in range(len(usable) + 1) for chosen in combinations(usable, n)]


@cache
def hierarchical_models(lists: int, max_order: int | None = None) -> tuple[Model, ...]:
    """Every hierarchical model with all main effects and without the term of all lists.

    Parameters
    ----------
    lists : int
        How many lists, at most `MOST_LISTS_FOR_ALL`.
    max_order : int, optional
        The largest term that is allowed; one less than the number of lists when left out.

    Returns
    -------
    tuple of frozenset of int
        8 models of three lists, 113 of four, 6,893 of five.

    Raises
    ------
    ValueError
        With too many lists.
    """
    highest = min(max_order or lists - 1, lists - 1)
    if lists > MOST_LISTS_FOR_ALL and highest > 2:
        raise ValueError(f"All hierarchical models of {lists} lists are too many to list.")
    found = [main_effects(lists)]
    for order in range(2, highest + 1):
        found = [wider for model in found for wider in _widened(model, lists, order)]
    return tuple(found)


def _widened(model: Model, lists: int, order: int) -> Iterator[Model]:
    """A model with each choice of the terms of one order whose parts it holds."""
    allowed = [
        term
        for term in map(mask, combinations(range(lists), order))
        if all(term ^ 1 << i in model for i in members(term))
    ]
    for n in range(len(allowed) + 1):
        for chosen in combinations(allowed, n):
            yield model | frozenset(chosen)


def addable(model: Model, lists: int, max_order: int) -> list[int]:
    """The terms that a model can take and stay hierarchical, in a fixed order."""
    terms = (mask(chosen) for order in range(2, max_order + 1) for chosen in combinations(range(lists), order))
    return [
        term
        for term in terms
        if term not in model and size(term) < lists and all(term ^ 1 << i in model for i in members(term))
    ]
