"""Pieces of work that this process and a copy of it share, so that both cores of two work.

What draws words holds Python's lock, so a thread would not be enough, and a fresh process would
import what is here already. A copy (`fork`) takes 6 ms. It has none of the threads
of this process, so a lock that one of them holds stays locked in it: there is a copy only where the
other threads are our own, and idle. It does no more than the pieces, and ends without freeing
anything. Where there is none, or it ends early, as for want of memory, this process does it all.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Final, Generic, NoReturn, Self, TypeVar

from moodcloud.processes import end_with, is_ours, rest

Result = TypeVar("Result")
Piece = Callable[[], Callable[[], Result]]
"""A piece of work in two steps; the second, which needs no lock of Python's, runs beside others."""

# The thread that calls, and the one that waits for the engine.
_OWN_THREADS: Final = 2
_FAULTS: Final = (OSError, EOFError, pickle.UnpicklingError)


def can_fork() -> bool:
    """Return whether a copy of this process would be safe, and would have a core of its own."""
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return False
    return is_ours() or threading.active_count() <= _OWN_THREADS


class Shared(Generic[Result]):
    """Pieces that this process and a copy of it do in turns.

    It is a context: a copy that is still at work at its end is ended.

    Args:
        pieces: At most 256 of them, the longest first.
    """

    def __init__(self, pieces: Sequence[Piece[Result]]) -> None:
        self._pieces = [*pieces]
        self._left = deque(range(len(pieces)))
        self._results: dict[int, Result] = {}
        # Who reads a number from this pipe does the piece.
        self._numbers: int | None = None
        self._answers = self._copy = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if self._numbers is not None:
            os.close(self._numbers)
        if self._copy:
            os.close(self._answers)
            # Where a program ignores SIGCHLD, or waits for all its children, it is gone already.
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self._copy, signal.SIGKILL)
                os.waitpid(self._copy, 0)

    def work_while(self, waits: Callable[[], bool]) -> None:
        """Do pieces as long as this process waits for something else."""
        while self._left and waits():
            number = self._left.popleft()
            self._results[number] = self._pieces[number]()()

    def copy(self, more: Sequence[Piece[Result]] = ()) -> None:
        """Let a copy of this process, where there can be one, begin with what is left.

        Args:
            more: Further pieces. Those that the copy does return what goes through a pipe.
        """
        self._left.extend(range(len(self._pieces), len(self._pieces) + len(more)))
        self._pieces += more
        if not can_fork():
            return
        # For want of descriptors, processes or memory there is no copy.
        with suppress(OSError):
            self._numbers, numbers = os.pipe()
            os.write(numbers, bytes(self._left))
            os.close(numbers)
            self._left.clear()
            self._answers, answers = os.pipe()
            parent = os.getpid()
            try:
                with warnings.catch_warnings():
                    # Of threads, which are idle.
                    warnings.simplefilter("ignore", DeprecationWarning)
                    self._copy = os.fork()
                if not self._copy:
                    self._work(answers, parent)
            except OSError:
                os.close(self._answers)
                raise
            finally:
                os.close(answers)

    def results(self) -> list[Result]:
        """Return the result of each piece; what a piece raises is raised."""
        done = self._results | self._done()
        if self._copy:
            with suppress(*_FAULTS), open(self._answers, "rb", closefd=False) as answers:
                done |= pickle.load(answers)
        for number, piece in enumerate(self._pieces):
            if number not in done:
                done[number] = piece()()
        return [done[number] for number in range(len(self._pieces))]

    def _work(self, answers: int, parent: int) -> NoReturn:
        """Do pieces, as the copy, and tell their results."""
        try:
            rest()
            end_with(parent)
            # It would wait for itself to read what a process that has ended does not.
            os.close(self._answers)
            # A thread that is not here may hold the lock of the stream that warnings go to.
            warnings.simplefilter("ignore")
            # Its garbage is freed with all else; to look for it would write to all memory.
            gc.disable()
            done = self._done()
            with open(answers, "wb") as stream:
                pickle.dump(done, stream, pickle.HIGHEST_PROTOCOL)
        finally:
            os._exit(0)

    def _done(self) -> dict[int, Result]:
        """Do pieces until none is left, and return the results by their numbers."""
        with ThreadPoolExecutor(1) as beside:
            ends: dict[int, Future[Result]] = {
                number: beside.submit(self._pieces[number]()) for number in self._taken()
            }
        return {number: end.result() for number, end in ends.items()}

    def _taken(self) -> Iterator[int]:
        while self._left:
            yield self._left.popleft()
        while self._numbers is not None and (number := os.read(self._numbers, 1)):
            yield number[0]
