"""Measure anew what share of links with given evidence prove right: `python -m benchmarks.calibrate`.

Writes `src/onderdak/methods/addresses/calibration.toml`. Takes the eight styles of noise of this folder on
the whole register, and one row in nine without an answer on a register without one province and the withheld houses.
Needs the shared real addresses.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import noise
from benchmarks.linkage import COLUMNS, HELD_OUT, SOURCE, former_municipalities, without
from benchmarks.report import ROOT, today
from benchmarks.unanswerable import unanswerable
from onderdak.methods.addresses import Link, Linker, Register
from onderdak.methods.addresses.calibrate import NOTHING, Calibration
from onderdak.methods.addresses.prepare import prepare

Evidence = npt.NDArray[np.int64]
Right = npt.NDArray[np.bool_]

SEED = 4711
EACH = 12_000
PAGE = ROOT / "src/onderdak/methods/addresses/calibration.toml"
_HEAD = """\
# From evidence (points and lead, see score.py and calibrate.py) to the chance that a link is right.
# Measured by benchmarks/calibrate.py; do not edit by hand.
"""


def main() -> None:
    """Draw rows, link them, fit, write."""
    if not SOURCE.exists():
        sys.exit(f"{SOURCE} is not there: set ONDERDAK_SHARED to the folder with the shared data.")
    addresses = noise.read_addresses(SOURCE)
    near = noise.Neighbours.of(addresses, former_municipalities())
    made = unanswerable(addresses, EACH, SEED, province=HELD_OUT, near=near)
    rows = [noise.dirty(addresses, style, EACH, SEED, near) for style in noise.STYLES]
    with tempfile.TemporaryDirectory() as folder:
        whole = prepare([SOURCE], Path(folder) / "whole")
        part = prepare([without(made.withhold, Path(folder) / "part.parquet")], Path(folder) / "part")
        parts = [*_judged(rows, whole), *_judged([made.rows], part)]
    evidence = np.concatenate([part[0] for part in parts])
    right = np.concatenate([part[1] for part in parts])
    fitted = Calibration.fit(evidence, right, made_on=f"{len(evidence):,} rows of nine kinds of noise, {today()}")
    PAGE.write_text(_written(fitted), encoding="utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


def _judged(tables: list[pa.Table], register: Register) -> list[tuple[Evidence, Right]]:
    """Evidence of the rows that have a candidate, and whether the best one is right: the address where a row was
    linked, its building elsewhere."""
    linker = Linker(register)
    known = pq.read_table(register.file("addresses"), columns=["address_id", "house_no"])
    houses = dict(zip(known["address_id"].to_pylist(), known["house_no"].to_pylist(), strict=True))
    judged: list[tuple[Evidence, Right]] = []
    for rows in tables:
        links = linker.link(rows, columns=COLUMNS)
        pairs = zip(rows["truth"].to_pylist(), links, strict=True)
        right = np.array([_right(truth, found, houses) for truth, found in pairs], dtype=np.bool_)
        # Of a withheld unit the building is right, and who says `building` is not wrong: nothing is learned from it.
        withheld = np.array([style == "unit withheld" for style in rows["style"].to_pylist()], dtype=np.bool_)
        placed = np.array([found.placed for found in links], dtype=np.bool_)
        some = (links.evidence != NOTHING) & ~(withheld & ~placed)
        judged.append((links.evidence[some], right[some]))
    return judged


def _right(truth: str | None, found: Link, houses: dict[str, int]) -> bool:
    best = found.address_id or (found.candidates[0] if found.candidates else "")
    if found.placed:
        return best == truth
    return truth in houses and houses[truth] == houses.get(best)


def _written(fitted: Calibration) -> str:
    steps = zip(fitted.evidence.tolist(), fitted.chance.tolist(), strict=True)
    lines = "".join(f"  {{ evidence = {evidence}, chance = {chance:.4f} }},\n" for evidence, chance in steps)
    return f'{_HEAD}made_on = "{fitted.made_on}"\nstep = [\n{lines}]\n'


if __name__ == "__main__":
    main()
