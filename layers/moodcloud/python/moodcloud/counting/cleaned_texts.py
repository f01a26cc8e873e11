"""The texts of a table as they are counted: cleaned, each with its sentiment and what tells copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb

from moodcloud.counting.different_texts import COUNTED_SQL
from moodcloud.counting.spaces import spaced_sql
from moodcloud.counting.tokens import SENTENCES, cleaned_rows
from moodcloud.database import quoted, unique
from moodcloud.reading import Table


@contextmanager
def written_texts(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[str]:
    """Give SQL for the texts of `table` that have a sentiment, as they were written.

    Its columns are `text` and the `number` of the sentiment in alphabetical order, from 0.
    """
    sentiments = sorted(set(table.labels.values()))
    understood = unique("understood")
    numbers = [sentiments.index(sentiment) for sentiment in table.labels.values()]
    connection.execute(
        f"CREATE TEMP TABLE {understood} AS "
        "SELECT unnest($1) AS label, unnest($2)::UTINYINT AS number",
        [list(table.labels), numbers],
    )
    yield f"""
        SELECT text, number FROM ({table.relation}) JOIN {understood} USING (label)
        WHERE text IS NOT NULL
    """
    connection.execute(f"DROP TABLE {understood}")


def cleaned_texts(
    connection: duckdb.DuckDBPyConnection, written: str, languages: Iterable[str] = ()
) -> str:
    """Return SQL for texts that are cleaned.

    Its columns are `text`; the `number` of its sentiment; `in_sentences`, whether it is written so;
    and `text_key`, which copies have in common.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        written: Rows as `written_texts` gives them.
        languages: Those of the texts that have no spaces between words.
    """
    rows = f"SELECT {COUNTED_SQL} AS text, number FROM ({written})"
    spaced = spaced_sql(connection, languages, "text")
    rows = f"SELECT number, hash(text) AS text_key, {spaced} AS text FROM ({rows})"
    rows = f"SELECT *, regexp_matches(text, {quoted(SENTENCES)}) AS in_sentences FROM ({rows})"
    return cleaned_rows(rows)
