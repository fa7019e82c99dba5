"""Housing careers of labour migrants: who will live where, in what form of housing, and what places that asks for."""

from __future__ import annotations

from onderdak.methods.careers.files import example, read_inputs
from onderdak.methods.careers.forecast import forecast
from onderdak.methods.careers.inputs import Inputs, Source
from onderdak.methods.careers.parameters import Parameter
from onderdak.methods.careers.results import Band, Course, Forecast, band_of
from onderdak.methods.careers.scenarios import Places, Scenario, three
from onderdak.methods.careers.states import FORMS, SEGMENTS

__all__ = [
    "FORMS",
    "SEGMENTS",
    "Band",
    "Course",
    "Forecast",
    "Inputs",
    "Parameter",
    "Places",
    "Scenario",
    "Source",
    "band_of",
    "example",
    "forecast",
    "read_inputs",
    "three",
]
