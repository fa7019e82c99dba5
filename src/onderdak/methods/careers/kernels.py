"""What runs for every agent in every month, compiled by numba. Imported only where agents are run.

Random numbers are those of Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as
1, 2, 3"): a function of (agent, month, purpose) under the seed, without a state. So nobody's luck depends on who else
there is, on the order of the work, or on the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., Any])

# Arrays, as numba sees them: an element taken from one is a number, which the types of numpy do not promise.
Bools: TypeAlias = Any
Floats: TypeAlias = Any
Int16s: TypeAlias = Any
Int32s: TypeAlias = Any
Int64s: TypeAlias = Any
Uint8s: TypeAlias = Any
Uint32s: TypeAlias = Any
Uint64s: TypeAlias = Any

_MASK = np.uint64(0xFFFFFFFF)
_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_HALF = np.uint64(32)
#: Agents whose random numbers are made in one go, so that the processor makes several at once.
_BLOCK = 512

#: The rank of an agent in his cell and month has so many bits: two million people.
RANKS = 21
#: What a random number is for.
MONTH, ARRIVAL, LANDING = 0, 1, 2


def compiled(function: F) -> F:
    """Compile, and keep what was compiled on disk where some place can be written to."""
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no place to write: compiled anew in each process
        return numba.njit(nogil=True)(function)


@compiled
def philox(
    agent: np.uint64, month: np.uint64, purpose: np.uint64, seed: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four random numbers of 32 bits."""
    c0, c1, c2, c3 = agent & _MASK, agent >> _HALF, month, purpose
    k0, k1 = seed & _MASK, seed >> _HALF
    for _ in range(10):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (p1 >> _HALF) ^ c1 ^ k0, p1 & _MASK, (p0 >> _HALF) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@compiled
def uniforms(agents: Uint64s, month: int, purpose: int, seed: np.uint64) -> Floats:
    """A random number between 0 and 1 for each agent."""
    found = np.empty(len(agents))
    for at in range(len(agents)):
        found[at] = (philox(agents[at], np.uint64(month), np.uint64(purpose), seed)[0] + 0.5) / 4294967296.0
    return found


@compiled
def step(
    agents: Uint64s,
    groups: Uint8s,
    states: Uint8s,
    since: Int16s,
    wants: Uint8s,
    stay: Uint32s,
    sums: Uint32s,
    bucket_of: Int16s,
    shape: tuple[int, int],
    month: int,
    seed: np.uint64,
    log: Int32s,
    targets: Uint8s,
) -> int:
    """What each of a run of agents wants to do this month; nothing is done yet.

    Parameters
    ----------
    stay : (buckets x groups x states)
        Below this random number somebody stays as he is.
    sums : (buckets x groups x states, states)
        Cumulative chances of the other states, after staying.
    bucket_of : (months + 1,)
        Which bucket of the time in a form holds after so many months; the last one ever after.
    shape : tuple
        Groups and states (with the one of who has gone).
    log, targets
        Filled with who changes (or waits for a place), and to what.

    Returns
    -------
    int
        How many these are.
    """
    words = np.empty(_BLOCK, dtype=np.uint32)
    of_groups, of_states = shape
    last = len(bucket_of) - 1
    found = 0
    for first in range(0, len(agents), _BLOCK):
        size = min(_BLOCK, len(agents) - first)
        for place in range(size):
            words[place] = philox(agents[first + place], np.uint64(month + 1), np.uint64(MONTH), seed)[0]
        for place in range(size):
            at = first + place
            state = int(states[at])
            bucket = bucket_of[min(last, month - since[at])]
            row = (bucket * of_groups + groups[at]) * of_states + state
            if words[place] < stay[row]:
                if wants[at] == 0:
                    continue
                target = state
            else:
                target = int(np.searchsorted(sums[row], words[place], side="right"))  # pyright: ignore[reportUnknownArgumentType]
            log[found], targets[found] = at, target
            found += 1
    return found


@compiled
def arrive(
    slots: Int32s,
    totals: Int64s,
    codes: Uint64s,
    entry: Uint32s,
    landing: Uint32s,
    lives: Uint32s,
    limited: Int64s,
    form_of: Int64s,
    tied_of: Uint8s,
    roofless: int,
    month: int,
    seed: np.uint64,
    agents: Uint64s,
    groups: Uint8s,
    homes: Int16s,
    states: Uint8s,
    since: Int16s,
    wants: Uint8s,
    queued: Int16s,
    counts: Int64s,
    occupied: Int64s,
    asks: Int32s,
    asked: int,
    away: Int32s,
) -> tuple[int, int]:
    """Give who arrives a number, a home municipality and a state to begin in.

    Parameters
    ----------
    slots : (people,)
        Where they are put.
    totals : (sectors x segments x municipalities,)
        How many of each cell; their number is made of the code of the cell, the month and their rank in it.
    entry, landing : (groups, states)
        Cumulative chances. Who wants a form with a limit begins where people land who find no bed, and asks for a
        place; a form to land in that has a limit too is no roof.
    away
        Filled with who would rather not stay without a place.

    Returns
    -------
    int, int
        How many of these there are, and how many ask for a place by now.
    """
    municipalities, nowhere = limited.shape[0], landing.shape[1]
    at, unsure = 0, 0
    for cell in range(len(totals)):
        group, works = cell // municipalities, cell % municipalities
        for rank in range(totals[cell]):
            who = slots[at]
            at += 1
            agent = codes[cell] | (np.uint64(month + 1) << np.uint64(RANKS)) | np.uint64(rank)
            first, second, third, _ = philox(agent, np.uint64(month + 1), np.uint64(ARRIVAL), seed)
            home = np.searchsorted(lives[group % lives.shape[0], works], np.uint32(second), side="right")
            home = min(home, municipalities - 1)
            state = np.searchsorted(entry[group], np.uint32(first), side="right")
            form, want = form_of[state], 0
            if limited[home, form] >= 0:
                want = 1 + form + 8 * tied_of[state]
                state = np.searchsorted(landing[group], np.uint32(third), side="right")
                if state == nowhere:
                    away[unsure] = who
                    unsure += 1
                if state == nowhere or limited[home, form_of[state]] >= 0:
                    state = roofless
                asks[asked] = who
                asked += 1
            agents[who], groups[who], homes[who], states[who] = agent, group, home, state
            since[who], wants[who], queued[who] = month + 1, want, month
            counts[home, group, state] += 1
            occupied[home, form_of[state]] += 1
    return unsure, asked


