"""The counts of slices add up in groups and partitions to what they add up to at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.counting import Counts
from moodcloud.database import connect, read_parquet, write_parquet
from moodcloud.language import NEGATED_BIGRAM
from moodcloud.slices import merging
from moodcloud.slices.work_files import WorkFiles, place
from moodcloud.vocabulary.units import least_phrase_count

from tests.laws import examples

GRAMS = {
    "tokens": ("film", "Film", "!!", "good", "재미", "👍", "ß"),
    "bigrams": ("good film", "not good", "lovely room", "never bad", "재미 영화"),
}
Rows = list[dict[tuple[str, str], int]]


def slices_of(kind: str) -> st.SearchStrategy[Rows]:
    """Return slices, each with how often a gram occurs in a sentiment."""
    gram = st.tuples(st.sampled_from(("neg", "pos")), st.sampled_from(GRAMS[kind]))
    return st.lists(st.dictionaries(gram, st.integers(1, 9)), min_size=9, max_size=9)


@pytest.mark.slow
@settings(max_examples=examples(20), deadline=None)
@given(slices_of("tokens"), slices_of("bigrams"))
def test_counts_add_up_in_any_number_of_partitions(tokens: Rows, bigrams: Rows) -> None:
    with TemporaryDirectory() as folder, connect(Path(folder)) as connection:
        work = WorkFiles(Path(folder) / "work")
        _write(work, connection, tokens, bigrams)
        for of_a_group in (1, 4, 64):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(merging, "_SLICES_OF_A_GROUP", of_a_group)
                partitions = merging.groups_of(len(tokens))
                for step in (merging.combine_group, merging.merge_partition):
                    for number in range(partitions):
                        step(work, number, len(tokens), connection)
            assert partitions == -(-len(tokens) // of_a_group)
            assert _merged(work, connection, "tokens", partitions) == _summed(tokens)
            whole, found = _summed(bigrams), _merged(work, connection, "bigrams", partitions)
            assert _telling(connection, found, tokens) == _telling(connection, whole, tokens)
            # Of what no phrase is made, nothing is kept where counts are exchanged.
            assert (found == whole) >= (partitions == 1)
            assert found.items() <= whole.items()


def _write(
    work: WorkFiles, connection: duckdb.DuckDBPyConnection, tokens: Rows, bigrams: Rows
) -> None:
    for number, (of_tokens, of_bigrams) in enumerate(zip(tokens, bigrams, strict=True)):
        for kind, counts, more in (
            ("tokens", of_tokens, ", n AS texts, 0::BIGINT AS capitals"),
            ("bigrams", of_bigrams, ", n AS texts"),
        ):
            gram = merging.GRAMS[kind]
            listed = [[*key, count] for key, count in counts.items()]
            query = f"""
                SELECT each[1] AS sentiment, each[2] AS {gram}, each[3]::BIGINT AS count{more}
                FROM (SELECT each, each[3]::BIGINT AS n
                      FROM (SELECT unnest($listed::VARCHAR[][]) AS each))
            """
            path = place(work.counted(kind, number))
            write_parquet(connection, query, path, {"listed": listed})


def _merged(
    work: WorkFiles, connection: duckdb.DuckDBPyConnection, kind: str, partitions: int
) -> Counter[tuple[str, str]]:
    rows = read_parquet([work.merged(kind, number) for number in range(partitions)])
    query = f"SELECT sentiment, {merging.GRAMS[kind]}, count, texts FROM {rows}"
    found = connection.execute(query).fetchall()
    assert all(count == texts for *_, count, texts in found)
    counts = Counter({(sentiment, gram): count for sentiment, gram, count, _ in found})
    # No token is in two partitions.
    assert len(counts) == len(found)
    return counts


def _summed(slices: Rows) -> Counter[tuple[str, str]]:
    total = Counter[tuple[str, str]]()
    for each in slices:
        total.update(each)
    return total


def _telling(
    connection: duckdb.DuckDBPyConnection, bigrams: Counter[tuple[str, str]], tokens: Rows
) -> list[str]:
    """Return the bigrams that become phrases or negated words, as the vocabulary asks for them."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE asked (sentiment VARCHAR, bigram VARCHAR, "
        "count BIGINT, texts BIGINT)"
    )
    if bigrams:
        rows = [[sentiment, gram, count, count] for (sentiment, gram), count in bigrams.items()]
        connection.executemany("INSERT INTO asked VALUES ($1, $2, $3, $4)", rows)
    words = sum(
        count for each in tokens for (_, token), count in each.items() if token[0].isalpha()
    )
    counts = Counts(connection, tokens="", bigrams="asked")
    found = counts.telling_bigrams(("neg", "pos"), least_phrase_count(words), NEGATED_BIGRAM)
    return [f"{found.names[gram]} {n}" for gram, n in zip(found.gram, found.count, strict=True)]
