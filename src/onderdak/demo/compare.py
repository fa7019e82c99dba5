"""The hidden truth against the picture: what was found, what was counted, what was seen, what was placed wrongly."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onderdak.demo import quarters, unseen
from onderdak.methods.errors import InputError

_RUN = "onderdak demo make --out DIR, then onderdak picture with its lists"


@dataclass(frozen=True)
class Table:
    """A table to show: shares are numbers from 0 to 1."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


@dataclass(frozen=True)
class Found:
    """Addresses where migrant workers are housed on the last day, and how many of them the picture has."""

    name: str
    there: int
    found: int

    @property
    def share(self) -> float | None:
        """Found of what is there."""
        return self.found / self.there if self.there else None


@dataclass(frozen=True)
class Counted:
    """Places and occupants of one municipality: as they are, and as the picture counts them."""

    municipality: str
    addresses: int
    addresses_counted: int
    places: int
    places_counted: int
    occupants: int
    occupants_counted: int

    @property
    def error(self) -> float | None:
        """How far the counted places lie from the true ones, as a share of these."""
        return (self.places_counted - self.places) / self.places if self.places else None


@dataclass(frozen=True)
class Seen:
    """One kind of contradiction: how many were put in, at how many of these addresses that kind was named, why not."""

    kind: str
    injected: int
    seen: int
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """The rows of one source: which were put on the right address."""

    source: str
    rows: int
    with_answer: int
    right: int
    wrong: int
    without_answer: int
    falsely_placed: int

    @property
    def precision(self) -> float | None:
        """Right, of all that were placed."""
        placed = self.right + self.wrong + self.falsely_placed
        return self.right / placed if placed else None

    @property
    def recall(self) -> float | None:
        """Right, of all that have an answer."""
        return self.right / self.with_answer if self.with_answer else None


@dataclass(frozen=True)
class Comparison:
    """What came of the hidden truth.

    Parameters
    ----------
    found : tuple of Found
        All addresses in use; those that a list names; those that no list names.
    not_there : int
        Addresses that the picture counts as housing where on the last day nobody is housed.
    exact_places : int
        Addresses found whose number of places is exactly right, of `judged_places`.
    mean_error : float or None
        Mean difference in places per address that has a number, regardless of sign.
    counted : tuple of Counted
        By municipality, and last the whole region.
    seen : tuple of Seen
        By kind of contradiction, and last all.
    placed : tuple of Placed
        By source, and last all.
    """

    found: tuple[Found, ...]
    not_there: int
    exact_places: int
    judged_places: int
    mean_error: float | None
    counted: tuple[Counted, ...]
    seen: tuple[Seen, ...]
    placed: tuple[Placed, ...]

    def as_plain(self) -> dict[str, Any]:
        """The same for a machine."""
        return asdict(self)

    def tables(self) -> tuple[Table, ...]:
        """The comparison as tables to show."""
        return (self._addresses(), self._places(), self._contradictions(), self._rows())

    def _addresses(self) -> Table:
        rows = tuple((one.name, one.there, one.found, one.share) for one in self.found)
        return Table("Addresses found", ("addresses in use", "there", "found", "share"), rows)

    def _places(self) -> Table:
        rows = tuple(
            (one.municipality, one.addresses, one.addresses_counted, one.places, one.places_counted, one.error)
            for one in self.counted
        )
        headings = ("municipality", "addresses", "counted", "places", "counted places", "difference")
        return Table("Places counted", headings, rows)

    def _contradictions(self) -> Table:
        rows = tuple((one.kind, one.injected, one.seen, "; ".join(one.unseen)) for one in self.seen)
        headings = ("kind", "put in", "seen", "the others are not visible on that day, because")
        return Table("Contradictions put in and seen", headings, rows)

    def _rows(self) -> Table:
        rows = tuple(
            (one.source, one.rows, one.right, one.wrong, one.falsely_placed, one.precision, one.recall)
            for one in self.placed
        )
        headings = ("source", "rows", "right", "wrong", "placed without answer", "precision", "recall")
        return Table("Rows put on an address", headings, rows)


