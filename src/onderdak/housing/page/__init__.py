"""The picture as one HTML file that asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import django
from django.apps import apps
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from onderdak.housing.page import views
from onderdak.housing.page.maps import region_map
from onderdak.housing.page.payload import payload
from onderdak.housing.summary import PictureSummary

__all__ = ["write_page"]

SCRIPTS = ("base.js", "lists.js", "dossier.js", "map.js", "start.js")
FONT = "source-sans-3-latin-wght-normal.woff2"


def write_page(summary: PictureSummary, path: Path, language: str = "nl") -> None:
    """Write the page of a picture: one file that opens in any browser, without a network.

    The file appears whole or not at all.

    Parameters
    ----------
    summary : PictureSummary
        What the picture says.
    path : pathlib.Path
        The file to write; an existing file is replaced.
    language : str
        "nl" or "en": the language of everything that does not stand in `summary`.

    Examples
    --------
    >>> from onderdak.housing.page import write_page
    >>> write_page(summary, Path("picture.html"))  # doctest: +SKIP
    """
    _replace(path, render(summary, language))


def render(summary: PictureSummary, language: str = "nl") -> str:
    """The page of a picture as text."""
    if not apps.ready:
        # A name, not an import: settings stand on the top floor. Whoever has settings of their own keeps those.
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onderdak.conf.offline")
        django.setup()
    with override(language):
        return str(render_to_string("housing/page.html", _context(summary, language)))


def _context(summary: PictureSummary, language: str) -> dict[str, Any]:
    shown = views.addresses_of(summary)
    drawing = region_map(summary, shown)
    return {
        "language": language,
        "summary": summary,
        "map": drawing,
        "tiles": views.tiles(summary),
        "definitions": views.definitions(summary),
        "warned": views.warned(summary),
        "warning_title": views.warning_title(summary.sources),
        "municipalities": views.municipality_rows(summary),
        "total": views.total(summary),
        "matrix": views.matrix(summary),
        "statuses": views.STATUSES,
        "neighbourhoods": views.with_neighbourhoods(summary),
        "plain_addresses": shown[: views.PLAIN_ADDRESSES],
        "shown": len(shown),
        "housed": views.housed(summary),
        "hidden": len(summary.addresses) - len(shown),
        "forms": [form for form in views.FORMS if any(row.form == form for row in shown)],
        "certified": views.CERTIFIED,
        "kinds": views.kind_groups(summary.contradictions),
        "unknowns": views.unknowns(summary),
        "reasons": views.reason_groups(summary.unplaced),
        "intern": any(figure.disclosure == "internal" for figure in summary.figures),
        "payload": payload(summary, shown),
        **_assets(),
    }


@cache
def _assets() -> dict[str, str]:
    """Style and script with the hashes under which the page's security policy admits them."""
    style = _static("page.css").decode().replace("FONT_DATA", base64.b64encode(_font()).decode())
    script = "\n".join(_static(name).decode() for name in SCRIPTS)
    return {
        "style": SafeString(style),
        "script": SafeString(script),
        "policy": SafeString(
            "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; "
            f"style-src {_hash(style)}; script-src {_hash(script)}"
        ),
    }


def _font() -> bytes:
    return resources.files("onderdak.base.ui").joinpath("static", "ui", "fonts", FONT).read_bytes()


def _static(name: str) -> bytes:
    return resources.files("onderdak.housing").joinpath("static", "housing", name).read_bytes()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _replace(path: Path, text: str) -> None:
    """Write beside the file and rename, so that a reader sees the old page or the new one, never a half."""
    with NamedTemporaryFile(dir=path.parent, suffix=".html", delete=False) as file:
        temporary = Path(file.name)
    try:
        temporary.write_text(text, encoding="utf-8", newline="")
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
