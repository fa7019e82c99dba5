"""Every page and every state of the gallery in a browser: for all eyes, all screens, both languages.

`--screenshots FOLDER` keeps a picture of each; `python -m tests.screenshots FOLDER` does only that.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from onderdak.base.access.actors import actor_of_user
from onderdak.base.access.guard import PUBLIC
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import HELD_AT, Role
from onderdak.base.ui.gallery import COMPONENTS
from tests.browser import ORIGIN, Site, violations, visiting, width_of
from tests.routes import ROUTES, Asked, Route, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
#: The gallery shows no row of the database: what it is on the one, it is on the other.
one_database = pytest.mark.one_database

#: How a page is visited: opened in a language on the one screen, then brought to the other. So each width is once the
#: first that a page meets, and once what a window is brought to.
VISITS = [("nl", (1280, 320)), ("en", (320, 1280))]
#: Routes that answer with something else than a page.
NO_PAGES = {
    "ui:theme",
    "health:live",
    "health:ready",
    "health:full",
    "security_txt",
    "files:download",
    "office:audit_export",
    "monitor:region_report",
    "monitor:municipality_report",
    "deliveries:back",
    "deliveries:source_template",
    "deliveries:source_schema",
    "housing:outlines",
    "needs:need_report",
    "needs:need_town_report",
    "needs:forecast_report",
    "needs:explanation",
    "needs:appendix",
    "housing:tile",
}
PAGES = sorted(
    name
    for name, route in ROUTES.items()
    if route.method == "GET" and not route.absent and name not in NO_PAGES and not name.startswith("ui:")
)


@pytest.fixture
def keep(request: pytest.FixtureRequest):
    """Keeps a picture of a page where the command line asks for it."""
    folder = request.config.getoption("--screenshots")

    def shoot(page: Page, name: str) -> None:
        if folder:
            path = Path(folder) / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=path, full_page=True)

    return shoot


@pytest.fixture
def world() -> World:
    tenants = []
    for number, (name, towns) in enumerate(
        [("Verzonnen Delta", "Zuiderdam Oosterlo"), ("Bedachte Kust", "Elders Ver")]
    ):
        region = Tenant.objects.create(kind="region", slug=f"regio-{number}", name=name)
        places = [
            Tenant.objects.create(kind="municipality", slug=one.lower(), name=one, parent=region)
            for one in towns.split()
        ]
        agency = Tenant.objects.create(
            kind="organisation", slug=f"o{number}", name="Oogsthulp Verzonnen", parent=places[0]
        )
        tenants += [region, *places, agency]
    return World(*tenants[:4], others=tuple(tenants[4:]))


def somebody(world: World, role: Role) -> User:
    """Somebody with a role, who signs in with a second factor."""
    user = User.objects.create_user(f"{role}@voorbeeld.example", "geheim-van-niemand", name="A. Verzonnen")
    place = next(one for one in (world.region, world.town, world.agency) if one.kind in HELD_AT[role])
    Membership.objects.create(user=user, role=role, tenant=place)
    TOTP.activate(user, generate_totp_secret())
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def who_sees(route: Route, asked: Asked, world: World) -> Client:
    """The first who may see a route."""
    if route.guard == PUBLIC:
        return Client()
    users = (somebody(world, role) for role in Role)
    return signed_in(next(user for user in users if route.admits(actor_of_user(user), asked)))


@pytest.fixture
def visitor(world: World) -> Client:
    return signed_in(somebody(world, Role.POLICY_OFFICER))


def opened(site: Site, path: str, *, answers: Collection[int] = ()) -> Page:
    """The page behind a path; `answers` are what may come back beside a page."""
    page = site.page()
    answer = page.goto(ORIGIN + path)
    assert answer is not None
    assert answer.status < 400 or answer.status in answers
    page.wait_for_function("!document.querySelector('meta[http-equiv=refresh]')")
    page.evaluate("document.fonts.ready")
    return page


def brought_to(page: Page, width: int) -> None:
    """The same window on a screen of this width, drawn anew."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def check(page: Page, width: int) -> None:
    """The page must be in order on a screen of this width."""
    brought_to(page, width)
    assert width_of(page) <= width
    assert violations(page) == []


