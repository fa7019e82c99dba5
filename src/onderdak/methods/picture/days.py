"""A day in an expression: a date, or a value that a query which was made before is given when it runs."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import ibis
import ibis.expr.types as ir

Day: TypeAlias = "date | ir.DateValue"


def as_value(day: Day) -> ir.DateValue:
    """The day as a value of an expression."""
    return ibis.literal(day) if isinstance(day, date) else day
