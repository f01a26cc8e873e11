"""What is a word, and: counts of the parts add up to the counts of the whole."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.counting import Counts, count
from moodcloud.counting.counts import add
from moodcloud.counting.split_texts import split_texts
from moodcloud.database import connect
from moodcloud.language import bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import read_table

from tests.laws import examples
from tests.unit.word_tables import Row, bigrams_in, tokens_in

SPLIT = [
    ("Loved it, truly!", ["Loved", "it", ",", "truly", "!"]),
    ("don't can’t it´s", ["don't", "can't", "it's"]),
    ("see http://t.co/a1?b=c now", ["see", "@", "now"]),
    ("see WWW.example.com/x now", ["see", "@", "now"]),
    ("RT @some_one: hi @안녕 there", ["@", ":", "hi", "@", "there"]),
    ("mail me.now@example.org ok", ["mail", "@", "ok"]),
    ("&quot;so good&quot; &amp;amp; more", ['"', "so", "good", '"', "&", "more"]),
    ("caf&eacute; I&#39;m", ["café", "I'm"]),
    (r"so good\nnever\\r\\nbad\tthing", ["so", "good", "never", "bad", "thing"]),
    (r"don\'t say \"it\" http:\/\/t.co\/x", ["don't", "say", '"', "it", '"', "@"]),
    (
        r"caf\u00e9 \ud83d\ude00 caf\xc3\xa9 caf\xe9 x\u0000y",
        ["café", "😀", "café", "café", "x", "y"],
    ),
    ("bad &#" + "1" * 5000 + "; row", ["bad", "\ufffd", "row"]),
    ("\\" * 100_000 + "no", ["o"]),
    (r"C:\new\table ¯\_(ツ)_/¯", ["C", ":\\", "new", "\\", "table", "¯\\_(", "ツ", ")_/¯"]),
    ("#win 2026 mp3 4ever", ["#", "win", "2026", "mp3", "4ever"]),
    ("영화가 재밌어요ㅋㅋ 😂", ["영화가", "재밌어요ㅋㅋ", "😂"]),
    (
        "A film.<br /><br />The act<b>ing</b> is",
        ["A", "film", ".", "@", "@", "The", "acting", "is"],
    ),
    ('<div class="x"><P>not <I>good</I></P><!-- x -->', ["@", "@", "not", "good", "@", "@"]),
    ("&lt;3 a <b and c> d&lt;br/&gt;", ["<", "3", "a", "<", "b", "and", "c", ">", "d", "@"]),
    ("PART @x", ["PART", "@"]),
    ("goal pic.twitter.com/Gx4 bbc.co.uk/news/a-1, dlvr.it/Rg", ["goal", "@", "@", ",", "@"]),
    ("food.Bad/slow and/or", ["food", ".", "Bad", "/", "slow", "and", "/", "or"]),
    ("[USERNAME] hi <url> {name_1} [spoiler]", ["@", "hi", "@", "@", "[", "spoiler", "]"]),
    ("it was n't , ca n't -lrb- ok -RRB-", ["it", "wasn't", ",", "can't", "@", "ok", "@"]),
    ("I 'm gon na go, got ta run", ["I'm", "gonna", "go", ",", "gotta", "run"]),
    ("[EMAIL_ADDRESS] XX/XX/2023 XXXX HTTPURL __USER__ XXL", ["@"] * 5 + ["XXL"]),
    ("ftp://old/x expedia.co.uk example.org.", ["@", "@", "@", "."]),
    ("rock 'n' roll 'so'", ["rock", "'", "n", "'", "roll", "'", "so", "'"]),
    ("the 4th at 5pm (2nd", ["the", "4th", "at", "5pm", "(", "2nd"]),
    ("10분만에 100%만족 5️⃣👍5", ["10분만에", "100", "%", "만족", "5️⃣", "👍", "5"]),
    ("Wi-Fi, check-in - a--b", ["Wi-Fi", ",", "check-in", "-", "a", "--", "b"]),
    ("No me gusta, non mi piace", ["No", "gusta", ",", "non", "piace"]),
    ("cafe\u0301", ["café"]),
]


def test_texts_fall_into_words_and_marks(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, expected = zip(*SPLIT, strict=True)
    assert split_texts(connection, texts) == list(expected)
    monkeypatch.setattr("moodcloud.counting.split_texts._texts", None)
    assert split_texts(connection, texts) == list(expected)


def _counts(
    connection: duckdb.DuckDBPyConnection, folder: Path, rows: list[tuple[str, str]]
) -> Counts:
    folder.mkdir()
    path = folder / "upload.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([("text", "label"), *rows])
    options = Options(text_column="text", sentiment_column="label")
    table = read_table(path, options, folder, connection)
    return count(connection, table, bigram_stop_words((), ()))


def _as_counters(counts: Counts) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    def counter(rows: list[Row]) -> Counter[tuple[str, str]]:
        return Counter({(sentiment, gram): times for sentiment, gram, times, _ in rows})

    return counter(tokens_in(counts)), counter(bigrams_in(counts))


def test_pairs_stand_side_by_side_without_stop_words_or_marks_between(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rows = [("Great service. Friendly staff, not good", "1"), ("the great Service of staff", "0")]
    _, bigrams = _as_counters(_counts(connection, tmp_path / "a", rows))
    assert bigrams == {
        ("positive", "great service"): 1,
        ("positive", "friendly staff"): 1,
        ("positive", "not good"): 1,
        ("negative", "great service"): 1,
    }


def test_texts_are_those_that_hold_a_token_each_counted_once(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    long = " ".join(f"Room room {i % 400}a" for i in range(1_200))
    rows = [("Good good room", "1"), ("good ROOM", "0"), (" Good good room ", "1"), (long, "1"),
            ("a good room, a good room", "1"), (long, "1"), (long + " bad", "0")]  # fmt: skip
    counts = _counts(connection, tmp_path / "a", rows)
    found = Counter[tuple[str, str]]()
    for sentiment, token, _, texts in tokens_in(counts):
        found[sentiment, token.lower()] += texts
    assert [found["positive", token] for token in ("good", "room")] == [2, 3]
    assert [found["negative", token] for token in ("good", "room", "bad")] == [1, 2, 1]
    bigrams = {(sentiment, bigram): texts for sentiment, bigram, _, texts in bigrams_in(counts)}
    assert bigrams["positive", "good room"] == 2
    assert bigrams["positive", "room room"] == 1


TOKENS = ("Good", "good", "not", "the", "room", "방이", "don't", "&", ".", ",", "😂", "@you")
# Marks alone are no text, and no part may be without one.
WORDS = st.lists(st.sampled_from(TOKENS)).map(lambda tokens: [*tokens, "room"])
ROWS = st.lists(st.tuples(WORDS.map(" ".join), st.sampled_from("01")), min_size=2, max_size=20)


@settings(max_examples=examples(25), deadline=None)
@given(ROWS, st.data())
def test_counts_of_parts_add_up_to_the_whole(
    rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(rows) - 1))
    with TemporaryDirectory() as name, connect(Path(name)) as connection:
        whole = _counts(connection, Path(name, "whole"), rows)
        first = _counts(connection, Path(name, "first"), rows[:cut])
        second = _counts(connection, Path(name, "second"), rows[cut:])
        assert _as_counters(add([second, first])) == _as_counters(whole)
