"""What must hold for every file, however broken: rows that add up, or a documented fault."""

from __future__ import annotations

import json
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any, Final

import duckdb
from moodcloud.analysis import analyze
from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.errors import UploadError
from moodcloud.language import NEGATED_BIGRAM
from moodcloud.options import Options
from moodcloud.reading import Table, read_table

from tests.fuzz.cases import Case

SECONDS: Final = 10
"""A small file that keeps a processor busy for longer than this hangs."""
DRAWING_SECONDS: Final = 60
MEMORY_MB: Final = 512
_STOPS: Final = ("a", "and", "the")
# Small pictures of few words: drawing is not what is tested.
_SKETCH: Final = Options(width=200, height=200, max_words=5)


def judge(case: Case) -> str:
    """Read and count the file of a case, or analyse it whole.

    Returns:
        `counted`, or the code of the fault.

    Raises:
        AssertionError: Something does not add up.
        TimeoutError: It takes too long.
        Exception: Whatever escaped.
    """
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / case.name
        path.write_bytes(case.data)
        try:
            with _limited(DRAWING_SECONDS if case.drawn else SECONDS):
                if case.drawn:
                    _draw(path, Path(folder) / "out")
                else:
                    _count(path, Path(folder) / "work")
        except UploadError as fault:
            _writable(fault.as_dict())
            return fault.code
    return "counted"


def _draw(path: Path, out: Path) -> None:
    rows = asdict(analyze(path, out, _SKETCH, memory_mb=MEMORY_MB).summary.rows)
    assert rows["read"] == sum(rows[kind] for kind in rows if kind not in ("read", "copies"))
    assert 0 <= rows["copies"] < rows["counted"]
    assert rows["counted"] > 0
    assert (out / "rejected.csv").exists() == (rows["read"] > rows["counted"])


def _count(path: Path, workspace: Path) -> None:
    workspace.mkdir()
    with connect(workspace, MEMORY_MB) as connection:
        table = read_table(path, Options(), workspace, connection)
        _adds_up(connection, table)
        counts = count(connection, table, _STOPS)
        sentiments = tuple(table.sentiments)
        counts.words(sentiments)
        counts.telling_bigrams(sentiments, 1, NEGATED_BIGRAM)
    _writable(asdict(table.input))
    _writable([asdict(row) for row in table.rejected])
    _writable(list(table.labels.items()))


def _adds_up(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    rows = table.rows
    parts = (rows.counted, rows.rejected, rows.unlabelled, rows.empty, rows.copies)
    assert min(parts) >= 0, f"rows are missing: {rows}"
    assert rows.read == sum(parts)
    assert rows.counted == sum(table.sentiments.values()) > 0
    assert len(table.rejected) == min(rows.left_out, Options().max_rejected), (
        f"{len(table.rejected)} listed, {rows.left_out} left out"
    )
    # One row: a label, and how many rows the engine finds to have it when it counts.
    found = dict(
        connection.execute(f"SELECT label, count(*) FROM ({table.relation}) GROUP BY 1").fetchall()
    )
    # Texts that stand for none, such as NaN, may be passed over.
    seen, sound = sum(found.values()), rows.read - rows.rejected - rows.empty
    assert sound <= seen <= rows.read, f"{seen} rows scanned, {rows}"
    labelled = sum(found.get(label, 0) for label in table.labels)
    assert rows.counted <= labelled <= rows.counted + rows.empty, f"{labelled} labelled, {rows}"


def _writable(found: Any) -> None:
    """Make sure that what results or errors say can be written as UTF-8."""
    json.dumps(found, ensure_ascii=False).encode("utf-8")


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    def late(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"not finished after {seconds} seconds of work")

    # The time of this process alone: what else the machine does fails no case.
    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
