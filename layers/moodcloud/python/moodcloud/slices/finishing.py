"""The last step: what the counts of all slices add up to becomes results as those of a file do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from moodcloud.analysis import Counted, draw_and_report
from moodcloud.counting import Counts
from moodcloud.counting.counts import Rest
from moodcloud.counting.rare import added_rest
from moodcloud.counting.small_tables import merged_short_texts
from moodcloud.database import further_connection, read_parquet
from moodcloud.insight.sample import merged_sample
from moodcloud.language import HANGUL, LEAST_KOREAN, Lemmatizer, prepare
from moodcloud.reading import RejectedRow, Table
from moodcloud.reading.read import key_columns
from moodcloud.reading.rejected import RejectedRows
from moodcloud.reading.text_lines import TextKey, TextLine
from moodcloud.slices.decided import Decided, read_decided
from moodcloud.slices.divided_slices import add_kept, divide_slices
from moodcloud.slices.merging import GRAMS, groups_of
from moodcloud.slices.planning import Plan, read_plan
from moodcloud.slices.work_files import WorkFiles, read_json, read_lines
from moodcloud.stages import Progress, no_progress

if TYPE_CHECKING:
    from moodcloud.report.summary import Summary


def finish(
    work: WorkFiles,
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    out: Path,
    progress: Progress = no_progress,
    lemmatizer: Lemmatizer | None = None,
) -> Summary:
    """Turn what all slices add up to into a folder of results.

    Args:
        work: The files of the steps.
        connection: A connection of `moodcloud.database.connect`.
        folder: A workspace.
        out: The folder of the results.
        progress: Called when each stage starts and when it ends.
        lemmatizer: What finds the words of tokens, in place of our own.

    Raises:
        UploadError: `no_words`: the texts hold none.
    """
    counted = added_up(work, connection, folder)
    if lemmatizer is None:
        prepare([" ".join(each) for each in counted.texts])
    with ThreadPoolExecutor(1) as beside:
        options = read_plan(work).options
        return draw_and_report(counted, options, folder, out, beside, progress, lemmatizer)


def added_up(work: WorkFiles, connection: duckdb.DuckDBPyConnection, folder: Path) -> Counted:
    """Return the whole table, counted: what its slices add up to.

    Args:
        work: The files of the steps.
        connection: A connection of `moodcloud.database.connect`.
        folder: A workspace.
    """
    planned, decided = read_plan(work), read_decided(work)
    table = _table(work, planned, decided, folder)
    counts = _counts(work, planned.slices, table.sentiments, connection)
    table = replace(table, find_lines=partial(_lines_of, work, planned.slices, connection))
    shorts, samples = (
        work.each(partial(work.counted, kind), range(planned.slices))
        for kind in ("texts", "sample")
    )
    texts = merged_short_texts(connection, counts, HANGUL.pattern, LEAST_KOREAN, shorts)
    return Counted(
        table,
        counts,
        texts,
        sample=partial(merged_sample, table=table, paths=samples),
        divide=partial(divide_slices, work, planned, connection),
    )


def _counts(
    work: WorkFiles,
    slices: int,
    sentiments: Iterable[str],
    connection: duckdb.DuckDBPyConnection,
) -> Counts:
    partitions = range(groups_of(slices))
    # The engine reads the files each time it is asked: it need not hold them.
    tokens, bigrams = (
        read_parquet(work.each(partial(work.merged, kind), partitions)) for kind in GRAMS
    )
    rest = (Rest(**read_json(path)) for path in work.each(work.rest, partitions))
    counts = Counts(connection, tokens, bigrams, rest=added_rest(rest))
    add_kept(counts, work, slices, sorted(sentiments))
    return counts


def _table(work: WorkFiles, planned: Plan, decided: Decided, folder: Path) -> Table:
    """Return the whole table, as far as results tell of it: its rows are in the slices."""
    sums = Counter[str]()
    for path in work.each(work.sums, range(planned.slices)):
        sums.update(read_json(path))
    counted, most = sums.total(), min(planned.options.max_rejected, decided.rows.left_out)
    return Table(
        relation="",
        labels={sentiment: sentiment for sentiment in decided.sentiments},
        sentiments={sentiment: sums[sentiment] for sentiment in decided.sentiments},
        rows=replace(decided.rows, counted=counted, copies=decided.rows.counted - counted),
        input=decided.input,
        rejected=RejectedRows(islice(_rejected(work, planned.slices), most), folder),
        unspaced=planned.unspaced,
        keys=key_columns(planned.columns, planned.options),
    )


def _lines_of(
    work: WorkFiles,
    slices: int,
    connection: duckdb.DuckDBPyConnection,
    wanted: Mapping[TextKey, str],
) -> dict[TextKey, TextLine]:
    """Return where texts are, each in the first row that has it."""
    rows = read_parquet(work.each(partial(work.counted, "places"), range(slices)))
    columns = "sentiment, hash, line, * EXCLUDE (sentiment, hash, line)"
    query = f"SELECT {columns} FROM {rows} WHERE hash IN (SELECT unnest($1::UBIGINT[]))"
    # The first row with a text comes last, and so is the one that is kept.
    hashes = [each.hash for each in wanted]
    # Another thread may be reading what the connection itself found.
    with further_connection(connection) as beside:
        found = beside.execute(f"{query} ORDER BY line DESC", [hashes]).fetchall()
    lines = {
        TextKey(sentiment, number): TextLine("", line, tuple(keys))
        for sentiment, number, line, *keys in found
    }
    return {key: lines[key] for key in wanted if key in lines}


def _rejected(work: WorkFiles, slices: int) -> Iterator[RejectedRow]:
    for path in work.each(work.rejected, range(slices)):
        yield from (RejectedRow(**each) for each in read_lines(path))
