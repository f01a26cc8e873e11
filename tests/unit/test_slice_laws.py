"""Wherever a file is cut, its slices have the rows, the account and the rejected lines of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from moodcloud.database import connect, read_parquet
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.slices.decided import read_decided
from moodcloud.slices.deciding import decide
from moodcloud.slices.planning import NoSlices, plan, read_plan
from moodcloud.slices.slice_counts import rejected_rows
from moodcloud.slices.surveying import survey
from moodcloud.slices.work_files import WorkFiles
from moodcloud.tabular.na_values import NO_MARK_SQL
from moodcloud.tabular.reader import Job

from tests.laws import examples

# What every text may hold, and what only some: a backslash is the second half of signs of cp932.
PLAIN: Final = ("good film", "not bad", "it was fine, really", 'a 5" tv', "two\nlines", "n/a")
HARD: Final = (
    *("row\nin it", 'nice"\nfilm,pos\nbad,neg\nagain', '"', 'quoted "word"', '"all of it"', "\\"),
    *("empty\n\nline", "  around  ", "", ",", "\n", 'ends with "', "back\\slash", "# note"),
)
LETTERS: Final = {
    "utf-8": "재미 없다 ソ表能 café",
    "utf-8-sig": "재미 없다 ソ表能 café",
    "utf-16": "재미 ∀਍",
    "utf-16-le": "재미 ∀਍",
    "utf-16-be": "재미 ∀਍",
    "cp949": "정말 재미 없다 똠방각하",
    "cp932": "ソ表能 とても良い映画",
    # Bytes of cp1252 amid UTF-8.
    "mixed": "café naïve “so” déjà",
}
BETWEEN: Final = (
    *('"open, pos\n', "\n", "\n\n", "text,label\n", "lonely\n", "#note\n", 'x",neg\n'),
    *("a,b,c,d\n", '"a" b,pos\n', "x,\n", ",pos\n", '"",""\n', ' "spaced",neg\n', "x,?\n"),
)
QUOTING: Final = ("doubled", "backslash", "some", "none")
NEWLINES: Final = ("\n", "\r\n", "\r", "mixed")


class _Upload(NamedTuple):
    content: bytes
    cuts: list[int]
    """Where to cut, in bytes from the first row of the file as UTF-8 on."""
    options: Options


@st.composite
def uploads(draw: st.DrawFn) -> _Upload:
    """Return a file as programs and people write it, and places to cut it."""
    encoding = draw(st.sampled_from(sorted(LETTERS)))
    own = LETTERS[encoding].split()
    texts = st.sampled_from([*PLAIN, *own, *(HARD if draw(st.booleans()) else ())])
    broken = st.sampled_from(["", *(BETWEEN if draw(st.booleans()) else ())])
    label = st.sampled_from(["pos", "pos", "neg", draw(st.sampled_from(["neg", "", "odd", "n/a"]))])
    quoting = draw(st.sampled_from(QUOTING))
    rows = draw(st.lists(st.tuples(texts, label, st.just("") | broken), max_size=24))
    plain = [("a good plain text", "pos", ""), ("a bad plain text", "neg", "")] * 3
    lines = [f"{_quoted(text, quoting)},{each}\n{more}" for text, each, more in plain + rows]
    header = draw(st.booleans())
    content = "text,label\n" * header + "".join(lines)
    content = content.removesuffix("\n" * draw(st.integers(0, 1)))
    newline = draw(st.sampled_from(NEWLINES))
    encoded = _encoded(_with_newlines(content, newline, draw), encoding)
    cuts = st.lists(st.integers(0, len(content.encode())), min_size=1, max_size=4).map(sorted)
    # Conditions are a reading of their own.
    where = draw(st.sampled_from([(), (), ("label!=odd" if header else "2!=odd",)]))
    return _Upload(encoded, draw(cuts), Options(where=where))


def _quoted(text: str, quoting: str) -> str:
    if quoting == "none" or (quoting == "some" and not {",", "\n"} & set(text)):
        return text.replace("\n", " ").replace(",", " ")
    if quoting == "backslash":
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return '"' + text.replace('"', '""') + '"'


def _with_newlines(content: str, newline: str, draw: st.DrawFn) -> str:
    if newline != "mixed":
        return content.replace("\n", newline)
    lines = content.split("\n")
    each = st.sampled_from(NEWLINES[:3])
    ends = draw(st.lists(each, min_size=len(lines) - 1, max_size=len(lines) - 1))
    return "".join(line + end for line, end in zip(lines, [*ends, ""], strict=True))


def _encoded(content: str, encoding: str) -> bytes:
    if encoding != "mixed":
        return content.encode(encoding)
    parts = content.splitlines(keepends=True)
    return b"".join(each.encode(("utf-8", "cp1252")[n % 3 == 2]) for n, each in enumerate(parts))


class _Engines(NamedTuple):
    whole: duckdb.DuckDBPyConnection
    slices: duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Engines]:
    """Yield the engines of all examples: to open some for each takes most of the time."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("engines")
        found = _Engines(*(stack.enter_context(connect(folder / each)) for each in "ab"))
        found.slices.execute("SET threads = 1")
        yield found


