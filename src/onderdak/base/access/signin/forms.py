"""The forms of one's own account."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from onderdak.base.access.models import User


class OwnAccountForm(forms.ModelForm):
    """What somebody may change about himself: not his address, since that is how he was invited."""

    class Meta:
        model = User
        fields: ClassVar = ["name", "language"]
        labels: ClassVar = {"name": _("Name"), "language": _("Language of pages and e-mail")}
