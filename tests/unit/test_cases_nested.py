"""Records within records: which list is the table, what becomes of the fields around it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.tabular import json_nested, json_shape, json_stream

SAID = [
    "The kettle boils fast and pours well",
    "The lid broke after a week of use",
    "It does what it should, no more",
    "Warm light and a heavy foot, lovely",
    "It flickers and smells of glue",
    "Too dear for what it is",
]
STARS = [5, 1, 3, 5, 1, 2]
REVIEWS = [{"review_text": text, "rating": stars} for text, stars in zip(SAID, STARS, strict=True)]
UNDER = {
    "positive": [{"review_text": SAID[0]}, {"review_text": SAID[3]}],
    "negative": [{"review_text": SAID[i]} for i in (1, 4, 5)],
    "neutral": [{"review_text": SAID[2]}],
}
NAMED = dict(zip(("-Mx1", "-Mx2", "-Mx3", "-Mx4", "-Mx5", "-Mx6"), REVIEWS, strict=True))
IMAGES = [{"url": "a.jpg", "width": 1}, {"url": "b.jpg", "width": 2}]
KETTLE = {"title": "Kettle, steel, one litre, with a cord", "price": 20, "images": IMAGES}
LAMP = {"title": "Desk lamp with a long arm and a foot", "price": 30, "images": IMAGES}
PRODUCTS: list[dict[str, Any]] = [
    {**KETTLE, "reviews": REVIEWS[:3]},
    {**LAMP, "reviews": REVIEWS[3:]},
]


def _read(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    content: str,
    options: Options | None = None,
) -> Table:
    path = tmp_path / "upload"
    path.write_text(content, "utf-8")
    return read_table(path, options or Options(), tmp_path, connection)


def _lines(records: list[Any]) -> str:
    return "".join(json.dumps(each) + "\n" for each in records)


def _grouped(products: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return {str(product[key]): product for product in products}


SHAPES = {
    "products in an object": json.dumps({"products": PRODUCTS}, indent=1),
    "products on one line": json.dumps({"products": PRODUCTS}),
    "products deeper": json.dumps({"status": "ok", "data": {"items": PRODUCTS, "total": 2}}),
    "an array of products": json.dumps(PRODUCTS),
    "a product a line": _lines(PRODUCTS),
    "products one after the other": "".join(json.dumps(each, indent=1) for each in PRODUCTS),
    "products by their names": json.dumps(_grouped(PRODUCTS, "title")),
    "products by their names, deeper": json.dumps({"products": _grouped(PRODUCTS, "title")}),
    "an object of records": json.dumps({"reviews": NAMED}, indent=1),
    "an object of records beside more": json.dumps(
        {"success": 1, "query": {"total": 6}, "reviews": NAMED, "cursors": ["*"]}
    ),
    "a database of objects": json.dumps(
        {
            "users": {f"u{i}": {"name": f"ann{i}", "age": i} for i in range(9)},
            "reviews": NAMED,
        }
    ),
    "objects of records by name": json.dumps(
        {"app1": dict(list(NAMED.items())[:3]), "app2": dict(list(NAMED.items())[3:])}
    ),
    "objects of records within products": json.dumps(
        {
            "products": [
                {**KETTLE, "reviews": dict(list(NAMED.items())[:3])},
                {**LAMP, "reviews": dict(list(NAMED.items())[3:])},
            ]
        }
    ),
    "objects of records with the same keys": json.dumps(
        {
            "reviews": {
                "kettle": {"r1": REVIEWS[0], "r2": REVIEWS[1], "r3": REVIEWS[2]},
                "lamp": {"r1": REVIEWS[3], "r2": REVIEWS[4], "r3": REVIEWS[5]},
            }
        }
    ),
    "a list with a telling name beside them": json.dumps(
        [{**each, "negative": IMAGES, "comments": IMAGES} for each in PRODUCTS]
    ),
    "pages": json.dumps(
        [
            {"page": 1, "message": "All went well", "results": REVIEWS[:2]},
            {"page": 2, "message": "All went well", "results": REVIEWS[2:]},
        ]
    ),
    "pages, one a line": _lines(
        [{"page": i, "data": {"results": REVIEWS[i : i + 2]}} for i in (0, 2, 4)]
    ),
    "lists within lists of records": json.dumps(
        [
            {"shop": "north", "products": [{"name": "a", "reviews": REVIEWS[:2]}]},
            {
                "shop": "south",
                "products": [
                    {"name": "b", "reviews": REVIEWS[2:4]},
                    {"name": "c", "reviews": REVIEWS[4:]},
                ],
            },
        ]
    ),
    "two lists": json.dumps(
        [{**each, "sellers": [{"seller": "a b", "stock": 1}] * 3} for each in PRODUCTS]
    ),
    "an object in place of a list of one": json.dumps(
        [{**KETTLE, "reviews": REVIEWS[:5]}, {**LAMP, "reviews": REVIEWS[5]}]
    ),
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_the_innermost_records_that_hold_texts_are_the_table(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str
) -> None:
    table = _read(tmp_path, connection, content)
    assert (table.input.text_column, table.input.sentiment_column) == ("review_text", "rating")
    assert table.sentiments == {"positive": 2, "negative": 3, "neutral": 1}
    assert (table.rows.read, table.rows.rejected, table.rows.empty) == (6, 0, 0)


COMMENTS = [
    {
        "text": f"{text}, as I said on day {i}",
        "score": stars,
        "replies": [{"text": "Thanks a lot for saying so"}, {"text": f"So sorry, {i}"}],
        "tags": [{"text": "kettle"}, {"text": f"lamp{i}"}],
        "spans": [[0, 4], [5, 9]],
        "aspects": [{"term": "the lid", "polarity": "negative"}, {"term": "use", "polarity": "x"}],
    }
    for i, (text, stars) in enumerate(zip(SAID, STARS, strict=True))
]


@pytest.mark.parametrize("content", [json.dumps(COMMENTS), _lines(COMMENTS)])
def test_records_with_texts_of_their_own_stay_the_table(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str
) -> None:
    table = _read(tmp_path, connection, content)
    assert (table.input.text_column, table.input.sentiment_column) == ("text", "score")
    assert table.rows.read == 6
    assert (table.input.record_path, table.input.records_without_rows) == (None, 0)
    assert table.input.lists_left_out == ["replies", "tags", "spans", "aspects"]


@pytest.mark.parametrize("key", ["post", "content", "headline"])
def test_labelled_comments_on_a_text_are_the_table(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, key: str
) -> None:
    posts = [
        {key: f"We made a new lamp, the number {i}", "comments": REVIEWS[i : i + 3]} for i in (0, 3)
    ]
    table = _read(tmp_path, connection, json.dumps({"posts": posts}))
    assert (table.input.record_path, table.rows.read) == ("comments", 6)


def test_marked_words_of_a_text_are_not_the_table(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    marked = [
        {
            "said": text,
            "spans": [{"text": text[:15], "label": "good"}, {"text": text[4:], "label": "bad"}],
        }
        for text in SAID
    ]
    table = _read(tmp_path, connection, _lines(marked))
    assert (table.input.text_column, table.input.lists_left_out) == ("said", ["spans"])


def test_a_text_in_pieces_is_put_together(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    said = [
        text if i % 2 else [text[:5], {"type": "bold", "text": text[5:]}, ""]
        for i, text in enumerate(SAID)
    ]
    records = [{"id": i, "text": text, "label": "pos"} for i, text in enumerate(said)]
    for content in (json.dumps({"messages": records}), _lines(records)):
        table = _read(tmp_path, connection, content)
        assert (table.rows.counted, table.input.lists_left_out) == (len(SAID), [])
        held = connection.execute(f"SELECT text FROM ({table.relation})").fetchall()
        assert sorted(text for (text,) in held) == sorted(SAID)


def test_the_text_of_a_row_is_its_own_whatever_is_around_it(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    products = [
        {
            "title": f"A kettle of steel with a cord and a lid, number {i}",
            "reviews": [{"r": text, "s": "pos" if i % 2 else "neg"} for text in SAID],
        }
        for i in range(3)
    ]
    table = _read(tmp_path, connection, json.dumps(products))
    assert (table.input.text_column, table.rows.read) == ("r", 18)


def test_fields_around_a_list_are_columns_and_what_is_left_out_is_said(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    groups = [
        {"mood": "positive", "reviews": [{"said": text} for text in SAID[:2]]},
        {"mood": "negative", "reviews": [{"said": text} for text in SAID[2:]]},
        {"mood": "negative", "reviews": []},
        {"mood": "negative", "images": IMAGES},
    ]
    table = _read(tmp_path, connection, _lines(groups), Options(sentiment_column="parent.mood"))
    assert table.sentiments == {"positive": 2, "negative": 4}
    assert table.input.record_path == "reviews"
    assert (table.input.records_without_rows, table.input.lists_left_out) == (2, ["images"])


def test_a_row_within_a_line_is_listed_with_that_line(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    odd = {"title": "a", "reviews": [{"review_text": "", "rating": 1}, "no record", REVIEWS[0]]}
    table = _read(tmp_path, connection, _lines([*PRODUCTS, odd]) + "{broken\n")
    assert [(row.line, row.reason) for row in table.rejected] == [
        (3, "no text"),
        (3, "a value where an object is expected"),
        (4, "broken JSON"),
    ]
    assert (table.rows.counted, table.rows.empty, table.rows.rejected) == (7, 1, 2)


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"products": [{**KETTLE, "reviews": REVIEWS * 30, "sku": "a"}]}),
        json.dumps([{**KETTLE, "reviews": REVIEWS * 10}, {**LAMP, "reviews": REVIEWS * 20}]),
        json.dumps({"reviews": {f"id{i}": REVIEWS[i % 6] for i in range(180)}}),
        json.dumps({"a": {**LAMP, "reviews": REVIEWS * 15}, "b": {"reviews": REVIEWS * 15}}),
        json.dumps(
            {"by": {word: UNDER[word] * 30 for word in ("positive", "negative", "neutral")}}
        ),
    ],
)
def test_a_record_larger_than_memory_is_read_a_row_at_a_time(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    monkeypatch: pytest.MonkeyPatch,
    content: str,
) -> None:
    monkeypatch.setattr(json_stream, "CHUNK_CHARACTERS", 100)
    monkeypatch.setattr(json_stream, "MAX_RECORD_CHARACTERS", 600)
    for module in (json_nested, json_shape):
        monkeypatch.setattr(module, "HEAD_CHARACTERS", 550)
    table = _read(tmp_path, connection, content)
    assert table.input.text_column == "review_text"
    assert table.sentiments == {"positive": 60, "negative": 90, "neutral": 30}


def test_a_flat_record_larger_than_memory_is_refused(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_stream, "CHUNK_CHARACTERS", 100)
    monkeypatch.setattr(json_stream, "MAX_RECORD_CHARACTERS", 600)
    with pytest.raises(UploadError, match="more than 600 characters in record 2"):
        _read(tmp_path, connection, json.dumps([{"text": "short"}, {"text": "long " * 900}]))


SCORES = [
    [{"label": "NEGATIVE", "score": 0.1 + stars / 9}, {"label": "POSITIVE", "score": 0.5}]
    for stars in (1, 5, 4, 1, 5, 5)
]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # All labels of a model, each with its score: the likeliest is the label.
        (
            [{"said": text, "moods": each} for text, each in zip(SAID, SCORES, strict=True)],
            {"positive": 2, "negative": 4},
        ),
        (
            {"by": {"positive": SAID[:1], "negative": SAID[1:]}, "v": 1},
            {"positive": 1, "negative": 5},
        ),
        ({"Good": SAID[:2], "Bad": SAID[2:]}, {"positive": 2, "negative": 4}),
        ({f"review-{number}": text for number, text in enumerate(SAID)}, None),
    ],
)
def test_texts_that_are_no_records_are_read(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: Any, expected: dict[str, int]
) -> None:
    table = _read(tmp_path, connection, json.dumps(content))
    assert table.rows.counted == len(SAID)
    assert table.input.lists_left_out == []
    if expected:
        assert table.sentiments == expected


RATED = [{"label": "pos", "score": i, "text": text} for i, text in enumerate(SAID)]
FOUND = [{"label": "PER", "score": 0.9}, {"label": "PER", "score": 0.8}]
FORM = {f"q{i}": text for i, text in enumerate(SAID)}


@pytest.mark.parametrize(
    ("content", "texts", "left_out"),
    [
        # Records that have a label, a score and a text are rows, not what a model says of one.
        ([{"product": "a", "reviews": RATED[:3]}, {"product": "b", "reviews": RATED[3:]}], 6, []),
        ([{"said": text, "spans": FOUND} for text in SAID], 6, ["spans"]),
        # The fields of a form are one record; texts under numbers, or under many, are several.
        (FORM, 1, []),
        ({str(i): text for i, text in enumerate(SAID)}, 6, []),
        ({f"q{i}": f"{SAID[i % 6]} {i}" for i in range(20)}, 20, []),
    ],
)
def test_what_looks_like_the_labels_of_a_model_or_the_fields_of_a_form(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    content: Any,
    texts: int,
    left_out: list[str],
) -> None:
    table = _read(tmp_path, connection, json.dumps(content))
    assert (table.rows.counted, table.input.lists_left_out) == (texts, left_out)
