"""Two thousand broken lists and some hostile ones; `benchmarks/hostile.py` runs them all, here a part of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[5] / "benchmarks" / "hostile.py"


def judged(*group: str, count: int = 300) -> dict[str, object]:
    """What a process of its own makes of a group, and its peak memory."""
    command = [sys.executable, str(BENCHMARK), "--group", *group, "--count", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_generated_files_give_an_error_or_a_right_answer() -> None:
    answer = judged("generated")
    assert answer["wrong"] == []
    assert answer["outcomes"]["read"] > 80  # type: ignore[index]
    assert answer["outcomes"]["refused"] > 80  # type: ignore[index]
    assert int(str(answer["peak_mb"])) <= 512


@pytest.mark.parametrize(
    "what",
    [
        "a sheet that unpacks to 2 GB",
        "the same, and the zip says 1 MB",
        "one long text in 100,000 cells",
        "200,000 rows behind A1:B2",
    ],
)
def test_large_files_stay_within_the_memory(what: str) -> None:
    answer = judged(what)
    assert answer["wrong"] == []
    assert int(str(answer["peak_mb"])) <= 512
