"""The stages of an analysis: when each starts, when it ends, how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """A stage of an analysis, when it starts or when it ends.

    Attributes:
        name: reading, counting, vocabulary, drawing or report.
        seconds: How long it took; None when it starts.
        rows: Rows of the table, once they are known and the stage handles rows.
    """

    name: str
    seconds: float | None = None
    rows: int | None = None


Progress = Callable[[Stage], None]


def no_progress(_: Stage) -> None:
    """Show nothing."""


@contextmanager
def timed(name: str, progress: Progress) -> Iterator[Callable[[int], None]]:
    """Tell `progress` that a stage starts and ends; yield a function that takes its rows."""
    rows: list[int] = []
    progress(Stage(name))
    start = time.perf_counter()
    yield rows.append
    progress(Stage(name, time.perf_counter() - start, rows[-1] if rows else None))
