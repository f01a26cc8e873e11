"""Processes of the command, with a folder of their own for temporary files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT


def environment(temporary: Path) -> dict[str, str]:
    """Return the environment of a process whose temporary files go to a folder."""
    temporary.mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(temporary)}


def end_at(
    number: signal.Signals, place: str, temporary: Path, *arguments: str | Path
) -> subprocess.CompletedProcess[str]:
    """Run the command until it comes to a place, and send it a signal there."""
    command = [sys.executable, "-m", "tests.killing.command", str(int(number)), place]
    return subprocess.run(
        [*command, *map(str, arguments)],
        cwd=ROOT,
        env=environment(temporary),
        capture_output=True,
        text=True,
        check=False,
    )


def run(
    temporary: Path,
    *arguments: str | Path,
    cwd: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end, with `more` in its environment."""
    return subprocess.run(
        [sys.executable, "-m", "moodcloud", *map(str, arguments)],
        env={**environment(temporary), **(more or {})},
        cwd=cwd,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def content(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, none where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def is_sound(folder: Path, *sets: Mapping[str, bytes]) -> bool:
    """Tell whether a folder holds one of some sets whole, or no summary at all."""
    shown = content(folder)
    if "summary.json" not in shown:
        return True
    json.loads(shown["summary.json"])
    return any(whole.items() <= shown.items() for whole in sets)
