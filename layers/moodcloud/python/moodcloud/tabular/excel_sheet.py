"""A sheet of a workbook as lines of JSON: the number of each row, then its cells as text.

A sheet is read whole, and the reader ends its process when memory runs out, so it has a process
of its own with bounds. This file is what that process runs: it imports next to nothing.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, Final

from moodcloud.shortage import wants_room

# A full sheet of 1,048,576 rows by 4 columns of short texts needs about half of it.
MEMORY_BYTES: Final = 1280 << 20
SECONDS: Final = 120
_PREAMBLE_ROWS: Final = 20
# The sheets of larger workbooks are not compared.
_LARGE_BYTES: Final = 4 << 20

Cells = list[str]


def text_of(cell: Any) -> str:
    """Return a cell as a CSV file would hold it: 5.0 as 5, dates in ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def filled_rows(rows: Iterable[list[Any]]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows that hold something, each with its number from 1."""
    for number, row in enumerate(rows, start=1):
        cells = [text_of(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            yield number, cells


def below_preamble(rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Leave out titles and notes, one cell a row, above a header of several."""
    head = list(islice(rows, _PREAMBLE_ROWS))
    titles = 0
    while titles < len(head) and _filled(head[titles][1]) == 1:
        titles += 1
    header = head[titles][1] if titles < len(head) else []
    yield from head[titles if header and not any(map(_numeric, header)) else 0 :]
    yield from rows


def _filled(cells: Cells) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _numeric(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _choose(workbook: Any, wanted: str) -> tuple[str, Any] | None:
    """Return the sheet wanted, or the first that holds a table, if there is one."""
    names = workbook.sheet_names
    if wanted:
        if wanted not in names and wanted.isdecimal() and 1 <= int(wanted) <= len(names):
            wanted = names[int(wanted) - 1]
        return (wanted, workbook.get_sheet_by_name(wanted)) if wanted in names else None
    best: tuple[int, str] | None = None
    for name in _visible(workbook):
        sheet = workbook.get_sheet_by_name(name)
        head = [_filled(cells) for _, cells in islice(filled_rows(sheet.iter_rows()), 50)]
        # A table has rows of several cells; without one, a list of one column will do.
        rank = 3 if sum(n > 1 for n in head) > 1 else 2 if len(head) > 1 else 1 if head else 0
        if rank == 3:
            return name, sheet
        if rank and (best is None or rank > best[0]):
            best = rank, name
    return None if best is None else (best[1], workbook.get_sheet_by_name(best[1]))


def _visible(workbook: Any) -> list[str]:
    """Return the names of the sheets of cells that are not hidden."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        each.name
        for each in workbook.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]


def _alike(workbook: Any, path: str, chosen: str, header: Cells) -> list[str]:
    """Return the other sheets with the same header; nothing for a large workbook.

    Each of them is read whole for it, and may take the memory that the chosen one left.
    """
    if os.path.getsize(path) > _LARGE_BYTES or _filled(header) < 2:  # noqa: PTH202 - few imports
        return []
    return [
        name
        for name in _visible(workbook)
        if name != chosen and _header(workbook.get_sheet_by_name(name)) == header
    ]


def _header(sheet: Any) -> Cells:
    return next((cells for _, cells in below_preamble(filled_rows(sheet.iter_rows()))), [])


def write_rows(path: str, wanted: str, out: str) -> dict[str, Any]:
    """Write the rows of a sheet of the workbook at `path` to `out`; say how it went."""
    import python_calamine

    try:
        with python_calamine.load_workbook(path) as workbook:
            chosen = _choose(workbook, wanted)
            if chosen is None:
                return {"sheets": workbook.sheet_names}
            name, sheet = chosen
            header: Cells = []
            with open(out, "w", encoding="ascii") as stream:  # noqa: PTH123 - few imports
                for number, cells in below_preamble(filled_rows(sheet.iter_rows())):
                    header = header or cells
                    stream.write(json.dumps([number, *cells]) + "\n")
            return {"sheet": name, "alike": _alike(workbook, path, name, header)}
    except python_calamine.PasswordError:
        return {"protected": True}
    except BaseException as error:  # what the reader panics with is no Exception
        if wants_room(error):
            raise
        # Its kind only: messages of the reader quote cells.
        return {"broken": type(error).__name__}


def _bounded(memory: int) -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover - not on Windows, where nothing bounds the reader
        return
    bounds = (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, SECONDS)
    for kind, most in (*bounds, (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        # macOS knows no bound of memory.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (least, hard))


if __name__ == "__main__":
    from moodcloud.processes import end_with

    end_with(int(sys.argv[1]))
    _bounded(int(sys.argv[2]))
    print(json.dumps(write_rows(*sys.argv[3:])))
