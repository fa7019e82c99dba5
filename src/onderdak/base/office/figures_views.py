"""Published figures, by the computation that made them: who adopted them, and how to withdraw what does not hold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.roles import Permission
from onderdak.base.figures.models import Run
from onderdak.base.figures.service import adopt, built_on, withdraw
from onderdak.base.office.forms import WithdrawalForm
from onderdak.base.ui.tables import Column, Empty, Table
from onderdak.base.ui.tables.columns import Tone
from onderdak.methods.errors import InputError

_TONES: dict[str, Tone] = {"adopted": "done", "published": "quiet", "withdrawn": "warn"}


@requires(Permission.WITHDRAW)
@never_cache
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The computations whose figures were published, the newest first."""
    rows = _reach(request).annotate(number=Count("figures"), day=Max("figures__as_of")).filter(number__gt=0)
    table = Table(
        request,
        "berekeningen",
        _("Published figures"),
        _COLUMNS,
        rows,
        sort="-made_at",
        empty=Empty(_("No figures have been published yet."), _("They come here with the first picture.")),
    )
    return table.download() or render(request, "office/figures.html", {"table": table, "heading": _heading(rows)})


def _heading(rows: QuerySet[Run]) -> str:
    """How many computations stand on the site, and for how many somebody answers."""
    found = rows.filter(withdrawn_at__isnull=True).aggregate(all=Count("pk"), adopted=Count("adopted_at"))
    said = ngettext(
        "The figures of %(all)d computation count; %(adopted)d was adopted",
        "The figures of %(all)d computations count; %(adopted)d were adopted",
        found["all"],
    )
    return said % found if found["all"] else _("Published figures")


_COLUMNS = (
    Column("name", gettext_lazy("Computation"), sortable=False, href=lambda run: run.get_absolute_url()),
    Column("owner", gettext_lazy("Of"), value=lambda run: run.owner.name, field="owner__name"),
    Column("day", gettext_lazy("As it was on"), "date"),
    Column("made_at", gettext_lazy("Made at"), "moment"),
    Column("number", gettext_lazy("Figures"), "number"),
    Column(
        "state",
        gettext_lazy("State"),
        "badge",
        value=lambda run: _state(run),
        tone=lambda run: _TONES[run.state],
        note=lambda run: run.withdrawn_because or run.adopted_by_name,
        sortable=False,
    ),
)


@requires(Permission.WITHDRAW)
@never_cache
@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One computation: its figures, who adopted them, and the form to withdraw them."""
    found: Run = get_object_or_404(_reach(request), uuid=uuid)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw(found, reason=form.cleaned_data["reason"], actor=actor_of(request))
        except InputError as error:
            form.add_error("reason", f"{error.what} {error.mend}")
        else:
            messages.success(request, _("The figures have been withdrawn. Their pages stay, and say why."))
            return redirect(found)
    return render(request, "office/run.html", {"form": form, **_described(request, found)})


@requires(Permission.ADOPT)
@require_POST
def adopt_run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Adopt the figures of a computation."""
    found: Run = get_object_or_404(_reach(request), uuid=uuid)
    try:
        adopt(found, actor=actor_of(request))
        messages.success(request, _("The figures have been adopted."))
    except InputError as error:
        messages.warning(request, f"{error.what} {error.mend}")
    return redirect(found)


def _reach(request: HttpRequest) -> QuerySet[Run]:
    return Run.objects.for_actor(actor_of(request), Permission.WITHDRAW).select_related("owner", "region")


def _state(one: Run) -> str:
    words = {"adopted": _("adopted"), "published": _("published, not adopted"), "withdrawn": _("withdrawn")}
    return words[one.state]


def _described(request: HttpRequest, found: Run) -> dict[str, Any]:
    falling = built_on(found)
    number = Run.objects.filter(pk__in=[one.pk for one in falling]).aggregate(all=Count("figures"))["all"]
    later = len(falling) - 1
    return {
        "run": found,
        "state": _state(found),
        "subjects": found.figures.values("owner__name").annotate(number=Count("pk")).order_by("owner__name"),  # pyright: ignore
        "falls": ngettext("%(n)d figure counts no longer then.", "%(n)d figures count no longer then.", number)
        % {"n": number},
        "later": ngettext(
            "Among them are those of %(n)d later computation that builds on this one.",
            "Among them are those of %(n)d later computations that build on this one.",
            later,
        )
        % {"n": later}
        if later
        else "",
        "may_adopt": found.state == "published" and actor_of(request).may(Permission.ADOPT, found.owner),
    }
