"""Spelling folded away: one key for every way to write a street, a place, an addition.

Everything here is an Ibis expression, so the register and the rows that are looked up in it are folded by the same
code, on DuckDB and on Spark alike. Patterns keep to what RE2 and Java's regular expressions share: no look-around,
and text is reduced to A-Z, 0-9 and the space before any pattern sees it. Plain replacements are used where they can
be: they take half the time of a pattern.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŠŽČĆŁŃŘŻŹŚĄĘĀĒĪŌŪĂȘȚŞŢĞİŐŰĐÐ"
_PLAIN = "AAAAAACEEEEIIIINOOOOOOUUUUYYSZCCLNRZZSAEAEIOUASTSTGIOUDD"
_LIGATURES = (("ß", "SS"), ("ẞ", "SS"), ("Æ", "AE"), ("Œ", "OE"), ("Ĳ", "IJ"), ("ĳ", "IJ"))

# Folded on both sides, so that a short form and its long form meet. Words stand between spaces; order matters.
_WORDS = (
    (" BURGEMEESTER ", " BURG "), (" BURGEM ", " BURG "), (" BURGM ", " BURG "), (" BGM ", " BURG "),
    (" BURGERMEESTER ", " BURG "), (" DOCTOR ", " DR "), (" DOKTER ", " DR "), (" PROFESSOR ", " PROF "),
    (" MEESTER ", " MR "), (" SINT ", " ST "), (" SINTE ", " ST "), (" SANKT ", " ST "), (" INGENIEUR ", " IR "),
    (" DOMINEE ", " DS "), (" PASTOOR ", " PAST "), (" KONINGIN ", " KON "), (" KONING ", " KON "),
    (" PRINSES ", " PR "), (" PRINS ", " PR "), (" JONKHEER ", " JHR "), (" GENERAAL ", " GEN "),
    (" LUITENANT ", " LT "), (" KAPITEIN ", " KAPT "), (" MINISTER ", " MIN "), (" PRESIDENT ", " PRES "),
    (" WETHOUDER ", " WETH "), (" NOTARIS ", " NOT "), (" BURG MR ", " BURGMR "), (" ADMIRAAL ", " ADM "),
    (" COMMISSARIS ", " COMM "), (" DOCTORANDUS ", " DRS "), (" KARDINAAL ", " KARD "), (" BARON ", " BAR "),
    (" VAN DER ", " VD "), (" V D ", " VD "), (" V DER ", " VD "), (" VAN DE ", " VD "), (" V DE ", " VD "),
    (" VAN DEN ", " VD "), (" V DEN ", " VD "), (" VAN T ", " VD "), (" V T ", " VD "), (" VAN D ", " VD "),
    (" VAND ", " VD "), (" VDER ", " VD "), (" VAN ", " V "), (" IN DE ", " ID "), (" I D ", " ID "),
    (" IN T ", " ID "), (" AAN DE ", " AD "), (" AAN DEN ", " AD "), (" A D ", " AD "), (" OP DE ", " OD "),
    (" OP DEN ", " OD "), (" O D ", " OD "), (" EERSTE ", " 1E "), (" TWEEDE ", " 2E "), (" DERDE ", " 3E "),
    (" VIERDE ", " 4E "), (" VYFDE ", " 5E "), (" 1STE ", " 1E "), (" 1 E ", " 1E "), (" 2DE ", " 2E "),
    (" 2 E ", " 2E "), (" 3DE ", " 3E "), (" 4DE ", " 4E "),
    (" NOORDZYDE ", " NZ "), (" NOORD ZYDE ", " NZ "), (" N Z ", " NZ "), (" ZUIDZYDE ", " ZZ "),
    (" ZUID ZYDE ", " ZZ "), (" Z Z ", " ZZ "), (" OOSTZYDE ", " OZ "), (" OOST ZYDE ", " OZ "), (" O Z ", " OZ "),
    (" WESTZYDE ", " WZ "), (" WEST ZYDE ", " WZ "), (" W Z ", " WZ "),
)  # fmt: skip
# The kind of street at the end of a word.
_ENDINGS = (
    ("STRAATWEG ", "STRWG "), ("STRAAT ", "STR "), ("STRAT ", "STR "), ("STRJITTE ", "STR "), ("STRJTE ", "STR "),
    ("LAAN ", "LN "), ("STRWEG ", "STRWG "), ("WEG ", "WG "), ("PLEIN ", "PLN "), ("PLANTSOEN ", "PLNTS "),
    ("KADE ", "KD "), ("SINGEL ", "SNGL "), ("DWARSSTR ", "DWSTR "), ("GRACHT ", "GR "), ("HEERLYKHEID ", "HEERL "),
)  # fmt: skip
_ANY_WORD = "(" + "|".join(sorted({long for long, _ in _WORDS})) + ")"
_UNIT_WORDS = (
    " APPARTEMENT", " APPARTMENT", " APPT", " APP", " APT", " KAMER", " KMR", " UNIT", " NUMMER", " STUDIO",
    " WONING", " WON", " BUS",
)  # fmt: skip

# Letters that sound alike in Dutch, and doubled letters.
_SOUNDS = (
    ("SCH", "SG"), ("CH", "G"), ("PH", "F"), ("TH", "T"), ("CK", "K"), ("QU", "KW"), ("C", "K"), ("X", "KS"),
    ("V", "F"), ("Z", "S"), ("OE", "U"), ("EI", "Y"), ("AU", "OU"), ("DT", "T"), ("AE", "A"),
    *((letter * 2, letter) for letter in ascii_uppercase),
)  # fmt: skip
_ROOM_LETTER = tuple((f" K {digit}", f" {digit}") for digit in "0123456789")
_ZEROS = (*((f"{letter}0", f"{letter} ") for letter in ascii_uppercase), *((" 0", " "),) * 4)


def plain(text: ir.StringValue) -> ir.StringValue:
    """Upper case without accents; other signs stay."""
    bare = text.upper().translate(_ACCENTED, _PLAIN)
    for sign, letters in _LIGATURES:
        bare = bare.replace(sign, letters)
    # Almost no text has accents, and looking each sign up is by far the dearest step.
    return text.re_search("[^ -~]").ifelse(bare, text.upper())


def words(text: ir.StringValue) -> ir.StringValue:
    """Upper case, without accents, with one space for each run of other signs than A-Z and 0-9. Null stays null.

    The keys below are made of it; where a key is wanted of many texts, make a column of the words first.
    """
    return plain(text).re_replace("[^A-Z0-9]+", " ")


def _padded(text: ir.StringValue) -> ir.StringValue:
    """A space at both ends, so that a word is a word wherever it stands."""
    return (" " + text + " ").replace("IJ", "Y")


def street_key(street: ir.StringValue) -> ir.StringValue:
    """The key of a street name: the same for `Burg. v.d. Bergstr.` and `Burgemeester van den Bergstraat`."""
    return street_key_of_words(words(street))


def street_key_of_words(words: ir.StringValue) -> ir.StringValue:
    """What `street_key` makes of words in capitals with single spaces between; other signs between spaces stay."""
    key = _padded(words)
    shorter = _replaced(key, _WORDS)
    key = key.re_search(_ANY_WORD).ifelse(shorter, key)
    return _replaced(key, _ENDINGS).replace(" ", "")


def _replaced(key: ir.StringValue, pairs: Sequence[tuple[str, str]]) -> ir.StringValue:
    for long, short in pairs:
        key = key.replace(long, short)
    return key


def sound_key(name: ir.StringValue) -> ir.StringValue:
    """A name in full by its sound: slips of the pen are counted on it, so that spelling by ear counts for little.

    `Zwaachweg` and `Zwaagweg` give the same key; nothing is shortened.
    """
    return sound_key_of_words(words(name))


def sound_key_of_words(words: ir.StringValue) -> ir.StringValue:
    """What `sound_key` makes of words."""
    return _replaced(_padded(words).replace(" ", ""), _SOUNDS)


def tail_key(street: ir.StringValue) -> ir.StringValue:
    """The key of the last word of a street name, which people keep when they shorten or leave out the rest.

    `Joh. de Wittstr.` and `Johan de Wittstraat` both give `WITTSTR`.
    """
    return tail_key_of_words(words(street))


def tail_key_of_words(words: ir.StringValue) -> ir.StringValue:
    """What `tail_key` makes of words."""
    last = words.strip().re_extract("([A-Z0-9]+)$", 1)
    return _replaced(_padded(last), _ENDINGS).replace(" ", "")


def letters(key: ir.StringValue) -> ir.StringValue:
    """The letters of a key in alphabetical order: two keys that agree in these differ by letters that moved."""
    return key.split("").sort().join("")


def place_key(place: ir.StringValue) -> ir.StringValue:
    """The key of a place or municipality name: `'s-Gravenhage` gives `SGRAVENHAGE`, `IJlst` gives `YLST`."""
    return place_key_of_words(words(place))


def place_key_of_words(words: ir.StringValue) -> ir.StringValue:
    """What `place_key` makes of words."""
    key = _padded(words)
    for word in (" GEMEENTE ", " GEM "):
        key = key.replace(word, " ")
    return key.replace(" ", "")


def postcode_key(postcode: ir.StringValue) -> ir.StringValue:
    """`1234AB`, or null where the text holds no full postcode. A letter O or I among the digits is read as 0 or 1."""
    tight = postcode.upper().re_replace("[^A-Z0-9]+", "")
    digits = tight.substr(0, 4).replace("O", "0").replace("I", "1").replace("L", "1")
    whole = digits + tight.substr(4)
    # Nearly all are written as they should be, or are not there.
    return ibis.cases(
        (postcode.length() < len("1234AB"), None),
        (postcode.re_search("^[1-9][0-9]{3} ?[A-Z]{2}$"), postcode.replace(" ", "")),
        (whole.re_search("^[1-9][0-9]{3}[A-Z]{2}$"), whole),
        else_=None,
    )


def suffix_key(suffix: ir.StringValue) -> ir.StringValue:
    """The key of letter and addition together: `a - 03` gives `A3`, no suffix gives the empty string.

    Separators and leading zeros go; words that only announce a unit (`kamer`, `app.`, `unit`) go; `huis`, `zwart` and
    `rood` become `HS`, `ZW` and `RD`.
    """
    return suffix_key_of_words(words(suffix))


def suffix_key_of_words(words: ir.StringValue) -> ir.StringValue:
    """What `suffix_key` makes of words."""
    key = _padded(words)
    for word in _UNIT_WORDS:
        key = key.replace(word, " ")
    key = _replaced(key, ((" HUIS ", " HS "), (" ZWART ", " ZW "), (" ROOD ", " RD "), (" NR ", " ")))
    key = _replaced(key, _ROOM_LETTER)
    # Leading zeros go; without a pattern, since engines write what a pattern caught in different ways.
    return _replaced(key, _ZEROS).replace(" ", "")
