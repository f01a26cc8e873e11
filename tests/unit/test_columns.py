"""Which columns are chosen, and that the choice is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.settings import from_metadata, gather
from moodcloud.tabular import reader as account

from tests.conftest import WriteCsv

WORDS = ["room", "staff", "clean", "dirty", "never", "again", "lovely", "bad", "shower", "kind"]
ROWS = 40
Values = Callable[[random.Random, int], str]


def words(most: int) -> Values:
    return lambda chance, _: " ".join(chance.choices(WORDS, k=chance.randint(2, most)))


def one_of(*values: str) -> Values:
    return lambda chance, _: chance.choice(values)


TEXT, TITLE = words(20), words(4)
STARS, BINARY = one_of("1", "2", "3", "4", "5"), one_of("0", "1")
MOODS = one_of("positive", "negative", "neutral")
WHEN: Values = lambda _, i: f"Tue Feb {i % 28 + 1} 11:35:52 -0800 2015"  # noqa: E731
LINK: Values = lambda _, i: f"https://example.org/review/number/{i}"  # noqa: E731
MAIL: Values = lambda _, i: f"someone.with.a.name{i}@example.org"  # noqa: E731
USER: Values = lambda chance, i: f"{chance.choice(WORDS)}_{i}"  # noqa: E731
COUNTING: Values = lambda _, i: str(i)  # noqa: E731

# The columns of a file in order, the first of them the texts, the second the sentiments.
FILES: dict[str, tuple[str, str | None, dict[str, Values]]] = {
    "ids, links, dates, users, addresses": (
        "said", "mark",
        {"id": COUNTING, "link": LINK, "when": WHEN, "who": USER, "mail": MAIL, "mark": BINARY,
         "said": TEXT},
    ),
    "the same, named like nothing": (
        "f", "g",
        {"a": COUNTING, "b": LINK, "c": WHEN, "d": USER, "e": MAIL, "g": MOODS, "f": TEXT},
    ),
    "title and review": ("review", "rating", {"title": TITLE, "review": TEXT, "rating": STARS}),
    "two texts without known names": ("b", "c", {"a": TITLE, "b": TEXT, "c": MOODS}),
    "numbers like ratings": (
        "comment", "rating",
        {"age": STARS, "helpful_votes": STARS, "rating": STARS, "verified": BINARY,
         "comment": TEXT},
    ),
    "a confidence beside the sentiment": (
        "text", "airline_sentiment",
        {"airline_sentiment_confidence": one_of("1.0", "0.5"), "airline_sentiment": MOODS,
         "text": TEXT},
    ),
    "no sentiment but a flag": ("text", None, {"verified": BINARY, "age": STARS, "text": TEXT}),
    "remarks in a few rows": (
        "b", "c",
        {"a": lambda chance, i: TEXT(chance, i) * 3 if i % 9 == 0 else "", "b": TITLE, "c": MOODS},
    ),
    "a constant": ("text", "label", {"query": one_of("none so"), "label": BINARY, "text": TEXT}),
    "one sentiment": ("text", "sentiment", {"text": TEXT, "sentiment": one_of("positive")}),
    "camels": ("reviewText", "starRating", {"starRating": STARS, "id": USER, "reviewText": TEXT}),
    "Korean": ("리뷰 내용", "평점", {"번호": COUNTING, "리뷰 내용": TEXT, "평점": STARS}),
    "German": ("Kommentar", "Bewertung", {"Titel": TITLE, "Bewertung": STARS, "Kommentar": TEXT}),
    "French": ("avis", "note", {"titre": TITLE, "note": STARS, "avis": TEXT}),
    "Spanish": ("comentario", "calificación", {"calificación": STARS, "comentario": TEXT}),
    "Portuguese": ("comentário", "nota", {"nota": STARS, "comentário": TEXT}),
    "Italian": ("recensione", "voto", {"voto": STARS, "recensione": TEXT}),
    "Japanese": ("レビュー", "評価", {"評価": STARS, "レビュー": TEXT}),
    "Chinese": ("评论", "评分", {"评分": STARS, "评论": TEXT}),
    "Russian": ("отзыв", "оценка", {"оценка": STARS, "отзыв": TEXT}),
}  # fmt: skip


def _read(path: Path, connection: duckdb.DuckDBPyConnection, **options: str) -> Table:
    return read_table(path, Options(**options), path.parent, connection)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FILES)
def test_the_columns_a_person_would_choose_are_chosen(
    name: str, connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    text, sentiment, columns = FILES[name]
    chance = random.Random(7)
    rows = [tuple(make(chance, i) for make in columns.values()) for i in range(ROWS)]
    table = _read(write_csv([tuple(columns), *rows]), connection)
    assert (table.input.text_column, table.input.sentiment_column) == (text, sentiment)
    first = {candidate.role: candidate for candidate in reversed(table.input.candidates)}
    assert first["text"].column == text
    assert all(candidate.reason for candidate in table.input.candidates)
    if sentiment:
        assert first["sentiment"].column == sentiment


@pytest.fixture
def hotel(write_csv: WriteCsv) -> Path:
    rows = [("good room", "bad day", str(i % 2)) for i in range(10)]
    return write_csv([("Comment", "note text", "label"), *rows])


def test_candidates_are_listed_best_first_at_most_five_a_role(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    chance = random.Random(3)
    rows = [(*(TEXT(chance, i) for _ in range(9)), str(i % 2)) for i in range(20)]
    table = _read(write_csv([(*(f"c{i}" for i in range(9)), "label"), *rows]), connection)
    scores = [each.score for each in table.input.candidates if each.role == "text"]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("wanted", ["note text", "NOTE TEXT", " Note text ", "2"])
def test_a_column_asked_for_is_found_in_spite_of_case_and_spaces(
    wanted: str, hotel: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    table = _read(hotel, connection, text_column=wanted)
    assert table.input.text_column == "note text"
    assert "asked for by --text-column" in table.input.candidates[0].reason


def test_a_name_nearly_right_is_answered_by_the_right_one(
    hotel: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(UploadError, match='did you mean "Comment"') as caught:
        _read(hotel, connection, text_column="coment")
    assert caught.value.code == "unknown_column"


def test_a_wrong_name_is_refused_by_what_its_source_calls_the_option(
    hotel: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    options = gather(from_metadata({"moodcloud-text-column": "nothing like it"}))
    with pytest.raises(UploadError, match="x-amz-meta-moodcloud-text-column asks for"):
        read_table(hotel, options, hotel.parent, connection)


def test_texts_and_sentiments_cannot_be_one_column(
    hotel: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    with pytest.raises(UploadError) as caught:
        _read(hotel, connection, text_column="label", sentiment_column="3")
    assert caught.value.code == "same_column"


def test_a_column_of_numbers_of_rows_is_refused_without_reading_all_of_them(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "MOST_LABELS", 50)
    path = write_csv([("id", "text"), *((f"x{i}", f"words {i} here") for i in range(200))])
    with pytest.raises(UploadError) as caught:
        _read(path, connection, sentiment_column="id")
    assert caught.value.code == "too_many_labels"
    assert caught.value.found["count"] == 51


SMALL_FILES = {
    "texts in a column named like labels": (
        "feedback,mood\nGreat service,happy\nToo slow,sad\nI love it,happy\nNever again,angry\n",
        ("feedback", "mood"),
    ),
    "two columns of one name": (
        "id,comment,comment,sentiment\n1,Great phone,I love this phone so much,positive\n"
        "2,Bad phone,It broke after a week or two,negative\n",
        ("comment_2", "sentiment"),
    ),
    "a search engine's own score": (
        '{"_score":1,"_source":{"message":"I love this phone so much","sentiment":"positive"}}\n'
        '{"_score":1,"_source":{"message":"It broke after a week","sentiment":"negative"}}\n',
        ("_source.message", "_source.sentiment"),
    ),
    "answers to a question": (
        "Timestamp,How satisfied are you?,Any comments?\n1,Very satisfied,I love this phone\n"
        "2,Dissatisfied,It lasted for a week\n3,Satisfied,Bought two of them\n",
        ("Any comments?", "How satisfied are you?"),
    ),
    "a flag of something good": (
        "comment,recommended\nI love this phone,yes\nIt lasted a week,no\nBought two,yes\n",
        ("comment", "recommended"),
    ),
    "long questions, none of a known name": (
        "Timestamp,Would you recommend us to a friend or a colleague?,"
        "Please tell us in a few words what we could do better\n"
        + "2026/05/01 10:00:00,Yes,I love this phone\n2026/05/01 10:00:00,No,It lasted a week\n"
        * 3,
        (
            "Please tell us in a few words what we could do better",
            "Would you recommend us to a friend or a colleague?",
        ),
    ),
    "a rating, and a question of consent": (
        "Comments,Overall rating,Would you like to receive our newsletter?\n"
        + "I love this phone,5,Yes\nIt lasted a week,1,No\nBought two of them,4,No\n" * 2,
        ("Comments", "Overall rating"),
    ),
    "more spellings than groups": (
        "text,sentiment\n"
        + "".join(
            f"It lasted for {i} weeks or so,{label}\n"
            for i, label in enumerate(
                [
                    "positive",
                    "Positive",
                    "POSITIVE",
                    "pos",
                    "Pos",
                    "POS",
                    "negative",
                    "Negative",
                    "NEGATIVE",
                    "neg",
                    "Neg",
                    "NEG",
                    "neutral",
                    "Neutral",
                    "NEUTRAL",
                    "postive",
                ]
            )
        ),
        ("text", "sentiment"),
    ),
    "decimals, and a score that is none": (
        "text,confidence,rating\nI love this phone,0.91,4.5\nIt lasted a week,0.7,1.5\n"
        "Bought two of them,0.66,4.0\n",
        ("text", "rating"),
    ),
}


@pytest.mark.parametrize("name", SMALL_FILES)
def test_columns_of_small_files_are_told_by_what_is_in_them(
    name: str, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    content, columns = SMALL_FILES[name]
    (tmp_path / "upload").write_text(content, "utf-8")
    table = _read(tmp_path / "upload", connection)
    assert (table.input.text_column, table.input.sentiment_column) == columns


def test_a_column_that_might_be_meant_is_named_where_none_is_taken(
    connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    rows = [("the room was clean", "ham", "US"), ("never again", "spam", "US")] * 5
    path = write_csv([("text", "kind", "country"), *rows, ("so so", "ham", "KR")])
    found = _read(path, connection).input
    assert (found.sentiment_source, found.sentiment_column) == ("vader", None)
    assert found.suggestion is not None
    assert (found.suggestion.column, found.suggestion.values) == ("kind", ["ham", "spam"])
    nameless = write_csv([("1", "the room was clean"), ("2", "never again, awful")] * 5)
    numbers = _read(nameless, connection).input.suggestion
    assert numbers is not None
    assert (numbers.column, numbers.values) == ("1", ["1", "2"])
    thai = [("หนังเรื่องนี้น่าเบื่อมาก ไม่อยากดูอีก", "ก"), ("ห้องพักสะอาดและอาหารอร่อยมาก", "ข")] * 5
    with pytest.raises(UploadError, match='"kind" may be one') as caught:
        _read(write_csv([("text", "kind"), *thai]), connection)
    assert caught.value.code == "unlabelled_language"
