"""What may leave: small cells hidden with all that they follow from, rounding, and the attacks on what is shown."""

from __future__ import annotations

from onderdak.methods.disclosure.attack import Audit, Shown, audit, bounds, shown
from onderdak.methods.disclosure.cells import TOTAL, Cells, Table, linked, tabulate
from onderdak.methods.disclosure.protect import Protected, protect
from onderdak.methods.disclosure.rounding import Rounded, nearest, rounded
from onderdak.methods.disclosure.rules import Rules, load_rules

__all__ = [
    "TOTAL",
    "Audit",
    "Cells",
    "Protected",
    "Rounded",
    "Rules",
    "Shown",
    "Table",
    "audit",
    "bounds",
    "linked",
    "load_rules",
    "nearest",
    "protect",
    "rounded",
    "shown",
    "tabulate",
]
