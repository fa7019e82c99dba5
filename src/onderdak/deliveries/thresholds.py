"""When a list must be looked at before it is taken in: dated thresholds on what it changes (`thresholds.toml`).

A source may have shares of its own (`Contract.thresholds`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from onderdak.deliveries.differences import Differences
from onderdak.deliveries.models import Contract


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share beyond which a list waits for somebody, from a day on."""

    key: str
    since: date
    share: float
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Found:
    """What is held against the thresholds: the rows of a list, and what it changes."""

    rows: int
    unplaced: int
    differences: Differences

    def counted(self, key: str) -> tuple[int, int]:
        """What a threshold is about, and of how many."""
        before = self.differences.before
        match key:
            case "unplaced":
                return self.unplaced, self.rows
            case "empty":
                return int(self.unplaced == self.rows), 1
            case _:
                return getattr(self.differences, key), before


#: What a share can be set for; that not one row was placed needs no share.
SETTABLE = ("unplaced", "ended", "changed", "new")


@cache
def shipped() -> tuple[Threshold, ...]:
    """All thresholds, those of earlier days too."""
    content = tomllib.loads(Path(__file__).with_name("thresholds.toml").read_text("utf-8"))
    return tuple(_read(one) for one in content["threshold"])


def _read(one: dict[str, Any]) -> Threshold:
    return Threshold(one["key"], one["from"], one["share"], one["nl"], one["en"])


def on(day: date) -> list[Threshold]:
    """The thresholds that hold on a day: of each the newest; before the first of a key, that first one."""
    found: dict[str, Threshold] = {}
    for one in sorted(shipped(), key=lambda threshold: threshold.since):
        if one.key not in found or one.since <= day:
            found[one.key] = one
    return list(found.values())


def holding(contract: Contract, day: date) -> list[Threshold]:
    """The thresholds that hold for a source on a day: those that were set for it, else the shipped ones."""
    own: dict[str, float] = contract.thresholds
    return [replace(one, share=own.get(one.key, one.share)) for one in on(day)]


def beyond(found: Found, contract: Contract, day: date) -> list[dict[str, str]]:
    """The thresholds that a list goes beyond, in words: {"key", "nl", "en"}. A first list only lacks addresses."""
    pauses: list[dict[str, str]] = []
    for threshold in holding(contract, day):
        count, total = found.counted(threshold.key)
        if total and count > threshold.share * total:
            pauses.append({"key": threshold.key, **_worded(threshold, count, total, contract.per)})
    return pauses


#: What a row stands on, one and more of them, by what the list counts per.
_PLACES = {
    "address": {"nl": ("adres", "adressen"), "en": ("address", "addresses")},
    "area": {"nl": ("gebied", "gebieden"), "en": ("area", "areas")},
}


def _worded(threshold: Threshold, count: int, total: int, per: str) -> dict[str, str]:
    values = {"share": f"{threshold.share:.0%}", "count": count, "total": total}
    words = {"nl": threshold.nl, "en": threshold.en}
    named = {own: dict(zip(("place", "places"), _PLACES[per][own], strict=True)) for own in words}
    return {own: text.format(**values, **named[own]) for own, text in words.items()}
