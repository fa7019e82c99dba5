"""What a password may not be, beside what Django already refuses."""

from __future__ import annotations

import mmap
import re
import string
from functools import cached_property
from hashlib import sha1

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Words that anybody who knows what this site is for would try first.
_CONTEXT = ("onderdak", "arbeidsmigrant", "huisvesting", "gemeente", "wachtwoord", "welkom")
#: What has to be left of a password once those words are gone.
_LEFT = 8
#: How many characters of a password must differ from each other.
_DIFFERENT = 5
#: What stands around a known password so that it looks like another, and what stands for letters in it.
_DRESS = string.digits + string.punctuation + " "
_LETTERS = str.maketrans("013457@$!", "oieastasi")


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


class DressedUpValidator:
    """Refuses a known password with digits and signs around it, with digits for letters, or written twice or more.

    Few of the known passwords are as long as ours must be; this is how most people make them so.
    """

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(CommonPasswordValidator().passwords)

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        bare = password.lower().strip(_DRESS)
        if any(one in self._known for word in (bare, bare.translate(_LETTERS)) for one in (word, _unit(word))):
            raise ValidationError(self.get_help_text(), code="password_dressed_up")

    def get_help_text(self) -> str:
        return _("The password cannot be a well-known one with digits or signs added, or repeated.")


def _unit(word: str) -> str:
    """What a word is a repetition of; the word itself where it is none."""
    found = re.fullmatch(r"(.+?)\1+", word)
    return found[1] if found else word


class LeakedPasswordValidator:
    """Refuses a password that leaked somewhere, where the operator has set a file of them.

    The file is that of Have I Been Pwned, ordered by hash: a line for each password, with its SHA-1 in capitals, a
    colon and how often it leaked. It is only looked in, so that it may be as large as it is.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if _stands_in(password):
            raise ValidationError(_("This password has leaked elsewhere. Choose another one."), code="password_leaked")

    def get_help_text(self) -> str:
        return _("The password cannot be one that has leaked elsewhere.")


def _stands_in(password: str) -> bool:
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with settings.LEAKED_PASSWORDS.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            if lines[start : start + 40] < wanted:
                end = lines.find(b"\n", start, high)
                low = end + 1 if end >= 0 else high
            else:
                high = start
        return lines[low : low + 40] == wanted
