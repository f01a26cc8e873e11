"""A small upload on its whole way through a stack: what `moodcloud doctor --try` does."""

from __future__ import annotations

import json
import time
from typing import Any, Final

from moodcloud.aws.findings import Finding, State
from moodcloud.aws.keys import Location
from moodcloud.aws.s3 import RemoteError, in_plain_words, read_object
from moodcloud.aws.stacks import client_of, find_stack
from moodcloud.aws.transfer import Sent, outcome_of, send
from moodcloud.report.file_names import ERROR
from moodcloud.workspace import workspace

KEY: Final = "moodcloud-doctor.csv"
"""The key of the upload: one of all trials, so that they leave one entry in the gallery."""
_ROWS: Final = 20
_POLL_SECONDS: Final = 1.0


def trial_table() -> bytes:
    """Return a small table of labelled texts."""
    rows = (
        f"the {'lovely bright' if number % 2 else 'cold noisy'} room {number},"
        f"{'positive' if number % 2 else 'negative'}"
        for number in range(_ROWS)
    )
    return "\n".join(["text,sentiment", *rows, ""]).encode()


def try_upload(name: str, seconds: float) -> Finding:
    """Upload a small table to a stack, wait for its results, and delete the upload.

    Args:
        name: The name of the stack.
        seconds: How long to wait.

    Raises:
        RemoteError: The stack is not there, or S3 refused.
    """
    stack = find_stack(name)
    target = Location(stack.output("UploadsBucketName"), KEY)
    start = time.monotonic()
    with in_plain_words(target, "s3:PutObject, s3:GetObject and s3:DeleteObject"):
        client = client_of("s3")
        with workspace() as folder:
            (folder / KEY).write_bytes(trial_table())
            sent = send(client, folder / KEY, target, {}, lambda _: None)
        try:
            return _awaited(client, sent, stack.output("ResultsBucketName"), start, seconds)
        finally:
            client.delete_object(Bucket=target.bucket, Key=target.key)


def _awaited(client: Any, sent: Sent, results: str, start: float, seconds: float) -> Finding:
    while (place := outcome_of(client, sent, results)) is None:
        if time.monotonic() - start > seconds:
            remedy = (
                "Look at the function's log, its alarms and the queue of failed events; a first "
                "start may take longer: --timeout."
            )
            return Finding(State.BAD, "trial", f"no results after {seconds:,.0f} s", remedy)
        time.sleep(_POLL_SECONDS)
    took = f"{time.monotonic() - start:,.1f} s"
    told = json.loads(read_object(client, place.bucket, place.key) or b"{}")
    if place.name == ERROR:
        return Finding(State.BAD, "trial", f"{told.get('message')}", str(told.get("remedy", "")))
    counted = told.get("rows", {}).get("counted")
    if counted != _ROWS:
        raise RemoteError(f"{place} counts {counted} rows of {_ROWS}.")
    return Finding(State.GOOD, "trial", f"results after {took}: {place}")
