"""Which lists within JSON are one table, which keys are labels, and what is said to be left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from moodcloud.options import Options
from moodcloud.reading import Table, read_table

SAID = [
    "The soup was hot and the bread fresh",
    "Nobody came to take our order",
    "It is a place to eat, no more",
    "Kind people and a lovely garden, again",
    "Cold fries and a sticky table",
    "Far too dear for so little",
]
STARS = [5, 1, 3, 5, 1, 2]
REVIEWS = [{"review_text": text, "rating": stars} for text, stars in zip(SAID, STARS, strict=True)]
IMAGES = [{"url": "a.jpg", "width": 1}, {"url": "b.jpg", "width": 2}]
PRODUCTS: list[dict[str, Any]] = [
    {"title": "The old mill by the river", "images": IMAGES, "reviews": REVIEWS[:3]},
    {"title": "The blue boat at the pier", "images": IMAGES, "reviews": REVIEWS[3:]},
]


def _read(tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str) -> Table:
    path = tmp_path / "upload"
    path.write_text(content, "utf-8")
    return read_table(path, Options(), tmp_path, connection)


LIKED = [
    {"liked": "Near the lake", "disliked": "Loud pipes", "score": 4},
    {"liked": "Kind cook", "disliked": "", "score": 5},
    {"liked": "", "disliked": "Cold soup", "score": 1},
]
KOREAN = [
    {"장점": "직원이 친절하다", "단점": "주차가 불편하다"},
    {"장점": "조식이 맛있다", "단점": "방이 너무 좁다"},
]


@pytest.mark.parametrize(
    ("content", "columns", "sentiments"),
    [
        (
            {"hotels": [{"name": "A", "reviews": LIKED[:2]}, {"name": "B", "reviews": LIKED}]},
            {"positive": "liked", "negative": "disliked"},
            {"positive": 4, "negative": 3},
        ),
        (
            [{"hotel": "A", "reviews": KOREAN}, {"hotel": "B", "reviews": KOREAN}],
            {"positive": "장점", "negative": "단점"},
            {"positive": 4, "negative": 4},
        ),
    ],
)
def test_short_texts_of_opposite_sense_within_records_are_the_table(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    content: Any,
    columns: dict[str, str],
    sentiments: dict[str, int],
) -> None:
    table = _read(tmp_path, connection, json.dumps(content))
    assert table.input.text_columns == columns
    assert table.sentiments == sentiments


def test_the_only_labelled_words_within_records_are_the_table(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    said = [{"stars": 5, "said": "Nice lamp"}, {"stars": 1, "said": "Broke"}]
    shops = [{"shop": "A", "entries": said}, {"shop": "B", "entries": said, "staff": IMAGES}]
    found = _read(tmp_path, connection, json.dumps(shops)).input
    assert (found.record_path, found.text_column, found.sentiment_column) == (
        "entries",
        "said",
        "stars",
    )


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([REVIEWS[:4], REVIEWS[4:], []], indent=1),
        json.dumps({"pages": [REVIEWS[:3], REVIEWS[3:]]}),
        "\n".join(json.dumps(page) for page in (REVIEWS[:1], REVIEWS[1:3], REVIEWS[3:])),
        json.dumps([{"shop": "A", "pages": [REVIEWS[:1], REVIEWS[1:5]]}, {"pages": [REVIEWS[5:]]}]),
        json.dumps([PRODUCTS[:1], PRODUCTS[1:]]),
    ],
)
def test_lists_of_records_within_lists_are_pages(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: str
) -> None:
    table = _read(tmp_path, connection, content)
    assert (table.input.text_column, table.input.sentiment_column) == ("review_text", "rating")
    assert (table.rows.read, table.rows.rejected) == (6, 0)


TOLD = [{"text": text} for text in SAID]


@pytest.mark.parametrize(
    "content",
    [
        {"reviews": {"positive": TOLD[:2], "neutral": TOLD[2:3], "negative": TOLD[3:]}},
        {"5": TOLD[:2], "3": TOLD[2:3], "1": TOLD[3:]},
        {"status": "ok", "data": {"5": TOLD[:2], "3": TOLD[2:3], "2": [], "1": TOLD[3:]}},
        {
            "positive": {"count": 2, "reviews": TOLD[:2]},
            "neutral": {"count": 1, "reviews": TOLD[2:3]},
            "negative": {"count": 3, "reviews": TOLD[3:]},
        },
        [
            {"shop": "A", "reviews": {"positive": TOLD[:2], "negative": TOLD[3:4]}},
            {"shop": "B", "reviews": {"neutral": TOLD[2:3], "negative": TOLD[4:]}},
        ],
    ],
)
def test_keys_above_lists_of_records_are_their_labels(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, content: Any
) -> None:
    table = _read(tmp_path, connection, json.dumps(content, indent=1))
    assert (table.input.text_column, table.input.sentiment_column) == ("text", "label")
    assert table.sentiments == {"positive": 2, "neutral": 1, "negative": 3}


def test_numbers_of_pages_are_no_labels(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    pages = {"1": TOLD[:2], "2": TOLD[2:4], "3": TOLD[4:]}
    assert _read(tmp_path, connection, json.dumps(pages)).input.sentiment_column is None
    rated = {"4": REVIEWS[:2], "5": REVIEWS[2:4], "3": REVIEWS[4:]}
    assert _read(tmp_path, connection, json.dumps(rated)).input.sentiment_column == "rating"


USERS = [
    {"id": i, "bio": f"I love coffee and long walks, they say of number {i}"} for i in range(4)
]


@pytest.mark.parametrize(
    ("content", "rows", "left_out"),
    [
        (
            {"data": REVIEWS, "includes": {"users": USERS}, "meta": {"count": 6}},
            6,
            "includes.users",
        ),
        ({"meta": {"count": 6}, "users": USERS, "reviews": REVIEWS}, 6, "users"),
        ({"result": {"users": USERS, "page": {"reviews": REVIEWS}}}, 6, "result.users"),
        (
            {"train": REVIEWS, "test": REVIEWS[:2], "includes": {"users": USERS}},
            8,
            "includes.users",
        ),
        ({"train": REVIEWS, "test": REVIEWS[:2]}, 8, None),
    ],
)
def test_lists_beside_the_table_are_named(
    tmp_path: Path,
    connection: duckdb.DuckDBPyConnection,
    content: Any,
    rows: int,
    left_out: str | None,
) -> None:
    table = _read(tmp_path, connection, json.dumps(content, indent=1))
    assert table.input.text_column == "review_text"
    assert table.rows.read == rows
    assert table.input.lists_left_out == ([left_out] if left_out else [])


@pytest.mark.parametrize("above", ["", "data."])
def test_the_only_reply_to_a_text_is_not_the_text(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, above: str
) -> None:
    comments: list[dict[str, Any]] = [
        {
            "body": text,
            "replies": [{"body": f"Thanks a lot for saying so, dear guest {i}, do come"}],
        }
        for i, text in enumerate(SAID)
    ]
    content = [{"data": each} for each in comments] if above else comments
    table = _read(tmp_path, connection, json.dumps(content))
    assert table.input.text_column == f"{above}body"
