"""From sources to a prepared register: read each, put together, and only then show it under its name."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import ibis

from onderdak.methods.addresses.assemble import Source, assemble
from onderdak.methods.addresses.readers import read_sources
from onderdak.methods.addresses.readers.raw import Progress, Workshop
from onderdak.methods.addresses.ready import INDEX, save_index
from onderdak.methods.addresses.register import (
    FORMAT_VERSION,
    MANIFEST,
    OUTLINES,
    TABLES,
    Manifest,
    Register,
    SourceFile,
)
from onderdak.methods.errors import InputError

#: Of the 8 GB that a register of ten million may take; the rest is for Arrow buffers and the page of a reader.
_MEMORY = "4GB"


def prepare(sources: Sequence[str | Path], out: str | Path, *, progress: Progress | None = None) -> Register:
    """Make a register of addresses from its sources.

    Parameters
    ----------
    sources : sequence of paths
        BAG 2.0 extract zips, GeoPackages, CSV (also .gz, .zst) or Parquet files, and boundary files (GeoJSON,
        TopoJSON, GeoPackage with polygons), in any mix. Of an address that several of them hold, the newest stays.
    out : path
        Folder of the register. A register that is there is replaced at the very end; anything else is refused.
    progress : callable, optional
        Called with a step in words, how much of it is done, and the total or None.

    Returns
    -------
    Register
        Opened, with its manifest.

    Raises
    ------
    InputError
        When a source cannot be read as a register of addresses, or `out` holds something else than a register.

    Examples
    --------
    >>> register = prepare(["addresses.csv", "outlines.geojson"], "register")  # doctest: +SKIP
    >>> register.manifest.counts["addresses"]  # doctest: +SKIP
    222318
    """
    paths = _checked([Path(source) for source in sources])
    target = Path(out)
    _check_target(target)
    tell = progress or _silent
    with _beside(target) as (work, made):
        con = ibis.duckdb.connect(memory_limit=_MEMORY, temp_directory=str(work / "spill"))
        try:
            workshop = Workshop(con, work, tell)
            read = list(read_sources(paths, workshop))
            result = assemble([Source(_names(files), part) for files, part in read], workshop, made)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise InputError(
                f"The register could not be made: {str(error).splitlines()[0]}",
                where=str(target),
                mend="Make room on the disk (three times the sources) or in memory, and try again.",
            ) from error
        finally:
            con.disconnect()
        Manifest(
            format_version=FORMAT_VERSION,
            prepared_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            sources=tuple(_described([files for files, _ in read], result.sources, tell)),
            counts=result.counts,
            digest=result.digest,
            bounds=result.bounds,
        ).save(made)
        tell("the index for linking", 0, None)
        save_index(made, memory_limit=_MEMORY)
        _show(made, target)
    return Register.open(target)


def _silent(step: str, done: int, total: int | None) -> None:
    del step, done, total


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths)


def _checked(paths: Sequence[Path]) -> list[Path]:
    if not paths:
        raise InputError("No source was given.", mend="Give a BAG extract, a GeoPackage, or a CSV or Parquet file.")
    for path in paths:
        if not path.is_file():
            what = "This is a folder." if path.is_dir() else "There is no such file."
            raise InputError(what, where=str(path), mend="Give the path of a file.")
    # The same file twice is the same file.
    return list(dict.fromkeys(path.resolve() for path in paths))


def _check_target(target: Path) -> None:
    if not target.exists() or (target / MANIFEST).is_file():
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    raise InputError(
        "There is something else than a register here, and it is not overwritten.",
        where=str(target),
        mend="Give a new folder, or empty this one yourself.",
    )


@contextmanager
def _beside(target: Path) -> Generator[tuple[Path, Path]]:
    """Give a work folder and a folder to make the register in, on the same disk; both are gone afterwards."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        root = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise InputError(
            f"The folder cannot be written: {error.strerror}.", where=str(target.parent), mend="Choose another."
        ) from error
    try:
        work, made = root / "work", root / "made"
        work.mkdir()
        made.mkdir()
        yield work, made
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _show(made: Path, target: Path) -> None:
    """Put the finished folder in place; what was there goes aside first, so the name never shows half a register.

    Files of others in the old folder come along: they are not ours to throw away.
    """
    aside = made.parent / "replaced"
    ours = {MANIFEST, INDEX, *(f"{name}.parquet" for name in TABLES), *OUTLINES}
    for entry in target.iterdir() if target.exists() else ():
        if entry.name not in ours:
            (shutil.copytree if entry.is_dir() else shutil.copy2)(entry, made / entry.name)
    if target.exists():
        os.replace(target, aside)  # noqa: PTH105 - both are folders
    try:
        os.replace(made, target)  # noqa: PTH105
    except OSError:
        if aside.exists():
            os.replace(aside, target)  # noqa: PTH105
        raise


def _described(read: Sequence[Sequence[Path]], sources: Sequence[SourceFile], tell: Progress) -> Iterator[SourceFile]:
    """Add the digest of each file; files that were read together share the rest."""
    for number, (paths, source) in enumerate(zip(read, sources, strict=True)):
        tell("digests of the sources", number, len(sources))
        for path in paths:
            yield replace(source, name=path.name, sha256=_sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
