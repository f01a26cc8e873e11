"""A set of results from a bucket to a folder here: all of it, or nothing."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from moodcloud.aws.account import RemoteError, code_of, in_plain_words, require_bucket
from moodcloud.aws.changing import MISSING
from moodcloud.aws.client import s3_client
from moodcloud.aws.location import Location
from moodcloud.aws.places import find_results
from moodcloud.aws.storage import Storage
from moodcloud.errors import UploadError
from moodcloud.report.folders import replace_set
from moodcloud.report.results import ERROR, SUMMARY
from moodcloud.report.sets import is_name
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PARALLEL_GETS: Final = 8


def fetch_results(source: Location, out: Path, results_bucket: str | None = None) -> dict[str, Any]:
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
    with in_plain_words(source, "s3:GetObject"):
        client = s3_client()
        require_bucket(client, source)
        return fetch_set(client, find_results(client, source, results_bucket), out)


def fetch_set(client: S3Client, place: Location, out: Path) -> dict[str, Any]:
    """Download the set whose `summary.json` or `error.json` is at an address; see above."""
    content = _content(client, place)
    if place.name == ERROR:
        raise UploadError.from_dict(content)
    prefix = place.key.removesuffix(SUMMARY)
    with (
        workspace() as staged,
        ThreadPoolExecutor(_PARALLEL_GETS) as pool,
    ):
        wanted = [file for file in _files(content, place) if file != SUMMARY]
        list(pool.map(lambda file: _download(client, place, prefix + file, staged / file), wanted))
        (staged / SUMMARY).write_bytes(_bytes(client, place))
        replace_set(staged, out)
    return content


def _files(summary: dict[str, Any], place: Location) -> list[str]:
    """Return the files that a set must have, by its summary."""
    listed = summary.get("files")
    if not isinstance(listed, list) or SUMMARY not in listed:
        raise RemoteError(f"{place} is no summary of moodcloud: it does not list its files.")
    for name in listed:
        # A name that leads elsewhere is not ours.
        if not is_name(name):
            raise RemoteError(f"{place} lists a file that cannot be: {name!r}.")
    return listed


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


def _content(client: S3Client, place: Location) -> dict[str, Any]:
    try:
        content = json.loads(_bytes(client, place))
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise RemoteError(f"{place} is not JSON as moodcloud writes it.")
    return content


def _bytes(client: S3Client, place: Location) -> bytes:
    content = Storage(client, place.bucket).read(place.key)
    if content is None:
        raise RemoteError(f"There is no {place}.")
    return content
