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
#: How many characters of a password must differ from each other.
_DIFFERENT = 5


class ContextWordValidator:
    """Refuses a password that is little more than a word of this site with a number behind it."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        rest = re.sub("|".join(_CONTEXT), "", password.lower())
        if len(rest) < _LEFT and rest != password.lower():
            raise ValidationError(self.get_help_text(), code="password_context_word")

    def get_help_text(self) -> str:
        return _("The password cannot be a word that belongs to this site with something short added.")


class VarietyValidator:
    """Refuses a password of a few characters repeated: long, and still among the first that are tried."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if len(set(password)) < _DIFFERENT:
            raise ValidationError(self.get_help_text(), code="password_without_variety")

    def get_help_text(self) -> str:
        return _("The password must have at least %(number)s different characters.") % {"number": _DIFFERENT}
