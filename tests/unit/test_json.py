"""JSON as people have it: lines, arrays, pages of an API; whole and broken."""

from __future__ import annotations

import json
import math
import random
import re
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.reading.inspect import HINTS
from moodcloud.tabular import json_reader, json_stream
from moodcloud.tabular.json_reader import sample_records, scan_json
from moodcloud.tabular.json_shape import json_shape
from moodcloud.tabular.json_stream import CHUNK_CHARACTERS, Record, Shape, read_json
from moodcloud.tabular.json_values import DECODER
from moodcloud.tabular.na_values import has_text
from moodcloud.tabular.rows import BrokenRow

from tests.laws import examples

TEXTS = ["The room was clean", "Never again, a waste of money", "친절한 직원과 맛있는 조식"]
RECORDS = [{"id": i, "text": f"{TEXTS[i % 3]} {i}", "label": i % 2} for i in range(60)]


def _read(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    content: str | bytes,
    options: Options | None = None,
) -> Table:
    path = tmp_path / "upload"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_table(path, options or Options(), tmp_path, connection)


def _lines(records: list[Any]) -> str:
    return "".join(json.dumps(each) + "\n" for each in records)


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        ('{"a": 1}\n{"a": 2}\n', Shape.LINES),
        ('["a", 1]\n["b", 2]\n', Shape.LINES),
        ('\n{"a": 1\n{"a": 2}\n{"a": 3}\n', Shape.LINES),
        ("not json\n" + '{"a": 1}\n' * 3, Shape.LINES),
        ('{"a": "' + "x" * 2_000_000 + '"}\n{"a": 2}\n', Shape.VALUES),
        ('{"a": "' + "x" * 700_000 + '"}\n{"a": "' + "x" * 700_000 + '"}\n', Shape.LINES),
        ('[{"a": 1}, {"a": 2}]', Shape.ARRAY),
        ('[\n{"a": 1},\n{"a": 2}\n]', Shape.ARRAY),
        ('[\n{"a": 1}\n,\n{"a": 2}\n]', Shape.ARRAY),
        ("[[1, 2], [3, 4]]", Shape.ARRAY),
        ('{\n "a": 1\n}\n{\n "a": 2\n}', Shape.VALUES),
        ('{"a": 1}', Shape.VALUES),
        ('{"next": null, "rows": [{"a": 1}]}', Shape.MEMBER),
        ('{"took": 3, "hits": {"total": 1, "hits": [{"_source": {"a": 1}}]}}', Shape.NESTED),
        ('{"text": {"0": "a", "1": "b"}, "label": {"0": 1, "1": 0}}', Shape.COLUMNS),
        ('{"said": {"x": "a", "y": "b"}, "label": {"x": 1, "y": 0}}', Shape.COLUMNS),
        ('{"text": {"0": "' + "x" * 2_000_000 + '"}}', Shape.COLUMNS),
        ('{"text": ["a", "b"], "label": [1, 0]}', Shape.COLUMNS),
        ('{"0": {"a": "b", "c": 1}, "1": {"a": "d", "c": 0}}', Shape.KEYED),
        ('{"x": {"text": "b", "c": 1}, "y": {"text": "d", "c": 0}}', Shape.KEYED),
        ('{"x": {"a": "b", "c": 1}, "y": {"a": "b", "c": 1}, "z": {"a": "d"}}', Shape.KEYED),
        ('{"columns": ["a"], "index": [0], "data": [["b"]]}', Shape.SPLIT),
        ('{"columns": ["a"], "index": [' + "0, " * 600_000 + '0], "data": [["b"]]}', Shape.SPLIT),
        ('{"columns": ["a"], "rows": [{"a": "b"}]}', Shape.MEMBER),
        ("[]", Shape.ARRAY),
        ('["some words", "others"]', Shape.TEXTS),
        ('["' + "x" * 2_000_000 + '", "others"]', Shape.TEXTS),
        ('{"some words": "positive", "others, too": "negative"}', Shape.LABELLED),
        (json.dumps({f"some words {i}": i % 2 for i in range(99_999)}), Shape.LABELLED),
        ('{"full name": "Ann", "what she said": "I loved it so much"}', Shape.VALUES),
        ('{"Positive": ["some words"], "negative": ["others", "more"]}', Shape.GROUPED),
        ('{"neg": [{"a": 1}], "pos": []}', Shape.GROUPED),
        ('{"total": 2, "by": {"a": 1}, "neg": [{"a": 1}], "pos": [{"a": 2}]}', Shape.GROUPED),
        ('{"total": 2, "data": [{"a": 1}], "pos": [{"a": 2}]}', Shape.MEMBER),
        ('{"positive": [1, 0], "negative": [0, 1]}', Shape.COLUMNS),
        ("{'a': 1, 'b': None}\n{'a': \"it's\", 'b': True}\n", Shape.LINES),
        ("{'a',1\n{'b',0\n", None),
        ('["some words", 1]', Shape.TEXTS),
        ('["some words"], 1', None),
        ("{x},1\n{y},0\n", None),
        ('{"quoted} text",1\n{"another} one",0\n', None),
        ("[tag] some words,1\n[tag] others,0\n", None),
        ("text,json\n" + 'a,"{""b"": 1}"\n' * 5, None),
    ],
)
def test_json_is_told_from_delimited_text(
    tmp_path: Path, content: str, shape: Shape | None
) -> None:
    path = tmp_path / "upload.csv"
    path.write_text(content, "utf-8")
    assert json_shape(path, HINTS) is shape


