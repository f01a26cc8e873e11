"""Many uploads at once: each must get its results, all of them right, and nothing may be left."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

from tests.local_aws.results import TINY, command_line_results, digests, stored_digests

# What a function at work takes on this machine, in MB: an estimate, with room to spare.
_EACH_MB: Final = 400
# More would take so long that Lambda ends them.
_EACH_PROCESSOR: Final = 8
_POLL_SECONDS: Final = 0.5
# So many different files: what is right for one upload is wrong for its neighbour.
_KINDS: Final = 4
NAME: Final = "reviews.csv"


@dataclass(frozen=True)
class Durations:
    """Seconds from uploads to their results.

    Attributes:
        each: Those of each upload.
        whole: Those from the first upload to the last results.
        at_once: How many were on their way at the same time, at most.
    """

    each: list[float]
    whole: float
    at_once: int

    def __str__(self) -> str:
        late = (
            quantiles(self.each, n=20, method="inclusive")[-1]
            if len(self.each) > 1
            else self.each[0]
        )
        return (
            f"{len(self.each):,} uploads, {self.at_once} at once, in {self.whole:.1f} s "
            f"({len(self.each) / self.whole:.1f} a second): median {median(self.each):.1f} s, "
            f"95 % within {late:.1f} s, slowest {max(self.each):.1f} s"
        )


def most_at_once(count: int) -> int:
    """Return how many of `count` functions this machine's memory and processors bear."""
    told = Path("/proc/meminfo").read_text("ascii").splitlines()
    available = next(line.split()[1] for line in told if line.startswith("MemAvailable"))
    held = int(available) // 1024 // _EACH_MB
    return max(1, min(count, held, _EACH_PROCESSOR * (os.cpu_count() or 1)))


def load(s3: Any, uploads: str, results: str, count: int, *, patience: float) -> Durations:
    """Upload so many files at once, and check the results of each byte by byte.

    A thread waits for the results of its upload before it sends the next, so that no more
    functions are at work than the machine holds.

    Args:
        s3: A client of S3.
        uploads: The bucket of uploads.
        results: The bucket of results.
        count: How many uploads.
        patience: Seconds to wait for the results of one.
    """
    contents = [TINY + b"kind %d of rooms,positive\n" % kind for kind in range(_KINDS)]
    wanted = [digests(command_line_results(content, NAME)) for content in contents]

    def one(number: int) -> float:
        key, kind = f"load/{number:04}/{NAME}", number % _KINDS
        start = time.monotonic()
        s3.put_object(Bucket=uploads, Key=key, Body=contents[kind])
        found = _awaited(lambda: stored_digests(s3, results, key), start + patience, key)
        took = time.monotonic() - start
        other = [
            name for name in {*found, *wanted[kind]} if found.get(name) != wanted[kind].get(name)
        ]
        assert not other, f"{key}: {sorted(other)} differ from the command line's"
        return took

    at_once = most_at_once(count)
    start = time.monotonic()
    with ThreadPoolExecutor(at_once) as pool:
        each = list(pool.map(one, range(count)))
    return Durations(each, time.monotonic() - start, at_once)


def _awaited(
    look: Callable[[], Mapping[str, str] | None], end: float, key: str
) -> Mapping[str, str]:
    while (found := look()) is None:
        if time.monotonic() > end:
            raise TimeoutError(f"no results of {key}")
        time.sleep(_POLL_SECONDS)
    return found


def waiting(sqs: Any, *queues: str) -> int:
    """Return how many messages are in queues, those included that somebody is looking at."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    told = [sqs.get_queue_attributes(QueueUrl=each, AttributeNames=names) for each in queues]
    return sum(int(each["Attributes"][name]) for each in told for name in names)
