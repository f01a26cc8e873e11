"""Events whose every attempt failed: uploads get a last word, events wait for people."""

from __future__ import annotations

import json
from typing import Any

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.failed_events import as_failure, conclude
from moodcloud.aws.metrics import adopt_library_lines, logger, metrics, tracer
from moodcloud.aws.s3 import CONFIG, s3_client

settings = FunctionSettings.from_environment("RESULTS_BUCKET", "FAILED_EVENTS_URL")
storage = settings.storage(s3_client(), settings.uploads_bucket)
sqs = boto3.client("sqs", config=CONFIG)
adopt_library_lines()


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Handle messages of a queue; those that fail are handed back to it by their ids."""
    failed = []
    for message in event["Records"]:
        try:
            _handle(message["body"])
        except Exception:  # the other messages get their turn; the queue brings this one again
            logger.exception("will be tried again")
            failed.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failed}


def _handle(body: str) -> None:
    """Conclude the uploads of a failed event, then put it where people look for it."""
    failure = as_failure(json.loads(body))
    conclude(failure, storage)
    sqs.send_message(QueueUrl=settings.failed_events_url, MessageBody=json.dumps(failure))
