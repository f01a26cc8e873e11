"""The steps between slices: plan, decide, finish; and the last word where one fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext
from moodcloud.aws.delivery import deliver
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.aws.failed_events import conclude
from moodcloud.aws.fan_out import as_failure
from moodcloud.aws.metrics import adopt_library_lines, logger, metrics, tracer
from moodcloud.aws.s3 import CONFIG, s3_client
from moodcloud.aws.slice_tasks import SliceTasks
from moodcloud.processes import collect_seldom

settings = FunctionSettings.from_environment("RESULTS_BUCKET", "FAILED_EVENTS_URL")
s3 = s3_client()
sqs = boto3.client("sqs", config=CONFIG)
adopt_library_lines()
collect_seldom()


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Take a step; raise where the state machine is to try again, or to give up."""
    upload = Upload(**event["upload"])
    logger.append_keys(bucket=upload.bucket, key=upload.key, step=event["step"])
    storage = settings.storage(s3, upload.bucket)
    tasks = SliceTasks(event["id"], upload, storage, settings)

    def whole() -> dict[str, Any]:
        seconds = context.get_remaining_time_in_millis() / 1000
        return {"summary": deliver(upload, storage, settings, seconds)}

    def give_up() -> dict[str, Any]:
        failure = as_failure(upload, event["error"])
        conclude(failure, storage)
        sqs.send_message(QueueUrl=settings.failed_events_url, MessageBody=json.dumps(failure))
        return {}

    steps: dict[str, Callable[[], dict[str, Any]]] = {
        "plan": tasks.plan,
        "decide": lambda: tasks.decide(event["round"]),
        "finish": tasks.finish,
        "whole": whole,
        "give up": give_up,
    }
    return steps[event["step"]]()
