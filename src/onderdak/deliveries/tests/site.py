"""A street of twelve addresses, a source, and people around it: to take lists in as the site does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
from django.core.files.uploadedfile import SimpleUploadedFile

from onderdak.base.access.actors import SYSTEM
from onderdak.base.access.models import Tenant
from onderdak.base.jobs.worker import Worker
from onderdak.deliveries import store
from onderdak.deliveries.differences import CHANGES
from onderdak.deliveries.models import Contract, Delivery
from onderdak.deliveries.refused import REFUSED
from onderdak.deliveries.service import pipeline
from onderdak.methods.addresses import Register, prepare
from onderdak.methods.addresses.choices import row_key
from onderdak.methods.addresses.schema import LINKS
from onderdak.methods.picture.schema import CLAIMS

DAY = date(2026, 1, 1)
#: Name, postcode and place of a street.
Street = tuple[str, str, str]
KADE: Street = ("Kade", "9999AB", "Zuiderdam")
#: The written address of `put_delivery` that stands nowhere, as its page is asked for.
NOWHERE = row_key("Kade 99")
_HEAD = "nummeraanduiding;straat;huisnummer;huisletter;postcode;woonplaats;gemeente"
_NUMBERS = (*((number, "") for number in range(1, 11)), (12, "A"), (12, "B"))


def make_register(folder: Path) -> Register:
    """The register of the Kade: ten numbers, and a twelfth of two doors."""
    return prepare([write_addresses(folder)], folder / "register")


def write_addresses(folder: Path) -> Path:
    """The addresses of the Kade as a file."""
    lines = [f"A{n}{letter};Kade;{n};{letter};9999AB;Zuiderdam;Zuiderdam" for n, letter in _NUMBERS]
    source = folder / "addresses.csv"
    source.write_text("\n".join([_HEAD, *lines]) + "\n", encoding="utf-8")
    return source


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


def content(beds: dict[str, str], street: Street = KADE) -> bytes:
    """A list with the beds at each number of a street."""
    name, postcode, place = street
    lines = [f"{name};{number};{postcode};{place};{count}" for number, count in beds.items()]
    return "\n".join(["straat;huisnummer;postcode;plaats;bedden", *lines]).encode() + b"\n"


def upload(given: bytes, name: str = "lijst.csv") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, given)


def deliver(contract: Contract, beds: dict[str, str], as_of: date = DAY, street: Street = KADE) -> Delivery:
    """A list taken in up to the comparison, as far as it comes."""
    delivery = pipeline.receive(contract, upload(content(beds, street)), actor=SYSTEM, as_of=as_of)
    Worker().drain()
    delivery.refresh_from_db()
    if delivery.state == "received":
        pipeline.map_columns(delivery, delivery.roles, as_of, actor=SYSTEM)
        Worker().drain()
        delivery.refresh_from_db()
    return delivery


def put_delivery(contract: Contract) -> Delivery:
    """A list of two rows that was compared, of which one stands on no address; without a register or a job."""
    given = {"straat": ["Kade", "Kade"], "huisnummer": ["1", "99"], "bedden": ["4", "2"]}
    placed = {"row": 0, "outcome": "exact", "address_id": "A1", "reason": "Gevonden.", "candidates": "A1"}
    nowhere = {"row": 1, "outcome": "none", "reason": "Dit nummer bestaat niet.", "candidates": "A1 A2"}
    links = pa.Table.from_pylist([placed, nowhere], schema=LINKS)
    refused = {"row": 3, "kind": "place", "column": "huisnummer", "value": "99", "mend_nl": "Verbeter het."}
    tables = {
        "claims": CLAIMS.empty_table(),
        "refused": pa.Table.from_pylist([refused], schema=REFUSED),
        "changes": pa.Table.from_pylist([{"address_id": "A1", "change": "new"}], schema=CHANGES),
        "links": links.append_column("reason_en", pa.array(["Found.", "There is no such number."])),
    }
    delivery = Delivery(
        contract=contract,
        owner=contract.owner,
        region=contract.region,
        name="lijst.csv",
        as_of=DAY,
        state="compared",
        at_desk=True,
        roles={"straat": "street", "huisnummer": "number", "bedden": "beds"},
        rows_at=store.keep("0", {"rows": pa.table(given), "numbers": pa.table({"row": [2, 3]})}),
        claims_at=store.keep("0", tables),
        counts={"rows": 2, "exact": 1, "unplaced": 1, "refused": 1, "new": 1, "changed": 0, "ended": 0, "same": 0},
        pauses=[{"key": "unplaced", "nl": "Veel is niet geplaatst.", "en": "Much was not placed."}],
        received_by=SYSTEM.reference,
    )
    delivery.save()
    return delivery
