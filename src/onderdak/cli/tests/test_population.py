"""`onderdak population` and `onderdak pseudonymise`, as who sits at the keyboard uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onderdak.cli.guard import run

TABLE = "a;b;c;aantal\n1;0;0;690\n0;1;0;550\n1;1;0;210\n0;0;1;630\n1;0;1;170\n0;1;1;180\n1;1;1;280\n"


CELLS = ("1,0", "0,1", "1,1")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return path


def _json(capsys, *arguments: str):
    assert run(["population", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_object_has_what_others_build_on(table, capsys):
    said = _json(capsys, str(table), "--bootstrap", "20", "--leaving", "a")
    wanted = {"lists", "observed", "models", "chosen", "envelope", "averages", "bounds", "strata", "warnings"}
    assert wanted <= set(said)
    assert (said["lists"], said["observed"]) == (["a", "b", "c"], 2710)
    keys = {"terms", "n_hat", "aic", "bic", "status", "reason", "interval"}
    assert all(keys <= set(one) for one in said["models"])
    assert {"low", "high", "rule"} <= set(said["envelope"])
    assert said["chosen"]["why"]
    assert said["chosen"]["bootstrap_interval"]["low"] < said["chosen"]["n_hat"]
    assert set(said["averages"]) == {"decomposable_graphs", "latent_classes"}
    assert set(said["bounds"]) == {"chao", "sample_coverage"}
    assert [one["value"] for one in said["what_if"] if one["name"] == "over_coverage"] == [0.05, 0.1]


def test_every_option_changes_what_it_says(table, tmp_path, capsys):
    plain = _json(capsys, str(table))
    given = _json(capsys, str(table), "--model", "[12,3]")
    assert given["chosen"]["terms"] == "[12,3]"
    assert len(_json(capsys, str(table), "--max-order", "1")["models"]) == 1 < len(plain["models"])
    towns = tmp_path / "towns.csv"
    towns.write_text("x,y,people,town\n" + "".join(f"{c},{50 + n},{t}\n" for t in "pq" for n, c in enumerate(CELLS)))
    by_town = _json(capsys, str(towns), "--lists", "x,y", "--count", "people", "--stratum", "town")
    assert by_town["observed"] == 306
    assert sum(one["n_hat"] for one in by_town["strata"]) == round(by_town["chosen"]["n_hat"])
    one, again, other = (_json(capsys, str(table), "--bootstrap", "20", "--seed", seed) for seed in "112")
    assert one == again != other
    assert _json(capsys, str(table), "--criterion", "stepwise")["chosen"]["why"] != plain["chosen"]["why"]


def test_a_late_list_is_filled_in_from_the_period_before(table, tmp_path, capsys):
    now = tmp_path / "now.csv"  # twice as many people, and list c still to come
    now.write_text("a,b,count\n1,0,1720\n0,1,1460\n1,1,980\n")
    assert run(["nowcast", str(table), str(now), "--late", "c", "--bootstrap", "10", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["now"] == pytest.approx(2 * said["before"], rel=0.01)
    assert said["expected_on_late_list"] == pytest.approx(2 * 1260, rel=0.01)
    assert said["interval"][0] < said["now"] < said["interval"][1]
    assert run(["nowcast", str(table), str(now), "--late", "c", "--bootstrap", "0"]) == 0
    assert "should hold 2,5" in capsys.readouterr().out
    assert run(["nowcast", str(table), str(now), "--late", "x"]) == 2
    assert run(["nowcast", str(table), str(table), "--late", "c"]) == 2
    assert "is not late" in capsys.readouterr().err


def test_a_late_list_is_filled_in_whatever_else_the_tables_tell_of_people(table, tmp_path, capsys):
    now = tmp_path / "now.csv"
    now.write_text("a;b;count\n1;0;430\n0;1;365\n1;1;245\n")
    told = []
    for change in (_by_town, _doubled):
        given = [change(path, tmp_path / f"{change.__name__}{path.name}") for path in (table, now)]
        assert run(["nowcast", *given, "--late", "c", "--bootstrap", "10", "--json"]) == 0
        out, err = capsys.readouterr()
        told.append(json.loads(out))
        assert ("not used: town" in err) is (change is _by_town)
    assert told[0] == told[1]


def _by_town(path, out):
    heading, *lines = path.read_text().split()
    out.write_text(f"{heading};town\n" + "".join(f"{line};{town}\n" for town in "pq" for line in lines))
    return str(out)


def _doubled(path, out):
    heading, *lines = path.read_text().split()
    cells = [line.rpartition(";") for line in lines]
    out.write_text(f"{heading}\n" + "".join(f"{cell};{2 * int(count)}\n" for cell, _, count in cells))
    return str(out)


def test_words_a_json_file_and_a_picture(table, tmp_path, capsys):
    out = tmp_path / "out"
    assert run(["population", str(table), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert said.index("Envelope") < said.index("Chosen model")
    assert "a + b" in said
    assert json.loads((out / "population.json").read_text())["observed"] == 2710
    assert (out / "population.svg").read_text().startswith("<svg")


def test_an_example_answers_and_names_its_source(capsys):
    assert run(["population", "--example", "poles", "--json"]) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["observed"] == 124_232
    assert found["chosen"]["n_hat"] == pytest.approx(362_401, rel=1e-4)
    assert "Journal of Official Statistics" in said.err
    status = {one["terms"]: one["status"] for one in found["models"]}
    assert status["[124,13,23,34]"] == "not_identified"
    two = _json(capsys, "--example", "afghans-iraqis-iranians", "--model", "[14,23,34]")
    assert two["chosen"]["n_hat"] == pytest.approx(33_769.9, abs=0.05)
    assert {one["name"] for one in two["what_if"]} == {"odds_ratio"}


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("a,b,count\n1,0,inf\n0,1,3\n", (), "row 2, column 'count'"),
        ("a,b,count\n1,0,1.000\n0,1,3\n", (), "row 2, column 'count'"),
        ("a,b,count\n1,0,4\n\n0,1,-3\n", (), "row 4, column 'count'"),
        ("a,b,count\n1,0,4\n0,0,3\n0,1,1\n", (), "row 3"),
        (TABLE, ("--lists", "a,x"), "no column 'x'"),
        (TABLE, ("--count", "x"), "no column 'x'"),
        (TABLE, ("--stratum", "a", "--lists", "a,b"), "both a list"),
        (TABLE, ("--leaving", "x"), "no list 'x'"),
        (TABLE, ("--model", "[19]"), "no term"),
        (TABLE, ("--example", "poles"), "one thing only"),
        ("a,b,sex,town,count\n1,0,m,x,9\n0,1,v,y,9\n1,1,v,x,9\n", ("--stratum", "town"), "covariates"),
        ("", (), "empty"),
    ],
)
def test_what_cannot_be_used_says_where(tmp_path, capsys, text, options, words):
    (tmp_path / "t.csv").write_text(text)
    assert run(["population", str(tmp_path / "t.csv"), *options]) == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_nothing_given_and_unknown_examples_are_told(capsys):
    assert run(["population"]) == 2
    assert "--example poles" in capsys.readouterr().err
    assert run(["population", "--example", "x"]) == 2
    assert "afghans" in capsys.readouterr().err


def test_from_lists_of_people_to_an_estimate(tmp_path, capsys):
    program, key = tmp_path / "pseudonymise.py", tmp_path / "key.json"
    assert run(["pseudonymise", "--write-program", str(program)]) == 0
    assert run(["pseudonymise", "--write-program", str(program)]) == 2
    assert run(["pseudonymise", "--new-key", str(key), "--region", "R", "--period", "P"]) == 0
    given = []
    for name, step in (("a", 2), ("b", 3), ("c", 5)):
        rows = [f"{1 + i % 28}-{1 + i % 12}-{1960 + i % 40},J,K,m,Town{'ab'[i % 2]}" for i in range(0, 840, step)]
        (tmp_path / f"{name}.csv").write_text("geboortedatum,voornaam,achternaam,geslacht,plaats\n" + "\n".join(rows))
        files = [str(tmp_path / f"{name}.csv"), "--out", str(tmp_path / f"p{name}.csv")]
        assert run(["pseudonymise", *files, "--key", str(key), "--list", name, "--municipality", "plaats"]) == 0
        given += ["--pseudonyms", f"{name}={tmp_path / f'p{name}.csv'}"]
    capsys.readouterr()
    said = _json(capsys, *given, "--stratum", "municipality")
    assert said["observed"] == len({i for step in (2, 3, 5) for i in range(0, 840, step)})
    assert {one["name"] for one in said["strata"]} == {"Towna", "Townb"}
    assert [one["list"] for one in said["links"]["lists"]] == ["b", "c"]
    assert any(one["name"] == "link_errors" for one in said["what_if"])
    table = tmp_path / "overlaps.csv"
    assert run(["population", *given, "--stratum", "municipality", "--overlaps", str(table)]) == 0
    assert "not for publishing" in capsys.readouterr().err
    again = _json(capsys, str(table), "--stratum", "municipality")
    assert (again["observed"], again["models"]) == (said["observed"], said["models"])
    assert run(["population", *given, "--overlaps", str(table)]) == 2
    assert run(["population", str(table), "--overlaps", str(tmp_path / "more.csv")]) == 2
    assert run(["population", *given]) == 0
    assert "How well the lists were linked" in capsys.readouterr().out
    assert run(["population", *given, "--lists", "a"]) == 2
    assert run(["population", "--pseudonyms", "a"]) == 2
    assert (
        run(["population", "--pseudonyms", f"a={tmp_path / 'a.csv'}", "--pseudonyms", f"b={tmp_path / 'b.csv'}"]) == 2
    )
    assert "no column 'geboortedatum'" in capsys.readouterr().err
