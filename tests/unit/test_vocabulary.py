"""Words, negated words, phrases: each occurrence is counted in one place."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.counting import count
from moodcloud.counting.counts import Counts, add
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import read_table
from moodcloud.report.summarise import forms_of
from moodcloud.vocabulary import Vocabulary, build_vocabulary

from tests.laws import examples
from tests.unit.word_tables import varied

Rows = list[tuple[str, str]]
COLUMNS = {"text_column": "text", "sentiment_column": "label"}


def _counts(connection: object, folder: Path, rows: Rows, options: Options) -> Counts:
    folder.mkdir()
    path = folder / "upload.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([("text", "label"), *rows])
    table = read_table(path, options, folder, connection)  # type: ignore[arg-type]
    return count(connection, table, bigram_stop_words(options.stopwords, options.keep))  # type: ignore[arg-type]


def _vocabulary(rows: Rows, **settings: object) -> Vocabulary:
    options = Options(**COLUMNS, **settings)  # type: ignore[arg-type]
    with TemporaryDirectory() as name, connect(Path(name)) as connection:
        counts = _counts(connection, Path(name, "a"), rows, options)
        return build_vocabulary(counts, ("positive", "negative"), options)


def _of(vocabulary: Vocabulary, sentiment: str) -> dict[str, int]:
    column = vocabulary.words.frame()["count", sentiment]
    return {str(word): int(n) for word, n in column.items() if n}


def test_inflections_are_one_word_shown_as_people_write_it() -> None:
    rows = [
        ("Movies I loved on my iPhone", "1"),
        ("I love a movie, loving iPhones", "1"),
        ("x", "0"),
    ]
    assert _of(_vocabulary(rows), "positive") == {"movie": 2, "love": 3, "iPhone": 2}
    many = [*rows * 3]
    assert _of(_vocabulary(many), "positive") == {"movie": 6, "love": 9, "iPhone": 6}


def test_a_negated_word_is_counted_as_what_was_said() -> None:
    rows = [("Not good. good! not good", "0"), ("the food wasn't good", "0"), ("good food", "1")]
    vocabulary = _vocabulary(rows)
    assert _of(vocabulary, "negative") == {"not good": 3, "good": 1, "food": 1}
    assert _of(vocabulary, "positive") == {"good": 1, "food": 1}
    assert vocabulary.words.frame()["moved", "negative"]["good"] == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("안 좋아요", {"안 좋다": 1}),
        ("안좋아요", {"안 좋다": 1}),
        ("좋지 않아요", {"안 좋다": 1}),
        ("재미없어요", {"재미없다": 1}),
        ("재미가 없어요", {"재미없다": 1}),
        ("영화가 재밌었어요 영화는", {"영화": 2, "재밌다": 1}),
        ("iPhone이 좋아요", {"iPhone": 1, "좋다": 1}),
    ],
)
def test_korean_tokens_become_dictionary_words(text: str, words: dict[str, int]) -> None:
    assert _of(_vocabulary([(text, "1"), ("끝", "0")]), "positive") == words


def test_a_phrase_that_nearly_always_occurs_takes_the_place_of_its_words() -> None:
    rows = varied("customer service slow", "0", 6) + [("service desk here", "0")] * 2
    rows += [(f"lamp{i} chair{i}", "1") for i in range(60)]
    words = _of(_vocabulary(rows), "negative")
    assert words["customer service"] == 6
    assert "customer" not in words
    apart = _of(_vocabulary(rows, phrase_g2=1e6), "negative")
    assert apart["customer"] == 6
    assert apart["service"] == 8


def test_users_add_stop_words_and_keep_others() -> None:
    rows = [("the hotel was very clean", "1"), ("dirty hotel", "0")]
    words = _of(_vocabulary(rows, stopwords=("Hotel",), keep=("very",)), "positive")
    assert words == {"very": 1, "clean": 1}


def test_other_languages_have_their_own_words_and_stop_words() -> None:
    french = [
        ("les chambres sont très belles et le personnel est gentil avec nous", "1"),
        ("la chambre était sale et nous avons perdu du temps dans les couloirs", "0"),
    ]
    vocabulary = _vocabulary(french * 3)
    assert vocabulary.language == "fr"
    assert vocabulary.words.frame()["count", "positive"]["chambre"] == 3
    assert "les" not in vocabulary.words.names


def test_a_language_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(UploadError, match="one of en, ko"):
        Options(language="xx")


FORMS = (
    *("Good", "good", "not", "wasn't", "the", "movie", "movies", "customer", "service"),
    *("방이", "안", "좋아요", "않아요", ".", ","),
)
# Marks alone are no text, and no part may be without one.
WORDS = st.lists(st.sampled_from(FORMS), max_size=8).map(lambda forms: ["movie", *forms])
TEXTS = WORDS.map(" ".join)
ROW = st.tuples(TEXTS, st.sampled_from("01"))
ROWS = st.lists(ROW, min_size=2, max_size=14)
# Whether a text is a copy of one in another part only the whole table knows.
ROWS_WITHOUT_COPIES = st.lists(ROW, min_size=2, max_size=14, unique=True)


@pytest.mark.slow
@settings(max_examples=examples(25), deadline=None)
@given(ROWS_WITHOUT_COPIES, st.integers(1, 13))
def test_parts_added_give_the_vocabulary_of_the_whole(rows: Rows, cut: int) -> None:
    options = Options(**COLUMNS)  # type: ignore[arg-type]
    cut = min(cut, len(rows) - 1)
    sentiments = ("positive", "negative")
    with TemporaryDirectory() as name, connect(Path(name)) as connection:
        whole = _counts(connection, Path(name, "w"), rows, options)
        parts = [
            _counts(connection, Path(name, str(i)), part, options)
            for i, part in enumerate((rows[cut:], rows[:cut]))
        ]
        one = build_vocabulary(whole, sentiments, options)
        other = build_vocabulary(add(parts), sentiments, options)
    pd.testing.assert_frame_equal(one.words.frame(), other.words.frame())
    pd.testing.assert_frame_equal(one.phrases.frame(), other.phrases.frame())


@settings(max_examples=examples(25), deadline=None)
@given(ROWS)
def test_no_occurrence_is_counted_twice_or_lost(rows: Rows) -> None:
    vocabulary = _vocabulary(rows)
    for name in vocabulary.sentiments:
        said = Counter[str]()
        for word, forms in forms_of(vocabulary, vocabulary.shown).items():
            said[word] = sum(counts.get(name, 0) for counts in forms.values())
        table = vocabulary.words
        there = table.of("count", name) + table.of("moved", name)
        for word, number in zip(table.names, there.tolist(), strict=True):
            assert said[word] == number


def test_in_a_very_large_table_a_phrase_is_what_is_said_more_often() -> None:
    """However large the table, the bigrams to look at stay within memory."""
    with TemporaryDirectory() as name, connect(Path(name)) as connection:
        counts = Counts.named(connection)
        connection.execute(
            f"""
            CREATE TABLE {counts.tokens} AS FROM (VALUES
                ('positive', 'quiet', 50::BIGINT, 9::BIGINT, 0::BIGINT),
                ('positive', 'garden', 50, 9, 0),
                ('positive', 'fresh', 5, 5, 0), ('positive', 'bread', 5, 5, 0),
                ('positive', 'the', 63_000_000, 9, 0))
                AS tokens (sentiment, token, count, texts, capitals)
            """
        )
        connection.execute(
            f"""
            CREATE TABLE {counts.bigrams} AS FROM (VALUES
                ('positive', 'quiet garden', 50::BIGINT, 9::BIGINT),
                ('positive', 'fresh bread', 5, 5)) AS bigrams (sentiment, bigram, count, texts)
            """
        )
        vocabulary = build_vocabulary(counts, ("positive",), Options(language="en"))
    assert vocabulary.phrases.names == ["quiet garden"]
    assert {"fresh", "bread"} <= set(vocabulary.words.names)
