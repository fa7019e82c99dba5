"""The quick way through a sheet of .xlsx without surprises: cells found by one pattern, a block of rows at a time.

A sheet that a program wrote holds rows, cells, values and formulas in one fixed spelling. All of a block must be what
the pattern knows; at the first thing that is not (a comment, another prefix, text with layout, a row out of order, a
file that breaks off) the careful reader takes over from the start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from onderdak.base.tables.limits import Limits
from onderdak.base.tables.quick import SurpriseError

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
#: A row of numbers, and its columns.
Block = tuple[Integers, list[pa.StringArray]]

_BLOCK = 1 << 21
_LONGEST_ROW = 1 << 23
_WIDEST = 1 << 14
_DECLARATION = re.compile(
    rb'(?:\xef\xbb\xbf)?<\?xml version="1.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="[a-z]+")? ?\?>\s*'
)
_OPENING = re.compile(rb"[^!?]*?<sheetData>", re.DOTALL)
_ROW = rb'<row r="[0-9]+"[^<>]*/>|<row r="([0-9]{1,9})"[^<>]*>'
_CELL = rb'<c r="([A-Z]{1,3})[0-9]+"([^<>/]*)(?:/>|>(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?'
_VALUE = rb"(?:<v>([^<]*)</v>|<v ?/>"
_INLINE = rb'|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<is><t ?/></is>'
#: A row that is empty, a row with its number, or a cell with its column, its further attributes and its value.
_PART = re.compile(_ROW + b"|" + _CELL + _VALUE + rb")?</c>)")
_PART_INLINE = re.compile(_ROW + b"|" + _CELL + _VALUE + _INLINE + rb")?</c>)")
_ATTRIBUTES = re.compile(r' *(?:s="([0-9]+)")? *(?:t="([a-zA-Z]+)")? *')
_ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});")
#: A formula of which the sheet keeps no result.
_VALUELESS = re.compile(rb"(?:</f>|<f(?: [^<>]*)?/>)(?:<v ?/>|<v></v>)?</c>")
_KINDS = frozenset(["", "n", "s", "str", "inlineStr", "b", "e"])


class Meaning(NamedTuple):
    """What stored values mean: the texts that cells share, a number in a cell style as text, a text without escapes."""

    shared: pa.LargeStringArray
    number: Callable[[str, str], str]
    text: Callable[[str], str]


class PlainSheet:
    """The rows of a sheet, and what stands behind them.

    Parameters
    ----------
    pieces : iterable of bytes
        The XML.
    meaning : Meaning
    limits : Limits
        At a cell, a column or a text beyond them the careful reader takes over, which says what is wrong.
    """

    def __init__(self, pieces: Iterable[bytes], meaning: Meaning, limits: Limits) -> None:
        self._pieces, self._meaning, self._limits = pieces, meaning, limits
        self._lengths = pc.binary_length(meaning.shared)
        self._last = self._unrolled = 0
        self.frame = b""

    def blocks(self) -> Iterator[Block]:
        """The rows, block by block; `frame` is then the XML without them.

        Raises
        ------
        SurpriseError
            The sheet needs the careful reader.
        """
        for block in self._texts():
            yield self._read(block)

    def _texts(self) -> Iterator[bytes]:
        """Whole rows of text; what stands around them is the frame."""
        waiting, begun = b"", False
        for piece in self._pieces:
            waiting += piece
            if not begun and (end := _opening(waiting)):
                self.frame, waiting, begun = waiting[:end], waiting[end:], True
            end = waiting.rfind(b"</row>") + len(b"</row>")
            if begun and len(waiting) > _BLOCK and end > len(b"</row>"):
                yield waiting[:end]
                waiting = waiting[end:]
            if len(waiting) > _LONGEST_ROW:
                raise SurpriseError
        rows, end, rest = waiting.partition(b"</sheetData>")
        if not begun or not end or b"<row" in rest:
            raise SurpriseError
        if rows.strip():
            yield rows
        self.frame += end + rest

    def _read(self, block: bytes) -> Block:
        rows, letters, attributes, values, inline = _parts(block)
        numbers = self._numbers(rows.drop_null())
        cells = letters.is_valid()
        column = _columns(letters.filter(cells))
        row = (np.cumsum(_given(rows)) - 1)[_given(letters)]
        if np.any(np.diff(row * _WIDEST + column) <= 0):
            raise SurpriseError
        texts = self._meant(attributes.filter(cells), values.filter(cells), inline.filter(cells))
        return numbers, _spread(texts, row, column, len(numbers), self._widest(texts, column))

    def _numbers(self, rows: pa.StringArray) -> Integers:
        numbers = np.asarray(rows.cast(pa.int64()), dtype=np.int64)
        if not numbers.size or np.any(np.diff(numbers, prepend=self._last) <= 0):
            raise SurpriseError
        self._last = int(numbers[-1])
        return numbers

    def _widest(self, texts: pa.StringArray, column: Integers) -> int:
        filled = column[_given(texts)]
        widest = int(filled.max()) + 1 if filled.size else 0
        if widest > self._limits.columns:
            raise SurpriseError
        return widest

    def _meant(self, attributes: pa.StringArray, values: pa.StringArray, inline: pa.StringArray) -> pa.StringArray:
        """The text of each cell; null where it holds nothing."""
        styles, kinds = _styles_and_kinds(attributes)
        valued, inlined = _given(values), _given(inline)
        if np.any(inlined & (kinds != "inlineStr")):
            raise SurpriseError
        written = np.isin(kinds, ("str", "inlineStr")) & (valued | inlined)
        parts = [
            self._shared(values, valued & (kinds == "s")),
            self._number_texts(values, styles, valued & np.isin(kinds, ("", "n"))),
            self._written(pc.coalesce(values, inline), written),
            _booleans(values, valued & (kinds == "b")),
        ]
        return pc.coalesce(*[part for part in parts if part is not None], pa.nulls(len(values), pa.string()))

    def _shared(self, values: pa.StringArray, chosen: Booleans) -> pa.StringArray | None:
        if not chosen.any():
            return None
        try:
            places = pc.if_else(pa.array(chosen), values, None).cast(pa.int64())
        except pa.ArrowInvalid as error:
            raise SurpriseError from error
        known = pc.and_(pc.greater_equal(places, 0), pc.less(places, len(self._meaning.shared)))
        places = pc.if_else(known, places, None)
        self._unrolled += pc.sum(self._lengths.take(places)).as_py() or 0
        if self._unrolled > self._limits.text:
            raise SurpriseError
        return self._meaning.shared.take(places).cast(pa.string())

    def _number_texts(self, values: pa.StringArray, styles: pa.StringArray, chosen: Booleans) -> pa.StringArray | None:
        if not chosen.any():
            return None
        both = pc.if_else(pa.array(chosen), pc.binary_join_element_wise(styles, values, " "), None).dictionary_encode()
        texts: list[str] = []
        for pair in both.dictionary.to_pylist():
            style, _, raw = pair.partition(" ")
            if "&" in raw or len(raw) > self._limits.cell:
                raise SurpriseError
            texts.append(self._meaning.number(raw, style))
        return pa.array(texts, pa.string()).take(both.indices)

    def _written(self, values: pa.StringArray, chosen: Booleans) -> pa.StringArray | None:
        if not chosen.any():
            return None
        coded = pc.if_else(pa.array(chosen), values, None).dictionary_encode()
        texts = [self._meaning.text(_unescaped(text)) for text in coded.dictionary.to_pylist()]
        if any(len(text) > self._limits.cell for text in texts):
            raise SurpriseError
        return pa.array(texts, pa.string()).take(coded.indices)


def _opening(text: bytes) -> int:
    """Where the first row begins; 0 while that has not come."""
    declared = _DECLARATION.match(text)
    opening = _OPENING.match(text, declared.end() if declared else 0)
    if opening is None and len(text) > _BLOCK:
        raise SurpriseError
    return opening.end() if opening else 0


def _parts(block: bytes) -> list[pa.StringArray]:
    """Numbers of rows, and of cells the column, the further attributes, the value, and the value as inline text.

    What stands between the parts is at most the end of a row: so nothing of the block is passed over.
    """
    inline = b"<is>" in block
    pieces = cast("list[bytes | None]", (_PART_INLINE if inline else _PART).split(block))
    step = 6 if inline else 5
    if b"\r" in block or len(pieces) < step or (b"<f" in block and _VALUELESS.search(block)):
        raise SurpriseError
    try:
        parts = [pa.array(pieces[place::step], pa.binary()).cast(pa.string()) for place in range(1, step)]
    except pa.ArrowInvalid as error:
        raise SurpriseError from error
    _check_between(pieces[::step], _given(parts[0]), _given(parts[1]))
    return parts if inline else [*parts, pa.nulls(len(parts[0]), pa.string())]


def _check_between(between: list[bytes | None], rows: Booleans, cells: Booleans) -> None:
    """Between the parts stands nothing but the end of a row, and every cell stands in a row."""
    if not {(piece or b"").strip() for piece in set(between)} <= {b"", b"</row>"}:
        raise SurpriseError
    ended = np.cumsum(pc.match_substring(pa.array(between, pa.binary()), "</row>"))
    begun = np.cumsum(rows)
    if np.any(begun - ended[:-1] != (rows | cells)) or begun[-1] != ended[-1]:
        raise SurpriseError


def _given(texts: pa.StringArray) -> Booleans:
    return texts.is_valid().to_numpy(zero_copy_only=False)


def _styles_and_kinds(attributes: pa.StringArray) -> tuple[pa.StringArray, npt.NDArray[np.object_]]:
    """The style and the kind of each cell; there are a few combinations of these, whatever the length of the list."""
    coded = attributes.dictionary_encode()
    found = [_ATTRIBUTES.fullmatch(text) for text in coded.dictionary.to_pylist()]
    said = [(one.group(1) or "", one.group(2) or "") for one in found if one is not None]
    if len(said) < len(found) or not {kind for _, kind in said} <= _KINDS:
        raise SurpriseError
    which = np.asarray(coded.indices, dtype=np.int64)
    kinds = np.array([kind for _, kind in said], dtype=object)[which] if said else np.empty(0, dtype=object)
    return pa.array([style for style, _ in said], pa.string()).take(coded.indices), kinds


def _unescaped(text: str) -> str:
    """Text of XML without its escapes."""
    if "&" in _ESCAPE.sub("", text):
        raise SurpriseError
    return _ESCAPE.sub(lambda found: unescape(found.group()), text)


def _columns(letters: pa.StringArray) -> Integers:
    """The place of each cell in its row."""
    coded = letters.dictionary_encode()
    places = np.array([_place(each) for each in coded.dictionary.to_pylist()], dtype=np.int64)
    return places[np.asarray(coded.indices, dtype=np.int64)] if len(places) else places


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    if number > _WIDEST:
        raise SurpriseError
    return number - 1


def _booleans(values: pa.StringArray, chosen: Booleans) -> pa.StringArray | None:
    if not chosen.any():
        return None
    said = pc.if_else(pc.equal(pc.utf8_trim_whitespace(values), "1"), "true", "false")
    return pc.if_else(pa.array(chosen), said, None)


def _spread(texts: pa.StringArray, row: Integers, column: Integers, rows: int, width: int) -> list[pa.StringArray]:
    """Cells in columns."""
    columns: list[pa.StringArray] = []
    for place in range(width):
        here = np.flatnonzero(column == place)
        at = np.full(rows, -1, dtype=np.int64)
        at[row[here]] = here
        columns.append(texts.take(pa.array(at, mask=at < 0)))
    return columns
