"""What `onderdak link` checks before it works, and how it puts the result together."""

from __future__ import annotations

import pyarrow as pa
import pytest

from onderdak.cli.link import ADDED, joined
from onderdak.cli.options import check_input, check_output, percentage
from onderdak.methods.addresses.schema import LINKS
from onderdak.methods.errors import InputError


def some_links(rows: int) -> pa.Table:
    values = {"outcome": "none", "reason": "no such number", "candidates": "", "stage": "none"}
    return pa.table({field.name: pa.array([values.get(field.name)] * rows, field.type) for field in LINKS})


def test_all_columns_of_the_input_come_first():
    rows = pa.table({"b": ["1", None], "a": ["x", "y"]})
    table, renamed = joined(rows, some_links(2))
    assert table.column_names == ["b", "a", *ADDED]
    assert table.select(["b", "a"]).equals(rows)
    assert renamed == {}


def test_a_column_of_the_input_is_never_overwritten():
    rows = pa.table({"score": ["7"], "score_onderdak": ["8"], "reason": ["mine"]})
    table, renamed = joined(rows, some_links(1))
    assert renamed == {"score": "score_onderdak_onderdak", "reason": "reason_onderdak"}
    assert table["score"].to_pylist() == ["7"]
    assert table["reason"].to_pylist() == ["mine"]
    assert table["reason_onderdak"].to_pylist() == ["no such number"]


def test_a_linked_list_can_be_linked_again():
    once, _ = joined(pa.table({"a": ["x"]}), some_links(1))
    twice, renamed = joined(once, some_links(1))
    assert len(set(twice.column_names)) == len(twice.column_names)
    assert set(renamed) == set(ADDED)


def test_two_columns_with_one_name_are_kept():
    rows = pa.Table.from_arrays([pa.array(["1"]), pa.array(["2"])], names=["a", "a"])
    table, _ = joined(rows, some_links(1))
    assert table.column_names[:2] == ["a", "a"]


def test_no_rows():
    table, _ = joined(pa.table({"a": pa.array([], pa.string())}), some_links(0))
    assert table.num_rows == 0


def test_output_with_another_ending_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"\.docx"):
        check_output(tmp_path / "out.docx", force=True)


def test_output_in_an_absent_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match="There is no folder"):
        check_output(tmp_path / "none" / "out.csv", force=True)


def test_existing_output_needs_force(tmp_path):
    out = tmp_path / "out.csv"
    out.touch()
    with pytest.raises(InputError, match="exists already"):
        check_output(out, force=False)
    check_output(out, force=True)


def test_the_input_is_never_the_output(tmp_path):
    path = tmp_path / "list.csv"
    path.touch()
    other_name = tmp_path / "link.csv"
    other_name.symlink_to(path)
    with pytest.raises(InputError, match="also the input"):
        check_output(other_name, force=True, inputs=(path,))


def test_a_folder_is_neither_input_nor_output(tmp_path):
    folder = tmp_path / "x.csv"
    folder.mkdir()
    with pytest.raises(InputError, match="is a folder"):
        check_output(folder, force=True)
    with pytest.raises(InputError, match="is a folder"):
        check_input(folder, "--rows")
    with pytest.raises(InputError, match="There is no file"):
        check_input(tmp_path / "none.csv", "--rows")


def test_percentage_of_nothing():
    assert percentage(0, 0) == "-"
    assert percentage(1, 3) == "33.3%"
