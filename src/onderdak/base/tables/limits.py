"""How large a list may be. Beyond a limit a list is refused in words, before it can fill the memory."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on a list. The defaults keep reading within 512 MiB and a refusal within 10 seconds.

    Parameters
    ----------
    file_size : int
        Bytes of the file as delivered.
    unpacked : int
        Bytes of one part of a spreadsheet, or of a packed CSV, after unpacking.
    ratio : int
        Unpacked bytes per packed byte; counts only beyond `ratio_from` unpacked bytes.
    ratio_from : int
        Unpacked bytes up to which the ratio does not matter.
    members : int
        Parts in a zip.
    sheets : int
        Sheets in a workbook.
    rows : int
        Rows that are not empty.
    columns : int
        Columns.
    cell : int
        Characters in one cell (what a spreadsheet itself allows).
    text : int
        Bytes of all cells together, as kept in memory.
    """

    file_size: int = 256 * _MIB
    unpacked: int = 512 * _MIB
    ratio: int = 300
    ratio_from: int = 32 * _MIB
    members: int = 5_000
    sheets: int = 200
    rows: int = 2_000_000
    columns: int = 1_000
    cell: int = 32_767
    text: int = 160 * _MIB


LIMITS = Limits()


def in_words(count: int) -> str:
    """A number of bytes as a person reads it.

    Examples
    --------
    >>> in_words(256 * 1024 * 1024), in_words(2048)
    ('256 MB', '2 kB')
    """
    return f"{count // _MIB} MB" if count >= _MIB else f"{max(1, count // 1024)} kB"
