"""The counting engine: a DuckDB connection set up to run inside Lambda, a laptop or a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, Final

import duckdb

from moodcloud.cleaning import unescape

# Each open engine with the names of the Python functions that it was given.
_open: Final[dict[duckdb.DuckDBPyConnection, set[str]]] = {}
_numbers: Final = count()


def interrupt() -> None:
    """Make every engine give up what it is doing; any thread may call this."""
    for connection in tuple(_open):
        connection.interrupt()


def memory_bound(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Return the upper bound of the engine's memory in MiB that `connect` was given."""
    (bound,) = connection.execute("SELECT getvariable('memory_mb')").fetchall()[0]
    return None if bound is None else int(bound)


def workspace_of(connection: duckdb.DuckDBPyConnection) -> Path:
    """Return the folder that `connect` was given."""
    (workspace,) = connection.execute("SELECT getvariable('workspace')").fetchall()[0]
    return Path(workspace)


def define(
    connection: duckdb.DuckDBPyConnection, name: str, function: Callable[[str], str]
) -> None:
    """Give an engine a function from text to text, unless it has one of that name."""
    if name not in _open.setdefault(connection, set()):
        connection.create_function(name, function, ["VARCHAR"], "VARCHAR")
        _open[connection].add(name)


@contextmanager
def further_connection(
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give another thread a connection of its own to an engine, with temporary tables of its own.

    Args:
        connection: A connection of `connect`.
    """
    further = connection.cursor()
    _open[further] = _open.setdefault(connection, set())
    try:
        yield further
    finally:
        _open.pop(further, None)
        further.close()


def unique(name: str) -> str:
    """Return a name for a table that begins with `name` and that no other table has."""
    return f"{name}_{next(_numbers)}"


def quoted(value: str) -> str:
    """Return `value` as an SQL string literal."""
    return "'" + value.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return the name of a column as SQL."""
    return '"' + name.replace('"', '""') + '"'


def read_parquet(paths: Sequence[Path]) -> str:
    """Return SQL for the rows of Parquet files with the same columns."""
    listed = ", ".join(quoted(str(path)) for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def write_parquet(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    path: Path,
    parameters: Mapping[str, object] | None = None,
    order: str = "ALL",
) -> None:
    """Write the rows of a query as Parquet, always in the same order.

    Args:
        connection: A connection of `connect`.
        query: SQL for the rows.
        path: The file.
        parameters: Those of the query.
        order: SQL for the order of the rows; by all columns otherwise.
    """
    target = f"{quoted(str(path))} (FORMAT parquet, CODEC zstd)"
    connection.execute(f"COPY (FROM ({query}) ORDER BY {order}) TO {target}", parameters)


def all_rows(found: duckdb.DuckDBPyConnection, fetched: int) -> Iterator[Any]:
    """Yield the rows of a query, fetching a few at a time: all may be too many for the memory."""
    while some := found.fetchmany(fetched):
        yield from some


@contextmanager
def in_order(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have an engine keep the order of rows, which takes it longer where they are many."""
    connection.execute("SET preserve_insertion_order = true")
    try:
        yield
    finally:
        connection.execute("SET preserve_insertion_order = false")


@contextmanager
def connect(workspace: Path, memory_mb: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory database that spills to `workspace`.

    Args:
        workspace: A writable folder; on Lambda only /tmp is.
        memory_mb: Upper bound of the engine's memory in MiB; DuckDB's default (80 % of the
            machine) otherwise.

    Yields:
        The connection, with the SQL function `unescape(VARCHAR)`.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(workspace / "spill"),
        # Nothing is fetched or written outside the workspace: no extensions, no home folder.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if memory_mb is not None:
        config["memory_limit"] = f"{memory_mb}MiB"
    connection = duckdb.connect(config=config)
    try:
        connection.execute("SET VARIABLE memory_mb = $1", [memory_mb])
        connection.execute("SET VARIABLE workspace = $1", [str(workspace)])
        connection.execute("SET preserve_insertion_order = false")
        # Moments are written alike wherever the machine is; without time zones they are in UTC.
        with suppress(duckdb.Error):
            connection.execute("SET TimeZone = 'UTC'")
        define(connection, "unescape", unescape)
        yield connection
    finally:
        # A closed engine keeps Python functions alive unless they are removed.
        for name in _open.pop(connection, set()):
            with suppress(duckdb.Error):
                connection.remove_function(name)
        connection.close()
