"""In how many different texts words and phrases are: as a plain loop over the texts finds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from moodcloud.counting import Counts, count, short_texts
from moodcloud.counting.tokens import tokens_sql
from moodcloud.language import HANGUL, LEAST_KOREAN, bigram_stop_words
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.vocabulary import Vocabulary, build_vocabulary

from tests.conftest import ROOT

Held = Counter[tuple[str, str]]


def _read(connection: duckdb.DuckDBPyConnection, path: Path, folder: Path) -> Table:
    folder.mkdir(exist_ok=True)
    return read_table(path, Options(), folder, connection)


def _vocabulary(connection: duckdb.DuckDBPyConnection, table: Table, counts: Counts) -> Vocabulary:
    texts = short_texts(connection, table, counts, HANGUL.pattern, LEAST_KOREAN)
    return build_vocabulary(counts, tuple(table.sentiments), Options(), texts)


def _different_texts(
    connection: duckdb.DuckDBPyConnection, table: Table
) -> Iterator[tuple[str, list[str]]]:
    """Yield the sentiment and the tokens of each text, copies left out."""
    query = f"SELECT label, text, {tokens_sql('text')} FROM ({table.relation})"
    seen = set()
    for label, text, tokens in connection.execute(query).fetchall():
        sentiment = table.labels.get(label)
        if sentiment and text and (sentiment, text.strip()) not in seen:
            seen.add((sentiment, text.strip()))
            yield sentiment, tokens


class _Naive:
    """What is said in a text by the tables of a vocabulary: a loop over its tokens."""

    def __init__(self, found: Vocabulary) -> None:
        self.words: dict[str, set[str]] = {}
        self.as_one: dict[str, str] = {}
        written = len(found.forms.written)
        for unit, form in zip(found.forms.rows.unit, found.forms.rows.form, strict=True):
            name = found.shown[unit]
            if form < written:
                self.words.setdefault(found.forms.written[form], set()).add(name)
            else:
                self.as_one[found.forms.bigrams[form - written]] = name
        self.phrases = dict(found.bigrams)
        self.held, self.held_phrases = Held(), Held()

    def take(self, sentiment: str, tokens: list[str]) -> None:
        pairs = [
            f"{one} {two}".lower() for one, two in zip(["", *tokens], [*tokens, ""], strict=True)
        ]
        said = {self.as_one[pair] for pair in pairs if pair in self.as_one}
        for number, token in enumerate(tokens):
            if pairs[number] not in self.as_one and pairs[number + 1] not in self.as_one:
                said |= self.words.get(token, set())
        self.held.update((sentiment, word) for word in said)
        phrases = {self.phrases[pair] for pair in pairs if pair in self.phrases}
        self.held_phrases.update((sentiment, phrase) for phrase in phrases)


def _assert_as_counted(connection: duckdb.DuckDBPyConnection, path: Path, folder: Path) -> None:
    table = _read(connection, path, folder)
    counts = count(connection, table, bigram_stop_words((), ()))
    found = _vocabulary(connection, table, counts)
    naive = _Naive(found)
    for sentiment, tokens in _different_texts(connection, table):
        naive.take(sentiment, tokens)
    for words, held in ((found.words, naive.held), (found.phrases, naive.held_phrases)):
        assert len(words) > 0
        for sentiment in found.sentiments:
            columns = (words.of(name, sentiment).tolist() for name in ("count", "texts"))
            wrong = {
                word: (texts, held[sentiment, word])
                for word, times, texts in zip(words.names, *columns, strict=True)
                if texts != min(held[sentiment, word], times)
            }
            assert wrong == {}


@pytest.mark.parametrize("name", ["reviews-en", "reviews-en-renovation"])
def test_samples_as_a_loop_over_texts(
    name: str, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _assert_as_counted(connection, ROOT / "samples" / f"{name}.csv", tmp_path / "a")


@pytest.mark.parametrize("name", ["airline-tweets.csv", "amazon-alexa.tsv"])
def test_real_files_as_a_loop_over_texts(
    name: str, real_data: Path, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _assert_as_counted(connection, real_data / name, tmp_path / "a")
