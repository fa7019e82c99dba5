"""`onderdak demo`: an invented region to try everything on, and what the picture makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from onderdak.cli.console import progress, say, say_json, say_table
from onderdak.cli.options import Json, RegisterDir, percentage

if TYPE_CHECKING:
    from onderdak.demo.compare import Comparison, Table

app = typer.Typer(no_args_is_help=True, help="An invented region, to try everything on.")


@app.command()
def make(
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the region.")],
    size: Annotated[
        Literal["small", "region", "nation"], typer.Option(help="nation: 10 million addresses, 1 million rows.")
    ] = "small",
    seed: Annotated[int, typer.Option(help="The same seed makes the same region.")] = 2026,
    as_json: Json = False,
) -> None:
    """Make an invented region: its register, its lists, and the hidden truth beside them."""
    from onderdak.demo import make as make_region

    with progress(quiet=as_json) as step:
        step(f"Making the demo region ({size}, seed {seed})", 0, None)
        demo = make_region(out, size=size, seed=seed)
    sources = sorted({name for name, _, _ in demo.deliveries})
    if as_json:
        say_json({"out": str(out), "size": size, "seed": seed, "deliveries": len(demo.deliveries), "sources": sources})
        return
    say(f"{len(demo.deliveries)} deliveries of {len(sources)} sources in {out}")
    say(f"Next: onderdak register prepare {out / 'register'} --out DIR")


@app.command()
def site(
    demo_dir: Annotated[Path, typer.Argument(metavar="DEMO", help="The folder of the demo region.")],
    register_dir: RegisterDir,
    as_json: Json = False,
) -> None:
    """Put a demo region on the site: its parties, a user of every role, and the figures of its picture."""
    from onderdak.cli.site import start_site

    start_site()
    from django.core.management import call_command

    from onderdak.cli.picture import in_folders
    from onderdak.demo.site import seed
    from onderdak.methods.addresses.register import Register

    call_command("migrate", interactive=False, verbosity=0)
    with progress(quiet=as_json) as step:
        seeded = seed(demo_dir, Register.open(register_dir), in_folders(demo_dir / "deliveries"), progress=step)
    if as_json:
        say_json(asdict(seeded))
        return
    say(f"{seeded.region}: {seeded.changes} changes, figures of {len(seeded.days)} days. Next: onderdak web")


@app.command()
def compare(
    demo_dir: Annotated[Path, typer.Argument(metavar="DEMO", help="The folder of the demo region.")],
    picture_dir: Annotated[
        Path | None, typer.Argument(metavar="[PICTURE]", help="The picture made of its lists; else what the site says.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Lay the hidden truth of a demo region beside the picture that was made of its lists, or beside the site."""
    from onderdak.demo import compare as compare_truth

    if picture_dir is None:
        _compare_site(demo_dir, as_json)
        return
    found = compare_truth(demo_dir, picture_dir)
    if as_json:
        say_json(found.as_plain())
        return
    _say_comparison(found, found.tables())


def _compare_site(demo_dir: Path, as_json: bool) -> None:
    from onderdak.cli.site import start_site

    start_site()
    from onderdak.demo.on_site import compare_site

    found = compare_site(demo_dir)
    if as_json:
        say_json(asdict(found))
        return
    _say_comparison(found.picture, found.tables())


def _say_comparison(found: Comparison, tables: Sequence[Table]) -> None:
    for table in tables:
        rows = [[in_words(value) for value in row] for row in table.rows]
        say_table(table.title, table.headings, rows, right=range(1, len(table.headings)))
    say(f"Counted as housing where nobody is housed: {found.not_there:,} addresses")
    if found.mean_error is not None:
        exact = percentage(found.exact_places, found.judged_places)
        say(f"Places exactly right: {exact} of {found.judged_places:,} addresses")
        say(f"Mean difference in places per address: {found.mean_error:.1f}")


def in_words(value: str | float | None) -> str:
    """A cell of the comparison: shares as percentages, nothing as a dash."""
    if isinstance(value, float):
        return f"{100 * value:.1f}%"
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:,}"
