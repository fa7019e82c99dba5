"""Placing the rows of a list on addresses of the register."""

from __future__ import annotations

import pyarrow as pa

from onderdak.methods.addresses.ahead import Ahead, together
from onderdak.methods.addresses.calibrate import Calibration
from onderdak.methods.addresses.choices import Choices, keys
from onderdak.methods.addresses.columns import AddressColumns, guess
from onderdak.methods.addresses.engine import DuckDBEngine, Engine
from onderdak.methods.addresses.fields import texts_of
from onderdak.methods.addresses.outcome import Found, assembled
from onderdak.methods.addresses.queries import TEXTS, UNSETTLED, queries_for
from onderdak.methods.addresses.ready import open_index
from onderdak.methods.addresses.register import Register
from onderdak.methods.addresses.remembered import with_choices
from onderdak.methods.addresses.results import Links

#: Cells that are looked at to guess what a column holds.
_SAMPLE = 200


def link(
    rows: pa.Table,
    register: Register,
    *,
    columns: AddressColumns | None = None,
    engine: Engine | None = None,
    choices: Choices | None = None,
    language: str = "en",
) -> Links:
    """Place each row of a list on an address of the register, or say why not.

    Parameters
    ----------
    rows : pyarrow.Table
        The list, one row per address as somebody wrote it.
    register : Register
        A prepared register.
    columns : AddressColumns, optional
        Which column holds what; guessed from headings and cells if not given.
    engine : Engine, optional
        Where it is computed; DuckDB in this process if not given.
    choices : Choices, optional
        What people chose for such rows before; a choice goes before everything else.
    language : str
        Of the reasons: `en` or `nl`.

    Returns
    -------
    Links
        One link per row, in the order of the rows.

    Raises
    ------
    InputError
        When no column holds an address, or a named column does not exist.

    Examples
    --------
    >>> register = Register.open("register")                              # doctest: +SKIP
    >>> rows = pa.table({"adres": ["Kerkstr. 12a, Ergens"]})              # doctest: +SKIP
    >>> link(rows, register)[0].outcome                                   # doctest: +SKIP
    'exact'
    """
    return Linker(register, engine).link(rows, columns=columns, choices=choices, language=language)


class Linker:
    """A register held ready, for when list after list comes in.

    Parameters
    ----------
    register : Register
        A prepared register.
    engine : Engine, optional
        Where it is computed; DuckDB in this process if not given.
    """

    def __init__(self, register: Register, engine: Engine | None = None) -> None:
        self.register = register
        self.engine: Engine = engine or DuckDBEngine()
        self.queries = queries_for(self.engine.name)
        self.calibration = Calibration.shipped()
        self._ahead: Ahead | None = None
        open_index(self.engine, self.queries.index, register.path, register.file)

    def link(
        self,
        rows: pa.Table,
        *,
        columns: AddressColumns | None = None,
        choices: Choices | None = None,
        language: str = "en",
    ) -> Links:
        """Place the rows; see :func:`link`."""
        columns = columns or guess_columns(rows)
        texts = texts_of(rows, columns)
        table, evidence = assembled(self.link_texts(texts.table), texts.of_row, self.calibration, language)
        if choices is not None:
            table = with_choices(table, keys(rows, columns), choices.table(), self.register, language)
        return Links(table, columns, evidence)

    def look_ahead(self, lists: list[pa.Table]) -> None:
        """Look up the texts of lists (`fields.Texts.table`) that are about to come, in one go.

        A list of these texts only is then answered without the engine, which takes long to begin.
        """
        texts = together(lists)
        self._ahead = Ahead(texts, self._looked_up(texts))

    def link_texts(self, texts: pa.Table) -> Found:
        """Look up distinct texts (`fields.Texts.table`)."""
        known = self._ahead.answers(texts) if self._ahead else None
        return known or self._looked_up(texts)

    def _looked_up(self, texts: pa.Table) -> Found:
        engine, queries, answers = self.engine, self.queries, self.queries.answers
        engine.upload(TEXTS, texts)
        queries.quick.run(engine)
        scored = answers["settled"].fetched(engine)
        plans = [queries.quick]
        read, unplaced = answers["weighed"].schema.empty_table(), answers["unplaced"].schema.empty_table()
        if not engine.is_empty(UNSETTLED):
            queries.patient.run(engine)
            plans.append(queries.patient)
            read, unplaced = answers["weighed"].fetched(engine), answers["unplaced"].fetched(engine)
        exact = answers["exact"].fetched(engine)
        engine.drop([TEXTS, *dict.fromkeys(name for plan in plans for name in plan.kept)])
        return Found(exact, scored, read, unplaced, texts.num_rows)


def guess_columns(rows: pa.Table) -> AddressColumns:
    """Guess from headings and the first cells which column holds what."""
    head = rows.slice(0, _SAMPLE)
    sample = {name: head[name].cast(pa.string()).to_pylist() for name in rows.column_names}
    return guess(rows.column_names, sample)
