"""A process that holds what it uses and little more.

The worker, for which a long list must stay within 512 MB; and what serves the site, of which eight threads would each
come to keep an arena of their own, hour after hour.
"""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

#: Of `mallopt` in the C library of GNU: give back what is free at the top beyond so many bytes; take larger pieces
#: from the system one by one, so that they go back whole; keep at most so many arenas, where each thread wants one.
_TRIM, _PIECE, _ARENAS = -1, -3, -8
_SETTINGS = ((_TRIM, 128 * 1024), (_PIECE, 128 * 1024), (_ARENAS, 2))


def be_sparing() -> None:
    """Keep no memory for later. To be called before anything large is imported or done.

    The pool that Arrow brings and the arenas of the C library keep a good part of what went through them, for a speed
    that does not show here.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    with suppress(OSError, AttributeError):  # another C library has no `mallopt`
        library = ctypes.CDLL("libc.so.6")
        for setting, value in _SETTINGS:
            library.mallopt(setting, value)
