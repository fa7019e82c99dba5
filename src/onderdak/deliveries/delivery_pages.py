"""What the pages of deliveries show: all of them, one step by step, its refused rows, its work list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures.format import number
from onderdak.base.ui.progress import Progress, progress_of
from onderdak.base.ui.tables import Column, Empty, Option, Table
from onderdak.base.ui.tables.columns import Tone
from onderdak.base.ui.tiles import language
from onderdak.deliveries import above, layout, store
from onderdak.deliveries.areas import layout as area_layout
from onderdak.deliveries.areas.words import WHAT, area_names
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.query import ContractQuerySet
from onderdak.deliveries.service import content

State = Delivery.State
Trail = list[tuple[str, str]]
_CELLS = 3
_HEAD = 5
#: Rows of one list that a page looks through; of a longer list the file with what to mend has all.
_MOST = 5_000
_TONES: dict[str, Tone] = {
    "accepted": "done",
    "refused": "quiet",
    "undone": "quiet",
    "expired": "quiet",
    "compared": "warn",
}


def deliverable(actor: Actor) -> ContractQuerySet:
    """The sources of which the actor may deliver lists."""
    return Contract.objects.for_actor(actor, Permission.DELIVER).order_by("name")


def delivery_or_404(actor: Actor, pk: int, permission: Permission = Permission.DELIVER) -> Delivery:
    """A delivery at whose owner the actor holds the permission."""
    reached = Delivery.objects.for_actor(actor, permission).select_related("contract", "owner", "region", "file", "job")
    found = reached.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def trail(*steps: tuple[str, str] | str) -> Trail:
    """The way to a page below the deliveries; the last is the page itself."""
    found = [(_("Deliveries"), reverse("deliveries:deliveries"))]
    found += [(one, "") if isinstance(one, str) else one for one in steps]
    return [*found[:-1], (found[-1][0], "")]


def named(delivery: Delivery) -> tuple[str, str]:
    """A delivery as a step of the way to a page."""
    return f"{delivery.contract.name}: {delivery.name}", delivery.get_absolute_url()


# --- the list --------------------------------------------------------------------------------------------------------


def deliveries_table(request: HttpRequest, actor: Actor) -> Table:
    """All deliveries that the actor reaches, the newest first."""
    rows = Delivery.objects.for_actor(actor, Permission.DELIVER).select_related("contract")
    columns = [
        Column("source", _("Source"), value=lambda row: row.contract.name, field="contract__name",
               href=lambda row: row.get_absolute_url(), searchable=True),
        Column("name", _("File"), searchable=True),
        Column("as_of", _("Situation on"), "date"),
        Column("state", _("State"), words=lambda value: State(value).label, tone=lambda row: _TONES.get(row.state, ""),
               options=[Option(value, label) for value, label in State.choices]),
        Column("rows", _("Rows"), "number", value=lambda row: row.counts.get("rows"), sortable=False),
        Column("placed", _("Placed"), "number", value=lambda row: row.counts.get("placed"), sortable=False),
        Column("changes", _("Addresses that change"), "number", value=_changing, sortable=False),
        Column("received_at", _("Received"), "moment"),
    ]  # fmt: skip
    empty = Empty(
        _("No lists have come in yet."),
        _("Deliver the first list of a source."),
        reverse("deliveries:new_delivery"),
        _("Deliver a list"),
    )
    return Table(request, "aanleveringen", _("Deliveries"), columns, rows, sort="-received_at", empty=empty)


def _changing(row: Delivery) -> int | None:
    return sum(row.counts[name] for name in ("new", "changed", "ended")) if "new" in row.counts else None


# --- one delivery ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One of the five steps, and where the delivery is: done, now or later."""

    label: str
    url: str
    place: str


def steps_of(delivery: Delivery, here: int | None = None) -> list[Step]:
    """The five steps with the one at which the delivery stands, or the page that is looked at."""
    address = {"pk": delivery.pk}
    pages = [
        (_("Source and file"), delivery.get_absolute_url()),
        (_("Columns"), reverse("deliveries:columns", kwargs=address)),
        (_("What we found"), reverse("deliveries:found", kwargs=address)),
        (_("Compared with last time"), reverse("deliveries:changes", kwargs=address)),
        (_("Decision"), delivery.get_absolute_url()),
    ]
    at = _reached(delivery) if here is None else here
    reached = _reached(delivery)
    return [
        Step(label, url if place <= reached else "", "now" if place == at else "done" if place < reached else "later")
        for place, (label, url) in enumerate(pages)
    ]


