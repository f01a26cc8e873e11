"""Failed events: each upload without an outcome gets an `error.json` that says what went wrong.

When every attempt at an event failed, Lambda sends the event on with the last exception: an
`AttemptError`, which holds the faults of the moment, or Lambda's own for want of time or memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

from moodcloud.aws.download import open_upload
from moodcloud.aws.events import Upload, is_older
from moodcloud.aws.metrics import logger
from moodcloud.aws.notices import told_by
from moodcloud.aws.outcome import Outcome
from moodcloud.aws.publishing import refuse, show_latest
from moodcloud.aws.storage import Storage
from moodcloud.errors import UploadError
from moodcloud.report.file_names import ERROR

_SECONDS: Final = re.compile(r"timed out after ([\d.]+) seconds")


class AttemptError(Exception):
    """An attempt at the uploads of an event failed, and another may succeed.

    Args:
        faults: What was wrong, for each upload that has no outcome.
    """

    def __init__(self, faults: Mapping[Upload, UploadError]) -> None:
        told = [
            {"bucket": upload.bucket, "key": upload.key, "error": error.as_dict()}
            for upload, error in faults.items()
        ]
        super().__init__(json.dumps(told, ensure_ascii=False))


def as_failure(event: Any) -> Mapping[str, Any]:
    """Return a failed event in the form in which Lambda sends it on.

    Queues, topics and EventBridge send an event on as it is.

    >>> as_failure({"Records": []})
    {'requestPayload': {'Records': []}}
    """
    told = isinstance(event, Mapping) and "requestPayload" in event
    return event if told else {"requestPayload": event}


def conclude(failure: Mapping[str, Any], storage: Storage) -> list[str]:
    """Write an `error.json` for each upload of a failed event that has no outcome.

    Args:
        failure: What Lambda sends to the destination of failed events.
        storage: Where results are.

    Returns:
        The keys of what was written.

    Raises:
        ClientError: S3 refused; another attempt may succeed.
    """
    written = []
    uploads = told_by(failure).uploads
    if not uploads:
        logger.warning("a failed event names no upload")
    for upload in uploads:
        logger.append_keys(bucket=upload.bucket, key=upload.key)
        if not upload.is_result and not upload.is_folder:
            written += _conclude(upload, failure, storage)
    return written


def _conclude(upload: Upload, failure: Mapping[str, Any], storage: Storage) -> list[str]:
    """Write the `error.json` of an upload without an outcome; return its key, or nothing."""
    outcome = Outcome.of_event(upload)
    error = fault_of(upload, failure)
    try:
        opened = open_upload(storage.client, upload)
        opened.answer["Body"].close()
        outcome = outcome.of_object(opened)
    except UploadError as fault:
        error = fault
    latest = storage.latest(outcome)
    if latest is not None and _is_told_by(latest, outcome):
        logger.info("there is an outcome already")
        show_latest(latest, storage)
        return []
    return [refuse(error, outcome, storage)]


def _is_told_by(latest: Outcome, outcome: Outcome) -> bool:
    """Return whether `latest.json` tells of the upload of an outcome already, or of a later one."""
    if latest.sequencer and outcome.sequencer:
        return not is_older(latest.sequencer, outcome.sequencer)
    # The same content may have been uploaded again since.
    same = bool(outcome.etag) and (outcome.etag, outcome.time) == (latest.etag, latest.time)
    return same or not outcome.ending_in(ERROR).replaces(latest, lambda: True)


def fault_of(upload: Upload, failure: Mapping[str, Any]) -> UploadError:
    """Return why an upload has no outcome, from what Lambda says of the last attempt.

    Args:
        upload: The upload that was to be analysed.
        failure: What Lambda sends to the destination of failed events.
    """
    name = PurePosixPath(upload.key).name
    response = failure.get("responsePayload")
    payload: Mapping[str, Any] = response if isinstance(response, Mapping) else {}
    kind, message = str(payload.get("errorType", "")), str(payload.get("errorMessage", ""))
    if kind == AttemptError.__name__ and (told := _told(upload, message)):
        return told
    if found := _SECONDS.search(message):
        return UploadError("out_of_time", name=name, seconds=float(found[1]))
    if kind == "Runtime.OutOfMemory" or "signal: killed" in message:
        return UploadError("out_of_memory", name=name, why="the function was ended for it")
    # The message itself may quote the file.
    ended = f"the last attempt ended in {kind}" if re.fullmatch(r"[\w.]{1,80}", kind) else ""
    return UploadError("not_finished", name=name, what=ended or "every attempt failed")


def _told(upload: Upload, message: str) -> UploadError | None:
    """Return the fault of an upload in the message of an `AttemptError`; None without one."""
    try:
        for each in json.loads(message):
            if (each["bucket"], each["key"]) == (upload.bucket, upload.key):
                return UploadError.from_dict(each["error"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return None
