"""The same table in any format, under any name, is the same table."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moodcloud.analysis import analyze
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.report.summary import Summary

from tests.laws import examples
from tests.unit.tables import WRITERS

TEXTS = [
    "The room was clean and the staff kind",
    "Never again, a waste of money",
    'It was "fine", nothing\nspecial',
    "조식이 정말 맛있고 직원이 친절해요",
    "=Broken shower; rude answer 🙂",
]


def _read(path: Path, options: Options | None = None) -> tuple[Table, list[tuple[str, str]]]:
    """Return the table, and its rows without regard to order and white space."""
    with TemporaryDirectory() as name, connect(Path(name)) as connection:
        table = read_table(path, options or Options(), Path(name), connection)
        rows = connection.execute(table.relation).fetchall()
    return table, sorted((" ".join(text.split()), label) for text, label in rows)


def _table(labels: list[Any]) -> list[list[Any]]:
    rows = [[i, TEXTS[i % 5], labels[i % len(labels)], "2026-01-02"] for i in range(1, 61)]
    return [["id", "said", "mark", "day"], *rows]


@pytest.mark.parametrize("format_", WRITERS)
@pytest.mark.parametrize(
    "labels",
    [
        [1, 2, 3, 4, 5],
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in ([0, 1], ["good", "bad"], [-1, 0, 1])
        ),
    ],
)
def test_a_table_reads_the_same_in_every_format(
    tmp_path: Path, format_: str, labels: list[Any]
) -> None:
    WRITERS["csv"](tmp_path / "upload.csv", _table(labels))
    WRITERS[format_](tmp_path / "upload.dat", _table(labels))
    options = Options(sentiment_column="mark")
    (expected, rows), (table, found) = (
        _read(tmp_path / "upload.csv", options),
        _read(tmp_path / "upload.dat", options),
    )
    assert table.input.format == format_.partition(",")[0]
    assert (table.input.text_column, table.input.header) == ("said", True)
    assert (table.rows, table.sentiments, table.labels) == (
        expected.rows,
        expected.sentiments,
        expected.labels,
    )
    assert found == rows


WORDS = st.text(st.sampled_from("ab,;\t|\"'\n é안🙂{}[]=:"), min_size=0, max_size=12)
ROWS = st.lists(st.tuples(WORDS, st.sampled_from(["0", "1", "", " ", "odd"])), max_size=15)

SOME = ("jsonl", "json, lists", "parquet", "xlsx")


@settings(max_examples=examples(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS)
@pytest.mark.parametrize(
    "format_",
    [
        *SOME,
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in WRITERS
            if each not in ("csv", *SOME)
        ),
    ],
)
def test_every_row_is_accounted_for_in_every_format(
    format_: str, rows: list[tuple[str, str]]
) -> None:
    plain = [(f"plain words number {i}", str(i % 2)) for i in range(300 if rows else 40)]
    numbered = [[i, *row] for i, row in enumerate(plain + rows, start=1)]
    with TemporaryDirectory() as name:
        for each in ("csv", format_):
            WRITERS[each](Path(name) / each, [["id", "text", "label"], *numbered])
        (expected, _), (table, _) = _read(Path(name) / "csv"), _read(Path(name) / format_)
    assert table.rows == expected.rows
    assert table.rows.read == len(numbered)
    assert table.sentiments == expected.sentiments
    assert [row.reason for row in table.rejected] == [row.reason for row in expected.rejected]


@pytest.mark.parametrize("labels", [[True, False], [1.0, 0.0], ["True", "FALSE"], [1, 0]], ids=str)
@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet", "xlsx"])
def test_labels_of_any_type_mean_the_same(tmp_path: Path, format_: str, labels: list[Any]) -> None:
    rows = [[TEXTS[i % 5], labels[i % 2]] for i in range(60)]
    WRITERS[format_](tmp_path / "upload", [["text", "label"], *rows])
    table, _ = _read(tmp_path / "upload")
    assert table.sentiments == {"positive": 30, "negative": 30}


def test_a_column_of_truths_is_no_sentiment_unless_it_is_named_so(tmp_path: Path) -> None:
    rows = [[TEXTS[i % 2], i % 2 == 0] for i in range(40)]
    WRITERS["parquet"](tmp_path / "upload", [["text", "verified"], *rows])
    table, _ = _read(tmp_path / "upload")
    assert table.input.sentiment_source == "vader"


def _save_parquet(path: Path, select: str, *options: str) -> None:
    settings = ", ".join(("FORMAT parquet", "ROW_GROUP_SIZE 2048", *options))
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' ({settings})")


def test_fields_of_a_struct_are_columns_and_lists_are_none(tmp_path: Path) -> None:
    _save_parquet(
        tmp_path / "upload",
        "SELECT {'text': 'some words ' || i, 'tags': ['a', 'b']} AS review, i % 2 = 0 AS label, "
        "['never', 'a', 'text'] AS words FROM range(50) t(i)",
    )
    table, rows = _read(tmp_path / "upload")
    assert table.input.text_column == "review.text"
    assert ("some words 7", "false") in rows


def test_class_numbers_are_read_by_the_names_in_a_parquet_file(tmp_path: Path) -> None:
    features = {"label": {"_type": "ClassLabel", "names": ["negative", "it's so so", "positive"]}}
    metadata = json.dumps({"info": {"features": features}}).replace("'", "''")
    _save_parquet(
        tmp_path / "upload",
        "SELECT 'some words ' || i AS text, i % 5 - 1 AS label FROM range(50) t(i)",
        f"KV_METADATA {{huggingface: '{metadata}'}}",
    )
    table, rows = _read(tmp_path / "upload")
    assert {label for _, label in rows} == {"", "negative", "it's so so", "positive", "3"}
    assert table.sentiments == {"positive": 10, "negative": 10, "3": 10, "it's so so": 10}
    assert table.rows.unlabelled == 10


@pytest.mark.parametrize("metadata", ["{", "[]", '{"info": {"features": {"label": 1}}}'])
def test_metadata_of_another_kind_names_no_classes(tmp_path: Path, metadata: str) -> None:
    _save_parquet(
        tmp_path / "upload",
        "SELECT 'some words ' || i AS text, i % 2 AS label FROM range(50) t(i)",
        f"KV_METADATA {{huggingface: '{metadata}'}}",
    )
    table, _ = _read(tmp_path / "upload")
    assert table.sentiments == {"positive": 25, "negative": 25}


def test_rejected_rows_of_parquet_are_listed_by_number_in_file_order(tmp_path: Path) -> None:
    _save_parquet(
        tmp_path / "upload",
        "SELECT CASE WHEN i % 5000 = 7 THEN NULL ELSE 'some words ' || i END AS text, "
        "CASE WHEN i = 9999 THEN 'odd' ELSE (i < 10000)::INT::VARCHAR END AS label "
        "FROM range(20000) t(i)",
    )
    table, _ = _read(tmp_path / "upload")
    assert [row.line for row in table.rejected] == [8, 5008, 10000, 10008, 15008]
    assert (table.rows.empty, table.rows.rejected, table.rows.counted) == (4, 1, 19995)


@pytest.mark.parametrize("cut", [lambda b: b[:-200], lambda b: b[:300] + bytes(400) + b[700:]])
def test_a_damaged_parquet_file_is_refused(tmp_path: Path, cut: Any) -> None:
    _save_parquet(
        tmp_path / "whole", "SELECT 'text ' || i AS text, i % 2 AS label FROM range(50) t(i)"
    )
    (tmp_path / "upload").write_bytes(cut((tmp_path / "whole").read_bytes()))
    with pytest.raises(UploadError) as caught:
        _read(tmp_path / "upload")
    assert caught.value.code == "broken_file"
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("rows", [50, 20_000])
def test_a_column_may_have_the_name_of_the_engines_own(tmp_path: Path, rows: int) -> None:
    _save_parquet(
        tmp_path / "upload",
        "SELECT 'x' || i AS file_row_number, 'some words ' || i AS text, i % 2 AS label "
        f"FROM range({rows}) t(i)",
    )
    table, _ = _read(tmp_path / "upload")
    assert (table.input.text_column, table.rows.counted) == ("text", rows)


def test_a_wrong_index_in_a_parquet_file_hides_no_rows(tmp_path: Path) -> None:
    _save_parquet(
        tmp_path / "upload",
        "SELECT 'text ' || i AS text, CASE WHEN i % 2 = 0 THEN 'pos' ELSE 'neg' END AS label "
        "FROM range(5000) t(i)",
    )
    data = bytearray((tmp_path / "upload").read_bytes())
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT bloom_filter_offset, bloom_filter_length FROM parquet_metadata($1) "
            "WHERE path_in_schema = 'label'",
            [str(tmp_path / "upload")],
        ).fetchall()
    for start, length in found:
        # Behind a header of some bytes: which values the rows below hold, and now it says none.
        data[start + 20 : start + length] = bytes(length - 20)
    (tmp_path / "upload").write_bytes(data)
    with connect(tmp_path) as connection:
        table = read_table(tmp_path / "upload", Options(), tmp_path, connection)
        counts = count(connection, table, ())
        query = f"SELECT sum(count) FROM {counts.tokens} WHERE token = 'text'"
        assert (table.rows.counted, connection.execute(query).fetchall()) == (5000, [(5000,)])


def test_an_encrypted_parquet_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(b"PARE" + bytes(100) + b"PARE")
    with pytest.raises(UploadError) as caught:
        _read(tmp_path / "upload")
    assert caught.value.code == "protected_file"


SMALL = Options(width=400, height=300, max_words=60)


@pytest.fixture(scope="module")
def stars(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """The summary of reviews as they were published."""
    folder = tmp_path_factory.mktemp("stars")
    shutil.copy(real_data / "amazon-alexa.tsv", folder / "expected")
    return analyze(folder / "expected", folder / "out", SMALL).summary


@pytest.mark.parametrize("format_", ["jsonl.gz", "parquet", "xlsx", "xls", "ods"])
def test_amazon_stars_in_another_format_give_the_same_words(
    real_data: Path, stars: Summary, tmp_path: Path, format_: str
) -> None:
    frame = pd.read_csv(
        real_data / "amazon-alexa.tsv", sep="\t", encoding="utf-8-sig", keep_default_na=False
    )
    table = [list(frame.columns), *frame.astype(object).to_numpy().tolist()]
    name, _, packed = format_.partition(".")
    WRITERS[name](tmp_path / "upload", table)
    if packed:
        content = (tmp_path / "upload").read_bytes()
        (tmp_path / "upload").write_bytes(gzip.compress(content))
    found, expected = analyze(tmp_path / "upload", tmp_path / "a", SMALL).summary, stars
    assert found.rows == expected.rows
    assert found.sentiments == expected.sentiments
