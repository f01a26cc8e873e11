"""Addresses of objects, as people write them: `s3://bucket/key`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

_SCHEME: Final = "s3://"


@dataclass(frozen=True)
class Location:
    """An object, or the prefix of several: `key` as it is in the bucket, nothing encoded."""

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
