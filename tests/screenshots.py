"""Writes a picture of every page and gallery state at 1280 and 320 pixels, in Dutch and English, to a folder.

python -m tests.screenshots FOLDER
python -m tests.screenshots --manual http://localhost:8000    pictures of the manual, from a demo site that runs
python -m tests.screenshots --manual    those that need no site: a journey through the pages writes them on its way
"""

from __future__ import annotations

import sys

import pytest

from tests import manual_pictures

#: Journeys that write a picture of each page that the manual shows.
JOURNEYS = ["tests/test_deliveries_journey.py"]
_QUIET = ["-q", "-p", "no:cacheprovider", "--screenshots"]


def main() -> int:
    """Visit all pages once and keep their pictures."""
    if len(sys.argv) == 3 and sys.argv[1] == "--manual":
        manual_pictures.take(sys.argv[2])
        return 0
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    if sys.argv[1] == "--manual":
        return pytest.main([*_QUIET, str(manual_pictures.FOLDER), "-n", "0", *JOURNEYS])
    chosen = "page_is_in_order or gallery_is_in_order or stands_alone"
    return pytest.main([*_QUIET, sys.argv[1], "-k", chosen, "tests/test_pages.py"])


if __name__ == "__main__":
    raise SystemExit(main())
