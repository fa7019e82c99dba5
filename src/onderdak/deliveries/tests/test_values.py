"""What people write in cells, and what it means."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.deliveries import values
from onderdak.deliveries.claims import _READERS  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("12.0", 12),
        ("12,0", 12),
        ("1.250", 1250),
        ("1,250", 1250),
        ("1.250,0", 1250),
        ("12 personen", 12),
        ("8 bedden", 8),
        ("ca. 20", 20),
        ("± 20", 20),
        ("circa 20 pers.", 20),
        ("max 6", 6),
        ("vier", 4),
        ("0", 0),
        ("-", None),
        ("", None),
        ("onbekend", None),
        ("n.v.t.", None),
        ("8-10", None),
        ("8 à 10", None),
        ("4+4", None),
        ("2,5", None),
        ("-3", None),
        ("veel", None),
        ("2026-10-08", None),
        ("1e9", None),
        ("99999999", None),
    ],
)
def test_counts(text: str, number: float | None) -> None:
    assert values.read_number(text).number == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("12,5 m2", 12.5),
        ("120m²", 120),
        ("1.250,75", 1250.75),
        ("1,250", 1.25),
        ("ca 90 m²", 90),
    ],
)
def test_areas(text: str, number: float) -> None:
    assert values.read_area(text).number == number


@pytest.mark.parametrize("text", ["8-10", "veel", "2,5", "2026-10-08", "ca. 20"])
def test_what_is_not_read_or_only_about_is_remarked(text: str) -> None:
    assert text in str(values.read_number(text).remark)


def test_a_date_that_was_a_range_is_explained() -> None:
    assert "'8-10'" in str(values.read_number("2026-10-08").remark)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("12,5 / 9 / 8", "12.5;9;8"),
        ("12;9", "12;9"),
        ("12,5, 9,25", "12.5;9.25"),
        ("3 en 4", "3;4"),
        ("12 m2 + 8 m2", "12;8"),
        ("9", "9"),
    ],
)
def test_areas_of_bedrooms(text: str, areas: str) -> None:
    assert values.read_areas(text).texts == (areas,)


@pytest.mark.parametrize(
    "text",
    [
        "12-3-2025",
        "12/03/2025",
        "12.3.25",
        "12 maart 2025",
        "12 mrt. 2025",
        "woensdag 12 maart 2025",
        "2025-03-12",
        "2025/3/12",
        "2025-03-12T14:30:00",
        "20250312",
        "45728",
        "12 March 2025",
        "12-mrt-25",
    ],
)
def test_dates(text: str) -> None:
    assert values.read_date(text) == date(2025, 3, 12)


@pytest.mark.parametrize("text", ["", "31-2-2025", "morgen", "12", "2025", "99-99-9999", "12-13-2025", "1e kwartaal"])
def test_no_dates(text: str) -> None:
    assert values.read_date(text) is None


def test_a_month_is_its_first_day() -> None:
    assert values.read_date("maart 2025") == values.read_date("2025-03") == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("woning", "a"),
        ("Eengezinswoning", "a"),
        ("appartement", "a"),
        ("a", "a"),
        ("Woonvorm D", "d"),
        ("hotel", "b"),
        ("Pension", "b"),
        ("logiesgebouw", "c"),
        ("wooneenheden in gebouwencomplex", "c"),
        ("units", "d"),
        ("Woonunits", "d"),
        ("chalet", "d"),
        ("stacaravan", "d"),
        ("recreatiepark", "e"),
        ("chalet op recreatiepark", "e"),
        ("Recreatiewoning", "e"),
        ("camping", "e"),
        ("anders", "other"),
    ],
)
def test_forms(text: str, form: str) -> None:
    assert values.read_form(text).texts == (form,)


@pytest.mark.parametrize(
    ("reader", "text", "said"),
    [
        ("permit", "verleend", "granted"),
        ("permit", "Vergunning geweigerd", "refused"),
        ("permit", "in behandeling", "pending"),
        ("permit", "ingetrokken per 1-1-2025", "withdrawn"),
        ("permit", "vergunningsvrij", "not_required"),
        ("permit", "niet verleend", "refused"),
        ("finding", "in orde", "in_order"),
        ("finding", "niet in orde", "defects"),
        ("finding", "geen gebreken", "in_order"),
        ("finding", "gebreken aan brandveiligheid", "defects"),
        ("finding", "Strijdig gebruik", "not_allowed"),
        ("finding", "niet bewoond aangetroffen", "not_inhabited"),
        ("complaint", "geluidsoverlast", "nuisance"),
        ("complaint", "te veel mensen in één huis", "overcrowding"),
        ("complaint", "schimmel", "defects"),
        ("complaint", "iets anders", "other"),
        ("vacant", "ja", "yes"),
        ("vacant", "In gebruik", "no"),
        ("vacant", "staat leeg", "yes"),
        ("vacant", "1-2-2025", "yes"),
        ("first_permit_applied", "12 maart 2025", "2025-03-12"),
    ],
)
def test_words(reader: str, text: str, said: str) -> None:
    assert _READERS[reader](text).texts == (said,)


@pytest.mark.parametrize(
    ("text", "which", "said"),
    [
        ("SNF", None, ("snf",)),
        ("SNF en AKF", None, ("snf", "akf")),
        ("Agrarisch Keurmerk Flexwonen", None, ("akf",)),
        ("ja", "snf", ("snf",)),
        ("geldig", "akf", ("akf",)),
        ("nee", "snf", ("none",)),
        ("geen SNF", None, ("none",)),
        ("ingetrokken", "snf", ("none",)),
        ("ja", None, ()),
        ("", "snf", ()),
    ],
)
def test_certificates(text: str, which: str | None, said: tuple[str, ...]) -> None:
    assert values.read_certificate(text, which=which).texts == said


@pytest.mark.parametrize("reader", ["form", "permit", "finding", "vacant"])
def test_unknown_words_are_remarked_and_not_guessed(reader: str) -> None:
    read = _READERS[reader]("qwerty")
    assert read.texts == ()
    assert "qwerty" in str(read.remark)


@given(st.sampled_from(sorted(_READERS)), st.text(max_size=40))
def test_any_text_is_read_or_remarked_or_nothing(reader: str, text: str) -> None:
    read = _READERS[reader](text)
    assert read.number is None or read.number >= 0
    assert all(read.texts)