def own_faults(troubles: list[str]) -> list[str]:
    """What went wrong, but for the status of a page that says that it is not there or may not be used."""
    return [one for one in troubles if "the server responded with a status of" not in one]


@pytest.mark.parametrize("name", PAGES)
def test_page_is_in_order(name, world, browser, keep):
    route = ROUTES[name]
    asked = route.about(world)
    path, client = reverse(name, kwargs=asked.address), who_sees(route, asked, world)
    for language, widths in VISITS:
        with visiting(browser, client, width=widths[0], language=language) as site:
            page = opened(site, path, answers=route.answers)
            for width in widths:
                check(page, width)
                keep(page, f"{name.replace(':', '-')}-{width}-{language}")
            assert own_faults(site.troubles) == []


@one_database
@pytest.mark.parametrize("component", ["", *(f"{one.key}/" for one in COMPONENTS)])
def test_gallery_is_in_order(component, visitor, browser, keep):
    for language, widths in VISITS:
        with visiting(browser, visitor, width=widths[0], language=language) as site:
            page = opened(site, f"/ui/{component}")
            for width in widths:
                check(page, width)
                keep(page, f"gallery/{component.strip('/') or 'index'}-{width}-{language}")
            assert site.troubles == []


@one_database
@pytest.mark.parametrize("component", [one.key for one in COMPONENTS])
def test_states_of_the_gallery_stand_alone(component, visitor, browser, keep, request):
    visits = VISITS if request.config.getoption("--screenshots") else [("nl", (320,))]
    for language, widths in visits:
        with visiting(browser, visitor, width=widths[0], language=language) as site:
            for state in (example.key for one in COMPONENTS if one.key == component for example in one.examples):
                page = opened(site, f"/ui/{component}/{state}/")
                for width in widths:
                    brought_to(page, width)
                    assert width_of(page) <= width, state
                    keep(page, f"gallery/{component}-{state}-{width}-{language}")
                page.close()
            assert site.troubles == []


# --- what works by keyboard, and what works without scripts ------------------------------------------------------


@pytest.fixture
def visit(browser, visitor):
    """Opens a state of the gallery; whatever goes wrong in it fails the test."""
    opened = []

    def open_page(path: str, *, width: int = 1280, script: bool = True) -> Page:
        context = visiting(browser, visitor, width=width, script=script)
        site = context.__enter__()
        opened.append((context, site))
        page = site.page()
        page.goto(f"{ORIGIN}/ui/{path}")
        return page

    yield open_page
    for context, site in opened:
        assert site.troubles == []
        context.__exit__(None, None, None)


IN_SIGHT = """() => {
    const element = document.activeElement, box = element.getBoundingClientRect();
    return element === document.body || (box.width > 0 && box.bottom > 0 && box.top < innerHeight);
}"""


@one_database
@pytest.mark.parametrize("component", [one.key for one in COMPONENTS])
def test_every_stop_of_the_tab_key_is_in_sight(component, visit):
    page = visit(f"{component}/")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


@one_database
def test_table_sorts_in_place_and_the_address_says_so(visit):
    page = visit("tabellen/lang/")
    page.get_by_role("link", name="Plekken", exact=True).press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Plekken")
    assert "lang-sorteer=-beds" in page.url
    values = [int(one) for one in page.locator("td.od-num--bar span").all_text_contents()]
    assert values == sorted(values, reverse=True)
    expect(page.locator("[role=status]").last).to_have_text("60 rijen")


@one_database
def test_table_filters_while_one_types_and_keeps_the_focus(visit):
    page = visit("tabellen/lang/")
    page.get_by_label("Zoek in").press_sequentially("haven")
    expect(page.locator(".od-table__result")).to_contain_text("12 van de 60 rijen")
    expect(page.get_by_label("Zoek in")).to_be_focused()
    page.get_by_label("Gemeente", exact=True).select_option("Wimpelveen")
    expect(page.get_by_text("Geen rij past bij deze keuze.")).to_be_visible()


