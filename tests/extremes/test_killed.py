"""The command, killed at any instant of its runs: the next run is as if nothing had been."""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from moodcloud.cli import main

from tests.conftest import SAMPLES
from tests.killing.run import content, environment, is_sound, run

KILLS: Final = 9
# So many runs are killed after each other before one comes to its end.
IN_A_ROW: Final = 3
SIDES: Final = (SAMPLES / "reviews-en.csv", SAMPLES / "reviews-en-renovation.csv")
SMALL: Final = ("--max-words", "20", "--width", "300", "--height", "200", "-q")
# A timer of processor time, which no load of the machine shifts. Nobody listens to its signal: it
# ends the process as kill -9 does, with nothing cleaned up.
_KILLED: Final = """
import runpy, signal, sys
signal.setitimer(signal.ITIMER_PROF, float(sys.argv.pop(1)))
runpy.run_module("moodcloud", run_name="__main__", alter_sys=True)
"""


def test_a_command_killed_at_any_instant_leaves_a_set_whole_and_the_next_run_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    more = environment(temporary)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    sets, seconds = [], []
    for sample in SIDES:
        before = _processor_seconds()
        run(temporary, "analyze", sample, "-o", tmp_path / sample.stem, *SMALL)
        seconds.append(_processor_seconds() - before)
        sets.append(content(tmp_path / sample.stem))
        assert "summary.json" in sets[-1]
    whole = min(seconds)
    instants = random.Random(KILLS)
    killed = left = late = 0
    while killed < KILLS:
        # Most of what is written is written at the end.
        instant = instants.uniform(*((0.1, 1) if killed % 4 == 0 else (0.9, 1)))
        command = [sys.executable, "-c", _KILLED, str(instant * whole), "analyze"]
        side = killed % 2
        done = subprocess.run(
            [*command, str(SIDES[side]), "-o", str(out), *SMALL], env=more, check=False
        )
        assert done.returncode in (0, -signal.SIGPROF)
        assert is_sound(out, *sets)
        if done.returncode == 0:
            # Runs differ a little in what they take.
            late, whole = late + 1, whole * 0.98
            continue
        killed += 1
        left += any(temporary.iterdir()) or any(out.glob(".*"))
        if killed % IN_A_ROW:
            continue
        again = CliRunner().invoke(main, ["analyze", str(SIDES[1 - side]), "-o", str(out), *SMALL])
        assert again.exit_code == 0, again.stderr
        assert content(out) == sets[1 - side]
        assert {path.name for path in out.iterdir()} == set(sets[1 - side])
        assert list(temporary.iterdir()) == []
    print(f"{killed} killed, something left after {left} ({late} had ended); all runs after sound")


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
