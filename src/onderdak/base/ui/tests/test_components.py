"""Figures, charts, maps, forms, navigation and what goes wrong, as the components show them."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import altair as alt
import pytest
import vl_convert
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override
from jsonschema import ValidationError
from shapely.geometry import Polygon, box

from onderdak.base.access.actors import ANONYMOUS, SYSTEM
from onderdak.base.access.roles import Permission
from onderdak.base.figures import Figure, FigureSource, NotComparable
from onderdak.base.jobs.models import Job
from onderdak.base.ui import navigation, problems
from onderdak.base.ui.charts import Bar, Event, bars, draw, trend
from onderdak.base.ui.gallery import COMPONENTS
from onderdak.base.ui.gallery import samples as s
from onderdak.base.ui.maps import Area, Choropleth
from onderdak.base.ui.progress import Progress
from onderdak.base.ui.tiles import spark, tile

STATES = [pytest.param(c, e, id=f"{c.key}-{e.key}") for c in COMPONENTS for e in c.examples]
#: What the policy of the pages forbids: style in an attribute or element, script within the page.
FORBIDDEN = re.compile(
    r"\sstyle=|<style|\son\w+=|javascript:|<script(?! id=\"[\w-]+\" type=\"application/json\")", re.I
)


def rendered(source: str, **context) -> str:
    return engines["django"].from_string("{% load onderdak %}" + source).render(context)


def request(address: str = "/"):
    made = RequestFactory().get(address)
    made.user, made.actor = AnonymousUser(), ANONYMOUS  # pyright: ignore[reportAttributeAccessIssue]
    return made


def figure(value: float | None = 12, on: date = date(2026, 11, 1), **more) -> Figure:
    given = {"key": "k", "label": "Plekken", "unit": "plekken", "definition": "d", "status": "measured"}
    return Figure(**{**given, "value": value, "as_of": on, "method": "m", "version": "1", **more})


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("component", "example"), STATES)
def test_state_of_the_gallery_breaks_no_policy(component, example, language):
    with override(language):
        shown = example.shown(request())
    assert FORBIDDEN.search(shown) is None
    assert "http://" not in shown.replace("http://www.w3.org/", "")


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one.key)
def test_ids_on_a_page_of_the_gallery_are_different(component):
    shown = "".join(example.shown(request()) for example in component.examples)
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert sorted(ids) == sorted(set(ids))


def test_every_word_is_dutch_too():
    catalogue = (Path(__file__).parents[1] / "locale/nl/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert re.findall(r'msgid "(.+)"\nmsgstr ""\n\n', catalogue) == []


# --- tiles --------------------------------------------------------------------------------------------------------


def test_tile_says_all_that_a_reader_needs():
    source = FigureSource("keurmerk", date(2026, 1, 1), "te laat")
    made = rendered(
        "{% figure_tile figure earlier=earlier %}",
        figure=s.Kept(figure(1200, sources=(source,))),
        earlier=figure(1000, date(2026, 1, 1)),
    )
    for part in ("Plekken", "1.200", "200 meer dan op 1 januari 2026", "1 bron, 1 november 2026", "keurmerk: te laat"):
        assert part in made
    assert 'href="/ui/"' in made


def test_word_before_an_estimate_is_kept_apart_from_its_number():
    made = tile(figure(24317, status="estimated", low=21900, high=27100))
    assert (made.about, made.number) == ("ruim", "24.000")
    assert tile(figure(12)).about == ""


def test_suppressed_value_is_in_no_part_of_a_tile():
    assert "98765" not in rendered("{% figure_tile f %}{% figure_inline f %}", f=figure(98765, disclosure="suppressed"))


def test_tile_refuses_to_compare_what_differs():
    with pytest.raises(NotComparable):
        tile(figure(1), earlier=figure(1, definition_version="2"))


def test_line_of_a_tile_needs_three_known_values():
    days = [date(2026, month, 1) for month in (1, 2, 3)]
    assert spark([figure(1, days[0]), figure(None, days[1]), figure(3, days[2])]) == ""
    assert "<polyline" in spark([figure(2, on) for on in days])


def test_text_of_others_stays_text():
    assert "<script>" not in rendered("{% figure_tile f %}", f=figure(label="<script>alert(1)</script>"))
    assert "<b>" not in rendered("{% notice 'info' title=t %}{{ t }}{% endnotice %}", t="<b>")


# --- charts -------------------------------------------------------------------------------------------------------


def test_chart_is_drawn_with_our_letters_and_the_readers_numbers():
    chart = s.trend_chart(request(), "v")
    drawn = str(chart.pictures[0][1])
    assert "Source Sans 3" in drawn
    assert "24.000" in drawn
    with override("en"):
        assert "24,000" in str(s.trend_chart(request(), "v").pictures[0][1])


def test_chart_over_time_holds_to_the_schema_of_what_draws_it():
    spec = s.trend_chart(request(), "v").spec
    assert len(spec["layer"]) == 6
    assert alt.LayerChart.from_dict(spec).to_dict(validate=True)
    spec["layer"][0]["mark"]["opacity"] = "half"
    with pytest.raises(ValidationError, match="half"):
        alt.LayerChart.from_dict(spec)


def test_charts_of_one_shape_are_compiled_once_and_drawn_as_if_each_were_alone():
    draw._vega.cache_clear()
    for figures in (s.people(), s.people()[2:], s.places()):
        spec = trend(request(), "k", "t", figures, summary="s").spec
        alone = vl_convert.vegalite_to_vega(draw.themed(spec, 640, 210), vl_version=draw.VEGA_LITE)
        assert json.loads(draw.vega(spec, 640, 210)) == json.loads(json.dumps(alone))
    assert draw._vega.cache_info().currsize == 1


def test_chart_refuses_a_line_of_two_definitions():
    with pytest.raises(NotComparable):
        trend(request(), "k", "t", [figure(1), figure(2, date(2026, 12, 1), definition_version="2")], summary="s")
    with pytest.raises(NotComparable):
        bars(request(), "k", "t", [Bar("a", figure(1)), Bar("b", figure(2, unit="m²"))], summary="s")


def test_chart_never_draws_a_suppressed_value():
    hidden = [figure(54321, disclosure="suppressed"), figure(12, date(2026, 12, 1))]
    chart = trend(request(), "k", "t", hidden, summary="s")
    assert "54321" not in str(chart.vega) + str(chart.pictures) + str(chart.rows)


@pytest.mark.parametrize(
    ("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b'"Datum"'), ("xlsx", b"PK")]
)
def test_chart_goes_out_as_a_file(kind, start):
    answer = s.trend_chart(request(f"/?v-bestand={kind}"), "v").download()
    assert answer is not None
    assert answer.content.startswith(start)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_events_are_numbered_in_picture_and_words():
    chart = trend(request(), "k", "t", s.people(), summary="s", events=[Event(date(2025, 1, 1), "bron erbij")])
    assert chart.remarks == [("1", "1 januari 2025: bron erbij")]


# --- maps ---------------------------------------------------------------------------------------------------------


def land(*values: float | None, **more) -> Choropleth:
    areas = [Area(f"c{i}", f"G{i}", box(i * 1000, 0, i * 1000 + 900, 900), v, f"/g/{i}/") for i, v in enumerate(values)]
    return Choropleth("k", "Kaart", areas, **more)


def test_each_area_is_a_link_that_says_its_value():
    drawn = land(10, None).drawing
    assert 'href="/g/0/" aria-label="G0: 10"' in drawn
    assert 'aria-label="G1: niet bekend"' in drawn


def test_legend_counts_each_area_once():
    made = land(5, 80, 80, 900, None, 0)
    assert sum(one.members for one in made.classes) == 6
    assert made.classes[0].label == "niet bekend"


def test_shares_stand_in_five_equal_classes():
    assert [one.label for one in land(0.1, 0.95, kind="share").classes] == ["0–20%", "81–100%"]


def test_chosen_area_is_drawn_over_its_neighbours():
    drawn = land(1, 2, 3, chosen="c0").drawing
    assert drawn.index('data-area="c0"') > drawn.index('data-area="c2"')


def test_map_without_outlines_keeps_its_list():
    areas = [Area("c", "Zuiderdam", Polygon(), 3)]
    made = rendered("{% choropleth m %}", m=Choropleth("k", "Kaart", areas))
    assert '<svg class="od-map__svg' not in made
    assert "Zuiderdam" in made


# --- forms --------------------------------------------------------------------------------------------------------


def test_wrong_field_points_at_its_error_and_keeps_its_text():
    made = rendered("{% form form %}", form=s.form(s.WRONG, "f"))
    assert 'value="veel"' in made
    assert 'value="2026-02-31"' in made
    control = re.search(r'<input[^>]*id="f-beds"[^>]*>', made)
    assert control is not None
    assert 'aria-invalid="true"' in control[0]
    assert 'aria-describedby="f-beds_error0"' in control[0]
    assert 'href="#f-permit_0"' in made


def test_every_control_has_a_label():
    made = rendered("{% form form %}", form=s.form(None, "f"))
    ids = re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', made)
    assert len(ids) == 13
    assert [one for one in ids if f'for="{one}"' not in made] == []


def test_a_form_marks_the_rare_kind_of_field_and_says_the_rest_once():
    class Columns(forms.Form):
        day = forms.DateField(label="Stand op")

    few = type("Few", (Columns,), {"note": forms.CharField(required=False)})
    many = type("Many", (Columns,), {f"column{n}": forms.CharField(required=False) for n in range(5)})
    nothing = type("Nothing", (forms.Form,), {f"column{n}": forms.CharField(required=False) for n in range(5)})
    with override("nl"):
        made = [rendered("{% form form %}", form=kind()) for kind in (few, many, nothing)]
    assert [one.count("(niet verplicht)") for one in made] == [1, 0, 0]
    assert [one.count("(verplicht)") for one in made] == [0, 1, 0]
    assert [("hoeft alleen" in one, "niets is hier verplicht" in one) for one in made] == [
        (False, False),
        (True, False),
        (False, True),
    ]


# --- progress, navigation, problems -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "percent"),
    [
        (Progress("w", "waiting"), None),
        (Progress("w", "running", 1, 3), 33),
        (Progress("w", "running", 5, 3), 99),
        (Progress("w", "done", 1, 3), 100),
    ],
)
def test_progress_never_says_ready_before_the_end(work, percent):
    assert work.percent == percent


@pytest.mark.parametrize("status", Job.Status.values)
def test_every_state_of_a_job_can_be_shown(status):
    made = rendered("{% progress job 'werk' %}", job=Job(name="demo", status=status, total_steps=3, done_steps=1))
    assert 'role="progressbar"' in made
    assert ('hx-trigger="every 2s"' in made) == (status in ("waiting", "running"))


def test_navigation_shows_what_the_actor_may_open(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})
    navigation.register("b", "Beheer", lambda r: "/beheer/", permission=Permission.MANAGE_ACCESS, order=90)
    navigation.register("a", "Overzicht", lambda r: "/beheer/regio/", order=10)
    navigation.register("c", "Nergens", lambda r: None)
    navigation.register("d", "Onbekend", "no-such-route")
    made = request("/beheer/regio/x/")
    assert [one.label for one in navigation.links(made)] == ["Overzicht"]
    made.actor = SYSTEM  # pyright: ignore[reportAttributeAccessIssue]
    assert [(one.label, one.current) for one in navigation.links(made)] == [("Overzicht", True), ("Beheer", False)]


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (problems.not_found, 404),
        (problems.refused, 404),
        (problems.too_large, 413),
        (problems.stale_form, 403),
        (problems.failed, 500),
    ],
)
def test_problem_is_said_in_words_and_asks_nothing_of_the_database(view, status):
    answer = view(request("/geheim/12/"))
    text = answer.content.decode()
    assert answer.status_code == status
    assert "geheim" not in text
    assert len(re.findall(r"<h1>", text)) == 1
    assert str(status) not in re.sub(r"<head>.*</head>", "", text, flags=re.S)


def test_theme_of_a_tenant_comes_last(settings, tmp_path, client):
    settings.THEME = tmp_path / "own.css"
    settings.THEME.write_text(":root{--od-brand:#123456}")
    answer = client.get("/ui/thema.css")
    assert (answer["Content-Type"], answer.content) == ("text/css; charset=utf-8", b":root{--od-brand:#123456}")


# --- what others made ---------------------------------------------------------------------------------------------

ROOM = Path(__file__).parents[1]


def test_vega_in_the_browser_is_that_of_the_server():
    said = (ROOM / "static/ui/vendor/README.md").read_text()
    assert f"| vega | {vl_convert.get_vega_version()} |" in said


def test_vendored_files_are_as_they_were_taken():
    said = re.findall(r"\| `(\S+)` \| [^|]+ \| `(\w{64})` \|", (ROOM / "static/ui/vendor/README.md").read_text())
    assert len(said) == 5
    for name, digest in said:
        assert hashlib.sha256((ROOM / "static/ui/vendor" / name).read_bytes()).hexdigest() == digest
