"""Whichever way a delimited file is read, no row of it is lost, and rows left out are found."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.reading.columns import Columns
from moodcloud.reading.delimited.careful import Careful
from moodcloud.reading.delimited.dialect import Dialect
from moodcloud.reading.delimited.engine import Limits
from moodcloud.reading.delimited.head import head_of
from moodcloud.reading.delimited.rows import Row, is_sound
from moodcloud.reading.delimited.scan import open_source
from moodcloud.reading.rejected import list_rejected

LABELS = ("pos", "neg")
KNOWN = {
    f"{before}{label}{behind}": ""
    for label in LABELS
    for before in ("", " ")
    for behind in ("", " ")
}


@dataclass(frozen=True)
class File:
    """A file, how it is split, and how much of it the engine reads at a time."""

    content: str
    dialect: Dialect
    columns: Columns
    limits: Limits


# Files of a few hundred bytes are smaller than the buffers, as large, and many times as large.
LIMITS = st.sampled_from([32, 64, 128, 512, 1 << 20]).map(Limits)
CELLS = st.text(st.sampled_from("ab ,;\"'\\\n\n#é안"), max_size=8)
PLAIN = st.integers(0, 999).map("a plain text {}".format)
HARD = st.sampled_from(
    ["", " ", "NA", "two\nlines", "two,\nlines", 'a 5" tv', '"he said', "a\n\nb"]
)
TEXTS = st.one_of(PLAIN, PLAIN, PLAIN, CELLS, HARD)
STRAY = (
    '"he said it,neg',
    '"',
    '"" x',
    '"a" b,pos',
    "a",
    "a,b,c,d,e",
    "",
    "",
    " ",
    ',"',
    '"cut\nhere',
)
ENDS = ("", "\n", "\n\n", '\n"cut off', '\n"cut,off\n', '\n"cut\noff', '\npos,"', "\na")


def _as_written(cell: str, dialect: Dialect, style: str) -> str:
    """Return a cell as a writer of the dialect writes it, or with its quotes left alone."""
    quote = dialect.quote
    if style == "loose":
        return re.sub(f"[\n{re.escape(dialect.delimiter)}]", " ", cell)
    if style == "minimal" and not any(mark in cell for mark in (quote, dialect.delimiter, "\n")):
        return cell
    escape = "\\" if dialect.backslash else quote
    cell = cell.replace("\\", "\\\\") if dialect.backslash else cell
    return quote + cell.replace(quote, escape + quote) + quote


@st.composite
def files(draw: st.DrawFn) -> File:
    """Return a file of rows, perhaps with stray lines between them, or cut off."""
    width = draw(st.sampled_from([2, 2, 2, 3, 4, 1]))
    dialect = Dialect(
        delimiter=draw(st.sampled_from(",,;\t")),
        quote=draw(st.sampled_from('"""\'')),
        header=draw(st.booleans()),
        width=width,
        backslash=draw(st.sampled_from([False, False, False, True])),
        padded=draw(st.sampled_from([False, False, False, True])),
    )
    names = ("text", "label", "more", "again")[:width]
    label = st.sampled_from([*LABELS, *LABELS, *LABELS, "", "odd"])
    row = st.tuples(TEXTS, label, TEXTS, TEXTS).map(lambda cells: cells[:width])
    styles = draw(
        st.sampled_from(["all", "minimal", "loose", "loose", "minimal loose all"])
    ).split()
    lines = [dialect.delimiter.join(names)] if dialect.header else []
    for cells in draw(st.lists(row, min_size=1, max_size=25)):
        style = styles[len(lines) % len(styles)]
        written = (_as_written(cell, dialect, style) for cell in cells)
        lines.append((dialect.delimiter + " " * dialect.padded).join(written))
    for stray in draw(st.one_of(st.just([]), st.lists(st.sampled_from(STRAY), max_size=3))):
        lines.insert(draw(st.integers(0, len(lines))), stray)
    content = ("\n".join(lines) + draw(st.sampled_from(ENDS)))[
        : draw(st.sampled_from([None, -1, -9]))
    ]
    # Files that are read have newlines of one kind.
    content = content.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    return File(content, dialect, Columns(0, 1 if width > 1 else None, names), draw(LIMITS))


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
        everything = list(list_rejected(replace(source, left_out=None), KNOWN, 1000, folder))
        for most in {1, len(everything) // 2, len(everything)} & {*range(len(everything) + 1)}:
            assert list(list_rejected(source, KNOWN, most, folder)) == everything[:most]
    if own == careful:
        return "salvaged" if "salvaged" in source.relation else "engine"
    # Quotes were taken for text: each line is a row of its own. If it makes none without those
    # below, though it has a label that is known, the quotes are strays.
    lines = re.split("\r\n|\r|\n", file.content)
    assert len(own) == sum(map(bool, lines)) - dialect.header
    known = {
        row.fields[1] for row in own if isinstance(row, Row) and dialect.quote not in row.fields[0]
    }
    for row in careful:
        below = 1 + sum(field.count("\n") for field in row.fields) if isinstance(row, Row) else 1
        first = lines[row.line - 1].split(dialect.delimiter)
        if below > 1 and first[1:2] and first[1] not in known:
            assert not is_sound("\n".join(lines[row.line - 1 :][:below]), dialect)
    return "text"


def _alike(row: tuple[str, ...], dialect: Dialect) -> tuple[str, ...]:
    """Return a row without what the engine reads in another way: spaces around, kinds of newline.

    Where backslashes escape quotes, it keeps those outside of quotes.
    """
    fields = (re.sub("\r\n|\r", "\n", field).strip(" ") for field in row)
    return tuple(field.replace("\\", "") if dialect.backslash else field for field in fields)


def test_each_row_is_counted_or_listed_as_the_careful_reader_would(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    ways: Counter[str] = Counter()

    @settings(max_examples=int(os.environ.get("ROWS_EXAMPLES", "200")), deadline=None)
    @given(files())
    def law(file: File) -> None:
        ways[_check(file, tmp_path, connection)] += 1

    law()
    print(ways)
    assert min(ways["engine"], ways["salvaged"], ways["text"]) > 0
