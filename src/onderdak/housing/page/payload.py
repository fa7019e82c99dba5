"""What the script of the page reads: the addresses with their claims, small enough to travel inside the page.

Every text stands once in `pool`; rows refer to it by number. Words are already in the language of the page, so the
script translates nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.safestring import SafeString

from onderdak.housing.page.formats import age, claim_value, word
from onderdak.housing.page.maps import words_of
from onderdak.housing.summary import AddressRow, ClaimView, Contradiction, LimitView, PictureSummary

#: The cells of an address, in the order in which they travel.
FIELDS = (
    "id address postcode municipality neighbourhood form beds beds_rule occupants occupants_rule certified "
    "certificate legal_status capacity capacity_binding capacity_state missing limits newest age housed counted note "
    "claims contradictions"
).split()

Pool = Callable[[str], int]


def payload(summary: PictureSummary, shown: Sequence[AddressRow]) -> SafeString:
    """The data of the page as JSON that cannot end the script element it stands in."""
    pool: dict[str, int] = {}

    def put(text: str) -> int:
        return pool.setdefault(text, len(pool))

    numbers = {one.name: number for number, one in enumerate(summary.municipalities)}
    apart: dict[str, list[Contradiction]] = defaultdict(list)
    for contradiction in summary.contradictions:
        apart[contradiction.address_id].append(contradiction)
    rows = [_address(row, numbers.get(row.municipality, -1), apart.get(row.address_id, []), put) for row in shown]
    data = {
        "asOf": summary.as_of.isoformat(),
        "fields": FIELDS,
        "addresses": rows,
        "municipalities": [{"name": one.name, "words": words_of(one)} for one in summary.municipalities],
        "supply": _supply(summary, numbers),
        "pool": list(pool),
    }
    return escaped(data)


def escaped(data: Any) -> SafeString:
    """JSON in which no character can be read as markup.

    Examples
    --------
    >>> str(escaped({"name": "</script>"}))
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return SafeString(text)


def _address(row: AddressRow, municipality: int, apart: Sequence[Contradiction], put: Pool) -> list[Any]:
    return [
        row.address_id,
        row.address,
        put(row.postcode),
        municipality,
        put(row.neighbourhood),
        row.form,
        row.beds,
        put(row.beds_rule),
        row.occupants,
        put(row.occupants_rule),
        row.certified,
        put(word(row.certificate, "certificate")),
        row.legal_status,
        row.capacity,
        put(word(row.capacity_binding, "limit")),
        row.capacity_state,
        [put(text) for text in row.capacity_missing],
        [_limit(limit, put) for limit in row.limits],
        row.newest.isoformat() if row.newest else "",
        put(age(row.age_days)),
        [put(text) for text in row.housed_sources],
        int(row.counted),
        put(row.note),
        [claim_cells(claim, put) for claim in row.claims],
        [_contradiction(one, put) for one in apart],
    ]


def _limit(limit: LimitView, put: Pool) -> list[Any]:
    return [put(limit.label), limit.value, int(limit.binding), put(limit.explanation), put(limit.source)]


def claim_cells(claim: ClaimView, put: Pool) -> list[Any]:
    """One claim as it travels: the order is that of `claimOf` in the script."""
    return [
        put(claim.source),
        put(word(claim.source_kind, "source_kind")),
        put(word(claim.subject, "subject")),
        put(claim_value(claim)),
        put(claim.recorded_on.isoformat()),
        put(claim.valid_from.isoformat() if claim.valid_from else ""),
        put(claim.valid_to.isoformat() if claim.valid_to else ""),
        put(claim.delivery),
        claim.row,
    ]


def _contradiction(one: Contradiction, put: Pool) -> list[Any]:
    sides = [claim_cells(claim, put) for claim in (one.first, one.second) if claim]
    return [put(one.title), put(one.explanation), sides]


def _supply(summary: PictureSummary, numbers: dict[str, int]) -> list[list[Any]]:
    return [
        [numbers.get(row.municipality, -1), row.form, row.legal_status, row.certified, row.places, row.addresses]
        for row in summary.supply
    ]
