"""An S3 upload event: every object in it becomes results, or an `error.json`."""

from __future__ import annotations

import os
from typing import Any

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config
from moodcloud.aws.delivery import deliver
from moodcloud.aws.events import Upload, uploads_in
from moodcloud.aws.observability import adopt_library_lines, logger, metrics, tracer
from moodcloud.aws.storage import Storage

s3 = boto3.client("s3", config=Config(retries={"mode": "standard", "total_max_attempts": 5}))
adopt_library_lines()


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[str]]:
    """Handle an S3 event; raise, so that Lambda tries again, when a fault may pass."""
    uploads = uploads_in(event)
    if not uploads:
        logger.info("no uploads in this event", event_name=event.get("Event"))
    done: list[str] = []
    failures: list[Exception] = []
    for upload in uploads:
        logger.append_keys(bucket=upload.bucket, key=upload.key)
        if upload.is_result:
            logger.info("ignored: keys under results/ are results")
            continue
        if upload.is_folder:
            logger.info("ignored: a folder")
            continue
        try:
            seconds = context.get_remaining_time_in_millis() / 1000
            done.append(deliver(upload, _storage(upload), seconds))
        except Exception as error:  # the other records of the event get their turn first
            logger.exception("will be tried again")
            failures.append(error)
    if failures:
        raise failures[0]
    return {"results": done}


def _storage(upload: Upload) -> Storage:
    return Storage(s3, os.environ.get("RESULTS_BUCKET") or upload.bucket)
