"""Whichever way a delimited file is read, no row of it is lost, and rows left out are found."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.database import connect
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.reading.columns import Columns
from moodcloud.reading.delimited.careful import Careful
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.engine import Limits
from moodcloud.reading.delimited.head import head_of
from moodcloud.reading.delimited.rows import BrokenRow, Row
from moodcloud.reading.delimited.scan import open_source
from moodcloud.reading.rejected import list_rejected

LABELS = ("pos", "neg")
KNOWN = dict.fromkeys([*LABELS, " pos", " neg"], "")


@dataclass(frozen=True)
class File:
    """A file, how it is split, and how much of it the engine reads at a time."""

    content: str
    dialect: Dialect
    columns: Columns
    limits: Limits


CELLS = st.text(st.sampled_from('ab ,;"\'\\\n\n\r#é안'), max_size=8)
PLAIN = st.integers(0, 999).map("a plain text {}".format)
TEXTS = st.one_of(PLAIN, PLAIN, PLAIN, CELLS, st.sampled_from(["", " ", "NA", "two\nlines", 'a 5" tv']))
STRAY = ('"he said it,neg', '"', '"" x', '"a" b,pos', "a", "a,b,c,d,e", "", "", " ", ',"', '"cut\nhere')


def _as_written(cell: str, dialect: Dialect, quoting: int) -> str:
    """Return a cell as a writer of the dialect writes it, or with its quotes left alone."""
    quote = dialect.quote
    hard = quote + dialect.delimiter + "\n\r"
    if not quote or quoting == 0 or (quoting == 1 and not any(mark in cell for mark in hard)):
        return cell if quoting else re.sub("[\n\r]", " ", cell)
    escape = "\\" if dialect.backslash else quote
    cell = cell.replace("\\", "\\\\") if dialect.backslash else cell
    return quote + cell.replace(quote, escape + quote) + quote


@st.composite
def files(draw: st.DrawFn) -> File:
    """Return a file of rows between stray lines, with an end that may be cut off."""
    dialect = Dialect(
        delimiter=draw(st.sampled_from(",;\t")),
        quote=draw(st.sampled_from(["\"", "\"", "\"", "'"])),
        header=draw(st.booleans()),
        width=draw(st.integers(1, 4)),
        backslash=draw(st.integers(0, 4)) == 0,
        padded=draw(st.integers(0, 4)) == 0,
    )
    names = ("text", "label", "more", "again")[: dialect.width]
    columns = Columns(0, 1 if dialect.width > 1 else None, names)
    lines = [dialect.delimiter.join(names)] if dialect.header else []
    for _ in range(draw(st.integers(1, 40))):
        if draw(st.integers(0, 30)) == 0:
            lines.append(draw(st.sampled_from(STRAY)))
        cells = [draw(TEXTS), draw(st.sampled_from([*LABELS, *LABELS, *LABELS, "", "odd"]))]
        cells += [draw(TEXTS) for _ in range(dialect.width - 2)]
        quoting = draw(st.sampled_from([0, 1, 1, 2, 2]))
        written = (_as_written(cell, dialect, quoting) for cell in cells[: dialect.width])
        lines.append((dialect.delimiter + " " * dialect.padded).join(written))
    content = "\n".join([*lines, draw(st.sampled_from(["", "", "\n", '"cut off', '"cut,off\n']))])
    newline = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    # Files that are read have newlines of one kind.
    content = re.sub("\r\n|\r|\n", newline, content)
    content = content[: draw(st.sampled_from([None, None, None, -1, -3, -10]))]
    line_bytes = draw(st.sampled_from([64, 256, 1024, 1 << 20]))
    return File(content, dialect, columns, Limits(line_bytes))


def _unquoted(fields: list[str] | tuple[str, ...], dialect: Dialect) -> str:
    return re.sub(r"\s|\\", "", "|".join(fields).replace(dialect.quote, ""))


def _check(file: File, folder: Path, engine: duckdb.DuckDBPyConnection) -> str:
    path = folder / "upload.csv"
    path.write_bytes(file.content.encode())
    if not file.content.strip():
        return "empty"
    dialect, columns = file.dialect, file.columns
    source, account = open_source(
        engine, path, head_of(path), dialect, columns, folder, file.limits
    )
    found = engine.execute(f"SELECT text, label FROM ({source.relation})").fetchall()
    careful = list(Careful(path, dialect, columns).records())
    own = list(source.records())
    sound = [tuple([*row.fields, ""][:2]) for row in own if isinstance(row, Row)]
    assert Counter(_alike(row, dialect) for row in found) == Counter(
        _alike(row, dialect) for row in sound
    )
    assert account.rows == len(sound)
    assert account.broken == len(own) - len(sound)
    if dialect.width > 1:
        everything = list_rejected(replace(source, left_out=None), KNOWN, 1000)
        for most in {1, 2, len(everything) // 2, len(everything)}:
            most = min(most, len(everything))
            assert list_rejected(source, KNOWN, most) == everything[:most]
    if own == careful:
        return "salvaged" if "salvaged" in source.relation else "engine"
    # Quotes were taken for text: each row is where it was, and whole.
    assert [row.line for row in own] == [row.line for row in careful]
    for as_text, quoted in zip(own, careful, strict=True):
        if isinstance(quoted, Row):
            assert isinstance(as_text, Row)
            assert _unquoted(as_text.fields, dialect) == _unquoted(quoted.fields, dialect)
    return "text"


def _alike(row: tuple[str, ...], dialect: Dialect) -> tuple[str, ...]:
    """Return a row with newlines and spaces before fields, which the engine keeps, as one kind."""
    spaced = (re.sub("\r\n|\r", "\n", field) for field in row)
    if dialect.padded:
        spaced = (field.lstrip(" ") for field in spaced)
    if dialect.backslash:
        spaced = (field.replace("\\", "") for field in spaced)
    return tuple(spaced)


def test_each_row_is_counted_or_listed_as_the_careful_reader_would(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    ways: Counter[str] = Counter()

    @settings(max_examples=2000, deadline=None)
    @given(files())
    def law(file: File) -> None:
        ways[_check(file, tmp_path, connection)] += 1

    law()
    print(ways)
    assert min(ways["engine"], ways["salvaged"], ways["text"]) > 0
