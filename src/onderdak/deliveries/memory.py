"""Memory that a step of a long list does not need any more, given back before the next step asks for its own."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

import pyarrow as pa

from onderdak.deliveries import store


def give_back(rows: int) -> None:
    """Let the system have what Arrow and the C library still hold of what is no longer used.

    A list of one slice leaves too little to look for: that would take longer than the step itself.
    """
    if rows <= store.SLICE:
        return
    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # only the C library of GNU has it
        ctypes.CDLL("libc.so.6").malloc_trim(0)
