"""Shipped contracts are read by the very code that reads lists; templates and schemas say what was agreed."""

from __future__ import annotations

import json
import zipfile
from xml.sax.saxutils import escape

import pytest

from onderdak.base.tables import read_table
from onderdak.deliveries.contracts import shipped
from onderdak.deliveries.contracts.table_schema import table_schema
from onderdak.deliveries.contracts.workbook import template
from onderdak.deliveries.kinds import meanings_of
from onderdak.deliveries.read import read_delivery
from onderdak.deliveries.values import (
    read_certificate,
    read_complaint,
    read_finding,
    read_form,
    read_permit,
    read_vacant,
)
from onderdak.methods.picture.claims import FULL_LIST_KINDS
from onderdak.methods.picture.schema import SOURCE_KINDS, SUBJECTS

ALL = list(shipped().values())
PLACED = [one for one in ALL if one.per == "address"]
DATES = ("valid_from", "valid_to", "reference_date")
READERS = {
    "form": read_form,
    "certificate": read_certificate,
    "permit": read_permit,
    "finding": read_finding,
    "complaint": read_complaint,
    "vacant": read_vacant,
}


def filled(content, path, rows):
    """The template with rows typed into its first sheet."""
    typed = "".join(f"<row>{''.join(cell(text) for text in row)}</row>" for row in rows)
    path.write_bytes(content)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", typed.encode() + b"</sheetData>")
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)


def cell(text):
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def named(one):
    return one.key


def test_all_sources_of_the_programme_have_a_contract():
    wanted = """agency_locations provider_locations snf_register housing_permits enforcement_findings complaints vacancy
    offices brp_addresses rni_addresses registered_areas employer_counts tourist_tax night_registers
    corporation_locations tourist_tax_areas"""
    assert list(shipped()) == wanted.split()


@pytest.mark.parametrize("one", ALL, ids=named)
def test_a_contract_says_all_in_both_languages(one):
    for words in (one.title, one.about, one.legal_ground, one.purpose, one.basis):
        assert words.nl
        assert words.en
        assert words.nl != words.en
        assert words.nl.count(".") == words.en.count(".")
    assert one.kind in SOURCE_KINDS
    assert one.full_list == (one.kind in FULL_LIST_KINDS)


def test_no_legal_ground_is_called_verified_while_nobody_verified_it():
    assert not [one.key for one in ALL if one.verified]


@pytest.mark.parametrize("one", PLACED, ids=named)
def test_each_heading_is_understood_as_what_it_is_agreed_to_be(one):
    meanings = {meaning.heading: meaning.subject for meaning in meanings_of([c.heading for c in one.columns], one.kind)}
    told = {c.heading: c.role for c in one.columns if c.role in (*SUBJECTS, *DATES)}
    assert told
    assert told.items() <= meanings.items()


@pytest.mark.parametrize("one", PLACED, ids=named)
def test_each_choice_is_read_as_something_else_than_the_others(one):
    for column in one.columns:
        if column.options:
            read = [READERS[column.role](option) for option in column.options]
            assert all(value.remark is None for value in read)
            assert len({value.texts for value in read}) == len(read)


@pytest.mark.parametrize("one", PLACED, ids=named)
def test_a_template_that_is_filled_in_is_a_list_that_is_understood(one, tmp_path):
    path = tmp_path / "lijst.xlsx"
    rows = [[column.example for column in one.columns]] * 2
    filled(template(one.columns, source="Bron", purpose=one.purpose.nl), path, rows)
    delivery = read_delivery(path, source="bron", kind=one.kind)
    assert (delivery.sheet, delivery.table.num_rows) == ("Lijst", 2)
    assert delivery.columns.street == "Straat"
    assert {meaning.subject for meaning in delivery.meanings} >= {c.role for c in one.columns if c.role in SUBJECTS}


def test_an_empty_template_has_the_headings_and_no_rows(tmp_path):
    one = ALL[0]
    path = tmp_path / "lijst.xlsx"
    path.write_bytes(template(one.columns, source="=1+1", purpose="@x"))
    assert read_table(path).table.num_rows == 0
    with zipfile.ZipFile(path) as book:
        assert all(b"<f>" not in book.read(name) for name in book.namelist() if "sheet" in name)


@pytest.mark.parametrize("one", ALL, ids=named)
def test_a_table_schema_names_every_column_with_its_type(one):
    schema = json.loads(json.dumps(table_schema(one.columns)))
    assert [field["name"] for field in schema["fields"]] == [column.heading for column in one.columns]
    assert {field["type"] for field in schema["fields"]} <= {"string", "integer", "number", "date", "boolean"}
    required = [field["name"] for field in schema["fields"] if field["constraints"]["required"]]
    assert required == [column.heading for column in one.columns if column.required]
