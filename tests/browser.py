"""The site in Chromium without a server: each request of the browser is answered by Django's test client.

So a page in the browser sees what the test has put in the database, and nothing has to be waited for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ORIGIN = "http://localhost"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
#: Tells of whatever the policy of the page holds back, also where the console stays silent.
_LISTEN = (
    "document.addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective, e.blockedURI))"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a network."""
    # Playwright runs a loop in this thread, in which Django would refuse to reach the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Site:
    """The site as one visitor sees it."""

    context: BrowserContext
    client: Client
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Playwright calls us back in a context of its own, in which Django would open another connection than that of
        # the test, and see nothing of what the test has not committed.
        self._context = copy_context()
        self.context.add_init_script(_LISTEN)
        self.context.route("**/*", self._answer)

    def page(self) -> Page:
        """A tab that keeps whatever goes wrong in it."""
        page = self.context.new_page()
        page.on("console", lambda m: self.troubles.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return page

    def _answer(self, route: Route) -> None:
        request, parts = route.request, urlsplit(route.request.url)
        if f"{parts.scheme}://{parts.netloc}" != ORIGIN:
            self.troubles.append(f"asked of another: {request.url}")
            route.abort()
        elif parts.path.startswith("/static/"):
            _give_static(route, parts.path.removeprefix("/static/"))
        else:
            self._ask(route, f"{parts.path}?{parts.query}" if parts.query else parts.path)

    def _ask(self, route: Route, path: str) -> None:
        request = route.request
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
        for name in ("HTTP_COOKIE", "HTTP_CONTENT_LENGTH"):
            headers.pop(name, None)
        more: dict[str, Any] = {"content_type": request.headers.get("content-type", ""), **headers}
        body = request.post_data_buffer or b""
        response: Any = self._context.run(self.client.generic, request.method, path, body, **more)
        if where := response.headers.get("Location"):
            # Chromium would follow a redirect past us, to a server that is not there.
            route.fulfill(
                status=200, content_type="text/html", body=f'<meta http-equiv="refresh" content="0;url={where}">'
            )
            return
        content = response.getvalue() if response.streaming else response.content
        route.fulfill(status=response.status_code, headers=dict(response.headers), body=content)


def _give_static(route: Route, name: str) -> None:
    path = finders.find(name)
    if not isinstance(path, str):
        route.fulfill(status=404)
        return
    kind = _TYPES.get(Path(path).suffix, "application/octet-stream")
    route.fulfill(status=200, content_type=kind, body=Path(path).read_bytes())


@contextmanager
def visiting(
    browser: Browser, client: Client, *, width: int = 1280, language: str = "nl", script: bool = True
) -> Iterator[Site]:
    """The site for a visitor with this screen and language.

    Yields
    ------
    Site
        Its `troubles` must be empty when all is well: errors, policy violations, requests to others.
    """
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script, locale=language, reduced_motion="reduce"
    )
    try:
        yield Site(context, client)
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds, one line per element. It comes in by a call of its own, past the policy of the page."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {AXE.read_text()} }} }}")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"
        ".then(r => r.violations)",
        RULES,
    )
    return [f"{one['id']}: {node['html'][:140]}" for one in found for node in one["nodes"]]


def width_of(page: Page) -> int:
    """How wide the page really is; more than the screen means scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth")
