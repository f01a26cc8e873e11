"""The steps of slices as tasks of a state machine: each takes what it needs from S3, and stores it.

Only numbers go from task to task; all else is in objects below `slices/`. A task that is repeated
writes the same objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from moodcloud.aws.download import Opened, open_upload, save
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.aws.metrics import Stopwatch, logger, measure_analysis
from moodcloud.aws.outcome import Outcome, version_of
from moodcloud.aws.publishing import publish, show_under_way
from moodcloud.aws.s3 import code_of
from moodcloud.aws.storage import Storage
from moodcloud.aws.under_way import UnderWay, tell
from moodcloud.aws.work_objects import WorkObjects, work_prefix
from moodcloud.database import connect
from moodcloud.discretion import shortage_told
from moodcloud.errors import UploadError
from moodcloud.memory import engine_bound
from moodcloud.report.file_names import SUMMARY
from moodcloud.settings import from_metadata, gather
from moodcloud.slices.decided import read_decided
from moodcloud.slices.deciding import decide
from moodcloud.slices.finishing import finish
from moodcloud.slices.merging import (
    combine_group,
    engine_of_exchange,
    groups_of,
    merge_partition,
)
from moodcloud.slices.planning import AS_TEXT, CAREFUL, PARQUET, NoSlices, plan, read_plan
from moodcloud.slices.slice_reader import LOOK_AHEAD
from moodcloud.slices.slice_steps import in_this_process
from moodcloud.slices.surveying import read_survey
from moodcloud.slices.work_files import place, read_json, write_json
from moodcloud.stages import Stage
from moodcloud.tabular.reader import Job
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PIECE: Final = 1 << 20
_REPLACED: Final = {"PreconditionFailed", "412"}
# The objects by which a slice tells the next step that there is no point in going on: a state
# machine learns of a child only that it failed.
_AS_WHOLE: Final = "as-whole"
_SUPERSEDED: Final = "superseded"


class PassingFaultError(Exception):
    """A fault of the moment; another attempt may succeed."""


class UploadReplacedError(Exception):
    """The upload was replaced while its slices were read: the new one has its own execution."""


@dataclass(frozen=True)
class SliceTasks:
    """The tasks of one execution.

    Attributes:
        execution: The name of the execution, which its objects are filed under.
        upload: The object that arrived.
        storage: Where results go.
        settings: What the environment tells the function.
    """

    execution: str
    upload: Upload
    storage: Storage
    settings: FunctionSettings

    @property
    def client(self) -> S3Client:
        """The client of S3."""
        return self.storage.client

    def plan(self) -> dict[str, Any]:
        """Find out what the upload is and where to cut it.

        Returns:
            `next`: `done` where its results are stored already, or else `survey`; the items of the
            slices to survey, and of the groups to merge; and the round.
        """
        outcome = Outcome.of_event(self.upload)
        with self._work() as work:
            opened = open_upload(self.client, self.upload)
            outcome, path = outcome.of_object(opened), work.folder.parent / "upload"
            sha256 = save(self.client, opened, path)
            options = gather(from_metadata(opened.metadata), self.settings.options)
            outcome = replace(outcome, version=version_of(sha256, options.as_dict()))
            stored = self.storage.stored_summary(self.storage.set_prefix(outcome))
            if stored is not None:
                publish(stored, outcome.ending_in(SUMMARY), self.storage, None)
                return {"next": "done", "round": 0, "items": "", "groups": ""}
            name = PurePosixPath(self.upload.key).name
            with connect(path.parent, engine_bound(self.settings.memory_mb)) as connection:
                bounds = self.settings.bounds
                job = Job(path, name, path.parent, connection, options, sha256, bounds)
                planned = plan(job, work, max(1, -(-opened.size // self.settings.slice_bytes)))
            if planned.format == PARQUET:
                # Its slices are between numbers of rows, not between bytes.
                raise NoSlices
            is_upload = planned.path.samefile(path)
            table = self._uploaded(opened) if is_upload else self._stored_table(planned.path)
            content = {"outcome": asdict(outcome), "table": table}
            write_json(place(work.file("upload.json")), content)
            self._tell_progress(outcome, UnderWay(self.execution, planned.slices))
            show_under_way(outcome, self.storage)
            return self._next(work, "survey", 0, range(planned.slices))

    def survey(self, round_number: int, number: int) -> dict[str, Any]:
        """Survey a slice. One whose end is not proven is read with all that is below it."""
        with self._slice() as work:
            given = read_json(work.round(round_number))
            each = given["slices"][number]
            careful = given["reading"] == CAREFUL
            # Quotes that are taken for text are looked at beyond the end, as far as a row may go.
            ahead = LOOK_AHEAD if given["reading"] == AS_TEXT else 0
            self._fetch_table(work, each["start"], None if careful else each["stop"] + ahead)
            in_this_process(work, "survey", round_number, [number], self.settings.memory_mb)
            if not careful and read_survey(work, round_number, number).refused:
                self._fetch_table(work, each["start"], None)
                in_this_process(work, "survey", round_number, [number], self.settings.memory_mb)
        return {}

    def decide(self, round_number: int) -> dict[str, Any]:
        """Decide what to survey again, or what all slices say together.

        Returns:
            `next`: `survey` or `count`; the items of the slices, and of the groups; and the round.
        """
        with self._between() as work:
            with connect(work.folder.parent, engine_bound(self.settings.memory_mb)) as connection:
                again = decide(work, round_number, connection)
            if again:
                return self._next(work, "survey", round_number + 1, again)
            slices = read_plan(work).slices
            outcome = Outcome(**read_json(work.file("upload.json"))["outcome"])
            rows = read_decided(work).rows.counted
            self._tell_progress(outcome, UnderWay(self.execution, slices, rows))
            return self._next(work, "count", round_number, range(slices))

    def count(self, number: int) -> dict[str, Any]:
        """Count a slice."""
        with self._slice() as work:
            in_this_process(work, "count", 0, [number], self.settings.memory_mb)
        return {}

    def combine(self, group: int) -> dict[str, Any]:
        """Add up the counts of a group of slices, and part them."""
        return self._exchange(combine_group, group)

    def merge(self, partition: int) -> dict[str, Any]:
        """Add up a partition of the counts of all slices."""
        return self._exchange(merge_partition, partition)

    def _exchange(self, step: Callable[..., None], number: int) -> dict[str, Any]:
        with self._slice() as work:
            self._check(work)
            bound = engine_of_exchange(self.settings.memory_mb)
            with connect(work.folder.parent, bound) as connection:
                step(work, number, read_plan(work).slices, connection)
        return {}

    def finish(self) -> dict[str, Any]:
        """Draw and store the results, and make them known.

        Returns:
            `summary`: the key of `summary.json`.
        """
        watch = Stopwatch()

        def progress(stage: Stage) -> None:
            if stage.seconds is not None:
                watch.note(stage.name, stage.seconds)

        with (
            self._between() as work,
            shortage_told(PurePosixPath(self.upload.key).name),
            connect(work.folder.parent, engine_bound(self.settings.memory_mb)) as connection,
        ):
            folder = work.folder.parent
            outcome = Outcome(**read_json(work.file("upload.json"))["outcome"])
            summary = finish(work, connection, folder, folder / "finished", progress)
            with watch.stage("storing"):
                prefix = self.storage.set_prefix(outcome)
                self.storage.store(folder / "finished", prefix, outcome.made_of)
            measure_analysis(summary, watch.seconds)
            logger.info("analysed", rows=asdict(summary.rows), seconds=watch.seconds)
            return {"summary": publish(summary, outcome.ending_in(SUMMARY), self.storage, None)}

    @contextmanager
    def _work(self) -> Iterator[WorkObjects]:
        """Yield the files of the steps, empty at first, and store the new ones at the end."""
        prefix = work_prefix(self.execution)
        with workspace() as folder:
            (folder / "work").mkdir()
            work = WorkObjects(folder / "work", self.client, self.storage.bucket, prefix)
            try:
                with work.stored():
                    yield work
            except UploadError as error:
                if error.passing:
                    raise PassingFaultError(error.code) from error
                raise
            except ClientError as error:
                if code_of(error) in _REPLACED:
                    raise UploadReplacedError from error
                raise

    @contextmanager
    def _slice(self) -> Iterator[WorkObjects]:
        """Yield the files for a slice; one that cannot go on tells the next step why."""
        try:
            with self._work() as work:
                yield work
        except (NoSlices, UploadError) as fault:
            logger.info("to be read as a whole", why=getattr(fault, "code", "no slices"))
            self._tell(_AS_WHOLE)
        except UploadReplacedError:
            logger.info("the upload was replaced")
            self._tell(_SUPERSEDED)

    def _tell_progress(self, outcome: Outcome, under_way: UnderWay) -> None:
        tell(self.client, self.storage.bucket, outcome.token, under_way)

    def _tell(self, what: str) -> None:
        key = work_prefix(self.execution) + what
        self.client.put_object(Bucket=self.storage.bucket, Key=key, Body=b"")

    @contextmanager
    def _between(self) -> Iterator[WorkObjects]:
        """Yield the files for a step after slices.

        Raises:
            NoSlices: A slice told that the upload is to be read as a whole.
            UploadReplacedError: A slice told that it was replaced.
        """
        with self._work() as work:
            self._check(work)
            yield work

    def _check(self, work: WorkObjects) -> None:
        if work.file(_SUPERSEDED).exists():
            raise UploadReplacedError
        if work.file(_AS_WHOLE).exists():
            raise NoSlices

    def _next(
        self, work: WorkObjects, step: str, round_number: int, slices: Sequence[int]
    ) -> dict[str, Any]:
        """Return what the next states are to work on."""
        name = f"survey-{round_number}" if step == "survey" else step
        return {
            "next": step,
            "round": round_number,
            "items": self._items(work, name, slices),
            "groups": self._items(work, "groups", range(groups_of(read_plan(work).slices))),
        }

    def _items(self, work: WorkObjects, name: str, slices: Sequence[int]) -> str:
        """Write the slices of a step as a list to read items from, and return its key."""
        path = place(work.file("items", f"{name}.json"))
        path.write_text(json.dumps([{"n": number} for number in slices]), "ascii")
        return f"{work.prefix}items/{name}.json"

    def _uploaded(self, opened: Opened) -> dict[str, str]:
        """Return where the table is that is the upload itself."""
        return {
            "bucket": self.upload.bucket,
            "key": self.upload.key,
            "version_id": self.upload.version_id,
            "etag": opened.answer["ETag"],
        }

    def _stored_table(self, path: Path) -> dict[str, str]:
        """Store the table that was made of an upload, as UTF-8 and unpacked; return where it is."""
        key = f"{work_prefix(self.execution)}table"
        self.client.upload_file(str(path), self.storage.bucket, key)
        etag = self.client.head_object(Bucket=self.storage.bucket, Key=key)["ETag"]
        return {"bucket": self.storage.bucket, "key": key, "version_id": "", "etag": etag}

    def _fetch_table(self, work: WorkObjects, start: int, stop: int | None) -> None:
        """Fetch a part of the table to where it is in the whole; the rest is a hole.

        Args:
            work: The files of the steps.
            start: Where the part begins, in bytes.
            stop: Where it ends; None for the end of the table.
        """
        planned, table = read_plan(work), read_json(work.file("upload.json"))["table"]
        stop = planned.cuts[-1] if stop is None else min(stop, planned.cuts[-1])
        planned.path.parent.mkdir(parents=True, exist_ok=True)
        with planned.path.open("wb") as file:
            file.truncate(stop)
            if start >= stop:
                return
            version = {"VersionId": table["version_id"]} if table["version_id"] else {}
            answer = self.client.get_object(
                Bucket=table["bucket"],
                Key=table["key"],
                Range=f"bytes={start}-{stop - 1}",
                IfMatch=table["etag"],
                **version,
            )
            file.seek(start)
            for piece in answer["Body"].iter_chunks(_PIECE):
                file.write(piece)
