"""Published facts to put beside the region's own figures: each with its date and definition, never on one line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from onderdak.base.ui.tiles import language
from onderdak.needs.words import number


@dataclass(frozen=True)
class Fact:
    """One published fact; a single number or a range."""

    key: str
    area: Mapping[str, str]
    what: Mapping[str, str]
    unit: Mapping[str, str]
    as_of: int
    definition: Mapping[str, str]
    source: str
    checked: bool
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def said(self) -> str:
        """The number or the range, with its unit."""
        unit = self.unit[language()]
        if self.value is not None:
            return f"{number(self.value)} {unit}"
        ends = {"low": number(self.low or 0), "high": number(self.high or 0)}
        return _("%(low)s to %(high)s %(unit)s") % {**ends, "unit": unit}

    @property
    def words(self) -> dict[str, str]:
        """What and where, and what it means, in the language of the reader."""
        at = language()
        return {"what": self.what[at], "area": self.area[at], "definition": self.definition[at]}


@cache
def facts() -> tuple[Fact, ...]:
    """The facts that are shipped, in the order of the file."""
    text = files("onderdak.needs").joinpath("reference.toml").read_text(encoding="utf-8")
    return tuple(_fact(one) for one in tomllib.loads(text)["fact"])


def _fact(one: dict[str, Any]) -> Fact:
    if not one.get("source"):
        raise ValueError(f"{one.get('key')}: a fact without a source")
    return Fact(**one)
