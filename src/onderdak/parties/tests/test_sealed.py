"""What tells who a contact is: sealed in the database, read with the keys of the site, sealed anew with a new one."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit.models import Entry
from onderdak.base.office.health import READY, State, examine
from onderdak.base.office.sealing import reseal_persons
from onderdak.base.sealed.keys import UnreadableError
from onderdak.parties import service
from onderdak.parties.models import Contact
from onderdak.parties.service import Person

OLD, NEW = "o" * 40, "n" * 40
HOW = "per mail van j.jansen@voorbeeld.example"


@pytest.fixture
def contact(region, settings):
    settings.PERSONS_KEYS = [OLD]
    person = Person("Jo Jansen", "j.jansen@voorbeeld.example")
    return service.add_contact(
        person, region.tenant, "planner", keeper=region.tenant, consents={"news": HOW}, actor=SYSTEM
    )


def as_kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, phone FROM parties_contact")
        names = [text for row in cursor.fetchall() for text in row]
        cursor.execute("SELECT how FROM parties_consent")
        return names + [text for (text,) in cursor.fetchall()]


def key_state() -> str:
    return next(one.finding.state for one in examine(READY).results if one.check.name == "persons_key")


def test_the_database_holds_nothing_that_tells_who_a_contact_is(contact):
    kept = as_kept()
    assert [bool(one) for one in kept] == [True, True, False, True]
    assert not any(part in text for text in kept for part in ("Jansen", "jansen", "voorbeeld"))
    again = Contact.objects.get()
    assert (again.name, again.email, again.phone) == ("Jo Jansen", "j.jansen@voorbeeld.example", "")
    assert again.consents.get().how == HOW


def test_a_new_key_takes_over_and_the_old_one_can_go(contact, settings):
    before = as_kept()
    settings.PERSONS_KEYS = [NEW, OLD]
    assert Contact.objects.get().name == "Jo Jansen"
    assert reseal_persons() == 3
    settings.PERSONS_KEYS = [NEW]
    assert Contact.objects.get().name == "Jo Jansen"
    assert not set(as_kept()) & (set(before) - {""})
    assert key_state() == State.GOOD
    assert Entry.objects.get(event="persons_resealed").details == '{"texts":3}'


def test_without_the_key_nothing_is_read_and_the_site_says_so_before_it_starts(contact, settings):
    settings.PERSONS_KEYS = [NEW]
    with pytest.raises(UnreadableError):
        Contact.objects.get()
    with pytest.raises(UnreadableError):
        reseal_persons()
    assert key_state() == State.FAULT


@pytest.mark.parametrize("asked", [{"name": "Jo Jansen"}, {"name__contains": "Jo"}, {"email__in": ["x"]}])
def test_nobody_is_looked_up_by_what_is_sealed(contact, asked):
    with pytest.raises(FieldError):
        Contact.objects.filter(**asked).exists()
