"""Shares: only of enough people, and never one that tells of a few."""

from __future__ import annotations

from onderdak.methods.disclosure.rules import Rules


def share(part: float, whole: float, rules: Rules) -> float | None:
    """The share of a part in a whole, or None where it may not be shown.

    A share of few people is chance, and with the whole beside it a share is a count: of the part, and of the rest.

    Parameters
    ----------
    part, whole : float
        Counts of people; the part lies in the whole.
    rules : Rules

    Examples
    --------
    >>> from onderdak.methods.disclosure import load_rules
    >>> rules = load_rules()
    >>> share(60, 240, rules), share(30, 80, rules), share(3, 240, rules), share(236, 240, rules), share(0, 240, rules)
    (0.25, None, None, None, 0.0)
    """
    if whole < rules.share_denominator:
        return None
    small = any(0 < count < rules.least_cell for count in (part, whole - part))
    return None if small else part / whole
