"""Small inputs of which everything can be worked out by hand."""

from __future__ import annotations

import numpy as np

from onderdak.methods.careers import Inputs, Parameter, Source

PLAIN = {
    "settle": 0.3,
    "season": 0.5,
    "leave.short": 0.25,
    "leave.mid": 0.03,
    "leave.long": 0.005,
    "leave_jobless": 0.2,
    "job_loss": 0.04,
    "job_find": 0.4,
    "tied": 0.5,
    "notice_weeks": 4.0,
    "arrive.short.short_legal": 0.6,
    "arrive.short.overcrowded": 0.4,
    "arrive.mid.shared": 0.7,
    "arrive.mid.short_informal": 0.3,
    "arrive.long.shared": 0.6,
    "arrive.long.rent": 0.4,
    "land.abroad": 0.3,
    "land.overcrowded": 0.4,
    "land.houseless": 0.3,
    "move.long.shared.rent": 0.03,
    "move.mid.houseless.shared": 0.2,
    "household.long": 0.01,
    "family": 1.5,
    "growth.low": -0.02,
    "growth.middle": 0.01,
    "growth.high": 0.04,
}


def known(value: float, low: float | None = None, high: float | None = None) -> Parameter:
    return Parameter(value, low, high, source="made for a test", status="assumed")


def small(workers=None, *, years=3, **changed) -> Inputs:
    """Two municipalities, one sector. Names of parameters are written with two underscores for a dot."""
    values = PLAIN | {name.replace("__", "."): value for name, value in changed.items()}
    if workers is None:
        season = 1 + 0.1 * np.sin(np.arange(12) / 12 * 2 * np.pi)
        workers = np.array([1000.0, 400.0])[:, None, None] * season
    names = ("Noord", "Zuid", "Oost", "West")[: len(workers)]
    return Inputs(
        names,
        ("bulbs",),
        2027,
        years,
        workers,
        Source("made for a test", "2026", "assumed"),
        {name: one if isinstance(one, Parameter) else known(one) for name, one in values.items() if one is not None},
    )
