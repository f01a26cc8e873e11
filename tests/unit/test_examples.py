"""Examples: a sample of texts, and for each word the texts and places that hold it."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from moodcloud.analysis import analyze
from moodcloud.counting.between import IS_DONE, NOT_BEING, NOT_DONE
from moodcloud.counting.tokens import searchable
from moodcloud.insight.examples import LONGEST, passage, place_of, quotable
from moodcloud.insight.sample import Sample, take_sample
from moodcloud.options import Options
from moodcloud.reading import Table, read_table

from tests.conftest import WriteCsv

WORDS = [
    "breakfast",
    "room",
    "staff",
    "window",
    "garden",
    "coffee",
    "pool",
    "quiet",
    "noisy",
    "kind",
    "rude",
]

_STRENGTHENING = ("하나도", "전혀", "아예")


def _rows(number: int) -> list[tuple[str, str]]:
    chance = random.Random(7)
    return [
        (" ".join(chance.choices(WORDS, k=6)), chance.choice(["positive", "negative"]))
        for _ in range(number)
    ]


def _table(path: Path, folder: Path, connection: duckdb.DuckDBPyConnection) -> Table:
    folder.mkdir(exist_ok=True)
    return read_table(path, Options(), folder, connection)


def _data(folder: Path) -> dict[str, Any]:
    page = (folder / "report.html").read_text("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def _examples(data: dict[str, Any], word: str) -> list[tuple[str, str, str]]:
    """Return sentiment, text and marked place of the examples of a word."""
    flat = data["examples"].get(word, [])
    names = [each["name"] for each in data["sentiments"]]
    found = []
    for each in range(0, len(flat), 4):
        s, text, start, length = flat[each : each + 4]
        found.append((names[s], data["texts"][text], data["texts"][text][start : start + length]))
    return found


@pytest.mark.slow
def test_the_sample_of_the_whole_is_in_the_samples_of_its_slices(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    header, rows = ("text", "label"), _rows(3_000)

    def sample(part: list[tuple[str, str]], name: str) -> Sample:
        table = _table(
            write_csv([header, *part]).rename(tmp_path / name),
            tmp_path / f"{name}-work",
            connection,
        )
        return take_sample(connection, table, most=100)

    whole = sample(rows, "whole.csv")
    parts = [sample(rows[start::3], f"{start}.csv") for start in (2, 0, 1)]
    assert len(whole.texts) == len({(each.sentiment, each.text) for each in whole.texts}) == 200
    # Nothing of it is lost by slicing, and the order of the rows changes nothing.
    assert all(any(each in part.texts for part in parts) for each in whole.texts)
    assert sample(rows[::-1], "reversed.csv") == whole


def test_a_text_that_is_repeated_stands_in_the_sample_once(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, write_csv: WriteCsv
) -> None:
    rows = [("the same again", "positive")] * 2_000 + [
        (f"another one {'ab'[i % 2]} {i}", "positive") for i in range(60)
    ]
    path = write_csv([("text", "label"), *rows, ("no", "negative")])
    sample = take_sample(connection, _table(path, tmp_path / "work", connection), most=50)
    texts = [text for sentiment, text, _ in sample.texts if sentiment == "positive"]
    assert len(texts) == len(set(texts)) == 50
    assert sample.distinct == {"positive": 61, "negative": 1}


@pytest.mark.parametrize("sample", ["english", pytest.param("korean", marks=pytest.mark.slow)])
def test_each_example_holds_its_word_where_it_is_marked(
    request: pytest.FixtureRequest, sample: str
) -> None:
    folder: Path = request.getfixturevalue(sample)
    data = _data(folder)
    assert len(data["examples"]) > 150
    for sentiment in ("positive", "negative"):
        listed = json.loads((folder / f"{sentiment}.json").read_text("utf-8"))
        for word in listed["words"]:
            found = _examples(data, word["word"])
            own = [each for each in found if each[0] == sentiment]
            assert len(own) <= 5
            if word["count"]:
                assert own, word["word"]
            for _, text, marked in own:
                assert len(text) <= LONGEST + 2
                forms = {form.lower() for form in word["forms"]}
                # 없다 is read beside its noun, what strengthens it is marked with them.
                read = re.sub(rf"{NOT_BEING}\b", "not", marked.lower())
                read = re.sub(rf"\b([{NOT_DONE}]) (?=[{IS_DONE}])", r"\1", read)
                said = [part for part in read.split() if part not in _STRENGTHENING]
                assert " ".join(said) in forms or said[0].endswith(("not", "n't"))


@pytest.mark.slow
def test_a_negated_word_is_no_example_of_the_word(tmp_path: Path, write_csv: WriteCsv) -> None:
    rows = [(f"the food was good at table {'abcdefgh'[i % 8]}", "positive") for i in range(40)]
    rows += [(f"it was Not good by the door {'abcdefgh'[i % 8]}", "negative") for i in range(40)]
    analyze(write_csv([("text", "label"), *rows]), tmp_path / "out")
    data = _data(tmp_path / "out")
    assert {each[0] for each in _examples(data, "good")} == {"positive"}
    assert {each[2] for each in _examples(data, "not good")} == {"Not good"}


def test_a_word_within_a_link_or_a_mention_is_not_marked() -> None:
    text = quotable("RT @good_one: see https://good.example/good &amp; tell me it is\n  good")
    assert text == "RT @good_one: see https://good.example/good & tell me it is good"
    tokens = ["@", "see", "@", "&", "tell", "me", "it", "is", "good"]
    assert place_of(searchable(text), tokens, 8, 8) == (len(text) - 4, len(text))


@pytest.mark.parametrize(
    ("text", "tokens", "place"),
    [
        ("I ca n't recommend it", ["I", "can't", "recommend", "it"], "ca n't recommend"),
        ("It 's great", ["It's", "great"], "It 's great"),
        ("no me gusta nada", ["no", "gusta", "nada"], "no me gusta"),
        ("배송이 안 돼요, 안돼", ["배송이", "안돼요", ",", "안돼"], "배송이 안 돼요"),
        ("slow Wi-Fi here", ["slow", "Wi-Fi", "here"], "slow Wi-Fi"),
        ("I won't be sad. Not me, not", ["I", "not", "sad", "Not", "me", "not"], "won't be sad"),
        ("Not very good, nor will not be", ["Not", "good", "nor", "not"], "Not very good"),
        ("nicht gut, kostet ~ 5", ["~", "nicht", "gut", ",", "kostet", "~"], "nicht gut"),
        ("http://x.org see it @ home", ["@", "see", "it", "@", "home"], "see it"),
    ],
)
def test_the_place_of_words_is_where_they_are_written(
    text: str, tokens: list[str], place: str
) -> None:
    first = 1 if text.startswith("I ") or tokens[0] in "~@" else 0
    found = place_of(searchable(text), tokens, first, first + 1)
    assert found is not None
    assert text[slice(*found)] == place


def test_a_long_text_is_quoted_around_the_word() -> None:
    text = "before " * 200 + "THERE " + "after " * 200
    start = text.index("THERE")
    shown, place = passage(text, start, start + 5)
    assert shown[place : place + 5] == "THERE"
    assert len(shown) <= LONGEST + 2
    assert shown.startswith("…before ")
    assert shown.endswith(" after…")


def test_without_examples_no_text_of_the_file_is_in_the_results(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    rows = [
        (f"{random.Random(i).choice(WORDS)} my number is secret{i}x", "ab"[i % 2])
        for i in range(60)
    ]
    path = write_csv([("text", "label"), *rows])
    small = Options(width=200, height=200, max_words=5, sentiment_column="label", examples=False)
    analyze(path, tmp_path / "out", small)
    files = {each.name: each.read_bytes() for each in (tmp_path / "out").iterdir()}
    assert [name for name, content in files.items() if b"my number is" in content] == []
    assert "texts.js" not in files
    assert _data(tmp_path / "out")["texts"] == []


def test_the_policy_names_the_style_and_the_script_of_the_page(english: Path) -> None:
    page = (english / "report.html").read_text("utf-8")
    policy = page.partition('http-equiv="Content-Security-Policy" content="')[2].partition('">')[0]
    for element in ("style", "script"):
        (content,) = re.findall(f"<{element}>(.*?)</{element}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{element}-src &#39;sha256-{digest}&#39;" in policy
    assert "default-src &#39;none&#39;" in policy
    assert "unsafe" not in policy


@pytest.mark.slow
def test_a_page_of_twelve_sentiments_and_long_texts_stays_small(
    tmp_path: Path, write_csv: WriteCsv
) -> None:
    chance = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=9)) for _ in range(3_000)]
    rows = [
        (" ".join(chance.choices(words, k=60)), f"group {letters[i % 12]}") for i in range(1_200)
    ]
    path = write_csv([("text", "label"), *rows])
    analyze(path, tmp_path / "out", Options(sentiment_column="label", language="en"))
    assert (tmp_path / "out" / "report.html").stat().st_size < 1_500_000


@pytest.mark.parametrize("name", ["airline-tweets.csv"])
def test_the_page_of_real_data_stays_small(tmp_path: Path, real_data: Path, name: str) -> None:
    analyze(real_data / name, tmp_path)
    assert (tmp_path / "report.html").stat().st_size < 1_500_000
    data = _data(tmp_path)
    drawn = json.loads((tmp_path / "negative.json").read_text("utf-8"))["words"]
    missing = [
        word["word"] for word in drawn if word["count"] and not _examples(data, word["word"])
    ]
    assert missing == []
