"""The whole job for local files: read, count, build the vocabulary, draw, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from moodcloud.bounds import NO_BOUNDS, Bounds
from moodcloud.counting import Counts, count, short_texts
from moodcloud.counting.rare import without_rare
from moodcloud.database import connect, further_connection
from moodcloud.discretion import shortage_told, without_content
from moodcloud.errors import UploadError, brief
from moodcloud.insight.sample import Sample, take_sample
from moodcloud.language import (
    HANGUL,
    LEAST_KOREAN,
    Lemmatizer,
    bigram_stop_words,
    prepare,
    prepare_ahead,
)
from moodcloud.memory import engine_bound, make_room
from moodcloud.options import Options
from moodcloud.readable import encodable
from moodcloud.reading import Inputs, NamedFile, Table, in_folder, read_table, several
from moodcloud.stages import Progress, no_progress, timed
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from moodcloud.insight.divide import Divided
    from moodcloud.report.summary import Summary
    from moodcloud.vocabulary import Vocabulary

_SAMPLED_TEXTS: Final = 1_000


@dataclass(frozen=True)
class Analysis:
    """A finished analysis: its summary and the folder of its results."""

    summary: Summary
    folder: Path


@dataclass(frozen=True)
class Counted:
    """A table that is counted.

    Attributes:
        table: The table.
        counts: Its counts.
        texts: The tokens of its texts, where these are few and in Korean.
        sample: A function of a connection that returns texts for examples.
        divide: A function of the vocabulary that counts the table by group and over time.
    """

    table: Table
    counts: Counts
    texts: list[list[str]]
    sample: Callable[[duckdb.DuckDBPyConnection], Sample]
    divide: Callable[[Vocabulary], Divided]


def analyze(
    path: str | Path | Sequence[str | Path] | Inputs,
    out: str | Path,
    options: Options | None = None,
    *,
    name: str | None = None,
    progress: Progress = no_progress,
    memory_mb: int | None = None,
    sha256: str | None = None,
    lemmatizer: Lemmatizer | None = None,
    bounds: Bounds = NO_BOUNDS,
) -> Analysis:
    """Turn a file of labelled texts, or several, into a folder of results.

    Args:
        path: The file; or several, or a folder, which are read as one table.
        out: The folder of the results, made if missing. Results of an earlier analysis in it
            are replaced; any other file in it stays.
        options: The settings; defaults otherwise.
        name: What results call the file; its base name otherwise.
        progress: Called when each stage starts and when it ends.
        memory_mb: What the analysis may take, in MiB: half of it is for the counting engine, and
            more words than the rest can hold are refused. Without it nothing but the engine is
            bounded, by 80 % of the machine.
        sha256: The digest of the file's bytes, where it is known already.
        lemmatizer: What finds the words of tokens, in place of our own.
        bounds: The most that the file may have; what has more is refused.

    Raises:
        UploadError: The file cannot be analysed as it is; nothing is written to `out`.
        OSError: Reading or writing failed, or a process that scores texts without labels ended.
        UnexpectedError: In place of any other error, without its message: that may quote the file.
    """
    source, out, options = _source(path), Path(out), options or Options()
    name = encodable(name or source.name)
    paths = [file.path for file in source.files] if isinstance(source, Inputs) else [source]
    if lemmatizer is None:
        for path_of_first in paths[:1]:
            prepare_ahead(path_of_first)
    if options.mask or options.font:
        check_look(options)
    with (
        without_content(paths, out),
        shortage_told(name),
        workspace() as folder,
        connect(folder, engine_bound(memory_mb)) as connection,
        # The engine and Python work side by side: one thread does what the other need not wait for.
        ThreadPoolExecutor(1) as beside,
    ):
        beside.submit(import_module, "moodcloud.report.folders")
        with timed("reading", progress) as rows:
            table = read_table(source, options, folder, connection, name, sha256, bounds)
            rows(table.rows.read)
        with timed("counting", progress) as rows:
            rows(table.rows.counted)
            loading = beside.submit(prepare, [] if lemmatizer else _sample(connection, table))
            counts = count(connection, table, bigram_stop_words(options.stopwords, options.keep))
            loading.result()
            counts = without_rare(counts)
            make_room(counts, len(table.sentiments), memory_mb, name, bounds)
            texts = short_texts(connection, table, counts, HANGUL.pattern, LEAST_KOREAN)

        counted = Counted(
            table,
            counts,
            texts,
            sample=partial(take_sample, table=table),
            divide=partial(_divided, connection, table, options),
        )
        summary = draw_and_report(counted, options, folder, out, beside, progress, lemmatizer)
    return Analysis(summary, out)


def draw_and_report(
    counted: Counted,
    options: Options,
    folder: Path,
    out: Path,
    beside: ThreadPoolExecutor,
    progress: Progress = no_progress,
    lemmatizer: Lemmatizer | None = None,
) -> Summary:
    """Turn a table that is counted into a folder of results, and return their summary.

    Args:
        counted: The table and its counts.
        options: The settings.
        folder: A workspace.
        out: The folder of the results.
        beside: Another thread.
        progress: As for `analyze`.
        lemmatizer: As for `analyze`.

    Raises:
        UploadError: `no_words`: the texts hold none.
    """
    from moodcloud.drawing import CandidateWords, draft_clouds
    from moodcloud.forked import Shared
    from moodcloud.insight.about import Seen, about, place_pieces
    from moodcloud.insight.examples import SampledPlaces
    from moodcloud.report.divided_pictures import group_pieces
    from moodcloud.report.file_names import WORDS, file_names
    from moodcloud.report.files import write_results, write_vocabulary
    from moodcloud.report.folders import replace_set
    from moodcloud.vocabulary import build_vocabulary

    table, counts, name = counted.table, counted.counts, counted.table.input.name
    # The engine looks for examples while Python is busy with words: 3 s of a table of 1.6 million
    # texts.
    sampling = beside.submit(_sampled, counted)
    with timed("vocabulary", progress):
        sentiments = tuple(table.sentiments)
        vocabulary = build_vocabulary(counts, sentiments, options, counted.texts, lemmatizer)
        divided = counted.divide(vocabulary)
    counts.drop()
    if not vocabulary.words:
        raise UploadError("no_words", name=name, text_column=brief(table.input.text_column))
    staged = folder / "results"
    staged.mkdir()
    with timed("drawing", progress):
        candidates = CandidateWords(
            vocabulary.words,
            vocabulary.running_words,
            vocabulary.language,
            (name, table.rows.counted),
        )
        drafts = draft_clouds(candidates, options)
        names = file_names(vocabulary.sentiments)
        groups = group_pieces(staged, divided, names, vocabulary, options)
        # The engine may still be at the sample: this process draws until then; then a copy helps.
        with Shared[Any]([*groups, *(pieces := drafts.pieces())]) as shared:
            shared.work_while(lambda: not sampling.done())
            sample = sampling.result()
            quoted = sample if options.examples else sample.without_texts()
            shared.copy(place_pieces(quoted))
            writing = beside.submit(
                write_vocabulary, counts.connection, vocabulary, sample.distinct, folder
            )
            told = about(sample, vocabulary, quoted=options.examples)
            done = iter(shared.results())
        grouped, drawn = ([next(done) for _ in each] for each in (groups, pieces))
        clouds, places = drafts.clouds(drawn), SampledPlaces(quoted, list(done))
    with timed("report", progress):
        seen = Seen(sample, told, places)
        summary = write_results(table, vocabulary, clouds, seen, options, staged, divided, grouped)
        # The engine packs words while this thread writes the page.
        writing.result().replace(staged / WORDS)
        replace_set(staged, out)
    return summary


def _sampled(counted: Counted) -> Sample:
    with further_connection(counted.counts.connection) as connection:
        return counted.sample(connection)


def _divided(
    connection: duckdb.DuckDBPyConnection, table: Table, options: Options, vocabulary: Vocabulary
) -> Divided:
    from moodcloud.insight.divide import divide

    return divide(connection, table, vocabulary, options)


def _source(path: str | Path | Sequence[str | Path] | Inputs) -> Path | Inputs:
    """Return a file as a path, and whatever is more than a file as the files that it is."""
    if isinstance(path, Inputs):
        return path
    if not isinstance(path, str | Path):
        return several([NamedFile(Path(each), encodable(Path(each).name)) for each in path])
    path = Path(path)
    if not path.is_dir():
        return path
    from moodcloud.report.folders import files_of

    return in_folder(path, files_of(path))


def check_look(options: Options) -> None:
    """Refuse a mask or a font that cannot be used before the work, not after it."""
    from moodcloud.drawing import Look

    Look.of(options)


def _sample(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """Return some texts of the table: enough to recognise its script."""
    rows = connection.execute(f"SELECT text FROM ({table.relation}) LIMIT {_SAMPLED_TEXTS}")
    return [text or "" for (text,) in rows.fetchall()]
