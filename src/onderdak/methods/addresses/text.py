"""Spelling folded away: one key for every way to write a street, a place, an addition.

Everything here is an Ibis expression, so the register and the rows that are looked up in it are folded by the same
code, on DuckDB and on Spark alike. Patterns keep to what RE2 and Java's regular expressions share: no look-around,
and text is reduced to A-Z, 0-9 and the space before any pattern sees it.
"""

from __future__ import annotations

import ibis.expr.types as ir

_ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŠŽČĆŁŃŘŻŹŚĄĘĀĒĪŌŪĂȘȚŞŢĞİŐŰĐÐ"
_PLAIN = "AAAAAACEEEEIIIINOOOOOOUUUUYYSZCCLNRZZSAEAEIOUASTSTGIOUDD"
assert len(_ACCENTED) == len(_PLAIN)

# Folded on both sides, so a short form and its long form meet in the middle. Order matters: longer forms first.
_TITLES = (
    (r"^BURGEMEESTER |^BURGEM |^BURGM |^BGM ", "BURG "),
    (r" BURGEMEESTER | BURGEM | BURGM | BGM ", " BURG "),
    (r"^DOCTOR |^DOKTER ", "DR "),
    (r"^PROFESSOR ", "PROF "),
    (r"^MEESTER ", "MR "),
    (r"^SINT |^SINTE |^SANKT ", "ST "),
    (r"^INGENIEUR ", "IR "),
    (r"^DOMINEE ", "DS "),
    (r"^PASTOOR ", "PAST "),
    (r"^KONINGIN |^KONING ", "KON "),
    (r"^PRINSES |^PRINS ", "PR "),
    (r"^JONKHEER ", "JHR "),
    (r"^GENERAAL ", "GEN "),
    (r"^LUITENANT ", "LT "),
    (r"^KAPITEIN ", "KAPT "),
    (r"^MINISTER ", "MIN "),
    (r"^PRESIDENT ", "PRES "),
    (r"^WETHOUDER ", "WETH "),
    (r"^NOTARIS ", "NOT "),
    (r"^GRAAF ", "GR "),
)
_PARTICLES = (
    (r"(^| )(VAN DER|V D|VD|V DER|VAN DE|V DE|VAN DEN|V DEN|VAN T|V T|VAN ?D) ", r" VD "),
    (r"(^| )(VAN|V) ", r" V "),
    (r"(^| )(IN DE|I D) ", r" ID "),
    (r"(^| )(AAN DE|AAN DEN|A D) ", r" AD "),
    (r"(^| )(OP DE|OP DEN|O D) ", r" OD "),
    (r"(^| )(EERSTE) ", r" 1E "),
    (r"(^| )(TWEEDE|2DE) ", r" 2E "),
    (r"(^| )(DERDE|3DE) ", r" 3E "),
    (r"(^| )(VIERDE|4DE) ", r" 4E "),
    (r"(^| )(1STE) ", r" 1E "),
)
_KINDS = (
    (r"(STRAATWEG|STRWG|STR WG)( |$)", "STRWG "),
    (r"(STRAAT|STRAT|STRJITTE)( |$)", "STR "),
    (r"(LAAN)( |$)", "LN "),
    (r"(WEG)( |$)", "WG "),
    (r"(PLEIN)( |$)", "PLN "),
    (r"(PLANTSOEN)( |$)", "PLNTS "),
    (r"(KADE)( |$)", "KD "),
    (r"(SINGEL)( |$)", "SNGL "),
    (r"(DWARS)(STR)( |$)", "DWSTR "),
    (r"(GRACHT)( |$)", "GR "),
    (r"( NOORDZIJDE| NOORD ZIJDE| NOORDZYDE| N Z| NZ)( |$)", " NZ "),
    (r"( ZUIDZIJDE| ZUID ZIJDE| ZUIDZYDE| Z Z| ZZ)( |$)", " ZZ "),
    (r"( OOSTZIJDE| OOST ZIJDE| OOSTZYDE| O Z| OZ)( |$)", " OZ "),
    (r"( WESTZIJDE| WEST ZIJDE| WESTZYDE| W Z| WZ)( |$)", " WZ "),
)


def folded(text: ir.StringValue) -> ir.StringValue:
    """Upper case, without accents, with one space between runs of A-Z and 0-9; never null-safe (null stays null).

    The Dutch ij and y are one letter here: people write either.
    """
    plain = text.upper().translate(_ACCENTED, _PLAIN)
    plain = plain.replace("ß", "SS").replace("Æ", "AE").replace("Œ", "OE").replace("Ĳ", "IJ").replace("ẞ", "SS")
    return plain.re_replace(r"[^A-Z0-9]+", " ").strip()


def street_key(street: ir.StringValue) -> ir.StringValue:
    """The key of a street name: the same for `Burg. v.d. Bergstr.` and `Burgemeester van den Bergstraat`."""
    key = folded(street)
    for pattern, short in (*_TITLES, *_PARTICLES, *_KINDS):
        key = key.re_replace(pattern, short)
    return key.replace(" ", "").replace("IJ", "Y")


def place_key(place: ir.StringValue) -> ir.StringValue:
    """The key of a place or municipality name: `'s-Gravenhage` gives `SGRAVENHAGE`, `IJlst` gives `YLST`."""
    key = folded(place).re_replace(r"^(GEMEENTE|GEM) ", "")
    return key.replace(" ", "").replace("IJ", "Y")


def postcode_key(postcode: ir.StringValue) -> ir.StringValue:
    """`1234AB`, or null where the text holds no full postcode. A letter O or I among the digits is read as 0 or 1."""
    tight = postcode.upper().re_replace(r"[^A-Z0-9]+", "")
    digits = tight.substr(0, 4).translate("OQIL", "0011")
    whole = digits.concat(tight.substr(4))
    return whole.re_search(r"^[1-9][0-9]{3}[A-Z]{2}$").ifelse(whole, None)


def suffix_key(suffix: ir.StringValue) -> ir.StringValue:
    """The key of letter and addition together: `a - 03` gives `A3`, no suffix gives the empty string.

    Separators and leading zeros go; words that only announce a unit (`kamer`, `app.`, `unit`) go where a number or
    letter follows; `huis` and `hs` become `HS`.
    """
    key = folded(suffix)
    key = key.re_replace(r"(^| )(APPARTEMENT|APPARTMENT|APP|APPT|KAMER|KMR|UNIT|NUMMER|NR|STUDIO|WONING|WON|BUS) ?", " ")
    key = key.re_replace(r"(^| )(HUIS)( |$)", " HS ")
    key = key.re_replace(r"(^| )(ZWART)( |$)", " ZW ")
    key = key.re_replace(r"(^| )(ROOD)( |$)", " RD ")
    key = key.re_replace(r"(^|[^0-9])0+([0-9])", r"\1\2")
    return key.replace(" ", "")
