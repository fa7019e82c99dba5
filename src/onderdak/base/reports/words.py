"""The fixed words of a report, each once in Dutch and in English."""

from __future__ import annotations

#: code -> (Dutch, English)
WORDS: dict[str, tuple[str, str]] = {
    "situation": ("Stand op {day}", "Situation on {day}"),
    "made_on": ("Gemaakt op {day}", "Made on {day}"),
    "page": ("{page} van {pages}", "{page} of {pages}"),
    "contents": ("Inhoud", "Contents"),
    "explanation": ("Uitleg en bronnen", "Explanation and sources"),
    "explanation_lead": (
        "Elk cijfer heeft een nummer. Hier staat wat het betekent, hoe het is gemaakt en waaruit.",
        "Each figure has a number. Here stands what it means, how it was made and from what.",
    ),
    "internal": (
        "Intern gebruik: niet elk klein aantal is afgeschermd. Niet publiceren.",
        "Internal use: not every small number is suppressed. Do not publish.",
    ),
    "warning": ("Let op", "Note"),
    "on_site": ("Op de site: {address}", "On the site: {address}"),
    "unknown": ("niet bekend", "not known"),
    "see": ("Uitleg en bronnen", "Explanation and sources"),
    "no_rows": ("Er zijn geen rijen.", "There are no rows."),
    "definition": ("Wat het is", "What it is"),
    "method": ("Hoe het is gemaakt", "How it was made"),
    "version": ("versie {version}", "version {version}"),
    "sources": ("Bronnen", "Sources"),
    "same_sources": ("Dezelfde als bij {number}.", "The same as under {number}."),
    "and_earlier": ("en eerder: {count}", "and earlier: {count}"),
    "no_sources": ("geen bronnen genoemd", "no sources named"),
    # headings in spreadsheets
    "summary": ("Samenvatting", "Summary"),
    "figures": ("Cijfers", "Figures"),
    "text": ("Toelichting", "Remarks"),
    "number": ("Nr.", "No."),
    "section": ("Onderdeel", "Section"),
    "figure": ("Cijfer", "Figure"),
    "value": ("Waarde", "Value"),
    "low": ("Van", "From"),
    "high": ("Tot", "To"),
    "low_of": ("{heading}, van", "{heading}, from"),
    "high_of": ("{heading}, tot", "{heading}, to"),
    "unit": ("Eenheid", "Unit"),
    "as_of": ("Stand op", "As of"),
    "status": ("Status", "Status"),
    "remark": ("Opmerking", "Remark"),
    "rows": ("{count} rijen.", "{count} rows."),
    "one_row": ("1 rij.", "1 row."),
    "sheet_page": ("&A, pagina &P van &N", "&A, page &P of &N"),
}


def say(code: str, language: str, **values: str) -> str:
    """A fixed word or sentence in a language.

    Examples
    --------
    >>> say("situation", "nl", day="1 november 2026")
    'Stand op 1 november 2026'
    """
    return WORDS[code][0 if language == "nl" else 1].format(**values)
