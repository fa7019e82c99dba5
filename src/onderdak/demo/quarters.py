"""The three years that the demo tells about, in quarters."""

from __future__ import annotations

from datetime import date, timedelta

#: First day of every quarter, and of the one after the last.
STARTS: tuple[date, ...] = tuple(date(2023 + (3 + nth) // 4, 3 * ((3 + nth) % 4) + 1, 1) for nth in range(13))
COUNT = 12
LAST = COUNT - 1
LABELS: tuple[str, ...] = tuple(f"{start.year}Q{(start.month + 2) // 3}" for start in STARTS[:COUNT])
ENDS: tuple[date, ...] = tuple(after - timedelta(days=1) for after in STARTS[1:])

#: How full housing is by quarter of the year: few in winter, most in the second and third quarter.
SEASON = {1: 0.72, 2: 0.95, 3: 1.0, 4: 0.84}


def season(quarter: int) -> float:
    """How full housing is in this quarter, 0..1."""
    return SEASON[(STARTS[quarter].month + 2) // 3]


def quarter_of(day: date) -> int:
    """Number of the quarter that a day lies in; days outside the three years give the nearest quarter."""
    return max(0, min(LAST, sum(start <= day for start in STARTS[:COUNT]) - 1))
