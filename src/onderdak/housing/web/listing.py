"""The list of all addresses of which a source speaks: to filter, to sort, and to take along as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.access.actors import Actor
from onderdak.base.ui.tables import Column, Empty, Option, Table
from onderdak.base.ui.tiles import language
from onderdak.housing import pictures
from onderdak.housing.sentences import Sentences
from onderdak.housing.sight import sights
from onderdak.housing.views import address_line
from onderdak.housing.web.worded import worded

Record = dict[str, Any]
_READ = (
    "address_id street number letter addition postcode place municipality municipality_code neighbourhood form beds "
    "occupants capacity legal_status certified contradictions in_supply counted newest"
).split()


def rows_for(actor: Actor) -> list[Record]:
    """The addresses that the actor sees, of every region where he sees any."""
    found: list[Record] = []
    for sight in sights(actor):
        picture = pictures.current(sight.region)
        for row in picture.addresses(sight, _READ) if picture else ():
            town = sight.town_of(row)
            found.append({**row, "address": address_line(row), "town": town.name if town else ""})
    return found


def addresses_table(request: HttpRequest, rows: Sequence[Record]) -> Table:
    """The addresses as a table."""
    return Table(
        request,
        "adressen",
        _("Addresses of which a source speaks"),
        _columns(rows),
        rows,
        sort="address",
        page_size=50,
        empty=Empty(
            _("There is nothing here yet."),
            _("Addresses appear once lists have been delivered and the picture has been made."),
        ),
    )


def heading(rows: Sequence[Record]) -> str:
    """How many addresses and places there are, and at how many sources differ."""
    say = Sentences(language())
    disputed = sum(row["contradictions"] > 0 for row in rows)
    known = ngettext("%(number)s address is known", "%(number)s addresses are known", len(rows))
    differ = ngettext("at %(number)s sources differ", "at %(number)s sources differ", disputed)
    parts = [known % {"number": say.number(len(rows))}, differ % {"number": say.number(disputed)}]
    return "; ".join(parts[: 2 if disputed else 1])


def _columns(rows: Sequence[Record]) -> list[Column]:
    towns = sorted({row["town"] for row in rows})
    return [
        Column("address", _("Address"), href=_dossier, searchable=True),
        Column("postcode", _("Postcode"), searchable=True, hidden=True),
        Column("town", _("Municipality"), options=[Option(one, one) for one in towns]),
        Column("neighbourhood", _("Neighbourhood"), optional=True, hidden=True),
        worded("form", _("Form")),
        Column("beds", _("Places"), "number"),
        Column("occupants", _("Occupants"), "number"),
        Column("capacity", _("Room for at most"), "number", optional=True),
        worded("legal_status", _("Legal status")),
        worded("certified", _("Quality mark")),
        Column(
            "disputed",
            _("Sources differ"),
            value=lambda row: "yes" if row["contradictions"] else "no",
            words=_yes_or_no,
            options=[Option(one, _yes_or_no(one)) for one in ("yes", "no")],
            tone=lambda row: "warn" if row["contradictions"] else "",
        ),
        Column(
            "supply",
            _("In the supply"),
            value=lambda row: "yes" if row["in_supply"] and row["counted"] else "no",
            words=_yes_or_no,
            options=[Option(one, _yes_or_no(one)) for one in ("yes", "no")],
            optional=True,
            hidden=True,
        ),
        Column("newest", _("Newest word of it"), "date", optional=True, hidden=True),
    ]


def _yes_or_no(value: str) -> str:
    return _("yes") if value == "yes" else _("no")


def _dossier(row: Record) -> str:
    return reverse("housing:dossier", args=[row["address_id"]])
