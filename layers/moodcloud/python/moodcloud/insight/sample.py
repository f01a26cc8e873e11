"""A sample of texts to show as examples, in one scan: bounded, and the same on every run.

The texts of each sentiment with the smallest hashes are kept, each once: so the order of the rows
does not matter, and repeated texts weigh no more than others. The same scan finds how many texts
are distinct.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from moodcloud.counting.split_texts import split_texts
from moodcloud.database import read_parquet, unique, write_parquet
from moodcloud.reading import Table
from moodcloud.reading.text_lines import TextKey, TextLine
from moodcloud.tabular.located import HASH_SQL
from moodcloud.tabular.na_values import STRIPPED_SQL

SAMPLED: Final = 6_000
"""Texts kept of each sentiment: a word seen once in 1,200 texts still has its five examples."""

LONGEST: Final = 2_000
"""The most characters kept of a text."""

CHARACTERS: Final = 3_000_000
"""The most characters kept of all texts together: a few seconds of reading at most."""

_HASHES: Final = 2.0**64
_TEXT_SQL: Final = f"{{'hash': hash, 'text': left(text, {LONGEST})}}"
# So many times the rows wanted are let through: then too few come by chance only once in 10^200
# times.
_AMPLE: Final = 1.3
# Where too few came because texts are copies of each other, so many times more are let through.
_WIDER: Final = 12


class SampledText(NamedTuple):
    """A text with its sentiment and its tokens, in order; see `split_texts`."""

    sentiment: str
    text: str
    tokens: list[str]


@dataclass(frozen=True)
class Sample:
    """Texts of a table, and how many there were to choose from.

    Attributes:
        texts: The texts, sentiment by sentiment, the smallest hash first.
        distinct: How many distinct texts each sentiment has; texts that differ only in the white
            space around them are the same.
        lines: Where the first row with each of the texts is; None where that is not known.
    """

    texts: list[SampledText]
    distinct: dict[str, int]
    lines: list[TextLine | None] = field(default_factory=list, compare=False)

    def without_texts(self) -> Sample:
        """Return the numbers alone, for results in which no text may be."""
        return Sample([], self.distinct)


def take_sample(connection: duckdb.DuckDBPyConnection, table: Table, most: int = SAMPLED) -> Sample:
    """Return the sample of a table.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        most: Texts kept of each sentiment.
    """
    hashed, _ = _ample(connection, table, most)
    return _sampled(connection, table, hashed, most)


def write_distinct(
    connection: duckdb.DuckDBPyConnection, table: Table, path: Path, most: int = SAMPLED
) -> None:
    """Write what the sample of a slice adds to that of the whole, as Parquet.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows of the slice.
        path: The file, with the columns `sentiment`, `hash` and `text` of each distinct text. The
            text is left out where so many others of the slice have smaller hashes.
        most: Texts kept of each sentiment.
    """
    hashed, bounds = _ample(connection, table, most)
    connection.execute(f"DROP TABLE {hashed}")
    distinct_texts, parameters = _distinct_texts(table, bounds)
    write_parquet(connection, distinct_texts, path, parameters)


def merged_sample(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    paths: Sequence[Path],
    most: int = SAMPLED,
) -> Sample:
    """Return the sample of a table whose slices `write_distinct` wrote.

    A text that is among the smallest hashes of the whole is among those of its slice. So it is the
    same sample as `take_sample` would return.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The whole table; its relation is not used.
        paths: The files of all slices.
        most: Texts kept of each sentiment.
    """
    rows = read_parquet(paths)
    distinct_texts = f"SELECT sentiment, hash, min(text) AS text FROM {rows} GROUP BY ALL"
    return _sampled(connection, table, _listed(connection, distinct_texts), most)


def _ample(
    connection: duckdb.DuckDBPyConnection, table: Table, most: int
) -> tuple[str, dict[str, float]]:
    """Return the name of a table as of `_hashed` with enough texts, and the bounds it took."""
    # Hashes are spread evenly: as many as needed are below this share of their range, unless many
    # texts occur many times.
    share = _AMPLE * most
    while True:
        bounds = {name: share / max(rows, 1) for name, rows in table.sentiments.items()}
        hashed = _hashed(connection, table, bounds)
        query = f"SELECT distinct_texts, coalesce(len(texts), 0) FROM {hashed}"
        found = connection.execute(query).fetchall()
        if all(kept >= min(distinct, most) for distinct, kept in found):
            return hashed, bounds
        connection.execute(f"DROP TABLE {hashed}")
        share *= _WIDER


def _sampled(connection: duckdb.DuckDBPyConnection, table: Table, hashed: str, most: int) -> Sample:
    """Return the sample in a table that `_listed` wrote, and drop that table."""
    query = f"SELECT sentiment, distinct_texts FROM {hashed}"
    distinct = dict(connection.execute(query).fetchall())
    kept = _smallest(connection, hashed, most, CHARACTERS // len(table.sentiments))
    connection.execute(f"DROP TABLE {hashed}")
    lines = table.find_lines(kept)
    own = {sentiment: distinct[sentiment] for sentiment in table.sentiments}
    tokens = split_texts(connection, list(kept.values()), table.unspaced)
    texts = [
        SampledText(key.sentiment, text, each)
        for (key, text), each in zip(kept.items(), tokens, strict=True)
    ]
    return Sample(texts, own, list(map(lines.get, kept)))


def _hashed(connection: duckdb.DuckDBPyConnection, table: Table, bounds: dict[str, float]) -> str:
    """Write a table `(sentiment, distinct_texts, texts)`, a row a sentiment; return its name.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        bounds: For each sentiment the share of the range of hashes whose texts are in its list;
            the others are only counted.
    """
    rows, hashed = unique("rows"), unique("hashed")
    texts, parameters = _hashed_texts(table, bounds)
    connection.execute(f"CREATE TEMP TABLE {rows} AS {texts}", parameters)
    # Distinct numbers take half of the memory of distinct numbers with a text each: 100 MB less for
    # 1.6 million texts.
    connection.execute(
        f"""
        CREATE TEMP TABLE {hashed} AS
        WITH counted AS (
            SELECT sentiment, count(*) FILTER (hash <> hash('')) AS distinct_texts
            FROM (SELECT DISTINCT sentiment, hash FROM {rows}) GROUP BY sentiment
        ),
        distinct_texts AS (
            SELECT sentiment, hash, min(text) AS text FROM {rows}
            WHERE text <> '' GROUP BY sentiment, hash
        ),
        listed AS (
            SELECT sentiment, list({_TEXT_SQL}) AS texts FROM distinct_texts GROUP BY sentiment
        )
        SELECT list_extract($1, sentiment) AS sentiment, distinct_texts, texts
        FROM counted LEFT JOIN listed USING (sentiment)
        """,
        [list(dict.fromkeys(table.labels.values()))],
    )
    connection.execute(f"DROP TABLE {rows}")
    return hashed


def _hashed_texts(table: Table, bounds: dict[str, float]) -> tuple[str, dict[str, object]]:
    """Return SQL for `(sentiment, hash, text)` of each text, and its parameters.

    A sentiment is its place among those of the table, from 1. The text is left out where its hash
    is above the bound.
    """
    names = list(dict.fromkeys(table.labels.values()))
    numbers = {name: number for number, name in enumerate(names, start=1)}
    limits = [
        min(round(min(bounds.get(sentiment, 1.0), 1.0) * _HASHES), 2**64 - 1)
        for sentiment in table.labels.values()
    ]
    sql = f"""
        WITH understood AS (
            SELECT unnest($labels) AS label, unnest($numbers::USMALLINT[]) AS sentiment,
                   unnest($limits::UBIGINT[]) AS bound
        ),
        stripped AS (SELECT {STRIPPED_SQL} AS text, label FROM ({table.relation})),
        numbered AS (SELECT {HASH_SQL} AS hash, text, label FROM stripped)
        SELECT sentiment, hash, CASE WHEN hash <= bound THEN text END AS text
        FROM numbered JOIN understood USING (label)
        """
    return sql, {
        "labels": list(table.labels),
        "numbers": list(map(numbers.__getitem__, table.labels.values())),
        "limits": limits,
    }


def _distinct_texts(table: Table, bounds: dict[str, float]) -> tuple[str, dict[str, object]]:
    """Return SQL for `(sentiment, hash, text)` of each distinct text, and its parameters.

    The text is left out where its hash is above the bound.
    """
    rows, parameters = _hashed_texts(table, bounds)
    names = list(dict.fromkeys(table.labels.values()))
    sql = f"""
        SELECT list_extract($names, sentiment) AS sentiment, hash, min(text) AS text FROM ({rows})
        GROUP BY ALL
        """
    return sql, {**parameters, "names": names}


def _listed(connection: duckdb.DuckDBPyConnection, distinct_texts: str) -> str:
    """Write a table as `_hashed` does, of distinct texts as `_distinct_texts` gives them."""
    hashed = unique("hashed")
    # Blank texts are left out last: a condition further up would have each text stripped twice.
    connection.execute(
        f"""
        CREATE TEMP TABLE {hashed} AS
        SELECT sentiment, count(*) FILTER (hash <> hash('')) AS distinct_texts,
               list({_TEXT_SQL}) FILTER (text <> '') AS texts
        FROM ({distinct_texts})
        GROUP BY sentiment
        """
    )
    return hashed


def _smallest(
    connection: duckdb.DuckDBPyConnection, hashed: str, most: int, characters: int
) -> dict[TextKey, str]:
    """Return the texts of each sentiment with the smallest hashes, in their order.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        hashed: The table that `_hashed` made.
        most: Texts kept of each sentiment.
        characters: Texts are kept as long as they hold no more of them in a sentiment.
    """
    found = connection.execute(
        f"""
        WITH texts AS (
            SELECT sentiment, each.hash AS hash, each.text AS text
            FROM (SELECT sentiment, unnest(texts) AS each FROM {hashed})
        ),
        kept AS (
            FROM texts QUALIFY row_number() OVER (PARTITION BY sentiment ORDER BY hash) <= {most}
        ),
        running AS (
            SELECT *, sum(length(text)) OVER (PARTITION BY sentiment ORDER BY hash) AS so_far
            FROM kept
        )
        SELECT sentiment, hash, text FROM running WHERE so_far - length(text) < {characters}
        ORDER BY sentiment, hash
        """
    ).fetchall()
    return {TextKey(sentiment, number): text for sentiment, number, text in found}
