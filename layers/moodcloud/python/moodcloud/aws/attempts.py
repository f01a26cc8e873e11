"""What an attempt that failed leaves for those who come after it.

Lambda hands the last attempt's exception on with the event. So an attempt tells by its exception
which faults of the moment it met, and whoever gets the event can say what went wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from moodcloud.aws.events import Upload
from moodcloud.errors import UploadError

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


def fault_of(upload: Upload, name: str, failure: Mapping[str, Any]) -> UploadError:
    """Return why an upload has no outcome, by what Lambda tells of the last attempt.

    Args:
        upload: What was to be analysed.
        name: What messages call it.
        failure: What Lambda sends to the destination of failed events.
    """
    response = failure.get("responsePayload")
    payload: Mapping[str, Any] = response if isinstance(response, Mapping) else {}
    kind, message = str(payload.get("errorType", "")), str(payload.get("errorMessage", ""))
    if kind == AttemptError.__name__ and (told := _told(upload, message)):
        return told
    if found := _SECONDS.search(message):
        return UploadError("out_of_time", name=name, seconds=float(found[1]))
    if kind == "Runtime.OutOfMemory" or "signal: killed" in message:
        return UploadError("out_of_memory", name=name, why="the function was ended for it")
    # The message itself may be anybody's.
    ended = f"the last attempt ended in {kind}" if re.fullmatch(r"[\w.]{1,80}", kind) else ""
    return UploadError("not_finished", name=name, what=ended or "every attempt failed")


def _told(upload: Upload, message: str) -> UploadError | None:
    """Return what an `AttemptError` says of an upload."""
    try:
        for each in json.loads(message):
            if (each["bucket"], each["key"]) == (upload.bucket, upload.key):
                return UploadError.from_dict(each["error"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return None
