"""Whatever goes wrong, the user reads what, where and how to mend it, and a script gets an exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from onderdak.cli import guard


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    """Make the command line a single command that raises what it is given."""

    def prepare(error: BaseException) -> None:
        app = typer.Typer()

        @app.command()
        def fail(as_json: bool = typer.Option(False, "--json")) -> None:
            raise error

        monkeypatch.setattr(guard, "app", app)

    return prepare


def test_input_error_says_what_where_and_how_to_mend(failing, capsys):
    failing(guard.InputError("The sheet has no rows.", where="list [1].xlsx", mend="Fill it."))
    assert guard.run([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == ["Error: The sheet has no rows.", "Where:  list [1].xlsx", "Mend:   Fill it."]


def test_input_error_as_json(failing, capsys):
    failing(guard.InputError("Wrong.", where="here", mend="Mend."))
    assert guard.run(["--json"]) == 2
    said = capsys.readouterr()
    assert json.loads(said.out) == {"error": {"what": "Wrong.", "where": "here", "mend": "Mend."}}
    assert said.err == ""


def test_fault_keeps_its_details_in_a_file(failing, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv("ONDERDAK_DEBUG", raising=False)
    failing(ZeroDivisionError("division by zero\nsecond line"))
    assert guard.run([]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "ZeroDivisionError: division by zero" in said
    (details,) = tmp_path.iterdir()
    assert str(details) in said
    assert "Traceback" in details.read_text()
    assert details.stat().st_mode & 0o077 == 0


def test_fault_is_raised_for_a_developer(failing, monkeypatch):
    monkeypatch.setenv("ONDERDAK_DEBUG", "1")
    failing(ZeroDivisionError("x"))
    with pytest.raises(ZeroDivisionError):
        guard.run([])


def test_stopped_by_the_user(failing, capsys):
    failing(KeyboardInterrupt())
    assert guard.run([]) == 130
    assert "Stopped" in capsys.readouterr().err


def test_file_error_is_told_in_words(failing, capsys):
    failing(PermissionError(13, "Permission denied", "/secret/file.csv"))
    assert guard.run([]) == 2
    said = capsys.readouterr().err
    assert "Permission denied." in said
    assert "/secret/file.csv" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["link"], "Missing option '--register'."),
        (["no-such-command"], "No such command 'no-such-command'."),
        (["register", "show"], "Missing argument 'DIR'."),
        (["picture", "--register", "x", "--out", "y", "--as-of", "31-12-2025"], "'31-12-2025'"),
        (["demo", "make", "--out", "x", "--size", "huge"], "'huge'"),
        (["serve", "x", "--port", "99999999"], "65535"),
    ],
)
def test_wrong_use_exits_with_two(arguments, words, capsys):
    assert guard.run(arguments) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "--help" in said


def test_wrong_use_as_json(capsys):
    assert guard.run(["link", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["what"] == "Missing option '--register'."


def test_no_command_shows_help(capsys):
    assert guard.run([]) == 2
    said = capsys.readouterr()
    assert "register" in said.out
    assert said.err == ""


def test_version(capsys):
    assert guard.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("onderdak 0.")


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from onderdak.cli.guard import run\n"
        "run(['--help'])\n"
        "heavy = {'pyarrow', 'pandas', 'numpy', 'duckdb', 'ibis', 'django', 'shapely'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or None)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_reader_that_goes_away_is_no_error(tmp_path: Path):
    command = f"{sys.executable} -m onderdak.cli --help | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
