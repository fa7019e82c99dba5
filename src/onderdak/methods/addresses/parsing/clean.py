"""Characters: one plain spelling of a cell before any rule sees it."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

import ftfy

#: No address is longer; the rest of a longer cell is not looked at, so that any text takes bounded time.
LONGEST_CELL = 240

_MOJIBAKE = re.compile("[ÃÂâÄÅ][\x80-\xbf\u0152-\u2122]|\ufffd")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_ESCAPE = re.compile(r"\\?u(00[c-f][0-9a-f])", re.IGNORECASE)
_BREAK = re.compile(r"<\s*br\s*/?>|[\r\n\v\f\x85\u2028\u2029]+", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,80}>", re.IGNORECASE)
_RAISED = re.compile("([⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉ªº¼½¾]+)")
_SPACES = re.compile(r"\s+")
_SAME = {
    **dict.fromkeys(map(ord, "‘’‚‛`´′ʹʻʼʽ＇"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
    **dict.fromkeys(map(ord, "⁄∕／"), "/"),
    **dict.fromkeys(map(ord, "，、﹐"), ","),
}
# Signs that people set around a cell; an apostrophe may belong to the name ('s-Gravenhage, 't Zandt).
_AROUND = ' \t,;:"|*=_~^<>'
_TEXT_MARK = re.compile(r"^'(?=[0-9])|(?<![a-z])'$", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def clean(text: str | None) -> str:
    """One line of plain characters: no entities, tags, control signs, odd spaces, odd digits or broken encoding.

    Examples
    --------
    >>> clean(" Kerk\u200bstraat\u00a012&nbsp;a\t")
    'Kerkstraat 12 a'
    """
    if not text:
        return ""
    text = text[:LONGEST_CELL]
    if not text.isascii() or not text.isprintable() or "&" in text or "<" in text or "u00" in text:
        text = _plain(text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return _unquoted(text)


def _unquoted(text: str) -> str:
    text = text.strip(_AROUND)
    if text[:1] + text[-1:] in ("[]", "()", "{}") and text.count(text[0]) == 1:
        text = text[1:-1].strip(_AROUND)
    if "'" in text:
        text = _TEXT_MARK.sub("", text)
        if text.startswith("'") and text.endswith("'") and len(text) > 2:
            text = text[1:-1].strip()
    return text


def _plain(text: str) -> str:
    """Everything that is seldom needed, so that an ordinary cell pays nothing for it."""
    if _MOJIBAKE.search(text):
        text = ftfy.fix_encoding(text)
    if "&" in text:
        text = _ENTITY.sub(_sign, text)
    if "u00" in text:
        text = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    text = _TAG.sub(" ", _BREAK.sub(", ", text)) if "<" in text else _BREAK.sub(", ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _RAISED.sub(r" \1", text.translate(_SAME))).translate(_SAME)
    if text.isascii() and text.isprintable():
        return text
    return _SPACES.sub(" ", "".join(map(_plain_character, text)))


def _sign(entity: re.Match[str]) -> str:
    """`&euml;`, and `&EUML;` in a cell that was made capitals."""
    sign = html.unescape(entity[0])
    return sign if sign != entity[0] else html.unescape(entity[0].lower()).upper()


def _plain_character(character: str) -> str:
    """Drop what cannot be seen, turn any space into a space and any decimal digit into 0-9."""
    if character.isascii() and character.isprintable():
        return character
    kind = unicodedata.category(character)
    if kind in ("Cf", "Co", "Cn", "Cs"):
        return ""
    if kind[0] in "CZ":
        return " "
    return str(unicodedata.decimal(character)) if kind == "Nd" else character
