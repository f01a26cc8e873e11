"""Rare words of a very large table: they are told as a sum, so that the vocabulary is bounded.

Different words grow with the table without end, and most of them are rare: names, slips, ids. From
some 200 million words on, a word is kept where it occurs at least once in 100 million; so there are
100 million words at most, and in text a few millions at most, however large the table. The others
are still among the running words. That is a rule on sums of counts: it gives the same for a table
and for its slices, and below that size nothing changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from moodcloud.counting.counts import IS_WORD, MAY_HOLD_EMOJI, NO_REST, Counts, Rest
from moodcloud.database import unique

WORDS_OF_A_TOKEN: Final = 100_000_000
"""The running words of which a token, or the two of a negated word, is one at least."""


def least_token_count(running: int) -> int:
    """Return how often a token occurs at least that is kept, in a table of so many words."""
    return max(1, running // WORDS_OF_A_TOKEN)


def without_rare(counts: Counts, running: int | None = None) -> Counts:
    """Return counts without rare words and bigrams, and with the sum of those words.

    Runs of marks without emoji are left out with them: nothing is told of those in a large table.
    The tables of the counts are changed.

    Args:
        counts: The counts of all rows that have their tokens: of the table, or of a partition.
        running: How many words the whole table has; those of `counts` otherwise.
    """
    least = least_token_count(counts.running_words() if running is None else running)
    if least == 1:
        return counts
    connection, rare = counts.connection, unique("rare")
    connection.execute(f"""
        CREATE TEMP TABLE {rare} AS
        SELECT token FROM {counts.tokens} WHERE {IS_WORD}
        GROUP BY token HAVING sum(count) < {least}
    """)
    ((distinct,),) = connection.execute(f"SELECT count(*) FROM {rare}").fetchall()
    occurrences = connection.execute(f"""
        SELECT sentiment, sum(count)::BIGINT FROM {counts.tokens} SEMI JOIN {rare} USING (token)
        GROUP BY sentiment
    """).fetchall()
    connection.execute(f"""
        DELETE FROM {counts.tokens}
        WHERE token IN (FROM {rare}) OR NOT ({IS_WORD} OR ({MAY_HOLD_EMOJI}));
        DROP TABLE {rare};
        DELETE FROM {counts.bigrams} WHERE bigram IN (
            SELECT bigram FROM {counts.bigrams} GROUP BY bigram HAVING sum(count) < {least}
        )
    """)
    return replace(counts, rest=Rest(least, distinct, dict(occurrences)))


def added_rest(parts: Iterable[Rest]) -> Rest:
    """Return the rare words of all partitions of a table together."""
    total, occurrences = NO_REST, Counter[str]()
    for part in parts:
        occurrences.update(part.occurrences)
        total = Rest(max(total.least, part.least), total.distinct + part.distinct, {})
    return replace(total, occurrences=dict(occurrences))
