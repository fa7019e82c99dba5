"""Workers killed while they take lists in, in processes of their own; `benchmarks/kills_deliveries.py` kills more."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from conftest import ROOT


@pytest.mark.django_db
def test_no_list_is_lost_doubled_or_half_taken_in_when_workers_are_killed():
    command = "benchmarks.kills_deliveries --kills 4 --sources 2 --lists 1 --json"
    done = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["kills"] == 4
    assert report["lists"] >= 2
    assert {report[name] for name in ("lost", "doubled", "halved", "not_done")} == {0}
    assert report["log_intact"]
    assert done.returncode == 0
