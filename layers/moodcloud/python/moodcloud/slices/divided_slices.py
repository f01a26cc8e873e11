"""What is said by group and over time, from what the cells of all slices add up to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import duckdb

from moodcloud.counting import Counts
from moodcloud.counting.counts import add
from moodcloud.counting.kept_texts import KeptTexts, StoredTexts
from moodcloud.database import read_parquet
from moodcloud.date_order import DateOrder
from moodcloud.insight.cells import cells_of, count_parts
from moodcloud.insight.divide import Divided, GroupWords, PeriodWords, apart, over_time
from moodcloud.insight.division import Division, Groups
from moodcloud.insight.periods import Periods
from moodcloud.reading.read import key_columns
from moodcloud.slices.dividing import cells_name, read_division
from moodcloud.slices.planning import Plan
from moodcloud.slices.work_files import WorkFiles, read_json
from moodcloud.vocabulary import Vocabulary


def divide_slices(
    work: WorkFiles,
    planned: Plan,
    connection: duckdb.DuckDBPyConnection,
    vocabulary: Vocabulary,
) -> Divided:
    """Return what is said by group and over time.

    Args:
        work: The files of the steps.
        planned: The plan.
        connection: A connection of `moodcloud.database.connect`.
        vocabulary: The words of the whole table.
    """
    groups: GroupWords | None = None
    periods: PeriodWords | None = None
    for option in key_columns(planned.columns, planned.options):
        divided = read_division(work, option)
        if divided is None:
            continue
        division, found = divided
        counting = partial(_counted, work, planned.slices, option, division, connection)
        counted = count_parts(connection, division, vocabulary, counting)
        if option == "group_by":
            groups = apart(Groups(division, **found), counted, planned.options)
        else:
            periods = over_time(_periods(division, found), counted, planned.options)
    return Divided(groups, periods)


def _periods(division: Division, found: dict[str, Any]) -> Periods:
    order = found["order"] and DateOrder(*found["order"])
    return Periods(division, **{**found, "begins": tuple(found["begins"]), "order": order})


def _counted(
    work: WorkFiles,
    slices: int,
    option: str,
    division: Division,
    connection: duckdb.DuckDBPyConnection,
    within: range,
) -> Counts:
    """Return the counts of the cells of some parts, those of all slices added up."""
    name, numbers = cells_name(option, within), range(slices)
    every = Counts(
        connection,
        tokens=read_parquet(work.each(partial(work.counted, f"{name}tokens"), numbers)),
        bigrams=read_parquet(work.each(partial(work.counted, f"{name}bigrams"), numbers)),
    )
    # The kernel numbers cells by the order of their names.
    add_kept(every, work, slices, sorted(cells_of(division, within)), name)
    return add([every])


def add_kept(
    counts: Counts, work: WorkFiles, slices: int, sentiments: Sequence[str], cells: str = ""
) -> None:
    """Add the words of the texts of all slices, which are fetched when they are looked at.

    Args:
        counts: The counts of all slices.
        work: The files of the steps.
        slices: How many slices there are.
        sentiments: The sentiments, or cells, in the order of their numbers.
        cells: What `cells_name` returns, where cells are counted.
    """
    for number, told in enumerate(work.each(partial(work.parts, cells=cells), range(slices))):
        for kind, parts in read_json(told).items():
            kept: list[KeptTexts] = getattr(counts, kind)
            files = (partial(work.kept, cells + kind, number, part) for part in range(parts))
            kept.extend(
                StoredTexts(counts.connection, sentiments, file, work.forget) for file in files
            )
