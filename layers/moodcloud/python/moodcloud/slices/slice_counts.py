"""The fourth step, slice by slice: what is counted, sampled and listed of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Final

import duckdb

from moodcloud.counting import Counts, count
from moodcloud.counting.kept_texts import KeptTexts
from moodcloud.counting.small_tables import write_texts_with
from moodcloud.database import read_parquet, write_parquet
from moodcloud.insight.sample import write_distinct
from moodcloud.language import HANGUL, bigram_stop_words
from moodcloud.reading import RejectedRow, Table
from moodcloud.reading.each_once import each_once
from moodcloud.reading.read import rows_by_sentiment
from moodcloud.reading.rejected import bounded, judged_row
from moodcloud.slices.decided import Decided, read_decided
from moodcloud.slices.deciding import label_table, left_out_of
from moodcloud.slices.dividing import tables_of_cells
from moodcloud.slices.merging import GRAMS
from moodcloud.slices.planning import RECORDS, Plan, read_plan
from moodcloud.slices.surveying import Surveyed, read_survey
from moodcloud.slices.work_files import WorkFiles, place, read_lines, write_json, write_lines
from moodcloud.tabular.located import HASH_SQL
from moodcloud.tabular.na_values import LEFT_OUT_SQL, NO_MARK_SQL, STRIPPED_SQL
from moodcloud.tabular.reader import Account
from moodcloud.tabular.rows import Row, keys_sql

KEPT: Final = ("kept", "copied")
"""The kinds of texts that are kept; see `Counts`."""
_FETCHED: Final = 100


def count_slice(work: WorkFiles, number: int, connection: duckdb.DuckDBPyConnection) -> None:
    """Count the rows of a slice, and write what it adds to the whole.

    Args:
        work: The files of the steps.
        number: The slice, from 0.
        connection: A connection of `moodcloud.database.connect`.
    """
    planned, decided = read_plan(work), read_decided(work)
    options = planned.options
    surveyed = read_survey(work, decided.rounds[number], number)
    labels = label_table(connection, decided)
    table = _table(work, number, planned, decided, surveyed, labels)
    counted = each_once(connection, table) if options.copies == "once" else table
    write_json(work.sums(number), counted.sentiments)
    stop_words = bigram_stop_words(options.stopwords, options.keep)
    has_copies = bool(decided.copied[number]) and options.copies != "once"
    counts = _write_counts(work, number, counted, has_copies, stop_words, connection)
    short = place(work.counted("texts", number))
    write_texts_with(connection, counted, counts, HANGUL.pattern, short)
    _drop(counts)
    for name, cells in tables_of_cells(work, number, planned, decided, labels):
        _drop(_write_counts(work, number, cells, True, stop_words, connection, name))
    write_distinct(connection, counted, place(work.counted("sample", number)))
    _write_places(work, number, len(planned.columns.keys), decided, connection)
    rejected = rejected_rows(work, number, planned, decided, connection)
    write_lines(work.rejected(number), map(asdict, rejected))


def _table(
    work: WorkFiles,
    number: int,
    planned: Plan,
    decided: Decided,
    surveyed: Surveyed,
    labels: str,
) -> Table:
    """Return the rows of a slice as a table, each with its sentiment in place of the label.

    Where each text is counted once, those that an earlier slice holds are left out.
    """
    rows = read_parquet([work.rows(decided.rounds[number], number)])
    once = "ANTI JOIN" if planned.options.copies == "once" else "LEFT JOIN"
    copied = f"(SELECT *, true AS is_copy FROM {read_parquet([work.copied(number)])})"
    kept = f"""
        SELECT text, sentiment AS label, key FROM {rows} JOIN {labels} USING (label)
        WHERE {NO_MARK_SQL}
    """
    relation = f"""
        SELECT each.text, each.label{"" if once == "ANTI JOIN" else ", copied.is_copy"}
        FROM ({kept}) each {once} {copied} copied
             ON each.label = copied.sentiment AND each.key = copied.key
    """
    own = rows_by_sentiment(surveyed.account, _own_labels(surveyed.account, decided))
    return Table(
        relation=relation,
        keyed=relation,
        labels={sentiment: sentiment for sentiment in decided.sentiments},
        sentiments={sentiment: own.get(sentiment, 0) for sentiment in decided.sentiments},
        rows=replace(decided.rows, counted=sum(own.values())),
        input=decided.input,
        unspaced=planned.unspaced,
    )


def _own_labels(found: Account, decided: Decided) -> dict[str, str]:
    return {label: each for label, each in decided.labels.items() if label in found.labels}


def _write_counts(
    work: WorkFiles,
    number: int,
    table: Table,
    has_copies: bool,
    stop_words: Collection[str],
    connection: duckdb.DuckDBPyConnection,
    cells: str = "",
) -> Counts:
    """Count a slice, and write its tokens and bigrams and the words of its texts.

    A token is in so many texts of the slice less those that are in an earlier one: copies have the
    same tokens.

    Args:
        work: The files of the steps.
        number: The slice, from 0.
        table: Its rows.
        has_copies: Whether some of its texts are in earlier slices; the relation then says which.
        stop_words: As for `count`.
        connection: A connection of `moodcloud.database.connect`.
        cells: What the names of the files begin with, where cells are counted.
    """
    counts, again = count(connection, table, stop_words), None
    if has_copies:
        relation = f"SELECT text, label FROM ({table.relation}) WHERE is_copy"
        again = count(connection, replace(table, relation=relation), stop_words)
        counts.copied.extend(again.kept)
    _write_kept(work, number, counts, cells)
    for kind, gram in GRAMS.items():
        query = f"SELECT * FROM {getattr(counts, kind)}"
        if again is not None:
            earlier = f"(SELECT sentiment, {gram}, texts AS earlier FROM {getattr(again, kind)})"
            query = f"""
                SELECT * EXCLUDE (earlier) REPLACE (texts - coalesce(earlier, 0) AS texts)
                FROM ({query}) LEFT JOIN {earlier} USING (sentiment, {gram})
            """
        write_parquet(connection, query, place(work.counted(cells + kind, number)))
    if again is not None:
        _drop(again)
    return counts


def _drop(counts: Counts) -> None:
    """Have the engine forget counts that are written: it would keep them in memory."""
    counts.connection.execute(f"DROP TABLE {counts.tokens}; DROP TABLE {counts.bigrams}")


def _write_kept(work: WorkFiles, number: int, counts: Counts, cells: str) -> None:
    """Write the words of the different texts of a slice."""
    kept: dict[str, list[KeptTexts]] = {kind: getattr(counts, kind) for kind in KEPT}
    for kind, parts in kept.items():
        for part, texts in enumerate(parts):
            texts.write(place(work.kept(cells + kind, number, part)))
    write_json(work.parts(number, cells), {kind: len(parts) for kind, parts in kept.items()})


def _write_places(
    work: WorkFiles,
    number: int,
    keys: int,
    decided: Decided,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Write the line of the first row with each of the sampled texts of a slice, and its keys."""
    wanted = read_parquet([work.counted("sample", number)])
    more = keys_sql(keys)
    first = "".join(f", arg_min(key{key}, line) AS key{key}" for key in range(keys))
    query = f"""
        WITH labels AS (SELECT unnest($labels) AS label, unnest($sentiments) AS sentiment),
             stripped AS (
                 SELECT {STRIPPED_SQL} AS text, label, line{more}
                 FROM {read_parquet([work.rows(decided.rounds[number], number)])}
             ),
             hashed AS (SELECT {HASH_SQL} AS hash, label, line{more} FROM stripped)
        SELECT sentiment, hash, min(line) + {decided.lines[number]} AS line{first}
        FROM hashed JOIN labels USING (label)
             SEMI JOIN (FROM {wanted} WHERE text IS NOT NULL) USING (sentiment, hash)
        GROUP BY sentiment, hash
    """
    write_parquet(connection, query, place(work.counted("places", number)), decided.parameters)


