"""Which columns of a list hold the address: told by the user, or guessed from headings and cells.

A heading says what people meant, the cells say what they wrote. A heading counts first; cells overrule it where they
plainly hold something else (a column `straat` full of `Dorpsstraat 12`), and decide alone where headings say nothing
(`kolom1`). Columns with the address of a firm lose against those with the address of the housing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from onderdak.methods.addresses.column_words import (
    FILLERS,
    HOUSING_WORDS,
    NOT_TYPOS,
    OTHER_WORDS,
    ROLE_WORDS,
    STRANGERS,
    WEAK_ADDRESS_WORDS,
)
from onderdak.methods.errors import InputError

Sample = Mapping[str, Sequence[str | None]]

_WORD_ROLE = {word: role for role, words in ROLE_WORDS.items() for word in sorted(words)}
_DUTCH_ROLES = {
    "straat": "street",
    "huisnummer": "number",
    "huisletter": "letter",
    "toevoeging": "addition",
    "plaats": "place",
    "gemeente": "municipality",
    "adres": "address",
    "postcode_plaats": "postcode_place",
}


@dataclass(frozen=True, slots=True)
class AddressColumns:
    """The headings of the columns that hold the parts of an address; None for a part without a column.

    Parameters
    ----------
    street, number, letter, addition, postcode, place, municipality : str, optional
        Heading of the column with that part. `number` may hold letter and addition as well (`12A-3`).
    address : str, optional
        Heading of a column with several parts in one cell (`Dorpsstraat 12, 1234 AB Ergens`). May go together with
        columns for postcode and place.
    postcode_place : str, optional
        Heading of a column with postcode and place in one cell (`1234 AB Ergens`).

    Examples
    --------
    >>> AddressColumns.parse("street=straat, number=nr").described()
    "street: 'straat', number: 'nr'"
    """

    street: str | None = None
    number: str | None = None
    letter: str | None = None
    addition: str | None = None
    postcode: str | None = None
    place: str | None = None
    municipality: str | None = None
    address: str | None = None
    postcode_place: str | None = None

    @classmethod
    def parse(cls, text: str) -> AddressColumns:
        """Read `street=straat,number=nr`; a heading may hold commas. Dutch names of the parts are understood too.

        Raises
        ------
        InputError
            On an unknown or repeated part, or one without a heading.
        """
        found: dict[str, str] = {}
        for piece in re.split(r",(?=\s*\w+\s*=)", text):
            name, sign, heading = piece.partition("=")
            role = _DUTCH_ROLES.get(name.strip().lower(), name.strip().lower())
            if not sign or not heading.strip() or role not in _ROLES or role in found:
                raise InputError(
                    f"Cannot read {piece.strip()!r} in the columns.",
                    where="columns",
                    mend=f"Write part=heading, each part once; parts are {', '.join(_ROLES)}.",
                )
            found[role] = heading.strip()
        return cls(**found)

    def named(self) -> dict[str, str]:
        """The parts that have a column, as part -> heading, in the order of the fields."""
        return {role: heading for role in _ROLES if (heading := getattr(self, role)) is not None}

    def described(self) -> str:
        """The columns in one line, to show to a person."""
        return ", ".join(f"{role}: {heading!r}" for role, heading in self.named().items()) or "no address columns"

    def is_enough(self) -> bool:
        """Whether these columns can lead to an address at all."""
        coded = self.postcode is not None or self.postcode_place is not None
        return self.address is not None or (self.number is not None and (self.street is not None or coded))

    def check(self, headings: Sequence[str]) -> None:
        """Raise an InputError when a named column is not among the headings."""
        absent = [heading for heading in self.named().values() if heading not in headings]
        if absent:
            raise InputError(
                f"There is no column {', '.join(map(repr, absent))}.",
                where="columns",
                mend=f"The headings are: {', '.join(map(repr, headings))}.",
            )


_ROLES = tuple(field.name for field in fields(AddressColumns))


def guess(headings: Sequence[str], sample: Sample) -> AddressColumns:
    """Guess which columns hold the address.

    Parameters
    ----------
    headings : sequence of str
        The headings, in the order of the file.
    sample : mapping of str to sequence of (str or None)
        Some cells of each column (a few hundred are plenty); columns may be absent or empty.

    Returns
    -------
    AddressColumns
        Every part for which a column was found; possibly none (see `AddressColumns.is_enough`). The same headings
        and cells always give the same answer.

    Examples
    --------
    >>> cells = {"Straat + huisnr": ["Dorpsstraat 12"], "PC/plaats": ["1234 AB Ergens"], "Bedden": ["8"]}
    >>> guess(["Straat + huisnr", "PC/plaats", "Bedden"], cells).described()
    "address: 'Straat + huisnr', postcode_place: 'PC/plaats'"
    """
    columns = [_judged(place, heading, sample.get(heading, ())) for place, heading in enumerate(headings)]
    chosen = _chosen(_filled_first(_of_the_housing(columns)))
    return _with_both_styles(_settled(_completed(chosen, columns)), chosen, sample)


def _with_both_styles(found: AddressColumns, chosen: _Chosen, sample: Sample) -> AddressColumns:
    """Some lists write part of their rows in columns and the rest in one cell; then both are needed."""
    if found.street is None or found.address is not None or "address" not in chosen:
        return found
    pairs = zip(sample.get(found.street, ()), sample.get(chosen["address"].heading, ()), strict=False)
    only_in_one_cell = sum(not (street or "").strip() and bool((cell or "").strip()) for street, cell in pairs)
    return replace(found, address=chosen["address"].heading) if only_in_one_cell else found


# --- what a heading says ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """What one column looks like: the part that its heading announces, and what its cells hold."""

    order: int
    heading: str
    role: str | None
    strength: float  # 0..1, how plainly the heading says so
    side: int  # 1: of the housing, 0: not said, -1: of a firm or elsewhere
    shares: Mapping[str, float]  # shape of cell -> share of the filled cells that have it
    filled: int


def _judged(order: int, heading: str, cells: Sequence[str | None]) -> _Column:
    role, strength, side = read_heading(heading)
    values = [cell.strip() for cell in cells if cell is not None and cell.strip()]
    return _corrected(_Column(order, heading, role, strength, side, _shares(values), len(values)))


def _plain_words(heading: str) -> list[str]:
    """Lower-case words without accents; `HuisNummer` gives huis, nummer; `adres 1` gives adres."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    plain = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\be[ -]?mail", "email", plain).replace("'s-", "s")
    return [word for word in re.findall(r"[a-z]+\d?", plain) if not re.fullmatch(r"[a-z]\d?", word) or word in "xy"]


