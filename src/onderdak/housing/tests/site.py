"""A small register and a picture of it on the site: two streets in two municipalities, with sources that disagree."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa

from onderdak.base.access.models import Tenant
from onderdak.housing import pictures, registers
from onderdak.housing.compute import Computed, Inputs, Reading, compute
from onderdak.housing.models import Picture
from onderdak.housing.norms import load_norms, load_rules, load_windows
from onderdak.methods.addresses import Register, prepare
from onderdak.methods.picture.schema import CLAIMS

DAY = date(2026, 10, 31)
#: Codes of the two municipalities, with their street; numbers 1 to 12 in each.
STREETS = {"9001": "Kromme Kade", "9002": "Molenweg"}
_HEADINGS = (
    "nummeraanduiding_id;straat;huisnummer;huisletter;postcode;woonplaats;gemeente;gemeentecode;oppervlakte;"
    "gebruiksdoel;x;y"
)


def identifier(code: str, number: int) -> str:
    """The identification of an address."""
    return f"{code}2000{number:08d}"


@cache
def register() -> Register:
    """Both streets, prepared."""
    folder = Path(tempfile.mkdtemp(prefix="onderdak-test-register-"))
    lines = [
        f"{identifier(code, number)};{street};{number};{'A' if number == 12 else ''};{code}AB;Dorp {code};Stad {code};"
        f"{code};90;woonfunctie;{50_000 + 1_000 * place + 20 * number};540000"
        for place, (code, street) in enumerate(STREETS.items())
        for number in range(1, 13)
    ]
    (folder / "adressen.csv").write_text("\n".join([_HEADINGS, *lines]) + "\n", encoding="utf-8")
    return prepare([folder / "adressen.csv"], folder / "register")


def claim(address_id: str, subject: str, value: float | str, source: str, on: date) -> dict[str, object]:
    """What a source says of an address in its list of a day."""
    return {
        "claim_id": f"{source}-{address_id}-{subject}-{on}",
        "source": source,
        "source_kind": source,
        "delivery": f"{source}.csv",
        "row": 2,
        "address_id": address_id,
        "outcome": "exact",
        "subject": subject,
        "text": value if isinstance(value, str) else None,
        "number": None if isinstance(value, str) else float(value),
        "valid_from": None,
        "valid_to": None,
        "recorded_on": on,
    }


@cache
def computed() -> Computed:
    """The picture of two addresses in each street; at the first of each, two sources differ."""
    days = (date(2026, 4, 30), date(2026, 10, 1))
    rows = []
    for code in STREETS:
        first, second = identifier(code, 1), identifier(code, 2)
        for day in days:
            rows += [claim(first, "beds", 4, "provider", day), claim(second, "beds", 6, "provider", day)]
            rows += [claim(first, "form", "a", "provider", day)]
        rows += [claim(first, "occupants", 9, "count", days[1]), claim(first, "permit", "granted", "permit", days[0])]
    claims = pa.Table.from_pylist(rows, schema=CLAIMS)
    dated = {(row["source"], row["source_kind"], row["recorded_on"]) for row in rows}
    names = ("source", "source_kind", "recorded_on")
    deliveries = pa.Table.from_pylist([dict(zip(names, one, strict=True)) for one in sorted(dated)])
    inputs = Inputs(claims, deliveries, register().rows(claims["address_id"].to_pylist()), DAY, DAY)
    return compute(inputs, Reading(load_rules(), load_norms(), load_windows()))


def put_on_site(region: Tenant, digest: str = "sample") -> Picture:
    """The register and the picture in a region."""
    made = pictures.Made(computed(), DAY, DAY, digest)
    return pictures.keep(made, region, registers.keep(register(), region))
