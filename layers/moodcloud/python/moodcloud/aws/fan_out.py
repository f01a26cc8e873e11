"""Uploads that are larger than one function start an execution of the state machine of slices."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final
from urllib.parse import quote_plus

import boto3

from moodcloud import __version__
from moodcloud.aws.events import Upload
from moodcloud.aws.metrics import logger
from moodcloud.aws.s3 import CONFIG

# Names of executions have at most 80 characters.
_DIGITS: Final = 32
_FAILED: Final = {"FAILED", "TIMED_OUT", "ABORTED"}


def execution_of(upload: Upload) -> str:
    """Return the name of the execution for an upload: an event that comes again has the same."""
    told = (upload.bucket, upload.key, upload.sequencer, upload.version_id, upload.etag)
    return hashlib.sha256("\n".join((*told, __version__)).encode()).hexdigest()[:_DIGITS]


def start(state_machine: str, upload: Upload, client: Any = None) -> str:
    """Start the execution for an upload, unless one that an event has started runs or succeeded.

    A name can be used once: after an execution that failed, an event that is handed in again starts
    another of a new name.

    Args:
        state_machine: The ARN of the state machine.
        upload: The object that arrived.
        client: A client of Step Functions; a new one otherwise, for few uploads are so large.

    Returns:
        The name of the execution.
    """
    client = client or boto3.client("stepfunctions", config=CONFIG)
    first, executions = execution_of(upload), state_machine.replace(":stateMachine:", ":execution:")
    for attempt in itertools.count(1):
        name = first if attempt == 1 else f"{first}-{attempt}"
        told = json.dumps({"id": name, "upload": asdict(upload)}, ensure_ascii=False)
        try:
            client.start_execution(stateMachineArn=state_machine, name=name, input=told)
            logger.info("larger than one function: slices are started", execution=name)
            break
        except client.exceptions.ExecutionAlreadyExists:
            found = client.describe_execution(executionArn=f"{executions}:{name}")
            if found["status"] not in _FAILED:
                logger.info("slices were started by an earlier event", execution=name)
                break
    return name


def as_failure(upload: Upload, error: Mapping[str, Any]) -> dict[str, Any]:
    """Return a failed execution as Lambda tells of a failed event.

    Args:
        upload: The upload.
        error: What the state machine caught: `Error` and `Cause`.
    """
    thing = {
        "key": quote_plus(upload.key, safe="/"),
        "size": upload.size,
        "eTag": upload.etag,
        "sequencer": upload.sequencer,
        **({"versionId": upload.version_id} if upload.version_id else {}),
    }
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "eventTime": upload.time,
        "s3": {"bucket": {"name": upload.bucket}, "object": thing},
    }
    return {
        "requestPayload": {"Records": [record]},
        "responsePayload": _cause(error),
    }


def _cause(error: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a function answered when it failed; of other errors their name."""
    try:
        told = json.loads(str(error.get("Cause", "")))
    except ValueError:
        told = None
    if isinstance(told, dict) and "errorType" in told:
        return {name: told.get(name, "") for name in ("errorType", "errorMessage")}
    return {"errorType": str(error.get("Error", "")), "errorMessage": ""}