@lru_cache(maxsize=4096)
def read_heading(heading: str) -> tuple[str | None, float, int]:
    """What a heading announces: the part of an address (or None), how plainly (0..1), and whose address (1, 0, -1).

    Examples
    --------
    >>> read_heading("Postcode locatie"), read_heading("Kantooradres"), read_heading("Aantal bedden")
    (('postcode', 1.0, 1), ('address', 1.0, -1), (None, 0.0, 0))
    """
    words = _plain_words(heading)
    joined = "".join(words)
    if joined in _WORD_ROLE and not _SEVERAL.search(heading):
        return _WORD_ROLE[joined], 1.0, 0
    pieces = [_word_meaning(word) for word in words]
    if not pieces or any(piece.stranger for piece in pieces):
        return None, 0.0, 0
    side = min((piece.side for piece in pieces if piece.side), default=0)
    roles = [piece.role for piece in pieces if piece.role]
    role = _combined(list(dict.fromkeys(roles)), heading)
    strength = min((piece.strength for piece in pieces if piece.role), default=0.0)
    if any(piece.unknown for piece in pieces):
        strength *= 0.6
        if role in {"number", "letter"}:
            return None, 0.0, 0
    if role is None and any(piece.weak for piece in pieces):
        return "address", 0.3 if not any(piece.unknown for piece in pieces) else 0.2, side
    return role, strength, side


