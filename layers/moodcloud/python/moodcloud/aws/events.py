"""An upload, and the order of the events that tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from moodcloud.aws.keys import RESULTS_PREFIX


@dataclass(frozen=True)
class Upload:
    """An object that arrived.

    Attributes:
        bucket: Its bucket.
        key: Its key, decoded.
        sequencer: Orders events of one key; empty where the sender gives none.
        version_id: Its version, in a bucket that keeps versions; empty otherwise.
        time: When it arrived, in UTC as ISO 8601 with seconds; empty where the sender tells none.
        etag: Its ETag, which tells its content from others; empty where the sender gives none.
        size: Its size in bytes; 0 where the sender gives none.
    """

    bucket: str
    key: str
    sequencer: str = ""
    version_id: str = ""
    time: str = ""
    etag: str = ""
    size: int = 0

    @property
    def is_result(self) -> bool:
        """Whether the object is itself a result: such keys are never analysed."""
        return self.key.startswith(RESULTS_PREFIX)

    @property
    def is_folder(self) -> bool:
        """Whether the object only marks a folder: consoles make such objects."""
        return self.key.endswith("/")


def is_older(sequencer: str, than: str) -> bool:
    """Return whether an event came before another of the same key; False without sequencers."""
    return bool(sequencer and than) and compare_sequencers(sequencer, than) < 0


def compare_sequencers(a: str, b: str) -> int:
    """Return -1 where an event came before another of the same key, 1 where after, 0 if the same.

    Sequencers are hexadecimal and may differ in length: the shorter is padded with zeros on the
    right (Amazon S3 User Guide, "Event message structure").
    """
    width = max(len(a), len(b))
    first, second = a.upper().ljust(width, "0"), b.upper().ljust(width, "0")
    return (first > second) - (first < second)
