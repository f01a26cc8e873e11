"""A process of a function: what it does is counted, timed, disturbed and, at times, its last."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from moodcloud.errors import UploadError

from tests.simulation.disk import Disk

Result = TypeVar("Result")

_OPERATION_SECONDS: Final = 0.05
_SLOW: Final = {"slow": 8.0, "hang": 75.0}
# As in aws/deadline.py.
_RESERVE_SECONDS: Final = 5.0


class Killed(BaseException):
    """The process is gone: nothing that follows happens."""


class TimeIsUpError(Exception):
    """The deadline that the function set itself is over."""


@dataclass
class Clock:
    """Virtual time, in seconds since 1970."""

    now: float = 1_767_225_600.0


@dataclass
class Process:
    """A process in a container, for the time of one invocation.

    Attributes:
        clock: The time of the world.
        disk: The disk of the container.
        limit: When Lambda ends it.
        name: What the diary calls it.
        diary: What all processes did.
        troubles: What goes wrong, by the number of the operation that it strikes.
        meanwhile: What others do, by the number of the operation before which they do it.
        strong: Whether it has memory and time for all contents.
        turns: Whose turn it is, where two run at once.
        ended_by: Why it was killed; empty while it lives.
        made_folder: Whether it made a folder for temporary files.
    """

    clock: Clock
    disk: Disk
    limit: float
    name: str
    diary: list[tuple[str, int, str, str]]
    troubles: Mapping[int, str] = field(default_factory=dict)
    meanwhile: Mapping[int, Callable[[], None]] = field(default_factory=dict)
    strong: bool = False
    turns: Turns | None = None
    ended_by: str = ""
    made_folder: bool = False
    _operations: int = 0
    _deadline: float | None = None
    _expired: bool = False

    def operation(self, what: str, seconds: float = _OPERATION_SECONDS) -> str:
        """Take a turn at something that the world notices; return the trouble with it.

        Args:
            what: What it is, for the diary.
            seconds: How long it takes.
        """
        self._require_life()
        self._operations += 1
        number = self._operations
        if self.turns is not None:
            self.turns.pass_on(self)
        if number in self.meanwhile:
            self.meanwhile[number]()
        trouble = self.troubles.get(number, "")
        self.diary.append((self.name, number, what, trouble))
        self.clock.now += _SLOW.get(trouble, seconds)
        self._watch_time()
        if trouble == "kill before":
            self.kill()
        return trouble

    def kill(self, why: str = "signal: killed") -> None:
        """End the process here; locks that it holds are free, its files stay."""
        self.ended_by = why
        self.disk.locks.clear()
        raise Killed

    @property
    def seconds_left(self) -> float:
        """Seconds until Lambda ends the process."""
        return self.limit - self.clock.now

    def in_time(self, work: Callable[[], Result], seconds: float | None, name: str) -> Result:
        """Do what `aws.deadline.in_time` does, by the virtual clock."""
        assert seconds is not None
        start, self._expired = self.clock.now, False
        self._deadline = start + max(seconds - min(_RESERVE_SECONDS, seconds / 5), 0.001)
        try:
            return work()
        except Exception:
            if self._expired:
                taken = round(self.clock.now - start)
                raise UploadError("out_of_time", name=name, seconds=taken) from None
            raise
        finally:
            self._deadline = None

    def _watch_time(self) -> None:
        if self._deadline is not None and self.clock.now >= self._deadline:
            self.clock.now, self._expired = self._deadline, True
            raise TimeIsUpError
        if self.clock.now >= self.limit:
            self.clock.now = self.limit
            self.kill("Task timed out after 60.00 seconds")

    def _require_life(self) -> None:
        if self.ended_by:
            raise Killed


class Turns:
    """Two processes that run at once: one goes on for some operations, then the other does."""

    def __init__(self, runs: Iterator[int]) -> None:
        self._runs = runs
        self._left = next(runs, 0)
        self._mine: dict[int, threading.Semaphore] = {}
        self._done: set[int] = set()

    def pass_on(self, process: Process) -> None:
        """Wait while it is the other's turn."""
        self._left -= 1
        other = next((each for each in self._mine if each != id(process)), None)
        if self._left >= 0 or other is None or other in self._done:
            return
        self._left = next(self._runs, 3)
        self._mine[other].release()
        self._mine[id(process)].acquire()
        enter(process)

    def run(self, jobs: list[tuple[Process, Callable[[], None]]]) -> None:
        """Run two jobs, each in the name of a process."""
        for process, _ in jobs:
            self._mine[id(process)] = threading.Semaphore(0)
            process.turns = self
        (first, _), (second, _) = jobs
        faults: list[BaseException] = []
        threads = [threading.Thread(target=self._job, args=(*job, faults)) for job in jobs]
        for thread in threads:
            thread.start()
        self._mine[id(first)].release()
        for thread in threads:
            thread.join()
        assert id(second) in self._done
        if faults:
            raise faults[0]

    def _job(self, process: Process, job: Callable[[], None], faults: list[BaseException]) -> None:
        self._mine[id(process)].acquire()
        enter(process)
        try:
            job()
        except BaseException as fault:  # it is raised again in the thread that waits for both
            faults.append(fault)
        finally:
            self._done.add(id(process))
            for each, mine in self._mine.items():
                if each not in self._done:
                    mine.release()


_current: list[Process] = []


def enter(process: Process) -> None:
    """Let what follows be done by a process."""
    _current[:] = [process]


def current() -> Process:
    """Return the process that does what is done now."""
    return _current[0]