@dataclass(frozen=True, slots=True)
class _Word:
    role: str | None = None
    strength: float = 0.0
    side: int = 0
    weak: bool = False
    stranger: bool = False
    unknown: bool = False


@lru_cache(maxsize=4096)
def _word_meaning(word: str) -> _Word:
    bare = word.rstrip("0123456789")
    if word in _WORD_ROLE or bare in _WORD_ROLE:
        return _Word(role=_WORD_ROLE.get(word) or _WORD_ROLE[bare], strength=1.0)
    if bare in STRANGERS:
        return _Word(stranger=True)
    if bare in OTHER_WORDS:
        return _Word(side=-1)
    if bare in HOUSING_WORDS or bare in WEAK_ADDRESS_WORDS:
        return _Word(side=1, weak=bare in WEAK_ADDRESS_WORDS)
    if bare in FILLERS:
        return _Word()
    return _compound(bare) or _mistyped(bare) or _Word(unknown=True)


def _compound(word: str) -> _Word | None:
    """`locatieadres`, `huisvestingspostcode`, `straatlocatie`, `straathuisnummer`: two known words written as one."""
    for cut in range(2, len(word) - 1):
        head, tail = word[:cut], word[cut:]
        for qualifier, rest in ((head, tail), (tail, head)):
            joints = (qualifier, qualifier.removesuffix("s"))
            if rest in _WORD_ROLE and len(rest) > 2 and any(joint in OTHER_WORDS for joint in joints):
                return _Word(role=_WORD_ROLE[rest], strength=1.0, side=-1)
            if rest in _WORD_ROLE and len(rest) > 2 and any(joint in HOUSING_WORDS for joint in joints):
                return _Word(role=_WORD_ROLE[rest], strength=1.0, side=1)
        if {_WORD_ROLE.get(head), _WORD_ROLE.get(tail)} == {"street", "number"}:
            return _Word(role="address", strength=1.0)
    return None


def _mistyped(word: str) -> _Word | None:
    if len(word) < 5 or word in NOT_TYPOS:
        return None
    allowed = 1 if len(word) < 9 else 2
    best = min(
        ((OSA.distance(word, known, score_cutoff=allowed), known) for known in _WORD_ROLE if len(known) >= 5),
        default=(allowed + 1, ""),
    )
    return _Word(role=_WORD_ROLE[best[1]], strength=0.85) if best[0] <= allowed else None


_SEVERAL = re.compile(r"[+&/,;]|\b(en|and|plus|met|incl|inclusief|including)\b", re.IGNORECASE)


def _combined(roles: list[str], heading: str) -> str | None:
    """The one part that several words in a heading announce together."""
    kinds = set(roles)
    several = _SEVERAL.search(heading) is not None
    if len(kinds) < 2:
        return roles[0] if roles else None
    if kinds <= {"postcode", "place", "municipality"}:
        return "postcode_place" if "postcode" in kinds else "place"
    if kinds <= {"number", "letter", "addition"}:
        return "number" if several and "number" in kinds else "addition" if "addition" in kinds else "letter"
    if "address" in kinds and len(kinds) == 2 and not several:
        return (kinds - {"address"}).pop()
    return "address"


# --- what cells hold -------------------------------------------------------------------------------------------------

