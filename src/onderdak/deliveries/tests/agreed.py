"""A region with two municipalities and an agency that delivers, and the lists that it delivered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from onderdak.base.access.actors import SYSTEM, Actor, actor_of_user
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.figures.service import add_origin, add_run
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.service.contracts import Terms, agree
from onderdak.parties import service as parties

SINCE = date(2026, 1, 1)
_WORDS = {"nl": "x", "en": "x"}


@dataclass(frozen=True)
class Place:
    """Who there is."""

    region: Tenant
    town: Tenant
    other: Tenant
    agency: Tenant


def place(name: str = "Wielderland", code: str = "71") -> Place:
    """A region of its own."""
    region = parties.create_region(name, actor=SYSTEM)
    town, other = (parties.add_municipality(region, f"{name} {n}", f"{code}0{n}", actor=SYSTEM).tenant for n in (1, 2))
    agency = parties.add_organisation(region.tenant, f"Bureau {name}", "agency", actor=SYSTEM).tenant
    return Place(region.tenant, town, other, agency)


def terms(name: str = "Bureau", **more) -> Terms:
    """Terms as most tests need them."""
    given: dict[str, Any] = {"since": SINCE, "purpose": "beleid", "legal_ground": "convenant", "every_months": 6}
    return Terms(name, **{**given, **more})


def agreed(owner: Tenant, name: str = "Bureau", template: str = "agency_locations", slug: str = "", **more) -> Contract:
    """A contract with a party."""
    return agree(template, terms(name, **more), owner=owner, actor=SYSTEM, slug=slug)


def user_at(tenant: Tenant, role: Role) -> User:
    """Somebody with a role."""
    user = User.objects.create_user(f"{tenant.slug}-{role}@voorbeeld.example", name="Bea")
    Membership.objects.create(user=user, tenant=tenant, role=role, valid_from=date(2020, 1, 1))
    return user


def actor_at(tenant: Tenant, role: Role) -> Actor:
    """The same as an actor."""
    return actor_of_user(user_at(tenant, role))


def in_lineage(contract: Contract, *lists: tuple[date, int, int]) -> None:
    """Lists (day, rows, placed) that figures were made of before there was a desk for deliveries."""
    at: dict[str, Any] = {"owner": contract.region, "region": contract.region}
    for day, rows, placed in lists:
        digest = hashlib.sha256(day.isoformat().encode()).hexdigest()
        origin = add_origin(source=contract.slug, name=f"{day}.csv", delivered_on=day, digest=digest, rows=rows, **at)
        sources = [{"name": contract.slug, "delivered_on": day.isoformat(), "placed": placed, "rows": rows}]
        add_run(
            method="housing.picture",
            version="1",
            name=_WORDS,
            explanation=_WORDS,
            actor=SYSTEM,
            origins=[origin],
            parameters={"as_of": day.isoformat(), "sources": sources},
            **at,
        )


def delivered(contract: Contract, day: date, state: str = "accepted", **counts: int) -> Delivery:
    """A list that came in at the desk."""
    turn = Delivery.objects.filter(contract=contract).count() + 1 if state == "accepted" else None
    return Delivery.objects.create(
        contract=contract,
        owner=contract.owner,
        region=contract.region,
        name="lijst.csv",
        sha256="0" * 64,
        as_of=day,
        state=state,
        turn=turn,
        claims_at="x" if turn else "",
        digest="y" if turn else "",
        counts=counts,
        received_by="system",
    )
