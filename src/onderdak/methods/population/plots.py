"""A picture of an estimate: every model that counts, and what else was said, against the size of the population."""

from __future__ import annotations

import math
from typing import Any

from onderdak.methods.population.results import Answer, may_leave

#: More models than this are not drawn one by one.
_MOST_MODELS = 25


def chart(answer: Answer) -> Any:
    """Draw an answer.

    Parameters
    ----------
    answer : Answer

    Returns
    -------
    altair.LayerChart
        The best models with their intervals, the envelope as a band, and the averages and bounds below.
    """
    import altair as alt

    answer = may_leave(answer)
    rows = alt.Data(values=rows_of(answer))
    order = [row["name"] for row in rows_of(answer)]
    place = alt.Y("name:N", sort=order, title=None)
    size = alt.X("n_hat:Q", title="Estimated size of the population", scale=alt.Scale(zero=False))
    base = alt.Chart(rows)
    kinds = list(dict.fromkeys(row["kind"] for row in rows_of(answer)))
    colour = alt.Color("kind:N", sort=kinds, legend=None)  # the legend shows shapes: they are read in any colour
    whiskers = base.mark_rule().encode(y=place, x="low:Q", x2="high:Q", color=colour)
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        y=place, x=size, color=colour, shape=alt.Shape("kind:N", title=None, sort=kinds)
    )
    layers = [whiskers, points]
    if answer.envelope:
        ends = [{"low": answer.envelope.low, "high": answer.envelope.high}]
        layers.insert(0, alt.Chart(alt.Data(values=ends)).mark_rect(opacity=0.15).encode(x="low:Q", x2="high:Q"))
    return alt.layer(*layers).properties(width=640, title=_title(answer))


def _title(answer: Answer) -> str:
    if answer.envelope is None:
        return "No model can be used"
    return f"Between {answer.envelope.low:,.0f} and {answer.envelope.high:,.0f} people (the envelope, shaded)"


def rows_of(answer: Answer) -> list[dict[str, Any]]:
    """What is drawn, a row each: name, kind, estimate and ends of the interval."""
    good = [one for one in answer.models if one.status == "ok"][:_MOST_MODELS]
    chosen = answer.chosen.terms if answer.chosen else ""
    near = set(answer.envelope.models) if answer.envelope else set[str]()
    kinds = ["model in the envelope" if one.terms in near else "model outside it" for one in good]
    rows = [
        _row(one.terms, "chosen model" if one.terms == chosen else kind, one.n_hat, *one.interval)
        for one, kind in zip(good, kinds, strict=True)
    ]
    if answer.graphs:
        graphs = answer.graphs
        rows.append(_row("decomposable graphs", "average", graphs.median, graphs.low, graphs.high))
    if answer.classes:
        rows.append(_row("latent classes", "average", answer.classes.chosen.n_hat))
    if math.isfinite(answer.chao):
        rows.append(_row("Chao's lower bound", "bound", answer.chao))
    return rows


def _row(name: str, kind: str, n_hat: float, low: float = math.nan, high: float = math.nan) -> dict[str, Any]:
    ends = {key: value if math.isfinite(value) else None for key, value in (("low", low), ("high", high))}
    return {"name": name, "kind": kind, "n_hat": n_hat, **ends}
