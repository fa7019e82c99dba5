"""The housing picture of a region: the one door of this room."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from onderdak.deliveries import read_sources
from onderdak.housing.compute import Computed, Inputs, Reading, compute
from onderdak.housing.gather import Gathered, NamedFile, Placer, Progress, gather
from onderdak.housing.headlines import Ground, Headlines
from onderdak.housing.norms import load_norms, load_rules, load_windows
from onderdak.housing.outlines import outlines
from onderdak.housing.renamed import on_current
from onderdak.housing.sentences import Sentences
from onderdak.housing.summary import Language, PictureSummary
from onderdak.housing.views import Record, Views, address_line, source_state
from onderdak.methods.errors import InputError
from onderdak.methods.picture.claims import FULL_LIST_KINDS
from onderdak.methods.picture.coverage import Coverage, Delivered, Expected, coverage, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onderdak.methods.addresses import Register

__all__ = ["NamedFile", "build_picture"]

FILES = ("claims.parquet", "picture.parquet", "picture.xlsx", "picture.html")


@dataclass(frozen=True)
class Plan:
    """Which sources should deliver, and which of them are full lists."""

    expected: tuple[Expected, ...] = ()
    full_lists: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each source, where it is given."""
        return {one.name: one.kind for one in self.expected if one.kind}

    @property
    def organisations(self) -> dict[str, str]:
        """The organisation behind each source, where it is given."""
        return {one.name: one.organisation for one in self.expected if one.organisation}


def build_picture(
    register: Register,
    deliveries: Sequence[NamedFile],
    out: Path,
    *,
    as_of: date | None = None,
    known_on: date | None = None,
    expected: Path | None = None,
    choices: Path | None = None,
    language: Language = "nl",
    progress: Progress | None = None,
    linker: Placer | None = None,
) -> PictureSummary:
    """Make the picture of a region and write it into a folder, whole or not at all.

    Parameters
    ----------
    register : Register
        A prepared register.
    deliveries : sequence of NamedFile
        The lists, each with the name of its source.
    out : Path
        The folder for `claims.parquet`, `picture.parquet`, `picture.xlsx` and `picture.html`.
    as_of : datetime.date, optional
        The day the picture is of; today when left out.
    known_on : datetime.date, optional
        Only what was known on this day counts; today when left out.
    expected : Path, optional
        What each source should deliver (TOML).
    choices : Path, optional
        Remembered choices of people, for rows that cannot be placed without them.
    language : {"nl", "en"}
        Of everything that is written.
    progress : callable, optional
        Called with the step in words, how much is done, and of how much.
    linker : optional
        What puts rows on addresses; made from the register when left out.

    Returns
    -------
    PictureSummary
        Everything that the files show.

    Raises
    ------
    InputError
        When no delivery can be used, or a file that was given cannot be read.

    Examples
    --------
    >>> files = [NamedFile("Werkvoort", Path("lijst.xlsx"))]
    >>> build_picture(Register.open("register"), files, Path("picture"))  # doctest: +SKIP
    """
    today = date.today()
    maker = Maker(
        register=register,
        plan=load_plan(expected, as_of or today) if expected else Plan(),
        as_of=as_of or today,
        known_on=known_on or today,
        made_on=today,
        language=language,
        report=progress or silent,
    )
    gathered = maker.gather(deliveries, linker, choices)
    with _appearing(out) as folder:
        return maker.write(gathered, folder)


def silent(step: str, done: int, total: int | None) -> None:
    """No progress."""


def load_plan(path: Path, on: date) -> Plan:
    """Read which sources should deliver what on a day."""
    sources = [one for one in read_sources(path) if one.until is None or on < one.until]
    expected = tuple(
        Expected(
            name=one.name,
            kind=one.kind,
            organisation=one.organisation,
            every_months=one.every_months,
            municipalities=one.municipalities,
            since=one.since,
        )
        for one in sources
    )
    return Plan(expected, tuple(one.name for one in sources if one.full_list))


