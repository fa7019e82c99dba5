"""What the picture says, ready to be shown: the page, the workbook and the command line render this and nothing else.

Sentences are in `PictureSummary.language`. Codes (`form`, `legal_status`, `certified`, states) stay codes; `words.word`
gives their label in a language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from onderdak.base.figures import Figure

Language = Literal["nl", "en"]


@dataclass(frozen=True)
class ClaimView:
    """One claim as a person reads it: who says what, on which date."""

    source: str
    source_kind: str
    subject: str  # methods.picture.schema.SUBJECTS
    value: str  # as shown: "12", "2026-01-01", "granted"
    recorded_on: date
    valid_from: date | None = None
    valid_to: date | None = None
    delivery: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Contradiction:
    """Two claims that cannot both be right, or a claim against a limit."""

    address_id: str
    address: str  # "Dorpsstraat 12 A, Zuiderdam"
    municipality: str
    kind: str  # code, see methods.picture.contradictions.KINDS
    title: str  # "Two sources differ in the number of beds"
    explanation: str  # one sentence with both values
    first: ClaimView
    second: ClaimView | None  # None where a claim stands against a date or a limit alone


@dataclass(frozen=True)
class LimitView:
    """One limit on the number of people at an address."""

    key: str  # floor_area | bedrooms | toilets | showers | fridge | burners | permit | bbl
    label: str
    value: int | None  # people; None: cannot be judged
    binding: bool
    explanation: str  # "144 m2 / 12 m2 per person"; or what is missing
    source: str  # norm and source of the norm; "unverified" stands in it where it is


@dataclass(frozen=True)
class AddressRow:
    """What is known of one address."""

    address_id: str
    address: str  # one line: street, number, place
    postcode: str
    place: str
    municipality: str
    neighbourhood: str
    x: float | None  # EPSG:28992 metres
    y: float | None
    form: str  # code a-e, other, or "" when unknown
    beds: int | None
    beds_rule: str  # the rule that chose it, in words
    occupants: int | None
    occupants_rule: str
    certified: str  # valid | lapsed | none | unknown
    certificate: str  # snf | akf | ""
    legal_status: str  # permitted | pending | not_permitted | not_required | unknown
    capacity: int | None
    capacity_binding: str  # key of the limit that binds; "" when it cannot be judged
    capacity_state: str  # judged | partly | not_judged
    capacity_missing: tuple[str, ...]  # what must be delivered before it can be judged, in words
    limits: tuple[LimitView, ...]
    newest: date | None  # date of the newest claim
    age_days: int | None  # age of the newest claim on the day of the picture
    housed_sources: tuple[str, ...]  # the independent sources that say that people are housed here
    n_claims: int
    contradictions: int  # 0: none
    counted: bool  # False: its beds are counted at another address (see note)
    note: str = ""
    claims: tuple[ClaimView, ...] = ()  # all that hold on the day, side by side


@dataclass(frozen=True)
class SupplyRow:
    """One cell of the supply table."""

    municipality: str
    neighbourhood: str  # "" in the table by municipality
    form: str
    legal_status: str
    certified: str
    addresses: int
    places: int
    addresses_without_places: int  # no source gives the number of beds
    occupants: int  # of the addresses that have a count
    addresses_without_occupants: int


@dataclass(frozen=True)
class NeighbourhoodSupply:
    """Totals of a neighbourhood."""

    name: str
    addresses: int
    places: int
    occupants: int


@dataclass(frozen=True)
class MunicipalitySupply:
    """Totals of a municipality; its parts add up to the totals of the region."""

    code: str  # four digits, "" where the register does not say
    name: str
    addresses: int
    places: int
    occupants: int
    places_certified: int
    places_permitted: int
    places_status_unknown: int
    addresses_without_places: int
    contradictions: int  # addresses with at least one
    sources_delivered: int  # of the sources expected to cover this municipality
    sources_expected: int
    neighbourhoods: tuple[NeighbourhoodSupply, ...] = ()


@dataclass(frozen=True)
class UnplacedRow:
    """A row of a delivery that could not be put on one address."""

    source: str
    delivery: str
    row: int  # as a person counts in the file
    given: str  # the address as it was written
    outcome: str  # building | ambiguous | none
    reason: str
    candidates: tuple[str, ...] = ()  # addresses in one line each, best first


@dataclass(frozen=True)
class SourceState:
    """One source: what it delivered and how old that is."""

    name: str
    kind: str  # methods.picture.schema.SOURCE_KINDS, "" when unknown
    organisation: str
    state: str  # on_time | late | never | refused | unexpected | not_yet
    expected: bool  # stands in the list of expected sources
    delivered_on: date | None
    due_on: date | None
    age_days: int | None
    deliveries: int
    rows: int
    placed: int
    placed_share: float | None
    files: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()  # what it should cover; empty: the whole region
    note: str = ""  # the reason of a refusal, or remarks while reading


@dataclass(frozen=True)
class Unknown:
    """Something that we do not know, and how much of it."""

    key: str
    text: str  # one sentence
    count: int
    of: int | None = None


@dataclass(frozen=True)
class PictureSummary:
    """The housing picture of a region on a day, as known on a day."""

    region: str
    as_of: date
    known_on: date
    made_on: date
    language: Language
    headline: str  # a conclusion, one sentence
    figures: tuple[Figure, ...]  # keys: places, addresses, occupants, certified_share, permitted_share, contradictions,
    # coverage, and more
    municipalities: tuple[MunicipalitySupply, ...]
    supply: tuple[SupplyRow, ...]  # municipality x form x legal status x certified
    supply_by_neighbourhood: tuple[SupplyRow, ...]
    addresses: tuple[AddressRow, ...]
    contradictions: tuple[Contradiction, ...]
    unplaced: tuple[UnplacedRow, ...]
    sources: tuple[SourceState, ...]
    unknowns: tuple[Unknown, ...]
    outlines: (
        dict[str, Any] | None
    )  # GeoJSON FeatureCollection in EPSG:28992; properties code, name, approximate (bool)
    register_as_of: date | None = None
    claims: int = 0  # claims that hold on the day
    notes: tuple[str, ...] = field(default=())

    def figure(self, key: str) -> Figure:
        """The figure with this key; KeyError when there is none."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)
