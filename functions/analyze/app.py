"""An S3 upload event: every object in it becomes results, or an `error.json`."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from moodcloud.aws.delivery import deliver
from moodcloud.aws.environment import FunctionSettings
from moodcloud.aws.events import Upload
from moodcloud.aws.failed_events import AttemptError
from moodcloud.aws.metrics import adopt_library_lines, logger, metrics, tracer
from moodcloud.aws.notices import MalformedEventError, Told, told_by
from moodcloud.aws.s3 import s3_client
from moodcloud.errors import UploadError
from moodcloud.processes import collect_seldom

settings = FunctionSettings.from_environment()
s3 = s3_client()
adopt_library_lines()
collect_seldom()


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[str]]:
    """Handle an S3 event; raise, so that Lambda tries again, when a fault may pass."""
    told = told_by(event)
    _log_others(told)
    # Small ones first: where the time is short, all but the largest get their results.
    uploads = sorted(filter(_is_meant, told.uploads), key=lambda upload: upload.size)
    done: list[str] = []
    faults: dict[Upload, UploadError] = {}
    others: list[Exception] = []
    for number, upload in enumerate(uploads):
        logger.append_keys(bucket=upload.bucket, key=upload.key)
        # Each has an equal share of the time that is left.
        seconds = context.get_remaining_time_in_millis() / 1000 / (len(uploads) - number)
        try:
            done.append(deliver(upload, settings.storage(s3, upload.bucket), settings, seconds))
        except UploadError as error:
            logger.warning("will be tried again", code=error.code, reason=str(error))
            faults[upload] = error
        except Exception as error:  # the other records of the event get their turn first
            logger.exception("will be tried again")
            others.append(error)
    if faults:
        raise AttemptError(faults)
    if others:
        raise others[0]
    if told.malformed:
        raise MalformedEventError("; ".join(told.malformed))
    return {"results": done}


def _log_others(told: Told) -> None:
    """Name what an event holds besides uploads."""
    for name in told.others:
        logger.info(f"ignored: {name} is no upload")
    for reason in told.malformed:
        logger.error("a record names no upload: its event will wait for people", reason=reason)


def _is_meant(upload: Upload) -> bool:
    """Return whether an object is to be analysed."""
    if upload.is_result or upload.is_folder:
        what = "keys under results/ are results" if upload.is_result else "a folder"
        logger.info(f"ignored: {what}", bucket=upload.bucket, key=upload.key)
        return False
    return True
