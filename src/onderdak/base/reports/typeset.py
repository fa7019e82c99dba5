"""Sets one report with Typst: `python -P typeset.py MOMENT FONTS < data.json > report.pdf`.

A process of its own, that is over when the report is there. Typst keeps how it set the last ten reports, for an editor
in which one text is set again and again. Here each is another, and what it kept of them filled the processes that serve
the site with ten to twenty megabytes a report, and with far more for a report of fifty pages.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import typst

_HERE = Path(__file__).parent


def main(moment: str, fonts: str) -> None:
    """From standard input to standard output. Our own letter alone: a report looks the same on every machine."""
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(
        (_HERE / "report.typ").read_bytes(),
        root=_HERE,
        font_paths=ours,
        ignore_system_fonts=True,
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
    )
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=datetime.fromisoformat(moment))
    assert isinstance(made, bytes)  # several results come only from pictures of pages
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
