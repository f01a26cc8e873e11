"""How often chance alone makes a word or a phrase stand out.

The labels of a file are dealt out to its texts at random, a hundred times: what stands out then is
chance. Printed is in how many of these files a word does, in how many a phrase, and how many do in
the file as it is. A false discovery rate of 5 % allows 5 of a hundred each.

    python -m benchmarks.quality.chance FILE [SPLITS] [ROWS]

With ROWS, only so many rows at the beginning of the file are read.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.language import bigram_stop_words, prepare
from moodcloud.options import Options
from moodcloud.reading import Table, read_table
from moodcloud.vocabulary import Vocabulary, build_vocabulary

SPLITS = 100


def dealt(
    connection: duckdb.DuckDBPyConnection, table: Table, splits: int, seed: int = 1
) -> Iterator[Table]:
    """Yield the table, then tables with its sentiments dealt out to its texts at random."""
    rows = connection.execute(f"SELECT text, label FROM ({table.relation}) ORDER BY ALL").fetchall()
    known = [(text, table.labels[label]) for text, label in rows if label in table.labels]
    texts, sentiments = (list(column) for column in zip(*known, strict=True))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE texts AS "
        "SELECT unnest($1) AS text, unnest(range(len($1))) AS number",
        [texts],
    )
    random = np.random.default_rng(seed)
    yield table
    for _ in range(splits):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE dealt AS "
            "SELECT unnest($1) AS label, unnest(range(len($1))) AS number",
            [random.permutation(sentiments).tolist()],
        )
        yield replace(
            table,
            relation="SELECT text, label FROM texts JOIN dealt USING (number)",
            labels={name: name for name in table.sentiments},
        )


def vocabulary_of(connection: duckdb.DuckDBPyConnection, table: Table) -> Vocabulary:
    """Return the vocabulary of a table, as an analysis makes it."""
    counts = count(connection, table, bigram_stop_words((), ()))
    vocabulary = build_vocabulary(counts, tuple(table.sentiments), Options())
    for name in (counts.tokens, counts.bigrams):
        connection.execute(f"DROP TABLE {name}")
    return vocabulary


def standing_out(vocabulary: Vocabulary) -> tuple[int, int]:
    """Return how many words and how many phrases stand out in some sentiment."""
    words, phrases = (
        int(table.statistics["significant"].sum())
        for table in (vocabulary.words, vocabulary.phrases)
    )
    return words, phrases


def main() -> None:
    """Print the figures."""
    path = Path(sys.argv[1])
    splits = int(sys.argv[2]) if len(sys.argv) > 2 else SPLITS
    with tempfile.TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        if len(sys.argv) > 3:
            lines = path.read_text("utf-8").splitlines(keepends=True)[: int(sys.argv[3]) + 1]
            path = Path(folder) / path.name
            path.write_text("".join(lines), "utf-8")
        table = read_table(path, Options(), Path(folder), connection)
        some = connection.execute(f"SELECT text FROM ({table.relation}) LIMIT 1000").fetchall()
        prepare([text or "" for (text,) in some])
        found = [
            standing_out(vocabulary_of(connection, each))
            for each in dealt(connection, table, splits)
        ]
    (words, phrases), chance = found[0], found[1:]
    print(f"{path.name}: {table.rows.counted:,} rows; {words} words, {phrases} phrases stand out")
    for what, number in (("word", 0), ("phrase", 1)):
        some_do = sum(each[number] > 0 for each in chance)
        print(f"  a {what} stands out by chance in {some_do} of {len(chance)} files")


if __name__ == "__main__":
    main()
