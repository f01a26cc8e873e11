"""A table becomes counts by the kernel: code in C that splits and counts on all processors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb

from moodcloud.counting.cleaned_texts import cleaned_texts
from moodcloud.counting.counts import Counts
from moodcloud.database import unique
from moodcloud.reading import Table

try:
    from moodcloud.counting import _kernel
except ImportError:  # no compiler was there: SQL counts
    _kernel = None  # type: ignore[assignment]

# What threads and parts have counted is added up. The shares of all copies of a text add up to 1.
_OF_BIGRAMS: Final = "sum(count)::BIGINT AS count, round(sum(texts))::BIGINT AS texts"
_OF_TOKENS: Final = f"{_OF_BIGRAMS}, sum(capitals)::BIGINT AS capitals"
# The number of a sentiment is a byte.
_MOST_SENTIMENTS: Final = 254
# How many bytes the kernel may take for its tables; above it hands them to the engine, which can
# use the disk, and goes on.
_BUDGET: Final = 256 << 20
# The engine hands over a million rows at a time, and nothing makes it hand over fewer: where their
# texts have more bytes than this, SQL counts them. That many rows at the beginning are measured.
_BATCH_ROWS: Final = 1_000_000
_MOST_BYTES: Final = 256 << 20
_MEASURED: Final = 20_000


@dataclass(frozen=True)
class _Stream:
    """Rows that the engine reads by the Arrow C stream interface."""

    capsule: Any

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.capsule


def kernel_is_built() -> bool:
    """Return whether there is a kernel."""
    return _kernel is not None


def fits_kernel(connection: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """Return whether the kernel is built and has the room to count `table`."""
    if not kernel_is_built() or len(set(table.labels.values())) > _MOST_SENTIMENTS:
        return False
    (bytes_each,) = connection.execute(
        "SELECT coalesce(avg(strlen(text)), 0) "
        f"FROM (SELECT text FROM ({table.relation}) LIMIT {_MEASURED})"
    ).fetchall()[0]
    return float(bytes_each) * min(table.rows.counted, _BATCH_ROWS) <= _MOST_BYTES


def count_by_kernel(
    connection: duckdb.DuckDBPyConnection, table: Table, stop_words: Collection[str]
) -> Counts:
    """Count the tokens and bigrams of `table` in each sentiment; see `count`."""
    sentiments = sorted(set(table.labels.values()))
    words = "\n".join(sorted(stop_words)).encode()
    # While rows are read of this connection, what was counted is kept by another.
    writing, threads = connection.cursor(), _threads(connection)
    counts, parts = Counts.named(connection), []
    with cleaned_texts(connection, table) as texts:
        rows = f"SELECT text, number, in_sentences::UTINYINT, share FROM ({texts})"
        stream, more = connection.sql(rows).__arrow_c_stream__(), True
        while more:
            tokens, bigrams, more = _kernel.count(
                stream, max(len(sentiments), 1), words, threads, _BUDGET
            )
            parts.append((_kept(writing, tokens), _kept(writing, bigrams)))
        del stream  # as long as it is there, its connection takes no other query
    tokens_kept, bigrams_kept = zip(*parts, strict=True)
    _add_up(connection, counts.tokens, "token", _OF_TOKENS, tokens_kept, sentiments)
    _add_up(connection, counts.bigrams, "bigram", _OF_BIGRAMS, bigrams_kept, sentiments)
    return counts


def _threads(connection: duckdb.DuckDBPyConnection) -> int:
    (threads,) = connection.execute("SELECT current_setting('threads')").fetchall()[0]
    return int(threads)


def _kept(writing: duckdb.DuckDBPyConnection, capsule: object) -> str:
    """Keep what was counted in a table and return its name."""
    kept, counted = unique("counted"), unique("stream")
    writing.register(counted, _Stream(capsule))
    writing.execute(f"CREATE TABLE {kept} AS FROM {counted}")
    writing.unregister(counted)
    return kept


def _add_up(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    gram: str,
    sums: str,
    kept: Sequence[str],
    sentiments: list[str],
) -> None:
    union = " UNION ALL ".join(f"FROM {each}" for each in kept)
    connection.execute(
        f"""
        CREATE TEMP TABLE {table} AS
        SELECT $names[sentiment + 1] AS sentiment, gram AS {gram}, {sums}
        FROM ({union}) GROUP BY sentiment, gram
        """,
        {"names": sentiments},
    )
    for each in kept:
        connection.execute(f"DROP TABLE {each}")
