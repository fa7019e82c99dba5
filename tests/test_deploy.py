"""What is in `deploy/` is read by the programs that it is for, and keeps what the documentation promises."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OURS = ("app", "worker")


def _called(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not shutil.which("nginx", path="/usr/sbin:/usr/bin"), reason="no nginx here")
def test_nginx_takes_its_configuration(tmp_path):
    key, certificate = tmp_path / "onderdak.key", tmp_path / "onderdak.crt"
    subject = ("-subj", "/CN=onderdak.example", "-days", "1", "-nodes")
    _called("openssl", "req", "-x509", "-newkey", "rsa:2048", *subject, "-keyout", str(key), "-out", str(certificate))
    site = (DEPLOY / "nginx" / "onderdak.conf").read_text(encoding="utf-8")
    site = site.replace("/etc/nginx/certificates", str(tmp_path)).replace("app:8000", "127.0.0.1:8000")
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n", encoding="utf-8")
    _called(shutil.which("nginx", path="/usr/sbin:/usr/bin") or "", "-t", "-c", str(whole), "-e", "stderr")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_its_units(tmp_path):
    units = []
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        text = unit.read_text(encoding="utf-8").replace("/opt/onderdak/.venv/bin/onderdak", "/bin/true")
        units.append(tmp_path / unit.name)
        units[-1].write_text(text, encoding="utf-8")
    _called("systemd-analyze", "verify", "--man=no", *map(str, units))


def test_only_the_proxy_can_be_reached_from_outside():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]
    assert COMPOSE["services"]["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("name", OURS)
def test_our_containers_have_no_rights_to_spare(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_image_runs_as_somebody_without_rights():
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER onderdak" in lines
    assert any("--require-hashes" in line for line in lines)


def test_every_name_in_the_compose_file_stands_for_something():
    services = COMPOSE["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source.startswith("./") or source in COMPOSE["volumes"]
            # What is given along stands here; what the operator makes is told in docs/operators/deployment.md.
            assert (DEPLOY / source).exists() or source in (*COMPOSE["volumes"], "./backups", "./certificates")


def test_a_new_site_is_found_by_the_proxy():
    assert COMPOSE["services"]["proxy"]["depends_on"]["app"] == {"condition": "service_healthy", "restart": True}


def test_no_secret_stands_in_the_open():
    assert set(COMPOSE["secrets"]) == {
        "database_url",
        "onderdak_secret_key",
        "onderdak_persons_key",
        "postgres_password",
    }
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or name.endswith("_FILE"), value


def test_database_and_tools_for_the_backup_are_of_one_version():
    server = COMPOSE["services"]["database"]["image"]
    tools = re.search(r"postgresql-client-(\d+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    assert tools
    assert server.startswith(f"postgres:{tools[1]}-")


def test_every_variable_that_is_set_is_a_setting():
    from onderdak.conf.environment import Environment, variable_of

    known = {variable_of(name) for name in Environment.model_fields}
    texts = [path.read_text(encoding="utf-8") for path in DEPLOY.rglob("*") if path.is_file()]
    named = {name for text in texts for name in re.findall(r"\b(?:ONDERDAK_[A-Z_]+|DATABASE_URL)\b", text)}
    assert named - known == set()


def test_all_that_the_program_reads_goes_into_its_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["onderdak"]
    files = subprocess.run(["git", "ls-files", "src/onderdak"], cwd=ROOT, capture_output=True, text=True, check=True)
    data = [name for name in files.stdout.split() if not name.endswith((".py", ".md")) and "/tests/" not in name]
    assert [name for name in data if not any(fnmatch(name, pattern) for pattern in patterns)] == []


def test_the_proxy_sets_what_the_site_believes():
    site = (DEPLOY / "nginx" / "onderdak.conf").read_text(encoding="utf-8")
    set_by_proxy = dict(re.findall(r"proxy_set_header (\S+) (\S+);", site))
    assert set_by_proxy["X-Forwarded-For"] == "$remote_addr"  # not $proxy_add_x_forwarded_for: that keeps the visitor's
    assert set_by_proxy["X-Forwarded-Proto"] == "$scheme"
    assert set_by_proxy["X-Request-ID"] == "$request_id"
