"""Small sets of results in which each file tells whose it is, and a folder to put them in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

A: Final = ("positive.png", "positive.json", "report.html")
B: Final = ("negative.png", "positive.png", "rejected.csv", "report.html")
C: Final = ("Positive.png", "report.html")
NAMES: Final = (A, B, C)
KEPT: Final = {"mine.txt": b"keep", "notes/positive.png": b"keep"}


def written_set(folder: Path, letter: str, names: tuple[str, ...]) -> Path:
    """Write a set whose files hold a letter, and return its folder."""
    made = folder / f"set-{letter}"
    made.mkdir(exist_ok=True)
    for name in names:
        (made / name).write_text(letter * 1_000)
    summary = {"of": letter, "files": [*names, "summary.json"]}
    (made / "summary.json").write_text(json.dumps(summary))
    return made


def folder_of_mine(folder: Path) -> Path:
    """Return a folder that holds files of somebody's own."""
    out = folder / "out"
    for name, text in KEPT.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(text)
    return out