@settings(max_examples=examples(500, 50), deadline=None)
@given(uploads())
# A row that is left out holds a newline of two characters.
@example(_Upload(b'"good film",pos\r\n' * 6 + b'"bad",neg\r\n"a\r\nb",\r\n', [0], Options()))
def test_slices_have_the_rows_of_the_whole(engines: _Engines, upload: _Upload) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "upload.csv"
        path.write_bytes(upload.content)
        sliced = _sliced(path, upload.options, upload.cuts, engines)
        assert sliced is None or sliced == _whole(path, upload.options, engines.whole)


@pytest.mark.slow
def test_a_broken_row_in_the_last_of_many_slices_changes_nothing(
    engines: _Engines, tmp_path: Path
) -> None:
    path, options = tmp_path / "upload.csv", Options()
    rows = '"good, very\nand long",pos\nbad,neg\n' * 200
    path.write_text(f'text,label\n{rows}"open,neg\nbad,neg\n')
    cuts = [len(rows) * number // 40 for number in range(1, 40)]
    assert _sliced(path, options, cuts, engines) == _whole(path, options, engines.whole)


def _whole(path: Path, options: Options, connection: duckdb.DuckDBPyConnection) -> Any:
    """Return the account of a file, and its rows; the code of its fault."""
    (folder := path.parent / "whole").mkdir()
    try:
        table = read_table(path, options, folder, connection)
    except UploadError as error:
        return error.code
    rows = connection.execute(f"SELECT text, label FROM ({table.relation})").fetchall()
    counted = sorted(row for row in rows if row[1] in table.labels)
    return table.sentiments, table.rows, table.input, table.unspaced, list(table.rejected), counted


def _sliced(path: Path, options: Options, cuts: Sequence[int], engines: _Engines) -> Any:
    """Return the same of its slices; None where it has none."""
    (folder := path.parent / "slices").mkdir()
    work = WorkFiles(folder / "work")
    job = Job(path, path.name, folder, engines.whole, options)
    numbers, round_number = list(range(len(cuts) + 1)), 0
    try:
        plan(job, work, len(numbers), cuts)
        while numbers:
            for number in numbers:
                survey(work, round_number, number, engines.slices, folder)
            numbers = decide(work, round_number, engines.whole)
            round_number += 1
    except UploadError as error:
        return error.code
    except NoSlices:
        return None
    planned, decided = read_plan(work), read_decided(work)
    paths = [work.rows(number, n) for n, number in enumerate(decided.rounds)]
    query = f"SELECT text, label FROM {read_parquet(paths)} WHERE {NO_MARK_SQL}"
    rows = engines.whole.execute(query).fetchall()
    rejected = [
        row
        for number in range(len(decided.rounds))
        for row in rejected_rows(work, number, planned, decided, engines.slices)
    ]
    counted = sorted(row for row in rows if row[1] in decided.labels)
    return (
        *(decided.sentiments, decided.rows, decided.input),
        *(planned.unspaced, rejected, counted),
    )
