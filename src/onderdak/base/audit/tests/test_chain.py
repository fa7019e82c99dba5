"""The chain against 10,000 random changes: whatever is done to a log by whoever lacks the key is found."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onderdak.base.audit import chain
from onderdak.base.audit.chain import GENESIS, WORDS, Checkpoint, EntryRow, Fault, HeadRow

KEY = b"the key of the site"
LENGTH = 24
CHANGES = 10_000
TEXTS = ("role_granted", "dossier_read", "user:1", "user:12", "zeeland", "", '{"n":1}', "supervision", "é")
Rows = list[EntryRow]


def chained(rows: Rows) -> Rows:
    """The same entries, hashed onto each other anew: what somebody does who knows how the log works."""
    done: Rows = []
    for number, row in enumerate(rows, 1):
        row = row._replace(sequence=number, previous=done[-1].digest if done else GENESIS)
        done.append(row._replace(digest=chain.digest_of(row)))
    return done


def made(chance: random.Random, length: int = LENGTH) -> Rows:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return chained([one(start + timedelta(seconds=n), chance) for n in range(length)])


def one(at: datetime, chance: random.Random) -> EntryRow:
    event, actor, subject, region, owner, purpose, details = (chance.choice(TEXTS) for _ in range(7))
    return EntryRow(0, at, event, actor, subject, region, owner, purpose, details, "", "")


def head_of(rows: Rows, key: bytes = KEY) -> HeadRow:
    last = (rows[-1].sequence, rows[-1].digest) if rows else (0, GENESIS)
    return HeadRow(*last, chain.sign(*last, key))


def fault_in(rows: Rows, head: HeadRow | None, checkpoints: tuple[Checkpoint, ...] = ()) -> Fault | None:
    return chain.verify(iter(rows), lambda: head, [KEY], checkpoints).fault


ROWS = made(random.Random(1))
HEAD = head_of(ROWS)


def edited(rows: Rows, chance: random.Random) -> Rows:
    """Another value in one field of one entry, hashes and number too."""
    at = chance.randrange(len(rows))
    field = chance.choice(EntryRow._fields)
    old = getattr(rows[at], field)
    if field == "sequence":
        new = chance.choice([old - 1, old + 1, -old, old + LENGTH])
    elif field == "at":
        new = old + timedelta(microseconds=chance.choice([-1, 1, 60_000_000]))
    else:
        new = chance.choice([text for text in (*TEXTS, f"{old} ", old[:-1], GENESIS) if text != old])
    return [*rows[:at], rows[at]._replace(**{field: new}), *rows[at + 1 :]]


def deleted(rows: Rows, chance: random.Random) -> Rows:
    """A run of entries gone from anywhere, the end too."""
    at = chance.randrange(len(rows))
    return rows[:at] + rows[at + chance.randint(1, len(rows) - at) :]


def inserted(rows: Rows, chance: random.Random) -> Rows:
    """An entry more: a copy, or a new one that is hashed onto the one before it."""
    at = chance.randint(0, len(rows))
    copy = chance.choice(rows)
    before = rows[at - 1].digest if at else GENESIS
    new = copy._replace(sequence=at + 1, previous=before, actor="user:666")
    new = new._replace(digest=chain.digest_of(new))
    return [*rows[:at], chance.choice([copy, new]), *rows[at:]]


def swapped(rows: Rows, chance: random.Random) -> Rows:
    """Two entries in each other's place, with their own numbers or with those of the place."""
    one, other = chance.sample(range(len(rows)), 2)
    result = list(rows)
    result[one], result[other] = rows[other], rows[one]
    if chance.random() < 0.5:
        result = [row._replace(sequence=number) for number, row in enumerate(result, 1)]
    return result


def cut_off(rows: Rows, chance: random.Random) -> Rows:
    """The end gone, the whole log too."""
    return rows[: chance.randrange(len(rows))]


def rewritten(rows: Rows, chance: random.Random) -> Rows:
    """Edited, deleted, inserted, swapped or cut off, and all that follows hashed anew."""
    change = chance.choice([edited_content, deleted, inserted, swapped_content, cut_off])
    return chained(change(rows, chance))


def edited_content(rows: Rows, chance: random.Random) -> Rows:
    at = chance.randrange(len(rows))
    return [*rows[:at], rows[at]._replace(actor="user:666"), *rows[at + 1 :]]


