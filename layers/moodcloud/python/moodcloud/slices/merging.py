"""Between counting and finishing: the counts of all slices meet, a partition of them at a time.

No machine holds the counts of all slices of a large file. So slices are combined in groups, and
what a group adds up to is parted by the hash of the token or bigram; then each partition takes its
part from all groups. A token is in one partition, with all its sentiments: so the sums are the same
however many groups and partitions there are. Of S slices in groups of 64 come (S / 64)² files; each
slice with a file for each partition would have 64 times as many (Perron et al., Starling, SIGMOD
2020, combine likewise).
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Final

import duckdb

from moodcloud.counting import Counts
from moodcloud.counting.rare import without_rare
from moodcloud.database import in_order, quoted, read_parquet, unique, write_parquet
from moodcloud.language import NEGATED_BIGRAM
from moodcloud.memory import engine_bound
from moodcloud.slices.planning import read_plan
from moodcloud.slices.work_files import WorkFiles, place, read_json, write_json
from moodcloud.vocabulary.units import least_phrase_count

GRAMS: Final = {"tokens": "token", "bigrams": "bigram"}
"""The tables of counts, and the column that holds what is counted."""
_SUMS: Final = {"tokens": ("count", "texts", "capitals"), "bigrams": ("count", "texts")}
# The counts of so many slices are a few hundred megabytes: one function adds them up in a minute.
_SLICES_OF_A_GROUP: Final = 64


# So much of the engine's share of memory, in MiB, is enough: beyond it the engine uses the disk,
# and what it holds besides its tables is about as much again.
_ENGINE_MB: Final = 512


def engine_of_exchange(memory_mb: int | None) -> int | None:
    """Return the engine's bound in MiB for groups and partitions; None for no bound.

    Args:
        memory_mb: The memory of the function, in MiB.
    """
    bound = engine_bound(memory_mb)
    return None if bound is None else min(bound, _ENGINE_MB)


def groups_of(slices: int) -> int:
    """Return in how many groups slices are combined, and in how many partitions groups are merged.

    With as many of one as of the other, no step has more files to fetch than the other.
    """
    return -(-slices // _SLICES_OF_A_GROUP)


def merge(work: WorkFiles, connection: duckdb.DuckDBPyConnection) -> None:
    """Add up the counts of all slices, group by group and partition by partition.

    Args:
        work: The files of the steps.
        connection: A connection of `moodcloud.database.connect`.
    """
    slices = read_plan(work).slices
    for step in (combine_group, merge_partition):
        for number in range(groups_of(slices)):
            step(work, number, slices, connection)


def combine_group(
    work: WorkFiles, group: int, slices: int, connection: duckdb.DuckDBPyConnection
) -> None:
    """Add up the counts of some slices, and part the sums by hash.

    Args:
        work: The files of the steps.
        group: The group of slices, from 0.
        slices: How many slices there are.
        connection: A connection of `moodcloud.database.connect`.
    """
    first = group * _SLICES_OF_A_GROUP
    own = range(first, min(first + _SLICES_OF_A_GROUP, slices))
    for kind, gram in GRAMS.items():
        rows = read_parquet(work.each(partial(work.counted, kind), own))
        table, partitions = unique(kind), groups_of(slices)
        with in_order(connection):
            connection.execute(f"""
                CREATE TEMP TABLE {table} AS
                SELECT *, (md5_number_lower({gram}) % {partitions})::INTEGER AS partition
                FROM ({_summed(kind, rows)}) ORDER BY partition
            """)
        for number in range(partitions):
            query = f"SELECT * EXCLUDE (partition) FROM {table} WHERE partition = {number}"
            write_parquet(connection, query, place(work.combined(kind, number, group, new=True)))
        if kind == "tokens":
            words = Counts(connection, tokens=table, bigrams="").running_words()
            write_json(work.words(group), words)
        connection.execute(f"DROP TABLE {table}")


def merge_partition(
    work: WorkFiles, partition: int, slices: int, connection: duckdb.DuckDBPyConnection
) -> None:
    """Add up a partition of the counts of all slices.

    Where there are several, bigrams that can be no phrase and no negated word are left out: nothing
    asks for them, and most bigrams of a large file are such. In a very large one rare words are,
    too, and their sum is written.

    Args:
        work: The files of the steps.
        partition: The partition, from 0.
        slices: How many slices there are.
        connection: A connection of `moodcloud.database.connect`.
    """
    groups = range(groups_of(slices))
    running = sum(map(read_json, work.each(work.words, groups)))
    counts = Counts.named(connection)
    for kind in GRAMS:
        files = work.each(partial(work.combined, kind, partition), groups)
        query = _summed(kind, read_parquet(files))
        if kind == "bigrams" and len(groups) > 1:
            query = _telling(query, least_phrase_count(running))
        connection.execute(f"CREATE TEMP TABLE {getattr(counts, kind)} AS {query}")
    counts = without_rare(counts, running)
    write_json(work.rest(partition), asdict(counts.rest))
    for kind in GRAMS:
        query = f"FROM {getattr(counts, kind)}"
        write_parquet(connection, query, place(work.merged(kind, partition)))
    counts.drop()


def _summed(kind: str, rows: str) -> str:
    """Return SQL for the sums of counts."""
    gram = GRAMS[kind]
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in _SUMS[kind])
    return f"SELECT sentiment, {gram}, {sums} FROM {rows} GROUP BY sentiment, {gram}"


def _telling(sums: str, least: int) -> str:
    """Return SQL for the bigrams that `Counts.telling_bigrams` may return."""
    return f"""
        WITH sums AS ({sums}),
             frequent AS (SELECT bigram FROM sums GROUP BY bigram HAVING sum(count) >= {least})
        SELECT * FROM sums
        WHERE bigram IN (FROM frequent) OR regexp_full_match(bigram, {quoted(NEGATED_BIGRAM)})
    """
