"""Many who write at the same time: one chain, without gaps."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from onderdak.base.access.actors import SYSTEM
from onderdak.base.audit import record, service
from onderdak.base.audit.models import Entry


@pytest.mark.django_db(transaction=True)
def test_writers_side_by_side_make_one_chain(settings, tmp_path):
    settings.AUDIT_CHECKPOINTS = tmp_path / "checkpoints.jsonl"
    faults: list[Exception] = []

    def write(name: str) -> None:
        try:
            for number in range(15):
                with transaction.atomic():
                    record("note", actor=SYSTEM, subject=f"{name}:{number}")
                    transaction.set_rollback(number % 5 == 4)
        except Exception as error:  # noqa: BLE001 - told to the test, which is in another thread
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert sorted(Entry.objects.values_list("sequence", flat=True)) == list(range(1, 4 * 12 + 1))
    assert service.verify().intact
