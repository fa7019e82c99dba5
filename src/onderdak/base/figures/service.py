"""The one door to stored figures: origins and runs are written down, figures published on them, runs withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.audit import record as audit
from onderdak.base.figures.figure import Figure
from onderdak.base.figures.models import FigureRecord, Origin, Run
from onderdak.methods.errors import InputError

Words = Mapping[str, str]  # language -> words


def add_origin(
    *,
    source: str,
    name: str,
    delivered_on: date | None,
    digest: str,
    owner: Tenant,
    region: Tenant,
    rows: int | None = None,
    note: str = "",
) -> Origin:
    """Write down a delivery, once: the same file of the same source is the same origin."""
    origin, _new = Origin.objects.get_or_create(
        region=region,
        source=source,
        name=name,
        digest=digest,
        defaults={"owner": owner, "delivered_on": delivered_on, "rows": rows, "note": note},
    )
    return origin


def add_run(
    *,
    method: str,
    version: str,
    name: Words,
    explanation: Words,
    owner: Tenant,
    region: Tenant,
    actor: Actor,
    origins: Sequence[Origin] = (),
    inputs: Sequence[Run] = (),
    parameters: Mapping[str, Any] | None = None,
) -> Run:
    """Write down a computation with what went into it.

    Parameters
    ----------
    method, version : str
        Name in code of the method, and its version.
    name, explanation : mapping of language to words
        What was done, and how, for a reader without the code. Both languages.
    owner, region : Tenant
        Whose computation it is, and in which region.
    actor : Actor
        Who had it made.
    origins : sequence of Origin
        The deliveries that went in.
    inputs : sequence of Run
        The earlier runs that it builds on.
    parameters : mapping, optional
        Dates and choices, as JSON.
    """
    with transaction.atomic():
        run = Run.objects.create(
            method=method,
            version=version,
            texts={one: {"name": name[one], "explanation": explanation[one]} for one in name},
            parameters=dict(parameters or {}),
            owner=owner,
            region=region,
            made_by=actor.reference,
            made_by_name=actor.name,
        )
        run.origins.set(origins)
        run.inputs.set(inputs)
    return run


def publish(
    figures: Sequence[Figure],
    *,
    subject: Tenant,
    region: Tenant,
    run: Run,
    actor: Actor,
    language: str = "nl",
    translations: Mapping[str, Sequence[Figure]] | None = None,
) -> list[FigureRecord]:
    """Publish the figures of a run about one subject. Publishing the same again changes nothing.

    What a person publishes he has adopted; what goes by itself waits for somebody to `adopt` it, and holds meanwhile.

    Parameters
    ----------
    figures : sequence of Figure
        In the order in which they are shown.
    subject : Tenant
        Whom they are about.
    region : Tenant
        The region of the subject.
    run : Run
        What they were made by.
    actor : Actor
        Who publishes; needs the permission to adopt figures at the subject.
    language : str
        Of the words in `figures`.
    translations : mapping, optional
        The same figures in other languages.

    Raises
    ------
    InputError
        The actor may not, the run was withdrawn, a translation is not of the same figures, or this run already
        published another value of one of them.
    """
    _check_may(actor, Permission.ADOPT, subject)
    worded = {language: figures, **(translations or {})}
    _check_same(worded, language)
    with transaction.atomic():
        if Run.objects.select_for_update().get(pk=run.pk).withdrawn_at:
            raise InputError(_("This run was withdrawn."), where=run.name, mend=_("Compute the figures anew."))
        records = [
            _kept(figure, place, {one: _texts(all_[place]) for one, all_ in worded.items()}, language)
            for place, figure in enumerate(figures)
        ]
        return _write(records, subject, region, run, actor)


def adopt(run: Run, *, actor: Actor) -> None:
    """Stand for the figures of a run: its pages then name who adopted them.

    Raises
    ------
    InputError
        The actor may not, or the run was adopted or withdrawn before.
    """
    _check_may(actor, Permission.ADOPT, run.owner)
    now = timezone.now()
    with transaction.atomic():
        open_runs = Run.objects.filter(pk=run.pk, adopted_at__isnull=True, withdrawn_at__isnull=True)
        if not open_runs.update(adopted_at=now, adopted_by=actor.reference, adopted_by_name=actor.name):
            raise InputError(_("These figures were adopted or withdrawn already."), mend=_("See who did so, and when."))
        _tell_of_run("figures_adopted", run, actor)
    run.refresh_from_db()


def built_on(run: Run) -> list[Run]:
    """A run and all that build on it, as far as they were not withdrawn: what falls with it."""
    found, wave = [run], [run]
    while wave := list(Run.objects.filter(inputs__in=wave, withdrawn_at__isnull=True).distinct()):
        wave = [one for one in wave if one not in found]
        found += wave
    return found


def withdraw(run: Run, *, reason: str, actor: Actor) -> None:
    """Let the figures of a run, and of all runs that build on it, count no longer. They stay to be seen.

    Raises
    ------
    InputError
        The actor may not, or there is no reason.
    """
    _check_may(actor, Permission.WITHDRAW, run.owner)
    if not reason.strip():
        raise InputError(_("A run is withdrawn for a reason."), mend=_("Say why these figures do not hold."))
    with transaction.atomic():
        if Run.objects.select_for_update().get(pk=run.pk).withdrawn_at:
            return  # by somebody else, just now: the first reason stands
        found = built_on(run)
        Run.objects.filter(pk__in=[one.pk for one in found], withdrawn_at__isnull=True).update(
            withdrawn_at=timezone.now(), withdrawn_because=reason.strip()[:500]
        )
        _tell_of_run("run_withdrawn", run, actor, runs=[str(one.uuid) for one in found])


def _tell_of_run(event: str, run: Run, actor: Actor, **details: Any) -> None:
    region, owner = run.region.slug, run.owner.slug
    audit(event, actor=actor, subject=f"run:{run.uuid}", region=region, owner=owner, details=details)


def _check_may(actor: Actor, permission: Permission, subject: Tenant) -> None:
    if not actor.may(permission, subject):
        raise InputError(
            _("You may not publish or withdraw figures here."),
            where=subject.name,
            mend=_("Ask somebody who may adopt figures of this area."),
        )


def _check_same(worded: Mapping[str, Sequence[Figure]], language: str) -> None:
    wanted = [_numbers(figure) for figure in worded[language]]
    for other, figures in worded.items():
        if [_numbers(figure) for figure in figures] != wanted:
            raise InputError(f"The figures in {other!r} are not those in {language!r}.")


def _numbers(figure: Figure) -> tuple[object, ...]:
    return (*figure.identity, figure.as_of, figure.value, figure.low, figure.high, figure.status, figure.disclosure)


def _texts(figure: Figure) -> dict[str, object]:
    return {
        "label": figure.label,
        "unit": figure.unit,
        "definition": figure.definition,
        "method": figure.method,
        "note": figure.note,
        "source_notes": [source.note for source in figure.sources],
    }


def _kept(figure: Figure, place: int, texts: dict[str, Any], language: str) -> FigureRecord:
    return FigureRecord(
        key=figure.key,
        definition_version=figure.definition_version,
        as_of=figure.as_of,
        raw_value=figure.value,
        raw_low=figure.low,
        raw_high=figure.high,
        status=figure.status,
        version=figure.version,
        disclosure=figure.disclosure,
        texts=texts,
        sources=[
            {"name": one.name, "delivered_on": one.delivered_on.isoformat() if one.delivered_on else None}
            for one in figure.sources
        ],
        language=language,
        place=place,
    )


def _write(
    records: Sequence[FigureRecord], subject: Tenant, region: Tenant, run: Run, actor: Actor
) -> list[FigureRecord]:
    there = {(one.key, one.as_of): one for one in FigureRecord.objects.filter(run=run, owner=subject)}
    new: list[FigureRecord] = []
    for one in records:
        before = there.get((one.key, one.as_of))
        if before is None:
            one.owner, one.region, one.run = subject, region, run
            one.published_by, one.published_by_name = actor.reference, actor.name
            new.append(one)
        elif (before.raw_value, before.raw_low, before.raw_high) != (one.raw_value, one.raw_low, one.raw_high):
            raise InputError(
                _("This run already published another value of this figure."), where=one.key, mend=_("Make a new run.")
            )
    FigureRecord.objects.bulk_create(new)
    _hide_earlier(new, subject)
    if new:
        _tell(new, subject, region, run, actor)
        if not actor.everywhere:
            _adopted_with_that(run, actor)
    return [there.get((one.key, one.as_of), one) for one in records]


def _adopted_with_that(run: Run, actor: Actor) -> None:
    by = {"adopted_by": actor.reference, "adopted_by_name": actor.name}
    Run.objects.filter(pk=run.pk, adopted_at__isnull=True).update(adopted_at=timezone.now(), **by)


def _hide_earlier(new: Sequence[FigureRecord], subject: Tenant) -> None:
    """What is suppressed now may not be read from what was published of the same date before."""
    for one in new:
        if one.disclosure == FigureRecord.Disclosures.SUPPRESSED:
            same = FigureRecord.objects.filter(owner=subject, key=one.key, as_of=one.as_of)
            same.update(disclosure=FigureRecord.Disclosures.SUPPRESSED)


def _tell(new: Sequence[FigureRecord], subject: Tenant, region: Tenant, run: Run, actor: Actor) -> None:
    audit(
        "figures_published",
        actor=actor,
        subject=f"tenant:{subject.slug}",
        region=region.slug,
        owner=subject.slug,
        details={"run": str(run.uuid), "figures": {one.key: str(one.uuid) for one in new}},
    )
