"""A process that reads chunks of texts for another: see `spread`."""

from __future__ import annotations

import json
import sys

from onderdak.methods.addresses.spread import read


def main() -> None:
    """Say a line when ready; then answer each line of standard input, rows as JSON, with a line of readings."""
    _say([])
    for line in sys.stdin:
        _say([read(row) for row in json.loads(line)])


def _say(texts: list[str]) -> None:
    sys.stdout.write(json.dumps(texts) + "\n")
    sys.stdout.flush()
