"""Passwords that leaked: found in a file of any size, and nothing else is."""

from __future__ import annotations

from hashlib import sha1
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from onderdak.base.access.signin.passwords import DressedUpValidator, LeakedPasswordValidator


def leaked(folder: Path, passwords: set[str], ending: str) -> Path:
    """A list as Have I Been Pwned gives it."""
    file = folder / "leaked.txt"
    hashes = sorted(sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in passwords)
    file.write_text("".join(f"{one}:{number * 7}{ending}" for number, one in enumerate(hashes)), newline="")
    return file


def refused(password: str) -> bool:
    try:
        LeakedPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False


@settings(max_examples=40)
@given(
    passwords=st.sets(st.text("abc", min_size=1, max_size=3), min_size=1),
    others=st.sets(st.text("abcd", min_size=1, max_size=3)),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_leaked_is_refused_and_nothing_else(tmp_path_factory, passwords, others, ending):
    from django.test import override_settings

    file = leaked(tmp_path_factory.mktemp("leaked"), passwords, ending)
    with override_settings(LEAKED_PASSWORDS=file):
        assert {one for one in passwords | others if refused(one)} == passwords


def test_each_demand_of_a_password_is_said_and_without_a_file_nothing_is_said_of_leaks():
    said = password_validators_help_texts()
    assert all(said)
    assert not any("leaked" in one or "gelekt" in one for one in said)


@pytest.mark.parametrize(
    "good", ["een-heel-lang-geheim-7", "drie blauwe fietsen!", "vT9#kq2Lw0!xz", "geit geit kool wolf"]
)
def test_a_sentence_is_no_dressed_up_password(good):
    DressedUpValidator().validate(good)