def _reached(delivery: Delivery) -> int:
    """The step that a delivery has reached."""
    if delivery.claims_at and delivery.state != State.STAGED:
        return 4
    known = {State.MAPPED: 2, State.STAGED: 3}
    return known.get(State(delivery.state), 1 if delivery.rows_at else 0)


def heading_of(delivery: Delivery) -> str:
    """What there is to know of a delivery first."""
    match delivery.state:
        case State.RECEIVED:
            return _("Say what the columns mean") if delivery.rows_at else _("The list is being read")
        case State.MAPPED:
            return _("This list waits for the one before it") if delivery.waits else _("The rows are being placed")
        case State.STAGED:
            return _("The list is being compared with the last one")
        case State.COMPARED:
            return _conclusion(delivery)
        case State.ACCEPTED:
            return _("This list counts") if not replaced_by(delivery) else _("A later list took the place of this one")
        case State.REFUSED:
            return _("This list was refused")
        case State.EXPIRED:
            return _("This list is no longer kept: its time has passed")
        case _:
            return _("This list was undone: it does not count")


def _conclusion(delivery: Delivery) -> str:
    told = changes_told(delivery)
    return _("%s: decide") % told if _changes(delivery) else told


def changes_told(delivery: Delivery) -> str:
    """In a few words how many addresses, or counts of areas, are new, changed or over with a list."""
    if not _changes(delivery):
        return _("This list changes nothing")
    new, changed, ended = (delivery.counts[name] for name in ("new", "changed", "ended"))
    counted = ngettext("%s new count", "%s new counts", new)
    placed = ngettext("%s new address", "%s new addresses", new)
    words = [
        counted if delivery.contract.per == "area" else placed,
        ngettext("%s changed", "%s changed", changed),
        ngettext("%s ended", "%s ended", ended),
    ]
    return ", ".join(word % _said(count) for word, count in zip(words, (new, changed, ended), strict=True))


def _changes(delivery: Delivery) -> bool:
    return any(delivery.counts[name] for name in ("new", "changed", "ended"))


def _said(count: int) -> str:
    return number(count, language())


def replaced_by(delivery: Delivery) -> Delivery | None:
    """The accepted list of the same source and day that counts instead of this one."""
    later = Delivery.objects.accepted().filter(
        contract=delivery.contract_id, as_of=delivery.as_of, turn__gt=delivery.turn or 0
    )
    return later.order_by("-turn").first() if delivery.turn else None


def same_before(delivery: Delivery) -> Delivery | None:
    """An earlier delivery of the very same file, for the same source."""
    same = Delivery.objects.filter(contract=delivery.contract_id, sha256=delivery.sha256, pk__lt=delivery.pk)
    return same.order_by("-pk").first()


def delivery_context(delivery: Delivery, actor: Actor) -> dict[str, Any]:
    """What the page of a delivery shows."""
    job = delivery.job
    failed = delivery.is_open and job is not None and job.status in ("dead", "dropped")
    own = "nl" if language() == "nl" else "en"
    return {
        "delivery": delivery,
        "heading": heading_of(delivery),
        "steps": steps_of(delivery),
        "progress": progress_shown(delivery),
        "failed": failed,
        "ahead": _ahead(delivery),
        "refusal": delivery.refusal.get(own, ""),
        "pauses": [one[own] for one in delivery.pauses] if delivery.state == State.COMPARED else [],
        "notes": [_note(one, own) for one in delivery.notes],
        "counts": [counts for counts in (found_counts(delivery), change_counts(delivery)) if counts],
        "kept_until": delivery.kept_until,
        "replaced_by": replaced_by(delivery),
        "same_before": same_before(delivery),
        "may_decide": actor.may(Permission.ACCEPT, delivery.owner),
        "breadcrumbs": trail(named(delivery)),
    }


def progress_shown(delivery: Delivery) -> Progress | None:
    """How far the work on a delivery is; nothing where it waits for a person. The page asks for itself anew."""
    waiting = delivery.state == State.COMPARED or (delivery.state == State.RECEIVED and delivery.rows_at)
    if not delivery.is_open or waiting or delivery.waits or delivery.job is None:
        return None
    return replace(progress_of(delivery.job), url="")


def _ahead(delivery: Delivery) -> Delivery | None:
    """The list that must be decided on before this one."""
    if not delivery.waits:
        return None
    return Delivery.objects.filter(contract=delivery.contract_id, at_desk=True).first()


def _note(one: dict[str, Any], own: str) -> str:
    return f"{_('row %s') % one['row']}: {one[own]}" if one["row"] else one[own]


