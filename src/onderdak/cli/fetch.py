"""Downloads one file, safely: https only, to a temporary name first."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from onderdak.cli.console import ProgressCall
from onderdak.methods.errors import InputError

_PIECE = 1 << 20
_TIMEOUT = 60  # seconds without any byte


def download(url: str, out: Path, step: ProgressCall) -> int:
    """Download `url` to `out`; the file is there only when it is whole.

    Parameters
    ----------
    url : str
        An https address.
    out : Path
        The file to write.
    step : callable
        Progress: (step in words, bytes done, bytes in total or None).

    Returns
    -------
    int
        The number of bytes.

    Raises
    ------
    InputError
        When the address is not https, does not answer, or breaks off.
    """
    if not url.startswith("https://"):
        raise InputError(f"The address {url} is not an https address.", mend="Give one that begins with https://.")
    with NamedTemporaryFile(dir=out.absolute().parent, prefix=f".{out.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            size = _copy(url, file, step)
            temporary.replace(out)
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            raise InputError(f"The download failed: {error}.", where=url, mend="Try again later.") from error
        finally:
            temporary.unlink(missing_ok=True)
    return size


def _copy(url: str, file: IO[bytes], step: ProgressCall) -> int:
    with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer:
        length = answer.headers.get("Content-Length")
        total = int(length) if length else None
        done = 0
        while piece := answer.read(_PIECE):
            file.write(piece)
            done += len(piece)
            step("Downloading", done, total)
    file.flush()
    if total is not None and done != total:
        raise ConnectionError(f"{done:,} of {total:,} bytes came in")
    return done
