"""Counts: how often each token and each bigram occurs in each sentiment. Counts can be added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import duckdb

from moodcloud.database import quoted, unique

if TYPE_CHECKING:
    import pandas as pd

_IS_WORD: Final = r"regexp_matches(token, '^\pL')"
# Marks of plain ASCII hold no emoji, and a number with its letters (10분만에) holds none.
_MAY_HOLD_EMOJI: Final = r"strlen(token) <> length(token) AND NOT regexp_matches(token, '^\pN*\pL')"


class Size(NamedTuple):
    """The size of some tokens or bigrams: distinct ones, rows (one a sentiment), bytes in UTF-8."""

    distinct: int
    rows: int
    bytes: int


@dataclass(frozen=True)
class Counts:
    """Tokens and bigrams per sentiment, held by the counting engine.

    Attributes:
        connection: A connection of `moodcloud.database.connect`.
        tokens: Name of the table `(sentiment, token, count, texts, capitals)`; a token is a word as
            written, or a run of marks (anything else but white space). Its `capitals` are those of
            its occurrences that have a capital and follow a word of their sentence.
        bigrams: Name of the table `(sentiment, bigram, count, texts)`; a bigram is two adjacent
            words in lower case, joined by a space, neither of them a stop word.

    `texts` is how many different texts hold it: however often, in whatever case, and however often
    the sentiment has the text. Of the cases in which a text writes a token the first counts.
    """

    connection: duckdb.DuckDBPyConnection
    tokens: str
    bigrams: str

    def tokens_frame(self) -> pd.DataFrame:
        """Return the tokens that are words: `sentiment`, `token`, `count`, `texts`; in order."""
        return self._frame("token", self.tokens, _IS_WORD)

    def marks_frame(self) -> pd.DataFrame:
        """Return the marks that may hold emoji, in the columns of `tokens_frame`."""
        return self._frame("token", self.tokens, _MAY_HOLD_EMOJI)

    def capitals_frame(self) -> pd.DataFrame:
        """Return how often tokens have a capital that begins no sentence: `token`, `count`."""
        query = f"""
            SELECT token, sum(capitals)::BIGINT AS count FROM {self.tokens}
            WHERE capitals > 0 AND {_IS_WORD} GROUP BY token ORDER BY token
        """
        return self.connection.execute(query).df()

    def bigrams_frame(self, least: int = 1) -> pd.DataFrame:
        """Return bigrams: `sentiment`, `bigram`, `count`, `texts`, in a fixed order.

        Args:
            least: How often a bigram must occur in the whole table.
        """
        frequent = f"SELECT bigram FROM {self.bigrams} GROUP BY bigram HAVING sum(count) >= {least}"
        return self._frame("bigram", self.bigrams, f"bigram IN ({frequent})")

    def matching_bigrams_frame(self, pattern: str) -> pd.DataFrame:
        """Return the bigrams that a regular expression (RE2) matches as a whole."""
        return self._frame("bigram", self.bigrams, f"regexp_full_match(bigram, {quoted(pattern)})")

    def running_words(self) -> int:
        """Return how many words the texts have, each occurrence counted."""
        query = f"SELECT coalesce(sum(count), 0)::BIGINT FROM {self.tokens} WHERE {_IS_WORD}"
        (total,) = self.connection.execute(query).fetchall()[0]
        return int(total)

    def characters(self, pattern: str) -> int:
        """Return how many characters the tokens have, each occurrence, that hold a pattern."""
        where = f"regexp_matches(token, {quoted(pattern)})"
        query = f"SELECT coalesce(sum(count * length(token)), 0) FROM {self.tokens} WHERE {where}"
        (total,) = self.connection.execute(query).fetchall()[0]
        return int(total)

    def size_of_tokens(self, pattern: str = "") -> Size:
        """Return the size of `tokens_frame` and `marks_frame` where `pattern` is in a token."""
        where = f"({_IS_WORD} OR {_MAY_HOLD_EMOJI}) AND regexp_matches(token, {quoted(pattern)})"
        return self._size("token", self.tokens, where)

    def size_of_bigrams(self, least: int) -> Size:
        """Return the size of `bigrams_frame`."""
        return self._size("bigram", self.bigrams, having=f"sum(count) >= {least}")

    def size_of_matching_bigrams(self, pattern: str) -> Size:
        """Return the size of `matching_bigrams_frame`."""
        where = f"regexp_full_match(bigram, {quoted(pattern)})"
        return self._size("bigram", self.bigrams, where)

    def _frame(self, gram: str, table: str, where: str) -> pd.DataFrame:
        query = f"SELECT sentiment, {gram}, count, texts FROM {table} WHERE {where} ORDER BY ALL"
        return self.connection.execute(query).df()

    def _size(self, gram: str, table: str, where: str = "true", having: str = "true") -> Size:
        rows = self.connection.execute(
            f"""
            SELECT count(*), coalesce(sum(rows), 0)::BIGINT,
                   coalesce(sum(rows * strlen({gram})), 0)::BIGINT
            FROM (
                SELECT {gram}, count(*) AS rows FROM {table}
                WHERE {where} GROUP BY {gram} HAVING {having}
            )
            """
        )
        return Size(*rows.fetchall()[0])

    @classmethod
    def named(cls, connection: duckdb.DuckDBPyConnection) -> Counts:
        """Return counts with new names of tables, which are still to be created."""
        return cls(connection, unique("tokens"), unique("bigrams"))


def add(parts: Iterable[Counts]) -> Counts:
    """Return the counts of all parts together: exactly those of the whole, in any order.

    Only of a text that several parts have `texts` counts a copy in each.

    Args:
        parts: At least one, all of one connection.
    """
    listed = list(parts)
    total = Counts.named(listed[0].connection)
    for gram, sums, table, tables in (
        ("token", ("count", "texts", "capitals"), total.tokens, [part.tokens for part in listed]),
        ("bigram", ("count", "texts"), total.bigrams, [part.bigrams for part in listed]),
    ):
        union = " UNION ALL ".join(f"FROM {each}" for each in tables)
        totals = ", ".join(f"sum({name})::BIGINT AS {name}" for name in sums)
        total.connection.execute(
            f"""
            CREATE TEMP TABLE {table} AS
            SELECT sentiment, {gram}, {totals}
            FROM ({union}) GROUP BY sentiment, {gram}
            """
        )
    return total
