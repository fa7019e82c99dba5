"""From a set-up file to a region: what differs is changed through the doors of the rooms, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from onderdak.base.access import service as access
from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.audit import record
from onderdak.methods.addresses.aliases import dutch_municipalities, former_municipalities
from onderdak.methods.errors import InputError
from onderdak.parties import service
from onderdak.parties.models import Municipality, Network, NetworkMember, Organisation, Region
from onderdak.parties.setup.document import Document, Place, read
from onderdak.parties.setup.references import check_references
from onderdak.parties.setup.schema import (
    FormerPart,
    MunicipalityPart,
    OrganisationPart,
    RolePart,
    SetupFile,
    UserPart,
    parsed,
)


@dataclass(frozen=True)
class Change:
    """One thing that is, or would be, changed."""

    kind: str  # added | changed
    what: str  # "municipality Zeewolde (0050)"


@dataclass
class Applied:
    """What came of applying a file."""

    region: str  # slug
    changes: list[Change] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)  # in the region, not in the file
    remarks: list[str] = field(default_factory=list)

    def added(self, what: str) -> None:
        """Note an addition."""
        self.changes.append(Change("added", what))

    def changed(self, what: str) -> None:
        """Note a change."""
        self.changes.append(Change("changed", what))


def check(path: Path) -> SetupFile:
    """Read a set-up file, and name everything that is wrong with it.

    Raises
    ------
    Mistakes
        Each with line, place, and how to mend it.
    """
    return _checked(path)[0]


def _checked(path: Path) -> tuple[SetupFile, Document]:
    document = read(path)
    setup = parsed(document)
    check_references(setup, document, path.parent)
    document.stop_on_mistakes()
    return setup, document


def apply(path: Path, *, actor: Actor, only_check: bool = False, demo: bool = False) -> Applied:
    """Make a region as a file says it, or say what that would change.

    What is in the region and not in the file is left alone, and named. The same file again changes nothing.

    Parameters
    ----------
    only_check : bool
        Undo everything at the end: what comes back is what would be changed.
    demo : bool
        The new users are invented: they sign in by a button, in demo mode only.

    Raises
    ------
    Mistakes
        When the file is not right; nothing was changed then.
    """
    setup, document = _checked(path)
    with transaction.atomic():
        applied = _Work(setup, document, path.parent, actor, demo).done()
        transaction.set_rollback(only_check)
    return applied


@dataclass
class _Work:
    setup: SetupFile
    document: Document
    folder: Path
    actor: Actor
    demo: bool
    parties: dict[str, Tenant] = field(default_factory=dict)  # by name, in small letters

    def done(self) -> Applied:
        """Do all of it, in the order in which one part stands on another."""
        self.applied = Applied(self.setup.region.slug, remarks=list(_unknown_codes(self.setup)))
        self.region = self._region()
        self.parties[self.setup.region.name.casefold()] = self.region.tenant
        steps: tuple[Callable[[], None], ...] = (
            self._municipalities,
            self._neighbours,
            self._boundaries,
            self._organisations,
            self._networks,
            self._users,
        )
        for step in steps:
            step()
        self.applied.left_alone = list(self._not_named())
        return self.applied

    def _at(self, place: Place, doing: Callable[[], Any]) -> Any:
        """Do something; what it refuses is a mistake at a place of the file."""
        try:
            return doing()
        except InputError as error:
            self.document.blame(place, error.what, error.mend)
            self.document.stop_on_mistakes()

    def _region(self) -> Region:
        part = self.setup.region
        wanted = {"name": part.name, "language": part.language, "contact_months": part.contact_months}
        there = Region.objects.filter(tenant__slug=part.slug).select_related("tenant").first()
        if there is None:
            if Tenant.objects.filter(slug=part.slug).exists():
                self.document.blame(("region", "slug"), f"Another party has the slug {part.slug!r}.", "Choose another.")
                self.document.stop_on_mistakes()
            self.applied.added(f"region {part.name}")
            return service.create_region(slug=part.slug, actor=self.actor, **wanted)
        if wanted != {
            "name": there.tenant.name,
            "language": there.language,
            "contact_months": there.contact_months,
        }:
            service.change_region(there, actor=self.actor, **wanted)
            self.applied.changed(f"region {part.name}")
        return there

    def _municipalities(self) -> None:
        for number, part in enumerate(self.setup.municipalities):
            one = self._at(("municipalities", number), lambda part=part: self._municipality(part))
            self.parties[part.name.casefold()] = one.tenant
            for nth, former in enumerate(part.former):
                place = ("municipalities", number, "former", nth)
                self._at(place, lambda one=one, former=former: self._former(one, former))

    def _municipality(self, part: MunicipalityPart) -> Municipality:
        there = Municipality.objects.filter(code=part.code).select_related("tenant").first()
        what = f"municipality {part.name} ({part.code})"
        if there is None:
            self.applied.added(what)
            return service.add_municipality(
                self.region, part.name, part.code, actor=self.actor, slug=part.slug or "", exists_from=part.exists_from
            )
        if there.tenant.region_id != self.region.pk:
            raise InputError(f"{there} belongs to another region here.", mend="Take it out of one of the two files.")
        if (there.tenant.name, there.exists_from) != (part.name, part.exists_from):
            service.change_municipality(there, actor=self.actor, name=part.name, exists_from=part.exists_from)
            self.applied.changed(what)
        return there

    def _former(self, into: Municipality, part: FormerPart) -> None:
        there = Municipality.objects.filter(code=part.code, successors=into).first()
        if there is None:
            service.add_former_municipality(into, part.name, part.code, ended_on=part.ended_on, actor=self.actor)
            self.applied.added(f"former municipality {part.name} ({part.code})")

    def _neighbours(self) -> None:
        """As the file names them: each pair may be named at one of the two."""
        if self.setup.region.boundaries:
            return
        pairs = {frozenset((part.code, other)) for part in self.setup.municipalities for other in part.neighbours or ()}
        for part in self.setup.municipalities:
            if not any(part.code in pair for pair in pairs):
                continue
            wanted = {code for pair in pairs if part.code in pair for code in pair} - {part.code}
            one = Municipality.objects.select_related("tenant").get(code=part.code)
            if wanted != set(one.neighbours.values_list("code", flat=True)):
                chosen = list(Municipality.objects.filter(code__in=wanted))
                service.set_neighbours(one, chosen, actor=self.actor)
                self.applied.changed(f"neighbours of {part.name}")

    def _boundaries(self) -> None:
        part = self.setup.region.boundaries
        if part is None:
            return
        report = self._at(
            ("region", "boundaries", "file"),
            lambda: service.import_boundaries(
                self.region, self.folder / part.file, as_of=part.as_of, source=part.source, actor=self.actor
            ),
        )
        if report.stored:
            self.applied.changed(f"{report.stored} outlines from {part.file}")
        self.applied.remarks += [f"{part.file}: no outline of {name}." for name in report.absent]
        self.applied.remarks += [f"{part.file}: {remark}" for remark in report.remarks]

    def _organisations(self) -> None:
        towns = {part.code: self.parties[part.name.casefold()] for part in self.setup.municipalities}
        for number, part in enumerate(self.setup.organisations):
            below = towns[part.municipality] if part.municipality else self.region.tenant
            one = self._at(("organisations", number), lambda part=part, below=below: self._organisation(part, below))
            self.parties[part.name.casefold()] = one.tenant

    def _organisation(self, part: OrganisationPart, below: Tenant) -> Organisation:
        named = Organisation.objects.filter(tenant__region=self.region.tenant).select_related("tenant")
        there = named.filter(tenant__slug=part.slug).first() if part.slug else None
        there = there or named.filter(tenant__name__iexact=part.name).first()
        what, website = f"organisation {part.name}", part.website or ""
        if there is None:
            self.applied.added(what)
            return service.add_organisation(
                below, part.name, part.kind, actor=self.actor, slug=part.slug or "", website=website
            )
        if there.tenant.parent_id != below.pk:
            raise InputError(
                f"{there} belongs to {there.tenant.parent} here.", mend="An organisation does not move; add a new one."
            )
        if (there.tenant.name, there.kind, there.website) != (part.name, part.kind, website):
            service.change_organisation(there, actor=self.actor, name=part.name, kind=part.kind, website=website)
            self.applied.changed(what)
        return there

    def _networks(self) -> None:
        for part in self.setup.networks:
            network = Network.objects.filter(region=self.region.tenant, name=part.name).first()
            if network is None:
                network = service.add_network(self.region, part.name, actor=self.actor, aim=part.aim)
                self.applied.added(f"network {part.name}")
            elif network.aim != part.aim:
                service.change_network(network, actor=self.actor, aim=part.aim)
                self.applied.changed(f"network {part.name}")
            for member in part.members:
                self._member(network, self.parties[member.party.casefold()], member.role)

    def _member(self, network: Network, party: Tenant, role: str) -> None:
        there = NetworkMember.objects.filter(network=network, party=party).first()
        if there is None or there.role != role:
            service.place_in_network(network, party, role, actor=self.actor)
            what = f"{party} in {network}"
            self.applied.changed(what) if there else self.applied.added(what)

    def _users(self) -> None:
        for number, part in enumerate(self.setup.users):
            user = User.objects.filter(email=part.email).first()
            if user and user.name != part.name:
                user.name = part.name
                user.save(update_fields=["name"])
                self.applied.changed(f"user {part.email}")
            for nth, role in enumerate(part.roles):
                place = ("users", number, "roles", nth)
                self._at(place, lambda part=part, role=role: self._role(part, role))

    def _role(self, part: UserPart, role: RolePart) -> None:
        tenant = self.parties[role.at.casefold()] if role.at else self.region.tenant
        user = User.objects.filter(email=part.email).first()
        today = timezone.localdate()
        if role.until and role.until < today:
            return
        if user is None:
            user = access.invite_user(
                part.email,
                part.name,
                tenant=tenant,
                role=Role(role.role),
                actor=self.actor,
                language=self.setup.region.language,
                is_demo=self.demo,
            )
            self.applied.added(f"user {part.email}")
        held = Membership.objects.filter(user=user, tenant=tenant, role=role.role).not_ended(today).first()
        if held is None:
            access.grant_role(user, tenant, Role(role.role), actor=self.actor, valid_to=role.until)
            self.applied.added(f"{part.email}: {role.role} at {tenant}")
        elif held.valid_to != role.until:
            self._set_end(held, role)

    def _set_end(self, held: Membership, role: RolePart) -> None:
        """Change the last day of a role."""
        held.valid_to = role.until
        held.save(update_fields=["valid_to"])
        record(
            "role_end_changed",
            actor=self.actor,
            subject=held.user.reference,
            region=self.region.tenant.slug,
            owner=held.tenant.slug,
            details={"role": held.role, "tenant": held.tenant.slug},
        )
        self.applied.changed(f"{held.user.email}: {held.role} at {held.tenant}")

    def _not_named(self) -> Iterator[str]:
        """What the region has and the file does not name."""
        codes = {part.code for part in self.setup.municipalities}
        codes |= {former.code for part in self.setup.municipalities for former in part.former}
        for one in Municipality.objects.filter(tenant__region=self.region.tenant).exclude(code__in=codes):
            yield f"municipality {one} ({one.code})"
        named = [tenant.pk for tenant in self.parties.values()]
        for one in Organisation.objects.filter(tenant__region=self.region.tenant).exclude(tenant__in=named):
            yield f"organisation {one}"
        emails = [part.email for part in self.setup.users]
        here = User.objects.filter(memberships__tenant__region=self.region.tenant) | User.objects.filter(
            memberships__tenant=self.region.tenant
        )
        for user in here.exclude(email__in=emails).distinct().order_by("email"):
            yield f"user {user.email}"


def _unknown_codes(setup: SetupFile) -> Iterator[str]:
    """A remark for each code that no municipality has or had: right for an invented region, else a slip."""
    for part in setup.municipalities:
        if part.code not in dutch_municipalities() and part.code not in former_municipalities():
            yield f"{part.name}: the CBS knows no code {part.code}."
