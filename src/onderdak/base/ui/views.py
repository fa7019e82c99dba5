"""The gallery, and the tenant's own tokens."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control

from onderdak.base.access.guard import public, signed_in
from onderdak.base.ui.charts import Chart
from onderdak.base.ui.gallery import COMPONENTS, Component, Example
from onderdak.base.ui.tables import Table

#: Where the demonstration runs everybody may look; elsewhere whoever has signed in.
gallery_guard = public if settings.DEBUG or settings.DEMO else signed_in


@public
@cache_control(public=True, max_age=300)
def theme(request: HttpRequest) -> HttpResponse:
    """The style sheet that the operator set, read at every request so that a change is seen at once."""
    if not settings.THEME:
        raise Http404
    return HttpResponse(settings.THEME.read_bytes(), content_type="text/css; charset=utf-8")


@gallery_guard
def index(request: HttpRequest) -> HttpResponse:
    """All components."""
    return render(request, "ui/gallery/index.html", {"components": COMPONENTS})


@gallery_guard
def component(request: HttpRequest, key: str) -> HttpResponse:
    """All states of one component."""
    found = _component(key)
    context = {"component": found, "examples": [(one, one.shown(request)) for one in found.examples]}
    return render(request, "ui/gallery/component.html", {**context, "breadcrumbs": _trail(found)})


@gallery_guard
def example(request: HttpRequest, key: str, state: str) -> HttpResponse:
    """One state of one component, or the file that it offers."""
    found = _component(key)
    one = found.example(state)
    if one is None:
        raise Http404
    if file := _file(request, one):
        return file
    context = {"component": found, "example": one, "shown": one.shown(request), "breadcrumbs": _trail(found, one)}
    return render(request, "ui/gallery/example.html", context)


def _file(request: HttpRequest, one: Example) -> HttpResponse | None:
    offered = [part for part in one.context(request).values() if isinstance(part, Chart | Table)]
    return next((file for part in offered if (file := part.download())), None)


def _component(key: str) -> Component:
    found = next((one for one in COMPONENTS if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _trail(found: Component, one: Example | None = None) -> list[tuple[str, str]]:
    start = (gettext("Gallery"), "/ui/")
    if one is None:
        return [start, (str(found.title), "")]
    return [start, (str(found.title), f"/ui/{found.key}/"), (str(one.title), "")]
