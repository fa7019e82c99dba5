"""The command line `onderdak`."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the command `onderdak`: runs it with the arguments of the process, and exits with its code."""
    from onderdak.cli.guard import run

    sys.exit(run(sys.argv[1:]))
