"""What may stand in a set-up file, and mistakes against that in words."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, cast

from django.core.exceptions import ValidationError as DjangoError
from django.core.validators import URLValidator, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from onderdak.base.access.roles import Role
from onderdak.methods.errors import InputError
from onderdak.parties.models import Organisation
from onderdak.parties.service import code_of
from onderdak.parties.setup.document import Document, Place


def _code(text: str) -> str:
    try:
        return code_of(text)
    except InputError as error:
        raise ValueError(error.what, error.mend) from error


def _email(text: str) -> str:
    try:
        validate_email(text)
    except DjangoError as error:
        raise ValueError(f"{text!r} is no e-mail address.", "Write it as name@example.nl.") from error
    return text.lower()


def _website(text: str) -> str:
    try:
        URLValidator(["https", "http"])(text)
    except DjangoError as error:
        raise ValueError(f"{text!r} is no address of a website.", "Write it as https://www.example.nl.") from error
    return text


def _kind(text: str) -> str:
    return _one_of(text, Organisation.Kind.values, "kind of organisation")


def _role(text: str) -> str:
    return _one_of(text, Role.values, "role")


def _one_of(text: str, known: Sequence[str], what: str) -> str:
    if text in known:
        return text
    raise ValueError(f"There is no {what} {text!r}.", suggestion(text, known))


def suggestion(text: str, known: Sequence[str]) -> str:
    """What somebody may have meant, and all that there is."""
    near = difflib.get_close_matches(text, known, n=1)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    return f"{meant}Known are: {', '.join(known)}."


Name = Annotated[str, Field(min_length=1, max_length=200)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]+$", max_length=60)]
Code = Annotated[str, AfterValidator(_code)]
Email = Annotated[str, Field(max_length=254), AfterValidator(_email)]
Website = Annotated[str, Field(max_length=200), AfterValidator(_website)]
Kind = Annotated[str, AfterValidator(_kind)]
RoleName = Annotated[str, AfterValidator(_role)]


class Part(BaseModel):
    """A part of the file: no keys but those named."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Boundaries(Part):
    """Where the outlines of the municipalities come from."""

    file: str = Field(description="TopoJSON, GeoJSON or GeoPackage; a path from the set-up file on.")
    as_of: date = Field(description="From which day the outlines hold.")
    source: Annotated[str, Field(max_length=200)] = Field(description="Who made them; stands under each map.")


class RegionPart(Part):
    """The region itself."""

    name: Name = Field(description="As people call it.")
    slug: Slug = Field(description="Its part in addresses of pages, for good: /regio/<slug>/.")
    language: Literal["nl", "en"] = Field(default="nl", description="Of new users.")
    contact_months: Annotated[int, Field(ge=1, le=120)] = Field(
        default=24, description="How many months a contact is kept when nobody says."
    )
    boundaries: Boundaries | None = Field(default=None, description="Outlines for the map, and who lies beside whom.")


class FormerPart(Part):
    """A municipality that was joined to another."""

    name: Name = Field(description="As it was called.")
    code: Code = Field(description="Its code at the CBS.")
    ended_on: date = Field(description="The first day on which it was no more.")


class MunicipalityPart(Part):
    """A municipality of the region."""

    name: Name = Field(description="As the CBS calls it.")
    code: Code = Field(description="Its code at the CBS: four digits.")
    slug: Slug | None = Field(default=None, description="Its part in addresses of pages; made from the name.")
    exists_from: date | None = Field(default=None, description="The day from which it exists, where that matters.")
    former: tuple[FormerPart, ...] = Field(default=(), description="Municipalities that it came from.")
    neighbours: tuple[Code, ...] | None = Field(
        default=None, description="Codes of those beside it; leave out where there are boundaries."
    )


class OrganisationPart(Part):
    """An organisation that takes part."""

    name: Name = Field(description="As people call it.")
    kind: Kind = Field(description=f"One of: {', '.join(Organisation.Kind.values)}.")
    slug: Slug | None = Field(default=None, description="Its part in addresses of pages; made from the name.")
    municipality: Code | None = Field(default=None, description="Code of the one it belongs to; else the region.")
    website: Website | None = Field(default=None, description="Address of its website.")


class MemberPart(Part):
    """A party in a network."""

    party: Name = Field(description="Name of the region, a municipality or an organisation of this file.")
    role: Annotated[str, Field(max_length=120)] = Field(default="", description="What it is there, such as chair.")


