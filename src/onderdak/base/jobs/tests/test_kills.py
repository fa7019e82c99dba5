"""Workers killed at random points, in processes of their own; `benchmarks/kills.py --full` kills 500."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from conftest import ROOT


@pytest.mark.django_db
def test_nothing_is_lost_doubled_or_half_done_when_workers_are_killed():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", "--kills", "10", "--json"],
        cwd=ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["at_work"] > 0
    assert report["jobs"] >= 80
    assert {report[name] for name in ("lost", "doubled", "half_done", "not_done")} == {0}
    assert report["log_intact"]
    assert done.returncode == 0
