"""What was found for texts before a list asks for them: many lists looked up in one go take little more than one."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.methods.addresses.fields import FIELDS, SEPARATOR
from onderdak.methods.addresses.outcome import Found

_compute = cast("Any", pc)


class Ahead:
    """Answers by text.

    Parameters
    ----------
    texts : pyarrow.Table
        The texts that were looked up: `text_no` from 0 on in order, and the FIELDS.
    found : Found
        What was found for them.
    """

    def __init__(self, texts: pa.Table, found: Found) -> None:
        self._keys = _keys(texts)
        self._found = found

    def answers(self, texts: pa.Table) -> Found | None:
        """What was found for these texts; None where one of them was not looked up."""
        places = _compute.index_in(_keys(texts), value_set=self._keys)
        if places.null_count:
            return None
        asked = np.full(len(self._keys), -1, dtype=np.int64)
        asked[np.asarray(places)] = np.arange(texts.num_rows, dtype=np.int64)
        return Found(
            exact=_renumbered(self._found.exact, asked),
            scored=_renumbered(self._found.scored, asked),
            read=_renumbered(self._found.read, asked),
            unplaced=_renumbered(self._found.unplaced, asked),
            texts=texts.num_rows,
        )


def together(lists: list[pa.Table]) -> pa.Table:
    """The distinct texts of lists (`fields.Texts.table`), numbered anew."""
    whole = (
        pa.concat_tables([one.select(FIELDS) for one in lists]).group_by(list(FIELDS), use_threads=False).aggregate([])
    )
    return whole.select(FIELDS).add_column(0, "text_no", pa.array(np.arange(whole.num_rows, dtype=np.int64)))


def _keys(texts: pa.Table) -> pa.Array:
    """Each text as one string; no cell has the separator in it."""
    return _compute.binary_join_element_wise(*(texts[field] for field in FIELDS), SEPARATOR).combine_chunks()


def _renumbered(table: pa.Table, asked: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Table:
    numbers = asked[table["text_no"].to_numpy()]
    place = table.schema.get_field_index("text_no")
    return table.set_column(place, "text_no", pa.array(numbers)).filter(pa.array(numbers >= 0))
