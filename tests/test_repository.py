"""What must hold for the repository as a whole: links that lead somewhere, one version, lock files without hosts."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import onderdak

ROOT = Path(__file__).parent.parent
PAGES = sorted(ROOT.glob("*.md"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_the_pages_in_the_root_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (ROOT / target).exists()] == []


def test_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    metadata = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert project["version"] == onderdak.__version__
    assert f'softwareVersion: "{onderdak.__version__}"' in metadata
    assert f"## {onderdak.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_files_name_no_host(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text
    packages = re.findall(r"^\S+==", text, flags=re.MULTILINE)
    assert packages
    assert text.count("--hash=sha256:") >= len(packages)


def test_every_folder_of_the_house_is_drawn():
    house = (ROOT / "docs" / "developers" / "house.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "src" / "onderdak").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`{room}/" not in house] == []
