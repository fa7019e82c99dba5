"""The chart of a page: picture, table, explanation, downloads; which of these is in sight stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from onderdak.base.ui.charts import draw
from onderdak.base.ui.tables import Column, Table
from onderdak.base.ui.tables.columns import Words
from onderdak.base.ui.tiles import language

WIDE, NARROW = 760, 340
VIEWS = ("grafiek", "tabel", "uitleg", "download")


@dataclass(frozen=True)
class Chart:
    """A chart.

    Parameters
    ----------
    request : HttpRequest
        The request; its address says what is in sight.
    key : str
        Name of the chart on the page and in the address.
    title : str
        What the chart shows, as a conclusion.
    summary : str
        The same in a sentence: what someone must know who does not see the picture.
    spec : dict
        Vega-Lite, such as `altair.Chart(...).to_dict()`; size and look are set here.
    columns, rows : sequences
        The numbers behind the picture.
    explanation : str
        What the numbers mean and how they came about, in plain words.
    sources : sequence of str
        Where they come from.
    height : int
        Height of the picture at full width.
    level : int
        Level of the heading.
    remarks : sequence of (mark, words)
        What the marks in the picture point at, such as a source that was added.
    """

    request: HttpRequest
    key: str
    title: Words
    summary: Words
    spec: dict[str, Any]
    columns: Sequence[Column]
    rows: Sequence[Any]
    explanation: Words = ""
    sources: Sequence[Words] = ()
    height: int = 280
    level: int = 2
    remarks: Sequence[tuple[str, Words]] = ()

    @property
    def view(self) -> str:
        """What is in sight."""
        asked = self.request.GET.get(self.key, "")
        return asked if asked in VIEWS else VIEWS[0]

    @property
    def html_id(self) -> str:
        """The id of the chart on the page."""
        return f"grafiek-{self.key}"

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """The four views: words, address, and whether it is in sight."""
        words = (gettext("Chart"), gettext("Table"), gettext("Explanation"), gettext("Download"))
        return [(label, self._url(name), name == self.view) for name, label in zip(VIEWS, words, strict=True)]

    def _url(self, view: str, **more: str) -> str:
        query = self.request.GET.copy()
        query.pop(self._file_name, None)
        query.pop(self.key, None)
        if view != VIEWS[0]:
            query[self.key] = view
        for name, value in more.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    @property
    def _file_name(self) -> str:
        return f"{self.key}-bestand"

    @property
    def pictures(self) -> list[tuple[str, SafeString]]:
        """The picture for a wide and for a narrow screen."""
        return [(size, self._picture(size, width)) for size, width in (("wide", WIDE), ("narrow", NARROW))]

    def _picture(self, size: str, width: int) -> SafeString:
        drawn = draw.svg(self.spec, width, self.height, language(), mark=f"{self.key}-{size}")
        # Within a picture nothing has a role: its summary and its table say what it shows.
        return SafeString(_without_roles(drawn).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))

    @property
    def vega(self) -> SafeString:
        """The specification for the browser, as data that is never run."""
        text = {"spec": draw.vega(self.spec, WIDE, self.height), "narrow": draw.vega(self.spec, NARROW, self.height)}
        return SafeString(json_script(text, f"{self.html_id}-vega"))

    @cached_property
    def table(self) -> Table:
        """The numbers of the picture."""
        return Table(
            self.request,
            f"{self.key}-cijfers",
            self.title,
            self.columns,
            self.rows,
            prefix=f"{self.key}-",
            page_size=100,
            exports=(),
        )

    @property
    def files(self) -> list[tuple[str, str, str]]:
        """The files: their kind, what they are good for, and where to get them."""
        words = {
            "svg": gettext("Picture that stays sharp at every size"),
            "png": gettext("Picture for a document or a presentation"),
            "csv": gettext("The numbers, for a spreadsheet or a program"),
            "xlsx": gettext("The numbers, for Excel"),
        }
        return [(kind.upper(), said, self._url("download", **{self._file_name: kind})) for kind, said in words.items()]

    def download(self) -> HttpResponse | None:
        """The file that the address asks for, else None."""
        kind = self.request.GET.get(self._file_name, "")
        if kind == "svg":
            return self._file(draw.svg(self.spec, WIDE, self.height, language()).encode(), "image/svg+xml", kind)
        if kind == "png":
            return self._file(draw.png(self.spec, WIDE, self.height, language()), "image/png", kind)
        numbers = Table(self.request, self.key, self.title, self.columns, self.rows, prefix=f"{self.key}-")
        return numbers.download()

    def _file(self, content: bytes, mime: str, kind: str) -> HttpResponse:
        return HttpResponse(
            content,
            content_type=mime,
            headers={
                "Content-Disposition": f'attachment; filename="{self.key}.{kind}"',
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; sandbox",
            },
        )


def _without_roles(drawn: str) -> str:
    for name in ("role", "aria-roledescription", "aria-label", "aria-hidden"):
        drawn = draw.without_attribute(drawn, name)
    return drawn
