"""What the templates show, worked out beforehand: templates hold no arithmetic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from onderdak.base.figures import Figure, FigureSource
from onderdak.housing.page.formats import count, percent, width
from onderdak.housing.page.maps import permitted_share
from onderdak.housing.summary import (
    AddressRow,
    Contradiction,
    MunicipalitySupply,
    PictureSummary,
    SourceState,
    UnplacedRow,
)

MAX_ADDRESSES = 5_000  # in the page; the workbook holds all
PLAIN_ADDRESSES = 100  # without JavaScript
MAX_CONTRADICTIONS = 200
MAX_REASONS = 8
MAX_EXAMPLES = 15
MAX_NEIGHBOURHOODS = 600
FORMS = ("a", "b", "c", "d", "e", "other", "")
STATUSES = ("permitted", "not_required", "pending", "not_permitted", "unknown")
CERTIFIED = ("valid", "lapsed", "none", "unknown")
WARNED = ("never", "late", "refused")


@dataclass(frozen=True)
class Tile:
    """One figure at the top of the page."""

    figure: Figure
    title: str
    value: str
    interval: str
    lines: tuple[str, ...]
    source: str
    attention: bool = False


@dataclass(frozen=True)
class Definition:
    """A figure with its explanation, for the list at the end."""

    figure: Figure
    value: str
    interval: str


@dataclass(frozen=True)
class Warned:
    """Sources in a state that the reader must know of."""

    state: str
    names: str


@dataclass(frozen=True)
class Cell:
    """A cell of the supply matrix."""

    form: str
    status: str
    places: int
    certified: int
    addresses: int

    @property
    def share(self) -> str:
        """The certified part, as the length of a bar."""
        return width(self.certified / self.places if self.places else None)


@dataclass(frozen=True)
class MatrixRow:
    """A row of the supply matrix."""

    form: str
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class ReasonGroup:
    """Rows that could not be placed, for one reason."""

    reason: str
    outcome: str
    number: int
    examples: tuple[UnplacedRow, ...]

    @property
    def with_candidates(self) -> bool:
        """Whether an example has addresses to choose from."""
        return any(row.candidates for row in self.examples)

    @property
    def rest(self) -> int:
        """How many rows are not among the examples."""
        return self.number - len(self.examples)


@dataclass(frozen=True)
class KindGroup:
    """Contradictions of one kind."""

    title: str
    number: int
    examples: tuple[Contradiction, ...]

    @property
    def rest(self) -> int:
        """How many are not among the examples."""
        return self.number - len(self.examples)


@dataclass(frozen=True)
class UnknownLine:
    """Something that is not known, in words, and how large a part that is."""

    text: str
    share: float | None


@dataclass(frozen=True)
class MunicipalityRow:
    """A municipality with what the table shows of it."""

    number: int
    supply: MunicipalitySupply
    bar: str  # per cent of the largest, as an SVG width
    certified: float | None
    permitted: float | None
    status_unknown: float | None


def addresses_of(summary: PictureSummary) -> list[AddressRow]:
    """The addresses that the page holds: those with a contradiction first when not all fit; then by size."""
    chosen = sorted(summary.addresses, key=lambda row: row.contradictions == 0)[:MAX_ADDRESSES]
    return sorted(chosen, key=lambda row: (-(row.beds if row.beds is not None else -1), row.address))


def housed(summary: PictureSummary) -> int:
    """At how many addresses housing is known, where that differs from the number listed; else 0."""
    number = next((figure.value for figure in summary.figures if figure.key == "addresses"), None)
    return round(number) if number and number != len(summary.addresses) else 0


# --- figures ----------------------------------------------------------------------------------------------------


def tiles(summary: PictureSummary) -> list[Tile]:
    """The four figures of the top row."""
    figures = {figure.key: figure for figure in summary.figures}
    figures.setdefault("unplaced", unplaced_figure(summary))
    lines = {
        "places": _shares(figures),
        "occupants": _occupants(summary),
        "contradictions": _of_addresses(summary),
        "unplaced": _of_rows(summary),
    }
    attention = {"contradictions", "unplaced"}
    return [_tile(figures[key], lines[key], attention=key in attention) for key in lines if key in figures]


def _tile(figure: Figure, lines: Iterable[str], *, attention: bool) -> Tile:
    said = (line for line in lines if line) if figure.known else (figure.note or gettext("No source says it."),)
    return Tile(
        figure=figure,
        title=figure.label,
        value=shown(figure),
        interval=interval(figure),
        lines=tuple(said),
        source=source_line(figure),
        attention=attention and bool(figure.value),
    )


def shown(figure: Figure) -> str:
    """The value of a figure as a person reads it."""
    if figure.value is None:
        return gettext("Unknown")
    return percent(figure.value) if figure.key.endswith("_share") else count(figure.value)


def interval(figure: Figure) -> str:
    """The bounds of an estimate in words; empty for what was counted."""
    if figure.low is None or figure.high is None:
        return ""
    write = percent if figure.key.endswith("_share") else count
    return gettext("between %(low)s and %(high)s") % {"low": write(figure.low), "high": write(figure.high)}


def source_line(figure: Figure) -> str:
    """Who says so, in a few words."""
    names = list(dict.fromkeys(source.name for source in figure.sources))
    if not names:
        return ""
    if len(names) > 2:
        return gettext("%(n)s sources") % {"n": count(len(names))}
    return get_text_list(names, gettext("and"))


def _shares(figures: dict[str, Figure]) -> list[str]:
    certified, permitted = figures.get("certified_share"), figures.get("permitted_share")
    parts: list[str] = []
    if certified and certified.value is not None:
        parts.append(gettext("%(share)s with a valid quality mark") % {"share": percent(certified.value)})
    if permitted and permitted.value is not None:
        parts.append(gettext("%(share)s permitted") % {"share": percent(permitted.value)})
    return [", ".join(parts)]


def _occupants(summary: PictureSummary) -> list[str]:
    counted = sum(row.occupants is not None for row in summary.addresses)
    if not counted:
        return []
    numbers = {"n": count(counted), "all": count(len(summary.addresses))}
    return [gettext("counted at %(n)s of the %(all)s addresses") % numbers]


def _of_addresses(summary: PictureSummary) -> list[str]:
    return [gettext("of %(n)s addresses") % {"n": count(len(summary.addresses))}]


def _of_rows(summary: PictureSummary) -> list[str]:
    rows = sum(source.rows for source in summary.sources)
    known = next((one for one in summary.unknowns if one.key == "unplaced" and one.of), None)
    rows = known.of if known and known.of else rows
    if not rows:
        return [gettext("nothing was delivered yet")]
    placed = percent((rows - len(summary.unplaced)) / rows)
    return [gettext("of %(n)s rows; %(share)s was placed") % {"n": count(rows), "share": placed}]


def unplaced_figure(summary: PictureSummary) -> Figure:
    """The number of rows that are on no address, with its explanation."""
    sources = [source for source in summary.sources if source.rows > source.placed]
    return Figure(
        key="unplaced",
        label=gettext("Rows not placed on an address"),
        value=len(summary.unplaced),
        unit=gettext("rows"),
        as_of=summary.known_on,
        definition=gettext("Rows of lists that could not be put on exactly one address of the register."),
        status="measured",
        method=gettext("linking to the address register in stages"),
        version="1",
        sources=tuple(FigureSource(source.name, source.delivered_on) for source in sources),
    )


def definitions(summary: PictureSummary) -> list[Definition]:
    """All figures with their explanation."""
    figures = [*summary.figures]
    if all(figure.key != "unplaced" for figure in figures):
        figures.append(unplaced_figure(summary))
    return [Definition(figure, shown(figure), interval(figure)) for figure in figures]


# --- sources ----------------------------------------------------------------------------------------------------


def warned(summary: PictureSummary) -> list[Warned]:
    """The sources on which the reader must not lean without knowing."""
    names: dict[str, list[str]] = defaultdict(list)
    for source in summary.sources:
        names[source.state].append(source.name)
    return [Warned(state, get_text_list(names[state], gettext("and"))) for state in WARNED if names[state]]


def warning_title(sources: Sequence[SourceState]) -> str:
    """The heading of the warning bar, empty where there is nothing to warn of."""
    number = sum(source.state in WARNED for source in sources)
    if not number:
        return ""
    return ngettext(
        "One source is missing, late or refused",
        "%(n)s sources are missing, late or refused",
        number,
    ) % {"n": count(number)}


# --- supply -----------------------------------------------------------------------------------------------------


def municipality_rows(summary: PictureSummary) -> list[MunicipalityRow]:
    """The table of municipalities, the largest first; `number` is the place in the summary."""
    most = max((one.places for one in summary.municipalities), default=0) or 1
    rows = [_municipality_row(number, one, most) for number, one in enumerate(summary.municipalities)]
    return sorted(rows, key=lambda row: (-row.supply.places, row.supply.name))


def _municipality_row(number: int, one: MunicipalitySupply, most: int) -> MunicipalityRow:
    return MunicipalityRow(
        number=number,
        supply=one,
        bar=width(one.places / most),
        certified=one.places_certified / one.places if one.places else None,
        permitted=permitted_share(one),
        status_unknown=one.places_status_unknown / one.places if one.places else None,
    )


def total(summary: PictureSummary) -> MunicipalityRow:
    """The last line of the table: the whole region."""
    every = summary.municipalities
    places = sum(one.places for one in every)
    supply = MunicipalitySupply(
        code="",
        name=gettext("Whole region"),
        addresses=sum(one.addresses for one in every),
        places=places,
        occupants=sum(one.occupants for one in every),
        places_certified=sum(one.places_certified for one in every),
        places_permitted=sum(one.places_permitted for one in every),
        places_status_unknown=sum(one.places_status_unknown for one in every),
        addresses_without_places=sum(one.addresses_without_places for one in every),
        contradictions=sum(one.contradictions for one in every),
        sources_delivered=sum(s.expected and s.delivered_on is not None for s in summary.sources),
        sources_expected=sum(s.expected for s in summary.sources),
    )
    return _municipality_row(-1, supply, places or 1)


def matrix(summary: PictureSummary) -> list[MatrixRow]:
    """Places by form and legal status, with how many of them are certified; forms without an address are left out."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in summary.supply:
        for key in ((row.form, row.legal_status), (row.form, "all"), ("all", row.legal_status), ("all", "all")):
            cell = sums[key]
            cell[0] += row.places
            cell[1] += row.places if row.certified == "valid" else 0
            cell[2] += row.addresses
    forms = [form for form in FORMS if (form, "all") in sums]
    return [_matrix_row(form, sums) for form in [*forms, "all"]] if forms else []


