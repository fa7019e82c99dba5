"""The program for the desk: what it reads, what it refuses, and that nothing but pseudonyms comes out of it."""

from __future__ import annotations

import ast
import csv
import datetime
import hashlib
import hmac
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.methods.population import desk

KEY = desk.Key("Holland Rijnland", "2026-Q4", bytes(range(32)))
HEADINGS = "Geboortedatum,Voornaam,Achternaam,Geslacht,Gemeente"
PROGRAM = Path(desk.__file__)


@pytest.fixture
def made(tmp_path, capsys):
    """Runs the program on a list; gives its exit code, the rows that it wrote, and what it said."""
    desk.new_key(tmp_path / "key.json", "Holland Rijnland", "2026-Q4", desk.Words("nl"))

    def run(text: str | bytes, *more: str):
        (tmp_path / "list.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        out = tmp_path / "out.csv"
        code = desk.main(
            [str(tmp_path / "list.csv"), "--key", str(tmp_path / "key.json"), "--list", "x", "--out", str(out), *more]
        )
        rows = list(csv.DictReader(out.open(encoding="utf-8"))) if out.exists() else []
        said = capsys.readouterr()
        return code, rows, said.out + said.err

    return run


@pytest.mark.parametrize(
    "text",
    """7-3-1980|07/03/1980|7.3.1980|1980-03-07|1980-03-07T00:00:00|07-03-1980 00:00|19800307|07031980|7 maart 1980
    |7 mrt. 1980|March 7, 1980|1980/3/7|29287""".replace("\n", "").split("|"),
)
def test_one_day_in_many_layouts(text):
    assert desk.birth_date(text.strip()) == "1980-03-07"


@given(st.dates(datetime.date(1920, 1, 1), datetime.date(2020, 1, 1)))
def test_every_day_is_read_back_from_every_layout(day):
    layouts = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%Y%m%d")
    assert {desk.birth_date(day.strftime(layout)) for layout in layouts} == {day.isoformat()}
    assert desk.birth_date(day.strftime("%m/%d/%Y"), "mdy") == day.isoformat()


@pytest.mark.parametrize(
    "text", ["", "1-1-1900", "01-01-1900", "1900-01-01", "19800000", "00-00-1980", "onbekend", "-"]
)
def test_what_stands_for_not_known_is_not_known(text):
    assert desk.birth_date(text) == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31-02-1980", "impossible"),
        ("03/17/1980", "month-first"),
        ("7-3-80", "two-digits"),
        ("=1+1", "no-date"),
        ("banaan", "no-date"),
        ("1-2-1850", "too-old"),
        ("1-2-2999", "too-old"),
        ("1980-03-07-01", "no-date"),
    ],
)
def test_what_is_no_birth_date_says_why(text, reason):
    with pytest.raises(desk.Unreadable, match=reason):
        desk.birth_date(text)


@pytest.mark.parametrize(
    ("texts", "letter"),
    [
        (("Jan", "J.P.", "jan-piet", " J P", "(Jan)"), "J"),
        (("Łukasz", "ŁUKASZ", "lukasz", "Lukasz"), "L"),
        (("Иван", "Ivan", "ivan"), "I"),
        (("Émile", "E\u0301mile", "Emile"), "E"),
    ],
)
def test_a_given_name_and_its_initials_have_one_letter(texts, letter):
    assert {desk.initial(text) for text in texts} == {letter}


@pytest.mark.parametrize("text", ["van den Berg", "Berg", "Berg, van den", "BERG", "v.d. Berg", "'t Berg"])
def test_what_stands_before_a_family_name_does_not_matter(text):
    assert desk.initial(text, family=True) == "B"


def test_a_pseudonym_is_the_keyed_hash_that_the_manual_says():
    person = desk.Person("1980-03-07", "J", "K", "M")
    text = b"onderdak-1|holland rijnland|2026-q4|1980-03-07|J|K|M"
    assert desk.pseudonym(person, KEY) == f"{KEY.number}-{hmac.new(KEY.secret, text, hashlib.sha256).hexdigest()[:32]}"


