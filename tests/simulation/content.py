"""Uploads and their analysis: a small set of results follows from each content."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any, Final

from moodcloud.analysis import Analysis
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.report.contract import from_json
from moodcloud.report.file_names import SUMMARY
from moodcloud.report.summary import Summary

from tests.simulation.disk import DiskPath
from tests.simulation.process import current

# What becomes of a content is its first word.
GOOD: Final = "good"
REFUSED: Final = "refused"
"""A fault of the file: no attempt can mend it."""
BROKEN: Final = "broken"
"""A fault of ours that strikes at each attempt."""
HEAVY: Final = ("large", "long", "deadly")
"""Contents for which memory or time is too short until people give the function more."""
CONTENTS: Final = (
    # Two of one length: the end of one fits the beginning of the other.
    *(f"{GOOD} {letter} {letter * n}".encode() for letter, n in (("a", 9), ("b", 40), ("c", 40))),
    b"refused a",
    b"broken a, and more",
    b"large a",
    b"long a, and a good deal more of it",
    b"deadly a",
)
OPTIONS: Final[tuple[dict[str, str], ...]] = (
    {},
    {"moodcloud-max-words": "7"},
    {"moodcloud-max-words": "many"},
)


def fate_of(content: bytes, metadata: dict[str, str]) -> str:
    """Return what becomes of an upload: GOOD, REFUSED, BROKEN, or one of HEAVY."""
    if metadata.get("moodcloud-max-words") == "many":
        return REFUSED
    return content.split()[0].decode()


@cache
def set_of(sha256: str, max_words: int) -> dict[str, bytes]:
    """Return the files of a set of results, `summary.json` last."""
    names = [f"{letter}.json" for letter in sorted({*sha256[:4]})]
    files = {name: f"{name} of {sha256[:12]} with {max_words}".encode() for name in names}
    told: dict[str, Any] = {
        "input": {"sha256": sha256, "language": "en"},
        "rows": {"read": 1, "counted": 1},
        "options": {"max_words": max_words},
        "files": [*names, SUMMARY],
    }
    return {**files, SUMMARY: json.dumps(told).encode()}


@cache
def _summary_of(sha256: str, max_words: int) -> Summary:
    return from_json(Summary, json.loads(set_of(sha256, max_words)[SUMMARY]))


def analyze(
    path: DiskPath, out: DiskPath, options: Options, *, name: str, sha256: str, **_: object
) -> Analysis:
    """Write a set of results that follows from the file."""
    process, content = current(), path.read_bytes()
    fate = content.split()[0].decode()
    process.operation("analyse", 400.0 if fate == "long" and not process.strong else 2.0)
    if fate == REFUSED:
        raise UploadError("no_rows", name=name)
    if fate == BROKEN:
        raise ZeroDivisionError("a fault of ours")
    if fate == "large" and not process.strong:
        raise UploadError("out_of_memory", name=name, why="too many words")
    if fate == "deadly" and not process.strong:
        process.kill()
    assert hashlib.sha256(content).hexdigest() == sha256
    out.mkdir()
    for file, written in set_of(sha256, options.max_words).items():
        with (out / file).open("wb") as stream:
            stream.write(written)
    return Analysis(_summary_of(sha256, options.max_words), out)  # type: ignore[arg-type]
