"""`moodcloud.analyze` and `moodcloud.compare`: they take files and tables, and return results."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moodcloud.comparing.compared import ComparedResults, compare_results
from moodcloud.notebook.given import NAME, refuse, write_given
from moodcloud.notebook.keywords import chosen_options
from moodcloud.notebook.messages import told_in_python
from moodcloud.options import Options
from moodcloud.report.file_names import SUMMARY
from moodcloud.report.results import Results
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    from moodcloud.language import Lemmatizer
    from moodcloud.stages import Progress


def analyze(
    source: Any,
    labels: Iterable[Any] | str | Path | None = None,
    options: Options | None = None,
    *,
    out: str | Path | None = None,
    name: str | None = None,
    progress: Progress | None = None,
    memory_mb: int | None = None,
    lemmatizer: Lemmatizer | None = None,
    **settings: Any,
) -> Results:
    """Analyse texts and their labels: a file, several as one table, a DataFrame, lists.

    A DataFrame gives what its `to_csv(index=False)` gives.

    Args:
        source: The path of a file, or of a folder, whose files are one table; a list of paths
            (`Path`), which are one table, too; a table of pandas, polars or Arrow, a dict of
            columns, a list of dicts; texts, as a Series or a list, without labels unless the
            index of the Series holds them; a list of pairs of text and label; the bytes of a
            file, or an open file.
        labels: The label of each text, where `source` is texts; beside anything else, `out`.
        options: The settings; defaults otherwise.
        out: The folder of the results, made if missing; results of an earlier analysis in it are
            replaced. Without it they are in a temporary folder that is removed with the `Results`;
            `Results.save` keeps them.
        name: What results call the source; the file's base name, or DataFrame, otherwise.
        progress: Called with each `Stage` when it starts and when it ends.
        memory_mb: What the analysis may take, in MiB: half of it is for the counting engine, and
            more words than the rest can hold are refused.
        lemmatizer: What finds the words of tokens in place of our own: a function from a token, in
            lower case, to its word or its words, such as `WordNetLemmatizer().lemmatize` of nltk
            or `Okt().nouns` of konlpy.
        **settings: Options by name, on top of `options`: `text_column="review", max_words=100`.

    Raises:
        UploadError: The source cannot be analysed as it is; nothing is written to `out`.
        OSError: Reading or writing failed.
        TypeError: There is no such option, or the source is something else.
        ValueError: There are not as many labels as texts.

    >>> results = analyze("samples/reviews-en.csv", max_words=50)
    >>> results["positive"].distinctive.index[:3].tolist()
    ['loved', 'great', 'good']
    >>> texts = ["good food", "bad room", "good bar", "bad bed"] * 9
    >>> analyze(texts, ["happy", "angry"] * 18)["angry"].rows
    18
    """
    from moodcloud.analysis import analyze as run

    if isinstance(labels, str | Path):
        labels, out = None, labels
    if lemmatizer is not None and not callable(lemmatizer):
        raise TypeError(f"a lemmatizer is a function, not {type(lemmatizer).__name__}")
    given: dict[str, Any] = {} if progress is None else {"progress": progress}
    with told_in_python(), workspace() as folder, ExitStack() as held:
        path: Path | list[Path]
        if isinstance(source, str | Path):
            refuse(labels, "a file")
            path = Path(source)
        elif paths := _paths(source):
            refuse(labels, "a file")
            path = paths
        else:
            table = write_given(source, labels, folder)
            path, name, settings = table.path, name or NAME, {**table.columns, **settings}
        chosen = chosen_options(options, settings)
        target = held.enter_context(workspace()) / "results" if out is None else Path(out)
        given |= {"name": name, "memory_mb": memory_mb, "lemmatizer": lemmatizer}
        run(path, target, chosen, **given)
        results = Results(target)
        # A temporary folder is held for as long as the results are.
        weakref.finalize(results, held.pop_all().close)
        return results


def compare(
    a: Any,
    b: Any,
    *later: Any,
    options: Options | None = None,
    progress: Progress | None = None,
    memory_mb: int | None = None,
    lemmatizer: Lemmatizer | None = None,
    **settings: Any,
) -> ComparedResults:
    """Compare sets of results: what rose and what fell from A to B.

    Where there are more, the last is compared with the first, and each with the one before it.

    Args:
        a: The earliest results, or their folder; or whatever else `analyze` takes, which is
            analysed first.
        b: The next ones.
        *later: Those after them, in order.
        options: The settings for what is analysed; defaults otherwise.
        progress: As for `analyze`.
        memory_mb: As for `analyze`.
        lemmatizer: As for `analyze`.
        **settings: Options by name, on top of `options`.

    Raises:
        UploadError: `not_comparable`, or what `analyze` raises.
        TypeError: There is no such option.

    >>> both = compare("samples/reviews-en.csv", "samples/reviews-en-renovation.csv")
    >>> both.comparison.rose("positive")["text"].tolist()
    ['new', 'renovated']
    """
    with told_in_python():
        chosen = chosen_options(options, settings)
        how = {"progress": progress, "memory_mb": memory_mb, "lemmatizer": lemmatizer}
        return compare_results(*(_results(each, chosen, how) for each in (a, b, *later)))


def _results(source: Any, options: Options, how: dict[str, Any]) -> Results:
    """Return results as they are, opened from their folder, or of an analysis."""
    if isinstance(source, Results):
        return source
    if isinstance(source, str | Path) and (Path(source) / SUMMARY).is_file():
        return Results(source)
    return analyze(source, options=options, **how)


def _paths(source: Any) -> list[Path]:
    """Return a list of paths as it is; an empty one where the source is something else."""
    if not isinstance(source, Sequence) or not all(isinstance(each, Path) for each in source):
        return []
    return list(source)
