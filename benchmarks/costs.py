"""What a million rows cost on Lambda, by memory and processor, from what was measured here.

Lambda gives a function processors in proportion to its memory: one for each 1,769 MB. What a job
takes on other than one or two follows from its parts that use one and those that use all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks.section import Section, table

MEMORY_MB: Final = (1024, 1769, 2048, 3072, 4096, 6144, 8192, 10240)
_CORE_MB: Final = 1769


@dataclass(frozen=True)
class Prices:
    """List prices in dollars, and how fast a processor is beside the one of this machine.

    Attributes:
        x86_64: Of a gigabyte for a second.
        arm64: Of the same on arm64.
        million_requests: What a million requests cost.
        arm64_speed: The speed of a processor of arm64, in that of this machine.
    """

    x86_64: float = 0.0000166667
    arm64: float = 0.0000133334
    million_requests: float = 0.20
    arm64_speed: float = 1.0


@dataclass(frozen=True)
class Job:
    """A job that was measured on one and on two processors.

    Attributes:
        rows: Its rows.
        one: Seconds on one processor.
        two: Seconds on two.
    """

    rows: float
    one: float
    two: float

    def seconds(self, memory_mb: int) -> float:
        """Return how long it takes with so much memory.

        >>> Job(1e6, one=10.0, two=8.0).seconds(1769)
        10.0
        """
        processors = memory_mb / _CORE_MB
        shared = min(self.one, max(0.0, 2 * (self.one - self.two)))
        alone = self.one - shared
        return alone / min(1, processors) + shared / processors


def measure(job: Job, prices: Prices) -> Section:
    """Return seconds and dollars for a million rows in files like `job`."""
    rows = []
    for memory in MEMORY_MB:
        seconds = job.seconds(memory) * 1e6 / job.rows
        requests = prices.million_requests / job.rows
        gigabytes = memory / 1024
        x86_64 = seconds * gigabytes * prices.x86_64 + requests
        arm64 = seconds / prices.arm64_speed * gigabytes * prices.arm64 + requests
        rows.append([f"{memory:,}", seconds, *(f"{100 * each:.3f}" for each in (x86_64, arm64))])
    header = ["memory, MB", "seconds", "x86_64, cents", "arm64, cents"]
    return Section(table(header, rows))
