"""Tables in memory become files: what is read is what `to_csv(index=False)` writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

if TYPE_CHECKING:
    import pandas as pd

Frame: TypeAlias = Union["pd.DataFrame", "pd.Series[str]", Sequence[str]]

NAME = "DataFrame"
"""What results call a table that came without a name."""


def write_frame(frame: Frame, folder: Path) -> Path:
    """Write a table as CSV, and return its path.

    Args:
        frame: A DataFrame; or texts without labels, as a Series or a list.
        folder: Where to.

    Raises:
        TypeError: It is none of these.
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
