"""Index files beside a register: read-only SQLite, opened once in each thread."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

_KEPT = 8
_threads = threading.local()


def connection(path: Path) -> sqlite3.Connection:
    """A connection of this thread; the file never changes, and a register that is replaced has another path."""
    kept: dict[Path, sqlite3.Connection] = _threads.__dict__.setdefault("connections", {})
    if path not in kept:
        if len(kept) >= _KEPT:
            kept.pop(next(iter(kept))).close()
        kept[path] = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    return kept[path]
