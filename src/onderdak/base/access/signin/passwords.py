"""What a password may not be, beside what Django already refuses."""

from __future__ import annotations

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Words that anybody who knows what this site is for would try first.
_CONTEXT = ("onderdak", "arbeidsmigrant", "huisvesting", "gemeente", "wachtwoord", "welkom")
#: What has to be left of a password once those words are gone.
_LEFT = 8


class ContextWordValidator:
    """Refuses a password that is little more than a word of this site with a number behind it."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        rest = re.sub("|".join(_CONTEXT), "", password.lower())
        if len(rest) < _LEFT and rest != password.lower():
            raise ValidationError(self.get_help_text(), code="password_context_word")

    def get_help_text(self) -> str:
        return _("The password cannot be a word that belongs to this site with something short added.")
