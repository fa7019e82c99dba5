"""`onderdak demo`: an invented region to try everything on, and what the picture makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from onderdak.cli.console import progress, say, say_json
from onderdak.cli.options import Json

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
