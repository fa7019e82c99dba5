"""Regions, municipalities, organisations, networks and contacts. A party is a tenant; here stands what kind of one."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.models import Scoped, Tenant
from onderdak.base.access.query import ScopedQuerySet
from onderdak.base.sealed.field import SealedField
from onderdak.parties.query import ContactQuerySet, MunicipalityQuerySet, OrganisationQuerySet

if TYPE_CHECKING:
    from django.db.models.manager import RelatedManager

FOUR_DIGITS = re.compile(r"[0-9]{4}")


class Region(models.Model):
    """A region: municipalities that work together, and the choices that hold in it."""

    tenant = models.OneToOneField(Tenant, models.PROTECT, primary_key=True, related_name="region_facts")
    language = models.CharField(max_length=2, default="nl")  # of new users
    contact_months = models.PositiveSmallIntegerField(default=24)  # how long a contact is kept when nobody says

    def __str__(self) -> str:
        return self.tenant.name


class Municipality(models.Model):
    """A municipality from the day it exists to the day it is joined to another.

    `ended_on` is the first day on which it was no more, as the CBS writes it. The tenant of a former municipality
    stands below that of the successor, so that whoever has a role there reaches the rows of both.
    """

    tenant = models.OneToOneField(Tenant, models.PROTECT, primary_key=True, related_name="municipality")
    code = models.CharField(_("code"), max_length=4, unique=True, validators=[RegexValidator(FOUR_DIGITS)])
    exists_from = models.DateField(_("exists from"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors")
    neighbours = models.ManyToManyField("self")
    boundaries: RelatedManager[Boundary]
    predecessors: RelatedManager[Municipality]

    objects: ClassVar[MunicipalityQuerySet] = MunicipalityQuerySet.as_manager()  # pyright: ignore

    class Meta:
        ordering: ClassVar = ["tenant__name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="municipality_ends_after_it_begins",
                condition=Q(ended_on__isnull=True) | Q(exists_from__isnull=True) | Q(ended_on__gt=F("exists_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.tenant.name

    def exists_on(self, day: date) -> bool:
        """Whether the municipality exists on a day."""
        began = self.exists_from is None or self.exists_from <= day
        return began and (self.ended_on is None or day < self.ended_on)


class Boundary(models.Model):
    """The outline of a municipality from a day on, in EPSG:28992: as it was delivered, and lighter for the screen."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="boundaries")
    as_of = models.DateField()
    shape = models.BinaryField()  # WKB
    screen = models.BinaryField()  # WKB, simplified together with the other municipalities of the region
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    municipality_id: int

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "as_of"], name="boundary_once_a_day"),
        ]


class Organisation(models.Model):
    """An organisation that takes part in a region."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipal service")
        PROVINCE = "province", _("province")
        STATE = "state", _("state")
        CORPORATION = "corporation", _("housing corporation")
        PROVIDER = "provider", _("housing provider")
        AGENCY = "agency", _("employment agency")
        EMPLOYER = "employer", _("employer")
        CIVIL_SOCIETY = "civil_society", _("civil society")
        UMBRELLA = "umbrella", _("umbrella organisation")

    tenant = models.OneToOneField(Tenant, models.PROTECT, primary_key=True, related_name="organisation")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    website = models.URLField(_("website"), blank=True)

    objects: ClassVar[OrganisationQuerySet] = OrganisationQuerySet.as_manager()  # pyright: ignore

    class Meta:
        ordering: ClassVar = ["tenant__name"]

    def __str__(self) -> str:
        return self.tenant.name


class Network(Scoped):
    """Parties that work together on something; the owner keeps the list."""

    name = models.CharField(_("name"), max_length=120)
    aim = models.CharField(_("aim"), max_length=300, blank=True)
    members: RelatedManager[NetworkMember]

    objects: ClassVar[ScopedQuerySet[Network]] = ScopedQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["region", "name"], name="network_name_once")]

    def __str__(self) -> str:
        return self.name


class NetworkMember(models.Model):
    """A party in a network, and what it is there."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="members")
    party = models.ForeignKey(Tenant, models.CASCADE, related_name="network_places")
    role = models.CharField(_("role"), max_length=120, blank=True)  # "chair", "pays", "speaks for growers"
    network_id: int
    party_id: int

    class Meta:
        ordering: ClassVar = ["party__name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["network", "party"], name="network_member_once")]


class Contact(Scoped):
    """Somebody who speaks for parties of a region: a name and a way to reach him, as long as he agrees, never longer.

    The owner is the party that keeps the contact. A contact without a consent that holds is erased, not hidden. The
    database holds what tells who he is sealed; what he agreed to (`Consent.aim`) is the purpose, `keep_until` the end.
    """

    name = SealedField(_("name"))
    email = SealedField(_("e-mail address"), blank=True)
    phone = SealedField(_("telephone number"), blank=True)
    keep_until = models.DateField(_("keep until"))
    functions: RelatedManager[Function]
    consents: RelatedManager[Consent]

    objects: ClassVar[ContactQuerySet] = ContactQuerySet.as_manager()  # pyright: ignore

    class Meta(Scoped.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="contact_can_be_reached", condition=~Q(email="") | ~Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.name


class Function(models.Model):
    """What a contact does at a party, over a period."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="functions")
    party = models.ForeignKey(Tenant, models.CASCADE, related_name="functions")
    title = models.CharField(_("function"), max_length=120)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    party_id: int

    class Meta:
        ordering: ClassVar = ["since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="function_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]


class Consent(models.Model):
    """What a contact agreed to, when and how, and when he took that back."""

    class Aim(models.TextChoices):
        CONSULTATION = "consultation", _("consultation about housing")
        INVITATIONS = "invitations", _("invitations to meetings")
        NEWS = "news", _("news about the programme")

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="consents")
    aim = models.CharField(_("agreed to"), max_length=14, choices=Aim)
    given_on = models.DateField(_("given on"))
    how = SealedField(_("how"))  # may name him: "by e-mail of 3 March"
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["given_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact", "aim"], condition=Q(withdrawn_on__isnull=True), name="consent_holds_once"
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_was_given",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
            ),
        ]
