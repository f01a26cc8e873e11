"""The outcome of an upload, as `latest.json` tells it, in whatever order events arrive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final, Self

from moodcloud import __version__
from moodcloud.aws.download import Opened
from moodcloud.aws.events import Upload, compare_sequencers
from moodcloud.report.file_names import SUMMARY
from moodcloud.settings import METADATA_PREFIX

TOKEN: Final = "upload-token"
"""Metadata of an upload (`x-amz-meta-upload-token`) that `latest.json` repeats: the same file, put
under the same key again, has the same results; only a token tells whose they are."""
MISSING_VERSION: Final = "missing"
"""The version in the outcome of an upload whose content could not be read."""
_SCHEMA: Final = "moodcloud-latest/1"


@dataclass(frozen=True)
class Outcome:
    """How an upload ended: which upload it is, and where its results or its error are.

    Attributes:
        version: The version of the results, or of the error in their place.
        file: The file to look at first, below the folder of all versions; empty until it is known.
        sequencer: Orders events of one key; empty where the sender of the event gave none.
        token: Client token that tells the results of this upload from others; may be empty.
        time: When the object was stored, in UTC as ISO 8601 with seconds; empty where unknown.
        etag: The object's ETag, which tells one content from another; empty where unknown.
        bucket: The upload's bucket.
        key: The upload's key, in full, also where the folder of its results has a shorter name.
        event_time: When the event says that the object was stored; no part of `latest.json`.
    """

    version: str
    file: str = ""
    sequencer: str = ""
    token: str = ""
    time: str = ""
    etag: str = ""
    bucket: str = ""
    key: str = ""
    event_time: str = field(default="", compare=False)

    @classmethod
    def of_event(cls, upload: Upload) -> Self:
        """Return what the event alone tells, which is all there is for a deleted upload."""
        return cls(
            version=MISSING_VERSION,
            sequencer=upload.sequencer,
            # Without an ETag nobody can tell whether the deleted upload is a later one, or the one
            # that has results.
            time=upload.time if upload.etag else "",
            etag=upload.etag,
            bucket=upload.bucket,
            key=upload.key,
            event_time=upload.time,
        )

    def of_object(self, opened: Opened) -> Self:
        """Return this outcome with what the object tells before its content is read."""
        version = version_of(f"etag {opened.etag}", options_given(opened.metadata))
        token = opened.metadata.get(TOKEN, "")
        return replace(self, version=version, token=token, time=opened.time, etag=opened.etag)

    def of_set(self, version: str, made_of: Mapping[str, str]) -> Self:
        """Return this outcome with what stored results tell of a deleted upload."""
        told = {name: made_of.get(name, "") for name in self.made_of}
        # The results may be those of an earlier upload with the same content: this one came later,
        # and another attempt at it has told so.
        told["time"] = max(told["time"], self.time)
        return replace(self, version=version, **told)

    def ending_in(self, file: str) -> Self:
        """Return this outcome with `summary.json` or `error.json` as its file."""
        return replace(self, file=f"{self.version}/{file}")

    @property
    def made_of(self) -> dict[str, str]:
        """The values by which stored results name the object they are made from."""
        return {"etag": self.etag, "time": self.time, "token": self.token}

    @classmethod
    def parse(cls, content: bytes | None) -> Self | None:
        """Return what a `latest.json` says; None if it is missing or damaged."""
        try:
            values = json.loads(content or b"null")
        except ValueError:
            return None
        if not isinstance(values, dict):
            return None
        texts = {
            each.name: values[each.name]
            for each in fields(cls)
            if isinstance(values.get(each.name), str)
        }
        return cls(**texts) if {"version", "file"} <= texts.keys() else None

    def as_bytes(self) -> bytes:
        """Return the content of `latest.json`."""
        content = {"schema": _SCHEMA, **asdict(self)}
        del content["event_time"]
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def is_good(self) -> bool:
        """Whether there are results, not an error."""
        return self.file.endswith(f"/{SUMMARY}")

    def standing_in_for(self, old: Outcome | None) -> Self:
        """Return this outcome as that of a later upload with the same content, if that one is gone.

        The event of the later upload came while its results were in the making: it found neither
        them nor the upload.

        Args:
            old: What `latest.json` says now, if anything.
        """
        gone = old is not None and old.version == MISSING_VERSION
        if old is None or not gone or not self.is_good or not self.etag or self.etag != old.etag:
            return self
        if self.replaces(old, lambda: True):
            return self
        return replace(self, sequencer=old.sequencer, time=old.time)

    def replaces(self, old: Outcome | None, is_current: Callable[[], bool]) -> bool:
        """Return whether this outcome takes the place of another of the same key.

        A later upload replaces an earlier one. For one upload, any outcome replaces an error, and
        nothing but results replaces results.

        Args:
            old: What `latest.json` says now, if anything.
            is_current: Called where neither events nor times tell which upload came later; returns
                whether the object in the bucket is still the one of this outcome.
        """
        if old is None:
            return True
        order = self._compare(old, is_current)
        return order > 0 or (order == 0 and (self.is_good or not old.is_good))

    def _compare(self, old: Outcome, is_current: Callable[[], bool]) -> int:
        """Return 1 if this upload came later than the other, -1 if earlier, 0 if it is the same.

        Two that cannot be put in order count as the same.
        """
        if self.sequencer and old.sequencer:
            return compare_sequencers(self.sequencer, old.sequencer)
        same = bool(self.etag) and self.etag == old.etag
        if same and self.version == MISSING_VERSION and old.is_good:
            # The time of the event may differ by a second from that of the object.
            return 0
        if self.time and old.time and self.time != old.time:
            return 1 if self.time > old.time else -1
        if same or not self.etag or not old.etag:
            return 0
        # These are two uploads within a second, without sequencers: the later one is in the bucket.
        return 1 if is_current() else -1


def options_given(metadata: Mapping[str, str]) -> dict[str, str]:
    """Return the options among an object's metadata, as they were given."""
    return {k: text for k, text in metadata.items() if k.lower().startswith(METADATA_PREFIX)}


def version_of(content: str, options: Mapping[str, Any]) -> str:
    """Return the version of a set of results: it follows from content, options and program.

    Args:
        content: The SHA-256 of the upload's content.
        options: The options, by name.
    """
    settings = json.dumps(options, sort_keys=True, ensure_ascii=False)
    parts = "\n".join((content, settings, __version__))
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
