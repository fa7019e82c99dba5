"""What each column of a list tells, as a role that a person can choose and that is remembered for the next list.

A role is a part of the address, a subject of claims, or a date that bounds them; "valid_to:certificate" bounds one
subject only. A column without a role is not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

import pyarrow as pa

from onderdak.deliveries.contracts import Column
from onderdak.deliveries.kinds import meaning_of, meanings_of, words_of
from onderdak.deliveries.model import Meaning
from onderdak.deliveries.read import sample_of
from onderdak.methods.addresses.columns import AddressColumns, guess
from onderdak.methods.picture.schema import SUBJECTS

Roles = Mapping[str, str]

PARTS = tuple(field.name for field in fields(AddressColumns))
DATES = ("valid_from", "valid_to", "reference_date")
#: Of these a list may have several columns: one for each bedroom.
_MANY = frozenset({"bedroom_areas"})
#: The heading of the column that we add to a list that is to be mended; in a list that comes back it is passed over.
ADDED = ("Te herstellen", "To mend")


@dataclass(frozen=True)
class Layout:
    """How a list is read: where the address stands, and what the other columns tell."""

    columns: AddressColumns
    meanings: tuple[Meaning, ...]


def is_role(role: str) -> bool:
    """Whether a word is a role."""
    bound, _, about = role.partition(":")
    if about:
        return bound in DATES and about in SUBJECTS
    return role in PARTS or role in SUBJECTS or role in DATES


def layout_of(roles: Roles) -> Layout:
    """The layout that the roles make."""
    parts = {role: heading for heading, role in roles.items() if role in PARTS}
    told = [_meaning(heading, role) for heading, role in roles.items() if role and role not in PARTS]
    return Layout(AddressColumns(**parts), tuple(told))


def _meaning(heading: str, role: str) -> Meaning:
    """A column with this role; what its heading says beside it (until and including, in use for vacant) counts too."""
    subject, _, about = role.partition(":")
    said = meaning_of(heading)
    bare = said if said is not None and said.subject == subject else Meaning(heading, subject)
    return replace(bare, subject=subject, about=about or None)


def twice(roles: Roles) -> list[str]:
    """The roles that more columns have than can be."""
    given = [role for role in roles.values() if role and role not in _MANY]
    return sorted({role for role in given if given.count(role) > 1})


def guessed(table: pa.Table, kind: str, agreed: Sequence[Column]) -> dict[str, str]:
    """What each column most likely tells: as was agreed with the source, else by its heading and its cells."""
    by_name = {
        words_of(name): one.role for one in agreed for name in (one.heading, one.heading_en) if is_role(one.role)
    }
    known = _once((heading, by_name.get(words_of(heading), "")) for heading in table.column_names)
    rest = [heading for heading in table.column_names if not known[heading]]
    parts = _parts(table, known)
    others = [heading for heading in rest if heading not in parts]
    told = {one.heading: _role(one) for one in meanings_of(others, kind)}
    return _once(
        (heading, known[heading] or parts.get(heading) or told.get(heading, "")) for heading in table.column_names
    )


#: Two ways to write the same: who agreed on the one does not give the other too.
_EITHER = (("address", ("street", "number", "letter", "addition")), ("postcode_place", ("postcode", "place")))


def _parts(table: pa.Table, known: Roles) -> dict[str, str]:
    """heading -> part of the address, of the columns that were not agreed on.

    Also where what was agreed would do: without its street, a postcode with a typing error is another address.
    """
    taken = set(known.values())
    for whole, split in _EITHER:
        taken |= set(split) if whole in taken else {whole} if taken & set(split) else set()
    found = guess(table.column_names, sample_of(table)).named()
    return {heading: part for part, heading in found.items() if part not in taken and not known[heading]}


def _role(meaning: Meaning) -> str:
    return f"{meaning.subject}:{meaning.about}" if meaning.about else meaning.subject


def _once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The roles with each given to the first column that has it."""
    found: dict[str, str] = {}
    for heading, role in pairs:
        taken = role not in _MANY and role in found.values()
        found[heading] = "" if taken else role
    return found


def fits(roles: Roles, headings: Sequence[str]) -> bool:
    """Whether a list has all columns that were used the last time."""
    return bool(roles) and all(heading in headings for heading, role in roles.items() if role)
