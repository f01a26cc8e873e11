"""In how many texts a token occurs: each text once, however often it holds the token or is copied.

Words keep company: who writes *refund* once writes it again, and a text that was shared is in a
file many times. So the occurrences of a word tell little about how many people use it; the number
of different texts does.
"""

from __future__ import annotations

from typing import Final

import duckdb

from moodcloud.counting.between import JOINED_AT_END
from moodcloud.database import quoted, unique
from moodcloud.tabular.na_values import STRIPPED_SQL

COUNTED_SQL: Final = f"""
    CASE WHEN regexp_matches(text, '\\s$') AND regexp_matches(text, {quoted(JOINED_AT_END)})
         THEN text ELSE {STRIPPED_SQL} END"""
"""SQL for a `text` as it is counted: without the white space around it, unless it joins the last
words. So copies have the same tokens."""

# In short texts it is quicker to look for each token among those before it, in long ones to sort
# them: both took the same time at some 1,500 tokens.
_LONG: Final = 1_000
# The number of a token within its text is put below its hash, in so many bits: 16 million tokens.
_BITS: Final = 24


def copied_texts(connection: duckdb.DuckDBPyConnection, written: str) -> str:
    """Return the name of a new table of the texts that a sentiment has several times.

    It has the columns `number`, `text_key` and `share`: what one copy of so many counts.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        written: Rows with a `number` of their sentiment and a `text`.
    """
    copied = unique("copied")
    connection.execute(
        f"""
        CREATE TEMP TABLE {copied} AS
        SELECT number, hash({COUNTED_SQL}) AS text_key, 1 / count(*) AS share
        FROM ({written}) GROUP BY ALL HAVING count(*) > 1
        """
    )
    return copied


def first_in_text_sql(hashes: str) -> str:
    """Return SQL for whether each token is the first of its kind in a text: a list of booleans.

    Args:
        hashes: SQL for the list of the hashes of the tokens.
    """
    number = (1 << _BITS) - 1
    # Sorted by hash, equal tokens are side by side, the first in the text before the others; the
    # last bit then says which are first, and the numbers bring them back to their places.
    packed = f"list_sort(list_transform({hashes}, lambda h, i: ((h >> {_BITS}) << {_BITS}) | i))"
    marked = f"""list_transform(list_zip({packed}, [0::UBIGINT] || {packed}), lambda two:
        ((two[1] & {number}) << 1) | ((two[1] >> {_BITS}) <> (two[2] >> {_BITS}))::UBIGINT)"""
    return f"""
        CASE WHEN len({hashes}) < {_LONG}
             THEN list_transform({hashes}, lambda h, i: list_position({hashes}, h) = i)
             ELSE list_transform(list_sort({marked}), lambda mark: (mark & 1) = 1) END"""
