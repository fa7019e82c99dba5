"""Where the expressions run: DuckDB on one machine, Spark on many. The same Ibis expressions, the same identifiers."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from onderdak.methods.errors import InputError

if TYPE_CHECKING:
    from ibis.backends import BaseBackend


class Reader(NamedTuple):
    """A function of Python's that makes batches of `schema` of the rows of a table, which may come in parts."""

    read: Callable[[pa.Table], Iterator[pa.RecordBatch]]
    schema: pa.Schema


class Engine(Protocol):
    """What linking needs of a database: make a table of a file, of rows or of a query, and hand one back."""

    name: str

    def open_file(self, name: str, path: Path) -> None:
        """Make the table `name` of a Parquet file."""
        ...

    def open_kept(self, folder: Path, names: Iterable[str]) -> None:
        """Make tables of those names of what :func:`keep_tables` left in a folder."""
        ...

    def upload(self, name: str, table: pa.Table) -> None:
        """Make the table `name` of Arrow rows."""
        ...

    def run(self, name: str, query: str) -> None:
        """Make the table `name` of what `query` gives, computed once; a table of that name is replaced."""
        ...

    def name_query(self, name: str, query: str) -> None:
        """Make the view `name` of `query`, computed whenever it is read."""
        ...

    def fetch(self, query: str) -> pa.Table:
        """What `query` gives, as an Arrow table."""
        ...

    def is_empty(self, name: str) -> bool:
        """Whether the table `name` has no rows."""
        ...

    def run_through(self, name: str, query: str, reader: Reader) -> None:
        """Make the table `name` of what `reader` makes of what `query` gives."""
        ...

    def drop(self, names: Iterable[str]) -> None:
        """Give back what the tables hold."""
        ...


_BATCH = 8192
#: The tables that are kept, as a database: opened in no time, and read in part.
KEPT_FILE = "kept.duckdb"
_KEPT = "od_kept"


