"""recordlinkage on the rows; runs in its own environment: `peer_recordlinkage.py ROWS REGISTER OUT`.

Blocks on postcode and number, and on street, number and place; compares street and place by Jaro-Winkler, postcode and
addition exactly; a weighted sum chooses, as its manual shows. Free text is taken apart by one regular expression.
"""

# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false

import json
import sys
import time
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import recordlinkage as rl

FREE = r"^\s*(.*?)[\s,]+(\d+)\s*([^,]*?)\s*(?:,\s*|\s+)?(?:\b(\d{4})\s*((?:[a-zA-Z]{2}\b)?))?[\s,]*([^,\d]*)$"
WEIGHTS = {"street": 3.0, "place": 1.0, "postcode": 2.0, "suffix": 3.0}


def plain(column: str) -> str:
    return f"regexp_replace(lower(strip_accents({column})), '[^a-z0-9]', '', 'g')"


def frames(rows: str, register: str) -> tuple[Any, Any]:
    con = duckdb.connect()
    left = con.sql(f"""
        SELECT rij_id AS id, {plain("coalesce(straat, f.s)")} AS street,
            try_cast(coalesce(n.n, f.n) AS INTEGER) AS number,
            {plain("coalesce(n.t, f.t, '')")} AS suffix, {plain("coalesce(plaats, f.p)")} AS place,
            upper(regexp_replace(coalesce(postcode, f.d || f.l), '[^a-zA-Z0-9]', '', 'g')) AS postcode
        FROM (
            SELECT *, regexp_extract(adres, '{FREE}', ['s', 'n', 't', 'd', 'l', 'p']) AS f,
                regexp_extract(nr, '^\\s*(\\d+)\\s*(.*)$', ['n', 't']) AS n
            FROM read_parquet('{rows}')
        )
    """).df()
    right = con.sql(f"""
        SELECT adres_id AS id, {plain("straat")} AS street, huisnummer AS number,
            {plain("woonplaats")} AS place, postcode,
            {plain("concat(coalesce(huisletter, ''), coalesce(huisnummertoevoeging, ''))")} AS suffix
        FROM read_parquet('{register}')
    """).df()
    return left.set_index("id"), right.set_index("id")


def main() -> None:
    rows, register, out = sys.argv[1:4]
    began, worked = time.perf_counter(), time.process_time()
    left, right = frames(rows, register)
    indexer = rl.Index()
    indexer.block(["postcode", "number"])
    indexer.block(["street", "number", "place"])
    pairs = indexer.index(left, right)
    compare = rl.Compare()
    compare.string("street", "street", method="jarowinkler", label="street")
    compare.string("place", "place", method="jarowinkler", label="place")
    compare.exact("postcode", "postcode", label="postcode")
    compare.exact("suffix", "suffix", label="suffix")
    found = compare.compute(pairs, left, right)
    total = sum(found[name] * weight for name, weight in WEIGHTS.items()) / sum(WEIGHTS.values())
    best = total.sort_values(ascending=False).reset_index()
    best.columns = ["row", "id", "score"]
    best = best.drop_duplicates("row")
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    pq.write_table(pa.Table.from_pandas(best, preserve_index=False), out)
    print(json.dumps({"seconds": seconds, "cpu": cpu}))


if __name__ == "__main__":
    main()
