"""The charts of the pages drawn before anybody asks for them: that takes as long as all the rest of a page.

A drawing is found by all that it shows (`base.ui.charts.draw`). So one that was made here stands on a page only where
that page would have drawn the same; who sees other figures, or reads of another moment, has his own drawn when he asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.cache import caches
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_noop, override

from onderdak.base.access.actors import SYSTEM, Actor, Grant
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Role
from onderdak.monitor.area import Area, publications
from onderdak.monitor.blocks import trend_chart

Step = Callable[[str, int, int | None], None]


def draw_new(step: Step) -> int:
    """Draw the charts of each region whose figures were published or withdrawn since the last time; how many."""
    return sum(_draw_region(region, step) for region in Tenant.objects.filter(kind=Tenant.Kind.REGION))


def _draw_region(region: Tenant, step: Step) -> int:
    kept, name, now = caches["drawings"], f"region-{region.pk}", publications(region)
    if kept.get(name) == now:
        return 0
    places = Tenant.objects.filter(Q(pk=region.pk) | Q(region=region, kind=Tenant.Kind.MUNICIPALITY))
    drawn = 0
    for done, place in enumerate(places):
        step(gettext_noop("drawing the charts"), done, len(places))
        drawn += sum(_draw(Area(place, reader)) for reader in _readers(region))
    kept.set(name, now)
    return drawn


def _readers(region: Tenant) -> Iterator[Actor]:
    """Somebody who sees the small numbers too, and somebody who does not: most others see what one of them sees."""
    yield SYSTEM
    yield Actor(SYSTEM.reference, SYSTEM.name, (Grant(Role.PROGRAMME_MANAGER, region.pk, region.kind, region.pk),))


def _draw(area: Area) -> int:
    """Draw the chart of a page in each language; how many drawings it has."""
    drawn = 0
    for language, _name in settings.LANGUAGES:
        with override(language):
            chart = trend_chart(HttpRequest(), area)
            drawn += len(chart.pictures) if chart else 0
    return drawn
