"""The tokens of a few thousand texts that Python has, such as a sample: those that counting finds.

Most hold nothing rare (see `plain_texts`), and C splits them where it is compiled: 0.02 s for
12,000 texts. SQL takes 0.3 to 0.6 s for them, and 0.03 to plan its steps, however few they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import duckdb

from moodcloud.counting.plain_texts import RARE, RARE_WORDS, WORDS_AFTER
from moodcloud.counting.spaces import spaced_sql
from moodcloud.counting.tokens import cleaned_rows, split_sql
from moodcloud.database import unique

try:
    from moodcloud.counting import _texts
except ImportError:  # no compiler was there: SQL splits all texts
    _texts = None  # type: ignore[assignment]


def split_texts(
    connection: duckdb.DuckDBPyConnection, texts: Sequence[str], unspaced: Collection[str] = ()
) -> list[list[str]]:
    """Return the tokens of texts, in order, as counting splits them.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        texts: The texts.
        unspaced: The languages without spaces that they are in; see `Table.unspaced`.
    """
    found: list[str | None] = [None] * len(texts)
    if _texts is not None and not unspaced:
        splitter = _texts.splitter(*map(_lines, (RARE, RARE_WORDS, WORDS_AFTER)))
        found = _texts.split(splitter, list(texts))
    rare = [place for place, tokens in enumerate(found) if tokens is None]
    by_sql = _split_by_sql(connection, [texts[place] for place in rare], unspaced) if rare else []
    for place, tokens in zip(rare, by_sql, strict=True):
        found[place] = tokens
    return [tokens.split(" ") if tokens else [] for tokens in found]


def _split_by_sql(
    connection: duckdb.DuckDBPyConnection, texts: Sequence[str], unspaced: Collection[str]
) -> list[str]:
    """Return the tokens of texts, with spaces between them: no token holds one."""
    given = unique("given")
    connection.execute(
        f"CREATE TEMP TABLE {given} AS SELECT unnest($1) AS text, unnest($2) AS place",
        [list(texts), list(range(len(texts)))],
    )
    spaced = f"SELECT {spaced_sql(connection, unspaced, 'text')} AS text, place FROM {given}"
    # Strings come out of the engine faster than lists.
    rows = connection.execute(
        f"SELECT array_to_string({split_sql('text')}, ' ') FROM ({cleaned_rows(spaced)}) "
        "ORDER BY place"
    ).fetchall()
    connection.execute(f"DROP TABLE {given}")
    return [tokens for (tokens,) in rows]


def _lines(words: Iterable[str]) -> bytes:
    return "\n".join(words).encode()