@compiled
def _meanwhile(
    agent: np.uint64,
    month: int,
    seed: np.uint64,
    put: Uint8s,
    forced: Floats,
    state: int,
    target: int,
    form: int,
    tied: int,
) -> int:
    """Where somebody is who asks for a place: where he was, or without a roof when that bed is gone."""
    word = philox(agent, np.uint64(month + 1), np.uint64(LANDING), seed)[0]
    if word < forced[state, target] * 4294967296.0:
        return put[state, target, put.shape[2] - 1, 0]
    return put[state, target, form, tied]


@compiled
def settle(
    log: Int32s,
    targets: Uint8s,
    agents: Uint64s,
    groups: Uint8s,
    homes: Int16s,
    states: Uint8s,
    since: Int16s,
    wants: Uint8s,
    queued: Int16s,
    counts: Int64s,
    occupied: Int64s,
    limited: Int64s,
    form_of: Int64s,
    tied_of: Uint8s,
    lawful: Bools,
    put: Uint8s,
    forced: Floats,
    month: int,
    seed: np.uint64,
    asks: Int32s,
    freed: Int32s,
) -> tuple[int, int]:
    """Do what was logged, except for places in forms with a limit: these are asked for.

    Parameters
    ----------
    lawful : (forms + gone,)
    put : (states, states, forms, 2)
        The state in a form (tied or not) of who was in a first state and has the flags of a second.
    forced : (groups, states, states)
        Chance that a change means that the old bed is gone.
    asks, freed
        Filled with who asks for a place, and whose place in the arrays is empty.

    Returns
    -------
    int, int
        How many ask, and how many left.
    """
    gone = put.shape[0] - 1
    asked, left = 0, 0
    for at in range(len(log)):
        who, target = log[at], targets[at]
        home, group, state = homes[who], groups[who], states[who]
        old, form = form_of[state], form_of[target]
        kept = target
        if target != gone and form != old and limited[home, form] >= 0:
            if wants[who] % 8 != 1 + form:
                queued[who] = month
            wants[who] = 1 + form + 8 * tied_of[target]
            kept = _meanwhile(agents[who], month, seed, put, forced[group], state, target, old, tied_of[state])
        elif form != old and lawful[form]:
            wants[who] = 0
        if kept != state:
            counts[home, group, state] -= 1
            counts[home, group, kept] += 1
            states[who] = kept
        if form_of[kept] != old:
            occupied[home, old] -= 1
            occupied[home, form_of[kept]] += 1
            since[who] = month + 1
        if kept == gone:
            wants[who] = 0
            freed[left] = who
            left += 1
        elif wants[who] > 0:
            asks[asked] = who
            asked += 1
    return asked, left


@compiled
def grant(
    asks: Int32s,
    agents: Uint64s,
    groups: Uint8s,
    homes: Int16s,
    states: Uint8s,
    since: Int16s,
    wants: Uint8s,
    queued: Int16s,
    counts: Int64s,
    occupied: Int64s,
    limited: Int64s,
    form_of: Int64s,
    put: Uint8s,
    month: int,
    seed: np.uint64,
) -> tuple[int, int]:
    """Give the free places to who waits longest; among those of one month by lot.

    Returns
    -------
    int, int
        How many got a place, and the months that these have waited together.
    """
    forms = limited.shape[1]
    gone = put.shape[0] - 1
    free = np.maximum(limited - occupied, 0).ravel()
    asked = np.zeros(len(free), dtype=np.int64)
    for who in asks:
        asked[homes[who] * forms + wants[who] % 8 - 1] += 1
    order = np.empty(len(asks), dtype=np.uint64)
    for at in range(len(asks)):
        who = asks[at]
        cell = homes[who] * forms + wants[who] % 8 - 1
        lot = np.uint64(0)
        if asked[cell] > free[cell]:
            lot = philox(agents[who], np.uint64(month + 1), np.uint64(LANDING), seed)[1]
        order[at] = (np.uint64(cell) << np.uint64(46)) | (np.uint64(queued[who]) << np.uint64(32)) | lot
    got, waited = 0, 0
    for at in np.argsort(order):
        who = asks[at]
        home, group, state = homes[who], groups[who], states[who]
        form, tied = wants[who] % 8 - 1, wants[who] // 8
        cell = home * forms + form
        new = put[state, state, form, tied]
        if new == gone:  # no place for a household there
            wants[who] = 0
            continue
        if free[cell] <= 0:
            continue
        free[cell] -= 1
        counts[home, group, state] -= 1
        counts[home, group, new] += 1
        occupied[home, form_of[state]] -= 1
        occupied[home, form] += 1
        states[who], since[who], wants[who] = new, month + 1, 0
        got += 1
        waited += month - queued[who]
    return got, waited
