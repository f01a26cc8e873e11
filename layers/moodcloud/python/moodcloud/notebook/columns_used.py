"""`moodcloud.columns`: what a table is taken for, before anything is counted."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moodcloud.database import connect
from moodcloud.errors import brief
from moodcloud.notebook.given import NAME, write_given
from moodcloud.notebook.keywords import chosen_options
from moodcloud.notebook.messages import in_python, told_in_python
from moodcloud.reading.inspect import inspect
from moodcloud.reading.shown import as_dict
from moodcloud.tabular.reader import Job
from moodcloud.workspace import workspace

if TYPE_CHECKING:
    import pandas as pd


def columns(source: Any, labels: Iterable[Any] | None = None, **settings: Any) -> pd.DataFrame:
    """Return the columns of a file or a table, and which of them an analysis would use.

    Where an analysis would fail, a warning says why. Only a sample of the rows is looked at.

    Args:
        source: A path, or whatever else `analyze` takes.
        labels: The label of each text, where `source` is texts.
        **settings: Options by name.

    Returns:
        One row a column, by name: `position` (from 1), `used_as` (`text`, `sentiment` or nothing),
        `values` (some of its values), and why it is or is not taken `as_text` and `as_sentiment`.

    Raises:
        UploadError: The source is no table.
        TypeError: There is no such option, or the source is something else.

    >>> columns("samples/reviews-en.csv")["used_as"].to_dict()
    {'review': 'text', 'sentiment': 'sentiment'}
    """
    import pandas as pd

    with told_in_python(), workspace() as folder, connect(folder) as connection:
        if isinstance(source, str | Path):
            path, name, known = Path(source), Path(source).name, {}
        else:
            given = write_given(source, labels, folder)
            path, name, known = given.path, NAME, dict(given.columns)
        options = chosen_options(None, known | settings)
        shown = as_dict(inspect(Job(path, name, folder, connection, options)))
    if shown["error"] is not None:
        said = f"{shown['error']['message']} {shown['error']['remedy']}"
        warnings.warn(in_python(said), stacklevel=2)
    used = dict.fromkeys(shown["text_columns"] or [shown["text_column"]], "text")
    used[shown["sentiment_column"]] = "sentiment"
    rows = [
        (
            each["name"],
            each["position"],
            used.get(each["name"], ""),
            ", ".join(map(brief, each["values"])),
            each["text"]["reason"],
            each["sentiment"]["reason"],
        )
        for each in shown["columns"]
    ]
    names = ["column", "position", "used_as", "values", "as_text", "as_sentiment"]
    return pd.DataFrame(rows, columns=names).set_index("column")
