"""The site as a whole: what every answer carries, and settings of production that Django finds nothing wrong with."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.urls import reverse

from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.office import health
from onderdak.base.office.health import FULL, READY, Check, Finding, State, examine

PRODUCTION = {"ONDERDAK_HTTPS": "true", "ONDERDAK_PROXIES": "1", "ONDERDAK_HOSTS": "onderdak.example"}

SHOW = """
import django
django.setup()
from django.conf import settings
names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME]
assert all(name.startswith("__Host-") for name in names), names
for kind in ("SESSION", "CSRF", "LANGUAGE"):
    for part in ("SECURE", "HTTPONLY"):
        assert getattr(settings, f"{kind}_COOKIE_{part}"), (kind, part)
    assert getattr(settings, f"{kind}_COOKIE_SAMESITE") in ("Lax", "Strict")
from django.test import Client
answer = Client().get("/health/live", secure=True, headers={"host": "onderdak.example"})
assert answer["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload", answer.headers
plain = Client().get("/inloggen/", headers={"host": "onderdak.example"})
assert (plain.status_code, plain["Location"]) == (301, "https://onderdak.example/inloggen/")
"""


def _in_production(tmp_path, *command: str) -> str:
    # Without what a browser that was opened earlier left here for Django, which production must not have.
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("ONDERDAK_", "DJANGO_"))}
    env = ours | PRODUCTION
    env |= {"ONDERDAK_DATA": str(tmp_path), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "onderdak.conf.settings"}
    done = subprocess.run([sys.executable, *command], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_django_finds_nothing_wrong_with_production(tmp_path):
    told = _in_production(tmp_path, "-m", "onderdak.cli", "manage", "check", "--deploy", "--fail-level=WARNING")
    assert "no issues (0 silenced)" in told


def test_production_speaks_https_alone_and_its_cookies_do_too(tmp_path):
    _in_production(tmp_path, "-c", SHOW)


@pytest.mark.django_db
def test_nothing_is_kept_by_a_browser_and_nothing_is_loaded_from_elsewhere(client):
    answer = client.get(reverse("account_login"))
    assert answer["Cache-Control"].find("no-store") >= 0
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_an_id_of_the_proxy_is_kept_and_any_other_text_is_not(client):
    assert client.get("/health/live", headers={"x-request-id": "a" * 32})["X-Request-ID"] == "a" * 32
    odd = client.get("/health/live", headers={"x-request-id": 'a" event="forged'})
    assert "forged" not in odd["X-Request-ID"]


@pytest.mark.django_db
def test_signing_out_leaves_nothing_in_the_browser(client):
    user = User.objects.create_user("a@b.example", name="A")
    client.force_login(user)
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.django_db
def test_security_txt_is_there_when_a_contact_is_set(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@onderdak.example"
    answer = client.get("/.well-known/security.txt")
    assert b"Contact: mailto:security@onderdak.example\n" in answer.content
    assert b"Expires: " in answer.content


def test_live_needs_no_database(client):
    assert client.get("/health/live").json() == {"state": "good"}


@pytest.mark.django_db
def test_ready_tells_no_more_than_its_state(client, monkeypatch):
    assert client.get("/health/ready").json() == {"state": "good"}
    broken = Check("database", "Database", lambda: Finding(State.FAULT, "away"))
    monkeypatch.setattr("onderdak.base.office.health_views.READY", (broken,))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"state": "fault"}


@pytest.mark.django_db
def test_a_check_that_breaks_has_found_a_fault():
    def broken() -> Finding:
        raise OSError("no such disk")

    report = examine((*READY, Check("disk", "Disk", broken)))
    assert report.state == State.FAULT
    assert report.results[-1].finding.facts == {"error": "OSError"}


@pytest.mark.django_db
def test_an_administrator_sees_every_part_and_nobody_else_does(client):
    region = Tenant.objects.create(kind="region", slug="wielderland", name="Wielderland")
    user = User.objects.create_user("a@b.example", name="A")
    Membership.objects.create(user=user, tenant=region, role=Role.POLICY_OFFICER)
    client.force_login(user)
    assert client.get("/health/full").status_code == 404


@pytest.mark.django_db
def test_the_worker_the_backup_and_the_log_are_missed_where_there_are_none():
    states = {one.check.name: one.finding.state for one in examine(FULL).results}
    assert states["worker"] == State.FAULT
    assert states["backup"] == State.ATTENTION
    assert states["queue"] == State.GOOD


@pytest.mark.django_db
def test_an_old_backup_is_told(monkeypatch):
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from onderdak.base.access.actors import SYSTEM
    from onderdak.base.audit import record

    with transaction.atomic():
        record("backup_made", actor=SYSTEM, details={"file": "x", "bytes": 1})
    assert health._backup().state == State.GOOD
    later = timezone.now() + timedelta(hours=31)
    monkeypatch.setattr("onderdak.base.office.health.timezone.now", lambda: later)
    assert health._backup().state == State.ATTENTION


def test_a_command_starts_without_what_reads_lists_and_draws():
    """`onderdak health` is asked every half minute: it must not wait for what only pages and work need."""
    heavy = "duckdb ibis pandas pyarrow scipy shapely altair numpy"
    code = f"import sys, django; django.setup(); print([one for one in {heavy.split()} if one in sys.modules])"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "onderdak.conf.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_process_is_warm_before_its_first_page():
    """Each template compiles, and what draws has drawn; in a process of its own, as a web process does it."""
    code = """
import django
django.setup()
from onderdak.conf import warm
warm.before_processes()
warm.in_process()
from django.template.loader import engines
from onderdak.base.ui.charts.draw import _fonts
(loader,) = engines["django"].engine.template_loaders
names = set(warm.templates())
print(len(names) > 50, len(loader.get_template_cache) >= len(names), _fonts.cache_info())
"""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "onderdak.conf.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert "template_broken" not in done.stderr
    assert done.stdout.startswith("True True CacheInfo(hits=0, misses=1")
