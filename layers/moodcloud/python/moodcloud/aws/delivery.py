"""One upload from the bucket to its results, or to its `error.json`."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from threading import Thread
from typing import TYPE_CHECKING, Final

from moodcloud.aws.deadline import in_proportion, in_time
from moodcloud.aws.download import open_upload, save
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.aws.manifest import Manifest, is_manifest
from moodcloud.aws.metrics import Stopwatch, logger, measure_analysis, tracer
from moodcloud.aws.outcome import Outcome, options_given, version_of
from moodcloud.aws.publishing import publish, refuse
from moodcloud.aws.storage import Storage
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.report.file_names import SUMMARY
from moodcloud.settings import Given, from_manifest, from_metadata, gather
from moodcloud.stages import Stage
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from moodcloud.analysis import Analysis
    from moodcloud.reading import Inputs
    from moodcloud.report.summary import Summary

# Imported while the first upload is fetched: a function is ready in a third of the time without
# them, and waits for the network then.
_LATER: Final = ("moodcloud.analysis", "moodcloud.report.folders", "moodcloud.report.gallery")


def deliver(
    upload: Upload, storage: Storage, settings: FunctionSettings, seconds: float | None = None
) -> str:
    """Analyse one upload and store its results.

    Options come from the object's metadata, then a manifest, then the environment, then the
    defaults.

    The same content with the same options gives the same version: an event that comes again finds
    its results there and only makes sure that `latest.json` points to the newest.

    Args:
        upload: The object that arrived.
        storage: Where results go.
        settings: What the environment tells the function.
        seconds: Seconds until Lambda ends the function; None for no limit.

    Returns:
        The key of `summary.json`, or of `error.json` where the upload has a permanent fault.

    Raises:
        UploadError: A fault of the moment; another attempt may succeed.
        ClientError: S3 refused for a passing reason. Nothing half-written is visible.
    """
    end = None if seconds is None else time.monotonic() + seconds
    Thread(target=lambda: list(map(import_module, _LATER)), daemon=True).start()

    def work() -> str:
        with workspace() as folder:
            return _Attempt(upload, storage, settings, folder, end, Stopwatch()).outcome()

    return in_time(work, seconds, PurePosixPath(upload.key).name)


@dataclass(frozen=True)
class _Content:
    """What is analysed.

    Attributes:
        source: The file, or several.
        name: What results call it.
        size: Its bytes.
        digest: Tells it from any other content.
        options: The options that come with it.
    """

    source: Path | Inputs
    name: str
    size: int
    digest: str
    options: Given


@dataclass(frozen=True)
class _Attempt:
    """An attempt at an upload.

    Attributes:
        upload: The object that arrived.
        storage: Where results go.
        settings: What the environment tells the function.
        folder: Where temporary files go.
        end: When Lambda ends the attempt, by the monotonic clock; None for no limit.
        watch: Takes the seconds of each stage.
    """

    upload: Upload
    storage: Storage
    settings: FunctionSettings
    folder: Path
    end: float | None
    watch: Stopwatch

    def outcome(self) -> str:
        """Store results or an error; return the key of `summary.json` or `error.json`."""
        outcome = Outcome.of_event(self.upload)
        try:
            with self.watch.stage("fetching"):
                opened = open_upload(self.storage.client, self.upload)
                outcome = outcome.of_object(opened)
                self.settings.bounds.check_size(opened.size, self._name)
                sha256 = save(self.storage.client, opened, self.folder / "upload")
            # Options that cannot be read have a version, too: that of the `error.json` about them.
            given = options_given(opened.metadata)
            outcome = replace(outcome, version=version_of(sha256, given))
            content = self._content(opened.size, sha256)
            options = gather(from_metadata(opened.metadata), content.options, self.settings.options)
            outcome = replace(outcome, version=version_of(content.digest, options.as_dict()))
            summary = self._stored(outcome, options, content)
        except UploadError as error:
            if error.passing:
                raise
            gone = error.code == "missing_upload"
            if gone and (shown := self._publish_set_left(outcome)):
                return shown
            refused = refuse(error, outcome, self.storage, self._seconds_left())
            # Another attempt may have stored results of the same content meanwhile.
            return (self._publish_set_left(outcome) if gone else None) or refused
        return self._publish(summary, outcome)

    def _content(self, size: int, sha256: str) -> _Content:
        """Return what to analyse: the upload, or the files that it names."""
        path = self.folder / "upload"
        if not is_manifest(self.upload.key):
            return _Content(path, self._name, size, sha256, Given({}, str))
        # Imported here: few uploads are manifests.
        from moodcloud.aws.manifest_files import fetch, pin

        with self.watch.stage("fetching"):
            manifest = Manifest.parse(path.read_bytes(), self._name)
            options = from_manifest(manifest.options)
            pinned = pin(self.storage.client, self.upload.bucket, manifest)
            inputs, digest = fetch(self.storage.client, pinned, self.folder, self.settings.bounds)
        return _Content(inputs, inputs.name, inputs.bytes, digest, options)

    def _publish(self, summary: Summary, outcome: Outcome) -> str:
        return publish(summary, outcome.ending_in(SUMMARY), self.storage, self._seconds_left())

    def _publish_set_left(self, outcome: Outcome) -> str | None:
        """Publish results of a deleted upload, if an attempt stored them before it was killed."""
        left = self.storage.find_set(self.upload)
        if left is None:
            return None
        outcome = outcome.of_set(*left)
        summary = self.storage.stored_summary(self.storage.set_prefix(outcome))
        return None if summary is None else self._publish(summary, outcome)

    def _stored(self, outcome: Outcome, options: Options, content: _Content) -> Summary:
        """Return the summary of the upload's results once they are stored."""
        prefix = self.storage.set_prefix(outcome)
        stored = self.storage.stored_summary(prefix)
        if stored is not None:
            logger.info("results are there already", version=outcome.version)
            return stored
        analysis = self._analyze(options, content)
        with self.watch.stage("storing"):
            self.storage.store(analysis.folder, prefix, outcome.made_of)
        # Measured after storing, because an attempt that fails does not count as an upload.
        measure_analysis(analysis.summary, self.watch.seconds)
        logger.info("analysed", rows=asdict(analysis.summary.rows), seconds=self.watch.seconds)
        return analysis.summary

    @tracer.capture_method(capture_response=False)
    def _analyze(self, options: Options, content: _Content) -> Analysis:
        from moodcloud.analysis import analyze

        def progress(stage: Stage) -> None:
            if stage.seconds is not None:
                self.watch.note(stage.name, stage.seconds)

        def work() -> Analysis:
            return analyze(
                content.source,
                self.folder / "results",
                options,
                name=content.name,
                progress=progress,
                memory_mb=self.settings.memory_mb,
                sha256=content.digest,
                bounds=bounds,
            )

        bounds = self.settings.bounds
        return in_proportion(work, bounds.seconds_of(content.size), content.size, self._name)

    @property
    def _name(self) -> str:
        """What messages and results call the upload."""
        return PurePosixPath(self.upload.key).name

    def _seconds_left(self) -> float | None:
        return None if self.end is None else self.end - time.monotonic()
