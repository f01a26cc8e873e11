"""Events as S3 sends them, and records that are no uploads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote_plus

from tests.simulation.s3 import Stored

_STRANGE: Final[dict[str, Any]] = {
    "no s3": {"eventSource": "aws:s3", "eventName": "ObjectCreated:Put"},
    "no key": {"s3": {"bucket": {"name": "uploads"}, "object": {"sequencer": "05"}}},
    "no bucket": {"s3": {"object": {"key": "a.csv"}}},
    "nothing": None,
    "a word": "ObjectCreated",
    "size in words": {
        "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": "uploads"}, "object": {"key": "a.csv", "size": "large"}},
    },
}
MALFORMED: Final = frozenset({*_STRANGE, "no records"})
"""Records from which no upload can be told: their events wait for people."""


def record_of(bucket: str, stored: Stored, sequenced: bool, name: str = "") -> dict[str, Any]:
    """Return the record of what S3 tells of an object."""
    moment = datetime.fromtimestamp(stored.moment, UTC)
    told: dict[str, Any] = {"key": quote_plus(stored.key, safe="/")}
    if sequenced:
        told["sequencer"] = stored.sequencer
    if stored.version:
        told["versionId"] = stored.version
    if stored.body is not None:
        told |= {"eTag": stored.etag.strip('"'), "size": len(stored.body)}
    return {
        "eventSource": "aws:s3",
        "eventName": name or "ObjectCreated:Put",
        "eventTime": f"{moment:%Y-%m-%dT%H:%M:%S.%f}"[:23] + "Z",
        "s3": {"bucket": {"name": bucket}, "object": told},
    }


def strange_record(kind: str, about: tuple[str, Stored], sequenced: bool) -> Any:
    """Return a record that is no upload.

    Args:
        kind: Which of `STRANGE`.
        about: The bucket and the object that some of them are about.
        sequenced: Whether records have sequencers.
    """
    names = {"removed": "ObjectRemoved:Delete", "restored": "ObjectRestore:Completed"}
    if kind in names:
        return record_of(*about, sequenced, names[kind])
    return _STRANGE[kind]
