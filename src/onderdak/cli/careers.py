"""`onderdak careers`: who will live where, in what form of housing, and how many places are lacking."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from onderdak.cli.console import note, progress, say, say_json, say_table
from onderdak.cli.options import Json, check_input
from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from onderdak.methods.careers import Band, Calibration, Forecast, Inputs, Need, Scenario, Simulation, Supply

_FILES = ("careers.json", "people.svg", "lacking.svg")
#: What the uncertain numbers are called in a sentence; the others go by their own name.
_NAMES = {"people": "number of people", "supply": "supply", "growth": "growth", "settle": "share that settles"}
#: So many of what would narrow the interval are said.
_MOST = 3


class Engine(Enum):
    """What computes."""

    COHORT = "cohort"
    AGENTS = "agents"


class Moment(Enum):
    """Over which moment of the year places are counted."""

    MEAN = "mean"
    PEAK = "peak"


def careers(
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="INPUT",
            help="A YAML document as --example prints, or a CSV table of workers (municipality, sector, month, "
            "workers) with --parameters.",
            show_default=False,
        ),
    ] = None,
    parameters: Annotated[
        Path | None,
        typer.Option(metavar="FILE.yaml", help="The YAML document for a CSV table of workers, which replaces its own."),
    ] = None,
    draws: Annotated[int, typer.Option(min=0, help="Sets of parameters that are drawn; 0 for no interval.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same answer.")] = 0,
    engine: Annotated[Engine, typer.Option(help="Cohorts, or every migrant by himself (queues for full beds).")] = (
        Engine.COHORT
    ),
    moment: Annotated[Moment, typer.Option(help="Places on average over the year, or in the fullest month.")] = (
        Moment.MEAN
    ),
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="First adjust parameters to the counts of the document.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=f"Also write {', '.join(_FILES)} here.")] = None,
    example: Annotated[bool, typer.Option("--example", help="Print an invented region to start from.")] = False,
    as_json: Json = False,
) -> None:
    """Forecast the housing careers of migrants, with how sure that is, and the places that are lacking."""
    from onderdak.methods.careers.files import example_text

    if example:
        sys.stdout.write(example_text())
        return
    case = _read(source, parameters)
    with progress(quiet=as_json) as step:
        fitted = _calibrated(case, draws, seed) if calibrate else None
        if fitted is not None:
            case.inputs = fitted.inputs
        if engine is Engine.AGENTS:
            runs = _simulated(case, seed, step)
            _tell_agents(case, runs, fitted, out, as_json=as_json)
            return
        found, needs = _forecast(case, draws, seed, moment, step)
    _tell(found, needs, fitted, out, as_json=as_json)


@dataclass
class _Case:
    """What was given."""

    inputs: Inputs
    supply: Supply | None
    scenarios: tuple[Scenario, ...]
    content: dict[str, Any]


def _read(source: Path | None, parameters: Path | None) -> _Case:
    from onderdak.methods.careers import three
    from onderdak.methods.careers.files import document, read_inputs, read_supply, scenarios

    if source is None:
        raise InputError("There is no input.", where="INPUT", mend="Name a file; --example prints one to start from.")
    check_input(source, "INPUT")
    table = source.suffix.lower() == ".csv"
    if table and parameters is None:
        raise InputError(
            "A table of workers has no parameters.",
            where=str(source),
            mend="Add --parameters FILE.yaml, see --example.",
        )
    if not table and parameters is not None:
        raise InputError("The document has its own parameters.", where="--parameters", mend="Leave the option out.")
    path = parameters if table and parameters is not None else source
    check_input(path, "--parameters")
    content = document(_text(path), str(path))
    inputs = read_inputs(content, _text(source) if table else None)
    return _Case(inputs, read_supply(content), scenarios(content) or three(), content)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("The file is not text in UTF-8.", where=str(path), mend="Save it in UTF-8.") from error


def _calibrated(case: _Case, draws: int, seed: int) -> Calibration:
    from onderdak.methods.careers import calibrate
    from onderdak.methods.careers.files import read_calibration

    task = read_calibration(case.content)
    if task is None:
        raise InputError("The document has no counts.", where="--calibrate", mend="Give the part 'calibration'.")
    return calibrate(
        case.inputs,
        task.observations,
        task.adjust,
        held_out=task.held_out,
        scenario=task.scenario,
        draws=max(draws, 2),
        seed=seed,
    )


def _forecast(case: _Case, draws: int, seed: int, moment: Moment, step: Any) -> tuple[Forecast, list[Need]]:
    from onderdak.methods.careers import forecast, need

    found = forecast(
        case.inputs,
        case.scenarios,
        draws=draws,
        seed=seed,
        progress=lambda done, total: step("Following cohorts", done, total),
    )
    if case.supply is None:
        return found, []
    return found, [need(found, case.supply, one.name, moment=moment.value) for one in case.scenarios]


def _simulated(case: _Case, seed: int, step: Any) -> list[Simulation]:
    from onderdak.methods.careers import simulate

    return [
        simulate(
            case.inputs,
            one,
            seed=seed,
            progress=lambda done, total, name=one.name: step(f"Following everybody: {name}", done, total),
        )
        for one in case.scenarios
    ]


# -- what is said -----------------------------------------------------------------------------------------------------
def _tell(found: Forecast, needs: list[Need], fitted: Calibration | None, out: Path | None, *, as_json: bool) -> None:
    content = found.to_dict() | {"need": [one.to_dict() for one in needs]}
    if fitted is not None:
        content["calibration"] = fitted.to_dict()
    if out:
        _write(found, needs, content, out)
    if as_json:
        say_json(content)
        return
    if fitted is not None:
        _show_calibration(fitted)
    for course in found.courses:
        _show_people(found, course.scenario.name)
    for one in needs:
        _show_need(one)
    _narrows(needs)
    for warning in found.warnings:
        note(f"Note: {warning}")
    if out:
        say(f"Written to {out}: {', '.join(_FILES if needs else _FILES[:2])}")


def _show_people(found: Forecast, scenario: str) -> None:
    chosen = _some_years(found.years)
    rows = [
        [segment, *(_cell(found.band(scenario, segment=segment), at) for at in chosen)] for segment in found.segments
    ]
    rows.append(["all", *(_cell(found.band(scenario), at) for at in chosen)])
    rows += [
        [form, *(_cell(found.band(scenario, form=form), at) for at in chosen)]
        for form in ("short_informal", "overcrowded", "houseless")
    ]
    years = [str(found.years[at]) for at in chosen]
    say_table(f"People, scenario {scenario}", ["", *years], rows, right=range(1, len(years) + 1))


def _show_need(need: Need) -> None:
    from onderdak.methods.careers import saying

    last = len(need.forecast.years) - 1
    rows = [
        [
            municipality,
            segment,
            _cell(need.band(municipality=municipality, segment=segment), last),
            saying(float(need.sure(municipality, segment)[last])).replace("_", " "),
        ]
        for municipality in need.forecast.municipalities
        for segment in need.forecast.segments
    ]
    rows.append(["all", "", _cell(need.band(), last), ""])
    title = f"Lacking places in {need.forecast.years[last]} ({need.moment}), scenario {need.scenario}"
    say_table(title, ["municipality", "stay", "places", "a shortage is"], rows, right=[2])


def _narrows(needs: list[Need]) -> None:
    """What would narrow the first scenario's interval; nothing where there are too few draws to tell."""
    if not needs or not needs[0].forecast.draws:
        return
    try:
        found = needs[0].narrows()[:_MOST]
    except InputError as error:
        note(f"Note: what would narrow the interval is not known. {error}")
        return
    for one in found:
        name, narrower = _NAMES.get(one.name, one.name), f"{100 * one.if_known:.0f}%"
        say(f"Were the {name} known exactly, the interval would be {narrower} narrower.")


