"""A sample of texts to show as examples, in one scan: bounded, and the same on every run.

Of each sentiment the texts with the smallest hash are kept, each once. The smallest of a whole are
among the smallest of its parts: so samples of slices add up to the sample of the whole, in any
order, and repeated texts weigh no more than others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count as numbered
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from moodcloud.counting.tokens import tokens_sql
from moodcloud.database import quoted
from moodcloud.reading import Table

SAMPLED: Final = 6_000
"""Texts kept of each sentiment: a word seen once in 1,200 texts still has its five examples."""

LONGEST: Final = 2_000
"""Characters kept of a text."""

# The engine's own hash: of the same text the same wherever this version of it runs, and six times
# as fast as MD5.
_HASH_SQL: Final = "hash(text)"
_HASHES: Final = 2.0**64
# Rows let through beyond those wanted: by chance too few come one time in 10^200.
_AMPLE: Final = 1.3
# So much wider is the next net where texts are copies of each other.
_WIDER: Final = 12
_NUMBERS: Final = numbered()


class SampledText(NamedTuple):
    """A text with its sentiment and its tokens, in order; see `tokens_sql`."""

    sentiment: str
    text: str
    tokens: list[str]


@dataclass(frozen=True)
class Sample:
    """Texts with the smallest hashes, held by the counting engine.

    Attributes:
        connection: Of `moodcloud.database.connect`.
        table: Table of `(sentiment, hash, text)`, at most `most` rows a sentiment.
        most: Texts kept of each sentiment.
    """

    connection: duckdb.DuckDBPyConnection
    table: str
    most: int = SAMPLED

    def texts(self, characters: int) -> list[SampledText]:
        """Return the texts of each sentiment, the smallest hash first.

        Args:
            characters: Texts of a sentiment are returned until they hold so many.
        """
        rows = self.connection.execute(
            f"""
            WITH running AS (
                SELECT sentiment, hash, text,
                       sum(length(text)) OVER (PARTITION BY sentiment ORDER BY hash, text) AS so_far
                FROM {self.table}
            )
            -- No token holds a space; strings come out of the engine faster than lists.
            SELECT sentiment, text, array_to_string({tokens_sql("text")}, ' ')
            FROM running WHERE so_far - length(text) < {characters}
            ORDER BY sentiment, hash, text
            """
        ).fetchall()
        return [
            SampledText(sentiment, text, tokens.split(" ") if tokens else [])
            for sentiment, text, tokens in rows
        ]

    def save(self, path: Path) -> None:
        """Write the sample to a Parquet file, ready for `load`."""
        self.connection.execute(
            f"COPY (FROM {self.table} ORDER BY ALL) TO {quoted(str(path))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )

    @classmethod
    def load(cls, connection: duckdb.DuckDBPyConnection, path: Path, most: int = SAMPLED) -> Sample:
        """Read what `save` wrote."""
        return _smallest(connection, f"FROM read_parquet({quoted(str(path))})", most)


def take_sample(connection: duckdb.DuckDBPyConnection, table: Table, most: int = SAMPLED) -> Sample:
    """Take the sample of a table.

    Args:
        connection: Of `moodcloud.database.connect`.
        table: The rows.
        most: Texts kept of each sentiment.
    """
    # Hashes are even: below this share of their range are more than enough, unless many texts
    # stand there many times.
    share = _AMPLE * most
    while True:
        bounds = {name: share / max(rows, 1) for name, rows in table.sentiments.items()}
        sample = _smallest(connection, _rows(table, bounds), most)
        found = dict(
            connection.execute(
                f"SELECT sentiment, count(*) FROM {sample.table} GROUP BY sentiment"
            ).fetchall()
        )
        if all(bound >= 1 or found.get(name, 0) >= most for name, bound in bounds.items()):
            return sample
        connection.execute(f"DROP TABLE {sample.table}")
        share *= _WIDER


def add_samples(parts: Iterable[Sample]) -> Sample:
    """Return the sample of all parts together: exactly that of the whole, in any order.

    Args:
        parts: At least one, all of one connection and taken with the same `most`.
    """
    listed = list(parts)
    union = " UNION ALL ".join(f"FROM {part.table}" for part in listed)
    return _smallest(listed[0].connection, union, listed[0].most)


def _rows(table: Table, bounds: dict[str, float]) -> str:
    """Return SQL for `(sentiment, hash, text)` of the rows whose hash is below its bound."""
    labels = ", ".join(
        f"({quoted(label)}, {quoted(sentiment)}, "
        f"{min(round(min(bounds.get(sentiment, 1.0), 1.0) * _HASHES), 2**64 - 1)}::UBIGINT)"
        for label, sentiment in table.labels.items()
    )
    return f"""
        SELECT sentiment, {_HASH_SQL} AS hash, text
        FROM (
            SELECT CASE WHEN strlen(text) > {LONGEST} THEN left(text, {LONGEST}) ELSE text END
                   AS text, label
            FROM ({table.relation})
        )
        JOIN (VALUES {labels}) AS understood (label, sentiment, bound) USING (label)
        WHERE {_HASH_SQL} <= bound AND text <> ''
    """


def _smallest(connection: duckdb.DuckDBPyConnection, rows: str, most: int) -> Sample:
    sample = Sample(connection, f"sample_{next(_NUMBERS)}", most)
    connection.execute(
        f"""
        CREATE TEMP TABLE {sample.table} AS
        FROM (SELECT DISTINCT sentiment, hash, text FROM ({rows}))
        QUALIFY row_number() OVER (PARTITION BY sentiment ORDER BY hash, text) <= {most}
        """
    )
    return sample
