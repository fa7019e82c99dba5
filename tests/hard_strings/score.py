"""The score of the linker on the frozen set of hard strings: `python -m tests.hard_strings.score [family]`.

`cases.csv` says per string which outcomes are right, and which address; see README.md for how that was decided.
"""

from __future__ import annotations

import csv
import math
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onderdak.methods.addresses import AddressColumns, Register, link
from onderdak.methods.addresses.prepare import prepare

HERE = Path(__file__).parent
PLACED = ("exact", "probable")
COLUMNS = AddressColumns(
    street="straat", number="nr", addition="toev", postcode="postcode", place="plaats", address="adres"
)
INPUT = ("straat", "nr", "toev", "postcode", "plaats", "adres")


@dataclass(frozen=True)
class Case:
    """One string, and what a careful clerk would make of it."""

    id: str
    family: str
    given: dict[str, str | None]
    outcomes: frozenset[str]  # link | building | ambiguous | none: each of them is right
    ids: frozenset[str]  # addresses that are right to link to; more than one after a renaming
    note: str

    @property
    def text(self) -> str:
        return " | ".join(value for value in self.given.values() if value)


@dataclass(frozen=True)
class Judged:
    """A case with what the linker made of it."""

    case: Case
    outcome: str
    linked_to: str | None
    reason: str
    building_right: bool

    @property
    def linked(self) -> bool:
        return self.outcome in PLACED

    @property
    def link_right(self) -> bool:
        return self.linked and "link" in self.case.outcomes and self.linked_to in self.case.ids

    @property
    def right(self) -> bool:
        if self.outcome == "building":
            return "building" in self.case.outcomes and self.building_right
        return self.link_right if self.linked else self.outcome in self.case.outcomes


@dataclass
class Score:
    """Shares over cases; NaN where no case asks for it."""

    cases: list[Judged] = field(default_factory=list)

    @staticmethod
    def _share(part: int, whole: int) -> float:
        return part / whole if whole else math.nan

    @property
    def precision(self) -> float:
        """Of the rows linked, the share linked right."""
        linked = [each for each in self.cases if each.linked]
        return self._share(sum(each.link_right for each in linked), len(linked))

    @property
    def recall(self) -> float:
        """Of the rows whose only right outcome is a link, the share linked right."""
        asked = [each for each in self.cases if each.case.outcomes == {"link"}]
        return self._share(sum(each.link_right for each in asked), len(asked))

    @property
    def building_recall(self) -> float:
        """Of the rows with a known building, the share placed in it."""
        asked = [each for each in self.cases if each.case.outcomes <= {"link", "building"}]
        return self._share(sum(each.building_right for each in asked), len(asked))

    @property
    def false_links(self) -> float:
        """Of the rows without an answer, the share linked all the same."""
        asked = [each for each in self.cases if each.case.outcomes == {"none"}]
        return self._share(sum(each.linked for each in asked), len(asked))

    @property
    def right(self) -> float:
        """The share of rows with a right outcome of any kind."""
        return self._share(sum(each.right for each in self.cases), len(self.cases))


def read_cases(path: Path = HERE / "cases.csv") -> list[Case]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> Case:
    outcomes = frozenset(row["expected_outcome_set"].split("|"))
    ids = {row["expected_id"], *row["candidates"].split()} - {""}
    given = {name: row[name] or None for name in INPUT}
    return Case(row["id"], row["family"], given, outcomes, frozenset(ids), row["note"])


def judge(cases: list[Case], register: Register) -> list[Judged]:
    """Link all cases at once, as one list, and hold each link against its case."""
    rows = pa.table({name: pa.array([case.given[name] for case in cases], pa.string()) for name in INPUT})
    links = link(rows, register, columns=COLUMNS).table.to_pylist()
    addresses = pq.read_table(register.file("addresses"), columns=["address_id", "house_no"]).to_pylist()
    houses = {row["address_id"]: row["house_no"] for row in addresses}
    return [_judged(case, found, houses) for case, found in zip(cases, links, strict=True)]


def _judged(case: Case, found: dict[str, object], houses: dict[str, int]) -> Judged:
    outcome = str(found["outcome"])
    known = outcome in (*PLACED, "building")
    building_right = known and found["house_no"] in {houses[each] for each in case.ids}
    linked_to = None if found["address_id"] is None else str(found["address_id"])
    return Judged(case, outcome, linked_to, str(found["reason"]), building_right)


def by_family(judged: Iterable[Judged]) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for each in judged:
        scores.setdefault(each.case.family, Score()).cases.append(each)
    return scores


def table(judged: list[Judged]) -> str:
    """The score by family, as a Markdown table."""
    lines = [
        "| family | strings | outcome right | precision | recall | building recall | false links |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, score in [*by_family(judged).items(), ("**all**", Score(judged))]:
        shares = (score.right, score.precision, score.recall, score.building_recall, score.false_links)
        cells = " | ".join("" if math.isnan(share) else f"{share:.1%}" for share in shares)
        lines.append(f"| {name} | {len(score.cases)} | {cells} |")
    return "\n".join(lines)


def judge_all(folder: Path) -> list[Judged]:
    """Prepare the set's own register in `folder` and judge every case."""
    return judge(read_cases(), prepare([HERE / "register.csv"], folder / "register"))


def main(families: list[str]) -> None:
    """Print the table, and below it each case that went wrong (of the named families, or of all)."""
    with tempfile.TemporaryDirectory() as folder:
        judged = judge_all(Path(folder))
    sys.stdout.write(table(judged) + "\n")
    for each in judged:
        if not each.right and (not families or each.case.family in families):
            wanted = f"{'|'.join(sorted(each.case.outcomes))} {' '.join(sorted(each.case.ids))}"
            sys.stdout.write(f"{each.case.id}: {each.case.text!r} -> {each.outcome} {each.linked_to or ''}")
            sys.stdout.write(f" (right: {wanted}); {each.reason}; {each.case.note}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
