"""Reminders of lists: which are wanted, to whom they go, and what they say.

They go to accounts with a role at the party that delivers. Where nobody has one, they go to the analysts who accept its
lists: these know whom to ask. Contacts get none, for that is not what they agreed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import PERMISSIONS, Permission, Role
from onderdak.base.figures.format import day
from onderdak.deliveries.calendar import Standing, standings
from onderdak.deliveries.models import Contract, Reminder

Stage = Reminder.Stage
#: Days after which a list that is still late is asked for once more.
AGAIN = 30


def wanted(on: date) -> Iterator[tuple[Contract, date, str]]:
    """The reminders of a day that were not made before: contract, day on which the list was due, and stage."""
    contracts = list(Contract.objects.filter(remind=True, since__lte=on + timedelta(days=366)).holding(on))
    made = set(Reminder.objects.filter(contract__in=contracts).values_list("contract", "due_on", "stage"))
    for one in standings(contracts, on):
        stage = stage_of(one)
        if stage and one.due_on and (one.contract.pk, one.due_on, stage) not in made:
            yield one.contract, one.due_on, stage


def stage_of(one: Standing) -> str:
    """Which reminder a source gets as it stands; empty where it gets none."""
    if one.due_on is None or one.state not in ("due", "late", "refused"):
        return ""
    if one.state == "due" or not one.missing:
        return Stage.AHEAD if one.due_on >= one.on else ""
    return Stage.AGAIN if one.days_late >= AGAIN + one.contract.grace_days else Stage.LATE


def recipients(contract: Contract, on: date) -> list[User]:
    """Who is reminded: accounts at the party that delivers, else the analysts who accept its lists."""
    return _with(Permission.DELIVER, [contract.owner], on) or _with(Permission.ACCEPT, _above(contract.owner), on)


def _above(owner: Tenant) -> list[Tenant]:
    return [one for one in (owner.parent, owner.region) if one is not None]


def _with(permission: Permission, tenants: list[Tenant], on: date) -> list[User]:
    roles = [role for role in Role if permission in PERMISSIONS[role]]
    held = Membership.objects.filter(tenant__in=tenants, role__in=roles).on(on)
    users = User.objects.filter(is_active=True, is_demo=False, pk__in=held.values("user"))
    return [one for one in users.order_by("pk") if not one.is_asleep()]


def send(reminder: Reminder, users: list[User]) -> None:
    """Send a reminder to each of these people, in his own language."""
    for user in users:
        with translation.override(user.language):
            message(reminder, user).send()


def message(reminder: Reminder, user: User) -> EmailMultiAlternatives:
    """A reminder as it is sent, in text and in HTML."""
    contract = reminder.contract
    words = {
        "contract": contract,
        "sentence": _sentence(reminder, user.language),
        "link": settings.SITE_ADDRESS + contract.get_absolute_url(),
    }
    mail = EmailMultiAlternatives(
        settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + _subject(reminder),
        render_to_string("deliveries/email/reminder.txt", words),
        to=[user.email],
    )
    mail.attach_alternative(render_to_string("deliveries/email/reminder.html", words), "text/html")
    return mail


def _subject(reminder: Reminder) -> str:
    subject = {
        Stage.AHEAD: _("list of %(name)s expected soon"),
        Stage.LATE: _("list of %(name)s is late"),
        Stage.AGAIN: _("list of %(name)s is still late"),
    }[Stage(reminder.stage)]
    return " ".join((subject % {"name": reminder.contract.name}).split())


def _sentence(reminder: Reminder, language: str) -> str:
    words = {
        "name": reminder.contract.name,
        "day": day(reminder.due_on, language),
        "region": reminder.contract.region.name,
    }
    if reminder.stage == Stage.AHEAD:
        return _("A list of %(name)s is expected on %(day)s.") % words
    late = _("A list of %(name)s was expected on %(day)s, and none has been accepted yet.")
    leaning = _("Figures of %(region)s lean on it.")
    return f"{late} {leaning}" % words


def mark_sent(reminder: Reminder, count: int) -> None:
    """Keep that it was sent, and to how many; not to whom."""
    Reminder.objects.filter(pk=reminder.pk).update(sent_at=timezone.now() if count else None, recipients=count)
