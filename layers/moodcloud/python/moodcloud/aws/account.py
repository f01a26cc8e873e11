"""The user's account: what goes wrong with it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from moodcloud.aws.keys import Location
from moodcloud.aws.s3 import MISSING

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


_REFUSED: Final = {"403", "AccessDenied", "Forbidden", "AllAccessDisabled"}
_BAD_KEYS: Final = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"}


class RemoteError(OSError):
    """S3 could not be read from or written to; the message says why, and what to do."""


def require_bucket(client: S3Client, location: Location) -> None:
    """Make sure that the bucket of an address is there.

    Raises:
        RemoteError: It is not.
    """
    try:
        client.head_bucket(Bucket=location.bucket)
    except ClientError as error:
        if code_of(error) in {*MISSING, "NoSuchBucket"}:
            raise RemoteError(
                f"There is no bucket {location.bucket}. Check its name; `aws s3 ls` lists yours."
            ) from error
        # Whoever may read an object need not be allowed to look at the bucket.
        if code_of(error) not in _REFUSED:
            raise


@contextmanager
def in_plain_words(location: Location, actions: str) -> Iterator[None]:
    """Turn what boto3 raises into a `RemoteError` that a user can act on.

    Args:
        location: What is worked on.
        actions: The permissions that takes.
    """
    try:
        yield
    except NoCredentialsError as error:
        raise RemoteError(
            "No AWS credentials found. Run `aws configure` or `aws sso login`, set AWS_PROFILE, or "
            "run where a role gives them (EC2, ECS)."
        ) from error
    except NoRegionError as error:
        raise RemoteError("No AWS region is set. Set AWS_REGION, such as eu-west-1.") from error
    except ClientError as error:
        raise RemoteError(_reason(error, location, actions)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise RemoteError(f"S3 could not be used for {location}: {error}") from error


def _reason(error: ClientError, location: Location, actions: str) -> str:
    code = code_of(error)
    if code in _REFUSED:
        shown = replace(location, key=location.key or "*")
        return (
            f"Access to {shown} is denied. The credentials in use need {actions} on it, and "
            f"s3:ListBucket on the bucket; `aws sts get-caller-identity` tells whose they are."
        )
    if code in _BAD_KEYS:
        return (
            f"AWS does not accept the credentials in use ({code}). They may have expired or been "
            "mistyped: run `aws configure` or `aws sso login` again."
        )
    message = error.response["Error"].get("Message", "")
    return f"S3 refused {error.operation_name} for {location}: {code} {message}".rstrip()


def code_of(error: ClientError) -> str:
    """Return what S3 calls an error."""
    return error.response["Error"].get("Code", "")
