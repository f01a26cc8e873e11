"""The last word on uploads whose every attempt failed: an `error.json`, and no silence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from moodcloud.aws.attempts import fault_of
from moodcloud.aws.download import open_upload
from moodcloud.aws.events import Upload, is_older, uploads_in
from moodcloud.aws.observability import logger
from moodcloud.aws.outcome import Identity, refuse
from moodcloud.aws.storage import Storage
from moodcloud.errors import UploadError
from moodcloud.report.results import ERROR


def conclude(failure: Mapping[str, Any], storage: Storage) -> list[str]:
    """Write an `error.json` for each upload of a failed event that has no outcome.

    Args:
        failure: What Lambda sends to the destination of failed events.
        storage: Where results are.

    Returns:
        The keys of what was written.

    Raises:
        ClientError: S3 refused; worth another try.
    """
    written = []
    for upload in _uploads(failure):
        logger.append_keys(bucket=upload.bucket, key=upload.key)
        if not upload.is_result and not upload.is_folder:
            written += _conclude(upload, failure, storage)
    return written


def _uploads(failure: Mapping[str, Any]) -> list[Upload]:
    """Return the uploads of the event that failed; none where it is no event of uploads."""
    try:
        return uploads_in(failure["requestPayload"])
    except (KeyError, TypeError, AttributeError, ValueError):
        logger.warning("a failed event names no upload")
        return []


def _conclude(upload: Upload, failure: Mapping[str, Any], storage: Storage) -> list[str]:
    """Return the key of the `error.json` of an upload; nothing where there is an outcome."""
    identity = Identity.of_event(upload)
    error = fault_of(upload, PurePosixPath(upload.key).name, failure)
    try:
        opened = open_upload(storage.client, upload)
        opened.answer["Body"].close()
        identity = Identity.of_object(opened)
    except UploadError as fault:
        error = fault
    if _has_outcome(identity, storage):
        logger.info("there is an outcome already")
        return []
    return [refuse(error, identity, storage)]


def _has_outcome(identity: Identity, storage: Storage) -> bool:
    """Tell whether `latest.json` tells of this upload already, or of a later one."""
    latest, upload = storage.latest(identity.upload), identity.upload
    if latest is None:
        return False
    if latest.sequencer and upload.sequencer:
        return not is_older(latest.sequencer, upload.sequencer)
    same = bool(identity.etag) and identity.etag == latest.etag
    return same or not identity.outcome(ERROR).replaces(latest, lambda: True)
