"""An estimate on paper: one page for a council without a formula, and the technical appendix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import ascii_uppercase
from textwrap import shorten
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.figures.format import number as exact_number
from onderdak.base.reports.document import Block, Chart, Column, Document, Figures, Section, Table, Text
from onderdak.base.ui.charts import Chart as PageChart
from onderdak.base.ui.charts.draw import svg
from onderdak.base.ui.tiles import language
from onderdak.needs import estimate_pages as pages
from onderdak.needs import figures, words
from onderdak.needs.models import Estimate
from onderdak.needs.models_chart import models_chart, ways
from onderdak.needs.upset import upset
from onderdak.needs.words import number

_WIDE = 760
#: So many municipalities are told on the one page of a council; the appendix has them all.
_MOST_TOWNS = 6
#: And so many letters of the motivation.
_MOST_LETTERS = 300


def for_council(one: Estimate, address: str) -> Document:
    """The explanation for who decides, on one page: what we know, how, how sure we are, and what we do not know."""
    sections = [
        Section(_("How one counts people whom nobody counts"), [Figures(figures.of_region(one)[:1]), Text(_how(one))]),
        Section(_("How sure this is"), [Text(list(_sure(one)), points=True)]),
        Section(_("By municipality"), [Text(list(_towns_told(one)))] if one.answer["towns"] else []),
    ]
    return _document(one, _("How many are there?"), sections, address)


def _seen(one: Estimate) -> str:
    found = one.answer
    seen = found["answer"]["observed"]
    said = {"seen": seen, "missed": found["n_hat"] - seen, "low": found["low"] - seen, "high": found["high"] - seen}
    return _(
        "%(seen)s people are on a list; by the estimate %(missed)s are on none (between %(low)s and %(high)s)."
    ) % {name: number(value) for name, value in said.items()}


def _towns_told(one: Estimate) -> Iterator[str]:
    """The largest municipalities in a sentence, and of which there is no number."""
    told = sorted((town for town in one.answer["towns"] if town["state"] == "ok"), key=lambda town: -town["n_hat"])
    text = "; ".join(_town_told(town) for town in told[:_MOST_TOWNS])
    if more := len(told) - _MOST_TOWNS if len(told) > _MOST_TOWNS else 0:
        text += "; " + ngettext("and one smaller municipality", "and %(n)s smaller municipalities", more) % {"n": more}
    yield f"{text}. {_remainder(one)}" if text else _remainder(one)
    untold = [town["name"] for town in one.answer["towns"] if town["state"] != "ok"]
    if untold:
        rest = _("%(n)s others") % {"n": len(untold) - _MOST_TOWNS} if len(untold) > _MOST_TOWNS else ""
        names = words.joined([*untold[:_MOST_TOWNS], *([rest] if rest else [])])
        yield _("Of %(towns)s no number can be given: the lists say too little there.") % {"towns": names}


def _town_told(town: Mapping[str, Any]) -> str:
    said = {"town": town["name"], **{name: number(town[name]) for name in ("n_hat", "low", "high")}}
    return _("%(town)s %(n_hat)s (between %(low)s and %(high)s)") % said


def _how(one: Estimate) -> list[str]:
    answer = one.answer["answer"]
    several = sum(row["count"] or 0 for row in answer["overlaps"] if len(row["lists"]) > 1)
    compared = _(
        "Nobody has a list of everybody. So we laid %(n)s lists beside each other: %(lists)s. Where they were "
        "compared, names had been replaced by codes; here we only have counts."
    ) % {"n": len(one.lists), "lists": words.joined(one.lists)}
    told = _(
        "The overlap tells how much we miss. If almost everybody on one list is on the other lists too, few people are "
        "missing. If the lists hardly share anybody, there must be many whom none of them sees. Of the %(seen)s people "
        "whom we saw, %(several)s are on more than one list."
    ) % {"seen": number(answer["observed"]), "several": number(several)}
    return [compared, told, _seen(one)]


def _sure(one: Estimate) -> Iterator[str]:
    found = one.answer
    yield _(
        "The interval covers all explanations of the overlap that fit about as well, and chance. We cannot be more "
        "exact with these lists."
    )
    yield from (words.guard(guard) for guard in found["guards"])
    yield _(
        "People who left and are still on a list make the number too high. So do people whom two lists write "
        "differently."
    )
    if one.stands:
        told = shorten(one.motivation, _MOST_LETTERS, placeholder=" …")
        more = " " + _("The technical appendix has the whole motivation.") if told.endswith(" …") else ""
        yield _adopted(told) + more


def _adopted(motivation: str) -> str:
    return _("Adopted because: %(motivation)s") % {"motivation": motivation}


def _towns(one: Estimate) -> Iterator[Block]:
    towns = one.answer["towns"]
    if not towns:
        return
    yield Table(
        _("Estimate by municipality"),
        [Column(_("Municipality")), Column(_("People"), "figure")],
        [[town["name"], figures.of_town(one, town)[0]] for town in towns],
        note=_remainder(one),
    )
    untold = [words.town_reason(town) for town in towns if town["state"] != "ok"]
    if untold:
        yield Text(untold)


def _remainder(one: Estimate) -> str:
    rest = one.answer["remainder"]
    if not rest:
        return _("The municipalities add up to the region exactly.")
    return _("With the %(n)s people who cannot be told by municipality, this adds up to the region exactly.") % {
        "n": number(rest)
    }


def appendix(request: HttpRequest, one: Estimate, address: str) -> Document:
    """What somebody needs who wants to check it."""
    found = one.answer
    answer = found["answer"]
    sections = [
        Section(
            _("Data"),
            [
                _lists(one),
                _chart(upset(request, one.lists, answer["overlaps"], people=answer["observed"]), _overlaps(one)),
            ],
        ),
        Section(_("Which models can be used"), [Text(list(_method(one))), *_refused(one)]),
        Section(
            _("Chosen model, and how far the others lie"),
            [
                Text(
                    [
                        words.why(found, one.criterion),
                        words.assumption(one.lists, answer["chosen"]["terms"]),
                        *([_adopted(one.motivation)] if one.stands else []),
                    ]
                ),
                _chart(models_chart(request, found), _ways(found)),
                _models(one),
            ],
        ),
        Section(_("Municipalities"), [*_towns(one), Text([_pooling()])]),
        Section(_("If something else holds"), [_what_if(one)]),
        Section(_("Literature"), [Text(_LITERATURE, points=True)]),
    ]
    return _document(one, _("How many are there? Technical appendix"), [s for s in sections if s.blocks], address)


def _method(one: Estimate) -> Iterator[str]:
    yield _(
        "Counts of people by the lists that they are on are Poisson; the logarithm of what is expected is a sum of "
        "parameters, one for each set of lists in the model and for each part of such a set. N is the people seen plus "
        "the exponent of the first parameter."
    )
    yield _(
        "Before a model gives a number it is checked whether its likelihood has a maximum (a linear programme on the "
        "margins) and whether the cells that were seen can tell its parameters apart (rank of the Jacobian)."
    )
    envelope = one.answer["answer"]["envelope"]
    if envelope:
        yield _(
            "The envelope is the range over the %(near)s models within 10 of the lowest AIC or of the lowest BIC. The "
            "interval that is published also covers the bootstrap interval (BCa, 95%%), in which the choice of the "
            "model is repeated on every drawn table."
        ) % {"near": len(envelope["models"])}


def _pooling() -> str:
    return _(
        "Each municipality has its own size and its own parameters; those are drawn towards their common mean as far "
        "as the municipalities prove to be alike (empirical Bayes). The missed people are scaled to those of the "
        "region and rounded by the largest remainders. Where the chosen model has no answer on the municipality’s own "
        "overlaps, its number would be that of the others alone: it is not given, and counts in the remainder. As "
        "municipalities differ, the region is no single table: the interval of the region also covers what its "
        "municipalities come to together (draws under means and spreads that are drawn anew; Laird and Louis)."
    )


def _lists(one: Estimate) -> Table:
    sizes = one.answer["answer"]["list_sizes"]
    return Table(
        _("Lists"),
        [Column(_("In models")), Column(_("In the picture")), Column(_("List")), Column(_("People"), "number")],
        [
            [str(place), letter, name, size]
            for place, (letter, name, size) in enumerate(zip(ascii_uppercase, one.lists, sizes, strict=False), start=1)
        ],
        note=_("Counted by %(who)s. The size of a list is left out where a small group would follow from it.")
        % {"who": one.table.linked_by},
    )


def _overlaps(one: Estimate) -> Table:
    rows = [[words.joined(row["lists"]), row["count"]] for row in one.answer["answer"]["overlaps"]]
    return Table(
        _("People by the lists they are on"),
        [Column(_("Only on")), Column(_("People"), "number")],
        rows,
        note=_(
            "Groups of fewer than ten people are hidden, and the next smallest where one gap would follow from the "
            "total."
        ),
    )


def _refused(one: Estimate) -> list[Block]:
    rows = [row for row in one.answer["answer"]["models"] if row["status"] != "ok"]
    if not rows:
        return [Text([_("No model was refused.")])]
    columns = [Column(_("Model")), Column(_("Why"))]
    return [
        Table(_("Models that were refused"), columns, [[row["terms"], words.reason(row["status"])] for row in rows])
    ]


def _ways(found: dict[str, Any]) -> Table:
    columns = [Column(_("Way to the answer")), Column(_("People"), "number"), Column(_("Interval"))]
    rows = [[way.name, None if way.value is None else round(way.value), way.range] for way in ways(found)]
    return Table(_("Ways to the answer"), columns, rows)


def _models(one: Estimate) -> Table:
    near = set(one.answer["answer"]["envelope"]["models"])
    rows = [row for row in one.answer["answer"]["models"] if row["terms"] in near]
    return Table(
        _("Models in the envelope, the best first"),
        [Column(_("Model")), Column(_("People"), "number"), Column("AIC"), Column("BIC")],
        [[row["terms"], round(row["n_hat"]), _tenths(row["aic"]), _tenths(row["bic"])] for row in rows],
        note=_(
            "[12,3] says that list 1 and list 2 depend on each other, and list 3 on neither; the numbers are those of "
            "the table of lists."
        ),
    )


def _tenths(value: float) -> str:
    """A criterion: models are compared by differences of a few."""
    return exact_number(value, language(), 1)


def _what_if(one: Estimate) -> Table:
    rows = [[told, None if value is None else round(value)] for told, value in pages.what_if(one)]
    return Table(
        _("The answer when something else holds"), [Column(_("What is assumed")), Column(_("People"), "number")], rows
    )


def _chart(chart: PageChart, numbers: Table) -> Chart:
    return Chart(str(chart.title), str(chart.summary), svg(chart.spec, _WIDE, chart.height, language()), numbers)


def _document(one: Estimate, title: str, sections: list[Section], address: str) -> Document:
    return Document(
        title=title,
        subject=one.region.name,
        conclusion=words.heading(one.answer, one.region.name),
        as_of=one.table.period_to,
        language="nl" if language() == "nl" else "en",
        sections=[section for section in sections if section.blocks],
        warning="" if one.stands else _("This estimate has not been adopted."),
        address=address,
    )


_LITERATURE = [
    "S.E. Fienberg, Biometrika 59 (1972) 591-603.",
    "S.E. Fienberg and A. Rinaldo, Annals of Statistics 40 (2012) 996-1023.",
    "L. Chan, B.W. Silverman and K. Vincent, JASA 116 (2021) 1297-1306.",
    "K.P. Burnham and D.R. Anderson, Model Selection and Multimodel Inference (2002).",
    "B. Efron, JASA 82 (1987) 171-185.",
    "N.M. Laird, Biometrika 65 (1978) 581-590.",
    "N.M. Laird and T.A. Louis, JASA 82 (1987) 739-750.",
    "A. Chao, Biometrics 43 (1987) 783-791.",
    "P.-P. de Wolf, J. van der Laan and D. Zult, Journal of Official Statistics 35 (2019) 577-597.",
]
