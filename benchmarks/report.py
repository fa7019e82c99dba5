"""Sections of `docs/benchmarks.md`: each program writes its own, and leaves those of others as they are."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

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


def in_words(found: DataclassInstance, *, as_json: bool) -> str:
    """What was found, one thing a line, or for machines."""
    facts = asdict(found)
    return json.dumps(facts) if as_json else "\n".join(f"{name:12} {value}" for name, value in facts.items())


def write_found(name: str, title: str, work: str, found: DataclassInstance, *packages: str) -> None:
    """Write a section with a table of what was found."""
    rows = [[fact.replace("_", " "), str(value)] for fact, value in asdict(found).items()]
    heading = f"## {title}\n\n{today()}; {machine(*packages)}."
    write_section(name, f"{heading}\n\n{work}\n\n{markdown(['what', 'found'], rows)}")


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
