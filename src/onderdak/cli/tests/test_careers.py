"""`onderdak careers`: from a document to bands, lacking places and pictures."""

from __future__ import annotations

import json

import pytest

from onderdak.cli.guard import run
from onderdak.methods.careers.files import document, example_text, read_inputs


@pytest.fixture
def region(tmp_path, capsys):
    assert run(["careers", "--example"]) == 0
    path = tmp_path / "region.yaml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    return path


def test_the_example_runs_and_says_what_it_found(region, tmp_path, capsys):
    out = tmp_path / "out"
    assert run(["careers", str(region), "--draws", "200", "--seed", "1", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    for words in ("People, scenario more settle", "Lacking places in 2036", "number of people known exactly"):
        assert words in said
    content = json.loads((out / "careers.json").read_text(encoding="utf-8"))
    rows = content["scenarios"][0]["rows"]
    assert len(rows) == 3 * 3 * 7 * 10
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows)
    assert content["parameters"]["notice_weeks"]["status"] == "agreed"
    for name in ("people.svg", "lacking.svg"):
        assert (out / name).read_text(encoding="utf-8").startswith("<svg")


def test_agents_and_calibration_answer_as_json(region, capsys):
    assert run(["careers", str(region), "--engine", "agents", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["simulations"]
    assert [one["name"] for one in found][:3] == ["low", "middle", "high"]
    assert found[0]["present"][-1] < found[2]["present"][-1]
    assert run(["careers", str(region), "--draws", "50", "--calibrate", "--json"]) == 0
    fitted = json.loads(capsys.readouterr().out)["calibration"]
    assert fitted["after"] < fitted["before"]
    assert fitted["parameters"]["leave.mid"]["status"] == "estimated"
    assert [one["year"] for one in fitted["held"]] == [2030]


def test_a_table_of_workers_takes_the_place_of_those_of_the_document(region, tmp_path, capsys):
    rows = [f"{one};bulbs;{month};{100 + month}" for one in ("Lisse", "Hillegom") for month in range(1, 13)]
    table = tmp_path / "workers.csv"
    table.write_text("\n".join(["municipality;sector;month;workers", *rows]), encoding="utf-8")
    assert run(["careers", str(table), "--json"]) != 0
    assert "--parameters" in capsys.readouterr().out
    content = document(example_text(), "the example")
    kept = {name: content[name] for name in ("first_year", "years", "parameters")}
    kept["workers"] = {name: content["workers"][name] for name in ("source", "date", "status")}
    kept["parameters"]["season"] = kept["parameters"]["season"]["bulbs"]
    path = tmp_path / "parameters.yaml"
    path.write_text(json.dumps(kept), encoding="utf-8")  # YAML holds JSON
    assert run(["careers", str(table), "--parameters", str(path), "--draws", "0", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["municipalities"] == ["Lisse", "Hillegom"]
    assert found["need"] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("years: 10", "years: ten"), "not a whole number"),
        (lambda text: text.replace("leave_jobless: [0.08, 0.15, 0.25]", "leave_jobless: {value: null}"), "filled in"),
        (lambda text: text.replace("growth: low}", "growth: lower}"), "not a growth"),
        (lambda text: text.replace("job_find:", "job_fund:"), "No parameter has this name"),
        (lambda text: text + "\nmoon: 1\n", "no part 'moon'"),
        (lambda text: text.replace("Duinrade: {short: [400, 430, 450]", "Duinrade: {brief: 1"), "not a segment"),
        (lambda text: text + "\n  - [", "not YAML"),
        (lambda text: text.replace("480, 490, 530,", "480, 490,"), "11 months"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(change, words, region, capsys):
    region.write_text(change(region.read_text(encoding="utf-8")), encoding="utf-8")
    assert run(["careers", str(region), "--draws", "0", "--json"]) != 0
    error = json.loads(capsys.readouterr().out)["error"]
    assert words in error["what"] + error["where"]
    assert error["mend"] or error["where"]


def test_the_example_is_what_the_library_reads():
    assert read_inputs(document(example_text(), "the example")).years == 10