def test_the_same_people_get_the_same_pseudonyms_however_the_list_writes_them(made):
    one = f"{HEADINGS}\n7-3-1980,Jan,van den Berg,man,Katwijk\n1-12-1999,Żaneta,Nowak,V,'s-Gravenhage\n"
    other = "Achternaam;geslacht;voorletters;GEBOORTEDATUM\r\nNOWAK;vrouw;Z.;1999-12-01\r\nBerg;M;J.P.;19800307\r\n"
    first = {row["pseudonym"] for row in made(one)[1]}
    second = {row["pseudonym"] for row in made(other.encode("utf-16"), "--force")[1]}
    assert len(first) == 2
    assert first == second


def test_nothing_is_written_but_pseudonyms_and_allowed_columns(made):
    code, rows, said = made(
        f"{HEADINGS},BSN\n7-3-1980,Jan,Bakker,m,Katwijk,123456789\n8-3-1981,Piet,Smit,m,Katwijk,987654321\n",
        "--municipality",
        "Gemeente",
    )
    assert code == 0, said
    assert [list(row) for row in rows] == [list(desk.COLUMNS)] * 2
    assert all(desk.re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{32}", row["pseudonym"]) for row in rows)
    assert {(row["list"], row["period"], row["municipality"]) for row in rows} == {("x", "2026-Q4", "Katwijk")}
    assert rows == sorted(rows, key=lambda row: row["pseudonym"])


def test_twins_are_two_people_unless_their_letters_are_one(made):
    twins = "7-3-1980,Anna,Nowak,v,\n7-3-1980,Ewa,Nowak,v,\n7-3-1980,Adam,Nowak,m,\n7-3-1980,Alicja,Nowak,v,\n"
    _, rows, said = made(f"{HEADINGS}\n{twins}")
    assert sorted(row["rows"] for row in rows) == ["1", "1", "2"]
    assert "1 keer gaf een rij een pseudoniem dat er al was" in said


def test_rows_that_are_there_twice_become_one_pseudonym(made):
    _, rows, _ = made(f"{HEADINGS}\n" + "7-3-1980,Jan,Bakker,m,Katwijk\n" * 3)
    assert [row["rows"] for row in rows] == ["3"]


def test_people_of_whom_something_is_missing_are_left_out_and_counted(made):
    _, rows, said = made(
        f"{HEADINGS}\n,Jan,Bakker,m,\n1-1-1900,Jan,Bakker,m,\n7-3-1980,Jan,Bakker,?,\n7-3-1980,J,B,m,\n"
    )
    assert len(rows) == 1
    assert "3 rijen zijn weggelaten" in said
    assert "de geboortedatum 2x" in said


def test_an_unreadable_cell_is_named_and_nothing_is_written(made):
    text = f"\n{HEADINGS}\n7-3-1980,Jan,Bakker,m,Katwijk\n31-02-1980,=cmd|' /C calc'!A0,Bakker,q,Katwijk\n"
    code, rows, said = made(text)
    assert (code, rows) == (2, [])
    for place in ("rij 4, kolom 'Geboortedatum'", "rij 4, kolom 'Voornaam'", "rij 4, kolom 'Geslacht'"):
        assert place in said
    assert "calc" not in said
    code, rows, said = made(text, "--skip-unreadable")
    assert (code, len(rows)) == (0, 1)


@pytest.mark.parametrize("place", ["=1+1", "@SUM(A1)", "+31612345678", "-2", "Jan Bakker 7-3-1980", "x" * 60])
def test_a_municipality_that_is_none_is_refused(made, place):
    code, rows, said = made(f'{HEADINGS}\n7-3-1980,Jan,Bakker,m,"{place}"\n', "--municipality", "Gemeente")
    assert (code, rows) == (2, [])
    assert "rij 2, kolom 'Gemeente'" in said


def test_a_column_of_names_cannot_go_out_as_municipalities(made):
    names = "abcdefghijklmnopqrstuvwxyz"
    body = "".join(f"7-3-1980,{one},Bakker,m,Naam{one}\n" for one in names)
    code, rows, said = made(f"{HEADINGS}\n{body}", "--municipality", "Gemeente")
    assert (code, rows) == (2, [])
    assert "te veel verschillende waarden" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is leeg"),
        (b"PK\x03\x04abc", "geen CSV"),
        (b"a\x00b,c\n1,2\n", "geen CSV"),
        (HEADINGS.encode(), "geen rijen"),
        (b"Geboortedatum,Geboortedatum\n1,2\n", "twee keer"),
        (f"{HEADINGS}\n7-3-1980,Jan\n".encode(), "rij 2: 2 cellen"),
        (b"naam,leeftijd\nJan,40\n", "--birth"),
        (f"{HEADINGS}\n,,,,Katwijk\n".encode(), "Geen enkele rij"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(made, content, words):
    code, rows, said = made(content)
    assert (code, rows) == (2, [])
    assert words in said


def test_windows_letters_are_read(made):
    _, rows, _ = made(f"{HEADINGS}\n7-3-1980,Émile,Müller,m,\n".encode("cp1252"))
    assert rows[0]["pseudonym"] == made(f"{HEADINGS}\n7-3-1980,E,M,m,\n", "--force")[1][0]["pseudonym"]


def test_results_keys_and_lists_are_not_overwritten(made, tmp_path):
    text = f"{HEADINGS}\n7-3-1980,Jan,Bakker,m,Katwijk\n"
    assert made(text)[0] == 0
    assert made(text)[0] == 2
    assert made(text, "--force", "--out", str(tmp_path / "list.csv"))[0] == 2
    with pytest.raises(desk.Refused, match="nooit overschreven"):
        desk.new_key(tmp_path / "key.json", "A", "B", desk.Words("nl"))
    assert (tmp_path / "key.json").stat().st_mode & 0o077 == 0


def test_a_key_that_was_changed_is_refused_and_another_key_gives_other_pseudonyms(tmp_path):
    path, person = tmp_path / "key.json", desk.Person("1980-03-07", "J", "K", "M")
    first = desk.new_key(path, "Region", "2026-Q4", desk.Words("en"))
    assert desk.read_key(path, desk.Words("en")) == first
    second = desk.new_key(tmp_path / "other.json", "Region", "2027-Q1", desk.Words("en"))
    assert desk.pseudonym(person, first)[9:] != desk.pseudonym(person, second)[9:]
    path.write_text(path.read_text().replace(first.secret.hex(), "00" * 32))
    with pytest.raises(desk.Refused, match="no key"):
        desk.read_key(path, desk.Words("en"))


def test_every_message_is_there_in_both_languages_with_the_same_blanks():
    for code, (dutch, english) in desk._WORDS.items():
        assert set(desk.re.findall(r"{\w+}", dutch)) == set(desk.re.findall(r"{\w+}", english)), code


def test_the_file_alone_runs_on_a_bare_python(tmp_path):
    """Nothing of ours, nothing that was installed, no older Python than 3.9 in its grammar."""
    ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 9))
    program = tmp_path / "pseudonymise.py"
    program.write_bytes(PROGRAM.read_bytes())
    (tmp_path / "list.csv").write_text(f"{HEADINGS}\n7-3-1980,Jan,Bakker,m,Katwijk\n", encoding="utf-8")

    def run(*arguments: str):
        command = [sys.executable, "-I", "-S", str(program), *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert run("--new-key", "key.json", "--region", "R", "--period", "P", "--language", "en").returncode == 0
    done = run("list.csv", "--key", "key.json", "--list", "x", "--out", "out.csv", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert "1 pseudonyms from 1 rows" in done.stdout
    assert "Bakker" not in (tmp_path / "out.csv").read_text()
