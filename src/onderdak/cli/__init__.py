"""The command line `onderdak`."""

from __future__ import annotations

import io
import sys


def main() -> None:
    """Entry point of the command `onderdak`: runs it with the arguments of the process, and exits with its code."""
    from onderdak.cli.guard import run

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file name may hold what the terminal cannot show
    sys.exit(run(sys.argv[1:]))
