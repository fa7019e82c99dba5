"""What the pages of the assumptions of a scenario show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onderdak.base.ui.tables import Column, Option, Table
from onderdak.base.ui.tables.columns import Tone
from onderdak.needs import assumption_words as words
from onderdak.needs.assumptions import STATUSES, VERIFIED, Assumption, Assumptions
from onderdak.needs.models import Scenario
from onderdak.needs.need_words import scenario_name


def heading(one: Scenario, assumed: Assumptions) -> str:
    """What the assumptions are worth, in one sentence."""
    verified = sum(each.status in VERIFIED for each in assumed.values())
    said = {"n": verified, "all": len(assumed), "name": scenario_name(one)}
    told = ngettext(
        "“%(name)s” takes %(all)s numbers for granted; %(n)s of them is verified",
        "“%(name)s” takes %(all)s numbers for granted; %(n)s of them are verified",
        verified,
    )
    return told % said


def table(request: HttpRequest, one: Scenario, assumed: Assumptions, *, may_change: bool) -> Table:
    """All assumptions, those of this scenario's own marked."""
    groups = list(dict.fromkeys(words.group_words(each.group) for each in assumed.values()))
    return Table(
        request,
        "aannames",
        _("What %(name)s takes for granted") % {"name": scenario_name(one)},
        [
            Column("what", _("What"), value=lambda row: words.what(row.name), searchable=True,
                   href=_href(one) if may_change else None),
            Column("group", _("About"), value=lambda row: words.group_words(row.group), hidden=True,
                   options=[Option(group, group) for group in groups]),
            Column("value", _("Value"), value=words.with_unit, note=words.interval_words, sortable=False),
            Column("unit", _("Unit"), value=lambda row: words.unit(row.name), hidden=True),
            Column("source", _("Source"), value=words.source_words, note=words.date_words, searchable=True),
            Column("status", _("Status"), "badge", words=words.status_words, note=_verified, tone=_tone,
                   options=[Option(code, words.status_words(code)) for code in STATUSES]),
            Column("verified", _("Verified"), value=words.verified_words, optional=True, hidden=True),
            Column("own", _("Of this scenario"), value=lambda row: _("own") if row.own else _("as shipped"),
                   options=[Option(one, one) for one in (_("own"), _("as shipped"))]),
            *(Column(key, label, value=_raw(key), optional=True, hidden=True)
              for key, label in (("name", _("Name in the method")), ("number", _("Value as a number")),
                                 ("low", _("At least")), ("high", _("At most")), ("date", _("Of when")))),
        ],
        list(assumed.values()),
        prefix="aannames-",
        page_size=30,
    )  # fmt: skip


def _href(one: Scenario) -> Callable[[Assumption], str]:
    return lambda row: reverse("needs:assume", args=[one.pk, row.name])


def _raw(key: str) -> Callable[[Assumption], Any]:
    return lambda row: row.value if key == "number" else getattr(row, key)


def _verified(row: Assumption) -> str:
    return "" if row.status == "unverified" else words.verified_words(row)


def _tone(row: Assumption) -> Tone:
    if row.status in VERIFIED:
        return "done"
    return "warn" if row.status == "unverified" else "quiet"
