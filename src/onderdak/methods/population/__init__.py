"""How many people there are, the unseen included: multiple systems estimation from lists that overlap."""

from __future__ import annotations

from onderdak.methods.population.estimator import MultipleSystems
from onderdak.methods.population.nowcast import Nowcast, nowcast
from onderdak.methods.population.pseudonyms import Links, Overlap, PseudonymList, count_overlaps, pseudonym_list
from onderdak.methods.population.results import Answer, Envelope, ModelResult, Stratum
from onderdak.methods.population.sensitivity import sensitivity, with_linkage_error, without_leavers
from onderdak.methods.population.tables import CaptureTable, read_table

__all__ = [
    "Answer",
    "CaptureTable",
    "Envelope",
    "Links",
    "ModelResult",
    "MultipleSystems",
    "Nowcast",
    "Overlap",
    "PseudonymList",
    "Stratum",
    "count_overlaps",
    "nowcast",
    "pseudonym_list",
    "read_table",
    "sensitivity",
    "with_linkage_error",
    "without_leavers",
]
