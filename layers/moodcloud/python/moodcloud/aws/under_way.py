"""How far an upload in slices is: told by its steps, seen by whoever uploaded it.

Its execution is found by the token of the upload. What is done follows from the objects that slices
leave; so slices tell nobody anything, and no right is needed but that to look at the results.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from moodcloud.aws.s3 import MISSING, REFUSED, read_object
from moodcloud.aws.work_objects import WORK_PREFIX, work_prefix
from moodcloud.report.contract import from_json

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class UnderWay:
    """An upload that is worked on in slices.

    Attributes:
        execution: The execution.
        slices: How many slices there are.
        rows: How many rows are counted in all of them; 0 until all are surveyed.
    """

    execution: str
    slices: int
    rows: int = 0


@dataclass(frozen=True)
class Done:
    """What is done of an upload in slices.

    Attributes:
        slices: How many slices there are.
        surveyed: How many of them are surveyed.
        counted: How many are counted.
        rows: About how many rows are counted so far.
    """

    slices: int
    surveyed: int
    counted: int
    rows: int

    @property
    def share(self) -> float:
        """The share of all slices that is done, each of them surveyed and counted."""
        return (self.surveyed + self.counted) / (2 * self.slices)

    def told(self, seconds: float) -> str:
        """Return what is done in a few words.

        >>> Done(slices=400, surveyed=400, counted=100, rows=2_500_000).told(300)
        '100 of 400 slices counted, 2,500,000 rows so far, 3 minutes left'

        Args:
            seconds: How long it took to do that.
        """
        if self.counted == self.slices:
            return f"all {self.slices:,} slices counted, {self.rows:,} rows; drawing"
        if not self.rows:
            return f"{self.surveyed:,} of {self.slices:,} slices read"
        minutes = max(1, round(seconds * (1 / self.share - 1) / 60))
        left = f"{minutes:,} minute{'s' * (minutes > 1)} left"
        return (
            f"{self.counted:,} of {self.slices:,} slices counted, {self.rows:,} rows so far, {left}"
        )


def tell(client: S3Client, bucket: str, token: str, under_way: UnderWay) -> None:
    """Store how far an upload is; of one without a token nobody asks.

    Args:
        client: A client of S3.
        bucket: The bucket of results.
        token: The token of the upload.
        under_way: What is known of it.
    """
    if token:
        body = json.dumps(asdict(under_way)).encode()
        client.put_object(Bucket=bucket, Key=_key(token), Body=body)


def done_of(client: S3Client, bucket: str, token: str) -> Done | None:
    """Return what is done of an upload; None where it is not in slices, or may not be seen.

    Args:
        client: A client of S3.
        bucket: The bucket of results.
        token: The token of the upload.
    """
    try:
        told = read_object(client, bucket, _key(token), MISSING | REFUSED)
        if told is None:
            return None
        under_way = from_json(UnderWay, json.loads(told))
        surveyed, counted = (
            len(set(_numbers(client, bucket, f"{work_prefix(under_way.execution)}{kind}/")))
            for kind in ("surveys", "sums")
        )
    except (BotoCoreError, ClientError):
        return None
    rows = under_way.rows * counted // under_way.slices
    return Done(under_way.slices, surveyed, counted, rows)


def _key(token: str) -> str:
    return f"{WORK_PREFIX}uploads/{token}.json"


def _numbers(client: S3Client, bucket: str, prefix: str) -> Iterator[str]:
    """Yield the number of the slice of each object; a slice has one for each round of surveys."""
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for found in page.get("Contents", []):
            yield found["Key"].removesuffix(".json").removeprefix(prefix).rpartition("-")[2]
