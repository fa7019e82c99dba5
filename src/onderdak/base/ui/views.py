"""The tenant's own tokens."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from onderdak.base.access.guard import public


@public
@cache_control(public=True, max_age=300)
def theme(request: HttpRequest) -> HttpResponse:
    """The style sheet that the operator set, read at every request so that a change is seen at once."""
    if not settings.THEME:
        raise Http404
    return HttpResponse(settings.THEME.read_bytes(), content_type="text/css; charset=utf-8")
