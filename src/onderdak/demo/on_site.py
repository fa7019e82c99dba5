"""The hidden truth of a demo region against what the site says of it: its picture, and the figures on its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.figures import Figure
from onderdak.base.figures.models import FigureRecord
from onderdak.demo import unseen
from onderdak.demo.compare import Comparison, Read, Table, lay_beside, true_places
from onderdak.housing import pictures
from onderdak.methods.errors import InputError

_MEND = "Put the region on the site with 'onderdak demo site DEMO --register DIR'."


@dataclass(frozen=True)
class Told:
    """What the page of a municipality says beside what is so.

    Parameters
    ----------
    municipality : str
        Its name; the last one is the region.
    places : int
        Places in use in the last quarter.
    shown : float or None
        Places on its page.
    low, high : float or None
        Between which bounds, by its page.
    contradictions : int
        Addresses there with a contradiction that was put in.
    disputed : float or None
        Addresses where sources contradict each other, by its page.
    """

    municipality: str
    places: int
    shown: float | None
    low: float | None
    high: float | None
    contradictions: int
    disputed: float | None

    @property
    def error(self) -> float | None:
        """How far the page lies from the truth, as a share of the truth."""
        return (self.shown - self.places) / self.places if self.shown is not None and self.places else None

    @property
    def within(self) -> str:
        """Whether the truth lies between the bounds that the page gives."""
        if self.low is None or self.high is None:
            return "-"
        return "yes" if self.low <= self.places <= self.high else "no"


@dataclass(frozen=True)
class OnSite:
    """The comparison of the picture that the site keeps, and of its pages."""

    picture: Comparison
    told: tuple[Told, ...]

    def tables(self) -> tuple[Table, ...]:
        """All as tables to show, the pages first."""
        rows = tuple(
            (one.municipality, one.places, _whole(one.shown), _bounds(one), one.within, one.error, one.contradictions,
             _whole(one.disputed))
            for one in self.told
        )  # fmt: skip
        headings = (
            "municipality", "places", "on its page", "bounds", "truth within", "difference", "contradictions put in",
            "addresses where sources differ, on its page",
        )  # fmt: skip
        return (Table("What the screens say", headings, rows), *self.picture.tables())


def compare_site(demo_dir: Path) -> OnSite:
    """Lay the hidden truth of a demo beside what the site says of that region.

    Parameters
    ----------
    demo_dir : Path
        The folder that `make` filled, and that was put on the site.

    Returns
    -------
    OnSite
        The pages of the municipalities, and the picture behind them.

    Raises
    ------
    InputError
        When the region is not on the site, or the folder is not that of a demo.
    """
    region = _region(demo_dir)
    picture = pictures.current(region)
    if picture is None:
        raise InputError("The site has no picture of this region.", where=region.name, mend=_MEND)
    read = Read(picture.table("addresses", None), picture.table("claims", list(unseen.CLAIMS)))
    return OnSite(lay_beside(demo_dir, read), tuple(_told(demo_dir, region)))


def _region(demo_dir: Path) -> Tenant:
    try:
        slug = yaml.safe_load((demo_dir / "region.yaml").read_text(encoding="utf-8"))["region"]["slug"]
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        mend = "Make one with 'onderdak demo make --out DIR'."
        raise InputError("This folder holds no demo region.", where=str(demo_dir), mend=mend) from error
    found = Tenant.objects.filter(kind=Tenant.Kind.REGION, slug=slug).first()
    if found is None:
        raise InputError("This region is not on the site.", where=slug, mend=_MEND)
    return found


def _told(demo_dir: Path, region: Tenant) -> Iterator[Told]:
    truth = true_places(demo_dir)
    injected = Counter(truth.disputed)
    shown = _shown(region)
    for name in sorted(truth.places):
        yield _one(name, truth.places[name], injected[name], shown.get(name, {}))
    yield _one("all", sum(truth.places.values()), injected.total(), shown.get(region.name, {}))


def _shown(region: Tenant) -> dict[str, dict[str, Figure]]:
    """The figures that count now, by the name of whom they are about."""
    rows = FigureRecord.objects.for_actor(SYSTEM).filter(region=region, key__in=("places", "attention_contradiction"))
    found: dict[str, dict[str, Figure]] = {}
    for record in rows.current().with_lineage():
        found.setdefault(record.owner.name, {})[record.key] = record.figure
    return found


def _one(name: str, places: int, contradictions: int, figures: Mapping[str, Figure]) -> Told:
    shown, disputed = figures.get("places"), figures.get("attention_contradiction")
    value, low, high = (shown.value, shown.low, shown.high) if shown else (None, None, None)
    return Told(name, places, value, low, high, contradictions, disputed.value if disputed else None)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _bounds(one: Told) -> str:
    return "-" if one.low is None or one.high is None else f"{one.low:,.0f} - {one.high:,.0f}"
