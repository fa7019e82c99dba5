"""The years to come on paper: the scenarios, the fans, the municipalities, and all that is taken for granted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onderdak.base.reports.document import Column, Document, Section, Table, Text
from onderdak.base.ui.charts import Chart as PageChart
from onderdak.base.ui.tables import Column as PageColumn
from onderdak.base.ui.tiles import language
from onderdak.needs import assumption_words as words
from onderdak.needs import forecast_pages
from onderdak.needs.assumptions import Assumption, Assumptions
from onderdak.needs.models import Scenario
from onderdak.needs.need_pages import Need
from onderdak.needs.need_report import chart, table
from onderdak.needs.need_words import levers, scenario_name


def document(request: HttpRequest, need: Need) -> Document:
    """The years to come of a region as a report, by the scenario that is in sight."""
    context = forecast_pages.context_of(request, need)
    one: Scenario = context["chosen"]
    said = {"name": scenario_name(one), "levers": levers(one)}
    sections = [
        Section(_("Scenarios side by side"), [table(context["side_by_side"])]),
        Section(_("By length of stay"), [chart(fan, _numbers(fan, one)) for fan in context["fans"]]),
        Section(_("By municipality, length of stay and year"), [table(context["years"])]),
        Section(
            _("What is taken for granted"),
            [Text([_("Scenario “%(name)s”: %(levers)s.") % said]), assumptions_table(Assumptions(one.own_assumptions))],
        ),
    ]
    return Document(
        title=_("The years to come"),
        subject=need.region.name,
        conclusion=context["heading"],
        as_of=one.estimate.table.period_to,
        language="nl" if language() == "nl" else "en",
        sections=sections,
        warning=_warning(one),
        address=request.build_absolute_uri(reverse("needs:forecast", args=[need.region.slug]) + f"?scenario={one.pk}"),
    )


def _warning(one: Scenario) -> str:
    if one.stands:
        return ""
    if one.changed:
        return _("The assumptions have been changed since it was computed.")
    return _("This scenario has not been adopted.")


def _numbers(fan: PageChart, one: Scenario) -> Table:
    """The numbers of a fan, of the years that the table of municipalities has."""
    years = (one.result or {})["years"]
    shown = {years[place] for place in forecast_pages.SHOWN_YEARS}
    columns = [Column(str(each.label), "number" if each.kind == "number" else "text") for each in fan.columns]
    rows = [[_cell(each, row) for each in fan.columns] for row in fan.rows if row["year"] in shown]
    return Table(str(fan.title), columns, rows)


def _cell(column: PageColumn, row: Any) -> Any:
    return column.of(row) if column.kind == "number" else str(column.of(row))


def assumptions_table(assumed: Assumptions) -> Table:
    """Every assumption with its number, its source with the date, and what it is worth."""
    labels = (_("What"), _("Value"), _("Source"), _("Status"))
    return Table(_("Assumptions"), [Column(one) for one in labels], [_line(one) for one in assumed.values()])


def _line(one: Assumption) -> list[str]:
    interval = words.interval_words(one)
    value = f"{words.with_unit(one)} ({interval})" if interval else words.with_unit(one)
    status = ", ".join(dict.fromkeys((words.status_words(one.status), words.verified_words(one))))
    return [words.what(one.name), value, f"{words.source_words(one)} ({words.date_words(one)})", status]
