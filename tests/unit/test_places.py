"""Rows left out are found where they stand, without a walk through all the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moodcloud.options import Options
from moodcloud.reading.inspect import inspect
from moodcloud.reading.rejected import list_rejected
from moodcloud.tabular.csv_rows import Dialect
from moodcloud.tabular.na_values import LEFT_OUT_SQL, has_text
from moodcloud.tabular.places import Places
from moodcloud.tabular.reader import Job, Source
from moodcloud.tabular.rows import BrokenRow, Columns, Row

from tests.laws import examples
from tests.unit.tables import WRITERS, open_as

NEAR_MARKS = r"[\s\ufeff]{0,2}(NA|n/a|<NA>|\\N|#N/A|null|.|)[\s~]{0,30}.?"
FIXTURE = [HealthCheck.function_scoped_fixture]
LABELS = dict.fromkeys(("pos", "neg"), "")


@settings(max_examples=examples(300), deadline=None)
@given(
    st.lists(st.sampled_from(["", "", "a", "bb", "ㄱ", "a longer line"]), max_size=30),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.integers(1, 20),
)
def test_a_line_is_found_by_its_number_among_those_not_empty(
    lines: list[str], newline: str, ended: bool, block_bytes: int
) -> None:
    content = newline.join(lines) + newline * ended
    expected: list[tuple[int, int, int]] = []
    offset = 0
    for number, line in enumerate(content.split(newline)):
        if line:
            expected.append((offset, number, len(expected)))
        offset += len((line + newline).encode())
    with TemporaryDirectory() as name:
        path = Path(name) / "upload.csv"
        path.write_bytes(content.encode())
        places = Places(path, newline, block_bytes)
        found = list(places.find(range(1, places.filled + 1)))
        some = list(places.find(range(2, places.filled + 1, 3)))
    assert [(place.offset, place.lines, place.filled) for place in found] == expected
    assert some == found[1::3]


@settings(max_examples=examples(300), deadline=None, suppress_health_check=FIXTURE)
@given(
    st.lists(
        st.from_regex(
            r"[\s\ufeff]{0,2}(NA|n/a|<NA>|\\N|#N/A|null|.|\[deleted\]|[Nn][oO] [cC]omment|-{1,3}|)"
            r"[\s~]{0,30}.?",
            fullmatch=True,
        )
    )
)
def test_a_text_is_left_out_by_the_engine_where_it_is_by_the_list(
    connection: duckdb.DuckDBPyConnection, texts: list[str]
) -> None:
    rows = "SELECT unnest($2::VARCHAR[]) AS text, 'x' AS label"
    query = f"SELECT text FROM ({rows}) WHERE {LEFT_OUT_SQL}"
    found = connection.execute(query, [["x"], texts]).fetchall()
    assert sorted(text for (text,) in found) == sorted(text for text in texts if not has_text(text))


def _no_walk() -> Iterator[Row | BrokenRow]:
    raise AssertionError("all rows are walked through")


def _agree(source: Source, labels: dict[str, str], most: int, workspace: Path) -> None:
    """Make sure that the rows left out are those of a walk, and found without one."""
    walked = list(list_rejected(replace(source, left_out=None), labels, most, workspace))
    assert len(walked) == most
    found = list_rejected(replace(source, records=_no_walk), labels, most, workspace)
    assert list(found) == walked


def _quoted(rows: list[str], newlines: str) -> str:
    """Return rows in which texts go beyond their line."""
    return "".join(rows).replace("text of", f'"text{newlines}of').replace("words", 'words"')


FORMS: dict[str, Callable[[list[str]], str]] = {
    "one a line": "".join,
    "between empty lines": lambda rows: "\n".join(rows) + "\n\n",
    "texts of two lines": lambda rows: _quoted(rows, "\n"),
    "texts of paragraphs": lambda rows: _quoted(rows, "\n\n\n"),
    "two characters end a line": lambda rows: _quoted(rows, "\n\n").replace("\n", "\r\n"),
    "as old Macs end lines": lambda rows: "".join(rows).replace("\n", "\r"),
    "one broken": lambda rows: "".join([*rows[:50], "broken\n", *rows[50:]]),
    "a quote that never closes": lambda rows: "".join([*rows[:50], '"so\n', *rows[50:]]),
}


@pytest.mark.parametrize("header", [False, True])
@pytest.mark.parametrize("form", FORMS)
def test_rows_left_out_are_found_in_delimited_files(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, form: str, header: bool
) -> None:
    rows = [f"text of words {i},{'neg' if i % 3 else 'pos'}\n" for i in range(300)]
    for at, row in [(0, ",pos\n"), (7, "a text,\n"), (90, "a text,odd\n"), (299, "NA,neg\n")]:
        rows[at] = row
    path = tmp_path / "upload.csv"
    path.write_bytes(FORMS[form](["text,label\n"] * header + rows).encode())
    dialect, columns = Dialect(",", '"', header, 2), Columns(0, 1, ("text", "label"))
    source, account = open_as(dialect, columns, path, tmp_path, connection)
    for most in range(1, 5 + account.broken):
        _agree(source, LABELS, most, tmp_path)


@pytest.mark.parametrize("form", ["jsonl", "json", "parquet", "xlsx", "json, lists"])
def test_rows_left_out_are_found_in_other_formats(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, form: str
) -> None:
    rows = [(f"text of words {i}", "neg" if i % 3 else "pos") for i in range(60)]
    rows[7], rows[30], rows[59] = ("", "pos"), ("a text", "odd"), ("NA", "neg")
    path = tmp_path / "upload"
    WRITERS[form](path, [("text", "label"), *rows])
    _agree(_opened(path, connection, tmp_path), LABELS, 3, tmp_path)


@pytest.mark.parametrize("line", ["\n", "   \n", '{"text": NaN, "label": 1e2}\n'])
def test_lines_of_json_are_told_among_others(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, line: str
) -> None:
    objects = [{"text": f"words {i}", "label": "pos"} for i in range(40)]
    lines = [json.dumps(each) + "\n" for each in [*objects, {"text": "", "label": "pos"}]]
    path = tmp_path / "upload.jsonl"
    path.write_text("".join(lines[:20]) + line + "".join(lines[20:]), "utf-8")
    source = _opened(path, connection, tmp_path)
    most = 1 + ("NaN" in line)
    walked = list(list_rejected(replace(source, left_out=None), LABELS, most, tmp_path))
    assert list(list_rejected(source, LABELS, most, tmp_path)) == walked


def _opened(path: Path, connection: duckdb.DuckDBPyConnection, workspace: Path) -> Source:
    found = inspect(Job(path, path.name, workspace, connection, Options()))
    return found.reader.open(found.chosen())[0]


def test_rows_without_a_text_are_found_where_vader_scores(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    from moodcloud.scoring.texts import score

    path = tmp_path / "upload.csv"
    path.write_text("text\n" + "a good film\n" * 30 + '""\n' + "a bad film\n" * 30, "utf-8")
    source, _ = score(connection, _opened(path, connection, tmp_path), tmp_path)
    _agree(source, {"positive": "", "negative": "", "neutral": ""}, 1, tmp_path)
