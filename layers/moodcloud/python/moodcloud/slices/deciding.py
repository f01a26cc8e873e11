"""The third step: where slices begin, how they are read, and what their labels mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import accumulate, chain
from typing import Any

import duckdb

from moodcloud.database import unique
from moodcloud.errors import brief, naming
from moodcloud.reading.read import row_counts, rows_by_sentiment, strays_of, understood
from moodcloud.reading.table import MOST_LABELS, InputFormat, LabelRows, RowCounts
from moodcloud.slices.copies import write_copied
from moodcloud.slices.decided import Decided
from moodcloud.slices.dividing import decide_divisions
from moodcloud.slices.planning import AS_TEXT, CAREFUL, RECORDS, NoSlices, Plan, read_plan
from moodcloud.slices.surveying import Surveyed, read_survey
from moodcloud.slices.work_files import WorkFiles, read_json, write_json
from moodcloud.tabular.csv_lines import PATIENCE
from moodcloud.tabular.header import may_hold_header
from moodcloud.tabular.quotes_as_text import QuotesOfLabel, no_quotes_shown, whole_labels
from moodcloud.tabular.reader import MOST_LABELS as MOST_DIFFERENT
from moodcloud.tabular.reader import Account, added


def decide(work: WorkFiles, round_number: int, connection: duckdb.DuckDBPyConnection) -> list[int]:
    """Decide what is to be surveyed again, or, where that is nothing, what the labels mean.

    A slice is right where it begins at a row and its end is between two rows. The first one begins
    at a row; where it is right, its end is where the second one has to begin, and so on. So each
    round proves a slice at least, and nearly always all.

    Args:
        work: The files of the steps.
        round_number: The round that was surveyed.
        connection: A connection of `moodcloud.database.connect`.

    Returns:
        The slices to survey in the next round; nothing where all is decided.

    Raises:
        UploadError: The labels are not understood.
        NoSlices: The whole file is to be looked at.
    """
    planned, given = read_plan(work), read_json(work.round(round_number))
    ends, reading = given["slices"], given["reading"]
    surveys = [read_survey(work, each["round"], n) for n, each in enumerate(ends)]
    moved = _moved(ends, surveys, round_number + 1)
    again = [n for n, (old, new) in enumerate(zip(ends, moved, strict=True)) if old != new]
    failed = next((n for n, each in enumerate(surveys) if each.refused), None)
    if failed is not None and failed < min([*again, len(ends)]):
        reading, moved = _next_reading(planned, reading, surveys, round_number + 1)
        again = list(range(planned.slices))
    elif not again and _needs_care(planned, reading, surveys):
        reading, moved = CAREFUL, _afresh(planned, round_number + 1)
        again = list(range(planned.slices))
    if again:
        write_json(work.round(round_number + 1), {"reading": reading, "slices": moved})
        return again
    if sum(each.vain for each in surveys) >= PATIENCE:
        raise NoSlices
    _write(work, planned, [each["round"] for each in ends], surveys, connection)
    return []


def _needs_care(planned: Plan, reading: str, surveys: Sequence[Surveyed]) -> bool:
    """Return whether the engine's answers do not count, though it reads every slice."""
    if reading in (CAREFUL, RECORDS):
        return False
    labels = added([each.account for each in surveys]).labels
    if planned.dialect.header and may_hold_header(labels, planned.columns):
        return True
    return reading == AS_TEXT and _are_torn(planned, surveys, labels)


def _are_torn(planned: Plan, surveys: Sequence[Surveyed], labels: dict[str, int]) -> bool:
    """Return whether quotes taken for text were quotes, in any slice."""
    if no_quotes_shown(planned.dialect, labels):
        return True
    whole = whole_labels(_quotes(surveys))
    return whole is None or not whole.issuperset(
        chain.from_iterable(each.apart for each in surveys)
    )


def _quotes(surveys: Sequence[Surveyed]) -> list[QuotesOfLabel]:
    """Return where quotes are in the texts of each label, in all slices."""
    found: dict[str, QuotesOfLabel] = {}
    for each in (each for surveyed in surveys for each in surveyed.quotes):
        before = found.get(each.label, each)
        either = (one or other for one, other in zip(before[1:], each[1:], strict=True))
        found[each.label] = QuotesOfLabel(each.label, *either)
    return list(found.values())


