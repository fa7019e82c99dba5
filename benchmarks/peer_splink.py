"""Splink 5 on the rows; runs in its own environment: `peer_splink.py ROWS REGISTER OUT [--spark] [--pairs N]`.

Set up as a careful user would: free text taken apart by one regular expression, street and place in plain lower-case
letters, six blocking rules on postcode, number, street and place, Jaro-Winkler on street and place, and the addition
as a comparison of its own with weights fixed by hand (learned unsupervised, they come out wrong). u is estimated by
random sampling of N pairs (Splink's own default is a million; its documentation calls ten million often adequate for
trying, and a thousand million best for the final model), m by expectation-maximisation in two passes. No help from our
own parsing or register.
"""

# pyright: basic, reportMissingImports=false, reportMissingModuleSource=false

import argparse
import json
import logging
import time
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on

FREE = r"^\s*(.*?)[\s,]+(\d+)\s*([^,]*?)\s*(?:,\s*|\s+)?(?:\b(\d{4})\s*((?:[a-zA-Z]{2}\b)?))?[\s,]*([^,\d]*)$"
NUMBER = r"^\s*(\d+)\s*(.*)$"


def plain(column: str) -> str:
    return f"regexp_replace(lower(strip_accents({column})), '[^a-z0-9]', '', 'g')"


def street(column: str) -> str:
    """Two abbreviations that everybody knows; the comparison bears the rest."""
    longer = f"regexp_replace(lower(strip_accents({column})), 'str\\.?$', 'straat')"
    return f"regexp_replace(regexp_replace({longer}, 'ln\\.?$', 'laan'), '[^a-z0-9]', '', 'g')"


def suffix(column: str) -> str:
    """Letters and digits of the addition, without the usual words and without noughts in front of a number."""
    wordless = f"regexp_replace(upper(coalesce({column}, '')), 'APPARTEMENT|APP|KAMER|UNIT|K\\.', '', 'g')"
    bare = f"regexp_replace({wordless}, '[^A-Z0-9]', '', 'g')"
    return f"regexp_replace({bare}, '(^|[A-Z])0+([0-9])', '\\1\\2', 'g')"


def prepared(rows: str, register: str) -> tuple[pa.Table, pa.Table]:
    con = duckdb.connect()
    free = f"regexp_extract(adres, '{FREE}', ['s', 'n', 't', 'd', 'l', 'p'])"
    number = f"regexp_extract(nr, '{NUMBER}', ['n', 't'])"
    left = con.sql(
        f"""
        WITH parts AS (
            SELECT rij_id, coalesce(straat, f.s) AS s, coalesce(n.n, f.n) AS n, coalesce(n.t, f.t) AS t,
                coalesce(postcode, f.d || f.l) AS pc, coalesce(plaats, f.p) AS p
            FROM (SELECT *, {free} AS f, {number} AS n FROM read_parquet('{rows}'))
        )
        SELECT rij_id AS unique_id, {street("s")} AS street, try_cast(n AS INTEGER) AS number, {suffix("t")} AS suffix,
            nullif(upper(regexp_replace(pc, '[^a-zA-Z0-9]', '', 'g')), '') AS postcode,
            nullif({plain("p")}, '') AS place
        FROM parts
        """
    )
    right = con.sql(
        f"""
        SELECT adres_id AS unique_id, {street("straat")} AS street, huisnummer AS number,
            {suffix("concat(coalesce(huisletter, ''), ' ', coalesce(huisnummertoevoeging, ''))")} AS suffix, postcode,
            {plain("woonplaats")} AS place
        FROM read_parquet('{register}')
        """
    )
    return left.to_arrow_table(), right.to_arrow_table()


def settings() -> SettingsCreator:
    addition = cl.CustomComparison(
        output_column_name="suffix",
        comparison_levels=[
            cll.ExactMatchLevel("suffix").configure(
                m_probability=0.95, u_probability=0.02, fix_m_probability=True, fix_u_probability=True
            ),
            cll.ElseLevel().configure(
                m_probability=0.05, u_probability=0.98, fix_m_probability=True, fix_u_probability=True
            ),
        ],
    )
    postcode = cl.CustomComparison(
        output_column_name="postcode",
        comparison_levels=[
            cll.NullLevel("postcode"),
            cll.ExactMatchLevel("postcode"),
            cll.CustomLevel("substr(postcode_l, 1, 4) = substr(postcode_r, 1, 4)", "first four"),
            cll.LevenshteinLevel("postcode", 2),
            cll.ElseLevel(),
        ],
    )
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=[
            block_on("postcode", "number"),
            block_on("street", "number", "place"),
            block_on("number", "substr(street, 1, 4)", "substr(postcode, 1, 4)"),
            block_on("number", "substr(street, 1, 4)", "place"),
            block_on("number", "place", "substr(street, 4, 4)"),
            block_on("street", "number"),
        ],
        comparisons=[
            cl.JaroWinklerAtThresholds("street", [0.95, 0.88]),
            cl.JaroWinklerAtThresholds("place", [0.92]),
            postcode,
            addition,
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


def backend(spark: bool) -> Any:
    if not spark:
        from splink import DuckDBAPI

        return DuckDBAPI()
    from pyspark.sql import SparkSession
    from splink import SparkAPI
    from splink.backends.spark import similarity_jar_location

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "6g")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.default.parallelism", "8")
        .config("spark.jars", similarity_jar_location())
        .getOrCreate()
    )
    session.sparkContext.setCheckpointDir("/tmp/splink-checkpoints")
    return SparkAPI(spark_session=session, break_lineage_method="parquet", num_partitions_on_repartition=8)


def main() -> None:
    chosen = options()
    logging.disable(logging.INFO)
    api = backend(chosen.spark)
    began, worked = time.perf_counter(), time.process_time()
    left, right = prepared(chosen.rows, chosen.register)
    if chosen.spark:
        left, right = (api.spark.createDataFrame(table.to_pandas()) for table in (left, right))
    frames = [api.register(left, dataset_display_name="a_rows"), api.register(right, dataset_display_name="b_register")]
    linker = Linker(frames, settings())
    training = trained(linker, chosen.pairs)
    found = linker.inference.predict(threshold_match_probability=0.01)
    best = best_of(found)
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    pa.parquet.write_table(best, chosen.out)
    print(json.dumps({"seconds": seconds, "cpu": cpu, "training": training}))


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("rows", "register", "out"):
        parser.add_argument(name)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--pairs", type=float, default=1e6)
    return parser.parse_args()


def trained(linker: Linker, pairs: float) -> float:
    """Train the model; the seconds that it took."""
    began = time.perf_counter()
    linker.training.estimate_probability_two_random_records_match(
        [block_on("postcode", "number", "suffix"), block_on("street", "number", "place", "suffix")], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs)
    for rule in (block_on("postcode", "number"), block_on("street", "number")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return time.perf_counter() - began


def best_of(found: Any) -> pa.Table:
    """The best pair of each row; `unique_id_l` is of the rows, as their table comes first by name."""
    pairs = found.as_pandas_dataframe()[["unique_id_l", "unique_id_r", "match_probability"]]
    best = pairs.sort_values("match_probability", ascending=False).drop_duplicates("unique_id_l")
    columns = [best["unique_id_l"], best["unique_id_r"], best["match_probability"]]
    return pa.table([pa.array(column) for column in columns], names=["row", "id", "score"])


if __name__ == "__main__":
    import pyarrow.parquet

    main()
