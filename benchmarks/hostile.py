"""Broken and hostile lists: each must give a clear error or a right answer, within 512 MB and 10 s of the processor.

    python benchmarks/hostile.py                  2,000 generated files and the large ones
    python benchmarks/hostile.py --count 400      fewer generated files
    python benchmarks/hostile.py --json           for machines

Every group runs in a process of its own, of which the peak memory is measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]

from benchmarks import hostile_files as files  # noqa: E402
from benchmarks.report import machine, markdown, today, write_section  # noqa: E402
from onderdak.base.tables import TextTable, read_table  # noqa: E402
from onderdak.deliveries import read_delivery  # noqa: E402
from onderdak.methods.errors import InputError  # noqa: E402

MEMORY_LIMIT_MB = 512
SECONDS_LIMIT = 10


def judge(hostile: files.Hostile, folder: Path) -> str:
    """What became of one file: `refused`, `read`, or what is wrong with the outcome."""
    path = folder / hostile.name
    path.write_bytes(hostile.content)
    try:
        read = read_table(path)
        _deliver(path)
        return _compared(read, hostile.expected)
    except InputError as error:
        return _clear(error) if hostile.expected is None else f"WRONG: refused ({error})"
    except Exception as error:  # noqa: BLE001  any other error is what this program looks for
        return f"WRONG: {type(error).__name__}: {error}"
    finally:
        path.unlink()


def _deliver(path: Path) -> None:
    try:
        read_delivery(path, source="test")
    except InputError as error:
        if not error.mend:
            raise


def _clear(error: InputError) -> str:
    return "refused" if error.what and error.where and error.mend else f"WRONG: unclear ({error!r})"


def _compared(read: TextTable, expected: files.Rows | None) -> str:
    if expected is None:
        return "read"
    found = [[cell or "" for cell in row.values()] for row in read.table.to_pylist()]
    wanted = [row for row in expected if any(row)]
    width = read.table.num_columns
    right = found == [[cell.strip() for cell in row[:width]] for row in wanted] and not any(
        any(row[width:]) for row in wanted
    )
    return "read" if right and list(read.table.column_names) == files.HEADINGS[:width] else "WRONG: other cells"


def generated(count: int, seed: int) -> dict[str, Any]:
    """Judge the generated files."""
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    slowest = 0.0
    with tempfile.TemporaryDirectory() as name:
        for hostile in files.make_all(count, seed):
            began = time.process_time()
            outcome = judge(hostile, Path(name))
            slowest = max(slowest, time.process_time() - began)
            outcomes[outcome.partition(":")[0]] += 1
            if outcome.startswith("WRONG"):
                wrong.append(f"{hostile.name} ({hostile.how}): {outcome}")
    return {"what": f"{count} generated", "outcomes": dict(outcomes), "wrong": wrong, "slowest": round(slowest, 2)}


# --- large files: each makes a file and says what must become of it --------------------------------------------------


def _two_gigabytes(path: Path) -> None:
    files.huge_sheet(path, 2048)


def _two_gigabytes_lying(path: Path) -> None:
    files.huge_sheet(path, 2048, declared=1_000_000)


def _half_gigabyte_broken(path: Path) -> None:
    """Within the limit, but its XML is broken at the very end."""
    files.huge_sheet(path, 500, close="</sheet>")


def _shared_texts(path: Path) -> None:
    files.huge_shared(path, 450)


def _one_text_everywhere(path: Path) -> None:
    """A text of 30,000 characters that 100,000 cells share."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    parts = files.parts_of(files.sheet_xml([]).replace("<sheetData>", f"<sheetData>{cells}"))
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="x"><si><t>{"z" * 30_000}</t></si></sst>'
    path.write_bytes(files.zipped(parts))


