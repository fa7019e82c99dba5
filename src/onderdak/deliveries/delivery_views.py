"""The pages of deliveries: a file goes in, and step by step it becomes clear what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onderdak.base.access.actors import Actor, actor_of
from onderdak.base.access.guard import requires
from onderdak.base.access.roles import Permission
from onderdak.base.tables import write_table
from onderdak.base.ui.tiles import language
from onderdak.deliveries import delivery_pages as pages
from onderdak.deliveries import store, work_list
from onderdak.deliveries.delivery_forms import ColumnsForm, FileForm, ReasonForm
from onderdak.deliveries.models import Delivery
from onderdak.deliveries.refused import as_given
from onderdak.deliveries.service import choices, decisions, pipeline
from onderdak.deliveries.work_map import work_map
from onderdak.methods.errors import InputError

_delivers = requires(Permission.DELIVER)
_decides = requires(Permission.ACCEPT)
#: The kinds of spreadsheet in which a list goes back, by what it came in as; an old .xls comes back as .xlsx.
_BACK = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
#: Rows of a list beyond which it goes back as CSV, whatever it came in as.
_LONG = 100_000


@_delivers
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """What came in, and what waits for somebody."""
    actor = actor_of(request)
    table = pages.deliveries_table(request, actor)
    waiting = Delivery.objects.for_actor(actor, Permission.DELIVER).filter(state="compared").count()
    context = {"table": table, "waiting": waiting, "may_choose": actor.may(Permission.ACCEPT)}
    return table.download() or render(request, "deliveries/deliveries.html", context)


@_delivers
@require_http_methods(["GET", "POST"])
def new_delivery(request: HttpRequest) -> HttpResponse:
    """Deliver a list: which source, and the file."""
    actor = actor_of(request)
    chosen = {"contract": request.GET.get("bron", "")}
    form = FileForm(pages.deliverable(actor), request.POST or None, request.FILES or None, initial=chosen)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = pipeline.receive(given["contract"], given["file"], actor=actor, as_of=given["as_of"])
        except InputError as error:
            form.add_error("file", f"{error.what} {error.mend}")
        else:
            return redirect(made)
    context = {"form": form, "breadcrumbs": pages.trail(_("Deliver a list"))}
    return render(request, "deliveries/new_delivery.html", context)


@_delivers
@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery: where it stands, and what is to be done."""
    actor = actor_of(request)
    context = pages.delivery_context(pages.delivery_or_404(actor, pk), actor)
    return render(request, "deliveries/delivery.html", context)


@_delivers
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column tells, and of which day the list is."""
    actor = actor_of(request)
    one = pages.delivery_or_404(actor, pk)
    if not (one.is_open and one.rows_at):
        return redirect(one)
    form = ColumnsForm(pages.preview(one), pages.guesses(one), one.as_of, one.contract.per, request.POST or None)
    if form.is_valid():
        try:
            pipeline.map_columns(one, form.roles, form.cleaned_data["as_of"], actor=actor)
        except InputError as error:
            form.add_error(None, f"{error.what} {error.mend}")
        else:
            return redirect(one)
    context = {
        "delivery": one,
        "form": form,
        "head": pages.head_table(request, one),
        "steps": pages.steps_of(one, 1),
        "breadcrumbs": pages.trail(pages.named(one), _("Columns")),
    }
    return render(request, "deliveries/columns.html", context)


@_delivers
@require_safe
def found(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a list, and everything in it that is to be mended."""
    actor = actor_of(request)
    one = pages.delivery_or_404(actor, pk)
    asked = request.GET.get(pages.ROWS, "")
    placed = asked in pages.PLACED and one.claims_at and one.contract.per == "address"
    table = pages.placed_table(request, one, asked) if placed else pages.refused_table(request, one)
    context = {
        "delivery": one,
        "table": table,
        "counts": [pages.found_counts(one, asked if placed else "refused")],
        "steps": pages.steps_of(one, 2),
        "may_decide": actor.may(Permission.ACCEPT, one.owner),
        "breadcrumbs": pages.trail(pages.named(one), _("What we found")),
    }
    return table.download() or render(request, "deliveries/found.html", context)


@_delivers
@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What a list changes, address by address."""
    one = pages.delivery_or_404(actor_of(request), pk)
    table = pages.changes_table(request, one)
    context = {
        "delivery": one,
        "table": table,
        "told": pages.changes_told(one) if one.claims_at else "",
        "counts": [pages.change_counts(one)],
        "steps": pages.steps_of(one, 3),
        "breadcrumbs": pages.trail(pages.named(one), _("Compared with last time")),
    }
    return table.download() or render(request, "deliveries/changes.html", context)


@_delivers
@require_safe
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it was given, with a column that says what to mend."""
    one = pages.delivery_or_404(actor_of(request), pk)
    if not one.claims_at:
        raise Http404
    kind = one.file.kind if one.file and one.file.kind in _BACK else "xlsx"
    if one.counts["rows"] > _LONG:
        kind = "csv"  # a workbook of half a million rows keeps a page waiting for half a minute
    numbers = store.read(one.rows_at, "numbers")["row"].combine_chunks()
    table = as_given(store.read(one.rows_at, "rows"), numbers, store.read(one.claims_at, "refused"), language())
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"lijst.{kind}"
        write_table(table, path)
        content = path.read_bytes()
    name = f"{slugify(Path(one.name).stem) or 'lijst'}-{_('to-mend')}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=_BACK[kind], headers=headers)


