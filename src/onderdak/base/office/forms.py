"""The forms of accounts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission, Role


class TenantField(forms.ModelChoiceField):
    """A choice of tenants, each with its kind."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.get_kind_display()})"


class RoleForm(forms.Form):
    """A role at a tenant that this administrator reaches, over a period."""

    tenant = TenantField(label=_("Where"), queryset=Tenant.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["tenant"]
        field.queryset = tenants_for(actor, Permission.MANAGE_ACCESS).order_by("kind", "name")


class GrantForm(RoleForm):
    """A role for somebody who has an account."""

    valid_from = forms.DateField(label=_("First day"), required=False, help_text=_("Empty: today."))
    valid_to = forms.DateField(label=_("Last day"), required=False, help_text=_("Empty: until you end it."))

    def given(self) -> dict[str, Any]:
        """What `service.grant_role` wants to know."""
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}


class InvitationForm(RoleForm):
    """Somebody new."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language of pages and e-mail"), choices=settings.LANGUAGES)
    field_order = ["email", "name", "language", "tenant", "role"]  # noqa: RUF012 - as the base class has it

    def given(self) -> dict[str, Any]:
        """What `service.invite_user` wants to know."""
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}


class WithdrawalForm(forms.Form):
    """Why figures do not hold."""

    reason = forms.CharField(
        label=_("Why do these figures not hold?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: the list of October was of another municipality."),
    )
