"""Scenarios: computed in the background from the adopted estimate, and one adopted as the need of the region."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from onderdak.base.access.actors import Actor
from onderdak.base.access.models import Tenant
from onderdak.base.access.roles import Permission
from onderdak.base.figures.models import Run
from onderdak.base.figures.service import add_run, publish
from onderdak.methods.careers import Scenario as Course
from onderdak.methods.errors import InputError
from onderdak.needs import figures, need_figures
from onderdak.needs.assumption_words import own_words
from onderdak.needs.assumptions import Assumption, Assumptions, Own
from onderdak.needs.common import both, must, tell
from onderdak.needs.forecasting import REST, VERSION, Ground
from onderdak.needs.models import Estimate, Scenario
from onderdak.needs.places import towns_of
from onderdak.needs.supply import Found

METHOD = "needs.forecast"
#: The scenarios that every estimate gets, by the growth that they take.
STANDARD = ("low", "middle", "high")


@dataclass(frozen=True)
class Levers:
    """What somebody changes; None leaves it as it is assumed.

    Parameters
    ----------
    growth : str or float
        "low", "middle", "high", or a yearly rate.
    settle, tied : float or None
        Share of the arrivals that settles; share of the beds that come with the job.
    season_shift : int
        How many months later the season comes.
    season_flatter : float
        0 is the season as it is, 1 none at all.
    assumptions : mapping
        What is taken for granted otherwise than shipped, by name: value, low, high, source, date and status.
    """

    growth: str | float = "middle"
    settle: float | None = None
    tied: float | None = None
    season_shift: int = 0
    season_flatter: float = 0.0
    assumptions: Own = field(default_factory=dict[str, Mapping[str, Any]])

    def course(self, name: str) -> Course:
        """As `methods/careers` takes it."""
        return Course(name, **{key: value for key, value in asdict(self).items() if key != "assumptions"})


@transaction.atomic
def start_standard(estimate: Estimate, *, actor: Actor) -> list[Scenario]:
    """Have low, middle and high growth computed from an adopted estimate; those that are there are left alone."""
    must(actor, Permission.ADOPT, estimate.region)
    made = [
        Scenario.objects.get_or_create(
            estimate=estimate,
            name=growth,
            defaults={
                "region": estimate.region,
                "owner": estimate.owner,
                "levers": asdict(Levers(growth)),
                "place": place,
                "made_by_name": actor.name,
            },
        )[0]
        for place, growth in enumerate(STANDARD)
    ]
    _enqueue([one for one in made if one.result is None], estimate, actor)
    return made


@transaction.atomic
def start_scenario(estimate: Estimate, name: str, levers: Levers, *, actor: Actor) -> Scenario:
    """Have a scenario of one's own computed.

    Raises
    ------
    InputError
        There is a scenario of that name, or a lever cannot be so.
    """
    must(actor, Permission.ADOPT, estimate.region)
    levers.course(name).checked()
    if Scenario.objects.filter(estimate=estimate, name__iexact=name.strip()).exists():
        raise InputError(_("There is a scenario of this name."), mend=_("Give another name."))
    made = Scenario.objects.create(
        estimate=estimate,
        name=name.strip(),
        region=estimate.region,
        owner=estimate.owner,
        levers=asdict(levers),
        made_by_name=actor.name,
    )
    _enqueue([made], estimate, actor)
    tell("scenario_started", actor, made, "scenario")
    return made


@transaction.atomic
def assume(scenario: Scenario, given: Assumption, *, actor: Actor, everywhere: bool = False) -> None:
    """Take something for granted otherwise, in this scenario or in every one that is not adopted.

    What was computed stays until it is computed again; a scenario with newer assumptions is not adopted.

    Raises
    ------
    InputError
        The scenario has been adopted, or the assumption cannot be beside the others.
    """
    _change(scenario, given.name, given.given, actor=actor, everywhere=everywhere)


@transaction.atomic
def assume_as_shipped(scenario: Scenario, name: str, *, actor: Actor) -> None:
    """Take an assumption as it is shipped again."""
    _change(scenario, name, None, actor=actor, everywhere=False)


def _change(scenario: Scenario, name: str, given: Mapping[str, Any] | None, *, actor: Actor, everywhere: bool) -> None:
    must(actor, Permission.ADOPT, scenario.region)
    rows = Scenario.objects.select_for_update(of=("self",)).select_related("run", "region", "owner")
    rows = rows.filter(estimate=scenario.estimate_id)
    if next(one for one in rows if one.pk == scenario.pk).stands:
        raise InputError(
            _("This scenario has been adopted: what it takes for granted stands."),
            mend=_("Make a scenario of your own, and change it there."),
        )
    for one in rows:
        if one.pk == scenario.pk or (everywhere and not one.stands):
            _keep_assumption(one, name, given, actor)


def _keep_assumption(one: Scenario, name: str, given: Mapping[str, Any] | None, actor: Actor) -> None:
    own = {key: value for key, value in one.own_assumptions.items() if key != name}
    if given is not None:
        own[name] = dict(given)
    Assumptions(own).checked()
    before = Assumptions(one.own_assumptions)[name].given
    one.levers = {**one.levers, "assumptions": own}
    one.save(update_fields=["levers"])
    tell("assumption_changed", actor, one, "scenario", name=name, before=before, after=Assumptions(own)[name].given)


@transaction.atomic
def start_again(estimate: Estimate, *, actor: Actor) -> None:
    """Have all scenarios computed anew, with the housing picture of now."""
    must(actor, Permission.ADOPT, estimate.region)
    _enqueue(list(Scenario.objects.filter(estimate=estimate)), estimate, actor)
    tell("scenarios_started_again", actor, estimate, "estimate")


def _enqueue(scenarios: Sequence[Scenario], estimate: Estimate, actor: Actor) -> None:
    from onderdak.needs.jobs import make_forecast

    if not scenarios:
        return
    job = make_forecast.enqueue(actor=actor, tenant=estimate.owner, scenarios=[one.pk for one in scenarios])
    Scenario.objects.filter(pk__in=[one.pk for one in scenarios]).update(job=job)


def compute_groups(rows: Sequence[Scenario]) -> list[tuple[Assumptions, list[Scenario]]]:
    """The scenarios that take the same for granted, together: they are followed at once."""
    groups: dict[str, list[Scenario]] = {}
    for one in rows:
        groups.setdefault(json.dumps(one.own_assumptions, sort_keys=True), []).append(one)
    return [(Assumptions(some[0].own_assumptions), some) for some in groups.values()]


def ground_of(estimate: Estimate, supply: Found, assumed: Assumptions | None = None) -> Ground:
    """What a forecast of an estimate is made of."""
    answer = estimate.answer
    people = {
        town["name"]: (float(town["low"]), float(town["n_hat"]), float(town["high"]))
        for town in answer["towns"]
        if town["state"] == "ok"
    }
    rest = answer["remainder"] if answer["towns"] else answer["n_hat"]
    if rest:
        low, high = (rest * answer[end] / answer["n_hat"] for end in ("low", "high"))
        people[REST] = (low, float(rest), high)
    year = estimate.table.period_to.year + 1
    return Ground(people, supply.by_town, year, estimate.table.name, assumed or Assumptions())


def keep_results(scenarios: Sequence[Scenario], results: Sequence[Mapping[str, Any]], supply: Found) -> None:
    """Write down what the scenarios came to, with the picture that the supply was taken from."""
    more = {
        "supply_run": supply.run.pk if supply.run else None,
        "supply_day": supply.run.made_at.date().isoformat() if supply.run else "",
        "supply_hidden": sorted(supply.hidden),
    }
    for one, result in zip(scenarios, results, strict=True):
        if one.stands:
            continue  # what is published does not change: withdraw it first
        kept = {**result, **more, "assumptions": one.own_assumptions}
        Scenario.objects.filter(pk=one.pk).update(result=kept)
        one.refresh_from_db(fields=["result"])


@transaction.atomic
def adopt_scenario(scenario: Scenario, motivation: str, *, actor: Actor) -> Run:
    """Adopt a scenario: its demand, supply and shortage become figures of the region and its municipalities.

    Raises
    ------
    InputError
        There is nothing to adopt, it was adopted before, or the motivation lacks.
    """
    must(actor, Permission.ADOPT, scenario.region)
    scenario = (
        Scenario.objects.select_for_update(of=("self",))
        .select_related("estimate__table", "estimate__run", "region", "run")
        .get(pk=scenario.pk)
    )
    _check(scenario, motivation)
    run = _run(scenario, motivation.strip(), actor)
    _publish(scenario.region, scenario, None, run, actor)
    for one in towns_of(scenario.region):
        _publish(one.tenant, scenario, one.tenant.name, run, actor)
    scenario.run, scenario.motivation = run, motivation.strip()
    scenario.adopted_at, scenario.adopted_by_name = timezone.now(), actor.name
    scenario.save()
    tell("need_adopted", actor, scenario, "scenario", run=str(run.uuid))
    return run


def _check(scenario: Scenario, motivation: str) -> None:
    if scenario.stands:
        raise InputError(_("This scenario has been adopted already."))
    if not scenario.result:
        raise InputError(_("This scenario has not been computed yet."), mend=_("Wait until it is ready."))
    if scenario.changed:
        raise InputError(
            _("The assumptions have been changed since it was computed."), mend=_("Compute the scenarios again first.")
        )
    if not scenario.estimate.stands:
        raise InputError(_("The estimate below it has not been adopted."), mend=_("Adopt the estimate first."))
    if not motivation.strip():
        raise InputError(
            _("A scenario is adopted with a motivation."), mend=_("Say why you reckon with this scenario.")
        )


def _publish(subject: Tenant, scenario: Scenario, town: str | None, run: Run, actor: Actor) -> None:
    worded = figures.worded(need_figures.of_area, scenario, town)
    publish(
        worded["nl"],
        subject=subject,
        region=scenario.region,
        run=run,
        actor=actor,
        translations={"en": worded["en"]},
    )


def _run(scenario: Scenario, motivation: str, actor: Actor) -> Run:
    inputs = [scenario.estimate.run, Run.objects.filter(pk=(scenario.result or {}).get("supply_run")).first()]
    return add_run(
        method=METHOD,
        version=VERSION,
        name=both(lambda: _("Need: demand less supply")),
        explanation=both(lambda: _explained(scenario, motivation)),
        owner=scenario.owner,
        region=scenario.region,
        actor=actor,
        inputs=[one for one in inputs if one],
        parameters={"scenario": scenario.pk, "levers": scenario.levers, "motivation": motivation},
    )


def _explained(scenario: Scenario, motivation: str) -> str:
    told = _(
        "From the estimated people it was followed who comes, stays and leaves, and in what housing. Whoever does not "
        "rent or own a home himself asks for a place. The places of the picture were taken off. Adopted because: "
        "%(motivation)s"
    ) % {"motivation": motivation}
    own = own_words(Assumptions(scenario.own_assumptions))
    if not own:
        return told
    return told + " " + _("Assumed otherwise than shipped: %(own)s.") % {"own": "; ".join(own)}
