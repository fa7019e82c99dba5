"""What a person decided in the work list: remembered, used next time, and taken back when it was wrong.

A choice belongs to the text of an address, not to a row: the same text in another delivery gets the same choice. The
file is a list of decisions that only grows. Every line carries a check over itself and the line before it, so that a
line that was changed, dropped or put in between is noticed; a last line that was cut off by a crash is no decision and
is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from onderdak.methods.errors import InputError

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None

if TYPE_CHECKING:
    from onderdak.methods.addresses.columns import AddressColumns

_compute = cast("Any", pc)

#: The parts of an address in the order in which they are joined to the text of a row.
PARTS = ("street", "number", "letter", "addition", "address", "postcode", "postcode_place", "place", "municipality")
_FIELDS = ("key", "address_id", "who", "on", "why", "undo", "text")
_SPECIAL = str.maketrans(
    {"ß": "SS", "ẞ": "SS", "Æ": "AE", "Œ": "OE", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH"}
)
_NOT_PLAIN = re.compile(r"[^A-Z0-9]+")
_BOUNDARY = re.compile(r"(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[0-9])")
_CHECK_DIGITS = 16


def folded(text: str) -> str:
    """The text of a row as choices compare it.

    Capitals; accents off (NFKD, and ß, æ, œ, ø, ł, đ written out); IJ as Y; everything but A-Z and 0-9 is one space; a
    space between digits and letters, so that `12a` is `12 A` and `1234AB` is `1234 AB`.

    Examples
    --------
    >>> folded("  Súdwei 12a,  1234ab Ergens ")
    'SUDWEI 12 A 1234 AB ERGENS'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(character for character in text if not unicodedata.combining(character))
        text = text.upper().translate(_SPECIAL)
    plain = _NOT_PLAIN.sub(" ", text.upper()).strip().replace("IJ", "Y")
    return _BOUNDARY.sub(" ", plain)


def row_key(text: str) -> str:
    """The key of an address text: 32 hexadecimal digits of its folded form.

    Examples
    --------
    >>> row_key("Kerkstraat 12a") == row_key("KERKSTRAAT  12 A")
    True
    """
    return hashlib.blake2b(folded(text).encode(), digest_size=16).hexdigest()


def texts(rows: pa.Table, columns: AddressColumns) -> pa.Array:
    """The address text of every row: its parts in the order of `PARTS`, joined by a space; shape (rows,)."""
    named = columns.named()
    parts = [_compute.fill_null(rows[named[part]].cast(pa.string()), "") for part in PARTS if part in named]
    if not parts:
        return pa.array([""] * rows.num_rows, pa.string())
    joined = _compute.binary_join_element_wise(*parts, " ")
    return joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined


