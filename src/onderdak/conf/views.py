"""Pages of the site as a whole."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from onderdak.base.access.guard import public

#: RFC 9116 wants a date within a year. Each answer is new: the contact is a setting of this moment.
_HOLDS = timedelta(days=90)


@public
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where a weakness is reported (RFC 9116); not there where the operator has set no contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = (timezone.now() + _HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    lines = f"Contact: {settings.SECURITY_CONTACT}\nExpires: {until}\nPreferred-Languages: nl, en\n"
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")
