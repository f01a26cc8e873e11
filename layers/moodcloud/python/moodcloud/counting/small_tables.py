"""The texts of a small table, whose tokens are read between their neighbours."""

from __future__ import annotations

from typing import Final

import duckdb

from moodcloud.counting.counts import Counts
from moodcloud.counting.tokens import tokens_sql
from moodcloud.database import quoted, unique
from moodcloud.reading import Table

CHARACTERS: Final = 300_000
"""The most characters of all texts, each once, and of all tokens: some 9,000 short reviews. To read
so many between their neighbours adds a fifth to the time of an analysis."""


def short_texts(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    counts: Counts,
    pattern: str,
    least_share: float = 0.0,
) -> list[list[str]]:
    """Return the tokens of the texts in which a pattern is found, each text once.

    Where they have more than CHARACTERS together, none is returned: it does not depend on the order
    of the rows, nor on slices.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        counts: Their counts, which tell without a look at the rows that most tables are too large.
        pattern: A regular expression (RE2) of characters beyond ASCII.
        least_share: The share of all words below which tokens with the pattern are not read at
            all. Tweets in English have some: to look for their texts would take a scan of all.
    """
    occurrences, characters = counts.matching(pattern)
    if not 0 < characters <= CHARACTERS or occurrences < least_share * counts.running_words():
        return []
    found = unique("found")
    # A million texts are read once, and those in plain ASCII need no expression: 0.3 of the time.
    connection.execute(
        f"""
        CREATE TEMP TABLE {found} AS
        SELECT DISTINCT text FROM ({table.relation})
        WHERE list_contains($labels, label)
              AND strlen(text) <> length(text) AND regexp_matches(text, {quoted(pattern)})
        """,
        {"labels": list(table.labels)},
    )
    tokens = []
    size = f"SELECT coalesce(sum(length(text)), 0) FROM {found}"
    ((characters_of_texts,),) = connection.execute(size).fetchall()
    if characters_of_texts <= CHARACTERS:
        rows = connection.execute(f"SELECT {tokens_sql('text')} FROM {found} ORDER BY text")
        tokens = [each for (each,) in rows.fetchall()]
    connection.execute(f"DROP TABLE {found}")
    return tokens
