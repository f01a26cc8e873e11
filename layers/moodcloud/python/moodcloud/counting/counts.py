"""Counts: how often each token and each bigram occurs in each sentiment. Counts can be added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import duckdb

from moodcloud.counting.kept_texts import KeptTexts, Sought, holding
from moodcloud.database import all_rows, quoted, unique

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

IS_WORD: Final = r"regexp_matches(token, '^\pL')"
"""SQL for whether a token is a word."""
# Marks of plain ASCII hold no emoji, and a number with its letters (10분만에) holds none.
MAY_HOLD_EMOJI: Final = r"strlen(token) <> length(token) AND NOT regexp_matches(token, '^\pN*\pL')"
"""SQL for whether a token is a run of marks that may hold emoji."""

_FETCHED: Final = 10_000


class Size(NamedTuple):
    """The size of some tokens or bigrams: distinct ones, rows (one a sentiment), bytes in UTF-8."""

    distinct: int
    rows: int
    bytes: int


@dataclass(frozen=True)
class Grams:
    """Tokens or bigrams as columns of numbers: a row for each that a sentiment has.

    Attributes:
        names: The tokens or bigrams, in order.
        gram: The number of the token or bigram of each row; rows are in this order.
        sentiment: The number of its sentiment.
        count: How often it occurs there.
        texts: In how many different texts.
        capitals: How often with a capital that begins no sentence; of bigrams 0.
        chosen: For each of `names` whether it was chosen by a pattern.
    """

    names: list[str]
    gram: Ints
    sentiment: Ints
    count: Ints
    texts: Ints
    capitals: Ints
    chosen: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Rest:
    """Words that are too rare for the vocabulary of a very large table; see `counting.rare`.

    Attributes:
        least: How often a word occurs at least that is no such one.
        distinct: How many different words they are, as written.
        occurrences: How often they occur in each sentiment.
    """

    least: int
    distinct: int
    occurrences: dict[str, int]


NO_REST: Final = Rest(1, 0, {})
"""No word is too rare."""


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
        kept: The words of different texts, in which `holding` looks for units.
        copied: Those among them that are copies of others.
        rest: The words that are too rare to be among the tokens.

    `texts` is how many different texts hold it: however often, in whatever case, and however often
    the sentiment has the text. Of the cases in which a text writes a token the first counts.
    """

    connection: duckdb.DuckDBPyConnection
    tokens: str
    bigrams: str
    kept: list[KeptTexts] = field(default_factory=list)
    copied: list[KeptTexts] = field(default_factory=list)
    rest: Rest = NO_REST

    def holding(self, sought: Sought, sentiments: Sequence[str]) -> Ints:
        """Return in how many different texts each unit is, in the shape (sentiments, units).

        A unit is whatever tokens and bigrams are taken for one: the forms of a word, for example.

        Args:
            sought: The units.
            sentiments: As for `words`.
        """
        copied = holding(self.copied, sought, sentiments)
        return holding(self.kept, sought, sentiments) - copied

    def drop(self) -> None:
        """Free the tables and the files of these counts, which nothing can be asked of any more."""
        for table in (self.tokens, self.bigrams):
            # Counts of slices are files instead, which the engine reads each time it is asked.
            if table.isidentifier():
                self.connection.execute(f"DROP TABLE {table}")
        for part in (*self.kept, *self.copied):
            part.drop()

    def words(self, sentiments: Sequence[str]) -> Grams:
        """Return the tokens that are words.

        Args:
            sentiments: Those of the table; the result has their numbers in this order.
        """
        return self._grams(
            f"SELECT token AS gram, *, false AS chosen FROM {self.tokens} WHERE {IS_WORD}",
            sentiments,
        )

    def telling_bigrams(self, sentiments: Sequence[str], least: int, pattern: str) -> Grams:
        """Return the bigrams that are frequent, and those that a pattern chooses.

        Args:
            sentiments: As for `words`.
            least: How often a frequent bigram occurs in the whole table.
            pattern: A regular expression (RE2) that matches `chosen` bigrams as a whole.
        """
        # Grouping is what takes time here: half of it is spared where bigrams are left out that no
        # sentiment has often enough for its share.
        likely = f"SELECT bigram FROM {self.bigrams} WHERE count * {len(sentiments)} >= {least}"
        return self._grams(
            f"""
            SELECT bigram AS gram, *, 0 AS capitals FROM (
                SELECT *, regexp_full_match(bigram, {quoted(pattern)}) AS chosen
                FROM {self.bigrams}
            )
            WHERE chosen OR bigram IN (
                SELECT bigram FROM {self.bigrams} WHERE bigram IN ({likely})
                GROUP BY bigram HAVING sum(count) >= {least}
            )
            """,
            sentiments,
        )

    def _grams(self, rows: str, sentiments: Sequence[str]) -> Grams:
        import numpy as np

        # Sorted by the engine, equal grams are side by side: that takes a third of the time in
        # which Python sorts and numbers them, and no table of hashes.
        found: Any = self.connection.execute(
            f"""
            SELECT gram, list_position($1, sentiment) - 1 AS sentiment, count, texts, capitals,
                   chosen
            FROM ({rows}) ORDER BY gram, sentiment
            """,
            [list(sentiments)],
        ).fetchnumpy()
        grams = found["gram"]
        first = np.ones(len(grams), bool)
        first[1:] = grams[1:] != grams[:-1]
        return Grams(
            names=grams[first].tolist(),
            gram=np.cumsum(first) - 1,
            sentiment=found["sentiment"].astype(np.int64),
            count=found["count"],
            texts=found["texts"],
            capitals=found["capitals"],
            chosen=found["chosen"][first],
        )

    def marks(self) -> Iterator[tuple[str, str, int]]:
        """Yield the marks that may hold emoji: the sentiment, the marks, the count."""
        query = f"SELECT sentiment, token, count FROM {self.tokens} WHERE {MAY_HOLD_EMOJI}"
        return all_rows(self.connection.execute(query), _FETCHED)

    def running_words(self) -> int:
        """Return how many words the texts have, each occurrence counted."""
        query = f"SELECT coalesce(sum(count), 0)::BIGINT FROM {self.tokens} WHERE {IS_WORD}"
        (total,) = self.connection.execute(query).fetchall()[0]
        return int(total) + sum(self.rest.occurrences.values())

    def matching(self, pattern: str) -> tuple[int, int]:
        """Return how many tokens hold a pattern, and their characters, each occurrence counted."""
        query = f"""
            SELECT coalesce(sum(count), 0)::BIGINT, coalesce(sum(count * length(token)), 0)::BIGINT
            FROM {self.tokens} WHERE regexp_matches(token, {quoted(pattern)})
        """
        ((occurrences, characters),) = self.connection.execute(query).fetchall()
        return int(occurrences), int(characters)

    def size_of_tokens(self, pattern: str = "") -> Size:
        """Return the size of `words` and `marks` where `pattern` is in a token."""
        where = f"({IS_WORD} OR {MAY_HOLD_EMOJI}) AND regexp_matches(token, {quoted(pattern)})"
        return self._size("token", self.tokens, where)

    def size_of_bigrams(self, least: int) -> Size:
        """Return the size of the frequent bigrams."""
        return self._size("bigram", self.bigrams, having=f"sum(count) >= {least}")

    def size_of_matching_bigrams(self, pattern: str) -> Size:
        """Return the size of the bigrams that a pattern chooses."""
        where = f"regexp_full_match(bigram, {quoted(pattern)})"
        return self._size("bigram", self.bigrams, where)

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
    total.kept.extend(texts for part in listed for texts in part.kept)
    total.copied.extend(texts for part in listed for texts in part.copied)
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
