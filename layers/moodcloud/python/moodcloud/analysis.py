"""The whole job for one local file: read, count, build the vocabulary, draw, report."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import duckdb

from moodcloud.counting import count
from moodcloud.database import connect
from moodcloud.discretion import without_content
from moodcloud.errors import UploadError, brief
from moodcloud.insight.sample import take_sample
from moodcloud.language import pair_stop_forms, prepare
from moodcloud.memory import engine_bound, make_room
from moodcloud.options import Options
from moodcloud.readable import encodable
from moodcloud.reading import Table, read_table
from moodcloud.shortage import wants_memory
from moodcloud.workspace import FULL, no_room, workspace

SAMPLED_TEXTS: Final = 1_000


@dataclass(frozen=True)
class Stage:
    """A stage of an analysis, when it starts and when it ends.

    Attributes:
        name: reading, counting, vocabulary, drawing or report.
        seconds: How long it took; None when it starts.
        rows: Rows of the table, once they are known and the stage handles rows.
    """

    name: str
    seconds: float | None = None
    rows: int | None = None


Progress = Callable[[Stage], None]


def _no_progress(_: Stage) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class Analysis:
    """A finished analysis: its summary (`summary.json`) and the folder of its results."""

    summary: dict[str, Any]
    folder: Path


def analyze(
    path: str | Path,
    out: str | Path,
    options: Options | None = None,
    *,
    name: str | None = None,
    progress: Progress = _no_progress,
    memory_mb: int | None = None,
    sha256: str | None = None,
) -> Analysis:
    """Turn a file of labelled texts into a folder of results.

    Args:
        path: The file.
        out: The folder of the results, made if missing. Results of an earlier analysis in it
            are replaced; any other file in it stays.
        options: The settings; defaults otherwise.
        name: What results call the file; its base name otherwise.
        progress: Called when each stage starts and when it ends.
        memory_mb: What the analysis may take, in MiB: half of it is for the counting engine, and
            more words than the rest can hold are refused. Without it nothing but the engine is
            bounded, by 80 % of the machine.
        sha256: The digest of the file's bytes, where it is known already.

    Raises:
        UploadError: The file cannot be analysed as it is; nothing is written to `out`.
        OSError: Reading or writing failed, or a process that scores texts without labels ended.
        UnexpectedError: In place of any other error, without its message: that may quote the file.
    """
    path, out, options = Path(path), Path(out), options or Options()
    name = encodable(name or path.name)
    if options.mask or options.font:
        _check_look(options)
    stage = _stages(progress)
    with (
        without_content(path, out),
        _enough_memory(name),
        _enough_disk(name),
        workspace() as folder,
        connect(folder, engine_bound(memory_mb)) as connection,
    ):
        staged = folder / "results"
        staged.mkdir()
        with stage("reading") as rows, ThreadPoolExecutor(1) as pool:
            # The engine reads while the libraries of the later stages load.
            pool.submit(import_module, "moodcloud.report.folders")
            table = read_table(path, options, folder, connection, name, sha256)
            rows(table.rows.read)
        with stage("counting") as rows, ThreadPoolExecutor(1) as pool:
            rows(table.rows.counted)
            # The engine counts while the language loads.
            loading = pool.submit(prepare, _sample(connection, table))
            counts = count(connection, table, pair_stop_forms(options.stopwords, options.keep))
            loading.result()
            make_room(counts, len(table.sentiments), memory_mb, table.input.name)
        from moodcloud.vocabulary.build import build_vocabulary

        with stage("vocabulary"):
            vocabulary = build_vocabulary(counts, tuple(table.sentiments), options)
        if vocabulary.words.empty:
            raise UploadError(
                "no_words", name=table.input.name, text_column=brief(table.input.text_column)
            )
        from moodcloud.drawing import draw_clouds
        from moodcloud.report import write_results, write_vocabulary
        from moodcloud.report.folders import replace_set

        with stage("drawing"), ThreadPoolExecutor(1) as pool:
            # The engine writes while Python draws.
            writing = pool.submit(write_vocabulary, connection, vocabulary, staged)
            sampling = pool.submit(take_sample, connection, table) if options.examples else None
            clouds = draw_clouds(vocabulary, options)
            writing.result()
            sample = sampling.result() if sampling else None
        with stage("report"):
            summary = write_results(table, vocabulary, clouds, sample, options, staged)
            replace_set(staged, out)
    return Analysis(summary, out)


def _check_look(options: Options) -> None:
    """Tell of a mask or a font that cannot be used before the work, not after it."""
    from moodcloud.drawing import Look

    Look.of(options)


@contextmanager
def _enough_memory(name: str) -> Iterator[None]:
    try:
        yield
    except UploadError:
        raise
    except Exception as error:
        if wants_memory(error):
            raise UploadError("out_of_memory", name=name, why="it ran out") from error
        raise


@contextmanager
def _enough_disk(name: str) -> Iterator[None]:
    try:
        yield
    except (duckdb.IOException, OSError) as error:
        if any(os.strerror(each) in str(error) for each in FULL):
            raise no_room(name) from error
        raise


def _sample(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """Return some texts of the table: enough to tell its script."""
    rows = connection.execute(f"SELECT text FROM ({table.relation}) LIMIT {SAMPLED_TEXTS}")
    return [text or "" for (text,) in rows.fetchall()]


def _stages(
    progress: Progress,
) -> Callable[[str], AbstractContextManager[Callable[[int], None]]]:
    """Return a context manager for stages; it yields a function that takes the stage's rows."""

    @contextmanager
    def stage(name: str) -> Iterator[Callable[[int], None]]:
        rows: list[int] = []
        progress(Stage(name))
        start = time.perf_counter()
        yield rows.append
        progress(Stage(name, time.perf_counter() - start, rows[-1] if rows else None))

    return stage