_CHANGES = ("new", "changed", "ended", "same")
#: The counts behind which their rows stand, by what the page of what was found is asked for.
PLACED = ("exact", "probable")


@dataclass(frozen=True)
class Count:
    """A count, with the page of what was counted."""

    label: str
    count: int
    url: str
    here: bool = False


def found_counts(delivery: Delivery, shown: str | None = None) -> list[Count]:
    """Rows by what became of them; each leads to these rows, except where they are on the page already."""
    page = reverse("deliveries:found", kwargs={"pk": delivery.pk})
    urls = {"refused": page}
    if delivery.contract.per == "address":
        urls |= {name: f"{page}?{ROWS}={name}" for name in PLACED} | {"unplaced": f"{page}?kind=place"}
    return [
        Count(label, delivery.counts[name], _linked(urls.get(name, ""), delivery, name), name == shown)
        for name, label in _known(delivery).items()
        if name not in _CHANGES
    ]


def change_counts(delivery: Delivery) -> list[Count]:
    """Addresses or counts by what the list changes; each leads to these."""
    page = reverse("deliveries:changes", kwargs={"pk": delivery.pk})
    return [
        Count(label, delivery.counts[name], _linked(f"{page}?change={name}" if name != "same" else "", delivery, name))
        for name, label in _known(delivery).items()
        if name in _CHANGES
    ]


def _linked(url: str, delivery: Delivery, name: str) -> str:
    return url if delivery.claims_at and delivery.counts[name] else ""


def _known(delivery: Delivery) -> dict[str, str]:
    words = _area_words() if delivery.contract.per == "area" else _address_words()
    return {name: label for name, label in words.items() if name in delivery.counts}


def _area_words() -> dict[str, str]:
    return {
        "rows": _("Rows"),
        "exact": _("Placed on an area"),
        "unplaced": _("Not placed"),
        "refused": _("Rows with something to mend"),
        "new": _("New counts"),
        "changed": _("Counts that change"),
        "ended": _("Counts that end"),
        "same": _("Counts that stay as they are"),
    }


def _address_words() -> dict[str, str]:
    return {
        "rows": _("Rows"),
        "exact": _("Placed on an address"),
        "probable": _("Placed, very likely"),
        "unplaced": _("Not placed"),
        "refused": _("Rows with something to mend"),
        "new": _("New addresses"),
        "changed": _("Addresses that change"),
        "ended": _("Addresses that end"),
        "same": _("Addresses that stay as they are"),
    }


def preview(delivery: Delivery) -> list[tuple[str, list[str]]]:
    """Each column with the first cells that are filled."""
    head = store.read(delivery.rows_at, "rows").slice(0, 200)
    cells = {name: head[name].drop_null().unique().to_pylist()[:_CELLS] for name in head.column_names}
    return [(name, [_short(cell) for cell in some]) for name, some in cells.items()]


def head_table(request: HttpRequest, delivery: Delivery) -> Table:
    """The first rows of a list, as they stand in the file."""
    head = store.first(delivery.rows_at, "rows", _HEAD)
    numbers = store.first(delivery.rows_at, "numbers", _HEAD)["row"].to_pylist()
    rows = [[number, *row.values()] for number, row in zip(numbers, head.to_pylist(), strict=True)]
    columns = [Column("row", _("Row"), value=lambda row: str(row[0]), sortable=False)]
    columns += [_head_column(place, name) for place, name in enumerate(head.column_names, 1)]
    return Table(request, "eerste-rijen", _("The first rows"), columns, rows, exports=(), show_caption=True)


def _head_column(place: int, name: str) -> Column:
    return Column(f"c{place}", name, value=lambda row: _short(row[place] or ""), sortable=False)


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:39]}…"


def guesses(delivery: Delivery) -> dict[str, str]:
    """The roles that a form begins with."""
    known = area_layout.is_role if delivery.contract.per == "area" else layout.is_role
    return {heading: role for heading, role in delivery.roles.items() if not role or known(role)}


# --- what we found ---------------------------------------------------------------------------------------------------


