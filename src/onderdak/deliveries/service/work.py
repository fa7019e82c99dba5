"""The work on a delivery in the background: read it, place its rows, weigh what it says.

Each writes a folder in the store first, and then in one transaction the row that names it. Broken off, it is done
again from its start; a folder that no row names is swept away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from onderdak.base.access.models import Tenant
from onderdak.base.files.service import remove as remove_file
from onderdak.base.jobs import Progress
from onderdak.base.tables import Note, TextTable, read_table
from onderdak.base.words import why_refused
from onderdak.deliveries import above, digest, layout, store, thresholds
from onderdak.deliveries.areas import layout as area_layout
from onderdak.deliveries.claims import claims_of, reading_notes
from onderdak.deliveries.differences import Differences, Ground, differences
from onderdak.deliveries.gate import refuse_persons
from onderdak.deliveries.memory import give_back
from onderdak.deliveries.model import Delivery as GivenList
from onderdak.deliveries.models import Choice, Delivery, Mapping
from onderdak.deliveries.read import day_in_name, reference_day, sample_of
from onderdak.deliveries.refused import REFUSED, refused_rows
from onderdak.deliveries.service import area_work, desk
from onderdak.methods.addresses import Register
from onderdak.methods.addresses.choices import keys
from onderdak.methods.addresses.columns import AddressColumns, guess
from onderdak.methods.addresses.engine import DuckDBEngine
from onderdak.methods.addresses.fields import texts_of
from onderdak.methods.addresses.link import Linker
from onderdak.methods.addresses.outcome import assembled
from onderdak.methods.addresses.remembered import with_choices
from onderdak.methods.addresses.schema import LINKS, OUTCOMES
from onderdak.methods.errors import InputError
from onderdak.methods.picture.claims import FULL_LIST_KINDS
from onderdak.methods.picture.schema import CLAIMS

State = Delivery.State
Result = dict[str, Any]
_VOID: Result = {"void": True}
#: What the database of the linker holds before it spills to disk. One thread: the other cores are for the pages.
_MEMORY = "96MB"
_NOTES = 40
_PLACING = gettext_noop("Placing rows on addresses")
_COMPARING = gettext_noop("Comparing with the last list")
#: The links of a list in Dutch, with the reason in English beside it.
LINKED = LINKS.append(pa.field("reason_en", pa.string()))


# --- reading -------------------------------------------------------------------------------------------------------


def read_in(progress: Progress, pk: int, step: int) -> Result:
    """Read a file, pass it through the gate, and see what its columns tell."""
    delivery = _current(pk, step)
    if delivery is None or delivery.file is None:
        return _VOID
    progress(0, None, gettext_noop("Reading the list"))
    try:
        given = _read(delivery)
    except InputError as error:
        return _turn_away(progress, delivery, error)
    roles, remembered = _roles(delivery, given)
    day = delivery.as_of or day_in_name(delivery.name) or reference_day(given.table, layout.layout_of(roles).meanings)
    rows = {"rows": given.table, "numbers": pa.table({"row": given.rows})}
    rows_at = store.keep(str(pk), rows)
    give_back(given.table.num_rows)
    progress.effect()
    kept = desk.held(pk, step)
    if kept is None:
        return _VOID
    kept.rows_at, kept.sheet, kept.as_of = rows_at, (given.sheet or "")[:120], day
    kept.roles, kept.remembered, kept.notes = roles, remembered, _worded(given.notes)
    kept.counts = {"rows": given.table.num_rows}
    if remembered and day is not None:
        desk.come_to_desk(kept, progress.actor)
    else:
        kept.save()
    return {"rows": given.table.num_rows}


def _read(delivery: Delivery) -> TextTable:
    """The rows of a file, without the column that we added to it when it went back to be mended."""
    assert delivery.file is not None
    agreed = [name for one in delivery.contract.agreed_columns for name in (one.heading, one.heading_en)]
    read = read_table(delivery.file.path, headings=agreed)
    table = read.table.drop_columns([name for name in layout.ADDED if name in read.table.column_names])
    given = TextTable(table, read.rows, read.sheet, read.format, read.sha256, read.notes)
    refuse_persons(given, _named_places(delivery, table), delivery.name)
    return given


def _named_places(delivery: Delivery, table: pa.Table) -> AddressColumns:
    """The columns with names of streets and places, which are no names of persons."""
    if delivery.contract.per == "area":
        roles = area_layout.guessed(table, delivery.contract.agreed_columns)
        return AddressColumns(municipality=area_layout.heading_of(roles, area_layout.AREA))
    return guess(table.column_names, sample_of(table))


def _roles(delivery: Delivery, given: TextTable) -> tuple[dict[str, str], bool]:
    """What the columns tell: as the last time, where this list has the same ones; else a guess."""
    contract = delivery.contract
    last = Mapping.objects.filter(contract=contract).first()
    if last is not None and layout.fits(last.roles, given.table.column_names):
        return {heading: last.roles.get(heading, "") for heading in given.table.column_names}, True
    if contract.per == "area":
        return area_layout.guessed(given.table, contract.agreed_columns), False
    return layout.guessed(given.table, contract.kind, contract.agreed_columns), False


def _turn_away(progress: Progress, delivery: Delivery, error: InputError) -> Result:
    """Refuse a list that cannot be used; of its content nothing stays."""
    path = str(delivery.file.path) if delivery.file else delivery.name
    said = {language: why_refused(error, language).replace(path, delivery.name) for language in ("nl", "en")}
    progress.effect()
    kept = desk.held(delivery.pk, delivery.step)
    if kept is None:
        return _VOID
    folders, file = kept.folders, kept.file
    kept.state, kept.at_desk, kept.refusal, kept.file = State.REFUSED, False, said, None
    kept.rows_at = kept.links_at = kept.claims_at = ""
    kept.decided_at = timezone.now()
    kept.save()
    desk.leave_desk(kept)
    transaction.on_commit(lambda: [store.remove(folder) for folder in folders])
    if file is not None and not Delivery.objects.filter(file=file).exists():
        remove_file(file, actor=progress.actor)
    desk.tell("delivery_turned_away", progress.actor, kept)
    return {"refused": True}


def _worded(notes: Sequence[Note]) -> list[dict[str, Any]]:
    return [{"nl": one.said.told("nl"), "en": one.said.told("en"), "row": one.row} for one in notes[:_NOTES]]


# --- placing -------------------------------------------------------------------------------------------------------


def place(progress: Progress, pk: int, step: int) -> Result:
    """Put the rows on addresses of the register of the region."""
    delivery = _current(pk, step)
    if delivery is None:
        return _VOID
    progress(0, None, _PLACING)
    try:
        _check_persons(delivery)
    except InputError as error:
        return _turn_away(progress, delivery, error)
    if delivery.contract.per == "area":
        return _to_be_weighed(progress, delivery)
    give_back(delivery.counts["rows"])
    links_at, rows = _placed(progress, delivery, _register(delivery.region))
    progress.effect()
    kept = desk.held(pk, step)
    if kept is None:
        return _VOID
    kept.links_at, kept.state = links_at, State.STAGED
    desk.queue(kept, "weigh", progress.actor)
    return {"rows": rows}


def _check_persons(delivery: Delivery) -> None:
    """Pass the whole list through the gate again, now that people have said which columns hold streets and places."""
    given = _given(delivery, store.read(delivery.rows_at, "rows"), store.read(delivery.rows_at, "numbers"))
    refuse_persons(TextTable(given.table, given.rows, None, "", ""), _mapped_places(given, delivery), delivery.name)


def _placed(progress: Progress, delivery: Delivery, register: Register) -> tuple[str, int]:
    """The folder with the links of a list, made slice by slice, and how many there are."""
    rows, total = 0, delivery.counts["rows"]
    with store.keeping(str(delivery.pk)) as folder:
        folder.write("links", LINKED.empty_table())
        for given in _slices(delivery):
            progress(rows, total, _PLACING)
            folder.write("links", _linked(given, register))
            rows += given.table.num_rows
    if rows > store.SLICE:
        _linker.cache_clear()  # opening it again costs little beside a long list, and what it holds is wanted elsewhere
    give_back(rows)
    return folder.name, rows


def _mapped_places(given: GivenList, delivery: Delivery) -> AddressColumns:
    """The columns that people said to hold streets and places."""
    if delivery.contract.per == "area":
        return AddressColumns(municipality=area_layout.heading_of(delivery.roles, area_layout.AREA))
    return given.columns


def _to_be_weighed(progress: Progress, delivery: Delivery) -> Result:
    """A list by area needs no register: its areas are looked up when it is weighed."""
    progress.effect()
    kept = desk.held(delivery.pk, delivery.step)
    if kept is None:
        return _VOID
    kept.state = State.STAGED
    desk.queue(kept, "weigh", progress.actor)
    return {"rows": kept.counts["rows"]}


def _linked(given: GivenList, register: Register) -> pa.Table:
    """The links of a list: schema LINKS in Dutch, with `reason_en` beside it."""
    linker = _linker(register.path, register.manifest.digest)
    texts = texts_of(given.table, given.columns)
    found = linker.link_texts(texts.table)
    table, _ = assembled(found, texts.of_row, linker.calibration, "nl")
    english, _ = assembled(found, texts.of_row, linker.calibration, "en")
    return table.append_column("reason_en", english["reason"]).cast(LINKED)


def look_ahead(lists: Iterable[GivenList], register: Register) -> None:
    """Look up in one go what lists that are about to come in say of their addresses.

    Each is then placed at once: many short lists take longer one by one, as each begins all queries anew.
    """
    texts = [texts_of(one.table, one.columns).table for one in lists]
    if texts:
        _linker(register.path, register.manifest.digest).look_ahead(texts)


@lru_cache(maxsize=1)
def _linker(folder: Path, digest: str) -> Linker:
    """A register held ready: list after list comes in, and opening one costs more than placing a short list."""
    return Linker(Register.open(folder), DuckDBEngine(memory_limit=_MEMORY, threads=1))


def _register(region: Tenant) -> Register:
    register = above.register_of(region)
    if register is None:
        raise InputError(
            gettext_noop("The region has no address register yet."),
            where=region.name,
            mend=gettext_noop("Ask the administrator to keep one for the region, and start this again."),
        )
    return register


# --- weighing ------------------------------------------------------------------------------------------------------


def weigh(progress: Progress, pk: int, step: int) -> Result:
    """Make the claims of a list, with what people chose, and compare them with what the source said before."""
    delivery = _current(pk, step)
    if delivery is None:
        return _VOID
    if delivery.contract.per == "area":
        return area_work.weigh(progress, delivery) or _VOID
    ground, chosen = ground_of(delivery), choices_for(delivery)
    with store.keeping(str(pk)) as folder:
        counts = _claimed(progress, delivery, folder, chosen)
        progress(counts["rows"], counts["rows"], _COMPARING)
        found, changes = differences(folder.path("claims"), ground)
        own = digest.of_claims_in(folder.path("claims"))
        folder.write("changes", changes)
    give_back(counts["rows"])
    counts |= found.as_json()
    notes = _worded([*_reading_notes(delivery)])
    progress.effect()
    kept = desk.held(pk, step)
    if kept is None:
        return _VOID
    kept.claims_at, kept.digest, kept.counts, kept.state = folder.name, own, counts, State.COMPARED
    kept.pauses = thresholds.beyond(_held_against(counts, found), kept.contract, timezone.localdate())
    kept.notes = [*(note for note in kept.notes if note not in notes), *notes][:_NOTES]
    kept.save()
    desk.tell("delivery_compared", progress.actor, kept, digest=own)
    return {"rows": counts["rows"], **found.as_json()}


def _claimed(progress: Progress, delivery: Delivery, folder: store.Folder, chosen: pa.Table) -> dict[str, int]:
    """Write what a list claims, and what of it cannot be used, slice by slice; the rows by what became of them."""
    empty = {"links": LINKED, "claims": CLAIMS, "refused": REFUSED}
    for file, schema in empty.items():
        folder.write(file, schema.empty_table())
    counted, total = Counter[str](dict.fromkeys(_COUNTED, 0)), delivery.counts["rows"]
    register = _register(delivery.region)
    for given, placed in zip(_slices(delivery), store.slices(delivery.links_at, "links"), strict=True):
        progress(counted["rows"], total, _COMPARING)
        links = _chosen(placed, given, chosen, register)
        refused = refused_rows(given, links)
        folder.write("links", links)
        folder.write("claims", claims_of(given, links).cast(CLAIMS))
        folder.write("refused", refused)
        counted.update(_counts(links, refused))
    folder.close("claims")
    return dict(counted)


def _chosen(links: pa.Table, given: GivenList, chosen: pa.Table, register: Register) -> pa.Table:
    """The links of a list with the choices of people in them."""
    if not chosen.num_rows:
        return links
    own = keys(given.table, given.columns)
    dutch, english = links.select(LINKS.names), links["reason_en"]
    renamed = dutch.set_column(dutch.schema.get_field_index("reason"), "reason", english)
    table = with_choices(dutch, own, chosen, register, "nl")
    said = with_choices(renamed, own, chosen, register, "en")["reason"]
    return table.append_column("reason_en", said).cast(LINKED)


def _reading_notes(delivery: Delivery) -> Iterator[Note]:
    """What could not be read in the columns that tell something; of the whole list only those are held."""
    told = [one.heading for one in layout.layout_of(delivery.roles).meanings]
    numbers = store.read(delivery.rows_at, "numbers")
    given = _given(delivery, store.read(delivery.rows_at, "rows", told), numbers)
    yield from reading_notes(given.table, given.rows, given.meanings)


def choices_for(delivery: Delivery) -> pa.Table:
    """The choices that hold for the lists of an owner: key, address_id. Those of the owner go before the region's."""
    standing = Choice.objects.standing().filter(owner__in={delivery.owner_id, delivery.region_id})
    ordered = sorted(standing.values_list("owner", "key", "address_id"), key=lambda one: one[0] == delivery.owner_id)
    found = {key: address for _, key, address in ordered}
    schema = pa.schema([("key", pa.string()), ("address_id", pa.string())])
    return pa.table([list(found), list(found.values())], schema=schema)


