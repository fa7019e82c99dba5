"""The store of lists: whole or not at all, in slices, swept, and a clear page where it is gone."""

from __future__ import annotations

import pyarrow as pa
import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.roles import Role
from onderdak.base.store import StoreUnavailable
from onderdak.deliveries import digest, store
from onderdak.deliveries.tests.agreed import user_at
from onderdak.deliveries.tests.site import put_delivery
from onderdak.methods.picture.schema import CLAIMS

PAGES = ("columns", "found", "changes", "work", "back")


def test_what_is_written_in_slices_is_read_in_slices_and_as_a_whole(store_folder, monkeypatch):
    monkeypatch.setattr(store, "SLICE", 2)
    schema = pa.schema([("row", pa.int64())])
    with store.keeping("1") as folder:
        folder.write("rows", schema.empty_table())
        for start in (0, 2, 4):
            folder.write("rows", pa.table({"row": list(range(start, min(start + 2, 5)))}))
    assert [len(one) for one in store.slices(folder.name, "rows")] == [2, 2, 1]
    assert store.read(folder.name, "rows")["row"].to_pylist() == [0, 1, 2, 3, 4]
    empty = store.keep("1", {"rows": schema.empty_table()})
    assert (list(store.slices(empty, "rows")), store.read(empty, "rows").num_rows) == ([], 0)


def test_a_folder_that_fails_is_not_there_and_leavings_are_swept(store_folder):
    with pytest.raises(RuntimeError):
        _break_off()
    assert not list(store.root().glob("*/*"))
    (store.root() / "1" / ".part-left").mkdir()  # as a process that was killed leaves it
    kept = store.keep("1", {"rows": pa.table({"row": [1]})})
    assert store.sweep({kept}) == 0
    assert store.sweep({kept}, now=2e10) == 1
    assert [folder.name for folder in (store.root() / "1").iterdir()] == [kept.split("/")[1]]


def _break_off():
    with store.keeping("1") as folder:
        folder.write("rows", pa.table({"row": [1]}))
        raise RuntimeError


@pytest.mark.parametrize("at_once", [100, 2])
def test_the_digest_of_a_file_is_that_of_its_claims(store_folder, monkeypatch, at_once):
    monkeypatch.setattr(digest, "_AT_ONCE", at_once)  # short: sorted here; long: in the database
    rows = [
        {"claim_id": f"{number:032d}", "address_id": "A1", "row": 9 - number, "subject": "beds", "number": 4.0}
        for number in (3, 1, 2)
    ]
    claims = pa.Table.from_pylist([*rows, {"claim_id": "0" * 32, "text": None}], schema=CLAIMS)
    name = store.keep("1", {"claims": claims})
    assert digest.of_claims_in(store.path(name, "claims")) == digest.of_claims(claims)


def test_pages_say_that_the_store_is_gone_or_damaged(region, contract):
    client = Client(headers={"accept-language": "nl"})
    client.force_login(user_at(region, Role.ANALYST))
    one = put_delivery(contract)
    for file in store.root().rglob("*.parquet"):
        file.write_bytes(b"damaged")
    addresses = [reverse(f"deliveries:{name}", args=[one.pk]) for name in PAGES]
    _are_clear(client, addresses)
    store.root().rename(store.root().with_name("moved"))
    _are_clear(client, addresses)
    assert client.get(one.get_absolute_url()).status_code == 200  # what the database knows is still shown
    with pytest.raises(StoreUnavailable):
        store.path(one.rows_at, "rows")


def _are_clear(client, addresses):
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {503}
    assert all("Wat bewaard werd, is nu niet te bereiken" in answer.content.decode() for answer in answers)
