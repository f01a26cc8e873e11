"""Whichever way a delimited file is read, no row of it is lost, and rows left out are found."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.reading.rejected import list_rejected
from moodcloud.tabular.csv_engine import Limits
from moodcloud.tabular.csv_rows import Careful, Dialect, is_sound
from moodcloud.tabular.rows import Columns, Row

from tests.laws import examples
from tests.unit.tables import open_as

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
    source, account = open_as(dialect, columns, path, folder, engine, file.limits)
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
        # One bound for each file: another file has another.
        bounds = (min(1, len(everything)), len(everything) // 2, len(everything))
        most = bounds[len(file.content) % 3]
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


# A lone quote after spaces, which the engine takes for text where spaces may be before quotes.
LONE_QUOTE = File(
    'a plain text 0, pos\na plain text 0, pos\n  ", pos\na plain text 0, pos',
    Dialect(",", '"', header=False, width=2, padded=True),
    Columns(0, 1, ("text", "label")),
    Limits(32),
)

# A file of one column that ends beside a quote that closed, and in the middle of a line.
CUT_OFF = File(
    "a\n" + "a plain text 0\n" * 7 + '"he said it,neg\na plain text 0\n"cut off',
    Dialect(",", '"', header=False, width=1),
    Columns(0, None, ("text",)),
    Limits(32),
)

# A line that ends in a backslash, outside of the quotes before it.
BACKSLASH_AT_END = File(
    "a plain text 0,pos,more\n" * 5 + '",",pos,\\\na plain text 0,pos,more',
    Dialect(",", '"', header=False, width=3, backslash=True),
    Columns(0, 1, ("text", "label", "more")),
    Limits(64),
)

# A quote that never closes, and a buffer that ends just before a delimiter some lines below: the
# engine takes that for the end of the field.
BUFFER_END = File(
    "a,pos\r\n" * 5 + "aaa,pos\r\n" + '"he said,\r\na  b,pos\r\na plain text 103,pos\r\n ,\r\n'
    "a plain text 613,pos\r\na plain text 0,pos\r\na plain text 0,pos",
    Dialect(",", '"', header=False, width=2),
    Columns(0, 1, ("text", "label")),
    Limits(32),
)


@pytest.mark.parametrize("file", [LONE_QUOTE, CUT_OFF, BACKSLASH_AT_END, BUFFER_END])
def test_no_row_of_a_file_that_misled_the_engine_is_lost(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, file: File
) -> None:
    _check(file, tmp_path, connection)


@pytest.mark.slow
@settings(
    max_examples=examples(1000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(file=files())
def test_each_row_is_counted_or_listed_as_the_careful_reader_would(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, file: File
) -> None:
    event(_check(file, tmp_path, connection))


def _label(i: int) -> str:
    return "pos" if i % 2 else "neg"


def _plain(i: int) -> str:
    return f"a nice film with many words in it number {i} and more of them,{_label(i)}\n"


def _quoted(i: int) -> str:
    return f'"a nice, film with many words in it number {i} and more of them",{_label(i)}\n'


STRAY_LINE = '"he said it,neg\n'


def _vanishing(name: str, rows: int) -> str:
    """Return a file in which one quote never closes; without it, `rows` are sound."""
    form, _, at = name.partition(" ")
    plain, quoted = map(_plain, range(rows)), map(_quoted, range(rows))
    if form == "cut":
        return "".join(quoted) + '"this text was cut off, and is'
    if form == "half":
        lines = [*islice(quoted, rows // 2), *islice(plain, rows // 2, None)]
    else:
        lines = list(plain)
    lines.insert(rows * int(at) // 80, STRAY_LINE)
    return "".join(lines)


# Where the stray quote stands, in eightieths of the rows.
VANISHING = ["plain 79", "plain 62", "half 79", "half 62", "cut off"]


@pytest.mark.parametrize("name", VANISHING)
@pytest.mark.parametrize("line_bytes", [128, 1024])
def test_no_row_vanishes_behind_a_quote_that_never_closes(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, line_bytes: int, name: str
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text(_vanishing(name, 160), "utf-8")
    dialect, columns = Dialect(",", '"', False, 2), Columns(0, 1, ("1", "2"))
    _, account = open_as(dialect, columns, path, tmp_path, connection, Limits(line_bytes))
    assert account.rows + account.broken == 161
    assert sum(account.labels.values()) >= 160


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "half 62",
        *(pytest.param(each, marks=pytest.mark.slow) for each in VANISHING if each != "half 62"),
    ],
)
def test_no_row_vanishes_from_files_above_four_megabytes(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, name: str
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text("text,label\n" + _vanishing(name, 80_000), "utf-8")
    table = read_table(path, Options(), tmp_path, connection)
    assert table.rows.read == 80_001
    assert table.rows.counted + len(table.rejected) == 80_001


def test_texts_whose_lines_all_look_like_rows_are_not_cut_in_half(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [f'"nice film,\nnumber {i}",{_label(i)}\n' for i in range(400)]
    path = tmp_path / "upload.csv"
    path.write_text("text,label\n" + "".join(rows) + '"never closed,neg\n', "utf-8")
    table = read_table(path, Options(), tmp_path, connection)
    assert (table.rows.read, table.rows.counted) == (401, 400)
    assert [(row.line, row.content) for row in table.rejected] == [(802, '"never closed,neg')]
    found = connection.execute(f"SELECT text FROM ({table.relation})").fetchall()
    assert ("nice film,\nnumber 7",) in found


# Each ends, or stands against the buffers, where the engine alone reads something else.
@pytest.mark.parametrize(
    ("content", "dialect", "rows"),
    [
        ('"aaa","pos"\n' * 5 + '"c","p', Dialect(",", '"', False, 2), 5),
        ("a,pos,x,y\n" * 9 + "b,neg,z", Dialect(",", '"', False, 4), 10),
        ("ab,pos\r\n" * 5 + 'abcdef,pos\r\n"f\r\ng",pos\r\n\r\n' + "h,pos\r\n" * 9,
         Dialect(",", '"', False, 2), 16),
        ('"a \\"b\\"",pos,\n' * 20 + 'c\\, d,"pos"\n',
         Dialect(",", '"', False, 3, backslash=True), 21),
        ('\ntext\n"a"\n"b\nc"\n', Dialect(",", '"', True, 1), 2),
    ],
    ids=["cut off in a label", "too short", "an empty line", "an escaped comma", "a line above"],
)  # fmt: skip
def test_no_row_is_read_by_half(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    content: str,
    dialect: Dialect,
    rows: int,
) -> None:
    path = tmp_path / "upload.csv"
    path.write_bytes(content.encode())
    label = None if dialect.width == 1 else 1
    columns = Columns(0, label, ("text", "label", "more", "last")[: dialect.width])
    source, _ = open_as(dialect, columns, path, tmp_path, connection, Limits(32))
    careful = [row.fields[0] for row in source.records() if isinstance(row, Row)]
    found = connection.execute(f"SELECT text FROM ({source.relation})").fetchall()
    assert Counter(text for (text,) in found) == Counter(careful)
    assert len(found) == rows
