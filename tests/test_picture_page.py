"""The page of a picture in a real browser: no request, no error, no accessibility violation, usable by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from onderdak.housing.page import write_page
from onderdak.housing.tests.sample import sample_summary
from onderdak.housing.tests.test_page import hostile
from tests.browser import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_page(sample_summary(), folder / "nl.html", "nl")
    write_page(sample_summary(language="en"), folder / "en.html", "en")
    write_page(sample_summary(addresses=0), folder / "empty.html", "nl")
    write_page(hostile(sample_summary()), folder / "hostile.html", "nl")
    return folder


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator:
    """Opens a page and fails the test on any request beyond the file, or any error in the console."""
    contexts, troubles = [], []

    def open_page(name: str = "nl", *, width: int = 1280, script: bool = True, after: str = "") -> Page:
        # axe is put into the page by its own protocol call, past the page's policy; the policy itself stays on.
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        own = f"{(folder / name).as_uri()}.html"
        page.on("request", lambda r: None if r.url.startswith((own, "data:")) else troubles.append(r.url))
        page.on("console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(own + after)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["nl", "en", "empty", "hostile"])
def test_no_axe_violation_and_no_sideways_scroll(visit, name, width):
    page = visit(name, width=width)
    for tab in page.get_by_role("tab").all()[: 3 if name == "hostile" else 1]:
        tab.click()
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 320])
def test_no_axe_violation_in_a_dossier(visit, width):
    page = visit(width=width)
    page.locator("#f-apart").check()
    page.locator("#a-table .open").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.getElementById('dossier').scrollWidth") <= width


def test_font_is_our_own(visit):
    assert visit().evaluate("document.fonts.check('16px \"Source Sans 3\"') && document.fonts.size === 1")


def test_tables_sort_by_button_and_say_so(visit):
    page = visit()
    table = page.locator("#m-table")
    names = table.locator("tbody .pick")
    table.get_by_role("button", name="Gemeente").click()
    expect(table.locator("th[aria-sort=ascending]")).to_have_text("Gemeente")
    assert names.all_text_contents() == sorted(names.all_text_contents())
    page.locator("#a-table").get_by_role("button", name="Adres", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#a-table .open").first).to_have_text("Dorpsstraat 1, Zuiderdam")


def test_filters_search_and_paging(visit):
    page = visit()
    expect(page.locator("#a-table tbody tr")).to_have_count(25)
    page.locator("#a-pages").get_by_role("button", name="Volgende").click()
    expect(page.locator("#a-page")).to_have_text("Pagina 2 van 3")
    page.get_by_label("Zoek op straat, postcode of plaats").fill("1017ab")
    expect(page.locator("#a-result")).to_have_text("1 van de 60 adressen")
    page.get_by_label("Zoek op straat, postcode of plaats").fill("niets van dit alles")
    page.get_by_role("button", name="Toon alle adressen").click()
    expect(page.locator("#a-result")).to_have_text("60 van de 60 adressen")
    page.locator("#f-mark").select_option("valid")
    page.locator("#f-apart").check()
    assert set(page.locator("#a-table tbody tr td:nth-child(7)").all_text_contents()) == {"Geldig keurmerk"}


@pytest.mark.parametrize("by", ["table", "map", "keyboard"])
def test_one_choice_holds_for_table_map_supply_and_lists(visit, by):
    page = visit()
    if by == "table":
        page.locator("#m-table").get_by_role("button", name="Oosterlo").click()
    elif by == "map":
        page.locator("#map a.area", has_text="").nth(1).click(position={"x": 12, "y": 12})
    else:
        page.locator("#map a.area").nth(1).focus()
        page.keyboard.press("Enter")
    expect(page.locator("#chosen-text")).to_contain_text("Gekozen: Oosterlo")
    expect(page.locator("#map a.area.on")).to_have_count(1)
    expect(page.locator("#a-result")).to_have_text("20 van de 60 adressen")
    expect(page.locator("#supply-title")).to_contain_text("in Oosterlo")
    expect(page.locator("#matrix tr.total td").last.locator(".n")).to_have_text("141")
    page.get_by_role("button", name="Toon de hele regio").click()
    expect(page.locator("#a-result")).to_have_text("60 van de 60 adressen")


def test_dossier_opens_closes_and_can_be_pointed_at(visit):
    page = visit()
    opener = page.locator("#a-table .open").first
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("deze grens is het eerst bereikt")
    expect(dialog.locator("#d-address")).to_be_focused()
    where = page.evaluate("location.hash")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    expect(visit(after=where).get_by_role("dialog")).to_be_visible()


def test_point_on_the_map_says_what_it_is_and_opens_it(visit):
    page = visit()
    dot = page.locator("#map circle").first
    dot.hover()
    expect(page.locator("#tip")).to_contain_text("plekken")
    dot.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_tabs_by_arrows(visit):
    page = visit()
    page.get_by_role("tab", name="Adressen").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Tegenspraken")).to_be_focused()
    expect(page.locator("#contradictions")).to_be_visible()
    expect(page.locator("#addresses")).to_be_hidden()
    page.keyboard.press("End")
    expect(page.locator("#unplaced")).to_be_visible()


def test_map_zooms_by_button_and_key_and_returns(visit):
    page = visit()
    box = page.locator("#map").get_attribute("viewBox")
    page.get_by_role("button", name="Inzoomen").click()
    closer = page.locator("#map").get_attribute("viewBox")
    assert closer != box
    page.keyboard.press("ArrowLeft")
    assert page.locator("#map").get_attribute("viewBox") != closer
    page.keyboard.press("0")
    assert page.locator("#map").get_attribute("viewBox") == box


IN_SIGHT = """() => {
    const element = document.activeElement, box = element.getBoundingClientRect();
    if (element === document.body || element.closest("svg")) return true;
    return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""


def test_every_stop_of_the_tab_key_is_in_sight(visit):
    page = visit()
    page.emulate_media(reduced_motion="reduce")  # else the page is still scrolling when we look
    for _ in range(45):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_hostile_text_is_shown_and_not_run(visit):
    page = visit("hostile")
    page.on("dialog", lambda _: pytest.fail("a script of a list ran"))
    expect(page.locator("h1")).to_contain_text("</script><script>alert(1)")
    page.get_by_label("Zoek op straat").fill("onerror=alert(1)")
    page.locator("#a-table .open").click()
    expect(page.get_by_role("dialog")).to_contain_text("onerror=alert(1)")
    assert page.locator("img").count() == 0


def test_without_javascript_all_that_matters_is_there(visit):
    page = visit(script=False)
    expect(page.locator("#a-table tbody tr")).to_have_count(60)
    expect(page.locator("#a-table")).to_contain_text("Dorpsstraat 1, Zuiderdam")
    expect(page.get_by_text("Alle adressen staan in picture.xlsx").first).to_be_visible()
    for hidden in ("#filters", ".tabs", ".zoom"):
        expect(page.locator(hidden)).to_be_hidden()
    for section in ("#contradictions", "#unplaced", "#sources", "#unknowns"):
        expect(page.locator(section)).to_be_visible()
    page.locator(".tile summary").first.click()
    expect(page.locator(".tile dl").first).to_be_visible()


def test_print_shows_every_list(visit):
    page = visit()
    page.emulate_media(media="print")
    for section in ("#addresses", "#contradictions", "#unplaced"):
        expect(page.locator(section)).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()


def test_no_movement_for_who_wants_none(visit):
    page = visit()
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_data_is_valid_json_for_other_tools(folder):
    text = (folder / "nl.html").read_text().split('id="data">')[1].split("</script>")[0]
    assert json.loads(text)["asOf"] == "2026-01-01"
