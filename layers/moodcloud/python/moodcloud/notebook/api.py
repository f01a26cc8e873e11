"""`moodcloud.analyze` and `moodcloud.compare`: they take files and tables, and return results."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, Union, cast

from moodcloud.comparing.compared import ComparedResults, compare_results
from moodcloud.options import NAMES, Options, kind
from moodcloud.report.results import Results
from moodcloud.settings import Given, gather
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    import pandas as pd

    from moodcloud.stages import Progress


Frame: TypeAlias = Union["pd.DataFrame", "pd.Series[str]", Sequence[str]]

NAME = "DataFrame"
"""What results call a table that came without a name."""


def write_frame(frame: Frame, folder: Path) -> Path:
    """Write a table as CSV with `to_csv(index=False)`, and return its path.

    Args:
        frame: A DataFrame; or texts without labels, as a Series or a list.
        folder: The folder of the file.

    Raises:
        TypeError: The table is something else.
    """
    import pandas as pd

    if isinstance(frame, pd.Series):
        frame = frame.to_frame("text" if frame.name is None else str(frame.name))
    elif isinstance(frame, Sequence) and all(isinstance(each, str) for each in frame):
        frame = pd.DataFrame({"text": list(frame)})
    if not isinstance(frame, pd.DataFrame):
        kind = type(frame).__name__
        raise TypeError(f"a path, a DataFrame, a Series or a list of texts is needed, not {kind}")
    path = folder / "frame.csv"
    frame.to_csv(path, index=False, lineterminator="\n")
    return path


def analyze(
    source: str | Path | Sequence[Path] | Frame,
    out: str | Path | None = None,
    options: Options | None = None,
    *,
    name: str | None = None,
    progress: Progress | None = None,
    memory_mb: int | None = None,
    **settings: Any,
) -> Results:
    """Analyse a file of labelled texts, several as one table, or a DataFrame.

    A DataFrame gives what its `to_csv(index=False)` gives.

    Args:
        source: The path of a file, or of a folder, whose files are one table; a list of paths
            (`Path`), which are one table, too; a DataFrame; or texts without labels, as a Series
            or a list.
        out: The folder of the results, made if missing; results of an earlier analysis in it are
            replaced. Without it they are in a temporary folder that is removed with the `Results`;
            `Results.save` keeps them.
        options: The settings; defaults otherwise.
        name: What results call the source; the file's base name, or DataFrame, otherwise.
        progress: Called with each `Stage` when it starts and when it ends.
        memory_mb: What the analysis may take, in MiB: half of it is for the counting engine, and
            more words than the rest can hold are refused.
        **settings: Options by name, on top of `options`: `text_column="review", max_words=100`.

    Raises:
        UploadError: The source cannot be analysed as it is; nothing is written to `out`.
        OSError: Reading or writing failed.
        TypeError: There is no such option, or the source is something else.

    >>> results = analyze("samples/reviews-en.csv", max_words=50)
    >>> results.words["positive"].sort_values("z", ascending=False).index[:3].tolist()
    ['loved', 'great', 'good']
    """
    from moodcloud.analysis import analyze as run

    chosen = _options(options or Options(), settings)
    given: dict[str, Any] = {} if progress is None else {"progress": progress}
    with workspace() as folder, ExitStack() as held:
        path: Path | list[Path]
        if isinstance(source, str | Path):
            path = Path(source)
        elif paths := _paths(source):
            path = paths
        else:
            path, name = write_frame(cast("Frame", source), folder), name or NAME
        target = held.enter_context(workspace()) / "results" if out is None else Path(out)
        run(path, target, chosen, name=name, memory_mb=memory_mb, **given)
        results = Results(target)
        # A temporary folder is held for as long as the results are.
        weakref.finalize(results, held.pop_all().close)
        return results


def compare(a: Results | str | Path, b: Results | str | Path) -> ComparedResults:
    """Compare two sets of results: what rose and what fell from A to B.

    Args:
        a: The earlier results, or their folder.
        b: The later results, or their folder.

    Raises:
        UploadError: `not_comparable`, or `no_results` where a folder holds none.

    >>> before = analyze("samples/reviews-en.csv")
    >>> after = analyze("samples/reviews-en-renovation.csv")
    >>> compare(before, after).comparison.rose("positive")["text"].tolist()
    ['new', 'renovated']
    """
    before, after = (each if isinstance(each, Results) else Results(each) for each in (a, b))
    return compare_results(before, after)


def _paths(source: Sequence[Path] | Frame) -> list[Path]:
    """Return a list of paths as it is; an empty one where the source is something else."""
    if not isinstance(source, Sequence) or not all(isinstance(each, Path) for each in source):
        return []
    return [each for each in source if isinstance(each, Path)]


def _options(options: Options, settings: Mapping[str, Any]) -> Options:
    unknown = sorted(set(settings) - set(NAMES))
    if unknown:
        raise TypeError(f"there is no option {unknown[0]}; the options are {', '.join(NAMES)}")
    values = {name: getattr(options, name) for name in NAMES}
    read = {name: _value(name, value) for name, value in settings.items()}
    return gather(Given(read, str), Given(values, str))


def _value(name: str, value: Any) -> Any:
    """Return a setting in its option's type: a column's position as text, a list as a tuple.

    A dict is a list of `name=value`: `colour={"positive": "#0a7"}`. None is the default.

    Raises:
        TypeError: A setting that is one text is given as several.
    """
    if value is None:
        return getattr(Options(), name)
    if kind(name) is str and isinstance(value, Mapping | list | tuple | set):
        raise TypeError(f"{name} is one text, not a {type(value).__name__}")
    if kind(name) is str and isinstance(value, int):
        return str(value)
    if kind(name) is tuple and isinstance(value, Mapping):
        return tuple(f"{key}={each}" for key, each in value.items())
    if kind(name) is tuple and not isinstance(value, str):
        return tuple(str(each) for each in value)
    return value
