"""Everybody there is, as arrays of one value each, and one month of theirs."""

from __future__ import annotations

import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from onderdak.methods.careers import kernels
from onderdak.methods.careers.cohort import Base
from onderdak.methods.careers.inputs import Inputs
from onderdak.methods.careers.states import FORMS, SEGMENTS
from onderdak.methods.careers.tables import Tables
from onderdak.methods.errors import InputError

#: Somebody's longest time in a form before the start, in months.
_LONGEST = 600
#: Where there is no room, so much more is made than is asked for.
_SPARE = 1.1


@dataclass(frozen=True)
class Month:
    """What happened in a month."""

    arrived: int
    left: int
    turned_away: int
    granted: int
    waited: int


@dataclass
class World:
    """The agents, and what is counted of them. The place of who has left is taken by who arrives."""

    inputs: Inputs
    tables: Tables
    seed: int
    threads: int
    pool: ThreadPoolExecutor
    agents: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    groups: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    homes: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    states: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    since: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    wants: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    queued: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    empty: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    def __post_init__(self) -> None:
        municipalities, sectors = self.inputs.municipalities, self.inputs.sectors
        self.codes = _codes(sectors, municipalities)
        shape = (len(municipalities), len(sectors) * len(SEGMENTS), len(self.tables.place) + 1)
        self.counts = np.zeros(shape, dtype=np.int64)
        self.occupied = np.zeros((len(municipalities), len(FORMS) + 1), dtype=np.int64)

    # -- who is there ----------------------------------------------------------------------------------------------
    def begin(self, base: Base) -> None:
        """The people of the base year, spread over the states as evenly as whole people allow."""
        expected = base.start[0]
        totals = np.rint(expected.sum(axis=-1).ravel()).astype(np.int64)
        _check_ranks(totals)
        cells, ranks = np.repeat(np.arange(len(totals)), totals), _ranks(totals)
        self._make_room(len(cells))
        self.empty = np.empty(0, np.int32)
        works = cells % len(self.inputs.municipalities)
        self.agents[:] = self.codes[cells] | ranks.astype(np.uint64)
        self.groups[:] = cells // len(self.inputs.municipalities)
        self.states[:] = self._states(expected.reshape(len(totals), -1), totals, ranks)
        self.homes[:] = self._homes(works, ranks, totals[cells])
        self.since[:] = -self._time_before()
        np.add.at(self.counts, (self.homes, self.groups, self.states), 1)
        np.add.at(self.occupied, (self.homes, self.tables.form_of[self.states]), 1)

    def _states(
        self, expected: NDArray[np.float64], totals: NDArray[np.int64], ranks: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        sums = np.cumsum(expected, axis=-1)
        sums /= np.maximum(sums[:, -1:], 1e-300)
        found = np.empty(len(ranks), dtype=np.int64)
        for cell, some in _runs(totals):
            found[some] = np.searchsorted(sums[cell], (ranks[some] + 0.5) / totals[cell])
        return np.minimum(found, len(self.tables.place) - 1)

    def _homes(
        self, works: NDArray[np.int64], ranks: NDArray[np.int64], totals: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Where who is there at the start lives: evenly over the shares, by another order than that of the states."""
        if self.inputs.lives_in is None:
            return works
        spread = (ranks * 0.6180339887498949 + 0.5 / np.maximum(totals, 1)) % 1.0
        segment = self.groups % len(SEGMENTS)
        sums = np.cumsum(self.inputs.lives_in, axis=-1)[segment, works]
        return np.minimum((sums <= spread[:, None]).sum(axis=1), len(self.inputs.municipalities) - 1)

    def _time_before(self) -> NDArray[np.int16]:
        """How long those of the start are in their form: geometric, as chances that do not change would have it."""
        chance = np.clip(self.tables.leaving[self.groups, self.states], 1e-6, 1 - 1e-6)
        drawn = kernels.uniforms(self.agents, 0, kernels.ARRIVAL, np.uint64(self.seed))
        months = np.floor(np.log(drawn) / np.log1p(-chance))
        return np.clip(months, 0, _LONGEST).astype(np.int16)

    def _make_room(self, least: int) -> None:
        """More places, all of them empty."""
        before, more = len(self.agents), least
        for name in ("agents", "groups", "homes", "states", "since", "wants", "queued"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros(more, old.dtype)]))
        self.states[before:] = len(self.tables.place)
        self.empty = np.concatenate([np.arange(before, before + more, dtype=np.int32), self.empty])

    # -- a month ---------------------------------------------------------------------------------------------------
    def month(self, month: int, coming: NDArray[np.int64]) -> Month:
        """Everybody's month, and who arrives at its end."""
        tables, seed = self.tables, np.uint64(self.seed)
        limited = tables.limited[month // 12]
        log, targets = self._log(month)
        asks = np.empty(len(log) + int(coming.sum()), dtype=np.int32)
        freed = np.empty(len(log), dtype=np.int32)
        asked, left = kernels.settle(
            log, targets, self.agents, self.groups, self.homes, self.states, self.since, self.wants, self.queued,
            self.counts, self.occupied, limited, tables.form_of, tables.tied_of, tables.lawful, tables.put,
            tables.forced, month, seed, asks, freed,
        )  # fmt: skip
        self.empty = np.concatenate([self.empty, freed[:left]])
        away, asked = self._arrive(month, coming, limited, asks, asked)
        got, waited = kernels.grant(
            asks[:asked], self.agents, self.groups, self.homes, self.states, self.since, self.wants,
            self.queued, self.counts, self.occupied, limited, tables.form_of, tables.put, month, seed,
        )  # fmt: skip
        turned = self._turn_away(away)
        return Month(int(coming.sum()), left + turned, turned, got, waited)

    def _log(self, month: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """What everybody wants to do, worked out by several threads; the order is that of the agents."""
        tables, count = self.tables, len(self.agents)
        at = month % tables.stay.shape[0]
        shape = (self.counts.shape[1], self.counts.shape[2])
        edges = np.linspace(0, count, self.threads + 1).astype(np.int64)

        def part(first: int, last: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
            some = slice(first, last)
            log, targets = np.empty(last - first, dtype=np.int32), np.empty(last - first, dtype=np.uint8)
            found = kernels.step(
                self.agents[some], self.groups[some], self.states[some], self.since[some], self.wants[some],
                tables.stay[at], tables.sums[at], tables.bucket_of, shape, month, np.uint64(self.seed), log, targets,
            )  # fmt: skip
            return log[:found] + np.int32(first), targets[:found]

        firsts: list[int] = edges[:-1].tolist()
        lasts: list[int] = edges[1:].tolist()
        parts = list(self.pool.map(part, firsts, lasts))
        return np.concatenate([one for one, _ in parts]), np.concatenate([one for _, one in parts])

    def _arrive(
        self, month: int, coming: NDArray[np.int64], limited: NDArray[np.int64], asks: NDArray[np.int32], asked: int
    ) -> tuple[NDArray[np.int32], int]:
        """Who would rather not stay without a place; and how many ask for one by now."""
        totals, tables = coming.ravel(), self.tables
        _check_ranks(totals)
        count = int(totals.sum())
        if count > len(self.empty):
            self._make_room(int((count - len(self.empty)) * _SPARE) + 1)
        slots, self.empty = self.empty[len(self.empty) - count :], self.empty[: len(self.empty) - count]
        away = np.empty(count, dtype=np.int32)
        unsure, asked = kernels.arrive(
            slots, totals, self.codes, tables.entry, tables.landing, tables.lives, limited, tables.form_of,
            tables.tied_of, tables.place.at("houseless", job=True), month, np.uint64(self.seed), self.agents,
            self.groups, self.homes, self.states, self.since, self.wants, self.queued, self.counts, self.occupied,
            asks, asked, away,
        )  # fmt: skip
        return away[:unsure], asked

    def _turn_away(self, unsure: NDArray[np.int32]) -> int:
        """Who arrived, got no place and would rather not stay."""
        going = unsure[self.wants[unsure] > 0]
        np.subtract.at(self.counts, (self.homes[going], self.groups[going], self.states[going]), 1)
        np.subtract.at(self.occupied, (self.homes[going], self.tables.form_of[self.states[going]]), 1)
        self.states[going], self.wants[going] = len(self.tables.place), 0
        self.empty = np.concatenate([self.empty, going])
        return len(going)

    def waiting(self) -> NDArray[np.int64]:
        """(municipalities, forms): who waits for a place."""
        found = np.zeros((len(self.inputs.municipalities), len(FORMS)), dtype=np.int64)
        who = np.flatnonzero(self.wants)
        np.add.at(found, (self.homes[who], self.wants[who] % 8 - 1), 1)
        return found


def _check_ranks(totals: NDArray[np.int64]) -> None:
    if len(totals) and int(totals.max()) >= 1 << kernels.RANKS:
        raise InputError("More people arrive in one month than can be told apart.", where="workers")


def _ranks(totals: NDArray[np.int64]) -> NDArray[np.int64]:
    """0, 1, 2 ... within each cell."""
    ends = np.cumsum(totals)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - totals, totals)


def _runs(totals: NDArray[np.int64]) -> list[tuple[int, slice]]:
    ends = np.cumsum(totals)
    spans = zip(ends.tolist(), totals.tolist(), strict=True)
    return [(cell, slice(end - total, end)) for cell, (end, total) in enumerate(spans) if total]


def _codes(sectors: tuple[str, ...], municipalities: tuple[str, ...]) -> NDArray[np.uint64]:
    """The upper half of the number of an agent: by name, so that a municipality more or less changes nobody's luck."""
    names = [f"{one}\0{segment}\0{at}" for one in sectors for segment in SEGMENTS for at in municipalities]
    taken: set[int] = set()
    found: list[int] = []
    for name in names:
        code = zlib.crc32(name.encode())
        while code in taken:
            code = (code + 1) % 2**32
        taken.add(code)
        found.append(code)
    return np.array(found, dtype=np.uint64) << np.uint64(32)
