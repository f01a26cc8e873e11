"""A command that is ended from outside leaves nothing that is in the way of the next."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.killing.run import content, end_at, environment, is_sound, run
from tests.unit.tables import WRITERS

SMALL = ("--max-words", "20", "--width", "300", "--height", "200", "-q")
ENGLISH, KOREAN = SAMPLES / "reviews-en.csv", SAMPLES / "reviews-ko.csv"


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """Return the results of both samples as an undisturbed command writes them."""
    folder = tmp_path_factory.mktemp("undisturbed")
    found = []
    for sample in (ENGLISH, KOREAN):
        done = run(folder / "tmp", "analyze", sample, "-o", folder / sample.stem, *SMALL)
        assert done.returncode == 0, done.stderr
        found.append(content(folder / sample.stem))
    return found


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir()
    for name, each in files.items():
        (folder / name).write_bytes(each)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "place"),
    [
        (signal.SIGINT, "1 import click"),
        (signal.SIGTERM, "1 import duckdb"),
        (signal.SIGTERM, "1 import moodcloud.vocabulary.build"),
        (signal.SIGHUP, "1 report.html"),
        (signal.SIGINT, "3 shutil.copyfile"),
        (signal.SIGTERM, "5 os.rename"),
    ],
)
def test_a_signal_ends_the_command_without_a_trace(
    tmp_path: Path, sets: list[dict[str, bytes]], number: signal.Signals, place: str
) -> None:
    english, korean = sets
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    _write(out, korean)
    done = end_at(number, place, temporary, "analyze", ENGLISH, "-o", out, *SMALL)
    assert done.returncode == 128 + number
    assert done.stdout == ""
    assert done.stderr.strip() in ("", "Aborted!")
    assert list(temporary.iterdir()) == []
    # A set whose files are being moved is finished: it is a matter of an instant.
    assert content(out) in (korean, english)


@pytest.mark.slow
@pytest.mark.parametrize(
    "place",
    [
        "1 os.mkdir",
        "1 import moodcloud.vocabulary.build",
        "6 shutil.copyfile",
        "1 os.rename",
        "2 os.rename",
        "9 os.rename",
        "1 shutil.rmtree",
    ],
)
def test_after_a_kill_the_next_run_gives_the_same_bytes_and_leaves_nothing(
    tmp_path: Path, sets: list[dict[str, bytes]], place: str
) -> None:
    english, korean = sets
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    _write(out, korean)
    (out / "mine.txt").write_bytes(b"keep")
    arguments = ("analyze", ENGLISH, "-o", out, *SMALL)
    done = end_at(signal.SIGKILL, place, temporary, *arguments)
    assert done.returncode == -signal.SIGKILL
    assert is_sound(out, english, korean)
    again = run(temporary, *arguments)
    assert again.returncode == 0, again.stderr
    assert content(out) == {**english, "mine.txt": b"keep"}
    assert {path.name for path in out.iterdir()} == {*english, "mine.txt"}
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_signals_of_a_program_that_uses_the_library_stay_its_own() -> None:
    code = (
        "import signal, moodcloud, moodcloud.cli, moodcloud.__main__; moodcloud.analyze\n"
        "print(*(repr(signal.getsignal(each)) for each in (signal.SIGTERM, signal.SIGHUP)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "_end" not in done.stdout


def test_what_nohup_ignores_stays_ignored() -> None:
    code = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from moodcloud import processes; processes.listen()\n"
        "os.kill(os.getpid(), signal.SIGHUP); print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "alive\n"


def test_an_end_that_is_dropped_is_asked_for_again() -> None:
    # What is raised in a callback of the garbage collection is printed and forgotten.
    code = (
        "import os, signal, time\n"
        "from moodcloud import processes\n"
        "class Last:\n"
        "    def __del__(self): os.kill(os.getpid(), signal.SIGTERM); time.sleep(0.1)\n"
        "processes.listen(); Last(); time.sleep(60)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=50
    )
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")


@contextmanager
def _started(tmp_path: Path, code: str, *arguments: str) -> Iterator[None]:
    """Start a process and kill it at the end of the block; its children must end with it."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path / "tmp"),
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        yield
        parent.kill()
        # The pipes end when nobody is left who could write to them.
        assert parent.communicate(timeout=300) == (b"", b"")


@pytest.mark.slow
def test_processes_that_score_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    code = (
        "import time; from moodcloud.scoring.vader import scoring\n"
        "with scoring(2) as score:\n"
        "    texts = score('good ' * 40_000 for _ in iter(int, 1))\n"
        "    next(texts); print('ready', flush=True); time.sleep(600)"
    )
    with _started(tmp_path, code):
        pass


@pytest.mark.slow
def test_a_process_that_reads_a_workbook_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from moodcloud.tabular.excel import _convert\n"
        "print('ready', flush=True)\n"
        "_convert(Path(sys.argv[1]), Path(sys.argv[2]), '', 1 << 30)"
    )
    path, copy = tmp_path / "table.xlsx", tmp_path / "copy"
    WRITERS["xlsx"](path, [["text", "mood"], *[["word " * 50, "good"]] * 1_000])
    os.mkfifo(copy)
    # It writes until the pipe is full, and would wait for ever for somebody who reads on.
    reader = os.open(copy, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with _started(tmp_path, code, str(path), str(copy)):
            select.select([reader], [], [])
        # Nobody is left who could write.
        ended = select.poll()
        ended.register(reader, 0)
        assert ended.poll(300_000) == [(reader, select.POLLHUP)]
    finally:
        os.close(reader)
