"""Walks every route of the site as every role of every region, municipality and organisation.

Who may not see a page gets 404, with the same body as for a page that does not exist. `routes.py` says who may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from onderdak.base.access.actors import Actor, actor_of_user
from onderdak.base.access.guard import PUBLIC, guard_of
from onderdak.base.access.models import Membership, Tenant, User
from onderdak.base.access.roles import HELD_AT, STRONG_SIGN_IN, Role
from tests.routes import ROUTES, Asked, Route, World

#: An address that nobody has a page at.
NOWHERE = "/deze-bladzijde-bestaat-niet/"


def walked(patterns: list[Any], space: str = "", before: str = "") -> Iterator[tuple[str, Any]]:
    """Every route by its full name (or its pattern, where it has none), with its view."""
    for one in patterns:
        path = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from walked(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space, path)
        else:
            yield (f"{space}{one.name}" if one.name else path), one.callback


VIEWS = dict(walked(get_resolver().url_patterns))


def test_every_route_is_listed_and_every_line_is_a_route():
    missing, gone = sorted(set(VIEWS) - set(ROUTES)), sorted(set(ROUTES) - set(VIEWS))
    told = [f'    "{name}": ...,  # its view asks for {guard_of(VIEWS[name])}' for name in missing]
    assert not missing, "Say who may see these routes, in ROUTES of tests/routes.py:\n" + "\n".join(told)
    assert not gone, f"These lines of tests/routes.py name no route any more: {', '.join(gone)}"


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_the_view_asks_for_what_the_list_says(name):
    assert guard_of(VIEWS[name]) == ROUTES[name].guard


@pytest.fixture
def world(db) -> World:
    tenants = []
    for number in range(2):
        region = Tenant.objects.create(kind="region", slug=f"regio-{number}", name=f"Regio {number}")
        towns = [
            Tenant.objects.create(kind="municipality", slug=f"g{number}{i}", name="G", parent=region) for i in "ab"
        ]
        agency = Tenant.objects.create(kind="organisation", slug=f"o{number}", name="O", parent=towns[0])
        tenants += [region, *towns, agency]
    return World(*tenants[:4], others=tuple(tenants[4:]))


@pytest.fixture
def actors(world) -> list[tuple[User, Actor]]:
    """Somebody of every role at every place where it can be held, and somebody without a role."""
    places = [(role, one) for role in Role for one in world.tenants if one.kind in HELD_AT[role]]
    users = [
        User(email=f"w{i}@voorbeeld.example", name=f"{role} {one}", password="!")
        for i, (role, one) in enumerate(places)
    ]
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(user=user, tenant=one, role=role) for user, (role, one) in zip(users, places, strict=True)
    )
    for user, (role, _) in zip(users, places, strict=True):
        if role in STRONG_SIGN_IN:
            TOTP.activate(user, generate_totp_secret())
    users.append(User.objects.create_user("geen-rol@voorbeeld.example", name="Zonder rol"))
    return [(user, actor_of_user(user)) for user in users]


def visit(client: Client, route: Route, path: str) -> Any:
    return client.generic(route.method, path)


def body(response: HttpResponse, path: str) -> str:
    """What a page says, without the token of its forms and its own address."""
    text = response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text).replace(path, "")


def has_no_page(client: Client, response: HttpResponse, path: str) -> bool:
    return response.status_code == 404 and body(response, path) == body(client.get(NOWHERE), NOWHERE)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_without_signing_in_only_public_pages_are_seen(name, world):
    route = ROUTES[name]
    path = reverse(name, kwargs=route.about(world).address)
    client = Client()
    response = visit(client, route, path)
    if route.guard != PUBLIC:
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
    elif route.absent:
        assert has_no_page(client, response, path)
    else:
        assert response.status_code < 400 or response.status_code in route.answers


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_who_may_not_see_a_page_finds_none(name, world, actors):
    route = ROUTES[name]
    asked = route.about(world)
    path = reverse(name, kwargs=asked.address)
    if asked.owner is None and asked.seen_by is None:  # the same wherever a role is held: one of each role will do
        actors = list({actor.roles: (user, actor) for user, actor in actors}.values())
    wrong = [fault for user, actor in actors if (fault := _fault(route, asked, path, user, actor))]
    assert wrong == []
    if route.guard != PUBLIC:
        assert any(route.admits(actor, asked) for _, actor in actors), "the walk visits nobody who may see this"


def _fault(route: Route, asked: Asked, path: str, user: User, actor: Actor) -> str:
    """What is wrong with what this user sees; nothing where all is well."""
    client = Client()
    client.force_login(user)
    response = visit(client, route, path)
    if route.absent or not route.admits(actor, asked):
        return "" if has_no_page(client, response, path) else f"{user.name} sees {path}: {response.status_code}"
    seen = response.status_code < 400 or response.status_code in route.answers
    return "" if seen else f"{user.name} may see {path}, and gets {response.status_code}"