def refused_table(request: HttpRequest, delivery: Delivery) -> Table:
    """Everything in a list that is to be mended."""
    own = "nl" if language() == "nl" else "en"
    kind = request.GET.get("kind", "")
    rows = _lines(delivery, "refused", **({"kind": kind} if kind in ("place", "cell") else {}))
    kinds = {"place": _("not on an address"), "cell": _("not read")}
    columns = [
        Column("row", _("Row"), "number"),
        Column("sheet", _("Sheet"), value=lambda row: delivery.sheet, sortable=False, hidden=not delivery.sheet,
               optional=True),
        Column("kind", _("What"), words=lambda value: kinds[value],
               options=[Option(key, words) for key, words in kinds.items()]),
        Column("column", _("Column"), searchable=True),
        Column("value", _("What it says"), searchable=True),
        Column(f"reason_{own}", _("Why not")),
        Column(f"mend_{own}", _("How to mend")),
    ]  # fmt: skip
    empty = Empty(_("Every row can be used."))
    return Table(request, "te-herstellen", _("To mend"), columns, rows, sort="row", empty=empty, note=_cut_short(rows))


#: What the page of what was found is asked for, besides what is to be mended.
ROWS = "rijen"


def placed_table(request: HttpRequest, delivery: Delivery, outcome: str) -> Table:
    """The rows that were put on an address, surely or very likely: as they were written, and where they went."""
    rows = content.linked_of(delivery, outcome, most=_MOST).to_pylist()
    lines = addresses_in_words(delivery.region, [row["address_id"] for row in rows])
    reason = "reason" if language() == "nl" else "reason_en"
    columns = [
        Column("row", _("Row"), "number"),
        Column("given", _("As it was written"), searchable=True),
        Column("address", _("Address"), value=lambda row: lines.get(row["address_id"], row["address_id"]),
               searchable=True),
        Column(reason, _("Why there")),
    ]  # fmt: skip
    empty = Empty(_("No row was placed so."))
    key = {"exact": _("Placed on an address"), "probable": _("Placed, very likely")}[outcome]
    return Table(request, "geplaatst", key, columns, rows, sort="row", empty=empty, note=_cut_short(rows))


def _cut_short(rows: Sequence[Any]) -> str:
    """What a page says where it does not look through all."""
    if len(rows) < _MOST:
        return ""
    return _("This page looks through the first %s; the list is longer. Choose what you want to see above.") % _said(
        _MOST
    )


def changes_table(request: HttpRequest, delivery: Delivery) -> Table:
    """The addresses, or the counts of areas, that are new, changed or over with this list."""
    change = request.GET.get("change", "")
    rows = _lines(delivery, "changes", **({"change": change} if change in _CHANGES else {}))
    columns = _area_columns(delivery, rows) if delivery.contract.per == "area" else _address_columns(delivery, rows)
    kinds = {"new": _("new"), "changed": _("changed"), "ended": _("ended")}
    options = [Option(key, words) for key, words in kinds.items()]
    columns.append(Column("change", _("What becomes of it"), words=lambda value: kinds[value],
                          options=options))  # fmt: skip
    empty = Empty(_("Nothing changes."))
    return Table(request, "veranderingen", _("Changes"), columns, rows, sort=columns[0].key, empty=empty,
                 note=_cut_short(rows))  # fmt: skip


def _area_columns(delivery: Delivery, rows: list[dict[str, Any]]) -> list[Column]:
    named = area_names(delivery.region, [row["area_code"] for row in rows])
    return [
        Column("area", _("Area"), value=lambda row: named[row["area_code"]], searchable=True),
        Column("area_code", _("Code of the area"), optional=True, searchable=True),
        Column("what", _("What it counts"), words=lambda value: str(WHAT[value])),
    ]


def _address_columns(delivery: Delivery, rows: list[dict[str, Any]]) -> list[Column]:
    lines = addresses_in_words(delivery.region, [one["address_id"] for one in rows])
    return [
        Column("address", _("Address"), value=lambda row: lines.get(row["address_id"], row["address_id"]),
               searchable=True),
        Column("address_id", _("Number of the address"), optional=True),
    ]  # fmt: skip


def _lines(delivery: Delivery, file: str, **equal: str) -> list[dict[str, Any]]:
    return store.first(delivery.claims_at, file, _MOST, **equal).to_pylist() if delivery.claims_at else []


def addresses_in_words(region: Tenant, wanted: Sequence[str]) -> dict[str, str]:
    """address_id -> the address in one line, as the register has it."""
    register = above.register_of(region)
    if register is None or not wanted:
        return {}
    return {row["address_id"]: address_line(row) for row in register.rows(wanted).to_pylist()}


def address_line(row: dict[str, Any]) -> str:
    """An address of the register in one line."""
    house = f"{row['street']} {row['number']}{row['letter'] or ''}{'-' + row['addition'] if row['addition'] else ''}"
    return ", ".join(part for part in (house, f"{row['postcode'] or ''} {row['place']}".strip()) if part)
