"""Inputs from a YAML document: numbers with their sources, and a table of workers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, cast

import numpy as np
import yaml
from numpy.typing import NDArray

from onderdak.methods.careers.calibrate import Observation
from onderdak.methods.careers.inputs import Inputs, Source
from onderdak.methods.careers.need import Supply
from onderdak.methods.careers.parameters import Parameter
from onderdak.methods.careers.scenarios import Places, Scenario
from onderdak.methods.careers.states import FORMS, SEGMENTS
from onderdak.methods.errors import InputError

_SAID = ("source", "date", "status")
_TOP = (
    "first_year",
    "years",
    "workers",
    "arrivals",
    "population",
    "population_common",
    "parameters",
    "lives_in",
    "places",
    "supply",
    "scenarios",
    "calibration",
)
_COLUMNS = ("municipality", "sector", "month", "workers")
Table = dict[tuple[str, str], list[float]]


def example_text() -> str:
    """The shipped example: an invented region, to practise with and to start from."""
    return files("onderdak.methods.careers").joinpath("examples", "region.yaml").read_text(encoding="utf-8")


def example() -> Inputs:
    """The inputs of the shipped example.

    Examples
    --------
    >>> example().municipalities
    ('Duinrade', 'Hazermeer', 'Wilgenoord')
    """
    return read_inputs(document(example_text(), "the shipped example"))


def document(text: str, where: str) -> dict[str, Any]:
    """A YAML text as a mapping.

    Raises
    ------
    InputError
        When it is not YAML, not a mapping, or holds a part that we do not know.
    """
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError("This is not YAML.", where=where, mend=f"Mend it: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise InputError("This is not a list of names with values.", where=where, mend="See the shipped example.")
    parts = cast("dict[str, Any]", found)
    for name in parts:
        if name not in _TOP:
            raise InputError(f"There is no part '{name}'.", where=where, mend=f"Parts are: {', '.join(_TOP)}.")
    return parts


def read_inputs(content: Mapping[str, Any], workers: str | None = None) -> Inputs:
    """Inputs from a document.

    Parameters
    ----------
    content : mapping
        As in the shipped example (`example_text`). `source`, `date` and `status` hold for all that is below them; a
        number is a value, [low, value, high], or a mapping with `value`.
    workers : str, optional
        The text of a CSV table (municipality, sector, month, workers) in place of the rows of the document.

    Returns
    -------
    Inputs
        Checked.

    Raises
    ------
    InputError
    """
    part = _mapping(content.get("workers") or {}, "workers")
    table = _rows(part.get("rows") or (), "workers") if workers is None else read_workers(workers)
    if not table:
        raise InputError("There are no workers.", where="workers", mend="Give rows, or a CSV table.")
    names = _Names.of(table)
    given = _mapping(content.get("arrivals") or {}, "arrivals")
    return Inputs(
        municipalities=names.municipalities,
        sectors=names.sectors,
        first_year=_whole(content, "first_year"),
        years=_whole(content, "years"),
        workers=names.array(table, "workers"),
        workers_source=Source(**{key: str(part.get(key, "")) for key in _SAID}),
        parameters=parameters(content.get("parameters") or {}),
        population=_parameters(content.get("population") or {}, "population"),
        population_common=_number(content.get("population_common", 1.0), "population_common"),
        arrivals=names.array(_rows(given["rows"], "arrivals"), "arrivals") if given.get("rows") else None,
        lives_in=names.lives_in(_mapping(content.get("lives_in") or {}, "lives_in")),
        places=names.places(_mapping(content.get("places") or {}, "places")),
    ).checked()


def read_workers(text: str) -> Table:
    """A CSV table of workers by municipality, sector and calendar month (1 to 12).

    Examples
    --------
    >>> rows = "".join(f"Lisse,bulbs,{month},10\\n" for month in range(1, 13))
    >>> read_workers("municipality,sector,month,workers\\n" + rows)[("Lisse", "bulbs")][:2]
    [10.0, 10.0]
    """
    delimiter = ";" if text.split("\n", 1)[0].count(";") else ","
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    lacking = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if lacking:
        raise InputError(
            f"There is no column '{lacking[0]}'.", where="workers, row 1", mend=f"Give {', '.join(_COLUMNS)}."
        )
    table: Table = {}
    for number, row in enumerate(rows, start=2):
        where = f"workers, row {number}"
        month = row["month"]
        if month not in {str(one) for one in range(1, 13)}:
            raise InputError(f"'{month}' is not a month.", where=where, mend="Give 1 to 12.")
        months = table.setdefault((row["municipality"].strip(), row["sector"].strip()), [np.nan] * 12)
        if not np.isnan(months[int(month) - 1]):
            raise InputError("This month stands twice.", where=where, mend="Give each month once.")
        months[int(month) - 1] = _number(row["workers"], where)
    for (municipality, sector), months in table.items():
        if np.isnan(months).any():
            raise InputError(
                "A month is missing.", where=f"workers, {municipality}, {sector}", mend="Give all twelve, 0 for nobody."
            )
    return table


def parameters(content: Any) -> dict[str, Parameter]:
    """Parameters from nested mappings: the names are joined by dots."""
    return _parameters(content, "parameters")


def read_supply(content: Mapping[str, Any]) -> Supply | None:
    """The supply of a document; None where it has none."""
    given = _parameters(content.get("supply") or {}, "supply")
    places: dict[tuple[str, str], Parameter] = {}
    for name, one in given.items():
        municipality, _, segment = name.rpartition(".")
        if segment not in SEGMENTS:
            raise InputError(f"'{segment}' is not a segment.", where="supply", mend=f"Use {', '.join(SEGMENTS)}.")
        places[(municipality, segment)] = one
    return Supply(places) if places else None


def example_supply() -> Supply:
    """The supply of the shipped example."""
    found = read_supply(document(example_text(), "the shipped example"))
    assert found is not None
    return found


def scenarios(content: Mapping[str, Any]) -> tuple[Scenario, ...]:
    """The scenarios of a document; none where it has none."""
    return tuple(_scenario(_mapping(one, "scenarios")) for one in content.get("scenarios") or ())


@dataclass(frozen=True)
class CalibrationTask:
    """What a document asks of a calibration.

    Parameters
    ----------
    observations : tuple of Observation
    adjust : tuple of str
        Names of parameters.
    held_out : int
        Years.
    scenario : Scenario
        What happened in these years.
    """

    observations: tuple[Observation, ...]
    adjust: tuple[str, ...]
    held_out: int
    scenario: Scenario


def read_calibration(content: Mapping[str, Any]) -> CalibrationTask | None:
    """The calibration of a document; None where it has none."""
    if not content.get("calibration"):
        return None
    part = _mapping(content["calibration"], "calibration")
    happened = _mapping(part.get("scenario") or {}, "calibration, scenario")
    return CalibrationTask(
        tuple(_observation(_mapping(one, "observations")) for one in part.get("observations") or ()),
        tuple(str(name) for name in part.get("adjust") or ()),
        _whole({"held_out": 0, **part}, "held_out"),
        _scenario({"name": "what happened", **happened}),
    )


def _observation(content: Mapping[str, Any]) -> Observation:
    try:
        return Observation(**content)
    except TypeError as error:
        raise InputError(
            "An observation lacks a part, or has one that we do not know.",
            where="calibration, observations",
            mend=f"It has: {', '.join(Observation.__dataclass_fields__)}.",
        ) from error


def _scenario(content: Mapping[str, Any]) -> Scenario:
    known = set(Scenario.__dataclass_fields__)
    strange = sorted(set(content) - known)
    if strange or "name" not in content:
        what = f"There is no lever '{strange[0]}'." if strange else "A scenario has no name."
        raise InputError(what, where="scenarios", mend=f"A scenario has: {', '.join(sorted(known))}.")
    rest = {key: value for key, value in content.items() if key != "places"}
    try:
        places = tuple(Places(**_mapping(one, "places")) for one in content.get("places") or ())
        return Scenario(**rest, places=places).checked()
    except TypeError as error:
        raise InputError(
            "A lever has a value that it cannot have.",
            where=f"scenarios, {content['name']}",
            mend="Give numbers for shares and rates; places have municipality, form, year and places.",
        ) from error


def _parameters(content: Any, where: str) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    _walk(_mapping(content, where), (), {}, found)
    return found


def _walk(
    content: Mapping[str, Any], path: tuple[str, ...], said: Mapping[str, str], found: dict[str, Parameter]
) -> None:
    here = {**said, **{key: str(content[key]) for key in _SAID if key in content}}
    if "value" in content:
        found[".".join(path)] = _leaf(content, here, ".".join(path))
        return
    for key, value in content.items():
        if key in _SAID:
            continue
        name = (*path, str(key))
        if isinstance(value, dict):
            _walk(cast("dict[str, Any]", value), name, here, found)
        else:
            found[".".join(name)] = _leaf({"value": value}, here, ".".join(name))


def _leaf(content: Mapping[str, Any], said: Mapping[str, str], where: str) -> Parameter:
    value = content["value"]
    low, high = content.get("low"), content.get("high")
    if isinstance(value, list):
        three = cast("list[Any]", value)
        if len(three) != 3:
            raise InputError("A list is not of three numbers.", where=where, mend="Give [low, value, high].")
        low, value, high = three
    strange = sorted(set(content) - {"value", "low", "high", *_SAID})
    if strange:
        raise InputError(f"A number has no '{strange[0]}'.", where=where, mend="It has value, low, high and a source.")
    low, value, high = (None if one is None else _number(one, where) for one in (low, value, high))
    return Parameter(value, low, high, said.get("source", ""), said.get("date", ""), said.get("status", "unverified"))


class _Names:
    """Names in the order in which they are first met, and tables laid out by them."""

    def __init__(self, municipalities: tuple[str, ...], sectors: tuple[str, ...]) -> None:
        self.municipalities = municipalities
        self.sectors = sectors

    @classmethod
    def of(cls, table: Iterable[tuple[str, str]]) -> _Names:
        pairs = list(table)
        return cls(tuple(dict.fromkeys(one for one, _ in pairs)), tuple(dict.fromkeys(one for _, one in pairs)))

    def place(self, municipality: str, where: str) -> int:
        if municipality not in self.municipalities:
            raise InputError(f"'{municipality}' has no workers.", where=where, mend="Use the names of the workers.")
        return self.municipalities.index(municipality)

    def array(self, table: Table, where: str) -> NDArray[np.float64]:
        """(municipalities, sectors, 12); 0 where a municipality has no such sector."""
        found = np.zeros((len(self.municipalities), len(self.sectors), 12))
        for (municipality, sector), months in table.items():
            if sector not in self.sectors:
                raise InputError(f"'{sector}' has no workers.", where=where, mend="Use the names of the workers.")
            found[self.place(municipality, where), self.sectors.index(sector)] = months
        return found

    def lives_in(self, content: Mapping[str, Any]) -> NDArray[np.float64] | None:
        """{works in: {lives in: share}} for every segment, or the same by segment."""
        if not content:
            return None
        by_segment = set(content) <= set(SEGMENTS)
        found = np.tile(np.eye(len(self.municipalities)), (len(SEGMENTS), 1, 1))
        for at, segment in enumerate(SEGMENTS):
            rows = _mapping(content.get(segment) or {}, "lives_in") if by_segment else content
            for works, shares in rows.items():
                row = np.zeros(len(self.municipalities))
                for lives, share in _mapping(shares, "lives_in").items():
                    row[self.place(lives, "lives_in")] = _number(share, "lives_in")
                found[at, self.place(works, "lives_in")] = row
        return found

    def places(self, content: Mapping[str, Any]) -> NDArray[np.float64] | None:
        """{municipality: {form: places}}; what is not said has no limit."""
        if not content:
            return None
        found = np.full((len(self.municipalities), len(FORMS)), np.nan)
        for municipality, forms in content.items():
            for form, places in _mapping(forms, "places").items():
                if form not in FORMS or form == "houseless":
                    raise InputError(f"'{form}' is not a form of housing.", where=f"places, {municipality}")
                found[self.place(municipality, "places"), FORMS.index(form)] = _number(places, "places")
        return found


def _rows(rows: Iterable[Any], where: str) -> Table:
    """[municipality, sector, twelve numbers] each."""
    table: Table = {}
    for number, row in enumerate(rows, start=1):
        try:
            municipality, sector, months = row
            table[(str(municipality), str(sector))] = [float(one) for one in months]
        except (TypeError, ValueError) as error:
            raise InputError(
                "A row is not a municipality, a sector and twelve numbers.", where=f"{where}, row {number}"
            ) from error
        if len(months) != 12:
            raise InputError(f"A row has {len(months)} months.", where=f"{where}, row {number}", mend="Give twelve.")
    return table


def _mapping(content: Any, where: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise InputError("This is not a list of names with values.", where=where, mend="See the shipped example.")
    return cast("dict[str, Any]", content)


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool):
        value = None
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"'{value}' is not a number.", where=where, mend="Give a number.") from error


def _whole(content: Mapping[str, Any], name: str) -> int:
    value = content.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(f"'{value}' is not a whole number.", where=name, mend="Give a whole number.")
    return value
