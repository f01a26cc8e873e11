"""HTML pages: the table with most rows becomes rows of text.

Many programs export an HTML table under the name of a workbook (.xls).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from moodcloud.errors import UploadError
from moodcloud.tabular.excel_sheet import below_preamble
from moodcloud.tabular.hints import Hints
from moodcloud.tabular.html_rows import MOST_TABLES, HtmlRow, HtmlRows
from moodcloud.tabular.json_reader import sample_records
from moodcloud.tabular.json_stream import Record, Shape, read_json
from moodcloud.tabular.limits import Allowance, BombError, disk_to_spare
from moodcloud.tabular.reader import Job, Reader
from moodcloud.tabular.record_reader import list_reader
from moodcloud.tabular.rows import BrokenRow

_CHUNK_CHARACTERS: Final = 1 << 20
# A tag, a comment or a script that is longer is held to be one that never ends, and so is a
# shorter one at the end of the page.
_LONGEST_TAG: Final = 1 << 21
_LONGEST_SCRIPT: Final = 1 << 24
_LONGEST_REST: Final = 1 << 16
_SHOWN_CHARACTERS: Final = 1000
# How much is written before it is checked how much may be.
_CHECKED_BYTES: Final = 1 << 20
_MOST_NAMED: Final = 20


def open_html(job: Job, path: Path, hints: Hints) -> Reader:
    """Return the reader of a table of the page at `path`.

    Args:
        job: What it is read for; its option `sheet` names the table, by its caption or position.
        path: A page in UTF-8.
        hints: What is known of the names of columns.

    Raises:
        UploadError: `not_text`, `broken_file`, `unknown_sheet`, `archive_bomb`, `disk_full`.
    """
    copy, rows = job.workspace / "page.jsonl", job.workspace / "table.jsonl"
    with disk_to_spare(job.name):
        with copy.open("w", encoding="ascii") as out:
            tables = _Copied(out, Allowance(job.name, path.stat().st_size, job.workspace))
            captions = _read(path, tables)
        # A table within a cell ends before the one that it is in.
        tables.found = dict(sorted(tables.found.items()))
        chosen = _chosen(job, tables.found, captions)
        _write_table(copy, rows, chosen)
    copy.unlink()
    records = partial(_records, rows)
    read = map(_numbered, sample_records(rows, read_json(rows, Shape.LINES)))
    sample = [each for each in read if isinstance(each, Record)]
    header = True if sample and sample[0].line == chosen.heading else None
    reader = list_reader(job, "html", records, sample, rows.stat().st_size, hints, header)
    alike = (
        each
        for each in tables.found.values()
        if chosen.names and each.names == chosen.names and each is not chosen
    )
    return replace(
        reader,
        sheet=_name(chosen, captions) if len(tables.found) > 1 else None,
        sheets_alike=tuple(_name(each, captions) for each in islice(alike, _MOST_NAMED)),
    )


@dataclass
class _Table:
    """What is known of a table of the page.

    Attributes:
        number: Its number in the page, from 1.
        rows: How many rows of it hold something.
        widths: How many rows have how many cells.
        names: The cells of the first row of more than one cell.
        heading: The line of the first row, where that one alone is of headings; else 0.
    """

    number: int
    rows: int = 0
    widths: Counter[int] = field(default_factory=Counter)
    names: list[str] | None = None
    heading: int = 0

    def add(self, row: HtmlRow) -> None:
        """Count a row that holds something."""
        self.rows += 1
        self.widths[len(row.cells)] += 1
        if self.names is None:
            if sum(map(bool, row.cells)) > 1:
                self.names, self.heading = row.cells, row.line if row.heads else 0
        elif row.heads and self.heading == row.line - 1:
            # Several rows of headings are looked at more closely.
            self.heading = 0

    @property
    def width(self) -> int:
        """How many cells most rows have."""
        return max(self.widths, key=lambda width: (self.widths[width], width))


class _Copied:
    """The rows of all tables of a page, copied to a file of JSON lines.

    Args:
        out: The file.
        allowance: How much may be written.
    """

    def __init__(self, out: TextIO, allowance: Allowance) -> None:
        self._out = out
        self._allowance = allowance
        self._written = self._checked = 0
        self.read = 0
        self.found: dict[int, _Table] = {}

    def add(self, row: HtmlRow) -> None:
        """Write a row, if it holds something."""
        if not any(row.cells) and not row.too_long:
            return
        if row.table not in self.found and len(self.found) == MOST_TABLES:
            raise UploadError("not_text", what=f"an HTML page of more than {MOST_TABLES:,} tables")
        self.found.setdefault(row.table, _Table(row.table)).add(row)
        # A row below zero is one that is not read.
        line = -row.line if row.too_long else row.line
        cells = [" ".join(row.cells)[:_SHOWN_CHARACTERS]] if row.too_long else row.cells
        record = json.dumps([row.table, line, cells], separators=(",", ":"))
        self._written += self._out.write(record + "\n")
        if self._written >= self._checked + _CHECKED_BYTES:
            self._checked = self._written
            try:
                self._allowance.check(self.read, self._written, self._written)
            except BombError as bomb:
                raise UploadError("archive_bomb", problem=str(bomb)) from bomb


def _read(path: Path, tables: _Copied) -> dict[int, str]:
    """Copy the rows of all tables of a page; return the captions of the tables."""
    parser = HtmlRows(tables.add)
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        while chunk := stream.read(_CHUNK_CHARACTERS):
            tables.read += len(chunk)
            parser.feed(chunk)
            if parser.waiting > (_LONGEST_SCRIPT if parser.is_in_script else _LONGEST_TAG):
                raise _broken("a part of it is longer than any tag or script")
    if parser.is_in_script or parser.waiting > _LONGEST_REST:
        raise _broken("a tag, a comment or a script in it does not end")
    parser.end()
    return parser.captions


def _broken(reason: str) -> UploadError:
    return UploadError("broken_file", what="an HTML page", reason=reason)


def _chosen(job: Job, tables: dict[int, _Table], captions: dict[int, str]) -> _Table:
    """Return the table asked for, or the one with most rows, the first of several.

    Raises:
        UploadError: `not_text`, `unknown_sheet`.
    """
    if wanted := job.options.sheet:
        named = [each for each in tables.values() if wanted in (captions.get(each.number), "")]
        by_position = [each for each in tables.values() if str(each.number) == wanted]
        if found := [*named, *by_position]:
            return found[0]
        names = [_name(each, captions) for each in islice(tables.values(), _MOST_NAMED)]
        option = job.options.name_of("sheet")
        raise UploadError("unknown_sheet", wanted=wanted, option=option, sheets=", ".join(names))
    largest = max(tables.values(), key=lambda table: (table.rows, -table.number), default=None)
    if largest is None or largest.rows < 2:
        raise UploadError("not_text", what="an HTML page")
    return largest


def _name(table: _Table, captions: dict[int, str]) -> str:
    return captions.get(table.number, str(table.number))


def _write_table(copy: Path, out: Path, chosen: _Table) -> None:
    """Write the rows of one table, each as wide as most of them, without titles above it."""
    with out.open("w", encoding="ascii") as stream:
        for line, cells in below_preamble(_rows_of(copy, chosen)):
            stream.write(json.dumps([line, *cells], separators=(",", ":")) + "\n")


def _rows_of(copy: Path, chosen: _Table) -> Iterator[tuple[int, list[str]]]:
    beginning, width = f"[{chosen.number},", chosen.width
    with copy.open(encoding="ascii") as stream:
        for text in stream:
            if text.startswith(beginning):
                _, line, cells = json.loads(text)
                yield line, cells + [""] * (width - len(cells))


def _records(rows: Path) -> Iterator[Record | BrokenRow]:
    for record in read_json(rows, Shape.LINES):
        assert isinstance(record, Record)
        yield _numbered(record)


def _numbered(record: Record) -> Record | BrokenRow:
    """Return the record of a line of the copy as what it is in the page."""
    number, *cells = record.value
    line = int(number)
    if line < 0:
        return BrokenRow(-line, "more characters or cells than are read", cells[0])
    return Record(line, cells)
