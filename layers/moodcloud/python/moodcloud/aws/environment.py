"""What the environment tells a function: read once, when the function starts, and checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from moodcloud.aws.keys import home_of
from moodcloud.aws.storage import Storage
from moodcloud.bounds import NO_BOUNDS, Bounds
from moodcloud.settings import Given, from_environment

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_MEMORY: Final = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"
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
    options: Given = field(default_factory=lambda: from_environment({}))
    bounds: Bounds = NO_BOUNDS

    @classmethod
    def from_environment(cls, *required: str, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the settings that environment variables give.

        Args:
            *required: Variables that the function cannot do without.
            environment: The variables by name.

        Raises:
            EnvironmentVariableError: One of them is missing, or the size of the memory or a bound
                is no number.
        """
        for name in required:
            if not environment.get(name):
                raise EnvironmentVariableError(
                    f"The variable {name} of the function is not set: {_MEANINGS[name]}. The "
                    "template of the stack sets it."
                )
        memory = environment.get(_MEMORY, "")
        if memory and not memory.isdecimal():
            raise EnvironmentVariableError(f"The variable {_MEMORY} is no number: {memory!r}.")
        return cls(
            results_bucket=environment.get("RESULTS_BUCKET", ""),
            uploads_bucket=environment.get("UPLOADS_BUCKET", ""),
            failed_events_url=environment.get("FAILED_EVENTS_URL", ""),
            memory_mb=int(memory) if memory else None,
            service=environment.get("POWERTOOLS_SERVICE_NAME", cls.service),
            partial_batches=environment.get("PARTIAL_BATCHES", "") == "true",
            traced="AWS_XRAY_DAEMON_ADDRESS" in environment,
            options=from_environment(environment),
            bounds=_bounds(environment),
        )

    def storage(self, client: S3Client, uploads: str) -> Storage:
        """Return where the results of the uploads in a bucket go."""
        if not self.results_bucket:
            return Storage(client, uploads)
        home = self.uploads_bucket or home_of(self.results_bucket)
        return Storage(client, self.results_bucket, home)


def _bounds(environment: Mapping[str, str]) -> Bounds:
    try:
        return Bounds.from_environment(environment)
    except ValueError as error:
        raise EnvironmentVariableError(str(error)) from None
