"""The components: `{% load onderdak %}`. The gallery at /ui/ shows each in every state, with its template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onderdak.base.ui import icons
from onderdak.base.ui import tiles as tiles_of_figures
from onderdak.base.ui.charts import Chart
from onderdak.base.ui.forms import described_by, dressed, first_id, kind_of, names_required
from onderdak.base.ui.maps import Choropleth
from onderdak.base.ui.progress import progress_of
from onderdak.base.ui.tables import Table, markup
from onderdak.base.ui.tiles import AnyFigure

register = template.Library()
register.simple_tag(icons.icon)
register.simple_tag(markup.cells, name="row_cells")
register.filter("first_id", first_id)

_NOTICES = {"info": "info", "success": "done", "warning": "warning", "error": "act", "debug": "info"}


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(trail: Sequence[tuple[str, str]], label: str = "") -> dict[str, object]:
    """The way to the page: (words, address) pairs; the last is the page itself, with an empty address."""
    return {"trail": trail, "label": label}


@register.simple_block_tag  # pyright: ignore[reportAttributeAccessIssue] - newer than the stubs
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A notice: "info", "success", "warning" or "error"; "error" only where somebody must act."""
    known = kind if kind in _NOTICES else "info"
    context = {"content": SafeString(content), "kind": known, "title": title, "picture": _NOTICES[known]}
    return render_to_string("ui/parts/notice.html", context)


@register.inclusion_tag("ui/parts/tile.html")
def figure_tile(
    record: AnyFigure,
    earlier: AnyFigure | None = None,
    history: Sequence[AnyFigure] = (),
    attention: bool = False,
    level: int = 2,
) -> dict[str, object]:
    """A figure as a tile, with its interval, change, source, date, and the way to its explanation."""
    made = tiles_of_figures.tile(record, earlier=earlier, history=history, attention=attention, level=level)
    return {"tile": made}


@register.inclusion_tag("ui/parts/figure_inline.html")
def figure_inline(record: AnyFigure) -> dict[str, object]:
    """A figure within a sentence, with the way to its explanation."""
    return {"tile": tiles_of_figures.tile(record), "words": tiles_of_figures.said(record)}


@register.inclusion_tag("ui/parts/table.html")
def data_table(table: Table) -> dict[str, object]:
    """A table that sorts, filters, pages and goes out as a file."""
    return {"table": table}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(tabs: Sequence[tuple[str, str, bool]], label: str) -> dict[str, object]:
    """Tabs as links: (words, address, whether it is the page itself)."""
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("ui/parts/form.html")
def form(form: forms.BaseForm) -> dict[str, object]:
    """All fields of a form, with the summary of what is wrong; `<form>`, token and buttons are the page's."""
    asked = names_required(form)
    return {"form": form, "said_once": asked, "any_required": any(field.field.required for field in form)}


@register.inclusion_tag("ui/parts/form_field.html")
def form_field(field: BoundField) -> dict[str, object]:
    """One field of a form: label, help, errors and control."""
    return {
        "field": field,
        "kind": kind_of(field),
        "widget": dressed(field),
        "described_by": described_by(field),
        "mark": _mark(field),
    }


def _mark(field: BoundField) -> str:
    """What stands behind the label: of the two kinds of fields of a form the one that is rare says so."""
    rare = names_required(field.form)
    if field.field.required != rare:
        return ""
    return _("required") if rare else _("optional")


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """What is wrong in a form, each with a link to its field; nothing where all is right."""
    return {"form": form}


@register.inclusion_tag("ui/parts/progress.html")
def progress(work: Any, id: str = "voortgang") -> dict[str, object]:
    """How far background work is: a job, or a `ui.progress.Progress`."""
    return {"work": progress_of(work), "id": id}


@register.inclusion_tag("ui/parts/empty.html")
def empty_state(title: str, what_next: str = "", url: str = "", action: str = "") -> dict[str, object]:
    """Nothing to show: what that means, and what to do next."""
    return {"title": title, "what_next": what_next, "url": url, "action": action}


@register.inclusion_tag("ui/parts/chart.html")
def chart(chart: Chart) -> dict[str, object]:
    """A chart with its table, explanation and downloads."""
    return {"chart": chart}


@register.inclusion_tag("ui/parts/map.html")
def choropleth(map: Choropleth) -> dict[str, object]:
    """A map of areas coloured by class, with its legend and, where asked, its list."""
    return {"map": map}
