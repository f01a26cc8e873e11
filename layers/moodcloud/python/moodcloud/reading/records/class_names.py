"""Names of classes that Parquet files hold as numbers, as Hugging Face's datasets write them."""

from __future__ import annotations

import json
from typing import Any, Final

import duckdb

from moodcloud.database import quoted
from moodcloud.reading.records.json_values import sound

_KEY: Final = "huggingface"
# As many as anybody reads; what has more classes holds no sentiments.
_MOST: Final = 1000


def class_names(connection: duckdb.DuckDBPyConnection, file: str) -> dict[str, list[str]]:
    """Return the names of the classes of each column that has some, by number from 0.

    Args:
        connection: Of `moodcloud.database.connect`.
        file: Path of the Parquet file.
    """
    # One row: a key of the file's metadata, and its value, both as bytes.
    found = connection.execute(
        f"SELECT key, value FROM parquet_kv_metadata({quoted(file)})"
    ).fetchall()
    features: dict[str, Any] = {}
    for key, value in found:
        if key == _KEY.encode():
            features = _features(value)
    return {
        column: names
        for column, feature in features.items()
        if isinstance(feature, dict) and (names := _names(feature))
    }


def named_class(value: str, names: list[str]) -> str:
    """Return SQL for the name of the class `value`; -1 marks a missing one, others stay numbers."""
    known = ", ".join(map(quoted, names))
    return (
        f"CASE WHEN {value} BETWEEN 0 AND {len(names) - 1} THEN [{known}][{value} + 1] "
        f"WHEN {value} <> -1 THEN CAST({value} AS VARCHAR) END"
    )


def _features(metadata: bytes) -> dict[str, Any]:
    try:
        found = json.loads(metadata)["info"]["features"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _names(feature: dict[str, Any]) -> list[str]:
    names = feature.get("names") if feature.get("_type") == "ClassLabel" else None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return []
    return list(map(sound, names)) if len(names) <= _MOST else []
