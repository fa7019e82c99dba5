"""What the scanner did not call clean is not kept."""

from __future__ import annotations

import pytest

from onderdak.base.files.tests.conftest import CSV
from onderdak.methods.errors import InputError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("over", ["tcp", "unix"])
def test_a_clean_file_is_sent_whole_and_kept(give, settings, scanner, tmp_path, over):
    big = CSV * 10_000
    with scanner(b"stream: OK", tmp_path / "clamd" if over == "unix" else None) as (address, received):
        settings.CLAMAV = address
        assert give("lijst.csv", big).size == len(big)
    assert received == [big]


def test_a_harmful_file_is_refused_and_gone(give, settings, scanner, root):
    with scanner(b"stream: Win.Test.EICAR_HDB-1 FOUND") as (address, _):
        settings.CLAMAV = address
        with pytest.raises(InputError, match=r"harmful|schadelijk"):
            give("lijst.csv", CSV)
    assert not [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK but not quite"])
def test_any_other_answer_is_no_leave_to_keep(give, settings, scanner, answer):
    with scanner(answer) as (address, _):
        settings.CLAMAV = address
        with pytest.raises(InputError, match=r"could not be scanned|niet worden gecontroleerd"):
            give("lijst.csv", CSV)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"])
def test_without_an_answer_nothing_is_kept(give, settings, root, address):
    settings.CLAMAV = address
    with pytest.raises(InputError, match=r"could not be scanned|niet worden gecontroleerd"):
        give("lijst.csv", CSV)
    assert not [path for path in root.rglob("*") if path.is_file()]
