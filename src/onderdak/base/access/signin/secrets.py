"""Encrypts what the database keeps of a second factor, with a key that comes from the key of the site."""

from __future__ import annotations

from cryptography.fernet import MultiFernet
from django.conf import settings

from onderdak.base.sealed.keys import sealer


def _keys() -> MultiFernet:
    return sealer("second factor", (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def encrypt(text: str) -> str:
    """The text, readable only with the key of this site."""
    return _keys().encrypt(text.encode()).decode("ascii")


def decrypt(encrypted: str) -> str:
    """What `encrypt` was given, also where the key has been replaced since and the old one is a fallback."""
    return _keys().decrypt(encrypted.encode()).decode()
