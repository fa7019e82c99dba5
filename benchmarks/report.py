"""Sections of `docs/benchmarks.md`: each program writes its own, and leaves those of others as they are."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
_TITLE = (
    "# Benchmarks\n\nMeasured by the programs under `benchmarks/` (its README says how to run each). "
    "Every section names its machine, date and work.\n"
)


def machine(*packages: str) -> str:
    """One line: cores and how busy they are, memory, Python, and the versions of the named packages."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    memory, python = f"{pages / 2**30:.0f} GB", platform.python_version()
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores (load {load:.1f}), {memory}, {platform.system()}, Python {python}, {versions}"


def today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def markdown(headings: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def share(part: int, whole: int, digits: int = 2) -> str:
    """`part` of `whole` as a percentage, or a dash where there is no whole."""
    return f"{100 * part / whole:.{digits}f}%" if whole else "-"


def write_section(name: str, text: str, page: Path = PAGE) -> None:
    """Put `text` between the markers of section `name`, at the end if there is no such section yet."""
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}"
    old = page.read_text(encoding="utf-8") if page.exists() else _TITLE
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    new = found.sub(lambda _: section, old) if found.search(old) else f"{old.rstrip()}\n\n{section}\n"
    temporary = page.with_suffix(".tmp")
    temporary.write_text(new, encoding="utf-8")
    temporary.replace(page)
