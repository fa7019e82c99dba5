"""Housing careers of labour migrants: who will live where, in what form of housing, and what places that asks for."""

from __future__ import annotations

from onderdak.methods.careers.agents import Simulation, simulate
from onderdak.methods.careers.calibrate import Calibration, Observation, calibrate
from onderdak.methods.careers.files import example, example_supply, read_inputs
from onderdak.methods.careers.forecast import forecast
from onderdak.methods.careers.inputs import Inputs, Source
from onderdak.methods.careers.need import Narrowing, Need, Supply, need, saying
from onderdak.methods.careers.parameters import Parameter
from onderdak.methods.careers.results import Band, Course, Forecast, band_of
from onderdak.methods.careers.scenarios import Places, Scenario, three
from onderdak.methods.careers.states import FORMS, SEGMENTS
from onderdak.methods.careers.stay import Stay, by_stay

__all__ = [
    "FORMS",
    "SEGMENTS",
    "Band",
    "Calibration",
    "Course",
    "Forecast",
    "Inputs",
    "Narrowing",
    "Need",
    "Observation",
    "Parameter",
    "Places",
    "Scenario",
    "Simulation",
    "Source",
    "Stay",
    "Supply",
    "band_of",
    "by_stay",
    "calibrate",
    "example",
    "example_supply",
    "forecast",
    "need",
    "read_inputs",
    "saying",
    "simulate",
    "three",
]
