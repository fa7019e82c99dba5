"""The simulation study in small: its designs run, and it says what it must of the plainest of them."""

from __future__ import annotations

from benchmarks import population_coverage as coverage


def test_the_study_runs_in_small_and_knows_too_sure_from_right():
    tallies = coverage.independent(12, 40)
    assert tallies["the model that is true, profile"].coverage >= 0.75
    assert all(tally.asked == 12 for tally in tallies.values())
    hidden = coverage.heterogeneity(4, 20)
    assert hidden["lowest BIC, profile: the choice is forgotten"].coverage < 0.5
    assert "covariate known, its model, bootstrap" in hidden
    assert "lowest BIC, BCa through the choice" in coverage.sparse(2, 10)
    assert "lowest AIC, BCa through the choice" in coverage.one_pair(2, 10)
    towns, words = coverage.towns(1, 10)
    assert towns["municipality, pooled"].asked == 40
    assert "squared error" in words
    sure = coverage.Tally()
    for _ in range(100):
        sure.add(10, 11, 12)
    assert sure.row("design", "method")[-1] == "too sure"