def _far_cell(path: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path.write_bytes(files.zipped(files.parts_of(files.sheet_xml([]).replace("<sheetData>", f"<sheetData>{cells}"))))


def _many_parts(path: Path) -> None:
    path.write_bytes(files.zipped({f"xl/part{n}.xml": "x" for n in range(20_000)}))


def _packed_csv(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(1024):
            file.write(b"Dorpsstraat;1;1234 AB\n" * 47_000)


def _one_line(path: Path) -> None:
    path.write_bytes(b"adres;" + b"x" * 200_000_000)


def _one_quote(path: Path) -> None:
    path.write_bytes(b'adres;nr\n"' + b"Dorpsstraat;1\n" * 2_000_000)


def _empty_lines(path: Path) -> None:
    path.write_bytes(b"adres\n" + b"\n" * 200_000_000)


def _repeated_ods(path: Path) -> None:
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
        '<table:table table:name="A"><table:table-row table:number-rows-repeated="999999999">'
        '<table:table-cell office:value-type="string" table:number-columns-repeated="900"><text:p>adres</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path.write_bytes(
        files.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    )


def _lying_dimension(path: Path) -> None:
    files.lying_dimension(path, 200_000)


LARGE: dict[str, tuple[str, Callable[[Path], None], int | None]] = {
    "a sheet that unpacks to 2 GB": ("xlsx", _two_gigabytes, None),
    "the same, and the zip says 1 MB": ("xlsx", _two_gigabytes_lying, None),
    "500 MB of rows, broken at the end": ("xlsx", _half_gigabyte_broken, None),
    "shared texts of 450 MB": ("xlsx", _shared_texts, None),
    "one long text in 100,000 cells": ("xlsx", _one_text_everywhere, None),
    "a cell in the last row and column": ("xlsx", _far_cell, None),
    "a zip of 20,000 parts": ("xlsx", _many_parts, None),
    "a packed CSV of 1 GB": ("csv.gz", _packed_csv, None),
    "a line of 200 MB": ("csv", _one_line, None),
    "a quote before 2,000,000 rows": ("csv", _one_quote, 1_999_999),
    "200,000,000 empty lines": ("csv", _empty_lines, None),
    "a row repeated 999,999,999 times": ("ods", _repeated_ods, None),
    "200,000 rows behind A1:B2": ("xlsx", _lying_dimension, 199_999),
}


def large(what: str) -> dict[str, Any]:
    """Judge one of the large files: refused, or read with the right number of rows."""
    ending, _, rows = LARGE[what]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"large.{ending}"
        subprocess.run([sys.executable, __file__, "--make", what, str(path)], check=True)
        began = time.process_time()
        try:
            found = read_table(path).table.num_rows
            outcome = "read" if rows is None or found >= rows else f"WRONG: {found} rows"
        except InputError as error:
            outcome = _clear(error) if rows is None else f"WRONG: refused ({error})"
        seconds = time.process_time() - began
    wrong = [outcome] if outcome.startswith("WRONG") else []
    if outcome == "refused" and seconds > SECONDS_LIMIT:
        wrong.append(f"WRONG: {seconds:.1f} s for a refusal")
    return {"what": what, "outcomes": {outcome.partition(":")[0]: 1}, "wrong": wrong, "slowest": round(seconds, 2)}


# --- one process per group -------------------------------------------------------------------------------------------


def apart(*question: str) -> dict[str, Any]:
    """Run a group in its own process; its peak memory comes with the answer."""
    done = subprocess.run([sys.executable, __file__, *question], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return {
            "what": " ".join(question),
            "outcomes": {},
            "wrong": [f"WRONG: died ({done.stderr[-300:]})"],
            "slowest": 0,
        }
    answer: dict[str, Any] = json.loads(done.stdout)
    if answer["peak_mb"] > MEMORY_LIMIT_MB:
        answer["wrong"].append(f"WRONG: {answer['peak_mb']} MB")
    return answer


def _peak_mb() -> int:
    """The most memory that this process held. `getrusage` would count what its parent held when it was started."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _answer(result: dict[str, Any]) -> None:
    print(json.dumps(result | {"peak_mb": _peak_mb()}))


def main() -> int:
    """Run what was asked; 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--small", action="store_true", help="only the generated files")
    parser.add_argument("--group", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--make", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        LARGE[asked.make[0]][1](Path(asked.make[1]))
        return 0
    if asked.group:
        _answer(generated(asked.count, asked.seed) if asked.group == ["generated"] else large(" ".join(asked.group)))
        return 0
    groups = ["generated"] if asked.small else ["generated", *LARGE]
    results = [apart("--group", group, "--count", str(asked.count), "--seed", str(asked.seed)) for group in groups]
    _show(results, asked.json)
    return 1 if any(result["wrong"] for result in results) else 0


def _show(results: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print(json.dumps(results))
        return
    for result in results:
        outcomes = ", ".join(f"{count} {name}" for name, count in sorted(result["outcomes"].items()))
        print(f"{result['what']:<40} {outcomes:<28} {result['slowest']:>6} s  {result.get('peak_mb', 0):>4} MB")
        for line in result["wrong"][:20]:
            print(f"    {line}")
    _written(results)


def _written(results: list[dict[str, Any]]) -> None:
    """Put what was measured on the page of measurements."""
    lines = [
        [
            result["what"],
            ", ".join(f"{count} {name}" for name, count in sorted(result["outcomes"].items())),
            str(len(result["wrong"])),
            str(result["slowest"]),
            str(result.get("peak_mb", 0)),
        ]
        for result in results
    ]
    headings = ["files", "outcomes", "wrong", "slowest, s of the processor", "peak memory of the process, MB"]
    table = markdown(headings, lines)
    work = "Each line ran in a process of its own; about 215 MB of its memory is Python and its libraries."
    write_section("hostile", f"## Hostile files\n\n{today()}; {machine('onderdak')}.\n\n{work}\n\n{table}")


if __name__ == "__main__":
    raise SystemExit(main())
