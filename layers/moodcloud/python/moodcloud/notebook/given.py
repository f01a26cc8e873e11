"""What people pass to the Python API: files, tables of any library, texts with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

if TYPE_CHECKING:
    import pandas as pd

NAME: Final = "DataFrame"
"""What results call a table that came without a name."""

_TEXT: Final = "text"
_LABEL: Final = "label"
_NEEDED: Final = (
    "a path, a table (pandas, polars, Arrow, a list of dicts), texts with or without labels, or "
    "the bytes of a file is needed, not {}"
)
# An index of labels repeats them: names of rows, or times, are hardly ever repeated so often.
_LEAST_ROWS_A_LABEL: Final = 2


@dataclass(frozen=True)
class WrittenTable:
    """A table as a file.

    Attributes:
        path: The file.
        columns: The options that name its columns, where the caller said which they are.
    """

    path: Path
    columns: Mapping[str, str]


def write_given(source: Any, labels: Iterable[Any] | None, folder: Path) -> WrittenTable:
    """Write what is no path to a file; a table gives what its `to_csv(index=False)` gives.

    Args:
        source: A DataFrame, or any table that speaks the Arrow stream interface (polars, pyarrow,
            a DuckDB relation); a dict of columns, or a list of dicts; texts, as a Series or a
            list; a list of pairs of text and label; the bytes of a file, or an open file.
        labels: The label of each text, where `source` is texts.
        folder: The folder of the file.

    Raises:
        TypeError: The source is something else, or labels are given for a table.
        ValueError: There are not as many labels as texts.
    """
    if callable(getattr(source, "collect", None)):  # a lazy table of polars
        source = source.collect()
    content = _content(source)
    if content is not None:
        refuse(labels, "a file")
        return WrittenTable(_written(content, folder), {})
    if _is_foreign_table(source):
        refuse(labels, "a table")
        return WrittenTable(_as_parquet(source, folder), {})
    frame, columns = _frame(source, labels)
    if columns:
        # Texts are written as they are: in a CSV of theirs a sign may be taken for its delimiter.
        return WrittenTable(_as_parquet(frame, folder), columns)
    path = folder / "frame.csv"
    frame.to_csv(path, index=False, lineterminator="\n", errors="replace")
    return WrittenTable(path, {})


def refuse(labels: object, what: str) -> None:
    """Refuse labels beside what has its own.

    Raises:
        TypeError: There are labels.
    """
    if labels is not None:
        raise TypeError(f"labels are given beside texts; {what} holds its own in a column")


def _content(source: Any) -> bytes | None:
    """Return the bytes of a file that is passed as such or open; None for anything else."""
    if callable(getattr(source, "read", None)):
        source = source.read()
        source = source.encode() if isinstance(source, str) else source
    return bytes(source) if isinstance(source, bytes | bytearray | memoryview) else None


def _written(content: bytes, folder: Path) -> Path:
    path = folder / "table"
    path.write_bytes(content)
    return path


def _is_foreign_table(source: Any) -> bool:
    """Return whether a table is of another library than pandas: polars, pyarrow, DuckDB."""
    import pandas as pd

    if isinstance(source, pd.DataFrame | pd.Series):
        return False
    return hasattr(source, "__arrow_c_stream__") and hasattr(source, "columns")


def _as_parquet(table: Any, folder: Path) -> Path:
    """Write a table as Parquet, which keeps missing values and types as they are."""
    path = folder / "frame.parquet"
    if isinstance(table, duckdb.DuckDBPyRelation):
        table.write_parquet(str(path))
        return path
    with duckdb.connect() as connection:
        connection.register("given", table)
        connection.table("given").write_parquet(str(path))
    return path


def _frame(source: Any, labels: Iterable[Any] | None) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return a table as a DataFrame, and the options that name its columns where they are known."""
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        refuse(labels, "a table")
        return source, {}
    if isinstance(source, pd.Series) and labels is None and _holds_labels(source.index):
        return _beside(source, source.index.to_series())
    if _is_table(source):
        refuse(labels, "a table")
        return pd.DataFrame(source), {}
    texts = _series(source)
    if texts is None:
        raise TypeError(_NEEDED.format(type(source).__name__))
    if labels is None and _are_pairs(texts):
        pairs = [tuple(each) for each in texts]
        return _beside(pd.Series([text for text, _ in pairs]), pd.Series([x for _, x in pairs]))
    if not _are_texts(texts):
        raise TypeError(_NEEDED.format(f"{type(source).__name__} of other things"))
    if labels is not None:
        return _beside(texts, _series(labels))
    text = _column(texts, _TEXT)
    return pd.DataFrame({text: _plain(texts)}), {"text_column": text}


def _beside(
    texts: pd.Series[Any], labels: pd.Series[Any] | None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return texts and their labels as a table, and the options that name its columns."""
    import pandas as pd

    if labels is None or isinstance(labels, str):
        raise TypeError("labels are a Series, a list or another row of values, one for each text")
    if len(texts) != len(labels):
        raise ValueError(f"there are {len(texts)} texts and {len(labels)} labels")
    text, label = _column(texts, _TEXT), _column(labels, _LABEL)
    if text == label:
        text, label = _TEXT, _LABEL
    # Beside each other in their order, whatever their indexes are.
    frame = pd.DataFrame({text: _plain(texts), label: _plain(labels)})
    return frame, {"text_column": text, "sentiment_column": label}


def _column(values: pd.Series[Any], otherwise: str) -> str:
    """Return what a column is called: by its name, unless that would be read as a position."""
    name = values.name
    usable = isinstance(name, str) and name.strip() and not name.strip().isdecimal()
    return str(name) if usable else otherwise


def _plain(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return values as strings that can be written, None where one is missing."""
    import pandas as pd

    missing = values.isna().tolist()
    strings = (str(each).encode("utf-8", "replace").decode() for each in values.tolist())
    written = [None if gone else each for gone, each in zip(missing, strings, strict=True)]
    return pd.Series(written, dtype=object)


def _holds_labels(index: pd.Index[Any]) -> bool:
    """Return whether an index holds labels: words, each of them for several rows."""
    words = index.dtype == object or str(index.dtype) in ("str", "string", "category")
    return words and index.nlevels == 1 and index.nunique() * _LEAST_ROWS_A_LABEL <= len(index)


def _is_table(source: Any) -> bool:
    """Return whether a source is a dict of columns, or a list of dicts."""
    if isinstance(source, Mapping):
        return bool(source) and not any(isinstance(each, str) for each in source.values())
    return (
        isinstance(source, Sequence)
        and bool(source)
        and all(isinstance(each, Mapping) for each in source)
    )


def _series(values: Any) -> pd.Series[Any] | None:
    """Return a row of values (a Series of any library, an array, a list) as a Series, or None."""
    import pandas as pd

    if isinstance(values, pd.Series):
        return values
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        return None
    # Those of polars and pyarrow give plain values so.
    plain = next((getattr(values, name) for name in ("to_list", "to_pylist", "tolist")
                  if hasattr(values, name)), None)  # fmt: skip
    listed = list(values) if plain is None else plain()
    name = getattr(values, "name", None)
    return pd.Series(listed, name=name if isinstance(name, str) and name else None, dtype=object)


def _are_pairs(values: pd.Series[Any]) -> bool:
    pair = 2
    return len(values) > 0 and all(
        isinstance(each, tuple | list) and len(each) == pair and isinstance(each[0], str)
        for each in values
    )


def _are_texts(values: pd.Series[Any]) -> bool:
    """Return whether values are texts, or missing."""
    return all(isinstance(each, str) for each in values.dropna())
