"""Addresses of objects, and where the results of an upload are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

RESULTS_PREFIX: Final = "results/"
"""What all keys in the results bucket begin with."""
_SCHEME: Final = "s3://"
_UPLOADS: Final = "-uploads-"
_RESULTS: Final = "-results-"
# S3 takes keys of 1,024 bytes. Below the folder of an upload are the version, of 16 letters, and
# names of files, of at most 144 bytes (see report/file_names.py).
_MOST_BYTES: Final = 1024 - len(RESULTS_PREFIX) - len("/0123456789abcdef/") - 144
_DIGEST_LETTERS: Final = 32


@dataclass(frozen=True)
class Location:
    """An object, or the prefix of several, as people write it: `s3://bucket/key`.

    The key is as it is in the bucket: nothing is encoded.
    """

    bucket: str
    key: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return what `s3://bucket/key` points to; None where `text` is no such address."""
        if not text.lower().startswith(_SCHEME):
            return None
        bucket, _, key = text[len(_SCHEME) :].partition("/")
        return cls(bucket, key)

    @property
    def prefix(self) -> str:
        """The key as a folder: empty, or ending with a slash."""
        return self.key if not self.key or self.key.endswith("/") else f"{self.key}/"

    @property
    def name(self) -> str:
        """The key's base name."""
        return self.key.rpartition("/")[2]

    def __str__(self) -> str:
        return f"{_SCHEME}{self.bucket}/{self.key}"


def results_prefix(bucket: str, key: str, home: str | None) -> str:
    """Return the folder of an upload's results: `results/<upload key>/`.

    Uploads of another bucket than the stack's own have `results/@<bucket>/<upload key>/`, so that
    two buckets never share results. A name that would be too long for S3 ends in a digest.

    Args:
        bucket: The bucket of the upload.
        key: The upload's key.
        home: The bucket of uploads that the results bucket belongs to; None where that is unknown,
            so that any bucket is taken for it.
    """
    at_home = bucket == home or home is None
    name = key if at_home and not key.startswith("@") else f"@{bucket}/{key}"
    if len(name.encode()) > _MOST_BYTES:
        # Imported here: it takes a tenth of the time until the command can print its help.
        import hashlib

        digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_LETTERS]
        kept = name.encode()[: _MOST_BYTES - _DIGEST_LETTERS - 1].decode("utf-8", "ignore")
        name = f"{kept}~{digest}"
    return f"{RESULTS_PREFIX}{name}/"


def home_of(results_bucket: str) -> str | None:
    """Return the name of the stack's bucket of uploads; None if no stack named the bucket."""
    if _RESULTS not in results_bucket:
        return None
    return _UPLOADS.join(results_bucket.rsplit(_RESULTS, 1))


def sibling_of(uploads: str) -> str | None:
    """Return the name of the stack's bucket of results; None if no stack named the bucket."""
    return _RESULTS.join(uploads.rsplit(_UPLOADS, 1)) if _UPLOADS in uploads else None
