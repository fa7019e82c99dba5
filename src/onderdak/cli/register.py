"""`onderdak register`: makes a register ready for use, shows what is in it, fetches one for those online."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onderdak.cli.console import progress, say, say_json, say_table
from onderdak.cli.options import Force, Json
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.methods.addresses.register import Register, SourceFile

app = typer.Typer(no_args_is_help=True, help="The register of addresses (BAG) that lists are linked to.")

#: The endings of files that a register is made from, where a folder is given.
_SOURCE_ENDINGS = (
    ".zip",
    ".gpkg",
    ".csv",
    ".csv.gz",
    ".csv.zst",
    ".parquet",
    ".geojson",
    ".json",
)
_URL_SETTING = "ONDERDAK_REGISTER_URL"


@app.command()
def prepare(
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="SOURCE...",
            help="BAG extract (zip), GeoPackage, CSV or Parquet with addresses, GeoJSON or TopoJSON with boundaries; "
            "or a folder with such files.",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the prepared register.")],
    as_json: Json = False,
) -> None:
    """Make a register ready to link to: read once, kept as Parquet."""
    from onderdak.methods.addresses.prepare import prepare as prepare_register

    files = source_files(sources)
    with progress(quiet=as_json) as step:
        register = prepare_register(files, out, progress=step)
    _show(register, as_json=as_json)


@app.command()
def show(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A prepared register.")],
    address: Annotated[str | None, typer.Option(metavar="ID", help="Show this one address.")] = None,
    as_json: Json = False,
) -> None:
    """Show where a register comes from and what is in it."""
    from onderdak.methods.addresses.register import Register

    register = Register.open(folder)
    if address is None:
        _show(register, as_json=as_json)
    else:
        _show_address(register, address.strip(), as_json=as_json)


@app.command()
def fetch(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to keep the downloaded file.")],
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Download a register from the address in the setting ONDERDAK_REGISTER_URL. Nothing else ever downloads."""
    from onderdak.cli.fetch import download

    url = os.environ.get(_URL_SETTING, "")
    if not url:
        raise InputError(
            "There is no address to fetch the register from.",
            where=f"setting {_URL_SETTING}",
            mend=f"Set it to the https address of a BAG extract: export {_URL_SETTING}=https://...",
        )
    if out.exists() and not force:
        raise InputError(f"{out} exists already.", where="--out", mend="Give another name, or add --force.")
    with progress(quiet=as_json) as step:
        size = download(url, out, step)
    if as_json:
        say_json({"file": str(out), "bytes": size})
    else:
        say(f"{out} ({size:,} bytes). Next: onderdak register prepare {out} --out DIR")


@app.command()
def keep(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A prepared register.")],
    region: Annotated[str, typer.Option(metavar="SLUG", help="The region, as its page is called.")],
    as_json: Json = False,
) -> None:
    """Put a prepared register on the site: lists are placed on it, and its addresses can be searched and seen."""
    from onderdak.cli.site import start_site
    from onderdak.methods.addresses.register import Register

    start_site()
    from onderdak.base.access.models import Tenant
    from onderdak.housing import registers

    found = Tenant.objects.filter(kind=Tenant.Kind.REGION, slug=region).first()
    if found is None:
        known = ", ".join(Tenant.objects.filter(kind=Tenant.Kind.REGION).values_list("slug", flat=True))
        raise InputError(
            f"There is no region {region}.",
            where="--region",
            mend=f"Regions are: {known}." if known else "Make the region first: onderdak region apply FILE.",
        )
    with progress(quiet=as_json) as step:
        step("Keeping the register and making its indexes", 0, None)
        copy = registers.keep(Register.open(folder), found)
    if as_json:
        say_json({"region": region, "addresses": copy.addresses, "digest": copy.digest})
    else:
        say(f"{copy.addresses:,} addresses in {found.name}.")


def source_files(sources: Sequence[Path]) -> list[Path]:
    """The files to read: those named, and those with a known ending in the folders named.

    Raises
    ------
    InputError
        When a path is not there, or a folder holds nothing that can be read.
    """
    files: list[Path] = []
    for source in sources:
        if not source.exists():
            raise InputError(f"There is no {source}.", where="SOURCE", mend="Check the path for a typing error.")
        files += _in_folder(source) if source.is_dir() else [source]
    return files


def _in_folder(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.is_file() and path.name.lower().endswith(_SOURCE_ENDINGS))
    if not found:
        raise InputError(
            f"The folder {folder} holds no file that a register can be made from.",
            where="SOURCE",
            mend=f"Files end in one of: {', '.join(_SOURCE_ENDINGS)}.",
        )
    return found


def _show(register: Register, *, as_json: bool) -> None:
    manifest = register.manifest
    municipalities = _by_municipality(register)
    if as_json:
        facts = {**dataclasses.asdict(manifest), "path": str(register.path), "valid_from": _period(register)}
        say_json({**facts, "municipalities": municipalities})
        return
    say(f"Register {register.path}, prepared at {manifest.prepared_at}")
    for name, count in manifest.counts.items():
        if count:
            say(f"  {name.replace('_', ' ')}: {count:,}")
    first, last = _period(register)
    say(f"  addresses hold from: {first} to {last}" if first else "  addresses hold from: the sources do not say")
    say(f"  digest: {manifest.digest}")
    _show_sources(manifest.sources)
    say_table(
        "Municipalities",
        ["code", "municipality", "addresses", "withdrawn"],
        [[row["code"], row["name"], row["addresses"], row["withdrawn"]] for row in municipalities],
    )


def _show_sources(sources: Sequence[SourceFile]) -> None:
    rows = [[source.name, source.rows, source.as_of or "not stated", source.sha256[:12]] for source in sources]
    say_table("Sources", ["file", "rows", "as of", "sha256"], rows)
    for source in sources:
        for remark in source.notes:
            say(f"Note on {source.name}: {remark}")


def _by_municipality(register: Register) -> list[dict[str, Any]]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(register.file("addresses"), columns=["municipality_code", "municipality", "current"])
    table = table.append_column("withdrawn", pc.invert(table["current"]).cast("int64"))
    counted = table.group_by(["municipality_code", "municipality"]).aggregate([("withdrawn", "sum"), ([], "count_all")])
    rows = [
        {
            "code": row["municipality_code"],
            "name": row["municipality"],
            "addresses": row["count_all"],
            "withdrawn": row["withdrawn_sum"] or 0,
        }
        for row in counted.to_pylist()
    ]
    return sorted(rows, key=lambda row: (row["name"] or "", row["code"] or ""))


def _period(register: Register) -> tuple[date | None, date | None]:
    """The first and the last day on which an address of the register began to hold."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    ends = pc.min_max(pq.read_table(register.file("addresses"), columns=["valid_from"])["valid_from"]).as_py()
    return ends["min"], ends["max"]


def _show_address(register: Register, address_id: str, *, as_json: bool) -> None:
    rows = register.rows([address_id]).to_pylist()
    if not rows:
        raise InputError(
            f"The register has no address {address_id}.",
            where="--address",
            mend="Identifiers of addresses in the BAG have 16 digits, with leading zeros.",
        )
    if as_json:
        say_json({"address": rows[0]})
        return
    for name, value in rows[0].items():
        say(f"{name + ':':<20}{'' if value is None else value}")
