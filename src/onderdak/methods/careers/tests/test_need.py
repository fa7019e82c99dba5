"""Lacking places, what narrows their interval, and calibration on counts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from onderdak.methods.careers import (
    SEGMENTS,
    Observation,
    Places,
    Scenario,
    Supply,
    band_of,
    by_stay,
    calibrate,
    forecast,
    need,
    saying,
)
from onderdak.methods.careers.states import FORMS, OWN_FORMS
from onderdak.methods.careers.tests.make import known, small
from onderdak.methods.errors import InputError


def _supply(places):
    names = [(one, segment) for one in ("Noord", "Zuid") for segment in SEGMENTS]
    return Supply({name: known(*places) for name in names})


def _people(inputs, low, value, high):
    """An estimate of the people of Noord, and of half as many in Zuid."""
    population = {"Noord": known(value, low, high), "Zuid": known(value / 2, low / 2, high / 2)}
    return dataclasses.replace(inputs, population=population)


def test_need_is_who_has_no_home_of_his_own_less_the_places():
    found = forecast(small(), [Scenario("none", growth=0.0)], draws=0)
    lacking = need(found, _supply((100.0,)), "none")
    people = found.course("none").people[0].astype(float)
    own = people[..., [FORMS.index(one) for one in OWN_FORMS]].sum(axis=-1)
    assert lacking.gap[0] == pytest.approx(people.sum(axis=-1) - own - 100)
    assert lacking.band().value == pytest.approx(np.maximum(lacking.gap[0], 0).sum(axis=(1, 2)))
    assert (need(found, _supply((100.0,)), "none", moment="peak").gap >= lacking.gap - 1e-3).all()


def test_places_that_a_scenario_adds_fill_the_segment_from_their_year():
    more = Scenario("more", growth=0.0, places=(Places("Zuid", "shared", 2028, 40),))
    found = forecast(small(), [Scenario("none", growth=0.0), more], draws=0)
    with_more, without = (need(found, _supply((10.0,)), name).gap[0] for name in ("more", "none"))
    gained = np.zeros_like(without)
    gained[1:, 1, SEGMENTS.index("mid")] = 40
    assert without - with_more == pytest.approx(gained)
    assert found.difference("more", "none").value == pytest.approx(np.zeros(3))


def test_the_interval_of_the_estimate_of_the_people_is_carried_into_the_need():
    """With nothing else uncertain the need of a place without supply has the very interval of the estimate."""
    inputs = _people(small(family=0.0), 1800.0, 2000.0, 2500.0)
    found = forecast(inputs, [Scenario("none", growth=0.0)], draws=4000, seed=1)
    band = found.band("none", municipality="Noord")
    assert [band.low[0], band.value[0], band.high[0]] == pytest.approx([1800, 2000, 2500], rel=0.01)
    lacking = need(found, _supply((0.0,)), "none")
    part = lacking.gap[:, 0, 0].sum(axis=1) / found.people("none", municipality="Noord")[:, 0]
    assert part == pytest.approx(np.full(4000, part[0]), rel=1e-4)
    whole = found.band("none")
    apart = forecast(dataclasses.replace(inputs, population_common=0.0), [Scenario("none", growth=0.0)], draws=4000)
    narrower = apart.band("none")
    assert narrower.high[0] - narrower.low[0] < 0.9 * (whole.high[0] - whole.low[0])


def test_what_narrows_most_is_what_narrows_most_when_it_is_held():
    inputs = _people(small(growth__middle=known(0.01, -0.01, 0.03)), 1700.0, 2000.0, 2400.0)
    scenario, supply = [Scenario("some")], _supply((150.0, 140.0, 165.0))
    found = need(forecast(inputs, scenario, draws=600, seed=4), supply, "some")
    told = {one.name: one for one in found.narrows()}
    assert next(iter(told)) == "people"
    assert sum(one.share for one in told.values()) == pytest.approx(1, abs=0.05)

    def width(which):
        band = band_of(which.gap[:, -1].sum(axis=(1, 2))[:, None])
        return float(band.high[0] - band.low[0])

    held = need(forecast(inputs, scenario, draws=600, seed=4, held=("people",)), supply, "some")
    assert 1 - width(held) / width(found) == pytest.approx(told["people"].if_known, abs=0.07)
    assert told["growth"].if_halved < told["growth"].if_known
    with pytest.raises(InputError, match="too few"):
        need(forecast(inputs, scenario, draws=8, seed=4), supply, "some").narrows()


def test_how_sure_a_shortage_is():
    inputs = _people(small(), 1700.0, 2000.0, 2400.0)
    found = forecast(inputs, [Scenario("none", growth=0.0)], draws=400)
    assert need(found, _supply((0.0,)), "none").sure("Noord", "mid") == pytest.approx([1, 1, 1])
    half = float(np.median(need(found, _supply((0.0,)), "none").gap[:, 0, 0, 1]))
    assert need(found, _supply((half,)), "none").sure("Noord", "mid")[0] == pytest.approx(0.5, abs=0.01)
    assert [saying(one) for one in (1.0, 0.9, 0.5, 0.1, 0.0)] == [
        "almost_certain",
        "likely",
        "open",
        "unlikely",
        "almost_excluded",
    ]


def test_a_supply_that_nobody_knows_is_refused():
    found = forecast(small(), [Scenario("none", growth=0.0)], draws=0)
    with pytest.raises(InputError, match="supply is not known"):
        need(found, Supply({("Noord", "short"): known(1.0)}), "none")


def test_calibration_finds_back_what_made_the_counts():
    truth = small(years=5, leave__mid=0.05, move__long__shared__rent=0.06)
    happened = Scenario("what happened", growth=0.03)
    run, stay = forecast(truth, [happened], draws=0), by_stay(truth)
    counts = [
        Observation("people", float(run.people(happened.name, municipality=one)[0, at]), 2.0, "count", year, one)
        for at, year in enumerate(run.years)
        for one in run.municipalities
    ]
    counts += [
        Observation("sharing", float(stay.sharing[0, 24]), 0.002, "survey", months=24),
        Observation("left", float(1 - stay.here[0, 60]), 0.002, "register", months=60),
    ]
    start = small(years=5, leave__mid=known(0.03, 0.015, 0.06))
    found = calibrate(start, counts, ["leave.mid", "move.long.shared.rent"], held_out=2, scenario=happened, draws=60)
    assert found.after < 0.5 < found.before
    assert found.inputs.parameters["leave.mid"].known == pytest.approx(0.05, rel=0.05)
    assert found.inputs.parameters["move.long.shared.rent"].known == pytest.approx(0.06, rel=0.05)
    assert found.inputs.parameters["leave.mid"].status == "estimated"
    assert len(found.held) == 4
    assert found.coverage == 1
    assert found.error < found.error_of_last
    assert found.to_dict()["coverage"] == 1


def test_a_calibration_that_cannot_learn_is_refused_or_warns():
    counts = [Observation("people", 1000.0, 10.0, "count", 2027)]
    with pytest.raises(InputError, match="Nothing is left"):
        calibrate(small(), [*counts, dataclasses.replace(counts[0], year=2028)], ["leave.mid"], held_out=2)
    with pytest.raises(InputError, match="no such parameter"):
        calibrate(small(), counts, ["luck"])
    assert "cannot all be told apart" in calibrate(small(), counts, ["leave.mid", "leave.long"]).warnings[0]