def ground_of(delivery: Delivery) -> Ground:
    """What a list is compared with: the lists of its source that count, up to its own day."""
    counting = Delivery.objects.filter(contract=delivery.contract_id, as_of__lte=delivery.as_of).counting()
    rows = list(counting.exclude(pk=delivery.pk).order_by("as_of").values_list("as_of", "claims_at"))
    replaced = [at for day, at in rows if day == delivery.as_of]
    known = [at for day, at in rows if day != delivery.as_of]
    if full_list(delivery):
        last = [*known, *replaced][-1:]
        return Ground(known=_partitions(last), full_list=True)
    return Ground(known=_partitions(known), replaced=_partitions(replaced), full_list=False)


def full_list(delivery: Delivery) -> bool:
    """Whether what a list leaves out, is over."""
    return delivery.contract.full_list or delivery.contract.kind in FULL_LIST_KINDS


def _partitions(names: Sequence[str]) -> list[Path]:
    return [store.path(name, "claims") for name in names]


_COUNTED = ("rows", *OUTCOMES, "placed", "unplaced", "refused")


def _counts(links: pa.Table, refused: pa.Table) -> dict[str, int]:
    """The rows of a slice by what became of them."""
    placed = len(links) - links["address_id"].null_count
    outcomes = {one["values"]: one["counts"] for one in pc.value_counts(links["outcome"]).to_pylist()}
    return {
        "rows": links.num_rows,
        **outcomes,
        "placed": placed,
        "unplaced": links.num_rows - placed,
        "refused": pc.count_distinct(refused["row"]).as_py(),
    }