def swapped_content(rows: Rows, chance: random.Random) -> Rows:
    marked = [row._replace(details=f'{{"n":{number}}}') for number, row in enumerate(rows)]
    return swapped(marked, chance)


KINDS: list[Callable[[Rows, random.Random], Rows]] = [edited, deleted, inserted, swapped, cut_off, rewritten]


def test_an_untouched_log_is_intact():
    assert fault_in(ROWS, HEAD) is None
    assert fault_in([], None) is None
    assert fault_in([], head_of([])) is None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_one_of_many_random_changes_is_found(kind):
    chance = random.Random(kind.__name__)
    missed = []
    for _ in range(-(-CHANGES // len(KINDS))):
        rows = kind(ROWS, chance)
        assert rows != ROWS, "the change must change something"
        if fault_in(rows, HEAD) is None:
            missed.append(rows)
    assert not missed


def test_the_head_changed_along_is_found_for_want_of_the_key():
    chance = random.Random(2)
    for _ in range(500):
        rows = rewritten(ROWS, chance)
        if rows:
            assert fault_in(rows, head_of(rows, b"a guess")) is not None
            assert fault_in(rows, head_of(rows)._replace(signature=HEAD.signature)) is not None


def test_the_first_broken_entry_is_named():
    for at in range(LENGTH):
        rows = [*ROWS[:at], ROWS[at]._replace(actor="user:666"), *ROWS[at + 1 :]]
        assert fault_in(rows, HEAD) == Fault(at + 1, "changed")
        assert fault_in(rows[:at] + rows[at + 1 :], HEAD) in (
            Fault(at + 1, "missing", last=at + 1),
            Fault(at + 1, "truncated", last=LENGTH),
        )


def test_an_old_head_put_back_with_its_end_cut_off_is_found_by_a_checkpoint_alone():
    rows = ROWS[:10]
    old = head_of(rows)
    assert fault_in(rows, old) is None  # the limit of what a database can tell of itself
    checkpoint = Checkpoint(20, ROWS[19].digest, "2026-02-01")
    assert fault_in(rows, old, (checkpoint,)) == Fault(11, "truncated", last=20)


def test_a_log_written_anew_by_who_has_the_key_is_found_between_two_checkpoints():
    forged = chained(edited_content(ROWS, random.Random(4)))
    at = next(number for number, row in enumerate(forged, 1) if row.actor == "user:666")
    points = tuple(Checkpoint(n, ROWS[n - 1].digest, "2026-02-01") for n in range(1, LENGTH + 1))
    assert fault_in(forged, head_of(forged)) is None  # who has the key too leaves no trace in the database
    found = fault_in(forged, head_of(forged), points)
    assert found is not None
    assert (found.sequence, found.kind, found.last) == (at, "rewritten", at)


def test_a_log_that_grows_meanwhile_is_intact():
    heads = iter([head_of(ROWS[:10]), HEAD])
    assert chain.verify(iter(ROWS[:15]), lambda: next(heads), [KEY]).fault is None
    heads = iter([None, HEAD])
    assert chain.verify(iter(ROWS), lambda: next(heads), [KEY]).fault is None


@given(
    st.dictionaries(st.text(max_size=4), st.none() | st.booleans() | st.integers() | st.text(max_size=4), max_size=5)
)
def test_details_have_one_way_to_be_written(details):
    backwards = dict(reversed(details.items()))
    assert chain.canonical(details) == chain.canonical(backwards)
    assert chain.canonical(details).isascii()


def test_the_hash_is_that_of_the_entry_as_a_json_list_so_that_others_can_verify_an_export():
    at = datetime(2026, 1, 2, 4, 4, 5, 6, timezone(timedelta(hours=1)))
    row = EntryRow(1, at, "note", "user:1", "user:2", "r", "o", "", '{"é":1}', GENESIS, "")
    content = (
        f'[1,"2026-01-02T03:04:05.000006+00:00","note","user:1","user:2","r","o","","{{\\"\\u00e9\\":1}}","{GENESIS}"]'
    )
    assert chain.digest_of(row) == hashlib.sha256(content.encode("ascii")).hexdigest()


def test_each_kind_of_fault_has_words():
    assert all("%(" not in Fault(3, kind, last=4, at="x").words for kind in WORDS)
