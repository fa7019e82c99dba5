"""The norms and rules are data that is checked when it is read."""

from __future__ import annotations

import pytest

from onderdak.housing.norms import HERE, load_norms, load_rules, load_windows
from onderdak.housing.sentences import RULES, TITLES
from onderdak.housing.words import WORDS
from onderdak.methods.errors import InputError
from onderdak.methods.picture import contradictions, status, supply
from onderdak.methods.picture.capacity import LIMITS
from onderdak.methods.picture.schema import FORMS, SOURCE_KINDS, SUBJECTS


def test_every_norm_has_a_source_a_status_and_a_period():
    for norm in load_norms():
        assert norm.source
        assert norm.status in ("sourced", "unverified")
        assert norm.valid_to is None or norm.valid_from < norm.valid_to
        assert set(norm.forms) <= set(FORMS)


def test_no_two_norms_of_one_rank_hold_on_one_day():
    norms = load_norms()
    for one in norms:
        same = [n for n in norms if (n.norm, n.key, n.zoning, n.new_build_after) == (one.norm, one.key, one.zoning,
                                                                                     one.new_build_after)]  # fmt: skip
        overlap = [n for n in same if n is not one and n.holds(one.valid_from) and set(n.forms) & set(one.forms)]
        assert not overlap, one


def test_rules_are_about_known_subjects_and_sources_and_are_in_words():
    for rule in load_rules():
        assert rule.subject in SUBJECTS
        assert rule.reads in ("", *SUBJECTS)
        assert rule.source_kind in ("", "register", *SOURCE_KINDS)
        assert rule.nl
        assert rule.en


def test_every_code_has_words_in_both_languages():
    assert set(TITLES) == set(contradictions.KINDS)
    assert set(status.MARK_RULES) | set(supply.COUNTED_RULES) <= set(RULES)
    assert set(WORDS["limit"]) >= set(LIMITS)
    assert set(WORDS["form"]) >= set(FORMS)
    assert set(WORDS["subject"]) == set(SUBJECTS)
    assert set(WORDS["source_kind"]) >= set(SOURCE_KINDS)
    for labels in WORDS.values():
        assert all(len(label) == 2 for label in labels.values())


def test_the_assumptions_have_the_names_that_are_used():
    assert set(load_windows()) == {
        "compare_days",
        "near_days",
        "tolerance_beds",
        "tolerance_share",
        "evidence_days",
        "level_share",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[norm]\n", "TOML"),
        ('[[norm]]\nnorm = "snf"\n', "missing"),
        ((HERE / "bbl.toml").read_text(encoding="utf-8").replace("value", "vaule", 1), "vaule"),
        ((HERE / "bbl.toml").read_text(encoding="utf-8").replace("2012-01-01", '"2012"', 1), "date"),
    ],
)
def test_a_broken_file_of_norms_is_a_clear_error(tmp_path, text, said):
    (tmp_path / "bbl.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        load_norms(tmp_path, ["bbl"])
