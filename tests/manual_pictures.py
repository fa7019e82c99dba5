"""The pictures of the manual: pages of a demo site that runs, each as the user sees it whom the page is written for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import chromium

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "images" / "manual"


@dataclass(frozen=True)
class Shot:
    """A picture of the manual.

    Parameters
    ----------
    name : str
        Of the file, without its ending.
    user : str
        Whom one signs in as: the name on the sign-in page of the demo begins with this.
    path : str
        The page; "@" is the address of the first link in the first row of the table on the page before it.
    height : int
        How much of it is shown, at 1280 pixels wide.
    link : str
        Words of a link on that page to follow first.
    """

    name: str
    user: str
    path: str
    height: int = 900
    link: str = ""


#: Pages on which a picture stands. Those of one user stand together: he signs in once.
MANUAL = (
    Shot("gemeente", "Gerrit Gemeente", "/gemeente/steltloperdam/"),
    Shot("aanbod", "Gerrit Gemeente", "/regio/wielderland/aanbod/?verdeling=samen"),
    Shot("adressen", "Gerrit Gemeente", "/adressen/lijst/?disputed=yes"),
    Shot("dossier", "Gerrit Gemeente", "@", 1100),
    Shot("aanleveringen", "Ans Analist", "/aanleveringen/"),
    Shot("regio", "Wil Wethouder", "/regio/wielderland/"),
    Shot("opgave", "Wil Wethouder", "/opgave/wielderland/", 1000),
    Shot("schatting", "Wil Wethouder", "/opgave/wielderland/", 900, "Naar de schatting van het aantal mensen"),
)


def take(site: str, folder: Path = FOLDER) -> None:
    """Take all pictures of a demo site, such as http://localhost:8000."""
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for user in dict.fromkeys(shot.user for shot in MANUAL):
            _take_of(browser, site.rstrip("/"), user, folder)


def _take_of(browser: Browser, site: str, user: str, folder: Path) -> None:
    context = browser.new_context(locale="nl-NL", reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{site}/inloggen/")
    page.locator(f"form:has-text('{user}') button").first.click()
    page.wait_for_url(lambda url: "/inloggen" not in url)
    for shot in (one for one in MANUAL if one.user == user):
        _take_one(page, site, shot, folder)
    context.close()


def _take_one(page: Page, site: str, shot: Shot, folder: Path) -> None:
    path = page.locator("tbody th a").first.get_attribute("href") if shot.path == "@" else shot.path
    page.set_viewport_size({"width": 1280, "height": shot.height})
    page.goto(f"{site}{path}")
    if shot.link:
        page.get_by_role("link", name=shot.link).first.click()
        page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    page.screenshot(path=folder / f"{shot.name}.png")
