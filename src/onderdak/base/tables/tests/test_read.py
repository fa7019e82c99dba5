"""Reading lists as people make them: what stands in the file is what comes out, with the row numbers of the file."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import ftfy
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import hostile_files as files
from onderdak.base.tables import Limits, TextTable, read_table
from onderdak.base.tables.heading import is_known
from onderdak.methods.errors import InputError


def read_text(folder: Path, text: str | bytes, name: str = "list.csv", **more: object) -> TextTable:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path, **more)  # type: ignore[arg-type]


def cells(read: TextTable) -> list[list[str | None]]:
    return [list(row.values()) for row in read.table.to_pylist()]


def workbook(path: Path, sheets: dict[str, list[list[object]]], **options: object) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, **options}) as book:
        day = book.add_format({"num_format": "d-m-yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)  # pyright: ignore[reportArgumentType]
                    elif value is not None:
                        sheet.write(number, place, value)
    return path


# --- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = [["straat", "nr", "plaats"], ["Café-steeg", "12", "Zuiderdam"], ["'t Hoog", "3a", "Oosterdam"]]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    read = read_text(tmp_path, text.encode(encoding))
    assert read.table.column_names == lines[0]
    assert cells(read) == lines[1:]
    assert read.rows.to_pylist() == [2, 3]


def test_row_numbers_count_titles_empty_lines_and_line_breaks_in_cells(tmp_path: Path) -> None:
    read = read_text(tmp_path, 'Overzicht 2025\n\nstraat;nr\nKerkweg;1\n;\n"Dorps\nstraat";2\n\nHoogweg;3\n')
    assert cells(read) == [["Kerkweg", "1"], ["Dorps\nstraat", "2"], ["Hoogweg", "3"]]
    assert read.rows.to_pylist() == [4, 6, 8]
    assert "The headings were found in row 3." in [note.what for note in read.notes]


def test_sep_line_names_the_delimiter(tmp_path: Path) -> None:
    read = read_text(tmp_path, "sep=^\nstraat^nr\nKerkweg^1\n")
    assert cells(read) == [["Kerkweg", "1"]]
    assert read.rows.to_pylist() == [3]


def test_cells_beyond_the_headings_are_kept_and_missing_ones_are_null(tmp_path: Path) -> None:
    read = read_text(tmp_path, "straat;nr\nKerkweg;1;over\nDorpsstraat\n")
    assert read.table.column_names == ["straat", "nr", "extra_1"]
    assert cells(read) == [["Kerkweg", "1", "over"], ["Dorpsstraat", None, None]]


def test_whole_addresses_with_commas_are_one_column(tmp_path: Path) -> None:
    read = read_text(tmp_path, "adres\nKerkweg 1, 1234 AB Zuiderdam\nDorpsstraat 2, 1234 AC Zuiderdam\n")
    assert read.table.column_names == ["adres"]
    assert read.table.num_rows == 2


def test_a_comma_in_a_cell_does_not_beat_the_semicolon(tmp_path: Path) -> None:
    read = read_text(tmp_path, "adres;bedden\nKerkweg 1, achter;1,5\nDorpsstraat 2, voor;2,5\n")
    assert read.table.column_names == ["adres", "bedden"]


def test_broken_encoding_is_mended_only_where_it_shows(tmp_path: Path) -> None:
    read = read_text(tmp_path, "straat;plaats\nCafÃ©straat;Curaçao\nÂ§-weg;naÃ¯ef\n")
    assert cells(read) == [["Caféstraat", "Curaçao"], ["§-weg", "naïef"]]


def test_lines_in_another_encoding_are_read_and_noted(tmp_path: Path) -> None:
    content = "straat;nr\nCaféstraat;1\n".encode() + "Café-steeg;2\n".encode("cp1252")
    read = read_text(tmp_path, content)
    assert cells(read) == [["Caféstraat", "1"], ["Café-steeg", "2"]]
    assert any("Windows-1252" in note.what for note in read.notes)


def test_a_stray_quote_does_not_swallow_rows(tmp_path: Path) -> None:
    read = read_text(tmp_path, 'straat;nr;plaats\n"Kerkweg;1;Zuiderdam\nDorpsstraat;2;Zuiderdam\nHoogweg;3;Zuid"dam\n')
    assert read.table.num_rows == 3
    assert any("quotes" in note.what for note in read.notes)


def test_nul_bytes_and_control_signs_go(tmp_path: Path) -> None:
    assert cells(read_text(tmp_path, b"straat;nr\nKerk\x00weg\x07;1\n")) == [["Kerkweg", "1"]]


@pytest.mark.parametrize("packed", ["gz", "zst"])
def test_packed_csv(tmp_path: Path, packed: str) -> None:
    content = b"straat;nr\nKerkweg;1\n"
    path = tmp_path / f"list.csv.{packed}"
    if packed == "gz":
        path.write_bytes(gzip.compress(content))
    else:
        with pa.output_stream(str(path), compression="zstd") as file:
            file.write(content)
    assert cells(read_table(path)) == [["Kerkweg", "1"]]


@pytest.mark.parametrize("count", [1, 119, 120, 121, 199, 200, 201, 16_384, 16_385, 40_000])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_row_is_lost_where_pieces_meet(tmp_path: Path, count: int, ending: str) -> None:
    rows = [["straat", "nr"], *[["Kerkweg", str(number)] for number in range(count)]]
    text = "\n".join(";".join(row) for row in rows)
    content = text.encode() if ending == "csv" else files.zipped(files.parts_of(files.sheet_xml(rows)))
    read = read_text(tmp_path, content, f"list.{ending}")
    assert read.table["nr"].to_pylist() == [str(number) for number in range(count)]
    assert read.rows.to_pylist() == list(range(2, count + 2))


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "\n",
        "Kerkweg;1\n",
        'Kerk"weg;1;Zuiderdam\n',
        '"Kerk\nweg";1;Zuiderdam\n',
        "Kerkweg;1;Zuiderdam;meer\n",
        "Caf\xe9;1;\n",
    ],
)
def test_a_large_list_reads_like_a_small_one(tmp_path: Path, odd: str) -> None:
    """Large lists go a quick way; with anything odd in them the careful one. Cells and row numbers must be the same."""
    line = "Dorpsstraat;12;Zuiderdam\n"
    small = ("Overzicht\n\nstraat;nr;plaats\n" + 3 * line + odd + 3 * line).encode("cp1252")
    large = small + 60_000 * line.encode()
    one, other = read_text(tmp_path, small), read_text(tmp_path, large)
    assert other.table.slice(0, one.table.num_rows).equals(one.table)
    assert other.rows[: len(one.rows)].equals(one.rows)
    assert other.rows[-1].as_py() == one.rows[-1].as_py() + 60_000
    assert other.table.num_rows == one.table.num_rows + 60_000


def test_a_list_without_headings_gets_numbered_columns(tmp_path: Path) -> None:
    read = read_text(tmp_path, "Kerkweg;1;1234 AB\nDorpsstraat;2;1234 AC\n")
    assert read.table.column_names == ["kolom_1", "kolom_2", "kolom_3"]
    assert read.rows.to_pylist() == [1, 2]


def test_headings_alone_give_no_rows(tmp_path: Path) -> None:
    read = read_text(tmp_path, "straat;nr\n")
    assert read.table.column_names == ["straat", "nr"]
    assert read.table.num_rows == 0


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12), min_size=2, max_size=4
        ),
        max_size=12,
    ),
    st.sampled_from(";\t|,"),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_cells_gives_a_table_or_an_input_error(
    tmp_path: Path, rows: list[list[str]], delimiter: str
) -> None:
    text = "\n".join(delimiter.join(row) for row in [["straat", "nr"], *rows])
    try:
        read = read_text(tmp_path, text)
    except InputError:
        return
    assert len(read.rows) == read.table.num_rows <= len(rows) + 1
    assert all(field.type == pa.string() for field in read.table.schema)


# --- headings --------------------------------------------------------------------------------------------------------


def test_headings_over_two_lines_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "Adres")
        sheet.merge_range("D1:E1", "Bedden")
        sheet.merge_range("F1:G1", "Kamers")
        for place, name in enumerate(["Straat", "Nr", "Plaats", "totaal", "bezet", "totaal", "bezet"]):
            sheet.write(1, place, name)
        for place, value in enumerate(["Kerkweg", 1, "Zuiderdam", 8, 6, 4, 3]):
            sheet.write(2, place, value)
    read = read_table(path)
    assert "Bedden totaal" in read.table.column_names
    assert "Kamers bezet" in read.table.column_names
    assert cells(read) == [["Kerkweg", "1", "Zuiderdam", "8", "6", "4", "3"]]


def test_equal_and_empty_headings_are_made_unique(tmp_path: Path) -> None:
    read = read_text(tmp_path, "adres;adres;;bedden\nKerkweg 1;Kerkweg 2;x;3\n")
    assert read.table.column_names == ["adres", "adres (2)", "kolom_3", "bedden"]


def test_totals_stay_rows_and_are_noted(tmp_path: Path) -> None:
    read = read_text(tmp_path, "straat;nr;bedden\nKerkweg;1;8\nTotaal;;8\n")
    assert read.table.num_rows == 2
    assert [note.row for note in read.notes] == [3]


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_values_of_a_workbook_as_text(tmp_path: Path) -> None:
    rows = [
        ["straat", "nr", "datum", "ja", "deel", "groot"],
        ["Kerkweg", 12, date(2026, 3, 12), True, 12.5, 503010000012345],
        ["Dorpsstraat", "12-3", datetime(2026, 3, 12, 14, 30), False, 1e-3, -2],
    ]
    read = read_table(workbook(tmp_path / "list.xlsx", {"Blad1": rows}))
    assert cells(read) == [
        ["Kerkweg", "12", "2026-03-12", "true", "12.5", "503010000012345"],
        ["Dorpsstraat", "12-3", "2026-03-12T14:30:00", "false", "0.001", "-2"],
    ]
    assert (read.format, read.sheet) == ("xlsx", "Blad1")


def test_dates_from_1904(tmp_path: Path) -> None:
    rows: list[list[object]] = [["straat", "datum"], ["Kerkweg", date(2026, 3, 12)]]
    read = read_table(workbook(tmp_path / "mac.xlsx", {"Blad1": rows}, date_1904=True))
    assert cells(read) == [["Kerkweg", "2026-03-12"]]


def test_formulas_give_their_stored_result_and_errors_nothing(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["straat", "bedden", "fout"])
        sheet.write(1, 0, "Kerkweg")
        sheet.write_formula(1, 1, "=4+4", None, 8)
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")  # pyright: ignore[reportArgumentType]
    assert cells(read_table(path)) == [["Kerkweg", "8", None]]


def test_the_sheet_with_addresses_is_chosen_and_others_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "sheets.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in {
            "Toelichting": [["Deze lijst"], ["is van ons"]],
            "Lijst": [["straat", "nr", "plaats"], ["Kerkweg", "1", "Zuiderdam"]],
            "Oud": [["straat", "nr", "plaats"], ["Oudeweg", "1", "Zuiderdam"], ["Oudeweg", "2", "Zuiderdam"]],
        }.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == "Oud":
                sheet.hide()
    read = read_table(path)
    assert read.sheet == "Lijst"
    assert [note.what for note in read.notes] == [
        "Sheet 'Lijst' was read; left out: 'Toelichting'.",
        "Hidden sheet left out: Oud.",
    ]
    assert read_table(path, sheet="oud").table.num_rows == 2
    with pytest.raises(InputError, match="There is no sheet 'Nieuw'"):
        read_table(path, sheet="Nieuw")


def test_a_word_merged_over_rows_holds_for_each_and_a_number_does_not(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["plaats", "straat", "nr", "bedden"])
        sheet.merge_range("A2:A3", "Zuiderdam")
        sheet.merge_range("D2:D3", 30)
        sheet.write_row(1, 1, ["Kerkweg", 1])
        sheet.write_row(2, 1, ["Kerkweg", 3])
    assert cells(read_table(path)) == [["Zuiderdam", "Kerkweg", "1", "30"], ["Zuiderdam", "Kerkweg", "3", None]]


def test_a_sheet_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "lying.xlsx"
    files.lying_dimension(path, 20_000)
    read = read_table(path)
    assert read.table.num_rows == 19_999
    assert read.rows[-1].as_py() == 20_000


def test_a_cell_in_the_last_row_does_not_fill_the_memory(tmp_path: Path) -> None:
    body = files.row_xml(1, ["straat", "nr"]) + files.row_xml(1_048_576, ["Kerkweg", "1"])
    sheet = files.sheet_xml([]).replace("<sheetData>", f"<sheetData>{body}")
    read = read_text(tmp_path, files.zipped(files.parts_of(sheet)), "far.xlsx")
    assert cells(read) == [["Kerkweg", "1"]]
    assert read.rows.to_pylist() == [1_048_576]


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-(10**14), 10**14),
                st.floats(-1e9, 1e9, allow_nan=False),
                st.booleans(),
                st.text(
                    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs"]), min_size=1, max_size=20
                ).filter(
                    # our reader mends text that was encoded twice, and joins a row of heading words with the headings
                    lambda text: ftfy.fix_encoding(text) == text and not is_known(text)
                ),
            ),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=10,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_our_reader_and_calamine_see_the_same_cells(tmp_path: Path, rows: list[list[object]]) -> None:
    path = workbook(tmp_path / "same.xlsx", {"Blad1": [["straat", "nr"], *rows]})
    ours = read_table(path)
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        theirs = book.get_sheet_by_index(0).to_python()[1:]
    shown = [[cell for cell in row if cell is not None] for row in cells(ours)]
    assert shown == [found for row in theirs if (found := [_shown(cell) for cell in row if cell != ""])]


def _shown(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell)


def test_ods_with_repeats_dates_and_notes(tmp_path: Path) -> None:
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
        '<table:table table:name="A">'
        "<table:table-row><table:table-cell><text:p>straat</text:p></table:table-cell>"
        "<table:table-cell><text:p>nr</text:p></table:table-cell><table:table-cell><text:p>datum</text:p></table:table-cell>"
        '</table:table-row><table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string">'
        "<office:annotation><text:p>let op</text:p></office:annotation>"
        "<text:p>Kerk<text:s/>weg</text:p></table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="12"><text:p>12,00</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2026-03-12"/>'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content}
    read = read_text(tmp_path, files.zipped(parts), "list.ods")
    assert cells(read) == [["Kerk weg", "12", "2026-03-12"]] * 2
    assert read.rows.to_pylist() == [5, 6]


def test_parquet_as_text(tmp_path: Path) -> None:
    table = pa.table(
        {
            "straat": ["Kerkweg", None],
            "nr": pa.array([12, None], pa.int64()),
            "deel": [12.5, 3.0],
            "dag": pa.array([date(2026, 3, 12), None]),
            "ja": [True, None],
            "lijst": [[1, 2], None],
        }
    )
    pq.write_table(table, tmp_path / "list.parquet")
    read = read_table(tmp_path / "list.parquet")
    assert cells(read) == [
        ["Kerkweg", "12", "12.5", "2026-03-12", "true", "[1, 2]"],
        [None, None, "3", None, None, None],
    ]
    assert read.rows.to_pylist() == [1, 2]


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "x.csv", "The file is empty."),
        (b"\n\n", "x.csv", "The list has no rows."),
        (b"%PDF-1.7", "x.csv", "a PDF document"),
        (b"<html><table>", "x.xls", "a web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "x.xls",
            "Excel 2003",
        ),
        (b'{"a": 1}', "x.csv", "a JSON file"),
        (bytes(range(256)) * 20, "x.csv", "not text"),
        (b"PK\x03\x04broken", "x.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "x.xlsx", "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "x.xls", "a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "x.xls", "damaged"),
        (b"PAR1 broken PAR1", "x.parquet", "damaged"),
        (b"\x1f\x8b broken", "x.csv.gz", "damaged"),
    ],
)
def test_what_is_no_list_is_named(tmp_path: Path, content: bytes, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        read_text(tmp_path, content, name)
    assert caught.value.mend
    assert name in caught.value.where


@pytest.mark.parametrize(
    ("part", "said"),
    [("word/document.xml", "a Word document"), ("xl/workbook.bin", "xlsb"), ("list.csv", "packed folder")],
)
def test_other_zips_are_named(tmp_path: Path, part: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_text(tmp_path, files.zipped({part: "x"}), "x.xlsx")


def test_absent_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_table(tmp_path / "absent.csv")
    with pytest.raises(InputError, match="a folder"):
        read_table(tmp_path)


def test_an_xlsx_named_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.csv", {"Blad1": [["straat", "nr"], ["Kerkweg", 1]]})
    read = read_table(path)
    assert read.format == "xlsx"
    assert any("ends in .csv" in note.what for note in read.notes)


def test_entities_are_refused(tmp_path: Path) -> None:
    parts = files.parts_of(files.sheet_xml([["straat"], ["x"]]))
    parts["xl/workbook.xml"] = '<!DOCTYPE x [<!ENTITY a "b">]>' + parts["xl/workbook.xml"].partition("?>")[2]
    with pytest.raises(InputError, match="entities"):
        read_text(tmp_path, files.zipped(parts), "x.xlsx")


def test_an_encrypted_ods_is_named(tmp_path: Path) -> None:
    manifest = '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest,
        "content.xml": "x",
    }
    with pytest.raises(InputError, match="password"):
        read_text(tmp_path, files.zipped(parts), "x.ods")


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(file_size=10), "at most 1 kB"),
        (Limits(rows=2), "more than 2 rows"),
        (Limits(columns=2), "more than 2 columns"),
        (Limits(cell=5), "more than 5 characters"),
        (Limits(text=40), "of text"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_limits(tmp_path: Path, limits: Limits, said: str, ending: str) -> None:
    rows = [["straat", "nr", "plaats"], *[["Kerkweg", "1", "Zuiderdam"]] * 3]
    text = "\n".join(";".join(row) for row in rows)
    content = text.encode() if ending == "csv" else files.zipped(files.parts_of(files.sheet_xml(rows)))
    with pytest.raises(InputError, match=said):
        read_text(tmp_path, content, f"x.{ending}", limits=limits)


def test_a_zip_that_unpacks_too_far_is_refused_by_size_and_by_ratio(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    files.huge_sheet(path, 40)
    with pytest.raises(InputError, match="unpacks to 39 MB"):
        read_table(path, limits=Limits(unpacked=20_000_000))
    with pytest.raises(InputError, match="more than 20 times its size"):
        read_table(path, limits=Limits(ratio=20, ratio_from=1_000_000))
    files.huge_sheet(path, 40, declared=100_000)
    with pytest.raises(InputError, match="damaged"):
        read_table(path)


def test_a_long_shared_text_is_counted_for_every_cell(tmp_path: Path) -> None:
    body = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2_000))
    parts = files.parts_of(files.sheet_xml([]).replace("<sheetData>", f"<sheetData>{body}"))
    parts["xl/sharedStrings.xml"] = f"<sst><si><t>{'z' * 30_000}</t></si></sst>"
    with pytest.raises(InputError, match="of text"):
        read_text(tmp_path, files.zipped(parts), "x.xlsx", limits=Limits(text=10_000_000))


def test_too_many_parts_and_a_locked_part(tmp_path: Path) -> None:
    many = files.zipped({f"part{n}": "x" for n in range(60)})
    with pytest.raises(InputError, match="parts inside"):
        read_text(tmp_path, many, "x.xlsx", limits=Limits(members=50))
    content = bytearray(files.zipped(files.parts_of(files.sheet_xml([["straat"], ["x"]]))))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.start_dir
    while (start := content.find(b"PK\x01\x02", start)) >= 0:
        content[start + 8] |= 1
        start += 4
    with pytest.raises(InputError, match="password"):
        read_text(tmp_path, bytes(content), "x.xlsx")
