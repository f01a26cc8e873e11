"""Many histories, on all processors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Final, NamedTuple

from tests.simulation.reduce import fault_of, reduced
from tests.simulation.staging import stage
from tests.simulation.steps import history

_PORTION: Final = 100


class Failure(NamedTuple):
    """A history that broke a promise: its number, and what it came to, as short as it gets."""

    number: int
    told: str


class Played(NamedTuple):
    """How many histories were played so far, and what failed among the newest."""

    histories: int
    failures: list[Failure]


def failure_of(number: int) -> Failure | None:
    """Return how a history failed; None where it kept every promise. Needs a stage."""
    if not fault_of(history(number)):
        return None
    short = reduced(history(number))
    return Failure(number, f"{short}\n  => {fault_of(short)[:1_500]}")


def first_failure(first: int, count: int) -> int | None:
    """Return the number of the first history of a range that fails. Needs a stage."""
    return next((n for n in range(first, first + count) if fault_of(history(n))), None)


def play_range(first: int, count: int, processes: int | None = None) -> Iterator[Played]:
    """Play histories by their numbers, and yield how far they are.

    Args:
        first: The number of the first.
        count: How many.
        processes: How many processes play; as many as there are processors otherwise.
    """
    starts = range(first, first + count, _PORTION)
    portions = [(start, min(_PORTION, first + count - start)) for start in starts]
    played = 0
    with get_context("spawn").Pool(processes or os.cpu_count()) as pool:
        for done, failures in pool.imap(_play_portion, portions):
            played += done
            yield Played(played, failures)


def _play_portion(portion: tuple[int, int]) -> tuple[int, list[Failure]]:
    first, count = portion
    with stage():
        failures = [failed for n in range(first, first + count) if (failed := failure_of(n))]
    return count, failures
