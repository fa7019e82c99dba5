"""Careers in Mesa; runs in its own environment: `peer_mesa.py IN.json OUT.json`.

IN has the cumulative chances of each state, the states of the agents at the start, the months, and in which states
people arrive each month. Written as Mesa's guide has it: an agent with a method `step`, and a model that calls it for
each, without shuffling since the agents do not meet.
"""

# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false

import json
import sys
import time
from bisect import bisect_right
from pathlib import Path
from typing import Any

import mesa


class Migrant(mesa.Agent):
    def __init__(self, model: Any, state: int) -> None:
        super().__init__(model)
        self.state = state

    def step(self) -> None:
        self.state = bisect_right(self.model.sums[self.state], self.random.random())
        if self.state == self.model.gone:
            self.remove()


class Region(mesa.Model):
    def __init__(self, sums: list[list[float]], states: list[int], arriving: list[int]) -> None:
        super().__init__(rng=1)
        self.sums, self.gone, self.arriving = sums, len(sums), arriving
        Migrant.create_agents(self, len(states), states)

    def step(self) -> None:
        self.agents.do("step")
        Migrant.create_agents(self, len(self.arriving), self.arriving)


def main() -> None:
    given = json.loads(Path(sys.argv[1]).read_text())
    start = time.perf_counter(), time.process_time()
    region = Region(given["sums"], given["states"], given["arriving"])
    for _ in range(given["months"]):
        region.step()
    found = {
        "seconds": time.perf_counter() - start[0],
        "cpu": time.process_time() - start[1],
        "present": len(region.agents),
    }
    Path(sys.argv[2]).write_text(json.dumps(found))


main()
