"""The need on paper: the same answer, tables and words as on the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onderdak.base.figures import Figure
from onderdak.base.reports.document import Block, Chart, Column, Document, Figures, Section, Table, Text
from onderdak.base.ui.charts import Chart as PageChart
from onderdak.base.ui.charts.draw import svg
from onderdak.base.ui.tables import Column as PageColumn
from onderdak.base.ui.tables import Table as PageTable
from onderdak.base.ui.tiles import figure_of, language
from onderdak.needs import need_pages, need_words
from onderdak.needs.assumption_words import own_words
from onderdak.needs.assumptions import VERIFIED, Assumptions
from onderdak.needs.models import Scenario
from onderdak.needs.need_pages import Need

_WIDE = 760


def address_of(need: Need, kind: str) -> str:
    """Where the file is."""
    if need.town is None:
        return reverse("needs:need_report", args=[need.region.slug, kind])
    return reverse("needs:need_town_report", args=[need.region.slug, need.town.slug, kind])


def document(request: HttpRequest, need: Need) -> Document:
    """The need of a region or a municipality as a report."""
    assert need.scenario is not None
    context = need_pages.context_of(request, need)
    assumed = Assumptions(need.scenario.own_assumptions)
    sections = [
        Section(_("The figures"), [Figures([figure_of(one) for one, _attention in context["tiles"]])]),
        *(_answered(need, context) if need.area else ()),
        Section(_("What we do not know"), _points(context["told"])),
        Section(_("Taken for granted"), _points(assumed_lines(need.scenario, assumed))),
    ]
    return Document(
        title=_("Need for housing"),
        subject=need.place.name,
        conclusion=context["heading"],
        as_of=need.scenario.estimate.table.period_to,
        language="nl" if language() == "nl" else "en",
        sections=[one for one in sections if one.blocks],
        warning="" if need.scenario.stands else _("This scenario has not been adopted."),
        address=request.build_absolute_uri(request.path.rsplit("/", 1)[0] + "/"),
    )


def _answered(need: Need, context: dict[str, Any]) -> Iterator[Section]:
    """What is known of the need, and how sure that is."""
    yield Section(_("How sure are we that there is a shortage?"), [Text([context["sure"] or need_pages.heading(need)])])
    yield Section(_("By length of stay"), [chart(context["balance"], _balance(context)), table(context["segments"])])
    yield Section(_("By municipality"), [table(context["towns"])] if context["towns"] else [])
    yield Section(_("What would make it surer"), _points(context["narrows"]))


def assumed_lines(scenario: Scenario, assumed: Assumptions) -> list[str]:
    """What a report says of the assumptions: which scenario it is, how many are verified, and which are its own."""
    verified = sum(one.status in VERIFIED for one in assumed.values())
    said = {"name": need_words.scenario_name(scenario), "levers": need_words.levers(scenario)}
    counts = {"all": len(assumed), "n": verified}
    return [
        _("Scenario “%(name)s”: %(levers)s.") % said,
        _("%(all)s numbers are taken for granted, of which %(n)s are verified. The report of the years to come lists "
          "them all, with their sources.") % counts,
        *own_words(assumed),
    ]  # fmt: skip


def _points(lines: list[str]) -> list[Block]:
    return [Text(lines, points=True)] if lines else []


def chart(one: PageChart, numbers: Table) -> Chart:
    """A chart of a page, as a picture."""
    return Chart(str(one.title), str(one.summary), svg(one.spec, _WIDE, one.height, language()), numbers)


def _balance(context: dict[str, Any]) -> Table:
    rows = [[row["segment"], row["measure"], row["value"], row["low"], row["high"]] for row in context["balance"].rows]
    labels = (_("Places"), _("At least"), _("At most"))
    columns = [Column(_("Length of stay")), Column(_("What")), *(Column(one, "number") for one in labels)]
    return Table(_("Asked for, and there"), columns, rows)


def table(one: PageTable) -> Table:
    """A table of a page, with the columns that one sees."""
    seen = [column for column in one.columns if not column.hidden]
    columns = [Column(str(column.label), "figure" if column.kind == "figure" else "text") for column in seen]
    return Table(str(one.caption), columns, [[_cell(column, row) for column in seen] for row in one.rows])


def _cell(column: PageColumn, row: Any) -> str | Figure | None:
    value = column.of(row)
    if column.kind == "figure":
        return None if value is None else figure_of(value)
    return column.text(value)