def _matrix_row(form: str, sums: dict[tuple[str, str], list[int]]) -> MatrixRow:
    cells = tuple(Cell(form, status, *sums.get((form, status), (0, 0, 0))) for status in STATUSES)
    return MatrixRow(form, cells, Cell(form, "all", *sums[form, "all"]))


def with_neighbourhoods(summary: PictureSummary) -> list[MunicipalityRow]:
    """The municipalities with neighbourhoods, unless those are too many to list."""
    rows = [row for row in municipality_rows(summary) if row.supply.neighbourhoods]
    return rows if sum(len(row.supply.neighbourhoods) for row in rows) <= MAX_NEIGHBOURHOODS else []


def unknowns(summary: PictureSummary) -> list[UnknownLine]:
    """What is not known, with its share where there is one."""
    return [UnknownLine(one.text, one.count / one.of if one.of else None) for one in summary.unknowns]


# --- lists ------------------------------------------------------------------------------------------------------


def reason_groups(rows: Sequence[UnplacedRow]) -> list[ReasonGroup]:
    """The rows that are on no address, by reason, the largest group first; rare reasons together at the end."""
    counts = Counter((row.outcome, row.reason) for row in rows)
    common = [key for key, number in counts.most_common(MAX_REASONS) if number > 1 or len(counts) <= MAX_REASONS]
    groups = [
        _reason_group(reason, outcome, [row for row in rows if (row.outcome, row.reason) == (outcome, reason)])
        for outcome, reason in common
    ]
    rest = [row for row in rows if (row.outcome, row.reason) not in set(common)]
    title = gettext("Other reasons") if groups else gettext("Reasons that occur once")
    return [*groups, _reason_group(title, "", rest)] if rest else groups


def _reason_group(reason: str, outcome: str, rows: Sequence[UnplacedRow]) -> ReasonGroup:
    return ReasonGroup(reason, outcome, len(rows), tuple(rows[:MAX_EXAMPLES]))


def kind_groups(contradictions: Sequence[Contradiction]) -> list[KindGroup]:
    """Contradictions by kind, the largest group first, each kind with a fair share of the room."""
    kinds: dict[str, list[Contradiction]] = defaultdict(list)
    for one in contradictions:
        kinds[one.title].append(one)
    room = MAX_CONTRADICTIONS // max(len(kinds), 1)
    ordered = sorted(kinds.items(), key=lambda pair: -len(pair[1]))
    return [KindGroup(title, len(found), tuple(found[:room])) for title, found in ordered]
