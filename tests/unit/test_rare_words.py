"""Rare words of a very large table are told as a sum, the same of the table and of its slices."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.analysis import analyze
from moodcloud.counting import Counts, rare
from moodcloud.counting.counts import NO_REST, Rest
from moodcloud.counting.rare import added_rest, without_rare
from moodcloud.database import connect
from moodcloud.options import Options
from moodcloud.slices import merging
from moodcloud.slices.in_slices import analyze_in_slices
from moodcloud.slices.slice_steps import in_this_process

from tests.conftest import ROOT
from tests.laws import examples

Tokens = dict[tuple[str, str], int]
TOKENS = ("film", "Film", "!!", "good", "재미", "👍", "10min", "ß", "a", "b", "c")
SAMPLE = ROOT / "samples" / "reviews-en.csv"
OPTIONS = Options(max_words=20, width=200, height=200)


def _is_word(token: str) -> bool:
    return token[0].isalpha()


@settings(max_examples=examples(25), deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(("neg", "pos")), st.sampled_from(TOKENS)), st.integers(1, 60)
    ),
    st.integers(1, 3),
)
def test_what_is_kept_and_the_sum_of_the_rest_are_exact(tokens: Tokens, partitions: int) -> None:
    totals = Counter[str]()
    for (_, token), count in tokens.items():
        totals[token] += count
    running = sum(count for token, count in totals.items() if _is_word(token))
    with (
        TemporaryDirectory() as folder,
        connect(Path(folder)) as connection,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(rare, "WORDS_OF_A_TOKEN", 20)
        least = max(1, running // 20)
        kept, parts = dict[tuple[str, str], int](), list[Rest]()
        for number in range(partitions):
            own = {each: n for each, n in tokens.items() if ord(each[1][0]) % partitions == number}
            counts = without_rare(_counts(connection, own), running)
            query = f"SELECT sentiment, token, count FROM {counts.tokens}"
            kept |= {(name, token): n for name, token, n in connection.execute(query).fetchall()}
            parts.append(counts.rest)
            counts.drop()
        found = added_rest(parts)
    left = {key: n for key, n in tokens.items() if _is_word(key[1]) and totals[key[1]] < least}
    assert found.distinct == len({token for _, token in left})
    assert sum(found.occurrences.values()) == sum(left.values())
    assert {key: n for key, n in kept.items() if _is_word(key[1])} == {
        key: n for key, n in tokens.items() if _is_word(key[1]) and key not in left
    }
    assert {key for key in kept if key[1] == "👍"} == {key for key in tokens if key[1] == "👍"}
    assert (found == NO_REST) == (least == 1)


def _counts(connection: duckdb.DuckDBPyConnection, tokens: Tokens) -> Counts:
    counts = Counts.named(connection)
    connection.execute(f"""
        CREATE TEMP TABLE {counts.tokens} (
            sentiment VARCHAR, token VARCHAR, count BIGINT, texts BIGINT, capitals BIGINT
        );
        CREATE TEMP TABLE {counts.bigrams} (
            sentiment VARCHAR, bigram VARCHAR, count BIGINT, texts BIGINT
        )
    """)
    rows = [[*key, count, count, 0] for key, count in tokens.items()]
    if rows:
        connection.executemany(f"INSERT INTO {counts.tokens} VALUES (?, ?, ?, ?, ?)", rows)
    return counts


@pytest.mark.parametrize("words", [700, 10**6], ids=["most are rare", "none is rare"])
def test_slices_leave_out_the_words_that_the_whole_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: int
) -> None:
    monkeypatch.setattr(rare, "WORDS_OF_A_TOKEN", words)
    monkeypatch.setattr(merging, "_SLICES_OF_A_GROUP", 2)
    whole = analyze(SAMPLE, tmp_path / "whole", OPTIONS).summary
    analyze_in_slices(SAMPLE, tmp_path / "sliced", OPTIONS, 5, steps=in_this_process)
    for path in (tmp_path / "whole").iterdir():
        assert (tmp_path / "sliced" / path.name).read_bytes() == path.read_bytes(), path.name
    report = (tmp_path / "whole" / "report.html").read_text("utf-8")
    told = re.search(r"Words said less than", report.split("<main", 1)[0])
    if words == 10**6:
        assert whole.rest is None
        assert told is None
        return
    monkeypatch.undo()
    usual = analyze(SAMPLE, tmp_path / "usual", OPTIONS).summary
    assert told
    assert whole.rest is not None
    assert whole.rest.least == usual.words // words
    # No word is lost: rates refer to all of them.
    assert whole.words == usual.words
    room = whole.sentiments["negative"].top_words[0]
    assert room.word == usual.sentiments["negative"].top_words[0].word
    assert room.per_million == pytest.approx(
        1e6 * room.count / usual.sentiments["negative"].words, abs=0.01
    )
    rows = duckdb.read_parquet(str(tmp_path / "whole" / "words.parquet"))
    rest = rows.filter("kind = 'rest'").sum("count").fetchall()
    assert rest == [(whole.rest.occurrences,)]
    least = rows.filter("kind = 'word'").aggregate("text, sum(count) + sum(moved) AS n", "text")
    assert all(n >= whole.rest.least for _, n in least.fetchall())
