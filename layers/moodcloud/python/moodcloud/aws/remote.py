"""S3 for the command line: find results, download files, upload results."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from moodcloud.aws.download import open_upload, save
from moodcloud.aws.events import Upload
from moodcloud.aws.keys import RESULTS_PREFIX, Location, results_prefix, sibling_of
from moodcloud.aws.manifest import is_manifest
from moodcloud.aws.outcome import Outcome
from moodcloud.aws.s3 import (
    MISSING,
    NO_BUCKET,
    RemoteError,
    reach,
    read_object,
    require_bucket,
)
from moodcloud.aws.storage import LATEST, Storage
from moodcloud.reading import Inputs, NamedFile
from moodcloud.reading.inputs import chosen
from moodcloud.report.file_names import ERROR, REPORT, SUMMARY, WORDS
from moodcloud.report.folders import files_of
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def results_bucket_of(client: S3Client, uploads: str, named: str | None) -> str:
    """Return the bucket that holds the results of the uploads in another.

    Args:
        client: A client of S3.
        uploads: The bucket of the uploads.
        named: What the user says it is, if anything.

    Raises:
        RemoteError: There is no such bucket, or its name is not known.
    """
    bucket = named or sibling_of(uploads)
    if bucket is None:
        why = f"{uploads} is not named as a stack names its buckets (STACK-uploads-ACCOUNT-REGION)"
    else:
        try:
            require_bucket(client, Location(bucket, ""))
        except RemoteError:
            why = f"there is no bucket {bucket}"
        else:
            return bucket
    raise RemoteError(
        f"The bucket for the results of {uploads} was not found: {why}. Name it with "
        "--results-bucket; it is ResultsBucketName among the outputs of the stack."
    )


def latest_of(client: S3Client, bucket: str, upload: Location) -> tuple[str, Outcome] | None:
    """Return where an upload's results are, and its `latest.json`; None if it has none yet.

    Args:
        client: A client of S3.
        bucket: The results bucket.
        upload: The address of the upload.
    """
    for prefix in _prefixes(upload, bucket):
        if latest := _latest(client, Location(bucket, prefix), upload):
            return prefix, latest
    return None


def _prefixes(upload: Location, results: str) -> Iterator[str]:
    """Yield where results of an upload may be in a results bucket."""
    yield results_prefix(upload.bucket, upload.key, upload.bucket)
    if not _is_at_home(upload.bucket, results):
        yield results_prefix(upload.bucket, upload.key, "")


def _is_at_home(uploads: str, results: str) -> bool:
    """Return whether a results bucket belongs to a bucket of uploads, by their names."""
    return results in (uploads, sibling_of(uploads))


def _latest(client: S3Client, place: Location, upload: Location) -> Outcome | None:
    """Return the `latest.json` at a place; None if it is missing or about another upload.

    Uploads of the same key in two buckets may share the place.
    """
    latest = Outcome.parse(_read(client, place, LATEST))
    if latest is None or latest.bucket in ("", upload.bucket):
        return latest
    return latest if _is_at_home(upload.bucket, place.bucket) else None


def _read(client: S3Client, place: Location, name: str) -> bytes | None:
    return read_object(client, place.bucket, place.prefix + name, MISSING | NO_BUCKET)


def find_results(client: S3Client, source: Location, results_bucket: str | None) -> Location:
    """Return the address of the `summary.json` or `error.json` that an address leads to.

    Args:
        client: A client of S3.
        source: The address of an upload; or of results: their folder, that of all versions, or a
            file that says what they are.
        results_bucket: Where the results of an upload are, if not where a stack puts them.

    Raises:
        RemoteError: There are no results.
    """
    if source.name in (SUMMARY, ERROR):
        return source
    candidates = list(_candidates(source, results_bucket))
    for place in candidates:
        if found := _outcome_at(client, place, source):
            return found
    raise RemoteError(
        f"There are no results for {source}. Looked in {' and '.join(map(str, candidates))}. If "
        "the file was uploaded a moment ago, wait; if its results are in another bucket, name it "
        "with --results-bucket."
    )


def _outcome_at(client: S3Client, place: Location, upload: Location) -> Location | None:
    """Return the address of the `summary.json` or `error.json` of the newest results at a place."""
    if latest := _latest(client, place, upload):
        return Location(place.bucket, f"{place.prefix}{latest.file}")
    for name in (SUMMARY, ERROR):
        if _read(client, place, name) is not None:
            return Location(place.bucket, place.prefix + name)
    return None


def _candidates(source: Location, results_bucket: str | None) -> Iterator[Location]:
    """Yield the folders where results may be."""
    key = source.key.strip("/")
    below = f"{key}/" if key else ""
    if key.startswith(RESULTS_PREFIX):
        yield Location(results_bucket or source.bucket, below)
        return
    if results_bucket is None:
        yield Location(source.bucket, below)
        buckets = [sibling_of(source.bucket), source.bucket]
    else:
        buckets = [results_bucket]
    for bucket in buckets:
        if bucket and key:
            upload = Location(source.bucket, key)
            yield from (Location(bucket, prefix) for prefix in _prefixes(upload, bucket))


def fetch(source: Location, folder: Path) -> Path:
    """Download an object into `folder`.

    Raises:
        UploadError: `missing_upload`: the bucket is there, the object is not; or another fault of
            the object, see `open_upload` and `save`.
        RemoteError: Anything else.
    """
    with reach(source, "s3:GetObject") as client:
        path = folder / "upload"
        save(client, open_upload(client, Upload(source.bucket, source.key)), path)
        return path


def fetch_all(source: Location, folder: Path) -> Inputs:
    """Download the objects under a prefix, as if it were a folder.

    Args:
        source: The prefix. Objects under longer prefixes are not read.
        folder: Where to download to.

    Raises:
        UploadError: A fault of an object, see `open_upload` and `save`.
        RemoteError: Anything else.
    """
    with reach(source, "s3:ListBucket and s3:GetObject") as client:
        names = sorted(name for name in _names_below(client, source) if not is_manifest(name))
        kept, left_out = chosen(names)
        files = []
        for number, name in enumerate(kept):
            path, upload = folder / f"object-{number}", Upload(source.bucket, source.key + name)
            save(client, open_upload(client, upload), path)
            files.append(NamedFile(path, name))
    name = source.key.rstrip("/").rpartition("/")[2]
    return Inputs(name, tuple(files), tuple(left_out), asked_for=False)


def _names_below(client: S3Client, source: Location) -> Iterator[str]:
    """Yield the names of the objects under a prefix; those of longer prefixes end in a slash."""
    pages = client.get_paginator("list_objects_v2").paginate(
        Bucket=source.bucket, Prefix=source.key, Delimiter="/"
    )
    for page in pages:
        for found in page.get("Contents", []):
            if name := found["Key"].removeprefix(source.key):
                yield name
        for below in page.get("CommonPrefixes", []):
            yield below["Prefix"].removeprefix(source.key)


def fetch_words(source: Location, folder: Path) -> bool:
    """Download summary, vocabulary and page of a set of results into `folder`.

    Args:
        source: The prefix of the set, or that of all versions of an upload's results, of which the
            newest is taken.
        folder: Where to download to.

    Returns:
        Whether there is a set.

    Raises:
        RemoteError: S3 refused.
    """
    with reach(source, "s3:GetObject") as client:
        found = _outcome_at(client, source, source)
        if found is None or found.name != SUMMARY:
            return False
        place = Location(found.bucket, found.key.removesuffix(SUMMARY))
        for name in (SUMMARY, WORDS, REPORT):
            content = _read(client, place, name)
            if content is not None:
                (folder / name).write_bytes(content)
        # Without its page a set can be compared, but has no texts to quote.
        return all((folder / name).is_file() for name in (SUMMARY, WORDS))


def store(folder: Path, target: Location) -> None:
    """Upload a set of results; `summary.json` last, so that whoever sees it sees all.

    As in a local folder, results of an earlier analysis are replaced, its `summary.json` first of
    all; any other object stays.

    Raises:
        RemoteError: S3 refused; a set that is not whole has no `summary.json`.
    """
    with reach(target, "s3:PutObject, s3:GetObject and s3:DeleteObject") as client:
        kept = {path.name for path in folder.iterdir()}
        stale = _previous(client, target)
        for name in [SUMMARY, *(name for name in stale if name not in kept)] if stale else []:
            client.delete_object(Bucket=target.bucket, Key=target.prefix + name)
        Storage(client, target.bucket).store(folder, target.prefix)


def require_target(target: Location) -> None:
    """Fail before the work, not after it, if results could never be stored.

    Raises:
        RemoteError: There is no such bucket, or no access to it.
    """
    with reach(target, "s3:ListBucket"):
        pass


def _previous(client: S3Client, target: Location) -> list[str]:
    """Return the files of an earlier set under the prefix, by its summary."""
    content = read_object(client, target.bucket, target.prefix + SUMMARY)
    if content is None:
        return []
    with workspace() as folder:
        (folder / SUMMARY).write_bytes(content)
        return files_of(folder) or [SUMMARY]
