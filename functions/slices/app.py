"""A part of an upload that is larger than one function: surveyed, counted, combined or merged."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.aws.metrics import adopt_library_lines, logger, metrics, tracer
from moodcloud.aws.s3 import s3_client
from moodcloud.aws.slice_tasks import SliceTasks
from moodcloud.processes import collect_seldom

settings = FunctionSettings.from_environment()
s3 = s3_client()
adopt_library_lines()
collect_seldom()


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Take a step of a slice; raise where the state machine is to try again, or to give up."""
    upload = Upload(**event["upload"])
    logger.append_keys(bucket=upload.bucket, key=upload.key, slice=event["n"])
    storage = settings.storage(s3, upload.bucket)
    tasks = SliceTasks(event["id"], upload, storage, settings)
    if event["step"] == "survey":
        return tasks.survey(event["round"], event["n"])
    steps = {"count": tasks.count, "combine": tasks.combine, "merge": tasks.merge}
    return steps[event["step"]](event["n"])
