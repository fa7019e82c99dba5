"""The pages of the parties work by forms alone, lose nothing that was typed, and show no contact to strangers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from onderdak.base.access.actors import SYSTEM
from onderdak.parties import service
from onderdak.parties.models import Contact, Organisation
from onderdak.parties.service import Person


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def page(region, person):
    return signed_in(person(region.tenant))


@pytest.fixture
def bureau(region):
    return service.add_organisation(region.tenant, "Bureau", "agency", actor=SYSTEM)


def test_the_list_filters_by_kind_in_the_address(page, bureau, towns):
    everything = page.get(reverse("parties:index")).content.decode()
    assert "Bureau" in everything
    assert "Stad 1" in everything
    only = page.get(reverse("parties:index"), {"kind": "uitzendbureau"}).content.decode()
    assert "Bureau" in only
    assert "Stad 1" not in only


def test_an_organisation_is_added_and_changed(page, towns):
    below = towns[0].tenant.pk
    given = {"name": "Huis BV", "kind": "provider", "website": "www.huis.example", "below": below}
    answer = page.post(reverse("parties:new_organisation"), given)
    assert answer.headers["Location"] == reverse("parties:party", args=["huis-bv"])
    one = Organisation.objects.get()
    assert (one.website, one.tenant.parent_id) == ("https://www.huis.example", below)
    page.post(
        reverse("parties:change_organisation", args=["huis-bv"]),
        {"name": "Huis en Thuis", "kind": "provider", "website": ""},
    )
    one.tenant.refresh_from_db()
    assert (one.tenant.name, one.tenant.slug) == ("Huis en Thuis", "huis-bv")


def test_what_was_typed_stays_when_something_is_wrong(page, bureau):
    answer = page.post(reverse("parties:new_organisation"), {"name": "bureau", "kind": "agency", "below": ""})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="bureau"' in text
    again = {"name": "Bureau", "kind": "agency", "below": bureau.tenant.region_id}
    assert "heeft al een organisatie" in page.post(reverse("parties:new_organisation"), again).content.decode()
    contact = {"name": "Jan", "title": "planner", "aims": ["news"], "how": "mail", "keeper": bureau.tenant.region_id}
    text = page.post(reverse("parties:new_contact", args=["bureau"]), contact).content.decode()
    assert "één is genoeg" in text
    assert 'value="Jan"' in text


def test_a_contact_comes_changes_and_goes(page, region, bureau):
    contact = {
        "name": "Jan Jansen",
        "title": "planner",
        "email": "jan@voorbeeld.example",
        "aims": ["news"],
        "how": "per e-mail",
        "keeper": region.tenant.pk,
    }
    page.post(reverse("parties:new_contact", args=["bureau"]), contact)
    one = Contact.objects.get()
    assert "Jan Jansen" in page.get(reverse("parties:party", args=["bureau"])).content.decode()
    at = reverse("parties:contact", args=[one.pk])
    page.post(at, {"name": "Jan J.", "title": "chef", "phone": "0100000000", "keep_until": "2999-01-01"})
    one.refresh_from_db()
    assert (one.name, one.email, one.phone, one.functions.get().title) == ("Jan J.", "", "0100000000", "chef")
    page.post(reverse("parties:give_consent", args=[one.pk]), {"aim": "invitations", "how": "mondeling"})
    first, last = (reverse("parties:withdraw_consent", args=[one.pk, held.pk]) for held in one.consents.all())
    assert page.get(first).status_code == 200  # asks, and does nothing
    assert one.consents.filter(withdrawn_on=None).count() == 2
    page.post(first)
    assert "meteen gewist" in page.get(last).content.decode()
    assert page.post(last).headers["Location"] == reverse("parties:party", args=["bureau"])
    assert not Contact.objects.exists()


def test_a_contact_of_a_neighbour_is_not_on_the_page(region, bureau, towns, person):
    someone = Person("Jan Jansen", "jan@voorbeeld.example")
    kept = service.add_contact(
        someone, bureau.tenant, "planner", keeper=towns[0].tenant, consents={"news": "mail"}, actor=SYSTEM
    )
    neighbour = signed_in(person(towns[1].tenant))
    assert "Jan Jansen" not in neighbour.get(reverse("parties:party", args=["bureau"])).content.decode()
    assert neighbour.get(reverse("parties:contact", args=[kept.pk])).status_code == 404
    assert (
        "Jan Jansen"
        in signed_in(person(towns[0].tenant)).get(reverse("parties:party", args=["bureau"])).content.decode()
    )