@one_database
@pytest.mark.parametrize("script", [True, False])
def test_columns_are_switched_off(script, visit):
    page = visit("tabellen/lang/", script=script)
    page.locator("summary", has_text="Kolommen").click()
    page.get_by_label("Bezocht op").uncheck()
    if not script:
        page.locator(".od-menu__body").get_by_role("button", name="Toon").click()
    expect(page.get_by_role("columnheader", name="Bezocht op")).to_have_count(0)
    expect(page.get_by_role("columnheader")).to_have_count(4)


@one_database
def test_table_searches_without_scripts(visit):
    page = visit("tabellen/lang/", script=False)
    page.get_by_label("Zoek in").fill("Molenpad")
    page.get_by_role("button", name="Toon").first.click()
    expect(page.locator(".od-table__result")).to_contain_text("12 van de 60 rijen")


@one_database
def test_chart_shows_its_table_and_explanation(visit):
    page = visit("grafieken/verloop/")
    page.get_by_role("link", name="Tabel").click()
    expect(page.get_by_role("cell", name="24.317")).to_be_visible()
    assert page.url.endswith("?verloop=tabel")
    page.get_by_role("link", name="Uitleg").click()
    expect(page.get_by_text("Wie hier woont om te werken")).to_be_visible()


@one_database
def test_chart_tells_its_values_where_one_points(visit):
    page = visit("grafieken/verloop/")
    page.locator("od-chart").hover()
    redrawn = page.locator(".od-chart__wide div svg")
    expect(redrawn).to_be_visible(timeout=20_000)
    redrawn.locator(".mark-symbol").first.locator("path").last.hover(force=True)
    expect(page.locator(".od-tip")).to_contain_text("24.317")


@one_database
def test_chart_needs_no_script(visit):
    page = visit("grafieken/verloop/", script=False)
    expect(page.locator(".od-chart__wide svg")).to_be_visible()
    page.get_by_role("link", name="Tabel").click()
    expect(page.get_by_role("cell", name="24.317")).to_be_visible()


@one_database
def test_map_and_table_light_up_together(visit):
    page = visit("kaarten/naast-tabel/")
    page.get_by_role("link", name="Wimpelveen", exact=True).hover()
    expect(page.locator("a.od-map__area.od-lit")).to_have_attribute("data-area", "VM03")


@one_database
def test_map_zooms_by_button_and_key_and_returns(visit):
    page = visit("kaarten/met-lijst/")
    drawing = page.locator(".od-map__svg")
    whole = drawing.get_attribute("viewBox")
    page.get_by_role("button", name="Inzoomen").click()
    closer = drawing.get_attribute("viewBox")
    page.keyboard.press("ArrowLeft")
    assert len({whole, closer, drawing.get_attribute("viewBox")}) == 3
    page.keyboard.press("0")
    assert [float(n) for n in (drawing.get_attribute("viewBox") or "").split()] == [
        float(n) for n in str(whole).split()
    ]


@one_database
def test_wrong_form_leads_to_its_field_and_keeps_what_was_typed(visit):
    page = visit("formulieren/fout/")
    expect(page.locator(".od-errors")).to_be_focused()
    page.get_by_role("link", name="Aantal plekken").click()
    expect(page.get_by_label("Aantal plekken")).to_be_focused()
    expect(page.get_by_label("Aantal plekken")).to_have_value("veel")


@one_database
def test_dialog_opens_and_gives_the_focus_back(visit):
    page = visit("bouwstenen/dialoog/")
    page.get_by_role("link", name="Wat betekent dit?").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@one_database
def test_language_is_switched_by_a_form(visit):
    page = visit("cijfers/", script=False)
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Figures")


@one_database
def test_print_shows_the_page_without_its_controls(visit):
    page = visit("tabellen/lang/")
    page.emulate_media(media="print")
    expect(page.locator(".od-filters")).to_be_hidden()
    expect(page.locator(".od-table table")).to_be_visible()
