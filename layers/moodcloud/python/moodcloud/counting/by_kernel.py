"""A table becomes counts by the kernel: code in C that splits and counts on all processors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import duckdb

from moodcloud.counting.cleaned_texts import cleaned_texts, written_texts
from moodcloud.counting.counts import Counts, add
from moodcloud.counting.kept_texts import WrittenTexts, new_file
from moodcloud.counting.plain_texts import RARE, RARE_WORDS, WORDS_AFTER
from moodcloud.database import further_connection, unique, workspace_of
from moodcloud.reading import Table

try:
    from moodcloud.counting import _holders, _kernel
except ImportError:  # no compiler was there: SQL counts
    _kernel = _holders = None  # type: ignore[assignment]

# The number of a sentiment is a byte.
_MOST_SENTIMENTS: Final = 254
# How many bytes the kernel may take for its tables; above it hands them to the engine, which can
# use the disk, and goes on.
_BUDGET: Final = 256 << 20
# The engine hands over so many rows at a time (before its version 2 a million), and nothing makes
# it hand over fewer: where their texts have more bytes than this, SQL counts them. Some rows at the
# beginning are measured.
_BATCH_ROWS: Final = 131_072 if int(duckdb.__version__.split(".")[0]) > 1 else 1_000_000
_MOST_BYTES: Final = 256 << 20
_MEASURED: Final = 20_000
# Texts of more bytes than this on average are books: few rows need not be measured.
_LONG_TEXT: Final = 100_000


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
    rows = min(table.rows.counted, _BATCH_ROWS)
    if rows * _LONG_TEXT <= _MOST_BYTES:
        return True
    (bytes_each,) = connection.execute(
        "SELECT coalesce(avg(strlen(text)), 0) "
        f"FROM (SELECT text FROM ({table.relation}) LIMIT {_MEASURED})"
    ).fetchall()[0]
    return float(bytes_each) * rows <= _MOST_BYTES


def count_by_kernel(
    connection: duckdb.DuckDBPyConnection, table: Table, stop_words: Collection[str]
) -> Counts:
    """Count the tokens and bigrams of `table` in each sentiment; see `count`."""
    counting = _Counting(connection, sorted(set(table.labels.values())), stop_words)
    with written_texts(connection, table) as written:
        if table.unspaced:
            cleaned = cleaned_texts(connection, written, table.unspaced)
            counting.take_cleaned(connection, cleaned)
        else:
            counting.take_written(connection, written)
    return counting.counts()


@dataclass
class _Counting:
    """What the kernel has counted, and what it has handed over because it had no room for more."""

    connection: duckdb.DuckDBPyConnection
    sentiments: list[str]
    stop_words: Collection[str]
    counter: Any = field(init=False)
    workspace: Path = field(init=False)
    file: IO[bytes] = field(init=False)
    handed_over: list[Counts] = field(default_factory=list)

    def __post_init__(self) -> None:
        (threads,) = self.connection.execute("SELECT current_setting('threads')").fetchall()[0]
        self.counter = _kernel.counter(
            max(len(self.sentiments), 1),
            _lines(sorted(self.stop_words)),
            _lines(RARE),
            _lines(RARE_WORDS),
            _lines(WORDS_AFTER),
            int(threads),
            _BUDGET,
        )
        self.workspace = workspace_of(self.connection)
        self.file = new_file(self.workspace)

    def take_written(self, connection: duckdb.DuckDBPyConnection, written: str) -> None:
        """Count texts as they were written; SQL cleans those that hold something rare."""
        for rare in self._taken(connection, f"SELECT text, number FROM ({written})"):
            # While rows are read of a connection, it takes no other query.
            with _registered(connection, rare) as (beside, rows):
                self.take_cleaned(beside, cleaned_texts(beside, f"SELECT text, number FROM {rows}"))

    def take_cleaned(self, connection: duckdb.DuckDBPyConnection, cleaned: str) -> None:
        """Count texts that are cleaned."""
        rows = f"SELECT text, number, in_sentences::UTINYINT, text_key FROM ({cleaned})"
        for _ in self._taken(connection, rows):
            pass  # nothing of them is to be cleaned

    def _taken(self, connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[object]:
        """Count the rows of a query, and yield streams of those that are to be cleaned before."""
        stream, more = connection.sql(query).__arrow_c_stream__(), True
        while more:
            try:
                rare, more = _kernel.count(self.counter, stream, self.file.fileno())
            except RuntimeError as error:  # what the engine said while it handed over rows
                of_disk = str(error).startswith("IO Error")
                raise (duckdb.IOException if of_disk else duckdb.Error)(str(error)) from None
            if rare is not None:
                yield rare
            if more:
                self.handed_over.append(self._handed_over())
                self.file = new_file(self.workspace)

    def counts(self) -> Counts:
        """Return what was counted of all texts."""
        last = self._handed_over()
        if not self.handed_over:
            return last
        parts = [*self.handed_over, last]
        total = add(parts)
        for part in parts:
            self.connection.execute(f"DROP TABLE {part.tokens}; DROP TABLE {part.bigrams}")
        return total

    def _handed_over(self) -> Counts:
        counts = Counts.named(self.connection)
        tokens, bigrams, words = _kernel.counted(self.counter)
        self._keep(counts.tokens, tokens, "text AS token, count, texts, capitals")
        self._keep(counts.bigrams, bigrams, "text AS bigram, count, texts")
        numbered = unique("words")
        with _registered(self.connection, words) as (beside, rows):
            beside.execute(
                f"CREATE TABLE {numbered} AS SELECT text AS token, count AS id FROM {rows}"
            )
        counts.kept.append(WrittenTexts(self.connection, self.sentiments, self.file, numbered))
        return counts

    def _keep(self, table: str, counted: object, columns: str) -> None:
        with _registered(self.connection, counted) as (beside, rows):
            beside.execute(
                f"CREATE TABLE {table} AS "
                f"SELECT $sentiments[number + 1] AS sentiment, {columns} FROM {rows}",
                {"sentiments": self.sentiments},
            )


def _lines(words: Iterable[str]) -> bytes:
    return "\n".join(words).encode()


@contextmanager
def _registered(
    connection: duckdb.DuckDBPyConnection, capsule: object
) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """Give a further connection on which a stream is a table, and the name of that table."""
    name = unique("stream")
    with further_connection(connection) as beside:
        beside.register(name, _Stream(capsule))
        yield beside, name
        beside.unregister(name)
