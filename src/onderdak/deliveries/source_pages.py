"""What the pages of the sources show: the list with its calendar, and one source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.access.actors import Actor
from onderdak.base.access.query import tenants_for
from onderdak.base.access.roles import Permission
from onderdak.base.figures.format import number
from onderdak.base.figures.models import FigureRecord
from onderdak.base.ui.tables import Column, Empty, Option, Table
from onderdak.base.ui.tiles import language
from onderdak.deliveries import source_words, thresholds
from onderdak.deliveries.calendar import Standing, standing
from onderdak.deliveries.contracts import shipped_contract
from onderdak.deliveries.models import Contract
from onderdak.deliveries.received import Archive, Received, history
from onderdak.deliveries.service.retention import SOON, removed_before
from onderdak.deliveries.source_charts import charts


def known_contracts(actor: Actor) -> QuerySet[Contract]:
    """The contracts of whose timeliness the actor may know."""
    return Contract.objects.known_to(actor).select_related("owner", "region")


def contract_or_404(actor: Actor, slug: str) -> Contract:
    """A source of which the actor may know."""
    found = known_contracts(actor).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def may_agree(actor: Actor) -> bool:
    """Whether the actor agrees on lists with anybody."""
    return tenants_for(actor, Permission.ACCEPT).exists()


def trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below the list of sources."""
    return [(_("Sources"), reverse("deliveries:sources")), *steps]


def sources_table(request: HttpRequest, found: Sequence[Standing], actor: Actor) -> Table:
    """All sources, with what must be done first on top."""
    kinds = sorted({(one.contract.kind, str(one.contract.get_kind_display())) for one in found})
    return Table(
        request,
        "bronnen",
        _("Sources"),
        [
            Column("name", _("Source"), value=_name, note=_owner, href=_address, searchable=True),
            Column(
                "kind",
                _("Kind"),
                value=lambda one: one.contract.get_kind_display(),
                options=[Option(label, label) for _kind, label in kinds],
                optional=True,
            ),
            Column("state", _("State"), "badge", value=state_label, tone=lambda one: source_words.TONES[one.state]),
            Column("due_on", _("Next expected"), "date", note=_how_late),
            Column("delivered_on", _("Newest list"), "date", note=_age),
            Column("placed_share", _("Rows that were placed"), "share", optional=True),
        ],
        found,
        page_size=50,
        empty=Empty(
            _("There are no sources that you may see."),
            _("A source is there once it has been agreed what it delivers."),
            reverse("deliveries:new_source") if may_agree(actor) else "",
            _("Agree with a source"),
        ),
    )


def _name(one: Standing) -> str:
    return one.contract.name


def _owner(one: Standing) -> str:
    """Who delivers, where the name of the source does not say so."""
    return "" if one.contract.owner.name == one.contract.name else one.contract.owner.name


def _address(one: Standing) -> str:
    return one.contract.get_absolute_url()


def state_label(one: Standing) -> str:
    """The state in words."""
    return str(source_words.STATES[one.state])


def _how_late(one: Standing) -> str:
    days = one.days_late
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": number(days, language())} if days else ""


def _age(one: Standing) -> str:
    days = one.age_days
    return "" if days is None else ngettext("%(n)s day old", "%(n)s days old", days) % {"n": number(days, language())}


def source_context(request: HttpRequest, contract: Contract, actor: Actor) -> dict[str, Any]:
    """What the page of a source shows."""
    archive, delivers = Archive([contract]), actor.may(Permission.DELIVER, contract.owner)
    now, lists = standing(contract, timezone.localdate(), archive), history(contract, archive)
    return {
        "contract": contract,
        "kind": shipped_contract(contract.template),
        "now": now,
        "state": state_label(now),
        "heading": source_words.source_heading(now),
        "lead": source_words.source_lead(now),
        "lacking": source_words.lacking(contract),
        "removed_soon": source_words.removed_soon(removed_before(contract, timezone.localdate() + SOON)),
        "may_change": actor.may(Permission.ACCEPT, contract.owner),
        "thresholds": [source_words.threshold(one) for one in thresholds_of(contract)],
        "charts": charts(request, lists, per=contract.per),
        "may_deliver": delivers and now.state != "ended",
        "lists": lists_table(request, lists, linked=delivers, per=contract.per),
        "columns": columns_table(request, contract),
        "area": [one.name for one in contract.area.order_by("name")],
        "figures": figures_table(request, leaning(contract, actor)),
        "reminders": list(contract.reminders.filter(sent_at__isnull=False)[:5]),
        "breadcrumbs": trail((contract.name, "")),
    }


