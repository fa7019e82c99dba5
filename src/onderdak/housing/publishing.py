"""The door of this room for the site: the picture on one or more days becomes published figures with their lineage."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.figures import Figure
from onderdak.base.figures.models import FigureRecord, Origin, Run
from onderdak.base.figures.service import add_origin, add_run, publish, withdraw
from onderdak.housing import disclosing, pictures, registers
from onderdak.housing.compute import Computed
from onderdak.housing.figures import SiteFigures
from onderdak.housing.gather import Gathered, Progress
from onderdak.housing.headlines import VERSION, Ground
from onderdak.housing.lists import Lists
from onderdak.housing.models import RegisterCopy
from onderdak.housing.sentences import Sentences
from onderdak.housing.service import Maker, silent
from onderdak.housing.summary import Language
from onderdak.housing.views import Record, grouped
from onderdak.methods.addresses import Register
from onderdak.methods.disclosure import TOTAL, load_rules
from onderdak.methods.errors import InputError

METHOD = "housing.picture"
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_NAME = {"nl": "Huisvestingsbeeld", "en": "Housing picture"}
_EXPLANATION = {
    "nl": "Elke lijst is regel voor regel aan het adressenregister gekoppeld. Per adres kozen vaste regels welke "
    "opgave telt. Daarna is opgeteld. Er zijn geen gegevens over personen gebruikt.",
    "en": "Each list was linked to the address register row by row. Fixed rules chose which statement counts at each "
    "address. Then all was added up. No data about persons was used.",
}


@dataclass(frozen=True)
class Job:
    """What is published, of which region.

    Parameters
    ----------
    region : Tenant
        The region.
    municipalities : mapping of str to Tenant
        Its municipalities by name, as the register names them.
    register : Register
        A prepared register.
    lists : Lists
        The lists, and what each source should deliver.
    """

    region: Tenant
    municipalities: Mapping[str, Tenant]
    register: Register
    lists: Lists


def publish_pictures(job: Job, days: Sequence[date], *, actor: Actor, progress: Progress | None = None) -> list[Run]:
    """Publish the figures of the picture on each of these days, as it was known on that day.

    The lists are read and linked once. The last day gets the figures of neighbourhoods, forms and status too. Days that
    have been published from the same lists before are left as they are.

    Returns
    -------
    list of Run
        The run of each day, in order.

    Raises
    ------
    InputError
        When no list can be used, or the actor may not publish figures here.
    """
    ordered = sorted(set(days))
    report = progress or silent
    kept = {day: _published(job.region, day, digest_on(job, day)) for day in ordered}
    last, register = ordered[-1], registers.keep(job.register, job.region)
    if all(kept.values()) and pictures.counts(job.region, last, digest_on(job, last)):
        return [run for run in kept.values() if run]
    gathered = job.lists.gather(_maker(job, last, report))
    published = []
    for day in ordered:
        run = kept[day]
        if run is None or day == last:
            of = _Day(job, _maker(job, day, report), gathered, digest_on(job, day), actor, day == last)
            run = _publish_day(of, of.maker.compute(gathered), run, register)
        published.append(run)
    return published


@dataclass(frozen=True)
class Remade:
    """The picture of a day as it was computed anew, to be published."""

    day: _Day
    computed: Computed


def remake(job: Job, day: date, *, last: bool, actor: Actor, progress: Progress) -> Remade | None:
    """Compute the picture of a day anew, without writing anything; None where it is what is published already."""
    digest = digest_on(job, day)
    current = not last or pictures.counts(job.region, day, digest)
    if current and _published(job.region, day, digest):
        return None
    maker = _maker(job, day, progress)
    gathered = job.lists.gather(maker)
    return Remade(_Day(job, maker, gathered, digest, actor, last), maker.compute(gathered))


def publish_anew(remade: Remade, register: RegisterCopy, *, reason: str) -> Run:
    """Publish what was computed, in place of what was published of that day."""
    day = remade.day
    published = _published(day.job.region, day.maker.as_of, day.digest)
    run = _publish_day(day, remade.computed, published, register)
    runs = Run.objects.filter(region=day.job.region, method=METHOD, withdrawn_at__isnull=True)
    for old in runs.filter(parameters__as_of=day.maker.as_of.isoformat()).exclude(pk=run.pk):
        withdraw(old, reason=reason, actor=day.actor)
    return run


def published_days(region: Tenant) -> list[date]:
    """The days of which figures of the picture are published."""
    runs = Run.objects.filter(region=region, method=METHOD, withdrawn_at__isnull=True)
    return sorted({date.fromisoformat(one) for one in runs.values_list("parameters__as_of", flat=True)})


def _maker(job: Job, day: date, report: Progress) -> Maker:
    return Maker(job.register, job.lists.plan(day), day, day, date.today(), "nl", report)


def digest_on(job: Job, day: date) -> str:
    """What the figures of a day follow from: register, lists, what is expected, and the version of the method."""
    whole = f"{VERSION} {job.register.manifest.digest} {job.lists.digest(day)}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _published(region: Tenant, day: date, digest: str) -> Run | None:
    runs = Run.objects.filter(region=region, method=METHOD, withdrawn_at__isnull=True)
    return runs.filter(parameters__as_of=day.isoformat(), parameters__digest=digest).first()


@dataclass(frozen=True)
class _Day:
    """All that goes into the figures of one day."""

    job: Job
    maker: Maker
    gathered: Gathered
    digest: str
    actor: Actor
    last: bool


def _publish_day(day: _Day, computed: Computed, published: Run | None, register: RegisterCopy) -> Run:
    run = published or _publish_figures(day, computed)
    if day.last:
        made = pictures.Made(computed, day.maker.as_of, day.maker.known_on, day.digest)
        pictures.keep(made, day.job.region, register)
    return run


def _publish_figures(day: _Day, computed: Computed) -> Run:
    records: list[Record] = computed.addresses.to_pylist()
    ground = day.maker.ground(day.gathered, records)
    areas: list[tuple[Tenant, Ground]] = [(day.job.region, ground)]
    by_town = grouped(records, "municipality")
    for name, tenant in day.job.municipalities.items():
        areas.append((tenant, _part_of(ground, name, by_town.get(name, []))))
    unknown = sorted(set(by_town) - set(day.job.municipalities) - {None, ""})
    if unknown:
        raise InputError(
            f"The region has no municipality {unknown[0]!r}.", mend="Add it to the region, or leave its addresses out."
        )
    names = {tenant.pk: name for name, tenant in day.job.municipalities.items()} | {day.job.region.pk: TOTAL}
    masked = _masked(day, ground, names)
    with transaction.atomic():
        run = _add_run(day, ground)
        for tenant, part in areas:
            whole = tenant == day.job.region
            all_ = {one: _worded(part, one, whole=whole, parts=day.last) for one in LANGUAGES}
            worded = {one: disclosing.mask(figures, names[tenant.pk], masked) for one, figures in all_.items()}
            publish(
                worded["nl"],
                subject=tenant,
                region=day.job.region,
                run=run,
                actor=day.actor,
                translations={"en": worded["en"]},
            )
    return run


def _masked(day: _Day, ground: Ground, names: Mapping[int, str]) -> set[disclosing.Key]:
    """What is hidden of a day: that which may not be seen, and what an earlier version of the day hid."""
    hidden = FigureRecord.objects.filter(
        region=day.job.region, run__method=METHOD, disclosure="suppressed", owner__in=names
    )
    on = day.maker.as_of
    known = _keys(hidden.filter(as_of=on), names)
    beside = {key for one in _days_beside(hidden, on) for key in _keys(hidden.filter(as_of=one), names)}
    whole = SiteFigures(ground, Sentences(LANGUAGES[0]), whole=True)
    return disclosing.hidden(whole, load_rules(), parts=day.last, before=known, beside=beside)


def _keys(hidden: QuerySet[FigureRecord], names: Mapping[int, str]) -> set[disclosing.Key]:
    return {disclosing.key_of(names[owner], key) for owner, key in hidden.values_list("owner", "key")}


def _days_beside(hidden: QuerySet[FigureRecord], on: date) -> list[date]:
    """The last day before and the first day after of which something is hidden."""
    ends = hidden.aggregate(before=Max("as_of", filter=Q(as_of__lt=on)), after=Min("as_of", filter=Q(as_of__gt=on)))
    return [one for one in ends.values() if one]


def _worded(ground: Ground, language: Language, *, whole: bool, parts: bool) -> tuple[Figure, ...]:
    return SiteFigures(ground, Sentences(language), whole=whole).all(parts=parts)


def _part_of(ground: Ground, name: str, records: Sequence[Record]) -> Ground:
    """The ground of one municipality: its addresses, and the sources that cover it."""
    covering = tuple(one for one in ground.coverage if not one.municipalities or name in one.municipalities)
    contradictions = sum(record["contradictions"] > 0 for record in records)
    return replace(ground, records=records, coverage=covering, rows=0, unplaced=0, contradictions=contradictions)


def _add_run(day: _Day, ground: Ground) -> Run:
    return add_run(
        method=METHOD,
        version=VERSION,
        name=_NAME,
        explanation=_EXPLANATION,
        owner=day.job.region,
        region=day.job.region,
        actor=day.actor,
        origins=[_register_origin(day), *_list_origins(day)],
        parameters={
            "as_of": day.maker.as_of.isoformat(),
            "known_on": day.maker.known_on.isoformat(),
            "digest": day.digest,
            "sources": [_source(one) for one in ground.coverage],
        },
    )


def _source(one: Any) -> dict[str, Any]:
    """What a source had delivered by the day."""
    return {
        "name": one.name,
        "kind": one.kind,
        "organisation": one.organisation,
        "state": one.state,
        "expected": one.expected,
        "delivered_on": one.delivered_on.isoformat() if one.delivered_on else None,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "deliveries": one.deliveries,
        "rows": one.rows,
        "placed": one.placed,
        "municipalities": list(one.municipalities),
    }


def _register_origin(day: _Day) -> Origin:
    manifest = day.job.register.manifest
    return add_origin(
        source=_REGISTER,
        name=", ".join(source.name for source in manifest.sources)[:255],
        delivered_on=day.job.register.as_of(),
        digest=manifest.digest,
        rows=manifest.counts.get("addresses"),
        owner=day.job.region,
        region=day.job.region,
    )


#: The name of the register among the sources.
_REGISTER = "adressenregister"


def _list_origins(day: _Day) -> list[Origin]:
    """The lists that were known on the day; those that were refused left nothing behind."""
    known = [one for one in day.gathered.accepted() if one.delivered_on and one.delivered_on <= day.maker.known_on]
    digests = [(one, digest) for one in known if (digest := day.job.lists.digest_of(one))]
    return [
        add_origin(
            source=one.source,
            name=one.file,
            delivered_on=one.delivered_on,
            digest=digest,
            rows=one.rows,
            owner=day.job.region,
            region=day.job.region,
        )
        for one, digest in digests
    ]
