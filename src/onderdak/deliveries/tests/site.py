"""A street of twelve addresses, a source, and people around it: to take lists in as the site does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.service import pipeline
from onderdak.methods.addresses import Register, prepare

DAY = date(2026, 1, 1)
_HEAD = "nummeraanduiding;straat;huisnummer;huisletter;postcode;woonplaats;gemeente"
_NUMBERS = (*((number, "") for number in range(1, 11)), (12, "A"), (12, "B"))


def make_register(folder: Path) -> Register:
    """The register of the Kade: ten numbers, and a twelfth of two doors."""
    lines = [f"A{n}{letter};Kade;{n};{letter};9999AB;Zuiderdam;Zuiderdam" for n, letter in _NUMBERS]
    source = folder / "addresses.csv"
    source.write_text("\n".join([_HEAD, *lines]) + "\n", encoding="utf-8")
    return prepare([source], folder / "register")


def make_contract(
    region: Tenant, owner: Tenant | None = None, kind: str = "provider", name: str = "Havenhuis"
) -> Contract:
    """A source that counts per address."""
    contract = Contract(
        region=region,
        owner=owner or region,
        name=name,
        slug=name.lower(),
        template="provider_locations",
        kind=kind,
        per="address",
        full_list=kind == "provider",
        since=DAY,
        purpose="Weten hoeveel plekken er zijn.",
        legal_ground="Convenant van 1 januari 2026.",
    )
    contract.save()
    return contract


def content(beds: dict[str, str]) -> bytes:
    """A list with the beds at each number of the Kade."""
    lines = [f"Kade;{number};9999AB;Zuiderdam;{count}" for number, count in beds.items()]
    return "\n".join(["straat;huisnummer;postcode;plaats;bedden", *lines]).encode() + b"\n"


def upload(given: bytes, name: str = "lijst.csv") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, given)


def deliver(contract: Contract, beds: dict[str, str], as_of: date = DAY) -> Delivery:
    """A list taken in up to the comparison, as far as it comes."""
    delivery = pipeline.receive(contract, upload(content(beds)), actor=SYSTEM, as_of=as_of)
    Worker().drain()
    delivery.refresh_from_db()
    if delivery.state == "received":
        pipeline.map_columns(delivery, delivery.roles, as_of, actor=SYSTEM)
        Worker().drain()
        delivery.refresh_from_db()
    return delivery
