"""Reading the shipped contracts (one TOML each, beside this module)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from onderdak.methods.errors import InputError

Type = Literal["string", "integer", "number", "date", "boolean"]
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Dutch and in English."""

    nl: str
    en: str

    def said(self, language: str) -> str:
        """In the language of the reader."""
        return self.nl if language.startswith("nl") else self.en


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Parameters
    ----------
    heading : str
        As it stands above the column, in Dutch: who delivers, fills in a Dutch list.
    heading_en : str
        The same in English.
    meaning, meaning_en : str
        What stands in it, in plain words.
    type : str
        "string", "integer", "number", "date" or "boolean".
    unit : str
        Such as "m2"; empty where there is none.
    required : bool
        Whether each row must have it.
    role : str
        The part of the address it holds (`methods.addresses.columns.AddressColumns`), the subject that it tells
        (`methods.picture.schema.SUBJECTS`) or the date that it bounds; in a list by area one of `areas.layout`. Empty
        where it only describes.
    options : sequence of str
        What may stand in it; empty where anything may.
    example : str
        An example.
    minimum : int
        The least that a number may be: what is smaller could be about people who can be recognised.
    """

    heading: str
    heading_en: str
    meaning: str
    meaning_en: str
    type: Type = "string"
    unit: str = ""
    required: bool = False
    role: str = ""
    options: Sequence[str] = ()
    example: str = ""
    minimum: int = 0

    def as_json(self) -> dict[str, Any]:
        """What a contract keeps of it."""
        return asdict(self) | {"options": list(self.options)}


@dataclass(frozen=True, slots=True)
class Shipped:
    """A contract as it is shipped: a proposal, until a region has agreed on it with a source.

    Parameters
    ----------
    key : str
        Its name in the code and in addresses.
    title, about : Words
        What kind of list it is, and what it is for.
    kind : str
        One of `methods.picture.schema.SOURCE_KINDS`.
    per : str
        "address" or "area": what a row speaks of.
    full_list : bool
        Each list is complete: what a later one leaves out, is over.
    every_months : int or None
        The rhythm that is proposed.
    legal_ground, purpose : Words
        On which ground, and for what.
    basis : Words
        Where ground and rhythm come from, and what of it nobody has verified.
    verified : bool
        Whether the legal ground was checked against its source.
    as_of : str
        Of which day the proposal is.
    columns : tuple of Column
        What it delivers.
    """

    key: str
    title: Words
    about: Words
    kind: str
    per: Literal["address", "area"]
    full_list: bool
    every_months: int | None
    legal_ground: Words
    purpose: Words
    basis: Words
    verified: bool
    as_of: str
    columns: tuple[Column, ...]


@cache
def shipped() -> Mapping[str, Shipped]:
    """All shipped contracts by key, in the order in which a region sets them up."""
    found = [_read(path) for path in sorted(_FOLDER.glob("*.toml"))]
    return {one.key: one for one in found}


def shipped_contract(key: str) -> Shipped:
    """One of the shipped contracts.

    Raises
    ------
    InputError
        There is none with that key.
    """
    found = shipped().get(key)
    if found is None:
        raise InputError(f"There is no contract {key!r}.", mend=f"Choose one of: {', '.join(shipped())}.")
    return found


def _read(path: Path) -> Shipped:
    content = tomllib.loads(path.read_text("utf-8"))
    columns = [*_ADDRESS[content["per"]], *(Column(**one) for one in content.pop("column"))]
    worded = {name: Words(**content.pop(name)) for name in ("title", "about", "legal_ground", "purpose", "basis")}
    content.setdefault("every_months", None)
    return Shipped(key=path.stem.split("-", 1)[1], columns=tuple(columns), **worded, **content)


#: What every list has, by what a row speaks of.
_ADDRESS: Mapping[str, tuple[Column, ...]] = {
    "address": (
        Column(
            "Straat",
            "Street",
            "De straat, zonder nummer.",
            "The street, without a number.",
            required=True,
            role="street",
            example="Dorpsstraat",
        ),
        Column(
            "Huisnummer",
            "Number",
            "Het huisnummer, zonder letter.",
            "The number, without a letter.",
            type="integer",
            required=True,
            role="number",
            example="12",
        ),
        Column(
            "Huisletter",
            "Letter",
            "De letter bij het huisnummer, als die er is.",
            "The letter with the number, if there is one.",
            role="letter",
            example="A",
        ),
        Column(
            "Toevoeging",
            "Addition",
            "De toevoeging bij het huisnummer, als die er is.",
            "The addition with the number, if there is one.",
            role="addition",
            example="3",
        ),
        Column(
            "Postcode",
            "Postcode",
            "Vier cijfers en twee letters.",
            "Four digits and two letters.",
            role="postcode",
            example="1234 AB",
        ),
        Column("Plaats", "Place", "De woonplaats.", "The place.", required=True, role="place", example="Ergens"),
    ),
    "area": (
        Column(
            "Gebied",
            "Area",
            "De naam van de gemeente, wijk of buurt.",
            "The name of the municipality, district or neighbourhood.",
            required=True,
            role="area",
            example="Ergens",
        ),
        Column(
            "Gebiedscode",
            "Area code",
            "De code van het CBS: GM, WK of BU met cijfers.",
            "The code of the CBS: GM, WK or BU with digits.",
            required=True,
            role="area_code",
            example="GM0001",
        ),
    ),
}
