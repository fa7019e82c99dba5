"""A file that is kept, as a download."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from onderdak.base.access.actors import actor_of
from onderdak.base.access.guard import signed_in
from onderdak.base.files.models import StoredFile
from onderdak.base.files.service import serve


@signed_in
@require_GET
def download(request: HttpRequest, uuid: UUID) -> FileResponse:
    """The file, for who may read it."""
    actor = actor_of(request)
    readable = StoredFile.objects.for_actor(actor).select_related("owner", "region")
    return serve(get_object_or_404(readable, uuid=uuid), actor)
