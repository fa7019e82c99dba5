"""A street that got another name: what is said of the old address is said of the new one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onderdak.housing.compute import Inputs, Reading, compute
from onderdak.housing.norms import load_norms, load_rules, load_windows
from onderdak.housing.renamed import on_current
from onderdak.housing.tests.make_region import DAY, address
from onderdak.methods.addresses import Register
from onderdak.methods.addresses.schema import ADDRESSES
from onderdak.methods.picture.schema import CLAIMS

_ROWS = [
    address(1),
    address(2, address_id="OLD", street="Oude Kade", object_id="O1", current=False),
    address(3, address_id="BESIDE", object_id="O1", main=False),
    address(4, address_id="GONE", object_id="O9", current=False),
    address(5, address_id="LOST", object_id=None, current=False),
    address(6, address_id="SPLIT", object_id="O7", current=False),
    address(7),
    address(8, object_id="O7"),
]


class _Register:
    def __init__(self, folder: Path) -> None:
        self._file = folder / "addresses.parquet"
        self._table = pa.Table.from_pylist(_ROWS, schema=ADDRESSES)
        pq.write_table(self._table, self._file)

    def file(self, name: str) -> Path:
        assert name == "addresses"
        return self._file

    def rows(self, address_ids: Any) -> pa.Table:
        wanted = set(address_ids)
        return self._table.filter(pa.array([one in wanted for one in self._table["address_id"].to_pylist()]))


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return cast(Register, _Register(tmp_path))


def _claim(address_id: str, source: str, kind: str, number: float, claim_id: str) -> dict[str, Any]:
    return {
        "claim_id": claim_id,
        "source": source,
        "source_kind": kind,
        "delivery": f"{source}.csv",
        "row": 2,
        "address_id": address_id,
        "outcome": "exact",
        "subject": "beds",
        "number": number,
        "recorded_on": DAY,
    }


def _claims(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=CLAIMS)


def test_only_a_withdrawn_address_whose_object_has_one_address_now_goes_to_that(register: Register):
    given = ["A1", "OLD", "BESIDE", "GONE", "LOST", "SPLIT", "unknown", "OLD"]
    claims = _claims(*[_claim(at, "Huisvester", "provider", 4, f"c{n}") for n, at in enumerate(given)])
    found = on_current(claims, register)
    assert found["address_id"].to_pylist() == ["A1", "A1", "BESIDE", "GONE", "LOST", "SPLIT", "unknown", "A1"]
    assert found.drop_columns("address_id").equals(claims.drop_columns("address_id"))
    assert found.schema == CLAIMS


def test_beds_under_the_old_and_the_new_name_count_once_and_their_difference_is_named(register: Register):
    claims = on_current(
        _claims(
            _claim("OLD", "Huisvester", "provider", 12, "one"), _claim("A1", "Keurmerk", "certificate", 6, "other")
        ),
        register,
    )
    deliveries = pa.table(
        {"source": ["Huisvester", "Keurmerk"], "source_kind": ["provider", "certificate"], "recorded_on": [DAY, DAY]}
    )
    inputs = Inputs(claims, deliveries, register.rows({"A1", "OLD"}), DAY, DAY)
    (found,) = compute(inputs, Reading(load_rules(), load_norms(), load_windows())).addresses.to_pylist()
    assert found["address_id"] == "A1"
    assert found["contradiction_kinds"] == "beds_differ"
    assert (found["beds_least"], found["beds_most"]) == (6, 12)
