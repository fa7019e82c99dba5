"""Reminders: once for each list and stage, to who can do something about it, in his own language."""

from __future__ import annotations

from datetime import date, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from onderdak.base.access.models import User
from onderdak.base.access.roles import Role
from onderdak.base.jobs.models import Job
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import jobs, reminders
from onderdak.deliveries.models import Contract, Reminder
from onderdak.deliveries.tests.agreed import agreed, delivered, place, user_at

TODAY = timezone.localdate


@pytest.fixture
def here(db):
    return place()


def expected_in(here, days, **more):
    return agreed(here.agency, since=TODAY() + timedelta(days=days), **more)


@pytest.mark.parametrize(
    ("days", "stage"), [(15, None), (14, "ahead"), (0, "ahead"), (-1, "late"), (-29, "late"), (-30, "again")]
)
def test_the_stage_follows_from_the_days(here, days, stage):
    expected_in(here, days)
    assert [one for _, _, one in reminders.wanted(TODAY())] == ([stage] if stage else [])


def test_within_the_days_of_grace_nobody_is_told_that_he_is_late(here):
    expected_in(here, -3, grace_days=5)
    assert list(reminders.wanted(TODAY())) == []


def test_who_asked_for_no_reminders_gets_none(here):
    expected_in(here, -3, remind=False)
    assert list(reminders.wanted(TODAY())) == []


def test_a_reminder_goes_to_who_delivers_once(here):
    user_at(here.agency, Role.AGENCY)
    user_at(here.region, Role.ANALYST)
    contract = expected_in(here, -3)
    for _ in range(2):
        jobs.remind.enqueue()
        Worker().drain()
    (sent,) = mail.outbox
    assert sent.to == [User.objects.get(email__startswith=here.agency.slug).email]
    (kept,) = Reminder.objects.all()
    assert (kept.contract, kept.stage, kept.recipients) == (contract, "late", 1)
    assert kept.sent_at is not None


def test_a_reminder_is_text_and_html_in_the_language_of_the_reader(here):
    user = user_at(here.agency, Role.AGENCY)
    contract = expected_in(here, -3)
    one = Reminder(contract=contract, due_on=contract.since, stage="late")
    user.language = "en"
    reminders.send(one, [user])
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert "is late" in sent.subject
    for text in (str(sent.body), str(html)):
        assert contract.get_absolute_url() in text
        assert "none has been accepted yet" in text


def test_where_nobody_delivers_the_analyst_is_told(here):
    analyst = user_at(here.region, Role.ANALYST)
    user_at(here.region, Role.POLICY_OFFICER)
    user_at(here.town, Role.ANALYST)
    assert reminders.recipients(expected_in(here, -3), TODAY()) == [analyst]


def test_invented_and_sleeping_people_get_no_mail(here):
    one = user_at(here.agency, Role.AGENCY)
    User.objects.filter(pk=one.pk).update(is_demo=True)
    assert reminders.recipients(expected_in(here, -3), TODAY()) == []
    User.objects.filter(pk=one.pk).update(is_demo=False, awake_since=timezone.now() - timedelta(days=999))
    assert reminders.recipients(Contract.objects.get(), TODAY()) == []


def test_a_list_that_came_meanwhile_is_not_asked_for(here):
    user_at(here.agency, Role.AGENCY)
    contract = expected_in(here, -3)
    made = Reminder.objects.create(contract=contract, due_on=contract.since, stage="late")
    delivered(contract, TODAY(), rows=1)
    jobs.send_reminder.enqueue(reminder=made.pk)
    Worker().drain()
    assert mail.outbox == []
    assert Reminder.objects.get().sent_at is None


def test_a_mail_server_that_is_away_is_tried_again(here, monkeypatch):
    user_at(here.agency, Role.AGENCY)
    contract = expected_in(here, -3)
    made = Reminder.objects.create(contract=contract, due_on=contract.since, stage="late")

    def away(*args, **kwargs):
        raise SMTPException

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", away)
        job = jobs.send_reminder.enqueue(reminder=made.pk)
        Worker().drain()
    assert Reminder.objects.get().sent_at is None
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(minutes=1))
    Worker().drain()
    assert len(mail.outbox) == 1
    assert Reminder.objects.get().sent_at is not None


def test_a_name_with_a_line_break_breaks_no_mail(here):
    user = user_at(here.agency, Role.AGENCY)
    contract = expected_in(here, -3)
    Contract.objects.filter(pk=contract.pk).update(name="Bureau\nBcc: iemand@voorbeeld.example")
    one = Reminder(contract=Contract.objects.get(), due_on=date(2026, 1, 1), stage="again")
    reminders.send(one, [user])
    assert "\n" not in mail.outbox[0].subject