_KINDS_OF_STREET = (
    r"(?:straat|str\.?|weg|laan|ln\.?|plein|pln\.?|kade|dijk|pad|hof|singel|gracht|dreef|steeg|ring|baan|park|haven|wal|"
    r"markt|plantsoen|kamp|veld|akker|berg|dam|polder|brink|dyk|strjitte|reed|leane|oord|erf|gaarde|horst|zoom|tuin)"
)
_SHAPES: dict[str, re.Pattern[str]] = {
    "postcode": re.compile(r"(?:NL[ -]*)?[1-9]\d{3}[ \t]*[A-Za-z]{2}"),
    "digits4": re.compile(r"[1-9]\d{3}"),
    "postcode_place": re.compile(r"[1-9]\d{3}[ \t]*(?:[A-Za-z]{2})?[ ,]+(?!\d)[^\W\d_][^\d]{2,}"),
    "number": re.compile(r"(?:nr\.? ?|no\.? ?|#)?\d{1,5}(?:[ \-/.]*[A-Za-z0-9+\-/ ]{1,8})?|\d{4}-\d\d-\d\d"),
    "plain_number": re.compile(r"\d{1,5}"),
    "letter": re.compile(r"[A-Za-z]"),
    "address": re.compile(
        r"(?!\d{4} ?[A-Za-z]{2}\b)[^\n]*[^\W\d_]{2}[^\n]*?[ ,.]\d{1,5}(?!\d)[^\n]*(?:\n.*)*", re.DOTALL
    ),
    "coded_address": re.compile(r".*[^\W\d_]{2}.*\b[1-9]\d{3} ?[A-Za-z]{2}\b.*", re.DOTALL),
    "words": re.compile(r"[^\W\d_'’][^\d@]*[^\W\d_.)]|['’][^\d@]+"),
    "street": re.compile(rf"[^@]*{_KINDS_OF_STREET}(?:\b.*)?", re.IGNORECASE),
}


def _shares(values: Sequence[str]) -> dict[str, float]:
    count = len(values) or 1
    return {shape: sum(1 for v in values if ptn.fullmatch(v[:300])) / count for shape, ptn in _SHAPES.items()}


def _corrected(column: _Column) -> _Column:
    """The column with its part put right where the cells plainly hold something else than the heading says."""
    shares = column.shares
    if column.role is None or not column.filled:
        return column
    if column.role in {"postcode", "place", "municipality"} and shares["postcode_place"] > 0.5:
        return replace(column, role="postcode_place")
    if column.role == "postcode_place" and shares["postcode"] + shares["digits4"] > 0.6:
        return replace(column, role="postcode")
    if column.role == "postcode_place" and shares["postcode_place"] == 0 and shares["words"] > 0.6:
        return replace(column, role="place")
    if column.role == "number" and shares["address"] > 0.5:
        return replace(column, role="address")
    refuted = {
        "number": shares["number"] < 0.2,
        "postcode": shares["postcode"] + shares["digits4"] + shares["postcode_place"] < 0.1 and column.filled >= 5,
        "place": shares["words"] < 0.2 and shares["coded_address"] < 0.3,
        "address": column.strength < 0.5 and not _looks_like_addresses(shares),
    }
    return replace(column, role=None) if refuted.get(column.role, False) else column


def _looks_like_addresses(shares: Mapping[str, float]) -> bool:
    return max(shares["address"], shares["coded_address"]) > 0.5 or shares["street"] > 0.6


# --- choosing --------------------------------------------------------------------------------------------------------

_Chosen = dict[str, _Column]


def _of_the_housing(columns: Sequence[_Column]) -> list[_Column]:
    """Without the address of a firm, unless the list has no other address."""
    own = [column for column in columns if column.side >= 0]
    anchored = any(column.role in {"street", "address", "postcode", "postcode_place"} for column in own)
    return own if anchored else list(columns)


def _filled_first(columns: Sequence[_Column]) -> list[_Column]:
    """Without empty columns for the street or the whole address, where another one is filled."""
    anchors = {"street", "address"}
    if not any(column.role in anchors and column.filled for column in columns):
        return list(columns)
    return [column for column in columns if column.filled or column.role not in anchors]


def _chosen(columns: Sequence[_Column]) -> _Chosen:
    """Per part the column that says it best: plainly first, then of the housing, then the fullest, then the first."""
    chosen: _Chosen = {}
    for column in sorted(columns, key=_preference):
        if column.role is not None:
            chosen.setdefault(column.role, column)
    return chosen


def _preference(column: _Column) -> tuple[float, ...]:
    empty = 1 if column.filled == 0 else 0
    running = 1 if column.role == "number" and column.heading.strip().lower().rstrip(".") in {"nr", "no", "num"} else 0
    return (-(column.strength + 0.5 * column.side), empty, running, column.order)


