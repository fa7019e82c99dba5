"""What in a set-up file refers to something else: codes, names, files. Everything that does not fit is a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onderdak.base.access.roles import HELD_AT, Role, TenantKind
from onderdak.methods.addresses.aliases import bare, dutch_municipalities, former_municipalities
from onderdak.parties.setup.document import Document, Place
from onderdak.parties.setup.schema import MunicipalityPart, SetupFile, suggestion


def check_references(setup: SetupFile, document: Document, folder: Path) -> None:
    """Note every reference that leads nowhere, and every name that is given twice."""
    _check_codes(setup, document)
    _check_names(setup, document)
    _check_neighbours(setup, document)
    _check_organisations(setup, document)
    _check_parties(setup, document)
    _check_roles(setup, document)
    _check_emails(setup, document)
    _check_file(setup, document, folder)


def _check_codes(setup: SetupFile, document: Document) -> None:
    seen: set[str] = set()
    for number, part in enumerate(setup.municipalities):
        place: Place = ("municipalities", number, "code")
        if part.code in seen:
            document.blame(place, f"The code {part.code} is given twice.", "Give each municipality its own code.")
        seen.add(part.code)
        _check_with_cbs(part, place, document)
        for nth, former in enumerate(part.former):
            if former.code == part.code:
                where = ("municipalities", number, "former", nth, "code")
                document.blame(where, f"{part.name} cannot be its own former municipality.", "Check the code.")


def _check_with_cbs(part: MunicipalityPart, place: Place, document: Document) -> None:
    known = dutch_municipalities().get(part.code)
    former = former_municipalities().get(part.code)
    if known and bare(known.name).casefold() != bare(part.name).casefold():
        document.blame(place, f"The code {part.code} is that of {known.name}, not of {part.name}.", _right_code(part))
    elif former and not known:
        became = ", ".join(_named(code) for code in former[1])
        document.blame(
            place,
            f"The code {part.code} is that of {former[0]}, which has ended.",
            f"It became {became}: name that one, and {former[0]} under 'former'.",
        )


def _named(code: str) -> str:
    known = dutch_municipalities().get(code)
    return f"{known.name} ({code})" if known else code


def _right_code(part: MunicipalityPart) -> str:
    codes = [
        code for code, one in dutch_municipalities().items() if bare(one.name).casefold() == bare(part.name).casefold()
    ]
    return f"{part.name} has the code {codes[0]}." if codes else "Check the code and the name."


def _parties(setup: SetupFile) -> Iterator[tuple[Place, str]]:
    yield ("region", "name"), setup.region.name
    for number, one in enumerate(setup.municipalities):
        yield ("municipalities", number, "name"), one.name
    for number, one in enumerate(setup.organisations):
        yield ("organisations", number, "name"), one.name


def _check_names(setup: SetupFile, document: Document) -> None:
    seen: set[str] = set()
    for place, name in _parties(setup):
        if name.casefold() in seen:
            document.blame(place, f"Another party is called {name!r} too.", "Give each party a name of its own.")
        seen.add(name.casefold())


def _check_neighbours(setup: SetupFile, document: Document) -> None:
    codes = [part.code for part in setup.municipalities]
    for number, part in enumerate(setup.municipalities):
        place: Place = ("municipalities", number, "neighbours")
        if part.neighbours is not None and setup.region.boundaries:
            document.blame(place, "The boundaries say already who lies beside whom.", "Leave neighbours out.")
            continue
        for nth, code in enumerate(part.neighbours or ()):
            if code not in codes or code == part.code:
                document.blame((*place, nth), f"{code} is no other municipality of this file.", suggestion(code, codes))


def _check_organisations(setup: SetupFile, document: Document) -> None:
    codes = [part.code for part in setup.municipalities]
    for number, part in enumerate(setup.organisations):
        if part.municipality and part.municipality not in codes:
            place = ("organisations", number, "municipality")
            what = f"No municipality of this file has the code {part.municipality}."
            document.blame(place, what, suggestion(part.municipality, codes))


def _check_parties(setup: SetupFile, document: Document) -> None:
    known = [name for _, name in _parties(setup)]
    for place, name in _mentions(setup):
        if name.casefold() not in {one.casefold() for one in known}:
            document.blame(place, f"No party of this file is called {name!r}.", suggestion(name, known))


def _check_roles(setup: SetupFile, document: Document) -> None:
    """A role is held where it can be held: that of a provider at an organisation, of an administrator at a region."""
    kinds = {place_name.casefold(): kind for place_name, kind in _kinds(setup)}
    for number, user in enumerate(setup.users):
        for nth, role in enumerate(user.roles):
            kind = kinds.get((role.at or setup.region.name).casefold())
            held_at = HELD_AT[Role(role.role)]
            if kind and kind not in held_at:
                at = " or ".join(sorted(held_at))
                what = f"The role {role.role!r} is not held at a {kind}."
                document.blame(("users", number, "roles", nth), what, f"Name a {at} at 'at'.")


def _kinds(setup: SetupFile) -> Iterator[tuple[str, TenantKind]]:
    yield setup.region.name, TenantKind.REGION
    yield from ((one.name, TenantKind.MUNICIPALITY) for one in setup.municipalities)
    yield from ((one.name, TenantKind.ORGANISATION) for one in setup.organisations)


def _mentions(setup: SetupFile) -> Iterator[tuple[Place, str]]:
    for number, user in enumerate(setup.users):
        for nth, role in enumerate(user.roles):
            if role.at:
                yield ("users", number, "roles", nth, "at"), role.at
    for number, network in enumerate(setup.networks):
        for nth, member in enumerate(network.members):
            yield ("networks", number, "members", nth, "party"), member.party


def _check_emails(setup: SetupFile, document: Document) -> None:
    seen: set[str] = set()
    for number, user in enumerate(setup.users):
        if user.email in seen:
            document.blame(("users", number, "email"), f"{user.email} is given twice.", "Put all roles under one user.")
        seen.add(user.email)


def _check_file(setup: SetupFile, document: Document, folder: Path) -> None:
    part = setup.region.boundaries
    if part and not (folder / part.file).is_file():
        document.blame(
            ("region", "boundaries", "file"), f"There is no file {part.file} beside the set-up file.", "Check the path."
        )
