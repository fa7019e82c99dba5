"""How many links are right: links held against the truth, counted in DuckDB."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.report import markdown, share

#: Two addresses of the source that agree in all of these are spelled the same: nobody can tell which is meant.
SPELLING = "straat, huisnummer, upper(huisletter), upper(huisnummertoevoeging), postcode, woonplaats"
_PLACED = "outcome IN ('exact', 'probable')"
#: Lower ends of the bins of the calibration table.
BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99)


@dataclass(frozen=True)
class Accuracy:
    """Counts of rows that have an answer.

    Nobody can answer a row whose address stands in the register twice, in the same letters; nor one that lost what
    tells one unit from another (the number is written without the addition that the true address has). Such rows are
    `lost`: they count in everything but the `_answerable` figures.
    """

    rows: int
    linked: int
    right: int
    building: int
    ambiguous: int
    none: int
    house_right: int
    rows_answerable: int
    linked_answerable: int
    right_answerable: int

    HEADINGS = ("rows", "precision", "recall", "building recall", "linked", "building", "ambiguous", "none")

    @property
    def precision(self) -> float:
        return self.right_answerable / self.linked_answerable if self.linked_answerable else 1.0

    @property
    def recall(self) -> float:
        return self.right_answerable / self.rows_answerable

    @property
    def building_recall(self) -> float:
        return self.house_right / self.rows

    def cells(self) -> list[str]:
        return [
            f"{self.rows:,}",
            share(self.right_answerable, self.linked_answerable),
            share(self.right_answerable, self.rows_answerable),
            share(self.house_right, self.rows),
            *(share(part, self.rows) for part in (self.linked, self.building, self.ambiguous, self.none)),
        ]


class Judge:
    """Knows which addresses are spelled the same (either is right), and the building of each.

    Parameters
    ----------
    source : Path
        Parquet with the columns of the shared register; `adres_id` is the truth.
    addresses : Path
        `addresses.parquet` of the prepared register.
    """

    def __init__(self, source: Path, addresses: Path) -> None:
        self.con = duckdb.connect()
        self.con.execute(
            f"""
            CREATE TABLE twin AS
            SELECT CAST(adres_id AS VARCHAR) AS id, min(adres_id) OVER spelling AS spelled,
                count(*) OVER spelling > 1 AS twin, huisnummer AS number,
                nullif(coalesce(huisletter, '') || coalesce(huisnummertoevoeging, ''), '') AS suffix
            FROM read_parquet(?) WINDOW spelling AS (PARTITION BY {SPELLING})
            """,
            [str(source)],
        )
        self.con.execute(
            "CREATE TABLE house AS SELECT address_id AS id, house_no FROM read_parquet(?)", [str(addresses)]
        )

    def judged(self, rows: pa.Table, links: pa.Table, *, losing: bool) -> None:
        """Fill table `judged` with one line per row: outcome, stage, score, good, house_right, lost."""
        given = rows.append_column("row", pa.array(range(rows.num_rows), pa.int64()))
        self.con.register("given", given)
        self.con.register("links", links)
        self.con.execute(f"""
            CREATE OR REPLACE TABLE judged AS
            SELECT l.row, l.outcome, l.stage, l.score, {_PLACED} AS linked,
                coalesce({_PLACED} AND f.spelled = t.spelled, false) AS good,
                coalesce(
                    l.outcome IN ('exact', 'probable', 'building') AND l.house_no = h.house_no, false
                ) AS house_right,
                t.twin OR {str(losing).lower()} AND t.suffix IS NOT NULL AND regexp_matches(
                    coalesce(g.nr, ' ' || g.adres), '(^|\\s)' || t.number || '\\s*(,|$|\\d{{4}} ?[A-Za-z]{{2}}\\b)'
                ) AS lost
            FROM links l JOIN given g ON g.row = l.row JOIN twin t ON t.id = g.truth
            LEFT JOIN house h ON h.id = g.truth LEFT JOIN twin f ON f.id = l.address_id
        """)

    def accuracy(self, rows: pa.Table, links: pa.Table, *, losing: bool = False) -> Accuracy:
        """Count; with `losing`, rows may have lost their addition, and those are told apart."""
        self.judged(rows, links, losing=losing)
        counts = self.con.execute("""
            SELECT count(*), count_if(linked), count_if(good), count_if(outcome = 'building'),
                count_if(outcome = 'ambiguous'), count_if(outcome = 'none'), count_if(house_right), count_if(NOT lost),
                count_if(linked AND NOT lost), count_if(good AND NOT lost)
            FROM judged
        """).fetchall()
        return Accuracy(*counts[0])

    def by(self, column: str) -> str:
        """Of the last `accuracy`: rows and right links by `outcome` or `stage`, as a Markdown table."""
        found = self.con.execute(
            f"SELECT {column}, count(*), count_if(linked), count_if(good), count_if(house_right) FROM judged "
            f"GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
        total = sum(line[1] for line in found)
        return markdown(
            [column, "rows", "share", "links right", "building right"],
            [
                [name, f"{rows:,}", share(rows, total), share(right, linked), share(house, rows)]
                for name, rows, linked, right, house in found
            ],
        )

    def calibration(self) -> str:
        """Of the last `accuracy`: share of links right by score."""
        lines: list[list[str]] = []
        for low, high in zip(BINS, (*BINS[1:], 1.01), strict=True):
            found = self.con.execute(
                "SELECT count(*), count_if(good), avg(score) FROM judged WHERE linked AND score >= ? AND score < ?",
                [low, high],
            ).fetchall()
            rows, right, mean = found[0]
            if rows:
                lines.append([f"{low:.2f} - {min(high, 1):.2f}", f"{rows:,}", f"{100 * mean:.2f}%", share(right, rows)])
        return markdown(["score", "links", "mean score", "right"], lines)

    def confident(self) -> tuple[int, int]:
        """Of the last `accuracy`: links with a score of .95 or more, and how many of them are right."""
        found = self.con.execute("SELECT count(*), count_if(good) FROM judged WHERE linked AND score >= .95").fetchall()
        return found[0]

    def wrong(self, most: int = 10) -> list[int]:
        """Of the last `accuracy`: some rows linked wrong."""
        query = "SELECT row FROM judged WHERE linked AND NOT good AND NOT lost ORDER BY hash(row) LIMIT ?"
        return [line[0] for line in self.con.execute(query, [most]).fetchall()]

    def missed(self, most: int = 10) -> list[int]:
        """Of the last `accuracy`: some rows with an answer that were not linked."""
        query = "SELECT row FROM judged WHERE NOT linked AND NOT lost ORDER BY hash(row) LIMIT ?"
        return [line[0] for line in self.con.execute(query, [most]).fetchall()]


def false_links(rows: pa.Table, links: pa.Table) -> list[list[str]]:
    """For rows without an answer: per kind the rows, the share linked, and what became of the others."""
    con = duckdb.connect()
    con.register("given", rows.append_column("row", pa.array(range(rows.num_rows), pa.int64())))
    con.register("links", links)
    found = con.execute(f"""
        SELECT style, count(*), count_if({_PLACED}), count_if(outcome = 'building'), count_if(outcome = 'ambiguous'),
            count_if(outcome = 'none')
        FROM given JOIN links USING (row) GROUP BY ROLLUP (style) ORDER BY style IS NULL, style
    """).fetchall()
    return [[name or "**all**", f"{rows:,}", *(share(part, rows) for part in parts)] for name, rows, *parts in found]
