"""What results are: those the command line writes, those a bucket holds."""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from tests.local_aws.machine import REPOSITORY

Results = dict[str, bytes]
"""File names and their contents."""

SAMPLES = REPOSITORY / "samples"
ENGLISH = (SAMPLES / "reviews-en.csv").read_bytes()
KOREAN = (SAMPLES / "reviews-ko.csv").read_bytes()
TINY = b"text,sentiment\nlovely garden and breakfast,positive\nnoisy street at night,negative\n"

_known: dict[tuple[bytes, str], Results] = {}


def command_line_results(content: bytes, name: str) -> Results:
    """Return what `moodcloud analyze`, on this machine, makes of a file; remembered."""
    if (content, name) not in _known:
        with tempfile.TemporaryDirectory() as folder:
            path, out = Path(folder) / name, Path(folder) / "out"
            path.write_bytes(content)
            command = [sys.executable, "-m", "moodcloud.cli", "analyze", str(path)]
            subprocess.run([*command, "--out", str(out), "--quiet"], check=True)
            _known[content, name] = files_in(out)
    return _known[content, name]


def files_in(folder: Path) -> Results:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def stored_results(s3: Any, bucket: str, key: str) -> Results | None:
    """Return the newest results of an upload, all of them; None where `latest.json` is missing."""
    version = _newest(s3, bucket, key)
    if version is None:
        return None
    return {key.removeprefix(version): _read(s3, bucket, key) for key in keys(s3, bucket, version)}


def stored_digests(s3: Any, bucket: str, key: str) -> dict[str, str] | None:
    """Return the MD5 of each file of the newest results, as S3 lists it; None where none are."""
    version = _newest(s3, bucket, key)
    if version is None:
        return None
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=version)["Contents"]
    return {each["Key"].removeprefix(version): each["ETag"].strip('"') for each in listed}


def digests(results: Results) -> dict[str, str]:
    """Return the MD5 of each file."""
    return {name: hashlib.md5(content).hexdigest() for name, content in results.items()}


def _newest(s3: Any, bucket: str, key: str) -> str | None:
    """Return what the keys of the newest results of an upload begin with; None where none are."""
    prefix = f"results/{key}/"
    try:
        latest = json.loads(_read(s3, bucket, f"{prefix}latest.json"))
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            return None
        raise
    return f"{prefix}{latest['version']}/"


def keys(s3: Any, bucket: str, prefix: str = "results/") -> list[str]:
    """Return the keys of a bucket."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]


def fault_in(results: Results | None) -> str:
    """Return the code of the fault that results tell of."""
    assert results is not None
    assert list(results) == ["error.json"]
    code: str = json.loads(results["error.json"])["code"]
    return code


def event_of(bucket: str, *uploads: str) -> dict[str, Any]:
    """Return the event S3 sends for uploads whose keys need no encoding."""
    return {
        "Records": [
            {"s3": {"bucket": {"name": bucket}, "object": {"key": key, "sequencer": "01"}}}
            for key in uploads
        ]
    }


def _read(s3: Any, bucket: str, key: str) -> bytes:
    body: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return body