def _held_against(counts: dict[str, int], found: Differences) -> thresholds.Found:
    return thresholds.Found(counts["rows"], counts["unplaced"], found)


# --- a list as it is at hand ---------------------------------------------------------------------------------------


def _current(pk: int, step: int) -> Delivery | None:
    """The delivery of a piece of work; None where that work is void by now."""
    found = Delivery.objects.select_related("contract", "owner", "region", "file").filter(pk=pk, step=step).first()
    return found if found is not None and found.is_open else None


def _slices(delivery: Delivery) -> Iterator[GivenList]:
    """The list, as many rows at a time as stand together in the store."""
    tables, numbers = (store.slices(delivery.rows_at, file) for file in ("rows", "numbers"))
    return (_given(delivery, *both) for both in zip(tables, numbers, strict=True))


def _given(delivery: Delivery, table: pa.Table, numbers: pa.Table) -> GivenList:
    """The list, or some rows of it, as `claims` reads it."""
    assert delivery.as_of is not None
    # in the order of the list: a database need not keep the order of what it was given
    read = layout.layout_of({name: delivery.roles[name] for name in table.column_names if name in delivery.roles})
    return GivenList(
        source=delivery.contract.slug,
        kind=delivery.contract.kind,
        delivered_on=delivery.as_of,
        name=delivery.name,
        sha256=delivery.sha256,
        table=table,
        rows=numbers["row"].combine_chunks(),
        columns=read.columns,
        meanings=read.meanings,
        sheet=delivery.sheet or None,
    )