def _completed(chosen: _Chosen, columns: Sequence[_Column]) -> _Chosen:
    """Parts that no heading announces, found by what the cells hold."""
    free = [column for column in columns if column.role is None and column.filled and _is_free(column, chosen)]
    for role, column in _by_content(free, chosen):
        taken = {held.order for held in chosen.values()}
        if role not in chosen and column.order not in taken:
            chosen[role] = column
    return chosen


def _is_free(column: _Column, chosen: _Chosen) -> bool:
    words = _plain_words(column.heading)
    known = any(_word_meaning(word).stranger or _word_meaning(word).side < 0 for word in words)
    return not known and column.order not in {held.order for held in chosen.values()}


def _by_content(free: Sequence[_Column], chosen: _Chosen) -> Iterator[tuple[str, _Column]]:
    wanting = "street" not in chosen and "address" not in chosen
    for column in free:
        if column.shares["postcode"] > 0.6 and "postcode_place" not in chosen:
            yield "postcode", column
        elif column.shares["postcode_place"] > 0.6 and "postcode" not in chosen:
            yield "postcode_place", column
    for column in free if wanting else ():
        if column.shares["address"] > 0.6 and (column.shares["street"] > 0.3 or column.shares["coded_address"] > 0.5):
            yield "address", column
    for column in free if wanting and "address" not in chosen else ():
        if column.shares["street"] > 0.5 and column.shares["address"] < 0.4:
            yield "street", column
    if "street" in chosen and "number" not in chosen and chosen["street"].shares["address"] < 0.5:
        yield from _next_to(chosen["street"], free, "number", "number", 0.8)
    anchor = chosen.get("postcode") or chosen.get("number") or chosen.get("street") or chosen.get("address")
    if anchor is not None and not chosen.keys() & {"place", "municipality", "postcode_place"}:
        yield from _next_to(anchor, [column for column in free if _says_nothing(column)], "place", "words", 0.9)


_NOTHING = re.compile(r"(?:kolom|column|col|veld|field|unnamed|extra|f|k|c)?[ _:.-]*\d*", re.IGNORECASE)


def _says_nothing(column: _Column) -> bool:
    return _NOTHING.fullmatch(column.heading.strip()) is not None


def _next_to(
    anchor: _Column, free: Sequence[_Column], role: str, shape: str, share: float
) -> Iterator[tuple[str, _Column]]:
    for column in free:
        if column.order == anchor.order + 1 and column.shares[shape] > share:
            yield role, column


def _settled(chosen: _Chosen) -> AddressColumns:
    """One reading of the whole: `adres` beside a number column is a street, `straat` full of numbers is an address."""
    named = {role: column.heading for role, column in chosen.items()}
    _settle_street(named, chosen)
    if "addition" in named and "number" not in named and _announces_number(chosen["addition"]):
        named["number"] = named.pop("addition")
    if "postcode" in named and "postcode_place" in named and "place" in named:
        del named["postcode_place"]
    return AddressColumns(**named)


def _settle_street(named: dict[str, str], chosen: _Chosen) -> None:
    if "street" in named and "number" not in named and "address" not in named:
        if chosen["street"].shares["address"] > 0.5:
            named["address"] = named.pop("street")
    elif "address" in named and "street" in named:
        numbered = "number" in named or chosen["address"].shares["address"] < 0.4 <= chosen["street"].shares["address"]
        named.pop("address" if numbered else "street")
        if numbered:
            _settle_street(named, chosen)
    elif "address" in named and "number" in named:
        if chosen["address"].filled and _whole(chosen["address"]):
            named.pop("number")
        else:
            named["street"] = named.pop("address")


def _whole(column: _Column) -> bool:
    return max(column.shares["address"], column.shares["coded_address"]) > 0.8


def _announces_number(column: _Column) -> bool:
    """`huisnummer toevoeging` without a column for the number itself: both stand in it."""
    words = "".join(_plain_words(column.heading))
    named = any(known in words for known in ROLE_WORDS["number"] if len(known) > 2)
    return named and (column.shares["number"] > 0.6 or not column.filled)
