"""A report as a download."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from django.http import Http404, HttpResponse
from django.utils.text import slugify

from onderdak.base.reports.delimited import to_csv
from onderdak.base.reports.document import Document
from onderdak.base.reports.ods import to_ods
from onderdak.base.reports.pdf import to_pdf
from onderdak.base.reports.xlsx import to_xlsx

Kind = Literal["pdf", "xlsx", "ods", "csv"]

_WRITERS: Mapping[str, tuple[Callable[[Document], bytes], str]] = {
    "pdf": (to_pdf, "application/pdf"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (to_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "csv": (to_csv, "text/csv; charset=utf-8"),
}
KINDS: tuple[Kind, ...] = ("pdf", "xlsx", "ods", "csv")


def response(document: Document, kind: str) -> HttpResponse:
    """The report as a file to keep, under a name that says what it is and of which day.

    Raises
    ------
    Http404
        There is no such kind.
    """
    if kind not in _WRITERS:
        raise Http404
    write, content_type = _WRITERS[kind]
    answer = HttpResponse(write(document), content_type=content_type)
    name = f"{slugify(f'{document.title} {document.subject}')[:80]}-{document.as_of.isoformat()}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
