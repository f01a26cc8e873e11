"""The counting engine: a DuckDB connection set up to run inside Lambda, a laptop or a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

import duckdb

from moodcloud.cleaning import unescape


@dataclass(frozen=True)
class _Engine:
    """What all connections of an engine share.

    Attributes:
        memory_mb: The upper bound of its memory in MiB.
        workspace: The folder it was given.
        functions: The names of the Python functions it was given.
    """

    memory_mb: int | None = None
    workspace: Path | None = None
    functions: set[str] = field(default_factory=set)


# Each open connection with its engine.
_open: Final[dict[duckdb.DuckDBPyConnection, _Engine]] = {}
# Nothing is fetched or written outside the workspace: no extensions, no home folder.
_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_numbers: Final = count()


def interrupt() -> None:
    """Make every engine give up what it is doing; any thread may call this."""
    for connection in tuple(_open):
        # Another thread may have closed it by now.
        with suppress(duckdb.ConnectionException):
            connection.interrupt()


def memory_bound(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Return the upper bound of the engine's memory in MiB that `connect` was given."""
    return _engine(connection).memory_mb


def workspace_of(connection: duckdb.DuckDBPyConnection) -> Path:
    """Return the folder that `connect` was given."""
    workspace = _engine(connection).workspace
    assert workspace is not None
    return workspace


def _engine(connection: duckdb.DuckDBPyConnection) -> _Engine:
    return _open.setdefault(connection, _Engine())


def define(
    connection: duckdb.DuckDBPyConnection, name: str, function: Callable[[str], str]
) -> None:
    """Give an engine a function from text to text, unless it has one of that name."""
    functions = _engine(connection).functions
    if name not in functions:
        connection.create_function(name, function, ["VARCHAR"], "VARCHAR")
        functions.add(name)


@contextmanager
def further_connection(
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection of its own to an engine: for another thread, or while rows are read.

    It has temporary tables of its own.

    Args:
        connection: A connection of `connect`.
    """
    further = connection.cursor()
    _open[further] = _engine(connection)
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
def one_thread(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Have an engine use a single thread, which holds fewer rows at a time than several do."""
    ((threads,),) = connection.execute("SELECT current_setting('threads')").fetchall()
    connection.execute("SET threads = 1")
    try:
        yield
    finally:
        connection.execute(f"SET threads = {threads}")


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
    config = {**_CONFIG, "temp_directory": str(workspace / "spill")}
    if memory_mb is not None:
        config["memory_limit"] = f"{memory_mb}MiB"
    with _opened(config, _Engine(memory_mb, workspace)) as connection:
        connection.execute("SET preserve_insertion_order = false")
        define(connection, "unescape", unescape)
        yield connection


@contextmanager
def connect_in_order() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database of one thread: it keeps rows in file order without holding them all."""
    with _opened({**_CONFIG, "threads": "1"}, _Engine()) as connection:
        yield connection


@contextmanager
def _opened(
    config: dict[str, str | bool | int | float | list[str]], engine: _Engine
) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(config=config)
    try:
        _open[connection] = engine
        # Moments are written alike wherever the machine is, by further connections, too; without
        # time zones they are in UTC.
        with suppress(duckdb.Error):
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
        yield connection
    finally:
        _open.pop(connection, None)
        # A closed engine keeps Python functions alive unless they are removed.
        for name in engine.functions:
            with suppress(duckdb.Error):
                connection.remove_function(name)
        connection.close()
