"""One small demo for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from onderdak.demo import Demo, make


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The small region with the usual seed."""
    return make(tmp_path_factory.mktemp("demo") / "small")


@pytest.fixture(scope="session")
def tables() -> Path:
    """The lists of municipalities and places that exist."""
    import os

    here = Path(__file__).resolve().parents[4]
    folder = Path(os.environ.get("ONDERDAK_SHARED", here.parent / "shared")) / "data" / "tables"
    if not folder.is_dir():
        pytest.skip("The lists of real municipalities and places are absent (set ONDERDAK_SHARED).")
    return folder
