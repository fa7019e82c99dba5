"""From files to claims: read each list, put its rows on addresses, keep what could not be placed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from onderdak.base.words import why_refused
from onderdak.deliveries import Delivery, claims_of, read_delivery
from onderdak.methods.addresses import AddressColumns
from onderdak.methods.errors import InputError
from onderdak.methods.picture.coverage import Delivered
from onderdak.methods.picture.schema import CLAIMS

Progress = Callable[[str, int, int | None], None]

#: A row that was not put on an address, as it was given.
UNPLACED = pa.schema(
    [
        ("source", pa.string()),
        ("delivery", pa.string()),
        ("recorded_on", pa.date32()),
        ("row", pa.int64()),  # as a person counts in the file
        ("given", pa.string()),
        ("outcome", pa.string()),
        ("reason", pa.string()),
        ("candidates", pa.string()),  # address_ids joined by " "
    ]
)
_NOTES_SHOWN = 6
_PARTS = ("street", "number", "letter", "addition", "address", "postcode", "postcode_place", "place", "municipality")
_CANONICAL = AddressColumns(**{part: part for part in _PARTS})


class Placer(Protocol):
    """What puts rows on addresses: `methods.addresses.Linker`."""

    def link(self, rows: pa.Table, *, columns: Any = None, choices: Any = None, language: str = "en") -> Any:
        """The links of a list; its `table` has the schema LINKS."""
        ...


@dataclass(frozen=True)
class NamedFile:
    """A file, and the name of the source that it came from.

    Parameters
    ----------
    name : str
        Name of the source; the same in every delivery of it.
    path : Path
        The file.
    delivered_on : datetime.date, optional
        Date of the delivery; read from the file when left out.
    """

    name: str
    path: Path
    delivered_on: date | None = None


@dataclass
class Gathered:
    """Everything that the lists say, and what became of each list."""

    claims: list[pa.Table] = field(default_factory=lambda: [CLAIMS.empty_table()])
    unplaced: list[pa.Table] = field(default_factory=lambda: [UNPLACED.empty_table()])
    delivered: list[Delivered] = field(default_factory=list)

    def accepted(self) -> list[Delivered]:
        """The deliveries that were not refused."""
        return [one for one in self.delivered if not one.refused]

    def table(self) -> pa.Table:
        """Source, kind and date of every accepted delivery."""
        rows = [one for one in self.accepted() if one.delivered_on]
        columns = {
            "source": pa.array([one.source for one in rows], pa.string()),
            "source_kind": pa.array([one.kind for one in rows], pa.string()),
            "recorded_on": pa.array([one.delivered_on for one in rows], pa.date32()),
        }
        return pa.table(columns)


def gather(
    linker: Placer,
    files: Sequence[NamedFile],
    *,
    kinds: Mapping[str, str],
    choices: Any = None,
    language: str = "nl",
    progress: Progress | None = None,
) -> Gathered:
    """Read and link every list. A list that is refused is written down with the reason; nothing of it is kept.

    Parameters
    ----------
    linker : Linker
        Puts rows on addresses.
    files : sequence of NamedFile
        The lists.
    kinds : mapping
        Kind of a source by its name, where that is known beforehand; otherwise it is guessed from the columns.
    choices : optional
        Remembered choices, passed on to the linker.
    language : str
        Of the reasons.
    progress : callable, optional
        Called with the step in words, the lists done and their number.
    """
    found = Gathered()
    read: list[Delivery] = []
    for done, file in enumerate(files):
        if progress:
            progress("Lijsten lezen" if language == "nl" else "Reading lists", done, len(files))
        try:
            kind = kinds.get(file.name) or None
            read.append(read_delivery(file.path, source=file.name, kind=kind, delivered_on=file.delivered_on))
        except InputError as error:
            refused = Delivered(file.name, kinds.get(file.name, ""), file.path.name, file.delivered_on)
            # the folder of a file is nobody's business: the picture goes from hand to hand
            reason = why_refused(error, language).replace(str(file.path), file.path.name)
            found.delivered.append(replace(refused, refused=reason))
    if read:
        if progress:
            progress("Rijen op adressen plaatsen" if language == "nl" else "Placing rows on addresses", 0, None)
        links = linker.link(_addresses(read), columns=_CANONICAL, choices=choices, language=language).table
        _place_all(found, read, links, language)
    return found


def _place_all(found: Gathered, deliveries: Sequence[Delivery], links: pa.Table, language: str) -> None:
    start = 0
    for delivery in deliveries:
        _place(found, delivery, _numbered(links.slice(start, delivery.table.num_rows)), language)
        start += delivery.table.num_rows


def _addresses(deliveries: Sequence[Delivery]) -> pa.Table:
    """The address columns of all lists under one set of headings: linking once costs far less than once a list."""
    return pa.concat_tables([_renamed(delivery) for delivery in deliveries])


def _renamed(delivery: Delivery) -> pa.Table:
    named, table = delivery.columns.named(), delivery.table
    nothing = pa.nulls(table.num_rows, pa.string())
    return pa.table({part: table[named[part]].cast(pa.string()) if part in named else nothing for part in _PARTS})


def _numbered(links: pa.Table) -> pa.Table:
    """Links of a part, with rows counted from its own first row."""
    rows = pa.array(range(links.num_rows), pa.int64())
    return links.set_column(links.schema.get_field_index("row"), "row", rows)


def _place(found: Gathered, delivery: Delivery, links: pa.Table, language: str) -> None:
    placed = pc.is_valid(links["address_id"])
    found.claims.append(claims_of(delivery, links).cast(CLAIMS))
    found.unplaced.append(_unplaced(delivery, links, pc.invert(placed)))
    found.delivered.append(
        Delivered(
            source=delivery.source,
            kind=delivery.kind,
            file=delivery.name,
            delivered_on=delivery.delivered_on,
            rows=links.num_rows,
            placed=pc.sum(placed).as_py() or 0,
            notes=_notes(delivery, language),
        )
    )


def _notes(delivery: Delivery, language: str) -> tuple[str, ...]:
    """Remarks on how the list was read; the first few, and how many more."""
    row = "rij" if language == "nl" else "row"
    places = [f"{delivery.name}, {row} {note.row}" if note.row else delivery.name for note in delivery.notes]
    texts = [f"{place}: {note.said.told(language)}" for place, note in zip(places, delivery.notes, strict=True)]
    more = len(texts) - _NOTES_SHOWN
    return tuple(texts[:_NOTES_SHOWN]) + ((f"{delivery.name}: + {more}",) if more > 0 else ())


def _unplaced(delivery: Delivery, links: pa.Table, which: Any) -> pa.Table:
    rows = links.filter(which)
    columns = {
        "source": pa.array([delivery.source] * rows.num_rows, pa.string()),
        "delivery": pa.array([delivery.name] * rows.num_rows, pa.string()),
        "recorded_on": pa.array([delivery.delivered_on] * rows.num_rows, pa.date32()),
        "row": pa.chunked_array([delivery.rows]).filter(which),
        "given": _given(delivery, which),
        "outcome": rows["outcome"],
        "reason": rows["reason"],
        "candidates": rows["candidates"],
    }
    return pa.table(columns).cast(UNPLACED)


def _given(delivery: Delivery, which: Any) -> Any:
    """The address as it was written: the cells of its columns, in reading order."""
    names = [getattr(delivery.columns, part, None) for part in _PARTS]
    table = delivery.table.filter(which)
    cells = [table[name] for name in dict.fromkeys(names) if name is not None and name in table.column_names]
    if not cells:
        return pa.nulls(table.num_rows, pa.string())
    separator = pa.scalar(" ")
    joined: Any = pc.binary_join_element_wise(*cells, separator, null_handling="skip")
    return joined
