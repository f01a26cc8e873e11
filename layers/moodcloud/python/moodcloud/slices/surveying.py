"""The second step, slice by slice: its rows become Parquet, and it is told where each one went."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb

from moodcloud.counting.different_texts import COUNTED_SQL
from moodcloud.database import read_parquet, write_parquet
from moodcloud.reading.parts import open_parts
from moodcloud.reading.rejected import RejectedRow, bounded
from moodcloud.slices.planning import AS_TEXT, CAREFUL, PARQUET, RECORDS, Plan, read_plan
from moodcloud.slices.record_slices import reader_of_records
from moodcloud.slices.slice_reader import Refused, SliceReader, count_lines
from moodcloud.slices.work_files import WorkFiles, place, read_json, write_json, write_lines
from moodcloud.tabular.na_values import HAS_TEXT_SQL, STRIPPED_SQL
from moodcloud.tabular.quotes_as_text import QuotesOfLabel
from moodcloud.tabular.reader import Account, Job, Reader
from moodcloud.tabular.rows import BrokenRow, keys_sql

# What groups and periods are decided from: the rows of a text, and what tells it from others.
_DIVIDED: Final = f"hash({STRIPPED_SQL}) AS hash, count(*) FILTER ({HAS_TEXT_SQL}) AS rows"


@dataclass(frozen=True)
class Surveyed:
    """What is known of a slice.

    Attributes:
        start: Where it begins, in bytes.
        exit: Where the row after its last one begins.
        account: Where its rows went.
        lines: How many lines it has.
        refused: Why the engine's answer does not count: `unsound`, `too long`, or `open` where its
            end is within a row. Empty where it counts.
        comments: How many of them are comments.
        vain: How many lines the careful reader read in vain.
        quotes: Where quotes that are taken for text are in the texts of each label.
        apart: The labels of rows that fall apart if they are taken for text.
    """

    start: int
    exit: int
    account: Account
    lines: int
    refused: str = ""
    comments: int = 0
    vain: int = 0
    quotes: list[QuotesOfLabel] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


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
    planned, of_round = read_plan(work), read_json(work.round(round_number))
    start, stop = (of_round["slices"][number][name] for name in ("start", "stop"))
    folder = folder / f"{round_number}-{number}"
    folder.mkdir()
    job = Job(planned.path, planned.input.name, folder, connection, planned.options)
    which = round_number, number
    files = work.rows(*which), work.texts(*which), work.broken(*which)
    given = _Given(job, start, stop, *files)
    if of_round["reading"] == RECORDS:
        found = _of_records(planned, given)
    else:
        found = _of_delimited(planned, given, of_round["reading"])
    unmet = [each if each is None else dict(each) for each in found.account.unmet]
    content = vars(found) | {"account": vars(found.account) | {"unmet": unmet}}
    write_json(work.survey(round_number, number), content)


class _Given(NamedTuple):
    """A slice as a round has it, and the files to write."""

    job: Job
    start: int
    stop: int
    rows: Path
    texts: Path
    broken: Path


def _of_records(planned: Plan, given: _Given) -> Surveyed:
    start, stop = given.start, given.stop
    reader = reader_of_records(planned, given.job, start, stop)
    account = _write_rows(reader, planned, given)
    lines = stop - start
    if planned.format != PARQUET:
        lines = count_lines(planned.path, planned.newline, start, stop)
    return Surveyed(start=start, exit=stop, account=account, lines=lines)


def _of_delimited(planned: Plan, given: _Given, reading: str) -> Surveyed:
    start, stop = given.start, given.stop
    reader = SliceReader(
        job=given.job,
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
        reading=reading,
    )
    try:
        refused, account = "", _write_rows(reader, planned, given)
    except Refused as fault:
        refused, account = _why(reader, fault), Account({}, 0, 0)
    leaving = reader.walk.exit if refused or reading == CAREFUL else max(start, stop)
    return Surveyed(
        start=start,
        exit=leaving,
        account=account,
        lines=count_lines(planned.path, planned.newline, start, leaving),
        refused=refused,
        comments=reader.walk.comments,
        vain=reader.walk.vain,
        quotes=reader.walk.quotes,
        apart=reader.walk.apart,
    )


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


def _write_rows(reader: Reader, planned: Plan, given: _Given) -> Account:
    """Write the rows of a slice, sound ones and broken ones, and return their account."""
    (part,) = open_parts(reader, planned.columns, planned.options, planned.scorer)
    key = STRIPPED_SQL if planned.options.copies == "once" else COUNTED_SQL
    keys = keys_sql(len(planned.columns.keys))
    rows = f"""
        SELECT line, text, label{keys}, md5_number_lower({key}) AS key
        FROM ({part.source.relation})
    """
    connection: duckdb.DuckDBPyConnection = reader.job.connection
    write_parquet(connection, rows, place(given.rows), order="line")
    # What all slices are asked for together: it has no texts.
    more = f", {_DIVIDED}" if keys else ""
    texts = f"SELECT label, key{keys}{more} FROM {read_parquet([given.rows])} GROUP BY ALL"
    write_parquet(connection, texts, place(given.texts))
    most = planned.options.max_rejected
    broken = (RejectedRow(each.line, each.reason, each.content) for each in _broken(reader))
    listed = map(asdict, map(bounded, islice(broken, most)))
    write_lines(given.broken, listed)
    return part.account


def _broken(reader: Reader) -> Iterator[BrokenRow]:
    """Yield the broken rows that were copied beside the sound ones."""
    for path in reader.job.workspace.glob("*.broken.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            yield from (BrokenRow(int(line), *reason) for line, *reason in csv.reader(stream))
