"""Which cells may not be shown, and how far from the truth what can be computed of them must stay.

Sources: A. Hundepool et al., Handbook on Statistical Disclosure Control, second edition, sections 4.2 and 5.2;
L. Willenborg and T. de Waal, Elements of Statistical Disclosure Control (2001), chapter 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onderdak.methods.disclosure.cells import Cells, Floats, Ints, Table
from onderdak.methods.disclosure.rules import Rules


@dataclass(frozen=True)
class Sensitive:
    """The cells that may not be shown.

    Parameters
    ----------
    cells : ndarray of int, shape (s,)
    up, down : ndarray, shape (s,)
        How far above and below the true value the interval of an attacker must reach.
    why : tuple of str
        Of each the rule: "small", "dominance" or "p-percent".
    """

    cells: Ints
    up: Floats
    down: Floats
    why: tuple[str, ...]


def sensitive(cells: Cells, table: Table, rules: Rules) -> Sensitive:
    """The cells that may not be shown under the rules.

    A cell of 1 to `least_cell` - 1 is small. With contributors a cell is also hidden when the `dominance_n` largest
    hold more than `dominance_k` percent of it, or when the second can place the first within `p_percent`; then it must
    stay uncertain by at least what the rule lacks (Handbook, section 4.2: 100/k times the sum of the n largest, less
    the total; p/100 of the largest less what the others besides the second hold).
    """
    found: dict[int, tuple[float, float, str]] = {}
    for place in np.flatnonzero((cells.values > 0) & (cells.values < rules.least_cell)):
        down = min(float(cells.values[place]), rules.below)
        found[int(place)] = (rules.width - down, down, "small")
    for place, rows in enumerate(cells.members):
        if place not in found and (lack := _lack(_shares(table, rows), rules)):
            found[place] = (lack[0], min(lack[0], float(cells.values[place])), lack[1])
    order = sorted(found)
    up, down, why = zip(*(found[place] for place in order), strict=True) if order else ((), (), ())
    return Sensitive(np.array(order, dtype=np.int64), np.array(up, np.float64), np.array(down, np.float64), tuple(why))


def _shares(table: Table, rows: Ints) -> Floats:
    """What each contributor holds of a cell, the largest first."""
    held: dict[str, float] = {}
    holders = table.holders or ()
    for row in rows:
        held[str(holders[row])] = held.get(str(holders[row]), 0.0) + table.values[row]
    return np.sort(np.array([one for one in held.values() if one > 0], dtype=np.float64))[::-1]


def _lack(shares: Floats, rules: Rules) -> tuple[float, str] | None:
    """By how much a cell is too easily taken apart; the larger where it breaks both rules."""
    total = float(shares.sum())
    dominance = 100.0 / rules.dominance_k * float(shares[: rules.dominance_n].sum()) - total
    percent = rules.p_percent / 100.0 * float(shares[0]) - float(shares[2:].sum())
    lack, why = max((dominance, "dominance"), (percent, "p-percent"))
    return (lack, why) if lack > 0 else None
