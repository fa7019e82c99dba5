"""The door to contracts: agree on one, change it, and take over those of a set-up file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.errors import AccessRefused
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record
from onderdak.deliveries.calendar import Standing, standings
from onderdak.deliveries.contracts import Shipped, shipped, shipped_contract
from onderdak.deliveries.models import Contract
from onderdak.deliveries.sources import ExpectedSource
from onderdak.methods.errors import InputError


@dataclass(frozen=True)
class Terms:
    """What is agreed with a source, beside what kind of list it is.

    `columns` are headings that are asked for; those that are required are always. `None` asks for all of them.
    """

    name: str
    since: date
    purpose: str
    legal_ground: str
    every_months: int | None = None
    grace_days: int = 0
    until: date | None = None
    ground_confirmed: bool = False
    retention_months: int | None = None
    remind: bool = True
    area: Collection[Tenant] = ()
    columns: Collection[str] | None = None


@transaction.atomic
def agree(template: str, terms: Terms, *, owner: Tenant, actor: Actor, slug: str = "") -> Contract:
    """Agree on a contract with a source.

    Parameters
    ----------
    template : str
        Key of the shipped contract that it is made from.
    owner : Tenant
        The party that delivers.
    slug : str
        Its name in addresses and claims, for good; made from the name when left out.

    Raises
    ------
    InputError
        Another source of the region has that name, or the terms cannot hold.
    """
    _must(actor, owner)
    kind = shipped_contract(template)
    region = owner.region or owner
    one = Contract(owner=owner, region=region, template=kind.key, kind=kind.kind, per=kind.per)
    one.full_list, one.slug = kind.full_list, _free_slug(slug or terms.name)
    _write(one, terms, kind, actor, "contract_agreed")
    return one


@transaction.atomic
def change(contract: Contract, terms: Terms, *, actor: Actor) -> None:
    """Change what was agreed; the kind of list and who delivers it stay as they are.

    Raises
    ------
    InputError
        Another source of the region has that name, or the terms cannot hold.
    """
    _must(actor, contract.owner)
    _write(contract, terms, shipped_contract(contract.template), actor, "contract_changed")


@transaction.atomic
def agree_expected(region: Tenant, sources: Sequence[ExpectedSource], *, actor: Actor) -> list[Contract]:
    """Make a contract of each source of a file (sources.toml) that has none yet; those that are there stay as they are.

    Raises
    ------
    InputError
        A source is of an organisation or for a municipality that the region does not have.
    """
    there = set(Contract.objects.filter(region=region).values_list("slug", flat=True))
    return [_expected(region, one, actor) for one in sources if slugify(one.name) not in there]


def standings_by_source(region: Tenant, day: date) -> dict[str, Standing]:
    """How each source of a region stands on a day, by the name that it has in claims."""
    contracts = Contract.objects.filter(region=region)
    return {one.contract.slug: one for one in standings(list(contracts), day)}


def source_pages(region: Tenant, actor: Actor) -> dict[str, str]:
    """The pages of the sources of a region that an actor may know of, by the name that they have in claims."""
    return {one.slug: one.get_absolute_url() for one in Contract.objects.known_to(actor).filter(region=region)}


def _expected(region: Tenant, source: ExpectedSource, actor: Actor) -> Contract:
    kind = shipped_contract(source.contract) if source.contract else _first_of(source.kind)
    owner = _party(region, source.organisation, source.name) if source.organisation else region
    terms = Terms(
        name=_free_name(region, source),
        since=source.since or timezone.localdate(),
        until=source.until,
        purpose=kind.purpose.nl,
        legal_ground=source.legal_ground or kind.legal_ground.nl,
        every_months=source.every_months,
        area=[_party(region, name, source.name) for name in source.municipalities],
    )
    return agree(kind.key, terms, owner=owner, actor=actor, slug=source.name)


def _free_name(region: Tenant, source: ExpectedSource) -> str:
    """The organisation, as people call the source; with the name of the source where it delivers more than one list."""
    name = source.organisation or source.name
    taken = Contract.objects.filter(region=region, name__iexact=name).exists()
    return f"{name}: {source.name}" if taken else name


def _first_of(kind: str) -> Shipped:
    return next(one for one in shipped().values() if one.kind == kind)


def _party(region: Tenant, name: str, source: str) -> Tenant:
    found = Tenant.objects.filter(region=region, name__iexact=name).first()
    if found is None:
        raise InputError(
            f"The region has no party {name!r}.", where=source, mend="Add it in the set-up file, or mend the name."
        )
    return found


def _must(actor: Actor, owner: Tenant) -> None:
    """Who accepts the lists of a party, agrees on them with it."""
    if not actor.may(Permission.ACCEPT, owner):
        raise AccessRefused


def _write(one: Contract, terms: Terms, kind: Shipped, actor: Actor, event: str) -> None:
    _check(one, terms)
    before = _facts(one)
    for name in ("name", "since", "until", "purpose", "legal_ground", "every_months", "grace_days", "remind"):
        setattr(one, name, getattr(terms, name))
    one.retention_months = terms.retention_months
    one.ground_confirmed_on = _confirmed(one, terms)
    one.columns = _columns(one, terms, kind)
    one.full_clean(exclude=["columns"])
    one.save()
    one.area.set(terms.area)
    changed = sorted(name for name, value in _facts(one).items() if before.get(name) != value)
    subject, region = f"contract:{one.slug}", one.region.slug
    record(event, actor=actor, subject=subject, region=region, owner=one.owner.slug, details={"changed": changed})


def _facts(one: Contract) -> dict[str, Any]:
    """What stands in the database of a contract; nothing where it is new. The log gets names of fields, no texts."""
    stored = Contract.objects.filter(pk=one.pk).values().first() or {}
    return {name: value for name, value in stored.items() if name != "id"}


def _confirmed(one: Contract, terms: Terms) -> date | None:
    """The day on which the legal ground was confirmed; another ground must be confirmed anew."""
    if not terms.ground_confirmed:
        return None
    return one.ground_confirmed_on or timezone.localdate()


def _columns(one: Contract, terms: Terms, kind: Shipped) -> list[dict[str, Any]]:
    """The columns that are asked for. Those that were agreed before keep the words they had."""
    had = {column.heading: column for column in one.agreed_columns}
    offered = {**{column.heading: column for column in kind.columns}, **had}
    return [
        column.as_json()
        for heading, column in offered.items()
        if column.required or terms.columns is None or heading in terms.columns
    ]


def _check(one: Contract, terms: Terms) -> None:
    same = Contract.objects.filter(region=one.region, name__iexact=terms.name).exclude(pk=one.pk)
    if same.exists():
        raise InputError(_("There is a source with this name already."), where="name", mend=_("Choose another name."))
    if terms.until and terms.until < terms.since:
        raise InputError(
            _("The contract would end before it begins."), where="until", mend=_("Choose a later day, or leave it out.")
        )
    if any(place.region_id != one.region_id for place in terms.area):
        raise InputError(_("One of the municipalities lies in another region."), where="area", mend=_("Choose others."))


def _free_slug(name: str) -> str:
    """A slug that no source of the site has: addresses are for good."""
    wanted = slugify(name)[:100] or "bron"
    taken = set(Contract.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
