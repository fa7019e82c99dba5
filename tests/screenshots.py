"""Writes a picture of every page and gallery state at 1280 and 320 pixels, in Dutch and English, to a folder.

python -m tests.screenshots FOLDER
"""

from __future__ import annotations

import sys

import pytest


def main() -> int:
    """Visit all pages once and keep their pictures."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    chosen = "page_is_in_order or gallery_is_in_order or stands_alone"
    return pytest.main(
        ["-q", "-p", "no:cacheprovider", "--screenshots", sys.argv[1], "-k", chosen, "tests/test_pages.py"]
    )


if __name__ == "__main__":
    raise SystemExit(main())
