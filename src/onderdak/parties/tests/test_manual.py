"""The page about the set-up file names every key, and its example is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onderdak.parties.setup import Mistakes, check
from onderdak.parties.setup.schema import PARTS

PAGE = Path(__file__).parents[4] / "docs" / "manual" / "inrichten.md"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


def test_every_key_of_the_set_up_file_is_explained(page):
    table = page[page.index("## Alle sleutels") :]
    parts = {name for name in PARTS if name}
    missing = [
        f"{place}.{name}".strip(".")
        for place, part in PARTS.items()
        for name in part.model_fields
        if f"{place}.{name}".strip(".") not in parts and not re.search(rf"`[^`]*\b{name}`", table)
    ]
    assert missing == []


def test_the_example_is_right_but_for_the_file_that_is_not_here(page, tmp_path):
    found = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert found
    path = tmp_path / "regio.yaml"
    path.write_text(found[1], encoding="utf-8")
    with pytest.raises(Mistakes) as caught:
        check(path)
    assert [one.what for one in caught.value.found] == [
        "There is no file gemeenten-2023.topo.json beside the set-up file."
    ]
