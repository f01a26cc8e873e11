"""Copies of a text are told, and counted once where that is asked for."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb
import jsonschema
import pytest
from click.testing import CliRunner, Result
from moodcloud.cli import main
from moodcloud.cli.tables import print_summary
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.insight.sample import take_sample
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.report.results import open_results
from moodcloud.report.summary import summary_schema
from moodcloud.tabular.na_values import STRIPPED_SQL

from tests.conftest import WriteCsv
from tests.unit.word_tables import tokens_in

SHARED = ("broken again and nobody answers", "negative")
KEPT = [
    ("a quiet room with a view", "positive"),
    ("breakfast was warm and plenty", "positive"),
    ("the lift does not work", "negative"),
]
# Each as a file may hold it: rows, and how many of them are copies.
CASES: dict[str, tuple[list[tuple[str, str]], int]] = {
    "no text twice": ([*KEPT, SHARED], 0),
    "a text that was shared": ([*KEPT, *[SHARED] * 40], 39),
    "white space around it": (
        [(text, "positive") for text in ("so so", "  so so ", "so so\u00a0", "\u3000so so\t")],
        3,
    ),
    "newlines around it": ([*KEPT, ("so so", "positive"), ("\nso so\n", "positive")], 1),
    "another case": ([*KEPT, ("Well done", "positive"), ("well done", "positive")], 0),
    "another mark": ([*KEPT, ("Well done", "positive"), ("Well done!", "positive")], 0),
    "spaces within": ([*KEPT, ("so  so", "positive"), ("so so", "positive")], 0),
    "the same in two sentiments": ([*KEPT, ("so so", "positive"), ("so so", "negative")], 0),
    "twice in each of two": (
        [*KEPT, *[("so so", "positive")] * 2, *[("so so", "negative")] * 2],
        2,
    ),
    "texts that are blank": ([*KEPT, *[("", "positive")] * 3, *[(" \u200b", "negative")] * 3], 0),
    "rows left out": ([*KEPT, *[SHARED] * 2, *[("who knows", "")] * 4], 1),
}


def _table(
    rows: Iterable[tuple[str, str]],
    write_csv: WriteCsv,
    folder: Path,
    connection: duckdb.DuckDBPyConnection,
    copies: str,
    *labels: str,
) -> Table:
    path = write_csv([("text", "sentiment"), *rows])
    options = Options(copies=copies, positive=labels)
    return read_table(path, options, folder, connection)


@pytest.mark.parametrize("case", CASES)
def test_each_text_of_a_sentiment_is_counted_once_or_told_to_be_a_copy(
    case: str, tmp_path: Path, write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    rows, copies = CASES[case]
    every = _table(rows, write_csv, tmp_path, connection, "count")
    distinct = take_sample(connection, every).distinct
    assert every.rows.counted - sum(distinct.values()) == copies
    assert every.rows.copies == 0
    once = _table(rows, write_csv, tmp_path, connection, "once")
    assert once.rows.copies == copies
    assert once.sentiments == distinct == take_sample(connection, once).distinct
    assert list(once.sentiments) == list(every.sentiments)
    assert once.rows.counted == sum(once.sentiments.values())
    assert once.rows.read == every.rows.read == len(rows)
    assert once.rejected[:] == every.rejected[:]


def test_labels_of_one_sentiment_share_their_texts(
    tmp_path: Path, write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [("as it should be", "fine"), ("as it should be", "great"), ("as it should be", "bad")]
    table = _table(rows, write_csv, tmp_path, connection, "once", "fine", "great")
    assert (table.sentiments, table.rows.copies) == ({"positive": 1, "bad": 1}, 1)


def test_a_text_counted_once_has_the_words_of_one(
    tmp_path: Path, write_csv: WriteCsv, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [*KEPT, *[SHARED] * 40, (f" {SHARED[0]} ", SHARED[1])]
    found = [
        tokens_in(count(connection, _table(each, write_csv, tmp_path, connection, copies), ()))
        for each, copies in (([*KEPT, SHARED], "count"), (rows, "once"))
    ]
    assert found[0] == found[1]


@pytest.mark.slow
def test_order_and_threads_change_nothing(tmp_path: Path, write_csv: WriteCsv) -> None:
    chance = random.Random(5)
    pool = [(" " * (i % 3) + f"word{i % 400} said so", "01"[i % 2]) for i in range(1_200)]
    rows = [chance.choice(pool) for _ in range(3_000)]
    found = []
    for threads, order in ((1, rows), (4, rows), (2, rows[::-1])):
        with connect(tmp_path) as connection:
            connection.execute(f"SET threads = {threads}")
            table = _table(order, write_csv, tmp_path, connection, "once")
            tokens = tokens_in(count(connection, table, ()))
            found.append((table.rows, table.sentiments, tokens, take_sample(connection, table)))
    assert found[0] == found[1] == found[2]


def test_a_text_is_stripped_as_blanks_are_known(connection: duckdb.DuckDBPyConnection) -> None:
    texts = ["plain", "one ", "two  ", " both ", "\u00a0넓은 방\u3000", "방", "\ttab\r\n", "",
             " \u200b", "é ", " \x1c~", "in  side", "line\nbreak ", "\ufeffmark"]  # fmt: skip
    found = connection.execute(
        f"SELECT {STRIPPED_SQL} FROM (SELECT unnest($1) AS text)", [texts]
    ).fetchall()
    blanks = " \t\r\n\x0b\x0c\x1c\x85\xa0\u3000\u200b\ufeff"
    assert [text for (text,) in found] == [text.strip(blanks) for text in texts]


def _analyze(path: Path, out: Path, *more: str) -> Result:
    small = ("--width", "300", "--height", "200", "--max-words", "10")
    return CliRunner().invoke(main, ["analyze", str(path), "--out", str(out), *small, *more])


@pytest.mark.slow
def test_command_summary_and_page_tell_copies(tmp_path: Path, write_csv: WriteCsv) -> None:
    path = write_csv([("text", "sentiment"), *KEPT * 8, *[SHARED] * 40])
    printed = _analyze(path, tmp_path / "out").output.replace("\n", " ")
    assert "60 of 64 texts are copies of earlier ones." in printed
    assert "--copies once" in printed
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    jsonschema.validate(summary, summary_schema())
    assert summary["rows"] == {
        "read": 64, "counted": 64, "rejected": 0, "unlabelled": 0, "empty": 0, "copies": 60,
        "filtered": 0, "uncompared": 0,
    }  # fmt: skip
    of_each = {
        name: (each["rows"], each["distinct_texts"]) for name, each in summary["sentiments"].items()
    }
    assert of_each == {"positive": (16, 2), "negative": (48, 2)}
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "60 of 64 texts are copies of earlier ones" in page
    assert "--copies once counts each text of a sentiment once" in page


def test_counted_once_copies_are_among_the_rows_left_out(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    path = write_csv([("text", "sentiment"), *KEPT * 8, *[SHARED] * 40, ("", "positive")])
    printed = _analyze(path, tmp_path / "out", "--copies", "once").output.replace("\n", " ")
    assert "4 counted, 1 without a text, 60 with a text already counted." in printed
    assert "--copies" not in printed
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    rows = summary["rows"]
    assert rows["read"] == sum(number for name, number in rows.items() if name != "read") == 65
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "60 with a text already counted" in page
    assert "are copies of earlier ones</span>" not in page


def test_few_copies_are_told_without_advice(
    tmp_path: Path, write_csv: WriteCsv, capsys: pytest.CaptureFixture[str]
) -> None:
    _analyze(write_csv([("text", "sentiment"), *KEPT * 8]), tmp_path / "out")
    summary = open_results(tmp_path / "out").typed_summary
    print_summary(replace(summary, rows=replace(summary.rows, copies=1)), "out")
    printed = capsys.readouterr().out.replace("\n", " ")
    assert "1 of 24 texts is a copy of an earlier one." in printed
    assert "--copies" not in printed


@pytest.mark.parametrize(("texts", "phrases"), [(2, []), (3, ["fist fight"])])
def test_a_phrase_is_in_three_texts_however_often_one_of_them_is_copied(
    tmp_path: Path, write_csv: WriteCsv, texts: int, phrases: list[str]
) -> None:
    said = [(f"a fist fight over table {'abc'[n]}", "negative") for n in range(texts)]
    others = [(f"the food was good on day {n}", "positive") for n in range(40)]
    _analyze(write_csv([("text", "sentiment"), *said * 10, *others]), tmp_path / "out")
    found = open_results(tmp_path / "out").typed_summary.sentiments["negative"].top_phrases
    assert [each.phrase for each in found if "fist" in each.phrase] == phrases
