"""What each source said of an address, and when: lists that say the same again are told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from onderdak.housing.sentences import Sentences
from onderdak.housing.words import word

Record = dict[str, Any]


@dataclass(frozen=True)
class Statement:
    """One thing that a source says."""

    subject: str  # in words
    value: str
    period: str
    stands: bool
    disputed: bool


@dataclass(frozen=True)
class Said:
    """What a source said, in one list or in several after each other that say the same."""

    source: str
    kind: str  # in words
    first: date
    last: date
    lists: int
    statements: tuple[Statement, ...]

    @property
    def stands(self) -> bool:
        """Whether any of it still holds."""
        return any(one.stands for one in self.statements)

    @property
    def disputed(self) -> bool:
        """Whether any of it is in a contradiction."""
        return any(one.disputed for one in self.statements)


def timeline(claims: Iterable[Record], disputed: set[str], say: Sentences) -> list[Said]:
    """What was said, the newest first.

    Parameters
    ----------
    claims : iterable of dict
        All claims on one address.
    disputed : set of str
        Identifiers of the claims that stand in a contradiction.
    say : Sentences
        The words.
    """
    by_source = sorted(claims, key=lambda one: (one["source"], one["source_kind"], one["recorded_on"], one["claim_id"]))
    found: list[Said] = []
    for _, rows in groupby(by_source, key=lambda one: (one["source"], one["source_kind"])):
        lists = [list(day) for _, day in groupby(rows, key=lambda one: one["recorded_on"])]
        found += [_said(run, disputed, say) for run in _runs(lists)]
    return sorted(found, key=lambda one: (one.last, one.source), reverse=True)


def _runs(lists: Sequence[list[Record]]) -> Iterator[list[list[Record]]]:
    """Lists after each other that say the same."""
    for _, run in groupby(lists, key=lambda rows: sorted(map(_content, rows))):
        yield list(run)


def _content(row: Record) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("subject", "text", "number", "valid_from", "valid_to"))


def _said(run: list[list[Record]], disputed: set[str], say: Sentences) -> Said:
    newest = run[-1]
    ids = {row["claim_id"] for rows in run for row in rows}
    subjects = {row["subject"] for rows in run for row in rows if row["claim_id"] in disputed & ids}
    return Said(
        source=newest[0]["source"],
        kind=word("source_kind", newest[0]["source_kind"], say.language),
        first=run[0][0]["recorded_on"],
        last=newest[0]["recorded_on"],
        lists=len(run),
        statements=tuple(statement(row, say, disputed=row["subject"] in subjects) for row in newest),
    )


def statement(row: Record, say: Sentences, *, disputed: bool = False) -> Statement:
    """A claim in words."""
    return Statement(
        subject=word("subject", row["subject"], say.language),
        value=_written_out(row["text"], say) or say.value(row["subject"], row["text"], row["number"]),
        period=_period(row["valid_from"], row["valid_to"], say),
        stands=bool(row.get("stands")),
        disputed=disputed,
    )


def _written_out(text: str | None, say: Sentences) -> str:
    """A date in words; empty where the text is none."""
    try:
        return say.day(date.fromisoformat(text or ""))
    except ValueError:
        return ""


def _period(start: date | None, end: date | None, say: Sentences) -> str:
    parts = [
        say.choose("vanaf ", "from ") + say.day(start) if start else "",
        say.choose("tot ", "until ") + say.day(end) if end else "",
    ]
    return " ".join(filter(None, parts))
