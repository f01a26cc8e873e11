"""The files that one table is read from: each is opened, read and accounted for by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from moodcloud.errors import UploadError, brief
from moodcloud.options import Options
from moodcloud.reading.inputs import Inputs, NamedFile, nothing_in
from moodcloud.reading.inspect import Inspection, OpenedFile, judge, open_file
from moodcloud.reading.opposite_texts import open_texts
from moodcloud.reading.rejected import RejectedRow, RejectedRows, list_rejected
from moodcloud.reading.table import FileLeftOut
from moodcloud.reading.where import tests_of
from moodcloud.roles.choose import shown
from moodcloud.tabular.filtered import Filtered
from moodcloud.tabular.joined import JoinedReader, common, join
from moodcloud.tabular.materialise import materialise
from moodcloud.tabular.reader import Account, Job, Reader, Source, without_keys
from moodcloud.tabular.rows import Columns
from moodcloud.tabular.unpacking import Unpacked, known_digest
from moodcloud.tabular.utf8 import Utf8File


@dataclass(frozen=True)
class Part:
    """The rows of one file, and their account."""

    name: str
    source: Source
    account: Account


def inspect_all(job: Job, inputs: Inputs) -> Inspection:
    """Find out what several files are as one table, and which of its columns would be used.

    Args:
        job: What the table is read for; its workspace has a folder for each file.
        inputs: The files.

    Raises:
        UploadError: A file holds no table, or lacks a column that the others have; in a folder
            it is left out instead, unless no other is left.
    """
    opened, left_out = _open_all(job, inputs)
    while opened:
        reader = join(job, [each.reader for each in opened])
        found = judge(job, _whole(reader, opened), tuple(opened))
        missing = [[]] * len(opened) if found.columns is None else reader.missing(found.columns)
        faults = list(map(_fault, opened, missing))
        if inputs.asked_for and any(faults):
            raise next(fault for fault in faults if fault)
        if not inputs.asked_for and not any(faults):
            faults = _strangers(opened, reader, found.columns)
        if not any(faults):
            return replace(found, files_left_out=left_out)
        left_out += [
            FileLeftOut(each.reader.job.name, fault.message)
            for each, fault in zip(opened, faults, strict=True)
            if fault
        ]
        opened = [each for each, fault in zip(opened, faults, strict=True) if not fault]
    raise nothing_in(inputs, left_out)


def _open_all(job: Job, inputs: Inputs) -> tuple[list[OpenedFile], list[FileLeftOut]]:
    opened, left_out = [], list(inputs.left_out)
    for number, file in enumerate(inputs.files):
        try:
            opened.append(open_file(_job_of(job, file, number)))
        except UploadError as error:
            if inputs.asked_for or error.passing:
                raise
            left_out.append(FileLeftOut(file.name, error.message))
    return opened, left_out


def _job_of(job: Job, file: NamedFile, number: int) -> Job:
    workspace = job.workspace / f"file-{number}"
    workspace.mkdir()
    return replace(job, path=file.path, name=file.name, workspace=workspace, sha256=None)


def _fault(opened: OpenedFile, missing: Sequence[str]) -> UploadError | None:
    if not missing:
        return None
    reader = opened.reader
    names = shown(reader.names) if reader.header else f"{len(reader.names)} without names"
    wanted = " and no column ".join(map(brief, missing))
    return UploadError("other_columns", name=reader.job.name, wanted=wanted, columns=names)


def _strangers(
    opened: Sequence[OpenedFile], whole: JoinedReader, columns: Columns | None
) -> list[UploadError | None]:
    """Return what is wrong with files of a folder whose columns are known by position only.

    Such a file may be a piece of a larger one. If so, it has the labels of the others.
    """
    if columns is None or columns.label is None or not whole.header:
        return [None] * len(opened)
    name = columns.names[columns.label]
    labels = [
        {row[own.label].strip() for row in reader.sample if own.label is not None}
        for reader, own in whole.parts(columns)
    ]
    pairs = list(zip(opened, labels, strict=True))
    known = set(chain.from_iterable(own for each, own in pairs if each.reader.header))
    return [
        None if each.reader.header or own & known or not own else _fault(each, [name])
        for each, own in pairs
    ]


def _whole(reader: JoinedReader, opened: Sequence[OpenedFile]) -> OpenedFile:
    """Return files as one: what is the same of all, and the sums; the digest is of the digests."""
    packed, texts = [each.unpacked for each in opened], [each.file for each in opened if each.file]
    digest = hashlib.sha256("".join(each.sha256 for each in packed).encode())
    encodings = sorted({text.encoding for text in texts})
    return OpenedFile(
        Unpacked(
            path=packed[0].path,
            compression=common([each.compression for each in packed]),
            member=common([each.member for each in packed]),
            bytes=sum(each.bytes for each in packed),
            digest=known_digest(digest.hexdigest()),
        ),
        Utf8File(
            path=packed[0].path,
            encoding=", ".join(encodings),
            replaced_bytes=sum(text.replaced_bytes for text in texts),
            mended=any(text.mended for text in texts),
        )
        if texts
        else None,
        reader,
    )


def open_parts(
    reader: Reader, columns: Columns, options: Options, scorer: str | None
) -> list[Part]:
    """Return the rows of each file, filtered and scored where that is asked for.

    Args:
        reader: The files.
        columns: The columns of the table.
        options: Conditions may be given there.
        scorer: What scores the texts; None where there are labels.

    Raises:
        ChildProcessError: A process that scores texts without labels ended early.
    """
    parts = [(_open(file, own, options, scorer), own) for file, own in reader.parts(columns)]
    return [replace(part, source=without_keys(part.source, own)) for part, own in parts]


def _open(reader: Reader, columns: Columns, options: Options, scorer: str | None) -> Part:
    job = reader.job
    if scorer is None:
        opened_by = partial(_open_filtered, options) if options.where else _open_all_rows
        return Part(job.name, *open_texts(reader, columns, opened_by))
    # Imported here: most files have labels.
    from moodcloud.scoring.texts import score

    if not options.where:
        source, _ = reader.open(columns)
        return Part(job.name, *score(job.connection, source, job.workspace, scorer))
    filtered = _filtered(reader, columns, options)
    source, found = score(job.connection, filtered.source, job.workspace, scorer)
    return Part(job.name, source, filtered.account(found))


def _open_all_rows(reader: Reader, columns: Columns) -> tuple[Source, Account]:
    return reader.open(columns)


def _open_filtered(options: Options, reader: Reader, columns: Columns) -> tuple[Source, Account]:
    """Return a copy of the rows that meet the conditions: the engine need not scan the others."""
    filtered, job = _filtered(reader, columns, options), reader.job
    source, found = materialise(job.connection, filtered.source, job.workspace / "filtered.csv")
    return source, filtered.account(found)


def _filtered(reader: Reader, columns: Columns, options: Options) -> Filtered:
    return Filtered(reader.rows(columns), columns, tests_of(reader, columns, options))


def list_rejected_of(
    parts: Sequence[Part], labels: Mapping[str, str], most: int, job: Job
) -> RejectedRows:
    """Return the first `most` rows left out, file by file.

    Args:
        parts: The files.
        labels: The labels understood, as written.
        most: How many there are to find.
        job: What the table is read for.
    """
    if len(parts) == 1:
        return list_rejected(parts[0].source, labels, most, job.workspace)
    return RejectedRows(_rejected_of(parts, labels, most, job), job.workspace)


def _rejected_of(
    parts: Sequence[Part], labels: Mapping[str, str], most: int, job: Job
) -> Iterator[RejectedRow]:
    for part in parts:
        left_out = _left_out(part.account, labels)
        rows = list_rejected(part.source, labels, min(most, left_out), job.workspace)
        most -= len(rows)
        yield from (replace(row, file=part.name) for row in rows)


def _left_out(found: Account, labels: Mapping[str, str]) -> int:
    return found.rows + found.broken - sum(found.labels.get(label, 0) for label in labels)
