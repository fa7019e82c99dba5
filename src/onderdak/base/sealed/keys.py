"""The keys that what is kept of persons is sealed with, and how they become keys of Fernet."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from onderdak.methods.errors import InputError


class UnreadableError(InputError):
    """What is kept was sealed with a key that this site does not have."""

    def __init__(self) -> None:
        super().__init__(
            "What is kept of persons cannot be read: it was sealed with another key.",
            where="ONDERDAK_PERSONS_KEY",
            mend="Set the key that was used before, behind the present one and a comma.",
        )


@cache
def sealer(purpose: str, keys: tuple[str, ...]) -> MultiFernet:
    """What seals with the first of the keys and opens with any; another purpose makes other keys of the same words."""
    return MultiFernet([Fernet(_derived(purpose, key)) for key in keys])


def _derived(purpose: str, key: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"onderdak {purpose}".encode())
    return base64.urlsafe_b64encode(hkdf.derive(key.encode()))


def _persons() -> MultiFernet:
    return sealer("persons", tuple(settings.PERSONS_KEYS))


def seal(text: str) -> str:
    """The text, readable only with the key for persons; never the same twice."""
    return _persons().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """What `seal` was given, with the present key or one from before.

    Raises
    ------
    UnreadableError
        Where none of the keys fits.
    """
    try:
        return _persons().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableError from error


def resealed(sealed: str) -> str:
    """The same, sealed with the present key.

    Raises
    ------
    UnreadableError
        Where none of the keys fits.
    """
    try:
        return _persons().rotate(sealed.encode()).decode("ascii")
    except InvalidToken as error:
        raise UnreadableError from error