class DuckDBEngine:
    """DuckDB in this process.

    Parameters
    ----------
    memory_limit : str
        What DuckDB may use before it spills to `temporary` on disk, as in "4GB".
    threads : int, optional
        Number of threads; all cores if not given.

    Examples
    --------
    >>> engine = DuckDBEngine()
    >>> engine.upload("od_example", pa.table({"a": [1, 2]}))
    >>> engine.fetch("SELECT a FROM od_example WHERE a > 1").to_pydict()
    {'a': [2]}
    """

    name = "duckdb"

    def __init__(self, *, memory_limit: str = "4GB", threads: int | None = None) -> None:
        config: dict[str, Any] = {"memory_limit": memory_limit, "temp_directory": tempfile.gettempdir()}
        if threads is not None:
            config["threads"] = threads
        self._backend: BaseBackend = ibis.duckdb.connect(**config)
        self._con = cast("Any", self._backend).con
        self._con.execute("SET preserve_insertion_order = false")
        # It keeps whole tables of the register aside to read them twice, where reading what is needed costs little;
        # and on the long expressions that fold names, looking for equal parts takes longer than computing them.
        self._con.execute("SET disabled_optimizers = 'common_subplan,common_subexpressions'")
        self._uploads: set[str] = set()
        self._views: dict[str, str] = {}
        self._statements: dict[str, Any] = {}

    def open_file(self, name: str, path: Path) -> None:
        query = f"SELECT * FROM read_parquet('{_quoted(path)}')"  # noqa: S608 - a view takes no parameters; quotes are doubled
        self._con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def open_kept(self, folder: Path, names: Iterable[str]) -> None:
        self._con.execute(f"DETACH DATABASE IF EXISTS {_KEPT}")
        self._con.execute(f"ATTACH '{_quoted(folder / KEPT_FILE)}' AS {_KEPT} (READ_ONLY)")
        for name in names:
            if name not in self._views:
                self._con.execute(f"DROP TABLE IF EXISTS {name}")
            self.name_query(name, f"SELECT * FROM {_KEPT}.{name}")  # noqa: S608 - names of our own

    def _parsed(self, statement: str) -> Any:
        """The statement as DuckDB wants it; it stays the same for list after list, and parsing takes long."""
        if statement not in self._statements:
            (self._statements[statement],) = self._con.extract_statements(statement)
        return self._statements[statement]

    def upload(self, name: str, table: pa.Table) -> None:
        # Read where it lies, in batches: a table of DuckDB's own would be one row group, and so one thread's work.
        self._con.register(name, pa.Table.from_batches(table.to_batches(max_chunksize=_BATCH), table.schema))
        self._uploads.add(name)

    def run(self, name: str, query: str) -> None:
        if self._views.pop(name, None):
            self._con.execute(f"DROP VIEW {name}")
        self._con.execute(self._parsed(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}"))

    def name_query(self, name: str, query: str) -> None:
        if self._views.get(name) != query:  # a view reads the tables of these names, whatever they hold by then
            self._con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")
            self._views[name] = query

    def let(self, name: str, day: date) -> None:
        """Give a day to the queries that follow, which read it as `getvariable(name)`."""
        self._con.execute(f"SET VARIABLE {name} = DATE '{day.isoformat()}'")

    def fetch(self, query: str) -> pa.Table:
        return self._con.sql(self._parsed(query)).to_arrow_table()

    def is_empty(self, name: str) -> bool:
        return not self._con.execute(self._parsed(f"SELECT 1 FROM {name} LIMIT 1")).fetchall()  # noqa: S608

    def run_through(self, name: str, query: str, reader: Reader) -> None:
        self.upload(name, pa.Table.from_batches(reader.read(self.fetch(query)), reader.schema))

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            if name in self._uploads:
                self._con.unregister(name)
                self._uploads.remove(name)
            else:
                self._con.execute(self._parsed(f"DROP TABLE IF EXISTS {name}"))


def keep_tables(folder: Path, tables: Iterable[tuple[str, pa.Table]], *, rows: int) -> None:
    """Put tables into the database that :meth:`DuckDBEngine.open_kept` opens, and as Parquet beside it.

    Parameters
    ----------
    folder : Path
        Holds the database and `{name}.parquet` for each name afterwards.
    tables : iterable of (str, pyarrow.Table)
        By name; one at a time is in memory.
    rows : int
        How many make a part, so that all cores have work.
    """
    con = duckdb.connect(str(folder / KEPT_FILE))
    try:
        with ThreadPoolExecutor(1) as beside:
            for name, table in tables:
                file, columns = folder / f"{name}.parquet", _repeated(table)
                written = beside.submit(pq.write_table, table, file, row_group_size=rows, use_dictionary=columns)
                con.register("kept_now", pa.Table.from_batches(table.to_batches(max_chunksize=rows), table.schema))
                con.execute(f"CREATE TABLE {name} AS SELECT * FROM kept_now")  # noqa: S608 - names of our own
                written.result()
    finally:
        con.close()


def _repeated(table: pa.Table) -> list[str]:
    """The columns of which a dictionary spares reading: text that recurs. A number is read sooner as it stands."""
    return [field.name for field in table.schema if pa.types.is_string(field.type) and field.name != "address_id"]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


#: Cells of a table that is handed whole to every worker, so that what it is joined with need not be moved: some 50 MB.
_FEW_CELLS = 2_000_000
#: How often something runs before Java compiles it once more, harder: ten times as often as it asks by itself. Sixty
#: steps that run once each were often enough for that, and half of the time went into it; now it is left to long lists.
_OFTEN = {
    "InvocationThreshold": 50_000,
    "MinInvocationThreshold": 6_000,
    "CompileThreshold": 150_000,
    "BackEdgeThreshold": 400_000,
}
_ON_ONE_MACHINE = {
    # Planning anew after each step costs more than it saves there.
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.extraJavaOptions": " ".join(f"-XX:Tier4{name}={often}" for name, often in _OFTEN.items()),
}


class SparkEngine:
    """Spark: in this process with `local[2]`, or a cluster by the URL of its master.

    Parameters
    ----------
    master : str
        `local[N]`, or a URL such as `spark://host:7077`. On a cluster the register must lie where every worker can
        read it, and this package must be installed on every worker.

    Raises
    ------
    InputError
        When pyspark or Java is not installed.
    """

    name = "spark"

    def __init__(self, master: str = "local[2]") -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise InputError(
                "Spark is not installed.", where="--engine spark", mend="Install what requirements/spark.txt names."
            ) from error
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        local = master.startswith("local")
        try:
            self._session = (
                SparkSession.builder.master(master)
                .appName("onderdak")
                .config("spark.ui.enabled", "false")
                .config("spark.ui.showConsoleProgress", "false")
                .config("spark.sql.ansi.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                # What is small is said of each table; tables of the register stay where they are.
                .config("spark.sql.autoBroadcastJoinThreshold", "1m")
                .config("spark.sql.optimizer.runtime.bloomFilter.enabled", "false")
                # The code of a step serves again, in the second reading of a list and in the next list.
                .config("spark.sql.codegen.cache.maxEntries", "2000")
                .config("spark.sql.execution.arrow.pyspark.enabled", "true")
                # So few that a worker of Spark reads them itself, and starts no processes of its own.
                .config("spark.sql.execution.arrow.maxRecordsPerBatch", "2000")
                .config("spark.driver.memory", "6g")
                .config(map=_ON_ONE_MACHINE if local else {})
                .getOrCreate()
            )
        except Exception as error:  # pyspark raises several kinds of its own when there is no Java or no master
            raise InputError(
                f"Spark did not start: {str(error).splitlines()[0][:200]}",
                where=f"master {master}",
                mend="Java 17 must be installed, and the master must be reachable.",
            ) from error
        self._session.sparkContext.setLogLevel("ERROR")
        if local:  # one part a core
            cores = self._session.sparkContext.defaultParallelism
            self._session.conf.set("spark.sql.shuffle.partitions", str(cores))
        self._backend: BaseBackend = ibis.pyspark.connect(self._session)
        self._rows: dict[str, int] = {}

    def open_file(self, name: str, path: Path) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        self._rows.pop(name, None)
        schema = from_arrow_schema(pq.read_schema(path))  # told, it need not be looked for
        self._session.read.schema(schema).parquet(str(path)).createOrReplaceTempView(name)

    def open_kept(self, folder: Path, names: Iterable[str]) -> None:
        for name in names:  # read where they lie: Spark knows their size by then, and reads the columns that it needs
            self.open_file(name, folder / f"{name}.parquet")

    def upload(self, name: str, table: pa.Table) -> None:
        # Handed over in memory: a file would lie behind afterwards, and out of reach of the workers of a cluster.
        self._keep(name, self._session.createDataFrame(table))

    def run(self, name: str, query: str) -> None:
        self._keep(name, self._session.sql(query))

    def _keep(self, name: str, made: Any) -> None:
        """Compute a table once, count it, and say whether it is small enough to be handed to every worker."""
        kept = made.localCheckpoint(eager=False)
        self._rows[name] = kept.count()  # which computes it
        small = self._rows[name] * len(kept.columns) <= _FEW_CELLS
        (kept.hint("broadcast") if small else kept).createOrReplaceTempView(name)

    def name_query(self, name: str, query: str) -> None:
        self._rows.pop(name, None)
        self._session.sql(query).createOrReplaceTempView(name)

    def fetch(self, query: str) -> pa.Table:
        return self._session.sql(query).toArrow()

    def is_empty(self, name: str) -> bool:
        return self._session.table(name).isEmpty() if name not in self._rows else not self._rows[name]

    def run_through(self, name: str, query: str, reader: Reader) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        def part(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                yield from reader.read(pa.Table.from_batches([batch]))

        self._keep(name, self._session.sql(query).mapInArrow(part, from_arrow_schema(reader.schema)))

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self._rows.pop(name, None)
            self._session.catalog.dropTempView(name)


def open_engine(name: str = "duckdb", *, spark_master: str | None = None) -> Engine:
    """The engine by its name.

    Parameters
    ----------
    name : str
        `duckdb` or `spark`.
    spark_master : str, optional
        The master of Spark; `local[2]` if not given.

    Raises
    ------
    InputError
        For another name, or when the engine cannot start.

    Examples
    --------
    >>> open_engine("duckdb").name
    'duckdb'
    """
    if name == "duckdb":
        return DuckDBEngine()
    if name == "spark":
        return SparkEngine(spark_master or "local[2]")
    raise InputError(f"There is no engine '{name}'.", where="--engine", mend="Choose duckdb or spark.")
