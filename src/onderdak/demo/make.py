"""Making the world: register, outlines, deliveries, what was expected, and the hidden truth."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from onderdak.demo import truth
from onderdak.demo.contradictions import put_in
from onderdak.demo.deliveries import authorities, employers, parties
from onderdak.demo.deliveries.common import Desk, Outgoing, Source
from onderdak.demo.deliveries.refused import FILE, SOURCE, write_refused
from onderdak.demo.land import collection, make_land, municipality_properties, neighbourhood_properties
from onderdak.demo.region_file import region_file
from onderdak.demo.register import districts
from onderdak.demo.sheets import write_sheet
from onderdak.demo.sizes import REGISTER_DATE, SIZES, Size, free_postcodes
from onderdak.demo.world import World, add_district
from onderdak.methods.errors import InputError


@dataclass(frozen=True)
class Demo:
    """An invented world on disk.

    Parameters
    ----------
    path : Path
        The folder.
    register : list of Path
        The sources of the register: addresses and outlines.
    deliveries : list of (str, date, Path)
        Name of the source, day of delivery, file; in the order of the days.
    refused : list of Path
        Lists with persons in them, that the gate must refuse.
    expected : Path
        What each source should deliver.
    counts : list of (str, date, Path)
        The lists that count by municipality, in the order of the days: they go to the site, and not into a picture.
    """

    path: Path
    register: list[Path]
    deliveries: list[tuple[str, date, Path]]
    refused: list[Path]
    expected: Path
    counts: list[tuple[str, date, Path]]


def make(out: Path, *, size: str = "small", seed: int = 2026) -> Demo:
    """Make an invented region; the same size and seed give the same bytes.

    Parameters
    ----------
    out : Path
        The folder to make; replaced when it holds an earlier demo, left alone when it holds anything else.
    size : str
        `small` (20,000 addresses), `region` (400,000) or `nation` (10 million).
    seed : int
        Where the chances come from.

    Returns
    -------
    Demo
        What was made, and where it is.

    Raises
    ------
    InputError
        For an unknown size, or a folder that holds something else.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     demo = make(Path(folder) / "demo")
    ...     sorted(part.name for part in demo.path.iterdir())
    ['README.md', 'counts', 'deliveries', 'region.yaml', 'register', 'sources.toml', 'truth']
    """
    if size not in SIZES:
        raise InputError(f"There is no size {size!r}.", where="--size", mend=f"Choose {', '.join(SIZES)}.")
    out = Path(out)
    _check_free(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        delivered, counted = _fill(work, SIZES[size], seed)
        work.chmod(0o755)
        if out.exists():
            shutil.rmtree(out)
        work.replace(out)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    deliveries, counts = _placed(out / "deliveries", delivered), _placed(out / "counts", counted)
    refused = out / "deliveries" / SOURCE / FILE
    register = sorted((out / "register").iterdir())
    return Demo(out, register, deliveries, [refused], out / "sources.toml", counts)


def make_register(folder: Path, size: str, seed: int = 2026) -> list[Path]:
    """Write only the register of an invented region into an empty folder: addresses and outlines."""
    _write_register(folder, SIZES[size], seed)
    return sorted(folder.iterdir())


def _check_free(out: Path) -> None:
    """An earlier demo may be replaced; nothing else may."""
    if out.is_file():
        raise InputError("This is a file.", where=str(out), mend="Give the name of a folder.")
    if out.is_dir() and any(out.iterdir()) and not (out / "truth" / "summary.json").is_file():
        raise InputError(
            "The folder holds something that is no demo.", where=str(out), mend="Give a new or empty folder."
        )


@dataclass(frozen=True)
class _Sent:
    """What is kept of a list after it was written."""

    source: str
    file: str
    delivered_on: date


def _placed(folder: Path, sent: Iterable[_Sent]) -> list[tuple[str, date, Path]]:
    """Where the lists stand, in the order of the days."""
    found = [(one.source, one.delivered_on, folder / one.source / one.file) for one in sent]
    return sorted(found, key=lambda one: (one[1], one[0]))


def _fill(out: Path, size: Size, seed: int) -> tuple[list[_Sent], list[_Sent]]:
    """Write the world; gives its lists of addresses, and those that count by municipality."""
    for name in ("register", "deliveries", "counts", "truth"):
        (out / name).mkdir()
    world, registered = _write_register(out / "register", size, seed)
    twists = put_in(world)
    desk = Desk(world, twists)
    sent, rows = _write_deliveries(out, desk)
    counted = [_write_list(out / "counts", one) for one in employers.all_lists(desk)]
    write_refused(world, out / "deliveries" / SOURCE)
    truth.write_housing(world, out / "truth" / "housing.parquet")
    truth.write_injected(world, twists, out / "truth" / "contradictions.parquet")
    totals = truth.summary(world, twists, registered, len(sent), rows)
    truth.write_summary(totals, out / "truth" / "summary.json")
    (out / "sources.toml").write_text(_expected(_sources(world)), encoding="utf-8")
    (out / "counts" / "sources.toml").write_text(_expected([employers.EMPLOYERS]), encoding="utf-8")
    (out / "region.yaml").write_text(region_file(world.land, _sources(world)), encoding="utf-8")
    (out / "README.md").write_text(_readme(world, registered, len(sent), rows), encoding="utf-8")
    return sent, counted


def _write_register(folder: Path, size: Size, seed: int) -> tuple[World, int]:
    world = World(size, seed, make_land(size, seed))
    count = 0
    with _RegisterFile(folder, parquet=size.parquet) as file:
        for district in districts(world.land, seed, iter(free_postcodes(9_000))):
            table = district.table(world.land)
            add_district(world, district, table)
            file.write(table)
            count += table.num_rows
    land = world.land
    _write_json(folder / "gemeenten.geojson", collection(land.outlines, municipality_properties(land)))
    _write_json(folder / "buurten.geojson", collection(land.cells, neighbourhood_properties(land)))
    return world, count


class _RegisterFile:
    """The file of addresses, written municipality by municipality."""

    def __init__(self, folder: Path, *, parquet: bool) -> None:
        ending = "parquet" if parquet else "csv"
        self._path = folder / f"adressen-{REGISTER_DATE.isoformat()}.{ending}"
        self._parquet = parquet
        self._writer: Any = None

    def __enter__(self) -> _RegisterFile:
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()

    def write(self, table: pa.Table) -> None:
        """Add the addresses of one municipality."""
        if self._writer is None:
            self._writer = self._opened(table.schema)
        self._writer.write_table(table)

    def _opened(self, schema: pa.Schema) -> Any:
        if self._parquet:
            return pq.ParquetWriter(self._path, schema, compression="zstd")
        return pacsv.CSVWriter(self._path, schema, write_options=_CSV)


_CSV = pacsv.WriteOptions(delimiter=";", quoting_style="needed")


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _all_lists(desk: Desk) -> Iterator[Outgoing]:
    yield from parties.all_lists(desk)
    yield from authorities.all_lists(desk)


def _write_deliveries(out: Path, desk: Desk) -> tuple[list[_Sent], int]:
    sent: list[_Sent] = []
    rows = 0
    with pq.ParquetWriter(out / "truth" / "rows.parquet", truth.ROWS, compression="zstd") as writer:
        for one in _all_lists(desk):
            sent.append(_write_list(out / "deliveries", one))
            writer.write_table(truth.rows_of(desk.world, one))
            rows += len(one.lines)
    return sent, rows


def _write_list(folder: Path, one: Outgoing) -> _Sent:
    write_sheet(folder / one.source / one.file, one.layout, [line.cells for line in one.lines])
    return _Sent(one.source, one.file, one.delivered_on)


def _sources(world: World) -> list[Source]:
    permits = [authorities.permit_source(one.name) for one in world.land.municipalities]
    marked = [authorities.MARKS, authorities.FINDINGS, authorities.COMPLAINTS, authorities.VACANCY]
    housed = [parties.WERKEND, parties.FLEXKWAKEL, parties.BOLDER, parties.LISDODDE]
    return [*housed, *marked, *permits, authorities.BRP, authorities.RNI]


def _expected(sources: Iterable[Source]) -> str:
    """What each source should deliver, as TOML."""
    parts = ["# What each source of the invented region should deliver.\n"]
    for source in sources:
        covers = json.dumps(list(source.municipalities), ensure_ascii=False) if source.municipalities else '"all"'
        parts.append(
            "\n[[source]]\n"
            f"name = {json.dumps(source.name)}\n"
            f"kind = {json.dumps(source.kind)}\n"
            f"organisation = {json.dumps(source.organisation, ensure_ascii=False)}\n"
            f"every_months = {source.every_months}\n"
            f"municipalities = {covers}\n"
            f"legal_ground = {json.dumps(source.legal_ground, ensure_ascii=False)}\n"
            f"since = {source.since.isoformat()}\n"
        )
        if source.contract:
            parts.append(f"contract = {json.dumps(source.contract)}\n")
    return "".join(parts)


def _readme(world: World, registered: int, files: int, rows: int) -> str:
    land = world.land
    joined, silent = land.municipalities[-1], land.municipalities[authorities.SILENT]
    made = f"size `{world.size.name}` and seed {world.seed}"
    counted = f"{registered:,} addresses in {len(land.municipalities)} municipalities and {len(land.places)} places"
    return f"""# Wielderland: a region that does not exist

Everything here is invented: land, municipalities, streets, postcodes, organisations and the
{len(world.homes):,} addresses where migrant workers would be housed. It was made with {made};
the same two give the same files. The land lies at sea, west of the coast.

| part | what |
|---|---|
| `register/` | {counted}; outlines |
| `deliveries/<source>/` | {files} lists with {rows:,} rows, from the last quarter of 2023 to the third of 2026 |
| `deliveries/{SOURCE}/` | one list with (invented) persons in it, that must be refused |
| `counts/<source>/` | counts of workers by municipality; no picture of addresses is made of them |
| `sources.toml` | what each source should deliver; `counts/sources.toml` for the counts |
| `region.yaml` | the region for the site: `onderdak region apply` |
| `truth/` | what is really so; nothing that makes a picture may look here |

The municipality of {joined.name} took over {joined.former} on 1 January 2024.
The municipality of {silent.name} never sends its permits.
"""
