"""The work list of a delivery: written addresses that could not be placed, what each may be, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.roles import Permission
from onderdak.base.ui.tables import Column, Empty, Table
from onderdak.base.ui.tiles import language
from onderdak.deliveries import above
from onderdak.deliveries.delivery_pages import address_line, addresses_in_words
from onderdak.deliveries.models import Choice, Delivery
from onderdak.deliveries.service import content
from onderdak.methods.addresses.choices import row_key

#: Rows of a list that are gathered into a work list: enough for weeks of work.
_MOST = 20_000


@dataclass(frozen=True)
class Task:
    """A written address that could not be placed: in how many rows it stands, why not, and what it may be."""

    key: str
    text: str
    rows: list[int]
    why: str
    candidates: tuple[str, ...]


def tasks_of(delivery: Delivery) -> list[Task]:
    """The addresses of a list that wait for a choice, those with candidates first; a list by area has none."""
    if not delivery.claims_at or delivery.contract.per == "area":
        return []
    found = content.unplaced_of(delivery, most=_MOST)
    reason = "reason" if language() == "nl" else "reason_en"
    tasks: dict[str, Task] = {}
    for row in found.to_pylist():
        if row["given"].strip():
            task = tasks.setdefault(row_key(row["given"]), _task(row, row[reason]))
            task.rows.append(row["row"])
    return sorted(tasks.values(), key=lambda task: (not task.candidates, -len(task.rows), task.rows[0]))


def _task(row: dict[str, Any], why: str) -> Task:
    text = " ".join(row["given"].split())
    return Task(row_key(text), text, [], why, tuple((row["candidates"] or "").split()))


def task_or_404(tasks: Sequence[Task], key: str) -> Task:
    """One written address of the work list."""
    found = next((task for task in tasks if task.key == key), None)
    if found is None:
        raise Http404
    return found


def after(tasks: Sequence[Task], task: Task) -> Task | None:
    """The next of the work list, round to its beginning; None where this was the only one."""
    place = tasks.index(task)
    others = [*tasks[place + 1 :], *tasks[:place]]
    return others[0] if others else None


def address_of(delivery: Delivery) -> str:
    """The page of the work list."""
    return reverse("deliveries:work", kwargs={"pk": delivery.pk})


def task_address(delivery: Delivery, task: Task) -> str:
    """Where a written address is chosen, with its candidates in front."""
    return reverse("deliveries:choose", kwargs={"pk": delivery.pk, "key": task.key}) + "#kandidaten"


def choices_address() -> str:
    """The page of the choices."""
    return reverse("deliveries:choices")


def candidates_of(delivery: Delivery, task: Task) -> list[dict[str, Any]]:
    """The addresses that a text may be, best first, with what tells them apart."""
    register = above.register_of(delivery.region)
    rows = {row["address_id"]: row for row in register.rows(task.candidates).to_pylist()} if register else {}
    known = [one for one in task.candidates if one in rows]
    return [
        {
            "number": number,
            "address_id": one,
            "line": address_line(rows[one]),
            "facts": _facts(rows[one]),
            "x": rows[one]["x"],
            "y": rows[one]["y"],
        }
        for number, one in enumerate(known, 1)
    ]


def _facts(row: dict[str, Any]) -> str:
    facts = [
        row["purpose"],
        _("%s m²") % row["floor_area"] if row["floor_area"] else None,
        _("built in %s") % row["building_year"] if row["building_year"] else None,
        None if row["current"] else _("withdrawn"),
    ]
    return " · ".join(str(one) for one in facts if one)


def work_table(request: HttpRequest, delivery: Delivery, tasks: Sequence[Task]) -> Table:
    """The work list."""

    def address(task: Task) -> str:
        return reverse("deliveries:choose", kwargs={"pk": delivery.pk, "key": task.key})

    columns = [
        Column("text", _("As it was written"), href=address, searchable=True),
        Column("rows", _("Rows"), "number", value=lambda task: len(task.rows)),
        Column("candidates", _("Candidates"), "number", value=lambda task: len(task.candidates)),
        Column("why", _("Why not")),
    ]
    empty = Empty(_("Every row stands on an address."), _("There is nothing to choose."))
    return Table(request, "werklijst", _("Work list"), columns, tasks, empty=empty)


def choices_table(request: HttpRequest, actor: Actor) -> Table:
    """The choices that stand, each with the way to take it back."""
    rows = list(Choice.objects.for_actor(actor, Permission.ACCEPT).standing().select_related("owner", "region"))
    regions = {one.region for one in rows}
    lines: dict[str, str] = {}
    for region in regions:
        lines |= addresses_in_words(region, [one.address_id for one in rows if one.address_id and one.region == region])
    columns = [
        Column("text", _("As it was written"), searchable=True,
               href=lambda row: reverse("deliveries:take_back", kwargs={"pk": row.pk})),
        Column("address", _("Address"), value=lambda row: _chosen(row, lines), searchable=True),
        Column("owner", _("Holds for"), value=lambda row: row.owner.name),
        Column("made_at", _("Chosen"), "moment"),
    ]  # fmt: skip
    empty = Empty(_("Nobody has chosen an address yet."), _("Choices are made in the work list of a delivery."))
    return Table(request, "keuzes", _("Choices"), columns, rows, sort="-made_at", empty=empty)


def _chosen(choice: Choice, lines: dict[str, str]) -> str:
    return lines.get(choice.address_id, choice.address_id) if choice.address_id else _("no address fits")


def choice_or_404(actor: Actor, pk: int) -> Choice:
    """A choice that stands, and that the actor may take back."""
    reached = Choice.objects.for_actor(actor, Permission.ACCEPT).standing().select_related("owner", "region")
    found = reached.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