@contextmanager
def _appearing(out: Path) -> Iterator[Path]:
    """A folder beside `out` whose files move into it only when all of them are there."""
    if out.exists() and not out.is_dir():
        raise InputError("This is a file, not a folder.", where=str(out), mend="Give another --out.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".picture-", dir=out))
    except OSError as error:
        raise InputError(f"Cannot write here: {error.strerror}.", where=str(out), mend="Give another --out.") from error
    try:
        yield folder
        for name in FILES:
            (folder / name).replace(out / name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Maker:
    """Makes the picture of one day in one language."""

    register: Register
    plan: Plan
    as_of: date
    known_on: date
    made_on: date
    language: Language
    report: Callable[[str, int, int | None], None]

    @property
    def say(self) -> Sentences:
        return Sentences(self.language)

    def gather(self, files: Sequence[NamedFile], linker: Placer | None, choices: Path | None) -> Gathered:
        """Read the lists and put their rows on addresses."""
        from onderdak.methods.addresses import Linker
        from onderdak.methods.addresses.choices import Choices

        found = gather(
            linker or Linker(self.register),
            files,
            kinds=self.plan.kinds,
            choices=Choices.open(choices) if choices else None,
            language=self.language,
            progress=self.report,
        )
        if not found.accepted():
            reasons = "; ".join(f"{one.source} ({one.file}): {one.refused}" for one in found.delivered)
            none = self.say.choose("Geen van de lijsten is bruikbaar.", "None of the lists can be used.")
            raise InputError(
                f"{none} {reasons}".rstrip(),
                where="--delivery",
                mend=self.say.choose(
                    "Herstel er ten minste één en probeer het opnieuw.", "Mend at least one of them and try again."
                ),
            )
        return found

    def compute(self, gathered: Gathered) -> Computed:
        """The tables of the picture; they are the same in every language."""
        self.report(self.say.choose("Beeld berekenen", "Computing the picture"), 0, None)
        reading = Reading(load_rules(), load_norms(), load_windows())
        claims = on_current(pa.concat_tables(gathered.claims), self.register)
        return compute(self._inputs(gathered, claims), reading)

    def write(self, gathered: Gathered, folder: Path) -> PictureSummary:
        """Write the picture into a folder."""
        from onderdak.housing.page import write_page
        from onderdak.housing.workbook import write_workbook

        computed = self.compute(gathered)
        summary = self._summary(gathered, computed, Views(computed, load_rules(), self.say))
        self.report(self.say.choose("Bestanden schrijven", "Writing files"), 0, None)
        pq.write_table(computed.claims, folder / "claims.parquet", compression="zstd")
        pq.write_table(computed.addresses, folder / "picture.parquet", compression="zstd")
        write_workbook(summary, folder / "picture.xlsx")
        write_page(summary, folder / "picture.html", self.language)
        return summary

    def _inputs(self, gathered: Gathered, claims: pa.Table) -> Inputs:
        return Inputs(
            claims=claims,
            deliveries=gathered.table(),
            register=self.register.rows(set(claims["address_id"].to_pylist())),
            as_of=self.as_of,
            known_on=self.known_on,
            full_lists=self.plan.full_lists,
            organisations=self.plan.organisations,
        )

    def _summary(self, gathered: Gathered, computed: Computed, views: Views) -> PictureSummary:
        _, unplaced = self._counting(gathered)
        covered = self.coverage(gathered)
        headlines = Headlines(self.ground(gathered, views.records), self.say)
        names = {record["municipality"] for record in views.records if record["municipality"]}
        contradictions = views.contradictions()
        return PictureSummary(
            region=self._region(names),
            as_of=self.as_of,
            known_on=self.known_on,
            made_on=self.made_on,
            language=self.language,
            headline=headlines.headline(),
            figures=headlines.figures(),
            municipalities=views.municipalities(covered),
            supply=views.supply(computed.supply),
            supply_by_neighbourhood=views.supply(computed.supply_by_neighbourhood),
            addresses=views.addresses(),
            contradictions=contradictions,
            unplaced=views.unplaced(unplaced, self._candidates(unplaced)),
            sources=tuple(source_state(one, self.as_of) for one in covered),
            unknowns=headlines.unknowns(),
            outlines=outlines(self.register, names),
            register_as_of=self.register.as_of(),
            claims=computed.standing.num_rows,
            notes=self._notes(gathered),
        )

    def coverage(self, gathered: Gathered) -> tuple[Coverage, ...]:
        """What each source delivered by the day of the picture."""
        return coverage(gathered.delivered, self.plan.expected, self.as_of, known_on=self.known_on)

    def ground(self, gathered: Gathered, records: Sequence[Record]) -> Ground:
        """What the figures of the region are made from."""
        counting, unplaced = self._counting(gathered)
        return Ground(
            records=records,
            coverage=self.coverage(gathered),
            rows=sum(one.rows for one in counting),
            unplaced=unplaced.num_rows,
            contradictions=sum(record["contradictions"] > 0 for record in records),
            as_of=self.as_of,
        )

    def _counting(self, gathered: Gathered) -> tuple[tuple[Delivered, ...], pa.Table]:
        """The deliveries that count on the day, and their rows that stand on no address."""
        counting = counting_deliveries(gathered.accepted(), self.plan, self.as_of, self.known_on)
        return counting, _of_deliveries(pa.concat_tables(gathered.unplaced), counting)

    def _region(self, placed: set[str]) -> str:
        names = sorted(placed) or sorted({name for one in self.plan.expected for name in one.municipalities})
        return self.say.joined(names, most=4) or self.say.choose("Onbekende regio", "Unknown region")

    def _candidates(self, unplaced: pa.Table) -> Mapping[str, str]:
        wanted = {one for text in unplaced["candidates"].to_pylist() for one in (text or "").split()}
        rows: list[dict[str, Any]] = self.register.rows(wanted).to_pylist() if wanted else []
        return {row["address_id"]: address_line(row) for row in rows}

    def _notes(self, gathered: Gathered) -> tuple[str, ...]:
        day = self.known_on
        late = [one for one in gathered.accepted() if one.delivered_on and one.delivered_on > day]
        texts = [
            self.say.choose(
                f"{one.source}, {one.file}: dateert van na {self.say.day(day)} en telt niet mee.",
                f"{one.source}, {one.file}: is dated after {self.say.day(day)} and is left out.",
            )
            for one in late
        ]
        return tuple(texts)


def counting_deliveries(
    accepted: Sequence[Delivered], plan: Plan, as_of: date, known_on: date
) -> tuple[Delivered, ...]:
    """The deliveries that the picture is made from: of full lists the newest of a source, of events all."""
    known = [one for one in accepted if one.delivered_on and one.delivered_on <= known_on]
    days: dict[tuple[str, str], list[date]] = {}
    for one in known:
        days.setdefault((one.source, one.kind), []).extend([one.delivered_on] if one.delivered_on else [])
    return tuple(
        one
        for one in known
        if one.delivered_on == nearest(days[one.source, one.kind], as_of)
        or not (one.kind in FULL_LIST_KINDS or one.source in plan.full_lists)
    )


def _of_deliveries(unplaced: pa.Table, counting: Sequence[Delivered]) -> pa.Table:
    keys = pa.table(
        {
            "source": pa.array([one.source for one in counting], pa.string()),
            "delivery": pa.array([one.file for one in counting], pa.string()),
            "recorded_on": pa.array([one.delivered_on for one in counting], pa.date32()),
        }
    )
    names = keys.column_names
    matched = unplaced.join(keys.group_by(names).aggregate([]), names, join_type="left semi")
    return matched.sort_by([("source", "ascending"), ("delivery", "ascending"), ("row", "ascending")])
