"""The need on paper: the same answer, tables and words as on the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from onderdak.base.figures import Figure
from onderdak.base.reports.document import Block, Chart, Column, Document, Figures, Section, Table, Text
from onderdak.base.ui.charts import Chart as PageChart
from onderdak.base.ui.charts.draw import svg
from onderdak.base.ui.tables import Table as PageTable
from onderdak.base.ui.tiles import figure_of, language
from onderdak.needs import need_pages
from onderdak.needs.need_pages import Need

_WIDE = 760


def document(request: HttpRequest, need: Need) -> Document:
    """The need of a region as a report."""
    assert need.scenario is not None
    context = need_pages.context_of(request, need)
    sections = [
        Section(_("The figures"), [Figures([figure_of(one) for one, _attention in context["tiles"]])]),
        Section(_("How sure are we that there is a shortage?"), [Text([context["sure"] or need_pages.heading(need)])]),
        Section(_("By length of stay"), [_chart(context), _table(context["segments"])]),
        Section(_("By municipality"), [_table(context["towns"])]),
        Section(_("What would make it surer"), _points(context["narrows"])),
    ]
    return Document(
        title=_("Need for housing"),
        subject=need.region.name,
        conclusion=context["heading"],
        as_of=need.scenario.estimate.table.period_to,
        language="nl" if language() == "nl" else "en",
        sections=[one for one in sections if one.blocks],
        warning="" if need.scenario.stands else _("This scenario has not been adopted."),
        address=request.build_absolute_uri(request.path.rsplit("/", 1)[0] + "/"),
    )


def _points(lines: list[str]) -> list[Block]:
    return [Text(lines, points=True)] if lines else []


def _chart(context: dict[str, Any]) -> Chart:
    chart: PageChart = context["balance"]
    rows = [[row["segment"], row["measure"], row["value"], row["low"], row["high"]] for row in chart.rows]
    labels = (_("Places"), _("At least"), _("At most"))
    columns = [Column(_("Length of stay")), Column(_("What")), *(Column(one, "number") for one in labels)]
    drawn = svg(chart.spec, _WIDE, chart.height, language())
    return Chart(str(chart.title), str(chart.summary), drawn, Table(_("Asked for, and there"), columns, rows))


def _table(table: PageTable) -> Table:
    columns = [Column(str(one.label), "figure" if one.kind == "figure" else "text") for one in table.columns]
    rows = [[_cell(column.of(row)) for column in table.columns] for row in table.rows]
    return Table(str(table.caption), columns, rows)


def _cell(value: Any) -> str | Figure | None:
    return value if value is None or isinstance(value, str) else figure_of(value)
