"""Tenants, users and the roles that tie them together."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.roles import PURPOSES, Purpose, Role


class Tenant(models.Model):
    """A region, a municipality in it, or an organisation: who owns rows, and where a role holds.

    The room `parties` says what a tenant is (code, history, kind of organisation); here it is only a place in the tree.
    """

    class Kind(models.TextChoices):
        REGION = "region", _("region")
        MUNICIPALITY = "municipality", _("municipality")
        ORGANISATION = "organisation", _("organisation")

    kind = models.CharField(max_length=12, choices=Kind)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    region = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    parent_id: int | None
    region_id: int | None

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tenant_region_stands_alone",
                condition=Q(kind="region", parent__isnull=True, region__isnull=True)
                | Q(~Q(kind="region"), parent__isnull=False, region__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def region_id_or_own(self) -> int:
        """The id of the region that this tenant is, or lies in."""
        return self.region_id or self.pk


class UserManager(BaseUserManager["User"]):
    """Makes users from an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. A user without a membership sees nothing."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]  # noqa: RUF012 - as the base class has it

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role of a user at a tenant, over a period."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    user_id: int
    tenant_id: int
    valid_from = models.DateField(default=date.today)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "tenant", "role"], name="membership_once"),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} ({self.tenant})"

    @property
    def purpose(self) -> Purpose:
        """The one purpose of the role."""
        return PURPOSES[Role(self.role)]


class Scoped(models.Model):
    """A row with an owner and a region; every query for it starts at `for_actor`."""

    region = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    region_id: int
    owner_id: int

    class Meta:
        abstract = True
