"""What an estimate says, in sentences: for pages, reports and figures alike, in the language that is active."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.figures import Figure
from onderdak.base.figures.format import carried, interval
from onderdak.base.figures.format import number as _number
from onderdak.base.ui.tiles import language


def number(value: float) -> str:
    """A whole number in the language of the reader."""
    return _number(round(value), language())


def plain(value: float) -> str:
    """A number with the decimals that it has."""
    text = f"{value:g}"
    return text.replace(".", ",") if language() == "nl" else text


def joined(names: Sequence[str]) -> str:
    """Names in a sentence."""
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def quoted(names: Sequence[str]) -> str:
    """Names of lists in a sentence."""
    return joined([f"“{name}”" for name in names])


CRITERIA = {
    "bic": lambda: _("the simplest model that explains the overlaps (BIC)"),
    "aic": lambda: _("the model that predicts the overlaps best (AIC)"),
    "stepwise": lambda: _("step by step, the strongest dependence first"),
}


def reason(code: str) -> str:
    """Why a model is refused."""
    return {
        "no_mle": _("Empty overlaps would drive its answer up without end."),
        "not_identified": _(
            "What was seen cannot tell its answer: other answers explain the overlaps exactly as well."
        ),
    }.get(code, _("It cannot be used with these overlaps."))


def guard(one: Mapping[str, Any]) -> str:
    """What a reader must know before he uses the number."""
    said = {"lists": quoted(one.get("lists", []))}
    if one["code"] == "two_lists":
        return _two_lists(one, said)
    return {
        "all_refused": _(
            "No model can be used with these overlaps, so there is no estimate. Only a lower bound is left."
        ),
        "rests_on_little": _(
            "Fewer than one in twenty people would be on any list. Such an estimate rests on very little."
        ),
        "empty_list": _("The list %(lists)s is empty in this period.") % said,
        "nobody_on_both": _(
            "Nobody is on both %(lists)s. Check whether these two lists were linked, and whether somebody can be on "
            "both."
        )
        % said,
    }[one["code"]]


def _two_lists(one: Mapping[str, Any], said: dict[str, str]) -> str:
    told = (
        _(
            "With these two lists, %(lists)s, the result assumes that being on the one says nothing about being on the "
            "other. Nothing in the table can confirm that; a third list could."
        )
        % said
    )
    if one.get("low") is None:
        return told
    range_ = _("If the one halves or doubles the odds of the other, the answer lies between %(low)s and %(high)s.")
    return f"{told} {range_ % {'low': number(one['low']), 'high': number(one['high'])}}"


def assumption(lists: Sequence[str], terms: str) -> str:
    """What the chosen model takes for granted, in one or two sentences."""
    pairs = [named for named in _groups(lists, terms) if len(named) > 1]
    if not pairs:
        return _("The model takes it that being on one list says nothing about being on another.")
    told = _("The model takes it that only these lists depend on each other: %(groups)s.")
    return told % {"groups": "; ".join(quoted(group) for group in pairs)}


def _groups(lists: Sequence[str], terms: str) -> Iterator[list[str]]:
    """The lists of each term of "[12,3]"; a list further than the ninth is written between dots."""
    for term in terms.strip("[]").split(","):
        places = [int(one) for one in (re.findall(r"\d+", term) if "." in term else re.findall(r"\d", term))]
        yield [lists[place - 1] for place in places if place <= len(lists)]


def model_words(lists: Sequence[str], terms: str) -> str:
    """A model by name, short enough for a table."""
    pairs = [" × ".join(group) for group in _groups(lists, terms) if len(group) > 1]
    return "; ".join(pairs) or _("no dependence")


def town_reason(town: Mapping[str, Any]) -> str:
    """Why there is no estimate of a municipality by itself."""
    said = {"town": town["name"], "lists": quoted(town.get("empty", []))}
    if town["state"] == "suppressed":
        return _("In %(town)s so few people were seen that the number stays hidden.") % said
    told = reason(town["reason"])
    if town.get("empty"):
        first = _("In %(town)s nobody is on %(lists)s, so the overlaps there cannot tell how many were not seen.")
    elif not town.get("overlap"):
        first = _("In %(town)s nobody is on two lists, so the overlaps there cannot tell how many were not seen.")
    else:
        first = _("In %(town)s too many overlaps are empty.")
    return f"{first % said} {told}"


def heading(answer: Mapping[str, Any], place: str) -> str:
    """The answer in one sentence."""
    if answer.get("n_hat") is None:
        return _("There is no estimate for %(place)s: every model is refused") % {"place": place}
    missed = answer["n_hat"] - answer["answer"]["observed"]
    said = {
        "place": place,
        "n": about(answer["n_hat"], answer["low"], answer["high"]),
        "share": _one_in(missed / answer["n_hat"]),
    }
    return _("%(n)s people in %(place)s, of whom %(share)s stand on no list") % said


def _one_in(share: float) -> str:
    """A share as a reader says it."""
    for part, words in (
        (0.5, _("half")),
        (1 / 3, _("one in three")),
        (0.25, _("one in four")),
        (0.2, _("one in five")),
    ):
        if abs(share - part) < 0.03:
            return words
    return _("%(percent)s%%") % {"percent": round(share * 100)}


def about(value: float, low: float, high: float) -> str:
    """An estimate as exactly as its interval can carry."""
    said = carried(_estimate(value, low, high), language())
    return said[:1].upper() + said[1:]


def between(value: float, low: float, high: float) -> str:
    """The interval of an estimate, as rounded as it is everywhere; nothing where there is no width."""
    return interval(_estimate(value, low, high), language())


def _estimate(value: float, low: float, high: float) -> Figure:
    return Figure("x", "", value, "", date.min, "", "estimated", "", "", low=low, high=high)


def why(answer: Mapping[str, Any], criterion: str) -> str:
    """Why this model was chosen, and how many others there were."""
    models = answer["answer"]["models"]
    good = sum(one["status"] == "ok" for one in models)
    refused = len(models) - good
    if good == 1:
        chosen = _("With these lists only one model can be used.")
    else:
        told = _("Of the %(good)s models that can be used") % {"good": number(good)}
        chosen = _("%(told)s, it is %(criterion)s.") % {"told": told, "criterion": CRITERIA[criterion]()}
    if not refused:
        return chosen
    left = ngettext("One model was refused.", "%(n)s models were refused.", refused) % {"n": number(refused)}
    return f"{chosen} {left}"
