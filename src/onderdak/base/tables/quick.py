"""The quick way through a CSV without surprises: Arrow's reader. At the first surprise the careful reader takes over.

A surprise is a row of another length, an empty line, a quote or line break in a cell, or text that is not UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from onderdak.base.tables.delimited import Delimited

_WORTH_IT = 1 << 20
_BLOCK = 1 << 22
_ODD = r'["\r\n]'


class SurpriseError(Exception):
    """This file needs the careful reader."""


def can_be_quick(book: Delimited, before: Sequence[Sequence[object]], names: Sequence[str]) -> bool:
    """Whether a file is large enough to matter, and its first rows are one line each.

    Parameters
    ----------
    book : Delimited
        The file.
    before : sequence of sequences of cells
        The rows above the data.
    names : sequence of str
        The headings.
    """
    plain = book.encoding == "utf-8" and not book.literal and book.size() > _WORTH_IT and len(names) > 1
    return plain and not any("\n" in str(cell) or "\r" in str(cell) for cells in before for cell in cells)


def quick_columns(book: Delimited, names: Sequence[str], first: int) -> Iterator[list[pa.StringArray]]:
    """The columns from row `first` on, piece by piece.

    Raises
    ------
    SurpriseError
        The file needs the careful reader.
    """
    try:
        with book.opened() as file, _reader(file, book.delimiter, names, first) as reader:
            for batch in reader:
                if any(pc.any(pc.match_substring_regex(column, _ODD)).as_py() for column in batch.columns):
                    raise SurpriseError
                yield batch.columns
    except (pa.ArrowException, OSError, EOFError, ValueError) as error:
        raise SurpriseError from error


def _reader(file: object, delimiter: str, names: Sequence[str], first: int) -> pa_csv.CSVStreamingReader:
    return pa_csv.open_csv(
        file,
        read_options=pa_csv.ReadOptions(
            use_threads=False, block_size=_BLOCK, skip_rows=first - 1, column_names=list(names)
        ),
        parse_options=pa_csv.ParseOptions(delimiter=delimiter, ignore_empty_lines=False),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, null_values=[]
        ),
    )
