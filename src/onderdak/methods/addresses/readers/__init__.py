"""Readers of address registers: each turns files into rows of one raw form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from onderdak.methods.addresses.readers.bag_xml import read_bag
from onderdak.methods.addresses.readers.boundaries import read_boundaries
from onderdak.methods.addresses.readers.geopackage import read_geopackage
from onderdak.methods.addresses.readers.raw import Part, Workshop
from onderdak.methods.addresses.readers.tabular import ENDINGS, read_tabular
from onderdak.methods.errors import InputError

_BOUNDARIES = (".geojson", ".json", ".topojson")
_READS = "BAG 2.0 extract (.zip), GeoPackage (.gpkg), CSV (.csv, .csv.gz, .csv.zst), Parquet, GeoJSON or TopoJSON"

Reader = Callable[[Path, Workshop], Part]


def read_sources(paths: Sequence[Path], workshop: Workshop) -> Iterator[tuple[Sequence[Path], Part]]:
    """Read every source, with the files that each part came from; the zips of the BAG are one part together.

    Raises
    ------
    InputError
        When a file is of no known kind or cannot be read as what it seems to be.
    """
    zips = [path for path in paths if path.name.lower().endswith(".zip")]
    others = [path for path in paths if path not in zips]
    for number, path in enumerate(others):
        workshop.progress(f"reading {path.name}", number, len(paths))
        yield [path], _reader(path)(path, workshop)
    if zips:
        workshop.progress("reading the BAG extract", len(others), len(paths))
        yield zips, read_bag(zips, workshop)


def _reader(path: Path) -> Reader:
    name = path.name.lower()
    if name.endswith(ENDINGS):
        return read_tabular
    if name.endswith(".gpkg"):
        return read_geopackage
    if name.endswith(_BOUNDARIES):
        return read_boundaries
    raise InputError("This kind of file is not read as a register.", where=path.name, mend=f"Give {_READS}.")
