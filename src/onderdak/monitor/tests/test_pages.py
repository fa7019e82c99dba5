"""The pages of a region say the answer first, the same as their reports, and only to who may see it."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
import shapely
import vl_convert
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from shapely.geometry import box

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Role
from onderdak.base.figures import Figure
from onderdak.base.figures.models import FigureRecord, Run
from onderdak.base.figures.service import add_run, publish
from onderdak.base.jobs.worker import Worker
from onderdak.base.ui.maps import Area as MapArea
from onderdak.base.ui.maps import Choropleth
from onderdak.deliveries.tests.agreed import agreed, in_lineage
from onderdak.monitor import map_picture
from onderdak.monitor.drawings import draw_new
from onderdak.monitor.jobs import draw
from onderdak.needs.need_figures import SHORTAGE
from onderdak.parties import service
from onderdak.parties.models import Boundary

DAYS = (date(2025, 10, 31), date(2026, 4, 30), date(2026, 10, 31))
WORDS = {"nl": "beeld", "en": "picture"}


def source(name, state, delivered, *towns):
    return {
        "name": name, "kind": "permit", "organisation": name.title(), "state": state, "expected": True,
        "delivered_on": delivered.isoformat() if delivered else None, "due_on": "2027-01-01",
        "deliveries": 1, "rows": 10, "placed": 9, "municipalities": list(towns),
    }  # fmt: skip


def figure(key, value, day, unit="plekken", **more):
    return Figure(
        key=key, label=key.capitalize(), value=value, unit=unit, as_of=day, definition=f"Definitie van {key}.",
        status="measured", method="telling", version="1", **more,
    )  # fmt: skip


def figures(size, day, unknown):
    return [
        figure("places", 100 * size, day, low=90 * size, high=110 * size),
        figure("occupants", 80 * size, day, "personen"),
        figure("addresses", 10 * size, day, "adressen"),
        figure("shortage", None, day, note="Er is nog geen schatting."),
        figure("attention", 3 * size, day, "adressen"),
        figure("permitted_share", None if unknown else 0.6, day, "share"),
        figure("certified_share", 0.5, day, "share"),
        figure("unknown_beds", 2, day, "adressen", note="Van 2 adressen weten we niets."),
        figure("places/neighbourhood/Dorp", 6, day, disclosure="suppressed"),
        figure("occupants/neighbourhood/Dorp", 5, day, "personen", disclosure="suppressed"),
    ]


@pytest.fixture
def region(db):
    return service.create_region("Wielderland", actor=SYSTEM)


@pytest.fixture
def towns(region):
    return [
        service.add_municipality(region, name, code, actor=SYSTEM) for name, code in (("Aa", "7101"), ("Bee", "7102"))
    ]


@pytest.fixture
def picture(region, towns):
    """Figures of three days; a source appears on the second, and one never delivers."""
    for number, day in enumerate(DAYS):
        sources = [source("bureau", "on_time", day), source("stil", "never", None, "Bee")]
        sources += [source("nieuw", "on_time", day)] if number else []
        run = add_run(
            method="housing.picture", version="1", name=WORDS, explanation=WORDS, owner=region.tenant,
            region=region.tenant, actor=SYSTEM, parameters={"as_of": day.isoformat(), "sources": sources},
        )  # fmt: skip
        places = ((region.tenant, 3 + number, False), (towns[0].tenant, 1, False), (towns[1].tenant, 2, True))
        for place, size, unknown in places:
            publish(figures(size, day, unknown), subject=place, region=region.tenant, run=run, actor=SYSTEM)


@pytest.fixture
def visitor(region, picture):
    def make(tenant=region.tenant, role=Role.POLICY_OFFICER):
        user = User.objects.create_user(f"{tenant.slug}-{role}@voorbeeld.example", name="Bea")
        Membership.objects.create(user=user, tenant=tenant, role=role)
        client = Client()
        client.force_login(user)
        return client

    return make


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&#x27;", "'")


def test_the_region_page_answers_first_and_warns_of_what_is_missing(visitor):
    answer = visitor().get("/regio/wielderland/")
    html, text = answer.content.decode(), text_of(answer)
    heading = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert heading
    assert heading[1].strip() == "500 plekken bekend in Wielderland, 60% vergund; één bron leverde nog niets"
    assert "Er is nog niets van: Stil" in text
    assert "minder van Bee" in text
    assert "tussen 450 en 550" in text
    assert "Er is nog geen schatting." in text
    assert "Van 2 adressen weten we niets." in text
    assert "eerste lijst van Nieuw" in text


def test_without_missing_sources_there_is_no_warning(visitor):
    text = text_of(visitor().get("/gemeente/aa/"))
    assert "100 plekken bekend in Aa" in text
    assert "ontbreekt" not in text
    assert "van de meeste weten we niet" in text_of(visitor(role=Role.ANALYST).get("/gemeente/bee/"))


def test_the_heading_begins_with_what_is_short_and_takes_what_is_hidden_for_no_gap(region, towns, visitor):
    town, told = towns[1].tenant, {"region": region.tenant, "actor": SYSTEM}
    run = add_run(method="m", version="1", name=WORDS, explanation=WORDS, owner=region.tenant, **told)
    short = figure(SHORTAGE, 40, DAYS[-1], low=31, high=52)
    hidden = figure("permitted_share", 0.6, DAYS[-1], "share", disclosure="suppressed")
    publish([short, hidden], subject=town, run=run, **told)
    text = text_of(visitor(role=Role.PORTFOLIO_HOLDER).get("/gemeente/bee/"))
    assert "40 plekken te weinig in Bee; 200 plekken bekend" in text
    assert "van de meeste weten we niet" not in text
    assert "200 plekken bekend, 60% vergund" in text_of(visitor(role=Role.ANALYST).get("/gemeente/bee/"))


def test_a_source_that_became_late_since_stands_beside_the_figures(visitor, region):
    contract = agreed(region.tenant, "Bureau", slug="bureau", since=DAYS[0], every_months=1)
    in_lineage(contract, (DAYS[0], 10, 9))
    answer = visitor().get("/regio/wielderland/")
    assert "Ouder dan afgesproken is de lijst van: Bureau" in text_of(answer)
    assert contract.get_absolute_url() in answer.content.decode()


def test_each_figure_leads_to_its_explanation(visitor):
    html = visitor().get("/regio/wielderland/").content.decode()
    records = FigureRecord.objects.filter(owner__slug="wielderland", as_of=DAYS[-1])
    for record in records.filter(key__in=["places", "attention", "unknown_beds"]):
        assert record.get_absolute_url() in html


@pytest.fixture
def kept_pages(settings):
    """Pages as they are kept in production."""
    backend = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept-pages"}
    settings.CACHES = {**settings.CACHES, "pages": backend}
    caches["pages"].clear()


@pytest.mark.parametrize("page", ["/regio/wielderland/", "/gemeente/bee/"])
def test_a_page_that_was_kept_is_the_page(visitor, kept_pages, django_assert_max_num_queries, page):
    one = visitor()
    first = one.get(page).content.decode()
    with django_assert_max_num_queries(25):
        again = one.get(page).content.decode()
    assert _body(again) == _body(first)


def test_a_kept_page_follows_a_figure_that_is_withdrawn(visitor, kept_pages):
    one = visitor()
    record = FigureRecord.objects.get(owner__slug="wielderland", as_of=DAYS[-1], key="places")
    assert record.get_absolute_url() in one.get("/regio/wielderland/").content.decode()
    Run.objects.filter(pk=record.run_id).update(withdrawn_at=timezone.now(), withdrawn_because="wrong list")
    assert record.get_absolute_url() not in one.get("/regio/wielderland/").content.decode()


def test_a_kept_page_follows_a_new_name_and_a_new_outline(visitor, kept_pages, towns):
    one, town = visitor(), towns[1]
    first = one.get("/regio/wielderland/").content.decode()
    Tenant.objects.filter(pk=town.pk).update(name="Beemster")
    named = one.get("/regio/wielderland/").content.decode()
    assert "Beemster" not in first
    assert "Beemster" in named
    Boundary.objects.filter(municipality=town).delete()
    Boundary.objects.create(
        municipality=town, as_of=DAYS[-1], shape=b"", screen=shapely.to_wkb(box(0, 0, 9_000, 7_000)),
        source="Kadaster, opnieuw", digest="2" * 64,
    )  # fmt: skip
    assert "Kadaster, opnieuw" in one.get("/regio/wielderland/").content.decode()


@pytest.mark.parametrize("page", ["/regio/wielderland/", "/gemeente/bee/"])
def test_a_permalink_keeps_what_stood_there_when_figures_change(visitor, region, towns, page):
    one = visitor()
    before = one.get(page).content.decode()
    link = re.search(rf'href="http://testserver({page}stand/[^"]+)"', before)
    assert link
    run = Run.objects.get(figures__key="places", figures__owner=region.tenant, figures__as_of=DAYS[-1])
    Run.objects.filter(pk=run.pk).update(withdrawn_at=timezone.now(), withdrawn_because="better lists")
    anew = add_run(
        method="housing.picture", version="1", name=WORDS, explanation=WORDS, owner=region.tenant,
        region=region.tenant, actor=SYSTEM, parameters=run.parameters,
    )  # fmt: skip
    for place in (region.tenant, *(town.tenant for town in towns)):
        publish(figures(9, DAYS[-1], False), subject=place, region=region.tenant, run=anew, actor=SYSTEM)
    kept = one.get(link[1])
    heading = re.search(r"<h1>.*?</h1>", before, re.DOTALL)
    assert heading
    assert heading[0] in kept.content.decode()
    assert heading[0] not in one.get(page).content.decode()
    assert "Zo stond het" in text_of(kept)
    assert visitor(service.create_region("Elders", actor=SYSTEM).tenant).get(link[1]).status_code == 404
    assert one.get(f"{page}stand/29991231-000000-000000/").status_code == 404
    assert one.get(f"{page}stand/20261399-000000-000000/").status_code == 404


def _body(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


@pytest.fixture
def drawn(settings, tmp_path, monkeypatch):
    """Charts kept in a place of their own; the numbers in each that was drawn since this list was emptied."""
    told: list[list[float]] = []

    def to_svg(text, **more):
        rows = next(one["values"] for one in json.loads(text)["data"] if one["name"] == "figures")
        told.append([row["value"] for row in rows if row["name"] == "Places"])
        return made(text, **more)

    made = vl_convert.vega_to_svg
    monkeypatch.setattr(vl_convert, "vega_to_svg", to_svg)
    settings.CACHES = {**settings.CACHES, "drawings": {**settings.CACHES["drawings"], "LOCATION": tmp_path}}
    return told


def test_who_asks_first_for_a_page_finds_its_chart_drawn(visitor, drawn):
    one = visitor()
    page = "/gemeente/bee/"
    undrawn = _body(one.get(page).content.decode())
    assert "od-chart__wide" in undrawn
    assert len(drawn) == 2
    draw.enqueue()
    Worker().drain()
    assert len(drawn) == 3 * 2 * 2, "three places, two languages, two widths, and none twice"
    drawn.clear()
    assert _body(one.get(page).content.decode()) == undrawn
    one.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "od-chart__wide" in one.get(page).content.decode()
    one.get("/regio/wielderland/")
    assert draw_new(lambda *_: None) == 0
    assert not drawn


def test_a_chart_that_was_drawn_shows_no_figure_that_is_withdrawn(visitor, drawn):
    draw_new(lambda *_: None)
    drawn.clear()
    last = Run.objects.get(figures__key="places", figures__owner__slug="bee", figures__as_of=DAYS[-1])
    Run.objects.filter(pk=last.pk).update(withdrawn_at=timezone.now(), withdrawn_because="wrong list")
    visitor().get("/gemeente/bee/")
    assert drawn == [[200.0, 200.0]] * 2
    drawn.clear()
    assert draw_new(lambda *_: None) > 0
    assert [200.0, 200.0, 200.0] not in drawn


def test_a_chart_drawn_with_a_small_number_is_not_for_who_may_not_see_it(visitor, region, towns, drawn):
    town, told = towns[1].tenant, {"region": region.tenant, "actor": SYSTEM}
    parameters = {"as_of": DAYS[-1].isoformat(), "sources": []}
    run = add_run(
        method="m", version="1", name=WORDS, explanation=WORDS, owner=region.tenant, parameters=parameters, **told
    )
    publish([figure("places", 7, DAYS[-1], disclosure="suppressed")], subject=town, run=run, **told)
    draw_new(lambda *_: None)
    assert [200.0, 200.0, 7.0] in drawn
    drawn.clear()
    seen, unseen = (visitor(role=role).get("/gemeente/bee/") for role in (Role.ANALYST, Role.PORTFOLIO_HOLDER))
    assert not drawn, "both were drawn before"
    small = re.compile(r"value\W+7\.0\b")
    assert small.search(seen.content.decode())
    assert not small.search(unseen.content.decode())


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "ods", "csv"])
@pytest.mark.parametrize("page", ["/regio/wielderland/", "/gemeente/bee/"])
def test_each_page_goes_out_as_a_file(visitor, page, kind):
    answer = visitor().get(f"{page}rapport.{kind}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(answer.content) > 500


def test_the_file_says_the_same_as_the_page(visitor):
    client = visitor()
    report = client.get("/regio/wielderland/rapport.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(report)))
    assert "500 plekken bekend in Wielderland, 60% vergund; één bron leverde nog niets" in {
        row["value"] for row in rows
    }
    shown = {row["key"]: row["value"] for row in rows if row["kind"] == "figure"}
    assert float(shown["places"]) == 500
    assert float(shown["occupants"]) == 400
    assert shown["shortage"] == ""


def test_the_map_of_a_report_has_the_colours_of_the_theme():
    theme = Path(str(files("onderdak.base.ui") / "static/ui/theme.css")).read_text(encoding="utf-8")
    assert re.findall(r"--od-class-\d:(#[0-9a-f]{6})", theme)[: len(map_picture.COLOURS)] == list(map_picture.COLOURS)


def test_the_map_of_a_report_names_and_colours_each_area_and_has_its_legend():
    square = [MapArea(str(n), name, box(n, 0, n + 1, 1), 10.0 * n or None) for n, name in enumerate(["<Aa>", "Bee"])]
    drawn = map_picture.picture(Choropleth("m", "Plekken", square))
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert "&lt;Aa&gt;" in drawn
    assert map_picture.COLOURS[0] in drawn
    assert "Plekken" in drawn
    assert map_picture.picture(Choropleth("m", "Plekken", [])) == ""


def test_a_report_of_an_unknown_kind_is_not_there(visitor):
    assert visitor().get("/regio/wielderland/rapport.docx").status_code == 404


def test_small_parts_are_masked_except_for_who_may_see_the_addresses(visitor, towns):
    assert "afgeschermd" in text_of(visitor().get("/gemeente/aa/"))
    inspector = visitor(towns[0].tenant, Role.ANALYST)
    assert "afgeschermd 0" not in text_of(inspector.get("/gemeente/aa/"))
    # a report travels: there it is masked for everybody
    report = inspector.get("/gemeente/aa/rapport.csv").content.decode("utf-8-sig")
    parts = [row for row in csv.DictReader(io.StringIO(report)) if "/neighbourhood/" in row["key"]]
    assert parts
    assert all(row["value"] == "" for row in parts)


def test_municipalities_see_each_other_and_other_regions_see_nothing(visitor, towns, region):
    officer = visitor(towns[0].tenant)
    assert officer.get("/gemeente/bee/").status_code == 200
    assert officer.get("/regio/wielderland/").status_code == 200
    elsewhere = visitor(service.create_region("Elders", actor=SYSTEM).tenant)
    for page in ("/regio/wielderland/", "/gemeente/bee/", "/regio/wielderland/rapport.pdf"):
        assert elsewhere.get(page).status_code == 404


def test_an_organisation_sees_only_what_may_be_published(visitor, region):
    agency = service.add_organisation(region.tenant, "Bureau", "agency", actor=SYSTEM)
    answer = visitor(agency.tenant, Role.AGENCY).get("/regio/wielderland/")
    assert answer.status_code == 200
    assert "500" not in text_of(answer)
    assert "Hier zijn geen cijfers die u mag zien" in text_of(answer)


def test_everybody_lands_where_his_first_question_is_answered(visitor, towns, region):
    assert visitor().get("/").headers["Location"] == "/regio/wielderland/"
    assert visitor(towns[1].tenant).get("/").headers["Location"] == "/gemeente/bee/"
    agency = service.add_organisation(region.tenant, "Bureau", "agency", actor=SYSTEM)
    for who in (visitor(role=Role.ANALYST), visitor(agency.tenant, Role.AGENCY)):
        assert who.get("/").headers["Location"] == reverse("deliveries:deliveries")
    privacy = visitor(region.tenant, Role.PRIVACY_OFFICER)
    assert privacy.get("/").headers["Location"] == reverse("office:landing")
    nobody = Client()
    nobody.force_login(User.objects.create_user("x@voorbeeld.example", name="X"))
    assert "geen rol" in text_of(nobody.get("/"))


def test_the_page_is_there_in_english(visitor):
    client = visitor()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "500 places known in Wielderland, 60% permitted" in text_of(client.get("/regio/wielderland/"))


def test_the_table_and_the_chart_go_out_as_files(visitor):
    client = visitor()
    html = client.get("/regio/wielderland/").content.decode()
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*export[^"]*|[^"]*bestand[^"]*)"', html)}
    assert links
    assert all("attachment" in client.get(link).headers["Content-Disposition"] for link in links)


def test_a_region_without_figures_says_what_to_do(region, db):
    user = User.objects.create_user("x@voorbeeld.example", name="X")
    Membership.objects.create(user=user, tenant=region.tenant, role=Role.ANALYST)
    client = Client()
    client.force_login(user)
    assert "zodra er lijsten zijn aangeleverd" in text_of(client.get("/regio/wielderland/"))
    assert client.get("/regio/wielderland/rapport.pdf").status_code == 200


def test_the_pages_ask_the_database_little(visitor, django_assert_max_num_queries):
    client = visitor()
    client.get("/regio/wielderland/")
    with django_assert_max_num_queries(25):
        client.get("/regio/wielderland/")
    with django_assert_max_num_queries(30):
        client.get("/gemeente/bee/")
