"""Every sentence exists in both languages, with the same values in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import onderdak
from onderdak.base.words import SENTENCES, ListRefused, Phrase, phrase, why_refused
from onderdak.base.words.refusals import DUTCH, KINDS, in_dutch
from onderdak.methods.errors import InputError


def fields(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(template) if name)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_both_languages_have_the_same_values(code: str) -> None:
    dutch, english = SENTENCES[code]
    assert fields(dutch) == fields(english)
    assert dutch != english


def test_braces_in_a_list_stay_what_they_are() -> None:
    said = phrase("in-column", heading="{0}", remark=phrase("no-number", text="{x}"))
    assert said.told("nl") == "Kolom '{0}': '{x}' is niet één getal."
    assert str(said) == "Column '{0}': '{x}' is not one number."


def test_a_refusal_is_told_in_both_languages() -> None:
    columns = [Phrase("person-name"), Phrase("person-bsn")]
    error = ListRefused(phrase("persons", found=columns), where="lijst.csv", mend=phrase("persons-mend"))
    assert str(error) == why_refused(error, "en")
    assert str(error).startswith("lijst.csv: The list holds data about persons")
    assert "een naam van een persoon; een burgerservicenummer (BSN)" in why_refused(error, "nl")


def test_what_has_no_dutch_words_is_said_to_be_english() -> None:
    said = why_refused(InputError("The file is odd.", where="lijst.csv"), "nl")
    assert said == "De lijst kon niet worden gelezen. De melding (in het Engels): lijst.csv: The file is odd."


def template_of(node: ast.expr) -> str | None:
    """The text of a sentence in the code, with braces for its values."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
    return None


def said_by_the_reader_of_lists() -> set[str]:
    """Every sentence with which a list is refused, from the code itself."""
    package = Path(onderdak.__file__).parent
    methods = [package / "methods" / name for name in ("addresses/columns.py", "population/tables.py")]
    files = [*(package / "base" / "tables").glob("*.py"), *methods, package / "methods/population/covariates.py"]
    found: set[str] = set()
    for file in files:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            # What writes a file meets nobody who reads a page: the names of its files are ours.
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "InputError" and file.stem != "write":
                said = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "mend")]
                found |= {words for one in said if (words := template_of(one))}
    return found


def test_every_refusal_of_a_list_has_dutch_words() -> None:
    unsaid = {one for one in said_by_the_reader_of_lists() if in_dutch(one.replace("{}", "{x}")) is None}
    assert unsaid - {"There {} in the table; at least two are needed."} == set()  # said whole: one list, or none
    assert all(fields(english) == fields(dutch) for english, dutch in DUTCH.items())


def test_every_other_kind_of_file_has_dutch_words() -> None:
    code = (Path(onderdak.__file__).parent / "base" / "tables" / "recognise.py").read_text(encoding="utf-8")
    named = set(re.findall(r'"(an? [^"]+)"', code)) - {"a whole workbook"}
    assert named - set(KINDS) == set()


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("The list has more than 200 columns.", "De lijst heeft meer dan 200 kolommen."),
        ("The file is a PDF document, not a list.", "Het bestand is een PDF-document, geen lijst."),
        ("The file is 12 MB; at most 10 MB is read.", "Het bestand is 12 MB; er wordt hoogstens 10 MB gelezen."),
        ("There is no sheet 'Blad {1}'.", "Er is geen blad 'Blad {1}'."),
        ("Something else.", None),
    ],
)
def test_a_refusal_is_known_again_with_its_values(english, dutch) -> None:
    assert in_dutch(english) == dutch
