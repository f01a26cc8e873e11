"""A sample of texts to show as examples, in one scan: bounded, and the same on every run.

The texts with the smallest hashes in each sentiment are kept, each once. So the order of the rows
does not matter, and repeated texts weigh no more than others.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import duckdb

from moodcloud.counting.tokens import tokens_sql
from moodcloud.reading import Table

SAMPLED: Final = 6_000
"""Texts kept of each sentiment: a word seen once in 1,200 texts still has its five examples."""

LONGEST: Final = 2_000
"""The most characters kept of a text."""

CHARACTERS: Final = 3_000_000
"""The most characters kept of all texts together: a few seconds of reading at most."""

# The engine's own hash. The same text has the same hash wherever this version of the engine runs,
# and it is six times as fast as MD5.
_HASH_SQL: Final = "hash(text)"
_HASHES: Final = 2.0**64
# So many times the rows wanted are let through: then too few come by chance only once in 10^200
# times.
_AMPLE: Final = 1.3
# Where too few came because texts are copies of each other, so many times more are let through.
_WIDER: Final = 12


class SampledText(NamedTuple):
    """A text with its sentiment and its tokens, in order; see `tokens_sql`."""

    sentiment: str
    text: str
    tokens: list[str]


Sample = list[SampledText]


def take_sample(connection: duckdb.DuckDBPyConnection, table: Table, most: int = SAMPLED) -> Sample:
    """Return the sample of a table, sentiment by sentiment, the smallest hash first.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        most: Texts kept of each sentiment.
    """
    # Hashes are spread evenly: as many as needed are below this share of their range, unless many
    # texts occur many times.
    share = _AMPLE * most
    while True:
        bounds = {name: share / max(rows, 1) for name, rows in table.sentiments.items()}
        found = _smallest(connection, table, bounds, most)
        kept = {sentiment: texts for sentiment, _, _, texts in found}
        if all(bound >= 1 or kept.get(name, 0) >= most for name, bound in bounds.items()):
            break
        share *= _WIDER
    return [
        SampledText(sentiment, text, tokens.split(" ") if tokens else [])
        for sentiment, text, tokens, _ in found
    ]


def _smallest(
    connection: duckdb.DuckDBPyConnection, table: Table, bounds: dict[str, float], most: int
) -> list[tuple[str, str, str, int]]:
    """Return sentiment, text, tokens and the number of texts of its sentiment.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        bounds: For each sentiment the share of the range of hashes to look at.
        most: The most texts kept of each sentiment; fewer, where they would hold more than their
            share of CHARACTERS.
    """
    limits = [
        min(round(min(bounds.get(sentiment, 1.0), 1.0) * _HASHES), 2**64 - 1)
        for sentiment in table.labels.values()
    ]
    return connection.execute(
        f"""
        WITH understood AS (
            SELECT unnest($labels) AS label, unnest($sentiments) AS sentiment,
                   unnest($limits::UBIGINT[]) AS bound
        ),
        texts AS (
            SELECT CASE WHEN strlen(text) > {LONGEST} THEN left(text, {LONGEST}) ELSE text END
                   AS text, label
            FROM ({table.relation})
        ),
        distinct_texts AS (
            SELECT DISTINCT sentiment, {_HASH_SQL} AS hash, text
            FROM texts JOIN understood USING (label)
            WHERE {_HASH_SQL} <= bound AND text <> ''
        ),
        kept AS (
            FROM distinct_texts
            QUALIFY row_number() OVER (PARTITION BY sentiment ORDER BY hash, text) <= {most}
        ),
        running AS (
            SELECT *, count(*) OVER (PARTITION BY sentiment) AS texts,
                   sum(length(text)) OVER (PARTITION BY sentiment ORDER BY hash, text) AS so_far
            FROM kept
        )
        -- No token holds a space; strings come out of the engine faster than lists.
        SELECT sentiment, text, array_to_string({tokens_sql("text")}, ' '), texts
        FROM running
        WHERE so_far - length(text) < {CHARACTERS // len(table.sentiments)}
        ORDER BY sentiment, hash, text
        """,
        {
            "labels": list(table.labels),
            "sentiments": list(table.labels.values()),
            "limits": limits,
        },
    ).fetchall()
