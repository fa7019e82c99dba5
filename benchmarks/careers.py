"""How quickly housing careers are followed, by cohorts and by agents, and whether the two agree.

    python -m benchmarks.careers                  against the limits
    python -m benchmarks.careers --peer           beside Mesa, on a smaller region, as a ratio

To reach: 1 million people x 120 months by agents in 5 s, one cohort scenario in 0.5 s, 1,000 draws in 3 minutes. The
invented region has 342 municipalities, three sectors and as many workers as it takes.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from benchmarks.report import machine, markdown, today, write_section

if TYPE_CHECKING:
    from onderdak.methods.careers import Inputs

T = TypeVar("T")

MUNICIPALITIES = 342
_LIMITS = {"agents": 5.0, "one": 0.5, "draws": 180.0}
_DRAWS = 1000
_PEER_PEOPLE, _PEER_MONTHS = 200_000, 24


@dataclasses.dataclass(frozen=True)
class Timed:
    """Seconds on the clock, and of the processor."""

    seconds: float
    cpu: float


def _timed(work: Callable[[], T]) -> tuple[T, Timed]:
    clock, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, Timed(time.perf_counter() - clock, time.process_time() - cpu)


def nation(people: int) -> Inputs:
    """The example of the package spread over 342 municipalities of unlike size."""
    from onderdak.methods.careers import example

    inputs = example()
    season = inputs.workers.sum(axis=0)
    sizes = np.random.default_rng(1).lognormal(0, 1.2, size=(MUNICIPALITIES, 1, 1))
    workers = sizes * season
    return dataclasses.replace(
        inputs,
        municipalities=tuple(f"municipality {at}" for at in range(MUNICIPALITIES)),
        workers=workers * people / workers.sum(axis=(0, 1)).mean(),
        population={},
        lives_in=None,
        places=None,
        parameters={name: one for name, one in inputs.parameters.items() if not name.startswith("after.")},
    )


def measured(draws: int) -> tuple[str, dict[str, float]]:
    """The times beside the limits, as a table."""
    from onderdak.methods.careers import Scenario, example, forecast, simulate

    scenario = Scenario("middle")
    simulate(example(), scenario)  # compiled, or read from where that is kept
    inputs = nation(900_000)
    agents, by_agents = _timed(lambda: simulate(inputs, scenario, seed=1))
    months = float(agents.present[1:].sum())
    cohort, one = _timed(lambda: forecast(inputs, [scenario], draws=0))
    _, many = _timed(lambda: forecast(inputs, [scenario], draws=draws))
    whole = Timed(many.seconds * _DRAWS / draws, many.cpu * _DRAWS / draws)
    note = "" if draws == _DRAWS else f" (from {draws})"
    rows = [
        _row(f"agents: {months / 120 / 1e6:.2f} million people x 120 months", by_agents, _LIMITS["agents"]),
        _row("cohorts: one scenario of 10 years", one, _LIMITS["one"]),
        _row(f"cohorts: 1,000 draws{note}", whole, _LIMITS["draws"]),
    ]
    table = markdown(["work", "seconds", "CPU s", "limit, s", "seconds / limit", "CPU / limit"], rows)
    expected = cohort.course("middle").people[0].astype(float)
    return table, _agreement(agents.people, expected)


def _row(work: str, found: Timed, limit: float) -> list[str]:
    shares = [f"{found.seconds / limit:.2f}", f"{found.cpu / limit:.2f}"]
    return [work, f"{found.seconds:.2f}", f"{found.cpu:.2f}", f"{limit:g}", *shares]


def _agreement(agents: np.ndarray, cohort: np.ndarray) -> dict[str, float]:
    """The largest difference of the engines: of all, and by length of stay and form where 50,000 people or more are."""
    total = np.abs(agents.sum(axis=(1, 2, 3)) / cohort.sum(axis=(1, 2, 3)) - 1).max()
    by_form, expected = agents.sum(axis=1), cohort.sum(axis=1)
    enough = expected >= 50_000
    return {"total": float(total), "form": float(np.abs(by_form[enough] / expected[enough] - 1).max())}


def beside_mesa() -> str:
    """The same chances, agents and months in Mesa; ours runs just before and after."""
    from benchmarks.peers import Peer, environment

    peer = Peer("Mesa 3.3.1", "mesa", ("mesa==3.3.1",), "peer_mesa.py")
    task, ours = _small_task()
    before = ours()
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "in.json", Path(folder) / "out.json"
        given.write_text(json.dumps(task))
        program = Path(__file__).parent / peer.program
        subprocess.run([str(environment(peer)), str(program), str(given), str(found)], check=True)
        theirs = json.loads(found.read_text())
    after = ours()
    mine = Timed(min(before.seconds, after.seconds), min(before.cpu, after.cpu))
    ratios = [f"{theirs['seconds'] / mine.seconds:.0f}x", f"{theirs['cpu'] / mine.cpu:.0f}x"]
    rows = [
        ["**Onderdak, agents**", f"{mine.seconds:.3f}", f"{mine.cpu:.3f}", "1x", "1x"],
        [peer.name, f"{theirs['seconds']:.2f}", f"{theirs['cpu']:.2f}", *ratios],
    ]
    return markdown(["tool", "seconds", "CPU s", "time", "CPU"], rows)


def _small_task() -> tuple[dict[str, Any], Callable[[], Timed]]:
    """One municipality, one sector, everybody of one length of stay: what a plain model in Mesa can be given."""
    from onderdak.methods.careers import Scenario, simulate
    from onderdak.methods.careers.cohort import NEUTRAL, base_year
    from onderdak.methods.careers.forecast import medians
    from onderdak.methods.careers.matrices import build
    from onderdak.methods.careers.states import space

    whole = nation(_PEER_PEOPLE)
    settled = dataclasses.replace(whole.parameters["settle"], value=1.0, low=None, high=None)
    inputs = dataclasses.replace(
        whole,
        municipalities=("one",),
        sectors=("logistics",),
        years=_PEER_MONTHS // 12,
        workers=np.full((1, 1, 12), float(_PEER_PEOPLE)),
        parameters={
            name: one
            for name, one in {**whole.parameters, "settle": settled}.items()
            if not name.endswith((".bulbs", ".greenhouses"))
        },
    )
    values, place = medians(inputs), space(1)
    base = base_year(inputs, values, np.full((1, 1), np.nan), place)
    chances = build(values, inputs.sectors, NEUTRAL, place)
    states = np.repeat(np.arange(len(place)), np.rint(base.start[0, 0, 2, 0]).astype(int))
    arriving = np.repeat(
        np.arange(len(place)), np.rint(base.arrivals[0, 0, 2, 0, 0] * chances.entry[0, 0, 2]).astype(int)
    )
    task = {
        "sums": np.cumsum(chances.month[0, 0, 0, 2], axis=1).tolist(),
        "states": states.tolist(),
        "arriving": arriving.tolist(),
        "months": _PEER_MONTHS,
    }
    return task, lambda: _timed(lambda: simulate(inputs, Scenario("as it is", growth=0.0), seed=1))[1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--peer", action="store_true", help="also beside Mesa, in an environment of its own")
    options.add_argument("--draws", type=int, default=_DRAWS, help="so many, and from these 1,000")
    given = options.parse_args()
    table, apart = measured(given.draws)
    work = (
        f"{MUNICIPALITIES} municipalities, 3 sectors, 10 years; agents on a thread a core. Where the load is above the "
        "number of cores, other work had its part of the clock: then CPU seconds tell more. The engines differ by at "
        f"most {100 * apart['total']:.2f}% in the number of people of a year, and by {100 * apart['form']:.2f}% in a "
        "form of housing and length of stay with 50,000 people or more."
    )
    parts = [f"## Housing careers\n\n{today()}. {machine('numpy', 'numba')}. {work}\n", table]
    if given.peer:
        size = f"{_PEER_PEOPLE:,} agents of one length of stay, {_PEER_MONTHS} months, no queues"
        parts += [f"\nBeside Mesa: {size}; without the time to make the numbers that both are given.\n", beside_mesa()]
    text = "\n".join(parts)
    write_section("careers", text)
    print(text)


if __name__ == "__main__":
    main()
