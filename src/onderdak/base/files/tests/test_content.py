"""A file is taken only where its content is what its name says, and nothing is hidden in it."""

from __future__ import annotations

import struct
import zlib

import pytest

from onderdak.base.files.tests.conftest import CSV, JPEG, PDF, png, table_as, zipped
from onderdak.methods.errors import InputError

pytestmark = pytest.mark.django_db

HTML = b"<!doctype html><script>alert(1)</script>"
SHEETS = ("xlsx", "ods", "parquet")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("lijst.csv", CSV, "csv"),
        ("LIJST.CSV", CSV, "csv"),
        ("lijst v1.2 (definitief).csv", CSV, "csv"),
        ("lijst.txt", "adres\tbedden\nCafé\t2\n".encode("utf-16"), "csv"),
        ("brief.pdf", PDF, "pdf"),
        ("foto.png", png(), "png"),
        ("foto.JPG", JPEG, "jpeg"),
    ],
)
def test_what_is_as_it_says_is_taken(give, name, content, kind):
    assert give(name, content).kind == kind


@pytest.mark.parametrize("ending", SHEETS)
def test_lists_are_taken_in_every_format(give, tmp_path, ending):
    assert give(f"lijst.{ending}", table_as(ending, tmp_path)).kind == ending


@pytest.mark.parametrize("ending", SHEETS)
def test_a_list_under_the_name_of_another_format_is_refused(give, tmp_path, ending):
    content = table_as(ending, tmp_path)
    for other in {"csv", "pdf", "png", *SHEETS} - {ending}:
        with pytest.raises(InputError):
            give(f"lijst.{other}", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pagina.csv", HTML),
        ("pagina.csv", b"\xef\xbb\xbf \n" + HTML),
        ("plaatje.csv", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("programma.csv", b"MZ\x90\0" + bytes(500)),
        ("programma.csv", b"\x7fELF" + bytes(500)),
        ("ruis.csv", bytes(range(256)) * 20),
        ("gegevens.csv", b'{"a": 1}'),
        ("brief.pdf", HTML),
        ("brief.pdf", b"%PDF-1.7 breaks off"),
        ("foto.png", PDF),
        ("foto.jpg", png()),
        ("foto.jpg", b"\xff\xd8\xff" + HTML),
        ("lijst.xlsx", zipped({"word/document.xml": b"<x/>"})),
        ("lijst.xlsx", zipped({"a.txt": b"x"})),
        ("lijst.xlsx", b"PK\x03\x04 breaks off"),
        ("lijst.xlsx", CSV),
    ],
)
def test_what_is_something_else_is_refused(give, root, name, content):
    with pytest.raises(InputError, match=name.partition(".")[0]) as caught:
        give(name, content)
    assert str(root) not in str(caught.value)  # where the bytes were for the check says nothing to a reader
    assert caught.value.mend
    assert not [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brief.pdf", PDF + zipped({"evil.js": b"1"}) + b"%%EOF"),
        ("foto.png", png() + zipped({"evil.js": b"1"})),
        ("foto.png", png() + HTML),
        ("foto.jpg", JPEG[:-2] + zipped({"evil.js": b"1"}) + b"\xff\xd9"),
        ("lijst.csv", CSV + zipped({"evil.js": b"1"})),
    ],
)
def test_two_files_in_one_are_refused(give, name, content):
    with pytest.raises(InputError):
        give(name, content)


@pytest.mark.parametrize(
    "name", ["lijst", "lijst.exe", "lijst.csv.exe", "lijst.html", "lijst.svg", "lijst.xlsm", ".csv"]
)
def test_endings_that_are_not_asked_for_are_refused(give, name):
    with pytest.raises(InputError, match=r"not taken|niet aangenomen"):
        give(name, CSV)


@pytest.mark.parametrize("name", ["lijst.exe.csv", "pagina.html.csv", "tekening.SVG.csv", "x.php.7.csv"])
def test_a_second_ending_of_something_active_is_refused(give, name):
    with pytest.raises(InputError):
        give(name, CSV)


def test_only_what_this_place_asks_for_is_taken(give):
    with pytest.raises(InputError):
        give("foto.png", png(), allowed={"csv"})


def test_a_sheet_with_a_macro_is_refused(give):
    parts = {"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x"}
    with pytest.raises(InputError, match=r"macro"):
        give("lijst.xlsx", zipped(parts))


def test_a_sheet_that_unpacks_without_end_is_refused(give):
    """200 MB of zeros in 200 kB."""
    parts = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(200 << 20)}
    with pytest.raises(InputError):
        give("lijst.xlsx", zipped(parts))


def test_many_parts_that_together_are_too_much_are_refused(give, monkeypatch):
    from dataclasses import replace

    from onderdak.base.files import content

    monkeypatch.setattr(content, "LIMITS", replace(content.LIMITS, unpacked=1_000_000))
    parts = {f"xl/worksheets/sheet{n}.xml": bytes(400_000) for n in range(3)}
    with pytest.raises(InputError):
        give("lijst.xlsx", zipped(parts))


def test_a_picture_with_a_part_that_is_damaged_is_refused(give):
    broken = bytearray(png())
    broken[20] ^= 1
    with pytest.raises(InputError):
        give("foto.png", bytes(broken))


def test_a_part_of_a_picture_that_claims_to_be_huge_is_refused(give):
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0xFFFFFFFF) + b"IHDR" + zlib.compress(b"x")
    with pytest.raises(InputError):
        give("foto.png", head)
