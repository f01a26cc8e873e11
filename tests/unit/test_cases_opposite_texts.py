"""Two columns of texts of opposite sense are both read, each text under its own sentiment."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path

import duckdb
import jsonschema
import pytest
from moodcloud.analysis import analyze
from moodcloud.errors import UploadError
from moodcloud.lexicon.opposites import names_nothing, names_nothing_sql, nothing
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.reading.inspect import inspect
from moodcloud.reading.preview import as_dict
from moodcloud.report.summary import summary_schema
from moodcloud.roles.choose import judge_columns
from moodcloud.roles.pairs import Pair, find_pair, opposite_names
from moodcloud.tabular.reader import Job

GOOD = ["Quiet rooms near the lake", "The cook was kind", "Fresh bread every morning"]
BAD = ["The lift was out of order", "Cold soup twice", "Loud pipes all night"]
PAIRS = list(zip(GOOD, BAD, strict=True))
SAID = ["Great sound", "Broke at once", "It will do"]
LABELLED = [
    (("text", "sentiment"), ("positive", "negative", "neutral")),
    (("tweet_text", "label"), ("1", "0", "0")),
    (("content", "rating"), ("5", "1", "3")),
    (("message", "emotion"), ("joy", "anger", "joy")),
]

Rows = list[list[str]]


def _write(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def _read(
    path: Path, connection: duckdb.DuckDBPyConnection, options: Options | None = None
) -> Table:
    return read_table(path, options or Options(), path.parent, connection)


def _columns(
    path: Path, connection: duckdb.DuckDBPyConnection, options: Options | None = None
) -> dict[str, str] | None:
    job = Job(path, path.name, path.parent, connection, options or Options())
    found: dict[str, str] | None = as_dict(inspect(job))["text_columns"]
    return found


def _pair(names: tuple[str, ...], rows: Rows) -> Pair | None:
    texts, sentiments = judge_columns(names, True, rows)
    return find_pair(names, True, rows, texts, sentiments, Options())


@pytest.mark.parametrize(
    "names",
    [
        ("Positive_Review", "Negative_Review"),
        ("pros", "cons"),
        ("Likes", "Dislikes"),
        ("Strengths", "Weaknesses"),
        ("advantages_text", "disadvantages_text"),
        ("What did you like?", "What did you dislike?"),
        ("What did you like about us?", "What did you not like about us?"),
        ("What do you like best about the app?", "What do you dislike about the app?"),
        ("What did you like the most", "What did you like the least"),
        ("What went well?", "What could be improved?"),
        ("review.positiveText", "review.negativeText"),
        ("장점", "단점"),
        ("숙소 장점", "숙소 단점"),
        ("좋았던 점", "아쉬웠던 점"),
        ("어떤 점이 좋았나요?", "어떤 점이 아쉬웠나요?"),
        ("良かった点", "気になった点"),
        ("优点", "缺点"),
        ("Vorteile", "Nachteile"),
        ("Was hat Ihnen gefallen?", "Was hat Ihnen nicht gefallen?"),
        ("Avantages", "Inconvénients"),
        ("Points forts", "Points faibles"),
        ("Ce que vous avez aimé", "Ce que vous n'avez pas aimé"),
        ("¿Qué le gustó?", "¿Qué no le gustó?"),
        ("Pontos positivos", "Pontos negativos"),
        ("Pregi", "Difetti"),
        ("Pluspunten", "Minpunten"),
        ("Достоинства", "Недостатки"),
        ("Artıları", "Eksileri"),
        ("Zalety", "Wady"),
        ("Lo que más me gustó", "Lo que menos me gustó"),
        ("What was good?", "What was not so good?"),
        ("review_pos", "review_neg"),
        ("推荐的地方：优点", "推荐的地方：缺点"),
        ("+", "-"),
        ("👍", "👎"),
        ("Wat ging er goed?", "Wat kon er beter?"),
        ("Hva likte du?", "Hva likte du ikke?"),
        ("Things to keep", "Things to change"),
    ],
)
def test_names_of_opposite_sense_belong_together(names: tuple[str, str]) -> None:
    rows = [list(row) for row in zip(GOOD, BAD, strict=True)]
    pair = _pair(names, rows)
    assert pair is not None
    assert (pair.columns.text, pair.columns.opposite) == (0, 1)
    assert opposite_names(names[::-1]) == (1, 0)


@pytest.mark.parametrize(
    "names",
    [
        ("room_pros", "food_cons"),
        ("likes", "comments"),
        ("positive or negative", "review"),
        ("anchor", "positive", "negative"),
        ("question", "good_answer", "bad_answer"),
        ("best_response", "worst_response"),
        ("positiveExample", "negativeExample"),
        ("topic", "positive_passage", "negative_passage"),
    ],
)
def test_other_names_do_not(names: tuple[str, ...]) -> None:
    rows = [[*row, "again"][: len(names)] for row in zip(GOOD, BAD, strict=True)]
    assert _pair(names, rows) is None


def test_each_text_is_counted_under_its_sentiment_or_listed(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    path = _write(
        tmp_path / "hotels.csv",
        [
            ["Hotel", "Positive_Review", "Negative_Review", "Reviewer_Score"],
            ["Lake", GOOD[0], BAD[0], "7.1"],
            ["Lake", "No Positive", BAD[1], "2.5"],
            ["Hill", GOOD[1], "No Negative", "9.6"],
            ["Hill", " nothing. ", "N/A", "5"],
            ["Hill", GOOD[2], "", "8.3"],
        ],
    )
    table = _read(path, connection)
    assert table.sentiments == {"positive": 3, "negative": 2}
    rows = table.rows
    assert (rows.read, rows.counted, rows.empty) == (10, 5, 5)
    held = connection.execute(f"SELECT text, label FROM ({table.relation}) WHERE text <> ''")
    assert sorted(held.fetchall()) == sorted(
        [(text, "positive") for text in GOOD] + [(text, "negative") for text in BAD[:2]]
    )
    assert [(row.line, row.reason, row.content) for row in table.rejected] == [
        (3, "no positive text", "No Positive"),
        (4, "no negative text", "No Negative"),
        (5, "no positive text", " nothing. "),
        (5, "no negative text", "N/A"),
        (6, "no negative text", ""),
    ]
    found = table.input
    assert found.text_columns == {"positive": "Positive_Review", "negative": "Negative_Review"}
    assert (found.text_column, found.sentiment_column) == ("Positive_Review", None)
    assert found.sentiment_source == "columns"
    score = next(each for each in found.candidates if each.column == "Reviewer_Score")
    assert "not used: the texts of Positive_Review are positive" in score.reason


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet", "salvaged"])
def test_every_reader_reads_both(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, format_: str
) -> None:
    rows = [["장점", "단점", "별점"], *([g, b, "3"] for g, b in zip(GOOD, BAD, strict=True))]
    rows += [["없음", "방이 좁아요", "1"], ["조식이 맛있어요", "없어요", "5"]]
    path = tmp_path / f"hotels.{format_}"
    if format_ == "jsonl":
        objects = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
        path.write_text("\n".join(map(json.dumps, objects)), "utf-8")
    else:
        broken = format_ == "salvaged"
        path = _write(path.with_suffix(".csv"), rows + [["a", "b", "c", "d"]] * broken)
    if format_ == "parquet":
        target = path.with_suffix(".parquet")
        connection.execute(f"COPY (FROM read_csv('{path}')) TO '{target}' (FORMAT parquet)")
        path = target
    table = _read(path, connection)
    assert table.sentiments == {"positive": 4, "negative": 4}
    assert table.rows.empty == 2
    assert table.rows.rejected == (1 if format_ == "salvaged" else 0)
    assert len(table.rejected) == table.rows.left_out


def _with_broken_rows(folder: Path) -> Path:
    rows = [["hotel", "pros", "cons"], *(["Lake", *pair] for pair in PAIRS * 5)]
    return _write(folder / "hotels.csv", [*rows, ["a", "b", "c", "d"], ["Hill", "Nice"], ["Hill"]])


def test_a_broken_row_is_one_that_is_broken_not_two(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    table = _read(_with_broken_rows(tmp_path), connection)
    # Of the row that ends early, one text is there.
    assert (table.rows.read, table.rows.counted, table.rows.rejected) == (34, 31, 3)
    assert [(row.line, row.reason) for row in table.rejected] == [
        (17, "4 fields where 3 are expected"),
        (18, "2 fields where 3 are expected"),
        (19, "1 fields where 3 are expected"),
    ]


def test_conditions_on_rows_are_accounted_for_with_both_texts(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [["stars", "pros", "cons"], *([str(n % 3), *PAIRS[n % 3]] for n in range(30))]
    path = _write(tmp_path / "hotels.csv", [*rows, ["many", *PAIRS[0]], ["a", "b", "c", "d"]])
    found = _read(path, connection, Options(where=("stars>=1",))).rows
    assert (found.read, found.counted, found.filtered, found.rejected) == (63, 40, 22, 1)
    assert found.uncompared == 2
    with pytest.raises(UploadError, match="stars>=5") as raised:
        _read(path, connection, Options(where=("stars>=5",)))
    assert raised.value.code == "no_row_meets"


@pytest.mark.parametrize(
    "options",
    [
        Options(text_column="pros"),
        Options(sentiment_column="rating"),
        Options(positive=("5",), negative=("1",)),
    ],
)
def test_an_option_that_names_a_column_or_labels_turns_it_off(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, options: Options
) -> None:
    rows = [["pros", "cons", "rating"], *([g, b, "5"] for g, b in zip(GOOD, BAD, strict=True))]
    path = _write(tmp_path / "upload.csv", [*rows, [GOOD[0], BAD[0], "1"]])
    assert _columns(path, connection) == {"positive": "pros", "negative": "cons"}
    assert _columns(path, connection, options) is None


def test_short_questions_are_the_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [["What did you like?", "What did you dislike?"], ["The food", "The queue"]]
    table = _read(_write(tmp_path / "s.csv", [*rows, ["Music", "-"], ["-", "Rain"]]), connection)
    assert table.input.header is True
    assert table.sentiments == {"positive": 2, "negative": 2}


def test_two_labels_of_a_first_row_are_no_header(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    rows = [[f"{GOOD[i % 3]} {i}", ("good", "bad")[i % 2], "bad"] for i in range(30)]
    assert _read(_write(tmp_path / "s.csv", rows), connection).rows.read == 30


@pytest.mark.parametrize(
    "text",
    [
        "No Positive", "no negatives", "Nothing!", "NONE", "(none)", "없음", "딱히 없어요.",
        "단점 없음",
        "特になし", "没有", "keine Nachteile", "Rien", "aucun inconvénient",
        "Ninguno.", "Нет", "yok",
    ],
)  # fmt: skip
def test_nothing_is_named(text: str) -> None:
    assert names_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nothing works",
        "No parking",
        "None of the lifts worked",
        "없는 게 많아요",
        "Rien ne marche",
        ":)",
    ],
)
def test_something_is_named(text: str) -> None:
    assert not names_nothing(text)


def test_the_engine_sees_nothing_where_the_list_does(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    forms = ("{}", " {}. ", "({})!", "{} x", "\u3000{}", "- {}")
    texts = [form.format(each) for each in sorted(nothing())[::5] for form in forms]
    texts += [each.upper() for each in texts]
    connection.execute("CREATE TABLE nothing AS SELECT unnest($1) AS said", [sorted(nothing())])
    rows = "SELECT unnest($1::VARCHAR[]) AS text"
    query = f"SELECT text FROM ({rows}) WHERE {names_nothing_sql('nothing')}"
    found = {text for (text,) in connection.execute(query, [texts]).fetchall()}
    assert found == {text for text in texts if names_nothing(text)}


@pytest.mark.slow
def test_results_tell_both_columns(tmp_path: Path) -> None:
    rows = [["Vorteile", "Nachteile"], *([g, b] for g, b in zip(GOOD, BAD, strict=True))]
    path = _write(tmp_path / "upload.csv", rows)
    summary = analyze(path, tmp_path / "out").summary
    jsonschema.validate(asdict(summary), summary_schema())
    assert summary.input.texts_from == "Vorteile (positive), Nachteile (negative)"
    assert {name: each.rows for name, each in summary.sentiments.items()} == {
        "positive": 3,
        "negative": 3,
    }
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "positive texts from column “\u2068Vorteile\u2069”, negative ones from" in page


def test_other_pairs_are_told(tmp_path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    names = ["service_good", "service_bad", "food_good", "food_bad"]
    path = _write(tmp_path / "s.csv", [names, *([g, b, b, g] for g, b in PAIRS)])
    found = _read(path, connection).input
    assert found.text_columns == {"positive": "service_good", "negative": "service_bad"}
    told = [each.column for each in found.candidates if "not used" in each.reason]
    assert told == ["food_good", "food_bad"]