class NetworkPart(Part):
    """Parties that work together on something."""

    name: Annotated[str, Field(min_length=1, max_length=120)] = Field(description="Of the network.")
    aim: Annotated[str, Field(max_length=300)] = Field(default="", description="What it is for.")
    members: tuple[MemberPart, ...] = Field(default=(), description="The parties in it.")


class RolePart(Part):
    """A role of a user somewhere."""

    role: RoleName = Field(description=f"One of: {', '.join(Role.values)}.")
    at: Name | None = Field(default=None, description="Name of the party where it holds; else the whole region.")
    until: date | None = Field(default=None, description="The last day on which it holds.")


class UserPart(Part):
    """Somebody who signs in. His password he chooses himself, by 'forgot password'."""

    name: Name = Field(description="As colleagues read it.")
    email: Email = Field(description="With which he signs in.")
    roles: Annotated[tuple[RolePart, ...], Field(min_length=1)] = Field(description="At least one.")


class SetupFile(Part):
    """The whole file."""

    version: Literal["1"] = Field(description="Of this format: 1.")
    region: RegionPart = Field(description="The region itself.")
    municipalities: Annotated[tuple[MunicipalityPart, ...], Field(min_length=1)] = Field(description="At least one.")
    organisations: tuple[OrganisationPart, ...] = Field(default=(), description="Who takes part.")
    networks: tuple[NetworkPart, ...] = Field(default=(), description="Who works with whom on what.")
    users: tuple[UserPart, ...] = Field(default=(), description="Who signs in, with their roles.")


def parsed(document: Document) -> SetupFile:
    """Make a set-up file of a document.

    Raises
    ------
    Mistakes
        Everything in it that is not as it should be.
    """
    try:
        return SetupFile.model_validate(document.content if document.content is not None else {})
    except ValidationError as error:
        for one in error.errors(include_url=False):
            what, mend = _in_words(one)
            document.blame(_place(one), what, mend)
        document.stop_on_mistakes()
        raise


def _place(error: ErrorDetails) -> Place:
    place = tuple(step for step in error["loc"])
    return place[:-1] if error["type"] == "missing" else place


def _in_words(error: ErrorDetails) -> tuple[str, str]:
    kind, place, context = error["type"], error["loc"], error.get("ctx", {})
    last = str(place[-1]) if place else "the file"
    given = error["input"]
    if kind == "missing":
        return f"The key {last!r} is missing.", f"Add {last}: {_meaning(place)}"
    if kind == "extra_forbidden":
        return f"There is no key {last!r} here.", suggestion(last, list(_part(place[:-1]).model_fields))
    if kind == "value_error":
        return cast("tuple[str, str]", context["error"].args)
    shown = f"{given!r}" if isinstance(given, str) else "What stands here"
    return f"{shown} cannot be {last!r}: {_reason(kind, error['msg'], context)}.", _meaning(place)


def _reason(kind: str, message: str, context: dict[str, Any]) -> str:
    words = {
        "tuple_type": "it is no list",
        "model_type": "it is no part with keys of its own",
        "string_type": "it is no text",
        "int_parsing": "it is no whole number",
        "string_pattern_mismatch": "only small letters, digits and hyphens may stand in it",
        "too_short": "it is empty",
        "string_too_short": "it is empty",
        "string_too_long": f"it is longer than {context.get('max_length')} characters",
        "greater_than_equal": f"it is less than {context.get('ge')}",
        "less_than_equal": f"it is more than {context.get('le')}",
        "literal_error": f"it must be {context.get('expected')}",
    }
    if kind.startswith("date"):
        return "it is no date; write it as 2026-01-31"
    return words.get(kind, message)


def _meaning(place: Place) -> str:
    """What a key is for, from its description."""
    parent = _part(place[:-1]) if place and isinstance(place[-1], str) else None
    return (parent.model_fields[place[-1]].description or "") if parent and place[-1] in parent.model_fields else ""


PARTS: dict[str, type[Part]] = {
    "": SetupFile,
    "region": RegionPart,
    "region.boundaries": Boundaries,
    "municipalities": MunicipalityPart,
    "municipalities.former": FormerPart,
    "organisations": OrganisationPart,
    "networks": NetworkPart,
    "networks.members": MemberPart,
    "users": UserPart,
    "users.roles": RolePart,
}


def _part(place: Place) -> type[Part]:
    """The part that a place stands in."""
    return PARTS.get(".".join(str(step) for step in place if isinstance(step, str)), SetupFile)
