"""A set of results takes the place of another: whole, or not at all, whatever happens."""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moodcloud.errors import UploadError
from moodcloud.report import locking
from moodcloud.report.folders import replace_set, sets_in
from moodcloud.report.locking import only_writer

from tests.killing.run import content, is_sound

A: Final = ("positive.png", "positive.json", "report.html")
B: Final = ("negative.png", "positive.png", "rejected.csv", "report.html")
C: Final = ("Positive.png", "report.html")
NAMES: Final = (A, B, C)
KEPT: Final = {"mine.txt": b"keep", "notes/positive.png": b"keep"}


def _set(folder: Path, letter: str, names: tuple[str, ...]) -> Path:
    """Write a set in which each file tells whose it is."""
    made = folder / f"set-{letter}"
    made.mkdir(exist_ok=True)
    for name in names:
        (made / name).write_text(letter * 1_000)
    summary = {"of": letter, "files": [*names, "summary.json"]}
    (made / "summary.json").write_text(json.dumps(summary))
    return made


def _out(folder: Path) -> Path:
    out = folder / "out"
    for name, text in KEPT.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(text)
    return out


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
    old = _set(tmp_path, "a", first) if first else None
    staged, third = _set(tmp_path, "b", new), _set(tmp_path, "c", A)
    whole = [content(each) for each in (old, staged) if each]
    operations = 0
    killed = True
    while killed:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        out = _out(tmp_path)
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


@settings(max_examples=60, deadline=None)
@given(
    kills=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), min_size=1, max_size=5)
)
def test_killed_again_and_again_a_folder_is_sound(
    tmp_path_factory: pytest.TempPathFactory, dying: _Dying, kills: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("again")
    sets = {
        letter: _set(folder, letter, names) for letter, names in zip("abc", (A, B, C), strict=True)
    }
    out = _out(folder)
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


def test_two_writers_never_mix_their_sets(tmp_path: Path) -> None:
    rounds = 60
    sets = [_set(tmp_path, "a", A), _set(tmp_path, "b", B)]
    out = _out(tmp_path)
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
    staged, out = _set(tmp_path, "a", A), _out(tmp_path)
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
    staged, out = _set(tmp_path, "a", A), _out(tmp_path)
    replace_set(staged, out)
    assert content(out) == {**KEPT, **content(staged)}


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """Make the disk full after one file has been copied."""
    copy, copied = shutil.copyfile, [0]

    def fill(source: Path, target: Path) -> None:
        copied[0] += 1
        copy(source, target)
        if copied[0] == 2:
            Path(target).write_bytes(b"half")
            raise OSError(request.param, os.strerror(request.param), str(target))

    monkeypatch.setattr(shutil, "copyfile", fill)
    yield
    monkeypatch.undo()


@pytest.mark.parametrize("full", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG], indirect=True)
def test_a_full_disk_keeps_the_old_set_and_is_named(tmp_path: Path, full: None) -> None:
    out = _out(tmp_path)
    old = _set(out, "a", A)
    for path in old.iterdir():
        path.replace(out / path.name)
    old.rmdir()
    before = content(out)
    with pytest.raises(UploadError) as caught:
        replace_set(_set(tmp_path, "b", B), out)
    assert caught.value.code == "out_full"
    assert str(out) in caught.value.message
    assert "EphemeralStorage" not in str(caught.value)
    assert content(out) == before
    assert {path.name for path in out.iterdir()} == {*A, "summary.json", "mine.txt", "notes"}


