"""A table becomes counts, in one scan of its rows.

Only fixed rules decide what is counted, nothing that looks at the data: so the counts of the
slices of a table add up to the counts of the whole.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from moodcloud.counting.counts import Counts
from moodcloud.counting.different_texts import TEXT_KEY_SQL, copied_texts, first_in_text_sql
from moodcloud.counting.spaces import spaced_sql
from moodcloud.counting.tokens import SENTENCES, WORD_TOKEN, tokens_sql
from moodcloud.database import quoted
from moodcloud.reading import Table


def count(
    connection: duckdb.DuckDBPyConnection, table: Table, stop_words: Collection[str]
) -> Counts:
    """Count the tokens and bigrams of `table` in each sentiment.

    Args:
        connection: A connection of `moodcloud.database.connect`.
        table: The rows.
        stop_words: Lower-case tokens that no bigram may hold, the same for every slice of a file.
    """
    counts = Counts.named(connection)
    copied = copied_texts(connection, table)
    # A row of `grams` is a token of a sentiment (bigram NULL) or a bigram of it (token NULL).
    # The stop words are a table: to look them up in a list of constants takes six times as long.
    connection.execute(
        f"""
        CREATE TEMP TABLE grams AS
        WITH understood AS (
            SELECT unnest($labels) AS label, unnest($sentiments) AS sentiment
        ),
        stops AS (SELECT unnest($stops) AS word),
        spaced AS (
            SELECT sentiment, {TEXT_KEY_SQL} AS text_key,
                   {spaced_sql(connection, table.unspaced, "text")} AS text
            FROM ({table.relation}) JOIN understood USING (label)
        ),
        tokens AS (
            SELECT sentiment, text_key, {tokens_sql("text")} AS tokens,
                   regexp_matches(text, {quoted(SENTENCES)}) AS in_sentences
            FROM spaced
        ),
        lowered AS (
            SELECT sentiment, coalesce(share, 1) AS share, in_sentences, tokens,
                   list_transform(tokens, lambda token: lower(token)) AS low
            FROM tokens LEFT JOIN {copied} USING (sentiment, text_key)
        ),
        hashed AS (
            SELECT *, list_transform(low, lambda token: hash(token)) AS hashes FROM lowered
        ),
        marked AS (
            SELECT sentiment, share, in_sentences, tokens, low,
                   {first_in_text_sql("hashes")} AS new
            FROM hashed
        ),
        -- The lists side by side, the last one token behind, and so one row longer.
        folded AS (
            SELECT sentiment, share, in_sentences,
                   unnest(tokens) AS token, unnest(low) AS second, unnest(new) AS new,
                   unnest(list_prepend('', low)) AS first,
                   unnest(list_prepend(NULL, new)) AS first_new
            FROM marked
        ),
        paired AS (
            SELECT sentiment, share, token, new,
                   in_sentences AND first >= 'a' AND token <> second AS is_name,
                   -- Where a text had both tokens before, it had the bigram: nearly always.
                   new OR first_new AS new_bigram,
                   -- Most marks sort before letters: this spares the engine bigrams that
                   -- are dropped below.
                   CASE WHEN first >= 'a' AND second >= 'a'
                             AND first NOT IN (FROM stops) AND second NOT IN (FROM stops)
                        THEN first || ' ' || second END AS bigram
            FROM folded
        )
        SELECT sentiment, token, bigram, grouping(bigram) = 1 AS is_token, count(*) AS count,
               count_if(is_name) AS capitals,
               -- The shares of all copies of a text add up to 1.
               round(coalesce(CASE WHEN is_token THEN sum(share) FILTER (new)
                                   ELSE sum(share) FILTER (new_bigram) END, 0))::BIGINT AS texts
        FROM paired
        GROUP BY GROUPING SETS ((sentiment, token), (sentiment, bigram))
        """,
        {
            "labels": list(table.labels),
            "sentiments": list(table.labels.values()),
            "stops": sorted({*stop_words, ""}),
        },
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE {counts.tokens} AS
        SELECT sentiment, token, count, texts, capitals FROM grams
        WHERE is_token AND token IS NOT NULL
        """
    )
    connection.execute(
        f"""
        CREATE TEMP TABLE {counts.bigrams} AS
        SELECT sentiment, bigram, count, greatest(texts, 1) AS texts FROM grams
        WHERE NOT is_token AND regexp_full_match(bigram, {quoted(WORD_TOKEN + " " + WORD_TOKEN)})
        """
    )
    connection.execute("DROP TABLE grams")
    connection.execute(f"DROP TABLE {copied}")
    return counts
