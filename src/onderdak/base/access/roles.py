"""Roles, the one purpose that each is bound to, and what each may do.

A permission says what; the tenant of the membership says where. What is not in the table is denied.
"""

from __future__ import annotations

from functools import cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TenantKind(TextChoices):
    """The three kinds of places in the tree of tenants."""

    REGION = "region", _("region")
    MUNICIPALITY = "municipality", _("municipality")
    ORGANISATION = "organisation", _("organisation")


class Purpose(TextChoices):
    """Why somebody may see what he sees. Purposes stay apart: a role has one."""

    INFORMATION = "information", _("information and help")
    ADDRESS_QUALITY = "address_quality", _("quality of addresses")
    STATISTICS = "statistics", _("policy statistics")
    SUPERVISION = "supervision", _("supervision")
    PRIVACY = "privacy", _("oversight of privacy")
    MANAGEMENT = "management", _("management of the system")


class Role(TextChoices):
    """What somebody is to a region, a municipality or an organisation."""

    ANALYST = "analyst", _("data analyst")
    POLICY_OFFICER = "policy_officer", _("policy officer housing")
    PROGRAMME_MANAGER = "programme_manager", _("programme manager")
    PORTFOLIO_HOLDER = "portfolio_holder", _("portfolio holder")
    INSPECTOR = "inspector", _("inspector")
    CIVIL_AFFAIRS = "civil_affairs", _("civil affairs officer")
    PROVIDER = "provider", _("housing provider")
    AGENCY = "agency", _("employment agency")
    CIVIL_SOCIETY = "civil_society", _("civil society organisation")
    PRIVACY_OFFICER = "privacy_officer", _("privacy officer")
    ADMINISTRATOR = "administrator", _("administrator")


class Permission(TextChoices):
    """What a screen or a service asks for."""

    SEE_FIGURES = "see_figures", _("see the figures of a region and its municipalities")
    SEE_ADDRESSES = "see_addresses", _("see what is known of an address")
    DELIVER = "deliver", _("deliver lists")
    ACCEPT = "accept", _("accept and undo deliveries")
    ADOPT = "adopt", _("adopt figures")
    WITHDRAW = "withdraw", _("withdraw figures")
    MANAGE_PARTIES = "manage_parties", _("keep parties and contacts")
    MANAGE_ACCESS = "manage_access", _("give and take roles")
    MANAGE_JOBS = "manage_jobs", _("see and retry background work")
    READ_AUDIT = "read_audit", _("read the audit log")


PURPOSES: dict[Role, Purpose] = {
    Role.ANALYST: Purpose.ADDRESS_QUALITY,
    Role.POLICY_OFFICER: Purpose.STATISTICS,
    Role.PROGRAMME_MANAGER: Purpose.STATISTICS,
    Role.PORTFOLIO_HOLDER: Purpose.STATISTICS,
    Role.INSPECTOR: Purpose.SUPERVISION,
    Role.CIVIL_AFFAIRS: Purpose.ADDRESS_QUALITY,
    Role.PROVIDER: Purpose.ADDRESS_QUALITY,
    Role.AGENCY: Purpose.ADDRESS_QUALITY,
    Role.CIVIL_SOCIETY: Purpose.INFORMATION,
    Role.PRIVACY_OFFICER: Purpose.PRIVACY,
    Role.ADMINISTRATOR: Purpose.MANAGEMENT,
}

_P = Permission
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ANALYST: frozenset({_P.SEE_FIGURES, _P.SEE_ADDRESSES, _P.DELIVER, _P.ACCEPT, _P.WITHDRAW}),
    Role.POLICY_OFFICER: frozenset({_P.SEE_FIGURES, _P.SEE_ADDRESSES, _P.ADOPT, _P.WITHDRAW, _P.MANAGE_PARTIES}),
    Role.PROGRAMME_MANAGER: frozenset({_P.SEE_FIGURES, _P.ADOPT, _P.WITHDRAW, _P.MANAGE_PARTIES}),
    Role.PORTFOLIO_HOLDER: frozenset({_P.SEE_FIGURES}),
    Role.INSPECTOR: frozenset({_P.SEE_FIGURES, _P.SEE_ADDRESSES}),
    Role.CIVIL_AFFAIRS: frozenset({_P.SEE_FIGURES, _P.SEE_ADDRESSES}),
    Role.PROVIDER: frozenset({_P.SEE_FIGURES, _P.DELIVER}),
    Role.AGENCY: frozenset({_P.SEE_FIGURES, _P.DELIVER}),
    Role.CIVIL_SOCIETY: frozenset({_P.SEE_FIGURES}),
    Role.PRIVACY_OFFICER: frozenset({_P.READ_AUDIT, _P.WITHDRAW}),
    Role.ADMINISTRATOR: frozenset({_P.MANAGE_ACCESS, _P.MANAGE_JOBS, _P.MANAGE_PARTIES}),
}

_K = TenantKind
_GOVERNMENT = frozenset({_K.REGION, _K.MUNICIPALITY})
_EVERYWHERE = frozenset(_K)
#: Where each role can be held. Who keeps the system does so for the whole region.
HELD_AT: dict[Role, frozenset[TenantKind]] = {
    Role.ANALYST: _GOVERNMENT,
    Role.POLICY_OFFICER: _GOVERNMENT,
    Role.PROGRAMME_MANAGER: frozenset({_K.REGION}),
    Role.PORTFOLIO_HOLDER: _GOVERNMENT,
    Role.INSPECTOR: _GOVERNMENT,
    Role.CIVIL_AFFAIRS: _GOVERNMENT,
    Role.PROVIDER: frozenset({_K.ORGANISATION}),
    Role.AGENCY: frozenset({_K.ORGANISATION}),
    Role.CIVIL_SOCIETY: frozenset({_K.ORGANISATION}),
    Role.PRIVACY_OFFICER: _GOVERNMENT,
    Role.ADMINISTRATOR: frozenset({_K.REGION}),
}

#: What a role carries only where it is held at these. Of its own municipality a policy officer reads addresses; for the
#: policy of a region figures are enough.
ONLY_AT: dict[tuple[Role, Permission], frozenset[TenantKind]] = {
    (Role.POLICY_OFFICER, _P.SEE_ADDRESSES): frozenset({_K.MUNICIPALITY}),
}


@cache
def permissions_at(role: Role, kind: str) -> frozenset[Permission]:
    """What a role may do where it is held at a region, a municipality or an organisation."""
    return frozenset(one for one in PERMISSIONS[role] if kind in ONLY_AT.get((role, one), _EVERYWHERE))


#: What municipalities of one region see of each other: adopted figures are made to be compared. Rows never are.
SHARED_WITHIN_REGION = frozenset({Permission.SEE_FIGURES})

#: Who signs in with a second factor or a passkey, always.
STRONG_SIGN_IN = frozenset({Role.ADMINISTRATOR, Role.INSPECTOR})
