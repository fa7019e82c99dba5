"""The list of sources that are expected: who delivers what, how often, and on which legal ground (sources.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any

from onderdak.deliveries.contracts import shipped
from onderdak.methods.errors import InputError
from onderdak.methods.picture.claims import FULL_LIST_KINDS
from onderdak.methods.picture.schema import SOURCE_KINDS

_FIELDS = frozenset(
    [
        "name",
        "kind",
        "contract",
        "organisation",
        "every_months",
        "municipalities",
        "legal_ground",
        "since",
        "until",
        "full_list",
    ]
)
_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ExpectedSource:
    """A source that should deliver.

    Parameters
    ----------
    name : str
        The name under which its deliveries come in.
    kind : str
        One of `SOURCE_KINDS`.
    organisation : str
        Who delivers.
    every_months : int or None
        How often; None where that was not agreed.
    municipalities : tuple of str
        For which municipalities; empty for all of the region.
    legal_ground : str
        On which ground the data are shared.
    since, until : datetime.date or None
        From when to when deliveries are expected.
    full_list : bool
        Every delivery is the full list of that moment: what a later one leaves out, is over. That follows from the
        kind (agency, provider, vacancy and count are), unless a source of another kind is declared one.
    contract : str
        Key of the shipped contract that its lists follow (`deliveries.contracts`); the first of its kind where empty.
    """

    name: str
    kind: str
    organisation: str = ""
    every_months: int | None = None
    municipalities: tuple[str, ...] = ()
    legal_ground: str = ""
    since: date | None = None
    until: date | None = None
    full_list: bool = False
    contract: str = ""


def read_sources(path: str | PathLike[str]) -> tuple[ExpectedSource, ...]:
    """Read the sources that are expected.

    The file is TOML with a `[[source]]` per source: `name` and `kind` are required; `municipalities` is "all" or a
    list of names.

    Raises
    ------
    InputError
        The file is absent or not TOML, a source lacks something, or has something unknown.

    Examples
    --------
    >>> [source.name for source in read_sources("sources.toml")]  # doctest: +SKIP
    ['snf', 'brp']
    """
    file = Path(path)
    content = _content(file)
    entries = content.get("source", [])
    if not isinstance(entries, list) or not entries or set(content) - {"source"}:
        raise InputError(
            "The file has no [[source]] tables, or something beside them.",
            where=str(file),
            mend="Write a [[source]] with name and kind for each source.",
        )
    sources = tuple(_source(entry, f"{file}, source {place}") for place, entry in enumerate(entries, 1))
    names = [source.name for source in sources]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"The name {twice[0]!r} occurs twice.", where=str(file), mend="Give each source its own name.")
    return sources


def _content(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > _LARGEST:
            raise InputError("The file is too large for a list of sources.", where=str(file), mend="Check the name.")
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"The file cannot be read ({error.strerror}).", where=str(file), mend="Check it.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"The file is not TOML: {error}.", where=str(file), mend="Mend that line.") from error


def _source(entry: object, where: str) -> ExpectedSource:
    if not isinstance(entry, dict):
        raise InputError("A source is not a table.", where=where, mend="Write it as [[source]].")
    fields: dict[str, Any] = {str(key): value for key, value in entry.items()}
    unknown = sorted(set(fields) - _FIELDS)
    if unknown:
        raise InputError(
            f"There is no field {unknown[0]!r} in a source.",
            where=where,
            mend=f"Known are: {', '.join(sorted(_FIELDS))}.",
        )
    kind = _text(fields, "kind", where)
    if kind not in SOURCE_KINDS:
        raise InputError(f"There is no kind {kind!r}.", where=where, mend=f"The kinds are: {', '.join(SOURCE_KINDS)}.")
    return ExpectedSource(
        name=_text(fields, "name", where),
        kind=kind,
        organisation=_text(fields, "organisation", where, required=False),
        every_months=_months(fields, where),
        municipalities=_municipalities(fields, where),
        legal_ground=_text(fields, "legal_ground", where, required=False),
        since=_day(fields, "since", where),
        until=_day(fields, "until", where),
        full_list=_full_list(fields, kind, where),
        contract=_contract(fields, kind, where),
    )


def _contract(fields: dict[str, Any], kind: str, where: str) -> str:
    """The shipped contract that is named; it must be one of the same kind."""
    key = _text(fields, "contract", where, required=False)
    of_kind = [one.key for one in shipped().values() if one.kind == kind]
    if key and key not in of_kind:
        raise InputError(
            f"There is no contract {key!r} for a list of kind {kind!r}.",
            where=where,
            mend=f"Choose one of: {', '.join(of_kind)}.",
        )
    return key


def _text(fields: dict[str, Any], name: str, where: str, *, required: bool = True) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str) or (required and not value.strip()):
        raise InputError(f"The field {name!r} is absent or not text.", where=where, mend=f'Write {name} = "...".')
    return value.strip()


def _months(fields: dict[str, Any], where: str) -> int | None:
    value = fields.get("every_months")
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 120):
        raise InputError("every_months is not a number of months.", where=where, mend="Write every_months = 3.")
    return value


def _full_list(fields: dict[str, Any], kind: str, where: str) -> bool:
    """Whether each delivery is a full list; the kinds that always are cannot be told otherwise."""
    always = kind in FULL_LIST_KINDS
    value = fields.get("full_list", always)
    if not isinstance(value, bool):
        raise InputError("full_list is not true or false.", where=where, mend="Write full_list = true.")
    if always and not value:
        raise InputError(
            f"full_list = false, but a list of kind {kind!r} is always a full list.",
            where=where,
            mend="Leave full_list out, or give the source another kind.",
        )
    return value


def _municipalities(fields: dict[str, Any], where: str) -> tuple[str, ...]:
    value = fields.get("municipalities", "all")
    if value == "all":
        return ()
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        raise InputError(
            'municipalities is not "all" and not a list of names.', where=where, mend="Write one of these."
        )
    return tuple(name.strip() for name in value)


def _day(fields: dict[str, Any], name: str, where: str) -> date | None:
    value = fields.get(name)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputError(f"{name} is not a date.", where=where, mend=f"Write {name} = 2025-01-01.") from error
