"""Municipalities keep their history, parties stay within their region, contacts live as long as their consent."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.access.actors import ANONYMOUS, SYSTEM, actor_of_user
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Permission, Role
from onderdak.base.audit.models import Entry
from onderdak.methods.errors import InputError
from onderdak.parties import service
from onderdak.parties.models import Contact, Municipality
from onderdak.parties.service import Person

MERGER = date(2026, 1, 1)
BEFORE = date(2025, 12, 31)


@pytest.mark.django_db
def test_a_code_leads_to_the_municipality_of_that_day(towns):
    a, b, c = towns
    service.merge_municipalities([a], b, on=date(2024, 1, 1), actor=SYSTEM)
    service.merge_municipalities([b], c, on=MERGER, actor=SYSTEM)
    assert service.municipalities_on("7101", date(2023, 12, 31)) == [a]
    assert service.municipalities_on("GM7101", date(2024, 6, 1)) == [b]
    assert service.municipalities_on("7101", MERGER) == [c]
    assert service.municipalities_on("7103", MERGER) == [c]
    assert service.municipalities_on("9999", MERGER) == []


@pytest.mark.django_db
def test_a_municipality_that_was_split_leads_to_all_it_became(towns):
    a, b, _ = towns
    for into in (a, b):
        service.add_former_municipality(into, "Oud", "7109", ended_on=MERGER, actor=SYSTEM)
    assert service.municipalities_on("7109", MERGER) == [a, b]
    assert [str(one) for one in service.municipalities_on("7109", BEFORE)] == ["Oud"]


@pytest.mark.django_db
def test_after_a_merger_the_successor_reaches_what_was_of_the_other(towns, person):
    a, b, _ = towns
    agency = service.add_organisation(a.tenant, "Bureau", "agency", actor=SYSTEM)
    user = person(a.tenant, Role.ANALYST)
    service.merge_municipalities([a], b, on=MERGER, actor=SYSTEM)
    agency.tenant.refresh_from_db()
    assert agency.tenant.parent == b.tenant
    held = {one.tenant: (one.valid_from, one.valid_to) for one in Membership.objects.filter(user=user)}
    assert held[b.tenant][0] >= MERGER
    assert held[b.tenant][1] is None
    later = actor_of_user(user, max(MERGER, timezone.localdate()))
    assert later.may(Permission.SEE_ADDRESSES, Tenant.objects.get(pk=a.tenant.pk))
    a.tenant.refresh_from_db()
    a.tenant.save()  # the tree is still a tree


@pytest.mark.django_db
def test_a_merger_that_cannot_be_is_refused(towns):
    a, b, _ = towns
    with pytest.raises(InputError, match="joined to itself"):
        service.merge_municipalities([a], a, on=MERGER, actor=SYSTEM)
    service.merge_municipalities([a], b, on=MERGER, actor=SYSTEM)
    with pytest.raises(InputError, match="ended on"):
        service.merge_municipalities([a], b, on=MERGER, actor=SYSTEM)
    with pytest.raises(InputError, match="does not exist"):
        service.merge_municipalities([b], a, on=MERGER, actor=SYSTEM)


@pytest.mark.django_db
def test_a_code_is_given_once(region, towns):
    with pytest.raises(InputError, match="has the code 7101"):
        service.add_municipality(region, "Nog een", "7101", actor=SYSTEM)


@given(st.integers(0, 9999))
def test_a_code_is_the_same_however_it_is_written(number):
    code = f"{number:04d}"
    assert service.code_of(f"GM{code}") == service.code_of(str(number)) == service.code_of(f" {code} ") == code


@pytest.mark.django_db
def test_nobody_changes_what_he_may_not(region, towns, person):
    stranger = actor_of_user(person(towns[0].tenant))
    with pytest.raises(AccessRefused):
        service.add_organisation(towns[1].tenant, "Bureau", "agency", actor=stranger)
    with pytest.raises(AccessRefused):
        service.create_region("Elders", actor=stranger)
    with pytest.raises(AccessRefused):
        service.add_organisation(region.tenant, "Bureau", "agency", actor=ANONYMOUS)
    service.add_organisation(towns[0].tenant, "Bureau", "agency", actor=stranger)


@pytest.mark.django_db
def test_names_are_free_again_in_another_region(region):
    other = service.create_region("Elders", actor=SYSTEM)
    first, second = (service.add_organisation(one.tenant, "Bureau", "agency", actor=SYSTEM) for one in (region, other))
    assert (first.tenant.slug, second.tenant.slug) == ("bureau", "bureau-elders")
    with pytest.raises(InputError):
        service.add_organisation(region.tenant, "BUREAU", "agency", actor=SYSTEM)


def contact_of(keeper, party, owner, **more):
    given_consents = more.pop("consents", {"news": "per e-mail", "invitations": "per e-mail"})
    someone = Person("Iemand", "iemand@voorbeeld.example", **more)
    return service.add_contact(someone, party, "planner", keeper=owner, consents=given_consents, actor=keeper)


@pytest.mark.django_db
def test_a_contact_is_kept_only_with_consent_and_a_way_to_reach_him(region, keeper):
    with pytest.raises(InputError, match="without having agreed"):
        contact_of(keeper, region.tenant, region.tenant, consents={})
    with pytest.raises(InputError, match="no way to reach"):
        service.add_contact(Person("X"), region.tenant, "x", keeper=region.tenant, consents={"news": "x"}, actor=keeper)
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_the_last_consent_that_is_withdrawn_erases_the_contact_and_the_log_names_nobody(region, keeper):
    contact = contact_of(keeper, region.tenant, region.tenant)
    pk, (first, second) = contact.pk, contact.consents.all()
    assert service.withdraw_consent(first, actor=keeper)
    assert Contact.objects.filter(pk=pk).exists()
    assert not service.withdraw_consent(second, actor=keeper)
    assert not Contact.objects.filter(pk=pk).exists()
    entries = Entry.objects.filter(subject=f"contact:{pk}")
    assert {one.event for one in entries} == {"contact_added", "consent_withdrawn", "contact_erased"}
    assert "iemand" not in str([one.__dict__ for one in entries]).lower()


@pytest.mark.django_db
def test_a_contact_is_seen_only_by_those_who_keep_it(region, towns, person, keeper):
    contact = contact_of(actor_of_user(person(towns[0].tenant)), region.tenant, towns[0].tenant)

    def sees(user):
        return Contact.objects.for_actor(actor_of_user(user), Permission.MANAGE_PARTIES).filter(pk=contact.pk).exists()

    assert sees(User.objects.get(email__startswith=towns[0].tenant.slug))
    assert not sees(person(towns[1].tenant))
    assert not sees(person(region.tenant, Role.ANALYST))
    assert Contact.objects.for_actor(keeper, Permission.MANAGE_PARTIES).get() == contact


@pytest.mark.django_db
def test_contacts_are_erased_when_their_time_is_over(region, keeper):
    kept = contact_of(keeper, region.tenant, region.tenant)
    contact_of(keeper, region.tenant, region.tenant, keep_until=timezone.localdate())
    assert kept.keep_until.year == timezone.localdate().year + 1  # the region says twelve months
    tomorrow = date.fromordinal(timezone.localdate().toordinal() + 1)
    assert service.erase_expired_contacts(timezone.localdate(), actor=SYSTEM) == 0
    assert service.erase_expired_contacts(tomorrow, actor=SYSTEM) == 1
    assert list(Contact.objects.all()) == [kept]


@pytest.mark.django_db
def test_a_network_holds_parties_of_its_own_region_only(region, towns):
    network = service.add_network(region, "Tafel", actor=SYSTEM)
    elsewhere = service.create_region("Elders", actor=SYSTEM)
    member = service.place_in_network(network, towns[0].tenant, "voorzitter", actor=SYSTEM)
    with pytest.raises(InputError, match="another region"):
        service.place_in_network(network, elsewhere.tenant, "", actor=SYSTEM)
    service.take_from_network(member, actor=SYSTEM)
    assert not network.members.exists()


@pytest.mark.django_db
def test_neighbours_are_each_others(towns):
    a, b, _ = towns
    service.set_neighbours(a, [b], actor=SYSTEM)
    assert list(Municipality.objects.get(pk=b.pk).neighbours.all()) == [a]
