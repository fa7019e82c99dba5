"""Names of files as people give them: kept to be shown, never to be a path."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
#: Endings of what a computer runs or a browser opens: in no place of a name.
_ACTIVE = frozenset(
    """app bat bash cgi cmd com cpl dll docm exe hta htm html inf jar js jse lnk mht mhtml mjs msc msi php phtml pif pl
    pptm ps1 py reg scr sh shtml svg svgz vb vbe vbs wasm wsf xhtml xht xlsm xltm xml xsl""".split()
)
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def clean(name: str) -> str:
    """The name without folders, without signs that are not seen or that turn text around, and not too long.

    Examples
    --------
    >>> clean("C:\\\\lijsten\\\\Bedden 2026.xlsx"), clean("../../etc/passwd"), clean("a\\u202ecsv.exe"), clean(" .. ")
    ('Bedden 2026.xlsx', 'passwd', 'acsv.exe', 'file')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    text = " ".join(re.sub(r'[<>:"|?*]', "_", seen).split()).strip(". ")
    if not text:
        return "file"
    return _shortened("_" + text if _DEVICES.match(text) else text)


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST or not dot or len(ending) > 10:
        return name[:LONGEST].rstrip(". ")
    return stem[: LONGEST - len(ending) - 1].rstrip(". ") + "." + ending


def ending(name: str) -> str:
    """The last ending of a name, in small letters, without the dot; empty where there is none.

    Examples
    --------
    >>> ending("Lijst.XLSX"), ending("lijst")
    ('xlsx', '')
    """
    return name.rpartition(".")[2].lower() if "." in name.strip(".") else ""


def active_ending(name: str) -> str:
    """An ending of something that runs or opens in a browser, wherever in the name; empty where there is none.

    Examples
    --------
    >>> active_ending("factuur.html.csv"), active_ending("lijst v1.2.csv")
    ('html', '')
    """
    return next((part for part in name.lower().split(".")[1:] if part.strip() in _ACTIVE), "")
