"""Every route of the site, and who may see it. `test_routes` walks them all, for every role of everybody else.

Whoever adds a route adds a line to `ROUTES`. Three kinds:

- `everybody()`: may be seen without signing in.
- `whoever_signs_in()`: for all who have signed in; it shows only what is theirs. Where some of them may not,
  `seen_by` says who may.
- `who_holds(Permission.X)`: only who holds the permission. A route about one thing gives `about`: a function that makes
  the thing in a `World` and says what stands in the address and which tenant owns it. For who does not hold the
  permission there, the page does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from onderdak.base.access.actors import SYSTEM, Actor
from onderdak.base.access.guard import PUBLIC, SIGNED_IN
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import Permission, Role
from onderdak.base.figures import Figure
from onderdak.base.figures.models import Run
from onderdak.base.figures.service import add_run, publish
from onderdak.base.files.content import LISTS
from onderdak.base.files.service import keep
from onderdak.base.office.desks import desks_of
from onderdak.base.office.jobs import verify_audit
from onderdak.deliveries.models import Choice, Contract
from onderdak.deliveries.service.contracts import Terms, agree
from onderdak.deliveries.tests.agreed import in_lineage
from onderdak.deliveries.tests.site import NOWHERE, make_contract, put_delivery
from onderdak.housing.tests.site import identifier, put_on_site
from onderdak.needs.models import Estimate, Scenario
from onderdak.needs.tests.made import CELLS, put_estimate, put_scenarios, put_table
from onderdak.parties.models import Consent, Municipality, Organisation
from onderdak.parties.service import Person, add_contact


@dataclass(frozen=True)
class World:
    """Two regions, each with two municipalities and an organisation in the first."""

    region: Tenant
    town: Tenant
    neighbour: Tenant
    agency: Tenant
    others: tuple[Tenant, ...]

    @property
    def tenants(self) -> tuple[Tenant, ...]:
        """All of them."""
        return (self.region, self.town, self.neighbour, self.agency, *self.others)


@dataclass(frozen=True)
class Asked:
    """What stands in the address, and who may see it: who holds the permission at `owner`, or who `seen_by` admits."""

    address: dict[str, Any] = field(default_factory=dict)
    owner: Tenant | None = None
    seen_by: Callable[[Actor], bool] | None = None


About = Callable[[World], Asked]


@dataclass(frozen=True)
class Route:
    """Who may see a route, and how it is asked for."""

    guard: str
    about: About = lambda world: Asked()
    method: str = "GET"
    absent: bool = False  # not there for anybody, as the tests are set: no demo, no identity provider, no theme
    answers: frozenset[int] = frozenset()  # what may come back to who sees it, beside a page or the way to another

    def admits(self, actor: Actor, asked: Asked) -> bool:
        """Whether this actor sees it."""
        if asked.seen_by is not None:
            return asked.seen_by(actor)
        return self.guard in (PUBLIC, SIGNED_IN) or actor.may(Permission(self.guard), asked.owner)


def everybody(**more: Any) -> Route:
    """A public route."""
    return Route(PUBLIC, **more)


def whoever_signs_in(**more: Any) -> Route:
    """A route for all who have signed in."""
    return Route(SIGNED_IN, **more)


def who_holds(permission: Permission, about: About | None = None, **more: Any) -> Route:
    """A route for who holds a permission: somewhere, or at the owner of what it is about."""
    return Route(permission, about, **more) if about else Route(permission, **more)


# What routes are about.


def an_account(world: World) -> Asked:
    user = User.objects.create_user("iemand@voorbeeld.example", name="Iemand")
    Membership.objects.create(user=user, tenant=world.town, role=Role.ANALYST)
    return Asked({"pk": user.pk}, world.town)


def an_action(world: World) -> Asked:
    asked = an_account(world)
    return Asked({**asked.address, "name": "sluiten"}, asked.owner)


def a_role(world: World) -> Asked:
    asked = an_account(world)
    return Asked({"pk": Membership.objects.get(user_id=asked.address["pk"]).pk}, asked.owner)


def the_office(world: World) -> Asked:
    return Asked(seen_by=lambda actor: bool(desks_of(actor)))


def a_job(world: World) -> Asked:
    job = verify_audit.enqueue(tenant=world.town)
    return Asked({"uuid": job.uuid}, world.town, lambda actor: actor.may(Permission.MANAGE_JOBS, world.town))


def a_key_of_another(world: World) -> Asked:
    return Asked({"pk": 1})


def a_provider(world: World) -> Asked:
    return Asked({"provider_id": "oidc"})


def a_link(world: World) -> Asked:
    return Asked({"uidb36": "1", "key": "x"})


def a_component(world: World) -> Asked:
    return Asked({"key": "cijfers"})


def a_state(world: World) -> Asked:
    return Asked({"key": "cijfers", "state": "bekend"})


def a_figure(world: World) -> Asked:
    words = {"nl": "optelling", "en": "adding up"}
    at = {"owner": world.town, "region": world.region, "actor": SYSTEM}
    run = add_run(method="count", version="1", name=words, explanation=words, **at)
    figure = Figure(
        key="places",
        label="Plekken",
        value=12,
        unit="plekken",
        definition="Plekken om te slapen.",
        as_of=date(2026, 11, 1),
        status="measured",
        method="optelling",
        version="1",
        sources=(),
    )
    (record,) = publish([figure], subject=world.town, region=world.region, run=run, actor=SYSTEM)
    return Asked({"uuid": record.uuid}, world.town)


def a_run(world: World) -> Asked:
    figure = a_figure(world)
    return Asked({"uuid": Run.objects.get(figures__uuid=figure.address["uuid"]).uuid}, world.town)


def a_file(world: World) -> Asked:
    upload = SimpleUploadedFile("lijst.csv", b"adres,bedden\nDorpsstraat 1,12\n")
    at = {"owner": world.town, "region": world.region, "actor": SYSTEM}
    kept = keep(upload, permission=Permission.DELIVER, allowed=LISTS, **at)
    return Asked({"uuid": kept.uuid}, seen_by=lambda actor: actor.may(Permission.DELIVER, world.town))


def in_the_region(world: World, permission: Permission) -> Callable[[Actor], bool]:
    """Municipalities of a region share their figures and the names of their parties."""
    return lambda actor: any(grant.region_id == world.region.pk for grant in actor.holding(permission))


def a_region(world: World) -> Asked:
    return Asked({"slug": world.region.slug}, seen_by=in_the_region(world, Permission.SEE_FIGURES))


def a_municipality(world: World) -> Asked:
    Municipality.objects.create(tenant=world.town, code="9001")
    return Asked({"slug": world.town.slug}, seen_by=in_the_region(world, Permission.SEE_FIGURES))


def a_kind_of_list(world: World) -> Asked:
    return Asked({"template": "agency_locations"})


def a_contract(world: World) -> Asked:
    terms = Terms("Lijst van het bureau", date(2026, 1, 1), "beleid", "convenant", every_months=6)
    made = agree("agency_locations", terms, owner=world.agency, actor=SYSTEM)
    return Asked({"slug": made.slug}, world.agency)


def a_source(world: World) -> Asked:
    def knows(actor: Actor) -> bool:
        grants = [one for one in actor.holding(Permission.SEE_FIGURES) if one.region_id == world.region.pk]
        return any(one.kind != Tenant.Kind.ORGANISATION or one.tenant_id == world.agency.pk for one in grants)

    asked = a_contract(world)
    contract = Contract.objects.get(slug=asked.address["slug"])
    in_lineage(contract, (date(2026, 1, 20), 40, 38), (date(2026, 7, 11), 50, 49), (date(2026, 9, 1), 45, 45))
    return Asked(asked.address, seen_by=knows)


def a_report(about: About) -> About:
    def asked(world: World) -> Asked:
        found = about(world)
        return Asked({**found.address, "kind": "csv"}, seen_by=found.seen_by)

    return asked


def as_it_stood(about: About) -> About:
    def asked(world: World) -> Asked:
        found = about(world)
        return Asked({**found.address, "at": datetime(2026, 1, 1, tzinfo=UTC)}, seen_by=found.seen_by)

    return asked


def a_party(world: World) -> Asked:
    return Asked({"slug": world.town.slug}, seen_by=in_the_region(world, Permission.MANAGE_PARTIES))


def an_organisation(world: World) -> Asked:
    Organisation.objects.create(tenant=world.agency, kind="agency")
    return Asked({"slug": world.agency.slug}, world.agency)


def a_contact(world: World) -> Asked:
    person = Person("Iemand", "iemand@voorbeeld.example", keep_until=date(2999, 1, 1))
    contact = add_contact(person, world.agency, "planner", keeper=world.town, consents={"news": "mail"}, actor=SYSTEM)
    return Asked({"pk": contact.pk}, world.town)


def a_consent(world: World) -> Asked:
    asked = a_contact(world)
    return Asked({**asked.address, "consent": Consent.objects.get().pk}, asked.owner)


def an_address(world: World) -> Asked:
    put_on_site(world.region)
    Municipality.objects.create(tenant=world.town, code="9001")
    return Asked({"address_id": identifier("9001", 1)}, world.town)


def a_delivery(world: World) -> Asked:
    return Asked({"pk": put_delivery(make_contract(world.region, world.town)).pk}, world.town)


def a_written_address(world: World) -> Asked:
    asked = a_delivery(world)
    return Asked({**asked.address, "key": NOWHERE}, asked.owner)


def a_choice(world: World) -> Asked:
    choice = Choice(owner=world.town, region=world.region, key=NOWHERE, text="Kade 99", made_by="system")
    choice.save()
    return Asked({"pk": choice.pk}, world.town)


def addresses(world: World) -> Asked:
    an_address(world)
    return Asked()


def governments_of(world: World) -> Callable[[Actor], bool]:
    """Region and municipalities see what estimates are made of; organisations see what may be published only."""
    return lambda actor: any(
        one.region_id == world.region.pk and one.kind != Tenant.Kind.ORGANISATION
        for one in actor.holding(Permission.SEE_FIGURES)
    )


def the_need(world: World) -> Asked:
    return Asked({"slug": world.region.slug}, seen_by=governments_of(world))


def a_new_table(world: World) -> Asked:
    return Asked({"slug": world.region.slug}, world.region)


def a_table(world: World) -> Asked:
    Municipality.objects.create(tenant=world.town, code="9001")
    return Asked({"pk": put_table(world.region, {world.town.name: CELLS}).pk}, seen_by=governments_of(world))


def an_estimate(world: World) -> Asked:
    Municipality.objects.create(tenant=world.town, code="9001")
    made = put_estimate(put_table(world.region, {world.town.name: CELLS}))
    return Asked({"pk": made.pk}, world.region, seen_by=governments_of(world))


def a_known_need(world: World) -> Asked:
    asked = an_estimate(world)
    put_scenarios(Estimate.objects.get(pk=asked.address["pk"]))
    return the_need(world)


def a_known_town(world: World) -> Asked:
    asked = a_known_need(world)
    return Asked({**asked.address, "town": world.town.slug}, seen_by=governments_of(world))


def a_need_to_keep(world: World) -> Asked:
    return Asked(a_known_need(world).address, world.region)


def a_scenario(world: World) -> Asked:
    a_known_need(world)
    return Asked({"pk": Scenario.objects.get(name="middle").pk}, world.region)


def what_is_assumed(world: World) -> Asked:
    return Asked(a_scenario(world).address, seen_by=governments_of(world))


def an_assumption(world: World) -> Asked:
    return Asked({**a_scenario(world).address, "name": "settle"}, world.region)


def an_adoptable_estimate(world: World) -> Asked:
    asked = an_estimate(world)
    return Asked(asked.address, world.region)


#: What comes back where somebody has not set up what the page is about: to him it is not there.
NOT_SET_UP = frozenset({404})
#: What comes back where a decision lacks its reason: the page itself, with what is asked for.
UNDECIDED = frozenset({422})
#: What health answers where something is wrong with the system.
FAULTY = frozenset({503})

_P = Permission
ROUTES: dict[str, Route] = {
    # Signing in.
    "account_login": everybody(),
    "demo_sign_in": everybody(method="POST", absent=True),
    "mfa_authenticate": everybody(),
    "mfa_login_webauthn": everybody(),
    "account_inactive": everybody(),
    "socialaccount_login_cancelled": everybody(),
    "socialaccount_login_error": everybody(answers=frozenset({401})),
    "openid_connect_login": everybody(about=a_provider, absent=True),
    "openid_connect_callback": everybody(about=a_provider, absent=True),
    "account_logout": everybody(),
    "account_reset_password": everybody(),
    "account_reset_password_done": everybody(),
    "account_reset_password_from_key": everybody(about=a_link),
    "account_reset_password_from_key_done": everybody(),
    "set_language": everybody(method="POST"),
    # One's own account.
    "account_reauthenticate": whoever_signs_in(answers=NOT_SET_UP),
    "mfa_reauthenticate": whoever_signs_in(answers=NOT_SET_UP),
    "mfa_reauthenticate_webauthn": whoever_signs_in(answers=NOT_SET_UP),
    "mfa_index": whoever_signs_in(),
    "mfa_activate_totp": whoever_signs_in(),
    "mfa_deactivate_totp": whoever_signs_in(answers=NOT_SET_UP),
    "mfa_view_recovery_codes": whoever_signs_in(answers=NOT_SET_UP),
    "mfa_generate_recovery_codes": whoever_signs_in(),
    "mfa_download_recovery_codes": whoever_signs_in(answers=NOT_SET_UP),
    "mfa_list_webauthn": whoever_signs_in(),
    "mfa_add_webauthn": whoever_signs_in(),
    "mfa_edit_webauthn": whoever_signs_in(about=a_key_of_another, answers=NOT_SET_UP),
    "mfa_remove_webauthn": whoever_signs_in(about=a_key_of_another, answers=NOT_SET_UP),
    "account": whoever_signs_in(),
    "choose_purpose": whoever_signs_in(method="POST"),
    "sign_out_everywhere": whoever_signs_in(method="POST"),
    "kept_form": whoever_signs_in(),
    "own_sessions": whoever_signs_in(),
    "account_change_password": whoever_signs_in(),
    "account_set_password": whoever_signs_in(),
    # Figures and files.
    "office:figures": who_holds(_P.WITHDRAW),
    "office:run": who_holds(_P.WITHDRAW, a_run),
    "office:adopt_run": who_holds(_P.ADOPT, a_run, method="POST"),
    "figures:figure": who_holds(_P.SEE_FIGURES, a_figure),
    "files:download": whoever_signs_in(about=a_file),
    "ui:theme": everybody(absent=True),
    "ui:gallery": whoever_signs_in(),
    "ui:component": whoever_signs_in(about=a_component),
    "ui:example": whoever_signs_in(about=a_state),
    # Regions, municipalities and parties.
    "monitor:home": whoever_signs_in(),
    "monitor:region": who_holds(_P.SEE_FIGURES, a_region),
    "monitor:region_then": who_holds(_P.SEE_FIGURES, as_it_stood(a_region)),
    "monitor:supply": who_holds(_P.SEE_FIGURES, a_region),
    "monitor:region_report": who_holds(_P.SEE_FIGURES, a_report(a_region)),
    "monitor:municipality": who_holds(_P.SEE_FIGURES, a_municipality),
    "monitor:municipality_then": who_holds(_P.SEE_FIGURES, as_it_stood(a_municipality)),
    "monitor:municipality_report": who_holds(_P.SEE_FIGURES, a_report(a_municipality)),
    # Addresses.
    "housing:search": who_holds(_P.SEE_ADDRESSES, addresses),
    "housing:list": who_holds(_P.SEE_ADDRESSES, addresses),
    "housing:map": who_holds(_P.SEE_ADDRESSES, addresses),
    "housing:outlines": who_holds(_P.SEE_ADDRESSES, addresses),
    "housing:tile": who_holds(_P.SEE_ADDRESSES, lambda world: Asked({"zoom": 5, "column": 10, "row": 10})),
    "housing:dossier": who_holds(_P.SEE_ADDRESSES, an_address),
    # Deliveries.
    "deliveries:deliveries": who_holds(_P.DELIVER),
    "deliveries:new_delivery": who_holds(_P.DELIVER),
    "deliveries:delivery": who_holds(_P.DELIVER, a_delivery),
    "deliveries:columns": who_holds(_P.DELIVER, a_delivery),
    "deliveries:found": who_holds(_P.DELIVER, a_delivery),
    "deliveries:changes": who_holds(_P.DELIVER, a_delivery),
    "deliveries:back": who_holds(_P.DELIVER, a_delivery),
    "deliveries:accept": who_holds(_P.ACCEPT, a_delivery, method="POST", answers=UNDECIDED),
    "deliveries:refuse": who_holds(_P.ACCEPT, a_delivery),
    "deliveries:undo": who_holds(_P.ACCEPT, a_delivery),
    "deliveries:again": who_holds(_P.DELIVER, a_delivery, method="POST"),
    "deliveries:retry": who_holds(_P.DELIVER, a_delivery, method="POST"),
    "deliveries:work": who_holds(_P.ACCEPT, a_delivery),
    "deliveries:choose": who_holds(_P.ACCEPT, a_written_address),
    "deliveries:choices": who_holds(_P.ACCEPT),
    "deliveries:take_back": who_holds(_P.ACCEPT, a_choice),
    # Sources: the region and its municipalities know which are late, an organisation knows its own.
    "deliveries:sources": who_holds(_P.SEE_FIGURES),
    "deliveries:new_source": who_holds(_P.ACCEPT),
    "deliveries:agree": who_holds(_P.ACCEPT, a_kind_of_list),
    "deliveries:source": who_holds(_P.SEE_FIGURES, a_source),
    "deliveries:change_source": who_holds(_P.ACCEPT, a_contract),
    "deliveries:thresholds": who_holds(_P.ACCEPT, a_contract),
    "deliveries:source_template": who_holds(_P.SEE_FIGURES, a_source),
    "deliveries:source_schema": who_holds(_P.SEE_FIGURES, a_source),
    # The need.
    "needs:need": who_holds(_P.SEE_FIGURES, a_known_need),
    "needs:need_report": who_holds(_P.SEE_FIGURES, a_report(a_known_need)),
    "needs:need_town": who_holds(_P.SEE_FIGURES, a_known_town),
    "needs:need_town_report": who_holds(_P.SEE_FIGURES, a_report(a_known_town)),
    "needs:forecast": who_holds(_P.SEE_FIGURES, a_known_need),
    "needs:forecast_report": who_holds(_P.SEE_FIGURES, a_report(a_known_need)),
    "needs:assumptions": who_holds(_P.SEE_FIGURES, what_is_assumed),
    "needs:assume": who_holds(_P.ADOPT, an_assumption),
    "needs:compute_again": who_holds(_P.ADOPT, a_need_to_keep, method="POST"),
    "needs:adopt_scenario": who_holds(_P.ADOPT, a_scenario),
    "needs:counts": who_holds(_P.SEE_FIGURES, the_need),
    "needs:estimates": who_holds(_P.SEE_FIGURES, the_need),
    "needs:new_table": who_holds(_P.DELIVER, a_new_table),
    "needs:table": who_holds(_P.SEE_FIGURES, a_table),
    "needs:estimate": who_holds(_P.SEE_FIGURES, an_estimate),
    "needs:adopt": who_holds(_P.ADOPT, an_adoptable_estimate),
    "needs:explanation": who_holds(_P.SEE_FIGURES, a_report(an_estimate)),
    "needs:appendix": who_holds(_P.SEE_FIGURES, a_report(an_estimate)),
    "parties:index": who_holds(_P.MANAGE_PARTIES),
    "parties:new_organisation": who_holds(_P.MANAGE_PARTIES),
    "parties:party": who_holds(_P.MANAGE_PARTIES, a_party),
    "parties:change_organisation": who_holds(_P.MANAGE_PARTIES, an_organisation),
    "parties:new_contact": who_holds(_P.MANAGE_PARTIES, a_party),
    "parties:contact": who_holds(_P.MANAGE_PARTIES, a_contact),
    "parties:give_consent": who_holds(_P.MANAGE_PARTIES, a_contact),
    "parties:withdraw_consent": who_holds(_P.MANAGE_PARTIES, a_consent),
    "parties:erase_contact": who_holds(_P.MANAGE_PARTIES, a_contact),
    # The office.
    "office:landing": whoever_signs_in(about=the_office),
    "office:accounts": who_holds(_P.MANAGE_ACCESS),
    "office:invite": who_holds(_P.MANAGE_ACCESS),
    "office:account": who_holds(_P.MANAGE_ACCESS, an_account),
    "office:invite_again": who_holds(_P.MANAGE_ACCESS, an_account, method="POST"),
    "office:act": who_holds(_P.MANAGE_ACCESS, an_action),
    "office:end_role": who_holds(_P.MANAGE_ACCESS, a_role, method="POST"),
    "office:jobs": who_holds(_P.MANAGE_JOBS),
    "jobs:job": whoever_signs_in(about=a_job),
    "jobs:retry": who_holds(_P.MANAGE_JOBS, a_job, method="POST"),
    "jobs:drop": who_holds(_P.MANAGE_JOBS, a_job, method="POST"),
    "office:audit": who_holds(_P.READ_AUDIT),
    "office:audit_export": who_holds(_P.READ_AUDIT),
    "office:verify_audit": who_holds(_P.READ_AUDIT, method="POST"),
    "office:health": who_holds(_P.MANAGE_JOBS, answers=FAULTY),
    "security_txt": everybody(answers=NOT_SET_UP),
    "health:live": everybody(),
    "health:ready": everybody(answers=FAULTY),
    "health:full": who_holds(_P.MANAGE_JOBS, answers=FAULTY),
}
