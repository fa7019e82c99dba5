"""`onderdak backup` and `onderdak restore`: all that the site keeps in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onderdak.cli.console import progress, say, say_json
from onderdak.cli.options import Json
from onderdak.cli.site import start_site


def backup(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The file to write, or a folder in which it is named by the time.")
    ],
    as_json: Json = False,
) -> None:
    """Write all that the site keeps to one file, while the site runs."""
    start_site()
    from onderdak.base.office.backup.make import make_backup

    with progress(quiet=as_json) as told:
        made = make_backup(out, progress=told)
    if as_json:
        say_json({"file": str(made.path), "bytes": made.bytes, "parts": len(made.manifest.parts)})
        return
    say(f"{made.path}: {made.bytes / 1e6:,.1f} MB, the database and {len(made.manifest.parts) - 1:,} files.")
    say("It holds everything, and the keys that lie in the data folder: keep it encrypted, and on another machine.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that 'onderdak backup' wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    as_json: Json = False,
) -> None:
    """Put a backup back; the site and its worker must have stopped."""
    start_site()
    from onderdak.base.office.backup.restore import restore_backup

    with progress(quiet=as_json) as told:
        manifest = restore_backup(file, force=force, progress=told)
    if as_json:
        say_json({"made_at": manifest.made_at, "program": manifest.program, "parts": len(manifest.parts)})
        return
    say(f"Everything is as it was at {manifest.made_at}. Check it with 'onderdak audit verify', and start the site.")