def compare(demo_dir: Path, picture_dir: Path) -> Comparison:
    """Lay the hidden truth of a demo beside the picture that was made of its lists.

    Parameters
    ----------
    demo_dir : Path
        The folder that `make` filled.
    picture_dir : Path
        The folder with `claims.parquet` and `picture.parquet`.

    Returns
    -------
    Comparison
        Addresses found, places counted, contradictions seen, rows placed.

    Raises
    ------
    InputError
        When one of the two folders is not what it should be.

    Examples
    --------
    >>> compare(Path("demo"), Path("picture")).tables()  # doctest: +SKIP
    """
    picture = _read(Path(picture_dir) / "picture.parquet", "picture", _RUN)
    claims = _read(Path(picture_dir) / "claims.parquet", "picture", _RUN, list(unseen.CLAIMS))
    return lay_beside(Path(demo_dir), Read(picture, claims))


@dataclass(frozen=True)
class Read:
    """A picture: its addresses, and of its claims what tells where they came from (`unseen.CLAIMS`)."""

    picture: pa.Table
    claims: pa.Table


def lay_beside(demo_dir: Path, read: Read) -> Comparison:
    """The same with a picture that was read already."""
    housing = _read(demo_dir / "truth" / "housing.parquet", "demo", _RUN)
    rows = _read(demo_dir / "truth" / "rows.parquet", "demo", _RUN)
    injected = _read(demo_dir / "truth" / "contradictions.parquet", "demo", _RUN)
    truth, pictured = _truth(housing), _pictured(read.picture)
    named = {address for address in rows["address_id"].to_pylist() if address}
    errors = [abs(pictured[at]["beds"] - truth[at]["places"]) for at in truth if _has_beds(pictured.get(at))]
    return Comparison(
        found=_found(truth, pictured, named),
        not_there=sum(at not in truth and row.get("counted", True) for at, row in pictured.items()),
        exact_places=sum(error == 0 for error in errors),
        judged_places=len(errors),
        mean_error=sum(errors) / len(errors) if errors else None,
        counted=_counted(truth, pictured, _municipalities(demo_dir)),
        seen=_seen(injected, read.picture, unseen.Lists(rows.to_pylist(), read.claims)),
        placed=_placed(rows, read.claims),
    )


@dataclass(frozen=True)
class Truth:
    """The truth by municipality: places in use, and the municipality of each contradiction that was put in."""

    places: Mapping[str, int]
    disputed: tuple[str, ...]


def true_places(demo_dir: Path) -> Truth:
    """What is so in the last quarter, by municipality."""
    housing = _read(demo_dir / "truth" / "housing.parquet", "demo", _RUN)
    town_of = {row["address_id"]: row["municipality"] for row in housing.to_pylist()}
    places: dict[str, int] = {}
    for row in _truth(housing).values():
        places[row["municipality"]] = places.get(row["municipality"], 0) + row["places"]
    injected = _read(demo_dir / "truth" / "contradictions.parquet", "demo", _RUN)["address_id"].to_pylist()
    return Truth(places, tuple(town_of[at] for at in injected))


def _read(path: Path, what: str, mend: str, columns: list[str] | None = None) -> pa.Table:
    try:
        return pq.read_table(path, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            f"This folder holds no {what}: {path.name} is not there or cannot be read.",
            where=str(path.parent),
            mend=f"Make it with {mend}.",
        ) from error


_Row = dict[str, Any]
_Rows = dict[str, _Row]


def _truth(housing: pa.Table) -> _Rows:
    """What is in use in the last quarter, by address."""
    last = quarters.LABELS[quarters.LAST]
    return {row["address_id"]: row for row in housing.to_pylist() if row["quarter"] == last and row["places"] > 0}


def _pictured(picture: pa.Table) -> _Rows:
    """What the picture counts as housing, by address."""
    wanted = [name for name in _PICTURED if name in picture.column_names]
    rows = picture.select(wanted).to_pylist()
    return {row["address_id"]: row for row in rows if row.get("in_supply", True)}


_PICTURED = ("address_id", "municipality", "beds", "occupants", "in_supply", "counted")


def _has_beds(row: Mapping[str, Any] | None) -> bool:
    return row is not None and row["beds"] is not None


