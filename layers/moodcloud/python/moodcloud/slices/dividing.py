"""Groups and periods of a file in slices: decided from all rows, counted slice by slice.

Which groups are the most frequent, and what periods dates span, all slices decide together: from
the values of the column, how many rows each has, and what tells texts from each other. Then each
slice counts its cells, as it counts its sentiments, and these counts add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import Any, Final

import duckdb
import numpy as np

from moodcloud.database import read_parquet, write_parquet
from moodcloud.insight.cells import cells_of, parts_at_once
from moodcloud.insight.division import Division, Groups, by_group
from moodcloud.insight.periods import Periods, by_period
from moodcloud.reading import Table
from moodcloud.reading.read import key_columns
from moodcloud.slices.copies import write_copied
from moodcloud.slices.decided import Decided
from moodcloud.slices.planning import Plan
from moodcloud.slices.work_files import WorkFiles, place, read_json, write_json
from moodcloud.tabular.na_values import HAS_TEXT_SQL
from moodcloud.tabular.rows import keys_sql

_Divide = Callable[
    [duckdb.DuckDBPyConnection, Table], AbstractContextManager[Groups | Periods | None]
]
_BY: Final[dict[str, _Divide]] = {"group_by": by_group, "time_column": by_period}


def decide_divisions(
    work: WorkFiles,
    planned: Plan,
    decided: Decided,
    labels: str,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Write the groups and periods of a table, and the copies that each slice has in them.

    Args:
        work: The files of the steps.
        planned: The plan.
        decided: What the labels mean.
        labels: What `label_table` returns.
        connection: A connection of `moodcloud.database.connect`.
    """
    rounds = decided.rounds
    texts = work.each(lambda number: work.texts(rounds[number], number), range(len(rounds)))
    table = _told_apart(read_parquet(texts), planned, decided)
    for number, option in enumerate(table.keys):
        with _BY[option](connection, table) as found:
            write_json(work.division(option), found and _as_json(found))
            if found is None:
                continue
            parts = f"SELECT key AS value, part FROM ({found.division.parts})"
            write_parquet(connection, parts, place(work.part_of_value(option)))
        cells = _cells("({texts})", work, number, option, found.division, labels)
        keys = f"SELECT cell AS sentiment, key, slice FROM ({cells}) WHERE rows > 0"
        write_copied(connection, texts, keys, partial(work.copied, division=f"{option}-"))


def _told_apart(texts: str, planned: Plan, decided: Decided) -> Table:
    """Return the rows of all slices, with what tells texts apart in place of the texts."""
    keys = keys_sql(len(planned.columns.keys))
    # Each is there as often as the text, and surely no NA value.
    told = f"SELECT 'text ' || hash AS text, label{keys}, unnest(range(rows)) FROM {texts}"
    return Table(
        relation="",
        labels=decided.labels,
        sentiments=decided.sentiments,
        rows=decided.rows,
        input=decided.input,
        keyed=told,
        keys=key_columns(planned.columns, planned.options),
    )


def _as_json(found: Groups | Periods) -> dict[str, Any]:
    division = found.division
    return {
        "found": {name: value for name, value in vars(found).items() if name != "division"},
        "column": division.column,
        "names": division.names,
        "rows": division.rows.tolist(),
        "texts": division.texts.tolist(),
    }


def read_division(work: WorkFiles, option: str) -> tuple[Division, dict[str, Any]] | None:
    """Return how a table is divided, and what else is known of its groups or periods.

    There is nothing where no date can be read.
    """
    content = read_json(work.division(option))
    if content is None:
        return None
    rows, texts = (np.array(content[name], np.int64) for name in ("rows", "texts"))
    division = Division(content["column"], tuple(content["names"]), rows, texts, "", "")
    return division, content["found"]


def cells_name(option: str, within: range) -> str:
    """Return what the names of the files begin with in which the cells of some parts are."""
    return f"{option}-{within.start}-"


def tables_of_cells(
    work: WorkFiles, number: int, planned: Plan, decided: Decided, labels: str
) -> Iterator[tuple[str, Table]]:
    """Yield the rows of a slice with the number of its cell in place of the label of each.

    Args:
        work: The files of the steps.
        number: The slice, from 0.
        planned: The plan.
        decided: What the labels mean.
        labels: What `label_table` returns.

    Yields:
        What `cells_name` returns for some parts, and their rows. Beside text and label the relation
        has `is_copy`: whether an earlier slice holds the text in that cell.
    """
    rows = read_parquet([work.rows(decided.rounds[number], number)])
    with_text = f"(FROM {rows} WHERE {HAS_TEXT_SQL})"
    for key, option in enumerate(key_columns(planned.columns, planned.options)):
        if (divided := read_division(work, option)) is None:
            continue
        division, _ = divided
        cells = _cells(with_text, work, key, option, division, labels)
        copied = read_parquet([work.copied(number, f"{option}-")])
        marked = f"""
            SELECT each.text, each.cell AS label, each.part, copied.is_copy
            FROM ({cells}) each LEFT JOIN (SELECT *, true AS is_copy FROM {copied}) copied
                 ON each.cell = copied.sentiment AND each.key = copied.key
        """
        for within in parts_at_once(division):
            between = f"part BETWEEN {within.start} AND {within.stop - 1}"
            own = cells_of(division, within)
            table = Table(
                relation=f"SELECT text, label, is_copy FROM ({marked}) WHERE {between}",
                labels={cell: cell for cell in own},
                sentiments=own,
                rows=replace(decided.rows, counted=sum(own.values())),
                input=decided.input,
                unspaced=planned.unspaced,
            )
            yield cells_name(option, within), table


def _cells(
    rows: str, work: WorkFiles, key: int, option: str, division: Division, labels: str
) -> str:
    """Return SQL for rows with the `part` and the `cell` of each.

    Args:
        rows: The rows.
        work: The files of the steps.
        key: The number of the key that says the part.
        option: The option that asks for it.
        division: The parts.
        labels: What `label_table` returns.
    """
    parts = division.rows.shape[1]
    return f"""
        SELECT rows.*, part, (number * {parts} + part)::VARCHAR AS cell
        FROM {rows} rows JOIN {labels} USING (label)
        JOIN {read_parquet([work.part_of_value(option)])} part_of ON rows.key{key} = part_of.value
    """
