"""A model of S3: versions, conditional writes, sequencers, strong consistency."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.process import Clock


def refusal(code: str, call: str = "Call") -> ClientError:
    """Return S3's answer to what it does not do."""
    return ClientError({"Error": {"Code": code, "Message": "no"}}, call)


@dataclass(frozen=True)
class Stored:
    """An object as it was stored once; a delete marker has no body.

    Attributes:
        key: Its key.
        body: Its content; None for a delete marker.
        metadata: Its metadata.
        etag: Its ETag, in quotes.
        moment: When it was stored, in seconds since 1970.
        sequencer: Orders the events of its key.
        version: Its version, in a bucket that keeps versions; otherwise empty.
    """

    key: str
    body: bytes | None
    metadata: Mapping[str, str]
    etag: str
    moment: float
    sequencer: str
    version: str

    @property
    def told(self) -> dict[str, Any]:
        """What S3 answers of it besides its content."""
        return {
            "ETag": self.etag,
            "Metadata": dict(self.metadata),
            # S3 tells no fractions.
            "LastModified": datetime.fromtimestamp(int(self.moment), UTC),
            "ContentLength": len(self.body or b""),
        }


@dataclass
class Bucket:
    """A bucket: of each key all that is still there, the newest last."""

    versioned: bool = False
    objects: dict[str, list[Stored]] = field(default_factory=dict)


Watcher = Callable[[Stored, Stored | None], None]


class S3:
    """The buckets, and what may be asked of them.

    Args:
        clock: The time of the world.
        sequencer: Makes a sequencer of a number: a greater one of a greater number.
    """

    def __init__(self, clock: Clock, sequencer: Callable[[int], str]) -> None:
        self._clock, self._sequencer = clock, sequencer
        self._count = 0
        self.buckets: dict[str, Bucket] = {}
        self.watchers: dict[str, Watcher] = {}

    def put(
        self,
        bucket: str,
        key: str,
        body: bytes,
        metadata: Mapping[str, str] | None = None,
        if_none_match: str | None = None,
        if_match: str | None = None,
    ) -> Stored:
        """Store an object, if the condition holds."""
        old = self.find(bucket, key)
        if if_none_match and old is not None:
            raise refusal("PreconditionFailed", "PutObject")
        if if_match and old is None:
            raise refusal("NoSuchKey", "PutObject")
        if if_match and old is not None and old.etag != if_match:
            raise refusal("PreconditionFailed", "PutObject")
        new = self._add(bucket, key, body, metadata or {})
        if bucket in self.watchers:
            self.watchers[bucket](new, old)
        return new

    def delete(self, bucket: str, key: str) -> Stored:
        """Delete an object, by a marker where versions are kept; return the marker."""
        if not self.buckets[bucket].versioned:
            self.buckets[bucket].objects.pop(key, None)
        marker = self._add(bucket, key, None, {})
        if not self.buckets[bucket].versioned:
            del self.buckets[bucket].objects[key]
        return marker

    def find(self, bucket: str, key: str, version: str = "") -> Stored | None:
        """Return an object; None where there is none, or a delete marker."""
        kept = self.buckets[bucket].objects.get(key, [])
        if version:
            kept = [each for each in kept if each.version == version]
        return kept[-1] if kept and kept[-1].body is not None else None

    def get(self, bucket: str, key: str, version: str = "") -> Stored:
        """Return an object, or raise as S3 does."""
        found = self.find(bucket, key, version)
        if found is None:
            raise refusal("NoSuchVersion" if version else "NoSuchKey", "GetObject")
        return found

    def below(self, bucket: str, prefix: str) -> Iterator[Stored]:
        """Return the objects whose keys begin with a prefix, by key."""
        for key in sorted(self.buckets[bucket].objects):
            if key.startswith(prefix) and (found := self.find(bucket, key)):
                yield found

    def _add(
        self, bucket: str, key: str, body: bytes | None, metadata: Mapping[str, str]
    ) -> Stored:
        place = self.buckets[bucket]
        self._count += 1
        made = Stored(
            key=key,
            body=body,
            metadata=metadata,
            etag=f'"{hashlib.md5(body or b"").hexdigest()}"',
            moment=self._clock.now,
            sequencer=self._sequencer(self._count),
            version=f"v{self._count}" if place.versioned else "",
        )
        kept = place.objects.setdefault(key, []) if place.versioned else []
        place.objects[key] = [*kept, made]
        return made