def keys(rows: pa.Table, columns: AddressColumns) -> pa.Array:
    """The key of every row's address text; null for a row without any.

    Parameters
    ----------
    rows : pyarrow.Table
        The rows as delivered.
    columns : AddressColumns
        Which columns hold the address.

    Returns
    -------
    pyarrow.Array of string, shape (rows,)
    """
    distinct = texts(rows, columns).dictionary_encode()
    found = [row_key(text) if folded(text) else None for text in distinct.dictionary.to_pylist()]
    return pa.array(found, pa.string()).take(distinct.indices)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the file: a decision, or (with `undo`) the taking back of one.

    Parameters
    ----------
    line : int
        Its line number, counted from 1.
    key : str
        Of the address text, see :func:`row_key`.
    address_id : str | None
        The address; None: a person said that no address fits.
    who : str
        Role or account name, as the caller gives it.
    on : str
        Moment in UTC, ISO 8601.
    why : str
        In words.
    undo : int | None
        The line that is taken back.
    text : str
        The address text as it was written, for the work list.
    """

    line: int
    key: str
    address_id: str | None
    who: str
    on: str
    why: str
    undo: int | None
    text: str


class Choices:
    """The choices in one file.

    Examples
    --------
    >>> import tempfile
    >>> choices = Choices.open(Path(tempfile.mkdtemp()) / "choices.jsonl")
    >>> key = choices.remember("Kerkstr 12 a Ergens", "0001", who="analyst", why="seen on site")
    >>> choices.table().to_pylist() == [{"key": key, "address_id": "0001"}]
    True
    >>> choices.forget(key, who="analyst", why="wrong house")
    >>> choices.table().num_rows, len(choices.history())
    (0, 2)
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def open(cls, path: Path | str) -> Choices:
        """Open a file of choices; it comes into being with the first choice.

        Raises
        ------
        InputError
            When a line was tampered with (naming it), or the path is a directory or not text.
        """
        choices = cls(Path(path))
        choices.history()
        return choices

    def remember(self, row_text: str, address_id: str | None, who: str, why: str) -> str:
        """Write down a choice and give its key; a later choice for the same text goes before an earlier one.

        Parameters
        ----------
        row_text : str
            The address text of the row, see :func:`texts`.
        address_id : str | None
            The address chosen; None when no address fits.
        who : str
            Role or account name of the person.
        why : str
            The reason, in words; may be empty.
        """
        if not folded(row_text):
            raise InputError("A row without address text cannot be remembered.", mend="Choose a row that has one.")
        if address_id is not None and not address_id.strip():
            raise InputError("The address is empty.", mend="Give an address_id, or none at all for 'no address'.")
        key = row_key(row_text)
        self._append(key=key, address_id=address_id, who=_named(who), why=why, undo=None, text=row_text)
        return key

    def forget(self, key: str, who: str, why: str = "") -> None:
        """Take the standing choice of a key back; what was chosen before it does not return.

        Raises
        ------
        InputError
            When no choice stands for this key.
        """
        standing = self._standing().get(key)
        if standing is None:
            raise InputError(
                f"No choice stands for {key}.", where=str(self.path), mend="List the choices to see the keys."
            )
        self._append(key=key, address_id=None, who=_named(who), why=why, undo=standing.line, text=standing.text)

    def history(self) -> list[Choice]:
        """All decisions in the order in which they were taken, also those taken back."""
        return list(_entries(self.path))

    def standing(self) -> list[Choice]:
        """The decision that holds for each key, in the order in which they were taken."""
        return sorted(self._standing().values(), key=lambda choice: choice.line)

    def table(self) -> pa.Table:
        """The choices that stand: key, address_id (null: no address fits)."""
        standing = self.standing()
        schema = pa.schema([("key", pa.string()), ("address_id", pa.string())])
        return pa.table([[one.key for one in standing], [one.address_id for one in standing]], schema=schema)

    def _standing(self) -> dict[str, Choice]:
        standing: dict[str, Choice] = {}
        for choice in _entries(self.path):
            standing.pop(choice.key, None)
            if choice.undo is None:
                standing[choice.key] = choice
        return standing

    def _append(self, **values: object) -> None:
        """Add one line and see it on disk, or leave the file as it was."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(self.path) as handle:
            good, check = _end(self.path)
            handle.truncate(good)
            handle.seek(good)
            entry = {**values, "on": datetime.now(UTC).isoformat(timespec="seconds")}
            ordered = {name: entry[name] for name in _FIELDS}
            handle.write(_line(ordered, check).encode())
            handle.flush()
            os.fsync(handle.fileno())


def _named(who: str) -> str:
    if not who.strip():
        raise InputError("Nobody is named for this choice.", where="who", mend="Give a role or an account name.")
    return who.strip()


@contextmanager
def _locked(path: Path) -> Generator[Any]:
    """The file for writing, for one process at a time."""
    with path.open("ab+") as handle:
        if fcntl is not None:
            fcntl.flock(handle.fileno(), fcntl.LOCK_EX)
        yield handle


def _line(entry: dict[str, object], previous: str) -> str:
    body = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    return json.dumps({**entry, "check": _check(body, previous)}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _check(body: str, previous: str) -> str:
    return hashlib.blake2b(f"{previous}\n{body}".encode(), digest_size=_CHECK_DIGITS // 2).hexdigest()


def _whole_lines(path: Path) -> list[bytes]:
    """The lines that end in a line end; what follows the last one was torn by a crash."""
    if not path.exists():
        return []
    if path.is_dir():
        raise InputError("This is a directory, not a file of choices.", where=str(path), mend="Name a file.")
    return path.read_bytes().split(b"\n")[:-1]


def _end(path: Path) -> tuple[int, str]:
    """Where the next line begins, and the check of the line before it."""
    lines = _whole_lines(path)
    for _ in _entries(path):
        pass
    check = json.loads(lines[-1])["check"] if lines else ""
    return sum(map(len, lines)) + len(lines), check


def _entries(path: Path) -> Iterator[Choice]:
    previous = ""
    for number, line in enumerate(_whole_lines(path), start=1):
        entry = _entry(line, previous)
        if entry is None or (entry["undo"] is not None and not 0 < entry["undo"] < number):
            raise InputError(
                f"Line {number} is not as it was written.",
                where=str(path),
                mend="Put the file back from a copy, or move it away and choose again; lines are only ever added.",
            )
        previous = entry.pop("check")
        yield Choice(line=number, **entry)


def _entry(line: bytes, previous: str) -> dict[str, Any] | None:
    """The line as fields, or None where it is not what was written after the line before it."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    found = cast("dict[str, Any]", entry)
    if tuple(found) != (*_FIELDS, "check") or not _typed(found):
        return None
    body = json.dumps({name: found[name] for name in _FIELDS}, ensure_ascii=False, separators=(",", ":"))
    return found if _check(body, previous) == found["check"] else None


def _typed(entry: dict[str, Any]) -> bool:
    texts_right = all(isinstance(entry[name], str) for name in ("key", "who", "on", "why", "text", "check"))
    return texts_right and isinstance(entry["address_id"], str | None) and type(entry["undo"]) in (int, type(None))
