"""Which people stand on which lists together, as an UpSet plot: a row of dots for each combination, and its bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase
from typing import Any

import altair as alt
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onderdak.base.ui.charts import Chart
from onderdak.base.ui.charts.draw import COLOURS, INK, LINE
from onderdak.base.ui.tables.columns import Column
from onderdak.needs.words import joined, number, quoted

#: More rows than this make no picture; the table has all.
MOST_ROWS = 15
_DOTS = 0.3  # the part of the width that the dots take

Overlaps = Sequence[Mapping[str, Any]]  # {"lists": [...], "count": int or None}, the largest first


def upset(request: HttpRequest, lists: Sequence[str], overlaps: Overlaps, *, people: int, level: int = 2) -> Chart:
    """The overlaps of some lists; counts that may not be seen are None."""
    letters = dict(zip(lists, ascii_uppercase, strict=False))
    rows = [_row(one, letters) for one in overlaps if one["count"] != 0]
    return Chart(
        request,
        "overlap",
        _title(lists, overlaps),
        _summary(overlaps, people),
        spec(rows[:MOST_ROWS], [letters[name] for name in lists]),
        [
            Column("lists", _("Only on"), sortable=False),
            Column("count", _("People"), "number", value=lambda row: row["count"]),
            Column("share", _("Share"), "share", value=lambda row: row["count"] and row["count"] / people),
        ],
        rows,
        explanation=_(
            "Each row is a group of people who stand on exactly the marked lists. The more people are on several "
            "lists, the fewer there can be on none. Groups of fewer than ten people are hidden."
        ),
        sources=list(lists),
        height=max(26 * min(len(rows), MOST_ROWS) + 46, 140),
        level=level,
        remarks=[(letters[name], name) for name in lists],
    )


def _row(one: Mapping[str, Any], letters: Mapping[str, str]) -> dict[str, Any]:
    said = number(one["count"]) if one["count"] is not None else _("hidden")
    return {
        "key": "".join(letters[name] for name in one["lists"]),
        "lists": joined(one["lists"]),
        "count": one["count"],
        "said": said,
    }


def _title(lists: Sequence[str], overlaps: Overlaps) -> str:
    several = sum(one["count"] or 0 for one in overlaps if len(one["lists"]) > 1)
    return _("%(n)s people stand on more than one of the %(lists)s lists") % {
        "n": number(several),
        "lists": len(lists),
    }


def _summary(overlaps: Overlaps, people: int) -> str:
    known = [one for one in overlaps if one["count"]]
    if not known:
        return _("No group is large enough to be shown.")
    largest = known[0]
    return _("%(people)s people stand on some list. The largest group, %(n)s people, stands on %(lists)s only.") % {
        "people": number(people),
        "n": number(largest["count"]),
        "lists": quoted(largest["lists"]),
    }


def spec(rows: Sequence[Mapping[str, Any]], letters: Sequence[str]) -> dict[str, Any]:
    """The drawing: two scales across, one for the lists and one for the people."""
    bars = [{"key": row["key"], "count": row["count"] or 0, "said": row["said"]} for row in rows]
    dots = [{"key": row["key"], "list": one, "on": one in row["key"]} for row in rows for one in letters]
    lines = [{"key": row["key"], "from": row["key"][0], "to": row["key"][-1]} for row in rows if len(row["key"]) > 1]
    down = alt.Y("key:N", sort=[row["key"] for row in rows], axis=None)
    across = {
        "sort": list(letters),
        "scale": alt.Scale(domain=list(letters), range=[0, {"expr": f"width*{_DOTS}"}]),  # pyright: ignore
        "axis": alt.Axis(orient="top", title=None, labelAngle=0, domain=False, ticks=False, labelFontWeight=600),
    }
    most = max((bar["count"] for bar in bars), default=1) or 1
    people = {
        # Room at the end for the number beside the longest bar.
        "scale": alt.Scale(domain=[0, most * 1.25], range=[{"expr": f"width*{_DOTS + 0.04}"}, {"expr": "width"}]),  # pyright: ignore
        "axis": None,
    }
    matrix = alt.layer(
        alt.Chart(alt.InlineData(lines))
        .mark_rule(strokeWidth=3, color=COLOURS[0])
        .encode(y=down, x=alt.X("from:N", **across), x2="to:N"),
        alt.Chart(alt.InlineData(dots))
        .mark_circle(size=150, opacity=1)
        .encode(
            y=down,
            x=alt.X("list:N", **across),
            color=alt.Color("on:N", scale=alt.Scale(domain=[True, False], range=[COLOURS[0], LINE]), legend=None),
        ),
    )
    base = alt.Chart(alt.InlineData(bars)).encode(y=down, x=alt.X("count:Q", **people))
    beside = alt.layer(
        base.mark_bar(height=16, color=COLOURS[0]).encode(tooltip=alt.Tooltip("said:N")),
        base.mark_text(align="left", dx=6, color=INK).encode(text="said:N"),
    )
    return alt.layer(matrix, beside).resolve_scale(x="independent").to_dict()
