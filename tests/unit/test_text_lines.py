"""Every text of the sample has the line of the first row that has it, whatever the format."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb
import pytest
from moodcloud.insight.sample import take_sample
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.reading.inputs import NamedFile, several
from moodcloud.reading.text_lines import TextLine
from moodcloud.tabular import csv_reader

ROWS: Final = [
    ("the first text was fine", "positive"),
    ("  this one has spaces around it\t", "negative"),
    ("a text\n\nof three lines", "positive"),
    ("the first text was fine", "negative"),
    ("", "positive"),
    ("the first text was fine", "positive"),
    *((f"text number {number} of many is 'said' so", "positive") for number in range(30)),
    ("this one has spaces around it", "negative"),
    ("the last text was bad", "negative"),
]


def _csv(rows: list[tuple[str, str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows([("text", "label"), *rows])
    return stream.getvalue().encode()


def _starts(rows: list[tuple[str, str]]) -> list[int]:
    lines, line = [], 2
    for text, _ in rows:
        lines.append(line)
        line += 1 + text.count("\n")
    return lines


def _objects(rows: list[tuple[str, str]]) -> list[str]:
    return [json.dumps({"text": text, "label": label}) for text, label in rows]


def _jsonl(rows: list[tuple[str, str]]) -> bytes:
    return "\n".join(_objects(rows)).encode()


def _numbers(rows: list[tuple[str, str]]) -> list[int]:
    return list(range(1, len(rows) + 1))


def _array(rows: list[tuple[str, str]]) -> bytes:
    return f"[{','.join(_objects(rows))}]".encode()


def _parquet(rows: list[tuple[str, str]]) -> bytes:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as engine:
        path = Path(folder) / "table.parquet"
        engine.execute("CREATE TABLE rows (text VARCHAR, label VARCHAR)")
        engine.executemany("INSERT INTO rows VALUES (?, ?)", rows)
        engine.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
        return path.read_bytes()


def _blank_lines(rows: list[tuple[str, str]]) -> bytes:
    return _csv(rows).replace(b"\nthe last", b"\n\n\nthe last")


def _moved(rows: list[tuple[str, str]]) -> list[int]:
    *lines, last = _starts(rows)
    return [*lines, last + 2]


def _broken(rows: list[tuple[str, str]]) -> bytes:
    return _csv(rows) + b'too,many,fields\n"never closed\n'


@pytest.mark.parametrize("copies", ["count", "once"])
@pytest.mark.parametrize(
    ("name", "write", "lines"),
    [
        ("plain.csv", _csv, _starts),
        ("blank.csv", _blank_lines, _moved),
        ("broken.csv", _broken, _starts),
        ("large.csv", _csv, _starts),
        ("full.csv", _csv, _starts),
        ("lines.jsonl", _jsonl, _numbers),
        ("array.json", _array, _numbers),
        ("table.parquet", _parquet, _numbers),
    ],
)
def test_a_text_has_the_line_of_the_first_row_that_has_it(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    name: str,
    write: Callable[[list[tuple[str, str]]], bytes],
    lines: Callable[[list[tuple[str, str]]], list[int]],
    copies: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if name in ("large.csv", "full.csv"):
        monkeypatch.setattr(csv_reader, "_FEW_BYTES", 0)
    if name == "full.csv":
        monkeypatch.setattr(csv_reader, "_FREE", 1 << 60)
    path = tmp_path / name
    path.write_bytes(write(ROWS))
    work = tmp_path / "work"
    work.mkdir()
    table = read_table(path, Options(copies=copies), work, connection)
    sample = take_sample(connection, table)
    wanted: dict[tuple[str, str], int] = {}
    for (text, label), line in zip(ROWS, lines(ROWS), strict=True):
        if text:
            wanted.setdefault((label, text.strip()), line)
    found = {
        (each.sentiment, each.text): line
        for each, line in zip(sample.texts, sample.lines, strict=True)
    }
    assert found == {key: TextLine("", line) for key, line in wanted.items()}


def test_of_several_files_the_first_one_that_has_a_text_is_named(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    files = []
    for name, rows in (("a.csv", ROWS[:20]), ("b.csv", ROWS[10:])):
        (tmp_path / name).write_bytes(_csv(rows))
        files.append(NamedFile(tmp_path / name, name))
    work = tmp_path / "work"
    work.mkdir()
    sample = take_sample(connection, read_table(several(files), Options(), work, connection))
    found = {each.text: line for each, line in zip(sample.texts, sample.lines, strict=True)}
    assert found["the last text was bad"] == TextLine("b.csv", len(ROWS) - 10 + 1)
    assert found["text number 9 of many is 'said' so"] == TextLine("a.csv", 19)
    assert found["text number 20 of many is 'said' so"] == TextLine("b.csv", 18)


def test_without_a_column_of_sentiments_texts_have_lines_too(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path, work = tmp_path / "scored.csv", tmp_path / "work"
    texts = [f"a {'good' if number % 2 else 'bad'} room number {number}" for number in range(40)]
    path.write_text("review\n" + "\n".join(texts), "utf-8")
    work.mkdir()
    sample = take_sample(connection, read_table(path, Options(), work, connection))
    found = {each.text: line for each, line in zip(sample.texts, sample.lines, strict=True)}
    assert found == {text: TextLine("", number) for number, text in enumerate(texts, 2)}


@pytest.mark.parametrize("name", ["keyed.csv", "keyed.jsonl", "keyed.parquet", "few.csv"])
def test_a_text_has_the_group_and_the_time_of_its_row(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, name: str
) -> None:
    rows = [
        (f"text number {number}", "ab"[number % 2], "xyz"[number % 3], f"2026-01-{number + 1:02}")
        for number in range(28)
    ]
    path = tmp_path / name
    source = ", ".join(map(str, [*rows, (*rows[3][:2], "other", "2027-01-01")]))
    form = {"csv": "csv, header true", "jsonl": "json", "parquet": "parquet"}[path.suffix[1:]]
    connection.execute(
        f"COPY (SELECT * FROM (VALUES {source}) AS t(text, label, shop, day)) "
        f"TO '{path}' (FORMAT {form})"
    )
    if name == "few.csv":
        path.write_bytes(path.read_bytes() + b"one,more,field,is,broken\n")
    work = tmp_path / "work"
    work.mkdir()
    options = Options(sentiment_column="label", group_by="shop", time_column="day")
    sample = take_sample(connection, read_table(path, options, work, connection))
    wanted = {text: (number, key) for number, (text, _, *key) in enumerate(rows)}
    for each, line in zip(sample.texts, sample.lines, strict=True):
        number, keys = wanted[each.text]
        assert line is not None
        assert line.line == number + (2 if path.suffix == ".csv" else 1)
        assert list(line.keys) == keys