def rejected_rows(
    work: WorkFiles,
    number: int,
    planned: Plan,
    decided: Decided,
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[RejectedRow]:
    """Yield the rows of a slice that are left out, as many as are listed, with their lines.

    Args:
        work: The files of the steps.
        number: The slice, from 0.
        planned: The plan.
        decided: What `decide` wrote.
        connection: A connection of `moodcloud.database.connect`.
    """
    left_out = left_out_of(read_survey(work, decided.rounds[number], number), decided.labels)
    most = min(planned.options.max_rejected - decided.left_out[number], left_out)
    if most <= 0:
        return
    rows = read_parquet([work.rows(decided.rounds[number], number)])
    width = len(planned.columns.read)
    query = f"""
        SELECT line, text, label FROM {rows} WHERE {LEFT_OUT_SQL} ORDER BY line LIMIT {most}
    """
    found = connection.execute(query, [list(decided.labels)]).fetchall()
    # The careful reader, which lists the rows of a whole file, knows one newline.
    ending = "\n" if planned.readings == (RECORDS,) else planned.newline
    sound = (
        judged_row(
            Row(line, [field.replace(ending, "\n") for field in fields[:width]]),
            decided.labels,
            planned.joint,
        )
        for line, *fields in found
    )
    broken = (
        RejectedRow(**each) for each in read_lines(work.broken(decided.rounds[number], number))
    )
    rejected = merge(map(bounded, filter(None, sound)), broken, key=attrgetter("line"))
    for row in islice(rejected, most):
        yield replace(row, line=decided.lines[number] + row.line)
