"""From a file to an adopted figure: what comes in, what is refused, what adds up, and who may do it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from onderdak.base.access.actors import SYSTEM, actor_of_user
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.figures.models import FigureRecord
from onderdak.base.jobs.worker import Worker
from onderdak.base.reports import to_pdf
from onderdak.methods.errors import InputError
from onderdak.needs import overlap_table, report, service, words
from onderdak.needs.jobs import QUEUE
from onderdak.needs.models import Estimate, OverlapTable
from onderdak.needs.tests.made import ABOUT, CELLS, LISTS, UNSEEN, columns, csv, put_estimate, put_table
from onderdak.parties.service import add_municipality, create_region

TOWNS = {"Aa": CELLS, "Bee": tuple(2 * one for one in CELLS), "Cee": UNSEEN}


@pytest.fixture
def region(db) -> Tenant:
    made = create_region("Verzonnen Delta", actor=SYSTEM)
    for number, town in enumerate(TOWNS):
        add_municipality(made, town, f"910{number}", actor=SYSTEM)
    return made.tenant


def somebody(region: Tenant, role: Role) -> User:
    user = User.objects.create_user(f"{role}@voorbeeld.example", name="Bea")
    Membership.objects.create(user=user, tenant=region, role=role)
    return user


@pytest.fixture
def analyst(region: Tenant) -> User:
    return somebody(region, Role.ANALYST)


@pytest.fixture
def officer(region: Tenant) -> User:
    return somebody(region, Role.POLICY_OFFICER)


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_an_analyst_delivers_chooses_and_finds_the_estimate_and_a_policy_officer_adopts_it(region, analyst, officer):
    client = signed_in(analyst)
    form = {
        "name": "Drie lijsten", "linked_by": "Rekenaar", "period_from": "2026-08-01", "period_to": "2026-10-31",
        "file": SimpleUploadedFile("overlap.csv", csv(TOWNS)),
    }  # fmt: skip
    client.post(reverse("needs:new_table", args=[region.slug]), form)
    table = OverlapTable.objects.get()
    assert tuple(table.lists) == LISTS
    client.post(table.get_absolute_url(), {"lists": LISTS, "criterion": "bic"})
    estimate = Estimate.objects.get()
    assert estimate.result is None
    assert "od-progress" in client.get(estimate.get_absolute_url()).content.decode()
    Worker(queues=(QUEUE,)).drain()
    page = client.get(estimate.get_absolute_url()).content.decode()
    assert "In Cee nobody is on" in page
    assert client.get(reverse("needs:adopt", args=[estimate.pk])).status_code == 404

    policy = signed_in(officer)
    assert policy.post(reverse("needs:adopt", args=[estimate.pk]), {"motivation": " "}).status_code == 200
    policy.post(reverse("needs:adopt", args=[estimate.pk]), {"motivation": "De lijsten dekken de regio."})
    estimate.refresh_from_db()
    record = FigureRecord.objects.get(owner=region, key="need/population")
    assert (record.raw_value, record.status, record.raw_low) == (
        estimate.answer["n_hat"],
        "estimated",
        estimate.answer["low"],
    )
    assert "De lijsten dekken de regio." in record.run.explanation
    with pytest.raises(InputError):
        service.adopt(estimate, "nog eens", actor=actor_of_user(officer))


def test_municipalities_and_the_remainder_add_up_exactly_and_who_cannot_be_told_has_no_number(region):
    estimate = put_estimate(put_table(region, TOWNS))
    service.adopt(estimate, "Waarom", actor=SYSTEM)
    answer = estimate.answer
    assert sum(one["n_hat"] or 0 for one in answer["towns"]) + answer["remainder"] == answer["n_hat"]
    assert answer["remainder"] > 0
    refused = FigureRecord.objects.get(owner__name="Cee", key="need/population")
    assert refused.raw_value is None
    with override("en"):
        assert "nobody is on" in refused.words["note"]
    told = FigureRecord.objects.get(owner__name="Bee", key="need/population")
    assert (told.raw_low or 0) <= (told.raw_value or 0) <= (told.raw_high or 0)


def test_two_lists_say_what_they_assume_and_how_far_that_moves_the_answer(region, analyst):
    table = put_table(region, {"Aa": CELLS})
    estimate = service.start_estimate(table, LISTS[:2], "bic", actor=actor_of_user(analyst))
    Worker(queues=(QUEUE,)).drain()
    estimate.refresh_from_db()
    (guard,) = estimate.answer["guards"]
    assert guard["code"] == "two_lists"
    assert guard["low"] < estimate.answer["n_hat"] < guard["high"]
    assert estimate.answer["high"] >= guard["high"] - 1
    with override("en"):
        assert "the result assumes that being on the one says nothing" in words.guard(guard)


def test_the_same_choice_is_not_computed_twice_and_who_may_not_gets_nothing(region, analyst, officer):
    table = put_table(region, {"Aa": CELLS})
    first = service.start_estimate(table, LISTS, "bic", actor=actor_of_user(analyst))
    assert service.start_estimate(table, LISTS, "bic", actor=actor_of_user(analyst)) == first
    with pytest.raises(AccessRefused):
        service.start_estimate(table, LISTS, "aic", actor=actor_of_user(officer))
    with pytest.raises(InputError):
        service.add_table(
            overlap_table.Overlaps(table.columns, tuple(table.lists), table.town_column, table.people),
            ABOUT, region=region, actor=SYSTEM,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"aantal": None}, "no column with counts"),
        ({"gemeente": ["Nergens"] * 7}, "no municipality"),
        ({"naam": [f"persoon {n}" for n in range(13)]}, "more than 12 different values"),
        ({"Register": ["2"] * 7, "Loonlijst": ["x"] * 7}, "fewer than two lists"),
        ({"Register": ["0"] * 7}, "on no list"),
        ({"aantal": ["12.5"] * 7}, "no number of people"),
        ({"aantal": ["1"] * 7}, "Fewer than ten people"),
    ],
)
def test_what_is_no_table_of_overlaps_is_refused_with_the_reason(broken, said):
    given = columns({"Aa": CELLS})
    if "naam" in broken:
        given = {name: [*values, *values] for name, values in given.items()}
        broken = {"naam": [*broken["naam"], "x"]}
    given = {name: values for name, values in {**given, **broken}.items() if values is not None}
    with override("en"), pytest.raises(InputError, match=said):
        overlap_table.checked(given, {"aa": "Aa"})


def test_the_explanation_for_a_council_is_one_page_in_a_large_region_too_and_names_who_has_no_number(region):
    towns: dict[str, tuple[int, ...]] = {f"Verzonnendam aan de Vaart {at}": CELLS for at in range(12)}
    for at, town in enumerate(towns):
        add_municipality(region.region_facts, town, f"92{at:02}", actor=SYSTEM)
    towns["Cee"] = UNSEEN
    estimate = put_estimate(put_table(region, towns), repetitions=20)
    service.adopt(estimate, "Deze lijsten dekken de regio. " * 33, actor=SYSTEM)
    estimate.refresh_from_db()
    with override("nl"):
        made = report.for_council(estimate, "https://onderdak.example/schatting/1/")
        pages = PdfReader(io.BytesIO(to_pdf(made))).pages
    text = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert "en 6 kleinere gemeenten" in text
    assert "Van Cee is geen getal te geven" in text
    assert "De technische bijlage heeft de hele motivering." in text
    assert "Wat het is" in text


def test_small_groups_do_not_leave_and_neither_does_a_single_gap(region):
    small = (120, 150, 60, 130, 55, 70, 4)
    estimate = put_estimate(put_table(region, {"Aa": small}))
    counts = [one["count"] for one in estimate.answer["answer"]["overlaps"]]
    assert counts.count(None) == 2
    page = signed_in(somebody(region, Role.PORTFOLIO_HOLDER)).get(f"{estimate.get_absolute_url()}?overlap=tabel")
    assert page.status_code == 200
    assert all(one is None or one >= 10 for one in counts)
