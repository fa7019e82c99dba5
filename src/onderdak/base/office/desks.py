"""What stands on the landing page of the office: one desk for each group of screens, shown to whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.roles import Permission


@dataclass(frozen=True)
class Desk:
    """A group of screens: its name, what it is for, where it begins and who may see it."""

    title: str | Promise
    purpose: str | Promise
    route: str  # name of the route at which it begins
    permission: Permission


DESKS: tuple[Desk, ...] = (
    Desk(
        _("Accounts and roles"),
        _("Invite people, give and end roles, close accounts."),
        "office:accounts",
        Permission.MANAGE_ACCESS,
    ),
    Desk(
        _("Background work"),
        _("See what runs, and decide about what failed."),
        "office:jobs",
        Permission.MANAGE_JOBS,
    ),
    Desk(
        _("Audit log"),
        _("Read who did what and for which purpose, and verify that nothing was changed."),
        "office:audit",
        Permission.READ_AUDIT,
    ),
    Desk(
        _("Published figures"),
        _("Adopt figures, and withdraw with a reason what does not hold."),
        "office:figures",
        Permission.WITHDRAW,
    ),
    Desk(_("Health of the system"), _("See whether everything runs."), "office:health", Permission.MANAGE_JOBS),
)


def desks_of(actor: Actor) -> list[Desk]:
    """The desks that an actor may sit at."""
    return [desk for desk in DESKS if actor.may(desk.permission)]
