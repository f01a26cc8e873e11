"""An upload event: every object in it becomes results, or an `error.json`."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from moodcloud.aws.batches import Batch
from moodcloud.aws.delivery import deliver
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.aws.failed_events import conclude
from moodcloud.aws.fan_out import start
from moodcloud.aws.metrics import adopt_library_lines, logger, metrics, tracer
from moodcloud.aws.s3 import s3_client
from moodcloud.processes import collect_seldom

settings = FunctionSettings.from_environment()
s3 = s3_client()
adopt_library_lines()
collect_seldom()


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Handle an event; raise, so that it comes again, when a fault may pass.

    Messages of a queue that failed are handed back by their ids.
    """
    batch = Batch.of(event)
    batch.deliver(_deliver, lambda: context.get_remaining_time_in_millis() / 1000)
    for failure in batch.given_up(settings.queue_attempts):
        _conclude(failure)
    return batch.answer(settings.partial_batches)


def _conclude(failure: dict[str, Any]) -> None:
    """Say why an upload has no results while that is known; its event goes on as it would."""
    try:
        conclude(failure, settings.storage(s3, settings.uploads_bucket))
    except Exception:
        logger.exception("why it failed could not be written")


def _deliver(upload: Upload, seconds: float) -> str:
    if settings.is_for_slices(upload):
        return start(settings.state_machine, upload)
    return deliver(upload, settings.storage(s3, upload.bucket), settings, seconds)
