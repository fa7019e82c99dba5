"""Which area a row is about: its code held against the municipalities of the region and of the contract."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from onderdak.base.access.models import Tenant
from onderdak.deliveries import above
from onderdak.deliveries.areas.layout import CODE
from onderdak.deliveries.models import Contract
from onderdak.deliveries.values import plain
from onderdak.parties.models import Municipality
from onderdak.parties.service import municipalities_on

#: A text in Dutch and in English.
Said = tuple[str, str]

_NO_CODE: Said = ("Er staat geen gebied.", "There is no area.")
_NOT_A_CODE: Said = (
    "Dit is geen code van het CBS: GM met 4, WK met 6 of BU met 8 cijfers.",
    "This is no code of the CBS: GM with 4, WK with 6 or BU with 8 digits.",
)
_UNKNOWN_NAME: Said = (
    "De regio heeft geen gemeente met deze naam, en er staat geen code bij.",
    "The region has no municipality of this name, and there is no code with it.",
)
_ELSEWHERE: Said = ("Dit gebied ligt niet in de regio.", "This area does not lie in the region.")
_NO_SUCH_PART: Said = (
    "Deze wijk of buurt staat niet in de indeling die bij het adresregister van de regio hoort.",
    "This district or neighbourhood is not in the division that belongs to the address register of the region.",
)
_NOT_AGREED: Said = (
    "Over deze gemeente is met deze bron niets afgesproken.",
    "Nothing was agreed with this source about this municipality.",
)
_SPLIT: Said = (
    "Deze gemeente is opgegaan in meer dan één andere.",
    "This municipality has become part of more than one other.",
)
_OTHER_NAME: Said = (
    "De code hoort bij {name}, niet bij de naam die erbij staat.",
    "The code belongs to {name}, not to the name that stands beside it.",
)


@dataclass(frozen=True)
class Place:
    """An area that was found: its code, and the municipality in which it lies."""

    area_code: str
    municipality_code: str


@dataclass(frozen=True)
class Region:
    """The municipalities that a list may speak of, on the day of the list."""

    tenants: Mapping[int, str]  # of the region: pk -> code
    names: Mapping[str, str]  # plain name -> code
    covered: Collection[str]  # codes that the contract is about
    day: date
    parts: Collection[str] = ()  # digits of districts and neighbourhoods, where the register knows them

    @classmethod
    def of(cls, contract: Contract, day: date) -> Region:
        """What a list of a source may speak of."""
        towns = list(Municipality.objects.filter(tenant__region=contract.region).select_related("tenant"))
        chosen = {one.pk for one in contract.area.all()}
        own = _own_municipality(contract.owner)
        covered = {one.code for one in towns if (not chosen or one.pk in chosen) and own in (None, one.pk)}
        standing = {plain(one.tenant.name): one.code for one in towns if one.exists_on(day)}
        return cls({one.pk: one.code for one in towns}, standing, covered, day, _parts(contract.region))

    def find(self, name: str, code: str) -> Place | Said:
        """The area of a row; where there is none, why not."""
        written = code.strip().upper().replace(" ", "")
        if not written:
            return self._by_name(name)
        found = CODE.fullmatch(written)
        if found is None:
            return _NOT_A_CODE
        letters, digits = (part for part in found.groups() if part)
        if not self._exists(digits):
            return _NO_SUCH_PART
        place = self._in_municipality(written, digits[:4])
        return self._named_so(place, name) if letters == "GM" and isinstance(place, Place) else place

    def _exists(self, digits: str) -> bool:
        """Whether a part of a municipality is there; of one whose parts are not known nothing is said."""
        known = len(digits) > 4 and any(part.startswith(digits[:4]) for part in self.parts)
        return not known or digits in self.parts

    def _by_name(self, name: str) -> Place | Said:
        if not name.strip():
            return _NO_CODE
        code = self.names.get(plain(name)) or self.names.get(plain(name).removeprefix("gemeente ").strip())
        return self._in_municipality(f"GM{code}", code) if code else _UNKNOWN_NAME

    def _in_municipality(self, area_code: str, digits: str) -> Place | Said:
        now = [one for one in municipalities_on(digits, self.day) if one.pk in self.tenants]
        if not now:
            return _ELSEWHERE
        if len(now) > 1:
            return _SPLIT
        return Place(area_code, now[0].code) if now[0].code in self.covered else _NOT_AGREED

    def _named_so(self, place: Place, name: str) -> Place | Said:
        """A name that belongs to another municipality than the code is a mistake in one of the two."""
        other = self.names.get(plain(name))
        if other is None or other == place.municipality_code:
            return place
        own = next((known for known, code in self.names.items() if code == place.municipality_code), place.area_code)
        return _OTHER_NAME[0].format(name=own.title()), _OTHER_NAME[1].format(name=own.title())


def _own_municipality(owner: Tenant) -> int | None:
    """Of a list of a municipality: that one only."""
    return owner.pk if owner.kind == Tenant.Kind.MUNICIPALITY else None


def _parts(region: Tenant) -> frozenset[str]:
    """The digits of the neighbourhoods that stand beside the address register, and of the districts they are in."""
    register = above.register_of(region)
    outlines = register.neighbourhoods() if register else None
    codes = [str(one["properties"].get("code") or "") for one in outlines["features"]] if outlines else []
    found = {code[2:] for code in codes if CODE.fullmatch(code)}
    return frozenset(found | {digits[:6] for digits in found})
