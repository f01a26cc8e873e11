"""The first step: what the file is, which of its columns are used, and where it may be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from os import SEEK_END
from pathlib import Path
from typing import IO, Any, Final

from moodcloud.language.segmentation import unspaced
from moodcloud.options import Options
from moodcloud.reading.inspect import Inspection, inspect
from moodcloud.reading.parts import Part
from moodcloud.reading.read import input_of, sampled_texts
from moodcloud.reading.table import InputFormat
from moodcloud.report.contract import from_json
from moodcloud.slices.work_files import WorkFiles, read_json, write_json
from moodcloud.tabular.csv_reader import CsvReader
from moodcloud.tabular.csv_rows import Comment, Dialect, read_records
from moodcloud.tabular.json_reader import ObjectReader
from moodcloud.tabular.json_stream import Shape
from moodcloud.tabular.parquet import OWN_NUMBER, ParquetReader
from moodcloud.tabular.places import newline_of
from moodcloud.tabular.reader import Account, Job, Reader, Source
from moodcloud.tabular.rows import BrokenRow, Columns

QUOTED: Final = "quoted"
"""The engine reads quotes as the dialect says."""
AS_TEXT: Final = "as text"
"""The engine takes quotes for text."""
CAREFUL: Final = "careful"
"""The careful reader reads row by row."""
RECORDS: Final = "records"
"""The reader of a format that has no doubtful rows."""
PARQUET: Final = "parquet"
_BLOCK_BYTES: Final = 1 << 12


@dataclass(frozen=True)
class Plan:
    """What is known before the rows are read.

    Attributes:
        path: The file as UTF-8, unpacked.
        cuts: Where slices begin as far as can be seen, in bytes, then the end of the file. All but
            the first and the last are after newlines. In a Parquet file they are numbers of rows.
        lines_above: How many lines are above the first row.
        skipped: How many of them are no header.
        newline: What ends the lines.
        dialect: How rows are split; of no meaning where they are records.
        format: csv, tsv, jsonl or parquet.
        fields: The key of each column in records, or the SQL for its text.
        joint: What is written between the fields of a row that is listed as rejected.
        columns: The columns used.
        header: Whether their names are the file's own.
        sample: Rows from all parts of the file, where conditions are tried on them.
        readings: The ways to read the file, the first that holds for all slices is taken.
        scorer: What scores the texts; None where there are labels.
        options: The settings.
        input: The upload as it was understood, without what its rows tell.
        unspaced: The languages without spaces that its texts are in.
    """

    path: Path
    cuts: tuple[int, ...]
    lines_above: int
    skipped: int
    newline: str
    dialect: Dialect
    format: str
    fields: tuple[str, ...]
    joint: str
    columns: Columns
    header: bool
    sample: list[list[str]]
    readings: tuple[str, ...]
    scorer: str | None
    options: Options
    input: InputFormat
    unspaced: tuple[str, ...]

    @property
    def slices(self) -> int:
        """How many slices there are."""
        return len(self.cuts) - 1


class NoSlices(Exception):  # noqa: N818 - it says what cannot be done, nothing is wrong
    """The file is to be read as a whole: what it is, or what is asked for, has no slices yet."""


def plan(job: Job, work: WorkFiles, slices: int, targets: Sequence[int] | None = None) -> Plan:
    """Find out what a file is and where to cut it, and write the plan and the first round.

    Args:
        job: The file; its workspace outlives all steps.
        work: The files of the steps.
        slices: How many slices to make.
        targets: Where to cut in bytes from the first row on, in place of equal parts: at the
            newline at or after each.

    Raises:
        UploadError: The file holds no table.
        NoSlices: It is in a format that is not cut, has two columns of texts, or is counted by
            group or over time, too.
    """
    inspection = inspect(job)
    columns = inspection.chosen()
    reader = inspection.reader
    if columns.opposite is not None or columns.keys:
        raise NoSlices
    found = _laid_out(reader, slices, targets)
    planned = Plan(
        **found,
        format=reader.format,
        columns=columns,
        header=reader.header,
        sample=reader.sample if job.options.where else [],
        scorer=inspection.scorer,
        options=job.options,
        input=_input(job, inspection, columns),
        unspaced=unspaced(sampled_texts(inspection, columns)),
    )
    write_plan(planned, work)
    return planned


def write_plan(planned: Plan, work: WorkFiles) -> None:
    """Write a plan, and the slices of the first round."""
    write_json(work.plan, _as_json(planned, work))
    ends = [{"start": start, "stop": stop, "round": 0} for start, stop in pairwise(planned.cuts)]
    write_json(work.round(0), {"reading": planned.readings[0], "slices": ends})


def _laid_out(reader: Reader, slices: int, targets: Sequence[int] | None) -> dict[str, Any]:
    """Return what a plan says of the rows of a file.

    Raises:
        NoSlices: They are in a format that is not cut.
    """
    if isinstance(reader, CsvReader):
        above, skipped = _above(reader)
        newline, joint = newline_of(reader.path), reader.dialect.delimiter
        readings: tuple[str, ...] = _readings(reader, reader.job.options)
        dialect, names = reader.dialect, tuple[str, ...]()
        cuts = cuts_of(reader.path, newline, above, slices, targets)
    else:
        above, skipped, newline, joint, dialect = 0, 0, "\n", ",", Dialect("", "", False, 0)
        readings = (RECORDS,)
        if isinstance(reader, ObjectReader) and reader.shape is Shape.LINES and not reader.nested:
            newline, names = newline_of(reader.path), reader.keys
            cuts = cuts_of(reader.path, newline, 0, slices, targets)
        elif isinstance(reader, ParquetReader):
            names, cuts = reader.texts, _cuts_of_parquet(reader, slices)
        else:
            raise NoSlices
    return {
        "path": reader.path,
        "cuts": cuts,
        "lines_above": above,
        "skipped": skipped,
        "newline": newline,
        "dialect": dialect,
        "fields": names,
        "joint": joint,
        "readings": readings,
    }


def _cuts_of_parquet(reader: ParquetReader, slices: int) -> tuple[int, ...]:
    """Return the numbers of rows where slices begin, and how many rows there are.

    Raises:
        NoSlices: A column hides the numbers of rows.
    """
    connection = reader.job.connection
    if OWN_NUMBER in connection.sql(f"SELECT * FROM {reader.file} LIMIT 0").columns:
        raise NoSlices
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {reader.file}").fetchall()
    return tuple(rows * number // slices for number in range(slices + 1))


def read_plan(work: WorkFiles) -> Plan:
    """Return what `plan` wrote."""
    content = read_json(work.plan)
    columns, dialect = content["columns"], content["dialect"]
    columns |= {"names": tuple(columns["names"]), "others": tuple(columns["others"]), "keys": ()}
    dialect |= {"numbers": tuple(dialect["numbers"])}
    return Plan(
        **{
            **content,
            "path": work.folder.parent / content["path"],
            "cuts": tuple(content["cuts"]),
            "dialect": Dialect(**dialect),
            "columns": Columns(**columns),
            "fields": tuple(content["fields"]),
            "readings": tuple(content["readings"]),
            "options": Options(**{name: _tuple(each) for name, each in content["options"].items()}),
            "input": from_json(InputFormat, content["input"]),
            "unspaced": tuple(content["unspaced"]),
        }
    )


def _as_json(planned: Plan, work: WorkFiles) -> dict[str, Any]:
    path, beside = planned.path, work.folder.parent
    content = {each.name: getattr(planned, each.name) for each in fields(planned)}
    options = {each.name: getattr(planned.options, each.name) for each in fields(Options)}
    del options["called"]
    return {
        **content,
        # Beside the files of the steps it is found again wherever they are.
        "path": str(path.relative_to(beside) if path.is_relative_to(beside) else path),
        "dialect": asdict(planned.dialect),
        "columns": asdict(planned.columns),
        "options": options,
        "input": asdict(planned.input),
    }


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _input(job: Job, inspection: Inspection, columns: Columns) -> InputFormat:
    nothing = Account({}, 0, 0)
    parts = [Part(job.name, Source("", lambda: iter(()), "", 0), nothing)]
    return input_of(job.name, inspection, columns, 0, {}, parts, {})


def _readings(reader: CsvReader, options: Options) -> tuple[str, ...]:
    """Return the ways in which the whole file would be read, in the same order."""
    if options.where:
        return (CAREFUL,)
    found = [QUOTED if each.dialect == reader.dialect else AS_TEXT for each in reader.readings()]
    return (*dict.fromkeys(found), CAREFUL)


def _above(reader: CsvReader) -> tuple[int, int]:
    """Return how many lines are above the first row, and how many of them are no header.

    Raises:
        NoSlices: The header is broken, or comments are above it.
    """
    dialect = reader.dialect
    if not dialect.header:
        return dialect.skipped, dialect.skipped
    header = next(iter(read_records(reader.path, dialect)), None)
    if header is None or isinstance(header, BrokenRow | Comment):
        raise NoSlices
    return header.line + sum(field.count("\n") for field in header.fields), dialect.skipped


def cuts_of(
    path: Path, newline: str, above: int, slices: int, targets: Sequence[int] | None = None
) -> tuple[int, ...]:
    """Return where slices of a file begin, and where the last one ends, in bytes.

    Args:
        path: The file.
        newline: What ends its lines.
        above: How many lines are above the first row.
        slices: How many slices to make.
        targets: As for `plan`.
    """
    ending = newline.encode()
    with path.open("rb") as file:
        size, first = file.seek(0, SEEK_END), 0
        for _ in range(above):
            first = _after(file, ending, first)
        if targets is None:
            targets = [(size - first) * number // slices for number in range(1, slices)]
        cuts = [first]
        for target in targets:
            if first + target <= cuts[-1]:
                cuts.append(cuts[-1])
            else:
                cuts.append(_after(file, ending, max(first + target - len(ending), cuts[-1])))
        return (*cuts, size)


def _after(file: IO[bytes], ending: bytes, start: int) -> int:
    """Return where the first newline at or after `start` ends; the end of the file without one."""
    file.seek(start)
    before = b""
    while block := file.read(_BLOCK_BYTES):
        found = (before + block).find(ending)
        if found >= 0:
            return start - len(before) + found + len(ending)
        start += len(block)
        before = block[-1:] if len(ending) > 1 else b""
    return start
