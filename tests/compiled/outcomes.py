"""What becomes of uploads, to the byte, in a process of its own.

python -m tests.compiled.outcomes FOLDER NAME...

FOLDER holds the uploads, each in a folder of its name: an input of tests/files/inputs.py, a case of
tests/fuzz (`damaged-N`), thousands of awkward texts (`awkward-N`), or a file of real data. Of
damaged files, one in a few is analysed to its pictures; the others end with the counts: from there
on, nothing tells that a file was damaged.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from moodcloud.analysis import analyze
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.options import Options
from moodcloud.reading import read_table

from tests.conftest import ROOT
from tests.files.awkward_texts import awkward_texts
from tests.files.inputs import INPUTS
from tests.fuzz.cases import case

AWKWARD_TEXTS: Final = 3_000
MEMORY_MB: Final = 512
DRAWN_EACH: Final = 10
_STOPS: Final = ("a", "and", "the")
# Small pictures of few words, where drawing is not what is compared.
_SKETCH: Final = Options(width=200, height=200, max_words=5)
# Without compiled modules, large pictures of many words take a minute: one upload has large ones.
_SMALL: Final = Options(width=400, height=300, max_words=60)
_LARGE: Final = Options(max_words=60)
_LARGE_ONE: Final = "reviews-en.csv"

Outcomes = dict[str, dict[str, str]]


def write_uploads(names: Iterable[str], folder: Path) -> None:
    """Write uploads into `folder`, once for all who compare: some have other bytes each time."""
    for name in names:
        (folder / name).mkdir(parents=True)
        if name in INPUTS:
            (folder / name / INPUTS[name].name).write_bytes(INPUTS[name].content())
        elif name.startswith("damaged"):
            damaged = case(_number(name))
            (folder / name / damaged.name).write_bytes(damaged.data)
        else:
            _write_awkward(_number(name), folder / name / "awkward.csv")


def outcomes_in(environment: Mapping[str, str], folder: Path, names: Sequence[str]) -> Outcomes:
    """Return the digest of each file of the results of each upload, or the fault it has.

    Args:
        environment: The environment of the process that analyses them.
        folder: The folder of the uploads.
        names: Their names.

    Raises:
        AssertionError: The process ended otherwise, or said anything.
    """
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(folder), *names],
        capture_output=True, text=True, check=False, env=environment, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stderr[-8000:]
    found: Outcomes = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print what becomes of the uploads that the arguments name."""
    uploads, *names = sys.argv[1:]
    found = {}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            found[name] = _outcome(Path(uploads) / name, Path(folder) / "results")
    print(json.dumps(found))


def _outcome(upload: Path, results: Path) -> dict[str, str]:
    (path,) = upload.iterdir()
    damaged = upload.name.startswith("damaged")
    try:
        if damaged and _number(upload.name) % DRAWN_EACH:
            return _counted(path, results)
        analyze(path, results, _options(upload.name), memory_mb=MEMORY_MB if damaged else None)
    except UploadError as fault:
        return {"fault": json.dumps(fault.as_dict())}
    return {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in sorted(results.iterdir())
    }


def _options(name: str) -> Options:
    if name.startswith("damaged"):
        return _SKETCH
    if name in INPUTS and INPUTS[name].options != Options():
        return INPUTS[name].options
    return _LARGE if name == _LARGE_ONE else _SMALL


def _counted(path: Path, workspace: Path) -> dict[str, str]:
    """Return the digest of what is read, and of what is counted."""
    workspace.mkdir()
    with connect(workspace, memory_mb=MEMORY_MB) as connection:
        table = read_table(path, _SKETCH, workspace, connection)
        counts = count(connection, table, _STOPS)
        found: dict[str, object] = {
            kind: connection.execute(f"FROM {getattr(counts, kind)} ORDER BY ALL").fetchall()
            for kind in ("tokens", "bigrams")
        }
        found["table"] = (table.rows, table.sentiments, table.labels, *table.rejected)
    return {
        kind: hashlib.sha256(repr(each).encode("utf-8", "surrogatepass")).hexdigest()
        for kind, each in found.items()
    }


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])


def _write_awkward(seed: int, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(("text", "label"))
        for number, text in enumerate(awkward_texts(seed, AWKWARD_TEXTS)):
            writer.writerow((text or "", ("positive", "negative", "neutral")[number % 3]))


if __name__ == "__main__":
    main()