def _show_calibration(fitted: Calibration) -> None:
    say_table(
        f"Held-out counts; misfit {fitted.before:.2f} before, {fitted.after:.2f} after calibration",
        ["year", "municipality", "counted", "model", "low", "high", "as last seen"],
        [
            [
                str(one.observation.year),
                one.observation.municipality or "all",
                round(one.observation.value),
                round(one.value),
                round(one.low),
                round(one.high),
                None if one.last is None else round(one.last),
            ]
            for one in fitted.held
        ],
    )
    for warning in fitted.warnings:
        note(f"Note: {warning}")


def _tell_agents(
    case: _Case, runs: list[Simulation], fitted: Calibration | None, out: Path | None, *, as_json: bool
) -> None:
    content: dict[str, Any] = {"simulations": [one.to_dict() for one in runs]}
    if fitted is not None:
        content["calibration"] = fitted.to_dict()
    if out:
        out.mkdir(parents=True, exist_ok=True)
        _write_json(content, out)
    if as_json:
        say_json(content)
        return
    if fitted is not None:
        _show_calibration(fitted)
    say_table(
        f"Everybody by himself, {case.inputs.first_year} to {case.inputs.first_year + case.inputs.years - 1}",
        ["scenario", "at the start", "at the end", "arrived", "turned away", "waiting at the end", "months of waiting"],
        [
            [
                one.scenario.name,
                int(one.present[0]),
                int(one.present[-1]),
                int(one.arrived.sum()),
                int(one.turned_away.sum()),
                int(one.waiting[-1].sum()),
                f"{one.mean_wait:.1f}",
            ]
            for one in runs
        ],
        right=[6],
    )
    if out:
        say(f"Written to {out}: {_FILES[0]}")


def _some_years(years: tuple[int, ...]) -> list[int]:
    """The first, the last, and one between them."""
    return sorted({0, (len(years) - 1) // 2, len(years) - 1})


def _cell(band: Band, at: int) -> str:
    low, value, high = (f"{one[at]:,.0f}" for one in (band.low, band.value, band.high))
    return value if low == high else f"{value} ({low} to {high})"


def _write(found: Forecast, needs: list[Need], content: dict[str, Any], folder: Path) -> None:
    import vl_convert

    from onderdak.methods.careers.plots import chart, chart_need

    folder.mkdir(parents=True, exist_ok=True)
    _write_json(content, folder)
    (folder / _FILES[1]).write_text(vl_convert.vegalite_to_svg(chart(found).to_json()), encoding="utf-8")
    if needs:
        (folder / _FILES[2]).write_text(vl_convert.vegalite_to_svg(chart_need(needs[0]).to_json()), encoding="utf-8")


def _write_json(content: dict[str, Any], folder: Path) -> None:
    (folder / _FILES[0]).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