def test_a_limit_of_the_system_keeps_the_old_set(tmp_path: Path) -> None:
    out = _out(tmp_path)
    replace_set(_set(tmp_path, "a", A), out)
    staged, before = _set(tmp_path, "b", B), content(out)
    (staged / "rejected.csv").write_bytes(bytes(200_000))
    code = (
        "import pathlib, resource, sys; from moodcloud.report.folders import replace_set\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "replace_set(*map(pathlib.Path, sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, str(staged), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"The disk that holds {out} is full" in done.stderr
    assert content(out) == before
    assert not (out / ".moodcloud-copying").exists()


def test_a_disk_that_is_full_keeps_the_old_set(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    # Few may mount a disk: for all others the one that is played above is all.
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        return
    try:
        replace_set(_set(tmp_path, "a", A), disk / "out")
        staged, before = _set(tmp_path, "b", B), content(disk)
        (staged / "rejected.csv").write_bytes(bytes(100_000))
        with pytest.raises(UploadError) as caught:
            replace_set(staged, disk / "out")
        assert caught.value.code == "out_full"
        assert content(disk) == before
        (staged / "rejected.csv").write_bytes(b"small")
        replace_set(staged, disk / "out")
        assert content(disk / "out") == content(staged)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_in_the_way_is_named_before_anything_is_touched(tmp_path: Path) -> None:
    out = _out(tmp_path)
    replace_set(_set(tmp_path, "a", A), out)
    (out / "negative.png").mkdir()
    before = content(out)
    with pytest.raises(IsADirectoryError, match=r"negative\.png"):
        replace_set(_set(tmp_path, "b", B), out)
    assert content(out) == before
    assert not (out / ".moodcloud-copying").exists()


def test_a_set_that_is_not_whole_is_not_taken(tmp_path: Path) -> None:
    out, staged = _out(tmp_path), _set(tmp_path, "b", B)
    replace_set(_set(tmp_path, "a", A), out)
    before = content(out)
    (staged / "negative.png").unlink()
    with pytest.raises(FileNotFoundError):
        replace_set(staged, out)
    assert content(out) == before


@pytest.mark.parametrize("name", ["..", "../other", "", "a\0b", "\ud800", ".moodcloud-moving", 7])
def test_a_damaged_summary_removes_nothing_elsewhere(tmp_path: Path, name: Any) -> None:
    out = _out(tmp_path)
    (tmp_path / "other").write_text("keep")
    (out / "summary.json").write_text(json.dumps({"files": [name, "summary.json"]}))
    staged = _set(tmp_path, "a", A)
    replace_set(staged, out)
    assert content(out) == {**KEPT, **content(staged)}
    assert (tmp_path / "other").exists()


def test_results_and_comparisons_do_not_overwrite_each_other(tmp_path: Path) -> None:
    results = _set(tmp_path, "a", (*A, "comparison.png"))
    compared = tmp_path / "compared"
    compared.mkdir()
    for name in ("comparison.html", "comparison.png", "comparison.svg"):
        (compared / name).write_text("c")
    cloud = {"png": "comparison.png", "svg": "comparison.svg"}
    (compared / "comparison.json").write_text(json.dumps({"cloud": cloud}))
    for first, second, marker in (
        ((results, "summary.json"), (compared, "comparison.json"), "summary.json"),
        ((compared, "comparison.json"), (results, "summary.json"), "comparison.json"),
    ):
        out = tmp_path / f"out-{marker}"
        replace_set(first[0], out, first[1])
        before = content(out)
        with pytest.raises(UploadError) as caught:
            replace_set(second[0], out, second[1])
        assert caught.value.code == "out_taken"
        assert f"{out} holds a {marker}" in caught.value.message
        assert content(out) == before


def test_a_comparison_without_a_cloud_takes_the_old_cloud_away(tmp_path: Path) -> None:
    out = _out(tmp_path)
    for number, cloud in enumerate(({"png": "comparison.png", "svg": "comparison.svg"}, None)):
        staged = tmp_path / str(number)
        staged.mkdir()
        for name in ("comparison.html", *(cloud or {}).values()):
            (staged / name).write_text(str(number))
        (staged / "comparison.json").write_text(json.dumps({"cloud": cloud}))
        replace_set(staged, out, "comparison.json")
        assert content(out) == {**KEPT, **content(staged)}


def test_sets_on_their_way_are_in_no_gallery(tmp_path: Path) -> None:
    hidden = tmp_path / "out" / ".moodcloud-moving" / "new"
    hidden.mkdir(parents=True)
    (hidden / "error.json").write_text('{"code": "x", "message": "m", "remedy": "r"}')
    assert list(sets_in(tmp_path)) == []
    shutil.copytree(hidden, tmp_path / "shown")
    assert [entry.key for entry in sets_in(tmp_path)] == ["shown"]
