"""Tenants, users and the roles that tie them together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.roles import PURPOSES, Purpose, Role, TenantKind


class Tenant(models.Model):
    """A region, a municipality in it, or an organisation: who owns rows, and where a role holds.

    The room `parties` says what a tenant is (code, history, kind of organisation); here it is only a place in the tree.
    """

    Kind = TenantKind

    kind = models.CharField(max_length=12, choices=TenantKind)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    region = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    parent_id: int | None
    region_id: int | None
    get_kind_display: Callable[[], str]

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the tree a tree: the region follows from the parent."""
        self._check_parent()
        if self.parent is not None:
            self.region_id = self.parent.region_id_or_own
        super().save(*args, **kwargs)

    def _check_parent(self) -> None:
        above = {
            TenantKind.REGION: (None,),
            # One that was joined to another stands below it, with its rows.
            TenantKind.MUNICIPALITY: (TenantKind.REGION, TenantKind.MUNICIPALITY),
            TenantKind.ORGANISATION: (TenantKind.REGION, TenantKind.MUNICIPALITY),
        }[TenantKind(self.kind)]
        if (self.parent.kind if self.parent else None) not in above:
            raise ValidationError({"parent": _("This kind of tenant cannot stand there.")})

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

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """Somebody who signs in. A user without a membership sees nothing."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, default="nl", choices=settings.LANGUAGES)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text="Invented: signs in by a button, and only in demo mode.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    #: An account that lies unused from this moment or its last sign-in on, too long, is asleep.
    awake_since = models.DateTimeField(default=timezone.now)
    #: Raised to end every session of this user at once.
    session_generation = models.PositiveIntegerField(default=0)

    objects: ClassVar[UserManager] = UserManager()  # pyright: ignore[reportIncompatibleVariableOverride]
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]  # noqa: RUF012 - as the base class has it

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How the audit log names this user."""
        return f"user:{self.pk}"

    def is_asleep(self, now: datetime | None = None) -> bool:
        """Whether the account has been unused for so long that an administrator must wake it."""
        used = max(filter(None, (self.last_login, self.awake_since)))
        return used < (now or timezone.now()) - timedelta(days=settings.UNUSED_ACCOUNT_DAYS)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Tie sessions to the password, as Django does, and to the generation."""
        salt = "onderdak.base.access.models.User"
        value = f"{self.password}:{self.session_generation}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()  # pyright: ignore[reportCallIssue]


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def not_ended(self, day: date) -> Self:
        """Those that hold on a day or begin later."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Membership(models.Model):
    """A role of a user at a tenant, over a period: both days count. Ended rows stay, as history."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    user_id: int
    tenant_id: int
    get_role_display: Callable[[], str]
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()  # pyright: ignore

    class Meta:
        ordering: ClassVar = ["tenant__name", "role", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "tenant", "role"], condition=Q(valid_to__isnull=True), name="membership_open_once"
            ),
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
