"""Several calls of S3 at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

_THREADS: Final = 8

Item = TypeVar("Item")
Result = TypeVar("Result")


def at_once(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Call a function with each item, eight at a time, and return the results in order.

    Raises:
        Exception: The first that a call raised. Calls that still run are not waited for: one that
            hangs would hold up whoever wants to say so.
    """
    pool = ThreadPoolExecutor(_THREADS)
    try:
        return [future.result() for future in [pool.submit(function, item) for item in items]]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
