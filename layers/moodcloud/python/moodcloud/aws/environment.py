"""What the environment tells a function: read once, when the function starts, and checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from moodcloud.aws.events import Upload
from moodcloud.aws.keys import home_of
from moodcloud.aws.storage import Storage
from moodcloud.bounds import NO_BOUNDS, Bounds
from moodcloud.settings import Given, from_environment

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MEMORY: Final = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"
# Below this, pairs of words that occur once in a slice could not be told from those that matter.
_SLICE_MB: Final = 256
_MB: Final = 1 << 20
_MEANINGS: Final = {
    "RESULTS_BUCKET": "the bucket that results go to",
    "FAILED_EVENTS_URL": "the address of the queue where failed events wait for people",
}


class EnvironmentVariableError(ValueError):
    """A variable of the function is missing or cannot be read; the message says which."""


@dataclass(frozen=True)
class FunctionSettings:
    """The settings of a function.

    Attributes:
        results_bucket: Where results go; where it is empty, they go beside the uploads.
        uploads_bucket: The bucket of uploads that the results bucket belongs to; where it is empty,
            it follows from the names of the buckets.
        failed_events_url: The queue where failed events wait for people; may be empty.
        memory_mb: The memory of the function, in MiB; None outside Lambda.
        service: The stack's name, which keeps the figures of two stacks in one account apart.
        traced: Whether there is an X-Ray daemon. Where there is none (in an emulator, on a laptop),
            nobody would receive a trace, and the tracer would warn of each one it drops.
        partial_batches: Whether a queue that feeds the function takes back single messages of a
            batch (ReportBatchItemFailures). Where it does not, what is handed back would be lost.
        queue_attempts: After how many attempts such a queue gives a message up, which tells nobody
            why; 0 where that is not known.
        state_machine: The ARN of the state machine of slices; empty where there is none.
        slices_from: Uploads of so many bytes or more are cut into slices.
        slice_bytes: How many bytes a slice has, about.
        options: The options of an analysis that hold for all uploads.
        bounds: The most that an upload may have or take.
    """

    results_bucket: str = ""
    uploads_bucket: str = ""
    failed_events_url: str = ""
    memory_mb: int | None = None
    service: str = "moodcloud"
    traced: bool = False
    partial_batches: bool = False
    queue_attempts: int = 0
    state_machine: str = ""
    slices_from: int = 0
    slice_bytes: int = _SLICE_MB * _MB
    options: Given = field(default_factory=lambda: from_environment({}))
    bounds: Bounds = NO_BOUNDS

    @classmethod
    def from_environment(cls, *required: str, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the settings that environment variables give.

        Args:
            *required: Variables that the function cannot do without.
            environment: The variables by name.

        Raises:
            EnvironmentVariableError: One of them is missing, or a size or a bound is no number.
        """
        for name in required:
            if not environment.get(name):
                raise EnvironmentVariableError(
                    f"The variable {name} of the function is not set: {_MEANINGS[name]}. The "
                    "template of the stack sets it."
                )
        memory = _number(_MEMORY, 0, environment)
        return cls(
            results_bucket=environment.get("RESULTS_BUCKET", ""),
            uploads_bucket=environment.get("UPLOADS_BUCKET", ""),
            failed_events_url=environment.get("FAILED_EVENTS_URL", ""),
            memory_mb=memory or None,
            service=environment.get("POWERTOOLS_SERVICE_NAME", cls.service),
            partial_batches=environment.get("PARTIAL_BATCHES", "") == "true",
            queue_attempts=_number("QUEUE_ATTEMPTS", 0, environment),
            traced="AWS_XRAY_DAEMON_ADDRESS" in environment,
            state_machine=environment.get("STATE_MACHINE", ""),
            slices_from=_number("SLICES_FROM_MB", 0, environment) * _MB,
            slice_bytes=_number("SLICE_MB", _SLICE_MB, environment) * _MB,
            options=from_environment(environment),
            bounds=_bounds(environment),
        )

    def is_for_slices(self, upload: Upload) -> bool:
        """Return whether an upload is larger than one function takes, and slices are set up.

        One that is larger than it may be is for no slices: it is refused.
        """
        allowed = self.bounds.allows_size(upload.size)
        return bool(self.state_machine) and upload.size >= self.slices_from and allowed

    def storage(self, client: S3Client, uploads: str) -> Storage:
        """Return where the results of the uploads in a bucket go."""
        if not self.results_bucket:
            return Storage(client, uploads)
        home = self.uploads_bucket or home_of(self.results_bucket)
        return Storage(client, self.results_bucket, home)


def _number(name: str, usual: int, environment: Mapping[str, str]) -> int:
    text = environment.get(name, "")
    if text and not text.isdecimal():
        raise EnvironmentVariableError(f"The variable {name} is no number: {text!r}.")
    return int(text) if text else usual


def _bounds(environment: Mapping[str, str]) -> Bounds:
    try:
        return Bounds.from_environment(environment)
    except ValueError as error:
        raise EnvironmentVariableError(str(error)) from None
