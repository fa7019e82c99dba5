"""uk_address_matcher on the rows; runs in its own environment: `peer_ukam.py ROWS REGISTER OUT`.

It is trained on British addresses, and takes an address in one string beside a postcode: street, number, addition and
place for the register; for the rows the same from their columns, or the free text as it is. Its own threshold decides
what is a match.
"""

# pyright: basic, reportMissingImports=false

import json
import sys
import time

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from uk_address_matcher import AddressMatcher


def main() -> None:
    rows, register, out = sys.argv[1:4]
    began, worked = time.perf_counter(), time.process_time()
    con = duckdb.connect()
    messy = con.sql(f"""
        SELECT CAST(rij_id AS VARCHAR) AS unique_id,
            coalesce(adres, concat_ws(' ', straat, nr, plaats)) AS address_concat,
            coalesce(postcode, upper(regexp_extract(adres, '\\d{{4}} ?[a-zA-Z]{{2}}\\b'))) AS postcode
        FROM read_parquet('{rows}')
    """)
    canonical = con.sql(f"""
        SELECT CAST(adres_id AS VARCHAR) AS unique_id, postcode,
            concat_ws(' ', straat, huisnummer, huisletter, huisnummertoevoeging, woonplaats) AS address_concat
        FROM read_parquet('{register}')
    """)
    matcher = AddressMatcher(canonical_addresses=canonical, addresses_to_match=messy, con=con)
    matches = matcher.match().matches().to_arrow_table()
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    found = matches.select(["unique_id", "resolved_canonical_id", "match_weight"]).to_pylist()
    links = [(int(f["unique_id"]), int(f["resolved_canonical_id"])) for f in found if f["resolved_canonical_id"]]
    columns = [pa.array([row for row, _ in links]), pa.array([link for _, link in links]), pa.array([1.0] * len(links))]
    pq.write_table(pa.table(columns, names=["row", "id", "score"]), out)
    print(json.dumps({"seconds": seconds, "cpu": cpu}))


if __name__ == "__main__":
    main()
