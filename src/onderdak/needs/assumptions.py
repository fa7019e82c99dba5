"""What a forecast takes for granted: the dated assumptions that are shipped, and what a scenario takes otherwise.

Every assumption has a name: that of a parameter of `methods/careers`, "month.1" to "month.12" for the workers of a
month, or "form.a" for the length of stay that a form of housing is meant for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils.translation import gettext as _

from onderdak.methods.careers import SEGMENTS
from onderdak.methods.careers.files import parameters
from onderdak.methods.careers.parameters import limits_of
from onderdak.methods.errors import InputError

#: name -> value, low, high, source, date and status, as JSON
Own = Mapping[str, Mapping[str, Any]]
#: What a number may be worth on the site: a gap is filled in before it is an assumption.
STATUSES = ("assumed", "unverified", "estimated", "agreed", "measured")
#: Those that somebody stands for, with a source that was looked at.
VERIFIED = frozenset({"estimated", "agreed", "measured"})
#: Certain by their nature: a rule, the shape of a year, and what a form is meant for.
CERTAIN = frozenset({"notice_weeks", "month", "form"})
_MONTH, _FORM = "month", "form"
#: Weights: of each of these groups one must be above 0.
_WEIGHED = (_MONTH, "land", *(f"arrive.{one}" for one in SEGMENTS))


@dataclass(frozen=True)
class Assumption:
    """One thing that is taken for granted.

    Parameters
    ----------
    name : str
    value : float or str
        A number, or the length of stay that a form is meant for.
    low, high : float or None
        Hold a number with a chance of 80%; None where it has no interval.
    source, date, status : str
        Where it comes from, of when, and what it is worth.
    own : bool
        Whether a scenario takes it otherwise than it was shipped.
    """

    name: str
    value: float | str
    low: float | None = None
    high: float | None = None
    source: str = ""
    date: str = ""
    status: str = "unverified"
    own: bool = False

    @property
    def group(self) -> str:
        """The first word of its name."""
        return self.name.split(".")[0]

    @property
    def number(self) -> float:
        """Its value, where that is a number."""
        return float(self.value)

    @property
    def given(self) -> dict[str, Any]:
        """What is kept of it with a scenario."""
        return {key: value for key, value in asdict(self).items() if key not in ("name", "own")}


class Assumptions(Mapping[str, Assumption]):
    """All that a scenario takes for granted, by name.

    Parameters
    ----------
    own : mapping
        What it takes otherwise than shipped.
    """

    def __init__(self, own: Own | None = None) -> None:
        mine = {name: Assumption(name, own=True, **given) for name, given in (own or {}).items() if name in shipped()}
        self._all = {**shipped(), **mine}

    def __getitem__(self, name: str) -> Assumption:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def parameters(self) -> dict[str, dict[str, Any]]:
        """As `methods/careers` reads them."""
        return {name: one.given for name, one in self.items() if one.group not in (_MONTH, _FORM)}

    def months(self) -> list[float]:
        """Workers in each month, as a share of the average month."""
        return [self[f"{_MONTH}.{number}"].number for number in range(1, 13)]

    def segment_of(self, form: str) -> str:
        """For which length of stay a form of housing in the picture is meant; "mid" where nothing is known."""
        found = self.get(f"{_FORM}.{form}")
        return str(found.value) if found else "mid"

    def checked(self) -> Assumptions:
        """These, or an error that says what cannot be together."""
        for group in _WEIGHED:
            if not any(one.number > 0 for name, one in self.items() if name.startswith(f"{group}.")):
                raise InputError(_("All numbers of this group are 0."), mend=_("Leave at least one of them above 0."))
        return self


@cache
def shipped() -> dict[str, Assumption]:
    """The assumptions as they are shipped, by name."""
    text = files("onderdak.needs").joinpath("assumptions.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(text)
    numbers = parameters(document["parameters"])
    found = [Assumption(name, **_known(asdict(one))) for name, one in numbers.items()]
    return {one.name: one for one in (*found, *_months(document["months"]), *_forms(document["forms"]))}


def _known(given: Mapping[str, Any]) -> dict[str, Any]:
    if given["value"] is None:
        raise ValueError("an assumption that is shipped has a value")
    return dict(given)


def _months(given: Mapping[str, Any]) -> Iterator[Assumption]:
    for number, share in enumerate(given["shape"], start=1):
        yield Assumption(f"{_MONTH}.{number}", share, **_said(given))


def _forms(given: Mapping[str, Any]) -> Iterator[Assumption]:
    for form, segment in given.items():
        if form not in _said(given):
            yield Assumption(f"{_FORM}.{form}", segment, **_said(given))


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in ("source", "date", "status")}


def bounds(name: str) -> tuple[float, float]:
    """The least and the most that a number can be."""
    return (0.0, 10.0) if name.startswith(f"{_MONTH}.") else limits_of(name)
