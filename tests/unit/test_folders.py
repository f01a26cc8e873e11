"""A set of results takes the place of another: whole, or not at all, whatever happens."""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import multiprocessing
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.report import folders as locking
from moodcloud.report.folders import only_writer, replace_set

from tests.killing.run import content, is_sound
from tests.killing.sets import KEPT, NAMES, A, B, C, folder_of_mine, written_set
from tests.laws import examples


class _KilledError(BaseException):
    """The end of a process, played: nothing it would still do to files is done."""


class _Dying:
    """Lets a number of operations on files happen below a folder, and then none."""

    def __init__(self) -> None:
        self.below = ""
        self.left = 0

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.below and event.startswith(("os.", "open", "shutil.")) and self._meant(arguments):
            self.left -= 1
            if self.left < 0:
                raise _KilledError

    def _meant(self, arguments: tuple[Any, ...]) -> bool:
        # A descriptor is of a folder that is being removed.
        return any(str(each).startswith(self.below) or isinstance(each, int) for each in arguments)


@pytest.fixture(scope="module")
def dying() -> _Dying:
    hook = _Dying()
    sys.addaudithook(hook)
    return hook


def _killed_after(dying: _Dying, operations: int, staged: Path, out: Path) -> bool:
    """Replace a set, and tell whether that took more operations than are allowed."""
    dying.left, dying.below = operations, str(out)
    try:
        replace_set(staged, out)
    except _KilledError:
        return True
    finally:
        dying.below = ""
    return False


@pytest.mark.parametrize("first", [None, A])
@pytest.mark.parametrize("new", [B, C])
def test_killed_at_any_operation_a_folder_holds_a_set_whole_or_none_and_the_next_call_cleans(
    tmp_path: Path, dying: _Dying, first: tuple[str, ...] | None, new: tuple[str, ...]
) -> None:
    old = written_set(tmp_path, "a", first) if first else None
    staged, third = written_set(tmp_path, "b", new), written_set(tmp_path, "c", A)
    whole = [content(each) for each in (old, staged) if each]
    operations = 0
    killed = True
    while killed:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        out = folder_of_mine(tmp_path)
        if old:
            replace_set(old, out)
        killed = _killed_after(dying, operations, staged, out)
        shown = content(out)
        assert KEPT.items() <= shown.items()
        assert is_sound(out, *whole)
        replace_set(third, out)
        assert content(out) == {**KEPT, **content(third)}
        assert not [path for path in out.iterdir() if path.name.startswith(".")]
        operations += 1
    assert operations > 20


@settings(max_examples=examples(60), deadline=None)
@given(
    kills=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), min_size=1, max_size=5)
)
def test_killed_again_and_again_a_folder_is_sound(
    tmp_path_factory: pytest.TempPathFactory, dying: _Dying, kills: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("again")
    sets = {
        letter: written_set(folder, letter, names)
        for letter, names in zip("abc", NAMES, strict=True)
    }
    out = folder_of_mine(folder)
    for letter, operations in kills:
        _killed_after(dying, operations, sets[letter], out)
        assert is_sound(out, *map(content, sets.values()))
    replace_set(sets["a"], out)
    assert content(out) == {**KEPT, **content(sets["a"])}


def _replace_often(staged: Path, out: Path, rounds: int, barrier: Any, faults: Any) -> None:
    for _ in range(rounds):
        barrier.wait()
        try:
            replace_set(staged, out)
        except Exception as error:
            faults.put(repr(error))


def _readable(out: Path) -> str:
    """Return the letters that the files of the set tell, as far as it did not change meanwhile."""
    summary = out / "summary.json"
    try:
        before = summary.read_text()
        names = json.loads(before)["files"]
        letters = {(out / name).read_text()[:1] for name in names if name != summary.name}
        after = summary.read_text()
    except FileNotFoundError:
        return ""
    return "".join(sorted(letters)) if before == after else ""


@pytest.mark.slow
def test_two_writers_never_mix_their_sets(tmp_path: Path) -> None:
    rounds = 60
    sets = [written_set(tmp_path, "a", A), written_set(tmp_path, "b", B)]
    out = folder_of_mine(tmp_path)
    context = multiprocessing.get_context("spawn")
    barrier, faults = context.Barrier(3), context.Queue()
    writers = [
        context.Process(target=_replace_often, args=(each, out, rounds, barrier, faults))
        for each in sets
    ]
    for writer in writers:
        writer.start()
    seen = set()
    for _ in range(rounds):
        barrier.wait()
        seen |= {_readable(out), _readable(out)}
    for writer in writers:
        writer.join()
    assert faults.empty()
    # What a reader finds while they write: the files a summary lists are its own.
    assert seen <= {"", "a", "b"}
    assert content(out) in [{**KEPT, **content(each)} for each in sets]


def test_a_second_writer_says_that_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(locking, "_PATIENCE_SECONDS", 0)
    staged, out = written_set(tmp_path, "a", A), folder_of_mine(tmp_path)
    caplog.set_level(logging.WARNING)
    second = threading.Thread(target=replace_set, args=(staged, out))
    with only_writer(out):
        second.start()
        while not caplog.messages:
            second.join(0.01)
        assert not (out / "summary.json").exists()
    second.join()
    assert caplog.messages == [f"Waiting for another process that writes to {out}"]
    assert content(out) == {**KEPT, **content(staged)}


@pytest.mark.parametrize("fault", [errno.ENOLCK, errno.EBADF, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_disk_without_locks_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(fcntl, "flock", refuse)
    staged, out = written_set(tmp_path, "a", A), folder_of_mine(tmp_path)
    replace_set(staged, out)
    assert content(out) == {**KEPT, **content(staged)}
