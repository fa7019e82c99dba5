"""The set-up file of the invented region: municipalities, organisations, and a user of every role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from onderdak.demo.deliveries import employers, refused
from onderdak.demo.deliveries.common import Source
from onderdak.demo.land import Land, Municipality
from onderdak.demo.sizes import REGISTER_DATE

NAME, SLUG = "Wielderland", "wielderland"
#: The merger of the story: the last municipality took over its neighbour on this day.
MERGED_ON = "2024-01-01"

#: kind of source -> kind of organisation
_KINDS = {
    "agency": "agency",
    "provider": "provider",
    "certificate": "umbrella",
    "finding": "municipality",
    "complaint": "civil_society",
    "vacancy": "municipality",
    "permit": "municipality",
    "count": "municipality",
}
#: Parties with no list that a picture is made of.
_OTHERS = (
    ("Provincie Verzonnen (fictief)", "province"),
    ("Ministerie van Verzinsels (fictief)", "state"),
    ("Woningcorporatie De Rietkraag (fictief)", "corporation"),
    (refused.ORGANISATION, "employer"),
    ("Steunpunt Thuis (fictief)", "civil_society"),
    (employers.EMPLOYERS.organisation, "umbrella"),
)
_HELP = "Steunpunt Thuis (fictief)"


def region_file(land: Land, sources: Iterable[Source]) -> str:
    """The set-up file as YAML; `onderdak region apply` reads it."""
    organisations = list(_organisations(land, sources))
    content = {
        "version": 1,
        "region": {
            "name": NAME,
            "slug": SLUG,
            "boundaries": {
                "file": "register/gemeenten.geojson",
                "as_of": REGISTER_DATE.isoformat(),
                "source": "Verzonnen grenzen van Wielderland",
            },
        },
        "municipalities": [_municipality(one) for one in land.municipalities],
        "organisations": organisations,
        "networks": [_network(organisations)],
        "users": list(_users(land, organisations)),
    }
    head = "# The invented region as a set-up file; see docs/manual/inrichten.md.\n"
    return head + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)


def _municipality(one: Municipality) -> dict[str, Any]:
    part: dict[str, Any] = {"name": one.name, "code": one.code}
    if one.former:
        part["former"] = [{"name": one.former, "code": _former_code(one), "ended_on": MERGED_ON}]
    return part


def _former_code(one: Municipality) -> str:
    """An invented code that no municipality of the region has: those go up from 7101."""
    return f"{int(one.code) + 1000:04d}"


def _organisations(land: Land, sources: Iterable[Source]) -> Iterator[dict[str, Any]]:
    codes = {one.name: one.code for one in land.municipalities}
    kinds: dict[str, tuple[str, str]] = {}
    for source in sources:
        town = source.municipalities[0] if len(source.municipalities) == 1 else ""
        kinds.setdefault(source.organisation, (_KINDS[source.kind], codes.get(town, "")))
    for name, (kind, code) in kinds.items():
        yield {"name": name, "kind": kind, **({"municipality": code} if code else {})}
    yield from ({"name": name, "kind": kind} for name, kind in _OTHERS)


def _network(organisations: list[dict[str, Any]]) -> dict[str, Any]:
    wanted = ("province", "corporation", "agency", "provider")
    chosen = {kind: next(one["name"] for one in organisations if one["kind"] == kind) for kind in wanted}
    roles = {"province": "kijkt mee", "corporation": "bouwt", "agency": "levert cijfers", "provider": "verhuurt"}
    members = [{"party": NAME, "role": "voorzitter"}]
    members += [{"party": name, "role": roles[kind]} for kind, name in chosen.items()]
    return {"name": "Regietafel huisvesting", "aim": "Samen genoeg goede plekken", "members": members}


def _users(land: Land, organisations: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A user of every role, and a policy officer who works for one municipality only."""
    at = {kind: next(one["name"] for one in organisations if one["kind"] == kind) for kind in ("provider", "agency")}
    town = land.municipalities[0].name
    people = (
        ("analist", "Ans Analist", "analyst", None),
        ("beleid", "Bea Beleid", "policy_officer", None),
        ("beleid-gemeente", "Gerrit Gemeente", "policy_officer", town),
        ("programma", "Pim Programma", "programme_manager", None),
        ("bestuur", "Wil Wethouder", "portfolio_holder", town),
        ("toezicht", "Toos Toezicht", "inspector", town),
        ("burgerzaken", "Berend Burgerzaken", "civil_affairs", town),
        ("huisvester", "Hans Huisvester", "provider", at["provider"]),
        ("uitzendbureau", "Ulla Uitzender", "agency", at["agency"]),
        ("steunpunt", "Stien Steunpunt", "civil_society", _HELP),
        ("privacy", "Fleur Functionaris", "privacy_officer", None),
        ("beheer", "Bram Beheer", "administrator", None),
    )
    for mailbox, name, role, place in people:
        held = {"role": role, **({"at": place} if place else {})}
        yield {"name": f"{name} (fictief)", "email": f"{mailbox}@voorbeeld.example", "roles": [held]}
