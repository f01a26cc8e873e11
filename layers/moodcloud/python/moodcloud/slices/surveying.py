"""The second step, slice by slice: its rows become Parquet, and it is told where each one went."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from moodcloud.counting.different_texts import COUNTED_SQL
from moodcloud.database import write_parquet
from moodcloud.reading.parts import open_parts
from moodcloud.reading.rejected import RejectedRow, bounded
from moodcloud.slices.planning import AS_TEXT, CAREFUL, Plan, read_plan
from moodcloud.slices.slice_reader import Refused, SliceReader, count_lines
from moodcloud.slices.work_files import WorkFiles, place, read_json, write_json, write_lines
from moodcloud.tabular.na_values import STRIPPED_SQL
from moodcloud.tabular.quotes_as_text import QuotesOfLabel
from moodcloud.tabular.reader import Account, Job
from moodcloud.tabular.rows import BrokenRow


@dataclass(frozen=True)
class Surveyed:
    """What is known of a slice.

    Attributes:
        start: Where it begins, in bytes.
        exit: Where the row after its last one begins.
        refused: Why the engine's answer does not count: `unsound`, `too long`, or `open` where its
            end is within a row. Empty where it counts.
        account: Where its rows went.
        lines: How many lines it has.
        comments: How many of them are comments.
        vain: How many lines the careful reader read in vain.
        quotes: Where quotes that are taken for text are in the texts of each label.
        apart: The labels of rows that fall apart if they are taken for text.
    """

    start: int
    exit: int
    refused: str
    account: Account
    lines: int
    comments: int
    vain: int
    quotes: list[QuotesOfLabel]
    apart: list[str]


def survey(work: WorkFiles, round_number: int, number: int, connection: Any, folder: Path) -> None:
    """Read a slice, and write its rows and what is known of it.

    Args:
        work: The files of the steps.
        round_number: The round, from 0.
        number: The slice, from 0.
        connection: A connection of `moodcloud.database.connect`, of one thread: so the rows stay
            in their order.
        folder: A workspace.

    Raises:
        UploadError: The slice has too many labels.
    """
    planned, given = read_plan(work), read_json(work.round(round_number))
    start, stop = (given["slices"][number][name] for name in ("start", "stop"))
    folder = folder / f"{round_number}-{number}"
    folder.mkdir()
    job = Job(planned.path, planned.input.name, folder, connection, planned.options)
    reader = SliceReader(
        job=job,
        format=planned.format,
        names=planned.columns.names,
        sample=planned.sample,
        header=planned.header,
        delimiter=planned.dialect.delimiter,
        path=planned.path,
        start=start,
        stop=stop,
        newline=planned.newline,
        dialect=planned.dialect,
        reading=given["reading"],
    )
    try:
        refused, account = "", _write_rows(reader, planned, work, round_number, number)
    except Refused as fault:
        refused, account = _why(reader, fault), Account({}, 0, 0)
    leaving = reader.walk.exit if refused or given["reading"] == CAREFUL else max(start, stop)
    found = Surveyed(
        start=start,
        exit=leaving,
        refused=refused,
        account=account,
        lines=count_lines(planned.path, planned.newline, start, leaving),
        comments=reader.walk.comments,
        vain=reader.walk.vain,
        quotes=reader.walk.quotes,
        apart=reader.walk.apart,
    )
    unmet = [each if each is None else dict(each) for each in account.unmet]
    content = vars(found) | {"account": vars(account) | {"unmet": unmet}}
    write_json(work.survey(round_number, number), content)


def read_survey(work: WorkFiles, round_number: int, number: int) -> Surveyed:
    """Return what `survey` wrote of a slice."""
    content = read_json(work.survey(round_number, number))
    account = content["account"]
    unmet = (None if each is None else Counter(each) for each in account["unmet"])
    content["account"] = Account(**account | {"unmet": tuple(unmet)})
    content["quotes"] = [QuotesOfLabel(*each) for each in content["quotes"]]
    return Surveyed(**content)


def _why(reader: SliceReader, fault: Refused) -> str:
    """Return why the engine refuses a slice: its rows, or its end."""
    if reader.reading == AS_TEXT:
        return "too long" if fault.too_long else "unsound"
    reader.find_exit()
    if reader.walk.exit > reader.stop:
        return "open"
    return "too long" if fault.too_long else "unsound"


def _write_rows(
    reader: SliceReader, planned: Plan, work: WorkFiles, round_number: int, number: int
) -> Account:
    """Write the rows of a slice, sound ones and broken ones, and return their account."""
    (part,) = open_parts(reader, planned.columns, planned.options, planned.scorer)
    key = STRIPPED_SQL if planned.options.copies == "once" else COUNTED_SQL
    rows = f"SELECT line, text, label, md5_number_lower({key}) AS key FROM ({part.source.relation})"
    connection: duckdb.DuckDBPyConnection = reader.job.connection
    path = work.rows(round_number, number)
    write_parquet(connection, rows, place(path), order="line")
    most = planned.options.max_rejected
    broken = (RejectedRow(each.line, each.reason, each.content) for each in _broken(reader))
    listed = map(asdict, map(bounded, islice(broken, most)))
    write_lines(work.broken(round_number, number), listed)
    return part.account


def _broken(reader: SliceReader) -> Iterator[BrokenRow]:
    """Yield the broken rows that were copied beside the sound ones."""
    for path in reader.job.workspace.glob("*.broken.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            yield from (BrokenRow(int(line), *reason) for line, *reason in csv.reader(stream))