def _found(truth: _Rows, pictured: _Rows, named: set[str]) -> tuple[Found, ...]:
    groups = (
        ("all", set(truth)),
        ("named by a list", {at for at in truth if at in named}),
        ("named by none", {at for at in truth if at not in named}),
    )
    return tuple(Found(name, len(group), sum(at in pictured for at in group)) for name, group in groups)


def _municipalities(demo_dir: Path) -> list[str]:
    content = json.loads((demo_dir / "truth" / "summary.json").read_text(encoding="utf-8"))
    return sorted(content["municipalities"])


def _counted(truth: _Rows, pictured: _Rows, names: list[str]) -> tuple[Counted, ...]:
    whole = [_sums(name, truth, pictured) for name in names]
    return (*whole, _sums("", truth, pictured))


def _sums(name: str, truth: _Rows, pictured: _Rows) -> Counted:
    """Sums of one municipality; of all for the empty name."""
    real = [row for row in truth.values() if name in ("", row["municipality"])]
    shown = [row for row in pictured.values() if name in ("", row["municipality"]) and row.get("counted", True)]
    return Counted(
        municipality=name or "all",
        addresses=len(real),
        addresses_counted=len(shown),
        places=sum(row["places"] for row in real),
        places_counted=sum(row["beds"] or 0 for row in shown),
        occupants=sum(row["occupants"] for row in real),
        occupants_counted=sum(row["occupants"] or 0 for row in shown),
    )


def _seen(injected: pa.Table, picture: pa.Table, lists: unseen.Lists) -> tuple[Seen, ...]:
    """At which of the addresses where a contradiction was put in the picture names one of that kind."""
    columns = (picture[name].to_pylist() for name in ("address_id", "contradiction_kinds"))
    named = {(at, kind) for at, kinds in zip(*columns, strict=True) for kind in kinds.split()}
    by_kind: dict[str, list[_Row]] = {}
    for row in injected.to_pylist():
        by_kind.setdefault(row["kind"], []).append(row)
    kinds = [_seen_of(kind, rows, named, lists) for kind, rows in by_kind.items()]
    return (*kinds, Seen("all", sum(one.injected for one in kinds), sum(one.seen for one in kinds)))


def _seen_of(kind: str, rows: list[_Row], named: set[tuple[str, str]], lists: unseen.Lists) -> Seen:
    missed = [row for row in rows if (row["address_id"], kind) not in named]
    reasons = Counter(lists.why_unseen(row) for row in missed)
    told = tuple(f"{reason} ({count})" if count > 1 else reason for reason, count in reasons.items())
    return Seen(kind, len(rows), len(rows) - len(missed), told)


def _placed(rows: pa.Table, claims: pa.Table) -> tuple[Placed, ...]:
    """Where each row was put; a row without claims was not placed."""
    unique = claims.group_by(["source", "delivery", "row"]).aggregate([("address_id", "min")])
    keys = zip(*(unique[name].to_pylist() for name in ("source", "delivery", "row")), strict=True)
    put = dict(zip(keys, unique["address_id_min"].to_pylist(), strict=True))
    counts: dict[str, dict[str, int]] = {}
    for row in rows.to_pylist():
        at = put.get((row["source"], row["delivery"], row["row"]))
        own = counts.setdefault(row["source"], dict.fromkeys(_PLACED, 0))
        own["rows"] += 1
        for name in _verdict(row, at):
            own[name] += 1
    sources = [Placed(source, **own) for source, own in counts.items()]
    whole = {name: sum(own[name] for own in counts.values()) for name in _PLACED}
    return (*sources, Placed("all", **whole))


_PLACED = ("rows", "with_answer", "right", "wrong", "without_answer", "falsely_placed")


def _verdict(row: Mapping[str, Any], at: str | None) -> tuple[str, ...]:
    if row["address_id"] is None:
        return ("without_answer", "falsely_placed") if at else ("without_answer",)
    if at is None:
        return ("with_answer",)
    right = at == row["address_id"] or at in (row["also"] or "").split()
    return ("with_answer", "right" if right else "wrong")
