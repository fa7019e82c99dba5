"""From the columns of a list to the distinct address texts in it: each text is looked up once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.methods.addresses.columns import AddressColumns
from onderdak.methods.errors import InputError

#: What a row can say of its address, in the order in which it is joined.
FIELDS = ("street", "number", "postcode", "place", "municipality", "address")
SEPARATOR = "\x1f"
#: Longer cells hold no address; what is past this is not read.
LONGEST_CELL = 400

_compute = cast("Any", pc)


@dataclass(frozen=True)
class Texts:
    """Distinct address texts, and which of them each row has.

    Attributes
    ----------
    table : pyarrow.Table
        `text_no` and the FIELDS, all text, empty where not given.
    of_row : numpy.ndarray of int64, shape (rows,)
        The `text_no` of each row.
    """

    table: pa.Table
    of_row: npt.NDArray[np.int64]


def _cell(rows: pa.Table, name: str | None) -> pa.ChunkedArray:
    if name is None:
        return pa.chunked_array([pa.repeat(pa.scalar(""), rows.num_rows)])
    if name not in rows.column_names:
        raise InputError(
            f"There is no column '{name}'.", where="--columns", mend=f"Choose from: {', '.join(rows.column_names)}."
        )
    text = _compute.fill_null(rows[name].cast(pa.string()), "")
    return _compute.utf8_slice_codeunits(_compute.replace_substring(text, SEPARATOR, " "), 0, LONGEST_CELL)


def _joined(rows: pa.Table, names: tuple[str | None, ...]) -> pa.ChunkedArray:
    given = [_cell(rows, name) for name in names if name is not None]
    if not given:
        return _cell(rows, None)
    if len(given) == 1:
        return _compute.utf8_trim_whitespace(given[0])
    return _compute.utf8_trim_whitespace(_compute.binary_join_element_wise(*given, " "))


def _postcode_and_place(both: pa.ChunkedArray, cells: dict[str, pa.ChunkedArray]) -> dict[str, pa.ChunkedArray]:
    """A cell such as `1234 AB Ergens` taken apart; columns of their own go before it."""
    found = _compute.extract_regex(both, r"(?i)(?P<postcode>\b[1-9][0-9]{3} ?[a-z]{2}\b)")
    postcode = _compute.fill_null(_compute.struct_field(found, "postcode"), "")
    place = _compute.utf8_trim(_compute.replace_substring_regex(both, r"(?i)\b[1-9][0-9]{3} ?[a-z]{2}\b", ""), " ,;")
    return {
        name: _compute.if_else(_compute.equal(cells[name], ""), part, cells[name])
        for name, part in (("postcode", postcode), ("place", place))
    }


def texts_of(rows: pa.Table, columns: AddressColumns) -> Texts:
    """The distinct address texts of a list.

    Parameters
    ----------
    rows : pyarrow.Table
        The list; any column types.
    columns : AddressColumns
        Which column holds what.

    Returns
    -------
    Texts

    Raises
    ------
    InputError
        When a named column is not in the list.

    Examples
    --------
    >>> rows = pa.table({"straat": ["Dam", "Dam"], "nr": ["1", "1"]})
    >>> texts_of(rows, AddressColumns(street="straat", number="nr")).of_row.tolist()
    [0, 0]
    """
    cells = {
        "street": _joined(rows, (columns.street,)),
        "number": _joined(rows, (columns.number, columns.letter, columns.addition)),
        "postcode": _joined(rows, (columns.postcode,)),
        "place": _joined(rows, (columns.place,)),
        "municipality": _joined(rows, (columns.municipality,)),
        "address": _joined(rows, (columns.address,)),
    }
    if columns.postcode_place is not None:
        cells |= _postcode_and_place(_cell(rows, columns.postcode_place), cells)
    whole = _compute.binary_join_element_wise(*(cells[field] for field in FIELDS), SEPARATOR)
    encoded = whole.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    of_row = np.asarray(encoded.indices, dtype=np.int64)
    first = np.full(len(encoded.dictionary), -1, dtype=np.int64)
    first[of_row[::-1]] = np.arange(len(of_row) - 1, -1, -1, dtype=np.int64)
    table = pa.table({field: cells[field].take(pa.array(first)) for field in FIELDS})
    numbers = pa.array(np.arange(len(first), dtype=np.int64))
    return Texts(table.add_column(0, "text_no", numbers), of_row)
