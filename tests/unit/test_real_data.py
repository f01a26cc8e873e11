"""Real files, as people have them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import jsonschema
from moodcloud.analysis import analyze
from moodcloud.language.english import lemma
from moodcloud.language.spelling import folded
from moodcloud.report.summary import summary_schema


def test_airline_tweets(real_data: Path, tmp_path: Path) -> None:
    summary = analyze(real_data / "airline-tweets.csv", tmp_path).summary
    jsonschema.validate(asdict(summary), summary_schema())
    assert summary.rows.read == 14_640
    assert summary.input.text_column == "text"
    assert summary.input.sentiment_column == "airline_sentiment"
    rows = {name: sentiment.rows for name, sentiment in summary.sentiments.items()}
    empty = summary.rows.empty
    assert rows["negative"] + rows["neutral"] + rows["positive"] == 14_640 - empty
    assert rows == {"positive": 2_363, "neutral": 3_099, "negative": 9_178}
    for name in rows:
        for kind in ("", "-distinctive"):
            svg = (tmp_path / f"{name}{kind}.svg").read_text("utf-8")
            drawn = re.findall(r">([^<>]+)</text>", svg)
            lemmas = [lemma(folded(word)) for word in drawn if " " not in word]
            # A cloud of what sets a sentiment apart shows what stands out.
            assert len(drawn) >= (100 if kind else 200)
            assert len(lemmas) == len(set(lemmas)), "two forms of one word"


def test_tweets_without_a_header_in_an_old_encoding(real_data: Path, tmp_path: Path) -> None:
    summary = analyze(real_data / "sentiment140-20k.csv", tmp_path).summary
    assert summary.input.encoding == "cp1252"
    assert summary.input.header is False
    assert (summary.input.sentiment_column, summary.input.text_column) == ("1", "6")
    rows = {name: sentiment.rows for name, sentiment in summary.sentiments.items()}
    assert rows == {"positive": 10_001, "negative": 9_999}
    for name in rows:
        words = json.loads((tmp_path / f"{name}.json").read_text("utf-8"))["words"]
        shown = {word["word"] for word in words}
        assert not shown & {"quot", "amp", "http", "https", "www", "com", "rt"}
        assert not any(re.search(r"[@/]|Ã|â€|ï¿|\ufffd", word) for word in shown)


def test_amazon_stars(real_data: Path, tmp_path: Path) -> None:
    summary = analyze(real_data / "amazon-alexa.tsv", tmp_path).summary
    assert summary.input.encoding == "utf-8-sig"
    assert summary.input.sentiment_column == "rating"
    assert summary.input.text_column == "verified_reviews"
    rows = summary.rows
    assert (rows.read, rows.counted, rows.empty) == (4_409, 4_332, 77)
    assert rows.read == rows.counted + rows.rejected + rows.unlabelled + rows.empty
    assert rows.copies == 1_896
