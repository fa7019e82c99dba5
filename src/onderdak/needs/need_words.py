"""Need and shortage in sentences: how much, how sure, and what would make it surer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.methods.careers import saying
from onderdak.needs.forecasting import ALL
from onderdak.needs.models import Scenario
from onderdak.needs.words import about, joined, number, plain

#: From this chance on a shortage is called likely, as `methods/careers` does.
LIKELY = 0.8
#: A narrowing of less than this is not worth saying.
_LITTLE = 0.03


def segment(code: str) -> str:
    """A length of stay."""
    return {
        "short": _("For a season"),
        "mid": _("Months to years"),
        "long": _("To settle"),
        ALL: _("All lengths of stay"),
    }[code]


def scenario_name(one: Scenario) -> str:
    """A scenario by name."""
    return {"low": _("Low growth"), "middle": _("Middle growth"), "high": _("High growth")}.get(one.name, one.name)


def levers(one: Scenario) -> str:
    """What a scenario takes otherwise."""
    return "; ".join(_levers(one.levers)) or _("as assumed")


def _levers(given: Mapping[str, Any]) -> Iterator[str]:
    growth = given["growth"]
    if isinstance(growth, int | float):
        yield _("growth of %(share)s%% a year") % {"share": plain(growth * 100)}
    elif growth != "middle":
        yield {"low": _("low growth"), "high": _("high growth")}[growth]
    if given["settle"] is not None:
        yield _("%(share)s%% settles") % {"share": plain(given["settle"] * 100)}
    if given["tied"] is not None:
        yield _("%(share)s%% of the beds comes with the job") % {"share": plain(given["tied"] * 100)}
    if given["season_shift"]:
        shift = given["season_shift"]
        words = ngettext("season %(n)s month later", "season %(n)s months later", abs(shift))
        earlier = ngettext("season %(n)s month earlier", "season %(n)s months earlier", abs(shift))
        yield (words if shift > 0 else earlier) % {"n": abs(shift)}
    if given["season_flatter"]:
        yield _("season %(share)s%% flatter") % {"share": plain(given["season_flatter"] * 100)}
    if own := len(given.get("assumptions", ())):
        yield ngettext("%(n)s assumption of its own", "%(n)s assumptions of its own", own) % {"n": own}


def sure(chance: float) -> str:
    """How sure we are that something is short at all."""
    return {
        "almost_certain": _("almost certain"),
        "likely": _("likely"),
        "open": _("we cannot tell"),
        "unlikely": _("unlikely"),
        "almost_excluded": _("almost excluded"),
    }[saying(chance)]


def sure_sentence(chance: float, place: str) -> str:
    """The same in full, with the number behind it."""
    said = {"place": place, "sure": sure(chance), "n": round(chance * 100)}
    if saying(chance) == "open":
        return _("We cannot tell whether %(place)s is short of places: in %(n)s of 100 computed courses it is.") % said
    if said["n"] == 100:
        return _("That %(place)s is short of places is %(sure)s: in nearly every computed course it is.") % said
    return _("That %(place)s is short of places is %(sure)s: in %(n)s of 100 computed courses it is.") % said


def of_segment(code: str, short: Mapping[str, Any]) -> str:
    """What one length of stay is short of, in a sentence."""
    chance = short["chance"][0]
    said = {"segment": segment(code), "n": number(short["value"][0]), "sure": sure(chance)}
    if saying(chance) == "open":
        return _("%(segment)s: whether there is a shortage we cannot tell.") % said
    if short["value"][0] == 0:
        return _("%(segment)s: a shortage is %(sure)s.") % said
    return _("%(segment)s: %(n)s places short, %(sure)s.") % said


def heading(area: Mapping[str, Any], year: int, place: str) -> str:
    """The need of a region or a municipality in one sentence."""
    short = area["shortage"]
    if short is None:
        demand = area["demand"][ALL]
        said = {"n": about(demand["value"][0], demand["low"][0], demand["high"][0]), "place": place, "year": year}
        return _("%(n)s places are asked for in %(place)s in %(year)s; how many there are is not known") % said
    whole = short[ALL]
    said = {
        "n": about(whole["value"][0], whole["low"][0], whole["high"][0]),
        "place": place,
        "year": year,
        "sure": sure(whole["chance"][0]),
    }
    if saying(whole["chance"][0]) == "open":
        return _("We cannot tell whether %(place)s is short of places in %(year)s") % said
    if saying(whole["chance"][0]) in ("unlikely", "almost_excluded"):
        return _("%(place)s is probably not short of places in %(year)s") % said
    return _("%(n)s places short in %(place)s in %(year)s: %(sure)s") % said


def balance_title(area: Mapping[str, Any]) -> str:
    """What the picture of demand and supply shows, as a conclusion."""
    short = area["shortage"]
    if short is None:
        return _("What is asked for, by length of stay")
    lacking = [segment(code) for code in short if code != ALL and short[code]["chance"][0] >= LIKELY]
    if not lacking:
        return _("For no length of stay is a shortage likely")
    return _("A shortage is likely: %(names)s") % {"names": joined([one.lower() for one in lacking])}


def largest(area: Mapping[str, Any]) -> str:
    """Which length of stay is short of most, in a sentence."""
    short = area["shortage"]
    if short is None:
        return ""
    code = max((one for one in short if one != ALL), key=lambda one: short[one]["value"][0])
    if short[code]["value"][0] <= 0:
        return ""
    return {
        "short": _("Most is short for who comes for a season."),
        "mid": _("Most is short for who stays some months to years."),
        "long": _("Most is short for who settles: they look for an ordinary home."),
    }[code]


def narrows(area: Mapping[str, Any], late: Sequence[str], untold: Sequence[str]) -> list[str]:
    """What would make the interval of the shortage narrower, the most first; computed, not supposed.

    Parameters
    ----------
    area : mapping
        What a scenario comes to in a region or a municipality.
    late : sequence of str
        Sources of the picture that are late or absent.
    untold : sequence of str
        Municipalities that the estimate cannot tell.
    """
    return [_narrow(one, late, untold) for one in _telling(area)]


def _telling(area: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = sorted(area.get("narrows", ()), key=lambda one: -one["share"])
    return [one for one in found if one["share"] >= _LITTLE]


def narrows_most(area: Mapping[str, Any]) -> str:
    """What would narrow the interval most, short enough for a table; empty where nothing would."""
    found = _telling(area)
    if not found:
        return ""
    first = found[0]
    told = {
        "estimate": _("an extra overlapping list: %(much)s narrower"),
        "stay": _("how long people stay: %(much)s narrower"),
        "work": _("jobs and the beds with them: %(much)s narrower"),
        "housing": _("how people begin and move on: %(much)s narrower"),
        "supply": _("newer lists of all housing: %(much)s narrower"),
    }
    return told[first["what"]] % {"much": how_much(first["share"])}


def makes_people_known(town: Mapping[str, Any]) -> str:
    """What would make the people of a municipality known that an estimate cannot tell."""
    said = {"town": town["name"], "lists": joined([f"“{name}”" for name in town.get("empty", ())])}
    if town["state"] == "suppressed":
        return _("More people must be seen in %(town)s: an extra list that covers it may do that.") % said
    if town.get("empty"):
        return _("What would make it known: %(lists)s with people in %(town)s, or another list that covers it.") % said
    return _("What would make it known: an extra list that shares people in %(town)s with another.") % said


def makes_places_known(town: str) -> str:
    """What would make the places of a municipality known that nobody counted."""
    told = _(
        "No housing picture yet: nobody has counted the places in %(town)s. A list of a provider, an agency or the "
        "municipality, and a new housing picture after it, would make them known."
    )
    return told % {"town": town}


def hidden_places(town: str) -> str:
    """What is done with places that the picture hides."""
    told = _(
        "The housing picture does not show how many places there are in %(town)s: a small number. So they are "
        "reckoned with as an interval, from none to all that the other municipalities leave of the region. They are "
        "told once there are enough of them."
    )
    return told % {"town": town}


def _narrow(one: Mapping[str, Any], late: Sequence[str], untold: Sequence[str]) -> str:
    said = {"much": how_much(one["share"]), "names": joined(list(late)), "towns": joined(list(untold))}
    if one["what"] == "supply" and late:
        return (
            _("A delivery by %(names)s, and newer lists by the others, would make it at most %(much)s narrower.") % said
        )
    if one["what"] == "estimate" and untold:
        told = _(
            "An extra list that also covers %(towns)s would make it at most %(much)s narrower: then the number of "
            "people would be surer."
        )
        return told % said
    return {
        "estimate": _(
            "An extra overlapping list would make it at most %(much)s narrower: then the number of people would be "
            "surer."
        ),
        "stay": _(
            "Knowing how long people stay (a survey of who wants to settle) would make it at most %(much)s narrower."
        ),
        "work": _(
            "Knowing how jobs begin and end, and whether the bed comes with them, would make it at most %(much)s "
            "narrower."
        ),
        "housing": _(
            "Knowing in what housing people begin and how they move on would make it at most %(much)s narrower."
        ),
        "supply": _("Newer lists of all housing would make it at most %(much)s narrower."),
    }[one["what"]] % said


def how_much(share: float) -> str:
    """A part of the interval."""
    for part, words in ((0.5, _("half")), (1 / 3, _("a third")), (0.25, _("a quarter")), (0.2, _("a fifth"))):
        if abs(share - part) < 0.03:
            return words
    return _("%(percent)s%%") % {"percent": round(share * 100)}
