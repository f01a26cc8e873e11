"""In how many different texts words and phrases are: as a plain loop over the texts finds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import duckdb
import numpy as np
import pytest
from moodcloud.counting import Counts, count, short_texts
from moodcloud.counting.by_kernel import count_by_kernel, kernel_is_built
from moodcloud.counting.by_sql import count_by_sql
from moodcloud.counting.counts import add
from moodcloud.counting.kept_texts import Lists, Sought, read_kept
from moodcloud.counting.split_texts import split_texts
from moodcloud.database import connect, unique
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
    rows = connection.execute(f"SELECT label, text FROM ({table.relation})").fetchall()
    seen = set()
    for (label, text), tokens in zip(
        rows, split_texts(connection, [text or "" for _, text in rows]), strict=True
    ):
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
        # Of a token that is several words a bigram takes those that it is of.
        self.taken: dict[str, set[str]] = {}
        for bigram, unit in zip(found.moved.bigram, found.moved.part, strict=True):
            self.taken.setdefault(found.forms.name(bigram), set()).add(found.shown[unit])
        self.phrases = dict(found.bigrams)
        self.held, self.held_phrases = Held(), Held()

    def take(self, sentiment: str, tokens: list[str]) -> None:
        pairs = [
            f"{one} {two}".lower() for one, two in zip(["", *tokens], [*tokens, ""], strict=True)
        ]
        said = {self.as_one[pair] for pair in pairs if pair in self.as_one}
        for number, token in enumerate(tokens):
            taken = (self.taken.get(pair, set()) for pair in pairs[number : number + 2])
            said |= self.words.get(token, set()).difference(*taken)
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


@pytest.mark.parametrize("name", ["reviews-en", "reviews-en-renovation", "reviews-ko"])
def test_samples_as_a_loop_over_texts(
    name: str, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _assert_as_counted(connection, ROOT / "samples" / f"{name}.csv", tmp_path / "a")


@pytest.mark.parametrize("name", ["airline-tweets.csv", "amazon-alexa.tsv"])
def test_real_files_as_a_loop_over_texts(
    name: str, real_data: Path, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    _assert_as_counted(connection, real_data / name, tmp_path / "a")


def test_korean_reviews_as_a_loop_over_texts(
    real_data: Path, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    path = tmp_path / "nsmc.tsv"
    rows = connection.sql(
        f"FROM read_csv('{real_data / 'nsmc-200k.tsv.zst'}', quote='') LIMIT 3000"
    )
    rows.write_csv(str(path), sep="\t", quotechar="")
    _assert_as_counted(connection, path, tmp_path / "a")


TOKENS = ("Good", "good", "room", "Rooms", "not", "the", ".", "7", "방이", "view", "@you", "&lt;")
# Some tokens are two units, and some bigrams take one of a token.
UNITS = {"good": [0], "room": [1], "rooms": [1], "view": [1, 2], "방이": [3]}
ADDED = {"good room": [4], "not good": [5, 0], "good rooms": [4]}
TAKEN = {"not good": [0], "good rooms": [1]}


def _sought() -> Sought:
    def lists(of: dict[str, list[int]], keys: list[str]) -> Lists:
        pairs = [(place, unit) for place, key in enumerate(keys) for unit in of.get(key, ())]
        things, units = np.array(pairs, np.int64).T
        return Lists.of(things, units, len(keys))

    tokens, bigrams = list(UNITS), list(ADDED)
    place = {token: number for number, token in enumerate(tokens)}
    return Sought(
        units=6,
        places=lambda found: np.array([place.get(each, -1) for each in found], np.int64),
        tokens=lists(UNITS, tokens),
        bigrams=bigrams,
        added=lists(ADDED, bigrams),
        taken=lists(TAKEN, bigrams),
    )


def _table(connection: duckdb.DuckDBPyConnection, rows: list[tuple[str, str]]) -> Any:
    name = unique("rows")
    connection.execute(
        f"CREATE TABLE {name} AS SELECT unnest($1) AS text, unnest($2) AS label",
        [list(each) for each in zip(*rows, strict=True)],
    )
    return SimpleNamespace(
        relation=f"FROM {name}", unspaced=(), labels={"0": "negative", "1": "positive"}
    )


@pytest.mark.slow
@pytest.mark.skipif(not kernel_is_built(), reason="the kernel is not built: install a C compiler")
def test_kernel_and_sql_find_units_in_the_same_texts_and_slices_add_up() -> None:
    chance, names = Random(7), ["positive", "negative"]
    texts = [" ".join(chance.choices(TOKENS, k=chance.randint(1, 12))) for _ in range(400)]
    rows, cut = [(f"{text} room", chance.choice("01")) for text in texts + texts[::5]], 150
    with TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        by_sql = count_by_sql(connection, _table(connection, rows), ("the",))
        whole = count_by_kernel(connection, _table(connection, rows), ("the",))
        found = whole.holding(_sought(), names)
        assert (found > 0).all()
        assert found.tolist() == by_sql.holding(_sought(), names).tolist()
        # Copies across slices are texts of both: each is made a text of its own.
        apart = [(f"{text} {number}", label) for number, (text, label) in enumerate(rows)]
        parts = [
            count_by_kernel(connection, _table(connection, part), ("the",))
            for part in (apart[cut:], apart[:cut])
        ]
        every = count_by_kernel(connection, _table(connection, apart), ("the",))
        assert add(parts).holding(_sought(), names).tolist() == (
            every.holding(_sought(), names).tolist()
        )
        written = [Path(folder, f"{number}") for number in range(2)]
        for kept, path in zip((whole.kept[0], by_sql.kept[0]), written, strict=True):
            kept.write(path)
            read = read_kept(connection, sorted(names), path)
            assert read.holding(_sought(), names).tolist() == found.tolist()


@pytest.mark.parametrize("count", [count_by_kernel, count_by_sql])
def test_counts_that_are_dropped_leave_nothing(count: Any) -> None:
    with TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        table = _table(connection, [("a good room", "1"), ("no view", "0")])
        tables = "SELECT count(*) FROM duckdb_tables()"
        before = connection.execute(tables).fetchall()
        counts = count(connection, table, ("the",))
        assert connection.execute(tables).fetchall() > before
        counts.drop()
        assert connection.execute(tables).fetchall() == before
        assert all(getattr(kept, "file", None) is None or kept.file.closed for kept in counts.kept)
