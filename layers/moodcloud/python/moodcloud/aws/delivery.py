"""One upload from the bucket to its results, or to its `error.json`."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from moodcloud.analysis import Analysis, Stage, analyze
from moodcloud.aws.deadline import in_time
from moodcloud.aws.events import Upload
from moodcloud.aws.gallery import show
from moodcloud.aws.measures import Stopwatch, measure_analysis, measure_refusal
from moodcloud.aws.observability import logger, tracer
from moodcloud.aws.storage import TOKEN, Fetched, Storage, results_prefix, version_of
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.report.gallery import entry_of
from moodcloud.report.results import SUMMARY
from moodcloud.settings import METADATA_PREFIX, from_environment, from_metadata, gather

_NO_CONTENT: Final = "missing"
# As long as this we try to get a word in where many uploads end at once.
_GALLERY_SECONDS: Final = 20.0


def deliver(upload: Upload, storage: Storage, seconds: float | None = None) -> str:
    """Analyse one upload and store its results.

    Options come from the object's metadata, then the environment, then the defaults.

    The same content with the same options gives the same version: an event that comes again finds
    its results there and only makes sure that `latest.json` points to the newest.

    Args:
        upload: The object that arrived.
        storage: Where results go.
        seconds: Until the function is ended; None for no limit.

    Returns:
        The key of `summary.json`, or of `error.json` where the upload has a permanent fault.

    Raises:
        ClientError: S3 refused for a passing reason; nothing half-written is visible.
    """
    version, outcome = _NO_CONTENT, SUMMARY
    fetched = Fetched(Path(), {}, upload.time)
    start, watch = time.monotonic(), Stopwatch()
    with tempfile.TemporaryDirectory(prefix="moodcloud-") as name:
        folder = Path(name)
        try:
            with watch.stage("fetching"):
                fetched = storage.fetch(upload, folder)
            content = _sha256(fetched.path)
            version = version_of(content, _settings(fetched.metadata))
            options = gather(from_metadata(fetched.metadata), from_environment(os.environ))
            version = version_of(content, options.as_dict())
            prefix = f"{results_prefix(upload)}{version}/"
            stored = storage.read(prefix + SUMMARY)
            if stored is not None:
                told = json.loads(stored)
                logger.info("results are there already", version=version)
            else:
                analysis = in_time(
                    lambda: _analyze(upload, fetched.path, folder / "results", options, watch),
                    _left(seconds, start),
                    PurePosixPath(upload.key).name,
                )
                with watch.stage("storing"):
                    storage.store(analysis.folder, prefix)
                told = analysis.summary
                # Once they are stored: an attempt that fails is not measured as an upload.
                measure_analysis(analysis.summary, watch.seconds)
                logger.info("analysed", rows=analysis.summary["rows"], seconds=watch.seconds)
        except UploadError as error:
            outcome, told = "error.json", error.as_dict()
            storage.store_error(error, f"{results_prefix(upload)}{version}/")
            logger.warning("upload refused", code=error.code, reason=str(error))
            measure_refusal()
    storage.point_latest(upload, version, outcome, fetched.metadata.get(TOKEN, ""))
    _show(told, upload, version, fetched.time, storage, _left(seconds, start))
    return f"{results_prefix(upload)}{version}/{outcome}"


def _left(seconds: float | None, start: float) -> float | None:
    """Return what is left of `seconds` that began at `start`, by the monotonic clock."""
    return None if seconds is None else seconds - (time.monotonic() - start)


def _settings(metadata: Mapping[str, str]) -> dict[str, str]:
    return {k: text for k, text in metadata.items() if k.lower().startswith(METADATA_PREFIX)}


def _show(
    told: Mapping[str, Any],
    upload: Upload,
    version: str,
    arrived: str,
    storage: Storage,
    seconds: float | None,
) -> None:
    """Show results, by their `summary.json` or `error.json`, in the gallery."""
    patience = _GALLERY_SECONDS if seconds is None else min(_GALLERY_SECONDS, seconds / 3)
    try:
        entry = entry_of(told, upload.key, version, time=arrived, sequencer=upload.sequencer)
        show(entry, storage, patience)
    except Exception as error:  # whatever it is: the upload has its results
        logger.warning("the gallery was not updated; the next upload will", reason=str(error))


@tracer.capture_method(capture_response=False)
def _analyze(upload: Upload, path: Path, out: Path, options: Options, watch: Stopwatch) -> Analysis:
    def progress(stage: Stage) -> None:
        if stage.seconds is not None:
            watch.note(stage.name, stage.seconds)

    return analyze(
        path,
        out,
        options,
        name=PurePosixPath(upload.key).name,
        progress=progress,
        memory_mb=_memory(),
    )


def _memory() -> int | None:
    """Return how much memory the function has, in MiB."""
    size = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
    return int(size) if size else None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
