"""A street of eight addresses, lists about it, and a linker that finds them: to test the picture without a register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from onderdak.methods.addresses import Register
from onderdak.methods.addresses.schema import ADDRESSES, LINKS

DAY = date(2026, 1, 1)


def address(number: int, **more: Any) -> dict[str, Any]:
    """The address with this number in the Kade."""
    return {
        "address_no": number,
        "address_id": f"A{number}",
        "street": "Kade",
        "number": number,
        "postcode": "9999AB",
        "place": "Zuiderdam",
        "municipality": "Zuiderdam" if number < 6 else "Oosterlo",
        "municipality_code": "9901",
        "neighbourhood": "Kern" if number % 2 else "Haven",
        "x": 150_000.0 + 100 * number,
        "y": 480_000.0 + 70 * (number % 3),
        "purpose": "woonfunctie",
        "floor_area": 120,
        "building_year": 1970,
        "object_id": f"O{number}",
        "main": True,
        "current": True,
        "suffix_key": "",
        "house_no": number,
    } | more


REGION = pa.Table.from_pylist([address(number) for number in range(1, 9)], schema=ADDRESSES)


@dataclass(frozen=True)
class FakeRegister:
    """Eight addresses."""

    folder: Path
    outlines: dict[str, Any] | None = None

    def rows(self, address_ids: Any) -> pa.Table:
        wanted = set(address_ids)
        return REGION.filter(pa.array([one in wanted for one in REGION["address_id"].to_pylist()], pa.bool_()))

    def file(self, name: str) -> Path:
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            pq.write_table(REGION, path)
        return path

    def municipalities(self) -> dict[str, Any] | None:
        return self.outlines

    def as_of(self) -> date | None:
        return date(2025, 12, 8)


def fake_register(folder: Path) -> Register:
    """The eight addresses, for whatever asks for a register."""
    return cast(Register, FakeRegister(folder))


class FakeLinker:
    """Finds "Kade <number>" by its number; anything else is nowhere."""

    def link(self, rows: pa.Table, *, columns: Any = None, choices: Any = None, language: str = "en") -> Any:
        numbers = [str(number or "").strip() for number in rows[columns.number].to_pylist()]
        known = {str(number): f"A{number}" for number in range(1, 9)}
        found = [
            {
                "row": row,
                "outcome": "exact" if number in known else "none",
                "address_id": known.get(number),
                "score": 1.0 if number in known else 0.0,
                "margin": 1.0,
                "stage": "street",
                "reason": "gevonden" if number in known else "Dit nummer bestaat niet.",
                "candidates": "" if number in known else "A1 A2",
            }
            for row, number in enumerate(numbers)
        ]
        return type("Links", (), {"table": pa.Table.from_pylist(found, schema=LINKS)})()


def write_list(path: Path, text: str) -> Path:
    """A CSV file with these lines."""
    path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
    return path
