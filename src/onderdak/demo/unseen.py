"""Why a contradiction that was put in is not seen: mostly because one of its sides stands on no list of that day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

_Row = Mapping[str, Any]
#: What of the claims of a picture is needed to tell.
CLAIMS = ("source", "source_kind", "delivery", "row", "address_id", "superseded_on")
_WITHOUT_ANSWER = {
    "lost_suffix": "the last list of {source} leaves out the addition, so that its row fits several addresses",
}


class Lists:
    """What the lists that count say of each address, by kind of source.

    Parameters
    ----------
    rows : iterable of mapping
        What each row of each list is about: `truth/rows.parquet`.
    claims : pyarrow.Table
        The claims of the picture; columns `CLAIMS`.
    """

    def __init__(self, rows: Iterable[_Row], claims: pa.Table) -> None:
        made = claims.select(CLAIMS).to_pylist()
        kinds = {one["source"]: one["source_kind"] for one in made}
        self._standing = {(one["address_id"], one["source_kind"]) for one in made if one["superseded_on"] is None}
        self._last: dict[str, str] = {}
        self._about: dict[tuple[str, str], list[_Row]] = {}
        for row in rows:
            source, kind = row["source"], kinds.get(row["source"], "")
            self._last[source] = max(self._last.get(source, ""), row["delivery"])  # their names end in the day
            for address in _addresses(row):
                self._about.setdefault((address, kind), []).append(row)

    def why_unseen(self, injected: _Row) -> str:
        """Why the picture need not name a contradiction; where nothing explains it, that."""
        address = injected["address_id"]
        for kind in (injected["first_kind"], injected["second_kind"]):
            if (address, kind) not in self._standing:
                return self._absent(address, kind)
        return "both sides stand on lists that count: it should have been named"

    def _absent(self, address: str, kind: str) -> str:
        rows = self._about.get((address, kind), [])
        last = [row for row in rows if row["delivery"] == self._last[row["source"]]]
        if not rows:
            return f"no list of kind {kind} ever names the address"
        if not last:
            return f"the last list of {rows[-1]['source']} does not name the address"
        said = _WITHOUT_ANSWER.get(last[-1]["why"], "row {row} of {delivery} was not put on the address")
        return said.format(**last[-1])


def _addresses(row: _Row) -> set[str]:
    found = {row["address_id"], row["meant"], *(row["also"] or "").split()}
    return {one for one in found if one}
