"""The sentiment of English texts by VADER, in several processes.

This file is also the program of those processes, so it imports next to nothing.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Final

# The authors of VADER give this bound for its compound score.
THRESHOLD: Final = 0.05
# A process is sent so much at once: rows and characters are bounded, so memory stays flat.
CHUNK_ROWS: Final = 500
CHUNK_CHARACTERS: Final = 1 << 18
# A process has two chunks at a time: one it works on, one to go on with.
AHEAD: Final = 2

Scored = Iterator[tuple[str, int]]


def sign(text: str) -> int:
    """Return 1 for a positive text, -1 for a negative one, 0 for neither."""
    # Imported here, for it loads the lexicon.
    from moodcloud.scoring.vader_lexicon import compound

    score = compound(text)
    return int(score >= THRESHOLD) - int(score <= -THRESHOLD)


@contextmanager
def scoring(processes: int) -> Iterator[Callable[[Iterable[str]], Scored]]:
    """Start that many processes, and end them on leaving; 1 scores in this process.

    Yields:
        A function that turns texts into pairs of a text and its sign, in order. It raises
        ChildProcessError when a process ends before its work does.
    """
    if processes == 1:
        yield lambda texts: ((text, sign(text)) for text in texts)
        return
    workers: list[_Worker] = []
    try:
        for _ in range(processes):
            workers.append(_start())
        yield lambda texts: _score(workers, texts)
    finally:
        for worker in workers:
            worker.pipe.close()
            worker.process.kill()
            worker.process.wait()


@dataclass(frozen=True)
class _Worker:
    process: subprocess.Popen[bytes]
    pipe: Connection[list[str], list[int]]

    def send(self, chunk: list[str]) -> None:
        try:
            self.pipe.send(chunk)
        except OSError as error:
            raise self._ended() from error

    def receive(self) -> list[int]:
        try:
            return self.pipe.recv()
        except (EOFError, OSError) as error:
            raise self._ended() from error

    def _ended(self) -> ChildProcessError:
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)
        return ChildProcessError(
            f"a process that scores texts ended early (status {self.process.returncode}), perhaps "
            "for want of memory; try again"
        )


def _start() -> _Worker:
    from moodcloud.processes import program

    # A socket pair needs no /dev/shm, which Lambda lacks.
    ours, theirs = Pipe()
    with theirs:
        end = theirs.fileno()
        command, env = program(__file__, str(end))
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[end], env=env)
    return _Worker(process, ours)


def _score(workers: list[_Worker], texts: Iterable[str]) -> Scored:
    """Deal chunks to the workers in turn, and collect them in the same turn."""
    waiting: deque[tuple[_Worker, list[str]]] = deque()
    for number, chunk in enumerate(chunks(texts)):
        if len(waiting) == AHEAD * len(workers):
            yield from _collect(*waiting.popleft())
        worker = workers[number % len(workers)]
        worker.send(chunk)
        waiting.append((worker, chunk))
    for worker, chunk in waiting:
        yield from _collect(worker, chunk)


def _collect(worker: _Worker, chunk: list[str]) -> Scored:
    return zip(chunk, worker.receive(), strict=True)


def chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts some at a time, in order."""
    chunk: list[str] = []
    characters = 0
    for text in texts:
        chunk.append(text)
        characters += len(text)
        if len(chunk) == CHUNK_ROWS or characters >= CHUNK_CHARACTERS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _work(pipe: Connection[list[int], list[str]]) -> None:
    """Answer each chunk with its signs, until the other end is closed."""
    with suppress(EOFError, ConnectionError):
        while True:
            pipe.send([sign(text) for text in pipe.recv()])


if __name__ == "__main__":
    from moodcloud.processes import end_with

    # The parent handles an interrupt from the keyboard, and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The log shows the kind of an error only: messages may quote texts.
    sys.excepthook = lambda kind, *_: print(kind.__name__, file=sys.stderr)
    end_with(int(sys.argv[1]))
    _work(Connection(int(sys.argv[2])))
