"""Upload a local file; download a set of results to a local folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from botocore.exceptions import ClientError

from moodcloud.aws.keys import Location
from moodcloud.aws.outcome import MISSING_VERSION, TOKEN
from moodcloud.aws.remote import find_results, latest_of
from moodcloud.aws.s3 import (
    MISSING,
    REFUSED,
    RemoteError,
    code_of,
    head_object,
    reach,
    read_object,
)
from moodcloud.errors import UploadError
from moodcloud.report.contract import from_json
from moodcloud.report.file_names import ERROR, SUMMARY
from moodcloud.report.folders import is_name, replace_set
from moodcloud.report.summary import Summary
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


# The most bytes of metadata that S3 takes, names and values together.
_MOST_METADATA: Final = 2048
_PARALLEL_GETS: Final = 8


@dataclass(frozen=True)
class Sent:
    """A file that was sent: its address, and the token by which its results are known."""

    location: Location
    token: str


def send(
    client: S3Client,
    file: Path,
    target: Location,
    metadata: Mapping[str, str],
    progress: Callable[[int], None],
) -> Sent:
    """Upload a file.

    Args:
        client: A client of S3.
        file: The file.
        target: Where it goes.
        metadata: Options, as `settings.to_metadata` gives them.
        progress: Called with the number of bytes that went out.

    Raises:
        RemoteError: The options are too long for metadata.
    """
    token = uuid4().hex
    whole = {**metadata, TOKEN: token}
    if sum(len(name) + len(value) for name, value in whole.items()) > _MOST_METADATA:
        raise RemoteError(
            "The options are too long to go with an upload: S3 takes 2 KB. Shorten the lists, or "
            "set them for all uploads, as variables of the function: MOODCLOUD_STOPWORDS and so on."
        )
    client.upload_file(
        str(file), target.bucket, target.key, ExtraArgs={"Metadata": whole}, Callback=progress
    )
    return Sent(target, token)


def outcome_of(client: S3Client, sent: Sent, results_bucket: str) -> Location | None:
    """Return where the `summary.json` or `error.json` of an upload is; None until it is there.

    Raises:
        RemoteError: There will be none: the upload was replaced.
    """
    found = latest_of(client, results_bucket, sent.location)
    if found is None:
        return None
    prefix, latest = found
    outcome = Location(results_bucket, f"{prefix}{latest.file}")
    if latest.token == sent.token:
        return outcome
    token = _token_now(client, sent.location)
    if token is None and latest.version == MISSING_VERSION:
        return outcome
    if token not in (None, sent.token):
        raise RemoteError(
            f"{sent.location} was replaced by a later upload before it was analysed: the results "
            "will be those of that one."
        )
    return None


def _token_now(client: S3Client, location: Location) -> str | None:
    """Return the token of the object at an address; None where it is gone or may not be seen."""
    head = head_object(client, location.bucket, location.key, MISSING | REFUSED)
    return None if head is None else head.get("Metadata", {}).get(TOKEN, "")


def fetch_results(source: Location, out: Path, results_bucket: str | None = None) -> Summary:
    """Download a set of results and return its summary.

    Args:
        source: The address of an upload or of results; see `find_results`.
        out: The folder, made if missing. Results of an earlier analysis in it are replaced; any
            other file in it stays.
        results_bucket: Where the results of an upload are, if not where a stack puts them.

    Raises:
        UploadError: The upload was refused: there is an `error.json` in place of results.
        RemoteError: There are no results, or not all of them, or S3 could not be read.
    """
    with reach(source, "s3:GetObject") as client:
        return fetch_set(client, find_results(client, source, results_bucket), out)


def fetch_set(client: S3Client, place: Location, out: Path) -> Summary:
    """Download the set whose `summary.json` or `error.json` is at an address, or nothing.

    See `fetch_results`.
    """
    content = read_object(client, place.bucket, place.key)
    if content is None:
        raise RemoteError(f"There is no {place}.")
    told = _parsed(content, place)
    if place.name == ERROR:
        raise UploadError.from_dict(told)
    files, summary = _files(told, place), _summary(told, place)
    prefix = place.key.removesuffix(SUMMARY)
    with workspace() as staged, ThreadPoolExecutor(_PARALLEL_GETS) as pool:
        wanted = [file for file in files if file != SUMMARY]
        list(pool.map(lambda file: _download(client, place, prefix + file, staged / file), wanted))
        (staged / SUMMARY).write_bytes(content)
        replace_set(staged, out)
    return summary


def _parsed(content: bytes, place: Location) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise RemoteError(f"{place} is not JSON as moodcloud writes it.")
    return told


def _files(summary: dict[str, Any], place: Location) -> list[str]:
    """Return the files that a set must have, by its summary."""
    listed = summary.get("files")
    if not isinstance(listed, list) or SUMMARY not in listed:
        raise RemoteError(f"{place} is no summary of moodcloud: it does not list its files.")
    for name in listed:
        # A name that leads out of the folder names no file of a set.
        if not is_name(name):
            raise RemoteError(f"{place} lists a file that cannot be: {name!r}.")
    return listed


def _summary(content: dict[str, Any], place: Location) -> Summary:
    try:
        return from_json(Summary, content)
    except ValueError as error:
        raise RemoteError(f"{place} is no summary of moodcloud: {error}.") from None


def _download(client: S3Client, place: Location, key: str, path: Path) -> None:
    try:
        client.download_file(place.bucket, key, str(path))
    except ClientError as error:
        if code_of(error) in MISSING:
            raise RemoteError(
                f"The results at {place} are not whole: s3://{place.bucket}/{key} is missing. "
                "It was deleted; upload the file again."
            ) from error
        raise
