"""Settings: read from the environment, refused with the name of the variable, shown without secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from onderdak.cli.guard import run
from onderdak.cli.settings import page
from onderdak.conf.environment import Environment, read, settings_of, unknown_variables, variable_of
from onderdak.methods.errors import InputError

ROOT = Path(__file__).parents[4]


@pytest.fixture(autouse=True)
def _bare(monkeypatch):
    for name in Environment.model_fields:
        monkeypatch.delenv(variable_of(name), raising=False)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("ONDERDAK_HTTPS", "ja", "ONDERDAK_HTTPS should be a valid boolean"),
        ("ONDERDAK_PORT", "99999", "ONDERDAK_PORT should be less than or equal to 65535"),
        ("ONDERDAK_LOG_FORMAT", "xml", "ONDERDAK_LOG_FORMAT should be 'console' or 'json'"),
        ("ONDERDAK_HTTPS", "true", "needs ONDERDAK_PROXIES"),
        ("ONDERDAK_SECRETS", "/no/such/folder", "There is no folder"),
    ],
)
def test_a_wrong_value_is_refused_with_its_variable(monkeypatch, capsys, variable, value, said):
    monkeypatch.setenv(variable, value)
    with pytest.raises(InputError, match=said):
        read()
    assert run(["settings"]) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "database_url").write_text("postgres://onderdak:geheim@db/onderdak")
    monkeypatch.setenv("ONDERDAK_SECRETS", str(tmp_path))
    env = read()
    assert env.database_url.get_secret_value() == "postgres://onderdak:geheim@db/onderdak"


def test_no_secret_is_shown(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgres://onderdak:geheim@db/onderdak")
    for name in ("SECRET_KEY", "MAIL_PASSWORD", "OIDC_SECRET"):
        monkeypatch.setenv(f"ONDERDAK_{name}", "geheim")
    for words in (["settings"], ["settings", "--json"]):
        assert run(words) == 0
        told = capsys.readouterr().out
        assert "geheim" not in told
        assert "onderdak:***@db" in told


def test_every_field_that_sounds_secret_is_kept_secret():
    sounds = [name for name in Environment.model_fields if name.endswith(("_key", "_secret", "_password", "_url"))]
    plain = [name for name in sounds if Environment.model_fields[name].annotation is str]
    assert plain == ["oidc_url"]


def test_a_variable_with_a_typing_error_is_told():
    assert unknown_variables({"ONDERDAK_HOST": "x", "ONDERDAK_PORT": "1", "PATH": "x"}) == {
        "ONDERDAK_HOST": "ONDERDAK_HOSTS"
    }


def test_every_setting_says_what_it_means():
    assert [one.variable for one in settings_of(Environment.model_construct()) if len(one.meaning) < 20] == []


def test_the_page_of_the_documentation_is_up_to_date():
    kept = (ROOT / "docs" / "operators" / "settings.md").read_text(encoding="utf-8")
    assert kept == page(), "run: onderdak settings --markdown > docs/operators/settings.md"
