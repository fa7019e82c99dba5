"""What may leave: small cells hidden with all that they follow from, rounding, and the attacks on what is shown."""

from __future__ import annotations

from onderdak.methods.disclosure.anonymity import Anonymised, Anonymity, anonymise, anonymity
from onderdak.methods.disclosure.attack import Audit, Shown, audit, bounds, shown
from onderdak.methods.disclosure.cells import TOTAL, Cells, Table, insiders_by, linked, published, tabulate
from onderdak.methods.disclosure.differencing import Difference, between_filters, between_versions
from onderdak.methods.disclosure.protect import Protected, protect
from onderdak.methods.disclosure.rounding import Rounded, nearest, rounded
from onderdak.methods.disclosure.rules import Rules, load_rules
from onderdak.methods.disclosure.shares import share

__all__ = [
    "TOTAL",
    "Anonymised",
    "Anonymity",
    "Audit",
    "Cells",
    "Difference",
    "Protected",
    "Rounded",
    "Rules",
    "Shown",
    "Table",
    "anonymise",
    "anonymity",
    "audit",
    "between_filters",
    "between_versions",
    "bounds",
    "insiders_by",
    "linked",
    "load_rules",
    "nearest",
    "protect",
    "published",
    "rounded",
    "share",
    "shown",
    "tabulate",
]
