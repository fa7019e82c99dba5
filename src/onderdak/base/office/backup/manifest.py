"""What a backup says of itself: what is in it, by which program it was made, and the digest of every file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from onderdak.methods.errors import InputError

#: Names within the archive.
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"
FORMAT = 1


@dataclass(frozen=True)
class Kept:
    """A file of the backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The list of contents; the last part of the archive."""

    made_at: str
    program: str
    vendor: str  # of the database: "sqlite" or "postgresql"
    migrations: tuple[str, ...]
    parts: dict[str, Kept]
    format: int = field(default=FORMAT)

    def as_json(self) -> bytes:
        """As it is written."""
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """As it was written.

        Raises
        ------
        InputError
            Where it is not of this program, or of a newer one.
        """
        try:
            content: dict[str, Any] = json.loads(text)
            parts = {str(name): Kept(int(one["bytes"]), str(one["sha256"])) for name, one in content["parts"].items()}
            return cls(
                str(content["made_at"]),
                str(content["program"]),
                str(content["vendor"]),
                tuple(content["migrations"]),
                parts,
                int(content["format"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                "The list of contents of this backup cannot be read.", mend="Take another backup."
            ) from error
