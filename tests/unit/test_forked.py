"""Work that a process shares with a copy of it: the same results, whatever becomes of the copy."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from moodcloud import forked
from moodcloud.forked import Shared

PARENT = os.getpid()


def piece(number: int) -> Callable[[], tuple[int, str]]:
    """Return a piece whose result is larger than the buffer of a pipe."""
    return lambda: (number, str(number) * 100_000)


PIECES = [partial(piece, number) for number in range(20)]
EXPECTED = [each()() for each in PIECES]


@pytest.fixture(params=[True, False], ids=["copy", "alone"])
def copied(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a copy works, which the threads of the tests would forbid."""
    monkeypatch.setattr(forked, "can_fork", lambda: request.param)
    return bool(request.param)


def test_results_come_in_the_order_of_the_pieces(copied: bool) -> None:
    with Shared(PIECES[:15]) as shared:
        turns = iter([True, True, False])
        shared.work_while(lambda: next(turns))
        shared.copy(PIECES[15:])
        assert (shared._copy > 0) == copied
        if copied:
            time.sleep(0.1)
        assert shared.results() == EXPECTED
    assert Shared(PIECES).results() == EXPECTED


def test_what_a_piece_raises_is_raised(copied: bool) -> None:
    def fails() -> Callable[[], tuple[int, str]]:
        raise ValueError("no ink")

    with Shared[tuple[int, str]]([*PIECES, fails]) as shared:
        shared.copy()
        with pytest.raises(ValueError, match="no ink"):
            shared.results()


def test_a_copy_that_ends_early_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "can_fork", lambda: True)

    def dies_in_the_copy() -> Callable[[], tuple[int, str]]:
        if os.getpid() != PARENT:
            os.kill(os.getpid(), signal.SIGKILL)
        return piece(20)

    with Shared[tuple[int, str]]([*PIECES[:5], dies_in_the_copy]) as shared:
        shared.copy()
        os.waitid(os.P_PID, shared._copy, os.WEXITED | os.WNOWAIT)
        assert shared.results() == [*EXPECTED[:5], piece(20)()]


def test_a_copy_at_work_is_ended_with_the_context(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "can_fork", lambda: True)

    def sleeps() -> Callable[[], tuple[int, str]]:
        time.sleep(600)
        return piece(0)

    with suppress(KeyboardInterrupt), Shared([sleeps]) as shared:
        shared.copy()
        raise KeyboardInterrupt
    # Nobody waits for it any more.
    with pytest.raises(ChildProcessError):
        os.waitpid(shared._copy, os.WNOHANG)


def test_other_threads_forbid_a_copy() -> None:
    threads = iter([1, 2, 3])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(forked, "is_ours", lambda: False)
        patched.setattr(sys, "platform", "linux")
        patched.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
        patched.setattr(threading, "active_count", lambda: next(threads))
        assert [forked.can_fork() for _ in range(3)] == [True, True, False]


def _descriptors() -> int:
    """Return how many files this process has open, where the system tells."""
    return sum(1 for _ in Path("/proc/self/fd").glob("*"))


@pytest.mark.parametrize("call", ["fork", "pipe"])
def test_where_the_system_refuses_a_copy_there_is_none(
    monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def refuses() -> int:
        raise BlockingIOError

    monkeypatch.setattr(forked, "can_fork", lambda: True)
    monkeypatch.setattr(os, call, refuses)
    before = _descriptors()
    with Shared(PIECES) as shared:
        shared.copy()
        assert shared.results() == EXPECTED
    assert _descriptors() == before


def test_a_program_may_leave_its_children_to_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "can_fork", lambda: sys.platform == "linux")
    former = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with Shared(PIECES) as shared:
            shared.copy()
            assert shared.results() == EXPECTED
    finally:
        signal.signal(signal.SIGCHLD, former)


def test_a_copy_ends_with_its_process_however_that_ends() -> None:
    program = (
        "import os, time; from functools import partial; from moodcloud import forked\n"
        "forked.can_fork = lambda: True\n"
        "shared = forked.Shared([partial(lambda: lambda: 'x' * 10**6)] * 3)\n"
        "shared.copy(); print(shared._copy, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        copy = int(process.stdout.readline())
        process.kill()
    with suppress(ProcessLookupError, FileNotFoundError):
        while "State:\tZ" not in Path(f"/proc/{copy}/status").read_text():
            time.sleep(0.02)
