"""One upload from the bucket to its results, or to its `error.json`."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from moodcloud.analysis import Analysis, analyze
from moodcloud.aws.deadline import in_time
from moodcloud.aws.download import open_upload, save
from moodcloud.aws.events import Upload
from moodcloud.aws.metrics import Stopwatch, logger, measure_analysis, tracer
from moodcloud.aws.outcome import Identity, refuse, settings_in, show_outcome
from moodcloud.aws.storage import Storage, version_of
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.report.files import SUMMARY
from moodcloud.report.summary import Summary
from moodcloud.settings import from_environment, from_metadata, gather
from moodcloud.stages import Stage
from moodcloud.workspace import workspace


@dataclass(frozen=True)
class _Job:
    """What an attempt at an upload works with.

    Attributes:
        upload: The object that arrived.
        storage: Where results go.
        folder: For temporary files.
        end: When the attempt is ended, by the monotonic clock; None for no limit.
        watch: Takes the seconds of each stage.
    """

    upload: Upload
    storage: Storage
    folder: Path
    end: float | None
    watch: Stopwatch

    @property
    def name(self) -> str:
        """What results and messages call the upload."""
        return PurePosixPath(self.upload.key).name

    @property
    def seconds(self) -> float | None:
        """The seconds left; None for no limit."""
        return None if self.end is None else self.end - time.monotonic()


def deliver(upload: Upload, storage: Storage, seconds: float | None = None) -> str:
    """Analyse one upload and store its results.

    Options come from the object's metadata, then the environment, then the defaults.

    The same content with the same options gives the same version: an event that comes again finds
    its results there and only makes sure that `latest.json` points to the newest.

    Args:
        upload: The object that arrived.
        storage: Where results go.
        seconds: Seconds until the function is ended; None for no limit.

    Returns:
        The key of `summary.json`, or of `error.json` where the upload has a permanent fault.

    Raises:
        UploadError: A fault of the moment; another attempt may succeed.
        ClientError: S3 refused for a passing reason. Nothing half-written is visible.
    """
    end = None if seconds is None else time.monotonic() + seconds

    def work() -> str:
        with workspace() as folder:
            return _outcome(_Job(upload, storage, folder, end, Stopwatch()))

    return in_time(work, seconds, PurePosixPath(upload.key).name)


def _outcome(job: _Job) -> str:
    """Bring about the outcome of an upload; return the key of its first file."""
    identity = Identity.of_event(job.upload)
    try:
        with job.watch.stage("fetching"):
            opened = open_upload(job.storage.client, job.upload)
            identity = Identity.of_object(opened)
            content = save(job.storage.client, opened, job.folder / "upload")
        identity = identity.with_version(version_of(content, settings_in(opened.metadata)))
        options = gather(from_metadata(opened.metadata), from_environment(os.environ))
        identity = identity.with_version(version_of(content, options.as_dict()))
        summary = _stored(job, identity, options)
    except UploadError as error:
        if error.passing:
            raise
        shown = _show_set_left(job) if error.code == "missing_upload" else None
        return shown or refuse(error, identity, job.storage, job.seconds)
    return show_outcome(summary, SUMMARY, identity, job.storage, job.seconds)


def _show_set_left(job: _Job) -> str | None:
    """Show the results that a killed attempt left of an upload that is gone; None without any."""
    left = job.storage.find_set(job.upload)
    if left is None:
        return None
    identity = Identity.of_set(job.upload, *left)
    summary = job.storage.stored_summary(f"{job.storage.prefix(job.upload)}{identity.version}/")
    if summary is None:
        return None
    return show_outcome(summary, SUMMARY, identity, job.storage, job.seconds)


def _stored(job: _Job, identity: Identity, options: Options) -> Summary:
    """Return the summary of an upload's results once they are stored."""
    prefix = f"{job.storage.prefix(job.upload)}{identity.version}/"
    stored = job.storage.stored_summary(prefix)
    if stored is not None:
        logger.info("results are there already", version=identity.version)
        return stored
    analysis = _analyze(job, options)
    with job.watch.stage("storing"):
        job.storage.store(analysis.folder, prefix, identity.made_of)
    # Once they are stored: an attempt that fails is not measured as an upload.
    measure_analysis(analysis.summary, job.watch.seconds)
    logger.info("analysed", rows=asdict(analysis.summary.rows), seconds=job.watch.seconds)
    return analysis.summary


@tracer.capture_method(capture_response=False)
def _analyze(job: _Job, options: Options) -> Analysis:
    def progress(stage: Stage) -> None:
        if stage.seconds is not None:
            job.watch.note(stage.name, stage.seconds)

    return analyze(
        job.folder / "upload",
        job.folder / "results",
        options,
        name=job.name,
        progress=progress,
        memory_mb=_memory(),
    )


def _memory() -> int | None:
    """Return how much memory the function has, in MiB."""
    size = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
    return int(size) if size else None
