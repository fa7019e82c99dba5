"""The journey of a list through the pages: given, named, looked at, decided on, undone; and who may not."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.jobs.worker import Worker
from onderdak.base.tables import read_table
from onderdak.deliveries.layout import ADDED
from onderdak.deliveries.models import Choice, Delivery
from onderdak.deliveries.service import decisions
from onderdak.deliveries.tests.site import content, deliver, make_contract, upload


@pytest.fixture
def town(region):
    return Tenant.objects.create(kind="municipality", slug="zuiderdam", name="Zuiderdam", parent=region)


@pytest.fixture
def contract(region, town):
    return make_contract(region, town)


@pytest.fixture
def visitor():
    def sign_in(tenant, role=Role.ANALYST):
        user = User.objects.create_user(f"{tenant.slug}-{role}@voorbeeld.example", name="Bea", language="nl")
        Membership.objects.create(user=user, tenant=tenant, role=role)
        client = Client(headers={"accept-language": "nl"})
        client.force_login(user)
        return client

    return sign_in


def send(client, contract, given, **more):
    answer = client.post(reverse("deliveries:new_delivery"), {"contract": contract.slug, "file": upload(given), **more})
    assert answer.status_code == 302, answer.context["form"].errors
    Worker().drain()
    return Delivery.objects.latest("pk")


def page(client, name, *args):
    answer = client.get(reverse(f"deliveries:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_is_given_named_looked_at_accepted_and_undone(region, contract, town, visitor):
    client = visitor(town)
    before = decisions.table_digest(region)
    one = send(client, contract, content({"1": "4", "99": "8-10"}))
    shown = page(client, "columns", one.pk)
    assert "bedden" in shown
    assert "8-10" in shown
    headings = content({}).decode().strip().split(";")
    fields = {f"kolom-{place}": one.roles[heading] for place, heading in enumerate(headings)}
    answer = client.post(reverse("deliveries:columns", args=[one.pk]), {**fields, "as_of": "2026-01-01"})
    assert answer.status_code == 302
    Worker().drain()
    assert "Kade 99" in page(client, "found", one.pk)
    assert "Kade 1" in page(client, "changes", one.pk)
    refused = client.post(reverse("deliveries:accept", args=[one.pk]))
    assert refused.status_code == 422
    assert client.post(reverse("deliveries:accept", args=[one.pk]), {"why": "Zo is het."}).status_code == 302
    one.refresh_from_db()
    assert one.state == "accepted"
    page(client, "delivery", one.pk)
    assert client.post(reverse("deliveries:undo", args=[one.pk]), {"why": ""}).status_code == 200
    assert client.post(reverse("deliveries:undo", args=[one.pk]), {"why": "Verkeerd."}).status_code == 302
    assert decisions.table_digest(region) == before


def test_what_was_filled_in_is_not_lost_when_it_is_wrong(contract, town, visitor):
    client = visitor(town)
    one = send(client, contract, content({"1": "4"}))
    answer = client.post(
        reverse("deliveries:columns", args=[one.pk]), {"kolom-0": "beds", "kolom-4": "toilets", "as_of": "2026-13-01"}
    )
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "2026-13-01" in shown
    assert '<option value="toilets" selected>' in shown


def test_a_list_with_persons_is_refused_in_words(contract, town, visitor):
    client = visitor(town)
    one = send(client, contract, b"straat;huisnummer;plaats;bsn\nKade;1;Zuiderdam;111222333\n")
    shown = page(client, "delivery", one.pk)
    assert "bsn" in shown
    assert "111222333" not in shown


def test_a_file_of_another_kind_is_refused_at_once(contract, town, visitor):
    answer = visitor(town).post(
        reverse("deliveries:new_delivery"), {"contract": contract.slug, "file": upload(b"x", "lijst.exe")}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_the_list_comes_back_with_a_column_added_and_can_be_given_again(contract, town, visitor, tmp_path):
    client = visitor(town)
    one = deliver(contract, {"1": "4", "99": "2"})
    answer = client.get(reverse("deliveries:back", args=[one.pk]))
    path = tmp_path / "terug.csv"
    path.write_bytes(answer.content)
    table = read_table(path).table
    assert table.column_names[-1] == ADDED[0]
    assert [bool(cell) for cell in table[ADDED[0]].to_pylist()] == [False, True]
    client.post(reverse("deliveries:refuse", args=[one.pk]), {"why": "Moet hersteld."})
    again = send(client, contract, answer.content, as_of="2026-01-01")
    assert ADDED[0] not in again.roles
    assert (again.state, again.counts["rows"]) == ("compared", 2)


def test_the_work_list_places_a_row_with_one_click_and_it_can_be_taken_back(contract, town, visitor):
    client = visitor(town)
    one = deliver(contract, {"1": "4", "12": "2"})
    shown = page(client, "work", one.pk)
    assert "Kade 12" in shown
    (task,) = client.get(reverse("deliveries:work", args=[one.pk])).context["table"].rows
    choose = reverse("deliveries:choose", args=[one.pk, task.key])
    assert "Kade 12B" in client.get(choose).content.decode()
    assert client.post(choose, {"address": "A77"}).status_code == 422
    assert client.post(choose, {"address": "A12B"}).status_code == 302
    Worker().drain()
    one.refresh_from_db()
    assert one.counts["placed"] == 2
    assert "Kade 12B" in page(client, "choices")
    (choice,) = Choice.objects.all()
    assert choice.owner == town
    assert client.post(reverse("deliveries:take_back", args=[choice.pk])).status_code == 302
    Worker().drain()
    one.refresh_from_db()
    assert one.counts["placed"] == 1


def test_who_delivers_does_not_decide(region, town, visitor):
    agency = Tenant.objects.create(kind="organisation", slug="oogsthulp", name="Oogsthulp", parent=town)
    contract = make_contract(region, agency)
    client = visitor(agency, Role.AGENCY)
    one = send(client, contract, content({"1": "4"}), as_of="2026-01-01")
    assert "accepteren" not in page(client, "delivery", one.pk)
    for name in ("accept", "refuse", "undo", "work"):
        assert client.post(reverse(f"deliveries:{name}", args=[one.pk]), {"why": "Zo."}).status_code == 404


def test_the_lists_of_another_municipality_are_not_there(contract, region, visitor):
    other = Tenant.objects.create(kind="municipality", slug="oosterlo", name="Oosterlo", parent=region)
    one = deliver(contract, {"1": "4"})
    client = visitor(other)
    for name in ("delivery", "columns", "found", "changes", "back", "work", "undo"):
        assert client.get(reverse(f"deliveries:{name}", args=[one.pk])).status_code == 404
    assert "lijst.csv" not in page(client, "deliveries")


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_spreadsheet_comes_back_as_the_spreadsheet_that_it_was(contract, town, visitor, tmp_path, kind):
    import pyarrow as pa

    from onderdak.base.tables import write_table

    given = tmp_path / f"lijst.{kind}"
    write_table(pa.table({"straat": ["Kade"], "huisnummer": ["99"], "plaats": ["Zuiderdam"], "bedden": ["2"]}), given)
    client = visitor(town)
    answer = client.post(
        reverse("deliveries:new_delivery"),
        {"contract": contract.slug, "as_of": "2026-01-01", "file": upload(given.read_bytes(), given.name)},
    )
    Worker().drain()
    one = Delivery.objects.get()
    headings = ["straat", "huisnummer", "plaats", "bedden"]
    fields = {f"kolom-{place}": one.roles[heading] for place, heading in enumerate(headings)}
    client.post(reverse("deliveries:columns", args=[one.pk]), {**fields, "as_of": "2026-01-01"})
    Worker().drain()
    answer = client.get(reverse("deliveries:back", args=[one.pk]))
    back = tmp_path / f"terug.{kind}"
    back.write_bytes(io.BytesIO(answer.content).read())
    assert read_table(back).table.column_names == ["straat", "huisnummer", "plaats", "bedden", ADDED[0]]


def test_every_count_of_what_was_found_leads_to_its_rows(region, contract, town, visitor):
    one = deliver(contract, {"1": "4", "2": "3", "99": "8"})
    client = visitor(town)
    found = reverse("deliveries:found", args=[one.pk])
    assert f'href="{found}?rijen=exact"' in page(client, "delivery", one.pk)
    placed = client.get(found, {"rijen": "exact"}).content.decode()
    assert "Kade 2" in placed
    assert "Kade 99" not in placed
    unplaced = client.get(found, {"kind": "place"}).content.decode()
    assert "Kade 99" in unplaced
    assert "Kade 2" not in unplaced
    new = client.get(reverse("deliveries:changes", args=[one.pk]), {"change": "new"}).content.decode()
    assert "Kade 2" in new
    assert "2 nieuwe adressen, 0 veranderd, 0 vervallen</h1>" in new
    assert (
        "Kade 2" not in client.get(reverse("deliveries:changes", args=[one.pk]), {"change": "ended"}).content.decode()
    )


def test_of_a_long_list_a_page_looks_through_the_first_rows_and_says_so(contract, town, visitor, monkeypatch):
    monkeypatch.setattr("onderdak.deliveries.delivery_pages._MOST", 2)
    one = deliver(contract, {str(number): "4" for number in range(1, 5)})
    client = visitor(town)
    for name, asked in (("changes", {}), ("found", {"rijen": "exact"})):
        shown = client.get(reverse(f"deliveries:{name}", args=[one.pk]), asked).content.decode()
        assert "de lijst is langer" in shown
        assert "Kade 1" in shown
        assert "Kade 4" not in shown


def test_a_long_spreadsheet_comes_back_as_csv(contract, town, visitor, monkeypatch):
    monkeypatch.setattr("onderdak.deliveries.delivery_views._LONG", 1)
    one = deliver(contract, {"1": "4", "99": "8"})
    assert one.file
    one.file.kind = "xlsx"
    one.file.save(update_fields=["kind"])
    answer = visitor(town).get(reverse("deliveries:back", args=[one.pk]))
    assert answer["Content-Type"].startswith("text/csv")
    assert ADDED[0] in answer.content.decode("utf-8-sig")
