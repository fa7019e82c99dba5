"""Which figures of a picture are hidden from who may not see addresses: small ones, and what they would follow from.

A figure of a municipality can be subtracted from the region, a part from its whole, a share turned into places, and who
knows his own municipality can subtract that too. So all figures of a day are protected as one set of linked tables.
Counts of buildings say nothing of people and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onderdak.base.figures import Figure
from onderdak.housing.figures import DIMENSIONS, SiteFigures, part_key
from onderdak.housing.views import Record, occupants, places
from onderdak.methods.disclosure import TOTAL, Rules, Table, protect, tabulate
from onderdak.methods.disclosure.cells import BETWEEN, Coordinates

#: An area and the key of a figure; the region is `TOTAL`.
Key = tuple[str, str]

#: Addresses of the region that lie in no municipality of it: nobody publishes them, so they are found by subtraction.
_ELSEWHERE = "-"
_SHARES = {"permitted": "permitted_share", "certified_or_not": "certified_share"}
_UNCONFIRMED = "unknown_unconfirmed"


@dataclass(frozen=True)
class _Counted:
    """One thing that is counted, and the figures that say it.

    `key` is the figure of the whole. `margins` are the ways in which it is shown divided, each by columns of `of`.
    """

    key: str
    records: Sequence[Record]
    amount: Callable[[Sequence[Record]], float]
    margins: tuple[tuple[str, ...], ...] = (("municipality",),)


#: The columns that divide places and people: of a tree the finest comes last.
_COLUMNS: Mapping[str, Callable[[Record], str]] = {
    "municipality": lambda r: _code(r["municipality"]),
    "neighbourhood": lambda r: _code(r["neighbourhood"]),
    "form": lambda r: _code(r["form"]),
    "permitted": lambda r: _three(r["legal_status"], "permitted", "not_required"),
    "legal_status": lambda r: _code(r["legal_status"]),
    "certified_or_not": lambda r: _three(r["certified"], "valid"),
    "certified": lambda r: _code(r["certified"]),
    "confirmed": lambda r: "yes" if r["beds_least"] else "no",
}
_TREES = (("permitted", "legal_status"), ("certified_or_not", "certified"))


def _code(value: str | None) -> str:
    return (value or _ELSEWHERE).replace(BETWEEN, " / ").replace(TOTAL, "×")


def _three(value: str, *yes: str) -> str:
    return "yes" if value in yes else "unknown" if value == "unknown" else "no"


def hidden(
    region: SiteFigures,
    rules: Rules,
    *,
    parts: bool,
    before: Collection[Key] = (),
    beside: Collection[Key] = (),
) -> set[Key]:
    """The figures of a region and its municipalities that are hidden.

    Parameters
    ----------
    region : SiteFigures
        Those of the whole region.
    rules : Rules
        What holds on the day of publication.
    parts : bool
        Whether the figures of neighbourhoods, forms, legal status and quality mark are published too.
    before : collection of (area, key)
        What an earlier version of the same day hid: it stays hidden, or one version would tell of the other.
    beside : collection of (area, key)
        What the days beside it hide: where something is hidden besides what is small, these come first. Who believes
        that nothing changed since yesterday learns nothing then of what is small on both days.
    """
    found: set[Key] = set()
    for one in _counted(region, parts=parts):
        found |= _hidden(one, rules, before, beside)
    return found | {
        (area, key)
        for area, number in _places_by_area(region.here).items()
        if number < rules.share_denominator
        for key in _SHARES.values()
    }


def mask(figures: Sequence[Figure], area: str, keys: Collection[Key]) -> tuple[Figure, ...]:
    """The figures of an area, of which the hidden ones say so."""
    return tuple(replace(one, disclosure="suppressed") if key_of(area, one.key) in keys else one for one in figures)


def key_of(area: str, key: str) -> Key:
    """The name of a figure here; `TOTAL` for the region."""
    return (area if area == TOTAL else _code(area), _code(key))


def _counted(region: SiteFigures, *, parts: bool) -> Iterator[_Counted]:
    """All that is counted in people or places."""
    ways = tuple(("municipality", name) for name in DIMENSIONS) if parts else ()
    shares = tuple(("municipality", name) for name in _SHARES)
    confirmed = (("municipality", "confirmed"),)
    whole = (("municipality",),)
    vacant = [r for r in region.ground.records if r["in_supply"] and r["counted_rule"] == "counted-vacant"]
    judged = [r for r in region.here if r["capacity_state"] == "judged"]
    yield _Counted("places", region.here, places, (*whole, *ways, *(() if parts else shares), *confirmed))
    yield _Counted("occupants", region.here, occupants, (*whole, *ways))
    yield _Counted("unknown_vacant", vacant, places)
    yield _Counted("capacity", judged, lambda records: sum(r["capacity"] for r in records))


def _places_by_area(records: Sequence[Record]) -> dict[str, float]:
    found: dict[str, float] = {TOTAL: places(records)}
    for record in records:
        name = _COLUMNS["municipality"](record)
        found[name] = found.get(name, 0.0) + places([record])
    return found


def _hidden(counted: _Counted, rules: Rules, before: Collection[Key], beside: Collection[Key]) -> set[Key]:
    used = {name for margin in counted.margins for name in margin}
    trees = [tree for tree in _TREES if tree[-1] in used]
    columns = [name for name in _COLUMNS if name in used or any(name in tree for tree in trees)]
    amounts = [float(counted.amount([record])) for record in counted.records]
    table = Table({name: [_COLUMNS[name](r) for r in counted.records] for name in columns}, amounts, trees)
    cells = tabulate(table, counted.margins)
    area = cells.dimensions.index("municipality")
    keys = {one: list(_keys(one, cells.dimensions, counted.key)) for one in cells.coordinates}
    done = protect(
        cells,
        rules=rules,
        hide=[one for one, said in keys.items() if one[area] == _ELSEWHERE or not said or said[0] in before],
        rather=[one for one, said in keys.items() if said and said[0] in beside],
        insiders=_insiders(cells.coordinates, area),
    )
    return {key for one, value in done.shown.items() if value is None for key in keys[one]}


def _insiders(cells: Sequence[Coordinates], area: int) -> dict[str, list[Coordinates]]:
    """Each municipality knows its own numbers."""
    found: dict[str, list[Coordinates]] = {}
    for one in cells:
        if one[area] not in (TOTAL, _ELSEWHERE):
            found.setdefault(one[area], []).append(one)
    return found


def _keys(cell: Coordinates, dimensions: Sequence[str], whole: str) -> Iterator[Key]:
    """The figures that tell of a cell, its own first; none of what is published by nobody and only follows."""
    codes = dict(zip(dimensions, cell, strict=True))
    area = codes.pop("municipality")
    split = next(((name, code) for name, code in codes.items() if code != TOTAL), None)
    if split is None:
        yield area, whole
        if whole == "places":
            yield from ((area, key) for key in (*_SHARES.values(), _UNCONFIRMED))
        return
    name, code = split
    if name == "confirmed":
        if code == "no":
            yield area, _UNCONFIRMED
        return
    group, _, rest = code.partition(BETWEEN)
    share = next((_SHARES[tree[0]] for tree in _TREES if name in tree), None)
    if share is None:
        yield area, part_key(whole, name, group)
    elif rest:
        yield area, part_key(whole, name, rest)
    elif whole == "places" and group != "no":
        yield area, share