def test_texts_in_an_array_and_labels_under_their_texts_are_rows(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    table = _read(tmp_path, connection, json.dumps([*TEXTS[:2], None, 7]))
    assert (table.input.text_column, table.input.sentiment_source) == ("text", "vader")
    assert (table.rows.counted, table.rows.empty, table.rows.rejected) == (3, 1, 0)
    table = _read(tmp_path, connection, json.dumps({t: i % 2 for i, t in enumerate(TEXTS)}))
    assert table.sentiments == {"positive": 1, "negative": 2}
    with pytest.raises(UploadError) as caught:
        _read(tmp_path, connection, " [ ]\n")
    assert caught.value.code == "no_rows"


def test_texts_and_records_under_their_labels_are_rows(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    table = _read(tmp_path, connection, json.dumps({"positive": TEXTS[:2], "negative": TEXTS[2:]}))
    assert table.sentiments == {"positive": 2, "negative": 1}
    groups = {
        name: [{"id": i, "text": f"{name} {i}", "label": "hotel"} for i in range(9)]
        for name in ("pos", "neg")
    }
    table = _read(tmp_path, connection, json.dumps({"total": 18, **groups, "meta": {"a": 1}}))
    assert table.sentiments == {"positive": 9, "negative": 9}


def test_dictionaries_as_python_prints_them_are_records(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = "".join(f"{ {**each, 'at': (1, 2.5), 'seen': math.nan} }\n" for each in RECORDS)
    broken = "{'id': 1, 'text': open('x'), 'label': 1}\n{'id': 1\n{'id': x.y}\n"
    table = _read(tmp_path, connection, lines + broken)
    assert (table.input.format, table.sentiments) == ("jsonl", {"positive": 30, "negative": 30})
    assert [(row.line, row.reason) for row in table.rejected] == [
        (61, "no text"),
        (62, "broken JSON"),
        (63, "broken JSON"),
    ]


@pytest.mark.parametrize("odd", ['{"text": "bad", "label": 1,}', '{"text": "bad", "label": nan}'])
def test_a_line_that_only_the_engine_understands_is_rejected_and_listed(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, odd: str
) -> None:
    content = _lines(RECORDS) + odd + "\n" + _lines([{"text": "", "label": 1}])
    table = _read(tmp_path, connection, content)
    assert [(row.line, row.reason) for row in table.rejected] == [
        (61, "broken JSON"),
        (62, "no text"),
    ]
    assert (table.rows.counted, table.rows.rejected, table.rows.empty) == (60, 1, 1)


@pytest.mark.parametrize(
    "odd",
    [
        {"." * 200_000: 1},
        {"k" * 500_000: {f"a{i}": 1 for i in range(20_000)}},
        pytest.param({f"k{i}": [{}, {}] for i in range(60_000)}, marks=pytest.mark.slow),
    ],
    ids=["points", "long names", "many names"],
)
def test_odd_keys_cost_no_more_than_their_size(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, odd: dict[str, Any]
) -> None:
    table = _read(tmp_path, connection, _lines([*RECORDS, odd]))
    assert (table.rows.counted, table.rows.empty) == (60, 1)


def test_large_records_are_sampled_sparsely(tmp_path: Path) -> None:
    (tmp_path / "upload").write_text(_lines([{"text": "x" * 9_000_000}] * 6), "utf-8")
    sample = sample_records(tmp_path / "upload", read_json(tmp_path / "upload", Shape.LINES))
    assert len(sample) == 4


def test_a_broken_line_costs_that_line(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    lines = _lines(RECORDS).splitlines()
    lines[5] = '{"text": "left open, "label": 1}'
    lines[7] = "[" * 100_000
    lines[9:9] = ["", '"a text alone"', '["a", "list"]']
    table = _read(tmp_path, connection, "\n".join(lines))
    found = [(row.line, row.reason) for row in table.rejected]
    assert found == [
        (6, "broken JSON"),
        (8, "broken JSON"),
        (11, "a value where an object is expected"),
        (12, "a list where an object is expected"),
    ]
    assert table.rejected[0].content == lines[5]
    assert (table.rows.read, table.rows.counted) == (62, 58)


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_that_ends_early_costs_the_record_it_ends_in(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, indent: int | None
) -> None:
    whole = json.dumps(RECORDS, indent=indent)
    table = _read(tmp_path, connection, whole[: whole.index("money 40") + 3])
    assert table.rows.counted == 40
    (row,) = table.rejected
    assert (row.line, row.reason) == (41, "the file ends within this record")
    assert row.content.startswith("{")


def test_an_array_broken_in_the_middle_is_refused_with_the_place(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    content = json.dumps(RECORDS).replace('"label": 0}, {"id": 31', '"label": 0}, {id: 31')
    with pytest.raises(UploadError) as caught:
        _read(tmp_path, connection, content)
    assert caught.value.code == "broken_file"
    assert "record 32" in caught.value.message


def test_all_arrays_of_records_in_an_object_are_read(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    page = {"page": {"size": [1, 2]}, "train": RECORDS[:30], "test": RECORDS[30:]}
    table = _read(tmp_path, connection, json.dumps(page, indent=1))
    assert (table.input.format, table.rows.counted) == ("json", 60)


def test_what_stands_deep_in_records_is_found_unless_there_are_several(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    tasks = [
        {
            "data": {"review": {"text": f"{TEXTS[i % 3]} {i}"}},
            "annotations": [{"result": [{"value": {"choices": [f"Mood{i % 2}"]}}]}],
            "replies": [{"text": "a much longer reply than the text is"}] * (i % 3),
        }
        for i in range(60)
    ]
    table = _read(
        tmp_path,
        connection,
        json.dumps(tasks),
        Options(sentiment_column="annotations.result.value.choices"),
    )
    assert table.input.text_column == "data.review.text"
    assert table.sentiments == {"Mood0": 30, "Mood1": 30}
    assert not any("replies." in each.column for each in table.input.candidates)


def test_values_are_the_texts_a_csv_file_would_hold(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    odd = [
        '{"review": {"text": "one\\u0000 \\ud83d two\\r\\n", "by": {"deep": 1}}, "mark": 5.0}',
        '{"review": {"text": ["three", 4, null, "five"]}, "mark": NaN}',
        '{"mark": 1, "review": {"text": "first"}, "review": {"text": "last wins"}}',
        '{"review": {"text": "long number"}, "mark": 5, "id": ' + "9" * 5000 + "}",
        '{"mark": "4"}',
    ]
    plain = [{"review": {"text": f"plain words {i}"}, "mark": i % 5 + 1} for i in range(40)]
    table = _read(tmp_path, connection, _lines(plain) + "\n".join(odd))
    assert table.input.text_column == "review.text"
    rows = connection.execute(f"SELECT * FROM ({table.relation})").fetchall()
    assert {row for row in rows if "plain" not in row[0]} == {
        ("one \ufffd two\n", "5.0"),
        ("three 4 five", ""),
        ("last wins", "1"),
        ("long number", "5"),
        ("", "4"),
    }
    assert (table.rows.counted, table.rows.unlabelled, table.rows.empty) == (43, 1, 1)


def test_lists_without_a_header_have_positions(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows: list[Any] = [[i % 2, f"plain words {i}", "x"] for i in range(40)]
    rows[20:20] = [[1, "short"], [1, "long", "x", "y"], {"no": "list"}, []]
    table = _read(tmp_path, connection, json.dumps(rows))
    assert (table.input.header, table.input.text_column) == (False, "2")
    assert [row.line for row in table.rejected] == [22, 23, 24]
    assert table.rows.counted == 41


@pytest.mark.parametrize("lines", [True, False])
def test_a_file_sorted_by_label_shows_both_labels(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, lines: bool
) -> None:
    choice = random.Random(1)
    records = [
        {"said": " ".join(choice.choices(TEXTS, k=2)), "of": "{", "kind": str(4 * (i >= 8_000))}
        for i in range(16_000)
    ]
    content = _lines(records) if lines else json.dumps(records, indent=1)
    table = _read(tmp_path, connection, content)
    assert table.sentiments == {"positive": 8_000, "negative": 8_000}
    assert "read_json(" in table.relation, "the engine reads what is sound by itself"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le"])
def test_json_in_another_encoding(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, encoding: str
) -> None:
    content = json.dumps(RECORDS, ensure_ascii=False).encode(encoding)
    table = _read(tmp_path, connection, content)
    assert (table.input.format, table.input.encoding) == ("json", encoding)
    assert (table.input.delimiter, table.rows.counted) == (None, 60)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"text": {"0": "good", "1": "bad"}, "label": {"0": 1, "2": 0}}', "broken_file"),
        ('{"text": ["good", "bad"], "label": [1]}', "broken_file"),
        ('{"text": ["good", "bad"], "label": [1, 0', "broken_file"),
        ('{"text": ["good", "bad"], "label": [1, 0]} ["more"]', "broken_file"),
        ('{"columns": ["text"], "index": [0], "data": [["good"]]} []', "broken_file"),
        ('{"a": {"b": {"c": 1}}}', "no_records"),
        ("[[], []]", "no_records"),
        ('{"errors": []}', "no_records"),
        ("[{}, {}]", "no_records"),
        ('{"a": 1}\n{"a": 2}\n', "no_text_column"),
        ("[" * 100_000, "broken_file"),
    ],
)
def test_json_that_is_no_table_is_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str, code: str
) -> None:
    with pytest.raises(UploadError) as caught:
        _read(tmp_path, connection, content)
    assert caught.value.code == code


def test_a_table_by_columns_that_is_too_large_says_how_to_save_it(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    content = '{"text": {"0": "' + "x" * json_reader.MAX_BYTES_BY_COLUMNS + '"}}'
    with pytest.raises(UploadError) as caught:
        _read(tmp_path, connection, content)
    assert caught.value.code == "broken_file"
    assert 'orient="records"' in caught.value.message


def test_a_value_that_is_too_long_is_refused_with_its_place(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "CHUNK_CHARACTERS", 100)
    monkeypatch.setattr(json_stream, "MAX_RECORD_CHARACTERS", 1000)
    long = [*RECORDS, {"text": "x" * 5000, "label": 1}, *RECORDS]
    with pytest.raises(UploadError) as caught:
        _read(tmp_path, connection, json.dumps(long))
    assert caught.value.code == "broken_file"
    assert "a value of more than 1,000 characters in record 61" in caught.value.message


def test_records_are_found_wherever_a_chunk_ends(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    for shift in range(20):
        text = " " * (CHUNK_CHARACTERS - 30 + shift)
        path.write_text(f'[{text}{{"a": false, "b": "\\ud83d\\ude42"}}, {{"a": 12}}]', "utf-8")
        found = list(read_json(path, Shape.ARRAY))
        assert found == [Record(1, {"a": False, "b": "🙂"}), Record(2, {"a": "12"})]


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(st.sampled_from('ab 안🙂\0\r\n"[]{},:1\x01\\'), max_size=6),
    st.sampled_from(["NaN", "[1]", '{"a": 1}', "[deleted]", "0.10", "5.00", "3 stars", "\ud83d"]),
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.just("a"), SCALARS))
ODD = st.one_of(
    st.builds(lambda text, label: {"text": text, "label": label}, VALUES, SCALARS), VALUES
)


@pytest.mark.slow
@settings(max_examples=examples(60), deadline=None)
@given(st.lists(ODD, max_size=3), st.booleans())
def test_the_engine_finds_what_the_careful_reader_finds(odd: list[Any], lines: bool) -> None:
    # Odd records stand behind the sample.
    records = [{"text": f"plain words {i}", "label": i % 2} for i in range(400)] + odd
    found = []
    for scan in (scan_json, lambda *_: None):
        with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
            patch.setattr("moodcloud.tabular.json_reader.scan_json", scan)
            folder = Path(name)
            (folder / "upload").write_text(_lines(records) if lines else json.dumps(records))
            with connect(folder) as engine:
                table = read_table(folder / "upload", Options(), folder, engine)
                rows = engine.execute(f"SELECT * FROM ({table.relation})").fetchall()
            # Of a row without a text nobody asks for the label.
            rows = [(text, label if has_text(text) else "") for text, label in rows]
            found.append((table.rows, table.labels, list(table.rejected), _plain(rows)))
            assert len(table.rejected) == table.rows.left_out
    assert found[0] == found[1]


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=3), VALUES, max_size=2), max_size=6))
def test_what_is_too_long_is_refused_with_its_place(records: list[Any]) -> None:
    found: list[Record | BrokenRow] = []
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "CHUNK_CHARACTERS", 7)
        patch.setattr(json_stream, "MAX_RECORD_CHARACTERS", 20)
        path = Path(name) / "upload"
        path.write_text(json.dumps(records), "utf-8")
        reading = read_json(path, Shape.ARRAY)
        with suppress(UploadError):
            found.extend(reading)
            assert len(found) == len(records)
    if len(found) < len(records):
        assert len(json.dumps(records[len(found)])) > 10
    expected = [DECODER.decode(json.dumps(record)) for record in records]
    assert found == [Record(*each) for each in enumerate(expected[: len(found)], start=1)]


def _plain(rows: list[tuple[str, str]]) -> list[tuple[list[str], str]]:
    """Return texts without regard to how numbers and white space in them are written."""
    return sorted((re.findall(r"[^\W\d]+", text), label.strip()) for text, label in rows)
