"""Every sentence exists in both languages, with the same values in it."""

from __future__ import annotations

from string import Formatter

import pytest

from onderdak.base.words import SENTENCES, ListRefused, Phrase, phrase, why_refused
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
    told = why_refused(InputError("The file is empty.", where="lijst.csv"), "nl")
    assert told == "De lijst kon niet worden gelezen. De melding (in het Engels): lijst.csv: The file is empty."
