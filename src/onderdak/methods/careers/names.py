"""Which parameters there are: their names, what each means, and which must be there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onderdak.methods.careers.parameters import Parameter
from onderdak.methods.careers.scenarios import GROWTH
from onderdak.methods.careers.states import ABROAD, FORMS, SEGMENTS
from onderdak.methods.errors import InputError

#: What each first word of a name means.
MEANINGS = {
    "settle": "share of the workers, on average over the year, that is here for good",
    "season": "share of the other workers, on average over the year, that comes for a season",
    "leave": "chance to leave the country within a month, with a job, by length of stay",
    "leave_jobless": "chance to leave the country within a month, without a job",
    "job_loss": "chance to lose the job within a month",
    "job_loss_in": "the same, times this in a calendar month (1 to 12)",
    "job_find": "chance to find a job within a month",
    "tied": "share of the beds at arrival, and of jobs found without a roof, where the bed comes with the job",
    "notice_weeks": "weeks that the bed outlasts the job",
    "arrive": "weight of a form of housing at arrival, by length of stay",
    "land": "weight of where people go whose bed ends",
    "move": "chance to move within a month, by length of stay, from a form to another",
    "household": "chance to start living with a partner or family within a month, by length of stay",
    "family": "people without a job of their own in such a household",
    "growth": "yearly growth of the number of workers",
    "after": "times this for a chance (leave, job_loss, move) after so many months in one form; agents only",
}
EVENTS = ("leave", "job_loss", "move")
_REQUIRED = ("settle", "season", "leave_jobless", "job_loss", "job_find", "tied", "notice_weeks")


def check_names(parameters: Mapping[str, Parameter], sectors: Iterable[str]) -> None:
    """Refuse a name that means nothing, and say which are missing.

    Raises
    ------
    InputError
    """
    known = set(sectors)
    for name in parameters:
        parts = name.split(".")
        plain = ".".join(parts[:-1]) if parts[-1] in known else name
        if not _means_something(plain.split(".")):
            raise InputError("No parameter has this name.", where=name, mend=f"The first word is one of: {_words()}.")
        if parts[-1] in known and parts[0] in ("notice_weeks", "after"):
            raise InputError("This number is the same for all sectors.", where=name, mend="Leave the sector out.")
    _check_present(parameters, known)
    if not parameters["notice_weeks"].certain:
        raise InputError(
            "The term of notice has an interval; it is a rule, not an estimate.",
            where="notice_weeks",
            mend="Give the value alone; another term is a scenario.",
        )


def _words() -> str:
    return ", ".join(MEANINGS)


def _means_something(parts: list[str]) -> bool:
    first, rest = parts[0], parts[1:]
    if first in ("leave", "household"):
        return len(rest) == 1 and rest[0] in SEGMENTS
    if first == "arrive":
        return len(rest) == 2 and rest[0] in SEGMENTS and rest[1] in FORMS
    if first == "move":
        return len(rest) == 3 and rest[0] in SEGMENTS and rest[1] != rest[2] and set(rest[1:]) <= set(FORMS)
    if first == "land":
        return len(rest) == 1 and rest[0] in (*FORMS, ABROAD)
    if first == "growth":
        return len(rest) == 1 and rest[0] in GROWTH
    if first == "job_loss_in":
        return len(rest) == 1 and rest[0].isdigit() and 1 <= int(rest[0]) <= 12
    if first == "after":
        return len(rest) == 2 and rest[0] in EVENTS and rest[1].isdigit() and int(rest[1]) > 0
    return not rest and first in MEANINGS


def _check_present(parameters: Mapping[str, Parameter], sectors: set[str]) -> None:
    needed = [*_REQUIRED, *(f"leave.{one}" for one in SEGMENTS), *(f"growth.{one}" for one in GROWTH)]
    for name in needed:
        everywhere = all(f"{name}.{sector}" in parameters for sector in sectors)
        if name not in parameters and not everywhere:
            raise InputError(f"There is no {name} ({MEANINGS[name.split('.')[0]]}).", mend="Give it, with its source.")
    for group in (*(f"arrive.{one}" for one in SEGMENTS), "land"):
        weights = [one.value or 0.0 for name, one in parameters.items() if name.startswith(f"{group}.")]
        if not sum(weights) > 0:
            raise InputError(f"There is no weight above 0 under {group}.", mend="Give at least one, with its source.")
