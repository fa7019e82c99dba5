"""What each column of a list by area tells, as a role that a person can choose and that is remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa

from onderdak.deliveries.contracts import Column
from onderdak.deliveries.kinds import words_of
from onderdak.deliveries.values import plain

#: The code of an area: of a municipality 4 digits, of a district 6, of a neighbourhood 8.
CODE = re.compile(r"(GM)(\d{4})|(WK)(\d{6})|(BU)(\d{8})")

AREA, AREA_CODE, REGISTRATION = "area", "area_code", "registration"
DATES = ("reference_date", "valid_from", "valid_to")
_COUNTED = "count:"
#: What a column with a number can count; of registered people the registration is a column of its own.
COUNTABLE = ("registered", "workers", "employers", "stays")
_SAMPLE = 200
#: Headings by the role that they have where nothing was agreed about them.
_BY_HEADING = (
    (AREA_CODE, r"\bcode\b|\bgm ?code\b|\bgwb|gebiedscode"),
    (AREA, r"\bgebied\b|\bgemeente|\bwijk|\bbuurt|\bmunicipality|\bdistrict|\bneighbourhood|\barea\b|\bregio ?naam"),
    (REGISTRATION, r"registratie|registration|\bbrp\b.*\brni\b"),
    ("reference_date", r"peildatum|reference|\bper datum\b|stand ?per|\bas of\b"),
    ("valid_from", r"\bvan(?:af)?\b|\bbegin|\bfrom\b"),
    ("valid_to", r"\btot\b|\beind|\buntil\b|\bup to\b"),
)


def counted(role: str) -> str:
    """What a column with this role counts; empty where it counts nothing."""
    what = role.removeprefix(_COUNTED)
    return what if role.startswith(_COUNTED) and what in COUNTABLE else ""


def is_role(role: str) -> bool:
    """Whether a word is a role in a list by area."""
    return role in (AREA, AREA_CODE, REGISTRATION, *DATES) or bool(counted(role))


def heading_of(roles: Mapping[str, str], role: str) -> str | None:
    """The column that has a role."""
    return next((heading for heading, own in roles.items() if own == role), None)


def is_enough(roles: Mapping[str, str]) -> bool:
    """Whether it is known of which area each row is, and what it counts."""
    named = any(role in (AREA, AREA_CODE) for role in roles.values())
    return named and any(counted(role) for role in roles.values())


def guessed(table: pa.Table, agreed: Sequence[Column]) -> dict[str, str]:
    """What each column most likely tells: as was agreed with the source, else by its cells and its heading."""
    by_name = {words_of(name): one.role for one in agreed for name in (one.heading, one.heading_en) if one.role}
    found: dict[str, str] = {}
    for heading in table.column_names:
        role = by_name.get(words_of(heading)) or _by_cells(table[heading]) or _by_heading(heading)
        found[heading] = "" if role in found.values() else role
    return found


def _by_cells(column: pa.ChunkedArray) -> str:
    cells = column.slice(0, _SAMPLE).drop_null().to_pylist()
    codes = sum(CODE.fullmatch(cell.strip().upper()) is not None for cell in cells)
    return AREA_CODE if cells and codes > len(cells) / 2 else ""


def _by_heading(heading: str) -> str:
    words = plain(heading)
    return next((role for role, pattern in _BY_HEADING if re.search(pattern, words)), "")
