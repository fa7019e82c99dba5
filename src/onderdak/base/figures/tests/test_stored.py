"""Stored figures: published once, with their lineage, seen by whom they are for, never with a value that is hidden."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from onderdak.base.access.actors import ANONYMOUS, SYSTEM
from onderdak.base.access.roles import Role
from onderdak.base.audit.models import Entry
from onderdak.base.figures.lineage import lineage, origins
from onderdak.base.figures.models import FigureRecord
from onderdak.base.figures.query import current
from onderdak.base.figures.service import publish, withdraw
from onderdak.base.figures.tests.conftest import DAY, make
from onderdak.methods.errors import InputError

pytestmark = pytest.mark.django_db


def put(figures, subject, run, **more):
    return publish(figures, subject=subject, region=subject.region or subject, run=run, actor=SYSTEM, **more)


def test_a_figure_comes_back_as_it_was_published(region, run_of):
    figure = make(value=120, low=100, high=150)
    put([figure], region, run_of())
    record = current(region, SYSTEM)["places"]
    assert record.figure == figure
    assert record.published_by == "system"


def test_words_come_in_the_language_of_the_reader(region, run_of):
    put([make()], region, run_of(), translations={"en": [make(language="en")]})
    record = current(region, SYSTEM)["places"]
    with translation.override("en"):
        assert (record.figure.label, record.figure.sources[0].note, record.run.name) == (
            "Places", "late", "computing the picture",
        )  # fmt: skip
    with translation.override("nl"):
        assert record.figure.label == "Plekken"


def test_a_language_that_was_not_published_falls_back(region, run_of):
    put([make()], region, run_of())
    with translation.override("en"):
        assert current(region, SYSTEM)["places"].figure.label == "Plekken"


def test_a_translation_of_other_figures_is_refused(region, run_of):
    with pytest.raises(InputError):
        put([make()], region, run_of(), translations={"en": [make(value=121, language="en")]})


def test_publishing_again_changes_nothing(region, run_of):
    run = run_of()
    first = put([make()], region, run)
    entries = Entry.objects.count()
    assert put([make()], region, run) == first
    assert FigureRecord.objects.count() == 1
    assert Entry.objects.count() == entries


def test_a_run_publishes_one_value_of_a_figure(region, run_of):
    run = run_of()
    put([make()], region, run)
    with pytest.raises(InputError, match=r"another value|andere waarde"):
        put([make(value=121)], region, run)


def test_the_newest_date_is_current_and_of_one_date_the_last(region, run_of):
    put([make(value=1, as_of=date(2025, 1, 1))], region, run_of())
    put([make(value=2)], region, run_of())
    put([make(value=3)], region, run_of())
    put([make(value=4, as_of=date(2024, 1, 1))], region, run_of())
    record = current(region, SYSTEM)["places"]
    assert record.figure.value == 3
    seen = FigureRecord.objects.for_actor(SYSTEM)
    assert [one.figure.value for one in seen.history(record)] == [3, 1, 4]
    assert [one.figure.value for one in seen.corrected(record)] == [2]


def test_a_withdrawn_run_takes_all_that_builds_on_it_along(region, run_of):
    put([make(value=1)], region, run_of())
    below = run_of("linking")
    middle = run_of("picture", inputs=[below])
    put([make(value=2)], region, run_of("estimate", inputs=[middle]))
    assert current(region, SYSTEM)["places"].figure.value == 2
    withdraw(below, reason="De lijst was van een ander jaar.", actor=SYSTEM)
    assert current(region, SYSTEM)["places"].figure.value == 1
    with pytest.raises(InputError):
        put([make(value=3)], region, below)


def test_a_run_is_withdrawn_for_a_reason(region, run_of):
    with pytest.raises(InputError):
        withdraw(run_of(), reason=" ", actor=SYSTEM)


def test_lineage_leads_to_every_delivery_once(region, run_of, origin_of):
    first, second = origin_of("Werkvoort"), origin_of("Gemeente", digest="cd" * 32)
    link_a, link_b = run_of("link a", origins=[first]), run_of("link b", origins=[first, second])
    top = run_of("picture", inputs=[link_a, link_b])
    steps = lineage(top)
    assert [step.depth for step in steps] == [0, 1, 1]
    assert {origin.source for origin in origins(steps)} == {"Werkvoort", "Gemeente"}
    assert len(origins(steps)) == 2


def test_the_same_delivery_is_one_origin(origin_of):
    assert origin_of("Werkvoort") == origin_of("Werkvoort")
    assert origin_of("Werkvoort", digest="ef" * 32) != origin_of("Werkvoort")


def test_only_who_may_adopt_publishes(region, town, acting, run_of):
    reader = acting(Role.PORTFOLIO_HOLDER, region)
    with pytest.raises(InputError):
        publish([make()], subject=region, region=region, run=run_of(), actor=reader)
    officer = acting(Role.POLICY_OFFICER, town)
    with pytest.raises(InputError):
        publish([make()], subject=region, region=region, run=run_of(), actor=officer)
    assert publish([make()], subject=town, region=region, run=run_of(), actor=officer)


def test_who_sees_which_figures(region, town, other_town, provider, far, acting, run_of):
    run = run_of()
    for subject in (region, town, other_town, provider):
        put([make(), make("open", disclosure="publishable")], subject, run)

    def seen(actor):
        rows = FigureRecord.objects.for_actor(actor)
        return {(one.owner.slug, one.key) for one in rows}

    both = {"places", "open"}
    governments = {(one.slug, key) for one in (region, town, other_town) for key in both}
    public = {(one.slug, "open") for one in (region, town, other_town)}
    assert seen(acting(Role.POLICY_OFFICER, region)) == governments | {("werkvoort", key) for key in both}
    assert seen(acting(Role.POLICY_OFFICER, town)) == governments
    assert seen(acting(Role.PROVIDER, provider)) == public | {("werkvoort", key) for key in both}
    assert seen(acting(Role.POLICY_OFFICER, far)) == set()
    assert seen(acting(Role.ADMINISTRATOR, region)) == set()
    assert seen(ANONYMOUS) == set()


def test_a_suppressed_value_is_seen_only_by_who_sees_the_addresses(region, town, other_town, acting, run_of):
    put([make(value=4, low=3, high=5, disclosure="suppressed", note="Vier.")], town, run_of())

    def value(actor):
        return FigureRecord.objects.for_actor(actor).get().figure.value

    assert value(acting(Role.ANALYST, town)) == 4
    assert value(acting(Role.ANALYST, region)) == 4
    assert value(acting(Role.ANALYST, other_town)) is None
    assert value(acting(Role.POLICY_OFFICER, town)) == 4
    assert value(acting(Role.POLICY_OFFICER, region)) is None
    assert FigureRecord.objects.get().figure.value is None


@pytest.mark.parametrize("disclosure", ["internal", "publishable", "suppressed"])
@pytest.mark.parametrize("entitled", [True, False])
def test_the_value_alone_is_that_of_the_figure(region, run_of, disclosure, entitled):
    put([make(value=120, disclosure=disclosure)], region, run_of())
    record = FigureRecord.objects.get()
    record.entitled = entitled
    assert record.value == record.figure.value


def test_what_becomes_suppressed_cannot_be_read_from_what_was_published_before(region, acting, run_of):
    put([make(value=4)], region, run_of())
    put([make(value=4, disclosure="suppressed")], region, run_of())
    reader = acting(Role.POLICY_OFFICER, region)
    assert [one.figure.value for one in FigureRecord.objects.for_actor(reader)] == [None, None]


def test_the_database_itself_refuses_a_value_outside_its_interval(region, run_of):
    put([make(value=10, low=5, high=15)], region, run_of())
    with pytest.raises(IntegrityError), transaction.atomic():
        FigureRecord.objects.update(raw_value=20)


def test_publishing_is_written_to_the_audit_log(region, run_of):
    run = run_of()
    (record,) = put([make()], region, run)
    entry = Entry.objects.latest("pk")
    assert (entry.event, entry.subject) == ("figures_published", "tenant:wielderland")
    assert json.loads(entry.details) == {"run": str(run.uuid), "figures": {"places": str(record.uuid)}}
    assert record.as_of == DAY