# --- deciding --------------------------------------------------------------------------------------------------------


@_decides
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a list count."""
    actor = actor_of(request)
    one = pages.delivery_or_404(actor, pk, Permission.ACCEPT)
    why = request.POST.get("why", "")
    try:
        decisions.accept(one, actor=actor, why=why)
    except InputError as error:
        context = {**pages.delivery_context(one, actor), "problem": error, "why": why}
        return render(request, "deliveries/delivery.html", context, status=422)
    messages.success(request, _("The list counts from now on. The picture of the region is made anew."))
    return redirect(one)


@_decides
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a list aside."""
    return _with_reason(request, pk, decisions.refuse, _("Refuse this list"), _("Refuse"), _("The list was refused."))


@_decides
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a list count no longer."""
    done = _("The list was undone. The picture of the region is made anew.")
    return _with_reason(request, pk, decisions.undo, _("Undo this list"), _("Undo"), done)


def _with_reason(
    request: HttpRequest, pk: int, decide: Callable[..., Delivery], heading: str, action: str, done: str
) -> HttpResponse:
    actor = actor_of(request)
    one = pages.delivery_or_404(actor, pk, Permission.ACCEPT)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            decide(one, actor=actor, why=form.cleaned_data["why"])
        except InputError as error:
            form.add_error(None, f"{error.what} {error.mend}")
        else:
            messages.success(request, done)
            return redirect(one)
    context = {
        "delivery": one,
        "form": form,
        "heading": heading,
        "action": action,
        "breadcrumbs": pages.trail(pages.named(one), heading),
    }
    return render(request, "deliveries/reason.html", context)


@_delivers
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the same file through once more."""
    return _queued(request, pk, decisions.again)


@_delivers
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Do the work again that did not succeed."""
    return _queued(request, pk, pipeline.retry)


def _queued(request: HttpRequest, pk: int, work: Callable[..., Delivery]) -> HttpResponse:
    actor: Actor = actor_of(request)
    one = pages.delivery_or_404(actor, pk)
    try:
        return redirect(work(one, actor=actor))
    except InputError as error:
        messages.error(request, f"{error.what} {error.mend}")
        return redirect(one)


# --- the work list ---------------------------------------------------------------------------------------------------


@_decides
@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """The written addresses that wait for a choice."""
    one = pages.delivery_or_404(actor_of(request), pk, Permission.ACCEPT)
    tasks = work_list.tasks_of(one)
    table = work_list.work_table(request, one, tasks)
    context = {
        "delivery": one,
        "table": table,
        "count": len(tasks),
        "breadcrumbs": pages.trail(pages.named(one), _("Work list")),
    }
    return table.download() or render(request, "deliveries/work.html", context)


@_decides
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Say which address one of them is, with one click; the next one follows."""
    actor = actor_of(request)
    one = pages.delivery_or_404(actor, pk, Permission.ACCEPT)
    tasks = work_list.tasks_of(one)
    task = work_list.task_or_404(tasks, key)
    problem = None
    if request.method == "POST":
        try:
            choices.choose(one, task.text, request.POST.get("address") or None, actor=actor)
        except InputError as error:
            problem = error
        else:
            messages.success(request, _("Remembered. The list is compared anew."))
            following = work_list.after(tasks, task)
            # the keys of the next one work at once: what is in the fragment gets the focus
            return redirect(work_list.task_address(one, following)) if following else redirect(one)
    candidates = work_list.candidates_of(one, task)
    context = {
        "delivery": one,
        "task": task,
        "candidates": candidates,
        "map": work_map(candidates),
        "problem": problem,
        "breadcrumbs": pages.trail(pages.named(one), (_("Work list"), work_list.address_of(one)), task.text),
    }
    return render(request, "deliveries/choose.html", context, status=422 if problem else 200)


@_decides
@require_safe
def chosen(request: HttpRequest) -> HttpResponse:
    """The choices that stand."""
    table = work_list.choices_table(request, actor_of(request))
    context = {"table": table, "breadcrumbs": pages.trail(_("Choices"))}
    return table.download() or render(request, "deliveries/choices.html", context)


@_decides
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a choice back, once that was confirmed."""
    actor = actor_of(request)
    one = work_list.choice_or_404(actor, pk)
    if request.method == "POST":
        try:
            choices.take_back(one, actor=actor)
        except InputError as error:
            messages.error(request, f"{error.what} {error.mend}")
        else:
            messages.success(request, _("The choice was taken back."))
        return redirect("deliveries:choices")
    context = {"choice": one, "breadcrumbs": pages.trail((_("Choices"), work_list.choices_address()), one.text)}
    return render(request, "deliveries/take_back.html", context)
