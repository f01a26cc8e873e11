"""`latest.json`: the outcome of the newest upload of a key, however events arrive."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Final, Self

from moodcloud.aws.events import compare_sequencers
from moodcloud.report.results import SUMMARY

LATEST: Final = "latest.json"
"""The name of the object."""
_SCHEMA: Final = "moodcloud-latest/1"


@dataclass(frozen=True)
class Latest:
    """What `latest.json` says.

    Attributes:
        version: The version of the results, or of the error in their place.
        file: The file to look at first, below the folder of all versions.
        sequencer: Orders events of one key; empty where the sender of the event gave none.
        token: By which whoever uploaded the file tells its results from others; may be empty.
        time: When the object was stored, in UTC as ISO 8601 with seconds; empty where unknown.
        etag: The object's ETag, which tells one content from another; empty where unknown.
        bucket: The upload's bucket.
        key: The upload's key, in full, also where the folder of its results has a shorter name.
    """

    version: str
    file: str
    sequencer: str = ""
    token: str = ""
    time: str = ""
    etag: str = ""
    bucket: str = ""
    key: str = ""

    @classmethod
    def parse(cls, content: bytes | None) -> Self | None:
        """Return what a `latest.json` says; None where there is none, or it is damaged."""
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
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

    @property
    def is_good(self) -> bool:
        """Whether there are results, not an error."""
        return self.file.endswith(f"/{SUMMARY}")

    def replaces(self, old: Latest | None, is_current: Callable[[], bool]) -> bool:
        """Tell whether this outcome takes the place of another of the same key.

        A later upload replaces an earlier one. Of one upload, any outcome replaces an error, and
        nothing but results replaces results.

        Args:
            old: What `latest.json` says now, if anything.
            is_current: Called where neither events nor times tell which upload came later; tells
                whether the object in the bucket is still the one of this outcome.
        """
        if old is None:
            return True
        order = self._compare(old, is_current)
        return order > 0 or (order == 0 and (self.is_good or not old.is_good))

    def _compare(self, old: Latest, is_current: Callable[[], bool]) -> int:
        """Return 1 where this upload came later than another, -1 earlier, 0 where it is the same.

        What cannot be told counts as the same.
        """
        if self.sequencer and old.sequencer:
            return compare_sequencers(self.sequencer, old.sequencer)
        same = bool(self.etag) and self.etag == old.etag
        if same and not self.is_good:
            return 0
        if self.time and old.time and self.time != old.time:
            return 1 if self.time > old.time else -1
        if same or not self.etag or not old.etag:
            return 0
        # Two uploads within a second, without sequencers: the object is that of the later one.
        return 1 if is_current() else -1
