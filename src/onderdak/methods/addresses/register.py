"""A prepared register of addresses: a folder of Parquet tables with a manifest."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from onderdak.methods.addresses import schema
from onderdak.methods.errors import InputError

FORMAT_VERSION = 1
MANIFEST = "register.json"
TABLES: Mapping[str, pa.Schema] = {
    "addresses": schema.ADDRESSES,
    "streets": schema.STREETS,
    "street_names": schema.STREET_NAMES,
    "places": schema.PLACES,
    "place_names": schema.PLACE_NAMES,
}
OUTLINES = ("municipalities.geojson", "neighbourhoods.geojson")
_PREPARE = "Make it with `onderdak register prepare SOURCE... --out DIR`."


@dataclass(frozen=True)
class SourceFile:
    """One file that a register was made from."""

    name: str
    sha256: str
    rows: int
    as_of: str | None = None  # ISO date of the situation it describes
    columns: Mapping[str, str] = field(default_factory=dict[str, str])  # meaning -> heading in the file
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Manifest:
    """What `register.json` holds.

    Attributes
    ----------
    format_version : int
        Version of the tables; a register of another version must be prepared again.
    prepared_at : str
        Moment of preparation, ISO 8601 in UTC.
    sources : tuple of SourceFile
        The files it was made from, with what was read as what.
    counts : mapping
        Rows per table, and what was left out and why.
    digest : str
        SHA-256 over the content of all addresses and names, whatever the order of the sources' rows.
    bounds : tuple of float, optional
        Least x, least y, greatest x, greatest y in EPSG:28992; None when no address has coordinates.
    """

    format_version: int
    prepared_at: str
    sources: Sequence[SourceFile]
    counts: Mapping[str, int]
    digest: str
    bounds: tuple[float, float, float, float] | None = None

    def save(self, folder: Path) -> None:
        """Write the manifest into a register's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the manifest of a register's folder.

        Raises
        ------
        InputError
            When it is damaged or of another format version.
        """
        where = str(folder / MANIFEST)
        try:
            data: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if data["format_version"] != FORMAT_VERSION:
                version = data["format_version"]
                raise InputError(
                    f"The register has format {version}; this version reads format {FORMAT_VERSION}.",
                    where=where,
                    mend="Prepare it again from its sources.",
                )
            data["sources"] = tuple(SourceFile(**source) for source in data["sources"])
            data["bounds"] = tuple(data["bounds"]) if data["bounds"] else None
            return cls(**data)
        except (OSError, ValueError, KeyError, TypeError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError("The manifest is damaged.", where=where, mend=_PREPARE) from error


@dataclass(frozen=True)
class Register:
    """A prepared register, opened for reading.

    Parameters
    ----------
    path : Path
        Its folder.
    manifest : Manifest
        What it was made from.

    Examples
    --------
    >>> register = Register.open("registers/flevoland")  # doctest: +SKIP
    >>> register.manifest.counts["addresses"]  # doctest: +SKIP
    222318
    """

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: str | Path) -> Register:
        """Open a prepared register.

        Raises
        ------
        InputError
            When the folder is not there, is not a register, is incomplete, or has another format version.
        """
        folder = Path(path)
        if not (folder / MANIFEST).is_file():
            what = "This is not a prepared register." if folder.exists() else "There is no such folder."
            raise InputError(what, where=str(folder), mend=_PREPARE)
        register = cls(folder, Manifest.load(folder))
        if lost := [name for name in TABLES if not register.file(name).is_file()]:
            raise InputError(f"The register lacks {', '.join(lost)}.", where=str(folder), mend=_PREPARE)
        return register

    def file(self, name: str) -> Path:
        """Return the Parquet file of a table: addresses, streets, street_names, places or place_names."""
        if name not in TABLES:
            message = f"A register has the tables {', '.join(TABLES)}; not {name!r}."
            raise ValueError(message)
        return self.path / f"{name}.parquet"

    def rows(self, address_ids: Iterable[str]) -> pa.Table:
        """Return the rows of ADDRESSES with these identifiers, in file order; unknown identifiers are left out."""
        wanted = pa.array(sorted(set(address_ids)), type=pa.string())
        addresses = ds.dataset(self.file("addresses"), format="parquet")
        return addresses.to_table(filter=ds.field("address_id").isin(wanted)).cast(schema.ADDRESSES)

    def municipalities(self) -> dict[str, Any] | None:
        """Return the outlines of municipalities (GeoJSON, EPSG:28992, properties code and name), or None."""
        return self._outlines("municipalities.geojson")

    def neighbourhoods(self) -> dict[str, Any] | None:
        """Return the outlines of neighbourhoods (GeoJSON, EPSG:28992, properties code and name), or None."""
        return self._outlines("neighbourhoods.geojson")

    def as_of(self) -> dt.date | None:
        """Return the date of the newest source that says its date."""
        dates = [source.as_of for source in self.manifest.sources if source.as_of]
        return dt.date.fromisoformat(max(dates)) if dates else None

    def _outlines(self, name: str) -> dict[str, Any] | None:
        file = self.path / name
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
