"""A region on the site with its register, a picture of four addresses, and the figures that pages show."""

from __future__ import annotations

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.figures import Disclosure, Figure
from onderdak.base.figures.service import add_run, publish
from onderdak.housing.tests.site import DAY, put_on_site
from onderdak.parties import service
from onderdak.parties.models import Municipality

_WORDS = {"nl": "beeld", "en": "picture"}
_LABELS = {"places": "Plekken", "occupants": "Bewoners", "places/form/a": "Reguliere woning", "places/form/b": "Hotel"}


def town(code: str) -> Tenant:
    """A municipality of the region, by its code: 9001 or 9002."""
    return Municipality.objects.get(code=code).tenant


def put_region_on_site() -> Tenant:
    """The region, its two municipalities, and what is known of them on one day."""
    made = service.create_region("Verzonnen Delta", actor=SYSTEM)
    for code in ("9001", "9002"):
        service.add_municipality(made, f"Stad {code}", code, actor=SYSTEM)
    put_on_site(made.tenant)
    run = add_run(
        method="housing.picture", version="1", name=_WORDS, explanation=_WORDS, owner=made.tenant, region=made.tenant,
        actor=SYSTEM, parameters={"as_of": DAY.isoformat(), "sources": []},
    )  # fmt: skip
    for place in (made.tenant, town("9001"), town("9002")):
        parts = [_figure("places/form/a", 4, "suppressed"), _figure("places/form/b", 408, "suppressed")]
        figures = [_figure("places", 412), _figure("occupants", 398), *parts]
        publish(figures, subject=place, region=made.tenant, run=run, actor=SYSTEM)
    return made.tenant


def _figure(key: str, value: float, disclosure: Disclosure = "internal") -> Figure:
    return Figure(
        key=key, label=_LABELS[key], value=value, unit="plekken", definition=f"{_LABELS[key]}.", as_of=DAY,
        status="measured", method="telling", version="1", sources=(), disclosure=disclosure,
    )  # fmt: skip
