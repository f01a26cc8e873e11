"""The client of S3: how long it waits, and how often it tries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONFIG: Final = Config(
    # S3 answers within a second or two even when it is slow. The defaults of a minute each, five
    # times over, would outlast the time limit of most functions.
    connect_timeout=5,
    read_timeout=15,
    retries={"mode": "standard", "total_max_attempts": 5},
)


def s3_client() -> S3Client:
    """Return a client of S3, with the credentials that boto3 finds."""
    return boto3.client("s3", config=CONFIG)
