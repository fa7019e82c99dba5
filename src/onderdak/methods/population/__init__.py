"""How many people there are, the unseen included: multiple systems estimation from lists that overlap."""

from __future__ import annotations

from onderdak.methods.population.estimator import MultipleSystems
from onderdak.methods.population.nowcast import nowcast
from onderdak.methods.population.results import Answer, Envelope, ModelResult, Stratum
from onderdak.methods.population.sensitivity import sensitivity, with_linkage_error, without_leavers
from onderdak.methods.population.tables import CaptureTable, read_table

__all__ = [
    "Answer",
    "CaptureTable",
    "Envelope",
    "ModelResult",
    "MultipleSystems",
    "Stratum",
    "nowcast",
    "read_table",
    "sensitivity",
    "with_linkage_error",
    "without_leavers",
]
