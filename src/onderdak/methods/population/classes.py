"""Latent classes: people differ in how easily each list sees them, in kinds that nobody recorded.

Within a class the lists are independent. The number of classes is the one with the lowest BIC among those that the
table can bear; every number that was tried is kept, as the answer often leans on it.

Sources: A. Agresti, Simple capture-recapture models permitting unequal catchability and variable sampling effort,
Biometrics 50 (1994) 494-500. Speeding up the EM algorithm: R. Varadhan and C. Roland, Scandinavian Journal of
Statistics 35 (2008) 335-353.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onderdak.methods.population.zeta import Floats

_MOST_CLASSES = 3
_STARTS, _KEPT = 48, 6
_SHORT, _LONG = 40, 1000
_TOLERANCE = 1e-8


@dataclass(frozen=True)
class ClassModel:
    """One number of classes.

    Parameters
    ----------
    classes : int
    n_hat : float
        Estimated size of the population.
    log_likelihood, bic : float
        Of the multinomial over the observed cells.
    shares : tuple of float
        Share of the population in each class, the largest first.
    """

    classes: int
    n_hat: float
    log_likelihood: float
    bic: float
    shares: tuple[float, ...]


@dataclass(frozen=True)
class LatentClasses:
    """The numbers of classes that were tried, and the one with the lowest BIC."""

    chosen: ClassModel
    tried: tuple[ClassModel, ...]


def latent_classes(counts: Floats, *, most_classes: int = _MOST_CLASSES, seed: int = 0) -> LatentClasses:
    """Estimate the size of the population by a mixture of classes.

    Parameters
    ----------
    counts : ndarray, shape (2^k,)
        Counts by cell; cell 0 is not looked at.
    most_classes : int
        At most so many are tried; a table of k lists bears those with classes x (k + 1) - 1 parameters below its cells.
    seed : int
        Of the points where the search starts.

    Returns
    -------
    LatentClasses
    """
    table = np.array(counts, dtype=np.float64)
    table[0] = 0.0
    lists = len(table).bit_length() - 1
    bearable = [n for n in range(1, most_classes + 1) if n == 1 or n * (lists + 1) <= len(table) - 1]
    tried = tuple(_fit(table, lists, classes, np.random.default_rng([seed, classes])) for classes in bearable)
    return LatentClasses(min(tried, key=lambda one: one.bic), tried)


def _fit(table: Floats, lists: int, classes: int, rng: np.random.Generator) -> ClassModel:
    search = _Search(table, lists, classes)
    state = rng.normal(-1.0, 1.0, (_STARTS, classes * (lists + 1)))
    state[:, :classes] = rng.normal(0.0, 1.0, (_STARTS, classes))
    state = search.run(state)
    found = search.log_likelihood(state)
    top = state[int(np.argmax(found))][None, :]
    share, _ = search.split(top)
    cell = search.cells(top)[0].sum(axis=1)
    people = float(table.sum())
    return ClassModel(
        classes=classes,
        n_hat=people / float(1 - cell[0]),
        log_likelihood=float(found.max()),
        bic=float(-2 * found.max() + np.log(max(people, 1.0)) * (classes * (lists + 1) - 1)),
        shares=tuple(sorted(share[0].tolist(), reverse=True)),
    )


class _Search:
    """The EM algorithm from many starts at once; a state is logits of the shares, then of the chances to be seen."""

    def __init__(self, table: Floats, lists: int, classes: int) -> None:
        self.table, self.lists, self.classes = table, lists, classes
        self.people = table.sum()
        self.on = (np.arange(len(table))[:, None] >> np.arange(lists) & 1).astype(np.float64)

    def split(self, state: Floats) -> tuple[Floats, Floats]:
        """Shares (B, classes) and chances to be seen (B, classes, lists)."""
        raw = state[:, : self.classes]
        share = np.exp(raw - raw.max(axis=1, keepdims=True))
        chance = 1 / (1 + np.exp(-np.clip(state[:, self.classes :], -30, 30)))
        return share / share.sum(axis=1, keepdims=True), chance.reshape(len(state), self.classes, self.lists)

    def cells(self, state: Floats) -> Floats:
        """Probability of each cell with each class, shape (B, 2^k, classes)."""
        share, chance = self.split(state)
        on = np.einsum("cl,bkl->bck", self.on, np.log(chance))
        off = np.einsum("cl,bkl->bck", 1 - self.on, np.log1p(-chance))
        return np.exp(on + off) * share[:, None, :]

    def log_likelihood(self, state: Floats) -> Floats:
        """Of the observed cells, given that people were seen."""
        cell = self.cells(state).sum(axis=2)
        seen = np.maximum(cell[:, 1:], 1e-300) / np.maximum(1 - cell[:, :1], 1e-300)
        return (self.table[1:] * np.log(seen)).sum(axis=1)

    def step(self, state: Floats) -> Floats:
        """One round of EM."""
        joint = self.cells(state)
        cell = np.maximum(joint.sum(axis=2), 1e-300)
        counts = np.repeat(self.table[None, :], len(state), axis=0)
        counts[:, 0] = self.people * cell[:, 0] / np.maximum(1 - cell[:, 0], 1e-12)
        belong = joint / cell[:, :, None] * counts[:, :, None]
        size = np.maximum(belong.sum(axis=1), 1e-12)
        chance = np.clip(np.einsum("bck,cl->bkl", belong, self.on) / size[:, :, None], 1e-13, 1 - 1e-13)
        logit = np.log(chance) - np.log1p(-chance)
        return np.concatenate([np.log(size), logit.reshape(len(state), -1)], axis=1)

    def run(self, state: Floats) -> Floats:
        """A short search from every start, and a long one from the best of them, until none gains any more."""
        state = self._climb(self.step(state), _SHORT)
        best = np.argsort(-self.log_likelihood(state))[:_KEPT]
        return self._climb(state[best], _LONG)

    def _climb(self, state: Floats, rounds: int) -> Floats:
        now = self.log_likelihood(state)
        for _ in range(rounds):
            state, before = self._leap(state), now
            now = self.log_likelihood(state)
            if (now - before <= _TOLERANCE).all():
                break
        return state

    def _leap(self, state: Floats) -> Floats:
        """Two rounds of EM and a leap along their curve, kept where it is better."""
        once = self.step(state)
        twice = self.step(once)
        change, bend = once - state, twice - 2 * once + state
        far = np.sqrt((change**2).sum(axis=1) / np.maximum((bend**2).sum(axis=1), 1e-300))
        length = np.clip(far, 1.0, 256.0)[:, None]
        leapt = self.step(state + 2 * length * change + length**2 * bend)
        better = self.log_likelihood(leapt) >= self.log_likelihood(twice)
        return np.where(better[:, None], leapt, twice)
