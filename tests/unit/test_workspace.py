"""Temporary folders: gone at the end, or at the next start; never while they are in use."""

from __future__ import annotations

import errno
import fcntl
import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import moodcloud
import pytest
from moodcloud.workspace import clear_leftovers, is_temporary, workspace

from tests.conftest import SAMPLES

HOLD = (
    "import sys; from moodcloud.workspace import workspace\n"
    "with workspace() as folder:\n"
    "    (folder / 'big').write_bytes(b'x'); print(folder, flush=True); sys.stdin.read()"
)


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that all of this goes to."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def holder() -> Iterator[subprocess.Popen[str]]:
    """A process with a folder of its own."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def _folder_of(process: subprocess.Popen[str]) -> Path:
    assert process.stdout is not None
    return Path(process.stdout.readline().strip())


def test_a_folder_goes_at_the_end_and_with_an_error(temporary: Path) -> None:
    with suppress(ZeroDivisionError), workspace() as folder:
        (folder / "a").mkdir()
        (folder / "a" / "b").touch()
        raise ZeroDivisionError
    assert list(temporary.iterdir()) == []


def test_folders_of_the_living_stay_and_those_of_the_dead_go(
    temporary: Path, holder: subprocess.Popen[str]
) -> None:
    theirs = _folder_of(holder)
    with workspace() as ours, workspace() as inner:
        assert {path.name for path in temporary.iterdir()} == {
            theirs.name, ours.name, inner.name,
        }  # fmt: skip
        assert (theirs / "big").exists()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        clear_leftovers()
        assert set(temporary.iterdir()) == {ours, inner}


def test_what_is_no_workspace_stays(temporary: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").touch()
    (temporary / "moodcloud-workspace-link").symlink_to(elsewhere)
    (temporary / "moodcloud-workspace-file").touch()
    (temporary / "moodcloud-results").mkdir()
    before = set(temporary.iterdir())
    clear_leftovers()
    assert set(temporary.iterdir()) == before
    assert (elsewhere / "mine").exists()


def _leave(folder: Path) -> None:
    assert folder.exists()
    sys.exit(0)


def test_a_forked_process_does_not_take_the_folder_with_it() -> None:
    with workspace() as folder:
        (folder / "a").touch()
        child = multiprocessing.get_context("fork").Process(target=_leave, args=(folder,))
        child.start()
        child.join()
        assert child.exitcode == 0
        # Not even where it leaves the block itself.
        pid = os.fork()
        if pid:
            assert os.waitpid(pid, 0)[1] == 0
            assert (folder / "a").exists()
    if not pid:
        os._exit(0)


def test_a_folder_that_a_forked_process_still_uses_stays_until_it_ends(temporary: Path) -> None:
    code = (
        "import os, signal, sys; from moodcloud.workspace import workspace\n"
        "with workspace() as folder:\n"
        "    if os.fork(): os.kill(os.getpid(), signal.SIGKILL)\n"
        "    print(folder, flush=True); sys.stdin.read(); os._exit(0)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        folder = _folder_of(process)
        process.wait()
        clear_leftovers()
        assert folder.exists()
        process.communicate()
    clear_leftovers()
    assert list(temporary.iterdir()) == []


def test_symbolic_links_on_the_way_are_followed(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(temporary)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "link"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    left = temporary / "moodcloud-workspace-left"
    left.mkdir()
    with workspace() as folder:
        assert folder.resolve().parent == temporary
        assert not left.exists()


@pytest.mark.slow
def test_many_starters_at_once_each_get_a_folder_and_keep_it(temporary: Path) -> None:
    code = (
        "from moodcloud.workspace import workspace\n"
        "for _ in range(150):\n"
        "    with workspace() as folder, workspace() as other:\n"
        "        (folder / 'a').touch(); (other / 'a').touch()\n"
        "        assert (folder / 'a').exists() and (other / 'a').exists()"
    )
    starters = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [starter.wait() for starter in starters] == [0] * 4
    assert list(temporary.iterdir()) == []


def test_a_folder_removed_before_it_was_locked_is_made_again(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make: Callable[..., str] = tempfile.mkdtemp
    thieves = [clear_leftovers, clear_leftovers]

    def made(**given: Any) -> str:
        folder = make(**given)
        if thieves:
            thread = threading.Thread(target=thieves.pop())
            thread.start()
            thread.join()
        return folder

    monkeypatch.setattr(tempfile, "mkdtemp", made)
    with workspace() as folder:
        assert thieves == []
        assert list(temporary.iterdir()) == [folder]


@pytest.mark.parametrize("fault", [errno.ENOLCK, errno.EBADF, errno.EOPNOTSUPP])
def test_on_a_disk_without_locks_nothing_is_taken_for_abandoned(
    monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with workspace() as folder:
        clear_leftovers()
        assert folder.exists()
    assert not folder.exists()


def test_paths_into_a_workspace_are_told_from_others(tmp_path: Path) -> None:
    with workspace() as folder:
        assert is_temporary(folder / "results")
    assert not is_temporary(tmp_path / "moodcloud-results")


@pytest.mark.slow
def test_results_without_a_folder_stay_while_they_are_held_and_go_after_a_kill(
    temporary: Path,
) -> None:
    texts = ["I love this, truly", "I hate that noise", "awful, awful room", "great day"] * 5
    results = moodcloud.analyze(texts, max_words=5, width=300, height=200)
    clear_leftovers()
    assert results.report.exists()
    assert len(list(temporary.iterdir())) == 1
    del results
    gc.collect()
    assert list(temporary.iterdir()) == []
    code = (
        "import moodcloud, os, sys\n"
        "results = moodcloud.analyze(sys.argv[1], max_words=5, width=300, height=200)\n"
        "print(results.folder, flush=True); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", code, str(SAMPLES / "reviews-en.csv")]
    killed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    assert Path(killed.stdout.strip()).is_dir()
    clear_leftovers()
    assert list(temporary.iterdir()) == []