def _moved(
    ends: Sequence[dict[str, int]], surveys: Sequence[Surveyed], next_round: int
) -> list[dict[str, int]]:
    """Return the slices with the ends that the surveys say."""
    moved, start = [], ends[0]["start"]
    for each, found in zip(ends, surveys, strict=True):
        stop = found.exit if found.refused == "open" else each["stop"]
        if (start, stop) == (each["start"], each["stop"]):
            moved.append(each)
        else:
            moved.append({"start": start, "stop": stop, "round": next_round})
        start = found.exit
    return moved


def _next_reading(
    planned: Plan, reading: str, surveys: Sequence[Surveyed], next_round: int
) -> tuple[str, list[dict[str, int]]]:
    """Return the reading to try after one that fails, and the slices as they were planned.

    Raises:
        NoSlices: The order of rows in the whole file decides.
    """
    whys = {each.refused for each in surveys}
    if {"too long", "unsound"} <= whys:
        raise NoSlices
    after = planned.readings[planned.readings.index(reading) + 1]
    return CAREFUL if "too long" in whys else after, _afresh(planned, next_round)


def _afresh(planned: Plan, round_number: int) -> list[dict[str, int]]:
    pairs = zip(planned.cuts, planned.cuts[1:], strict=False)
    return [{"start": start, "stop": stop, "round": round_number} for start, stop in pairs]


def _write(
    work: WorkFiles,
    planned: Plan,
    rounds: list[int],
    surveys: Sequence[Surveyed],
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Write what labels mean, and which texts are copies of one in an earlier slice."""
    found = _together(surveys)
    if found.filtered and not found.rows:
        raise NoSlices
    name = planned.columns.label_name(planned.header)
    with naming(column=brief(str(planned.columns.label_column)), name=planned.input.name):
        labels = understood(found, planned.options, name)
    strays = strays_of(found, labels)
    rows = row_counts(found, labels, strays)
    if not rows.counted:
        raise NoSlices
    lines = accumulate((each.lines for each in surveys[:-1]), initial=planned.lines_above)
    left_out = accumulate((left_out_of(each, labels) for each in surveys[:-1]), initial=0)
    decided = Decided(
        rounds=rounds,
        labels=labels,
        sentiments=rows_by_sentiment(found, labels),
        rows=rows,
        input=_input(planned, surveys, strays, rows),
        lines=list(lines),
        left_out=list(left_out),
        copied=[],
    )
    texts = work.each(lambda number: work.texts(rounds[number], number), range(len(rounds)))
    table = label_table(connection, decided)
    keys = f"SELECT sentiment, key, slice FROM ({{texts}}) JOIN {table} USING (label)"
    copied = write_copied(connection, texts, keys, work.copied)
    decide_divisions(work, planned, decided, table, connection)
    write_json(work.decided, asdict(replace(decided, copied=copied)))


def label_table(connection: duckdb.DuckDBPyConnection, decided: Decided) -> str:
    """Return the name of a new table `(label, sentiment, number)`: the sentiment of each label.

    Its number is its place among the sentiments as results show them.
    """
    table, order = unique("labels"), list(decided.sentiments)
    connection.execute(
        f"""
        CREATE TEMP TABLE {table} AS
        SELECT label, sentiment, list_position($order::VARCHAR[], sentiment) - 1 AS number
        FROM (SELECT unnest($labels::VARCHAR[]) AS label,
                     unnest($sentiments::VARCHAR[]) AS sentiment)
        """,
        {**decided.parameters, "order": order},
    )
    return table


def _together(surveys: Sequence[Surveyed]) -> Account:
    """Return the account of all rows, its labels in the order of one scan.

    Raises:
        NoSlices: There are more labels than one scan would count.
    """
    found = added([each.account for each in surveys])
    if len(found.labels) > MOST_DIFFERENT or len(found.labels_filtered) > MOST_DIFFERENT:
        raise NoSlices
    return replace(found, labels=dict(sorted(found.labels.items())))


def left_out_of(surveyed: Surveyed, labels: dict[str, str]) -> int:
    """Return how many rows of a slice are neither counted nor filtered."""
    found = surveyed.account
    counted = sum(found.labels.get(label, 0) for label in labels)
    return found.rows + found.broken - counted


def _input(
    planned: Plan, surveys: Sequence[Surveyed], strays: dict[str, int], rows: RowCounts
) -> InputFormat:
    counted: dict[str, Any] = {
        name: getattr(rows, name)
        for name in ("read", "counted", "rejected", "unlabelled", "empty", "filtered")
    }
    return replace(
        planned.input,
        skipped_lines=planned.skipped + sum(each.comments for each in surveys),
        labels_left_out=[LabelRows(*item) for item in list(strays.items())[:MOST_LABELS]],
        files=[replace(each, **counted) for each in planned.input.files],
    )
