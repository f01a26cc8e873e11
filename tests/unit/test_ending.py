"""A command that is ended from outside leaves nothing that is in the way of the next."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.killing.run import content, end_at, environment, is_sound, run

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


@pytest.mark.parametrize(
    ("number", "place"),
    [
        (signal.SIGINT, "1 import click"),
        (signal.SIGTERM, "1 import duckdb"),
        (signal.SIGTERM, "1 import moodcloud.vocabulary"),
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


@pytest.mark.parametrize(
    "place",
    [
        "1 os.mkdir",
        "1 import moodcloud.vocabulary",
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


def test_signals_of_a_program_that_uses_the_library_stay_its_own() -> None:
    code = (
        "import signal, moodcloud, moodcloud.cli, moodcloud.__main__; moodcloud.analyze\n"
        "print(*(repr(signal.getsignal(each)) for each in (signal.SIGTERM, signal.SIGHUP)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ending" not in done.stdout


def test_what_nohup_ignores_stays_ignored() -> None:
    code = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from moodcloud import ending; ending.listen()\n"
        "os.kill(os.getpid(), signal.SIGHUP); print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "alive\n"


def test_an_end_that_is_dropped_is_asked_for_again() -> None:
    # What is raised in a callback of the garbage collection is printed and forgotten.
    code = (
        "import os, signal, time\n"
        "from moodcloud import ending\n"
        "class Last:\n"
        "    def __del__(self): os.kill(os.getpid(), signal.SIGTERM); time.sleep(0.1)\n"
        "ending.listen(); Last(); time.sleep(60)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=50
    )
    assert done.stderr.rstrip().endswith("KeyboardInterrupt")


_STARTERS = {
    "scores": (
        "from moodcloud.reading.vader import scoring\n"
        "with scoring(2) as score:\n"
        "    texts = score('good ' * 40_000 for _ in iter(int, 1))\n"
        "    next(texts); print('ready', flush=True); time.sleep(60)"
    ),
    "reads": (
        "import subprocess, moodcloud.reading.records.sheet as sheet\n"
        "os.mkfifo(sys.argv[1])\n"
        "command = [sys.executable, '-P', sheet.__file__, str(os.getpid()), '1000000000']\n"
        "process = subprocess.Popen([*command, sys.argv[1], '', sys.argv[1] + '.out'])\n"
        "open(sys.argv[1], 'w'); print('ready', flush=True); time.sleep(60)"
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("kind", _STARTERS)
def test_processes_end_with_the_one_that_started_them(tmp_path: Path, kind: str) -> None:
    code = "import os, sys, time\n" + _STARTERS[kind]
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "fifo")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(tmp_path / "tmp"),
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        children = _children(parent.pid)
        assert children
        parent.kill()
        parent.wait()
    while any(_is_alive(child) for child in children):
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
