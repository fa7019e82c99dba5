"""From points to a chance: what share of links with such evidence proved right."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Chances = npt.NDArray[np.float64]

#: Evidence of rows that agree in full; above what points and lead can reach.
FULL_POSTCODE, FULL_STREET, BARE_POSTCODE = 42, 40, 38
#: The lead on the next house counts up to this far.
LEAD_COUNTS = 8
#: Rows with this little evidence hold no candidate.
NOTHING = -99


@dataclass(frozen=True)
class Calibration:
    """A rising step function from evidence to the chance that a link is right.

    Attributes
    ----------
    evidence : numpy.ndarray of int64, shape (steps,)
        Rising.
    chance : numpy.ndarray of float64, shape (steps,)
        Between 0 and 1, never falling.
    made_on : str
        What it was measured on, and when.

    Examples
    --------
    >>> made = Calibration.fit(np.array([1, 1, 9, 9, 9, 9]), np.array([0, 1, 1, 1, 1, 1]), made_on="example")
    >>> bool(made(np.array([9]))[0] > made(np.array([1]))[0])
    True
    """

    evidence: Integers
    chance: Chances
    made_on: str

    def __call__(self, evidence: Integers) -> Chances:
        """Chances of given evidence, shape as given; linear between steps, 0 for NOTHING."""
        found = np.interp(evidence, self.evidence, self.chance)
        return np.where(evidence == NOTHING, 0.0, found)

    @classmethod
    def fit(cls, evidence: Integers, right: npt.NDArray[Any], *, made_on: str) -> Calibration:
        """Measure anew, by isotonic regression (pool adjacent violators) on counts with one half added to each side.

        Parameters
        ----------
        evidence : numpy.ndarray of int, shape (rows,)
            As `Links.evidence` gives it.
        right : numpy.ndarray of bool, shape (rows,)
            Whether the best candidate was right.
        made_on : str
            What it was measured on.

        Raises
        ------
        ValueError
            When there are no rows or shapes differ.

        References
        ----------
        Ayer, Brunk, Ewing, Reid, Silverman (1955), An empirical distribution function for sampling with incomplete
        information. Annals of Mathematical Statistics 26(4).
        """
        if evidence.shape != right.shape or evidence.size == 0:
            raise ValueError("evidence and right must have the same, non-zero length")
        steps, where = np.unique(evidence, return_inverse=True)
        count = np.bincount(where).astype(np.float64)
        hits = np.bincount(where, weights=right.astype(np.float64))
        return cls(steps.astype(np.int64), _rising((hits + 0.5) / (count + 1.0), count + 1.0), made_on)

    @staticmethod
    @lru_cache(maxsize=1)
    def shipped() -> Calibration:
        """The calibration that comes with this version."""
        with files("onderdak.methods.addresses").joinpath("calibration.toml").open("rb") as file:
            data = tomllib.load(file)
        steps = data["step"]
        return Calibration(
            np.array([step["evidence"] for step in steps], dtype=np.int64),
            np.array([step["chance"] for step in steps], dtype=np.float64),
            data["made_on"],
        )


def _rising(shares: Chances, weights: Chances) -> Chances:
    blocks: list[tuple[float, float, int]] = []
    for share, weight in zip(shares.tolist(), weights.tolist(), strict=True):
        block = (share, weight, 1)
        while blocks and blocks[-1][0] >= block[0]:
            before = blocks.pop()
            total = before[1] + block[1]
            block = ((before[0] * before[1] + block[0] * block[1]) / total, total, before[2] + block[2])
        blocks.append(block)
    return np.concatenate([np.full(length, share) for share, _, length in blocks])
