"""The answer for each row, put together from what the engine found for each distinct text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.methods.addresses.calibrate import (
    BARE_POSTCODE,
    FULL_POSTCODE,
    FULL_STREET,
    LEAD_COUNTS,
    NOTHING,
    Calibration,
)
from onderdak.methods.addresses.decide import NO_RIVAL
from onderdak.methods.addresses.reasons import Evidence, exact_reason, none_reason, weighed_reason
from onderdak.methods.addresses.schema import LINKS
from onderdak.methods.addresses.score import HOUSE_POINTS, NEAR

Integers = npt.NDArray[np.int64]
_compute = cast("Any", pc)
_FULL = {"postcode": FULL_POSTCODE, "street": FULL_STREET, "postcode_only": BARE_POSTCODE}


@dataclass(frozen=True)
class Found:
    """What the engine found for distinct texts; each table has `text_no`.

    Attributes
    ----------
    exact : pyarrow.Table
        text_no, address_id, house_no, how.
    scored, read : pyarrow.Table
        text_no, outcome, address_id, house_no, points, lead, unit_lead, agreement, street_part, code_part, place_part,
        kind, spread, now, runner_up, candidates; from the engine's own reading and from the patient reader.
    unplaced : pyarrow.Table
        text_no, code: why nothing came near, for texts in neither of the others.
    texts : int
        Number of distinct texts.
    """

    exact: pa.Table
    scored: pa.Table
    read: pa.Table
    unplaced: pa.Table
    texts: int


def assembled(found: Found, of_row: Integers, calibration: Calibration, language: str) -> tuple[pa.Table, Integers]:
    """The links in the order of the rows (schema LINKS), and the evidence of each.

    Parameters
    ----------
    found : Found
        Answers by distinct text.
    of_row : numpy.ndarray of int64, shape (rows,)
        The text of each row.
    calibration : Calibration
        From evidence to chance.
    language : str
        `en` or `nl`, of the reasons.
    """
    parts = [
        _exact_part(found.exact, calibration, language),
        _weighed_part(found.scored, calibration, language, "scored"),
        _weighed_part(found.read, calibration, language, "readings"),
        _unplaced_part(found.unplaced, language),
    ]
    whole = pa.concat_tables(parts)
    position = np.full(found.texts, -1, dtype=np.int64)
    position[_numbers(whole, "text_no")] = np.arange(whole.num_rows, dtype=np.int64)
    by_row = whole.drop_columns(["text_no"]).take(pa.array(position[of_row]))
    evidence = _numbers(by_row, "evidence")
    rows = pa.array(np.arange(len(of_row), dtype=np.int64))
    table = by_row.drop_columns(["evidence"]).add_column(0, "row", rows)
    return table.select(LINKS.names).cast(LINKS), evidence


def _numbers(table: pa.Table, name: str) -> Integers:
    return table[name].to_numpy().astype(np.int64)


def _same(value: str | None, length: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), length)


def _exact_part(exact: pa.Table, calibration: Calibration, language: str) -> pa.Table:
    how = exact["how"].combine_chunks().dictionary_encode()
    codes = cast("list[str]", how.dictionary.to_pylist())
    which = np.asarray(how.indices, dtype=np.int64)
    evidence = np.array([_FULL[code] for code in codes], dtype=np.int64)[which]
    chance = calibration(evidence)
    reasons = pa.array([exact_reason(code, language) for code in codes], pa.string())
    stages = pa.array([code.removesuffix("_only") for code in codes], pa.string())
    count = exact.num_rows
    return pa.table(
        {
            "text_no": exact["text_no"],
            "outcome": _same("exact", count),
            "address_id": exact["address_id"],
            "score": pa.array(chance),
            "margin": pa.array(chance),
            "stage": stages.take(how.indices),
            "reason": reasons.take(how.indices),
            "runner_up": _same(None, count),
            "candidates": exact["address_id"],
            "house_no": exact["house_no"].cast(pa.int64()),
            "evidence": pa.array(evidence),
        }
    )


def _weighed_part(weighed: pa.Table, calibration: Calibration, language: str, stage: str) -> pa.Table:
    points, lead, unit_lead = (_numbers(weighed, name) for name in ("points", "lead", "unit_lead"))
    outcome = np.asarray(weighed["outcome"].to_pylist(), dtype=object)
    evidence = points + np.minimum(lead, LEAD_COUNTS)
    chance = calibration(evidence)
    agreement = _numbers(weighed, "agreement")
    twins = (outcome == "building") & (agreement >= NEAR)
    alone = np.minimum(lead, unit_lead) >= NO_RIVAL
    rival = np.where(alone, 0.0, np.minimum(1.0 - chance, chance))
    linked = pa.array((outcome == "probable") | (outcome == "exact"))
    placed = pa.array((outcome != "ambiguous") & (outcome != "none"))
    nothing = pa.scalar(None, pa.string())
    return pa.table(
        {
            "text_no": weighed["text_no"],
            "outcome": weighed["outcome"],
            "address_id": _compute.if_else(linked, weighed["address_id"], nothing),
            "score": pa.array(chance),
            "margin": pa.array(np.where(twins, 0.0, chance - rival)),
            "stage": _same(stage, weighed.num_rows),
            "reason": _weighed_reasons(weighed, twins, language),
            "runner_up": weighed["runner_up"],
            "candidates": weighed["candidates"],
            "house_no": _compute.if_else(placed, weighed["house_no"].cast(pa.int64()), pa.scalar(None, pa.int64())),
            "evidence": pa.array(evidence),
        }
    )


def _weighed_reasons(weighed: pa.Table, twins: npt.NDArray[np.bool_], language: str) -> pa.Array:
    """Words are made once a combination of parts: there are some hundreds of these, whatever the length of the list."""
    whys = _whys(weighed, twins)
    parts = {name: weighed[name].combine_chunks() for name in _REASON_PARTS} | {"why": pa.array(whys)}
    combined = np.zeros(weighed.num_rows, dtype=np.int64)
    for column in parts.values():
        encoded = column.dictionary_encode()
        combined = combined * len(encoded.dictionary) + np.asarray(encoded.indices, dtype=np.int64)
    _, first, which = np.unique(combined, return_index=True, return_inverse=True)
    distinct = pa.table(parts).take(pa.array(first)).to_pylist()
    words = [weighed_reason(Evidence(**row), language) for row in distinct]
    return pa.array(words, pa.string()).take(pa.array(which))


_REASON_PARTS = ("outcome", "street_part", "code_part", "place_part", "agreement", "kind", "now")


def _whys(weighed: pa.Table, twins: npt.NDArray[np.bool_]) -> list[str]:
    """Why a row was not placed on one address, where its parts do not say so; the empty text for other rows."""
    outcome = np.asarray(weighed["outcome"].to_pylist(), dtype=object)
    spread = np.asarray(weighed["spread"].to_pylist(), dtype=np.bool_)
    weak = _numbers(weighed, "points") < HOUSE_POINTS
    named = np.select([spread, weak], ["spread", "weak"], "rival")
    return cast("list[str]", np.select([twins, outcome == "ambiguous"], ["twins", named], "").tolist())


def _unplaced_part(unplaced: pa.Table, language: str) -> pa.Table:
    codes = unplaced["code"].combine_chunks().dictionary_encode()
    words = [none_reason(code, language) for code in cast("list[str]", codes.dictionary.to_pylist())]
    count = unplaced.num_rows
    zeros = pa.array(np.zeros(count))
    return pa.table(
        {
            "text_no": unplaced["text_no"],
            "outcome": _same("none", count),
            "address_id": _same(None, count),
            "score": zeros,
            "margin": zeros,
            "stage": _same("none", count),
            "reason": pa.array(words, pa.string()).take(codes.indices),
            "runner_up": _same(None, count),
            "candidates": _same("", count),
            "house_no": pa.nulls(count, pa.int64()),
            "evidence": pa.array(np.full(count, NOTHING, dtype=np.int64)),
        }
    )