def thresholds_of(contract: Contract) -> list[thresholds.Threshold]:
    """The shares beyond which a list of the source waits today."""
    found = thresholds.holding(contract, timezone.localdate())
    return [one for one in found if one.key in thresholds.SETTABLE]


def leaning(contract: Contract, actor: Actor) -> list[FigureRecord]:
    """The figures about the whole region that this source went into, as far as the actor may see them."""
    from_source = Q(run__origins__source=contract.slug) | Q(run__inputs__origins__source=contract.slug)
    current = FigureRecord.objects.for_actor(actor, Permission.SEE_FIGURES).of(contract.region).current()
    pks = current.filter(from_source).values("pk")
    return list(current.filter(pk__in=pks).exclude(key__contains="/").select_related("owner").order_by("place"))


def figures_table(request: HttpRequest, records: Sequence[FigureRecord]) -> Table:
    """The figures that lean on a source."""
    return Table(
        request,
        "cijfers",
        _("Figures that lean on it"),
        [
            Column("label", _("Figure"), value=lambda one: one.figure.label, sortable=False),
            Column("figure", _("Value"), "figure", value=lambda one: one, sortable=False),
            Column("as_of", _("As of"), "date", sortable=False),
        ],
        records,
        prefix="cijfers-",
        page_size=10,
        exports=(),
        empty=Empty(_("No figure that you may see leans on it."), _("Figures do once they are made of its lists.")),
    )


def lists_table(request: HttpRequest, lists: Sequence[Received], *, linked: bool, per: str) -> Table:
    """The lists that came, the newest first; each leads to its page for who may see it."""
    columns = [
        Column("as_of", _("List of"), "date", href=lambda one: one.url if linked else ""),
        Column("due_on", _("Expected on"), "date", note=_days_late),
        Column("rows", _("Rows"), "number"),
        Column("placed_share", source_words.placed(per)[0], "share"),
        Column("moved", _("Change in rows"), value=lambda one: _signed(one.moved), sortable=False),
        *([_changed("new", _("New")), _changed("changed", _("Changed")), _changed("ended", _("Ended"))]),
        Column("kept_until", _("Kept until"), "date"),
        Column("name", _("File"), optional=True, hidden=True),
    ]
    kept = [one for one in columns if one.key not in _SOMETIMES or _any(lists, one.key)]
    empty = Empty(_("There is no list of this source yet."), _("Lists come here once they have been accepted."))
    return Table(request, "lijsten", _("Lists"), kept, lists, sort="-as_of", prefix="lijsten-", empty=empty)


#: Columns that are there only where some list has something in them.
_SOMETIMES = ("new", "changed", "ended", "kept_until")


def _any(lists: Sequence[Received], key: str) -> bool:
    return any(getattr(one, key) is not None for one in lists)


def _changed(key: str, label: str) -> Column:
    """Addresses by what a list changed."""
    return Column(key, label, "number", optional=True)


def _days_late(one: Received) -> str:
    return _("%(n)s days late") % {"n": one.days_late} if one.days_late else ""


def _signed(share: float | None) -> str | None:
    return None if share is None else source_words.signed(share)


def columns_table(request: HttpRequest, contract: Contract) -> Table:
    """What was agreed that each row holds."""
    english = not language().startswith("nl")
    return Table(
        request,
        "kolommen",
        _("Columns"),
        [
            Column("heading", _("Column"), note=lambda one: one.heading_en if english else "", sortable=False),
            Column(
                "meaning",
                _("What it says"),
                value=lambda one: one.meaning_en if english else one.meaning,
                note=lambda one: ", ".join(one.options),
                sortable=False,
            ),
            Column("type", _("Type"), value=lambda one: _types()[one.type], note=lambda one: one.unit, sortable=False),
            Column("required", _("Required"), value=lambda one: _("yes") if one.required else _("no"), sortable=False),
        ],
        contract.agreed_columns,
        prefix="kolommen-",
        page_size=50,
        exports=(),
    )


def _types() -> dict[str, str]:
    return {
        "string": _("text"),
        "integer": _("whole number"),
        "number": _("number, decimals allowed"),
        "date": _("date"),
        "boolean": _("yes or no"),
    }
