"""A table becomes counts by SQL: on every platform, and what the kernel is held against."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from moodcloud.counting.cleaned_texts import cleaned_texts, written_texts
from moodcloud.counting.counts import Counts
from moodcloud.counting.different_texts import copied_texts, first_in_text_sql
from moodcloud.counting.kept_texts import ListedTexts
from moodcloud.counting.tokens import TWO_WORDS, split_sql
from moodcloud.database import quoted, unique
from moodcloud.reading import Table


def count_by_sql(
    connection: duckdb.DuckDBPyConnection, table: Table, stop_words: Collection[str]
) -> Counts:
    """Count the tokens and bigrams of `table` in each sentiment; see `count`."""
    counts = Counts.named(connection)
    sentiments = {"sentiments": sorted(set(table.labels.values()))}
    with written_texts(connection, table) as written:
        copied = copied_texts(connection, written)
        # Written, for the engine multiplies the steps of cleaning where it groups their result.
        texts = unique("texts")
        connection.execute(
            f"CREATE TEMP TABLE {texts} AS {cleaned_texts(connection, written, table.unspaced)}"
        )
        shared = f"""
            SELECT number, text, in_sentences, coalesce(share, 1)::DOUBLE AS share
            FROM {texts} LEFT JOIN {copied} USING (number, text_key)
        """
        _count_grams(connection, shared, stop_words)
        kept = _kept_texts(connection, texts, stop_words)
    connection.execute(f"DROP TABLE {copied}; DROP TABLE {texts}")
    connection.execute(
        f"""
        CREATE TEMP TABLE {counts.tokens} AS
        SELECT $sentiments[number + 1] AS sentiment, token, count, texts, capitals FROM grams
        WHERE is_token AND token IS NOT NULL
        """,
        sentiments,
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE {counts.bigrams} AS
        SELECT $sentiments[number + 1] AS sentiment, bigram, count, texts FROM grams
        WHERE NOT is_token AND regexp_full_match(bigram, {quoted(TWO_WORDS)})
        """,
        sentiments,
    )
    connection.execute("DROP TABLE grams")
    counts.kept.append(ListedTexts(connection, sentiments["sentiments"], kept))
    return counts


def _kept_texts(
    connection: duckdb.DuckDBPyConnection, texts: str, stop_words: Collection[str]
) -> str:
    """Return the name of a new table of the words of different texts; see `ListedTexts`."""
    kept = unique("kept")
    is_word = r"regexp_matches(token, '^\pL')"
    connection.execute(
        f"""
        CREATE TEMP TABLE {kept} AS
        WITH different AS (
            SELECT number, any_value(text) AS text FROM {texts} GROUP BY number, text_key
        )
        SELECT number, list_transform({split_sql("text")}, lambda token: CASE
            WHEN {is_word} AND NOT list_contains($1, lower(token)) THEN lower(token) END) AS tokens
        FROM different
        """,
        [sorted(stop_words)],
    )
    return kept


def _count_grams(
    connection: duckdb.DuckDBPyConnection, texts: str, stop_words: Collection[str]
) -> None:
    # A row of `grams` is a token of a sentiment (bigram NULL) or a bigram of it (token NULL).
    # The stop words are a table: to look them up in a list of constants takes six times as long.
    connection.execute(
        f"""
        CREATE TEMP TABLE grams AS
        WITH stops AS (SELECT unnest($1) AS word),
        tokens AS (
            SELECT number, share, in_sentences, {split_sql("text")} AS tokens FROM ({texts})
        ),
        lowered AS (
            SELECT *, list_transform(tokens, lambda token: lower(token)) AS low FROM tokens
        ),
        hashed AS (
            SELECT *, list_transform(low, lambda token: hash(token)) AS hashes FROM lowered
        ),
        joined AS (
            -- Of each token and the one before it.
            SELECT *, list_transform(hashes, lambda h, i: hash([hashes[i - 1], h])) AS pairs
            FROM hashed
        ),
        marked AS (
            SELECT number, share, in_sentences, tokens, low,
                   {first_in_text_sql("hashes")} AS new,
                   {first_in_text_sql("pairs")} AS new_bigram
            FROM joined
        ),
        -- The lists side by side, the last one token behind, and so one row longer.
        folded AS (
            SELECT number, share, in_sentences,
                   unnest(tokens) AS token, unnest(low) AS second, unnest(new) AS new,
                   unnest(list_prepend('', low)) AS first, unnest(new_bigram) AS new_bigram
            FROM marked
        ),
        paired AS (
            SELECT number, share, token, new, new_bigram,
                   in_sentences AND first >= 'a' AND token <> second AS is_name,
                   -- Most marks sort before letters: this spares the engine bigrams that
                   -- are dropped below.
                   CASE WHEN first >= 'a' AND second >= 'a'
                             AND first NOT IN (FROM stops) AND second NOT IN (FROM stops)
                        THEN first || ' ' || second END AS bigram
            FROM folded
        )
        SELECT number, token, bigram, grouping(bigram) = 1 AS is_token, count(*) AS count,
               count_if(is_name) AS capitals,
               -- The shares of all copies of a text add up to 1.
               round(coalesce(CASE WHEN is_token THEN sum(share) FILTER (new)
                                   ELSE sum(share) FILTER (new_bigram) END, 0))::BIGINT AS texts
        FROM paired
        GROUP BY GROUPING SETS ((number, token), (number, bigram))
        """,
        [sorted({*stop_words, ""})],
    )
