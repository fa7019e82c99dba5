"""Files are kept whole or not at all, and handed back only to who may read them."""

from __future__ import annotations

import hashlib
import stat
import time

import pytest
from django.db import transaction
from django.test import Client

from onderdak.base.access.actors import SYSTEM, actor_of_user
from onderdak.base.access.roles import Permission, Role
from onderdak.base.audit.models import Entry
from onderdak.base.files import service
from onderdak.base.files.models import StoredFile
from onderdak.base.files.service import opened, remove, sweep
from onderdak.base.files.tests.conftest import CSV
from onderdak.methods.errors import InputError

pytestmark = pytest.mark.django_db
LATER = time.time() + 24 * 3600


def on_disk(root):
    return [path for path in root.rglob("*") if path.is_file()]


def test_a_file_is_kept_private_under_a_name_of_ours(give, root):
    row = give("../../Bedden 2026.csv", CSV)
    assert (row.name, row.size, row.sha256) == ("Bedden 2026.csv", len(CSV), hashlib.sha256(CSV).hexdigest())
    assert on_disk(root) == [row.path]
    assert "Bedden" not in str(row.path)
    assert stat.S_IMODE(row.path.stat().st_mode) == 0o600
    assert row.path.is_relative_to(root)
    with opened(row) as file:
        assert file.read() == CSV


def test_an_empty_file_is_refused(give):
    with pytest.raises(InputError, match=r"empty|leeg"):
        give("lijst.csv", b"")


def test_a_file_beyond_the_limit_is_refused_and_gone(give, root, settings):
    settings.UPLOAD_LIMIT = 1000
    with pytest.raises(InputError, match=r"larger|groter"):
        give("lijst.csv", CSV * 100, limit=10**9)
    with pytest.raises(InputError):
        give("lijst.csv", CSV, limit=5)
    assert not on_disk(root)


def test_nothing_stays_where_the_row_cannot_be_written(give, root, monkeypatch):
    monkeypatch.setattr(service, "audit", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        give("lijst.csv", CSV)
    assert not on_disk(root)
    assert not StoredFile.objects.exists()


def test_what_a_crash_left_is_swept_and_what_is_kept_stays(give, root):
    row = give("lijst.csv", CSV)
    (root / "incoming").mkdir(exist_ok=True)
    for name in ("incoming/0123.part", "ab/ab12-34"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(b"x")
    assert sweep().removed == 0  # they may still be on their way
    assert sweep(LATER) == service.Swept(removed=2, missing=0)
    assert on_disk(root) == [row.path]


def test_a_rolled_back_transaction_leaves_bytes_that_are_swept(give, root):
    with transaction.atomic():
        give("lijst.csv", CSV)
        transaction.set_rollback(True)
    assert sweep(LATER).removed == 1
    assert not on_disk(root)


def test_a_file_whose_bytes_are_gone_says_so(give):
    row = give("lijst.csv", CSV)
    row.path.unlink()
    with pytest.raises(InputError), opened(row):
        pass
    assert sweep().missing == 1


def test_removing_takes_the_bytes_only_when_it_is_certain(give, root, django_capture_on_commit_callbacks):
    row = give("lijst.csv", CSV)
    with django_capture_on_commit_callbacks() as later:
        remove(row, actor=SYSTEM)
    assert on_disk(root)
    later[0]()
    assert not on_disk(root)


def test_a_download_is_safe_and_written_down(give, deliverer):
    row = give('Bedden "Café".csv', CSV)
    client = Client()
    client.force_login(deliverer)
    answer = client.get(row.get_absolute_url())
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == CSV  # pyright: ignore[reportAttributeAccessIssue]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Bedden%20_Caf%C3%A9_.csv")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.subject) == ("file_read", f"file:{row.uuid}")
    assert "Bedden" not in entry.details  # names that people give to files may hold names of people


def test_who_may_read(give, region, provider, user_of):
    row = give("lijst.csv", CSV)
    other = provider.__class__.objects.create(
        kind="organisation", slug="ander", name="Ander", parent=region, region=region
    )
    readers = {
        Role.ANALYST: region,  # may deliver, so may see what was delivered
        Role.POLICY_OFFICER: region,
        Role.AGENCY: other,
    }
    seen = {
        role: StoredFile.objects.for_actor(actor_of_user(user_of(role, tenant))).filter(pk=row.pk).exists()
        for role, tenant in readers.items()
    }
    assert seen == {Role.ANALYST: True, Role.POLICY_OFFICER: False, Role.AGENCY: False}


def test_who_may_not_read_gets_the_page_that_is_not_there(give, region, user_of):
    row = give("lijst.csv", CSV, permission=Permission.SEE_ADDRESSES)
    client = Client()
    client.force_login(user_of(Role.POLICY_OFFICER, region))
    hidden = client.get(row.get_absolute_url())
    absent = client.get("/bestand/00000000-0000-4000-8000-000000000000/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert Client().get(row.get_absolute_url()).status_code == 302
