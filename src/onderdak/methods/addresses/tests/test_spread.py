"""Reading on all cores gives what reading here gives."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Event

import pytest

from onderdak.methods.addresses import spread
from onderdak.methods.addresses.parse import encoded
from onderdak.methods.addresses.spread import read_all

_ROWS = [
    (f"Kerkstraat {number}", "", "", "Ergens", "")
    if number % 3
    else ("", "", "", "", f"pand: {number} a Kade, 's-Wérve")
    for number in range(1, 1_100)
]
_HERE = [encoded(*(cell or None for cell in row)) for row in _ROWS]


@pytest.mark.parametrize("helpers", [0, 1, 3])
def test_readings_come_in_the_order_of_the_rows(helpers: int) -> None:
    assert read_all(_ROWS, helpers=helpers) == _HERE


def test_another_process_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, read_here, answered = spread._asked, spread._read_here, Event()

    def ask(helper: spread.Helper, rows: list[spread.Row]) -> list[str]:
        found = asked(helper, rows)
        answered.set()
        return found

    def wait(rows: list[spread.Row]) -> list[str]:
        assert answered.wait(120)
        return read_here(rows)

    monkeypatch.setattr(spread, "_asked", ask)
    monkeypatch.setattr(spread, "_read_here", wait)
    assert read_all(_ROWS, helpers=1) == _HERE


def test_no_rows_no_readings() -> None:
    assert read_all([]) == []


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false", "/bin/echo"])
def test_where_no_process_can_start_or_answer_all_is_read_here(monkeypatch: pytest.MonkeyPatch, python: str) -> None:
    monkeypatch.setattr(sys, "executable", python)
    assert read_all(_ROWS, helpers=2) == _HERE


def test_few_rows_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a process was started"))
    assert read_all(_ROWS) == _HERE


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the cores are counted by the system")
def test_many_rows_start_a_process_for_each_further_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3})
    asked: list[int] = []
    monkeypatch.setattr(spread._Pile, "read_along", lambda _: asked.append(1))
    assert read_all(_ROWS * 15) == _HERE * 15
    assert len(asked) == 3


def test_what_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: str | None) -> str:
        raise RuntimeError("no reading")

    monkeypatch.setattr(spread.parse, "encoded", broken)
    with pytest.raises(RuntimeError, match="no reading"):
        read_all(_ROWS)
